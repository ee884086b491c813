/* The queue of writes, the threads that carry them out, and the modules' ticks. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/app.h"
#include "core/day.h"
#include "core/exec.h"
#include "core/log.h"
#include "core/web.h"

enum { TICK_MS = 1000 };

struct exec {
    struct app *app;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct write *first, **last;
    size_t waiting, batch, n_threads;
    bool stopping, ticking;        /* ticking: one thread is at it */
    int64_t next_tick_ms, last_ms; /* last_ms: when a thread last had nothing in hand */
    pthread_t threads[EXEC_PG_THREADS];
    /* SQLite: what is committed waits for the disk, beside the next group. */
    struct db *db;
    struct write *saving, **last_saving;
    size_t unsaved; /* how many: committed, and not told yet */
    pthread_cond_t save;
    bool saved;        /* nothing will come any more */
    int64_t saving_ms; /* since when the saver waits for the disk; 0: it does not */
    pthread_t saver;
};

static int64_t steady_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What is committed while the disk is busy waits for it all the same. So the next group begins when
 * it is as large as what the disk has at hand: two groups take turns, and not many small ones,
 * each of which costs as much again as some writes. */
static bool is_due(const struct exec *e)
{
    return e->first && e->waiting >= e->unsaved;
}

/* Waits for writes or for the next tick. Returns how many writes were taken. */
static size_t take(struct exec *e, struct write **w, bool *ret_tick, bool *ret_end)
{
    size_t n = 0;

    pthread_mutex_lock(&e->lock);
    e->last_ms = steady_ms();
    while (!is_due(e) && !e->stopping && (e->ticking || steady_ms() < e->next_tick_ms)) {
        struct timespec until = { e->next_tick_ms / 1000, e->next_tick_ms % 1000 * 1000000 };

        if (e->ticking)
            pthread_cond_wait(&e->wake, &e->lock);
        else
            pthread_cond_timedwait(&e->wake, &e->lock, &until);
    }
    while (e->first && n < e->batch) {
        w[n++] = e->first;
        e->first = e->first->next;
    }
    if (!e->first)
        e->last = &e->first;
    e->waiting -= n;
    *ret_tick = !e->ticking && !e->stopping && steady_ms() >= e->next_tick_ms;
    *ret_end = n == 0 && e->stopping;
    e->ticking |= *ret_tick;
    pthread_mutex_unlock(&e->lock);
    return n;
}

/* No connection to be had: each write fails by itself, nothing was changed. */
static void refuse(struct write *const *w, size_t n, const struct err *why)
{
    for (size_t i = 0; i < n; i++) {
        w[i]->c->err = (struct err){ 0 };
        fail_at(w[i]->c, ERR_BUSY, why->detail, why->file, why->line,
                "the database is not available at the moment, so nothing was changed");
        w[i]->ok = false;
        w[i]->done(w[i]);
    }
}

static bool run_module(struct ctx *c, void *arg)
{
    const struct module *m = arg;

    return m->tick(c);
}

static void tell_failed_tick(struct write *w)
{
    const struct module *m = w->arg;
    struct buf b = { .arena = w->c->arena };

    if (w->ok || w->c->err.kind == ERR_BUSY || w->c->err.kind == ERR_UNSURE)
        return;
    log_begin(&b, w->c->now_ms);
    buf_printf(&b, " event=tick_failed module=%s", m->name);
    log_text(&b, "why", w->c->err.message ? w->c->err.message : "?");
    log_err(&b, &w->c->err);
    log_line(w->c->app->log, b.p, b.n);
}

static void tick(struct exec *e, struct db *db)
{
    for (size_t i = 0; i < n_modules && !db_is_lost(db); i++) {
        if (!modules[i]->tick)
            continue;
        const void *module = modules[i];
        struct ctx c = app_ctx(e->app, (size_t)256 << 20);
        struct write w = { .c = &c, .run = run_module, .done = tell_failed_tick }, *one = &w;

        memcpy(&w.arg, &module, sizeof module);
        exec_group(e->app, db, &one, 1);
        arena_free(&c.arena);
    }
    pthread_mutex_lock(&e->lock);
    e->ticking = false;
    e->next_tick_ms = steady_ms() + TICK_MS;
    pthread_cond_signal(&e->wake);
    pthread_mutex_unlock(&e->lock);
}

/* ---- the disk ---- */

/* If the disk fails here, nobody can say what it holds: the process stops, and its successor reads
 * what is there. Nothing of it was acknowledged. */
static void *save(void *arg)
{
    struct exec *e = arg;

    pthread_mutex_lock(&e->lock);
    for (;;) {
        while (!e->saving && !e->saved)
            pthread_cond_wait(&e->save, &e->lock);
        struct write *w = e->saving;
        if (!w)
            break;
        e->saving = NULL;
        e->last_saving = &e->saving;
        e->saving_ms = steady_ms();
        struct db *db = e->db;
        pthread_mutex_unlock(&e->lock);
        ASSERT(db_sync(db));
        size_t n = 0;
        for (struct write *next; w; w = next, n++) {
            next = w->next;
            exec_tell(w);
        }
        pthread_mutex_lock(&e->lock);
        e->saving_ms = 0;
        e->unsaved -= n;
        pthread_cond_signal(&e->wake);
    }
    pthread_mutex_unlock(&e->lock);
    return NULL;
}

static void run_group(struct exec *e, struct db *db, struct write *const *w, size_t n)
{
    if (db_is_pg(db)) {
        exec_group(e->app, db, w, n);
        return;
    }
    exec_carry_out(e->app, db, w, n);
    pthread_mutex_lock(&e->lock);
    e->db = db;
    e->unsaved += n;
    for (size_t i = 0; i < n; i++) {
        w[i]->next = NULL;
        *e->last_saving = w[i];
        e->last_saving = &w[i]->next;
    }
    pthread_cond_signal(&e->save);
    pthread_mutex_unlock(&e->lock);
}

/* What the ledger signs is seen by others: it is on disk before it is seen. */
static void run_tick(struct exec *e, struct db *db)
{
    db_sync_when(db, DB_SYNC_COMMIT);
    tick(e, db);
    db_sync_when(db, DB_SYNC_LATER);
}

static void *work(void *arg)
{
    struct exec *e = arg;
    struct write *w[EXEC_BATCH];
    struct ctx c = app_ctx(e->app, 16 << 20); /* holds the connection */
    bool due, end;

    for (size_t n = take(e, w, &due, &end); !end; n = take(e, w, &due, &end)) {
        if (c.db && db_is_lost(c.db))
            db_give(&c);
        c.err = (struct err){ 0 };
        arena_reset(c.arena);
        bool there = c.db != NULL;
        if (!there && (there = db_take(&c, true)))
            db_sync_when(c.db, DB_SYNC_LATER);
        if (!there)
            refuse(w, n, &c.err);
        else if (n)
            run_group(e, c.db, w, n);
        if (due && there) {
            run_tick(e, c.db);
        } else if (due) {
            pthread_mutex_lock(&e->lock);
            e->ticking = false;
            e->next_tick_ms = steady_ms() + TICK_MS;
            pthread_mutex_unlock(&e->lock);
        }
    }
    if (c.db)
        db_sync_when(c.db, DB_SYNC_COMMIT);
    db_give(&c);
    arena_free(&c.arena);
    return NULL;
}

struct exec *exec_start(struct app *app)
{
    struct exec *e = calloc(1, sizeof *e);
    pthread_condattr_t steady;

    ASSERT(e);
    bool pg = strncmp(db_pool_url(app->db), "postgres", 8) == 0;
    e->app = app;
    e->last_ms = steady_ms();
    e->last = &e->first;
    e->last_saving = &e->saving;
    /* SQLite has one writer, so a group shares its commit; PostgreSQL joins the
     * commits of several connections by itself. */
    e->batch = pg ? 1 : EXEC_BATCH;
    e->n_threads = pg ? EXEC_PG_THREADS : 1;
    pthread_mutex_init(&e->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&e->wake, &steady);
    pthread_condattr_destroy(&steady);
    pthread_cond_init(&e->save, NULL);
    ASSERT(pthread_create(&e->saver, NULL, save, e) == 0);
    for (size_t i = 0; i < e->n_threads; i++)
        ASSERT(pthread_create(&e->threads[i], NULL, work, e) == 0);
    return e;
}

void exec_stop(struct exec **pe)
{
    struct exec *e = *pe;

    if (!e)
        return;
    pthread_mutex_lock(&e->lock);
    e->stopping = true;
    pthread_cond_broadcast(&e->wake);
    pthread_mutex_unlock(&e->lock);
    for (size_t i = 0; i < e->n_threads; i++)
        pthread_join(e->threads[i], NULL);
    pthread_mutex_lock(&e->lock);
    e->saved = true;
    pthread_cond_signal(&e->save);
    pthread_mutex_unlock(&e->lock);
    pthread_join(e->saver, NULL);
    pthread_cond_destroy(&e->save);
    pthread_cond_destroy(&e->wake);
    pthread_mutex_destroy(&e->lock);
    free(e);
    *pe = NULL;
}

bool exec_submit(struct exec *e, struct write *w)
{
    pthread_mutex_lock(&e->lock);
    bool ok = !e->stopping && e->waiting < EXEC_QUEUE;
    if (ok) {
        w->next = NULL;
        *e->last = w;
        e->last = &w->next;
        e->waiting++;
        pthread_cond_signal(&e->wake);
    }
    pthread_mutex_unlock(&e->lock);
    return ok;
}

size_t exec_waiting(struct exec *e)
{
    pthread_mutex_lock(&e->lock);
    size_t n = e->waiting;
    pthread_mutex_unlock(&e->lock);
    return n;
}

int64_t exec_quiet_ms(struct exec *e)
{
    pthread_mutex_lock(&e->lock);
    int64_t since = e->saving_ms && e->saving_ms < e->last_ms ? e->saving_ms : e->last_ms;
    int64_t ms = steady_ms() - since;
    pthread_mutex_unlock(&e->lock);
    return ms;
}
