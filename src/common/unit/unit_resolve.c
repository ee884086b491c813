/* From what was read or coded to the units of a day. */
#include "common/unit/unit_resolve.h"

#include <string.h>

#include "common/unit/unit_address.h"
#include "common/unit/unit_dir.h"

enum { MOST_UNITS = 64 };

const char *unit_word(const struct unit *u)
{
    return *u->type ? u->type : u->kind;
}

const char *unit_parent_code(struct ctx *c, const struct unit *u, int64_t on)
{
    const struct unit *up = u->parent ? unit_dir_on(unit_dir(c), u->parent, on) : NULL;

    return up ? up->code : "";
}

/* ---- following ---- */

static void add(struct ctx *c, struct unit_answer *a, struct unit_found f)
{
    for (size_t i = 0; i < a->units.n; i++)
        if (a->units.v[i].u->id == f.u->id)
            return;
    if (a->units.n < MOST_UNITS)
        *LIST_PUSH(c->arena, &a->units) = f;
}

static void add_part(struct ctx *c, struct unit_answer *a, const struct unit *was,
                     const struct unit_part *p)
{
    int64_t share = p->population >= 0 ? p->population : p->area;

    add(c, a,
        (struct unit_found){
            .u = p->u, .was = was, .by = p->by, .share = p->whole == 1 ? -1 : share });
}

/* Of several parts those that the text names, too. */
static bool narrow(const struct gazette *g, const struct readings *r, uint64_t words,
                   unit_parts *parts)
{
    size_t n = 0;

    for (size_t i = 0; r && i < parts->n; i++)
        for (size_t k = 0; k < r->n_beside; k++)
            if (g->places[r->beside[k]].u.id == parts->v[i].u->id &&
                !(r->beside_words[k] & words)) {
                parts->v[n++] = parts->v[i];
                break;
            }
    if (n == 0)
        return false;
    parts->n = n;
    return true;
}

/* What the communes of a former district became. */
static void follow_district(struct ctx *c, struct unit_answer *a, const struct unit *was, size_t at)
{
    const struct gazette *g = unit_gazette(c);
    unit_parts parts = { 0 };

    for (uint32_t i = g->places[at].below; i < g->places[at + 1].below; i++) {
        const struct place *p = &g->places[g->below[i].unit];

        if (!g->below[i].kin && p->u.level == LEVEL_COMMUNE)
            unit_successors(c, p->u.id, was->until - 1, a->on, &parts);
    }
    for (size_t i = 0; i < parts.n; i++)
        add(c, a, (struct unit_found){ .u = parts.v[i].u, .was = was, .share = -1 });
}

struct source {              /* where a unit was found */
    const struct gazette *g; /* NULL: by a code */
    const struct readings *r;
    uint64_t words;
    size_t place;
};

static enum unit_reason follow_forward(struct ctx *c, struct unit_answer *a, const struct unit *was,
                                       const struct source *s)
{
    unit_parts parts = { 0 };

    unit_successors(c, was->id, was->until - 1, a->on, &parts);
    if (parts.n == 0 && strcmp(was->kind, "district") == 0) {
        size_t had = a->units.n;

        follow_district(c, a, was, s->place);
        return a->units.n > had ? FOUND_DISTRICT : FOUND_GONE;
    }
    bool divided = parts.n > 1, narrowed = divided && s->g && narrow(s->g, s->r, s->words, &parts);
    for (size_t i = 0; i < parts.n; i++)
        add_part(c, a, was, &parts.v[i]);
    return narrowed  ? FOUND_NARROWED
           : divided ? FOUND_DIVIDED
           : parts.n ? FOUND_FORMER
                     : FOUND_GONE;
}

/* The unit on the day asked for, or what it became, or what it was made of. */
static enum unit_reason follow(struct ctx *c, struct unit_answer *a, const struct unit *was,
                               const struct source *s)
{
    unit_parts parts = { 0 };

    if (was->until && was->until <= a->on)
        return follow_forward(c, a, was, s);
    const struct unit *now = unit_dir_on(unit_dir(c), was->id, a->on);
    if (now) {
        add(c, a, (struct unit_found){ .u = now, .share = -1 });
        return FOUND;
    }
    unit_predecessors(c, was->id, 0, a->on, &parts);
    for (size_t i = 0; i < parts.n; i++)
        add(c, a, (struct unit_found){ .u = parts.v[i].u, .was = was, .share = -1 });
    return FOUND_LATER;
}

static void note_first(struct unit_answer *a, const struct unit *read, enum unit_reason reason)
{
    if (a->read)
        return;
    a->read = read;
    a->reason = reason;
}

/* ---- codes ---- */

static size_t place_of(const struct gazette *g, int64_t id)
{
    for (size_t i = 0; i < g->n_uppers; i++)
        if (g->places[g->uppers[i]].u.id == id)
            return g->uppers[i];
    return g->n_places;
}

static void follow_meaning(struct ctx *c, struct unit_answer *a, const struct unit_meaning *m)
{
    struct source s = { 0 };

    if (!m->u)
        return;
    if (strcmp(m->u->kind, "district") == 0)
        s.place = place_of(unit_gazette(c), m->u->id);
    note_first(a, m->u, follow(c, a, m->u, &s));
}

/* A code that had ended by the day: its last meaning before it. */
static void follow_ended(struct ctx *c, struct unit_answer *a)
{
    for (size_t i = a->meant.n; i-- > 0;)
        if (a->meant.v[i].from <= a->day) {
            a->ended = true;
            follow_meaning(c, a, &a->meant.v[i]);
            return;
        }
    a->reason = CODE_BEFORE;
}

static void follow_day(struct ctx *c, struct unit_answer *a)
{
    bool any = false;

    for (size_t i = 0; i < a->meant.n; i++) {
        const struct unit_meaning *m = &a->meant.v[i];

        if (m->from > a->day || (m->until && m->until <= a->day))
            continue;
        follow_meaning(c, a, m);
        any = true;
    }
    if (!any)
        follow_ended(c, a);
}

/* How many different units it has meant. */
static bool meant_several(const unit_meanings *m)
{
    for (size_t i = 1; i < m->n; i++)
        if (m->v[i].u && m->v[0].u && m->v[i].u->id != m->v[0].u->id)
            return true;
    return false;
}

/* The common case, without gathering what else the code has meant. */
static bool resolve_at_once(struct ctx *c, const char *system, struct unit_answer *a)
{
    const struct unit *u = *system && a->day ? unit_by_system(c, system, a->code, a->day) : NULL;

    if (u)
        follow_meaning(c, a, &(struct unit_meaning){ .u = u });
    a->ambiguous = a->units.n > 1;
    return u != NULL;
}

void unit_resolve_code(struct ctx *c, const char *system, const char *code, int64_t day, int64_t on,
                       struct unit_answer *ret)
{
    *ret = (struct unit_answer){ .code = code, .day = day, .on = on, .reason = CODE_UNKNOWN };
    if (resolve_at_once(c, system, ret))
        return;
    unit_code_meanings(c, system, code, &ret->meant);
    if (ret->meant.n == 0 && !*system)
        unit_code_meanings(c, "agency", code, &ret->meant);
    if (ret->meant.n == 0)
        return;
    if (day)
        follow_day(c, ret);
    for (size_t i = day ? 0 : ret->meant.n; i-- > 0;) /* the present meaning first */
        follow_meaning(c, ret, &ret->meant.v[i]);
    ret->ambiguous = ret->units.n > 1 || (!day && meant_several(&ret->meant));
}

/* ---- texts ---- */

void unit_resolve_text(struct ctx *c, const char *text, int64_t on, struct unit_answer *ret)
{
    const struct gazette *g = unit_gazette(c);
    struct readings r = { 0 };

    *ret = (struct unit_answer){ .on = on, .reason = NOTHING_NAMED };
    unit_address_read(g, text, on, &r);
    for (size_t i = 0; i < r.n; i++) {
        const struct reading *v = &r.v[i];
        struct source s = { .g = g, .r = &r, .words = v->words, .place = v->unit };
        const struct unit_as *a = unit_dir_newest(unit_dir(c), g->places[v->unit].u.id);
        size_t had = ret->units.n;

        note_first(ret, &a->u, follow(c, ret, &a->u, &s));
        ret->typo |= i == 0 && v->typo;
        ret->several |= i > 0 && ret->units.n > had;
    }
    if (r.words.n == 0)
        ret->reason = NOTHING_ASKED;
    ret->unknown = r.other_commune;
    ret->ambiguous = ret->units.n > 1;
}
