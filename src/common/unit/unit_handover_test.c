/* Who takes over: the rules as sentences. */
#include "common/unit/unit_succession.h"
#include "core/test.h"

struct place {
    int64_t vn, one, two, district, mai, lan, hoa, sen;
};

static int64_t day_before(void)
{
    return day(2025, 7, 1);
}

static bool add(struct ctx *c, const char *kind, const char *code, const char *name, int64_t parent,
                int64_t *ret)
{
    return unit_add(c,
                    &(struct unit_draft){ .system = kind,
                                          .code = code,
                                          .kind = kind,
                                          .type = kind[0] == 'c' ? "Xã" : "",
                                          .name = name,
                                          .parent = parent,
                                          .from = day(2020, 1, 1) },
                    ret);
}

/* Two provinces; in the first a district with two communes, in the second two more. */
static bool plant(struct ctx *c, void *arg)
{
    struct place *p = arg;

    return unit_load_state(c, &p->vn) && add(c, "province", "01", "Tỉnh Một", p->vn, &p->one) &&
           add(c, "province", "02", "Tỉnh Hai", p->vn, &p->two) &&
           add(c, "district", "001", "Huyện Một", p->one, &p->district) &&
           add(c, "commune", "00001", "Xã Mai", p->district, &p->mai) &&
           add(c, "commune", "00002", "Xã Lan", p->district, &p->lan) &&
           add(c, "commune", "00003", "Xã Hoa", p->two, &p->hoa) &&
           add(c, "commune", "00004", "Xã Mai", p->two, &p->sen);
}

struct edge {
    int64_t from, to, whole, area, people;
};

static bool end(struct ctx *c, int64_t unit, int64_t successor)
{
    return unit_close(c, unit, day_before(), successor);
}

static bool link(struct ctx *c, const struct edge *e)
{
    return unit_link(c, &(struct unit_change){ .day = day_before(),
                                               .kind = e->whole == 1 ? "merged" : "split",
                                               .from = e->from,
                                               .to = e->to,
                                               .whole = e->whole,
                                               .area = e->area,
                                               .population = e->people,
                                               .detail = "",
                                               .act = "1/NQ",
                                               .clause = "",
                                               .note = "" });
}

struct ending {
    int64_t unit, successor;
    struct edge edges[3];
};

static bool end_it(struct ctx *c, void *arg)
{
    const struct ending *e = arg;

    if (!end(c, e->unit, e->successor))
        return false;
    for (size_t i = 0; i < COUNT(e->edges); i++)
        if (e->edges[i].from && !link(c, &e->edges[i]))
            return false;
    return true;
}

static struct unit_handover heir(struct ctx *c, int64_t unit)
{
    struct unit_handover h = { 0 };

    CHECK_OK(c, unit_handover_of(c, unit, &h));
    return h;
}

static struct place planted(struct ctx *c)
{
    struct place p;

    CHECK_OK(c, test_write(c, plant, &p));
    return p;
}

TEST(succession_goes_to_the_successor_that_the_list_names)
{
    struct place p = planted(c);

    CHECK_OK(c, test_write(c, end_it, &(struct ending){ .unit = p.mai, .successor = p.hoa }));
    CHECK_INT(heir(c, p.mai).to, p.hoa);
    CHECK_STR(heir(c, p.mai).rule, "named");
    CHECK_INT(heir(c, p.mai).until, day_before());
}

TEST(succession_goes_where_all_of_a_unit_went)
{
    struct place p = planted(c);

    CHECK_OK(
        c, test_write(c, end_it,
                      &(struct ending){ .unit = p.mai, .edges = { { p.mai, p.hoa, 1, -1, -1 } } }));
    CHECK_INT(heir(c, p.mai).to, p.hoa);
    CHECK_STR(heir(c, p.mai).rule, "whole");
}

TEST(succession_of_a_split_unit_is_only_proposed_to_the_part_with_most_of_the_people)
{
    struct place p = planted(c);

    CHECK_OK(c, test_write(c, end_it,
                           &(struct ending){ .unit = p.mai,
                                             .edges = { { p.mai, p.hoa, 0, 200000, 700000 },
                                                        { p.mai, p.sen, 0, 800000, 300000 } } }));
    CHECK_INT(heir(c, p.mai).to, 0);
    CHECK_STR(heir(c, p.mai).rule, "");
    CHECK_INT(heir(c, p.mai).proposed, p.hoa);
}

TEST(succession_of_a_split_unit_without_known_people_is_proposed_by_area)
{
    struct place p = planted(c);

    CHECK_OK(c, test_write(c, end_it,
                           &(struct ending){ .unit = p.mai,
                                             .edges = { { p.mai, p.hoa, 0, 800000, -1 },
                                                        { p.mai, p.sen, 0, 200000, 300000 } } }));
    CHECK_INT(heir(c, p.mai).to, 0);
    CHECK_INT(heir(c, p.mai).proposed, p.hoa);
}

TEST(succession_of_a_split_unit_with_nothing_known_is_proposed_to_the_part_of_the_same_name)
{
    struct place p = planted(c);

    CHECK_OK(c, test_write(c, end_it,
                           &(struct ending){ .unit = p.mai,
                                             .edges = { { p.mai, p.hoa, 0, -1, -1 },
                                                        { p.mai, p.sen, 0, -1, -1 } } }));
    CHECK_INT(heir(c, p.mai).to, 0);
    CHECK_INT(heir(c, p.mai).proposed, p.sen);
    CHECK_OK(c, test_write(c, end_it,
                           &(struct ending){ .unit = p.lan,
                                             .edges = { { p.lan, p.hoa, 0, -1, -1 },
                                                        { p.lan, p.sen, 0, -1, -1 } } }));
    CHECK_INT(heir(c, p.lan).proposed, 0);
}

TEST(succession_is_only_proposed_where_nobody_says_whether_all_of_it_went_there)
{
    struct place p = planted(c);

    CHECK_OK(c, test_write(
                    c, end_it,
                    &(struct ending){ .unit = p.mai, .edges = { { p.mai, p.hoa, -1, -1, -1 } } }));
    CHECK_INT(heir(c, p.mai).to, 0);
    CHECK_INT(heir(c, p.mai).proposed, p.hoa);
}

TEST(succession_of_a_unit_that_was_dissolved_has_no_proposal)
{
    struct place p = planted(c);

    CHECK_OK(c, test_write(c, end_it, &(struct ending){ .unit = p.mai }));
    CHECK_INT(heir(c, p.mai).to, 0);
    CHECK_INT(heir(c, p.mai).proposed, 0);
}

TEST(succession_of_a_district_goes_to_its_province_or_whoever_took_that_over)
{
    struct place p = planted(c);
    unit_list all = { 0 };

    CHECK_OK(c, test_write(c, end_it, &(struct ending){ .unit = p.district }));
    CHECK_INT(heir(c, p.district).to, p.one);
    CHECK_STR(heir(c, p.district).rule, "level");
    CHECK_OK(c, test_write(c, end_it, &(struct ending){ .unit = p.one, .successor = p.two }));
    CHECK_INT(heir(c, p.district).to, p.two);
    unit_handover_candidates(c, p.district, &all);
    CHECK_INT(all.n, 3); /* the communes there and the province itself */
}

struct choice {
    int64_t unit, successor;
    const char *reason;
};

static bool choose(struct ctx *c, void *arg)
{
    const struct choice *k = arg;

    return unit_choose(c, k->unit, k->successor, k->reason);
}

TEST(succession_goes_to_whom_an_administrator_chose_before_all_else)
{
    struct place p = planted(c);
    struct unit_choice had;

    CHECK_OK(c, test_write(c, end_it, &(struct ending){ .unit = p.district }));
    CHECK_OK(c, test_write(c, choose, &(struct choice){ p.district, p.hoa, "Minutes 3" }));
    CHECK_INT(heir(c, p.district).to, p.hoa);
    CHECK_STR(heir(c, p.district).rule, "chosen");
    CHECK_OK(c, unit_choice_get(c, p.district, &had));
    CHECK_STR(had.reason, "Minutes 3");
}

TEST(succession_refuses_a_choice_that_cannot_be)
{
    struct place p = planted(c);

    CHECK(!test_write(c, choose, &(struct choice){ p.mai, p.hoa, "x" }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK_OK(c, test_write(c, end_it, &(struct ending){ .unit = p.mai }));
    CHECK(!test_write(c, choose, &(struct choice){ p.mai, p.mai, "x" }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!test_write(c, choose, &(struct choice){ p.mai, 77, "x" }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!test_write(c, choose, &(struct choice){ p.mai, p.hoa, "" }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!unit_handover_of(c, p.hoa, &(struct unit_handover){ 0 }));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK(!unit_handover_of(c, 99, &(struct unit_handover){ 0 }));
    CHECK_FAILED(c, ERR_NOT_FOUND);
}
