/* The life of one unit, gathered for its page. */
#include "common/unit/unit_story.h"

#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "unit_story_sql.h"

enum { MILLION = 1000000 };

/* ---- before and after ---- */

static void read_edges(struct ctx *c, int64_t id, struct unit_story *s)
{
    const struct unit_dir *d = unit_dir(c);
    unit_changes into = { 0 }, from = { 0 };

    unit_changes_to(c, id, &into);
    unit_changes_from(c, id, &from);
    for (size_t i = 0; i < into.n; i++)
        if (into.v[i]->from && into.v[i]->from != id)
            *LIST_PUSH(c->arena, &s->before) =
                (struct unit_edge){ unit_dir_on(d, into.v[i]->from, into.v[i]->day - 1),
                                    into.v[i] };
    for (size_t i = 0; i < from.n; i++)
        if (from.v[i]->to != id)
            *LIST_PUSH(c->arena, &s->after) = (struct unit_edge){
                from.v[i]->to ? unit_dir_on(d, from.v[i]->to, from.v[i]->day) : NULL, from.v[i]
            };
}

/* "area:part;population:whole" says more than "a part" where the list has it. */
static const char *detail_text(struct ctx *c, const char *detail)
{
    if (strcmp(detail, "area only") == 0)
        return T("only area, no people");
    if (strcmp(detail, "area:part;population:whole") == 0)
        return T("a part of the area, all of the people");
    return detail;
}

const char *unit_extent_text(struct ctx *c, const struct unit_change *e)
{
    struct buf b = { .arena = c->arena };

    if (e->whole == 1)
        return T("whole");
    buf_text(&b, e->whole == 0 ? T("a part") : T("not known whether whole or a part"));
    if (e->area >= 0)
        buf_printf(&b, ", %s", TF("%s of the area", tr_percent(c, e->area, MILLION)));
    if (e->population >= 0)
        buf_printf(&b, ", %s", TF("%s of the people", tr_percent(c, e->population, MILLION)));
    if (*e->detail)
        buf_printf(&b, ": %s", detail_text(c, e->detail));
    if (e->area < 0 && e->population < 0 && e->whole == 0)
        buf_printf(&b, "; %s", T("share not known"));
    return buf_str(&b);
}

/* ---- the time table ---- */

static struct unit_moment *moment(struct ctx *c, struct unit_story *s, int64_t day, int order,
                                  const char *what)
{
    struct unit_moment *m = LIST_PUSH(c->arena, &s->moments);

    *m = (struct unit_moment){ day, order, what, NULL, "", "" };
    return m;
}

/* What a version of the unit has other than the one before it. */
static void tell_version(struct ctx *c, struct unit_story *s, const struct unit_as *was,
                         const struct unit_as *is)
{
    if (strcmp(was->u.name, is->u.name) != 0)
        moment(c, s, is->fact_from, 2,
               TF("Is now called %s (before: %s)", is->u.name, was->u.name));
    if (strcmp(was->u.type, is->u.type) != 0)
        moment(c, s, is->fact_from, 3, TF("Is now a %s (before: %s)", is->u.type, was->u.type));
    if (was->u.parent != is->u.parent)
        moment(c, s, is->fact_from, 4,
               TF("Lies now below %s (before: %s)", unit_name(c, is->u.parent),
                  unit_name(c, was->u.parent)))
            ->link = is->u.parent ? unit_get(c, is->u.parent) : NULL;
}

static void tell_versions(struct ctx *c, struct unit_story *s)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit_as *newest = unit_dir_newest(d, s->u->id), *a = newest;

    while (a + 1 < d->v + d->n && a[1].u.id == s->u->id)
        a++;
    moment(c, s, a->u.from, 0,
           a->u.parent ? TF("Known as %s, below %s", a->u.name, unit_name(c, a->u.parent))
                       : TF("Known as %s", a->u.name));
    for (; a > newest; a--)
        tell_version(c, s, a, a - 1);
    if (s->u->until)
        moment(c, s, s->u->until, 9, T("First day without it"));
}

static bool tell_codes(struct ctx *c, struct unit_story *s)
{
    unit_story_codes_rows l = { 0 };

    if (!unit_story_codes(c, s->u->id, &l))
        return false;
    for (size_t i = 0; i < l.n; i++) {
        if (strcmp(l.v[i].system, "alias") == 0)
            continue; /* spellings are no history */
        moment(c, s, l.v[i].since, 1,
               arena_printf(c->arena, "%s %s", T(unit_system_name(l.v[i].system)), l.v[i].code));
        if (l.v[i].until && l.v[i].until != s->u->until)
            moment(c, s, l.v[i].until, 6,
                   TF("%s %s ends", T(unit_system_name(l.v[i].system)), l.v[i].code));
    }
    return true;
}

/* Of the same day and act there can be dozens: one line tells of all. */
static void tell_changes(struct ctx *c, struct unit_story *s, const unit_edges *l, bool into)
{
    for (size_t i = 0; i < l->n;) {
        const struct unit_change *e = l->v[i].by;
        size_t n = i + 1;

        while (n < l->n && l->v[n].by->day == e->day && strcmp(l->v[n].by->act, e->act) == 0)
            n++;
        const struct unit *other = l->v[i].u;
        struct unit_moment *m;
        if (n - i > 1)
            m = moment(c, s, e->day, 5,
                       into ? TF("Made of %d units, or parts of them", (int)(n - i))
                            : TF("Became %d units, or parts of them", (int)(n - i)));
        else if (!other)
            m = moment(c, s, e->day, 5, T("Dissolved"));
        else
            m = moment(c, s, e->day, 5,
                       into ? TF("Took in %s: %s", other->name, unit_extent_text(c, e))
                            : TF("Went to %s: %s", other->name, unit_extent_text(c, e)));
        m->link = n - i == 1 ? other : NULL;
        m->act = e->act;
        m->clause = n - i == 1 ? e->clause : "";
        i = n;
    }
}

/* The act of a change of name or kind stands at the unit's own edge of that day. */
static void add_acts(struct ctx *c, struct unit_story *s)
{
    unit_changes own = { 0 };

    unit_changes_from(c, s->u->id, &own);
    for (size_t i = 0; i < own.n; i++)
        for (size_t k = 0; own.v[i]->to == s->u->id && k < s->moments.n; k++)
            if (s->moments.v[k].day == own.v[i]->day && !*s->moments.v[k].act) {
                s->moments.v[k].act = own.v[i]->act;
                s->moments.v[k].clause = own.v[i]->clause;
            }
}

static int by_day(const void *a, const void *b)
{
    const struct unit_moment *x = a, *y = b;

    return x->day != y->day ? (x->day > y->day) - (x->day < y->day)
                            : (x->order > y->order) - (x->order < y->order);
}

bool unit_story_read(struct ctx *c, const struct unit *u, struct unit_story *ret)
{
    struct unit_story s = { .u = u, .on = c->today };

    if (u->until && u->until <= c->today)
        s.on = u->until - 1;
    if (u->from > s.on)
        s.on = u->from;
    read_edges(c, u->id, &s);
    tell_versions(c, &s);
    if (!tell_codes(c, &s) || !unit_map_near(c, u, s.on, &s.map))
        return false;
    tell_changes(c, &s, &s.before, true);
    tell_changes(c, &s, &s.after, false);
    add_acts(c, &s);
    qsort(s.moments.v, s.moments.n, sizeof *s.moments.v, by_day);
    *ret = s;
    return true;
}

/* ---- markup ---- */

#include "unit_story.html.h"

struct html_safe unit_story_part(struct ctx *c, const struct unit_story *s)
{
    struct buf b = { .arena = c->arena };

    unit_story_all_html((struct html){ &b }, c, s);
    return (struct html_safe){ buf_str(&b) };
}
