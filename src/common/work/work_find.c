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
enum { MAX_UNITS = 300, MAX_LIMIT = 200 };

/* What a filter means for one reading of an index. */
struct reading {
    const struct work_filter *f;
    int64_t on, limit;
    bool past;               /* rows that changed after `on` are judged by their events */
    bool fits[CLOSED_KINDS]; /* the class is found among these */
    int64_t due_from, due_to, late;
    int64_t list, measures, unit, tenant;
    bool everywhere;
    int64_t within;            /* only what this unit owes, or one below it; 0: any */
    const char *words, *query; /* as they were asked; with marks, for the database */
};
typedef bool (*find_fn)(struct ctx *c, int64_t closed, int64_t after_due, int64_t after_id,
                        int64_t last_due, int64_t on_day, int64_t fits, int64_t due_from,
                        int64_t due_to, int64_t late, int64_t list, int64_t measures, int64_t me,
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
        done = !r->past, r->late = LATE_RECORD;
    else if (!any && !open && !done)
        return fail_field(c, "class", "there is no class of this name");
    r->fits[OPEN] = any || open;
    r->fits[DONE] = any || done;
    if (f->due_from > r->due_from)
        r->due_from = f->due_from;
    if (f->due_to)
        r->due_to = smaller(r->due_to, smaller(f->due_to, WORK_NO_DUE - 1));
    return true;
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

static bool keep_rows(struct ctx *c, const struct reading *r, const work_find_all_rows *rows,
                      size_t room, obligations *ret)
{
    for (size_t i = 0; i < rows->n && ret->n < room; i++) {
        struct obligation o;
        bool fits = true;

        WORK_COPY(&o, &rows->v[i]);
        if (r->past && o.settled > r->on && !judge(c, r, &o, &fits))
            return false;
        if (fits && (o.reported || !is(r->f, "waiting")) &&
            (!r->within || unit_is_below(c, o.owner, r->within)))
            *LIST_PUSH(c->arena, ret) = o;
    }
    return true;
}

static bool read_closed(struct ctx *c, const struct reading *r, find_fn find, int closed,
                        obligations *ret)
{
    int64_t due = r->f->after_due, id = r->f->after_id;
    int64_t page = r->past || r->within ? MAX_LIMIT : r->limit;
    int64_t last = r->past ? WORK_NO_DUE : r->due_to, on = r->past ? r->on : INT64_MAX;
    size_t room = ret->n + (size_t)r->limit;

    if (!r->past && r->due_from > due)
        due = r->due_from, id = 0;
    while (1) {
        work_find_all_rows rows = { 0 };

        if (!find(c, closed, due, id, last, on, r->fits[closed], r->due_from, r->due_to, r->late,
                  r->list, r->measures, c->actor->id, r->everywhere, page, r->unit, r->tenant,
                  r->query, &rows) ||
            !keep_rows(c, r, &rows, room, ret))
            return false;
        if (ret->n == room || rows.n < (size_t)page)
            return true;
        due = rows.v[rows.n - 1].due;
        id = rows.v[rows.n - 1].id;
    }
}

static bool read_index(struct ctx *c, struct reading *r, find_fn find, int64_t unit,
                       obligations *ret)
{
    r->unit = unit;
    r->tenant = unit ? unit_tenant(c, unit) : 0;
    for (int closed = 0; closed < CLOSED_KINDS; closed++)
        if ((r->past || r->fits[closed]) && !read_closed(c, r, find, closed, ret))
            return false;
    return true;
}

/* ---- which indices ---- */

static bool has_children(struct ctx *c, int64_t unit, unit_list *ret)
{
    ret->n = 0;
    unit_children(c, unit, c->today, ret);
    return ret->n > 0;
}

static bool read_unit(struct ctx *c, struct reading *r, int64_t unit, obligations *ret)
{
    unit_list below = { 0 };

    if (unit == unit_state(c))
        return read_index(c, r, r->list ? work_find_list : work_find_all, 0, ret);
    if (unit == unit_tenant(c, unit))
        return read_index(c, r, work_find_tenant, unit, ret);
    return read_index(c, r, has_children(c, unit, &below) ? work_find_below : work_find_owner, unit,
                      ret);
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
static bool read_words(struct ctx *c, struct reading *r, char mark, int64_t unit, find_fn find,
                       obligations *ret)
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
    return read_index(c, r, find, unit, ret);
}

/* What somebody sees who does not see all: owed by their units, owed to them, or shared. */
static bool read_own(struct ctx *c, struct reading *r, obligations *ret)
{
    bool words = r->words[0] != '\0';
    work_places places = { 0 };
    ids units = { 0 };

    if (!work_places_seen(c, 0, &places))
        return false;
    r->everywhere = true; /* the role reaches all of these */
    for (size_t i = 0; i < places.n; i++) {
        int64_t unit = places.v[i].unit;

        if (words ? !read_words(c, r, 'u', unit, work_find_words, ret) ||
                        !read_words(c, r, 'c', unit, work_find_words, ret)
                  : !read_unit(c, r, unit, ret))
            return false;
        gather(c, unit, &units);
    }
    for (size_t i = 0; i < units.n; i++)
        if (words ? !read_words(c, r, 0, units.v[i], work_find_party_words, ret)
                  : !read_index(c, r, work_find_creditor, units.v[i], ret) ||
                        !read_index(c, r, work_find_party, units.v[i], ret))
            return false;
    return true;
}

/* Everything of a unit, or of all. */
static bool read_free(struct ctx *c, struct reading *r, int64_t unit, obligations *ret)
{
    r->everywhere = true;
    if (r->words[0])
        return read_words(c, r, 'u', unit, work_find_words, ret);
    if (is(r->f, "waiting"))
        return read_index(c, r, work_find_waiting, unit, ret);
    if (unit)
        return read_unit(c, r, unit, ret);
    return read_index(c, r, r->list ? work_find_list : work_find_all, 0, ret);
}

static bool read_all(struct ctx *c, struct reading *r, obligations *ret)
{
    int64_t unit = r->f->unit;

    if (c->actor->everywhere || (unit && account_sees(c, unit)))
        return read_free(c, r, unit == unit_state(c) ? 0 : unit, ret);
    r->within = unit == unit_state(c) ? 0 : unit;
    if (is(r->f, "waiting") && !r->words[0]) /* few: the predicate is asked of each */
        return read_index(c, r, work_find_waiting, r->within, ret);
    return read_own(c, r, ret);
}

/* ---- one page ---- */

static int by_key(const void *a, const void *b)
{
    const struct obligation *x = a, *y = b;

    if (x->key_due != y->key_due)
        return x->key_due < y->key_due ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

bool work_find(struct ctx *c, const struct work_filter *f, obligations *ret)
{
    struct reading r = { .f = f, .list = f->list, .on = f->on ? f->on : c->today };
    obligations all = { 0 };

    r.limit = f->limit < 1 ? 25 : smaller(f->limit, MAX_LIMIT);
    r.measures = f->measures ? f->measures : WORK_TASKS | WORK_PAIRS | WORK_PARTS;
    r.past = r.on < c->today && !is(f, "waiting");
    r.words = f->words && f->words[0] ? text_fold(c->arena, f->words) : "";
    r.query = "";
    if (f->words && f->words[0] && !r.words[strspn(r.words, " ")]) /* signs only */
        return true;
    if (!read_class(c, f, &r) || !read_all(c, &r, &all))
        return false;
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_key);
    for (size_t i = 0; i < all.n && ret->n < (size_t)r.limit; i++)
        if (i == 0 || all.v[i].id != all.v[i - 1].id) /* found by two indices */
            *LIST_PUSH(c->arena, ret) = all.v[i];
    return true;
}

bool work_parts(struct ctx *c, const struct obligation *o, int64_t after, int64_t limit,
                obligations *ret)
{
    work_find_parts_rows rows = { 0 };

    if (!work_find_parts(c, o->id, c->actor->id, c->actor->everywhere, after, limit, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        WORK_COPY(LIST_PUSH(c->arena, ret), &rows.v[i]);
    return true;
}
