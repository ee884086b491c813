/* Whole requests: every route allowed, refused and with wrong input; both faces; escaping. */
#include "systems/task/task_test.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/store.h"
#include "systems/task/task_pages.h"

struct upload office_file(struct ctx *c, const char *name, const char *content)
{
    struct upload u = { .field = "file",
                        .name = name,
                        .size = (int64_t)strlen(content),
                        .path = arena_printf(c->arena, "build/test-data/tmp-%lld",
                                             (long long)new_id(c)) };
    FILE *f;

    mkdir("build", 0700);
    mkdir("build/test-data", 0700);
    f = fopen(u.path, "w");
    CHECK(f && fputs(content, f) >= 0 && fclose(f) == 0);
    CHECK_OK(c, store_hash(c, u.path, &u.sha256));
    return u;
}

static struct office office(struct ctx *c)
{
    struct office *f = NEW(c->arena, struct office);

    office_open(c, f);
    return *f;
}

static int64_t one_task(struct ctx *c, const struct office *f)
{
    struct task_draft d = office_draft(f);
    int64_t id = office_assign(c, &d);

    CHECK(id != 0);
    return id;
}

/* A path of a task: "/tasks/%/note" with the id for the %. */
static const char *at(struct ctx *c, int64_t id, const char *path)
{
    const char *mark = strchr(path, '%');

    return office_path(c, arena_strndup(c->arena, path, (size_t)(mark - path)), id, mark + 1);
}

TEST(task_pages_are_refused_to_who_is_not_signed_in_and_to_who_has_no_role)
{
    static const char *const pages[] = { "/my",       "/tasks",       "/tasks/figures",
                                         "/sources",  "/sources/new", "/tasks/import",
                                         "/tasks/new" };
    struct office f = office(c);

    for (size_t i = 0; i < COUNT(pages); i++) {
        CHECK_HAS(ask(c, "", GET, pages[i]).location, "/sign-in");
        CHECK_INT(office_ask(c, &f, STRANGER, GET, pages[i]).status, 403);
        CHECK_INT(office_ask(c, &f, OVERSEER, GET, pages[i]).status, 200);
    }
    CHECK_INT(office_ask(c, &f, OFFICER, GET, "/tasks/new").status, 403);
    CHECK_INT(office_ask(c, &f, AUDITOR, GET, "/tasks/import").status, 403);
}

TEST(task_overview_is_the_first_page_of_those_who_may_see_it_and_no_dead_end_for_others)
{
    struct office f = office(c);

    CHECK_HAS(ask(c, "", GET, "/").location, "/sign-in");
    CHECK_INT(office_ask(c, &f, OVERSEER, GET, "/").status, 200);
    CHECK_INT(office_ask(c, &f, AUDITOR, GET, "/").status, 200);
    CHECK_STR(ask(c, "account.read", GET, "/").location, "/accounts");
    CHECK_INT(office_ask(c, &f, STRANGER, GET, "/.json").status, 403);
}

TEST(task_pages_with_an_id_are_shown_refused_and_not_found)
{
    struct office f = office(c);
    int64_t id = one_task(c, &f);
    const struct {
        const char *path;
        int64_t id;
    } pages[] = { { "/tasks/%", id }, { "/sources/%", f.source }, { "/units/%/tasks", f.btc } };

    for (size_t i = 0; i < COUNT(pages); i++) {
        CHECK_INT(office_ask(c, &f, OVERSEER, GET, at(c, pages[i].id, pages[i].path)).status, 200);
        CHECK_INT(office_ask(c, &f, OVERSEER, GET,
                             at(c, pages[i].id, arena_printf(c->arena, "%s.json", pages[i].path)))
                      .status,
                  200);
        CHECK_INT(office_ask(c, &f, STRANGER, GET, at(c, pages[i].id, pages[i].path)).status, 403);
        CHECK_INT(office_ask(c, &f, OVERSEER, GET, at(c, 7, pages[i].path)).status, 404);
    }
    CHECK_INT(office_ask(c, &f, HANOI, GET, at(c, id, "/tasks/%")).status, 404); /* not theirs */
    CHECK_INT(office_ask(c, &f, OVERSEER, GET, "/units/BTC/tasks").status, 200);
    CHECK_INT(office_ask(c, &f, OVERSEER, GET, "/units/NONE/tasks").status, 404);
}

TEST(task_assigned_by_the_form_is_shown_and_mistakes_stand_at_their_fields)
{
    struct office f = office(c);
    struct res s = office_ask(c, &f, OVERSEER, POST,
                              "/tasks/new?title=Report+%3Cb%3E&lead=BTC&person=A&authority=PM"
                              "&result=Report&due_text=30/9/2025&due=2025-09-30");

    CHECK_INT(s.status, 303);
    s = office_ask(c, &f, OFFICER, GET, s.location);
    CHECK_HAS(s.body.p, "Report &lt;b&gt;");
    CHECK_HAS(s.body.p, "The task is assigned.");
    s = office_ask(c, &f, OVERSEER, POST, "/tasks/new?title=Kept&lead=Nobody&due=soon");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "Kept");
    CHECK_HAS(s.body.p, "id=\"lead-error\"");
    CHECK_HAS(s.body.p, "id=\"person-error\"");
    CHECK_HAS(s.body.p, "id=\"due-error\"");
    CHECK_INT(office_ask(c, &f, OFFICER, POST, "/tasks/new?title=x").status, 403);
    s = office_ask(
        c, &f, OVERSEER, POST,
        "/tasks/new.json?title=R&lead=BTC&person=A&authority=PM&result=R&due=2025-09-30");
    CHECK_INT(s.status, 201);
    CHECK_HAS(s.body.p, "\"class\":\"open_in_time\"");
}

TEST(task_steps_are_taken_by_forms_refused_to_others_and_told_what_is_missing)
{
    static const struct {
        const char *step, *good, *wrong;
        enum person who, not ;
    } steps[] = {
        { "receive", "", "?version=x", OFFICER, OVERSEER },
        { "note", "?text=half", "", OFFICER, AUDITOR },
        { "comment", "?text=hm", "", OVERSEER, AUDITOR },
        { "extension", "?due=2025-12-01&text=law", "?due=2020-01-01", HEAD, OFFICER },
        { "extension/decide", "?decision=approve", "?decision=maybe", OVERSEER, OFFICER },
        { "split", "?title=Part&unit=G12.18&person=B", "?title=Part&unit=BKHCN", HEAD, OFFICER },
        { "report", "?product=9/BC-BTC&day=2025-08-20", "?day=2025-08-20", OFFICER, AUDITOR },
        { "return", "?text=no+annex", "", OVERSEER, OFFICER },
        { "report", "?product=10/BC-BTC", "?product=", OFFICER, VIEWER },
        { "recognise", "", "?version=999", OVERSEER, OFFICER },
        { "reopen", "?text=wrong", "", OVERSEER, OFFICER },
        { "amend", "?result=Decree&source=%", "", OVERSEER, OFFICER },
        { "withdraw", "?text=no+need", "", OVERSEER, OFFICER },
    };
    struct office f = office(c);
    int64_t id = one_task(c, &f);

    for (size_t i = 0; i < COUNT(steps); i++) {
        const char *path =
            office_path(c, "/tasks/", id, arena_printf(c->arena, "/%s", steps[i].step));
        const char *good = arena_printf(c->arena, "%s%s", path, steps[i].good);

        if (strchr(good, '%'))
            good = at(c, f.source, good);
        CHECK_INT(office_ask(c, &f, steps[i].not, POST, good).status, 403);
        struct res s = office_ask(c, &f, steps[i].who, POST,
                                  arena_printf(c->arena, "%s%s", path, steps[i].wrong));
        if (s.status != 422 && s.status != 409)
            test_failed(__FILE__, __LINE__, "%s: %d for wrong input", steps[i].step, s.status);
        CHECK_HAS(s.body.p, "class=\"error-summary\"");
        s = office_ask(c, &f, steps[i].who, POST, good);
        if (s.status != 303)
            test_failed(__FILE__, __LINE__, "%s: %d: %s", steps[i].step, s.status, s.body.p);
        s = office_ask(c, &f, steps[i].who, GET, s.location ? s.location : "/");
        CHECK_HAS(s.body.p, "class=\"done-message\"");
    }
    CHECK_INT(office_see(c, id).extensions, 1);
}

TEST(task_page_offers_only_what_the_person_may_do_now)
{
    struct office f = office(c);
    const char *path = at(c, one_task(c, &f), "/tasks/%");
    struct res s = office_ask(c, &f, OFFICER, GET, path);

    CHECK_HAS(s.body.p, "/report\"");
    CHECK_HAS_NOT(s.body.p, "/withdraw\"");
    CHECK_HAS_NOT(s.body.p, "/extension\"");
    s = office_ask(c, &f, AUDITOR, GET, path);
    CHECK_HAS(s.body.p, "nothing for you to do");
    CHECK_HAS_NOT(s.body.p, "<form method=\"post\" action=\"/tasks/");
    s = office_ask(c, &f, OVERSEER, GET, path);
    CHECK_HAS(s.body.p, "/withdraw\"");
    CHECK_HAS_NOT(s.body.p, "/recognise\""); /* nothing was reported yet */
}

TEST(task_page_keeps_past_deadlines_and_tells_the_history)
{
    struct office f = office(c);
    int64_t id = one_task(c, &f);

    CHECK(office_do(
        c, &f.who[OVERSEER], TASK_EXTEND,
        &(struct task_act){ .id = id, .due = day(2025, 12, 31), .text = "the law is late" }));
    struct res s = office_ask(c, &f, OFFICER, GET, at(c, id, "/tasks/%"));

    CHECK_HAS(s.body.p, "<del>30 September 2025</del>");
    CHECK_HAS(s.body.p, "31 December 2025");
    CHECK_HAS(s.body.p, "extended 1 time");
    CHECK_HAS(s.body.p, "the law is late");
    CHECK_HAS(s.body.p, "vpcp.overseer");
}

TEST(task_changed_in_the_meantime_is_shown_again_and_not_overwritten)
{
    struct office f = office(c);
    int64_t id = one_task(c, &f);
    const char *path = at(c, id, "/tasks/%/note?text=mine&version=1");

    CHECK_INT(office_ask(c, &f, OFFICER, POST, path).status, 303);
    struct res s = office_ask(c, &f, HEAD, POST, path);

    CHECK_INT(s.status, 409);
    CHECK_HAS(s.body.p, "btc.officer");
    CHECK_HAS(s.body.p, "value=\"2\"");
}

TEST(task_list_filters_pages_by_key_and_keeps_its_address)
{
    struct office f = office(c);
    struct task_draft d = office_draft(&f);

    for (int i = 0; i < 60; i++) {
        d.title_en = arena_printf(c->arena, "Task %02d end", i);
        d.due = day(2025, 7, 1) + i;
        CHECK(office_assign(c, &d) != 0);
    }
    struct res s = office_ask(c, &f, OFFICER, GET, "/tasks?list=NQ71&unit=BTC");
    CHECK_HAS(s.body.p, "Task 00 end");
    CHECK_HAS(s.body.p, "Task 24 end");
    CHECK_HAS_NOT(s.body.p, "Task 25 end");
    CHECK_HAS(s.body.p, "/tasks?list=NQ71&amp;unit=BTC&amp;after=");
    s = office_ask(c, &f, OFFICER, GET, "/tasks.json?class=open_overdue");
    CHECK_HAS(s.body.p, "Task 57 end"); /* due on 27 August */
    CHECK_HAS_NOT(s.body.p, "Task 58 end");
    CHECK_HAS(s.body.p, "\"next\":null");
    s = office_ask(c, &f, OFFICER, GET, "/tasks.csv?class=open_in_time");
    CHECK_HAS(s.body.p, "Task 58 end");
    CHECK_HAS_NOT(s.body.p, "Task 57 end");
    s = office_ask(c, &f, OFFICER, GET, "/tasks.xlsx?class=open_in_time");
    CHECK_INT(s.status, 200);
    CHECK_STR(s.filename, "tasks.xlsx");
    CHECK(store_is_there(s.send_file));
    CHECK_INT(office_ask(c, &f, OFFICER, GET, "/tasks/new.xlsx").status, 404);
    s = office_ask(c, &f, OFFICER, GET, "/tasks?words=task+07");
    CHECK_HAS(s.body.p, "\"/tasks.xlsx?words=task+07\"");
    CHECK_HAS(s.body.p, "Task 07 end");
    CHECK_HAS_NOT(s.body.p, "Task 08 end");
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, "/tasks?words=nothing").body.p, "No task fits");
    CHECK_INT(office_ask(c, &f, OFFICER, GET, "/tasks?list=NONE").status, 422);
    CHECK_INT(office_ask(c, &f, OFFICER, GET, "/tasks?unit=NONE").status, 422);
    CHECK_INT(office_ask(c, &f, OFFICER, GET, "/tasks?class=none").status, 422);
    CHECK_INT(office_ask(c, &f, OFFICER, GET, "/tasks?after=1").status, 422);
    CHECK_INT(office_ask(c, &f, OFFICER, GET, "/tasks?asof=2099-01-01").status, 422);
}

TEST(task_list_is_read_to_its_end_by_its_next_links)
{
    struct office f = office(c);
    struct task_draft d = office_draft(&f);
    const char *path = "/tasks.json";
    int rows = 0, pages = 0;

    for (int i = 0; i < 230; i++)
        CHECK(office_assign(c, &d) != 0);
    while (path) {
        struct res s = office_ask(c, &f, OFFICER, GET, path);
        const char *next = strstr(s.body.p, "\"next\":\"");

        for (const char *p = s.body.p; (p = strstr(p, "\"title\":")); p++)
            rows++;
        pages++;
        path = next ? arena_strndup(c->arena, next + 8, strcspn(next + 8, "\"")) : NULL;
    }
    CHECK_INT(rows, 230);
    CHECK_INT(pages, 3);
}

TEST(task_figures_are_exactly_those_that_programs_expect)
{
    struct office f = office(c);
    struct task_draft d = office_draft(&f);

    d.lead = "BTC; BKHCN";
    CHECK(office_assign(c, &d) != 0);
    one_task(c, &f);
    CHECK_STR(office_ask(c, &f, OVERSEER, GET, "/tasks/figures.json?list=NQ71").body.p,
              "{\"total\":2,\"done_on_time\":0,\"done_late\":0,\"done_no_deadline\":0,"
              "\"open_in_time\":2,\"open_overdue\":0,\"open_no_deadline\":0}");
    CHECK_STR(office_ask(c, &f, OVERSEER, GET,
                         "/tasks/figures.json?list=NQ71&unit=BKHCN&asof=2025-08-01&view=actual")
                  .body.p,
              "{\"total\":1,\"done_on_time\":0,\"done_late\":0,\"done_no_deadline\":0,"
              "\"open_in_time\":1,\"open_overdue\":0,\"open_no_deadline\":0}");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, "/tasks/figures.json?asof=2025-03-01").body.p,
              "{\"total\":0,");
    CHECK_INT(office_ask(c, &f, OVERSEER, GET, "/tasks/figures.json?list=X").status, 422);
}

TEST(task_overview_says_by_how_many_what_is_known_differs_from_what_was)
{
    struct office f = office(c);
    int64_t today = c->today;

    c->today = day(2025, 4, 1);
    int64_t id = one_task(c, &f);
    c->today = today;

    CHECK(office_do(c, &f.who[OFFICER], TASK_REPORT,
                    &(struct task_act){ .id = id, .product = "9/BC", .day = day(2025, 8, 20) }));
    CHECK(office_do(c, &f.who[OVERSEER], TASK_RECOGNISE, &(struct task_act){ .id = id }));
    struct res s = office_ask(c, &f, OVERSEER, GET, "/?asof=2025-08-25");

    CHECK_HAS(s.body.p, "1 task, 0 done, 0 overdue, as known on 25 August 2025");
    CHECK_HAS(s.body.p, "1 task was done by this day, but not yet recorded");
    s = office_ask(c, &f, OVERSEER, GET, "/?asof=2025-08-25&view=actual");
    CHECK_HAS(s.body.p, "1 done, 0 overdue, as it really stood on 25 August 2025");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, "/.json?asof=2025-08-25").body.p,
              "\"done_but_not_recorded\":1");
}

TEST(task_overview_shows_only_what_the_person_may_see)
{
    struct office f = office(c);

    one_task(c, &f);
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, "/").body.p, "1 task, ");
    CHECK_HAS(office_ask(c, &f, HANOI, GET, "/").body.p, "no tasks that you may see");
    CHECK_HAS(office_ask(c, &f, HANOI, GET, "/tasks").body.p, "No task fits");
    CHECK_HAS_NOT(office_ask(c, &f, HANOI, GET, at(c, f.source, "/sources/%")).body.p,
                  "Submit the data");
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, at(c, f.source, "/sources/%")).body.p,
              "Submit the data");
}

static bool set_day(struct ctx *c, void *arg)
{
    return task_set_demo(c, *(int64_t *)arg, *(int64_t *)arg + 15);
}

TEST(task_demo_opens_on_its_own_day_and_lists_stand_on_its_clock)
{
    struct office f = office(c);

    one_task(c, &f);
    c->today = day(2027, 1, 1);
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, "/").body.p, "1 overdue");
    int64_t d = day(2025, 8, 28);
    CHECK_OK(c, test_write(c, set_day, &d));
    struct res s = office_ask(c, &f, OFFICER, GET, "/");
    CHECK_HAS(s.body.p, "0 overdue, as known on 28 August 2025");
    CHECK_HAS(s.body.p, "This is a demonstration. It opens on 28 August 2025");
    CHECK_HAS(s.body.p, "its clock stands on 12 September 2025");
}

TEST(task_my_page_shows_what_i_owe_and_what_i_must_decide)
{
    struct office f = office(c);
    int64_t id = one_task(c, &f);
    struct task_draft d = office_draft(&f);

    d.title_en = "An overdue one";
    d.due = day(2025, 8, 1);
    CHECK(office_assign(c, &d) != 0);
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, "/my").body.p, "An overdue one");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, "/my").body.p, "Nothing waits for you");
    CHECK(office_do(c, &f.who[HEAD], TASK_ASK_EXTENSION,
                    &(struct task_act){ .id = id, .due = day(2025, 12, 1), .text = "law" }));
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, "/my").body.p,
              "Extensions that you are asked to decide");
    CHECK(office_do(c, &f.who[OFFICER], TASK_REPORT,
                    &(struct task_act){ .id = id, .product = "9/BC" }));
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, "/my").body.p,
              "Results that wait for your recognition");
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, "/my.json").body.p, "\"waiting\":[{");
    CHECK_HAS(office_ask(c, &f, HANOI, GET, "/my").body.p, "Nothing waits for you");
}

TEST(task_document_is_added_once_and_only_by_who_may)
{
    struct office f = office(c);
    const char *good =
        "/sources/new?kind=plan&number=1/KH-BTC&issued=2025-08-01&unit=BTC&title=Plan";

    CHECK_INT(office_ask(c, &f, OFFICER, POST, good).status, 403);
    CHECK_INT(office_ask(c, &f, HEAD, POST, good).status, 303);
    CHECK_INT(office_ask(c, &f, HEAD, POST, good).status, 422);
    struct res s = office_ask(c, &f, HEAD, POST, "/sources/new?kind=novel&issued=2099-01-01");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "id=\"kind-error\"");
    CHECK_HAS(s.body.p, "id=\"unit-error\"");
    CHECK_INT(office_ask(c, &f, HEAD, POST,
                         "/sources/new?kind=plan&number=2&issued=2025-08-01&unit=VPCP&title=Plan")
                  .status,
              403);
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, "/sources").body.p, "1/KH-BTC");
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, "/sources.json").body.p, "\"number\":\"1/KH-BTC\"");
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, at(c, f.source, "/sources/%.csv")).body.p, "TT");
    CHECK_STR(office_ask(c, &f, OFFICER, GET, at(c, f.source, "/sources/%.xlsx")).filename,
              "annex.xlsx");
}

TEST(task_files_are_delivered_only_to_who_sees_the_task)
{
    struct office f = office(c);
    int64_t id = one_task(c, &f);

    CHECK_INT(office_ask(c, &f, OFFICER, GET, at(c, id, "/tasks/%/files/9")).status, 404);
    CHECK_INT(office_ask(c, &f, STRANGER, GET, at(c, id, "/tasks/%/files/9")).status, 403);
    CHECK_INT(office_ask(c, &f, HANOI, GET, at(c, id, "/tasks/%/files/9")).status, 404);
    CHECK_INT(office_ask(c, &f, OFFICER, GET, at(c, f.source, "/sources/%/files/9")).status, 404);
    CHECK_INT(office_ask(c, &f, STRANGER, GET, at(c, f.source, "/sources/%/files/9")).status, 403);
    CHECK_INT(office_ask(c, &f, OFFICER, POST, at(c, id, "/tasks/%/files")).status, 422);
    CHECK_INT(office_ask(c, &f, AUDITOR, POST, at(c, id, "/tasks/%/files")).status, 403);
}

TEST(task_product_is_kept_with_the_report_and_delivered_as_an_attachment)
{
    struct office f = office(c);
    int64_t id = one_task(c, &f);
    struct upload u = office_file(c, "Bao cao.txt", "the report");
    struct res s = ask_upload(c, &f.who[OFFICER],
                              at(c, id, "/tasks/%/report?product=9/BC&day=2025-08-20"), &u);

    CHECK_INT(s.status, 303);
    unlink(u.path);
    u = office_file(c, "Phu luc.txt", "the annex");
    CHECK_INT(ask_upload(c, &f.who[OFFICER], at(c, id, "/tasks/%/files"), &u).status, 303);
    unlink(u.path);
    s = office_ask(c, &f, OVERSEER, GET, at(c, id, "/tasks/%"));
    CHECK_HAS(s.body.p, "Bao cao.txt");
    CHECK_HAS(s.body.p, "Phu luc.txt");
    const char *link = strstr(s.body.p, at(c, id, "/tasks/%/files/"));
    link = link ? arena_strndup(c->arena, link, strcspn(link, "\"")) : "/";
    s = office_ask(c, &f, OVERSEER, GET, link);
    CHECK_INT(s.status, 200);
    CHECK(s.filename && s.send_file);
    CHECK_INT(office_ask(c, &f, HANOI, GET, link).status, 404);
    u = office_file(c, "x.txt", "a viewer's");
    CHECK_INT(ask_upload(c, &f.who[VIEWER], at(c, id, "/tasks/%/files"), &u).status, 403);
    unlink(u.path);
}

TEST(task_document_brings_its_file)
{
    struct office f = office(c);
    struct upload u = office_file(c, "NQ.txt", "the resolution");
    struct res s =
        ask_upload(c, &f.who[OVERSEER],
                   "/sources/new?kind=plan&number=9/KH&issued=2025-08-01&unit=VPCP&title=Plan", &u);

    CHECK_INT(s.status, 303);
    unlink(u.path);
    const char *page = s.location;
    s = office_ask(c, &f, HANOI, GET, page);
    const char *link = strstr(s.body.p, "/files/");
    CHECK(link != NULL);
    if (!link)
        return;
    link = arena_printf(c->arena, "%s%.*s", page, (int)strcspn(link, "\""), link);
    CHECK_INT(office_ask(c, &f, HANOI, GET, link).status, 200);
}

TEST(task_import_takes_a_file)
{
    struct office f = office(c);
    struct upload u = office_file(c, "phu luc.csv",
                                  "TT;Nhiệm vụ;Cơ quan chủ trì;Kết quả;Thời hạn;due\r\n"
                                  "1;Một việc;Bộ Tài chính;Báo cáo;trong năm;2025-12-31\r\n");
    struct res s =
        ask_upload(c, &f.who[OVERSEER], office_path(c, "/tasks/import?source=", f.source, ""), &u);

    CHECK_INT(s.status, 303);
    unlink(u.path);
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, s.location).body.p, "1 new");
}

TEST(task_overview_refuses_a_day_that_is_none)
{
    struct office f = office(c);

    CHECK_INT(office_ask(c, &f, OVERSEER, GET, "/?asof=yesterday").status, 422);
    CHECK_INT(office_ask(c, &f, OVERSEER, GET, "/?sort=colour").status, 422);
}

TEST(task_that_recurs_says_when_it_is_due_next)
{
    struct office f = office(c);
    struct task_draft d = office_draft(&f);

    d.due = 0;
    d.due_text = "monthly before the 25th";
    int64_t id = office_assign(c, &d);
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, "/tasks").body.p,
              "monthly before the 25th (25 Sep 2025)");
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, at(c, id, "/tasks/%.json")).body.p,
              "\"due\":null,\"due_text\":\"monthly before the 25th\",\"recurs_on\":\"2025-09-25\"");
    CHECK_HAS(office_ask(c, &f, OFFICER, GET, at(c, id, "/tasks/%")).body.p, "25 Sep 2025");
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;

    for (; (text = strstr(text, part)); text += strlen(part))
        n++;
    return n;
}

TEST(task_of_many_parts_shows_them_page_by_page)
{
    struct office f = office(c);
    int64_t id = one_task(c, &f);

    for (int i = 0; i < 103; i++)
        CHECK_INT(office_ask(c, &f, HEAD, POST,
                             at(c, id, "/tasks/%/split?unit=G12.18&title=Share&person=A"))
                      .status,
                  303);
    const char *page = at(c, id, "/tasks/%"), *body = office_ask(c, &f, HEAD, GET, page).body.p;
    CHECK_INT(count(body, ">Share</a>"), 100);
    const char *next = strstr(body, at(c, id, "/tasks/%?parts="));
    CHECK(next != NULL);
    if (!next)
        return;
    next = arena_strndup(c->arena, next, strcspn(next, "\""));
    body = office_ask(c, &f, HEAD, GET, next).body.p;
    CHECK_INT(count(body, ">Share</a>"), 3);
    CHECK_HAS(body, "0 of 103 parts are done");
    CHECK(strstr(body, "?parts=") == NULL);
    body = office_ask(c, &f, HEAD, GET, at(c, id, "/tasks/%.json")).body.p;
    CHECK_HAS(body, at(c, id, "\"parts_next\":\"/tasks/%.json?parts="));
    CHECK_INT(count(body, "\"title\":\"Share\""), 100);
    CHECK_INT(office_ask(c, &f, HEAD, GET, at(c, id, "/tasks/%?parts=x")).status, 422);
}

TEST(task_months_give_each_agency_a_row_and_each_month_a_column)
{
    struct office f = office(c);

    c->today = day(2025, 4, 1);
    one_task(c, &f);
    c->today = day(2025, 11, 15);
    struct res s = office_ask(c, &f, OVERSEER, GET, "/tasks/months.json?list=NQ71");

    CHECK_HAS(s.body.p, "\"10/2025\"");
    CHECK_HAS(s.body.p, "\"open_in_time\":1,\"open_overdue\":0");
    CHECK_HAS(s.body.p, "\"open_in_time\":0,\"open_overdue\":1");
    s = office_ask(c, &f, OVERSEER, GET, "/tasks/months");
    CHECK_HAS(s.body.p, "Ministry of Finance");
    CHECK_HAS(s.body.p, "<tfoot><tr><th scope=\"row\">All together</th>");
    s = office_ask(c, &f, OVERSEER, GET, "/tasks/months?class=done_late");
    CHECK_HAS_NOT(s.body.p, "Ministry of Finance");
    CHECK_HAS(s.body.p, "One more agency has none in any of these months.");
    CHECK_INT(office_ask(c, &f, OVERSEER, GET, "/tasks/months?view=both").status, 422);
    CHECK_INT(ask(c, "unit.read", GET, "/tasks/months").status, 403);
}

struct assigned {
    struct task_draft d;
    struct obligation o;
};

static bool assign_it(struct ctx *c, void *arg)
{
    struct assigned *a = arg;

    return task_assign(c, &a->d, &a->o);
}

static const char *as_json(struct ctx *c, const struct obligation *o)
{
    struct res s = { .body.arena = c->arena };
    struct json j = json_doc(&s, 200);

    task_json(c, &j, NULL, o, c->today);
    return buf_str(&s.body);
}

TEST(what_is_told_of_a_new_task_is_what_is_read_of_it)
{
    static const char *const leads[] = { "BTC", "BTC; BKHCN" };
    struct office f = { 0 };

    office_open(c, &f);
    for (size_t i = 0; i < COUNT(leads); i++) {
        struct assigned a = { .d = office_draft(&f) };

        a.d.lead = leads[i];
        CHECK_OK(c, test_write(c, assign_it, &a));
        struct obligation seen = office_see(c, a.o.id);
        CHECK_STR(as_json(c, &a.o), as_json(c, &seen));
        CHECK_INT(a.o.parts, i ? 2 : 0);
        CHECK_INT(a.o.key_due, seen.key_due);
        CHECK_INT(a.o.settled, seen.settled);
    }
}
