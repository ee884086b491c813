/* The pages of releases and drafts: forms of operations, dry run, two people, comparison. */
#include "common/ledger/ledger.h"
#include "common/unit/unit_dir.h"
#include "common/unit/unit_plan_words.h"
#include "core/test.h"

/* The state, two provinces and three communes since 1 March 2025. */
static bool plant(struct ctx *c, void *arg)
{
    static const struct {
        const char *code, *name;
        int province;
    } communes[] = { { "00001", "Xã Mai", 0 }, { "00002", "Xã Lan", 0 }, { "00003", "Xã Lan", 1 } };
    int64_t first = day(2025, 3, 1), vn, province[2], id;

    (void)arg;
    if (!unit_load_state(c, &vn))
        return false;
    for (int i = 0; i < 2; i++) {
        struct unit_draft d = { .system = "province",
                                .code = i ? "02" : "01",
                                .kind = "province",
                                .type = "tỉnh",
                                .name = i ? "Tỉnh Hai" : "Tỉnh Một",
                                .parent = vn,
                                .from = first };

        if (!unit_add(c, &d, &province[i]))
            return false;
    }
    for (size_t i = 0; i < COUNT(communes); i++) {
        struct unit_draft d = { .system = "commune",
                                .code = communes[i].code,
                                .kind = "commune",
                                .type = "xã",
                                .name = communes[i].name,
                                .parent = province[communes[i].province],
                                .from = first };

        if (!unit_add(c, &d, &id))
            return false;
    }
    return true;
}

static const char writer[] = "unit.read unit.write unit.approve";

static struct actor second(struct ctx *c)
{
    struct actor a = test_actor(c, writer);

    a.id += 1;
    return a;
}

static const char *at(struct ctx *c, const char *base, const char *more)
{
    return arena_printf(c->arena, "%s%s", base, more);
}

/* The address of a draft that the first person has begun. */
static const char *draft(struct ctx *c)
{
    struct res s;

    CHECK_OK(c, test_write(c, plant, NULL));
    s = ask(c, writer, POST, "/units/releases?title=Wards&day=2025-08-01&act=9/NQ");
    CHECK_INT(s.status, 303);
    return s.location;
}

static const char *page(struct ctx *c, const char *base)
{
    struct res s = ask(c, writer, GET, base);

    CHECK_INT(s.status, 200);
    return buf_str(&s.body);
}

static void add(struct ctx *c, const char *base, const char *more)
{
    struct res s = ask(c, writer, POST, at(c, base, more));

    CHECK_INT(s.status, 303);
}

/* It is refused, with this sentence. */
static void refused(struct ctx *c, const char *base, const char *more, const char *says)
{
    struct res s = ask(c, writer, POST, at(c, base, more));

    CHECK_INT(s.status, 422);
    CHECK_HAS(buf_str(&s.body), says);
}

TEST(whoever_comes_to_the_releases_first_is_told_what_to_do)
{
    CHECK_OK(c, test_write(c, plant, NULL));
    const char *theirs = ask(c, "unit.read", GET, "/units/releases").body.p;
    CHECK_HAS(theirs, "Nothing has been published yet");
    CHECK_HAS_NOT(theirs, "Begin the draft");
    CHECK_HAS(ask(c, writer, GET, "/units/releases").body.p, "Begin the draft");
    CHECK_HAS(ask(c, "", GET, "/units/releases").body.p, "Each list will stand here");
    struct res s = ask(c, writer, POST, "/units/releases?title=&day=2025-02-01&act=9/NQ");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "id=\"title-error\"");
    s = ask(c, writer, POST, "/units/releases?title=A&day=2025-02-01&act=9/NQ");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "the list begins on"); /* a day before the history */
}

TEST(two_communes_that_merge_are_one_sentence_of_all_their_lines)
{
    const char *base = draft(c);

    CHECK_HAS(page(c, base), "Nothing is written down yet");
    add(c, base,
        "/add?what=merge&units=00001%0Acommune:00002&code=00001&type=ph%C6%B0%E1%BB%9Dng&"
        "name=Ph%C6%B0%E1%BB%9Dng+Hoa&clause=1");
    CHECK_HAS(page(c, base),
              "Xã Mai (00001) and Xã Lan (00002) merge whole into Phường Hoa (00001)");
    struct res s = ask(c, writer, POST, at(c, base, "/check"));
    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "No mistake was found");
    CHECK_HAS(s.body.p, "removed: Xã Lan");
    add(c, base, "/drop?lines=1+2+3+4+5");
    CHECK_HAS(page(c, base), "Nothing is written down yet");
    refused(c, base, "/drop?lines=1+x", "write the numbers");
    refused(c, base, "/drop", "say which line");
}

TEST(a_unit_that_goes_on_takes_in_another_and_is_called_otherwise)
{
    const char *base = draft(c);

    add(c, base, "/add?what=merge&units=X%C3%A3+Mai&into=00002&name=X%C3%A3+Mai+Lan");
    CHECK_HAS(page(c, base), "Xã Mai (00001) goes whole into Xã Lan (00002), which is called Xã "
                             "Mai Lan from then on");
    CHECK_HAS(ask(c, writer, POST, at(c, base, "/check.json")).body.p, "\"ok\":true");
}

static bool plant_ministries(struct ctx *c, void *arg)
{
    struct unit_draft d = {
        .system = "agency", .kind = "ministry", .parent = unit_state(c), .from = day(2025, 3, 1)
    };
    int64_t id;

    (void)arg;
    d.code = "G01";
    d.name = "Bộ Một";
    if (!unit_add(c, &d, &id))
        return false;
    d.code = "G02";
    d.name = "Bộ Hai";
    return unit_add(c, &d, &id);
}

TEST(ministries_merge_by_their_codes_in_either_writing_direction)
{
    const char *base = draft(c);

    CHECK_OK(c, test_write(c, plant_ministries, NULL));
    add(c, base, "/add?what=merge&units=agency:000.00.00.G01&into=agency:G02");
    CHECK_HAS(page(c, base), "Bộ Một (G01) goes whole into Bộ Hai (G02)");
    CHECK_HAS(ask(c, writer, POST, at(c, base, "/check.json")).body.p, "\"ok\":true");
    refused(c, base, "/add?what=merge&units=agency:G03&into=agency:G02", "no unit has the code");
    refused(c, base, "/add?what=rename&units=agency:&name=A", "no unit has the code");
}

TEST(each_operation_becomes_lines_that_pass_the_check)
{
    static const struct {
        const char *form, *says;
    } operations[] = {
        { "/add?what=kind&units=00001%0A00002&type=ph%C6%B0%E1%BB%9Dng",
          "becomes Phường Mai (phường)" },
        { "/add?what=rename&units=00001&name=X%C3%A3+Hu%E1%BB%87",
          "is called Xã Huệ from then on" },
        { "/add?what=new&system=commune&code=00009&type=x%C3%A3&name=X%C3%A3+M%E1%BB%9Bi&parent=01",
          "Xã Mới (00009) begins below Tỉnh Một (01)" },
        { "/add?what=dissolve&units=00003", "Xã Lan (00003) ends without a successor" },
        { "/add?what=code&units=00001&system=agency&code=H26.7",
          "has the further code agency:H26.7" },
        { "/add?what=split&units=00001&ends=no&parts=00002;60;40",
          "60 % of the population goes to" },
        { "/add?what=split&units=00001&ends=yes&parts=00002;60%0A00003;40",
          "Xã Mai (00001) is split: 60 % of the population goes to" },
    };
    const char *base = draft(c);

    for (size_t i = 0; i < COUNT(operations); i++) {
        add(c, base, operations[i].form);
        CHECK_HAS(page(c, base), operations[i].says);
        CHECK_HAS(ask(c, writer, POST, at(c, base, "/check.json")).body.p, "\"ok\":true");
        add(c, base, "/drop?lines=1");
        for (int n = 2; strstr(page(c, base), "id=\"line-"); n++)
            if (ask(c, writer, POST, arena_printf(c->arena, "%s/drop?lines=%d", base, n)).status !=
                303)
                break;
    }
}

TEST(what_is_wrong_in_an_operation_is_told_at_its_field)
{
    static const struct {
        const char *form, *says;
    } wrong[] = {
        { "/add?what=merge&units=00001", "write at least two units" },
        { "/add?what=merge&units=00001%0A00001", "stands here twice" },
        { "/add?what=merge&units=77777%0A00001", "no unit has the code or name 77777" },
        { "/add?what=merge&units=00001%0A00002", "write the code of the new unit" },
        { "/add?what=merge&units=00001&into=00001", "cannot merge into itself alone" },
        { "/add?what=rename&units=X%C3%A3+Lan&name=A", "several units are called Xã Lan" },
        { "/add?what=rename&units=00001%0A00002&name=A", "write one unit only" },
        { "/add?what=rename&units=00001", "write the new name in full" },
        { "/add?what=kind&units=00001&type=x%C3%A3", "has this type already" },
        { "/add?what=kind&units=00001", "write the new type" },
        { "/add?what=split&units=00001&ends=yes&parts=00002", "write at least two units" },
        { "/add?what=split&units=00001&ends=no", "write where the part goes to" },
        { "/add?what=dissolve", "write at least one unit" },
        { "/add?what=code&units=00001", "write the further code" },
        { "/add?what=eat", "id=\"what" },
    };
    const char *base = draft(c);

    for (size_t i = 0; i + 1 < COUNT(wrong); i++)
        refused(c, base, wrong[i].form, wrong[i].says);
    CHECK_INT(ask(c, writer, POST, at(c, base, wrong[COUNT(wrong) - 1].form)).status, 422);
    CHECK_INT(ask(c, "unit.read", POST, at(c, base, "/add?what=dissolve&units=00001")).status, 403);
    CHECK_INT(ask(c, "unit.read", GET, at(c, base, "/add?what=merge")).status, 403);
    CHECK_INT(ask(c, writer, GET, "/units/releases/99/add?what=merge").status, 404);
    CHECK_HAS(page(c, base), "Nothing is written down yet");
}

TEST(units_are_found_by_name_and_taken_one_after_the_other)
{
    const char *base = draft(c);

    CHECK_HAS(page(c, at(c, base, "/add?what=merge&find=lan")), "units=commune%3A00002");
    CHECK_HAS(page(c, at(c, base, "/add?what=merge&units=commune:00001&find=lan")),
              "units=commune%3A00001%0Acommune%3A00002");
    CHECK_HAS(page(c, at(c, base, "/add?what=merge&units=commune:00001")), "These are: Xã Mai");
    CHECK_HAS(page(c, at(c, base, "/add?what=merge&find=zzz")), "No unit fits these words");
}

TEST(a_line_is_changed_in_a_form_of_its_own)
{
    const char *base = draft(c);

    add(c, base, "/add?what=rename&units=00001&name=X%C3%A3+Hu%E1%BB%87");
    const char *form = page(c, at(c, base, "/line?line=1"));
    CHECK_HAS(form, "value=\"Xã Huệ\"");
    CHECK_HAS_NOT(form, "id=\"extent\""); /* that is of a change only */
    CHECK_HAS(page(c, at(c, base, "/line?line=2")), "id=\"extent\"");
    add(c, base, "/line?line=1&op=fact&unit=commune:00001&name=X%C3%A3+Na");
    CHECK_HAS(page(c, base), "is called Xã Na from then on");
    CHECK_INT(ask(c, writer, GET, at(c, base, "/line?line=9")).status, 404);
    CHECK_INT(ask(c, "unit.read", GET, at(c, base, "/line?line=1")).status, 403);
}

TEST(two_people_at_one_draft_never_overwrite_each_other_unseen)
{
    const char *base = draft(c);
    struct actor other = second(c);
    struct res s;

    add(c, base, "/add?what=rename&units=00001&name=X%C3%A3+Hu%E1%BB%87&version=1");
    s = ask_as(c, &other, POST, at(c, base, "/add?what=dissolve&units=00003&version=1"));
    CHECK_INT(s.status, 409);
    CHECK_HAS(buf_str(&s.body), "somebody else has changed this draft meanwhile");
    CHECK_HAS(buf_str(&s.body), "name=\"version\" value=\"2\"");
    s = ask_as(c, &other, POST, at(c, base, "/line?line=1&op=fact&unit=commune:00001&version=1"));
    CHECK_INT(s.status, 409);
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/drop?line=1&version=1")).status, 409);
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/lines?csv=op%0Aclose&version=1")).status, 409);
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/approve?version=1")).status, 409);
    CHECK_HAS(page(c, base), "is called Xã Huệ");
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/approve?version=2")).status, 303);
    CHECK_HAS(ask_as(c, &other, GET, base).body.p, "Publish it");
    CHECK_INT(ask(c, writer, POST, at(c, base, "/add?what=dissolve&units=00003")).status, 409);
}

TEST(nobody_who_ever_wrote_at_a_draft_approves_it)
{
    const char *base = draft(c);
    struct actor other = second(c);

    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/add?what=dissolve&units=00003")).status, 303);
    add(c, base, "/add?what=rename&units=00001&name=X%C3%A3+Hu%E1%BB%87"); /* the first again */
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/approve")).status, 403);
    CHECK_HAS(ask_as(c, &other, GET, base).body.p, "You wrote at this draft");
}

TEST(a_second_draft_is_refused_and_the_open_one_is_shown)
{
    const char *base = draft(c);
    struct res s = ask(c, writer, POST, "/units/releases?title=B&day=2025-08-02&act=9");

    CHECK_INT(s.status, 409);
    CHECK_HAS(s.body.p, "there is a draft already: Wards");
    CHECK_HAS(s.body.p, base); /* with the way to it */
    CHECK_HAS_NOT(ask(c, "", GET, "/units/releases").body.p, "Wards");
}

TEST(a_file_is_tried_first_and_each_refused_line_is_named_as_in_the_file)
{
    const char *base = draft(c);
    struct res s = ask(c, writer, POST,
                       at(c, base, "/lines?dry=1&csv=op,unit%0Aclose,commune:00003%0Aeat,x%0A,y"));

    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "2 mistakes: nothing was imported");
    CHECK_HAS(s.body.p, "<td class=\"num\">3</td><td>op</td>");
    CHECK_HAS(s.body.p, "<td class=\"num\">4</td><td>op</td>");
    s = ask(c, writer, POST, at(c, base, "/lines?dry=1&csv=op,unit%0A%0Aclose,commune:77777"));
    CHECK_HAS(s.body.p, "<td class=\"num\">3</td><td>unit</td><td>there is no unit commune:77777");
    s = ask(c, writer, POST,
            at(c, base, "/lines?dry=1&csv=op,unit,name%0Afact,commune:00001,X%C3%A3+Hu%E1%BB%87"));
    CHECK_HAS(s.body.p, "1 line is accepted");
    CHECK_HAS(s.body.p, "is called Xã Huệ from then on");
    CHECK_HAS(s.body.p, "name=\"csv\" value=\"op,unit,"); /* to be taken over */
    CHECK_HAS(page(c, base), "Nothing is written down yet");
    CHECK_HAS(page(c, at(c, base, "/lines")), "Look at it first");
    CHECK_INT(ask(c, "unit.read", GET, at(c, base, "/lines")).status, 403);
    CHECK_INT(ask(c, writer, GET, "/units/releases/999/lines").status, 404);
    CHECK_INT(ask(c, writer, POST, at(c, base, "/lines?csv=op%0Aeat")).status, 422);
}

TEST(each_mistake_of_a_draft_leads_to_its_line_and_field)
{
    const char *base = draft(c);
    struct actor other = second(c);

    add(c, base, "/line?op=close&unit=commune:77777");
    struct res s = ask(c, writer, POST, at(c, base, "/check"));
    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "Line 1: there is no unit commune:77777");
    CHECK_HAS(s.body.p, at(c, base, "/line?line=1#unit\""));
    s = ask_as(c, &other, POST, at(c, base, "/approve"));
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "href=\"#line-1-unit\"");
}

TEST(a_release_shows_its_proof_its_list_and_what_it_changed)
{
    const char *base = draft(c);
    struct actor other = second(c);

    CHECK_INT(ask(c, writer, GET, at(c, base, "/publish")).status, 409);
    CHECK_INT(ask(c, "unit.read", GET, at(c, base, "/publish")).status, 403);
    CHECK_INT(ask(c, writer, GET, "/units/releases/99/publish").status, 404);
    CHECK_INT(ask(c, "", GET, at(c, base, "/list.csv")).status, 404);
    add(c, base, "/add?what=rename&units=00001&name=X%C3%A3+Hu%E1%BB%87&clause=7");
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/approve")).status, 303);
    CHECK_HAS(page(c, at(c, base, "/publish")), "This becomes release 1");
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/publish?version=1")).status, 409);
    CHECK_INT(ask_as(c, &other, POST, at(c, base, "/publish")).status, 303);
    CHECK_HAS(ask(c, "", GET, base).body.p, "It is being sealed");
    CHECK_OK(c, ledger_seal_now(c));
    CHECK_HAS(ask(c, "", GET, base).body.p, "/ledger/proof?leaf=");
    CHECK_HAS(ask(c, "", GET, "/units/releases").body.p, "/ledger/proof?leaf=");
    CHECK_HAS_NOT(ask(c, "", GET, "/units/releases").body.p, "Made by"); /* that is for officials */
    CHECK_HAS(ask(c, "", GET, at(c, base, "/list.csv")).body.p, "00001,commune,xã,Xã Huệ,01\n");
    CHECK_HAS(ask(c, "", GET, at(c, base, "/list.json")).body.p, "\"name\":\"Xã Huệ\"");
    CHECK_INT(ask(c, "", GET, at(c, base, "/list.xlsx")).status, 200);
    CHECK_INT(ask(c, "", GET, "/units/releases/99/list.csv").status, 404);
    const char *compared = ask(c, "", GET, "/units/compare?from=2025-07-31&to=1").body.p;
    CHECK_HAS(compared, "Xã Huệ");
    CHECK_HAS(compared, "renamed");
    CHECK_HAS(compared, "9/NQ, 7");
}

TEST(a_comparison_of_what_is_not_known_says_so_at_its_field)
{
    CHECK_OK(c, test_write(c, plant, NULL));
    struct res s = ask(c, "", GET, "/units/compare?from=2025-02-01&to=soon");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "the list begins on");
    CHECK_HAS(s.body.p, "id=\"to-error\"");
    CHECK_INT(ask(c, "", GET, "/units/compare").status, 200);
    CHECK_HAS(ask(c, "", GET, "/units/compare?from=2025-07-01&to=2025-07-02").body.p,
              "Both lists are the same");
    CHECK_INT(ask(c, "", GET, "/units/compare.json").status, 422);
    CHECK_INT(ask(c, "", GET, "/units/compare.csv?from=2025-07-01&to=2025-07-02&kind=x").status,
              422);
}
