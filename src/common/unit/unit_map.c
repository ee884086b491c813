/* What a map shows: gathering units and their outlines; GeoJSON. */
#include "common/unit/unit_map.h"

#include <string.h>

#include "core/assets.h"
#include "unit_map_sql.h"

static bool is_territory(const struct unit *u)
{
    static const char *const kinds[] = { "province", "district", "commune", NULL };

    for (size_t i = 0; kinds[i]; i++)
        if (strcmp(u->kind, kinds[i]) == 0)
            return true;
    return false;
}

/* ---- what is known at all ---- */

static bool read_source(struct ctx *c, struct unit_map *m)
{
    outline_sources all = { 0 };

    m->source = "";
    if (!unit_outline_sources(c, &all))
        return false;
    if (all.n)
        m->loaded = all.v[0].day;
    for (size_t i = 0; i < all.n && m->shapes.n && !*m->source; i++)
        if (all.v[i].day == m->shapes.v[0].since && m->units.n &&
            strcmp(all.v[i].kind, m->units.v[0]->kind) == 0)
            m->source = all.v[i].source;
    return true;
}

/* ---- below a unit ---- */

/* Island districts are communes of their own, but whoever looks at the state looks for them. */
static bool read_zones(struct ctx *c, int64_t on, struct unit_map *m)
{
    unit_list communes = { 0 }, zones = { 0 };

    unit_of_kind(c, "commune", on, &communes);
    for (size_t i = 0; i < communes.n; i++)
        if (strcmp(communes.v[i]->type, "đặc khu") == 0)
            *LIST_PUSH(c->arena, &zones) = communes.v[i];
    return unit_outlines_of(c, &zones, on, OUTLINE_PLAIN, &m->zones);
}

/* Of the last level, the one with outlines: districts of a day before have none. */
bool unit_map_below(struct ctx *c, const struct unit *of, int64_t on, struct unit_map *ret)
{
    struct unit_map m = { .of = of, .on = on };
    bool state = of->id == unit_state(c);
    unit_list all = { 0 };

    unit_children(c, of->id, on, &all);
    for (size_t i = 0; i < all.n; i++)
        if (is_territory(all.v[i]))
            *LIST_PUSH(c->arena, &m.units) = all.v[i];
    if (!unit_outlines_of(c, &m.units, on, state ? OUTLINE_PLAIN : OUTLINE_FULL, &m.shapes) ||
        !read_source(c, &m) || (state && m.shapes.n && !read_zones(c, on, &m)))
        return false;
    for (size_t i = 0; i < m.shapes.n; i++)
        unit_box_add(&m.box, &m.shapes.v[i].box);
    *ret = m;
    return true;
}

/* ---- around a unit ---- */

/* The largest piece: islands far out would make the rest tiny. */
static struct unit_box main_box(const struct unit_outline *o)
{
    struct unit_box best = o->box;
    double most = -1;

    for (size_t i = 0; i < o->rings.n; i++) {
        struct unit_ring ring = o->rings.v[i];
        unit_rings one = { &ring, 1, 1 };
        struct unit_box b = unit_box_of(&one);
        double size = ((double)b.east - b.west) * ((double)b.north - b.south);

        if (!ring.hole && size > most) {
            most = size;
            best = b;
        }
    }
    return best;
}

static struct unit_box wider(const struct unit_box *b, int32_t percent)
{
    int32_t dx = (int32_t)(((int64_t)b->east - b->west) * percent / 100);
    int32_t dy = (int32_t)(((int64_t)b->north - b->south) * percent / 100);
    int32_t d = dx > dy ? dx : dy;

    return (struct unit_box){ b->west - d, b->south - d, b->east + d, b->north + d };
}

bool unit_map_near(struct ctx *c, const struct unit *of, int64_t on, struct unit_map *ret)
{
    struct unit_map m = { .of = of, .near = true, .on = on };
    enum unit_detail detail = strcmp(of->kind, "province") == 0 ? OUTLINE_PLAIN : OUTLINE_FULL;
    unit_outline_near_rows l = { 0 };
    struct unit_outline own;
    bool found;

    if (!unit_outline_of(c, of->id, on, detail, &found, &own))
        return false;
    if (found) {
        struct unit_box main = main_box(&own);

        m.box = wider(&main, 20);
        if (!unit_outline_near(c, m.box.west, m.box.south, m.box.east, m.box.north, &l))
            return false;
    }
    for (size_t i = 0; i < l.n; i++) {
        const struct unit *u = unit_dir_on(unit_dir(c), l.v[i].unit, on);

        if (u && strcmp(u->kind, of->kind) == 0)
            *LIST_PUSH(c->arena, &m.units) = u;
    }
    if (!unit_outlines_of(c, &m.units, on, detail, &m.shapes) || !read_source(c, &m))
        return false;
    *ret = m;
    return true;
}

/* ---- GeoJSON ---- */

static void put_box(struct json *j, const struct unit_box *b)
{
    json_open(j, "bbox", '[');
    json_decimal(j, NULL, b->west, OUTLINE_PLACES);
    json_decimal(j, NULL, b->south, OUTLINE_PLACES);
    json_decimal(j, NULL, b->east, OUTLINE_PLACES);
    json_decimal(j, NULL, b->north, OUTLINE_PLACES);
    json_close(j, ']');
}

static void put_feature(struct ctx *c, struct json *j, const struct unit_map *m,
                        const struct unit_outline *o)
{
    const struct unit *u = unit_dir_on(unit_dir(c), o->unit, m->on);

    json_open(j, NULL, '{');
    json_text(j, "type", "Feature");
    json_id(j, "id", o->unit);
    json_open(j, "properties", '{');
    json_text(j, "code", u->code);
    json_text(j, "name", u->name);
    json_text(j, "short", unit_bare_name(u));
    json_text(j, "kind", u->kind);
    json_day(j, "outline_of", o->since);
    json_bool(j, "marked", m->near && u->id == m->of->id);
    json_close(j, '}');
    unit_outline_json(j, "geometry", o);
    json_close(j, '}');
}

static void put_place(struct ctx *c, struct json *j, const struct unit_map *m,
                      const struct unit_outline *o)
{
    const struct unit *u = unit_dir_on(unit_dir(c), o->unit, m->on);
    struct unit_point at = unit_map_middle(&o->box);

    json_open(j, NULL, '{');
    json_text(j, "name", unit_bare_name(u));
    json_decimal(j, "lon", at.x, OUTLINE_PLACES);
    json_decimal(j, "lat", at.y, OUTLINE_PLACES);
    json_close(j, '}');
}

void unit_map_json(struct ctx *c, struct json *j, const struct unit_map *m)
{
    json_open(j, NULL, '{');
    json_text(j, "type", "FeatureCollection");
    json_day(j, "on", m->on);
    json_text(j, "source", m->source);
    if (m->shapes.n)
        put_box(j, &m->box);
    json_open(j, "features", '[');
    for (size_t i = 0; i < m->shapes.n; i++)
        put_feature(c, j, m, &m->shapes.v[i]);
    json_close(j, ']');
    json_open(j, "places", '[');
    for (size_t i = 0; i < m->zones.n; i++)
        put_place(c, j, m, &m->zones.v[i]);
    json_close(j, ']');
    json_close(j, '}');
}

/* ---- words, Leaflet ---- */

struct unit_point unit_map_middle(const struct unit_box *b)
{
    return (struct unit_point){ b->west + (b->east - b->west) / 2,
                                b->south + (b->north - b->south) / 2 };
}

const char *unit_bare_name(const struct unit *u)
{
    size_t n = strlen(u->type), first = n && (unsigned char)u->type[0] >= 0xc0 ? 2 : 1;
    const char *s = u->name;

    /* Names begin with the type's word in upper case: "Phường Ba Đình" is a "phường". */
    if (n && strlen(s) > n + 1 && s[n] == ' ' &&
        strncmp(s + first, u->type + first, n - first) == 0)
        return s + n + 1;
    return s;
}

bool unit_map_live(void)
{
    for (size_t i = 0; i < n_assets; i++)
        if (strcmp(assets[i].name, "leaflet.js") == 0)
            return true;
    return false;
}
