/* A copy of the running SQLite database, as of one moment. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "core/cli.h"
#include "core/db.h"

enum { PAGES = 4096 };

/* The read transaction holds one snapshot of the log, so that writers go on and the copy
 * does not begin anew with each of their commits. */
static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    int rc = sqlite3_exec(from, "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    sqlite3_backup *b = rc == SQLITE_OK ? sqlite3_backup_init(to, "main", from, "main") : NULL;

    if (!b)
        return rc == SQLITE_OK ? sqlite3_errcode(to) : rc;
    do {
        rc = sqlite3_backup_step(b, PAGES);
        int all = sqlite3_backup_pagecount(b);
        cli_progress("backup, pages", all - sqlite3_backup_remaining(b), all);
    } while (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED);
    int end = sqlite3_backup_finish(b);
    return rc == SQLITE_DONE ? end : rc;
}

static bool is_sound(sqlite3 *copy)
{
    sqlite3_stmt *s = NULL;
    bool ok = sqlite3_prepare_v2(copy, "PRAGMA quick_check(1)", -1, &s, NULL) == SQLITE_OK &&
              sqlite3_step(s) == SQLITE_ROW &&
              sqlite3_stricmp((const char *)sqlite3_column_text(s, 0), "ok") == 0;

    sqlite3_finalize(s);
    return ok;
}

static bool sync_file(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return ok;
}

bool db_backup(struct ctx *c, const char *url, const char *to)
{
    const char *part = arena_printf(c->arena, "%s.part", to);
    sqlite3 *in = NULL, *out = NULL;
    bool ok =
        sqlite3_open_v2(url, &in, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_open_v2(part, &out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK;

    if (ok) {
        sqlite3_busy_timeout(in, 10000);
        ok = copy_pages(in, out) == SQLITE_OK && is_sound(out);
    }
    const char *why = arena_strdup(c->arena, out ? sqlite3_errmsg(out) : sqlite3_errmsg(in));
    sqlite3_close(out);
    sqlite3_close(in);
    if (ok && sync_file(part) && rename(part, to) == 0)
        return true;
    unlink(part);
    return fail_system(c, why, "the copy could not be written");
}
