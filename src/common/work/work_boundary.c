/* By the units of another day: which tallies make up which row. No figure is touched here. */
#include "common/work/work_state.h"

#include <string.h>

#include "common/account/account.h"
#include "common/unit/unit.h"

enum { OUT = -1 }; /* not in what is asked */

struct label {
    int64_t row;
    bool attributed;
};

struct boundary {
    struct ctx *c;
    const struct work_question *q;
    const struct unit *of; /* the unit asked, as on the day `as`; NULL: all */
    int64_t as; /* q->units, if it existed then; else the day of its life nearest to it */
    /* Heirs of all units, in one order. */
    const struct unit_heirs *there; /* on the day q->units */
    const struct unit_heirs *asked; /* on the day `as`: what belongs to `of` */
    const struct unit_heirs *today; /* who sees it */
    work_places held;
    bool apart;
};

/* ---- what is seen ---- */

/* The topmost unit at which a role is held that lets the actor see this one's figures. */
static int64_t seen_by(const struct boundary *b, const struct unit_heir *now)
{
    for (size_t i = 0; i < b->held.n; i++) {
        int64_t unit = b->held.v[i].unit;

        if (unit_is_below(b->c, now->was->id, unit) ||
            (now->to && unit_is_below(b->c, now->to->id, unit)))
            return unit;
    }
    return 0;
}

static bool sees_unit(const struct boundary *b, int64_t unit)
{
    return b->c->actor->everywhere || account_sees(b->c, unit) ||
           seen_by(b, unit_heir(b->today, unit)) != 0;
}

/* ---- rows ---- */

/* The unit right below the one asked that holds u; the one asked itself; OUT: it lies elsewhere. */
static int64_t row_below(const struct boundary *b, const struct unit *u)
{
    int64_t below = b->of->id;

    for (int depth = 0; u && u->tenant == b->of->tenant && depth < 16; depth++) {
        if (u->id == b->of->id)
            return below;
        below = u->id;
        u = unit_on(b->c, u->parent, b->as);
    }
    return OUT;
}

/* The unit of a kind that holds u; u itself, if there is none. */
static int64_t row_of_kind(const struct boundary *b, const struct unit *u, const char *kind)
{
    for (const struct unit *up = u; up; up = unit_on(b->c, up->parent, b->q->units))
        if (strcmp(up->kind, kind) == 0)
            return up->id;
    return u->id;
}

static int64_t row_of(const struct boundary *b, size_t i, int64_t below, int64_t held)
{
    const struct unit_heir *h = &b->there->v[i];

    if (!h->to)
        return 0;
    if (!b->of)
        return held ? row_of_kind(b, h->to, unit_get(b->c, held)->kind) : h->to->tenant;
    if (h->lost && (b->as != b->q->units || below == b->of->id))
        return 0;
    return b->as == b->q->units ? below : row_of_kind(b, h->to, b->of->kind);
}

static struct label label_of(const struct boundary *b, size_t i)
{
    bool all = b->c->actor->everywhere;
    int64_t held = all ? 0 : seen_by(b, &b->today->v[i]);
    int64_t below = b->of ? row_below(b, b->asked->v[i].to) : 0, row;

    if ((!all && !held) || below == OUT)
        return (struct label){ .row = OUT };
    if (!b->apart)
        return (struct label){ 0 };
    row = row_of(b, i, below, held);
    return (struct label){ row, row && !unit_holds(b->c, row, b->there->v[i].within, b->q->units) };
}

/* ---- what is read ---- */

static void add_share(const struct boundary *b, work_shares *ret, const struct unit *u,
                      int64_t times, const struct label *l)
{
    if (l->row != OUT)
        *LIST_PUSH(b->c->arena, ret) =
            (struct work_share){ { u->tenant, u->id }, times, l->row, l->attributed };
}

static bool has_tally(const work_places *bodies, int64_t tenant)
{
    for (size_t i = 0; i < bodies->n; i++)
        if (bodies->v[i].tenant == tenant)
            return true;
    return false;
}

/* A unit's tally holds those below it: where the row changes on the way down, what was counted
 * with the unit above is taken away there and counted here. */
static bool share_out(const struct boundary *b, work_shares *ret)
{
    const struct unit_heirs *h = b->there;
    struct label *l = arena_alloc(b->c->arena, (h->n + 1) * sizeof *l);
    bool *has = arena_alloc(b->c->arena, h->n + 1);
    work_places bodies = { 0 };

    if (!work_places_all(b->c, &bodies))
        return false;
    for (size_t i = 0; i < h->n; i++) {
        has[i] = has_tally(&bodies, h->v[i].was->tenant);
        if (has[i])
            l[i] = label_of(b, i);
    }
    for (size_t i = 0; i < h->n; i++) {
        const struct unit_heir *one = &h->v[i];
        const struct label *up = one->above ? &l[one->above - 1] : NULL;

        if (!has[i] || (up && up->row == l[i].row && up->attributed == l[i].attributed))
            continue;
        add_share(b, ret, one->was, 1, &l[i]);
        if (up)
            add_share(b, ret, one->was, -1, up);
    }
    return true;
}

/* The unit asked, on the day or on the day of its life that is nearest. */
static void find_unit(struct boundary *b, const struct unit *u)
{
    b->as = b->as < u->from ? u->from : u->until && b->as >= u->until ? u->until - 1 : b->as;
    b->of = unit_on(b->c, u->id, b->as);
    if (b->as != b->q->units)
        b->asked = unit_heirs(b->c, b->q->on, b->as);
}

bool work_shares_of(struct ctx *c, const struct work_question *q, bool apart, work_shares *ret)
{
    struct boundary b = { .c = c,
                          .q = q,
                          .as = q->units,
                          .there = unit_heirs(c, q->on, q->units),
                          .today = unit_heirs(c, c->today, c->today),
                          .apart = apart };
    const struct unit *u = unit_get(c, q->unit);

    b.asked = b.there;
    if (!c->actor->everywhere && !work_places_seen(c, 0, &b.held))
        return false;
    if (q->unit && !u)
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    if (q->unit && !sees_unit(&b, q->unit))
        return fail(c, ERR_DENIED, "your role does not reach %s", unit_name(c, q->unit));
    if (q->unit && q->unit != unit_state(c))
        find_unit(&b, u);
    return share_out(&b, ret);
}
