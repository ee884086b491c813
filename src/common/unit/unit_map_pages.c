/* The page of the map, and its outlines as GeoJSON. */
#include <string.h>

#include "common/unit/unit_map.h"
#include "common/unit/unit_web.h"
#include "core/day.h"

struct map_input {
    const char *unit;
    int64_t on;
    const char *near;
};
const struct input unit_map_inputs[UNIT_MAP_INPUTS] = {
    TEXT_INPUT(struct map_input, unit, N_("Unit (id or code)"), 0, 40),
    DAY_INPUT(struct map_input, on, N_("On the day"), 0),
    CHOICE_INPUT(struct map_input, near, N_("With its neighbours instead of what lies below it"), 0,
                 "1"),
};

/* ---- words for the template ---- */

/* Its own GeoJSON. */
static const char *map_address(struct ctx *c, const struct unit_map *m)
{
    return arena_printf(c->arena, "/units/map.json?unit=%lld&on=%s%s", (long long)m->of->id,
                        day_text(c->arena, m->on), m->near ? "&near=1" : "");
}

static const char *map_count(struct ctx *c, const struct unit_map *m)
{
    return m->units.n == 1 ? T("one unit.") : TF("%s units.", tr_count(c, (int64_t)m->units.n));
}

static bool map_has(const struct unit_map *m, int64_t unit)
{
    for (size_t i = 0; i < m->shapes.n; i++)
        if (m->shapes.v[i].unit == unit)
            return true;
    return false;
}

static size_t map_below(struct ctx *c, const struct unit *u, int64_t on)
{
    unit_list all = { 0 };
    size_t n = 0;

    if (strcmp(u->kind, "commune") == 0)
        return 0;
    unit_children(c, u->id, on, &all);
    for (size_t i = 0; i < all.n; i++)
        n += strcmp(all.v[i]->kind, "district") == 0 || strcmp(all.v[i]->kind, "commune") == 0;
    return n;
}

static bool map_may_load(struct ctx *c)
{
    return unit_may_at(c, "unit.write", unit_state(c));
}

#include "unit_map.html.h"

struct html_safe unit_map_figure(struct ctx *c, const struct unit_map *m, const char *title)
{
    struct buf b = { .arena = c->arena };

    unit_map_frame_html((struct html){ &b }, c, m, title);
    return (struct html_safe){ buf_str(&b) };
}

/* ---- the route ---- */

static bool answer_json(struct ctx *c, struct res *s, const struct unit_map *m)
{
    struct json j = json_doc(s, 200);

    s->type = "application/geo+json";
    unit_map_json(c, &j, m);
    return true;
}

bool unit_get_map(struct ctx *c, const struct req *q, struct res *s)
{
    struct map_input in = { 0 };
    const struct unit *of = unit_get(c, unit_state(c));
    struct unit_map m;

    if (!req_read(c, q, unit_map_inputs, UNIT_MAP_INPUTS, &in))
        return false;
    in.on = in.on ? in.on : c->today;
    if (*in.unit && !unit_of_word(c, in.unit, &of))
        return false;
    if (!of)
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    if (unit_web_same(c, q, s, in.on, NULL)) /* loaded outlines count as a new list */
        return true;
    if (!(*in.near ? unit_map_near(c, of, in.on, &m) : unit_map_below(c, of, in.on, &m)))
        return false;
    if (q->face == FACE_JSON)
        return answer_json(c, s, &m);
    struct html h = page_begin(c, q, s, 200, T("Map of the units"));
    unit_map_page_html(h, c, q, &m);
    return page_end(c, h);
}
