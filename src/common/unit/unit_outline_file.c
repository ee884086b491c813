/* Reading GeoJSON, and what it has in common with TopoJSON. */
#include "common/unit/unit_outline_file.h"

#include <math.h>
#include <string.h>

/* ---- before jansson takes it ---- */

/* It takes ten times the text for lists of small numbers: count before it does. */
static bool is_modest(const char *s, size_t n)
{
    size_t commas = 0;

    for (const char *p = s; (p = memchr(p, ',', n - (size_t)(p - s))); p++)
        commas++;
    return commas < 2 * (size_t)OUTLINE_POINTS + 8 * (size_t)OUTLINE_FEATURES;
}

static bool too_fine(struct ctx *c)
{
    return fail(c, ERR_TOO_LARGE,
                "the outlines are too fine: at most %d points are taken. Simplify them first, for "
                "instance with mapshaper",
                OUTLINE_POINTS);
}

/* ---- points and rings ---- */

bool unit_outline_point(struct outline_reader *r, double x, double y, unit_points *to)
{
    struct unit_point p;

    if (!(x >= -180 && x <= 180 && y >= -90 && y <= 90))
        return fail(r->c, ERR_INPUT,
                    "the coordinates are not longitude and latitude in degrees (WGS 84); convert "
                    "the file first");
    if (++r->points > OUTLINE_POINTS)
        return too_fine(r->c);
    p.x = (int32_t)lround(x * OUTLINE_DEGREE);
    p.y = (int32_t)lround(y * OUTLINE_DEGREE);
    if (to->n == 0 || to->v[to->n - 1].x != p.x || to->v[to->n - 1].y != p.y)
        *LIST_PUSH(r->c->arena, to) = p;
    return true;
}

/* At most 2 * 360 * 180 degrees: 1.3e15. */
int64_t unit_outline_area(const struct unit_point *v, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 1; i + 1 < n; i++)
        sum += ((int64_t)v[i].x - v[0].x) * ((int64_t)v[i + 1].y - v[0].y) -
               ((int64_t)v[i + 1].x - v[0].x) * ((int64_t)v[i].y - v[0].y);
    return sum;
}

bool unit_outline_ring(struct outline_reader *r, const unit_points *l, bool hole, unit_rings *to)
{
    size_t n = l->n;
    struct unit_point *v;

    if (n && (l->v[0].x != l->v[n - 1].x || l->v[0].y != l->v[n - 1].y))
        return fail(r->c, ERR_INPUT, "feature %zu: a ring does not end where it began", r->feature);
    n -= n > 0;
    int64_t turn = n < 3 ? 0 : unit_outline_area(l->v, n);
    if (turn == 0)
        return true;
    v = arena_room(r->c->arena, n * sizeof *v);
    for (size_t i = 0; i < n; i++)
        v[i] = l->v[(turn > 0) == !hole ? i : n - 1 - i];
    *LIST_PUSH(r->c->arena, to) = (struct unit_ring){ v, n, hole };
    return true;
}

/* ---- features ---- */

bool unit_outline_feature(struct outline_reader *r, const struct json_value *id,
                          const struct json_value *properties, struct outline_feature **ret)
{
    if (++r->feature > OUTLINE_FEATURES)
        return fail(r->c, ERR_TOO_LARGE, "there are more than %d features", OUTLINE_FEATURES);
    *ret = LIST_PUSH(r->c->arena, r->ret);
    **ret = (struct outline_feature){ .number = r->feature, .id = id, .properties = properties };
    return true;
}

static bool is_list(struct outline_reader *r, const struct json_value *v)
{
    return json_kind(v) == JSON_IS_ARRAY ||
           fail(r->c, ERR_INPUT, "feature %zu: its geometry is not built as it should be",
                r->feature);
}

bool unit_outline_each(
    struct outline_reader *r, const struct json_value *geometry, const struct json_value *parts,
    bool (*polygon)(struct outline_reader *r, const struct json_value *rings, void *arg), void *arg)
{
    const char *type = json_str(geometry, "type");

    if (json_kind(geometry) == JSON_IS_NULL)
        return true;
    if (strcmp(type, "Polygon") == 0)
        return is_list(r, parts) && polygon(r, parts, arg);
    if (strcmp(type, "MultiPolygon") != 0)
        return fail(r->c, ERR_INPUT, "feature %zu is neither a Polygon nor a MultiPolygon",
                    r->feature);
    if (!is_list(r, parts))
        return false;
    for (size_t i = 0; i < json_count(parts); i++)
        if (!is_list(r, json_at(parts, i)) || !polygon(r, json_at(parts, i), arg))
            return false;
    return true;
}

/* ---- GeoJSON ---- */

static bool is_number(const struct json_value *v)
{
    return json_kind(v) == JSON_IS_INT || json_kind(v) == JSON_IS_REAL;
}

static bool read_ring(struct outline_reader *r, const struct json_value *ring, unit_points *ret)
{
    if (!is_list(r, ring))
        return false;
    if (json_count(ring) < 4)
        return fail(r->c, ERR_INPUT, "feature %zu: a ring has fewer than four positions",
                    r->feature);
    for (size_t i = 0; i < json_count(ring); i++) {
        const struct json_value *p = json_at(ring, i);

        if (!is_list(r, p))
            return false;
        if (!is_number(json_at(p, 0)) || !is_number(json_at(p, 1)))
            return fail(r->c, ERR_INPUT, "feature %zu: a position is two numbers", r->feature);
        if (!unit_outline_point(r, json_own_real(json_at(p, 0)), json_own_real(json_at(p, 1)), ret))
            return false;
    }
    return true;
}

/* Without its outer ring a polygon has no holes, either. */
static bool read_polygon(struct outline_reader *r, const struct json_value *rings, void *arg)
{
    struct outline_feature *f = arg;
    size_t before = f->rings.n;

    for (size_t i = 0; i < json_count(rings); i++) {
        unit_points l = { 0 };

        if (!read_ring(r, json_at(rings, i), &l) || !unit_outline_ring(r, &l, i > 0, &f->rings))
            return false;
        if (f->rings.n == before)
            break;
    }
    return true;
}

/* RFC 7946 has one system of coordinates; files from before it name theirs. */
static bool knows_crs(struct ctx *c, const struct json_value *root)
{
    const char *name = json_str(json_get(json_get(root, "crs"), "properties"), "name");

    return json_kind(json_get(root, "crs")) == JSON_IS_NULL || strstr(name, "CRS84") ||
           (strstr(name, "EPSG") && strstr(name, ":4326")) ||
           fail(c, ERR_INPUT, "the file names other coordinates than WGS 84; convert it first");
}

static bool read_features(struct outline_reader *r, const struct json_value *root)
{
    const struct json_value *all = json_get(root, "features");

    if (json_kind(all) != JSON_IS_ARRAY)
        return fail(r->c, ERR_INPUT, "the file has no list of features");
    for (size_t i = 0; i < json_count(all); i++) {
        const struct json_value *one = json_at(all, i), *geometry = json_get(one, "geometry");
        struct outline_feature *f;

        if (!unit_outline_feature(r, json_get(one, "id"), json_get(one, "properties"), &f))
            return false;
        if (strcmp(json_str(one, "type"), "Feature") != 0)
            return fail(r->c, ERR_INPUT, "feature %zu is not a Feature", r->feature);
        if (!unit_outline_each(r, geometry, json_get(geometry, "coordinates"), read_polygon, f))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

bool unit_outline_read(struct ctx *c, struct bytes file, outline_features *ret)
{
    struct outline_reader r = { .c = c, .ret = ret };
    const struct json_value *root;
    const char *type;

    if (!is_modest(file.p, file.n))
        return too_fine(c);
    if (!json_parse(c, file, &root))
        return false;
    type = json_str(root, "type");
    if (strcmp(type, "Topology") == 0)
        return unit_outline_topology(&r, root);
    if (strcmp(type, "FeatureCollection") != 0)
        return fail(c, ERR_INPUT,
                    "this is neither GeoJSON (a FeatureCollection) nor TopoJSON (a Topology)");
    return knows_crs(c, root) && read_features(&r, root);
}
