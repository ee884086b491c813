/* What a code or an address means in the units of a day; the page and its JSON. */
#include "common/unit/unit_resolve.h"
#include "common/unit/unit_dir.h"
#include "core/app.h"
#include "core/conf.h"
#include "core/store.h"
#include "core/test.h"

/* Hà Nội with Quận Ba Đình until 30 June 2025. Phúc Xá goes whole to Hồng Hà, Trúc Bạch in parts
 * to Hồng Hà and Ba Đình, which takes over its code; Bình Phước goes to Đồng Nai. */
struct land {
    int64_t vn, hanoi, binh_phuoc, dong_nai, district, phuc_xa, truc_bach, hong_ha, ba_dinh;
};

static int64_t cut(void)
{
    return day(2025, 7, 1);
}

struct row {
    const char *system, *kind, *type, *code, *name;
    int64_t from;
};

static bool add(struct ctx *c, const struct row *r, int64_t parent, int64_t *ret)
{
    struct unit_draft d = { .system = r->system,
                            .code = r->code,
                            .kind = r->kind,
                            .type = r->type,
                            .name = r->name,
                            .parent = parent,
                            .from = r->from };

    return unit_add(c, &d, ret);
}

static bool link_on(struct ctx *c, int64_t on, const char *kind, int64_t from, int64_t to,
                    int64_t people)
{
    return unit_link(c, &(struct unit_change){ .day = on,
                                               .kind = kind,
                                               .from = from,
                                               .to = to,
                                               .whole = *kind == 'm',
                                               .area = -1,
                                               .population = people,
                                               .act = "1656/NQ-UBTVQH15",
                                               .clause = "14" });
}

static bool link(struct ctx *c, const char *kind, int64_t from, int64_t to, int64_t people)
{
    return link_on(c, cut(), kind, from, to, people);
}

static bool plant_old(struct ctx *c, struct land *l)
{
    int64_t old = day(2024, 1, 1);
    const struct row vn = { "state", "state", "", "VN", "Việt Nam", day(1945, 9, 2) },
                     hn = { "province", "province", "thành phố", "01", "Thành phố Hà Nội", old },
                     bp = { "province", "province", "tỉnh", "70", "Tỉnh Bình Phước", old },
                     dn = { "province", "province", "tỉnh", "75", "Tỉnh Đồng Nai", old },
                     bd = { "district", "district", "quận", "001", "Quận Ba Đình", old },
                     px = { "commune", "commune", "phường", "00001", "Phường Phúc Xá", old },
                     tb = { "commune", "commune", "phường", "00004", "Phường Trúc Bạch", old };

    return add(c, &vn, 0, &l->vn) && add(c, &hn, l->vn, &l->hanoi) &&
           unit_add_code(c, l->hanoi, "agency", "H26", old, 0) &&
           add(c, &bp, l->vn, &l->binh_phuoc) && add(c, &dn, l->vn, &l->dong_nai) &&
           add(c, &bd, l->hanoi, &l->district) && add(c, &px, l->district, &l->phuc_xa) &&
           add(c, &tb, l->district, &l->truc_bach);
}

static bool plant(struct ctx *c, void *arg)
{
    struct land *l = arg;
    const struct row hh = { "commune", "commune", "phường", "00097", "Phường Hồng Hà", cut() },
                     bd = { "commune", "commune", "phường", "00004", "Phường Ba Đình", cut() };

    return plant_old(c, l) && unit_close(c, l->phuc_xa, cut(), 0) &&
           unit_close(c, l->truc_bach, cut(), 0) && unit_close(c, l->district, cut(), 0) &&
           unit_close(c, l->binh_phuoc, cut(), l->dong_nai) && add(c, &hh, l->hanoi, &l->hong_ha) &&
           add(c, &bd, l->hanoi, &l->ba_dinh) &&
           link(c, "merged", l->binh_phuoc, l->dong_nai, -1) &&
           link(c, "merged", l->phuc_xa, l->hong_ha, -1) &&
           link(c, "split", l->truc_bach, l->hong_ha, 250000) &&
           link(c, "split", l->truc_bach, l->ba_dinh, 750000);
}

static struct unit_answer text(struct ctx *c, const char *s)
{
    struct unit_answer a;

    unit_resolve_text(c, s, c->today, &a);
    return a;
}

static struct unit_answer code(struct ctx *c, const char *system, const char *s, int64_t on)
{
    struct unit_answer a;

    unit_resolve_code(c, system, s, on, c->today, &a);
    return a;
}

TEST(an_old_address_leads_to_the_unit_of_today)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    struct unit_answer a = text(c, "P. Phuc Xa Q Ba Dinh HN");
    CHECK(a.units.n == 1 && a.units.v[0].u->id == l.hong_ha && !a.ambiguous);
    CHECK(a.units.v[0].was->id == l.phuc_xa && a.reason == FOUND_FORMER);
    CHECK_HAS(unit_answer_why(c, &a), "1656/NQ-UBTVQH15, clause 14");
    a = text(c, "Phường Ba Đình, Hà Nội");
    CHECK(a.units.n == 1 && a.units.v[0].u->id == l.ba_dinh && a.reason == FOUND);
    a = text(c, "tỉnh Bình Phước");
    CHECK(a.units.n == 1 && a.units.v[0].u->id == l.dong_nai);
    unit_resolve_text(c, "Phường Phúc Xá, Quận Ba Đình", day(2025, 6, 30), &a);
    CHECK(a.units.n == 1 && a.units.v[0].u->id == l.phuc_xa && a.reason == FOUND);
}

TEST(a_divided_unit_gives_all_its_parts_unless_the_text_names_one)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    struct unit_answer a = text(c, "Phường Trúc Bạch, Quận Ba Đình, Hà Nội");
    CHECK(a.units.n == 2 && a.ambiguous && a.reason == FOUND_DIVIDED);
    CHECK(a.units.v[0].share + a.units.v[1].share == 1000000);
    CHECK_HAS(unit_answer_why(c, &a), "the part of it in which the address lies decides");
    a = text(c, "Phường Trúc Bạch (nay là phường Hồng Hà), Quận Ba Đình, Hà Nội");
    CHECK(a.units.n == 1 && a.units.v[0].u->id == l.hong_ha && !a.ambiguous);
    CHECK(a.reason == FOUND_NARROWED);
}

TEST(a_former_district_gives_what_its_communes_became)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    struct unit_answer a = text(c, "Quận Ba Đình, Hà Nội");
    CHECK(a.units.n == 2 && a.ambiguous && a.reason == FOUND_DISTRICT);
    CHECK(a.units.v[0].share == -1);
    a = code(c, "district", "001", day(2025, 1, 1));
    CHECK(a.units.n == 2 && a.ambiguous && a.reason == FOUND_DISTRICT);
}

TEST(a_later_unit_leads_back_to_what_was_there)
{
    struct land l;
    struct unit_answer a;

    CHECK_OK(c, test_write(c, plant, &l));
    unit_resolve_text(c, "Phường Hồng Hà, Hà Nội", day(2025, 6, 30), &a);
    CHECK(a.units.n == 2 && a.ambiguous && a.reason == FOUND_LATER);
    CHECK_HAS(unit_answer_why(c, &a), "that were there on that day");
}

TEST(a_code_without_a_day_is_never_settled_silently)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    struct unit_answer a = code(c, "commune", "00004", 0);
    CHECK(a.ambiguous && a.units.n == 2 && a.units.v[0].u->id == l.ba_dinh);
    CHECK_HAS(unit_answer_why(c, &a), "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội from");
    CHECK_HAS(unit_answer_why(c, &a), "The day of the record decides");
    a = code(c, "", "00001", 0);
    CHECK(!a.ambiguous && a.units.n == 1 && a.units.v[0].u->id == l.hong_ha);
    CHECK_HAS(unit_answer_why(c, &a), "only this");
}

TEST(a_code_with_its_day_means_one_unit_and_leads_to_today)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    struct unit_answer a = code(c, "commune", "00004", day(2025, 7, 1));
    CHECK(a.units.n == 1 && a.units.v[0].u->id == l.ba_dinh && !a.ambiguous);
    a = code(c, "commune", "00004", day(2025, 6, 30));
    CHECK(a.units.n == 2 && a.ambiguous && a.reason == FOUND_DIVIDED);
    a = code(c, "commune", "00001", day(2025, 8, 1)); /* it had ended */
    CHECK(a.units.n == 1 && a.units.v[0].u->id == l.hong_ha && a.ended);
    CHECK_HAS(unit_answer_why(c, &a), "nobody had the code 00001 any more");
    a = code(c, "commune", "00001", day(2000, 1, 1));
    CHECK(a.units.n == 0 && a.reason == CODE_BEFORE);
    CHECK_HAS(unit_answer_why(c, &a), "nothing is known");
    a = code(c, "commune", "99999", c->today);
    CHECK(a.units.n == 0 && a.reason == CODE_UNKNOWN);
    CHECK_HAS(unit_answer_why(c, &a), "No unit has ever had the code 99999");
}

TEST(electronic_identifiers_are_read_in_both_directions)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    CHECK_INT(code(c, "agency", "H26", c->today).units.v[0].u->id, l.hanoi);
    CHECK_INT(code(c, "", "000.00.00.H26", c->today).units.v[0].u->id, l.hanoi);
    CHECK_INT(code(c, "agency", "H26.00.00.000", 0).units.v[0].u->id, l.hanoi);
}

TEST(anybody_may_ask_which_unit_is_meant)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    struct res s = ask(c, "", GET, "/units/resolve.json?text=phuc+xa+ba+dinh");
    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "{\"units\":[{\"code\":\"00097\",\"name\":\"Phường Hồng Hà\","
                        "\"kind\":\"phường\",\"parent\":\"01\",\"share\":null}],"
                        "\"ambiguous\":false,\"why\":\"");
    CHECK(s.etag != NULL);
    s = ask(c, "", GET, "/units/resolve.json?code=00004&system=commune&on=2025-06-30");
    CHECK_HAS(s.body.p, "\"share\":0.25");
    CHECK_HAS(s.body.p, "\"meant\":[{\"system\":\"commune\",\"name\":\"Phường Trúc Bạch\"");
    s = ask(c, "", GET, "/units/resolve.json?code=00004&day=2025-06-30&on=2025-06-30");
    CHECK_HAS(s.body.p, "\"name\":\"Phường Trúc Bạch\",\"kind\":\"phường\",\"parent\":\"001\"");
    s = ask(c, "", GET, "/units/resolve.json?text=zzz");
    CHECK_HAS(s.body.p, "{\"units\":[],\"ambiguous\":false,\"why\":\"No unit");
    CHECK_INT(ask(c, "", GET, "/units/resolve.json?text=a&on=2025-02-30").status, 422);
    CHECK_INT(ask(c, "", GET, "/units/resolve.json?code=00004&day=yesterday").status, 422);
}

static bool merge_soon(struct ctx *c, void *arg)
{
    const struct land *l = arg;

    int64_t soon = c->today + 4;

    return unit_close(c, l->ba_dinh, soon, l->hong_ha) &&
           link_on(c, soon, "merged", l->ba_dinh, l->hong_ha, -1);
}

TEST(a_code_on_a_day_to_come_is_answered_in_the_units_of_that_day)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    CHECK_OK(c, test_write(c, merge_soon, &l));
    for (int64_t more = 3; more < 5; more++) {
        const char *on = day_text(c->arena, c->today + more),
                   *path = arena_printf(c->arena, "/units/resolve.json?code=00004&on=%s", on);

        CHECK_HAS(ask(c, "", GET, path).body.p,
                  more < 4 ? "{\"units\":[{\"code\":\"00004\"" : "{\"units\":[{\"code\":\"00097\"");
    }
}

TEST(the_page_that_finds_units_works_with_a_plain_form)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    CHECK_HAS(ask(c, "", GET, "/units/resolve").body.p, "name=\"text\"");
    struct res s = ask(c, "unit.read", GET, "/units/resolve?text=Tr%C3%BAc+B%E1%BA%A1ch,+Ba+Dinh");
    CHECK_HAS(s.body.p, "Several units are possible");
    CHECK_HAS(s.body.p, "Phường Hồng Hà");
    CHECK_HAS(s.body.p, "value=\"Trúc Bạch, Ba Dinh\"");
    CHECK_HAS(ask(c, "", GET, "/units/resolve?code=4711").body.p, "Nothing found");
    CHECK_INT(ask(c, "", GET, "/units/resolve?on=soon").status, 422);
}

static struct res post_file(struct ctx *c, const char *caps, const char *path, const char *csv)
{
    struct actor who = test_actor(c, caps);
    const char *at = arena_printf(c->arena, "%s/up-%lld", c->app->conf->data, (long long)new_id(c));

    CHECK_OK(c, store_write(c, at, (struct bytes){ csv, strlen(csv) }));
    return ask_upload(c, &who, path,
                      &(struct upload){ .field = "file",
                                        .name = "a.csv",
                                        .path = at,
                                        .size = (int64_t)strlen(csv),
                                        .sha256 = "" });
}

TEST(a_file_of_addresses_comes_back_with_their_units)
{
    static const char csv[] = "id,Địa chỉ\r\n"
                              "1,\"Phúc Xá, Ba Đình\"\r\n"
                              "2\r\n"
                              "3,\"P. Trúc Bạch, Q. Ba Đình\"\r\n";
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    struct res s = post_file(c, "unit.read", "/units/resolve", csv);
    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "id,Địa chỉ,code,name,kind,parent,ambiguous,why\r\n");
    CHECK_HAS(s.body.p, "1,\"Phúc Xá, Ba Đình\",00097,Phường Hồng Hà,phường,01,0,\"");
    CHECK_HAS(s.body.p, "2,,,,,,0,\"Write an address");
    CHECK_HAS(s.body.p, "\",00097,Phường Hồng Hà,phường,01,1,");
    s = post_file(c, "unit.read", "/units/resolve?column=2&on=2025-06-30", csv);
    CHECK_HAS(s.body.p, ",00001,Phường Phúc Xá,phường,001,0,");
    CHECK_INT(post_file(c, "unit.read", "/units/resolve?column=x", csv).status, 422);
    CHECK_INT(post_file(c, "unit.read", "/units/resolve?on=x", csv).status, 422);
    CHECK_INT(post_file(c, "unit.read", "/units/resolve", "a,b\n1,2\n").status, 422);
    CHECK_INT(post_file(c, "unit.read", "/units/resolve", "").status, 422);
    CHECK_INT(post_file(c, "unit.read", "/units/resolve", "\"a").status, 422);
    CHECK_INT(post_file(c, "unit.write", "/units/resolve", csv).status, 403);
    CHECK_INT(ask(c, "unit.read", POST, "/units/resolve").status, 422);
}
