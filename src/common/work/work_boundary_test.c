/*
 * Random histories of a tree - merged, split, moved, absorbed, dissolved, whole provinces too -
 * and obligations in it: by the units of any day, in both views, rows make up the count, and
 * each stands where a plain list of what became of what says.
 */
#include "common/work/work_test.h"

#include "common/unit/unit_history.h"

enum { NODES = 400, TASKS = 150, DAYS = 14, STEP = 10, HISTORIES = 3 };

static uint64_t seed;

static int dice(int n) /* 0 .. n - 1 */
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)n);
}

enum level { PROVINCE, DISTRICT, COMMUNE };
struct node {
    enum level level;
    int64_t id, from, until, busy; /* busy: has changed on this day already */
    int next, prev;                /* who is its heir when it ends; what it was before; -1 */
    struct {
        int64_t day;
        int parent;
    } lay[DAYS + 2];
    int n_lay;
};
struct world {
    struct node v[NODES];
    int n;
    int64_t vn, start, today;
    bool whole_only;
    struct {
        int owner;
        int64_t opened, done, recorded;
    } task[TASKS];
};

static bool is_there(const struct node *x, int64_t on)
{
    return x->from <= on && (!x->until || on < x->until);
}

static int parent_on(const struct node *x, int64_t on)
{
    int parent = x->lay[0].parent;

    for (int i = 1; i < x->n_lay && x->lay[i].day <= on; i++)
        parent = x->lay[i].parent;
    return parent;
}

/* ---- one change ---- */

static int root_of(const struct world *w, int i)
{
    while (w->v[i].level != PROVINCE)
        i = w->v[i].lay[0].parent;
    return i;
}

static bool add(struct ctx *c, struct world *w, enum level level, int parent)
{
    static const char *const kinds[] = { "province", "district", "commune" };
    struct node *x = &w->v[w->n];
    const char *code = arena_printf(c->arena, "%05d", w->n);

    ASSERT(w->n < NODES);
    *x = (struct node){ .level = level,
                        .from = w->today,
                        .busy = w->today,
                        .next = -1,
                        .prev = -1,
                        .lay = { { w->today, parent } },
                        .n_lay = 1 };
    w->n++;
    return unit_add(c,
                    &(struct unit_draft){ .system = kinds[level],
                                          .code = code,
                                          .kind = kinds[level],
                                          .type = "",
                                          .name = arena_printf(c->arena, "Xã %s", code),
                                          .parent = parent < 0 ? w->vn : w->v[parent].id,
                                          .from = w->today },
                    &x->id);
}

static bool link(struct ctx *c, const struct world *w, int from, int to, const char *kind,
                 int64_t people)
{
    return unit_link(c, &(struct unit_change){ .day = w->today,
                                               .kind = kind,
                                               .from = from < 0 ? 0 : w->v[from].id,
                                               .to = to < 0 ? 0 : w->v[to].id,
                                               .whole = strcmp(kind, "split") != 0,
                                               .area = -1,
                                               .population = people });
}

static bool end(struct ctx *c, struct world *w, int i, int next, bool named)
{
    w->v[i].until = w->v[i].busy = w->today;
    w->v[i].next = next;
    return unit_close(c, w->v[i].id, w->today, named ? w->v[next].id : 0);
}

static bool move(struct ctx *c, struct world *w, int i, int parent)
{
    struct node *x = &w->v[i];

    x->busy = w->today;
    x->lay[x->n_lay].day = w->today;
    x->lay[x->n_lay++].parent = parent;
    return unit_alter(c, x->id, w->today, &(struct unit_draft){ .parent = w->v[parent].id });
}

/* Any that is there and has not changed today; -1: none was met. */
static int any(const struct world *w, enum level level, int root)
{
    for (int tries = 0; tries < 60; tries++) {
        int i = dice(w->n);
        const struct node *x = &w->v[i];

        if (x->level == level && !x->until && x->busy < w->today &&
            (root < 0 || root_of(w, i) == root))
            return i;
    }
    return -1;
}

static int new_home(const struct world *w)
{
    int i = any(w, dice(3) ? DISTRICT : PROVINCE, -1);

    return i < 0 ? any(w, PROVINCE, -1) : i;
}

static bool merge(struct ctx *c, struct world *w)
{
    int from[3] = { any(w, COMMUNE, -1), any(w, COMMUNE, -1), any(w, COMMUNE, -1) };
    int home = new_home(w), to = w->n, first = -1;
    bool first_named = false;

    if (home < 0 || from[0] < 0)
        return true;
    if (!add(c, w, COMMUNE, home))
        return false;
    for (int k = 0; k < 3; k++) {
        int i = from[k];
        bool named = dice(2);

        if (i < 0 || w->v[i].until)
            continue;
        if (!end(c, w, i, to, named) || !link(c, w, i, to, "merged", -1))
            return false;
        if (first < 0 || named > first_named || (named == first_named && i < first)) {
            first = i;
            first_named = named;
        }
    }
    w->v[to].prev = first;
    return true;
}

static bool split(struct ctx *c, struct world *w)
{
    int i = any(w, COMMUNE, -1), first = w->n, n = 2 + dice(2), mode = dice(3), heir = first;

    for (int k = 0; k < n && i >= 0; k++) {
        int home = new_home(w);

        if (home < 0) /* those made so far come out of nothing */
            return true;
        if (!add(c, w, COMMUNE, home))
            return false;
    }
    if (i < 0)
        return true;
    for (int k = 0; k < n; k++)
        w->v[first + k].prev = i;
    heir += mode ? dice(n) : 0;
    if (!end(c, w, i, heir, mode == 2))
        return false;
    for (int k = 0; k < n; k++)
        if (!link(c, w, i, first + k, "split",
                  mode != 1           ? -1
                  : first + k == heir ? 500000
                                      : 200000 - k))
            return false;
    return true;
}

static bool lose_part(struct ctx *c, struct world *w)
{
    int i = any(w, COMMUNE, -1), home = new_home(w), to = w->n;

    if (i < 0 || home < 0)
        return true;
    w->v[i].busy = w->today;
    if (!add(c, w, COMMUNE, home))
        return false;
    w->v[to].prev = i;
    return link(c, w, i, i, "split", -1) && link(c, w, i, to, "split", -1);
}

static bool absorb(struct ctx *c, struct world *w)
{
    int i = any(w, COMMUNE, -1), to = any(w, COMMUNE, -1);

    if (i < 0 || to < 0 || i == to)
        return true;
    w->v[to].busy = w->today;
    return end(c, w, i, to, dice(2)) && link(c, w, i, to, "merged", -1);
}

static bool shift(struct ctx *c, struct world *w)
{
    int i = any(w, COMMUNE, -1), to = i < 0 ? -1 : any(w, DISTRICT, root_of(w, i));

    return to < 0 || parent_on(&w->v[i], w->today) == to || move(c, w, i, to);
}

static bool dissolve(struct ctx *c, struct world *w)
{
    int i = any(w, COMMUNE, -1);

    return i < 0 || (end(c, w, i, -1, false) && link(c, w, i, -1, "dissolved", -1));
}

/* A district goes; its communes lie below the province. */
static bool end_district(struct ctx *c, struct world *w)
{
    int d = any(w, DISTRICT, -1);

    for (int i = 0; i < w->n && d >= 0; i++)
        if (!w->v[i].until && parent_on(&w->v[i], w->today) == d) {
            if (w->v[i].busy == w->today)
                return true; /* another day */
        }
    for (int i = 0; i < w->n && d >= 0; i++)
        if (!w->v[i].until && parent_on(&w->v[i], w->today) == d && !move(c, w, i, root_of(w, d)))
            return false;
    return d < 0 || end(c, w, d, -1, false);
}

/* One province takes in another one, whose communes go on as new units; districts end. */
static bool end_province(struct ctx *c, struct world *w)
{
    int p = any(w, PROVINCE, -1), to = any(w, PROVINCE, -1), n = w->n;

    if (p < 0 || to < 0 || p == to)
        return true;
    for (int i = 0; i < n; i++)
        if (!w->v[i].until && root_of(w, i) == p && w->v[i].busy == w->today)
            return true;
    w->v[to].busy = w->today;
    for (int i = 0; i < n; i++) {
        if (w->v[i].until || i == p || root_of(w, i) != p)
            continue;
        if (w->v[i].level == DISTRICT) {
            if (!end(c, w, i, -1, false))
                return false;
            continue;
        }
        if (!add(c, w, COMMUNE, to) || !end(c, w, i, w->n - 1, false) ||
            !link(c, w, i, w->n - 1, "unchanged", -1))
            return false;
        w->v[w->n - 1].prev = i;
    }
    return end(c, w, p, to, true) && link(c, w, p, to, "merged", -1);
}

static bool change(struct ctx *c, struct world *w)
{
    int kind = dice(12);

    if (kind < 4 && !w->whole_only)
        return kind < 3 ? split(c, w) : lose_part(c, w);
    switch (kind) {
    case 4: return absorb(c, w);
    case 5:
    case 6: return shift(c, w);
    case 7: return dissolve(c, w);
    case 8: return end_district(c, w);
    case 9: return end_province(c, w);
    default: return merge(c, w);
    }
}

static bool grow(struct ctx *c, void *arg)
{
    struct world *w = arg;

    w->today = w->start = c->today - STEP * (DAYS + 2);
    if (!unit_add(c,
                  &(struct unit_draft){ .kind = "state",
                                        .system = "state",
                                        .code = "VN",
                                        .name = "Việt Nam",
                                        .from = day(1945, 9, 2) },
                  &w->vn))
        return false;
    for (int i = 0; i < 4; i++)
        if (!add(c, w, PROVINCE, -1))
            return false;
    for (int i = 0; i < 8; i++)
        if (!add(c, w, DISTRICT, i % 4))
            return false;
    for (int i = 0; i < 30; i++)
        if (!add(c, w, COMMUNE, i % 5 ? 4 + i % 8 : i % 4))
            return false;
    for (int d = 1; d <= DAYS; d++) {
        w->today = w->start + STEP * d;
        for (int k = 0; k < 4; k++)
            if (!change(c, w))
                return false;
    }
    return true;
}

/* ---- obligations ---- */

static bool owe(struct ctx *c, void *arg)
{
    struct world *w = arg;
    int64_t now = c->today;

    for (int t = 0; t < TASKS; t++) {
        struct obligation o = { .creditor = w->vn, .title = "x" };
        int owner;

        do
            c->today = w->start + dice(STEP * (DAYS + 1));
        while (owner = dice(w->n), !is_there(&w->v[owner], c->today));
        o.owner = w->v[owner].id;
        w->task[t].owner = owner;
        w->task[t].opened = c->today;
        if (!work_open(c, &o, 0))
            return false;
        if (dice(2))
            continue;
        w->task[t].done = c->today + dice(20);
        w->task[t].recorded = c->today = w->task[t].done + dice(30);
        if (!work_apply(c,
                        &(struct work_change){ .id = o.id,
                                               .type = WORK_REPORTED,
                                               .effective = w->task[t].done,
                                               .product = "1/BC" },
                        &o) ||
            !work_apply(c, &(struct work_change){ .id = o.id, .type = WORK_RECOGNISED }, &o))
            return false;
    }
    c->today = now;
    return true;
}

/* ---- by hand ---- */

static int heir(const struct world *w, int i, int64_t since, int64_t on)
{
    const struct node *x = &w->v[i];
    int64_t s = since < x->from ? x->from : x->until && since >= x->until ? x->until - 1 : since;
    int up, k = i;

    while (k >= 0 && !is_there(&w->v[k], on))
        k = w->v[k].from > on ? w->v[k].prev : w->v[k].next;
    if (k >= 0)
        return k;
    up = parent_on(x, s);
    return up < 0 ? -1 : heir(w, up, since, on);
}

static bool is_lost(const struct world *w, int i, int64_t on)
{
    while (i >= 0 && !is_there(&w->v[i], on))
        i = w->v[i].from > on ? w->v[i].prev : w->v[i].next;
    return i < 0;
}

enum { NOWHERE = -2 };

/* Which row of the table of `of` (-1: all) the owner counts in; -1: not attributable. */
static int row_by_hand(const struct world *w, int owner, int of, const struct work_question *q)
{
    int i = heir(w, owner, q->on, q->units), below = of;

    if (i < 0)
        return of < 0 ? -1 : NOWHERE;
    while (i >= 0 && i != of) {
        below = i;
        i = parent_on(&w->v[i], q->units);
    }
    if (i != of)
        return NOWHERE;
    return below == of && is_lost(w, owner, q->units) ? -1 : below;
}

struct sum {
    int64_t all, done;
};

static struct sum by_hand(const struct world *w, int of, int row, const struct work_question *q)
{
    struct sum s = { 0 };

    for (int t = 0; t < TASKS; t++) {
        int64_t done = q->view == WORK_KNOWN ? w->task[t].recorded : w->task[t].done;
        int at = row_by_hand(w, w->task[t].owner, of, q);

        if (w->task[t].opened > q->on || at == NOWHERE || (row != NOWHERE && at != row))
            continue;
        s.all++;
        s.done += done && done <= q->on;
    }
    return s;
}

static bool is_sum(const struct work_figures *f, struct sum s)
{
    return work_total(f) == s.all && work_done(f) == s.done;
}

static int node_of(const struct world *w, int64_t id)
{
    int i = 0;

    while (i < w->n && w->v[i].id != id)
        i++;
    return id ? i : -1;
}

/* All rows of one table; returns how many are attributed. */
static int64_t check_table(struct ctx *c, const struct world *w, int of,
                           const struct work_question *q)
{
    struct work_question ask = *q;
    struct sum sum = { 0 };
    struct work_figures all;
    work_rows rows = { 0 };
    int64_t attributed = 0;

    ask.unit = of < 0 ? 0 : w->v[of].id;
    CHECK_OK(c, work_count(c, &ask, &all));
    CHECK_OK(c, work_matrix(c, &ask, &rows));
    CHECK(is_sum(&all, by_hand(w, of, NOWHERE, q)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct work_row *r = &rows.v[i];

        CHECK(is_sum(&r->f, by_hand(w, of, node_of(w, r->unit), q)));
        CHECK(r->attributed >= 0 && r->attributed <= work_total(&r->f));
        CHECK(!r->unit || is_there(&w->v[node_of(w, r->unit)], q->units));
        sum.all += work_total(&r->f);
        sum.done += work_done(&r->f);
        attributed += r->attributed;
    }
    CHECK(is_sum(&all, sum));
    return attributed;
}

/* The last month of the months' table is the table of the day. */
static void check_months(struct ctx *c, const struct work_question *q)
{
    work_rows months = { 0 }, rows = { 0 };
    size_t n;

    CHECK_OK(c, work_matrix(c, q, &rows));
    CHECK_OK(c, work_months(c, q, q->on - 70, &months, &n));
    for (size_t i = 0; i < rows.n; i++) {
        size_t k = n - 1;

        while (k < months.n && months.v[k].unit != rows.v[i].unit)
            k += n;
        CHECK(k < months.n);
        if (k >= months.n)
            continue;
        CHECK(memcmp(&months.v[k].f, &rows.v[i].f, sizeof rows.v[i].f) == 0);
        CHECK_INT(months.v[k].attributed, rows.v[i].attributed);
    }
}

/* By units that are not there on the day. */
static int64_t owed_by_others(const struct world *w, const struct work_question *q)
{
    int64_t n = 0;

    for (int t = 0; t < TASKS; t++)
        n += w->task[t].opened <= q->on && !is_there(&w->v[w->task[t].owner], q->units);
    return n;
}

static void check_pair(struct ctx *c, const struct world *w, const struct work_question *q)
{
    struct work_question plain = *q;
    struct work_figures all, other;
    int64_t attributed = check_table(c, w, -1, q);
    int of = dice(w->n);

    plain.units = 0;
    CHECK_OK(c, work_count(c, &plain, &all));
    CHECK_OK(c, work_count(c, q, &other));
    CHECK(memcmp(&all, &other, sizeof all) == 0); /* nothing falls away, whatever the day */
    if (w->whole_only && q->units >= q->on)
        CHECK_INT(attributed, 0);
    if (is_there(&w->v[of], q->units)) {
        attributed = check_table(c, w, of, q);
        if (w->whole_only && q->units >= q->on)
            CHECK_INT(attributed, 0);
    }
    if (q->units == q->on) /* what is there stays where it is */
        CHECK(attributed <= owed_by_others(w, q));
    if (dice(8) == 0)
        check_months(c, q);
}

static const struct actor everybody = {
    .id = 1, .name = "t", .person = "T", .csrf = "", .everywhere = true
};

static void play(struct ctx *c, uint64_t start, bool whole_only)
{
    struct world *w = arena_alloc(c->arena, sizeof *w);

    seed = start;
    w->whole_only = whole_only;
    c->actor = &everybody;
    CHECK_OK(c, test_write(c, grow, w));
    CHECK_OK(c, test_write(c, owe, w));
    for (int d = 0; d <= DAYS; d++)
        for (int b = 0; b <= DAYS; b++)
            for (int view = WORK_ACTUAL; view <= WORK_KNOWN; view++) {
                struct ctx one = *c;

                one.arena = arena_new((size_t)64 << 20);
                check_pair(&one, w,
                           &(struct work_question){ .measures = WORK_PAIRS,
                                                    .view = (enum work_view)view,
                                                    .on = w->start + STEP * d + dice(STEP),
                                                    .units = w->start + STEP * b + dice(STEP) });
                arena_free(&one.arena);
            }
}

TEST(by_the_units_of_any_day_rows_make_up_the_count_whatever_became_of_the_units)
{
    play(c, 7, false);
}

TEST(by_the_units_of_any_day_rows_make_up_the_count_in_another_history)
{
    play(c, 11, false);
}

TEST(whole_mergers_sum_exactly_and_nothing_is_attributed)
{
    play(c, 5, true);
}
