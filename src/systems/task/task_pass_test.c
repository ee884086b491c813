/* A task whose unit has ended: both pages tell the story, the annex shows who holds it. */
#include "common/unit/unit_succession.h"
#include "systems/task/task_test.h"

static bool end(struct ctx *c, void *arg)
{
    const struct office *f = arg;

    return unit_close(c, f->btc, c->today, f->bkhcn);
}

static bool step(struct ctx *c, void *arg)
{
    return unit_succession_step(c, arg);
}

TEST(task_of_a_unit_that_ended_goes_on_in_its_place_of_the_document)
{
    struct office f;
    struct task_draft d;
    struct unit_step s = { .on = c->today, .most = 100 };
    struct work_passed to;
    struct obligation o;
    struct task t = { 0 };
    int64_t id;
    const char *annex;

    office_open(c, &f);
    d = office_draft(&f);
    d.source = f.source;
    d.number = "17";
    id = office_assign(c, &d);
    CHECK(id != 0);
    CHECK_OK(c, test_write(c, end, &f));
    do {
        CHECK_OK(c, test_write(c, step, &s));
        CHECK_INT(s.failed, 0);
    } while (c->err.kind == ERR_NONE && !s.done);
    o = office_see(c, id);
    CHECK_OK(c, work_passed_to(c, &o, &to));
    CHECK_OK(c, task_get(c, to.other, &t));
    CHECK_INT(t.o.owner, f.bkhcn);
    CHECK_STR(t.number, "17");
    CHECK_INT(t.replaces, id);
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, office_path(c, "/tasks/", id, "")).body.p,
              "passed on");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, office_path(c, "/tasks/", id, "")).body.p,
              office_path(c, "/tasks/", to.other, ""));
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, office_path(c, "/tasks/", to.other, "")).body.p,
              "Taken over from");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, office_path(c, "/tasks/", to.other, ".json")).body.p,
              "\"taken_from\"");
    annex = office_ask(c, &f, OVERSEER, GET, office_path(c, "/sources/", f.source, "")).body.p;
    CHECK_HAS(annex, office_path(c, "/tasks/", to.other, ""));
    CHECK_HAS_NOT(annex, office_path(c, "/tasks/", id, "\""));
}
