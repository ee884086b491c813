/* Lists of obligations: which index to read, and what each day's class was. */
#include "common/work/work_state.h"

#include <stdlib.h>
#include <string.h>

#include "common/account/account.h"
#include "common/unit/unit.h"
#include "core/text.h"
#include "work_find_sql.h"

enum { OPEN, DONE, WITHDRAWN, CLOSED_KINDS };                  /* the column closed */
enum { LATE = 1, LATE_RECORD = 2, ON_TIME = 4, ANY_TIME = 7 }; /* the parameter :late */
enum take {                                                    /* the parameter :take */
            TAKE_OPEN = 1 << OPEN,
            TAKE_DONE = 1 << DONE,
            TAKE_SAME_DUE =
                4, /* changed after the day that is asked: the deadline was never moved, */
            TAKE_EXTENDED = 8, /* only to later days, */
            TAKE_AMENDED = 16  /* or to any */
};
enum { MAX_UNITS = 300, MAX_LIMIT = 200, SHELF_DAYS = 32 };

/* What a filter means, and what was found so far. */
struct reading {
    const struct work_filter *f;
    int64_t on, limit;
    bool past;                /* rows that changed after `on` are judged by their events */
    int64_t fits;             /* TAKE_OPEN, TAKE_DONE: the class is found among these */
    int64_t due_from, due_to; /* the deadlines of the class */
    int64_t late, done_by;    /* done_by: was done on this day, at the latest; 0: not asked */
    int64_t list, measures, unit, tenant;
    bool everywhere;
    int64_t within;            /* only what this unit owes, or one below it; 0: any */
    const char *words, *query; /* as they were asked; with marks, for the database */
    obligations found;         /* the first `limit` by key of all that was read */
    int64_t last_due;          /* what lies behind cannot be among these any more */
    struct work_find_shelves_row shelf;
};
/* kind: the column closed, a shelf, or as work_find_moved says; without a meaning for others */
typedef bool (*find_fn)(struct ctx *c, int64_t kind, int64_t after_due, int64_t after_id,
                        int64_t last_due, int64_t on_day, int64_t take, int64_t late,
                        int64_t done_by, int64_t list, int64_t measures, int64_t me,
                        int64_t everywhere, int64_t page, int64_t unit, int64_t tenant,
                        const char *words, work_find_all_rows *ret);

static bool is(const struct work_filter *f, const char *cls)
{
    return f->cls && strcmp(f->cls, cls) == 0;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- what the class asks ---- */

static bool read_class(struct ctx *c, const struct work_filter *f, struct reading *r)
{
    bool any = !f->cls || !f->cls[0], open = is(f, "open") || is(f, "waiting"),
         done = is(f, "done");

    r->due_from = 0;
    r->due_to = WORK_NO_DUE;
    r->late = ANY_TIME;
    if (is(f, "open_in_time"))
        open = true, r->due_from = r->on, r->due_to = WORK_NO_DUE - 1;
    else if (is(f, "open_overdue"))
        open = true, r->due_to = r->on - 1;
    else if (is(f, "open_no_deadline"))
        open = true, r->due_from = WORK_NO_DUE;
    else if (is(f, "done_on_time"))
        done = true, r->late = LATE_RECORD | ON_TIME, r->due_to = WORK_NO_DUE - 1;
    else if (is(f, "done_late"))
        done = true, r->late = LATE;
    else if (is(f, "done_no_deadline"))
        done = true, r->due_from = WORK_NO_DUE;
    else if (is(f, "late_record"))
        done = true, r->late = LATE_RECORD;
    else if (!any && !open && !done)
        return fail_field(c, "class", "there is no class of this name");
    r->fits = (any || open ? TAKE_OPEN : 0) | (any || done ? TAKE_DONE : 0);
    r->done_by = r->past && done ? r->on : 0;
    if (r->past && is(f, "late_record")) /* what was recorded by then is not among them */
        r->fits = 0;
    return true;
}

/* What has no deadline lies in no range of them. */
static void read_deadlines(const struct work_filter *f, struct reading *r)
{
    int64_t last = f->due_to ? smaller(f->due_to, WORK_NO_DUE - 1) : WORK_NO_DUE - 1;

    if (f->due_from > r->due_from)
        r->due_from = f->due_from;
    if (f->due_from || f->due_to)
        r->due_to = smaller(r->due_to, last);
}

/* ---- as of a past day ---- */

static bool facts_of(struct ctx *c, const struct obligation *o, work_facts *ret)
{
    work_find_facts_rows rows = { 0 };

    if (!work_find_facts(c, o->tenant, o->id, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) =
            (struct work_fact){ (enum work_event_type)rows.v[i].type, rows.v[i].recorded,
                                rows.v[i].effective, rows.v[i].due };
    return true;
}

static bool class_fits(const struct work_filter *f, int cls)
{
    bool any = !f->cls || !f->cls[0];

    if (cls < 0)
        return false;
    if (is(f, "open"))
        return cls <= WORK_OPEN_NO_DEADLINE;
    if (is(f, "done"))
        return cls >= WORK_DONE_ON_TIME;
    return any || strcmp(f->cls, work_class_words[cls]) == 0;
}

/* Puts the row back to the day that is asked, and says whether it is in the class. */
static bool judge(struct ctx *c, const struct reading *r, struct obligation *o, bool *ret)
{
    work_facts facts = { 0 };
    struct work_state s, really;

    if (!facts_of(c, o, &facts))
        return false;
    s = work_state_on(c, &facts, r->f->view, r->on);
    if (is(r->f, "late_record")) {
        really = work_state_on(c, &facts, WORK_ACTUAL, r->on);
        s = work_state_on(c, &facts, WORK_KNOWN, r->on);
        *ret = really.done && !really.withdrawn && !s.done && !s.withdrawn;
        s = really;
    } else {
        *ret = class_fits(r->f, work_state_class(&s, r->on));
    }
    if ((r->f->due_from && s.due < r->f->due_from) ||
        (r->f->due_to && (s.due == 0 || s.due > r->f->due_to)))
        *ret = false;
    o->due = s.due;
    o->done = s.done;
    o->withdrawn = 0;
    o->done_known = s.done && o->done_known <= r->on ? o->done_known : 0;
    return true;
}

/* ---- reading one index ---- */

static int by_key(const void *a, const void *b)
{
    const struct obligation *x = a, *y = b;

    if (x->key_due != y->key_due)
        return x->key_due < y->key_due ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* Keeps the first `limit` by key, each once: two indices may give the same one. */
static void trim(struct reading *r, size_t had)
{
    obligations *l = &r->found;
    size_t n = 0;

    if (had) /* what one index gives is in order */
        qsort(l->v, l->n, sizeof *l->v, by_key);
    for (size_t i = 0; i < l->n && n < (size_t)r->limit; i++)
        if (n == 0 || l->v[i].id != l->v[n - 1].id)
            l->v[n++] = l->v[i];
    l->n = n;
    if (n == (size_t)r->limit)
        r->last_due = l->v[n - 1].key_due;
}

static struct obligation line(const struct work_find_all_row *r)
{
    return (struct obligation){ .tenant = r->tenant,
                                .id = r->id,
                                .parent = r->parent,
                                .owner = r->owner,
                                .creditor = r->creditor,
                                .measures = r->measures,
                                .kind = "",
                                .title = r->title,
                                .title_en = r->title_en,
                                .title_de = r->title_de,
                                .due_text = r->due_text,
                                .opened = r->opened,
                                .due = r->due == WORK_NO_DUE ? 0 : r->due,
                                .reported = r->reported,
                                .done = r->done,
                                .done_known = r->done_known,
                                .withdrawn = r->withdrawn,
                                .asked_due = r->asked_due,
                                .extensions = r->extensions,
                                .returns = r->returns,
                                .parts = r->parts,
                                .parts_done = r->parts_done,
                                .settled = r->settled,
                                .version = r->version,
                                .key_due = r->due };
}

static bool keep_rows(struct ctx *c, struct reading *r, const work_find_all_rows *rows, size_t room)
{
    for (size_t i = 0; i < rows->n && r->found.n < room; i++) {
        struct obligation o = line(&rows->v[i]);
        bool fits = true;

        if (r->past && o.settled > r->on && !judge(c, r, &o, &fits))
            return false;
        if (fits && (o.reported || !is(r->f, "waiting")) &&
            (!r->within || unit_is_below(c, o.owner, r->within)))
            *LIST_PUSH(c->arena, &r->found) = o;
    }
    return true;
}

/* Current deadlines from .. to in an index, and what is taken of them. */
struct stretch {
    int64_t from, to, take;
};

static bool read_stretch(struct ctx *c, struct reading *r, find_fn find, int64_t kind,
                         const struct stretch *g)
{
    int64_t due = r->f->after_due, id = r->f->after_id, on = r->past ? r->on : INT64_MAX;
    int64_t page = r->limit, last = smaller(g->to, r->last_due);
    size_t had = r->found.n, room = had + (size_t)r->limit;

    if (g->from > due)
        due = g->from, id = 0;
    while (due <= last) {
        work_find_all_rows rows = { 0 };

        if (!find(c, kind, due, id, last, on, g->take, r->late, r->done_by, r->list, r->measures,
                  c->actor->id, r->everywhere, page, r->unit, r->tenant, r->query, &rows) ||
            !keep_rows(c, r, &rows, room))
            return false;
        if (r->found.n == room || rows.n < (size_t)page)
            break;
        due = rows.v[rows.n - 1].due;
        id = rows.v[rows.n - 1].id;
        page = smaller(2 * page, MAX_LIMIT); /* few of these fit */
    }
    if (r->found.n > had)
        trim(r, had);
    return true;
}

/* Where the open ones are found, and where those that have ended. */
struct index {
    find_fn find, shelf; /* shelf NULL: both by find, */
    bool by_kind;        /* one kind at a time, or all at once */
};

static bool read_shelves(struct ctx *c, struct reading *r, const struct index *x,
                         const struct stretch *g, int64_t first, int64_t last)
{
    if (!r->shelf.last && !work_find_shelves(c, &r->shelf))
        return false;
    first = first > r->shelf.first ? first : r->shelf.first;
    last = smaller(last, r->shelf.last);
    for (int64_t i = first; i <= last; i++)
        if (!read_stretch(c, r, x->shelf, i, g))
            return false;
    return true;
}

/* First where the first ones are likely to be: then there is less to read of the rest. Of what
 * was open, the shelf of the day that is asked comes last: much of it ended before that day. */
static bool read_range(struct ctx *c, struct reading *r, const struct index *x,
                       const struct stretch *g)
{
    int64_t own = r->on / SHELF_DAYS;
    bool ended = g->take & TAKE_DONE, open = r->past || (g->take & TAKE_OPEN);
    bool own_last = r->past && !ended && !r->done_by;

    if (!x->shelf) {
        for (int closed = 0; closed < (x->by_kind ? CLOSED_KINDS : 1); closed++)
            if (!read_stretch(c, r, x->find, closed, g))
                return false;
        return true;
    }
    if ((ended || r->past) && !read_shelves(c, r, x, g, ended ? 0 : own + own_last, INT64_MAX))
        return false;
    if (open && !read_stretch(c, r, x->find, OPEN, g))
        return false;
    return !own_last || read_shelves(c, r, x, g, own, own);
}

/* On a past day a deadline may lie in the class that was moved out of it since. Few are moved
 * back, so these are read from an index of their own; those moved on come last anyway. */
static bool read_index(struct ctx *c, struct reading *r, const struct index *x, int64_t unit)
{
    const int64_t moved = TAKE_EXTENDED | TAKE_AMENDED;
    struct stretch in = { r->due_from, r->due_to, r->fits },
                   before = { 0, r->due_from - 1, TAKE_AMENDED },
                   behind = { r->due_to + 1, WORK_NO_DUE, moved };

    r->unit = unit;
    r->tenant = unit ? unit_tenant(c, unit) : 0;
    if (!r->past)
        return read_range(c, r, x, &in);
    in.take |= TAKE_SAME_DUE | moved;
    if (!read_range(c, r, x, &in))
        return false;
    if (!x->shelf)
        return read_range(c, r, x, &before) && read_range(c, r, x, &behind);
    return read_stretch(c, r, work_find_moved, 1, &before) &&
           read_stretch(c, r, work_find_moved, 0, &behind) &&
           read_stretch(c, r, work_find_moved, 1, &behind);
}

static const struct index all = { work_find_all, work_find_shelf_all, false },
                          of_list = { work_find_list, work_find_shelf_list, false },
                          of_tenant = { work_find_tenant, work_find_shelf_tenant, false },
                          of_below = { work_find_below, work_find_shelf_below, false },
                          of_owner = { work_find_owner, NULL, true },
                          of_creditor = { work_find_creditor, NULL, true },
                          of_party = { work_find_party, NULL, false },
                          of_waiting = { work_find_waiting, NULL, false },
                          by_words = { work_find_words, NULL, false },
                          by_party_words = { work_find_party_words, NULL, false };

/* ---- which indices ---- */

static bool has_children(struct ctx *c, int64_t unit, unit_list *ret)
{
    ret->n = 0;
    unit_children(c, unit, c->today, ret);
    return ret->n > 0;
}

static bool read_unit(struct ctx *c, struct reading *r, int64_t unit)
{
    unit_list below = { 0 };

    if (unit == unit_state(c))
        return read_index(c, r, r->list ? &of_list : &all, 0);
    if (unit == unit_tenant(c, unit))
        return read_index(c, r, &of_tenant, unit);
    return read_index(c, r, has_children(c, unit, &below) ? &of_below : &of_owner, unit);
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
static bool read_words(struct ctx *c, struct reading *r, char mark, int64_t unit,
                       const struct index *x)
{
    struct buf b = { .arena = c->arena };

    if (unit && mark)
        buf_printf(&b, "%c%lldx ", mark, (long long)unit);
    if (r->within && r->within != unit)
        buf_printf(&b, "u%lldx ", (long long)r->within);
    if (r->list)
        buf_printf(&b, "l%lldx ", (long long)r->list);
    buf_text(&b, r->words);
    r->query = text_query(c, buf_str(&b));
    return read_index(c, r, x, unit);
}

/* What somebody sees who does not see all: owed by their units, owed to them, or shared. */
static bool read_own(struct ctx *c, struct reading *r)
{
    bool words = r->words[0] != '\0';
    work_places places = { 0 };
    ids units = { 0 };

    if (!work_places_seen(c, 0, &places))
        return false;
    r->everywhere = true; /* the role reaches all of these */
    for (size_t i = 0; i < places.n; i++) {
        int64_t unit = places.v[i].unit;

        if (words
                ? !read_words(c, r, 'u', unit, &by_words) || !read_words(c, r, 'c', unit, &by_words)
                : !read_unit(c, r, unit))
            return false;
        gather(c, unit, &units);
    }
    for (size_t i = 0; i < units.n; i++)
        if (words ? !read_words(c, r, 0, units.v[i], &by_party_words)
                  : !read_index(c, r, &of_creditor, units.v[i]) ||
                        !read_index(c, r, &of_party, units.v[i]))
            return false;
    return true;
}

/* Everything of a unit, or of all. */
static bool read_free(struct ctx *c, struct reading *r, int64_t unit)
{
    r->everywhere = true;
    if (r->words[0])
        return read_words(c, r, 'u', unit, &by_words);
    if (is(r->f, "waiting"))
        return read_index(c, r, &of_waiting, unit);
    if (unit)
        return read_unit(c, r, unit);
    return read_index(c, r, r->list ? &of_list : &all, 0);
}

static bool read_all(struct ctx *c, struct reading *r)
{
    int64_t unit = r->f->unit;

    if (c->actor->everywhere || (unit && account_sees(c, unit)))
        return read_free(c, r, unit == unit_state(c) ? 0 : unit);
    r->within = unit == unit_state(c) ? 0 : unit;
    if (is(r->f, "waiting") && !r->words[0]) /* few: the predicate is asked of each */
        return read_index(c, r, &of_waiting, r->within);
    return read_own(c, r);
}

/* ---- one page ---- */

bool work_find(struct ctx *c, const struct work_filter *f, obligations *ret)
{
    struct reading r = { .f = f, .list = f->list, .on = f->on ? f->on : c->today };

    r.limit = f->limit < 1 ? 25 : smaller(f->limit, MAX_LIMIT);
    r.measures = f->measures ? f->measures : WORK_TASKS | WORK_PAIRS | WORK_PARTS;
    r.past = r.on < c->today && !is(f, "waiting");
    r.words = f->words && f->words[0] ? text_fold(c->arena, f->words) : "";
    r.query = "";
    if (f->words && f->words[0] && !r.words[strspn(r.words, " ")]) /* signs only */
        return true;
    r.last_due = WORK_NO_DUE;
    if (!read_class(c, f, &r))
        return false;
    read_deadlines(f, &r);
    if (!read_all(c, &r))
        return false;
    for (size_t i = 0; i < r.found.n; i++)
        *LIST_PUSH(c->arena, ret) = r.found.v[i];
    return true;
}

bool work_parts(struct ctx *c, const struct obligation *o, int64_t after, int64_t limit,
                obligations *ret)
{
    work_find_parts_rows rows = { 0 };

    if (!work_find_parts(c, o->id, c->actor->id, c->actor->everywhere, after, limit, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) = line(&rows.v[i]);
    return true;
}
