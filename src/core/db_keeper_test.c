#include <sys/stat.h>
#include <unistd.h>

#include "core/db_driver.h"
#include "core/test.h"

static const char *const steps[] = {
    "CREATE TABLE probe (id INTEGER NOT NULL PRIMARY KEY, x TEXT);"
};
static const struct sql put = { "probe", "probe_put", "INSERT INTO probe VALUES (?1, ?2)",
                                "",      "it",        true };
static const struct sql get = { "probe", "probe_get", "SELECT COUNT(*) FROM probe", "", "", false };

static void put_rows(struct ctx *c, int64_t from, int64_t n)
{
    static char text[40000]; /* ten pages */
    int64_t changed;

    memset(text, 'x', sizeof text - 1);
    for (int64_t i = from; i < from + n; i++) {
        struct stmt *s = db_stmt(c, &put);

        db_bind_int(s, 1, i);
        db_bind_text(s, 2, text);
        db_row(s);
        CHECK_OK(c, db_done(s, &changed));
    }
}

static int64_t count_rows(struct ctx *c)
{
    struct stmt *s = db_stmt(c, &get);
    int64_t changed, n = db_row(s) ? db_int(s, 0) : -1;

    CHECK_OK(c, db_done(s, &changed));
    return n;
}

static int64_t file_pages(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? st.st_size / 4096 : 0;
}

TEST(db_the_log_stays_short_and_a_long_reader_lengthens_it_only_for_its_time)
{
    const char *file = arena_printf(c->arena, "build/keeper-%d.db", (int)getpid()), *message;
    const char *log = arena_printf(c->arena, "%s-wal", file);
    struct ctx reader = *c;

    if (db_is_pg(c->db))
        return;
    struct db *had = c->db;
    unlink(file);
    CHECK_OK(c, db_open(c, file, &c->db));
    CHECK_OK(c, db_migrate(c, "probe", steps, 1));
    c->db->keeper->step = 100;
    c->db->keeper->longest = c->db->keeper->try_at = 500;
    put_rows(c, 1, 400);
    CHECK(file_pages(log) < 1000); /* 4,000 pages were written */
    reader.db = db_lite_open(file, true, &message);
    CHECK_OK(&reader, db_begin(&reader, false));
    CHECK_INT(count_rows(&reader), 400);
    put_rows(c, 1000, 100);
    CHECK_INT(count_rows(&reader), 400); /* its own moment */
    int64_t longest = file_pages(log);
    db_rollback(&reader);
    c->db->keeper->try_at = 500; /* not some thousand pages later */
    put_rows(c, 2000, 300);
    CHECK(file_pages(log) <= longest + 600);
    CHECK_INT(count_rows(&reader), 800);
    db_close(&reader.db);
    CHECK_INT(count_rows(c), 800);
    db_close(&c->db);
    CHECK_INT(file_pages(log), 0);
    unlink(file);
    c->db = had;
}

/* Once the thread's connection did not know that there is a log, and folded nothing. */
TEST(db_the_log_is_folded_back_beside_the_writer)
{
    const char *file = arena_printf(c->arena, "build/keeper-%d.db", (int)getpid());

    if (db_is_pg(c->db))
        return;
    struct db *had = c->db;
    unlink(file);
    CHECK_OK(c, db_open(c, file, &c->db));
    CHECK_OK(c, db_migrate(c, "probe", steps, 1));
    c->db->keeper->step = 100; /* and never begun anew by the writer */
    put_rows(c, 1, 200);
    int64_t until = clock_ms() + 20000;
    while (file_pages(file) < 500 && clock_ms() < until)
        put_rows(c, new_id(c), 1);
    CHECK(file_pages(file) >= 500);
    db_close(&c->db);
    unlink(file);
    c->db = had;
}
