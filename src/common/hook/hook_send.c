/*
 * Sending: the tick takes what is due, threads of this slice send it, the next tick notes what
 * came of it. The threads touch no database; the executor waits for none of them.
 */
#include <pthread.h>
#include <string.h>

#include "common/hook/hook_own.h"
#include "core/app.h"
#include "core/conf.h"
#include "core/db.h"
#include "core/fetch.h"
#include "core/pool.h"
#include "hook_send_sql.h"

/* No more are on their way than there are threads, so none waits for one: the lease outlives
 * each attempt, and a message that a killed process had taken goes out again soon. */
enum { THREADS = 8, TIMEOUT_MS = 10000, LEASE_MS = 30000, PARCEL = 4 << 20 };
static const int64_t keep_ms = (int64_t)90 * 24 * 3600 * 1000;

/* Seconds until the next attempt; after the last the hook stops: one and a half days. */
static const int64_t pauses[] = { 5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 28800, 28800 };

/* In the app's slot. */
struct sender {
    struct arena *arena;
    pthread_mutex_t lock;
    struct pool *pool; /* from the first message on */
    struct parcel *flying, *back;
    _Atomic bool stopping;
};

struct parcel {
    struct job job;
    struct parcel *next; /* of flying or back */
    struct arena *arena;
    struct sender *sender;
    int64_t id, hook, attempts;
    bool local;
    const char *url, *body, *headers[4];
    struct fetched got;
};

static struct sender *sender(struct ctx *c)
{
    return atomic_load(app_slot(c->app, &hook_module));
}

/* ---- in a thread of its own ---- */

static void take_out(struct parcel **at, const struct parcel *p)
{
    while (*at && *at != p)
        at = &(*at)->next;
    ASSERT(*at);
    *at = p->next;
}

static void send(struct job *j)
{
    struct parcel *p = (struct parcel *)(void *)((char *)j - offsetof(struct parcel, job));
    struct sender *s = p->sender;
    struct fetch f = { .url = p->url,
                       .type = "application/json",
                       .body = { p->body, strlen(p->body) },
                       .headers = p->headers,
                       .timeout_ms = TIMEOUT_MS,
                       .local = p->local,
                       .stopped = &s->stopping };

    if (!atomic_load(&s->stopping))
        fetch_post(p->arena, &f, &p->got);
    pthread_mutex_lock(&s->lock);
    take_out(&s->flying, p);
    p->next = s->back;
    s->back = p;
    pthread_mutex_unlock(&s->lock);
}

/* ---- what came of it ---- */

static bool is_taken(const struct parcel *p)
{
    return p->got.status >= 200 && p->got.status < 300;
}

static bool note(struct ctx *c, const struct parcel *p)
{
    bool taken = is_taken(p), last = p->attempts >= (int64_t)COUNT(pauses);
    int64_t due = taken || last ? 0 : c->now_ms + pauses[p->attempts] * 1000;
    const char *why =
        *p->got.fault ? p->got.fault : arena_printf(c->arena, "HTTP %d", p->got.status);

    if (!hook_send_note(c, p->id, taken ? "sent" : "waiting", p->attempts + 1, due, c->now_ms,
                        p->got.status, p->got.fault))
        return false;
    if (taken)
        return hook_send_clean(c, c->now_ms - keep_ms);
    /* 410: the receiver says that it wants no more. */
    return (!last && p->got.status != 410) || hook_stop_for(c, p->hook, why);
}

/* The parcels that have come back are noted, and gone with the arena of each. A crash in between
 * leaves them waiting: they are sent again when their lease is over. */
static bool note_all(struct ctx *c, struct sender *s)
{
    bool ok = true;

    pthread_mutex_lock(&s->lock);
    struct parcel *p = s->back;
    s->back = NULL;
    pthread_mutex_unlock(&s->lock);
    while (p) {
        struct arena *a = p->arena;
        struct parcel *next = p->next;

        ok = ok && note(c, p);
        arena_free(&a);
        p = next;
    }
    return ok;
}

/* ---- what is due ---- */

/* One message of a hook at a time, and a thread for each. */
static bool has_room(struct sender *s, int64_t hook)
{
    bool found = false;
    size_t n = 0;

    pthread_mutex_lock(&s->lock);
    for (const struct parcel *p = s->flying; p; p = p->next, n++)
        found = found || p->hook == hook;
    pthread_mutex_unlock(&s->lock);
    return !found && n < THREADS;
}

static bool pack(struct ctx *c, const struct hook_send_due_row *r, struct parcel **ret)
{
    const char *id = arena_printf(c->arena, "msg_%lld", (long long)r->id), *signature;
    int64_t at = c->now_ms / 1000;

    if (!hook_sign(c, r->hook, r->secret_no,
                   arena_printf(c->arena, "%s.%lld.%s", id, (long long)at, r->body), &signature))
        return false;
    struct arena *a = arena_new(PARCEL + strlen(r->body));
    struct parcel *p = NEW(a, struct parcel);

    *p = (struct parcel){ .job = { .run = send },
                          .arena = a,
                          .sender = sender(c),
                          .id = r->id,
                          .hook = r->hook,
                          .attempts = r->attempts,
                          .local = c->app->conf->hooks_local,
                          .url = arena_strdup(a, r->url),
                          .body = arena_strdup(a, r->body),
                          .got = { 0, "" } };
    p->headers[0] = arena_printf(a, "webhook-id: %s", id);
    p->headers[1] = arena_printf(a, "webhook-timestamp: %lld", (long long)at);
    p->headers[2] = arena_printf(a, "webhook-signature: %s", signature);
    *ret = p;
    return true;
}

static void hand_over(struct sender *s, struct parcel *p)
{
    if (!s->pool)
        s->pool = pool_start(THREADS, THREADS);
    pthread_mutex_lock(&s->lock);
    p->next = s->flying;
    s->flying = p;
    pthread_mutex_unlock(&s->lock);
    if (pool_submit(s->pool, &p->job))
        return;
    pthread_mutex_lock(&s->lock);
    take_out(&s->flying, p);
    pthread_mutex_unlock(&s->lock);
    struct arena *a = p->arena; /* it is due again when its lease is over */
    arena_free(&a);
}

/* Several processes may serve one database: whose lease stands, sends. */
static bool claim(struct ctx *c, const struct hook_send_due_row *r, bool *ret_mine)
{
    struct hook_send_mine_row mine;
    int64_t until = c->now_ms + LEASE_MS;

    return hook_send_claim(c, r->id, r->due_at, until) &&
           hook_send_mine(c, r->id, until, &mine, ret_mine);
}

bool hook_send_tick(struct ctx *c)
{
    struct sender *s = sender(c);
    hook_send_due_rows due = { 0 };

    if (!note_all(c, s) || !hook_send_due(c, c->now_ms, &due))
        return false;
    for (size_t i = 0; i < due.n; i++) {
        struct parcel *p;
        bool mine;

        if (!has_room(s, due.v[i].hook))
            continue;
        if (!claim(c, &due.v[i], &mine))
            return false;
        if (!mine)
            continue;
        if (!pack(c, &due.v[i], &p))
            return false;
        hand_over(s, p);
    }
    return true;
}

/* ---- the process ---- */

bool hook_send_start(struct ctx *c)
{
    struct arena *a = arena_new(1 << 16);
    struct sender *s = NEW(a, struct sender);

    s->arena = a;
    pthread_mutex_init(&s->lock, NULL);
    atomic_store(app_slot(c->app, &hook_module), s);
    return true;
}

void hook_send_stop(struct app *app)
{
    struct sender *s = atomic_exchange(app_slot(app, &hook_module), NULL);

    if (!s)
        return;
    atomic_store(&s->stopping, true);
    pool_stop(&s->pool);
    for (struct parcel *p = s->back, *next; p; p = next) {
        struct arena *a = p->arena;

        next = p->next;
        arena_free(&a);
    }
    pthread_mutex_destroy(&s->lock);
    struct arena *a = s->arena;
    arena_free(&a);
}
