/* Lists of obligations: which stretches of which indices they are read from. */
#include <string.h>

#include "common/account/account.h"
#include "common/unit/unit.h"
#include "common/work/work_scan.h"
#include "core/text.h"

enum { LATE = 1, LATE_RECORD = 2, ON_TIME = 4, ANY_TIME = 7 }; /* the parameter :late */
enum { MAX_UNITS = 300, MAX_LIMIT = 200, SHELF_DAYS = 32 };

/* What a filter means, and the stretches that hold it. */
struct plan {
    struct reading r;
    int64_t fits;             /* TAKE_OPEN, TAKE_DONE: the class is found among these */
    int64_t due_from, due_to; /* the deadlines of the class */
    int64_t unit, tenant;
    const char *words, *query; /* as they were asked; with marks, for the database */
    int64_t first_shelf, last_shelf;
    scans all;
};

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- what the class asks ---- */

static bool read_class(struct ctx *c, const struct work_filter *f, struct plan *p)
{
    bool any = !f->cls || !f->cls[0],
         open = work_class_asked(f, "open") || work_class_asked(f, "waiting"),
         done = work_class_asked(f, "done");
    struct reading *r = &p->r;

    p->due_from = 0;
    p->due_to = WORK_NO_DUE;
    r->late = ANY_TIME;
    if (work_class_asked(f, "open_in_time"))
        open = true, p->due_from = r->on, p->due_to = WORK_NO_DUE - 1;
    else if (work_class_asked(f, "open_overdue"))
        open = true, p->due_to = r->on - 1;
    else if (work_class_asked(f, "open_no_deadline"))
        open = true, p->due_from = WORK_NO_DUE;
    else if (work_class_asked(f, "done_on_time"))
        done = true, r->late = LATE_RECORD | ON_TIME, p->due_to = WORK_NO_DUE - 1;
    else if (work_class_asked(f, "done_late"))
        done = true, r->late = LATE;
    else if (work_class_asked(f, "done_no_deadline"))
        done = true, p->due_from = WORK_NO_DUE;
    else if (work_class_asked(f, "late_record"))
        done = true, r->late = LATE_RECORD;
    else if (!any && !open && !done)
        return fail_field(c, "class", "there is no class of this name");
    p->fits = (any || open ? TAKE_OPEN : 0) | (any || done ? TAKE_DONE : 0);
    r->done_by = r->past && done ? r->on : 0;
    if (r->past &&
        work_class_asked(f, "late_record")) /* what was recorded by then is not among them */
        p->fits = 0;
    return true;
}

/* What has no deadline lies in no range of them. */
static void read_deadlines(const struct work_filter *f, struct plan *p)
{
    int64_t last = f->due_to ? smaller(f->due_to, WORK_NO_DUE - 1) : WORK_NO_DUE - 1;

    if (f->due_from > p->due_from)
        p->due_from = f->due_from;
    if (f->due_from || f->due_to)
        p->due_to = smaller(p->due_to, last);
}

/* ---- stretches of one index ---- */

/* Current deadlines from .. to in an index, and what is taken of them. */
struct stretch {
    int64_t from, to, take;
};

static void add(struct ctx *c, struct plan *p, enum work_index find, int64_t kind,
                const struct stretch *g)
{
    const struct work_filter *f = p->r.f;
    bool inside = f->after_due >= g->from; /* the last row of the page before */

    *LIST_PUSH(c->arena, &p->all) = (struct scan){
        .find = find,
        .kind = kind,
        .unit = p->unit,
        .tenant = p->tenant,
        .take = g->take,
        .query = p->query,
        .due = inside ? f->after_due : g->from,
        .id = inside ? f->after_id : 0,
        .last = g->to,
    };
}

/* Where the open ones are found, and where those that have ended. */
struct index {
    enum work_index find, shelf; /* shelf 0: both by find, */
    bool by_kind;                /* one kind at a time, or all at once */
};

static bool add_shelves(struct ctx *c, struct plan *p, const struct index *x,
                        const struct stretch *g, int64_t first, int64_t last)
{
    if (!p->last_shelf && !work_scan_shelf_range(c, &p->first_shelf, &p->last_shelf))
        return false;
    first = first > p->first_shelf ? first : p->first_shelf;
    last = smaller(last, p->last_shelf);
    for (int64_t i = first; i <= last; i++)
        add(c, p, x->shelf, i, g);
    return true;
}

/* First where the first ones are likely to be: then there is less to read of the rest. Of what
 * was open, the shelf of the day that is asked comes last: much of it ended before that day. */
static bool add_range(struct ctx *c, struct plan *p, const struct index *x, const struct stretch *g)
{
    int64_t own = p->r.on / SHELF_DAYS;
    bool ended = g->take & TAKE_DONE, open = p->r.past || (g->take & TAKE_OPEN);
    bool own_last = p->r.past && !ended && !p->r.done_by;

    if (!x->shelf) {
        for (int closed = 0; closed < (x->by_kind ? CLOSED_KINDS : 1); closed++)
            add(c, p, x->find, closed, g);
        return true;
    }
    if ((ended || p->r.past) && !add_shelves(c, p, x, g, ended ? 0 : own + own_last, INT64_MAX))
        return false;
    if (open)
        add(c, p, x->find, OPEN, g);
    return !own_last || add_shelves(c, p, x, g, own, own);
}

/* On a past day a deadline may lie in the class that was moved out of it since. Few are moved
 * back, so these are read from an index of their own; those moved on come last anyway. */
static bool add_index(struct ctx *c, struct plan *p, const struct index *x, int64_t unit)
{
    const int64_t moved = TAKE_EXTENDED | TAKE_AMENDED;
    struct stretch in = { p->due_from, p->due_to, p->fits },
                   before = { 0, p->due_from - 1, TAKE_AMENDED },
                   behind = { p->due_to + 1, WORK_NO_DUE, moved };

    p->unit = unit;
    p->tenant = unit ? unit_tenant(c, unit) : 0;
    if (!p->r.past)
        return add_range(c, p, x, &in);
    in.take |= TAKE_SAME_DUE | moved;
    if (!add_range(c, p, x, &in))
        return false;
    if (!x->shelf)
        return add_range(c, p, x, &before) && add_range(c, p, x, &behind);
    enum work_index moves = unit ? FIND_MOVED_BELOW : FIND_MOVED;
    add(c, p, moves, 1, &before);
    add(c, p, moves, 0, &behind);
    add(c, p, moves, 1, &behind);
    return true;
}

static const struct index all = { FIND_ALL, FIND_SHELF_ALL, false },
                          of_list = { FIND_LIST, FIND_SHELF_LIST, false },
                          of_tenant = { FIND_TENANT, FIND_SHELF_TENANT, false },
                          of_below = { FIND_BELOW, FIND_SHELF_BELOW, false },
                          of_owner = { FIND_OWNER, 0, true },
                          of_creditor = { FIND_CREDITOR, 0, true },
                          of_party = { FIND_PARTY, 0, false },
                          of_waiting = { FIND_WAITING, 0, false },
                          by_words = { FIND_WORDS, 0, false },
                          by_party_words = { FIND_PARTY_WORDS, 0, false };

/* ---- which indices ---- */

static bool has_children(struct ctx *c, int64_t unit, unit_list *ret)
{
    ret->n = 0;
    unit_children(c, unit, c->today, ret);
    return ret->n > 0;
}

static bool add_unit(struct ctx *c, struct plan *p, int64_t unit)
{
    unit_list below = { 0 };

    if (unit == unit_state(c))
        return add_index(c, p, p->r.list ? &of_list : &all, 0);
    if (unit == unit_tenant(c, unit))
        return add_index(c, p, &of_tenant, unit);
    return add_index(c, p, has_children(c, unit, &below) ? &of_below : &of_owner, unit);
}

typedef LIST(int64_t) ids;

/* The unit and those below it, the first MAX_UNITS. */
static void gather(struct ctx *c, int64_t unit, ids *ret)
{
    unit_list below = { 0 };

    if (ret->n >= MAX_UNITS)
        return;
    *LIST_PUSH(c->arena, ret) = unit;
    unit_children(c, unit, c->today, &below);
    for (size_t i = 0; i < below.n; i++)
        gather(c, below.v[i]->id, ret);
}

/* What is found by words, narrowed by a mark and a unit (see gather_words() in work_write.c). */
static bool add_words(struct ctx *c, struct plan *p, char mark, int64_t unit, const struct index *x)
{
    struct buf b = { .arena = c->arena };

    if (unit && mark)
        buf_printf(&b, "%c%lldx ", mark, (long long)unit);
    if (p->r.within && p->r.within != unit)
        buf_printf(&b, "u%lldx ", (long long)p->r.within);
    if (p->r.list)
        buf_printf(&b, "l%lldx ", (long long)p->r.list);
    buf_text(&b, p->words);
    p->query = text_query(c, buf_str(&b));
    return add_index(c, p, x, unit);
}

/* What somebody sees who does not see all: owed by their units, owed to them, or shared. */
static bool add_own(struct ctx *c, struct plan *p)
{
    bool words = p->words[0] != '\0';
    work_places places = { 0 };
    ids units = { 0 };

    if (!work_places_seen(c, 0, &places))
        return false;
    p->r.everywhere = true; /* the role reaches all of these */
    for (size_t i = 0; i < places.n; i++) {
        int64_t unit = places.v[i].unit;

        if (words ? !add_words(c, p, 'u', unit, &by_words) || !add_words(c, p, 'c', unit, &by_words)
                  : !add_unit(c, p, unit))
            return false;
        gather(c, unit, &units);
    }
    for (size_t i = 0; i < units.n; i++)
        if (words ? !add_words(c, p, 0, units.v[i], &by_party_words)
                  : !add_index(c, p, &of_creditor, units.v[i]) ||
                        !add_index(c, p, &of_party, units.v[i]))
            return false;
    return true;
}

/* Everything of a unit, or of all. */
static bool add_free(struct ctx *c, struct plan *p, int64_t unit)
{
    p->r.everywhere = true;
    if (p->words[0])
        return add_words(c, p, 'u', unit, &by_words);
    if (work_class_asked(p->r.f, "waiting"))
        return add_index(c, p, &of_waiting, unit);
    if (unit)
        return add_unit(c, p, unit);
    return add_index(c, p, p->r.list ? &of_list : &all, 0);
}

static bool add_all(struct ctx *c, struct plan *p)
{
    int64_t unit = p->r.f->unit;

    if (c->actor->everywhere || (unit && account_sees(c, unit)))
        return add_free(c, p, unit == unit_state(c) ? 0 : unit);
    p->r.within = unit == unit_state(c) ? 0 : unit;
    if (work_class_asked(p->r.f, "waiting") &&
        !p->words[0]) /* few: the predicate is asked of each */
        return add_index(c, p, &of_waiting, p->r.within);
    return add_own(c, p);
}

/* ---- the list ---- */

static bool make_plan(struct ctx *c, const struct work_filter *f, struct plan *p)
{
    *p = (struct plan){ .r = { .f = f, .list = f->list, .on = f->on ? f->on : c->today },
                        .words = "",
                        .query = "" };
    p->r.measures = f->measures ? f->measures : WORK_TASKS | WORK_PAIRS | WORK_PARTS;
    p->r.past = p->r.on < c->today && !work_class_asked(f, "waiting");
    if (f->words && f->words[0]) {
        p->words = text_fold(c->arena, f->words);
        if (!p->words[strspn(p->words, " ")]) /* signs only: nothing has them */
            return true;
    }
    if (!read_class(c, f, p))
        return false;
    read_deadlines(f, p);
    return add_all(c, p);
}

static int64_t limit_of(const struct work_filter *f, int64_t usual)
{
    return f->limit < 1 ? usual : smaller(f->limit, MAX_LIMIT);
}

bool work_find(struct ctx *c, const struct work_filter *f, obligations *ret)
{
    obligations found = { 0 };
    struct plan p;

    if (!make_plan(c, f, &p) || !work_scan_first(c, &p.r, &p.all, limit_of(f, 25), &found))
        return false;
    for (size_t i = 0; i < found.n; i++)
        *LIST_PUSH(c->arena, ret) = found.v[i];
    return true;
}

bool work_find_each(struct ctx *c, const struct work_filter *f, work_each_fn *each, void *arg)
{
    struct plan p;

    return make_plan(c, f, &p) &&
           work_scan_each(c, &p.r, &p.all, limit_of(f, MAX_LIMIT), each, arg);
}
