#include <unistd.h>

#include "core/db_driver.h"
#include "core/test.h"
#include "core/test_pg.h"
#include "core/text.h"

/* ---- a small slice of our own ---- */

static const char *const steps[] = { "CREATE TABLE probe (\n"
                                     "    id INTEGER NOT NULL PRIMARY KEY, -- a comment\n"
                                     "    name TEXT NOT NULL CHECK (name <> ''),\n"
                                     "    raw BLOB,\n    UNIQUE (name)\n) STRICT;\n",
                                     "CREATE INDEX probe_by_raw ON probe (raw);\n" };
static const char *const changed[] = { "CREATE TABLE probe (id INTEGER)" };

#define PROBE(name, sql_lite, sql_pg, types, unanswered) \
    static const struct sql name = { "probe", #name, sql_lite, sql_pg, types, unanswered }
PROBE(put, "INSERT INTO probe VALUES (?1, ?2, ?3)", "INSERT INTO probe VALUES ($1, $2, $3)", "itb",
      true);
PROBE(touch, "UPDATE probe SET name = ?2 WHERE id = ?1", "UPDATE probe SET name = $2 WHERE id = $1",
      "it", false);
PROBE(all, "SELECT id, name, raw, id > 1, NULL FROM probe ORDER BY id",
      "SELECT id, name, raw, id > 1, NULL FROM probe ORDER BY id", "", false);
PROBE(count, "SELECT COUNT(*) FROM probe WHERE id <> ?1",
      "SELECT COUNT(*) FROM probe WHERE id <> $1", "i", false);
PROBE(foreign_write, "INSERT INTO core_step VALUES ('x', 1, 'x', 1)",
      "INSERT INTO core_step VALUES ('x', 1, 'x', 1)", "", false);
PROBE(wrong, "SELECT nothing FROM probe", "SELECT nothing FROM probe", "", false);

PROBE(sum, "SELECT SUM(id) FROM probe", "SELECT SUM(id) FROM probe", "", false);

static bool insert(struct ctx *c, int64_t id, const char *name)
{
    struct stmt *s = db_stmt(c, &put);
    int64_t n;

    if (!s)
        return false;
    db_bind_int(s, 1, id);
    db_bind_text(s, 2, name);
    db_bind_blob(s, 3, (struct bytes){ name, name ? strlen(name) : 0 });
    db_row(s);
    return db_done(s, &n);
}

static bool rename_to(struct ctx *c, int64_t id, const char *name, int64_t *ret_n)
{
    struct stmt *s = db_stmt(c, &touch);

    if (!s)
        return false;
    db_bind_int(s, 1, id);
    db_bind_text(s, 2, name);
    db_row(s);
    return db_done(s, ret_n);
}

static int64_t rows(struct ctx *c)
{
    struct stmt *s = db_stmt(c, &count);
    int64_t n, all_rows = -1;

    if (!s)
        return -2;
    db_bind_int(s, 1, -99);
    if (db_row(s))
        all_rows = db_int(s, 0);
    return db_done(s, &n) ? all_rows : -3;
}

static void migrate(struct ctx *c)
{
    CHECK_OK(c, db_migrate(c, "probe", steps, COUNT(steps)));
}

/* ---- statements ---- */

TEST(db_values_come_back_as_they_went_in)
{
    struct buf b = { .arena = c->arena };
    int64_t n = 0;

    migrate(c);
    CHECK_OK(c, insert(c, INT64_MIN, "Đường \"5G\""));
    CHECK_OK(c, insert(c, 2, "b"));
    struct stmt *s = db_stmt(c, &all);
    CHECK(db_row(s));
    CHECK(db_int(s, 0) == INT64_MIN);
    CHECK_STR(db_text(s, 1), "Đường \"5G\"");
    CHECK_INT((long long)db_blob(s, 2).n, strlen("Đường \"5G\""));
    CHECK_INT(db_int(s, 3), 0);
    CHECK(db_null(s, 4));
    CHECK(db_row(s));
    CHECK_INT(db_int(s, 3), 1);
    db_row_canonical(s, 5, &b);
    CHECK_STR(buf_str(&b), "[2,\"b\",\"62\",1,null]");
    CHECK(!db_row(s));
    CHECK_OK(c, db_done(s, &n));
    CHECK_OK(c, rename_to(c, 2, "c", &n));
    CHECK_INT(n, 1);
    CHECK_OK(c, rename_to(c, 3, "c", &n));
    CHECK_INT(n, 0);
}

TEST(db_a_statement_may_be_used_inside_its_own_rows)
{
    int64_t n, seen = 0;

    migrate(c);
    for (int64_t i = 1; i <= 3; i++)
        CHECK_OK(c, insert(c, i, arena_printf(c->arena, "n%d", (int)i)));
    for (int round = 0; round < 2; round++) {
        struct stmt *outer = db_stmt(c, &all);

        while (db_row(outer)) {
            struct stmt *inner = db_stmt(c, &all);

            while (db_row(inner))
                seen += db_int(inner, 0);
            CHECK_OK(c, db_done(inner, &n));
        }
        CHECK_OK(c, db_done(outer, &n));
    }
    CHECK_INT(seen, 36);
}

/* Once the cache of statements grew under an open one, which then wrote into freed memory. */
TEST(db_a_statement_stays_open_while_many_others_are_prepared)
{
    int64_t n;

    migrate(c);
    CHECK_OK(c, insert(c, 1, "a"));
    struct stmt *outer = db_stmt(c, &all);
    CHECK(db_row(outer));
    for (int i = 0; i < 600; i++) {
        struct sql *one = NEW(c->arena, struct sql);

        *one = all;
        struct stmt *s = db_stmt(c, one);
        CHECK(db_row(s));
        CHECK_OK(c, db_done(s, &n));
    }
    CHECK_OK(c, db_done(outer, &n));
    outer = db_stmt(c, &all);
    CHECK(db_row(outer));
    CHECK_OK(c, db_done(outer, &n));
}

/* ---- transactions ---- */

static bool put_two_same(struct ctx *c, void *arg)
{
    (void)arg;
    return insert(c, 1, "same") && insert(c, 2, "same");
}

static bool put_one(struct ctx *c, void *arg)
{
    return insert(c, *(int64_t *)arg, arena_printf(c->arena, "n%d", (int)*(int64_t *)arg));
}

TEST(db_a_broken_rule_leaves_nothing_behind_and_the_next_write_goes_on)
{
    int64_t id = 5;

    migrate(c);
    CHECK(!test_write(c, put_two_same, NULL));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_INT(rows(c), 0);
    CHECK_OK(c, test_write(c, put_one, &id));
    CHECK_INT(rows(c), 1);
}

TEST(db_one_bad_write_of_a_group_does_not_harm_the_others)
{
    int64_t ids[] = { 1, 2, 2, 3 };
    struct write w[4], *all_w[4];
    struct ctx each[4];

    migrate(c);
    for (size_t i = 0; i < COUNT(w); i++) {
        each[i] = *c;
        w[i] = (struct write){ .c = &each[i], .run = put_one, .arg = &ids[i] };
        all_w[i] = &w[i];
    }
    exec_group(c->app, c->db, all_w, COUNT(w));
    CHECK(w[0].ok && w[1].ok && !w[2].ok && w[3].ok);
    CHECK_INT(each[2].err.kind, ERR_CONFLICT);
    CHECK_INT(rows(c), 3);
}

struct tried {
    int64_t id, times;
    bool twice;
};

static bool put_some(struct ctx *c, void *arg)
{
    struct tried *t = arg;

    t->times++;
    if (t->id == 0)
        return fail(c, ERR_INPUT, "nothing is given");
    return put_one(c, &t->id) && (!t->twice || put_one(c, &t->id));
}

static void put_group(struct ctx *c, struct tried *t, size_t n)
{
    struct write *w = arena_alloc(c->arena, n * sizeof *w), **all_w;
    struct ctx *each = arena_alloc(c->arena, n * sizeof *each);

    all_w = arena_alloc(c->arena, n * sizeof(struct write *));
    for (size_t i = 0; i < n; i++) {
        each[i] = *c;
        w[i] = (struct write){ .c = &each[i], .run = put_some, .arg = &t[i] };
        all_w[i] = &w[i];
    }
    exec_group(c->app, c->db, all_w, n);
    for (size_t i = 0; i < n; i++)
        CHECK_INT(w[i].ok, t[i].id != 0 && !t[i].twice);
}

TEST(db_a_write_that_fails_after_its_first_change_takes_only_its_own_back)
{
    struct tried t[] = { { .id = 1 }, { .id = 2, .twice = true }, { .id = 3 } };

    migrate(c);
    put_group(c, t, COUNT(t));
    CHECK_INT(rows(c), 2);
    CHECK_INT(t[0].times, 2);
}

TEST(db_a_write_that_fails_before_its_first_change_costs_the_others_nothing)
{
    struct tried t[] = { { .id = 1 }, { .id = 0 }, { .id = 3 } };

    migrate(c);
    put_group(c, t, COUNT(t));
    CHECK_INT(rows(c), 2);
    CHECK_INT(t[0].times, db_is_pg(c->db) ? 2 : 1); /* it does not say what has changed */
}

TEST(db_a_savepoint_takes_back_only_what_came_after_it)
{
    migrate(c);
    CHECK_OK(c, db_begin(c, true));
    CHECK_OK(c, insert(c, 1, "a"));
    CHECK_OK(c, db_savepoint(c));
    CHECK_OK(c, insert(c, 2, "b"));
    db_rollback_to(c);
    CHECK_OK(c, db_savepoint(c));
    CHECK_OK(c, insert(c, 3, "c"));
    CHECK_OK(c, db_release(c));
    CHECK_OK(c, db_commit(c));
    CHECK_INT(rows(c), 2);
    CHECK_OK(c, db_begin(c, true));
    CHECK_OK(c, insert(c, 9, "z"));
    db_rollback(c);
    CHECK_INT(rows(c), 2);
}

TEST(db_more_writes_than_the_pipeline_holds_all_arrive)
{
    migrate(c);
    CHECK_OK(c, db_begin(c, true));
    for (int64_t i = 1; i <= 1000; i++)
        CHECK_OK(c, insert(c, i, arena_printf(c->arena, "n%d", (int)i)));
    CHECK_INT(rows(c), 1000);
    CHECK_OK(c, db_commit(c));
    CHECK_INT(rows(c), 1000);
}

TEST(db_a_failure_in_the_pipeline_is_known_at_commit_and_then_forgotten)
{
    migrate(c);
    CHECK_OK(c, insert(c, 1, "a"));
    CHECK_OK(c, db_begin(c, true));
    CHECK_OK(c, insert(c, 2, "b"));
    /* SQLite knows at once, PostgreSQL with the commit */
    bool ok = insert(c, 3, "a") && insert(c, 4, "d") && db_commit(c);
    CHECK(!ok);
    CHECK_FAILED(c, ERR_CONFLICT);
    db_rollback(c);
    CHECK_INT(rows(c), 1);
}

/* ---- guards ---- */

/* A pool on the same schema: a file for SQLite, the test's schema on PostgreSQL. */
static const char *pool_url(struct ctx *c)
{
    const char *file = arena_printf(c->arena, "build/probe-%d.db", (int)getpid());

    if (db_is_pg(c->db))
        return test_pg_url();
    unlink(file);
    unlink(arena_printf(c->arena, "%s-wal", file));
    unlink(arena_printf(c->arena, "%s-shm", file));
    return file;
}

TEST(db_readers_of_the_pool_cannot_write)
{
    struct db *had = c->db;
    const char *url = pool_url(c);

    c->app->db = db_pool_new(url);
    CHECK_OK(c, db_take(c, true));
    migrate(c);
    CHECK_OK(c, insert(c, 1, "a"));
    db_give(c);
    CHECK_OK(c, db_take(c, false));
    CHECK_INT(rows(c), 1);
    CHECK(!insert(c, 2, "b"));
    CHECK_FAILED(c, ERR_SYSTEM);
    CHECK_OK(c, db_begin(c, false));
    bool ok = insert(c, 2, "b") && db_commit(c);
    CHECK(!ok);
    CHECK_FAILED(c, ERR_SYSTEM);
    db_rollback(c);
    CHECK_INT(rows(c), 1);
    db_give(c);
    CHECK(!c->db);
    c->db = had;
    if (!db_is_pg(had))
        pool_url(c);
}

PROBE(find_words, "SELECT COUNT(*) FROM probe_search WHERE probe_search MATCH ?1",
      "SELECT COUNT(*) FROM probe_search WHERE words @@ to_tsquery('simple', $1)", "t", false);

/* A reader's first statement on a full-text table was once refused: connecting to it looks
 * like a write to the schema. */
TEST(db_a_reader_that_begins_with_a_full_text_search_is_answered)
{
    static const char *const words[] = {
        "--! lite\nCREATE VIRTUAL TABLE probe_search USING fts5(words, content='')\n"
        "--! pg\nCREATE TABLE probe_search (rowid_ BIGINT PRIMARY KEY, words tsvector)\n--! both\n"
    };
    struct db *had = c->db;
    int64_t n;

    c->app->db = db_pool_new(pool_url(c));
    CHECK_OK(c, db_take(c, true));
    CHECK_OK(c, db_migrate(c, "probe_words", words, 1));
    db_give(c);
    CHECK_OK(c, db_take(c, false));
    struct stmt *s = db_stmt(c, &find_words);
    CHECK(s != NULL);
    if (s) {
        db_bind_text(s, 1, "co");
        CHECK(db_row(s));
        CHECK_INT(db_int(s, 0), 0);
        CHECK_OK(c, db_done(s, &n));
    }
    db_give(c);
    c->db = had;
    if (!db_is_pg(had))
        pool_url(c);
}

PROBE(kill_others, "SELECT 1",
      "SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
      "WHERE application_name = 'lienthong' AND pid <> pg_backend_pid() AND "
      "query NOT LIKE '%SCHEMA%') k",
      "", false);

static void kill_connections(struct ctx *c)
{
    struct stmt *s = db_stmt(c, &kill_others);
    int64_t n;

    CHECK(db_row(s));
    CHECK_OK(c, db_done(s, &n));
}

TEST(db_a_server_that_went_away_is_said_and_the_pool_takes_a_new_connection)
{
    struct db *had = c->db;

    if (!db_is_pg(c->db))
        return; /* SQLite is in the process */
    migrate(c);
    c->app->db = db_pool_new(pool_url(c));
    CHECK_OK(c, db_take(c, true));
    CHECK_OK(c, insert(c, 1, "a"));
    db_give(c);
    c->db = had;
    kill_connections(c); /* idle: nobody notices */
    CHECK_OK(c, db_take(c, true));
    CHECK_INT(rows(c), 1);
    CHECK_OK(c, db_begin(c, true));
    CHECK_OK(c, insert(c, 2, "b"));
    struct db *mine = c->db;
    c->db = had;
    kill_connections(c); /* in the middle of a write: it is gone */
    c->db = mine;
    CHECK(!db_commit(c));
    CHECK_FAILED(c, ERR_UNSURE);
    CHECK(db_is_lost(c->db));
    db_give(c);
    CHECK_OK(c, db_take(c, true));
    CHECK_INT(rows(c), 1);
    db_give(c);
    c->db = had;
}

TEST(db_a_slice_cannot_write_another_ones_tables)
{
    migrate(c);
    if (!db_is_pg(c->db)) { /* the guard is SQLite's authorizer; both run the same texts */
        CHECK(!db_stmt(c, &foreign_write));
        CHECK_FAILED(c, ERR_SYSTEM);
    }
    CHECK(!db_stmt(c, &wrong));
    CHECK_FAILED(c, ERR_SYSTEM);
    if (db_is_pg(c->db)) {
        CHECK(!db_stmt(c, &sum));
        CHECK_HAS(c->err.detail, "needs CAST");
        CHECK_FAILED(c, ERR_SYSTEM);
    }
    CHECK_INT(rows(c), 0);
}

TEST(db_the_nth_statement_can_be_made_to_fail)
{
    migrate(c);
    db_fail_after(c->db, 2);
    CHECK_OK(c, insert(c, 1, "a"));
    CHECK(!insert(c, 2, "b"));
    CHECK_FAILED(c, ERR_SYSTEM);
    CHECK_OK(c, insert(c, 3, "c"));
    CHECK_INT(rows(c), 2);
}

/* ---- schema steps ---- */

TEST(db_schema_steps_run_once_and_only_forward)
{
    migrate(c);
    migrate(c);
    CHECK_OK(c, insert(c, 1, "a"));
    CHECK(!db_migrate(c, "probe", steps, 1));
    CHECK_HAS(c->err.message, "newer program");
    CHECK_FAILED(c, ERR_SYSTEM);
    CHECK(!db_migrate(c, "probe", changed, 1));
    CHECK_HAS(c->err.message, "was changed");
    CHECK_FAILED(c, ERR_SYSTEM);
}

TEST(db_a_schema_step_that_fails_leaves_nothing)
{
    static const char *const broken[] = {
        "CREATE TABLE probe (id INTEGER); CREATE TABLE probe (id INTEGER);"
    };

    CHECK(!db_migrate(c, "probe", broken, 1));
    CHECK_FAILED(c, ERR_SYSTEM);
    migrate(c);
}

TEST(db_schema_text_is_put_into_the_words_of_each_database)
{
    static const char step[] =
        "-- words\n"
        "CREATE TABLE t (id INTEGER, -- a 'word'\n x BLOB, INTEGERS TEXT) "
        "WITHOUT ROWID, STRICT;\n"
        "--! lite\nCREATE VIRTUAL TABLE f;\n--! pg\nCREATE TABLE f (w TSVECTOR);\n"
        "--! both\nCREATE INDEX i ON t (x);\n";

    CHECK_STR(db_dialect(c->arena, step, true),
              "CREATE TABLE t (id BIGINT, \n x BYTEA, INTEGERS TEXT COLLATE \"C\") ;\n"
              "CREATE TABLE f (w TSVECTOR);\nCREATE INDEX i ON t (x);\n");
    CHECK_HAS(db_dialect(c->arena, step, false), "CREATE VIRTUAL TABLE f;");
    CHECK_HAS(db_dialect(c->arena, step, false), "WITHOUT ROWID, STRICT");
    CHECK_HAS_NOT(db_dialect(c->arena, step, false), "TSVECTOR");
}

/* ---- several at once, on PostgreSQL ---- */

struct crossing {
    struct app *app;
    int64_t first, second;
    int failed;
};

static bool rename_both(struct ctx *c, void *arg)
{
    const struct crossing *x = arg;
    const char *name = int_text(c->arena, new_id(c));
    int64_t n;

    return rename_to(c, x->first, arena_printf(c->arena, "a%s", name), &n) &&
           rename_to(c, x->second, arena_printf(c->arena, "b%s", name), &n);
}

static void *cross(void *arg)
{
    struct crossing *x = arg;
    struct ctx c = app_ctx(x->app, 16 << 20);

    for (int i = 0; i < 25; i++) {
        x->failed += !exec_now(&c, rename_both, x);
        c.err = (struct err){ 0 };
    }
    arena_free(&c.arena);
    return NULL;
}

TEST(db_writes_that_lock_each_other_are_done_once_more)
{
    struct crossing x[2] = { { c->app, 1, 2, 0 }, { c->app, 2, 1, 0 } };
    pthread_t thread[2];

    if (!db_is_pg(c->db))
        return; /* SQLite has one writer */
    migrate(c);
    CHECK_OK(c, insert(c, 1, "a"));
    CHECK_OK(c, insert(c, 2, "b"));
    c->app->db = db_pool_new(test_pg_url());
    for (int i = 0; i < 2; i++)
        ASSERT(pthread_create(&thread[i], NULL, cross, &x[i]) == 0);
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    CHECK_INT(x[0].failed + x[1].failed, 0);
}

static void *migrate_too(void *arg)
{
    struct crossing *x = arg;
    struct ctx c = app_ctx(x->app, 16 << 20);

    x->failed = !db_take(&c, true) || !db_migrate(&c, "probe", steps, COUNT(steps));
    db_give(&c);
    arena_free(&c.arena);
    return NULL;
}

TEST(db_nodes_that_start_at_once_take_turns_with_the_schema)
{
    struct crossing x[4] = {
        { c->app, 0, 0, 0 }, { c->app, 0, 0, 0 }, { c->app, 0, 0, 0 }, { c->app, 0, 0, 0 }
    };
    pthread_t thread[COUNT(x)];

    c->app->db = db_pool_new(pool_url(c));
    for (size_t i = 0; i < COUNT(x); i++)
        ASSERT(pthread_create(&thread[i], NULL, migrate_too, &x[i]) == 0);
    for (size_t i = 0; i < COUNT(x); i++)
        pthread_join(thread[i], NULL);
    for (size_t i = 0; i < COUNT(x); i++)
        CHECK_INT(x[i].failed, 0);
    pool_url(c);
}
