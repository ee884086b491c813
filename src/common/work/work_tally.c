/* The tallies: daily deltas of each class, for each unit and those above it. */
#include "common/work/work_state.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "common/unit/unit.h"
#include "work_tally_sql.h"

enum { MAX_PATH = 8 };

/* ---- what a change of history changes ---- */

struct tally_delta {
    int64_t tenant, list, measures, views, day;
    int64_t units[MAX_PATH], n_units;
    int64_t n[WORK_CLASSES];
};

struct day_delta {
    int64_t day, n[WORK_CLASSES];
};
typedef LIST(struct day_delta) day_deltas;

static void note(struct ctx *c, day_deltas *l, int64_t day_, int cls, int64_t by)
{
    size_t i = 0;

    if (cls < 0)
        return;
    while (i < l->n && l->v[i].day < day_)
        i++;
    if (i == l->n || l->v[i].day != day_) {
        (void)LIST_PUSH(c->arena, l);
        memmove(&l->v[i + 1], &l->v[i], (l->n - 1 - i) * sizeof *l->v);
        l->v[i] = (struct day_delta){ .day = day_ };
    }
    l->v[i].n[cls] += by;
}

static void note_steps(struct ctx *c, day_deltas *l, const work_facts *f, enum work_view v,
                       int64_t by)
{
    struct work_step *s = arena_alloc(c->arena, (2 * f->n + 1) * sizeof *s);
    size_t n = work_steps(c, f, v, s);

    for (size_t i = 0; i < n; i++) {
        note(c, l, s[i].day, i ? s[i - 1].cls : -1, -by);
        note(c, l, s[i].day, s[i].cls, by);
    }
}

static bool tally_settle(struct ctx *c, const void *items, size_t n);
static const struct settle settle = { "work_tally", sizeof(struct tally_delta), tally_settle };

static void send(struct ctx *c, struct tally_delta *t, const struct day_delta *d, int64_t views)
{
    static const int64_t nothing[WORK_CLASSES];

    if (memcmp(d->n, nothing, sizeof nothing) == 0)
        return;
    t->day = d->day;
    t->views = views;
    memcpy(t->n, d->n, sizeof t->n);
    ctx_settle(c, &settle, t);
}

void work_tally_change(struct ctx *c, const struct obligation *o, const work_facts *before,
                       const work_facts *after)
{
    struct tally_delta t = { .tenant = o->tenant, .list = o->list, .measures = o->measures };
    day_deltas l[2] = { 0 };
    size_t a = 0, k = 0;

    t.n_units = (int64_t)unit_path(c, o->owner, t.units);
    for (int v = 0; v < 2; v++) {
        note_steps(c, &l[v], before, (enum work_view)v, -1);
        note_steps(c, &l[v], after, (enum work_view)v, 1);
    }
    /* What is the same in both views is one row. */
    while (a < l[0].n || k < l[1].n) {
        const struct day_delta *x = a < l[0].n ? &l[0].v[a] : NULL,
                               *y = k < l[1].n ? &l[1].v[k] : NULL;

        if (x && y && memcmp(x, y, sizeof *x) == 0) {
            send(c, &t, x, 3);
            a++, k++;
        } else if (x && (!y || x->day <= y->day)) {
            send(c, &t, x, 1 << WORK_ACTUAL);
            a++;
        } else {
            send(c, &t, y, 1 << WORK_KNOWN);
            k++;
        }
    }
}

/* ---- written once for a whole group of changes ---- */

struct tally_row {
    int64_t key[7]; /* tenant, unit, list, span, day, views, measures */
    int64_t n[WORK_CLASSES];
};

static int by_key(const void *a, const void *b)
{
    const struct tally_row *x = a, *y = b;

    for (size_t i = 0; i < COUNT(x->key); i++)
        if (x->key[i] != y->key[i])
            return x->key[i] < y->key[i] ? -1 : 1;
    return 0;
}

int64_t work_month_start(int64_t d)
{
    struct civil k = day_civil(d);

    return d - k.mday + 1;
}

static struct tally_row *spread(struct tally_row *r, const struct tally_delta *d)
{
    for (int64_t u = 0; u < d->n_units; u++)
        for (int every = 0; every < (d->list ? 2 : 1); every++)
            for (int span = 0; span < 2; span++) {
                *r = (struct tally_row){ { d->tenant, d->units[u], every ? 0 : d->list, span,
                                           span ? work_month_start(d->day) : d->day, d->views,
                                           d->measures },
                                         { 0 } };
                memcpy(r->n, d->n, sizeof r->n);
                r++;
            }
    return r;
}

static bool write_row(struct ctx *c, const struct tally_row *r)
{
    const int64_t *k = r->key, *n = r->n;

    return work_tally_add(c, k[0], k[1], k[2], k[3], k[4], k[5], k[6], n[0], n[1], n[2], n[3], n[4],
                          n[5]);
}

static bool is_nothing(const struct tally_row *r)
{
    int64_t any = 0;

    for (int i = 0; i < WORK_CLASSES; i++)
        any |= r->n[i];
    return any == 0;
}

static int by_place(const void *a, const void *b)
{
    return memcmp(a, b,
                  offsetof(struct tally_delta, n)); /* any order that brings equals together */
}

/* Adds up what differs in its numbers only: an annex of 10,000 lines has few units and days.
 * Returns how many are left. */
static size_t join_equals(struct tally_delta *d, size_t n)
{
    size_t left = 0;

    qsort(d, n, sizeof *d, by_place);
    for (size_t i = 0; i < n; i++)
        if (left == 0 || by_place(&d[left - 1], &d[i]) != 0)
            d[left++] = d[i];
        else
            for (int k = 0; k < WORK_CLASSES; k++)
                d[left - 1].n[k] += d[i].n[k];
    return left;
}

/* In the order of keys, so that two writers never wait for each other in a circle. */
static bool tally_settle(struct ctx *c, const void *items, size_t n)
{
    struct tally_delta *d = arena_alloc(c->arena, (n + 1) * sizeof *d);
    struct tally_row *rows, *end, *r;
    size_t room = 0;

    memcpy(d, items, n * sizeof *d);
    n = join_equals(d, n);
    for (size_t i = 0; i < n; i++)
        room += 4 * (size_t)d[i].n_units;
    rows = end = arena_alloc(c->arena, (room + 1) * sizeof *rows);
    for (size_t i = 0; i < n; i++)
        end = spread(end, &d[i]);
    qsort(rows, (size_t)(end - rows), sizeof *rows, by_key);
    for (r = rows; r < end; r++) {
        if (r + 1 < end && by_key(r, r + 1) == 0) {
            for (int i = 0; i < WORK_CLASSES; i++)
                r[1].n[i] += r->n[i];
            continue;
        }
        if (!is_nothing(r) && !write_row(c, r))
            return false;
    }
    for (r = rows; r < end; r++)
        if ((r == rows || r->key[0] != r[-1].key[0]) && !work_tally_body(c, r->key[0]))
            return false;
    return true;
}

bool work_tally_write(struct ctx *c)
{
    struct tally_delta *d = arena_alloc(c->arena, (c->settled.n + 1) * sizeof *d);

    for (size_t i = 0; i < c->settled.n; i++) {
        ASSERT(c->settled.v[i].kind == &settle);
        memcpy(&d[i], c->settled.v[i].item, sizeof *d);
    }
    bool ok = tally_settle(c, d, c->settled.n);
    c->settled.v = NULL;
    c->settled.n = c->settled.cap = 0;
    return ok;
}
