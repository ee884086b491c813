/* What became of units, and what codes have meant. */
#include "common/unit/unit_dir.h"
#include "core/test.h"

/* Two provinces, of which the second takes in the first on 1 July 2025; communes a, b, c
 * become d and e on that day, d becomes f a year later. */
struct land {
    int64_t vn, north, south, district, a, b, c, d, e, f;
};

static int64_t cut(void)
{
    return day(2025, 7, 1);
}

/* Kind and type in one: "commune xã". */
static bool add(struct ctx *c, const char *what, const char *code, int64_t parent, int64_t from,
                int64_t *ret)
{
    size_t n = strcspn(what, " ");
    const char *kind = arena_strndup(c->arena, what, n), *type = what[n] ? what + n + 1 : "";
    struct unit_draft d = { .system = kind,
                            .code = code,
                            .kind = kind,
                            .type = type,
                            .name = arena_printf(c->arena, "%s %s", type, code),
                            .parent = parent,
                            .from = from };

    return unit_add(c, &d, ret);
}

static bool link(struct ctx *c, const char *kind, int64_t from, int64_t to, int64_t whole,
                 int64_t people)
{
    return unit_link(c, &(struct unit_change){ .day = cut(),
                                               .kind = kind,
                                               .from = from,
                                               .to = to,
                                               .whole = whole,
                                               .area = -1,
                                               .population = people,
                                               .act = "1/NQ",
                                               .clause = "4" });
}

static bool plant(struct ctx *c, void *arg)
{
    struct land *l = arg;
    int64_t old = day(2025, 3, 1), later = day(2026, 7, 1);

    return add(c, "state", "VN", 0, day(1945, 9, 2), &l->vn) &&
           add(c, "province tỉnh", "10", l->vn, old, &l->north) &&
           add(c, "province tỉnh", "15", l->vn, old, &l->south) &&
           add(c, "district huyện", "080", l->north, old, &l->district) &&
           add(c, "commune xã", "00001", l->district, old, &l->a) &&
           add(c, "commune xã", "00002", l->district, old, &l->b) &&
           add(c, "commune xã", "00003", l->south, old, &l->c) && unit_close(c, l->a, cut(), 0) &&
           unit_close(c, l->b, cut(), 0) && unit_close(c, l->district, cut(), 0) &&
           unit_close(c, l->south, cut(), l->north) && unit_close(c, l->c, cut(), 0) &&
           unit_add_code(c, l->north, "province", "15", cut(), 0) &&
           add(c, "commune phường", "00001", l->north, cut(), &l->d) &&
           add(c, "commune xã", "00003", l->north, cut(), &l->e) &&
           link(c, "unchanged", l->north, l->north, 1, -1) &&
           link(c, "merged", l->south, l->north, 1, -1) && link(c, "merged", l->a, l->d, 1, -1) &&
           link(c, "split", l->b, l->d, 0, 400000) && link(c, "split", l->b, l->e, 0, 600000) &&
           link(c, "merged", l->c, l->e, 1, -1) && unit_close(c, l->d, later, 0) &&
           add(c, "commune phường", "00009", l->north, later, &l->f) &&
           unit_link(c, &(struct unit_change){ .day = later,
                                               .kind = "merged",
                                               .from = l->d,
                                               .to = l->f,
                                               .whole = 1,
                                               .area = -1,
                                               .population = -1 });
}

TEST(a_unit_that_was_split_has_become_each_of_its_parts_with_its_share)
{
    struct land l;
    unit_parts p = { 0 };

    CHECK_OK(c, test_write(c, plant, &l));
    unit_successors(c, l.b, 0, cut(), &p);
    CHECK_INT(p.n, 2);
    CHECK(p.v[0].u->id == l.d && p.v[0].whole == 0 && p.v[0].population == 400000);
    CHECK(p.v[1].u->id == l.e && p.v[1].population == 600000 && p.v[1].area == -1);
    CHECK_STR(p.v[1].by->act, "1/NQ");
    p.n = 0;
    unit_successors(c, l.b, 0, cut() - 1, &p);
    CHECK(p.n == 1 && p.v[0].u->id == l.b && p.v[0].whole == 1 && !p.v[0].by);
}

TEST(a_unit_is_followed_over_several_days)
{
    struct land l;
    unit_parts p = { 0 };

    CHECK_OK(c, test_write(c, plant, &l));
    unit_successors(c, l.a, 0, day(2026, 7, 1), &p);
    CHECK(p.n == 1 && p.v[0].u->id == l.f && p.v[0].whole == 1);
    p.n = 0;
    unit_successors(c, l.b, 0, day(2026, 7, 1), &p);
    CHECK(p.n == 2 && p.v[0].u->id == l.f && p.v[0].population == 400000 && p.v[0].whole == 0);
    p.n = 0;
    unit_successors(c, l.district, 0, day(2026, 7, 1), &p); /* it was dissolved */
    CHECK_INT(p.n, 0);
}

TEST(a_province_that_takes_in_another_one_goes_on_under_its_new_code)
{
    struct land l;
    unit_parts p = { 0 };

    CHECK_OK(c, test_write(c, plant, &l));
    unit_successors(c, l.north, 0, cut(), &p);
    CHECK(p.n == 1 && p.v[0].u->id == l.north && p.v[0].whole == 1);
    CHECK_INT(unit_by_system(c, "province", "15", cut() - 1)->id, l.south);
    CHECK_INT(unit_by_system(c, "province", "15", cut())->id, l.north);
    CHECK_INT(unit_get(c, l.south)->successor, l.north);
    p.n = 0;
    unit_predecessors(c, l.north, 0, cut() - 1, &p);
    CHECK(p.n == 2 && p.v[0].u->id + p.v[1].u->id == l.north + l.south);
}

TEST(a_unit_knows_whose_territory_it_took)
{
    struct land l;
    unit_parts p = { 0 };

    CHECK_OK(c, test_write(c, plant, &l));
    unit_predecessors(c, l.f, 0, day(2025, 6, 30), &p);
    CHECK_INT(p.n, 2);
    CHECK(p.v[0].u->id == l.a && p.v[0].whole == 1);
    CHECK(p.v[1].u->id == l.b && p.v[1].whole == 0 && p.v[1].population == 400000);
    p.n = 0;
    unit_predecessors(c, l.a, 0, day(2025, 6, 30), &p);
    CHECK(p.n == 1 && p.v[0].u->id == l.a);
}

TEST(a_code_without_a_day_has_all_its_meanings_with_their_days)
{
    struct land l;
    unit_meanings m = { 0 };
    unit_list all = { 0 };

    CHECK_OK(c, test_write(c, plant, &l));
    unit_code_meanings(c, "commune", "00001", &m);
    CHECK_INT(m.n, 2);
    CHECK(m.v[0].u->id == l.a && m.v[0].until == cut());
    CHECK(m.v[1].u->id == l.d && m.v[1].from == cut());
    m.n = 0;
    unit_code_meanings(c, "", "77777", &m);
    CHECK_INT(m.n, 0);
    CHECK(!unit_by_system(c, "province", "00001", cut()));
    CHECK_INT(unit_first_day(c, "commune"), day(2025, 3, 1));
    CHECK_INT(unit_first_day(c, "tax"), 0);
    unit_of_kind(c, "commune", cut() - 1, &all);
    CHECK_INT(all.n, 3);
    CHECK_STR(all.v[0]->type, "xã");
}

static bool name_agency(struct ctx *c, void *arg)
{
    const struct land *l = arg;

    return unit_add_code(c, l->north, "agency", "H26", cut(), 0) &&
           unit_add_code(c, l->e, "agency", "H26.01", cut(), 0);
}

TEST(electronic_identifiers_are_read_in_both_directions)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    CHECK_OK(c, test_write(c, name_agency, &l));
    CHECK_STR(unit_agency_code(c->arena, "000.00.00.H26"), "H26");
    CHECK_STR(unit_agency_code(c->arena, "H26.01.000"), "H26.01");
    CHECK_INT(unit_by_system(c, "agency", "000.00.00.H26", cut())->id, l.north);
    CHECK_INT(unit_by_system(c, "agency", "000.00.01.H26", cut())->id, l.e);
    CHECK_INT(unit_by_system(c, "agency", "H26.01", cut())->id, l.e);
}

/* ---- what is refused ---- */

static bool again(struct ctx *c, void *arg)
{
    return unit_link(c, arg);
}

static void refused(struct ctx *c, struct unit_change h, const char *field)
{
    h.day = h.day ? h.day : cut();
    h.area = h.area ? h.area : -1;
    h.population = h.population ? h.population : -1;
    CHECK(!test_write(c, again, &h));
    CHECK_INT(c->err.fields.n, 1);
    CHECK_STR(c->err.fields.v[0].name, field);
    CHECK_FAILED(c, ERR_INPUT);
}

TEST(a_change_that_contradicts_another_one_or_the_days_of_its_units_is_refused)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    refused(c, (struct unit_change){ .kind = "merged", .from = l.a, .to = l.e, .whole = 1 },
            "whole");
    refused(c, (struct unit_change){ .kind = "merged", .from = l.a, .to = l.d, .whole = 1 }, "to");
    refused(c,
            (struct unit_change){
                .kind = "split", .from = l.b, .to = l.north, .whole = 0, .population = 1 },
            "share");
    refused(c, (struct unit_change){ .kind = "split", .from = l.b, .to = l.north, .whole = 1 },
            "whole");
    refused(c, (struct unit_change){ .kind = "merged", .from = l.f, .to = l.d, .whole = 1 },
            "from");
    refused(c, (struct unit_change){ .kind = "merged", .from = l.b, .to = l.f, .whole = -1 }, "to");
    refused(c, (struct unit_change){ .kind = "created", .whole = 1 }, "to");
    refused(c, (struct unit_change){ .kind = "merged", .from = 99, .to = l.d, .whole = 1 }, "from");
}

struct moving {
    int64_t id, from;
    struct unit_draft d;
};

static bool alter(struct ctx *c, void *arg)
{
    const struct moving *m = arg;

    return unit_alter(c, m->id, m->from, &m->d);
}

TEST(a_unit_moves_within_its_root_body_with_all_that_lies_below_it)
{
    struct land l;
    struct moving m = { .from = cut() + 9 };
    struct buf report = { .arena = c->arena };

    CHECK_OK(c, test_write(c, plant, &l));
    m.id = l.f;
    m.from = day(2026, 8, 1);
    m.d = (struct unit_draft){ .parent = l.e, .type = "đặc khu" };
    CHECK_OK(c, test_write(c, alter, &m));
    CHECK(unit_is_below(c, l.f, l.e));
    CHECK_STR(unit_dir_on(unit_dir(c), l.f, m.from)->type, "đặc khu");
    CHECK_STR(unit_dir_on(unit_dir(c), l.f, m.from)->name, "phường 00009");
    CHECK_OK(c, unit_module.check(c, &report));
    CHECK_STR(buf_str(&report), "");

    m = (struct moving){ l.e, cut() + 1, { .parent = l.f } };
    CHECK(!test_write(c, alter, &m)); /* below itself */
    CHECK_FAILED(c, ERR_INPUT);
    m = (struct moving){ l.e, cut() + 1, { .parent = l.vn } };
    CHECK(!test_write(c, alter, &m)); /* another root body */
    CHECK_FAILED(c, ERR_INPUT);
    m = (struct moving){ l.e, cut() + 1, { .parent = l.south } };
    CHECK(!test_write(c, alter, &m)); /* closed */
    CHECK_FAILED(c, ERR_INPUT);
    m = (struct moving){ l.e, cut() + 1, { .name = "" } };
    CHECK(!test_write(c, alter, &m));
    CHECK_FAILED(c, ERR_INPUT);
}
