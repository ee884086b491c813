/*
 * Random histories against a recount that knows nothing of tallies: for every day, in both
 * views, each history is read from its start, and its class on that day asked.
 */
#include "common/work/work_test.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/text.h"

enum { BATCH = 200, DAYS = 260, AGENCIES = 3 };

static uint64_t seed;

static int64_t dice(int64_t n) /* 0 .. n - 1 */
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

struct batch {
    struct tree t;
    int64_t list, start, histories;
    int64_t id[BATCH];     /* what is played with */
    int64_t parent[BATCH]; /* common tasks, with AGENCIES of these each; 0: none */
    bool parents;
};

/* ---- playing ---- */

static int64_t owner_of(const struct tree *t)
{
    const int64_t owners[] = { t->btc, t->bkhcn, t->cuc, t->cuc, t->hanoi, t->badinh };

    return owners[dice(COUNT(owners))];
}

static bool deal(struct ctx *c, struct batch *b, int64_t parent, int64_t parent_tenant,
                 int64_t *ret)
{
    struct obligation o = { .owner = owner_of(&b->t),
                            .creditor = b->t.vn,
                            .list = b->list,
                            .title = "x",
                            .parent = parent,
                            .parent_tenant = parent_tenant };
    int64_t effective = c->today - (dice(4) ? 0 : dice(20));

    if (dice(3) == 0)
        o.working_days = 1 + dice(40);
    else if (dice(5))
        o.due = effective + dice(60);
    o.measures = parent ? WORK_PAIRS : dice(4) ? 0 : WORK_PARTS;
    if (!work_open(c, &o, effective))
        return false;
    *ret = o.id;
    return true;
}

/* A common task: a parent with a part for each agency. */
static bool deal_common(struct ctx *c, struct batch *b, int64_t first)
{
    struct obligation o = { .owner = b->t.vn,
                            .creditor = b->t.vn,
                            .list = b->list,
                            .title = "x",
                            .measures = WORK_TASKS,
                            .due = c->today + dice(60) };

    if (!work_open(c, &o, 0))
        return false;
    b->parent[first / AGENCIES] = o.id;
    for (int i = 0; i < AGENCIES; i++)
        if (!deal(c, b, o.id, o.tenant, &b->id[first + i]))
            return false;
    return true;
}

static struct work_change move(struct ctx *c, const struct obligation *o, bool parents)
{
    static const enum work_event_type moves[] = {
        WORK_RECEIVED,   WORK_NOTED,           WORK_REPORTED,  WORK_REPORTED,
        WORK_RECOGNISED, WORK_RECOGNISED,      WORK_RETURNED,  WORK_REOPENED,
        WORK_EXTENDED,   WORK_EXTENSION_ASKED, WORK_COMMENTED, WORK_EXTENSION_REFUSED,
        WORK_AMENDED,    WORK_WITHDRAWN,
    };
    struct work_change w = {
        .id = o->id, .version = o->version, .text = "reason", .product = "1/BC"
    };

    w.type = moves[dice((int64_t)COUNT(moves) - (parents ? 2 : 0))];
    if (w.type == WORK_WITHDRAWN && dice(4))
        w.type = WORK_REPORTED;
    if (dice(3) == 0) /* recorded late */
        w.effective = c->today - dice(30);
    if (w.type == WORK_EXTENSION_ASKED || w.type == WORK_EXTENDED || w.type == WORK_AMENDED)
        w.due = o->due + 1 + dice(40);
    if (w.type == WORK_AMENDED && dice(3) == 0)
        w.due = dice(2) ? WORK_NO_DEADLINE : o->opened + dice(30);
    return w;
}

/* One step of one history; what its state does not allow is refused and changes nothing. */
static bool play_one(struct ctx *c, struct batch *b, int64_t id)
{
    struct obligation o;
    struct work_change w;

    if (!work_get(c, id, &o))
        return false;
    w = move(c, &o, b->parents);
    if (work_apply(c, &w, &o))
        return true;
    if (c->err.kind != ERR_CONFLICT && c->err.kind != ERR_INPUT)
        return false;
    c->err = (struct err){ 0 };
    return true;
}

static bool play(struct ctx *c, void *arg)
{
    struct batch *b = arg;

    c->today = b->start;
    for (int64_t i = 0; i < b->histories; i++) {
        c->today += i % 4 == 0;
        if (!b->parents && !deal(c, b, 0, 0, &b->id[i]))
            return false;
        if (b->parents && i % AGENCIES == 0 && !deal_common(c, b, i))
            return false;
    }
    for (int64_t i = 0; i < b->histories * 9; i++) {
        c->today += i % (b->histories / 8) == 0 ? dice(4) : 0;
        if (!play_one(c, b, b->id[dice(b->histories)]))
            return false;
        if (!b->parents && i % 997 == 500 &&
            !work_day_off(c, calendar_add(&(struct calendar){ 0 }, c->today + 1 + dice(30), 0),
                          false, "x")) {
            if (c->err.kind != ERR_CONFLICT) /* already a day off */
                return false;
            c->err = (struct err){ 0 };
        }
    }
    return true;
}

/* ---- counting by hand ---- */

static bool moves_due(const struct work_event *e)
{
    return e->type == WORK_OPENED || e->type == WORK_EXTENDED || e->type == WORK_RECALCULATED ||
           (e->type == WORK_AMENDED && e->due);
}

static bool moves_done(const struct work_event *e)
{
    return e->type == WORK_OPENED || e->type == WORK_RECOGNISED || e->type == WORK_REOPENED ||
           e->type == WORK_WITHDRAWN;
}

struct standing {
    bool there;
    int64_t due, done;
};

static bool has_happened(const struct work_event *e, int view, int64_t on)
{
    return e->effective <= on && (view == WORK_ACTUAL || e->recorded <= on);
}

/* In the order of recording, until something has not happened yet on that day. */
static struct standing stands(const work_events *h, int view, int64_t on)
{
    struct standing s = { 0 };
    bool due_ends = false, done_ends = false;

    for (size_t i = 0; i < h->n; i++) {
        const struct work_event *e = &h->v[i];
        bool yet = has_happened(e, view, on);

        due_ends |= moves_due(e) && !yet;
        done_ends |= moves_done(e) && !yet;
        if (moves_due(e) && !due_ends)
            s.due = e->due == WORK_NO_DEADLINE ? 0 : e->due;
        if (moves_done(e) && !done_ends) {
            s.there = e->type != WORK_WITHDRAWN;
            s.done = e->type == WORK_RECOGNISED ? e->effective : 0;
        }
    }
    return s;
}

static int class_of(struct standing s, int64_t on)
{
    if (!s.there)
        return -1;
    if (s.done)
        return !s.due ? WORK_DONE_NO_DEADLINE : s.done > s.due ? WORK_DONE_LATE : WORK_DONE_ON_TIME;
    return !s.due ? WORK_OPEN_NO_DEADLINE : on > s.due ? WORK_OPEN_OVERDUE : WORK_OPEN_IN_TIME;
}

static int class_on(const work_events *h, int view, int64_t on)
{
    return class_of(stands(h, view, on), on);
}

static int by_id(const void *a, const void *b)
{
    const struct work_event *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

/* What a common task must have gone through, from what was recorded of its parts: done when
 * all are, on the day of the last product; open again with one of them; due with the latest
 * deadline that was granted to one. */
static work_events common_history(struct ctx *c, const struct work_event *opened,
                                  const work_events *parts)
{
    work_events all = { 0 }, ret = { 0 };
    int64_t done[AGENCIES] = { 0 }, due = opened->due, since = 0;

    for (int i = 0; i < AGENCIES; i++)
        for (size_t k = 1; k < parts[i].n; k++) {
            *LIST_PUSH(c->arena, &all) = parts[i].v[k];
            all.v[all.n - 1].unit = i; /* whose it is */
        }
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_id);
    *LIST_PUSH(c->arena, &ret) = *opened;
    for (size_t i = 0; i < all.n; i++) {
        struct work_event e = all.v[i];
        int64_t last = 0, n = 0;

        if (e.type == WORK_RECOGNISED || e.type == WORK_REOPENED)
            done[e.unit] = e.type == WORK_RECOGNISED ? e.effective : 0;
        for (int k = 0; k < AGENCIES; k++) {
            n += done[k] != 0;
            last = done[k] > last ? done[k] : last;
        }
        if (n == AGENCIES && !since) {
            e.effective = since = last;
            *LIST_PUSH(c->arena, &ret) = e;
        } else if (n < AGENCIES && since) {
            e.effective = e.effective > since ? e.effective : since;
            since = 0;
            *LIST_PUSH(c->arena, &ret) = e;
        } else if (moves_due(&e) && e.due > due) {
            due = e.due;
            *LIST_PUSH(c->arena, &ret) = e;
        }
    }
    return ret;
}

struct recount {
    int64_t unit, measures;
    int64_t n[2][DAYS][WORK_CLASSES];
};

static void count_history(struct ctx *c, struct recount *r, int64_t from,
                          const struct obligation *o, const work_events *h)
{
    if ((o->measures & r->measures) == 0 || !unit_is_below(c, o->owner, r->unit))
        return;
    for (int v = 0; v < 2; v++)
        for (int64_t d = 0; d < DAYS; d++) {
            int cls = class_on(h, v, from + d);

            if (cls >= 0)
                r->n[v][d][cls]++;
        }
}

static void count_common(struct ctx *c, struct recount *r, int64_t from, int64_t parent,
                         const work_events *parts)
{
    struct obligation o;
    work_events own = { 0 };

    CHECK_OK(c, work_get(c, parent, &o));
    CHECK_OK(c, work_history(c, &o, &own));
    work_events h = common_history(c, &own.v[0], parts);
    CHECK_INT(own.n, h.n);
    count_history(c, r, from, &o, &h);
}

static void compare(struct ctx *c, const struct batch *b, const struct recount *r, int64_t from)
{
    for (int v = 0; v < 2; v++) {
        struct work_question q = {
            .list = b->list, .unit = r->unit, .view = (enum work_view)v, .measures = r->measures
        };
        struct work_figures f;
        work_rows rows = { 0 };

        CHECK_OK(c, work_series(c, &q, from, from + DAYS - 1, 1, &rows));
        CHECK_INT(rows.n, DAYS);
        for (size_t d = 0; d < rows.n; d++)
            if (memcmp(rows.v[d].f.n, r->n[v][d], sizeof rows.v[d].f.n) != 0)
                test_failed(__FILE__, __LINE__, "%s, view %d, %s: overdue %d, counted %d",
                            unit_label(c, r->unit), v, day_text(c->arena, from + (int64_t)d),
                            (int)rows.v[d].f.n[1], (int)r->n[v][d][1]);
        for (int64_t d = dice(30); d < DAYS; d += 30) {
            q.on = from + d;
            CHECK_OK(c, work_count(c, &q, &f));
            CHECK(memcmp(f.n, r->n[v][d], sizeof f.n) == 0);
        }
    }
}

/* Every row that a list of a past day gives is right, and none is missing. */
static void compare_list(struct ctx *c, const struct batch *b, const struct recount *r,
                         int64_t from, int64_t d)
{
    for (int cls = 0; cls < WORK_CLASSES; cls++)
        for (int v = 0; v < 2; v++) {
            struct work_filter f = { .list = b->list,
                                     .unit = r->unit,
                                     .cls = work_class_words[cls],
                                     .on = from + d,
                                     .view = (enum work_view)v,
                                     .limit = 7,
                                     .measures = r->measures };
            int64_t n = 0;
            obligations page;

            do {
                page = (obligations){ 0 };
                CHECK_OK(c, work_find(c, &f, &page));
                for (size_t i = 0; i < page.n; i++)
                    CHECK_INT(work_class(page.v[i].due, page.v[i].done, f.on), cls);
                n += (int64_t)page.n;
                if (page.n) {
                    f.after_due = page.v[page.n - 1].key_due;
                    f.after_id = page.v[page.n - 1].id;
                }
            } while (page.n == 7);
            CHECK_INT(n, r->n[v][d][cls]);
        }
}

/* ---- lists of past days ---- */

static bool in_list(const work_events *h, const struct work_filter *f)
{
    struct standing known = stands(h, WORK_KNOWN, f->on), really = stands(h, WORK_ACTUAL, f->on);
    struct standing s = f->view == WORK_KNOWN ? known : really;
    int cls = class_of(s, f->on);
    bool in = cls >= 0;

    if (strcmp(f->cls, "late_record") == 0) {
        s = really;
        in = really.there && really.done && !known.done;
    } else if (strcmp(f->cls, "open") == 0) {
        in = in && cls <= WORK_OPEN_NO_DEADLINE;
    } else if (strcmp(f->cls, "done") == 0) {
        in = in && cls >= WORK_DONE_ON_TIME;
    } else if (*f->cls) {
        in = in && strcmp(f->cls, work_class_words[cls]) == 0;
    }
    return in && s.due >= f->due_from && (!f->due_to || (s.due && s.due <= f->due_to));
}

/* Which one of the batch; histories when it is none of them. */
static int64_t place_of(const struct batch *b, int64_t id)
{
    int64_t i = 0;

    while (i < b->histories && b->id[i] != id)
        i++;
    return i;
}

/* The rows of all pages, followed once more without pages. */
struct followed {
    LIST(int64_t) ids;
    size_t at;
};

static bool follow(struct ctx *c, void *arg, const struct obligation *o)
{
    struct followed *l = arg;

    (void)c;
    CHECK(l->at < l->ids.n);
    CHECK_INT(o->id, l->ids.v[l->at++]);
    return true;
}

/* Page after page: every row once, in the order of keys, and none but those that belong. */
static void compare_pages(struct ctx *c, const struct batch *b, const int64_t *owner,
                          const work_events *h, struct work_filter f)
{
    struct work_filter first = f;
    struct followed l = { 0 };
    int64_t expected = 0;
    obligations page;

    for (int64_t i = 0; i < b->histories; i++)
        expected += unit_is_below(c, owner[i], f.unit) && in_list(&h[i], &f);
    f.limit = 5 + dice(40);
    do {
        page = (obligations){ 0 };
        CHECK_OK(c, work_find(c, &f, &page));
        for (size_t i = 0; i < page.n; i++) {
            const struct obligation *o = &page.v[i];
            int64_t at = place_of(b, o->id);

            CHECK(o->key_due > f.after_due || (o->key_due == f.after_due && o->id > f.after_id));
            CHECK(at < b->histories && in_list(&h[at], &f));
            f.after_due = o->key_due;
            f.after_id = o->id;
            *LIST_PUSH(c->arena, &l.ids) = o->id;
        }
    } while (page.n == (size_t)f.limit);
    if ((int64_t)l.ids.n != expected)
        test_failed(__FILE__, __LINE__, "%s, %s, view %d, %s: %d rows, counted %d",
                    unit_label(c, f.unit), f.cls, f.view, day_text(c->arena, f.on), (int)l.ids.n,
                    (int)expected);
    CHECK_OK(c, work_find_each(c, &first, follow, &l));
    CHECK_INT(l.at, l.ids.n);
}

static void compare_lists(struct ctx *c, const struct batch *b, const int64_t *owner,
                          const work_events *h)
{
    static const char *const others[] = { "", "open", "done", "late_record" };
    const int64_t units[] = { b->t.vn, b->t.btc, b->t.cuc, b->t.hanoi, b->t.badinh };

    for (size_t i = 0; i < 2 * (WORK_CLASSES + COUNT(others)); i++) {
        size_t k = i / 2;
        int64_t on = b->start + dice(c->today - b->start), from = dice(3) ? 0 : on + dice(40) - 20;
        struct work_filter f = {
            .list = b->list > 1 || dice(2) ? b->list : 0, /* the first is alone: also without */
            .unit = units[dice(2) ? 0 : dice(COUNT(units))],
            .cls = k < WORK_CLASSES ? work_class_words[k] : others[k - WORK_CLASSES],
            .view = (enum work_view)(i % 2),
            .on = on,
            .due_from = from,
            .due_to = dice(3) ? 0 : on + dice(40) - 10,
        };

        compare_pages(c, b, owner, h, f);
    }
}

static void count_batch(struct ctx *c, const struct batch *b, struct recount *r, int64_t from)
{
    int64_t end = c->today, owner[BATCH];
    work_events *h = arena_alloc(c->arena, BATCH * sizeof *h);

    for (int64_t i = 0; i < b->histories; i++) {
        struct obligation o;

        CHECK_OK(c, work_get(c, b->id[i], &o));
        CHECK_OK(c, work_history(c, &o, &h[i]));
        CHECK_INT(o.withdrawn ? -1 : (int)work_class(o.due, o.done, end),
                  class_on(&h[i], WORK_KNOWN, end));
        owner[i] = o.owner;
        for (int k = 0; k < 3; k++)
            count_history(c, &r[k], from, &o, &h[i]);
    }
    if (!b->parents)
        compare_lists(c, b, owner, h);
    for (int64_t i = 0; b->parents && i < b->histories; i += AGENCIES)
        count_common(c, &r[0], from, b->parent[i / AGENCIES], &h[i]);
}

static void run_batch(struct ctx *c, const struct tree *t, int64_t number, bool parents)
{
    struct batch *b = NEW(c->arena, struct batch);
    struct recount *r = arena_alloc(c->arena, 3 * sizeof *r);
    int64_t from;

    *b = (struct batch){ .t = *t, .start = day(2025, 3, 1) + number * 3, .parents = parents };
    b->histories = parents ? BATCH / AGENCIES * AGENCIES : BATCH;
    b->list = number + 1 + parents * 1000000; /* figures do not ask whether a list has a name */
    from = b->start - 40;
    r[0].unit = t->vn, r[0].measures = WORK_TASKS;
    r[1].unit = t->btc, r[1].measures = WORK_PAIRS;
    r[2].unit = t->cuc, r[2].measures = parents ? WORK_PAIRS : WORK_PARTS;
    CHECK_OK(c, test_write(c, play, b));
    count_batch(c, b, r, from);
    for (int k = 0; k < 3; k++)
        compare(c, b, &r[k], from);
    if (number % 10 == 0)
        compare_list(c, b, &r[parents ? 0 : 1], from, 40 + dice(c->today - b->start));
}

static void check_says_nothing(struct ctx *c)
{
    struct buf report = { .arena = c->arena };

    CHECK_OK(c, work_check(c, &report));
    CHECK_STR(buf_str(&report), "");
}

static int64_t setting(const char *name, int64_t normal)
{
    const char *s = getenv(name);
    int64_t v;

    return s && int_parse(s, &v) ? v : normal;
}

/* LT_HISTORIES=10000 plays more of them, LT_SEED=n others. */
static void play_many(struct ctx *c, bool parents)
{
    int64_t n = setting("LT_HISTORIES", db_is_pg(c->db) ? 200 : 2000) / (parents ? 4 : 1);
    struct arena *all = c->arena;
    struct tree t;

    tree_plant(c, &t);
    seed = (uint64_t)setting("LT_SEED", 71);
    for (int64_t i = 0; i * BATCH < n; i++) {
        c->arena = arena_new((size_t)1 << 30);
        run_batch(c, &t, i, parents);
        c->settled.v = NULL;
        c->settled.n = c->settled.cap = 0;
        arena_free(&c->arena);
    }
    c->arena = all;
    check_says_nothing(c);
}

TEST(work_tallies_agree_with_a_recount_of_random_histories_on_every_day_in_both_views)
{
    play_many(c, false);
}

TEST(work_tallies_of_common_tasks_agree_with_a_recount_of_their_parts)
{
    play_many(c, true);
}
