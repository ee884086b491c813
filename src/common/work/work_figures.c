/* Figures: sums of a few tally rows, whatever the number of obligations. */
#include "common/work/work_state.h"

#include <stdlib.h>

#include "common/account/account.h"
#include "common/unit/unit.h"
#include "core/tr.h"
#include "work_figures_sql.h"

int64_t work_total(const struct work_figures *f)
{
    int64_t sum = 0;

    for (int i = 0; i < WORK_CLASSES; i++)
        sum += f->n[i];
    return sum;
}

int64_t work_done(const struct work_figures *f)
{
    return f->n[WORK_DONE_ON_TIME] + f->n[WORK_DONE_LATE] + f->n[WORK_DONE_NO_DEADLINE];
}

int64_t work_due(const struct work_figures *f)
{
    return work_done(f) + f->n[WORK_OPEN_OVERDUE];
}

static void add(struct work_figures *to, const struct work_figures *f, int64_t by)
{
    for (int i = 0; i < WORK_CLASSES; i++)
        to->n[i] += by * f->n[i];
}

/* ---- where ---- */

bool work_places_all(struct ctx *c, work_places *ret)
{
    work_figures_bodies_rows rows = { 0 };

    if (!work_figures_bodies(c, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) = (struct work_place){ rows.v[i].tenant, rows.v[i].tenant };
    return true;
}

/* Roles at nested units count once, at the topmost. */
static void held_units(struct ctx *c, work_places *ret)
{
    const struct actor *a = c->actor;

    for (size_t i = 0; i < a->n_held; i++) {
        bool covered = false;

        for (size_t k = 0; k < a->n_held && !covered; k++)
            covered = a->held[k].unit == a->held[i].unit
                          ? k < i
                          : unit_is_below(c, a->held[i].unit, a->held[k].unit);
        if (!covered)
            *LIST_PUSH(c->arena, ret) =
                (struct work_place){ unit_tenant(c, a->held[i].unit), a->held[i].unit };
    }
}

int64_t work_unit_seen(struct ctx *c)
{
    work_places held = { 0 };

    if (!c->actor->everywhere)
        held_units(c, &held);
    return held.n == 1 ? held.v[0].unit : 0;
}

bool work_places_seen(struct ctx *c, int64_t unit, work_places *ret)
{
    if (unit && !unit_get(c, unit))
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    if (unit && !account_sees(c, unit))
        return fail(c, ERR_DENIED, "your role does not reach %s", unit_name(c, unit));
    if (unit ? unit == unit_state(c) : c->actor->everywhere)
        return work_places_all(c, ret);
    if (unit)
        *LIST_PUSH(c->arena, ret) = (struct work_place){ unit_tenant(c, unit), unit };
    else
        held_units(c, ret);
    return true;
}

/* The rows of a table: the bodies that the actor sees, or a unit's children. */
static bool table_places(struct ctx *c, const struct work_question *q, work_places *ret)
{
    unit_list below = { 0 };

    if (!work_places_seen(c, q->unit, ret))
        return false;
    if (q->unit == 0 || q->unit == unit_state(c))
        return true;
    unit_children(c, q->unit, q->on, &below);
    ret->n = 0;
    for (size_t i = 0; i < below.n; i++)
        *LIST_PUSH(c->arena, ret) = (struct work_place){ below.v[i]->tenant, below.v[i]->id };
    return true;
}

/* ---- one day ---- */

static bool state_of(struct ctx *c, const struct work_question *q, const struct work_place *p,
                     struct work_figures *ret)
{
    struct work_figures_state_row r;

    if (!work_figures_state(c, p->tenant, p->unit, q->list, 1 << q->view, q->measures,
                            work_month_start(q->on), q->on, &r))
        return false;
    *ret = (struct work_figures){ { r.n0, r.n1, r.n2, r.n3, r.n4, r.n5 } };
    return true;
}

/* ---- one day, by the units of another one ---- */

enum { FEW = 12 }; /* from so many reads of one root body on, one statement reads all its units */

static bool states_of(struct ctx *c, const struct work_question *q, int64_t tenant,
                      const work_shares *s, struct work_figures *f)
{
    work_figures_states_rows r = { 0 };
    size_t k = 0;

    if (!work_figures_states(c, tenant, q->list, 1 << q->view, q->measures, work_month_start(q->on),
                             q->on, &r))
        return false;
    for (size_t i = 0; i < s->n; i++) { /* both are in the order of units */
        if (s->v[i].at.tenant != tenant)
            continue;
        while (k < r.n && r.v[k].unit < s->v[i].at.unit)
            k++;
        if (k < r.n && r.v[k].unit == s->v[i].at.unit)
            f[i] = (struct work_figures){ { r.v[k].n0, r.v[k].n1, r.v[k].n2, r.v[k].n3, r.v[k].n4,
                                            r.v[k].n5 } };
    }
    return true;
}

static bool read_shares(struct ctx *c, const struct work_question *q, const work_shares *s,
                        struct work_figures *f)
{
    work_places bodies = { 0 };

    if (!work_places_all(c, &bodies))
        return false;
    for (size_t b = 0; b < bodies.n; b++) {
        size_t n = 0;

        for (size_t i = 0; i < s->n; i++)
            n += s->v[i].at.tenant == bodies.v[b].tenant;
        if (n > FEW && !states_of(c, q, bodies.v[b].tenant, s, f))
            return false;
        for (size_t i = 0; i < s->n && n <= FEW; i++)
            if (s->v[i].at.tenant == bodies.v[b].tenant && !state_of(c, q, &s->v[i].at, &f[i]))
                return false;
    }
    return true;
}

static struct work_row *row_with(struct ctx *c, work_rows *rows, int64_t unit)
{
    for (size_t i = rows->n; i > 0; i--)
        if (rows->v[i - 1].unit == unit)
            return &rows->v[i - 1];
    *LIST_PUSH(c->arena, rows) = (struct work_row){ .unit = unit };
    return &rows->v[rows->n - 1];
}

static bool rows_by_units(struct ctx *c, const struct work_question *q, bool apart, work_rows *ret)
{
    work_shares s = { 0 };
    work_rows all = { 0 };

    if (!work_shares_of(c, q, apart, &s))
        return false;
    struct work_figures *f = arena_alloc(c->arena, (s.n + 1) * sizeof *f);
    if (!read_shares(c, q, &s, f))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        struct work_row *row = row_with(c, &all, s.v[i].row);

        add(&row->f, &f[i], s.v[i].times);
        row->attributed += s.v[i].attributed ? s.v[i].times * work_total(&f[i]) : 0;
    }
    for (size_t i = 0; i < all.n; i++)
        if (work_total(&all.v[i].f))
            *LIST_PUSH(c->arena, ret) = all.v[i];
    return true;
}

static bool count_by_units(struct ctx *c, const struct work_question *q, struct work_figures *ret)
{
    work_rows rows = { 0 };

    if (!rows_by_units(c, q, false, &rows))
        return false;
    *ret = rows.n ? rows.v[0].f : (struct work_figures){ 0 };
    return true;
}

bool work_count(struct ctx *c, const struct work_question *q, struct work_figures *ret)
{
    struct work_figures sum = { 0 }, one;
    work_places places = { 0 };

    if (q->units)
        return count_by_units(c, q, ret);
    if (!work_places_seen(c, q->unit, &places))
        return false;
    for (size_t i = 0; i < places.n; i++) {
        if (!state_of(c, q, &places.v[i], &one))
            return false;
        add(&sum, &one, 1);
    }
    *ret = sum;
    return true;
}

bool work_matrix(struct ctx *c, const struct work_question *q, work_rows *ret)
{
    struct work_figures own = { 0 }, one;
    work_places places = { 0 };
    bool of_unit = q->unit && q->unit != unit_state(c);

    if (q->units)
        return rows_by_units(c, q, true, ret);
    if (!table_places(c, q, &places) || (of_unit && !work_count(c, q, &own)))
        return false;
    for (size_t i = 0; i < places.n; i++) {
        if (!state_of(c, q, &places.v[i], &one))
            return false;
        add(&own, &one, -1);
        if (work_total(&one))
            *LIST_PUSH(c->arena, ret) = (struct work_row){ .unit = places.v[i].unit, .f = one };
    }
    if (of_unit && work_total(&own)) /* what it owes itself */
        *LIST_PUSH(c->arena, ret) = (struct work_row){ .unit = q->unit, .f = own };
    return true;
}

/* ---- over time ---- */

/* Adds deltas to the step that they fall into; what is before the first one goes there. */
struct curve {
    const struct work_question *q;
    int64_t from, step; /* step 0: by months */
    struct work_figures *f;
    size_t n;
    int64_t times; /* what is read counts so many times, 1 or -1 */
};

static int64_t month_number(int64_t d)
{
    struct civil k = day_civil(d);

    return (int64_t)k.year * 12 + k.month;
}

static size_t step_of(const struct curve *v, int64_t d)
{
    if (d <= v->from)
        return 0;
    if (v->step == 0)
        return (size_t)(month_number(d) - month_number(v->from));
    return (size_t)((d - v->from + v->step - 1) / v->step);
}

static bool add_deltas(struct ctx *c, struct curve *v, const struct work_place *p, int span,
                       int64_t from, int64_t to)
{
    const struct work_question *q = v->q;
    work_figures_deltas_rows rows = { 0 };

    if (!work_figures_deltas(c, p->tenant, p->unit, q->list, span, 1 << q->view, q->measures, from,
                             to, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct work_figures_deltas_row *r = &rows.v[i];
        size_t k = step_of(v, r->day);

        ASSERT(k < v->n);
        add(&v->f[k], &(struct work_figures){ { r->n0, r->n1, r->n2, r->n3, r->n4, r->n5 } },
            v->times);
    }
    return true;
}

static void sum_up(struct curve *v)
{
    for (size_t i = 1; i < v->n; i++)
        add(&v->f[i], &v->f[i - 1], 1);
}

/* All deltas of a place up to a day; those before the month `month` by whole months. */
static bool add_curve(struct ctx *c, struct curve *v, const struct work_share *at, int64_t month,
                      int64_t to)
{
    v->times = at->times;
    return add_deltas(c, v, &at->at, 1, 0, month - 1) && add_deltas(c, v, &at->at, 0, month, to);
}

static void add_own(struct ctx *c, int64_t unit, const work_places *below, work_shares *ret)
{
    struct work_place own = { unit_tenant(c, unit), unit };

    *LIST_PUSH(c->arena, ret) = (struct work_share){ own, 1, unit, false };
    for (size_t i = 0; i < below->n; i++)
        *LIST_PUSH(c->arena, ret) = (struct work_share){ below->v[i], -1, unit, false };
}

/* What is read for all that is asked, or for its table. */
static bool shares_asked(struct ctx *c, const struct work_question *q, bool apart, work_shares *ret)
{
    work_places places = { 0 };

    if (q->units)
        return work_shares_of(c, q, apart, ret);
    if (apart ? !table_places(c, q, &places) : !work_places_seen(c, q->unit, &places))
        return false;
    if (apart && q->unit && q->unit != unit_state(c)) /* its own row: without those below it */
        add_own(c, q->unit, &places, ret);
    for (size_t i = 0; i < places.n; i++)
        *LIST_PUSH(c->arena, ret) = (struct work_share){ places.v[i], 1, places.v[i].unit, false };
    return true;
}

bool work_series(struct ctx *c, const struct work_question *q, int64_t from, int64_t to,
                 int64_t step, work_rows *ret)
{
    struct curve v = { .q = q, .from = from, .step = step };
    work_shares s = { 0 };
    int64_t month = work_month_start(from);

    ASSERT(step > 0 && to >= from);
    if (!shares_asked(c, q, false, &s))
        return false;
    v.n = step_of(&v, to) + 1;
    v.f = arena_alloc(c->arena, v.n * sizeof *v.f);
    for (size_t i = 0; i < s.n; i++)
        if (!add_curve(c, &v, &s.v[i], month, to))
            return false;
    sum_up(&v);
    for (size_t i = 0; i < v.n; i++) {
        int64_t d = from + (int64_t)i * step;

        *LIST_PUSH(c->arena, ret) = (struct work_row){ .unit = d < to ? d : to, .f = v.f[i] };
    }
    return true;
}

static bool has_figures(const struct curve *v)
{
    for (size_t i = 0; i < v->n; i++)
        if (work_total(&v->f[i]))
            return true;
    return false;
}

/* By row, and in it what is attributed last. */
static int compare_shares(const void *a, const void *b)
{
    const struct work_share *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (int)x->attributed - (int)y->attributed;
}

static int64_t total_at_end(const struct curve *v)
{
    int64_t sum = 0;

    for (size_t i = 0; i < v->n; i++)
        sum += work_total(&v->f[i]);
    return sum;
}

/* One row of months from the shares i..; returns the place of the next row's, 0: failed. */
static size_t add_months(struct ctx *c, struct curve *v, const work_shares *s, size_t i,
                         work_rows *ret)
{
    const int64_t month = work_month_start(v->q->on), row = s->v[i].row;
    int64_t exact = 0;

    v->f = arena_alloc(c->arena, v->n * sizeof *v->f);
    for (; i < s->n && s->v[i].row == row; i++) {
        if (!add_curve(c, v, &s->v[i], month, v->q->on))
            return 0;
        if (!s->v[i].attributed)
            exact = total_at_end(v);
    }
    int64_t attributed = total_at_end(v) - exact;
    sum_up(v);
    for (size_t k = 0; k < v->n && has_figures(v); k++)
        *LIST_PUSH(c->arena, ret) =
            (struct work_row){ row, v->f[k], k + 1 == v->n ? attributed : 0 };
    return i;
}

bool work_months(struct ctx *c, const struct work_question *q, int64_t from, work_rows *ret,
                 size_t *ret_months)
{
    struct curve v = { .q = q, .from = from, .step = 0 };
    work_shares s = { 0 };

    ASSERT(q->on >= from);
    if (!shares_asked(c, q, true, &s))
        return false;
    if (q->units && s.n)
        qsort(s.v, s.n, sizeof *s.v, compare_shares);
    v.n = step_of(&v, q->on) + 1;
    for (size_t i = 0; i < s.n;) {
        i = add_months(c, &v, &s, i, ret);
        if (i == 0)
            return false;
    }
    *ret_months = v.n;
    return true;
}
