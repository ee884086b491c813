/*
 * Reading TopoJSON: borders ("arcs") are stored once, and rings name them by number; ~n is
 * the arc n from its end to its beginning. With a transform an arc's positions are whole
 * numbers, each the difference from the one before it.
 */
#include <string.h>

#include "common/unit/unit_outline_file.h"

typedef LIST(unit_points) arcs;
struct topology {
    bool quantised;
    double scale[2], move[2];
    arcs arcs;
    struct outline_feature *feature; /* at work */
};

static bool is_number(const struct json_value *v)
{
    return json_kind(v) == JSON_IS_INT || json_kind(v) == JSON_IS_REAL;
}

static bool read_pair(struct ctx *c, const struct json_value *v, double ret[2])
{
    if (json_kind(v) != JSON_IS_ARRAY || !is_number(json_at(v, 0)) || !is_number(json_at(v, 1)))
        return fail(c, ERR_INPUT, "the topology's transform and arcs must be pairs of numbers");
    ret[0] = json_own_real(json_at(v, 0));
    ret[1] = json_own_real(json_at(v, 1));
    return true;
}

static bool read_transform(struct ctx *c, const struct json_value *root, struct topology *t)
{
    const struct json_value *v = json_get(root, "transform");

    t->quantised = json_kind(v) != JSON_IS_NULL;
    return !t->quantised || (read_pair(c, json_get(v, "scale"), t->scale) &&
                             read_pair(c, json_get(v, "translate"), t->move));
}

static bool read_arc(struct outline_reader *r, const struct json_value *arc,
                     const struct topology *t, unit_points *ret)
{
    double at[2] = { 0, 0 }, v[2];

    if (json_kind(arc) != JSON_IS_ARRAY || json_count(arc) < 2)
        return fail(r->c, ERR_INPUT, "an arc of the topology has fewer than two positions");
    for (size_t i = 0; i < json_count(arc); i++) {
        if (!read_pair(r->c, json_at(arc, i), v))
            return false;
        at[0] = t->quantised ? at[0] + v[0] : v[0];
        at[1] = t->quantised ? at[1] + v[1] : v[1];
        v[0] = t->quantised ? at[0] * t->scale[0] + t->move[0] : at[0];
        v[1] = t->quantised ? at[1] * t->scale[1] + t->move[1] : at[1];
        if (!unit_outline_point(r, v[0], v[1], ret))
            return false;
    }
    return true;
}

static bool read_arcs(struct outline_reader *r, const struct json_value *root, struct topology *t)
{
    const struct json_value *all = json_get(root, "arcs");

    if (json_kind(all) != JSON_IS_ARRAY)
        return fail(r->c, ERR_INPUT, "the topology has no arcs");
    for (size_t i = 0; i < json_count(all); i++) {
        unit_points *one = LIST_PUSH(r->c->arena, &t->arcs);

        *one = (unit_points){ 0 };
        if (!read_arc(r, json_at(all, i), t, one))
            return false;
    }
    r->points = 0; /* from here on those of the rings count: an arc can be named again and again */
    return true;
}

/* ---- rings ---- */

static bool is_same(struct unit_point a, struct unit_point b)
{
    return a.x == b.x && a.y == b.y;
}

static bool add_arc(struct outline_reader *r, const unit_points *arc, bool back, unit_points *ring)
{
    for (size_t i = 0; i < arc->n; i++) {
        struct unit_point p = arc->v[back ? arc->n - 1 - i : i];

        if (i == 0 && ring->n && !is_same(p, ring->v[ring->n - 1]))
            return fail(r->c, ERR_INPUT, "feature %zu: its arcs do not meet", r->feature);
        if (ring->n && is_same(p, ring->v[ring->n - 1]))
            continue;
        if (++r->points > OUTLINE_POINTS)
            return fail(r->c, ERR_TOO_LARGE,
                        "the outlines are too fine: at most %d points are taken. Simplify them "
                        "first, for instance with mapshaper",
                        OUTLINE_POINTS);
        *LIST_PUSH(r->c->arena, ring) = p;
    }
    return true;
}

static bool read_ring(struct outline_reader *r, const struct topology *t,
                      const struct json_value *numbers, unit_points *ret)
{
    for (size_t i = 0; i < json_count(numbers); i++) {
        int64_t n = json_own_num(json_at(numbers, i));
        uint64_t at = (uint64_t)(n < 0 ? ~n : n);

        if (json_kind(json_at(numbers, i)) != JSON_IS_INT || at >= t->arcs.n)
            return fail(r->c, ERR_INPUT, "feature %zu names an arc that is not there", r->feature);
        if (!add_arc(r, &t->arcs.v[at], n < 0, ret))
            return false;
    }
    return true;
}

static bool read_polygon(struct outline_reader *r, const struct json_value *rings, void *arg)
{
    struct topology *t = arg;
    unit_rings *to = &t->feature->rings;
    size_t before = to->n;

    for (size_t i = 0; i < json_count(rings); i++) {
        unit_points l = { 0 };

        if (!read_ring(r, t, json_at(rings, i), &l) || !unit_outline_ring(r, &l, i > 0, to))
            return false;
        if (to->n == before)
            break; /* without its outer ring a polygon has no holes, either */
    }
    return true;
}

/* ---- objects ---- */

static bool read_geometry(struct outline_reader *r, struct topology *t, const struct json_value *g)
{
    bool none = json_kind(json_get(g, "type")) == JSON_IS_NULL; /* a feature without geometry */

    return unit_outline_feature(r, json_get(g, "id"), json_get(g, "properties"), &t->feature) &&
           (none || unit_outline_each(r, g, json_get(g, "arcs"), read_polygon, t));
}

static bool read_object(struct outline_reader *r, struct topology *t, const struct json_value *o)
{
    const struct json_value *all = json_get(o, "geometries");

    if (strcmp(json_str(o, "type"), "GeometryCollection") != 0)
        return read_geometry(r, t, o);
    for (size_t i = 0; i < json_count(all); i++)
        if (!read_geometry(r, t, json_at(all, i)))
            return false;
    return true;
}

bool unit_outline_topology(struct outline_reader *r, const struct json_value *root)
{
    struct topology t = { 0 };

    if (!read_transform(r->c, root, &t) || !read_arcs(r, root, &t))
        return false;
    json_members objects = json_each(r->c, json_get(root, "objects"));
    if (objects.n == 0)
        return fail(r->c, ERR_INPUT, "the topology has no objects");
    for (size_t i = 0; i < objects.n; i++)
        if (!read_object(r, &t, objects.v[i].value))
            return false;
    return true;
}
