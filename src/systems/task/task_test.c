/* Tasks: the six clear fields, who may do what, and what happens then. */
#include "systems/task/task_test.h"

#include "common/account/account.h"

static const struct actor founder = {
    .id = 1, .name = "founder", .person = "Founder", .everywhere = true, .csrf = ""
};

/* ---- the office ---- */

static bool add_units(struct ctx *c, struct office *f)
{
    const struct {
        const char *system, *code, *word, *kind, *name, *name_en;
        int64_t *above, *ret;
    } units[] = {
        { "state", "VN", "VN", "state", "Việt Nam", "Viet Nam", NULL, &f->vn },
        { "agency", "G22", "VPCP", "ministry", "Văn phòng Chính phủ", "Office of the Government",
          &f->vn, &f->vpcp },
        { "agency", "G12", "BTC", "ministry", "Bộ Tài chính", "Ministry of Finance", &f->vn,
          &f->btc },
        { "agency", "G12.18", "", "department", "Cục Thuế", "", &f->btc, &f->tax },
        { "agency", "G06", "BKHCN", "ministry", "Bộ Khoa học và Công nghệ", "", &f->vn, &f->bkhcn },
        { "province", "01", "", "province", "Thành phố Hà Nội", "", &f->vn, &f->hanoi },
        { "commune", "00004", "", "commune", "Phường Ba Đình", "", &f->hanoi, &f->badinh },
    };

    for (size_t i = 0; i < COUNT(units); i++)
        if (!unit_add(c,
                      &(struct unit_draft){ .system = units[i].system,
                                            .code = units[i].code,
                                            .short_code = units[i].word,
                                            .kind = units[i].kind,
                                            .name = units[i].name,
                                            .name_en = units[i].name_en,
                                            .parent = units[i].above ? *units[i].above : 0,
                                            .from = day(2020, 1, 1) },
                      units[i].ret))
            return false;
    return true;
}

static bool add_people(struct ctx *c, struct office *f)
{
    const struct {
        const char *name, *role;
        int64_t unit, at;
    } people[PEOPLE] = {
        [OVERSEER] = { "vpcp.overseer", "overseer", f->vpcp, f->vn },
        [HEAD] = { "btc.head", "head", f->btc, f->btc },
        [OFFICER] = { "btc.officer", "officer", f->btc, f->btc },
        [HANOI] = { "hanoi.officer", "officer", f->hanoi, f->hanoi },
        [BADINH] = { "badinh.officer", "officer", f->badinh, f->badinh },
        [AUDITOR] = { "auditor", "auditor", f->vn, f->vn },
        [VIEWER] = { "btc.viewer", "viewer", f->btc, f->btc },
        [STRANGER] = { "admin", "admin", f->vn, f->vn },
    };

    for (size_t i = 0; i < PEOPLE; i++) {
        int64_t id;

        if (!account_add(c,
                         &(struct account_draft){ .name = people[i].name,
                                                  .person = people[i].name,
                                                  .unit = people[i].unit },
                         &id) ||
            !account_grant(c, id, people[i].role, people[i].at))
            return false;
        f->who[i].id = id;
    }
    return true;
}

static bool add_office(struct ctx *c, void *arg)
{
    struct office *f = arg;

    return add_units(c, f) && add_people(c, f) &&
           work_list_add(c,
                         &(struct work_list){
                             .code = "NQ71", .name = "Nghị quyết 71", .name_en = "Resolution 71" },
                         &f->list);
}

static bool add_source(struct ctx *c, void *arg)
{
    struct office *f = arg;

    return task_source_add(c,
                           &(struct task_source){ .kind = "resolution",
                                                  .number = "71/NQ-CP",
                                                  .issued = day(2025, 4, 1),
                                                  .issuer = f->vpcp,
                                                  .title = "Chương trình hành động",
                                                  .title_en = "Programme of action",
                                                  .list = f->list },
                           &f->source);
}

void office_open(struct ctx *c, struct office *f)
{
    c->actor = &founder;
    CHECK_OK(c, test_write(c, add_office, f));
    for (size_t i = 0; i < PEOPLE; i++) {
        CHECK_OK(c, account_actor(c, f->who[i].id, &f->who[i]));
        f->who[i].csrf = "token";
        f->who[i].lang = "en";
    }
    c->actor = &f->who[OVERSEER];
    CHECK_OK(c, test_write(c, add_source, f));
}

struct task_draft office_draft(const struct office *f)
{
    return (struct task_draft){ .source = f->source,
                                .title = "Trình Đề án phát triển dữ liệu",
                                .title_en = "Submit the data scheme",
                                .lead = "Bộ Tài chính",
                                .person = "Thứ trưởng A",
                                .authority = "Thủ tướng Chính phủ",
                                .result = "Quyết định",
                                .creditor = "VPCP",
                                .due_text = "trước ngày 30/9/2025",
                                .opened = day(2025, 4, 1) };
}

struct assigning {
    const struct task_draft *d;
    struct obligation o;
};

static bool assign_one(struct ctx *c, void *arg)
{
    struct assigning *a = arg;

    return task_assign(c, a->d, &a->o);
}

int64_t office_assign(struct ctx *c, const struct task_draft *d)
{
    struct assigning a = { .d = d };

    return test_write(c, assign_one, &a) ? a.o.id : 0;
}

struct doing {
    enum task_verb v;
    const struct task_act *a;
};

static bool do_one(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    struct obligation o;

    return task_do(c, d->v, d->a, &o);
}

bool office_do(struct ctx *c, const struct actor *who, enum task_verb v, const struct task_act *a)
{
    const struct actor *before = c->actor;
    struct doing d = { v, a };

    c->actor = who;
    bool ok = test_write(c, do_one, &d);
    c->actor = before;
    return ok;
}

struct obligation office_see(struct ctx *c, int64_t id)
{
    struct obligation o = { 0 };

    CHECK_OK(c, work_get(c, id, &o));
    return o;
}

struct res office_ask(struct ctx *c, const struct office *f, enum person p, enum method m,
                      const char *path)
{
    return ask_as(c, &f->who[p], m, path);
}

const char *office_path(struct ctx *c, const char *before, int64_t id, const char *after)
{
    return arena_printf(c->arena, "%s%lld%s", before, (long long)id, after);
}

/* ---- the six clear fields ---- */

static const char *field_error(const struct ctx *c, const char *name)
{
    for (size_t i = 0; i < c->err.fields.n; i++)
        if (strcmp(c->err.fields.v[i].name, name) == 0)
            return c->err.fields.v[i].message;
    return NULL;
}

TEST(task_without_the_six_clear_fields_is_refused_with_all_mistakes_at_once)
{
    static const char *const six[] = {
        "title", "lead", "person", "authority", "result", "due_text"
    };
    struct office f;

    office_open(c, &f);
    CHECK_INT(office_assign(c, &(struct task_draft){ .source = f.source }), 0);
    for (size_t i = 0; i < COUNT(six); i++)
        CHECK(field_error(c, six[i]) != NULL);
    CHECK_FAILED(c, ERR_INPUT);
}

TEST(task_of_one_agency_is_one_obligation_that_counts_as_task_and_as_pair)
{
    struct office f;
    struct task t = { 0 };

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t id = office_assign(c, &d);

    CHECK_OK(c, task_get(c, id, &t));
    CHECK_INT(t.o.owner, f.btc);
    CHECK_INT(t.o.creditor, f.vpcp);
    CHECK_INT(t.o.due, day(2025, 9, 30));
    CHECK_INT(t.o.measures, WORK_TASKS | WORK_PAIRS);
    CHECK_INT(t.o.list, f.list);
    CHECK_STR(t.number, "1");
    CHECK_STR(t.o.due_text, "trước ngày 30/9/2025");
    CHECK_STR(task_title(c, &t.o), "Submit the data scheme");
}

TEST(task_of_several_agencies_is_a_parent_that_is_done_when_every_part_is)
{
    struct office f;
    obligations parts = { 0 };

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    d.lead = "BTC\nBKHCN";
    int64_t id = office_assign(c, &d);
    struct obligation whole = office_see(c, id);

    CHECK_INT(whole.measures, WORK_TASKS);
    CHECK_INT(whole.parts, 2);
    CHECK_OK(c, work_parts(c, &whole, 0, 1000, &parts));
    for (size_t i = 0; i < parts.n; i++) {
        struct actor both = f.who[OVERSEER];

        both.caps = UINT64_MAX;
        both.held = &(struct held){ f.vn, UINT64_MAX };
        CHECK_INT(office_see(c, id).done, 0);
        CHECK(office_do(
            c, &both, TASK_REPORT,
            &(struct task_act){ .id = parts.v[i].id, .product = "1/BC", .day = c->today }));
        CHECK(office_do(c, &both, TASK_RECOGNISE, &(struct task_act){ .id = parts.v[i].id }));
    }
    CHECK_INT(office_see(c, id).done, c->today);
}

TEST(task_may_be_given_to_a_class_of_agencies)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    d.lead = "Các bộ, cơ quan ngang bộ";
    int64_t id = office_assign(c, &d);

    CHECK_INT(office_see(c, id).parts, 3);
}

TEST(task_lead_that_is_no_unit_is_named)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    d.lead = "BTC; Bộ Không Có";
    CHECK_INT(office_assign(c, &d), 0);
    CHECK_HAS(field_error(c, "lead"), "Bộ Không Có");
    CHECK_FAILED(c, ERR_INPUT);
}

TEST(task_leads_may_be_parted_by_commas_that_are_not_in_a_name)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    d.lead = "Bộ Tài chính, UBND thành phố Hà Nội";
    int64_t id = office_assign(c, &d);

    CHECK_INT(office_see(c, id).parts, 2);
}

TEST(task_place_in_a_document_is_taken_once)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    d.annex = "I";
    d.number = "5";
    CHECK(office_assign(c, &d) != 0);
    CHECK_INT(office_assign(c, &d), 0);
    CHECK_HAS(field_error(c, "number"), "5");
    CHECK_FAILED(c, ERR_INPUT);
}

TEST(task_is_assigned_only_within_the_reach_of_the_role)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    c->actor = &f.who[HEAD];
    CHECK_INT(office_assign(c, &d), 0); /* in the name of the Office of the Government */
    CHECK_FAILED(c, ERR_DENIED);
    d.creditor = "BTC";
    d.lead = "BKHCN";
    CHECK_INT(office_assign(c, &d), 0);
    CHECK_FAILED(c, ERR_DENIED);
    d.lead = "Cục Thuế";
    CHECK(office_assign(c, &d) != 0);
    c->actor = &f.who[OFFICER];
    CHECK_INT(office_assign(c, &d), 0);
    CHECK_FAILED(c, ERR_DENIED);
}

/* ---- its life ---- */

TEST(task_reported_is_not_done_until_the_assigner_recognises_it)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t id = office_assign(c, &d), made = c->today - 3;

    CHECK(office_do(c, &f.who[OFFICER], TASK_RECEIVE, &(struct task_act){ .id = id }));
    CHECK(office_do(c, &f.who[OFFICER], TASK_NOTE,
                    &(struct task_act){ .id = id, .text = "half", .next_step = "rest" }));
    CHECK(office_do(c, &f.who[OFFICER], TASK_REPORT,
                    &(struct task_act){ .id = id, .product = "9/BC-BTC", .day = made }));
    CHECK_INT(office_see(c, id).done, 0);
    CHECK(!office_do(c, &f.who[HEAD], TASK_RECOGNISE, &(struct task_act){ .id = id }));
    CHECK_FAILED(c, ERR_DENIED);
    CHECK(office_do(c, &f.who[OVERSEER], TASK_RECOGNISE, &(struct task_act){ .id = id }));
    CHECK_INT(office_see(c, id).done, made);
    CHECK_INT(office_see(c, id).done_known, c->today);
}

TEST(task_returned_needs_a_reason_and_counts_as_not_done)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t id = office_assign(c, &d);

    CHECK(office_do(c, &f.who[OFFICER], TASK_REPORT,
                    &(struct task_act){ .id = id, .product = "9/BC-BTC" }));
    CHECK(!office_do(c, &f.who[OVERSEER], TASK_RETURN, &(struct task_act){ .id = id }));
    CHECK(field_error(c, "text") != NULL);
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(office_do(c, &f.who[OVERSEER], TASK_RETURN,
                    &(struct task_act){ .id = id, .text = "no annex" }));
    CHECK_INT(office_see(c, id).reported, 0);
    CHECK_INT(office_see(c, id).returns, 1);
}

TEST(task_extension_is_asked_by_the_head_and_decided_by_the_assigner)
{
    struct office f;
    int64_t later = day(2025, 11, 30);

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t id = office_assign(c, &d);
    const struct task_act asking = { .id = id, .due = later, .text = "law is late" };

    CHECK(!office_do(c, &f.who[OFFICER], TASK_ASK_EXTENSION, &asking));
    CHECK_FAILED(c, ERR_DENIED);
    CHECK(!office_do(c, &f.who[HEAD], TASK_ASK_EXTENSION,
                     &(struct task_act){ .id = id, .due = c->today - 1, .text = "x" }));
    CHECK(field_error(c, "due") != NULL);
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(office_do(c, &f.who[HEAD], TASK_ASK_EXTENSION, &asking));
    CHECK_INT(office_see(c, id).due, day(2025, 9, 30));
    CHECK(!office_do(c, &f.who[HEAD], TASK_EXTEND, &(struct task_act){ .id = id }));
    CHECK_FAILED(c, ERR_DENIED);
    CHECK(office_do(c, &f.who[OVERSEER], TASK_EXTEND, &(struct task_act){ .id = id }));
    CHECK_INT(office_see(c, id).due, later);
    CHECK_INT(office_see(c, id).extensions, 1);
}

TEST(task_changed_in_the_meantime_is_refused_by_version)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t id = office_assign(c, &d), seen = office_see(c, id).version;

    CHECK(office_do(c, &f.who[OFFICER], TASK_NOTE,
                    &(struct task_act){ .id = id, .version = seen, .text = "one" }));
    CHECK(!office_do(c, &f.who[HEAD], TASK_NOTE,
                     &(struct task_act){ .id = id, .version = seen, .text = "two" }));
    CHECK_FAILED(c, ERR_CONFLICT);
}

TEST(task_done_may_be_reopened_and_open_may_be_withdrawn)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t id = office_assign(c, &d);

    CHECK(
        !office_do(c, &f.who[OVERSEER], TASK_REOPEN, &(struct task_act){ .id = id, .text = "x" }));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK(office_do(c, &f.who[OFFICER], TASK_REPORT,
                    &(struct task_act){ .id = id, .product = "9/BC-BTC" }));
    CHECK(office_do(c, &f.who[OVERSEER], TASK_RECOGNISE, &(struct task_act){ .id = id }));
    CHECK(office_do(c, &f.who[OVERSEER], TASK_REOPEN,
                    &(struct task_act){ .id = id, .text = "wrong" }));
    CHECK_INT(office_see(c, id).done, 0);
    CHECK(office_do(c, &f.who[OVERSEER], TASK_WITHDRAW,
                    &(struct task_act){ .id = id, .text = "no need" }));
    CHECK_INT(office_see(c, id).withdrawn, c->today);
    CHECK(!office_do(c, &f.who[OFFICER], TASK_NOTE, &(struct task_act){ .id = id, .text = "x" }));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK(office_do(c, &f.who[OFFICER], TASK_COMMENT,
                    &(struct task_act){ .id = id, .text = "a pity" }));
}
TEST(task_deadline_before_its_assignment_is_refused)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    d.due = 0;
    d.due_text = "trước ngày 1/1/2025";
    CHECK_INT(office_assign(c, &d), 0);
    CHECK(field_error(c, "due_text") != NULL);
    CHECK_FAILED(c, ERR_INPUT);
}

TEST(task_deadline_that_cannot_be_read_needs_a_day_beside_it)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    d.due = 0;
    d.due_text = "khi nào xong thì xong nhé";
    CHECK_INT(office_assign(c, &d), 0);
    CHECK_HAS(field_error(c, "due_text"), "day");
    CHECK_FAILED(c, ERR_INPUT);
    d.due = day(2025, 12, 31);
    CHECK_INT(office_see(c, office_assign(c, &d)).due, day(2025, 12, 31));
}

/* ---- parts and amendments ---- */

static bool split_one(struct ctx *c, void *arg)
{
    int64_t id;

    return task_split(c, arg, &id);
}

static bool split_as(struct ctx *c, const struct actor *who, struct task_part *p)
{
    const struct actor *before = c->actor;

    c->actor = who;
    bool ok = test_write(c, split_one, p);
    c->actor = before;
    return ok;
}

TEST(task_is_split_among_units_below_and_its_parts_roll_up)
{
    struct office f;
    obligations parts = { 0 };

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t id = office_assign(c, &d);
    struct task_part p = { .id = id, .title = "Phần thuế", .unit = "G12.18", .person = "B" };

    CHECK(!split_as(c, &f.who[OFFICER], &p));
    CHECK_FAILED(c, ERR_DENIED);
    CHECK(split_as(c, &f.who[HEAD], &p));
    struct obligation whole = office_see(c, id);
    CHECK_INT(whole.parts, 1);
    CHECK_OK(c, work_parts(c, &whole, 0, 1000, &parts));
    CHECK_INT(parts.v[0].owner, f.tax);
    CHECK_INT(parts.v[0].creditor, f.btc);
    CHECK_INT(parts.v[0].due, whole.due);
    CHECK_INT(parts.v[0].measures, WORK_PARTS);
    p.due = whole.due + 1;
    p.unit = "BKHCN";
    p.person = "";
    CHECK(!split_as(c, &f.who[HEAD], &p));
    CHECK(field_error(c, "due") && field_error(c, "unit") && field_error(c, "person"));
    CHECK_FAILED(c, ERR_INPUT);
}

struct amending {
    struct task_amend a;
    int64_t id;
};

static bool amend_one(struct ctx *c, void *arg)
{
    struct amending *m = arg;

    return task_amend(c, &m->a, &m->id);
}

TEST(task_deadline_and_result_are_amended_by_a_document_and_the_old_words_stay)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    d.lead = "BTC; BKHCN";
    int64_t id = office_assign(c, &d);
    struct amending m = { .a = { .id = id,
                                 .source = f.source,
                                 .place = "Điều 2",
                                 .result = "Nghị định",
                                 .due = day(2025, 12, 31) } };

    CHECK_OK(c, test_write(c, amend_one, &m));
    CHECK_INT(m.id, id);
    struct obligation whole = office_see(c, id);
    obligations parts = { 0 };
    CHECK_INT(whole.due, day(2025, 12, 31));
    CHECK_OK(c, work_parts(c, &whole, 0, 1000, &parts));
    for (size_t i = 0; i < parts.n; i++) {
        struct task t = { 0 };

        CHECK_OK(c, task_get(c, parts.v[i].id, &t));
        CHECK_INT(t.o.due, day(2025, 12, 31));
        CHECK_STR(t.result, "Nghị định");
    }
    struct res s = office_ask(c, &f, OVERSEER, GET, office_path(c, "/tasks/", id, ""));
    CHECK_HAS(s.body.p, "<del>Quyết định</del> → Nghị định");
    CHECK_HAS(s.body.p, "Điều 2");
    m.a = (struct task_amend){ .id = id, .source = f.source };
    CHECK(!test_write(c, amend_one, &m));
    CHECK(field_error(c, "result") != NULL);
    CHECK_FAILED(c, ERR_INPUT);
}

TEST(task_given_to_another_lead_is_a_new_task_at_the_same_place)
{
    struct office f;
    struct task old = { 0 }, new = { 0 };

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t id = office_assign(c, &d);
    struct amending m = { .a = { .id = id, .source = f.source, .lead = "BKHCN" } };

    CHECK_OK(c, test_write(c, amend_one, &m));
    CHECK(m.id != id);
    CHECK_OK(c, task_get(c, id, &old));
    CHECK_OK(c, task_get(c, m.id, &new));
    CHECK_INT(old.o.withdrawn, c->today);
    CHECK_INT(old.replaced_by, m.id);
    CHECK_INT(new.replaces, id);
    CHECK_INT(new.clause, old.clause);
    CHECK_INT(new.o.owner, f.bkhcn);
    CHECK_INT(new.o.due, day(2025, 9, 30));
    CHECK_STR(new.number, "1");
}

TEST(task_co_ordinating_units_see_it_but_those_merely_concerned_are_not_all)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    int64_t hidden, shown;

    d.coordinating = "các bộ, cơ quan liên quan; UBND các tỉnh liên quan";
    hidden = office_assign(c, &d);
    d.coordinating = "UBND thành phố Hà Nội";
    shown = office_assign(c, &d);
    CHECK_INT(office_ask(c, &f, HANOI, GET, office_path(c, "/tasks/", hidden, "")).status, 404);
    CHECK_INT(office_ask(c, &f, HANOI, GET, office_path(c, "/tasks/", shown, "")).status, 200);
}
