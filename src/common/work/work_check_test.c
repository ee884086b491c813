/* The recount finds what was changed behind the program's back, and can set it right. */
#include "common/work/work_test.h"

#include "common/account/account.h"
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
             work_count(c, &(struct work_question){ .measure = WORK_PAIRS, .on = c->today }, &f));
    CHECK_INT(work_total(&f), 1); /* figures count what is owed */
}
