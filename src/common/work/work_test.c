/* Obligations: what may happen to them, and what is then counted and listed. */
#include "common/work/work_test.h"

#include "common/ledger/ledger.h"

static const struct actor overseer = {
    .id = 1, .name = "tester", .person = "Tester", .everywhere = true, .csrf = ""
};

static bool plant(struct ctx *c, void *arg)
{
    struct tree *t = arg;
    int64_t from = day(2020, 1, 1);

#define UNIT(k, w, above, ret)                       \
    unit_add(c,                                      \
             &(struct unit_draft){ .system = "test", \
                                   .code = w,        \
                                   .short_code = w,  \
                                   .kind = k,        \
                                   .name = w,        \
                                   .parent = above,  \
                                   .from = from },   \
             ret)
    return UNIT("state", "VN", 0, &t->vn) && UNIT("ministry", "BTC", t->vn, &t->btc) &&
           UNIT("ministry", "BKHCN", t->vn, &t->bkhcn) &&
           UNIT("department", "CUC", t->btc, &t->cuc) && UNIT("province", "HN", t->vn, &t->hanoi) &&
           UNIT("commune", "BD", t->hanoi, &t->badinh) &&
           work_list_add(c, &(struct work_list){ .code = "NQ71", .name = "Nghị quyết 71" },
                         &t->list);
}

void tree_plant(struct ctx *c, struct tree *t)
{
    c->actor = &overseer;
    CHECK_OK(c, test_write(c, plant, t));
}

static bool open_one(struct ctx *c, void *arg)
{
    struct obligation *o = arg;

    return work_open(c, o, o->opened);
}

bool tree_open(struct ctx *c, struct obligation *o)
{
    return test_write(c, open_one, o);
}

struct apply {
    const struct work_change *w;
    struct obligation *ret;
};

static bool apply_one(struct ctx *c, void *arg)
{
    struct apply *a = arg;

    return work_apply(c, a->w, a->ret);
}

bool tree_apply(struct ctx *c, const struct work_change *w)
{
    struct obligation o;

    return test_write(c, apply_one, &(struct apply){ w, &o });
}

/* What happened on a day: c->today is set to it. */
static bool on(struct ctx *c, int64_t today, const struct work_change *w)
{
    c->today = today;
    return tree_apply(c, w);
}

static struct obligation task(struct ctx *c, const struct tree *t, int64_t opened, int64_t due)
{
    struct obligation o = { .owner = t->btc,
                            .creditor = t->vn,
                            .list = t->list,
                            .title = "5G",
                            .opened = opened,
                            .due = due };

    CHECK_OK(c, tree_open(c, &o));
    return o;
}

static const char *figures(struct ctx *c, struct work_question q)
{
    struct work_figures f = { 0 };

    q.measure = q.measure ? q.measure : WORK_TASKS;
    CHECK_OK(c, work_count(c, &q, &f));
    return arena_printf(c->arena, "%d %d %d, %d %d %d", (int)f.n[0], (int)f.n[1], (int)f.n[2],
                        (int)f.n[3], (int)f.n[4], (int)f.n[5]);
}

TEST(work_class_follows_from_the_days_and_the_day_of_the_deadline_is_in_time)
{
    CHECK_INT(work_class(10, 0, 10), WORK_OPEN_IN_TIME);
    CHECK_INT(work_class(10, 0, 11), WORK_OPEN_OVERDUE);
    CHECK_INT(work_class(0, 0, 11), WORK_OPEN_NO_DEADLINE);
    CHECK_INT(work_class(10, 10, 99), WORK_DONE_ON_TIME);
    CHECK_INT(work_class(10, 11, 99), WORK_DONE_LATE);
    CHECK_INT(work_class(0, 11, 99), WORK_DONE_NO_DEADLINE);
}

TEST(work_done_but_recorded_late_is_overdue_as_known_and_on_time_as_it_really_was)
{
    struct tree t;
    int64_t d = c->today;

    tree_plant(c, &t);
    c->today = d - 20;
    struct obligation o = task(c, &t, 0, d - 10);
    CHECK_OK(
        c,
        on(c, d - 5,
           &(struct work_change){
               .id = o.id, .type = WORK_REPORTED, .effective = d - 12, .product = "12/BC-BTC" }));
    /* Reported is not yet recognised: still overdue. */
    CHECK_STR(figures(c, (struct work_question){ .view = WORK_ACTUAL, .on = d - 5 }),
              "0 1 0, 0 0 0");
    CHECK_OK(c, on(c, d, &(struct work_change){ .id = o.id, .type = WORK_RECOGNISED }));
    CHECK_STR(figures(c, (struct work_question){ .view = WORK_ACTUAL, .on = d - 5 }),
              "0 0 0, 1 0 0");
    CHECK_STR(figures(c, (struct work_question){ .view = WORK_ACTUAL, .on = d - 13 }),
              "1 0 0, 0 0 0");
    CHECK_STR(figures(c, (struct work_question){ .view = WORK_KNOWN, .on = d - 1 }),
              "0 1 0, 0 0 0");
    CHECK_STR(figures(c, (struct work_question){ .view = WORK_KNOWN, .on = d }), "0 0 0, 1 0 0");
    CHECK_STR(figures(c,
                      (struct work_question){
                          .view = WORK_KNOWN, .on = d, .list = t.list, .unit = t.btc }),
              "0 0 0, 1 0 0");
    CHECK_STR(figures(c, (struct work_question){ .view = WORK_KNOWN, .on = d, .unit = t.hanoi }),
              "0 0 0, 0 0 0");
}

TEST(work_an_extension_moves_the_class_from_its_approval_on)
{
    struct tree t;
    int64_t d = c->today;

    tree_plant(c, &t);
    c->today = d - 30;
    struct obligation o = task(c, &t, 0, d - 20);
    CHECK_OK(c, on(c, d - 10,
                   &(struct work_change){ .id = o.id,
                                          .type = WORK_EXTENSION_ASKED,
                                          .due = d + 5,
                                          .text = "waiting for the law" }));
    CHECK_OK(c, on(c, d - 5, &(struct work_change){ .id = o.id, .type = WORK_EXTENDED }));
    CHECK_STR(figures(c, (struct work_question){ .on = d - 20 }), "1 0 0, 0 0 0");
    CHECK_STR(figures(c, (struct work_question){ .on = d - 6 }), "0 1 0, 0 0 0");
    CHECK_STR(figures(c, (struct work_question){ .on = d - 5 }), "1 0 0, 0 0 0");
    CHECK_STR(figures(c, (struct work_question){ .on = d + 5 }), "1 0 0, 0 0 0");
    CHECK_STR(figures(c, (struct work_question){ .on = d + 6 }), "0 1 0, 0 0 0");
    CHECK_OK(c, work_get(c, o.id, &o));
    CHECK_INT(o.extensions, 1);
    CHECK_INT(o.due, d + 5);
}

TEST(work_lists_give_the_class_of_today_and_of_any_day_before)
{
    struct tree t;
    int64_t d = c->today;
    obligations l = { 0 };

    tree_plant(c, &t);
    c->today = d - 30;
    struct obligation a = task(c, &t, 0, d - 20), b = task(c, &t, 0, d - 15);
    task(c, &t, 0, 0);
    CHECK_OK(c, on(c, d - 12,
                   &(struct work_change){ .id = a.id, .type = WORK_REPORTED, .product = "1" }));
    CHECK_OK(c, on(c, d - 11, &(struct work_change){ .id = a.id, .type = WORK_RECOGNISED }));
    c->today = d;
    CHECK_OK(c, work_find(c, &(struct work_filter){ .cls = "open_overdue" }, &l));
    CHECK_INT(l.n, 1);
    CHECK_INT(l.v[0].id, b.id);
    l.n = 0;
    CHECK_OK(c,
             work_find(c,
                       &(struct work_filter){
                           .cls = "open_overdue", .on = d - 12, .view = WORK_KNOWN, .unit = t.btc },
                       &l));
    CHECK_INT(l.n, 2);
    CHECK_INT(l.v[0].done, 0);
    l.n = 0;
    CHECK_OK(c, work_find(c, &(struct work_filter){ .cls = "done_late", .unit = t.vn }, &l));
    CHECK_INT(l.n, 1);
    l.n = 0;
    CHECK_OK(c, work_find(c, &(struct work_filter){ .words = "5g" }, &l));
    CHECK_INT(l.n, 3);
    CHECK_INT(l.v[2].due, 0);
}
