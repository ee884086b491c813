/* Schema steps, and the pool of connections. */
#include <openssl/sha.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/app.h"
#include "core/conf.h"
#include "core/day.h"
#include "core/db_driver.h"

/* ---- steps ---- */

static bool is_word(char ch)
{
    return (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') ||
           ch == '_';
}

/* The PostgreSQL spelling of what a step may say. */
static void put_pg(struct buf *b, const char *line, size_t n)
{
    /* Text compares by bytes, as on SQLite: pages by key are the same on both. */
    static const char *const words[][2] = { { "INTEGER", "BIGINT" },
                                            { "BLOB", "BYTEA" },
                                            { "TEXT", "TEXT COLLATE \"C\"" },
                                            { "STRICT", "" },
                                            { "WITHOUT ROWID", "" } };

    for (size_t i = 0; i < n;) {
        size_t k = 0, len = 0;

        for (; k < COUNT(words); k++) {
            len = strlen(words[k][0]);
            if (n - i >= len && !strncmp(line + i, words[k][0], len) &&
                (i == 0 || !is_word(line[i - 1])) && (i + len == n || !is_word(line[i + len])))
                break;
        }
        if (k == COUNT(words)) {
            buf_put(b, line + i++, 1);
            continue;
        }
        buf_text(b, words[k][1]);
        i += len;
        if (words[k][1][0] == '\0') /* a table option goes with its comma */
            while (i < n && (line[i] == ',' || line[i] == ' '))
                i++;
    }
}

const char *db_dialect(struct arena *a, const char *step, bool pg)
{
    struct buf b = { .arena = a };
    enum { BOTH, LITE, PG } only = BOTH;

    buf_reserve(&b, strlen(step));
    for (const char *s = step; *s;) {
        size_t n = strcspn(s, "\n");

        n += s[n] == '\n';
        if (!strncmp(s, "--! ", 4))
            only = !strncmp(s + 4, "lite", 4) ? LITE : !strncmp(s + 4, "pg", 2) ? PG : BOTH;
        else if (strncmp(s, "--", 2) != 0 && only != (pg ? LITE : PG)) {
            size_t text = n;

            for (size_t i = 0; i + 1 < n; i++) /* a comment behind a column */
                if (s[i] == '-' && s[i + 1] == '-') {
                    text = i;
                    break;
                }
            if (pg)
                put_pg(&b, s, text);
            else
                buf_put(&b, s, text);
            if (text < n)
                buf_text(&b, "\n");
        }
        s += n;
    }
    return buf_str(&b);
}

static const char table[] = "CREATE TABLE IF NOT EXISTS core_step (\n"
                            "    slice TEXT NOT NULL,\n    step INTEGER NOT NULL,\n"
                            "    sha256 TEXT NOT NULL,\n    at INTEGER NOT NULL,\n"
                            "    PRIMARY KEY (slice, step)\n)";
static const struct sql get_step = { "core",
                                     "core_step_get",
                                     "SELECT sha256 FROM core_step WHERE slice = ?1 AND step = ?2",
                                     "SELECT sha256 FROM core_step WHERE slice = $1 AND step = $2",
                                     "ti",
                                     false };
static const struct sql put_step = {
    "core",
    "core_step_put",
    "INSERT INTO core_step (slice, step, sha256, at) VALUES (?1, ?2, ?3, ?4)",
    "INSERT INTO core_step (slice, step, sha256, at) VALUES ($1, $2, $3, $4)",
    "titi",
    false
};

static const char *hash_hex(struct arena *a, const char *text)
{
    unsigned char h[SHA256_DIGEST_LENGTH];
    struct buf b = { .arena = a };

    SHA256((const unsigned char *)text, strlen(text), h);
    for (size_t i = 0; i < sizeof h; i++)
        buf_printf(&b, "%02x", h[i]);
    return buf_str(&b);
}

static bool recorded(struct ctx *c, const char *slice, int64_t step, const char **ret)
{
    struct stmt *s = db_stmt(c, &get_step);
    int64_t n;

    if (!s)
        return false;
    db_bind_text(s, 1, slice);
    db_bind_int(s, 2, step);
    *ret = db_row(s) ? db_text(s, 0) : NULL;
    return db_done(s, &n);
}

static bool record(struct ctx *c, const char *slice, int64_t step, const char *hash)
{
    struct stmt *s = db_stmt(c, &put_step);
    int64_t n;

    if (!s)
        return false;
    db_bind_text(s, 1, slice);
    db_bind_int(s, 2, step);
    db_bind_text(s, 3, hash);
    db_bind_int(s, 4, clock_ms());
    db_row(s);
    return db_done(s, &n);
}

static bool run_text(struct ctx *c, const char *sql)
{
    const char *text = db_dialect(c->arena, sql, db_is_pg(c->db));

    if (c->db->driver->run(c->db, text) == DB_OK)
        return true;
    return fail_system(c, c->db->driver->message(c->db), "could not update the schema");
}

static bool step_forward(struct ctx *c, const char *slice, int64_t step, const char *text)
{
    const char *had = NULL;

    if (!db_begin(c, true))
        return false;
    bool known = recorded(c, slice, step, &had);
    if (known && had) { /* another process was quicker; now that we hold the lock it shows */
        db_rollback(c);
        return true;
    }
    if (known && run_text(c, text) && record(c, slice, step, hash_hex(c->arena, text)) &&
        db_commit(c))
        return true;
    db_rollback(c);
    return false;
}

static bool forward(struct ctx *c, const char *slice, const char *const *steps, size_t n)
{
    const char *had;

    if (!run_text(c, table))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!recorded(c, slice, (int64_t)i + 1, &had))
            return false;
        if (!had && !step_forward(c, slice, (int64_t)i + 1, steps[i]))
            return false;
        if (had && strcmp(had, hash_hex(c->arena, steps[i])) != 0)
            return fail(c, ERR_SYSTEM,
                        "step %d of %s was changed after it was run on this database", (int)i + 1,
                        slice);
    }
    if (!recorded(c, slice, (int64_t)n + 1, &had))
        return false;
    if (had)
        return fail(c, ERR_SYSTEM, "the database was made by a newer program (%s); use that one",
                    slice);
    return true;
}

/* Two nodes that start at once on one PostgreSQL take turns; a step may take its time. */
static const char lock[] = "SET statement_timeout = 0; SET lock_timeout = 0;"
                           "SELECT pg_advisory_lock(7316401)";
static const char unlock[] = "SELECT pg_advisory_unlock(7316401);"
                             "SET statement_timeout = 60000; SET lock_timeout = 10000";

bool db_migrate(struct ctx *c, const char *slice, const char *const *steps, size_t n)
{
    bool pg = db_is_pg(c->db);

    if (pg && !run_text(c, lock))
        return false;
    bool ok = forward(c, slice, steps, n);
    return (!pg || run_text(c, unlock)) && ok;
}

/* ---- pool ---- */

struct db_pool {
    char *url;
    pthread_mutex_t lock;
    struct db *idle[2]; /* readers, writers; newest first, so that caches stay warm */
};

struct db_pool *db_pool_new(const char *url)
{
    struct db_pool *p = calloc(1, sizeof *p);

    ASSERT(p && (p->url = strdup(url)));
    pthread_mutex_init(&p->lock, NULL);
    return p;
}

void db_pool_free(struct db_pool **pp)
{
    struct db_pool *p = *pp;

    if (!p)
        return;
    for (int k = 0; k < 2; k++)
        for (struct db *d = p->idle[k], *next; d; d = next) {
            next = d->next;
            db_close(&d);
        }
    pthread_mutex_destroy(&p->lock);
    free(p->url);
    free(p);
    *pp = NULL;
}

const char *db_pool_url(const struct db_pool *p)
{
    return p->url;
}

/* The one that this thread had last: its pages are in the cache of this core. Else the newest. */
static struct db *take_idle(struct db_pool *p, bool write)
{
    pthread_mutex_lock(&p->lock);
    struct db **at = &p->idle[write], *d;
    while (*at && !pthread_equal((*at)->thread, pthread_self()))
        at = &(*at)->next;
    if (!*at)
        at = &p->idle[write];
    d = *at;
    if (d)
        *at = d->next;
    pthread_mutex_unlock(&p->lock);
    return d;
}

bool db_take(struct ctx *c, bool write)
{
    struct db_pool *p = c->app->db;
    const char *message = NULL;

    struct db *d = take_idle(p, write);
    while (d && !d->driver->alive(d)) {
        db_close(&d);
        d = take_idle(p, write);
    }
    if (!d) {
        bool pg = strncmp(p->url, "postgres", 8) == 0;

        d = (pg ? db_pg_open : db_lite_open)(p->url, !write, &message);
    }
    if (!d)
        return fail_at(c, ERR_BUSY, message, __FILE__, __LINE__,
                       "the database is not available at the moment, so nothing was changed");
    c->db = d;
    return true;
}

void db_give(struct ctx *c)
{
    struct db_pool *p = c->app->db;
    struct db *d = c->db;

    if (!d)
        return;
    db_rollback(c);
    c->db = NULL;
    if (d->lost) {
        db_close(&d);
        return;
    }
    d->thread = pthread_self();
    pthread_mutex_lock(&p->lock);
    d->next = p->idle[!d->readonly];
    p->idle[!d->readonly] = d;
    pthread_mutex_unlock(&p->lock);
}
