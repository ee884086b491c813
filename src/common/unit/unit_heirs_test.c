/* As what units are counted among those of another day: the rule, sentence by sentence. */
#include "common/unit/unit_dir.h"
#include "common/unit/unit_heirs.h"
#include "core/test.h"

#include <string.h>

enum { UNITS = 12 };

/* Provinces N and S; communes below them until and from 1 July 2025. */
struct land {
    int64_t vn, north, south, district, old[UNITS], new[UNITS];
};

static int64_t cut(void)
{
    return day(2025, 7, 1);
}

static int64_t before(void)
{
    return day(2025, 3, 1);
}

static bool add(struct ctx *c, const char *name, const char *code, int64_t parent, int64_t from,
                int64_t *ret)
{
    bool ward = strncmp(name, "Phường", 6) == 0;

    return unit_add(c,
                    &(struct unit_draft){ .system = strlen(code) == 2 ? "province" : "commune",
                                          .code = code,
                                          .kind = strlen(code) == 2 ? "province" : "commune",
                                          .type = ward ? "phường" : "xã",
                                          .name = name,
                                          .parent = parent,
                                          .from = from },
                    ret);
}

static bool state(struct ctx *c, int64_t *ret)
{
    return unit_add(c,
                    &(struct unit_draft){ .kind = "state",
                                          .system = "state",
                                          .code = "VN",
                                          .name = "Việt Nam",
                                          .from = day(1945, 9, 2) },
                    ret);
}

static bool link(struct ctx *c, int64_t from, int64_t to, int64_t whole, int64_t area,
                 int64_t people)
{
    return unit_link(c, &(struct unit_change){ .day = cut(),
                                               .kind = whole ? "merged" : "split",
                                               .from = from,
                                               .to = to,
                                               .whole = whole,
                                               .area = area,
                                               .population = people,
                                               .act = "1/NQ" });
}

static bool plant_units(struct ctx *c, struct land *l)
{
    static const char *const old[] = {
        "Xã Sen", "Xã Mai", "Xã Lan", "Xã Tre", "Xã Cau", "Xã Bưởi"
    };
    static const char *const new[] = { "Xã Sông", "Phường Lan", "Xã Núi", "Xã Biển" };

    if (!state(c, &l->vn) || !add(c, "Tỉnh Bắc", "10", l->vn, before(), &l->north) ||
        !add(c, "Tỉnh Nam", "20", l->vn, before(), &l->south))
        return false;
    for (size_t i = 0; i < COUNT(old); i++)
        if (!add(c, old[i], arena_printf(c->arena, "0000%d", (int)i), l->north, before(),
                 &l->old[i]) ||
            !unit_close(c, l->old[i], cut(), 0))
            return false;
    for (size_t i = 0; i < COUNT(new); i++)
        if (!add(c, new[i], arena_printf(c->arena, "0000%d", (int)i + 1),
                 i == 3 ? l->south : l->north, cut(), &l->new[i]))
            return false;
    return true;
}

/* 0 goes whole to 0; 1 in parts, of which 2 has most people; 2 in parts of which nobody knows
 * more; 3 in parts with known areas, one of them in another province; 4 to 0, unknown whether
 * all of it; 5 is dissolved. */
static bool plant(struct ctx *c, void *arg)
{
    struct land *l = arg;

    return plant_units(c, l) && link(c, l->old[0], l->new[0], 1, -1, -1) &&
           link(c, l->old[1], l->new[0], 0, 900000, 300000) &&
           link(c, l->old[1], l->new[2], 0, 100000, 700000) &&
           link(c, l->old[2], l->new[0], 0, -1, -1) && link(c, l->old[2], l->new[1], 0, -1, -1) &&
           link(c, l->old[3], l->new[0], 0, 400000, -1) &&
           link(c, l->old[3], l->new[3], 0, 600000, -1) &&
           link(c, l->old[4], l->new[0], -1, -1, -1) &&
           unit_link(c, &(struct unit_change){ .day = cut(),
                                               .kind = "dissolved",
                                               .from = l->old[5],
                                               .whole = 1,
                                               .area = -1,
                                               .population = -1 });
}

static const struct unit_heir *heir(struct ctx *c, int64_t id, int64_t since, int64_t on)
{
    return unit_heir(unit_heirs(c, since, on), id);
}

static const struct unit_heir *forward(struct ctx *c, int64_t id)
{
    return heir(c, id, cut() - 1, cut());
}

TEST(what_was_merged_whole_is_counted_with_what_it_became_and_nothing_else)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    const struct unit_heir *h = forward(c, l.old[0]);
    CHECK(h->to->id == l.new[0] && h->within == h->to && !h->lost);
    h = heir(c, l.old[0], cut() - 1, cut() - 1);
    CHECK(h->to->id == l.old[0] && h->within == h->to);
    CHECK_STR(unit_name_on(c, l.old[0], cut() - 1), "Xã Sen");
}

TEST(a_split_unit_is_counted_where_most_of_its_people_went)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    const struct unit_heir *h = forward(c, l.old[1]);
    CHECK_INT(h->to->id, l.new[2]);
    CHECK_INT(h->within->id, l.north); /* exact for the province only */
}

TEST(without_people_the_larger_area_decides_and_a_part_elsewhere_is_exact_nowhere)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    const struct unit_heir *h = forward(c, l.old[3]);
    CHECK_INT(h->to->id, l.new[3]);
    CHECK(h->within == NULL);
}

TEST(without_shares_the_part_of_the_same_name_is_the_heir_whatever_its_type)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    CHECK_INT(forward(c, l.old[2])->to->id, l.new[1]);
}

static bool succeed(struct ctx *c, void *arg)
{
    struct land *l = arg;

    return unit_succeed(c, l->old[1], cut(), l->new[0]) &&
           unit_succeed(c, l->old[2], cut(), l->new[0]);
}

TEST(a_named_successor_comes_before_any_share)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    CHECK_OK(c, test_write(c, succeed, &l));
    CHECK_INT(forward(c, l.old[1])->to->id, l.new[0]);
    CHECK_INT(forward(c, l.old[1])->within->id, l.north);
}

TEST(where_nobody_says_whether_all_of_it_went_the_province_is_exact)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    const struct unit_heir *h = forward(c, l.old[4]);
    CHECK_INT(h->to->id, l.new[0]);
    CHECK_INT(h->within->id, l.north);
}

TEST(a_dissolved_unit_is_lost_below_what_it_lay_in)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    const struct unit_heir *h = forward(c, l.old[5]);
    CHECK(h->lost);
    CHECK_INT(h->to->id, l.north);
}

TEST(a_new_unit_is_counted_at_what_went_into_it_whole_before_parts)
{
    struct land l;

    CHECK_OK(c, test_write(c, plant, &l));
    const struct unit_heir *h = heir(c, l.new[0], cut(), cut() - 1);
    CHECK_INT(h->to->id, l.old[0]);
    CHECK_INT(h->within->id, l.north);
    h = heir(c, l.new[2], cut(), cut() - 1); /* made of one only: exact */
    CHECK(h->to->id == l.old[1] && h->within == h->to);
    CHECK_OK(c, test_write(c, succeed, &l)); /* it is the legal successor of 1 and 2 */
    CHECK_INT(heir(c, l.new[0], cut(), cut() - 1)->to->id, l.old[1]);
}

TEST(the_days_on_which_territory_went_from_unit_to_unit_are_known)
{
    struct land l;

    CHECK_INT(unit_cut(c, 0), 0);
    CHECK_OK(c, test_write(c, plant, &l));
    CHECK_INT(unit_cut(c, 0), cut());
    CHECK_INT(unit_cut(c, 1), 0);
    CHECK_INT(unit_cut(c, 100), 0);
}
