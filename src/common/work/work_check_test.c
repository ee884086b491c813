/* The recount finds what was changed behind the program's back, and can set it right. */
#include "common/work/work_test.h"

#include "common/account/account.h"
#include "common/ledger/ledger_verify.h"
#include "core/db_driver.h"

static void behind_its_back(struct ctx *c, const char *sql)
{
    CHECK_INT(c->db->driver->run(c->db, sql), DB_OK);
}

static const char *report(struct ctx *c)
{
    struct buf b = { .arena = c->arena };

    CHECK_OK(c, work_check(c, &b));
    return buf_str(&b);
}

static void fill(struct ctx *c, struct tree *t)
{
    struct obligation o;

    tree_plant(c, t);
    for (int i = 0; i < 3; i++) {
        o = (struct obligation){ .owner = i ? t->btc : t->cuc,
                                 .creditor = t->vn,
                                 .list = t->list,
                                 .title = "x",
                                 .due = c->today + i };
        CHECK_OK(c, tree_open(c, &o));
    }
    o = (struct obligation){ .owner = t->badinh,
                             .creditor = t->btc,
                             .title = "part",
                             .parent = o.id,
                             .parent_tenant = o.tenant,
                             .measures = WORK_PARTS };
    CHECK_OK(c, tree_open(c, &o));
    CHECK_STR(report(c), "");
}

TEST(work_check_names_a_tally_that_is_wrong_and_rebuilding_sets_it_right)
{
    struct tree t;

    fill(c, &t);
    behind_its_back(c, "UPDATE work_tally SET open_in_time = open_in_time + 1"
                       " WHERE span = 0 AND list <> 0 AND open_in_time = 3");
    CHECK_HAS(report(c),
              "tally of BTC, NQ71, day 2025-08-28, actual, measures 3, open_in_time: 4, counted 3");
    CHECK_HAS(report(c), "known");
    CHECK_OK(c, work_rebuild(c, 0, NULL));
    CHECK_STR(report(c), "");
    behind_its_back(c, "DELETE FROM work_tally");
    CHECK_HAS(report(c), "open_in_time: 0, counted");
    CHECK_OK(c, work_rebuild(c, 0, NULL));
    CHECK_STR(report(c), "");
}

TEST(work_check_names_a_row_that_is_not_what_its_events_say)
{
    struct tree t;

    fill(c, &t);
    behind_its_back(c, "UPDATE work_obligation SET due = due + 1, version = 9 WHERE due < 100000");
    CHECK_HAS(report(c), "version is 9, its events say 1");
    CHECK_HAS(report(c), "due is 20329, its events say 20328");
}

TEST(work_check_names_a_parent_that_counts_its_parts_wrongly)
{
    struct tree t;

    fill(c, &t);
    behind_its_back(c, "UPDATE work_obligation SET parts = 2 WHERE parts = 1");
    CHECK_HAS(report(c), "0 of 2 parts done, counted 0 of 1");
}

TEST(work_check_names_figures_of_a_body_that_owes_nothing_any_more)
{
    struct tree t;

    fill(c, &t);
    behind_its_back(c, "DELETE FROM work_obligation");
    CHECK_HAS(report(c), "tally of BTC, all lists");
}

/* ---- roles ---- */

static bool grant(struct ctx *c, void *arg)
{
    const int64_t *unit = arg;
    int64_t id;

    return account_add(
               c,
               &(struct account_draft){
                   .name = "cuc.officer", .person = "An", .lang = "vi", .hash = "", .unit = *unit },
               &id) &&
           account_grant(c, id, "officer", *unit);
}

TEST(work_an_officer_sees_what_the_unit_owes_is_owed_and_takes_part_in)
{
    struct tree t;
    struct account who;
    struct actor *officer = NEW(c->arena, struct actor);
    obligations l = { 0 };
    struct work_figures f;

    fill(c, &t);
    struct obligation other = { .owner = t.hanoi, .creditor = t.cuc, .title = "owed to us" };
    CHECK_OK(c, tree_open(c, &other));
    CHECK_OK(c, test_write(c, grant, &t.cuc));
    CHECK_OK(c, account_by_name(c, "cuc.officer", &who));
    CHECK_OK(c, account_actor(c, who.id, officer));
    c->actor = officer;
    CHECK_OK(c, work_find(c, &(struct work_filter){ 0 }, &l));
    CHECK_INT(l.n, 2);
    CHECK_INT(l.v[0].owner, t.cuc);
    CHECK_INT(l.v[1].id, other.id);
    CHECK_OK(c, work_get(c, other.id, &other));
    l.n = 0;
    CHECK_OK(c, work_find(c, &(struct work_filter){ .unit = t.btc }, &l));
    CHECK_INT(l.n, 1); /* of the ministry's, only the department's own */
    l.n = 0;
    CHECK_OK(c, work_find(c, &(struct work_filter){ .words = "owed" }, &l));
    CHECK_INT(l.n, 1);
    CHECK_OK(c,
             work_count(c, &(struct work_question){ .measures = WORK_PAIRS, .on = c->today }, &f));
    CHECK_INT(work_total(&f), 1); /* figures count what is owed */
}

struct sharing {
    struct obligation o;
    int64_t unit;
};

static bool share(struct ctx *c, void *arg)
{
    const struct sharing *s = arg;

    return work_share(c, &s->o, &s->unit, 1) && work_share(c, &s->o, &s->unit, 1);
}

TEST(work_a_coordinating_unit_sees_what_another_owes)
{
    struct tree t;
    struct account who;
    struct actor *officer = NEW(c->arena, struct actor);
    obligations l = { 0 };
    struct sharing s;

    fill(c, &t);
    s.o = (struct obligation){ .owner = t.hanoi, .creditor = t.vn, .title = "metro" };
    s.unit = t.cuc;
    CHECK_OK(c, tree_open(c, &s.o));
    CHECK_OK(c, test_write(c, grant, &t.cuc));
    CHECK_OK(c, account_by_name(c, "cuc.officer", &who));
    CHECK_OK(c, account_actor(c, who.id, officer));
    c->actor = officer;
    CHECK(!work_get(c, s.o.id, &s.o));
    CHECK_FAILED(c, ERR_NOT_FOUND);
    CHECK_OK(c, test_write(c, share, &s));
    CHECK_OK(c, work_get(c, s.o.id, &s.o));
    CHECK_OK(c, work_find(c, &(struct work_filter){ .words = "metro" }, &l));
    CHECK_INT(l.n, 1);
    CHECK_OK(c, work_find(c, &(struct work_filter){ .unit = t.hanoi }, &l));
    CHECK_INT(l.n, 2);
}

/* ---- a database that fails ---- */

struct life {
    struct tree t;
    struct obligation parent, part;
};

/* A life with every kind of statement in it. */
static bool live(struct ctx *c, void *arg)
{
    struct life *l = arg;
    struct obligation *p = &l->parent, *o = &l->part;

    *p = (struct obligation){ .owner = l->t.vn,
                              .creditor = l->t.vn,
                              .title = "whole",
                              .measures = WORK_TASKS,
                              .due = c->today + 5 };
    if (!work_open(c, p, 0))
        return false;
    *o = (struct obligation){ .owner = l->t.btc,
                              .creditor = l->t.vn,
                              .title = "part",
                              .parent = p->id,
                              .parent_tenant = p->tenant,
                              .measures = WORK_PAIRS,
                              .working_days = 3,
                              .list = l->t.list };
    return work_open(c, o, 0) &&
           work_apply(c, &(struct work_change){ .id = o->id, .type = WORK_NOTED, .text = "x" },
                      o) &&
           work_apply(c,
                      &(struct work_change){
                          .id = p->id, .type = WORK_EXTENDED, .text = "x", .due = c->today + 90 },
                      p) &&
           work_apply(
               c, &(struct work_change){ .id = o->id, .type = WORK_REPORTED, .product = "1" }, o) &&
           work_apply(c, &(struct work_change){ .id = o->id, .type = WORK_RECOGNISED }, o) &&
           work_apply(c, &(struct work_change){ .id = o->id, .type = WORK_REOPENED, .text = "x" },
                      o) &&
           work_day_off(c, day(2025, 9, 9), false, "x");
}

static bool look(struct ctx *c, void *arg)
{
    struct life *l = arg;
    struct work_question q = { .measures = WORK_PAIRS, .on = c->today };
    struct work_figures f;
    work_events h = { 0 };
    obligations rows = { 0 };
    work_rows table = { 0 };
    work_lists lists = { 0 };
    struct buf report = { .arena = c->arena };
    size_t months;

    return work_get(c, l->part.id, &l->part) && work_history(c, &l->part, &h) &&
           work_parts(c, &l->parent, 0, 1000, &rows) && work_list_find(c, &lists) &&
           work_count(c, &q, &f) && work_matrix(c, &q, &table) &&
           work_series(c, &q, c->today - 40, c->today, 7, &table) &&
           work_months(c, &q, c->today - 40, &table, &months) &&
           work_find(c, &(struct work_filter){ .on = c->today - 1 }, &rows) &&
           work_find(c, &(struct work_filter){ .words = "part" }, &rows) &&
           work_check(c, &report) && report.n == 0;
}

/* Each statement in turn fails: the failure comes out, and nothing half done stays. */
static int fail_each(struct ctx *c, struct life *l, bool write)
{
    for (int n = 1; n < 1000; n++) {
        db_fail_after(c->db, n);
        bool ok = write ? test_write(c, live, l) : look(c, l);
        db_fail_after(c->db, 0);
        if (ok)
            return n;
        CHECK_FAILED(c, ERR_SYSTEM);
    }
    return 0;
}

TEST(work_a_statement_that_fails_fails_the_whole)
{
    struct life l;

    tree_plant(c, &l.t);
    CHECK(fail_each(c, &l, true) > 40);
    CHECK_STR(report(c), "");
    CHECK(fail_each(c, &l, false) > 20);
}

/* ---- under the ledger ---- */

static bool announce(struct ctx *c, void *arg)
{
    (void)arg;
    return work_day_off(c, day(2025, 9, 9), false, "Decision 1/2025") && ledger_seal_now(c);
}

static const char *verified(struct ctx *c)
{
    struct ledger_check k = { .table = work_module.sealed, .n_tables = work_module.n_sealed };
    struct ledger_verdict v = { 0 };

    CHECK_OK(c, db_begin(c, false));
    CHECK_OK(c, ledger_verify(c, &k, &v));
    db_rollback(c);
    return buf_str(&v.out);
}

TEST(work_verify_names_a_holiday_and_a_list_that_were_changed_behind_its_back)
{
    struct tree t;

    tree_plant(c, &t);
    CHECK_OK(c, test_write(c, announce, NULL));
    CHECK_HAS_NOT(verified(c), " work_");
    behind_its_back(c, "UPDATE work_day_off SET source = 'nobody' WHERE day = 20340");
    behind_its_back(c, "INSERT INTO work_day_off (day, kind, source) VALUES (20341, 'off', 'x')");
    behind_its_back(c, "UPDATE work_list SET code = 'NQ72'");
    CHECK_HAS(verified(c), "changed work_day_off 20340: ");
    CHECK_HAS(verified(c), "added work_day_off 20341: ");
    CHECK_HAS(verified(c), arena_printf(c->arena, "changed work_list %lld: ", (long long)t.list));
}
