/* Pages and the life of a task, each statement of each request failing once. */
#include "systems/task/task_test.h"

/* The step with every statement failing in turn, then well. */
static void step(struct ctx *c, struct office *f, enum person p, const char *path)
{
    int n = test_each_failure_as(c, &f->who[p], POST, path);

    if (n < 4)
        test_failed(__FILE__, __LINE__, "%s: only %d statements: %s", path, n,
                    office_ask(c, f, p, POST, path).body.p);
}

TEST(task_steps_leave_nothing_behind_when_any_statement_fails)
{
    struct office f = { 0 };

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t id = office_assign(c, &d);

    CHECK(id);
    step(c, &f, OVERSEER,
         "/tasks/new?title=Report&lead=BTC&person=A&authority=PM&result=Report"
         "&due_text=30/9/2025&due=2025-09-30");
    step(c, &f, OFFICER, office_path(c, "/tasks/", id, "/receive"));
    step(c, &f, OFFICER, office_path(c, "/tasks/", id, "/note?text=half+of+it"));
    step(c, &f, HEAD, office_path(c, "/tasks/", id, "/extension?due=2025-12-31&text=late+law"));
    step(c, &f, OVERSEER, office_path(c, "/tasks/", id, "/extension/decide?decision=approve"));
    step(c, &f, OFFICER, office_path(c, "/tasks/", id, "/report?product=9/BC&day=2025-08-20"));
    step(c, &f, OVERSEER, office_path(c, "/tasks/", id, "/recognise"));
    step(c, &f, OVERSEER, office_path(c, "/tasks/", id, "/reopen?text=not+yet"));
    test_each_failure_as(c, &f.who[OFFICER], GET, office_path(c, "/tasks/", id, ""));
    test_each_failure_as(c, &f.who[OFFICER], GET, "/tasks?class=open_in_time");
}

TEST(task_requests_whose_statements_fail_change_nothing_and_say_so)
{
    static const char *const caps = "task.read task.assign task.report task.recognise task.import "
                                    "task.comment task.extend";
    struct office f = { 0 };

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t id = office_assign(c, &d);
    const struct actor *before = c->actor;

    CHECK(test_each_failure(c, caps, GET, "/") > 3);
    CHECK(test_each_failure(c, caps, GET, "/tasks?unit=BTC&words=data") > 1);
    CHECK(test_each_failure(c, caps, GET, "/tasks.csv") > 1);
    CHECK(test_each_failure(c, caps, GET, "/tasks.xlsx") > 1);
    CHECK(test_each_failure(c, caps, GET, "/my") > 1);
    CHECK(test_each_failure(c, caps, GET, office_path(c, "/tasks/", id, "")) > 3);
    CHECK(test_each_failure(c, caps, GET, office_path(c, "/sources/", f.source, "")) > 1);
    CHECK(test_each_failure(c, caps, GET, office_path(c, "/sources/", f.source, ".csv")) > 1);
    c->actor = before;
    CHECK(test_each_failure(c, caps, POST, office_path(c, "/tasks/", id, "/note?text=half")) > 3);
    CHECK(test_each_failure(c, caps, POST,
                            "/tasks/new?title=x&lead=BTC&person=A&authority=B&result=C"
                            "&creditor=VPCP&due_text=30/9/2025") > 5);
}
