/* Rules of drafts, and their routes. */
#include "common/unit/unit_dir.h"
#include "common/unit/unit_plan.h"
#include "core/store.h"
#include "core/test.h"
#include "core/xlsx.h"

/* The state, a province and two communes since 1 March 2025. */
static bool plant(struct ctx *c, void *arg)
{
    static const char *const codes[] = { "00001", "00002" };
    int64_t first = day(2025, 3, 1), vn, province, id;

    (void)arg;
    if (!unit_load_state(c, &vn) || !unit_add(c,
                                              &(struct unit_draft){ .system = "province",
                                                                    .code = "01",
                                                                    .kind = "province",
                                                                    .type = "tỉnh",
                                                                    .name = "Tỉnh Một",
                                                                    .parent = vn,
                                                                    .from = first },
                                              &province))
        return false;
    for (size_t i = 0; i < COUNT(codes); i++)
        if (!unit_add(c,
                      &(struct unit_draft){ .system = "commune",
                                            .code = codes[i],
                                            .kind = "commune",
                                            .type = "xã",
                                            .name = i ? "Xã Lan" : "Xã Mai",
                                            .parent = province,
                                            .from = first },
                      &id))
            return false;
    return true;
}

/* Both communes become ward 00001. */
static const char merger[] = "op,unit,other,kind,type,name,extent,clause\n"
                             "close,commune:00001,commune:00001,,,,,\n"
                             "close,commune:00002,commune:00001,,,,,\n"
                             "new,commune:00001,province:01,,phường,Phường Hoa,,\n"
                             "change,commune:00001,commune:00001,merged,,,whole,1\n"
                             "change,commune:00002,commune:00001,merged,,,whole,1\n"
                             "fact,province:01,,,thành phố,Thành phố Một,,\n"
                             "change,province:01,province:01,kind_changed,,,whole,2\n"
                             "code,province:01,agency:000.00.00.H26,,,,,\n";

static struct actor writer(struct ctx *c)
{
    return test_actor(c, "unit.read unit.write");
}

static struct actor second(struct ctx *c)
{
    struct actor a = test_actor(c, "unit.read unit.write unit.approve");

    a.id += 1;
    return a;
}

struct step {
    const char *csv, *title;
    int64_t id, on;
    unit_faults faults;
};

static bool begin(struct ctx *c, void *arg)
{
    struct step *s = arg;

    return unit_plan_new(c, s->title ? s->title : "a draft", s->on, "9/NQ", &s->id);
}

static bool fill(struct ctx *c, void *arg)
{
    struct step *s = arg;
    csv_lines table = { 0 };
    unit_lines l = { 0 };

    return csv_read(c, s->csv, strlen(s->csv), 100, &table) &&
           unit_plan_read(c, &table, &l, &s->faults) && s->faults.n == 0 &&
           unit_plan_replace(c, s->id, &l);
}

static bool approve(struct ctx *c, void *arg)
{
    struct step *s = arg;

    s->faults.n = 0;
    return unit_plan_approve(c, s->id, &s->faults);
}

static bool publish(struct ctx *c, void *arg)
{
    struct step *s = arg;

    s->faults.n = 0;
    return unit_plan_publish(c, s->id, &s->faults);
}

static bool reject(struct ctx *c, void *arg)
{
    struct step *s = arg;

    return unit_plan_reject(c, s->id, "not yet");
}

/* One person writes it; the one who acts from then on is another. */
static struct step drafted(struct ctx *c, const char *csv)
{
    struct step s = { .csv = csv, .on = day(2025, 8, 1) };
    struct actor who = writer(c);

    CHECK_OK(c, test_write(c, plant, NULL));
    c->actor = &who;
    CHECK_OK(c, test_write(c, begin, &s));
    CHECK_OK(c, test_write(c, fill, &s));
    struct actor *next = NEW(c->arena, struct actor);
    *next = second(c);
    c->actor = next;
    return s;
}

static const struct unit *commune(struct ctx *c, const char *code, int64_t on)
{
    return unit_by_system(c, "commune", code, on);
}

TEST(a_draft_is_written_approved_by_another_person_and_published_whole)
{
    struct step s = drafted(c, merger);
    struct unit_release r;
    const struct unit *hoa;

    CHECK(!test_write(c, publish, &s));
    CHECK_STR(c->err.message, "another person must approve this draft first");
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_OK(c, test_write(c, approve, &s));
    CHECK(!test_write(c, fill, &s)); /* its lines are fixed now */
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_STR(commune(c, "00001", day(2025, 8, 1))->name, "Xã Mai");
    CHECK_OK(c, test_write(c, publish, &s));
    hoa = commune(c, "00001", day(2025, 8, 1));
    CHECK_STR(hoa->name, "Phường Hoa");
    CHECK_STR(commune(c, "00001", day(2025, 7, 31))->name, "Xã Mai");
    CHECK(!commune(c, "00002", day(2025, 8, 1)));
    CHECK_INT(commune(c, "00002", day(2025, 7, 31))->successor, hoa->id);
    CHECK_STR(unit_by_system(c, "agency", "H26", day(2025, 8, 1))->name, "Thành phố Một");
    CHECK_OK(c, unit_release_get(c, s.id, &r));
    CHECK_INT(r.number, 1);
    CHECK_STR(r.state, "published");
    CHECK_INT(strlen(r.checksum), 64);
    CHECK(r.decided_by != r.made_by && r.decided_by == c->actor->id);
    CHECK(!test_write(c, publish, &s)); /* once */
    CHECK_FAILED(c, ERR_CONFLICT);
}

TEST(nobody_approves_what_they_wrote)
{
    struct step s = drafted(c, merger);
    struct actor who = writer(c);

    c->actor = &who;
    CHECK(!test_write(c, approve, &s));
    CHECK_FAILED(c, ERR_DENIED);
    who = second(c); /* changes a line of somebody else's draft */
    CHECK_OK(c, test_write(c, fill, &s));
    CHECK(!test_write(c, approve, &s));
    CHECK_FAILED(c, ERR_DENIED);
}

TEST(only_one_draft_is_open_at_a_time)
{
    struct step s = drafted(c, merger), other = { .on = day(2025, 9, 1), .title = "another" };

    CHECK(!test_write(c, begin, &other));
    CHECK_HAS(c->err.message, "a draft already: a draft");
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_OK(c, test_write(c, approve, &s));
    CHECK(!test_write(c, begin, &other));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_OK(c, test_write(c, reject, &s));
    CHECK(!test_write(c, reject, &s));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_OK(c, test_write(c, begin, &other));
    CHECK(!test_write(c, approve, &other)); /* it wrote it itself */
    CHECK_FAILED(c, ERR_DENIED);
}

TEST(a_draft_of_a_day_before_the_history_is_refused)
{
    struct step s = { .on = day(2025, 3, 1) };

    CHECK_OK(c, test_write(c, plant, NULL));
    CHECK(!test_write(c, begin, &s));
    CHECK_HAS(c->err.fields.v[0].message, "the list begins on");
    CHECK_FAILED(c, ERR_INPUT);
}

/* What is wrong with these lines? Nothing of them is kept. */
static const char *tried(struct ctx *c, struct step *s)
{
    struct buf all = { .arena = c->arena };
    const char *had = test_database(c);

    CHECK(!test_write(c, approve, s));
    CHECK_FAILED(c, ERR_INPUT);
    for (size_t i = 0; i < s->faults.n; i++)
        buf_printf(&all, "%s\n", unit_fault_text(c, &s->faults.v[i]));
    CHECK_STR(test_database(c), had);
    return buf_str(&all);
}

TEST(lines_that_contradict_the_list_or_each_other_are_named_and_nothing_is_kept)
{
    static const struct {
        const char *csv, *says;
    } wrong[] = {
        { "op,unit\nclose,commune:77777\n", "1: unit: there is no unit commune:77777" },
        { "op,unit\nclose,00001\n", "1: unit: write the unit like commune:00004" },
        { "op,unit,other,name,type\nnew,commune:00001,province:01,Xã Mới,xã\n",
          "1: code: the code is taken on that day" },
        { "op,unit,other,name\nnew,commune:00009,province:77,Xã Mới\n",
          "1: other: there is no unit province:77" },
        { "op,unit,other,name\nnew,commune:00009,commune:00001,Xã Mới\n",
          "it cannot lie below this kind" },
        { "op,unit,other,name,type\nnew,commune:00009,province:01,Xã Mới,làng\n",
          "“làng” does not fit its level" },
        { "op,unit,other,name\nnew,commune:00009,province:01,\n", "1: name: please enter a name" },
        { "op,unit,other\nclose,commune:00001,\n", "nobody says what became of it" },
        { "op,unit,other\nclose,commune:00001,commune:00001\n", "1: other: there is no unit" },
        { "op,unit,other\nclose,commune:00001,commune:00002\nclose,commune:00002,commune:00001\n",
          "1: other: there is no unit commune:00002" }, /* a circle of successors */
        { "op,unit,other\nfact,province:01,commune:00001\n", "1: parent: a unit cannot lie below" },
        { "op,unit,other,kind,extent\nchange,commune:00001,commune:00002,merged,whole\n"
          "change,commune:00001,province:01,merged,whole\n",
          "2: whole: a unit that goes whole to one place" },
        { "op,unit,other,kind,extent\nclose,commune:00001,,,\n"
          "change,commune:00001,commune:00002,split,part\n",
          "only a part of it goes somewhere" },
        { "op,unit,other,kind,extent,share_area\n"
          "change,commune:00001,commune:00002,split,part,112\n",
          "1: share_area: write the share in percent" },
        { "op,unit,other,kind\nchange,commune:00001,commune:00002,eaten\n", "1: kind: this is no" },
        { "op,unit,type\nclose,commune:00001,\nfact,commune:00001,phường\n",
          "2: unit: there is no unit commune:00001" },
        { "op,unit,other\ncode,commune:00001,commune:00003\n", "an overlap: two codes" },
    };
    struct step s = drafted(c, merger);
    struct actor one = writer(c), two = *c->actor;

    for (size_t i = 0; i < COUNT(wrong); i++) {
        s.csv = wrong[i].csv;
        s.faults.n = 0;
        c->actor = &one;
        CHECK_OK(c, test_write(c, fill, &s));
        c->actor = &two;
        CHECK_HAS(tried(c, &s), wrong[i].says);
    }
}

TEST(parts_with_their_shares_are_published)
{
    struct step s = drafted(c, "op,unit,other,kind,type,name,extent,share_population\n"
                               "close,commune:00001,,,,,,\n"
                               "new,commune:00009,province:01,,xã,Xã Mới,,\n"
                               "change,commune:00001,commune:00009,split,,,part,12.5\n"
                               "change,commune:00001,commune:00002,split,,,part,87.5\n");
    unit_parts p = { 0 };

    CHECK_OK(c, test_write(c, approve, &s));
    CHECK_OK(c, test_write(c, publish, &s));
    unit_successors(c, commune(c, "00001", day(2025, 7, 31))->id, 0, day(2025, 8, 1), &p);
    CHECK_INT(p.n, 2);
    CHECK_INT(p.v[0].population + p.v[1].population, 1000000);
    CHECK(p.v[0].population == 125000 || p.v[1].population == 125000);
}

/* ---- routes ---- */

static const char *location(struct res s)
{
    CHECK_INT(s.status, 303);
    return s.location ? s.location : "";
}

static const char *at(struct ctx *c, const char *base, const char *more)
{
    return arena_printf(c->arena, "%s%s", base, more);
}

TEST(a_draft_goes_through_its_routes)
{
    const char *base, *may = "unit.read unit.write unit.approve";
    struct actor other = second(c);

    CHECK_OK(c, test_write(c, plant, NULL));
    CHECK_INT(ask(c, "unit.read", POST, "/units/releases?title=A&day=2025-08-01&act=9").status,
              403);
    CHECK_INT(ask(c, may, POST, "/units/releases?title=&day=soon&act=9").status, 422);
    base = location(ask(c, may, POST, "/units/releases?title=A&day=2025-08-01&act=9"));
    CHECK_INT(ask(c, may, POST, "/units/releases?title=B&day=2025-08-02&act=9").status, 409);
    CHECK_INT(ask(c, "", GET, at(c, base, ".json")).status, 404); /* not published */
    CHECK_HAS_NOT(ask(c, "", GET, "/units/releases.json").body.p, "\"draft\"");
    CHECK_HAS(ask(c, may, GET, "/units/releases.json").body.p, "\"state\":\"draft\"");

    CHECK_INT(ask(c, "unit.read", POST, at(c, base, "/line?op=fact")).status, 403);
    CHECK_INT(ask(c, may, POST, at(c, base, "/line?op=eat")).status, 422);
    CHECK_INT(ask(c, may, POST, at(c, base, "/line?op=fact&unit=commune:00001&type=x")).status,
              303);
    CHECK_HAS(ask(c, may, POST, at(c, base, "/check.json")).body.p, "\"ok\":false");
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/approve")).status, 422);
    CHECK_INT(ask(c, may, POST, at(c, base, "/drop?line=7")).status, 409);
    CHECK_INT(ask(c, "unit.read", POST, at(c, base, "/drop?line=1")).status, 403);
    CHECK_INT(ask(c, may, POST, at(c, base, "/drop?line=1")).status, 303);
    CHECK_INT(ask(c, "unit.read", POST, at(c, base, "/lines?csv=op")).status, 403);
    CHECK_INT(ask(c, may, POST, at(c, base, "/lines?csv=op")).status, 422);
    const char *lines =
        "/lines.json?csv=op,unit,type,name%0Afact,commune:00001,ph%C6%B0%E1%BB%9Dng,"
        "Ph%C6%B0%E1%BB%9Dng+Mai";
    CHECK_HAS(ask(c, may, POST, at(c, base, at(c, lines, "&dry=1"))).body.p, "\"ok\":true");
    CHECK_HAS_NOT(ask(c, may, GET, at(c, base, ".json")).body.p, "Mai");
    CHECK_INT(ask(c, may, POST, at(c, base, lines)).status, 200);
    CHECK_HAS(ask(c, may, GET, at(c, base, ".json")).body.p, "Phường Mai");
    CHECK_HAS(ask(c, may, GET, at(c, base, ".csv")).body.p, "fact,commune:00001,,,phường");
    CHECK_INT(ask(c, "unit.read", POST, at(c, base, "/check")).status, 403);
    CHECK_HAS(ask(c, may, POST, at(c, base, "/check.json")).body.p, "\"ok\":true");

    CHECK_INT(ask(c, "unit.write", POST, at(c, base, "/approve")).status, 403);
    CHECK_INT(ask(c, may, POST, at(c, base, "/approve")).status, 403); /* wrote it */
    CHECK_INT(ask(c, "unit.write", POST, at(c, base, "/publish")).status, 403);
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/publish")).status, 409);
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/approve")).status, 303);
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/publish")).status, 303);
    CHECK_HAS(ask(c, "", GET, at(c, base, ".json")).body.p, "\"number\":1");
    CHECK_INT(ask(c, may, POST, "/units/releases/99/check").status, 404);
}

static struct upload workbook(struct ctx *c)
{
    static const struct xlsx_column columns[] = {
        { "op", 6 }, { "unit", 20 }, { "type", 10 }, { "name", 30 }
    };
    static const struct xlsx_plan plan = { "Lines", columns, COUNT(columns), 0 };
    struct upload u = { .field = "file", .name = "lines.xlsx", .size = 1 };
    struct xlsx *x = NULL;

    CHECK_OK(c, xlsx_begin(c, &plan, &x));
    xlsx_text(x, "fact");
    xlsx_text(x, "commune:00001");
    xlsx_text(x, "phường");
    xlsx_text(x, "Phường Mai");
    CHECK_OK(c, xlsx_row(x));
    CHECK_OK(c, xlsx_end(x, &u.path));
    CHECK_OK(c, store_hash(c, u.path, &u.sha256));
    return u;
}

TEST(the_lines_of_a_draft_come_from_a_workbook_too)
{
    const char *base, *may = "unit.read unit.write unit.approve";
    struct actor who = test_actor(c, may);
    struct upload u;

    CHECK_OK(c, test_write(c, plant, NULL));
    base = location(ask(c, may, POST, "/units/releases?title=A&day=2025-08-01&act=9"));
    u = workbook(c);
    CHECK_INT(ask_upload(c, &who, at(c, base, "/lines"), &u).status, 303);
    CHECK_HAS(ask(c, may, GET, at(c, base, ".csv")).body.p, "Phường Mai");
}

TEST(whatever_statement_fails_nothing_of_a_release_is_left_half_published)
{
    struct step s = drafted(c, merger);
    struct actor who = *c->actor;
    const char *base = arena_printf(c->arena, "/units/releases/%lld", (long long)s.id);

    CHECK(test_each_failure_as(c, &who, POST, at(c, base, "/check.json")) > 20);
    CHECK(test_each_failure_as(c, &who, POST, at(c, base, "/approve")) > 20);
    CHECK(test_each_failure_as(c, &who, POST, at(c, base, "/publish")) > 20);
    CHECK_STR(commune(c, "00001", day(2025, 8, 1))->name, "Phường Hoa");
}

TEST(a_draft_is_rejected_with_a_reason)
{
    const char *base, *may = "unit.read unit.write unit.approve";

    CHECK_OK(c, test_write(c, plant, NULL));
    base = location(ask(c, may, POST, "/units/releases?title=A&day=2025-08-01&act=9"));
    CHECK_INT(ask(c, "unit.write", POST, at(c, base, "/reject?reason=no")).status, 403);
    CHECK_INT(ask(c, may, POST, at(c, base, "/reject?reason=")).status, 422);
    CHECK_INT(ask(c, may, POST, at(c, base, "/reject?reason=too+early")).status, 303);
    CHECK_HAS(ask(c, may, GET, at(c, base, ".json")).body.p, "too early");
}

TEST(two_days_or_releases_are_compared_as_data)
{
    struct step s = drafted(c, merger);
    const struct actor *who = c->actor;

    CHECK_OK(c, test_write(c, approve, &s));
    CHECK_OK(c, test_write(c, publish, &s));
    (void)who;
    struct res r = ask(c, "", GET, "/units/compare.json?from=2025-07-31&to=1");
    CHECK_INT(r.status, 200);
    CHECK_HAS(r.body.p, "\"what\":\"added\"");
    CHECK_HAS(r.body.p, "\"what\":\"removed\"");
    CHECK_HAS(r.body.p, "\"name\":\"Thành phố Một\"");
    CHECK_HAS(ask(c, "", GET, "/units/compare.csv?from=2025-07-31&to=1").body.p,
              "changed,province,01,tỉnh,Tỉnh Một,01,thành phố,Thành phố Một");
    CHECK_HAS(ask(c, "", GET, "/units/compare.json?from=1&to=1").body.p, "\"differences\":[]");
    CHECK_INT(ask(c, "", GET, "/units/compare.json?from=2025-07-31&to=9").status, 422);
    CHECK_INT(ask(c, "", GET, "/units/compare.json?from=soon&to=1").status, 422);
}
