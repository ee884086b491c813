/* The pages of units: allowed, refused, wrong input. */
#include "common/unit/unit.h"
#include "core/test.h"

static bool plant(struct ctx *c, void *arg)
{
    int64_t *id = arg;

    return unit_add(c,
                    &(struct unit_draft){ .kind = "state",
                                          .system = "state",
                                          .code = "VN",
                                          .name = "Việt Nam",
                                          .name_en = "Viet Nam",
                                          .from = day(1945, 9, 2) },
                    &id[0]) &&
           unit_add(c,
                    &(struct unit_draft){ .kind = "ministry",
                                          .system = "agency",
                                          .code = "G12",
                                          .short_code = "BTC",
                                          .name = "Bộ Tài chính",
                                          .name_en = "Ministry of Finance & more",
                                          .parent = id[0],
                                          .from = day(2020, 7, 22) },
                    &id[1]);
}

static const char *path(struct ctx *c, const char *format, int64_t id)
{
    struct buf b = { .arena = c->arena };

    for (; *format; format++)
        if (*format == '#')
            buf_int(&b, id);
        else
            buf_put(&b, format, 1);
    return buf_str(&b);
}

TEST(the_list_of_units_is_for_everybody)
{
    int64_t id[2];

    CHECK_OK(c, test_write(c, plant, id));
    CHECK_INT(ask(c, "", GET, "/units.json").status, 200);
    CHECK_HAS(ask(c, "", GET, "/units").body.p, "Ministry of Finance &amp; more");
    CHECK_HAS(ask(c, "unit.read", GET, "/units?words=bo+tai").body.p, "Units that fit");
    CHECK_HAS_NOT(ask(c, "unit.read", GET, "/units?words=zzz").body.p, "Ministry of Finance");
    CHECK_HAS(ask(c, "unit.read", GET, "/units?words=zzz").body.p, "Try fewer words");
    CHECK_INT(ask(c, "unit.read", GET, "/units?on=yesterday").status, 422);
    CHECK_HAS(ask(c, "unit.read", GET, "/units.json?kind=ministry").body.p, "\"code\":\"G12\"");
    CHECK_HAS_NOT(ask(c, "unit.read", GET, "/units.json?on=2020-01-01").body.p, "G12");
}

TEST(a_unit_is_shown_by_id_or_code_with_its_codes_and_children)
{
    int64_t id[2];

    CHECK_OK(c, test_write(c, plant, id));
    CHECK_INT(ask(c, "", GET, "/units/BTC.json").status, 200);
    CHECK_HAS_NOT(ask(c, "", GET, "/units/BTC").body.p, "/tasks?unit=");
    CHECK_INT(ask(c, "unit.read", GET, "/units/nobody").status, 404);
    CHECK_INT(ask(c, "unit.read", GET, "/units/999999").status, 404);
    CHECK_HAS(ask(c, "unit.read", GET, "/units/VN").body.p, "Units below it");
    CHECK_HAS_NOT(ask(c, "unit.read", GET, "/units/BTC").body.p, "/change");
    CHECK_HAS(ask(c, "unit.read unit.write", GET, "/units/BTC").body.p, "/change?what=close");
    CHECK_HAS(ask(c, "unit.read", GET, path(c, "/units/#.json", id[1])).body.p,
              "\"system\":\"agency\"");
}

TEST(a_unit_is_added_renamed_and_closed_by_those_who_may)
{
    int64_t id[2];
    const char *add =
        "/units?parent=BTC&kind=department&name=C%E1%BB%A5c+Thu%E1%BA%BF&code=T1&from=2025-08-01";

    CHECK_OK(c, test_write(c, plant, id));
    CHECK_INT(ask(c, "unit.read", POST, add).status, 403);
    struct res s = ask(c, "unit.write unit.read", POST, add);
    CHECK_INT(s.status, 303);
    CHECK_HAS(ask(c, "unit.read", GET, s.location).body.p, "Cục Thuế");
    CHECK_HAS(ask(c, "unit.read", GET, "/units/BTC").body.p, "Cục Thuế");
    s = ask(c, "unit.write", POST, add); /* the code is taken now */
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "the code is taken on that day");
    CHECK_HAS(s.body.p, "value=\"Cục Thuế\"");

    CHECK_INT(ask(c, "unit.read", POST, "/units/T1/rename?name=X&from=2025-08-20").status, 403);
    CHECK_INT(ask(c, "unit.write", POST, "/units/T1/rename?name=&from=soon").status, 422);
    CHECK_INT(
        ask(c, "unit.write", POST, "/units/T1/rename?name=Thu%E1%BA%BF&from=2025-08-20").status,
        303);
    CHECK_HAS(ask(c, "unit.read", GET, "/units/T1").body.p, "Former name");
    CHECK_INT(ask(c, "unit.write", POST,
                  "/units/BTC/rename?name=B%E1%BB%99+T%C3%A0i+ch%C3%ADnh&name_en=Finance"
                  "&short_code=BTC&from=2025-08-20")
                  .status,
              303);
    CHECK_HAS_NOT(ask(c, "unit.read", GET, "/units/BTC").body.p, "Former name"); /* the same */

    CHECK_INT(ask(c, "unit.read", POST, "/units/T1/close?until=2025-08-28").status, 403);
    CHECK_INT(ask(c, "unit.write", POST, "/units/T1/close?until=2025-08-28&successor=Q").status,
              422);
    CHECK_INT(ask(c, "unit.write", POST, "/units/T1/close?until=2025-08-29&successor=BTC").status,
              303);
    CHECK_HAS(ask(c, "unit.read", GET, "/units/T1").body.p, "Its successor");
}

TEST(the_forms_for_changes_are_for_those_who_may_write)
{
    int64_t id[2];

    CHECK_OK(c, test_write(c, plant, id));
    CHECK_INT(ask(c, "unit.read", GET, "/units/BTC/change?what=add").status, 403);
    CHECK_INT(ask(c, "unit.write", GET, "/units/nobody/change").status, 404);
    CHECK_HAS(ask(c, "unit.write", GET, "/units/BTC/change?what=add").body.p, "name=\"parent\"");
    CHECK_HAS(ask(c, "unit.write", GET, "/units/BTC/change?what=rename").body.p, "value=\"BTC\"");
    CHECK_HAS(ask(c, "unit.write", GET, "/units/BTC/change?what=close").body.p,
              "name=\"successor\"");
}

TEST(an_admin_of_one_ministry_changes_no_unit_of_another)
{
    int64_t id[2];
    struct held held;
    struct actor who = {
        .id = 5, .name = "a", .person = "A", .csrf = "t", .lang = "en", .held = &held, .n_held = 1
    };

    CHECK_OK(c, test_write(c, plant, id));
    who.caps = held.caps = web_cap("unit.write") | web_cap("unit.read");
    held.unit = id[1];
    CHECK_INT(ask_as(c, &who, POST, "/units/VN/rename?name=X&from=2025-08-20").status, 403);
    CHECK_INT(ask_as(c, &who, POST, "/units/BTC/rename?name=X&from=2025-08-20").status, 303);
    CHECK_INT(ask_as(c, &who, POST, "/units?parent=VN&kind=ministry&name=X&from=2025-08-20").status,
              403);
}
