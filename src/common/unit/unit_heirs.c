/* As what a unit is counted among the units of another day. */
#include "common/unit/unit_heirs.h"

#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_dir.h"
#include "core/text.h"

enum { KEPT = 48, STEPS = 64, SCRATCH = 64 << 20 };

/* ---- the states of the list ---- */

static int compare_days(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static void find_turns(struct unit_dir *d)
{
    int64_t *t = arena_alloc(d->arena, (3 * d->n + d->n_history + 1) * sizeof *t);
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < d->n; i++) {
        t[n++] = d->v[i].u.from;
        t[n++] = d->v[i].u.until;
        t[n++] = d->v[i].fact_from;
    }
    for (size_t i = 0; i < d->n_history; i++)
        t[n++] = d->history[i].day;
    qsort(t, n, sizeof *t, compare_days);
    for (size_t i = 0; i < n; i++)
        if (t[i] && (!kept || t[kept - 1] != t[i]))
            t[kept++] = t[i];
    d->turns = t;
    d->n_turns = kept;
}

/* The first day of the state of the list that holds on this one. */
static int64_t turn_of(const struct unit_dir *d, int64_t on)
{
    size_t low = 0, high = d->n_turns;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (d->turns[middle] <= on)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? d->turns[low - 1] : d->n_turns ? d->turns[0] - 1 : on;
}

/* ---- the tree of the day ---- */

static const struct unit *above_on(const struct unit_dir *d, const struct unit *u, int64_t on)
{
    return u->parent == 0 || u->parent == d->state ? NULL : unit_dir_on(d, u->parent, on);
}

static bool holds(const struct unit_dir *d, int64_t id, const struct unit *u, int64_t on)
{
    for (int depth = 0; u && depth < 16; depth++) {
        if (u->id == id)
            return true;
        u = above_on(d, u, on);
    }
    return false;
}

/* The lowest unit that holds both; NULL: only the state does. */
static const struct unit *common(const struct unit_dir *d, const struct unit *a,
                                 const struct unit *b, int64_t on)
{
    while (a && !holds(d, a->id, b, on))
        a = above_on(d, a, on);
    return a;
}

/* ---- who comes first ---- */

struct candidate {
    const struct unit *u;
    int64_t legal, people, area, same_name;
};

struct making {
    const struct unit_dir *d;
    struct unit_heirs *h;
    struct arena *scratch;
    const struct unit_as **legal; /* by place in v: the first unit that names it as successor */
    char *made;
};

/* Without its type: a ward can follow a commune of the same name. */
static const char *bare_name(struct arena *a, const struct unit *u)
{
    const char *name = text_fold(a, u->name), *type = text_fold(a, u->type);
    size_t n = strlen(type);

    return n && strncmp(name, type, n) == 0 && name[n] == ' ' ? name + n + 1 : name;
}

static bool is_before(const struct candidate *x, const struct candidate *y)
{
    if (!y->u)
        return true;
    if (x->legal != y->legal)
        return x->legal > y->legal;
    if (x->people != y->people)
        return x->people > y->people;
    if (x->area != y->area)
        return x->area > y->area;
    if (x->same_name != y->same_name)
        return x->same_name > y->same_name;
    int order = strcmp(x->u->code, y->u->code);
    return order ? order < 0 : x->u->id < y->u->id;
}

static struct candidate candidate(const struct making *m, const struct unit *from,
                                  const struct unit *u, const struct unit_change *e)
{
    int64_t all = e && e->whole == 1 ? 1000000 : -1;

    return (struct candidate){ .u = u,
                               .people = all > 0 || !e ? all : e->population,
                               .area = all > 0 || !e ? all : e->area,
                               .same_name = strcmp(bare_name(m->scratch, from),
                                                   bare_name(m->scratch, u)) == 0 };
}

/* Of the units that got something when it ended. */
static const struct unit *next_of(const struct making *m, const struct unit *u)
{
    const struct unit_dir *d = m->d;
    struct candidate best = { 0 };

    if (u->successor)
        return unit_dir_on(d, u->successor, u->until);
    for (size_t i = unit_dir_first_change(d, u->id);
         i < d->n_history && d->history[i].from == u->id; i++) {
        const struct unit_change *e = &d->history[i];
        const struct unit *to = e->day == u->until ? unit_dir_on(d, e->to, e->day) : NULL;
        struct candidate one;

        if (!to || to->id == u->id)
            continue;
        one = candidate(m, u, to, e);
        if (is_before(&one, &best))
            best = one;
    }
    return best.u;
}

/* Of the units that it was made of when it began. */
static const struct unit *last_of(const struct making *m, const struct unit_as *a)
{
    const struct unit_dir *d = m->d;
    const struct unit_as *legal = m->legal[a - d->v];
    struct candidate best = { 0 };

    for (size_t i = unit_dir_first_into(d, a->u.id); i < d->n_history && d->into[i]->to == a->u.id;
         i++) {
        const struct unit_change *e = d->into[i];
        const struct unit *from =
            e->day == a->u.from && e->from ? unit_dir_on(d, e->from, e->day - 1) : NULL;
        struct candidate one;

        if (!from || from->id == a->u.id)
            continue;
        one = candidate(m, &a->u, from, e);
        one.legal = from->successor == a->u.id;
        if (is_before(&one, &best))
            best = one;
    }
    return best.u ? best.u : legal ? &legal->u : NULL;
}

/* Change by change, until a unit that is there on the day. */
static const struct unit *follow(const struct making *m, const struct unit_as *a)
{
    for (int step = 0; a && step < STEPS; step++) {
        const struct unit *there = unit_dir_on(m->d, a->u.id, m->h->on), *next;

        if (there)
            return there;
        next = a->u.from > m->h->on ? last_of(m, a) : next_of(m, &a->u);
        a = next ? unit_dir_newest(m->d, next->id) : NULL;
    }
    return NULL;
}

/* ---- one unit ---- */

static const struct unit_heir *make(struct making *m, const struct unit_as *a);

/* The day on which it is asked about: the day since, or its last or first one. */
static int64_t day_of(const struct unit *u, int64_t since)
{
    if (since < u->from)
        return u->from;
    return u->until && since >= u->until ? u->until - 1 : since;
}

static const struct unit_heir *heir_above(struct making *m, const struct unit *u, int64_t since)
{
    const struct unit *then = unit_dir_on(m->d, u->id, since);
    const struct unit *above = then ? above_on(m->d, then, since) : NULL;

    return above ? make(m, unit_dir_newest(m->d, above->id)) : NULL;
}

/* What holds all that became of it: of its parts as far as they are known. */
static const struct unit *within(struct making *m, const struct unit_as *a, const struct unit *to,
                                 int64_t since)
{
    const struct unit_walk way = { .back = m->h->on < since, .since = since, .on = m->h->on };
    const struct unit *hold = to;
    unit_parts parts = { 0 };
    bool known = true;

    if (since == m->h->on || (unit_dir_first_change(m->d, a->u.id) == m->d->n_history &&
                              unit_dir_first_into(m->d, a->u.id) == m->d->n_history))
        return to;
    unit_dir_walk(m->scratch, m->d, a->u.id, &way, &parts);
    for (size_t i = 0; i < parts.n && hold; i++) {
        hold = common(m->d, hold, parts.v[i].u, m->h->on);
        known = known && (way.back || parts.v[i].whole != -1);
    }
    if (known || !hold)
        return hold;
    const struct unit_heir *above = heir_above(m, &a->u, since);
    return above && above->within ? common(m->d, above->within, hold, m->h->on) : NULL;
}

static const struct unit_heir *make(struct making *m, const struct unit_as *a)
{
    struct unit_heir *h = &m->h->v[a - m->d->v];
    int64_t since = day_of(&a->u, m->h->since);

    if (m->made[a - m->d->v])
        return h;
    m->made[a - m->d->v] = 1; /* before what is above it: a circle ends here */
    h->was = &a->u;
    h->to = follow(m, a);
    if (h->to) {
        h->within = within(m, a, h->to, since);
        return h;
    }
    const struct unit_heir *above = heir_above(m, &a->u, since);
    h->lost = true;
    if (above) {
        h->to = above->to;
        h->within = above->within;
    }
    return h;
}

/* ---- all units ---- */

static void find_legal(struct making *m)
{
    const struct unit_dir *d = m->d;

    m->legal = arena_alloc(m->scratch, (d->n + 1) * sizeof *m->legal);
    for (size_t i = 0; i < d->n; i++) {
        const struct unit_as *a = &d->v[i];
        const struct unit_as *to =
            a->newest && a->u.successor ? unit_dir_newest(d, a->u.successor) : NULL;

        if (!to || a->u.until < to->u.from || a->u.from >= to->u.from)
            continue;
        const struct unit_as **first = &m->legal[to - d->v];
        struct candidate had = { 0 }, one = candidate(m, &to->u, &a->u, NULL);
        if (*first)
            had = candidate(m, &to->u, &(*first)->u, NULL);
        if (is_before(&one, &had))
            *first = a;
    }
}

/* Entries stand at the place of the newest state; then those of former states are left out. */
static void close_up(struct making *m)
{
    struct unit_heirs *h = m->h;
    size_t *place = arena_alloc(m->scratch, (m->d->n + 1) * sizeof *place);

    for (size_t i = 0; i < m->d->n; i++)
        if (h->v[i].was) {
            h->v[h->n] = h->v[i];
            place[i] = ++h->n;
        }
    for (size_t i = 0; i < h->n; i++) {
        const struct unit *u = h->v[i].was;
        const struct unit_as *up = u->id == u->tenant ? NULL : unit_dir_newest(m->d, u->parent);

        h->v[i].above = up ? place[up - m->d->v] : 0;
    }
}

static struct unit_heirs *make_all(const struct unit_dir *d, struct arena *a, int64_t since,
                                   int64_t on)
{
    struct unit_heirs *h = NEW(a, struct unit_heirs);
    struct making m = { .d = d, .h = h, .scratch = arena_new(SCRATCH) };

    *h = (struct unit_heirs){ .since = since, .on = on };
    h->v = arena_alloc(a, (d->n + 1) * sizeof *h->v);
    m.made = arena_alloc(m.scratch, d->n + 1);
    find_legal(&m);
    for (size_t i = 0; i < d->n; i++)
        (void)make(&m, unit_dir_newest(d, d->v[i].u.id));
    close_up(&m);
    arena_free(&m.scratch);
    return h;
}

static struct unit_heirs *kept(const struct unit_dir *d, int64_t since, int64_t on)
{
    for (size_t i = 0; i < d->n_heirs; i++)
        if (d->heirs[i]->since == since && d->heirs[i]->on == on)
            return d->heirs[i];
    return NULL;
}

/* 15 ms for the 13,500 units of 2025, once for each pair of states; a list that changed more
 * often than can be kept is read anew for each question. */
const struct unit_heirs *unit_heirs(struct ctx *c, int64_t since, int64_t on)
{
    struct unit_dir *d = unit_dir_lock(c);

    if (!d->turns) {
        find_turns(d);
        d->heirs = arena_alloc(d->arena, KEPT * sizeof(*d->heirs));
    }
    since = turn_of(d, since);
    on = turn_of(d, on);
    struct unit_heirs *h = kept(d, since, on);
    if (!h && d->n_heirs < KEPT)
        h = d->heirs[d->n_heirs++] = make_all(d, d->arena, since, on);
    unit_dir_unlock(c);
    return h ? h : make_all(d, c->arena, since, on);
}

const struct unit_heir *unit_heir(const struct unit_heirs *h, int64_t id)
{
    size_t low = 0, high = h->n;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (h->v[middle].was->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < h->n && h->v[low].was->id == id ? &h->v[low] : NULL;
}

/* ---- the list on a day ---- */

const struct unit *unit_on(struct ctx *c, int64_t id, int64_t on)
{
    return unit_dir_on(unit_dir(c), id, on);
}

bool unit_holds(struct ctx *c, int64_t id, const struct unit *u, int64_t on)
{
    return holds(unit_dir(c), id, u, on);
}

/* ---- the great days ---- */

/* Puts the day among the newest. */
static void note_cut(struct unit_dir *d, int64_t day)
{
    size_t at = 0;

    while (at < COUNT(d->cut) && d->cut[at] > day)
        at++;
    if (at == COUNT(d->cut) || d->cut[at] == day)
        return;
    memmove(&d->cut[at + 1], &d->cut[at], (COUNT(d->cut) - 1 - at) * sizeof *d->cut);
    d->cut[at] = day;
}

void unit_dir_find_cuts(struct unit_dir *d)
{
    for (size_t i = 0; i < d->n_history; i++) {
        const struct unit_change *e = &d->history[i];

        if (e->from && e->to && e->from != e->to)
            note_cut(d, e->day);
    }
}

int64_t unit_cut(struct ctx *c, size_t i)
{
    const struct unit_dir *d = unit_dir(c);

    return i < COUNT(d->cut) ? d->cut[i] : 0;
}
