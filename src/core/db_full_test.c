/* The disk is full from the nth write to it on: SQLite on a file system that refuses. */
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/app.h"
#include "core/cli.h"
#include "core/conf.h"
#include "core/db_driver.h"
#include "core/test.h"

/* ---- SQLite's own file system, but each write and growth may be refused ---- */

static int until_full; /* so many more go well; -1: all */
static bool once;      /* refuse one only: somebody makes room just then */
static bool was_full;
static _Atomic int synced; /* how often something was brought to the disk */
static struct disk {       /* the main file and the log have different methods */
    const sqlite3_io_methods *real;
    sqlite3_io_methods shim;
} disks[4];
static sqlite3_vfs vfs;

static bool is_full(void)
{
    if (until_full > 0)
        until_full--;
    bool full = until_full == 0;
    was_full |= full;
    if (full && once)
        until_full = -1;
    return full;
}

static struct disk *disk_of(const sqlite3_file *f)
{
    for (size_t i = 0; i < COUNT(disks); i++)
        if (f->pMethods == &disks[i].shim || f->pMethods == disks[i].real || !disks[i].real)
            return &disks[i];
    ASSERT(!"more kinds of files");
    return NULL;
}

static int refuse_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    return is_full() ? SQLITE_FULL : disk_of(f)->real->xWrite(f, p, n, at);
}

static int count_sync(sqlite3_file *f, int flags)
{
    synced++;
    return disk_of(f)->real->xSync(f, flags);
}

static int refuse_shm(sqlite3_file *f, int region, int size, int extend, void volatile **ret)
{
    return extend && is_full() ? SQLITE_IOERR_SHMSIZE
                               : disk_of(f)->real->xShmMap(f, region, size, extend, ret);
}

static int open_shim(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *ret)
{
    sqlite3_vfs *unix_vfs = v->pAppData;
    int rc = unix_vfs->xOpen(unix_vfs, name, f, flags, ret);

    if (rc == SQLITE_OK && f->pMethods) {
        struct disk *d = disk_of(f);

        d->real = f->pMethods;
        d->shim = *d->real;
        d->shim.xWrite = refuse_write;
        d->shim.xSync = count_sync;
        if (d->real->xShmMap)
            d->shim.xShmMap = refuse_shm;
        f->pMethods = &d->shim;
    }
    return rc;
}

static void shim_begin(void)
{
    sqlite3_vfs *unix_vfs = sqlite3_vfs_find("unix");

    vfs = *unix_vfs;
    vfs.zName = "full";
    vfs.pAppData = unix_vfs;
    vfs.xOpen = open_shim;
    until_full = -1;
    sqlite3_vfs_register(&vfs, 1);
}

static void shim_end(void)
{
    sqlite3_vfs_unregister(&vfs);
    sqlite3_vfs_register(sqlite3_vfs_find("unix"), 1);
}

/* ---- writes of a row each, and what they gather: how many there are ---- */

static const char *const steps[] = {
    "CREATE TABLE probe (id INTEGER NOT NULL PRIMARY KEY, x TEXT);"
    "CREATE TABLE probe_tally (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);"
    "INSERT INTO probe_tally VALUES (1, 0);"
};
static const struct sql put = { "probe", "probe_put", "INSERT INTO probe VALUES (?1, ?2)",
                                "",      "it",        true };
static const struct sql add = { "probe", "probe_add", "UPDATE probe_tally SET n = n + ?1",
                                "",      "i",         true };
static const struct sql sums = {
    "probe",
    "probe_sums",
    "SELECT (SELECT COUNT(*) FROM probe), (SELECT n FROM probe_tally), "
    "(SELECT COALESCE(SUM(id), 0) FROM probe)",
    "",
    "",
    false
};

static bool run_add(struct ctx *c, const void *items, size_t n)
{
    struct stmt *s = db_stmt(c, &add);
    int64_t changed;

    (void)items;
    if (!s)
        return false;
    db_bind_int(s, 1, (int64_t)n);
    db_row(s);
    return db_done(s, &changed);
}

static const struct settle tally = { "probe_tally", sizeof(int), run_add };

static bool put_row(struct ctx *c, void *arg)
{
    static char long_text[60000]; /* more than the cache of pages, so that the log grows before the
                                     commit */
    struct stmt *s = db_stmt(c, &put);
    int64_t changed;

    if (!s)
        return false;
    memset(long_text, 'x', sizeof long_text - 1);
    db_bind_int(s, 1, *(int64_t *)arg);
    db_bind_text(s, 2, long_text);
    db_row(s);
    if (!db_done(s, &changed))
        return false;
    ctx_settle(c, &tally, &(int){ 1 });
    return true;
}

enum { WRITES = 4 };

/* Runs a group of rows; returns the sum of the ids of those that were acknowledged. */
static int64_t run_group(struct ctx *c, int64_t first, int64_t *ret_n)
{
    struct write w[WRITES], *all[WRITES];
    struct ctx each[WRITES];
    int64_t id[WRITES], sum = 0;

    for (size_t i = 0; i < WRITES; i++) {
        each[i] = *c;
        id[i] = first + (int64_t)i;
        w[i] = (struct write){ .c = &each[i], .run = put_row, .arg = &id[i] };
        all[i] = &w[i];
    }
    exec_group(c->app, c->db, all, WRITES);
    for (size_t i = 0; i < WRITES; i++) {
        sum += w[i].ok ? id[i] : 0;
        *ret_n += w[i].ok;
        if (!w[i].ok && each[i].err.kind != ERR_FULL)
            test_failed(__FILE__, __LINE__, "a full disk is said to be: %s (%s)",
                        each[i].err.message, each[i].err.detail);
    }
    return sum;
}

static void check_rows(struct ctx *c, int at, int64_t n, int64_t sum)
{
    struct stmt *s = db_stmt(c, &sums);
    int64_t changed;

    CHECK(s && db_row(s));
    if (db_int(s, 0) != n || db_int(s, 1) != n || db_int(s, 2) != sum)
        test_failed(__FILE__, __LINE__,
                    "full at %d: %d rows and a tally of %d, but %d were acknowledged", at,
                    (int)db_int(s, 0), (int)db_int(s, 1), (int)n);
    CHECK_OK(c, db_done(s, &changed));
}

/* Full from the nth write on, then room again. true: it was full at all. */
static bool fill(struct ctx *c, const char *file, int at)
{
    int64_t n = 0, sum = 0;

    unlink(file);
    unlink(arena_printf(c->arena, "%s-wal", file));
    unlink(arena_printf(c->arena, "%s-shm", file));
    CHECK_OK(c, db_open(c, file, &c->db));
    CHECK_OK(c, db_migrate(c, "probe", steps, 1));
    CHECK(c->db->driver->run(c->db, "PRAGMA cache_size = 10") == DB_OK);
    was_full = false;
    until_full = at;
    sum += run_group(c, 1, &n);
    bool ret = was_full;
    check_rows(c, at, n, sum); /* reading goes on */
    until_full = -1;
    int64_t before = n;
    sum += run_group(c, 100, &n); /* and writing resumes by itself */
    CHECK_INT(n, before + WRITES);
    check_rows(c, at, n, sum);
    db_close(&c->db);
    CHECK_OK(c, db_open(c, file, &c->db)); /* the same after a restart */
    check_rows(c, at, n, sum);
    db_close(&c->db);
    return ret;
}

static void fill_at_each_place(struct ctx *c)
{
    struct db *had = c->db;
    const char *file = arena_printf(c->arena, "build/full-%d.db", (int)getpid());
    int at = 1;

    shim_begin();
    while (fill(c, file, at) && at < 300)
        at++;
    shim_end();
    CHECK(at > 50 && at < 300);
    unlink(file);
    c->db = had;
}

TEST(db_on_a_full_disk_nothing_is_half_written_and_writing_resumes)
{
    if (db_is_pg(c->db))
        return; /* the server's disk is the server's */
    once = false;
    fill_at_each_place(c);
}

/* ---- what is acknowledged is on the disk ---- */

static struct ctx probe_begin(struct ctx *c, struct conf *conf)
{
    char *folder = arena_alloc(c->arena, 64);
    struct ctx own;

    snprintf(folder, 64, "build/sync-test-%d", (int)getpid());
    CHECK(mkdir(folder, 0700) == 0);
    shim_begin();
    *conf = (struct conf){ .data = folder, .db = "", .public_url = "", .today = "2025-08-28" };
    own = app_ctx(app_new(conf), (size_t)256 << 20);
    CHECK_OK(&own, cli_open(&own));
    CHECK_OK(&own, db_migrate(&own, "probe", steps, 1));
    return own;
}

static void probe_end(struct ctx *own)
{
    static const char *const files[] = { "lienthong.db", "lienthong.db-wal", "lienthong.db-shm",
                                         "ledger.key" };
    char folder[64], name[128];

    snprintf(folder, sizeof folder, "%s", own->app->conf->data);
    db_give(own);
    arena_free(&own->arena);
    app_free(&own->app);
    shim_end();
    for (size_t i = 0; i < COUNT(files); i++) {
        snprintf(name, sizeof name, "%s/%s", folder, files[i]);
        unlink(name);
    }
    CHECK_INT(rmdir(folder), 0);
}

TEST(db_a_commit_is_on_the_disk_when_it_was_said)
{
    struct conf conf;
    struct ctx own = probe_begin(c, &conf);
    int64_t n = 0;
    int before = synced;

    run_group(&own, 1, &n);
    CHECK(synced > before);
    db_sync_when(own.db, DB_SYNC_LATER);
    before = synced;
    run_group(&own, 10, &n);
    CHECK_INT(synced, before);
    CHECK(db_sync(own.db));
    CHECK_INT(synced, before + 1);
    db_sync_when(own.db, DB_SYNC_NEVER);
    before = synced;
    run_group(&own, 20, &n);
    CHECK_INT(synced, before);
    db_sync_when(own.db, DB_SYNC_COMMIT);
    before = synced;
    run_group(&own, 30, &n);
    CHECK(synced > before);
    CHECK_INT(n, 4 * WRITES);
    probe_end(&own);
}

struct told {
    int64_t id;
    int before;        /* syncs when it ran */
    _Atomic int after; /* and when it was told; 0: it was not */
};

static bool run_told(struct ctx *c, void *arg)
{
    struct told *t = arg;

    t->before = synced;
    return put_row(c, &t->id);
}

static void tell_told(struct write *w)
{
    struct told *t = w->arg;

    t->after = w->ok ? synced : -1;
}

TEST(db_the_threads_tell_of_a_write_when_it_is_on_the_disk)
{
    enum { N = 40 };
    struct conf conf;
    struct ctx own = probe_begin(c, &conf);
    struct ctx *each = arena_alloc(c->arena, N * sizeof *each);
    struct told t[N] = { 0 };
    struct write w[N];
    struct exec *e;

    db_give(&own);
    e = exec_start(own.app);
    for (int i = 0; i < N; i++) {
        each[i] = app_ctx(own.app, (size_t)1 << 20);
        t[i].id = i + 1;
        w[i] = (struct write){ .c = &each[i], .run = run_told, .done = tell_told, .arg = &t[i] };
        CHECK(exec_submit(e, &w[i]));
    }
    exec_stop(&e); /* finishes what waits */
    for (int i = 0; i < N; i++) {
        CHECK(t[i].after > t[i].before);
        arena_free(&each[i].arena);
    }
    CHECK_OK(&own, db_take(&own, true));
    check_rows(&own, 0, N, N * (N + 1) / 2);
    probe_end(&own);
}

/* SQLite ends the whole transaction by itself when there is no room in the middle of a statement;
 * once the next write of the group then went on outside of any transaction. */
TEST(db_a_disk_that_is_full_for_a_moment_harms_no_write_but_its_own)
{
    if (db_is_pg(c->db))
        return;
    once = true;
    fill_at_each_place(c);
    once = false;
}
