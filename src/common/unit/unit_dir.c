/* The directory in memory: sharing it, looking up. */
#include "common/unit/unit_dir.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_gazette.h"
#include "core/app.h"
#include "core/db.h"
#include "core/text.h"
#include "unit_dir_sql.h"

enum { SNAPSHOT_LIMIT = 64 << 20 }; /* 3,400 units take 2 MB; a full history of 20,000 takes 12 */

/* In the app's slot. */
struct holder {
    struct arena *arena;
    pthread_mutex_t lock;  /* taken once a request, for a count */
    pthread_mutex_t order; /* taken while the alphabet, the gazette or heirs are made */
    struct unit_dir *now;
    _Atomic int64_t changes; /* raised before each commit that changes units */
    struct unit_watch watch;
};

/* Tied to the arena of a piece of work. */
struct pin {
    struct unit_dir *dir;
    bool stale; /* this work has changed units itself */
};

static struct holder *holder(struct ctx *c)
{
    return atomic_load(app_slot(c->app, &unit_module));
}

struct unit_watch *unit_watch(struct ctx *c)
{
    return &holder(c)->watch;
}

static void let_go(struct unit_dir *d)
{
    if (d && atomic_fetch_sub(&d->users, 1) == 1) {
        struct arena *a = d->arena;

        arena_free(&a);
    }
}

static void unpin(void *arg)
{
    let_go(((struct pin *)arg)->dir);
}

/* ---- reading ---- */

/* NULL: the reason is in c->err. The caller holds the one count. */
static struct unit_dir *read_dir(struct ctx *c)
{
    struct arena *a = arena_new(SNAPSHOT_LIMIT);
    struct unit_dir *d = NEW(a, struct unit_dir);

    d->arena = a;
    d->changes = atomic_load(&holder(c)->changes);
    atomic_store(&d->users, 1);
    if (unit_dir_read(c, d))
        return d;
    let_go(d);
    return NULL;
}

/* ---- sharing ---- */

static struct unit_dir *take_current(struct holder *k)
{
    pthread_mutex_lock(&k->lock);
    struct unit_dir *d = k->now;
    if (d)
        atomic_fetch_add(&d->users, 1);
    pthread_mutex_unlock(&k->lock);
    return d;
}

/* Makes d the current one, unless a newer one is there. Takes a count of its own. */
static void publish(struct holder *k, struct unit_dir *d)
{
    struct unit_dir *old = d;

    atomic_fetch_add(&d->users, 1);
    pthread_mutex_lock(&k->lock);
    if (!k->now || k->now->revision <= d->revision) {
        old = k->now;
        k->now = d;
    }
    pthread_mutex_unlock(&k->lock);
    let_go(old);
}

static void tie(struct ctx *c, struct unit_dir *d)
{
    struct pin *p = NEW(c->arena, struct pin);

    p->dir = d;
    arena_on_free(c->arena, unpin, p);
}

static struct unit_dir *pinned_again(struct ctx *c, struct pin *p)
{
    struct unit_dir *d = c->db ? read_dir(c) : NULL;

    if (!d)
        return p->dir;
    tie(c, d); /* the old one stays: pointers into it were given out */
    return d;
}

static struct unit_dir *current(struct ctx *c)
{
    struct pin *p = arena_tied(c->arena, unpin);
    struct holder *k;

    if (p)
        return p->stale ? pinned_again(c, p) : p->dir;
    k = holder(c);
    ASSERT(k && k->now); /* unit_dir_start() has run */
    struct unit_dir *d = take_current(k);
    if (c->db && d->changes != atomic_load(&k->changes)) {
        struct unit_dir *fresh = read_dir(c);

        if (fresh) {
            let_go(d);
            d = fresh;
            publish(k, d);
        }
    }
    tie(c, d);
    return d;
}

const struct unit_dir *unit_dir(struct ctx *c)
{
    return current(c);
}

static bool settle_changes(struct ctx *c, const void *items, size_t n)
{
    (void)items, (void)n;
    atomic_fetch_add(&holder(c)->changes, 1);
    return true;
}

void unit_dir_touch(struct ctx *c)
{
    static const struct settle changes = { "unit", 1, settle_changes };
    struct pin *p = arena_tied(c->arena, unpin);

    if (!p) {
        (void)unit_dir(c);
        p = arena_tied(c->arena, unpin);
    }
    p->stale = true;
    ctx_settle(c, &changes, "");
}

bool unit_dir_change(struct ctx *c)
{
    if (!unit_dir_next(c))
        return false;
    unit_dir_touch(c);
    return true;
}

bool unit_reload(struct ctx *c)
{
    struct unit_dir *d = read_dir(c);

    if (!d)
        return false;
    publish(holder(c), d);
    tie(c, d);
    return true;
}

/* Another process may have changed units, or a request may have read just before a
 * commit: one small query a second finds out. */
bool unit_dir_tick(struct ctx *c)
{
    struct holder *k = holder(c);
    struct unit_dir_now_row now;

    if (!unit_dir_now(c, &now))
        return false;
    struct unit_dir *d = take_current(k);
    bool same = d->revision == now.n;
    let_go(d);
    return same || unit_reload(c);
}

bool unit_dir_start(struct ctx *c)
{
    struct arena *a = arena_new(1 << 16);
    struct holder *k = NEW(a, struct holder);

    k->arena = a;
    pthread_mutex_init(&k->lock, NULL);
    pthread_mutex_init(&k->order, NULL);
    atomic_store(app_slot(c->app, &unit_module), k);
    k->now = read_dir(c);
    return k->now != NULL;
}

void unit_dir_stop(struct app *app)
{
    struct holder *k = atomic_exchange(app_slot(app, &unit_module), NULL);

    if (!k)
        return;
    let_go(k->now);
    pthread_mutex_destroy(&k->lock);
    pthread_mutex_destroy(&k->order);
    struct arena *a = k->arena;
    arena_free(&a);
}

struct unit_dir *unit_dir_lock(struct ctx *c)
{
    struct unit_dir *d = current(c);

    pthread_mutex_lock(&holder(c)->order);
    return d;
}

void unit_dir_unlock(struct ctx *c)
{
    pthread_mutex_unlock(&holder(c)->order);
}

/* ---- the alphabet ---- */

static int compare_names(const void *a, const void *b)
{
    const struct unit_as *x = *(const struct unit_as *const *)a;
    const struct unit_as *y = *(const struct unit_as *const *)b;
    int order = text_cmp_vi(x->u.name, y->u.name);

    return order ? order : (x->u.id > y->u.id) - (x->u.id < y->u.id);
}

/* 40 ms for 3,400 units, so not before somebody asks, and then once. */
const struct unit_as *const *unit_dir_order(struct ctx *c)
{
    struct holder *k = holder(c);
    struct unit_dir *d = current(c);

    pthread_mutex_lock(&k->order);
    if (!d->order) {
        d->order = arena_alloc(d->arena, (d->n + 1) * sizeof *d->order);
        for (size_t i = 0; i < d->n; i++)
            d->order[i] = &d->v[i];
        qsort(d->order, d->n, sizeof *d->order, compare_names);
    }
    pthread_mutex_unlock(&k->order);
    return d->order;
}

const struct gazette *unit_gazette(struct ctx *c)
{
    struct holder *k = holder(c);
    struct unit_dir *d = current(c);

    pthread_mutex_lock(&k->order);
    if (!d->gazette)
        d->gazette = unit_gazette_of(d);
    pthread_mutex_unlock(&k->order);
    return d->gazette;
}

/* ---- looking up ---- */

bool unit_dir_valid(const struct unit_as *a, int64_t on)
{
    int64_t until = a->fact_until ? a->fact_until : a->u.until;

    if (on == 0)
        return a->newest && a->u.until == 0;
    return a->fact_from <= on && (until == 0 || on < until);
}

const struct unit *unit_dir_on(const struct unit_dir *d, int64_t id, int64_t on)
{
    const struct unit_as *a = unit_dir_newest(d, id);

    for (; a && a < d->v + d->n && a->u.id == id; a++)
        if (unit_dir_valid(a, on))
            return &a->u;
    return NULL;
}

const struct unit *unit_get(struct ctx *c, int64_t id)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit_as *a = unit_dir_newest(d, id), *end = d->v + d->n;

    while (a && a->fact_from > c->today && a + 1 < end && a[1].u.id == id)
        a++; /* a name that begins later */
    return a ? &a->u : NULL;
}

bool unit_dir_code_on(const struct unit_code_entry *e, int64_t on)
{
    if (on == 0)
        return e->until == 0;
    return e->since <= on && (e->until == 0 || on < e->until);
}

size_t unit_dir_code(const struct unit_dir *d, const char *code)
{
    return unit_dir_hash(code) & d->mask_code;
}

const struct unit_code_entry *unit_dir_code_at(const struct unit_dir *d, size_t at)
{
    uint32_t i = d->by_code[at & d->mask_code];

    return i ? &d->codes[i - 1] : NULL;
}

const struct unit *unit_by_code(struct ctx *c, const char *code, int64_t on)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit_code_entry *e;

    for (size_t at = unit_dir_code(d, code); (e = unit_dir_code_at(d, at)); at++)
        if (strcmp(e->code, code) == 0 && unit_dir_code_on(e, on))
            return unit_dir_on(d, e->unit, on);
    return NULL;
}

int64_t unit_state(struct ctx *c)
{
    return unit_dir(c)->state;
}

int64_t unit_tenant(struct ctx *c, int64_t id)
{
    const struct unit *u = unit_get(c, id);

    return u ? u->tenant : 0;
}

bool unit_is_below(struct ctx *c, int64_t id, int64_t above)
{
    const struct unit_dir *d = unit_dir(c);

    for (int depth = 0; id && depth < 16; depth++) {
        const struct unit_as *a = unit_dir_newest(d, id);

        if (id == above)
            return a != NULL;
        id = a ? a->u.parent : 0;
    }
    return false;
}

size_t unit_path(struct ctx *c, int64_t id, int64_t ret[8])
{
    const struct unit_dir *d = unit_dir(c);
    size_t n = 0;

    for (const struct unit_as *a = unit_dir_newest(d, id); a && n < 8;
         a = unit_dir_newest(d, a->u.parent)) {
        ret[n++] = a->u.id;
        if (a->u.id == a->u.tenant)
            break;
    }
    return n;
}
