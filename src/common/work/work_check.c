/*
 * Everything once more from the events, from scratch: the columns of each row, the parts
 * of each parent, and the tallies. A page of obligations at a time, in the order of keys;
 * what grows is only the number of different tally rows of one tenant.
 */
#include "common/work/work_state.h"

#include <string.h>

#include "common/unit/unit.h"
#include "core/db.h"
#include "core/exec.h"
#include "core/tr.h"
#include "work_check_sql.h"

enum { PAGE_BYTES = 64 << 20, MAX_LINES = 200 };

/* ---- a walk over all obligations with their events ---- */

struct walk {
    /* c has an arena for this page only */
    bool (*one)(struct ctx *c, struct walk *w, const struct obligation *o, const work_facts *f);
    /* after the last obligation of a tenant, and after each page */
    bool (*tenant_done)(struct ctx *c, struct walk *w);
    bool (*page_done)(struct ctx *c, struct walk *w);
    struct ctx *c; /* lives as long as the walk */
    int64_t tenant, id;
    void *arg;
};

static bool pass_on(struct ctx *to, const struct ctx *from)
{
    return fail_at(to, from->err.kind, from->err.detail, from->err.file, from->err.line, "%s",
                   from->err.message);
}

static bool give_tenant(struct ctx *c, struct walk *w, const work_check_page_rows *rows,
                        size_t from, size_t to)
{
    work_check_events_rows ev = { 0 };
    size_t e = 0;

    if (!work_check_events(c, rows->v[from].tenant, rows->v[from].id, rows->v[to - 1].id, &ev))
        return false;
    for (size_t i = from; i < to; i++) {
        struct obligation o;
        work_facts f = { 0 };

        WORK_COPY(&o, &rows->v[i]);
        while (e < ev.n && ev.v[e].obligation < o.id)
            e++; /* events of a row that is gone: the ledger names it */
        for (; e < ev.n && ev.v[e].obligation == o.id; e++)
            *LIST_PUSH(c->arena, &f) =
                (struct work_fact){ (enum work_event_type)ev.v[e].type, ev.v[e].recorded,
                                    ev.v[e].effective, ev.v[e].due };
        if (!w->one(c, w, &o, &f))
            return false;
    }
    return true;
}

static bool next_tenant(struct ctx *c, struct walk *w, int64_t tenant)
{
    if (w->tenant && w->tenant != tenant && w->tenant_done && !w->tenant_done(c, w))
        return false;
    w->tenant = tenant;
    return true;
}

static bool walk_page(struct ctx *c, struct walk *w, bool *ret_more)
{
    work_check_page_rows rows = { 0 };

    if (!work_check_page(c, w->tenant, w->id, &rows))
        return false;
    for (size_t i = 0, k; i < rows.n; i = k) {
        for (k = i; k < rows.n && rows.v[k].tenant == rows.v[i].tenant; k++)
            ;
        if (!next_tenant(c, w, rows.v[i].tenant) || !give_tenant(c, w, &rows, i, k))
            return false;
        w->id = rows.v[k - 1].id;
    }
    *ret_more = rows.n > 0;
    return (!w->page_done || w->page_done(c, w)) && (rows.n || next_tenant(c, w, INT64_MAX));
}

static bool walk(struct walk *w)
{
    struct ctx page = *w->c;
    bool ok = true, more = true;

    page.arena = arena_new(PAGE_BYTES);
    while (ok && more) {
        arena_reset(page.arena);
        page.err = (struct err){ 0 };
        ok = walk_page(&page, w, &more);
    }
    if (!ok)
        pass_on(w->c, &page);
    arena_free(&page.arena);
    return ok;
}

/* ---- what is reported ---- */

typedef LIST(int64_t) ids;

struct check {
    struct buf *report;
    ids seen; /* tenants */
    size_t lines, cap, n;
    struct cell *cells;
    struct arena *arena; /* of the cells */
};

static void say(struct check *k, const char *line)
{
    if (k->lines++ < MAX_LINES)
        buf_printf(k->report, "%s\n", line);
}

/* ---- the columns of a row, told again by its events ---- */

static void retell_due(struct obligation *o, const struct work_fact *f)
{
    if (f->due == 0)
        return;
    o->due = f->due == WORK_NO_DEADLINE ? 0 : f->due;
    o->asked_due = 0;
    o->moves++;
    o->extensions += f->type == WORK_EXTENDED;
}

static void retell(struct obligation *o, const struct work_fact *f)
{
    enum work_event_type t = f->type;

    o->version++;
    if (t == WORK_OPENED || t == WORK_TAKEN_OVER)
        *o = (struct obligation){ .opened = f->effective, .due = f->due, .version = 1 };
    if (t == WORK_EXTENDED || t == WORK_AMENDED || t == WORK_RECALCULATED)
        retell_due(o, f);
    if (t == WORK_RECEIVED)
        o->received = f->effective;
    if (t == WORK_EXTENSION_ASKED)
        o->asked_due = f->due;
    if (t == WORK_EXTENSION_REFUSED || t == WORK_RECOGNISED || t == WORK_WITHDRAWN ||
        t == WORK_PASSED)
        o->asked_due = 0;
    if (t == WORK_REPORTED)
        o->reported = f->recorded, o->product_day = f->effective;
    if (t == WORK_RETURNED || t == WORK_RECOGNISED || t == WORK_WITHDRAWN || t == WORK_PASSED)
        o->reported = o->product_day = 0;
    o->returns += t == WORK_RETURNED;
    if (t == WORK_RECOGNISED)
        o->done = f->effective, o->done_known = f->recorded;
    if (t == WORK_REOPENED)
        o->done = o->done_known = 0, o->reopened = f->effective;
    if (t == WORK_WITHDRAWN || t == WORK_PASSED)
        o->withdrawn = f->effective;
}

static void compare_row(struct ctx *c, struct check *k, const struct obligation *o,
                        const work_facts *f)
{
    struct obligation e = { 0 };

    for (size_t i = 0; i < f->n; i++)
        retell(&e, &f->v[i]);
    e.settled = work_last_change(c, f);
    const struct {
        const char *name;
        int64_t row, events;
    } columns[] = {
        { "opened", o->opened, e.opened },
        { "due", o->due, e.due },
        { "reported", o->reported, e.reported },
        { "product_day", o->product_day, e.product_day },
        { "done", o->done, e.done },
        { "done_known", o->done_known, e.done_known },
        { "withdrawn", o->withdrawn, e.withdrawn },
        { "reopened", o->reopened, e.reopened },
        { "asked_due", o->asked_due, e.asked_due },
        { "received", o->received, e.received },
        { "extensions", o->extensions, e.extensions },
        { "returns", o->returns, e.returns },
        { "moves", o->moves, e.moves },
        { "settled", o->settled, e.settled },
        { "version", o->version, e.version },
    };
    for (size_t i = 0; i < COUNT(columns); i++)
        if (columns[i].row != columns[i].events)
            say(k, arena_printf(c->arena, "work: obligation %lld: %s is %lld, its events say %lld",
                                (long long)o->id, columns[i].name, (long long)columns[i].row,
                                (long long)columns[i].events));
}

/* ---- the tallies of one tenant, counted from the events ---- */

struct cell {                      /* of one view; unit 0: free */
    int64_t unit, list, day, form; /* form: span, measures, view */
    int32_t counted[WORK_CLASSES], stored[WORK_CLASSES];
};

static size_t place(const struct cell *cells, size_t cap, const struct cell *key)
{
    uint64_t h = (uint64_t)key->unit * 0x9e3779b97f4a7c15u ^
                 (uint64_t)key->list * 0xc2b2ae3d27d4eb4fu ^
                 (uint64_t)(key->day << 6 | key->form) * 0x165667b19e3779f9u;
    size_t i = (size_t)(h ^ h >> 29) & (cap - 1);

    while (cells[i].unit && (cells[i].unit != key->unit || cells[i].list != key->list ||
                             cells[i].day != key->day || cells[i].form != key->form))
        i = (i + 1) & (cap - 1);
    return i;
}

static void grow(struct check *k)
{
    size_t cap = k->cap ? k->cap * 2 : 4096;
    struct arena *a = arena_new((size_t)8 << 30);
    struct cell *cells = arena_alloc(a, cap * sizeof *cells);

    for (size_t i = 0; i < k->cap; i++)
        if (k->cells[i].unit)
            cells[place(cells, cap, &k->cells[i])] = k->cells[i];
    arena_free(&k->arena);
    k->arena = a;
    k->cells = cells;
    k->cap = cap;
}

static struct cell *cell(struct check *k, int64_t unit, int64_t list, int64_t day_, int64_t form)
{
    struct cell key = { .unit = unit, .list = list, .day = day_, .form = form };

    if (k->n * 2 >= k->cap)
        grow(k);
    struct cell *found = &k->cells[place(k->cells, k->cap, &key)];
    if (!found->unit) {
        *found = key;
        k->n++;
    }
    return found;
}

static int64_t form_of(int64_t span, int64_t measures, int64_t view)
{
    return span << 5 | measures << 1 | view;
}

struct units {
    int64_t v[8];
    size_t n;
};

static void count_step(struct check *k, const struct obligation *o, const struct units *units,
                       int view, const struct work_step *s, int was)
{
    for (size_t u = 0; u < units->n; u++)
        for (int every = 0; every < (o->list ? 2 : 1); every++)
            for (int span = 0; span < 2; span++) {
                struct cell *x = cell(k, units->v[u], every ? 0 : o->list,
                                      span ? work_month_start(s->day) : s->day,
                                      form_of(span, o->measures, view));

                if (was >= 0)
                    x->counted[was]--;
                if (s->cls >= 0)
                    x->counted[s->cls]++;
            }
}

static bool check_one(struct ctx *c, struct walk *w, const struct obligation *o,
                      const work_facts *f)
{
    struct check *k = w->arg;
    struct work_step *s = arena_alloc(c->arena, (2 * f->n + 1) * sizeof *s);
    struct units units;

    units.n = unit_path(w->c, o->owner, units.v);
    compare_row(c, k, o, f);
    for (int v = 0; v < 2; v++) {
        size_t n = work_steps(c, f, (enum work_view)v, s);

        for (size_t i = 0; i < n; i++)
            count_step(k, o, &units, v, &s[i], i ? s[i - 1].cls : -1);
    }
    return true;
}

/* ---- against what is stored ---- */

static bool read_stored(struct ctx *c, struct check *k, int64_t tenant)
{
    struct work_check_tally_row last = { 0 };

    last.unit = INT64_MIN;
    while (1) {
        struct ctx page = *c;
        work_check_tally_rows rows = { 0 };

        page.arena = arena_new(PAGE_BYTES);
        bool ok = work_check_tally(&page, tenant, last.unit, last.list, last.span, last.day,
                                   last.views, last.measures, &rows);
        for (size_t i = 0; ok && i < rows.n; i++)
            for (int v = 0; v < 2; v++) {
                const struct work_check_tally_row *r = &rows.v[i];
                const int64_t n[WORK_CLASSES] = { r->n0, r->n1, r->n2, r->n3, r->n4, r->n5 };

                if (!(r->views & (1 << v)))
                    continue;
                struct cell *x =
                    cell(k, r->unit, r->list, r->day, form_of(r->span, r->measures, v));
                for (int j = 0; j < WORK_CLASSES; j++)
                    x->stored[j] += (int32_t)n[j];
            }
        if (!ok)
            pass_on(c, &page);
        bool more = ok && rows.n > 0;
        if (more)
            last = rows.v[rows.n - 1];
        arena_free(&page.arena);
        if (!more)
            return ok;
    }
}

static const char *list_code(struct ctx *c, int64_t id)
{
    work_lists all = { 0 };

    if (id == 0)
        return "all lists";
    if (work_list_find(c, &all))
        for (size_t i = 0; i < all.n; i++)
            if (all.v[i].id == id)
                return all.v[i].code;
    return arena_printf(c->arena, "list %lld", (long long)id);
}

static void compare_cell(struct ctx *c, struct check *k, const struct cell *x)
{
    for (int i = 0; i < WORK_CLASSES; i++)
        if (x->counted[i] != x->stored[i] && k->lines >= MAX_LINES)
            k->lines++;
        else if (x->counted[i] != x->stored[i])
            say(k, arena_printf(c->arena,
                                "work: tally of %s, %s, %s %s, %s, measures %d, %s: %d, counted %d",
                                unit_label(c, x->unit), list_code(c, x->list),
                                x->form >> 5 ? "month from" : "day", day_text(c->arena, x->day),
                                x->form & 1 ? "known" : "actual", (int)(x->form >> 1 & 15),
                                work_class_words[i], (int)x->stored[i], (int)x->counted[i]));
}

static bool check_tenant(struct ctx *c, struct walk *w)
{
    struct check *k = w->arg;

    (void)c; /* its arena is too small for this */
    *LIST_PUSH(w->c->arena, &k->seen) = w->tenant;
    if (!read_stored(w->c, k, w->tenant))
        return false;
    for (size_t i = 0; i < k->cap; i++)
        if (k->cells[i].unit)
            compare_cell(w->c, k, &k->cells[i]);
    if (k->cells)
        memset(k->cells, 0, k->cap * sizeof *k->cells);
    k->n = 0;
    return true;
}

/* Bodies that have figures but no obligation any more. */
static bool check_others(struct ctx *c, struct walk *w, const ids *seen)
{
    work_check_bodies_rows rows = { 0 };

    if (!work_check_bodies(c, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        size_t k = 0;

        while (k < seen->n && seen->v[k] != rows.v[i].tenant)
            k++;
        w->tenant = rows.v[i].tenant;
        if (k == seen->n && !check_tenant(c, w))
            return false;
    }
    return true;
}

/* ---- parents ---- */

static bool check_parts(struct ctx *c, struct check *k)
{
    int64_t after = 0;

    while (1) {
        work_check_parts_rows rows = { 0 };

        if (!work_check_parts(c, after, &rows))
            return false;
        for (size_t i = 0; i < rows.n; i++) {
            const struct work_check_parts_row *r = &rows.v[i];
            struct work_check_parent_row p;
            bool found;

            if (!work_check_parent(c, r->parent, &p, &found))
                return false;
            if (!found)
                say(k, arena_printf(c->arena, "work: obligation %lld has parts and is gone",
                                    (long long)r->parent));
            else if (p.parts != r->parts || p.parts_done != r->done)
                say(k, arena_printf(
                           c->arena,
                           "work: obligation %lld: %lld of %lld parts done, counted %lld of %lld",
                           (long long)r->parent, (long long)p.parts_done, (long long)p.parts,
                           (long long)r->done, (long long)r->parts));
        }
        if (rows.n == 0)
            return true;
        after = rows.v[rows.n - 1].parent;
    }
}

bool work_check(struct ctx *c, struct buf *report)
{
    struct check k = { .report = report };
    struct walk w = { .one = check_one, .tenant_done = check_tenant, .c = c, .arg = &k };
    bool ok = walk(&w) && check_others(c, &w, &k.seen) && check_parts(c, &k);

    arena_free(&k.arena);
    if (k.lines > MAX_LINES)
        buf_printf(report, "work: %d more\n", (int)(k.lines - MAX_LINES));
    return ok;
}

/* ---- the tallies anew ---- */

static bool recount_one(struct ctx *c, struct walk *w, const struct obligation *o,
                        const work_facts *f)
{
    static const work_facts none = { 0 };

    (void)w;
    work_tally_change(c, o, &none, f);
    return true;
}

static bool recount_page(struct ctx *c, struct walk *w)
{
    (void)w;
    return work_tally_write(c);
}

static bool rebuild(struct ctx *c, void *arg)
{
    struct walk w = { .one = recount_one, .page_done = recount_page, .c = c };
    work_check_bodies_rows rows = { 0 };

    (void)arg;
    if (!work_check_bodies(c, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (!work_check_forget(c, rows.v[i].tenant))
            return false;
    return walk(&w);
}

bool work_rebuild(struct ctx *c, int argc, char **argv)
{
    (void)argv;
    if (argc)
        return fail(c, ERR_MALFORMED, "this command takes no words");
    return exec_now(c, rebuild, NULL);
}
