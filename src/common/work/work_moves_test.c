/* Units move while work is under way: every tally is still the sum of what lies below it. */
#include "common/work/work_test.h"

enum { DISTRICTS = 4, UNITS = 14, ROUNDS = 40 };

static uint64_t seed;

static int dice(int n) /* 0 .. n - 1 */
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)n);
}

/* The province, its districts, and what may lie below any of these. */
struct land {
    struct tree t;
    int64_t id[UNITS], parent[UNITS], moved[UNITS];
    int64_t list;
};

static bool plant(struct ctx *c, void *arg)
{
    struct land *l = arg;

    if (!work_list_add(c, &(struct work_list){ .code = "L", .name = "L" }, &l->list))
        return false;
    for (int i = 0; i < UNITS; i++) {
        l->parent[i] = i < DISTRICTS ? l->t.hanoi : l->id[i % DISTRICTS];
        if (!unit_add(c,
                      &(struct unit_draft){ .system = "place",
                                            .code = arena_printf(c->arena, "%d", i),
                                            .kind = "commune",
                                            .name = "x",
                                            .parent = l->parent[i],
                                            .from = day(2020, 1, 1) },
                      &l->id[i]))
            return false;
    }
    return true;
}

/* Below a district, below another one of its kind, or right below the province. */
static bool move(struct ctx *c, struct land *l)
{
    int i = dice(UNITS), up = dice(DISTRICTS + 1);
    int64_t parent = up < DISTRICTS ? l->id[up] : l->t.hanoi;

    if (unit_is_below(c, parent, l->id[i]) || l->moved[i] >= c->today)
        return true;
    l->moved[i] = c->today;
    return unit_alter(c, l->id[i], c->today, &(struct unit_draft){ .parent = parent });
}

static bool owe(struct ctx *c, struct land *l)
{
    struct obligation o = { .list = dice(2) ? l->list : 0,
                            .owner = l->id[dice(UNITS)],
                            .creditor = l->t.vn,
                            .title = "x",
                            .due = c->today + dice(30) };

    if (!work_open(c, &o, c->today - dice(40)) || dice(3) == 0)
        return c->err.kind == ERR_NONE;
    return work_apply(c,
                      &(struct work_change){ .id = o.id, .type = WORK_REPORTED, .product = "1/BC" },
                      &o) &&
           work_apply(c, &(struct work_change){ .id = o.id, .type = WORK_RECOGNISED }, &o);
}

static bool owe_some(struct ctx *c, void *arg)
{
    return owe(c, arg) && owe(c, arg) && owe(c, arg);
}

static bool move_one(struct ctx *c, void *arg)
{
    return move(c, arg);
}

static const char *differences(struct ctx *c)
{
    struct buf report = { .arena = c->arena };

    CHECK_OK(c, work_check(c, &report));
    return buf_str(&report);
}

TEST(work_figures_follow_units_that_move_below_others)
{
    struct land l = { 0 };
    struct work_question q = { .measures = WORK_PAIRS, .view = WORK_KNOWN };
    int64_t below = 0;
    struct work_figures f;

    seed = 3;
    tree_plant(c, &l.t);
    CHECK_OK(c, test_write(c, plant, &l));
    for (int round = 0; round < ROUNDS; round++) {
        c->today++;
        CHECK_OK(c, test_write(c, owe_some, &l));
        CHECK_OK(c, test_write(c, move_one, &l));
        CHECK_STR(differences(c), "");
    }
    q.on = c->today;
    q.unit = l.t.hanoi;
    CHECK_OK(c, work_count(c, &q, &f));
    CHECK_INT(work_total(&f), 3 * ROUNDS);
    work_rows rows = { 0 };
    CHECK_OK(c, work_matrix(c, &q, &rows));
    for (size_t i = 0; i < rows.n; i++)
        below += work_total(&rows.v[i].f);
    CHECK_INT(below, 3 * ROUNDS);
}
