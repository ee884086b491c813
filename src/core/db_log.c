/*
 * The write-ahead log of SQLite, written in large pieces.
 *
 * SQLite writes each page of a commit by two calls to the system, its head of 24 bytes and the
 * page: more than a hundred for a group of writes, a sixth of the writer's time. This layer under
 * SQLite holds back the pages of a COMMIT until the one that completes it, and writes them
 * together. Nobody but the connection itself reads pages of an open transaction, and for it they
 * are written first; what is complete is written when SQLite says so, as always.
 *
 * Held back is only, while a COMMIT runs in this thread, a head that continues the log and says
 * that more pages follow (https://sqlite.org/fileformat2.html, 4.1: its bytes 4 to 7 are 0), and
 * the page behind it. Everything else is written at once. What a COMMIT that fails leaves behind
 * is forgotten: once it is rolled back, its place in the log may be another process's. Files
 * other than the log are not touched.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "core/db_driver.h"

/* HOLD: SQLite's layer for Unix writes less than 128 KB at once (3.40, seekAndWriteFd). */
enum { HEAD = 24, HOLD = 120 * 1024 };

struct log {
    sqlite3_file base; /* SQLite's view of it; must come first */
    sqlite3_file *real;
    char *held;
    int n;
    sqlite3_int64 at, end; /* of what is held; of what was written last */
    bool head;             /* a head was written last, in its place */
    bool follows;          /* and it said that more pages follow */
};

static __thread bool committing;
static __thread struct log *holder; /* the log that something of this COMMIT is held back for */

void db_log_commit(bool begins)
{
    committing = begins;
    if (!begins && holder)
        holder->n = 0; /* it failed: else nothing is left */
    holder = NULL;
}

static struct log *log_of(sqlite3_file *f)
{
    return (struct log *)f;
}

static int put_held(struct log *l)
{
    int n = l->n;

    l->n = 0;
    return n ? l->real->pMethods->xWrite(l->real, l->held, n, l->at) : SQLITE_OK;
}

static int hold(struct log *l, const void *p, int n, sqlite3_int64 at)
{
    int rc = l->n + n > HOLD ? put_held(l) : SQLITE_OK;

    if (rc != SQLITE_OK)
        return rc;
    if (!l->held)
        ASSERT((l->held = malloc(HOLD)) != NULL);
    if (l->n == 0)
        l->at = at;
    memcpy(l->held + l->n, p, (size_t)n);
    l->n += n;
    holder = l;
    return SQLITE_OK;
}

static int log_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    static const char none[4];
    struct log *l = log_of(f);
    bool next = at == l->end, page = next && l->head, follows = l->follows;

    l->end = at + n;
    l->head = next && !page && n == HEAD;
    l->follows = l->head && memcmp((const char *)p + 4, none, sizeof none) == 0;
    if (committing && n <= HOLD && (l->head || page)) {
        int rc = hold(l, p, n, at);

        return rc == SQLITE_OK && page && !follows ? put_held(l) : rc;
    }
    int rc = put_held(l);
    return rc == SQLITE_OK ? l->real->pMethods->xWrite(l->real, p, n, at) : rc;
}

static int log_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    struct log *l = log_of(f);
    int rc = put_held(l);

    return rc == SQLITE_OK ? l->real->pMethods->xRead(l->real, p, n, at) : rc;
}

static int log_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    struct log *l = log_of(f);
    int rc = put_held(l);

    return rc == SQLITE_OK ? l->real->pMethods->xTruncate(l->real, size) : rc;
}

static int log_sync(sqlite3_file *f, int how)
{
    struct log *l = log_of(f);
    int rc = put_held(l);

    return rc == SQLITE_OK ? l->real->pMethods->xSync(l->real, how) : rc;
}

static int log_size(sqlite3_file *f, sqlite3_int64 *ret)
{
    struct log *l = log_of(f);
    int rc = put_held(l);

    return rc == SQLITE_OK ? l->real->pMethods->xFileSize(l->real, ret) : rc;
}

/* What is still held belongs to no commit. */
static int log_close(sqlite3_file *f)
{
    struct log *l = log_of(f);

    free(l->held);
    return l->real->pMethods->xClose(l->real);
}

static int log_lock(sqlite3_file *f, int kind)
{
    return log_of(f)->real->pMethods->xLock(log_of(f)->real, kind);
}

static int log_unlock(sqlite3_file *f, int kind)
{
    return log_of(f)->real->pMethods->xUnlock(log_of(f)->real, kind);
}

static int log_reserved(sqlite3_file *f, int *ret)
{
    return log_of(f)->real->pMethods->xCheckReservedLock(log_of(f)->real, ret);
}

static int log_control(sqlite3_file *f, int what, void *arg)
{
    return log_of(f)->real->pMethods->xFileControl(log_of(f)->real, what, arg);
}

static int log_sector(sqlite3_file *f)
{
    return log_of(f)->real->pMethods->xSectorSize(log_of(f)->real);
}

static int log_traits(sqlite3_file *f)
{
    return log_of(f)->real->pMethods->xDeviceCharacteristics(log_of(f)->real);
}

static const sqlite3_io_methods methods = { .iVersion = 1,
                                            .xClose = log_close,
                                            .xRead = log_read,
                                            .xWrite = log_write,
                                            .xTruncate = log_truncate,
                                            .xSync = log_sync,
                                            .xFileSize = log_size,
                                            .xLock = log_lock,
                                            .xUnlock = log_unlock,
                                            .xCheckReservedLock = log_reserved,
                                            .xFileControl = log_control,
                                            .xSectorSize = log_sector,
                                            .xDeviceCharacteristics = log_traits };

/* ---- the layer ---- */

static sqlite3_vfs layer;

static int open_file(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *ret_flags)
{
    struct log *l = log_of(f);
    sqlite3_vfs *below = sqlite3_vfs_find(NULL); /* tests put a full disk there */

    (void)v;
    if (!(flags & SQLITE_OPEN_WAL))
        return below->xOpen(below, name, f, flags, ret_flags);
    *l = (struct log){ .real = (sqlite3_file *)(l + 1) };
    int rc = below->xOpen(below, name, l->real, flags, ret_flags);
    if (l->real->pMethods)
        l->base.pMethods = &methods;
    return rc;
}

void db_log_register(void)
{
    const sqlite3_vfs *below = sqlite3_vfs_find(NULL);

    ASSERT(below);
    layer = *below;
    layer.zName = "lienthong";
    layer.szOsFile = below->szOsFile + (int)sizeof(struct log);
    layer.xOpen = open_file;
    ASSERT(sqlite3_vfs_register(&layer, 0) == SQLITE_OK);
}

void *db_log_below(void *file)
{
    struct log *l = file;

    return l && l->base.pMethods == &methods ? l->real : file;
}
