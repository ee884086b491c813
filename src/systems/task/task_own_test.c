/* What a person sees as their own: figures of a root body in pairs, of a unit below with parts. */
#include "common/account/account.h"
#include "systems/task/task_test.h"

static bool make_head(struct ctx *c, void *arg)
{
    const struct office *f = arg;

    return account_grant(c, f->who[HANOI].id, "head", f->hanoi);
}

/* A task of two agencies, one of which hands a part down to a ward. */
static void share_out(struct ctx *c, struct office *f)
{
    struct task_draft d = office_draft(f);
    struct actor *hanoi = &f->who[HANOI];
    obligations pairs = { 0 };

    CHECK_OK(c, test_write(c, make_head, f));
    CHECK_OK(c, account_actor(c, hanoi->id, hanoi));
    hanoi->csrf = "token";
    hanoi->lang = "en";
    d.title_en = "Join the portals";
    d.lead = "Bộ Tài chính; Hà Nội";
    struct obligation whole = office_see(c, office_assign(c, &d));

    CHECK_OK(c, work_parts(c, &whole, 0, 10, &pairs));
    CHECK_INT(pairs.n, 2);
    for (size_t i = 0; i < pairs.n; i++) {
        const char *to = office_path(c, "/tasks/", pairs.v[i].id,
                                     "/split?title=Train+the+clerks&unit=00004&person=A");

        if (pairs.v[i].owner == f->hanoi)
            CHECK_INT(office_ask(c, f, HANOI, POST, to).status, 303);
    }
}

static void says(struct ctx *c, const struct office *f, enum person p, const char *path,
                 const char *what)
{
    struct res s = office_ask(c, f, p, GET, path);

    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, what);
}

TEST(task_figures_of_a_body_are_the_same_for_its_people_and_for_the_government)
{
    struct office f;

    office_open(c, &f);
    share_out(c, &f);
    says(c, &f, OVERSEER, "/tasks/figures.json", "{\"total\":1,");
    for (size_t i = 0; i < 2; i++) {
        const enum person p[] = { OFFICER, HANOI };
        const char *of = i ? "/tasks/figures.json?unit=01" : "/tasks/figures.json?unit=BTC";

        says(c, &f, OVERSEER, of, "{\"total\":1,");
        says(c, &f, p[i], of, "{\"total\":1,");
        says(c, &f, p[i], "/tasks/figures.json", "{\"total\":1,");
        says(c, &f, p[i], "/", "<strong>1 task</strong>");
    }
}

TEST(task_parts_count_for_the_ward_that_was_given_them_and_in_its_row)
{
    struct office f;

    office_open(c, &f);
    share_out(c, &f);
    says(c, &f, BADINH, "/tasks/figures.json", "{\"total\":1,");
    says(c, &f, BADINH, "/", "<strong>1 task</strong>");
    says(c, &f, BADINH, "/tasks.json", "\"title\":\"Train the clerks\"");
    says(c, &f, BADINH, "/tasks/months?class=open_in_time", "Ba Đình");
    says(c, &f, HANOI, "/", "Counted for each unit: its tasks, and the parts");
    says(c, &f, HANOI, "/", "/tasks?unit=00004");
    /* A list of a body holds what its figures count; its parts are found by words. */
    CHECK_HAS_NOT(office_ask(c, &f, HANOI, GET, "/tasks.json?unit=01").body.p, "Train the clerks");
    says(c, &f, HANOI, "/tasks.json?unit=01&words=clerks", "Train the clerks");
    says(c, &f, HANOI, "/tasks.json", "Train the clerks");
}

TEST(an_empty_overview_of_a_past_day_leads_to_today)
{
    struct office f;

    office_open(c, &f);
    share_out(c, &f);
    says(c, &f, BADINH, "/?asof=2025-01-01", "asof=2025-08-28\">Show 28 August 2025</a>");
}

TEST(task_my_page_shows_what_was_reported_only_where_it_waits)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    d.due = day(2025, 8, 1);
    int64_t id = office_assign(c, &d);

    says(c, &f, OFFICER, "/my.json", "\"overdue\":[{");
    CHECK(office_do(c, &f.who[OFFICER], TASK_REPORT,
                    &(struct task_act){ .id = id, .product = "9/BC" }));
    says(c, &f, OFFICER, "/my.json", "\"overdue\":[],\"due_soon\":[],\"waiting\":[{");
}

TEST(task_a_question_with_mistakes_is_asked_again_at_its_fields)
{
    struct office f;

    office_open(c, &f);
    struct res s =
        office_ask(c, &f, OFFICER, GET, "/tasks?unit=Nowhere&asof=2025-02-31&class=open");

    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "<form method=\"get\" action=\"/tasks\">");
    CHECK_HAS(s.body.p, "<label for=\"asof\">As of");
    CHECK_HAS(s.body.p, "<input type=\"hidden\" name=\"unit\" value=\"Nowhere\">");
    CHECK_HAS(s.body.p, "<input type=\"hidden\" name=\"class\" value=\"open\">");
    s = office_ask(c, &f, OFFICER, GET, "/tasks?unit=Nowhere");
    CHECK_HAS(s.body.p, "value=\"Nowhere\" aria-describedby=\"unit-error\" aria-invalid=\"true\">");
    CHECK_HAS(s.body.p, "no unit is called Nowhere");
}
