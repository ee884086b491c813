#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "core/db_driver.h"
#include "core/test.h"

static sqlite3 *open_file(const char *file, const char *layer)
{
    sqlite3 *h = NULL;

    CHECK_INT(sqlite3_open_v2(file, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, layer), 0);
    CHECK_INT(sqlite3_exec(h,
                           "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                           "PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=10;",
                           NULL, NULL, NULL),
              0);
    return h;
}

static void run(sqlite3 *h, const char *sql)
{
    CHECK_INT(sqlite3_exec(h, sql, NULL, NULL, NULL), 0);
}

static void commit(sqlite3 *h)
{
    db_log_commit(true);
    run(h, "COMMIT");
    db_log_commit(false);
}

static int64_t number(sqlite3 *h, const char *sql)
{
    sqlite3_stmt *s = NULL;
    int64_t n = -1;

    CHECK_INT(sqlite3_prepare_v2(h, sql, -1, &s, NULL), 0);
    if (sqlite3_step(s) == SQLITE_ROW)
        n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return n;
}

/* Of 1 KB each: some hundred pages, more than are held back and more than the
 * cache holds. */
#define MANY(to)                                                                \
    "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < " \
    "3000) INSERT INTO "                                                        \
    "t SELECT i + " to ", randomblob(1000) FROM k;"

TEST(db_what_is_committed_is_in_the_log_for_all_at_once_and_what_is_not_for_nobody)
{
    const char *file = arena_printf(c->arena, "build/log-%d.db", (int)getpid());

    if (db_is_pg(c->db))
        return;
    unlink(file);
    sqlite3 *w = open_file(file, "lienthong"), *r = open_file(file, "unix");
    run(w, "CREATE TABLE t (i INTEGER PRIMARY KEY, x BLOB); CREATE INDEX t_x ON "
           "t (x);");
    run(w, "INSERT INTO t VALUES (1, x'00')");
    CHECK_INT(number(r, "SELECT COUNT(*) FROM t"), 1);
    /* Pages are written before the end, taken back, and written over in place. */
    run(w, "BEGIN; SAVEPOINT a;" MANY("10000") "SAVEPOINT b;" MANY("20000"));
    CHECK_INT(number(w, "SELECT COUNT(*) FROM t"), 6001);
    CHECK_INT(number(r, "SELECT COUNT(*) FROM t"), 1);
    run(w, "ROLLBACK TO b; UPDATE t SET x = randomblob(900) WHERE i % 2 = 0;");
    CHECK_INT(number(r, "SELECT COUNT(*) FROM t"), 1);
    commit(w);
    CHECK_INT(number(r, "SELECT COUNT(*) FROM t"), 3001);
    CHECK_INT(number(r, "SELECT COUNT(*) FROM pragma_integrity_check WHERE "
                        "integrity_check <> 'ok'"),
              0);
    /* All of it in the cache: one COMMIT of some hundred pages. */
    run(w, "PRAGMA cache_size=10000; BEGIN; UPDATE t SET x = randomblob(800);");
    CHECK_INT(number(r, "SELECT MAX(LENGTH(x)) FROM t"), 1000);
    commit(w);
    CHECK_INT(number(r, "SELECT MAX(LENGTH(x)) FROM t"), 800);
    CHECK_INT(number(r, "SELECT COUNT(*) FROM pragma_integrity_check WHERE "
                        "integrity_check <> 'ok'"),
              0);
    run(w, "BEGIN;" MANY("30000") "ROLLBACK; DELETE FROM t WHERE i % 3 = 0;");
    CHECK_INT(number(r, "SELECT COUNT(*) FROM t"), 2001);
    /* As after a crash: only what lies in the files, read by SQLite alone. */
    const char *copy = arena_printf(c->arena, "%s.copy", file);
    run(r, arena_printf(c->arena, "VACUUM INTO '%s'", copy));
    sqlite3 *k = open_file(copy, "unix");
    CHECK_INT(number(k, "SELECT COUNT(*) FROM t"), 2001);
    sqlite3_close(k);
    sqlite3_close(r);
    sqlite3_close(w);
    unlink(file);
    unlink(copy);
    unlink(arena_printf(c->arena, "%s-wal", copy));
    unlink(arena_printf(c->arena, "%s-shm", copy));
}
