/* A request again and again, each time with another statement failing. */
#include <sqlite3.h>

#include "core/db_driver.h"
#include "core/test.h"

/* ---- everything that is in the database, as one text ---- */

static void put_lite_table(sqlite3 *h, const char *table, struct buf *b)
{
    sqlite3_stmt *s = NULL;

    ASSERT(sqlite3_prepare_v2(h, arena_printf(b->arena, "SELECT * FROM \"%s\"", table), -1, &s,
                              NULL) == SQLITE_OK);
    buf_printf(b, "\n%s", table);
    while (sqlite3_step(s) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const unsigned char *p = sqlite3_column_blob(s, i);

            buf_put(b, i ? "|" : "\n", 1);
            for (int k = 0; k < sqlite3_column_bytes(s, i); k++)
                if (p[k] < ' ')
                    buf_printf(b, "\\x%02x", p[k]);
                else
                    buf_put(b, &p[k], 1);
        }
    sqlite3_finalize(s);
}

static void put_lite(struct ctx *c, struct buf *b)
{
    sqlite3 *h = c->db->conn;
    sqlite3_stmt *s = NULL;

    ASSERT(sqlite3_prepare_v2(h,
                              "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
                              -1, &s, NULL) == SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW)
        put_lite_table(h, (const char *)sqlite3_column_text(s, 0), b);
    sqlite3_finalize(s);
}

static void put_pg(struct ctx *c, struct buf *b)
{
    static const struct sql tables = { "core",
                                       "tables",
                                       "",
                                       "SELECT tablename FROM pg_tables WHERE schemaname = "
                                       "current_schema() ORDER BY tablename",
                                       "",
                                       false };
    struct stmt *s = db_stmt(c, &tables);
    int64_t n;

    while (db_row(s)) {
        const char *name = db_text(s, 0);
        struct sql *one = NEW(c->arena, struct sql);

        *one = (struct sql){
            "core", name,
            "",     arena_printf(c->arena, "SELECT CAST(t AS text) FROM \"%s\" t ORDER BY 1", name),
            "",     false
        };
        struct stmt *rows = db_stmt(c, one);
        buf_printf(b, "\n%s", name);
        while (db_row(rows))
            buf_printf(b, "\n%s", db_text(rows, 0));
        CHECK_OK(c, db_done(rows, &n));
    }
    CHECK_OK(c, db_done(s, &n));
}

const char *test_database(struct ctx *c)
{
    struct buf b = { .arena = c->arena };

    (db_is_pg(c->db) ? put_pg : put_lite)(c, &b);
    return buf_str(&b);
}

/* ---- each statement in turn ---- */

static const char *difference(struct ctx *c, const char *was, const char *is)
{
    size_t n = 0;

    while (was[n] && was[n] == is[n])
        n++;
    while (n && was[n - 1] != '\n')
        n--;
    return arena_printf(c->arena, "%.200s\n --- became ---\n%.200s", was + n, is + n);
}

int test_each_failure(struct ctx *c, const char *caps, enum method m, const char *path)
{
    struct actor who = test_actor(c, caps);

    return test_each_failure_as(c, &who, m, path);
}

int test_each_failure_as(struct ctx *c, const struct actor *who, enum method m, const char *path)
{
    enum { MOST = 1000 };
    const char *was = test_database(c);

    for (int n = 1; n < MOST; n++) {
        struct err none = { 0 };

        c->err = none;
        db_fail_after(c->db, n);
        struct res s = ask_as(c, who, m, path);
        bool all_went = c->db->fail_after > 0;
        db_fail_after(c->db, 0);
        if (all_went)
            return n - 1;
        if (s.status != 500 && s.status != 503)
            test_failed(__FILE__, __LINE__, "%s: statement %d failed, and the answer is %d", path,
                        n, s.status);
        CHECK(s.body.n > 0);
        CHECK_HAS_NOT(s.body.p, "_sql");
        CHECK_HAS_NOT(s.body.p, "SELECT ");
        const char *is = test_database(c);
        if (strcmp(was, is) != 0)
            test_failed(__FILE__, __LINE__, "%s: statement %d failed and left something: %s", path,
                        n, difference(c, was, is));
    }
    test_failed(__FILE__, __LINE__, "%s: more than %d statements", path, (int)MOST);
    return MOST;
}
