/* The directory as a public service: lists, addresses, whole answers, files. */
#include "common/unit/unit_web.h"
#include "core/test.h"

/* A province with a district, of which two communes become one on 1 July 2025; the code 00001
 * means the new one from then on, 00002 nothing. Beside them a ministry with its identifier. */
struct place {
    int64_t vn, province, district, one, two, both, ministry;
};

/* what: "commune:00001". */
static bool add(struct ctx *c, const char *what, const char *name, int64_t parent, int64_t from,
                int64_t *ret)
{
    size_t n = strcspn(what, ":");
    const char *system = arena_strndup(c->arena, what, n), *code = what + n + 1;
    struct unit_draft d = { .system = system,
                            .code = code,
                            .kind = strcmp(system, "agency") == 0 ? "ministry" : system,
                            .type = strcmp(system, "commune") == 0 ? "phường" : "",
                            .name = name,
                            .name_en = strcmp(system, "agency") == 0 ? "Ministry" : "",
                            .parent = parent,
                            .from = from };

    return unit_add(c, &d, ret);
}

static bool link(struct ctx *c, int64_t from, int64_t to, int64_t whole, int64_t people)
{
    return unit_link(c, &(struct unit_change){ .day = day(2025, 7, 1),
                                               .kind = whole ? "merged" : "split",
                                               .from = from,
                                               .to = to,
                                               .whole = whole,
                                               .area = -1,
                                               .population = people,
                                               .act = "1656/NQ-UBTVQH15",
                                               .clause = "2" });
}

static bool plant(struct ctx *c, void *arg)
{
    struct place *p = arg;
    int64_t old = day(2025, 3, 1), cut = day(2025, 7, 1);

    return add(c, "state:VN", "Việt Nam", 0, day(1945, 9, 2), &p->vn) &&
           add(c, "agency:G12", "Bộ Tài chính", p->vn, old, &p->ministry) &&
           add(c, "province:01", "Hà Nội", p->vn, old, &p->province) &&
           add(c, "district:001", "Ba Đình", p->province, old, &p->district) &&
           add(c, "commune:00001", "Phúc Xá", p->district, old, &p->one) &&
           add(c, "commune:00002", "Trúc Bạch", p->district, old, &p->two) &&
           unit_close(c, p->one, cut, 0) && unit_close(c, p->two, cut, 0) &&
           unit_close(c, p->district, cut, 0) &&
           add(c, "commune:00001", "Ba Đình", p->province, cut, &p->both) &&
           link(c, p->one, p->both, 1, -1) && link(c, p->two, p->both, 0, 600000) &&
           link(c, p->two, p->province, 0, 400000);
}

static const char *get(struct ctx *c, const char *path, int status)
{
    struct res s = ask(c, "", GET, path);

    CHECK_INT(s.status, status);
    return buf_str(&s.body);
}

TEST(the_list_of_a_day_is_public_and_filtered)
{
    struct place p;

    CHECK_OK(c, test_write(c, plant, &p));
    const char *all = get(c, "/units.json?on=2025-06-30", 200);
    CHECK_HAS(all, "\"on\":\"2025-06-30\",\"total\":6,\"matching\":6");
    CHECK_HAS(all, "\"commune\":2");
    CHECK_HAS(all, "\"address\":\"/units/commune/00002?on=2025-03-01\"");
    CHECK_HAS(get(c, "/units.json?kind=commune", 200), "\"matching\":1,");
    const char *below = get(c, "/units.json?parent=district:001&on=2025-06-30", 200);
    CHECK_HAS(below, "\"matching\":2,");
    CHECK_HAS_NOT(below, "\"code\":\"001\"");
    CHECK_HAS(get(c, arena_printf(c->arena, "/units.json?parent=%lld", (long long)p.province), 200),
              "\"matching\":1,");
    CHECK_HAS(get(c, "/units.json?system=agency", 200), "\"matching\":1,");
    CHECK_HAS(get(c, "/units.json?words=truc&on=2025-06-30", 200), "Trúc Bạch");
    CHECK_HAS(get(c, "/units.json?parent=district:001", 422), "no unit was this on that day");
    get(c, "/units.json?parent=nobody", 422);
    get(c, "/units.json?on=soon", 422);
    get(c, "/units.json?after=12345", 422);
    CHECK_HAS(get(c, "/units?kind=commune&on=2025-06-30", 200),
              "/units/commune/00002?on=2025-06-30");
}

TEST(a_code_with_a_day_is_one_unit_and_without_it_never_silently_one_of_several)
{
    struct place p;

    CHECK_OK(c, test_write(c, plant, &p));
    const char *old = get(c, "/units/commune/00001.json?on=2025-06-30", 200);
    CHECK_HAS(old, "\"name\":\"Phúc Xá\"");
    CHECK_HAS(old, "\"meanings\":[{\"unit\":{");
    CHECK_HAS(get(c, "/units/commune/00001.json?on=2025-07-01", 200), "\"name\":\"Ba Đình\"");
    const char *both = get(c, "/units/commune/00001.json", 300);
    CHECK_HAS(both, "Phúc Xá");
    CHECK_HAS(both, "\"from\":\"2025-07-01\",\"until\":null");
    CHECK_HAS(both, "/units/commune/00001?on=2025-06-30");
    const char *page = get(c, "/units/commune/00001", 300);
    CHECK_HAS(page, "/units/commune/00001?on=2025-06-30");
    CHECK_HAS(page, "say the day");
    CHECK_HAS(get(c, "/units/commune/00002.json", 200), "\"name\":\"Trúc Bạch\""); /* only one */
    CHECK_HAS(get(c, "/units/commune/00002.json?on=2025-08-01", 404), "Trúc Bạch");
    CHECK_HAS(get(c, "/units/commune/00002?on=2025-08-01", 404), "meant nothing on that day");
    get(c, "/units/commune/99999.json", 404);
    get(c, "/units/nolist/00001", 404);
    get(c, "/units/commune/00001?on=tomorrow", 422);
    CHECK_HAS(get(c, "/units/agency/000.00.00.G12.json", 200), "\"reversed\":\"000.00.00.G12\"");
}

TEST(a_unit_is_told_with_its_whole_life)
{
    struct place p;

    CHECK_OK(c, test_write(c, plant, &p));
    const char *j = get(c, "/units/commune/00002.json?on=2025-06-30", 200);
    CHECK_HAS(j, "\"until\":\"2025-07-01\"");
    CHECK_HAS(j, "\"parents\":[{\"unit\":{\"id\":");
    CHECK_HAS(j, "\"address\":\"/units/district/001?on=2025-03-01\"");
    CHECK_HAS(j, "\"what\":\"split\"");
    CHECK_HAS(j, "\"whole\":false,\"share_area\":null,\"share_population\":0.6,\"detail\":\"\","
                 "\"act\":\"1656/NQ-UBTVQH15\",\"clause\":\"2\"");
    CHECK_HAS(j, "\"successors\":[{\"unit\":{");
    const char *now = get(c, "/units/commune/00001.json?on=2025-08-01", 200);
    CHECK_HAS(now, "\"predecessors\":[{\"unit\":{");
    CHECK_HAS(now, "\"successors\":[]");
    CHECK_HAS(get(c, "/units/commune/00002?on=2025-06-30", 200), "A part of it went to:");
    struct res s = ask(c, "", GET, "/units/commune/00002?on=2025-06-30");
    CHECK_INT(s.headers.n, 1);
    CHECK_STR(s.headers.v[0].value, "</units/commune/00002?on=2025-03-01>; rel=\"canonical\"");
    CHECK_INT(ask(c, "", GET, arena_printf(c->arena, "/units/%lld?on=2025-01-01", (long long)p.two))
                  .status,
              404);
}

TEST(a_closed_unit_says_at_its_number_what_became_of_it)
{
    struct place p;

    CHECK_OK(c, test_write(c, plant, &p));
    const char *page = get(c, arena_printf(c->arena, "/units/%lld", (long long)p.one), 200);
    CHECK_HAS(page, "This unit was closed; the first day without it is 1 July 2025.");
    CHECK_HAS(page, "All of it went to:");
    CHECK_HAS(page, "Ba Đình");
    CHECK_HAS(get(c, arena_printf(c->arena, "/units/%lld.json", (long long)p.two), 200),
              "\"on\":\"2025-06-30\"");
    get(c, arena_printf(c->arena, "/units/%lld?on=2025-08-01", (long long)p.one), 404);
}

TEST(a_list_goes_out_whole_as_table_json_and_geojson)
{
    struct place p;

    CHECK_OK(c, test_write(c, plant, &p));
    const char *csv = get(c, "/units.csv?on=2025-06-30", 200);
    CHECK_HAS(csv, "id,system,code,kind,type,name,name_en,name_de,parent_system,parent_code");
    CHECK_HAS(csv, "commune,00002,commune,phường,Trúc Bạch,,,district,001,2025-03-01,2025-07-01");
    CHECK_INT(ask(c, "", GET, "/units.xlsx?on=2025-06-30").status, 200);
    CHECK_INT(ask(c, "", GET, "/units.csv?on=x").status, 422);
    CHECK_HAS(get(c, "/units/all.json?kind=commune&on=2025-06-30", 200), "\"next\":null");
    get(c, "/units/all.json?on=x", 422);
    const char *geo = get(c, "/units.geojson?kind=commune&on=2025-06-30", 200);
    CHECK_HAS(geo, "{\"type\":\"FeatureCollection\",");
    CHECK_HAS(geo, "\"geometry\":null,\"properties\":{");
    get(c, "/units.geojson?on=x", 422);
}

TEST(the_mapping_says_what_each_unit_of_one_day_is_on_another)
{
    struct place p;

    CHECK_OK(c, test_write(c, plant, &p));
    const char *csv = get(c, "/units/mapping.csv?from=2025-06-30&to=2025-07-01", 200);
    CHECK_HAS(csv, "commune,00001,phường,Phúc Xá,commune,00001,phường,Ba Đình,whole,100,100,"
                   "2025-07-01,1656/NQ-UBTVQH15,2\r\n");
    CHECK_HAS(csv, "commune,00002,phường,Trúc Bạch,commune,00001,phường,Ba Đình,part,,60.0000,");
    CHECK_HAS(csv, "district,001,,Ba Đình,,,,,,,,,,\r\n");
    CHECK_HAS_NOT(csv, "ministry");
    const char *j = get(c, "/units/mapping.json?from=2025-06-30&to=2025-07-01&kind=commune", 200);
    CHECK_HAS(j, "\"became\":[{\"unit\":{");
    CHECK_HAS_NOT(j, "\"district\",\"type\"");
    CHECK_STR(ask(c, "", GET, "/units/mapping").location, "/units/compare");
    CHECK_STR(ask(c, "", GET, "/units/all").location, "/units");
    CHECK_INT(ask(c, "", GET, "/units/mapping.xlsx?from=2025-06-30&to=2025-07-01").status, 200);
    get(c, "/units/mapping.json?from=2025-06-30", 422);
    CHECK_HAS(get(c, "/units/mapping.json?from=2025-07-01&to=2025-06-30", 422),
              "cannot lie before");
}

/* So that the OpenAPI document says 304 where it is true, and only there. */
static void each_that_promises_it_was_asked(const struct route *const *asked, size_t n)
{
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            const struct route *r = &modules[m]->routes[i];
            size_t k = 0;

            while (k < n && asked[k] != r)
                k++;
            if ((r->flags & ROUTE_ETAG) && k == n)
                test_failed(__FILE__, __LINE__, "%s was not asked", r->path);
        }
}

TEST(what_the_asker_has_already_is_not_sent_again_until_the_list_changes)
{
    static const char *const paths[] = {
        "/units.json?on=2025-06-30",
        "/units.csv?on=2025-06-30",
        "/units.geojson?on=2025-06-30",
        "/units/all.json?on=2025-06-30",
        "/units/commune/00002.json",
        "/units/mapping.csv?from=2025-06-30&to=2025-07-01",
        "/units/mapping.json?from=2025-06-30&to=2025-07-01",
        "/units/compare.csv?from=2025-06-30&to=2025-07-01",
        "/units/changes.json",
        "/units/changes.atom",
        "/units/resolve.json?code=00001&on=2025-06-30",
        "/units/map.json?on=2025-06-30",
        "/units/tree.json?on=2025-06-30",
        "/units/00001.json?on=2025-07-01",
    };
    const struct route *asked[COUNT(paths)];
    struct place p;

    CHECK_OK(c, test_write(c, plant, &p));
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct req q = test_req(GET), again = test_req(GET), later = test_req(GET);
        struct res first = ask_req(c, &q, paths[i]);

        asked[i] = q.route;
        CHECK(first.etag && first.cache && strncmp(first.cache, "public", 6) == 0);
        again.if_none_match = arena_printf(c->arena, "W/\"%s\"", first.etag);
        struct res same = ask_req(c, &again, paths[i]);
        CHECK_INT(same.status, 304);
        CHECK_INT(same.body.n, 0);
        later.if_none_match = "W/\"other\"";
        CHECK_INT(ask_req(c, &later, paths[i]).status, 200);
    }
    struct req q = test_req(GET);
    CHECK(!ask_req(c, &q, "/units").etag); /* the frame shows who is signed in */
    each_that_promises_it_was_asked(asked, COUNT(paths));
}
