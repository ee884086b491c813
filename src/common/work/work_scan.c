/* Stretches of indices become one list of obligations; what each day's class was. */
#include "common/work/work_scan.h"

#include <stdlib.h>
#include <string.h>

#include "work_scan_sql.h"

enum { MOST_ROWS = 200, FEWEST_ROWS = 20, ROWS_OF_ALL = 8000 }; /* read at once */

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

bool work_class_asked(const struct work_filter *f, const char *cls)
{
    return f->cls && strcmp(f->cls, cls) == 0;
}

/* ---- as of a past day ---- */

static bool facts_of(struct ctx *c, const struct obligation *o, work_facts *ret)
{
    work_scan_facts_rows rows = { 0 };

    if (!work_scan_facts(c, o->tenant, o->id, &rows))
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
    if (work_class_asked(f, "open"))
        return cls <= WORK_OPEN_NO_DEADLINE;
    if (work_class_asked(f, "done"))
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
    if (work_class_asked(r->f, "late_record")) {
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

/* ---- one scan ---- */

typedef bool find_fn(struct ctx *c, int64_t kind, int64_t after_due, int64_t after_id,
                     int64_t last_due, int64_t on_day, int64_t take, int64_t late, int64_t done_by,
                     int64_t list, int64_t measures, int64_t me, int64_t everywhere, int64_t page,
                     int64_t unit, int64_t tenant, const char *words, work_scan_all_rows *ret);

static find_fn *const find[FIND_KINDS] = {
    [FIND_ALL] = work_scan_all,
    [FIND_LIST] = work_scan_list,
    [FIND_TENANT] = work_scan_tenant,
    [FIND_BELOW] = work_scan_below,
    [FIND_SHELF_ALL] = work_scan_shelf_all,
    [FIND_SHELF_LIST] = work_scan_shelf_list,
    [FIND_SHELF_TENANT] = work_scan_shelf_tenant,
    [FIND_SHELF_BELOW] = work_scan_shelf_below,
    [FIND_MOVED] = work_scan_moved,
    [FIND_MOVED_BELOW] = work_scan_moved_below,
    [FIND_OWNER] = work_scan_owner,
    [FIND_CREDITOR] = work_scan_creditor,
    [FIND_PARTY] = work_scan_party,
    [FIND_WAITING] = work_scan_waiting,
    [FIND_WORDS] = work_scan_words,
    [FIND_PARTY_WORDS] = work_scan_party_words,
};

static struct obligation line(const struct work_scan_all_row *r)
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

/* Keeps what fits, as long as there is room. */
static bool keep_rows(struct ctx *c, const struct reading *r, struct scan *s,
                      const work_scan_all_rows *rows, size_t room, obligations *ret)
{
    for (size_t i = 0; i < rows->n && ret->n < room; i++) {
        struct obligation o = line(&rows->v[i]);
        bool fits = true;

        s->due = o.key_due;
        s->id = o.id;
        if (r->past && o.settled > r->on && !judge(c, r, &o, &fits))
            return false;
        if (fits && (o.reported || !work_class_asked(r->f, "waiting")) &&
            (!r->within || unit_is_below(c, o.owner, r->within)))
            *LIST_PUSH(c->arena, ret) = o;
    }
    return true;
}

/* Reads on, not behind `last`, until there are `room` rows more, or no more. */
static bool fill(struct ctx *c, const struct reading *r, struct scan *s, int64_t last, int64_t room,
                 obligations *ret)
{
    int64_t on = r->past ? r->on : INT64_MAX, page = room;
    size_t full = ret->n + (size_t)room;

    last = smaller(s->last, last);
    s->end = s->end || s->due > last;
    while (!s->end && ret->n < full) {
        work_scan_all_rows rows = { 0 };

        if (!find[s->find](c, s->kind, s->due, s->id, last, on, s->take, r->late, r->done_by,
                           r->list, r->measures, c->actor->id, r->everywhere, page, s->unit,
                           s->tenant, s->query, &rows) ||
            !keep_rows(c, r, s, &rows, full, ret))
            return false;
        s->end = rows.n < (size_t)page && (rows.n == 0 || s->id == rows.v[rows.n - 1].id);
        page = smaller(2 * page, MOST_ROWS); /* few of these fit */
    }
    return true;
}

/* ---- the first ones of all scans ---- */

static int by_key(const void *a, const void *b)
{
    const struct obligation *x = a, *y = b;

    if (x->key_due != y->key_due)
        return x->key_due < y->key_due ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* Keeps the first `limit` by key, each once: two indices may give the same one. */
static void trim(obligations *l, int64_t limit, size_t had)
{
    size_t n = 0;

    if (had) /* what one index gives is in order */
        qsort(l->v, l->n, sizeof *l->v, by_key);
    for (size_t i = 0; i < l->n && n < (size_t)limit; i++)
        if (n == 0 || l->v[i].id != l->v[n - 1].id)
            l->v[n++] = l->v[i];
    l->n = n;
}

bool work_scan_first(struct ctx *c, const struct reading *r, const scans *all, int64_t limit,
                     obligations *ret)
{
    int64_t last = WORK_NO_DUE; /* what lies behind cannot be among the first any more */

    for (size_t i = 0; i < all->n; i++) {
        size_t had = ret->n;

        if (!fill(c, r, &all->v[i], last, limit, ret))
            return false;
        if (ret->n > had)
            trim(ret, limit, had);
        if (ret->n == (size_t)limit)
            last = ret->v[limit - 1].key_due;
    }
    return true;
}

/* ---- all of them ---- */

struct head { /* what a scan has read ahead, in memory of its own */
    struct scan *scan;
    struct arena *mem;
    obligations rows;
    size_t at;
};
typedef LIST(struct head) heads;

static void free_memory(void *mem)
{
    arena_free((struct arena *[]){ mem });
}

static bool read_ahead(struct ctx *c, const struct reading *r, struct head *h, int64_t rows)
{
    struct arena *own = c->arena;

    arena_reset(h->mem);
    h->rows = (obligations){ 0 };
    h->at = 0;
    c->arena = h->mem;
    bool ok = fill(c, r, h->scan, WORK_NO_DUE, rows, &h->rows);
    c->arena = own;
    return ok;
}

static bool read_heads(struct ctx *c, const struct reading *r, const scans *all, int64_t rows,
                       heads *ret)
{
    for (size_t i = 0; i < all->n; i++) {
        struct head *h = LIST_PUSH(c->arena, ret);

        *h = (struct head){ .scan = &all->v[i], .mem = arena_new(16 << 20) };
        arena_on_free(c->arena, free_memory, h->mem);
        if (!read_ahead(c, r, h, rows))
            return false;
        if (!h->rows.n)
            ret->n--;
    }
    return true;
}

static struct head *first_of(const heads *l)
{
    struct head *ret = &l->v[0];

    for (size_t i = 1; i < l->n; i++)
        if (by_key(&l->v[i].rows.v[l->v[i].at], &ret->rows.v[ret->at]) < 0)
            ret = &l->v[i];
    return ret;
}

static bool give(struct ctx *c, const struct head *h, work_each_fn *each, void *arg)
{
    struct arena *own = c->arena;

    c->arena = h->mem;
    bool ok = each(c, arg, &h->rows.v[h->at]);
    c->arena = own;
    return ok;
}

bool work_scan_each(struct ctx *c, const struct reading *r, const scans *all, int64_t at_once,
                    work_each_fn *each, void *arg)
{
    int64_t given = 0, rows = ROWS_OF_ALL / (int64_t)(all->n + 1);
    heads l = { 0 };

    rows = smaller(rows > FEWEST_ROWS ? rows : FEWEST_ROWS, at_once);
    if (!read_heads(c, r, all, rows, &l))
        return false;
    while (l.n) {
        struct head *h = first_of(&l);

        /* Two indices may give the same one. */
        if (h->rows.v[h->at].id != given && !give(c, h, each, arg))
            return false;
        given = h->rows.v[h->at].id;
        if (++h->at < h->rows.n)
            continue;
        if (!read_ahead(c, r, h, rows))
            return false;
        if (!h->rows.n)
            *h = l.v[--l.n];
    }
    return true;
}

/* ---- what else is read ---- */

bool work_scan_shelf_range(struct ctx *c, int64_t *ret_first, int64_t *ret_last)
{
    struct work_scan_shelves_row row;

    if (!work_scan_shelves(c, &row))
        return false;
    *ret_first = row.first;
    *ret_last = row.last;
    return true;
}

bool work_parts(struct ctx *c, const struct obligation *o, int64_t after, int64_t limit,
                obligations *ret)
{
    work_scan_parts_rows rows = { 0 };

    if (!work_scan_parts(c, o->id, c->actor->id, c->actor->everywhere, after, limit, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) = line(&rows.v[i]);
    return true;
}
