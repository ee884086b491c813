/* Obligations: what may happen to them, and what is then counted and listed. */
#include "common/work/work_test.h"

#include "core/app.h"

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

    q.measures = q.measures ? q.measures : WORK_TASKS;
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

/* ---- what is refused, each with its reason ---- */

static const char *refusal(struct ctx *c, const struct work_change *w)
{
    const char *why;

    CHECK(!tree_apply(c, w));
    why = c->err.fields.n ? c->err.fields.v[0].message : c->err.message;
    c->err = (struct err){ 0 };
    return why;
}

#define CHANGE(o, t, ...) (&(struct work_change){ .id = (o).id, .type = (t), __VA_ARGS__ })

TEST(work_a_report_needs_a_product_of_a_day_between_assignment_and_today)
{
    struct tree t;
    int64_t d = c->today;

    tree_plant(c, &t);
    c->today = d - 20;
    struct obligation o = task(c, &t, 0, d);
    c->today = d;
    CHECK_HAS(refusal(c, CHANGE(o, WORK_REPORTED)), "number of the document");
    CHECK_HAS(refusal(c, CHANGE(o, WORK_REPORTED, .product = "1", .effective = d + 1)), "future");
    CHECK_HAS(refusal(c, CHANGE(o, WORK_REPORTED, .product = "1", .effective = d - 21)),
              "before the assignment on 8 August 2025");
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_REPORTED, .product = "1", .effective = d - 5)));
    CHECK_HAS(refusal(c, CHANGE(o, WORK_REPORTED, .product = "2")), "waits for recognition");
}

TEST(work_what_was_returned_is_reported_again_and_counts_as_not_done)
{
    struct tree t;

    tree_plant(c, &t);
    struct obligation o = task(c, &t, 0, c->today + 5);
    CHECK_HAS(refusal(c, CHANGE(o, WORK_RETURNED, .text = "x")), "nothing was reported");
    CHECK_HAS(refusal(c, CHANGE(o, WORK_RECOGNISED)), "nothing was reported");
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_REPORTED, .product = "1")));
    CHECK_HAS(refusal(c, CHANGE(o, WORK_RETURNED)), "reason");
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_RETURNED, .text = "not what was asked")));
    CHECK_OK(c, work_get(c, o.id, &o));
    CHECK_INT(o.returns, 1);
    CHECK_INT(o.reported, 0);
    CHECK_STR(figures(c, (struct work_question){ .on = c->today }), "1 0 0, 0 0 0");
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_REPORTED, .product = "2")));
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_RECOGNISED)));
    CHECK_HAS(refusal(c, CHANGE(o, WORK_NOTED, .text = "x")), "already recognised");
    CHECK_HAS(refusal(c, CHANGE(o, WORK_WITHDRAWN, .text = "x")), "reopen it before");
}

TEST(work_a_reopened_task_needs_a_product_that_is_newer)
{
    struct tree t;
    int64_t d = c->today;

    tree_plant(c, &t);
    c->today = d - 20;
    struct obligation o = task(c, &t, 0, d);
    CHECK_HAS(refusal(c, CHANGE(o, WORK_REOPENED, .text = "x")), "only what was recognised");
    c->today = d - 10;
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_REPORTED, .product = "1")));
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_RECOGNISED)));
    c->today = d;
    CHECK_HAS(refusal(c, CHANGE(o, WORK_REOPENED, .text = "x", .effective = d - 11)),
              "only done on");
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_REOPENED, .text = "x", .effective = d - 2)));
    CHECK_HAS(refusal(c, CHANGE(o, WORK_REPORTED, .product = "2", .effective = d - 3)), "older");
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_WITHDRAWN, .text = "superseded")));
    CHECK_HAS(refusal(c, CHANGE(o, WORK_RECEIVED)), "withdrawn");
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_COMMENTED, .text = "still said")));
    CHECK_STR(figures(c, (struct work_question){ .on = d - 5 }), "0 0 0, 1 0 0");
    CHECK_STR(figures(c, (struct work_question){ .on = d - 1 }), "1 0 0, 0 0 0");
    CHECK_STR(figures(c, (struct work_question){ .on = d }), "0 0 0, 0 0 0");
}

TEST(work_an_extension_is_asked_once_with_a_reason_for_a_later_day)
{
    struct tree t;
    int64_t d = c->today;
    work_events h = { 0 };

    tree_plant(c, &t);
    struct obligation o = task(c, &t, 0, d + 5), none = task(c, &t, 0, 0);
    CHECK_HAS(refusal(c, CHANGE(none, WORK_EXTENSION_ASKED, .due = d, .text = "x")),
              "without a deadline");
    CHECK_HAS(refusal(c, CHANGE(o, WORK_EXTENSION_ASKED, .due = d + 5, .text = "x")),
              "later than the present one, 2 September 2025");
    CHECK_HAS(refusal(c, CHANGE(o, WORK_EXTENSION_ASKED, .due = d + 9)), "reason");
    CHECK_HAS(refusal(c, CHANGE(o, WORK_EXTENSION_REFUSED, .text = "x")), "no extension");
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_EXTENSION_ASKED, .due = d + 9, .text = "x")));
    CHECK_HAS(refusal(c, CHANGE(o, WORK_EXTENSION_ASKED, .due = d + 9, .text = "x")),
              "already asked");
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_EXTENSION_REFUSED, .text = "no")));
    CHECK_HAS(refusal(c, CHANGE(o, WORK_EXTENDED, .due = d + 7)), "reason");
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_EXTENDED, .due = d + 7, .text = "by own motion")));
    CHECK_OK(c, work_get(c, o.id, &o));
    CHECK_INT(o.due, d + 7);
    CHECK_INT(o.extensions, 1);
    CHECK_OK(c, work_history(c, &o, &h));
    CHECK_INT(h.n, 4);
    CHECK_INT(h.v[0].due, d + 5); /* every past deadline stays visible */
    CHECK_INT(h.v[3].due, d + 7);
    CHECK_INT(o.version, 4);
}

TEST(work_a_change_of_what_somebody_else_has_changed_is_refused_and_says_who)
{
    struct tree t;

    tree_plant(c, &t);
    struct obligation o = task(c, &t, 0, 0);
    CHECK_OK(c, tree_apply(c, CHANGE(o, WORK_NOTED, .text = "x", .version = 1)));
    CHECK(!tree_apply(c, CHANGE(o, WORK_NOTED, .text = "y", .version = 1)));
    CHECK_HAS(c->err.message, "changed this on");
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK(!tree_apply(c, &(struct work_change){ .id = 99, .type = WORK_NOTED, .text = "y" }));
    CHECK_FAILED(c, ERR_NOT_FOUND);
}

TEST(work_an_obligation_says_who_owes_what_to_whom_and_not_before_it_was_assigned)
{
    struct tree t;
    struct obligation bad = { .title = "", .due = c->today - 1 };
    struct obligation late = { .title = "x", .opened = c->today - 30, .due = c->today - 20 };

    tree_plant(c, &t);
    CHECK(!tree_open(c, &bad));
    CHECK_INT(c->err.fields.n, 4);
    CHECK_FAILED(c, ERR_INPUT);
    late.owner = late.creditor = t.hanoi;
    CHECK_OK(c, tree_open(c, &late)); /* registered late */
    CHECK_STR(figures(c, (struct work_question){ .on = c->today - 1, .view = WORK_KNOWN }),
              "0 0 0, 0 0 0");
    CHECK_STR(figures(c, (struct work_question){ .on = c->today - 1 }), "0 1 0, 0 0 0");
}

/* ---- parts ---- */

static struct obligation part(struct ctx *c, const struct tree *t, const struct obligation *parent,
                              int64_t owner, int64_t measures)
{
    struct obligation o = { .owner = owner,
                            .creditor = parent->owner,
                            .title = "part",
                            .list = t->list,
                            .due = parent->due,
                            .measures = measures,
                            .parent = parent->id,
                            .parent_tenant = parent->tenant };

    CHECK_OK(c, tree_open(c, &o));
    return o;
}

static void finish(struct ctx *c, const struct obligation *o, int64_t product_day)
{
    CHECK_OK(c, tree_apply(c, CHANGE(*o, WORK_REPORTED, .product = "1", .effective = product_day)));
    CHECK_OK(c, tree_apply(c, CHANGE(*o, WORK_RECOGNISED)));
}

static struct obligation common(struct ctx *c, const struct tree *t, int64_t due)
{
    struct obligation o = { .owner = t->vn,
                            .creditor = t->vn,
                            .title = "common",
                            .list = t->list,
                            .due = due,
                            .measures = WORK_TASKS };

    CHECK_OK(c, tree_open(c, &o));
    return o;
}

TEST(work_a_common_task_is_done_when_every_part_is_on_the_day_of_the_last_product)
{
    struct tree t;
    int64_t d = c->today;

    tree_plant(c, &t);
    c->today = d - 20;
    struct obligation p = common(c, &t, d), a = part(c, &t, &p, t.btc, WORK_PAIRS),
                      b = part(c, &t, &p, t.hanoi, WORK_PAIRS);
    c->today = d - 5;
    CHECK_HAS(refusal(c, CHANGE(p, WORK_REPORTED, .product = "1")), "several agencies");
    finish(c, &a, d - 9);
    CHECK_STR(figures(c, (struct work_question){ .on = d - 5 }), "1 0 0, 0 0 0");
    CHECK_STR(figures(c, (struct work_question){ .on = d - 5, .measures = WORK_PAIRS }),
              "1 0 0, 1 0 0");
    finish(c, &b, d - 7);
    CHECK_OK(c, work_get(c, p.id, &p));
    CHECK_INT(p.done, d - 7);
    CHECK_INT(p.parts, 2);
    CHECK_INT(p.parts_done, 2);
    c->today = d - 2;
    CHECK_OK(c, tree_apply(c, CHANGE(a, WORK_REOPENED, .text = "incomplete")));
    CHECK_OK(c, work_get(c, p.id, &p));
    CHECK_INT(p.done, 0);
    CHECK_STR(figures(c, (struct work_question){ .on = d - 5 }), "0 0 0, 1 0 0");
    CHECK_OK(c, tree_apply(c, CHANGE(a, WORK_WITHDRAWN, .text = "given to another")));
    CHECK_OK(c, work_get(c, p.id, &p));
    CHECK_INT(p.done, d - 7); /* withdrawn parts do not count */
    CHECK_INT(p.parts, 1);
}

TEST(work_what_the_assigner_decides_on_a_common_task_reaches_its_open_parts)
{
    struct tree t;
    int64_t d = c->today;

    tree_plant(c, &t);
    struct obligation p = common(c, &t, d + 5), a = part(c, &t, &p, t.btc, WORK_PAIRS),
                      b = part(c, &t, &p, t.hanoi, WORK_PAIRS);
    CHECK_OK(c, tree_apply(c, CHANGE(a, WORK_EXTENDED, .due = d + 9, .text = "x")));
    CHECK_OK(c, work_get(c, p.id, &p));
    CHECK_INT(p.due, d + 9); /* the whole is due when its last part is */
    CHECK_OK(c, tree_apply(c, CHANGE(p, WORK_EXTENDED, .due = d + 20, .text = "x")));
    CHECK_OK(c, work_get(c, b.id, &b));
    CHECK_INT(b.due, d + 20);
    CHECK_OK(c, tree_apply(c, CHANGE(p, WORK_WITHDRAWN, .text = "superseded")));
    CHECK_OK(c, work_get(c, a.id, &a));
    CHECK_INT(a.withdrawn, d);
    CHECK_STR(figures(c, (struct work_question){ .on = d, .measures = WORK_PAIRS }),
              "0 0 0, 0 0 0");
}

TEST(work_a_body_that_splits_its_share_still_answers_for_the_whole)
{
    struct tree t;
    obligations parts = { 0 };

    tree_plant(c, &t);
    struct obligation o = task(c, &t, 0, c->today + 5), a = part(c, &t, &o, t.cuc, WORK_PARTS);
    finish(c, &a, c->today);
    CHECK_OK(c, work_get(c, o.id, &o));
    CHECK_INT(o.done, 0);
    CHECK_INT(o.parts_done, 1);
    CHECK_OK(c, work_parts(c, &o, 0, 1000, &parts));
    CHECK_INT(parts.n, 1);
    CHECK_STR(figures(c, (struct work_question){ .on = c->today }), "1 0 0, 0 0 0");
    CHECK_STR(
        figures(c, (struct work_question){ .on = c->today, .unit = t.btc, .measures = WORK_PARTS }),
        "0 0 0, 1 0 0");
}

/* ---- tables and curves ---- */

TEST(work_the_table_of_a_unit_adds_up_to_its_figures)
{
    struct tree t;
    work_rows rows = { 0 };
    struct obligation o;
    size_t months;

    tree_plant(c, &t);
    task(c, &t, 0, c->today + 40);
    o = (struct obligation){ .owner = t.cuc, .creditor = t.btc, .title = "x" };
    CHECK_OK(c, tree_open(c, &o));
    o = (struct obligation){ .owner = t.badinh, .creditor = t.hanoi, .title = "x" };
    CHECK_OK(c, tree_open(c, &o));
    struct work_question q = { .measures = WORK_PAIRS, .on = c->today };
    CHECK_OK(c, work_matrix(c, &q, &rows));
    CHECK_INT(rows.n, 2); /* the ministry and the province */
    rows.n = 0;
    q.unit = t.btc;
    CHECK_OK(c, work_matrix(c, &q, &rows));
    CHECK_INT(rows.n, 2); /* the department, and the ministry itself */
    CHECK_INT(work_total(&rows.v[0].f) + work_total(&rows.v[1].f), 2);
    rows.n = 0;
    q.on = c->today + 60;
    CHECK_OK(c, work_months(c, &q, c->today, &rows, &months));
    CHECK_INT(months, 3); /* August, September, October */
    CHECK_INT(rows.n, 6); /* again both */
    CHECK_INT(work_total(&rows.v[2].f) + work_total(&rows.v[5].f), 2);
    rows.n = 0;
    CHECK_OK(c, work_series(c, &q, c->today - 7, c->today + 60, 7, &rows));
    CHECK_INT(work_total(&rows.v[0].f), 0);
    CHECK_INT(work_total(&rows.v[1].f), 2);
    CHECK_INT(rows.v[rows.n - 1].f.n[WORK_OPEN_OVERDUE], 1);
    CHECK_INT(rows.v[rows.n - 1].unit, c->today + 60);
}

/* ---- who sees what ---- */

TEST(work_somebody_without_a_role_sees_nothing)
{
    static const struct actor nobody = { .id = 7, .name = "x", .person = "X", .csrf = "" };
    struct tree t;
    obligations l = { 0 };
    struct work_figures f;

    tree_plant(c, &t);
    struct obligation o = task(c, &t, 0, 0);
    c->actor = &nobody;
    CHECK(!work_get(c, o.id, &o));
    CHECK_FAILED(c, ERR_NOT_FOUND);
    CHECK_OK(c, work_find(c, &(struct work_filter){ 0 }, &l));
    CHECK_OK(c, work_find(c, &(struct work_filter){ .unit = t.btc }, &l));
    CHECK_OK(c, work_find(c, &(struct work_filter){ .words = "5G" }, &l));
    CHECK_INT(l.n, 0);
    CHECK_OK(c,
             work_count(c, &(struct work_question){ .measures = WORK_TASKS, .on = c->today }, &f));
    CHECK_INT(work_total(&f), 0);
    CHECK(!work_count(c, &(struct work_question){ .unit = t.btc, .measures = WORK_TASKS }, &f));
    CHECK_FAILED(c, ERR_DENIED);
}

/* ---- lists ---- */

static bool add_list(struct ctx *c, void *arg)
{
    int64_t id;

    return work_list_add(c, arg, &id);
}

TEST(work_a_list_has_one_code_and_a_name_in_each_language)
{
    struct tree t;
    struct work_list l;
    work_lists all = { 0 };

    tree_plant(c, &t);
    CHECK(!test_write(c, add_list, &(struct work_list){ .code = "nq 71", .name = "" }));
    CHECK_INT(c->err.fields.n, 2);
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!test_write(c, add_list, &(struct work_list){ .code = "NQ71", .name = "x" }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK_OK(c, test_write(c, add_list,
                           &(struct work_list){
                               .code = "KLTW", .name = "Kết luận", .name_en = "Conclusions" }));
    CHECK_OK(c, work_list_by_code(c, "KLTW", &l));
    CHECK_STR(work_list_name(c, &l), "Conclusions");
    c->lang = "de";
    CHECK_STR(work_list_name(c, &l), "Kết luận");
    CHECK_OK(c, work_list_find(c, &all));
    CHECK_INT(all.n, 2);
    CHECK(!work_list_by_code(c, "X", &l));
    CHECK_FAILED(c, ERR_NOT_FOUND);
}

TEST(work_lists_are_paged_by_key_and_filtered)
{
    struct tree t;
    int64_t seen = 0;
    struct work_filter f = { .limit = 2 };
    obligations l;

    tree_plant(c, &t);
    for (int i = 0; i < 5; i++)
        task(c, &t, 0, i ? c->today + i / 2 : 0);
    do {
        l = (obligations){ 0 };
        CHECK_OK(c, work_find(c, &f, &l));
        seen += (int64_t)l.n;
        if (l.n) {
            f.after_due = l.v[l.n - 1].key_due;
            f.after_id = l.v[l.n - 1].id;
        }
    } while (l.n);
    CHECK_INT(seen, 5);
    CHECK_OK(
        c, work_find(c, &(struct work_filter){ .due_from = c->today, .due_to = c->today + 1 }, &l));
    CHECK_INT(l.n, 3);
    l.n = 0;
    CHECK_OK(c,
             work_find(c, &(struct work_filter){ .cls = "open_no_deadline", .list = t.list }, &l));
    CHECK_INT(l.n, 1);
    CHECK_OK(c, tree_apply(c, CHANGE(l.v[0], WORK_REPORTED, .product = "1")));
    l.n = 0;
    CHECK_OK(c, work_find(c, &(struct work_filter){ .cls = "waiting" }, &l));
    CHECK_INT(l.n, 1);
    CHECK(!work_find(c, &(struct work_filter){ .cls = "sometimes" }, &l));
    CHECK_FAILED(c, ERR_INPUT);
}

TEST(work_done_but_not_recorded_in_time_is_a_list_of_its_own)
{
    struct tree t;
    int64_t d = c->today;
    obligations l = { 0 };

    tree_plant(c, &t);
    c->today = d - 30;
    struct obligation o = task(c, &t, 0, d - 10), punctual = task(c, &t, 0, d - 10);
    finish(c, &punctual, d - 30);
    c->today = d - 3;
    finish(c, &o, d - 12);
    c->today = d;
    CHECK_OK(c, work_find(c, &(struct work_filter){ .cls = "late_record", .on = d - 5 }, &l));
    CHECK_INT(l.n, 1);
    CHECK_INT(l.v[0].id, o.id);
    l.n = 0;
    CHECK_OK(c, work_find(c, &(struct work_filter){ .cls = "late_record", .on = d - 3 }, &l));
    CHECK_INT(l.n, 0);
    CHECK_OK(c, work_find(c, &(struct work_filter){ .cls = "late_record" }, &l));
    CHECK_INT(l.n, 1); /* in time, but recorded after the deadline */
}
