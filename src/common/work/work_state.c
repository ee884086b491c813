/* From a history to the state on any day: no database, only days. */
#include "common/work/work_state.h"

static bool sets_due(enum work_event_type t)
{
    return t == WORK_OPENED || t == WORK_TAKEN_OVER || t == WORK_EXTENDED ||
           t == WORK_RECALCULATED || t == WORK_AMENDED;
}

static bool sets_done(enum work_event_type t)
{
    return t == WORK_OPENED || t == WORK_TAKEN_OVER || t == WORK_RECOGNISED || t == WORK_REOPENED ||
           t == WORK_WITHDRAWN || t == WORK_PASSED;
}

bool work_event_counts(enum work_event_type t)
{
    return sets_due(t) || sets_done(t);
}

struct mark { /* a fact, and the day from which it holds in a view */
    int64_t day;
    const struct work_fact *fact;
};

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* By day; of one day in the order of recording. Few: insertion is the quickest sort. */
static size_t mark_all(const work_facts *f, enum work_view v, struct mark *ret)
{
    int64_t due_floor = INT64_MIN, done_floor = INT64_MIN;
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++) {
        const struct work_fact *e = &f->v[i];
        int64_t d = v == WORK_KNOWN ? later(e->effective, e->recorded) : e->effective;
        size_t k = n;

        if (!work_event_counts(e->type))
            continue;
        if (sets_due(e->type))
            d = due_floor = later(d, due_floor);
        if (sets_done(e->type))
            d = done_floor = later(d, done_floor);
        for (; k > 0 && ret[k - 1].day > d; k--)
            ret[k] = ret[k - 1];
        ret[k] = (struct mark){ d, e };
        n++;
    }
    return n;
}

static void apply(struct work_state *s, const struct work_fact *f)
{
    if (f->type == WORK_OPENED || f->type == WORK_TAKEN_OVER)
        *s = (struct work_state){ .opened = true };
    if (sets_due(f->type) && (f->type != WORK_AMENDED || f->due != 0))
        s->due = f->due == WORK_NO_DEADLINE ? 0 : f->due;
    if (f->type == WORK_RECOGNISED)
        s->done = f->effective;
    if (f->type == WORK_REOPENED)
        s->done = 0;
    if (f->type == WORK_WITHDRAWN || f->type == WORK_PASSED)
        s->withdrawn = true;
}

int work_state_class(const struct work_state *s, int64_t on)
{
    return !s->opened || s->withdrawn ? -1 : (int)work_class(s->due, s->done, on);
}

static struct mark *marks_of(struct ctx *c, const work_facts *f, enum work_view v, size_t *ret_n)
{
    struct mark *m = arena_alloc(c->arena, (f->n + 1) * sizeof *m);

    *ret_n = mark_all(f, v, m);
    return m;
}

struct work_state work_state_on(struct ctx *c, const work_facts *f, enum work_view v, int64_t on)
{
    struct work_state s = { 0 };
    size_t n;
    const struct mark *m = marks_of(c, f, v, &n);

    for (size_t i = 0; i < n && m[i].day <= on; i++)
        apply(&s, m[i].fact);
    return s;
}

int64_t work_last_change(struct ctx *c, const work_facts *f)
{
    size_t n;
    const struct mark *m = marks_of(c, f, WORK_KNOWN, &n);

    return n ? m[n - 1].day : 0;
}

static void step(struct work_step *ret, size_t *n, int64_t day_, int cls)
{
    if (cls != (*n ? ret[*n - 1].cls : -1))
        ret[(*n)++] = (struct work_step){ day_, cls };
}

size_t work_steps(struct ctx *c, const work_facts *f, enum work_view v, struct work_step *ret)
{
    struct work_state s = { 0 };
    size_t n_marks, n = 0;
    const struct mark *m = marks_of(c, f, v, &n_marks);

    for (size_t i = 0; i < n_marks; i++) {
        apply(&s, m[i].fact);
        if (i + 1 < n_marks && m[i + 1].day == m[i].day)
            continue;
        step(ret, &n, m[i].day, work_state_class(&s, m[i].day));
        /* What is open in time becomes overdue by itself, unless something happens before. */
        int64_t overdue = s.due + 1, until = i + 1 < n_marks ? m[i + 1].day : INT64_MAX;
        if (s.due && overdue > m[i].day && overdue < until)
            step(ret, &n, overdue, work_state_class(&s, overdue));
    }
    return n;
}
