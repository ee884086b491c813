/* Rules of units, and their pages. */
#include "common/unit/unit.h"

#include "core/test.h"

struct tree {
    int64_t vn, btc, hanoi, badinh;
};

static bool plant(struct ctx *c, void *arg)
{
    struct tree *t = arg;

    return unit_add(c,
                    &(struct unit_draft){ .kind = "state",
                                          .system = "state",
                                          .code = "VN",
                                          .name = "Việt Nam",
                                          .from = day(1945, 9, 2) },
                    &t->vn) &&
           unit_add(c,
                    &(struct unit_draft){ .kind = "ministry",
                                          .system = "agency",
                                          .code = "G12",
                                          .short_code = "BTC",
                                          .name = "Bộ Tài chính",
                                          .name_en = "Ministry of Finance",
                                          .name_de = "Finanzministerium",
                                          .parent = t->vn,
                                          .from = day(2020, 7, 22) },
                    &t->btc) &&
           unit_add(c,
                    &(struct unit_draft){ .kind = "province",
                                          .system = "province",
                                          .code = "01",
                                          .name = "Thành phố Hà Nội",
                                          .parent = t->vn,
                                          .from = day(2025, 7, 1) },
                    &t->hanoi) &&
           unit_add_code(c, t->hanoi, "agency", "H26", day(2025, 7, 1)) &&
           unit_add(c,
                    &(struct unit_draft){ .kind = "commune",
                                          .system = "commune",
                                          .code = "00004",
                                          .name = "Phường Ba Đình",
                                          .parent = t->hanoi,
                                          .from = day(2025, 7, 1) },
                    &t->badinh);
}

TEST(units_form_a_tree_of_tenants_and_what_lies_below_them)
{
    struct tree t;
    int64_t path[8];

    CHECK_INT(unit_state(c), 0);
    CHECK_OK(c, test_write(c, plant, &t));
    CHECK_INT(unit_state(c), t.vn);
    CHECK_INT(unit_tenant(c, t.badinh), t.hanoi);
    CHECK_INT(unit_tenant(c, t.hanoi), t.hanoi);
    CHECK_INT(unit_tenant(c, t.vn), t.vn);
    CHECK_INT(unit_path(c, t.badinh, path), 2);
    CHECK(path[0] == t.badinh && path[1] == t.hanoi);
    CHECK(unit_is_below(c, t.badinh, t.vn) && unit_is_below(c, t.badinh, t.badinh));
    CHECK(!unit_is_below(c, t.badinh, t.btc) && !unit_is_below(c, 77, t.vn));
}

TEST(a_unit_is_found_by_each_of_its_codes_on_a_day)
{
    struct tree t;

    CHECK_OK(c, test_write(c, plant, &t));
    CHECK_INT(unit_by_code(c, "BTC", c->today)->id, t.btc);
    CHECK_INT(unit_by_code(c, "G12", c->today)->id, t.btc);
    CHECK_INT(unit_by_code(c, "H26", c->today)->id, t.hanoi);
    CHECK_INT(unit_by_code(c, "01", c->today)->id, t.hanoi);
    CHECK(!unit_by_code(c, "01", day(2025, 6, 30)));
    CHECK(!unit_by_code(c, "99", c->today));
    CHECK_STR(unit_label(c, t.btc), "BTC");
    CHECK_STR(unit_label(c, t.hanoi), "Hà Nội");
    CHECK_STR(unit_name(c, t.btc), "Ministry of Finance");
    c->lang = "vi";
    CHECK_STR(unit_name(c, t.btc), "Bộ Tài chính");
    CHECK_STR(unit_name(c, 0), "–");
}

static bool add(struct ctx *c, void *arg)
{
    int64_t id;

    return unit_add(c, arg, &id);
}

TEST(a_unit_with_a_taken_code_or_without_a_parent_is_refused_with_every_mistake)
{
    struct tree t;
    struct unit_draft d = {
        .kind = "commune", .system = "commune", .code = "00004", .from = c->today
    };

    CHECK_OK(c, test_write(c, plant, &t));
    CHECK(!test_write(c, add, &d));
    CHECK_INT(c->err.fields.n, 3); /* name, parent, code */
    CHECK_FAILED(c, ERR_INPUT);
    d = (struct unit_draft){ .kind = "state", .name = "Another", .from = c->today };
    CHECK(!test_write(c, add, &d));
    CHECK_FAILED(c, ERR_INPUT);
}

struct closing {
    int64_t id, until, successor;
};

static bool close_unit(struct ctx *c, void *arg)
{
    const struct closing *k = arg;

    return unit_close(c, k->id, k->until, k->successor);
}

TEST(a_closed_unit_keeps_its_name_but_gives_its_code_back)
{
    struct tree t;
    struct unit_draft again = { .kind = "commune",
                                .system = "commune",
                                .code = "00004",
                                .name = "Phường Ba Đình mới",
                                .from = day(2026, 1, 1) };

    CHECK_OK(c, test_write(c, plant, &t));
    CHECK(!test_write(c, close_unit, &(struct closing){ t.badinh, day(2025, 7, 1), 0 }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!test_write(c, close_unit, &(struct closing){ t.badinh, day(2026, 1, 1), t.badinh }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK_OK(c, test_write(c, close_unit, &(struct closing){ t.badinh, day(2026, 1, 1), t.hanoi }));
    CHECK_STR(unit_name(c, t.badinh), "Phường Ba Đình");
    CHECK_INT(unit_get(c, t.badinh)->successor, t.hanoi);
    again.parent = t.hanoi;
    CHECK_OK(c, test_write(c, add, &again));
    CHECK_INT(unit_by_code(c, "00004", c->today)->id, t.badinh);
    CHECK(unit_by_code(c, "00004", day(2026, 1, 1))->id != t.badinh);
    CHECK(!test_write(c, close_unit, &(struct closing){ t.badinh, day(2026, 2, 1), 0 }));
    CHECK_FAILED(c, ERR_CONFLICT);
}
