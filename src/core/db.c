#include "core/db.h"

#include <openssl/sha.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/app.h"
#include "core/db_driver.h"
#include "core/json.h"
#include "core/tr.h"

struct stmt {
    struct ctx *c;
    struct db *db;
    const struct sql *sql;
    bool cached; /* false: a second use of a statement that is still open */
    void *h;
    enum db_fault fault;
    bool done;
};

static bool fail_fault(struct ctx *c, enum db_fault f, const char *doing, const char *what)
{
    const char *detail = arena_printf(c->arena, "%s: %s", what, c->db->driver->message(c->db));

    if (f == DB_LOST)
        c->db->lost = true;
    if (f == DB_AGAIN)
        c->db->again = true;
    if (f == DB_FULL)
        return fail_at(c, ERR_FULL, detail, __FILE__, __LINE__,
                       "the disk is full, so nothing was changed; reading goes on");
    if (f == DB_BUSY || f == DB_AGAIN || f == DB_LOST)
        return fail_at(c, ERR_BUSY, detail, __FILE__, __LINE__,
                       "the database is not available at the moment, so nothing was changed");
    if (f == DB_RULE)
        return fail_at(c, ERR_CONFLICT, detail, __FILE__, __LINE__,
                       "the record already exists or is in use");
    return fail_system(c, detail, "could not %s", tr(c->lang, doing));
}

bool db_open(struct ctx *c, const char *url, struct db **ret)
{
    const char *message = NULL;
    bool pg = strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0;
    struct db *db = (pg ? db_pg_open : db_lite_open)(url, false, &message);

    if (!db)
        return fail_system(c, message, "could not open the database");
    c->db = *ret = db;
    return true;
}

void db_close(struct db **pdb)
{
    struct db *db = *pdb;

    if (!db)
        return;
    for (size_t i = 0; i < db->cap_cached; i++) {
        if (db->cache[i].h)
            db->driver->finalize(db->cache[i].h);
        free(db->cache[i].stmt);
    }
    free(db->cache);
    db->driver->close(db);
    free(db);
    *pdb = NULL;
}

bool db_is_pg(const struct db *db)
{
    return strcmp(db->driver->name, "sqlite") != 0;
}

bool db_may_again(struct db *db)
{
    return db->again && !db->lost;
}

bool db_is_lost(struct db *db)
{
    return !db->driver->alive(db);
}

/* May a statement be carried out? A reading transaction begins with its first: a request that
 * is answered from memory costs the database nothing. A transaction that the database has ended
 * by itself takes no more: what came now would be saved on its own. */
static enum db_fault ready(struct db *db)
{
    if (db->lost)
        return DB_LOST;
    if (!db->open)
        return DB_OK;
    if (db->begun)
        return db->driver->in_transaction(db) ? DB_OK : DB_FULL;
    db->begun = true;
    return db->driver->run(db, db_is_pg(db) ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                                            : "BEGIN");
}

static bool run(struct ctx *c, const char *constant_sql, const char *doing)
{
    enum db_fault f = ready(c->db);

    if (f == DB_OK)
        f = c->db->driver->run(c->db, constant_sql);

    return f == DB_OK || fail_fault(c, f, doing, constant_sql);
}

bool db_begin(struct ctx *c, bool write)
{
    ASSERT(!c->db->open);
    if (write && !run(c, db_is_pg(c->db) ? "BEGIN" : "BEGIN IMMEDIATE", N_("start")))
        return false;
    c->db->open = true;
    c->db->begun = c->db->write = write;
    c->db->again = false;
    return true;
}

bool db_commit(struct ctx *c)
{
    bool gone = c->db->lost;

    if (!gone && !c->db->begun) { /* nothing was read */
        c->db->open = false;
        return true;
    }
    enum db_fault f = gone ? DB_LOST : c->db->driver->run(c->db, "COMMIT");

    ASSERT(c->db->open);
    if (f == DB_LOST && !gone) { /* the server may or may not have finished it */
        c->db->lost = true;
        return fail_at(c, ERR_UNSURE, c->db->driver->message(c->db), __FILE__, __LINE__,
                       "the database went away while saving; please check whether it was saved");
    }
    if (f != DB_OK)
        return fail_fault(c, f, N_("save the change"), "COMMIT");
    c->db->open = false;
    return true;
}

void db_rollback(struct ctx *c)
{
    /* A failed commit may have rolled back by itself; then this says so, to nobody. */
    if (c->db->open && c->db->begun && !c->db->lost)
        c->db->driver->run(c->db, "ROLLBACK");
    c->db->open = false;
}

bool db_savepoint(struct ctx *c)
{
    return run(c, "SAVEPOINT w", N_("start"));
}

bool db_release(struct ctx *c)
{
    return run(c, "RELEASE SAVEPOINT w", N_("save the change"));
}

void db_rollback_to(struct ctx *c)
{
    if (!c->db->lost)
        c->db->driver->run(c->db, "ROLLBACK TO SAVEPOINT w; RELEASE SAVEPOINT w");
}

void db_sync_when(struct db *db, enum db_sync when)
{
    ASSERT(!db->open);
    db->driver->sync_when(db, when);
}

bool db_sync(struct db *db)
{
    return db->driver->sync(db);
}

int64_t db_changes(struct db *db)
{
    return db->driver->changes(db);
}

void db_fail_after(struct db *db, int n)
{
    db->fail_after = n;
}

/* ---- statements ---- */

static struct cached *find(struct db *db, const struct sql *sql)
{
    if (db->n_cached * 2 >= db->cap_cached) {
        size_t cap = db->cap_cached ? db->cap_cached * 2 : 256;
        struct cached *old = db->cache;

        ASSERT((db->cache = calloc(cap, sizeof *old)) != NULL);
        size_t n = db->cap_cached;
        db->cap_cached = cap;
        for (size_t i = 0; i < n; i++)
            if (old[i].sql)
                *find(db, old[i].sql) = old[i];
        free(old);
    }
    size_t i = ((uintptr_t)sql >> 4) & (db->cap_cached - 1);
    while (db->cache[i].sql && db->cache[i].sql != sql)
        i = (i + 1) & (db->cap_cached - 1);
    return &db->cache[i];
}

static void *prepare(struct ctx *c, const struct sql *sql, enum db_fault *ret)
{
    c->db->slice = sql->slice;
    void *h = c->db->driver->prepare(c->db, sql, ret);
    c->db->slice = NULL;
    return h;
}

static enum db_fault find_prepared(struct ctx *c, const struct sql *sql, struct cached **ret)
{
    struct cached *k = find(c->db, sql);
    enum db_fault f = ready(c->db);

    *ret = k;
    if (f != DB_OK)
        return f;
    if (c->db->fail_after && --c->db->fail_after == 0)
        return DB_OTHER;
    if (!k->h) {
        k->h = prepare(c, sql, &f);
        c->db->n_cached += k->sql == NULL;
        k->sql = sql;
    }
    return f;
}

/* An import opens a hundred thousand: only one inside its own rows takes memory of the work. */
struct stmt *db_stmt(struct ctx *c, const struct sql *sql)
{
    struct stmt opened = { .c = c, .db = c->db, .sql = sql }, *s;
    struct cached *k;

    opened.fault = find_prepared(c, sql, &k);
    opened.cached = !k->busy;
    opened.h = k->h;
    if (opened.fault == DB_OK && k->busy)
        opened.h = prepare(c, sql, &opened.fault);
    if (opened.fault != DB_OK) {
        fail_fault(c, opened.fault, N_("read or change a record"), sql->name);
        return NULL;
    }
    if (opened.cached && !k->stmt)
        ASSERT((k->stmt = calloc(1, sizeof *s)) != NULL);
    s = opened.cached ? k->stmt : NEW(c->arena, struct stmt);
    *s = opened;
    k->busy = true;
    return s;
}

void db_bind_int(struct stmt *s, int i, int64_t v)
{
    s->db->driver->bind(s->h, i, 'i', v, NULL, 0);
}

void db_bind_text(struct stmt *s, int i, const char *v)
{
    s->db->driver->bind(s->h, i, v ? 't' : 0, 0, v, v ? strlen(v) : 0);
}

void db_bind_blob(struct stmt *s, int i, struct bytes v)
{
    s->db->driver->bind(s->h, i, v.p ? 'b' : 0, 0, v.p, v.n);
}

void db_bind(struct stmt *s, const union db_value *v)
{
    for (int i = 0; s->sql->types[i]; i++)
        if (s->sql->types[i] == 'i')
            db_bind_int(s, i + 1, v[i].n);
        else if (s->sql->types[i] == 't')
            db_bind_text(s, i + 1, v[i].text);
        else
            db_bind_blob(s, i + 1, v[i].blob);
}

bool db_row(struct stmt *s)
{
    bool row = s->db->driver->step(s->h, &s->fault);

    s->db->rows += row;
    return row;
}

int64_t db_rows(struct db *db)
{
    int64_t n = db->rows;

    db->rows = 0;
    return n;
}

int64_t db_int(struct stmt *s, int col)
{
    return s->db->driver->integer(s->h, col);
}

bool db_null(struct stmt *s, int col)
{
    int64_t n;
    const void *p;
    size_t len;

    return s->db->driver->column(s->h, col, &n, &p, &len) == 0;
}

const char *db_text(struct stmt *s, int col)
{
    int64_t n;
    const void *p;
    size_t len;

    return s->db->driver->column(s->h, col, &n, &p, &len) ? arena_strndup(s->c->arena, p, len) : "";
}

struct bytes db_blob(struct stmt *s, int col)
{
    int64_t n;
    const void *p;
    size_t len;

    if (!s->db->driver->column(s->h, col, &n, &p, &len))
        return (struct bytes){ 0 };
    return (struct bytes){ arena_strndup(s->c->arena, p, len), len };
}

static void put_canonical(struct buf *out, char type, int64_t n, struct bytes v)
{
    if (type == 'i' && n >= 0 && n < 10) /* most are */
        buf_char(out, (char)('0' + n));
    else if (type == 'i')
        buf_int(out, n);
    else if (type == 't')
        json_string(out, v.p); /* both databases end it with a null byte */
    else if (type == 'b')
        for (size_t k = 0; k <= v.n + 1; k++) /* quote, bytes, quote */
            if (k == 0 || k == v.n + 1)
                buf_put(out, "\"", 1);
            else
                buf_printf(out, "%02x", ((const unsigned char *)v.p)[k - 1]);
    else
        buf_text(out, "null");
}

void db_row_canonical(struct stmt *s, int n_cols, struct buf *out)
{
    for (int i = 0; i < n_cols; i++) {
        struct bytes v = { 0 };
        int64_t n = 0;
        char type = s->db->driver->column(s->h, i, &n, &v.p, &v.n);

        buf_char(out, i ? ',' : '[');
        put_canonical(out, type, n, v);
    }
    buf_char(out, ']');
}

void db_values_canonical(const char *types, const union db_value *v, struct buf *out)
{
    for (size_t i = 0; types[i]; i++) {
        buf_char(out, i ? ',' : '[');
        if (types[i] == 'i')
            put_canonical(out, 'i', v[i].n, (struct bytes){ 0 });
        else if (types[i] == 't')
            put_canonical(out, v[i].text ? 't' : 0, 0, (struct bytes){ v[i].text, 0 });
        else
            put_canonical(out, v[i].blob.p ? 'b' : 0, 0, v[i].blob);
    }
    buf_char(out, ']');
}

bool db_done(struct stmt *s, int64_t *ret_changed)
{
    const char *what = s->sql->name;
    bool ok = s->fault == DB_OK || fail_fault(s->c, s->fault, N_("read or change a record"), what);

    ASSERT(!s->done);
    s->done = true;
    *ret_changed = ok ? s->db->driver->changed(s->h) : 0;
    if (s->cached) {
        s->db->driver->reset(s->h);
        find(s->db, s->sql)->busy = false; /* the cache may have moved since */
    } else {
        s->db->driver->finalize(s->h);
    }
    return ok;
}
