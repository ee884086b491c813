/* The directory in memory: reading it, sharing it, looking up. */
#include "common/unit/unit_dir.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/app.h"
#include "core/db.h"
#include "core/text.h"
#include "unit_dir_sql.h"

enum { SNAPSHOT_LIMIT = 64 << 20 }; /* 3,400 units take 2 MB; a full history of 20,000 takes 12 */

/* In the app's slot. */
struct holder {
    struct arena *arena;
    pthread_mutex_t lock;  /* taken once a request, for a count */
    pthread_mutex_t order; /* taken while the alphabet is made */
    struct unit_dir *now;
    _Atomic int64_t changes; /* raised before each commit that changes units */
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

static size_t mask_for(size_t n)
{
    size_t size = 16;

    while (size < n * 2)
        size *= 2;
    return size - 1;
}

static size_t hash_id(int64_t id)
{
    uint64_t x = (uint64_t)id * 0x9e3779b97f4a7c15u;

    return (size_t)(x >> 20);
}

static size_t hash_text(const char *s)
{
    uint64_t x = 0xcbf29ce484222325u; /* FNV-1a */

    for (; *s; s++)
        x = (x ^ (unsigned char)*s) * 0x100000001b3u;
    return (size_t)(x ^ (x >> 29));
}

static void index_ids(struct unit_dir *d)
{
    d->mask_id = mask_for(d->n);
    d->by_id = arena_alloc(d->arena, (d->mask_id + 1) * sizeof *d->by_id);
    for (size_t i = 0; i < d->n; i++) {
        size_t h = hash_id(d->v[i].u.id) & d->mask_id;

        if (!d->v[i].newest)
            continue;
        while (d->by_id[h])
            h = (h + 1) & d->mask_id;
        d->by_id[h] = (uint32_t)i + 1;
    }
}

static const struct unit_as *newest(const struct unit_dir *d, int64_t id)
{
    for (size_t h = hash_id(id) & d->mask_id; d->by_id[h]; h = (h + 1) & d->mask_id)
        if (d->v[d->by_id[h] - 1].u.id == id)
            return &d->v[d->by_id[h] - 1];
    return NULL;
}

static void index_codes(struct unit_dir *d)
{
    d->mask_code = mask_for(d->n_codes);
    d->by_code = arena_alloc(d->arena, (d->mask_code + 1) * sizeof *d->by_code);
    for (size_t i = 0; i < d->n_codes; i++) {
        size_t h = hash_text(d->codes[i].code) & d->mask_code;

        while (d->by_code[h])
            h = (h + 1) & d->mask_code;
        d->by_code[h] = (uint32_t)i + 1;
    }
}

static void take_facts(struct unit_dir *d, const struct unit_dir_facts_row *r, size_t n)
{
    d->v = arena_alloc(d->arena, (n + 1) * sizeof *d->v);
    d->n = n;
    for (size_t i = 0; i < n; i++) {
        bool first = i == 0 || r[i - 1].id != r[i].id;

        d->v[i] = (struct unit_as){
            .u = { .id = r[i].id,
                   .parent = r[i].parent,
                   .tenant = r[i].tenant,
                   .system = "",
                   .code = "",
                   .short_code = r[i].short_code,
                   .kind = r[i].kind,
                   .name = r[i].name,
                   .name_en = r[i].name_en,
                   .name_de = r[i].name_de,
                   .from = r[i].since,
                   .until = r[i].until,
                   .successor = r[i].successor },
            .fact_from = r[i].fact_since,
            .fact_until = first ? 0 : r[i - 1].fact_since,
            .newest = first,
        };
        if (strcmp(r[i].kind, "state") == 0)
            d->state = r[i].id;
    }
}

/* A unit is known by the code of its own kind's list (province, commune), else by the first
 * that it was given. */
static void take_codes(struct unit_dir *d, const struct unit_dir_codes_row *r, size_t n)
{
    d->codes = arena_alloc(d->arena, (n + d->n + 1) * sizeof *d->codes);
    for (size_t i = 0; i < n; i++) {
        const struct unit_as *a = newest(d, r[i].unit);

        d->codes[d->n_codes++] =
            (struct unit_code_entry){ r[i].code, r[i].unit, r[i].since, r[i].until };
        for (size_t k = a ? (size_t)(a - d->v) : d->n; k < d->n && d->v[k].u.id == r[i].unit; k++)
            if (strcmp(r[i].system, "alias") != 0 &&
                (!*d->v[k].u.code || strcmp(r[i].system, d->v[k].u.kind) == 0)) {
                d->v[k].u.system = r[i].system;
                d->v[k].u.code = r[i].code;
            }
    }
    for (size_t i = 0; i < d->n; i++)
        if (*d->v[i].u.short_code && strcmp(d->v[i].u.short_code, d->v[i].u.code) != 0)
            d->codes[d->n_codes++] =
                (struct unit_code_entry){ d->v[i].u.short_code, d->v[i].u.id, d->v[i].fact_from,
                                          d->v[i].fact_until ? d->v[i].fact_until
                                                             : d->v[i].u.until };
}

/* ---- names as keys ---- */

static void add_key(struct unit_dir *d, const char *name, size_t as)
{
    static const char *const place[] = { "tinh ", "thanh pho " };
    bool province = strcmp(d->v[as].u.kind, "province") == 0;
    const char *key = *name ? unit_key_of(d->arena, name) : "";

    if (!*key)
        return;
    d->keys[d->n_keys++] = (struct unit_key){ key, (uint32_t)as };
    for (size_t i = 0; province && i < COUNT(place); i++)
        if (strncmp(key, place[i], strlen(place[i])) == 0)
            d->keys[d->n_keys++] = (struct unit_key){ key + strlen(place[i]), (uint32_t)as };
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(((const struct unit_key *)a)->key, ((const struct unit_key *)b)->key);
}

static void index_names(struct unit_dir *d, const struct unit_dir_codes_row *r, size_t n)
{
    d->keys = arena_alloc(d->arena, (d->n * 4 + n * 2 + 1) * sizeof *d->keys);
    for (size_t i = 0; i < d->n; i++) {
        const struct unit *u = &d->v[i].u;

        add_key(d, u->name, i);
        add_key(d, u->name_en, i);
        add_key(d, u->name_de, i);
        d->v[i].words = arena_printf(
            d->arena, " %s",
            text_fold(d->arena, arena_printf(d->arena, "%s %s %s %s %s", u->name, u->name_en,
                                             u->name_de, u->short_code, u->code)));
    }
    for (size_t i = 0; i < n; i++) /* other spellings are kept as codes of the system "alias" */
        if (strcmp(r[i].system, "alias") == 0 && newest(d, r[i].unit))
            add_key(d, r[i].code, (size_t)(newest(d, r[i].unit) - d->v));
    qsort(d->keys, d->n_keys, sizeof *d->keys, compare_keys);
}

static bool read_all(struct ctx *c, struct unit_dir *d)
{
    unit_dir_facts_rows facts = { 0 };
    unit_dir_codes_rows codes = { 0 };
    struct unit_dir_revision_row revision;

    if (!unit_dir_facts(c, &facts) || !unit_dir_codes(c, &codes) ||
        !unit_dir_revision(c, &revision))
        return false;
    d->revision = revision.n;
    take_facts(d, facts.v, facts.n);
    index_ids(d);
    take_codes(d, codes.v, codes.n);
    index_codes(d);
    index_names(d, codes.v, codes.n);
    return true;
}

/* NULL: the reason is in c->err. The caller holds the one count. */
static struct unit_dir *read_dir(struct ctx *c)
{
    struct ctx in = *c; /* the rows go straight into the snapshot's arena */
    int64_t changes = atomic_load(&holder(c)->changes);

    in.arena = arena_new(SNAPSHOT_LIMIT);
    in.err = (struct err){ 0 };
    struct unit_dir *d = NEW(in.arena, struct unit_dir);
    d->arena = in.arena;
    d->changes = changes;
    atomic_store(&d->users, 1);
    if (!read_all(&in, d)) {
        fail_system(c, in.err.detail ? arena_strdup(c->arena, in.err.detail) : "unit",
                    "the directory of units cannot be read");
        let_go(d);
        return NULL;
    }
    return d;
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
    struct unit_dir_revision_row now;

    if (!unit_dir_revision(c, &now))
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
    const struct unit_as *a = newest(d, id);

    for (; a && a < d->v + d->n && a->u.id == id; a++)
        if (unit_dir_valid(a, on))
            return &a->u;
    return NULL;
}

const struct unit *unit_get(struct ctx *c, int64_t id)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit_as *a = newest(d, id), *end = d->v + d->n;

    while (a && a->fact_from > c->today && a + 1 < end && a[1].u.id == id)
        a++; /* a name that begins later */
    return a ? &a->u : NULL;
}

static bool code_on(const struct unit_code_entry *e, int64_t on)
{
    if (on == 0)
        return e->until == 0;
    return e->since <= on && (e->until == 0 || on < e->until);
}

const struct unit *unit_by_code(struct ctx *c, const char *code, int64_t on)
{
    const struct unit_dir *d = unit_dir(c);

    for (size_t h = hash_text(code) & d->mask_code; d->by_code[h]; h = (h + 1) & d->mask_code) {
        const struct unit_code_entry *e = &d->codes[d->by_code[h] - 1];

        if (strcmp(e->code, code) == 0 && code_on(e, on))
            return unit_dir_on(d, e->unit, on);
    }
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
        const struct unit_as *a = newest(d, id);

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

    for (const struct unit_as *a = newest(d, id); a && n < 8; a = newest(d, a->u.parent)) {
        ret[n++] = a->u.id;
        if (a->u.id == a->u.tenant)
            break;
    }
    return n;
}
