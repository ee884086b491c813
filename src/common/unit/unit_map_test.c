/* The map, the tree, the story of a unit, and loading outlines: allowed, refused, wrong input. */
#include "common/unit/unit_map.h"
#include "common/unit/unit_story.h"
#include "core/conf.h"
#include "core/store.h"
#include "core/test.h"

/* Provinces 01 (west) and 02 (east); 03 went into 02 on 1 July 2025, a part of 04 into 01. */
struct country {
    int64_t state, id[4], commune;
};

static bool add(struct ctx *c, const char *kind, const char *code, const char *name, int64_t parent,
                int64_t *ret)
{
    return unit_add(c,
                    &(struct unit_draft){ .kind = kind,
                                          .system = kind,
                                          .code = code,
                                          .type = strcmp(kind, "commune") == 0 ? "xã" : "tỉnh",
                                          .name = name,
                                          .parent = parent,
                                          .from = day(2025, 3, 1) },
                    ret);
}

static bool link(struct ctx *c, const char *kind, int64_t from, int64_t to, int64_t whole,
                 int64_t people)
{
    return unit_link(c, &(struct unit_change){ .day = day(2025, 7, 1),
                                               .kind = kind,
                                               .from = from,
                                               .to = to,
                                               .whole = whole,
                                               .area = -1,
                                               .population = people,
                                               .detail = "",
                                               .act = "202/2025/QH15",
                                               .clause = "7",
                                               .note = "" });
}

static bool plant(struct ctx *c, void *arg)
{
    struct country *k = arg;
    int64_t from = day(2025, 7, 1);

    return unit_load_state(c, &k->state) &&
           add(c, "province", "01", "Tỉnh Tây", k->state, &k->id[0]) &&
           add(c, "province", "02", "Tỉnh Đông & Nam", k->state, &k->id[1]) &&
           add(c, "province", "03", "Tỉnh Bắc", k->state, &k->id[2]) &&
           add(c, "province", "04", "Tỉnh Cũ", k->state, &k->id[3]) &&
           add(c, "commune", "00001", "Xã Tre", k->id[0], &k->commune) &&
           unit_close(c, k->id[2], from, k->id[1]) && unit_close(c, k->id[3], from, k->id[0]) &&
           link(c, "merged", k->id[2], k->id[1], 1, -1) &&
           link(c, "split", k->id[3], k->id[0], 0, 250000) &&
           link(c, "split", k->id[3], k->id[1], 0, -1);
}

static const char outlines[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"ma\":\"01\"},\"geometry\":{\"type\":\"Polygon\","
    "\"coordinates\":[[[105,20],[106,20],[106,21],[105,21],[105,20]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"ma\":\"02\"},\"geometry\":{\"type\":\"Polygon\","
    "\"coordinates\":[[[106,20],[107,20],[107,21],[106,21],[106,20]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"ma\":\"99\"},\"geometry\":null}]}";

static struct res send_file(struct ctx *c, const char *caps, const char *path, const char *text)
{
    const char *file = arena_printf(c->arena, "%s/outlines", c->app->conf->data);
    struct upload u = { .field = "file",
                        .name = "outlines.geojson",
                        .path = file,
                        .size = (int64_t)strlen(text),
                        .sha256 =
                            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" };
    struct actor who = test_actor(c, caps);

    CHECK_OK(c, store_write(c, file, (struct bytes){ text, strlen(text) }));
    return ask_upload(c, &who, path, &u);
}

static const char *at(struct ctx *c, const char *before, int64_t id, const char *behind)
{
    return arena_printf(c->arena, "%s%lld%s", before, (long long)id, behind);
}

TEST(outlines_are_loaded_by_those_who_may_change_units_and_shown_to_all)
{
    struct country k = { 0 };
    struct res s;

    CHECK_OK(c, test_write(c, plant, &k));
    CHECK_HAS(ask(c, "", GET, "/units/map").body.p, "No outlines are loaded");
    CHECK_HAS_NOT(ask(c, "", GET, "/units/map").body.p, "lienthong unit outlines");
    CHECK_HAS(ask(c, "unit.write", GET, "/units/map").body.p, "lienthong unit outlines");
    CHECK_INT(ask(c, "", GET, "/units/outlines.json").status, 401);
    CHECK_INT(ask(c, "unit.read", GET, "/units/outlines").status, 403);
    CHECK_HAS(ask(c, "unit.write", GET, "/units/outlines").body.p, "No outlines are loaded.");
    s = send_file(c, "unit.write", "/units/outlines?on=2025-07-01&source=Test+2025", outlines);
    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "2 got an outline, 0 have none");
    CHECK_HAS(s.body.p, "feature 3 (99)");
    CHECK_HAS(ask(c, "unit.write", GET, "/units/outlines.json").body.p, "\"units\":2");
    s = ask(c, "", GET, "/units/map");
    CHECK_HAS(s.body.p, "<path class=\"unit\" d=\"M");
    CHECK_HAS(s.body.p, "Source: Test 2025");
    CHECK_HAS(s.body.p, "Tỉnh Đông &amp; Nam");
}

TEST(loading_outlines_is_refused_and_tells_what_is_wrong)
{
    struct country k = { 0 };
    struct res s;

    CHECK_OK(c, test_write(c, plant, &k));
    CHECK_INT(ask(c, "", POST, "/units/outlines?on=2025-07-01&source=x").status, 401);
    CHECK_INT(send_file(c, "unit.read", "/units/outlines?on=2025-07-01&source=x", outlines).status,
              403);
    s = ask(c, "unit.write", POST, "/units/outlines?on=2025-07-01&source=x");
    CHECK_INT(s.status, 422);
    s = send_file(c, "unit.write", "/units/outlines?on=1990-01-01&source=x", outlines);
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "no feature has the code of a unit of 1990-01-01");
    s = send_file(c, "unit.write", "/units/outlines?on=2025-07-01&source=x", "{\"type\":1}");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "neither GeoJSON");
    s = send_file(c, "unit.write", "/units/outlines.json?on=2025-07-01&source=x", outlines);
    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "\"kind\":\"province\",\"joined\":2");
}

TEST(the_map_is_a_picture_a_table_and_geojson_of_any_day)
{
    struct country k = { 0 };
    struct res s;

    CHECK_OK(c, test_write(c, plant, &k));
    CHECK_INT(send_file(c, "unit.write", "/units/outlines?on=2025-07-01&source=x", outlines).status,
              200);
    s = ask(c, "", GET, "/units/map.json");
    CHECK_STR(s.type, "application/geo+json");
    CHECK(s.etag != NULL);
    CHECK_HAS(s.body.p, "\"bbox\":[105,20,107,21]");
    CHECK_HAS(s.body.p, "\"short\":\"Tây\"");
    CHECK_HAS(ask(c, "", GET, at(c, "/units/map.json?near=1&unit=", k.id[0], "")).body.p,
              "\"marked\":true");
    /* Before 1 July 01 and 02 had other borders: nothing is guessed. */
    CHECK_HAS(ask(c, "", GET, "/units/map?on=2025-06-30").body.p, "No outline holds");
    CHECK_HAS(ask(c, "", GET, "/units/map?on=2025-06-30").body.p, "Tỉnh Cũ");
    CHECK_HAS_NOT(ask(c, "", GET, "/units/map.json?on=2025-06-30").body.p, "geometry");
    CHECK_HAS(ask(c, "", GET, at(c, "/units/map?unit=", k.id[0], "")).body.p, "Xã Tre");
    CHECK_HAS(ask(c, "", GET, "/units/map?on=1800-01-01").body.p, "No unit with a territory");
    CHECK_INT(ask(c, "", GET, "/units/map?on=yesterday").status, 422);
    CHECK_INT(ask(c, "", GET, "/units/map?unit=ZZ").status, 404);
    CHECK_INT(ask(c, "", GET, "/units/map?near=2").status, 422);
}

static bool plant_zone(struct ctx *c, void *arg)
{
    const struct country *k = arg;
    int64_t id;

    return unit_add(c,
                    &(struct unit_draft){ .kind = "commune",
                                          .system = "commune",
                                          .code = "00002",
                                          .type = "đặc khu",
                                          .name = "Đặc khu Đảo Xa",
                                          .parent = k->id[1],
                                          .from = day(2025, 7, 1) },
                    &id);
}

TEST(special_zones_far_out_have_their_names_on_the_map_of_the_state)
{
    static const char file[] =
        "{\"type\":\"FeatureCollection\",\"features\":["
        "{\"type\":\"Feature\",\"properties\":{\"ma\":\"01\"},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[105,20],[115,20],[115,9],[105,9],[105,20]]]}},"
        "{\"type\":\"Feature\",\"properties\":{\"ma\":\"00002\"},\"geometry\":{\"type\":"
        "\"Polygon\","
        "\"coordinates\":[[[111,10],[112,10],[112,11],[111,11],[111,10]]]}}]}";
    struct country k = { 0 };

    CHECK_OK(c, test_write(c, plant, &k));
    CHECK_OK(c, test_write(c, plant_zone, &k));
    CHECK_INT(send_file(c, "unit.write", "/units/outlines?on=2025-07-01&source=x", file).status,
              200);
    CHECK_HAS(ask(c, "", GET, "/units/map.json").body.p,
              "\"places\":[{\"name\":\"Đảo Xa\",\"lon\":111.5,\"lat\":10.5}]");
    CHECK_HAS(ask(c, "", GET, "/units/map").body.p, "<text class=\"zone\"");
    CHECK_HAS(ask(c, "", GET, at(c, "/units/map.json?unit=", k.id[0], "")).body.p, "\"places\":[]");
}

TEST(the_tree_unfolds_by_links_and_counts)
{
    struct country k = { 0 };
    const char *page;

    CHECK_OK(c, test_write(c, plant, &k));
    page = ask(c, "", GET, "/units/tree").body.p;
    CHECK_HAS(page, "<details open=\"open\"><summary>");
    CHECK_HAS(page, "one unit ▸");
    CHECK_HAS_NOT(page, "Xã Tre");
    CHECK_HAS_NOT(page, "Tỉnh Cũ");
    CHECK_HAS(ask(c, "", GET, at(c, "/units/tree?open=", k.id[0], "")).body.p, "Xã Tre");
    CHECK_HAS(ask(c, "", GET, "/units/tree?on=2025-06-30").body.p, "Tỉnh Cũ");
    CHECK_HAS(ask(c, "", GET, "/units/tree?on=1800-01-01").body.p, "No units are known");
    CHECK_HAS(ask(c, "", GET, "/units/tree.json").body.p, "\"children\":1}");
    CHECK_INT(ask(c, "", GET, "/units/tree?on=x").status, 422);
    CHECK_INT(ask(c, "", GET, "/units/tree?open=ZZ").status, 404);
    CHECK_INT(ask(c, "", GET, "/units/tree.json?unit=ZZ").status, 404);
}

TEST(a_unit_tells_what_it_was_made_of_and_what_it_became)
{
    struct country k = { 0 };
    const char *page;

    CHECK_OK(c, test_write(c, plant, &k));
    page = ask(c, "unit.read", GET, at(c, "/units/", k.id[0], "")).body.p;
    CHECK_HAS(page, "What it was made of");
    CHECK_HAS(page, "Tỉnh Cũ");
    CHECK_HAS(page, "25.00% of the people");
    CHECK_HAS(page, "<path class=\"band\" d=\"M");
    page = ask(c, "unit.read", GET, at(c, "/units/", k.id[3], "")).body.p;
    CHECK_HAS(page, "it was split");
    CHECK_HAS(page, "share not known");
    CHECK_HAS(page, "<path class=\"band unknown\" d=\"M");
    CHECK_HAS(page, "202/2025/QH15");
    CHECK_HAS(page, "clause 7");
    CHECK_HAS(page, "First day without it");
    page = ask(c, "unit.read", GET, at(c, "/units/", k.commune, "")).body.p;
    CHECK_HAS(page, "Known as Xã Tre, below Tỉnh Tây");
    CHECK_HAS_NOT(page, "Before and after");
}
