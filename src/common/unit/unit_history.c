/* Walking along changes, and the meanings of a code. */
#include "common/unit/unit_history.h"

#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_dir.h"
#include "core/text.h"

enum { MILLION = 1000000, STEPS = 64 };

/* ---- edges of one unit ---- */

static const struct unit_change *edge(const struct unit_dir *d, bool into, size_t i)
{
    return into ? d->into[i] : &d->history[i];
}

static int64_t side(const struct unit_dir *d, bool into, size_t i)
{
    return into ? d->into[i]->to : d->history[i].from;
}

/* The first place of the unit among the changes sorted by from (or to); n_history: none. */
static size_t first_edge(const struct unit_dir *d, bool into, int64_t id)
{
    const struct unit_as *a = id ? unit_dir_newest(d, id) : NULL;
    uint32_t at = a ? (into ? d->into_at : d->from_at)[a - d->v] : 0;

    return at ? at - 1 : d->n_history;
}

size_t unit_dir_first_change(const struct unit_dir *d, int64_t from)
{
    return first_edge(d, false, from);
}

size_t unit_dir_first_into(const struct unit_dir *d, int64_t to)
{
    return first_edge(d, true, to);
}

static void edges(struct ctx *c, bool into, int64_t id, unit_changes *ret)
{
    const struct unit_dir *d = unit_dir(c);

    for (size_t i = first_edge(d, into, id); id && i < d->n_history && side(d, into, i) == id; i++)
        *LIST_PUSH(c->arena, ret) = edge(d, into, i);
}

void unit_changes_from(struct ctx *c, int64_t id, unit_changes *ret)
{
    edges(c, false, id, ret);
}

void unit_changes_to(struct ctx *c, int64_t id, unit_changes *ret)
{
    edges(c, true, id, ret);
}

/* ---- walking ---- */

struct walk {
    struct arena *arena;
    const struct unit_dir *d;
    bool back;
    int64_t on; /* where it ends */
    unit_parts *ret;
};

static int64_t times(int64_t a, int64_t b)
{
    return a < 0 || b < 0 ? -1 : a * b / MILLION;
}

/* Of two steps: not known as soon as one is not known, a part as soon as one is a part. */
static int64_t both(int64_t a, int64_t b)
{
    return a == 0 || b == 0 ? 0 : a < 0 || b < 0 ? -1 : 1;
}

static struct unit_part after(const struct unit_part *p, const struct unit_change *e)
{
    bool all = e->whole == 1;

    return (struct unit_part){ .whole = both(p->whole, e->whole),
                               .area = times(p->area, all ? MILLION : e->area),
                               .population = times(p->population, all ? MILLION : e->population),
                               .by = e };
}

static int64_t sum(int64_t a, int64_t b)
{
    return a < 0 || b < 0 ? -1 : a + b;
}

/* A territory can come to the same unit on two ways. */
static void arrive(const struct walk *w, const struct unit_part *p, int64_t id)
{
    const struct unit *u = unit_dir_on(w->d, id, w->on);

    if (!u)
        return;
    for (size_t i = 0; i < w->ret->n; i++) {
        struct unit_part *had = &w->ret->v[i];

        if (had->u->id != id)
            continue;
        had->area = sum(had->area, p->area);
        had->population = sum(had->population, p->population);
        had->whole = both(had->whole, p->whole);
        return;
    }
    struct unit_part *one = LIST_PUSH(w->arena, w->ret);
    *one = *p;
    one->u = u;
}

/* The day of the unit's next step from day (not included) towards w->on; 0: none. */
static int64_t next_day(const struct walk *w, int64_t id, int64_t day)
{
    int64_t found = 0;

    for (size_t i = first_edge(w->d, w->back, id);
         i < w->d->n_history && side(w->d, w->back, i) == id; i++) {
        int64_t at = edge(w->d, w->back, i)->day;

        if (w->back && at <= day && at > w->on) /* the last one before it */
            found = at;
        if (!w->back && at > day && at <= w->on)
            return at;
    }
    return found;
}

static void go(const struct walk *w, int64_t id, int64_t day, const struct unit_part *p, int depth);

/* All edges of one day; what is left of a unit that goes on stays with it. */
static void step(const struct walk *w, int64_t id, int64_t at, const struct unit_part *p, int depth)
{
    int64_t day = w->back ? at - 1 : at;
    bool itself = false;

    for (size_t i = first_edge(w->d, w->back, id);
         i < w->d->n_history && side(w->d, w->back, i) == id; i++) {
        const struct unit_change *e = edge(w->d, w->back, i);
        int64_t other = w->back ? e->from : e->to;
        struct unit_part next = after(p, e);

        if (e->day != at)
            continue;
        itself = itself || other == id;
        if (other)
            go(w, other, day, &next, depth + 1);
    }
    if (!itself && unit_dir_on(w->d, id, day)) {
        struct unit_part rest = *p;

        if (!w->back) {
            rest.whole = 0;
            rest.area = rest.population = -1;
        }
        go(w, id, day, &rest, depth + 1);
    }
}

static void go(const struct walk *w, int64_t id, int64_t day, const struct unit_part *p, int depth)
{
    int64_t at = depth < STEPS ? next_day(w, id, day) : 0;

    if (at)
        step(w, id, at, p, depth);
    else
        arrive(w, p, id);
}

/* Days rise (or fall) with each step, so that no walk goes in a circle. */
void unit_dir_walk(struct arena *a, const struct unit_dir *d, int64_t id,
                   const struct unit_walk *way, unit_parts *ret)
{
    struct walk w = { .arena = a, .d = d, .back = way->back, .on = way->on, .ret = ret };
    struct unit_part all = { .whole = 1, .area = MILLION, .population = MILLION };

    if (id)
        go(&w, id, way->since, &all, 0);
}

void unit_successors(struct ctx *c, int64_t id, int64_t since, int64_t on, unit_parts *ret)
{
    const struct unit *u = id ? unit_get(c, id) : NULL;

    const struct unit_walk way = { .since = since || !u ? since : u->from, .on = on };

    if (u)
        unit_dir_walk(c->arena, unit_dir(c), id, &way, ret);
}

void unit_predecessors(struct ctx *c, int64_t id, int64_t since, int64_t on, unit_parts *ret)
{
    const struct unit_walk way = { .back = true, .since = since ? since : INT64_MAX, .on = on };

    unit_dir_walk(c->arena, unit_dir(c), id, &way, ret);
}

/* ---- kinds and codes ---- */

void unit_of_kind(struct ctx *c, const char *kind, int64_t on, unit_list *ret)
{
    const struct unit_dir *d = unit_dir(c);

    for (size_t i = 0; i < d->n; i++)
        if (unit_dir_valid(&d->v[i], on) && (!*kind || strcmp(d->v[i].u.kind, kind) == 0))
            *LIST_PUSH(c->arena, ret) = &d->v[i].u;
}

static bool is_zero(const char *s)
{
    return s[strspn(s, "0")] == '\0';
}

const char *unit_agency_code(struct arena *a, const char *code)
{
    const char *part[8];
    struct buf b = { .arena = a };
    size_t n = strchr(code, '.') ? text_split(a, code, '.', part, COUNT(part)) : 0;

    if (n < 2)
        return code;
    bool back = part[0][0] >= '0' && part[0][0] <= '9'; /* the root body begins with a letter */
    for (size_t i = 0; i < n; i++) {
        const char *s = part[back ? n - 1 - i : i];

        if (!is_zero(s))
            buf_printf(&b, "%s%s", b.n ? "." : "", s);
    }
    return buf_str(&b);
}

static bool in_system(const struct unit_code_entry *e, const char *system, const char *code)
{
    return (!*system || strcmp(e->system, system) == 0) && strcmp(e->code, code) == 0;
}

const struct unit *unit_by_system(struct ctx *c, const char *system, const char *code, int64_t on)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit_code_entry *e;

    if (strcmp(system, "agency") == 0)
        code = unit_agency_code(c->arena, code);
    for (size_t at = unit_dir_code(d, code); (e = unit_dir_code_at(d, at)); at++)
        if (in_system(e, system, code) && unit_dir_code_on(e, on))
            return unit_dir_on(d, e->unit, on);
    return NULL;
}

static int by_day(const void *a, const void *b)
{
    const struct unit_meaning *x = a, *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

void unit_code_meanings(struct ctx *c, const char *system, const char *code, unit_meanings *ret)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit_code_entry *e;
    size_t before = ret->n;

    if (strcmp(system, "agency") == 0)
        code = unit_agency_code(c->arena, code);
    for (size_t at = unit_dir_code(d, code); (e = unit_dir_code_at(d, at)); at++)
        if (in_system(e, system, code))
            *LIST_PUSH(c->arena, ret) =
                (struct unit_meaning){ unit_dir_on(d, e->unit, e->until ? e->until - 1 : 0),
                                       e->system, e->since, e->until };
    if (ret->n > before)
        qsort(ret->v + before, ret->n - before, sizeof *ret->v, by_day);
}

int64_t unit_first_day(struct ctx *c, const char *system)
{
    const struct unit_dir *d = unit_dir(c);
    int64_t first = 0;

    for (size_t i = 0; i < d->n_codes; i++)
        if ((!*system || strcmp(d->codes[i].system, system) == 0) &&
            (!first || d->codes[i].since < first))
            first = d->codes[i].since;
    return first;
}
