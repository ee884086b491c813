/* Outlines: reading files, making them plain, storing them, the day they hold for. */
#include <stdlib.h>

#include "common/unit/unit_command.h"
#include "common/unit/unit_history.h"
#include "common/unit/unit_outline_file.h"
#include "common/unit/unit_outline_load.h"
#include "core/conf.h"
#include "core/store.h"
#include "core/test.h"

/* ---- a small country: province 01 west of 02, with a wavy border; 03 has no outline ---- */

struct country {
    int64_t state, west, east, third;
};

static bool plant(struct ctx *c, void *arg)
{
    static const char *const names[] = { "Tỉnh Tây", "Tỉnh Đông", "Tỉnh Bắc" };
    struct country *k = arg;
    int64_t *id[] = { &k->west, &k->east, &k->third };

    if (!unit_load_state(c, &k->state))
        return false;
    for (int i = 0; i < 3; i++)
        if (!unit_add(c,
                      &(struct unit_draft){ .kind = "province",
                                            .system = "province",
                                            .code = arena_printf(c->arena, "%02d", i + 1),
                                            .name = names[i],
                                            .parent = k->state,
                                            .from = day(2025, 3, 1) },
                      id[i]))
            return false;
    return true;
}

#define WEST                                                                               \
    "{\"type\":\"Feature\",\"id\":\"01\",\"properties\":{\"ma\":\"01\",\"n\":7},"          \
    "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[105,20],[106,20],[106.2,20.5]," \
    "[106,21],[105,21],[105,20]],[[105.2,20.2],[105.4,20.2],[105.4,20.4],[105.2,20.2]]]}}"
#define EAST                                                                                   \
    "{\"type\":\"Feature\",\"id\":\"02\",\"properties\":{\"ma\":\"02\",\"n\":8},"              \
    "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[[[106,20],[107,20,5],[107,21]," \
    "[106,21],[106.2,20.5],[106,20]]],[[[108,20],[108.5,20],[108.5,20.5],[108,20]]]]}}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"

static const char topology[] =
    "{\"type\":\"Topology\",\"transform\":{\"scale\":[0.1,0.1],\"translate\":[105,20]},"
    "\"arcs\":[[[10,0],[2,5],[-2,5]],[[10,10],[-10,0],[0,-10],[10,0]],"
    "[[10,10],[10,0],[0,-10],[-10,0]],[[2,2],[2,2],[0,-2],[-2,0]],"
    "[[30,0],[5,0],[0,5],[-5,-5]]],\"objects\":{\"p\":{\"type\":\"GeometryCollection\","
    "\"geometries\":[{\"type\":\"Polygon\",\"id\":\"01\",\"arcs\":[[0,1],[3]]},"
    "{\"type\":\"MultiPolygon\",\"id\":\"02\",\"arcs\":[[[2,0]],[[4]]]}]}}}";

struct load {
    const char *text;
    struct outline_wish wish;
    struct outline_told told;
};

static bool write_load(struct ctx *c, void *arg)
{
    struct load *l = arg;

    return unit_outline_load(c, &l->wish, &l->told);
}

static bool load(struct ctx *c, const char *text, const char *property, struct load *l)
{
    *l = (struct load){
        .text = text,
        .wish = { .day = day(2025, 7, 1), .source = "a test", .property = property, .sha256 = "0" }
    };
    return unit_outline_prepare(c, (struct bytes){ text, strlen(text) }, &l->wish.draft) &&
           test_write(c, write_load, l);
}

static const char *geometry(struct ctx *c, int64_t unit, int64_t on, enum unit_detail detail)
{
    struct buf b = { .arena = c->arena };
    struct json j = { .out = &b };
    struct unit_outline o;
    bool found;

    CHECK_OK(c, unit_outline_of(c, unit, on, detail, &found, &o));
    if (!found)
        return "none";
    unit_outline_json(&j, NULL, &o);
    return buf_str(&b);
}

static const char west_json[] =
    "{\"type\":\"Polygon\",\"coordinates\":[[[105,20],[106,20],[106.2,20.5],[106,21],[105,21],"
    "[105,20]],[[105.4,20.4],[105.4,20.2],[105.2,20.2],[105.4,20.4]]]}";

/* ---- tests ---- */

TEST(outlines_from_geojson_are_joined_by_their_code_and_turned_the_right_way)
{
    struct country k = { 0 };
    struct load l;

    CHECK_OK(c, test_write(c, plant, &k));
    CHECK_OK(c, load(c, COLLECTION(WEST "," EAST), "", &l));
    CHECK_STR(l.told.property, "id");
    CHECK_INT(l.told.kinds.n, 1);
    CHECK_STR(l.told.kinds.v[0].kind, "province");
    CHECK_INT(l.told.kinds.v[0].joined, 2);
    CHECK_INT(l.told.kinds.v[0].without.n, 1);
    CHECK_STR(l.told.kinds.v[0].without.v[0]->name, "Tỉnh Bắc");
    CHECK_INT(l.told.strays.n, 0);
    CHECK_STR(geometry(c, k.west, c->today, OUTLINE_FULL), west_json);
    CHECK_HAS(geometry(c, k.west, c->today, OUTLINE_PLAIN), "[106,20],[106.2,20.5],[106,21]");
    CHECK_HAS(geometry(c, k.east, c->today, OUTLINE_FULL), "{\"type\":\"MultiPolygon\"");
    CHECK_HAS(geometry(c, k.east, c->today, OUTLINE_FULL), "]]],[[[108,20],[108.5,20],");
    CHECK_STR(geometry(c, k.third, c->today, OUTLINE_FULL), "none");
    /* and stand in the download of the list */
    const char *list = ask(c, "", GET, "/units.geojson?kind=province").body.p;
    CHECK_HAS(list, arena_printf(c->arena, "\"geometry\":%s,\"properties\":{", west_json));
    CHECK_HAS(list, "\"geometry\":{\"type\":\"MultiPolygon\"");
    CHECK_HAS(list, "\"geometry\":null,\"properties\":{");
}

TEST(topojson_gives_the_same_outlines_as_geojson)
{
    struct country k = { 0 };
    struct load l;
    const char *west;

    CHECK_OK(c, test_write(c, plant, &k));
    CHECK_OK(c, load(c, COLLECTION(WEST "," EAST), "ma", &l));
    CHECK_STR(l.told.property, "ma");
    west = geometry(c, k.west, c->today, OUTLINE_FULL);
    CHECK_OK(c, load(c, topology, "", &l));
    CHECK_INT(strlen(geometry(c, k.west, c->today, OUTLINE_FULL)), strlen(west));
    CHECK_HAS(geometry(c, k.west, c->today, OUTLINE_FULL), "[106,20],[106.2,20.5],[106,21]");
    CHECK_HAS(geometry(c, k.east, c->today, OUTLINE_FULL), "[107,21],[106,21],[106.2,20.5]");
    CHECK_HAS(geometry(c, k.east, c->today, OUTLINE_FULL), "[108.5,20.5]");
}

TEST(a_number_as_code_gets_its_zeros_back_and_what_fits_no_unit_is_told)
{
    struct country k = { 0 };
    struct load l;

    CHECK_OK(c, test_write(c, plant, &k));
    CHECK_OK(c, load(c,
                     COLLECTION("{\"type\":\"Feature\",\"properties\":{\"ma\":1,\"n\":\"x\"},"
                                "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1,1],"
                                "[2,1],[2,2],[1,1]]]}},"
                                "{\"type\":\"Feature\",\"properties\":{\"ma\":99},"
                                "\"geometry\":null},"
                                "{\"type\":\"Feature\",\"properties\":{\"ma\":\"02\"},"
                                "\"geometry\":null}"),
                     "", &l));
    CHECK_STR(l.told.property, "ma");
    CHECK_INT(l.told.kinds.v[0].joined, 1);
    CHECK_INT(l.told.strays.n, 2);
    CHECK_HAS(l.told.strays.v[0], "(99)");
}

TEST(a_second_file_of_the_same_day_replaces_the_first_and_a_wrong_one_changes_nothing)
{
    struct country k = { 0 };
    struct load l;
    const char *had;
    outline_sources all = { 0 };

    CHECK_OK(c, test_write(c, plant, &k));
    CHECK_OK(c, load(c, COLLECTION(WEST "," EAST), "", &l));
    CHECK_OK(c, load(c, COLLECTION(EAST), "", &l));
    CHECK_STR(geometry(c, k.west, c->today, OUTLINE_FULL), "none");
    CHECK_HAS(geometry(c, k.east, c->today, OUTLINE_FULL), "MultiPolygon");
    CHECK_OK(c, unit_outline_sources(c, &all));
    CHECK_INT(all.n, 1);
    CHECK_INT(all.v[0].units, 1);
    had = test_database(c);
    CHECK(!load(c, COLLECTION(EAST "," EAST), "", &l));
    CHECK_HAS(c->err.fields.v[0].message, "Tỉnh Đông (02)");
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!load(c, COLLECTION(EAST), "n", &l));
    CHECK_HAS(c->err.fields.v[0].message, "id, ma, n");
    CHECK_FAILED(c, ERR_INPUT);
    CHECK_STR(test_database(c), had);
}

static bool merge(struct ctx *c, void *arg)
{
    struct country *k = arg;
    struct unit_change e = { .day = day(2025, 8, 1),
                             .kind = "merged",
                             .from = k->third,
                             .to = k->east,
                             .whole = 1,
                             .area = -1,
                             .population = -1,
                             .detail = "",
                             .act = "1/NQ",
                             .clause = "",
                             .note = "" };

    return unit_close(c, k->third, e.day, k->east) && unit_link(c, &e);
}

TEST(an_outline_holds_until_territory_comes_or_goes)
{
    struct country k = { 0 };
    struct load l;

    CHECK_OK(c, test_write(c, plant, &k));
    CHECK_OK(c, load(c, COLLECTION(WEST "," EAST), "", &l));
    CHECK_OK(c, test_write(c, merge, &k));
    CHECK_STR(geometry(c, k.west, day(2025, 3, 1), OUTLINE_FULL), west_json);
    CHECK_STR(geometry(c, k.west, day(2030, 1, 1), OUTLINE_FULL), west_json);
    CHECK_HAS(geometry(c, k.east, day(2025, 7, 31), OUTLINE_FULL), "MultiPolygon");
    CHECK_STR(geometry(c, k.east, day(2025, 8, 1), OUTLINE_FULL), "none");
}

TEST(a_file_that_is_no_outline_is_refused_with_its_reason)
{
    static const struct {
        const char *text, *says;
    } wrong[] = {
        { "{\"type\":\"Polygon\"}", "neither GeoJSON" },
        { "[1", "the JSON is wrong in line 1" },
        { "{\"type\":\"FeatureCollection\"}", "no list of features" },
        { COLLECTION("{}"), "feature 1 is not a Feature" },
        { COLLECTION("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\","
                     "\"coordinates\":[1,2]}}"),
          "feature 1 is neither a Polygon" },
        { COLLECTION("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\","
                     "\"coordinates\":[[[1,2],[2,2],[1,2]]]}}"),
          "fewer than four positions" },
        { COLLECTION("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\","
                     "\"coordinates\":[[[1,2],[2,2],[2,3],[1,3]]]}}"),
          "does not end where it began" },
        { COLLECTION("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\","
                     "\"coordinates\":[[[587000,2325000],[1,2],[2,2],[587000,2325000]]]}}"),
          "not longitude and latitude" },
        { COLLECTION("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\","
                     "\"coordinates\":[[[1,\"2\"],[1,2],[2,2],[1,2]]]}}"),
          "a position is two numbers" },
        { COLLECTION("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\","
                     "\"coordinates\":7}}"),
          "not built as it should be" },
        { "{\"type\":\"FeatureCollection\",\"features\":[],\"crs\":{\"properties\":"
          "{\"name\":\"EPSG:3405\"}}}",
          "other coordinates than WGS 84" },
        { "{\"type\":\"Topology\"}", "no arcs" },
        { "{\"type\":\"Topology\",\"arcs\":[[[1,2]]]}", "fewer than two positions" },
        { "{\"type\":\"Topology\",\"arcs\":[[[1,2],[2]]]}", "pairs of numbers" },
        { "{\"type\":\"Topology\",\"arcs\":[]}", "no objects" },
        { "{\"type\":\"Topology\",\"arcs\":[[[1,2],[2,2]]],\"objects\":{\"a\":"
          "{\"type\":\"Polygon\",\"arcs\":[[0,1]]}}}",
          "names an arc that is not there" },
        { "{\"type\":\"Topology\",\"arcs\":[[[1,2],[2,2]]],\"objects\":{\"a\":"
          "{\"type\":\"Polygon\",\"arcs\":[[0,0]]}}}",
          "do not meet" },
        { "{\"type\":\"Topology\",\"arcs\":[],\"transform\":{\"scale\":[1]},\"objects\":{}}",
          "pairs of numbers" },
    };

    for (size_t i = 0; i < COUNT(wrong); i++) {
        outline_features l = { 0 };

        CHECK(!unit_outline_read(c, (struct bytes){ wrong[i].text, strlen(wrong[i].text) }, &l));
        CHECK_HAS(c->err.message, wrong[i].says);
        c->err = (struct err){ 0 };
    }
}

TEST(an_arc_that_is_named_again_and_again_does_not_fill_the_memory)
{
    struct buf b = { .arena = c->arena };
    outline_features l = { 0 };

    buf_text(&b, "{\"type\":\"Topology\",\"arcs\":[[[1,1]");
    for (int i = 0; i < 2000; i++)
        buf_printf(&b, ",[%d,%d]", i % 100, 2 + i % 50);
    buf_text(&b, ",[1,1]]],\"objects\":{\"a\":{\"type\":\"Polygon\",\"arcs\":[[0");
    for (int i = 0; i < 2000; i++)
        buf_text(&b, ",0");
    buf_text(&b, "]]}}}");
    CHECK(!unit_outline_read(c, (struct bytes){ b.p, b.n }, &l));
    CHECK_FAILED(c, ERR_TOO_LARGE);
}

/* A border of a thousand steps between two units, and an island of a few metres. */
TEST(plain_outlines_have_few_points_and_neighbours_still_fit)
{
    struct buf west = { .arena = c->arena }, east = { .arena = c->arena };
    struct buf all = { .arena = c->arena };
    outline_features l = { 0 };
    unit_rings plain[2];
    int32_t step;
    size_t shared = 0;

    for (int i = 1000; i >= 0; i--)
        buf_printf(&west, "[%.5f,%.5f],", 106 + 0.01 * ((i * 7919 % 100) / 100.0), 20 + i / 1000.0);
    for (int i = 0; i <= 1000; i++)
        buf_printf(&east, "[%.5f,%.5f],", 106 + 0.01 * ((i * 7919 % 100) / 100.0), 20 + i / 1000.0);
    buf_printf(&all,
               COLLECTION("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\","
                          "\"coordinates\":[[%s[105,20],[105,21],[%.5f,21]]]}},"
                          "{\"type\":\"Feature\",\"geometry\":{\"type\":\"MultiPolygon\","
                          "\"coordinates\":[[[%s[107,21],[107,20],[106,20]]],[[[109,20],"
                          "[109.00002,20],[109.00002,20.00002],[109,20]]]]}}"),
               buf_str(&west), 106 + 0.01 * ((1000 * 7919 % 100) / 100.0), buf_str(&east));
    CHECK_OK(c, unit_outline_read(c, (struct bytes){ all.p, all.n }, &l));
    unit_outline_thin(c->arena, &l, plain, &step);
    CHECK_INT(step, 100);
    CHECK_INT(plain[1].n, 2); /* the island is still there */
    CHECK(plain[0].v[0].n < 60);
    for (size_t i = 0; i < plain[0].v[0].n; i++)
        for (size_t k = 0; k < plain[1].v[0].n; k++)
            shared +=
                memcmp(&plain[0].v[0].v[i], &plain[1].v[0].v[k], sizeof(struct unit_point)) == 0;
    CHECK_INT(shared, plain[0].v[0].n - 2); /* all but the two western corners */
}

TEST(broken_bytes_are_no_outline)
{
    struct unit_point v[] = { { 10500000, 2000000 },
                              { 10600000, 2000000 },
                              { 10600000, -2100000 } };
    struct unit_ring ring = { v, 3, false };
    unit_rings l = { &ring, 1, 1 }, again = { 0 };
    struct bytes good = unit_outline_pack(c->arena, &l, 100);
    struct buf b = { .arena = c->arena };

    CHECK(unit_outline_unpack(c->arena, good, &again));
    CHECK_INT(memcmp(again.v[0].v, v, sizeof v), 0);
    for (size_t n = 0; n < good.n; n++)
        CHECK(!unit_outline_unpack(c->arena, (struct bytes){ good.p, n }, &again));
    buf_put(&b, good.p, good.n);
    buf_put(&b, "\0", 1);
    CHECK(!unit_outline_unpack(c->arena, (struct bytes){ b.p, b.n }, &again));
}

/* ---- the official files ---- */

static bool shared_file(struct ctx *c, const char *name, struct bytes *ret)
{
    const char *dir = getenv("LT_SHARED");
    const char *path = arena_printf(c->arena, "%s/data/units/%s", dir ? dir : "../shared", name);

    return store_is_there(path) && store_read(c, path, OUTLINE_FILE_MAX, ret);
}

TEST(the_official_outlines_are_read_whole)
{
    static const struct {
        const char *name;
        size_t units, rings;
    } files[] = { { "outlines_provinces.geojson", 34, 257 },
                  { "outlines_communes.topojson", 3321, 0 } };

    for (size_t i = 0; i < COUNT(files); i++) {
        outline_features l = { 0 };
        unit_rings *plain;
        struct bytes file;
        size_t rings = 0;
        int32_t step;

        if (!shared_file(c, files[i].name, &file))
            continue; /* the files are not part of the project */
        CHECK_OK(c, unit_outline_read(c, file, &l));
        CHECK_INT(l.n, files[i].units);
        plain = arena_alloc(c->arena, l.n * sizeof *plain);
        unit_outline_thin(c->arena, &l, plain, &step);
        for (size_t k = 0; k < l.n; k++) {
            CHECK(l.v[k].rings.n > 0 && plain[k].n > 0);
            rings += plain[k].n;
        }
        if (files[i].rings)
            CHECK_INT(rings, files[i].rings);
    }
}
