/* Whole lists as files: table, GeoJSON, and what became of the units of one day by another. */
#include <string.h>

#include "common/unit/unit_outline.h"
#include "common/unit/unit_web.h"
#include "core/day.h"
#include "core/table.h"
#include "core/text.h"

enum { FEATURE_MEMORY = 64 << 20 };

/* ---- the list of a day ---- */

bool unit_list_table(struct ctx *c, const struct req *q, struct res *s,
                     const struct unit_list_view *v)
{
    static const struct table_column columns[] = {
        { N_("Number"), "id", 20 },
        { N_("Code list"), "system", 12 },
        { N_("Code"), "code", 10 },
        { N_("Kind"), "kind", 14 },
        { N_("Type"), "type", 12 },
        { N_("Name in Vietnamese"), "name", 36 },
        { N_("Name in English"), "name_en", 36 },
        { N_("Name in German"), "name_de", 36 },
        { N_("Code list of its parent"), "parent_system", 12 },
        { N_("Code of its parent"), "parent_code", 10 },
        { N_("Exists since"), "from", 12 },
        { N_("First day without it"), "until", 12 },
    };
    const struct table_plan plan = { "units", N_("Units"), columns, COUNT(columns) };
    struct table *t;

    if (!table_begin(c, q, s, &plan, &t))
        return false;
    for (size_t i = 0; i < v->found.n; i++) {
        const struct unit *u = v->found.v[i];
        const struct unit *up = u->parent ? unit_dir_on(unit_dir(c), u->parent, v->on) : NULL;

        table_text(t, int_text(c->arena, u->id));
        table_word(t, u->system, T(unit_system_name(u->system)));
        table_text(t, unit_web_code(c, u, v->on));
        table_word(t, u->kind, T(unit_kind_name(u->kind)));
        table_text(t, u->type);
        table_text(t, u->name);
        table_text(t, u->name_en);
        table_text(t, u->name_de);
        table_word(t, up ? up->system : "", up ? T(unit_system_name(up->system)) : "");
        table_text(t, up ? unit_web_code(c, up, v->on) : "");
        table_day(t, u->from);
        table_day(t, u->until);
        if (!table_row(t))
            return false;
    }
    return table_end(t);
}

/* In memory of its own: a province has ten thousand points. */
static bool put_geometry(struct ctx *c, struct json *j, const struct unit *u, int64_t on)
{
    struct unit_outline o;
    bool found = false;

    if (unit_is_place(u) && !unit_outline_of(c, u->id, on, OUTLINE_FULL, &found, &o))
        return false;
    if (found)
        unit_outline_json(j, "geometry", &o);
    else
        json_null(j, "geometry");
    return true;
}

static bool put_feature(struct ctx *c, struct json *j, struct arena *a, const struct unit *u,
                        int64_t on)
{
    struct ctx one = *c;

    one.arena = a;
    json_open(j, NULL, '{');
    json_text(j, "type", "Feature");
    json_id(j, "id", u->id);
    bool ok = put_geometry(&one, j, u, on);
    if (ok)
        unit_web_put(c, j, "properties", u, on);
    else
        fail_at(c, one.err.kind, arena_strdup(c->arena, one.err.detail ? one.err.detail : ""),
                one.err.file, one.err.line, "%s", arena_strdup(c->arena, one.err.message));
    arena_reset(a);
    if (ok)
        json_close(j, '}');
    return ok;
}

/* RFC 7946; a feature whose outline is not known on that day has the geometry null. */
bool unit_list_geojson(struct ctx *c, struct res *s, const struct unit_list_view *v)
{
    struct json j = json_doc(s, 200);
    struct arena *a = arena_new(FEATURE_MEMORY);
    bool ok = true;

    s->type = "application/geo+json";
    json_open(&j, NULL, '{');
    json_text(&j, "type", "FeatureCollection");
    json_day(&j, "on", v->on);
    json_open(&j, "features", '[');
    for (size_t i = 0; i < v->found.n && ok; i++)
        ok = put_feature(c, &j, a, v->found.v[i], v->on) && res_flush(c, s);
    arena_free(&a);
    if (!ok)
        return false;
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

/* ---- from the list of one day to that of another ---- */

struct mapping {
    const char *kind;
    int64_t from, to;
};

static bool read_mapping(struct ctx *c, const struct req *q, struct mapping *m)
{
    m->kind = req_text(q, "kind");
    if (!day_parse(req_text(q, "from"), &m->from))
        fail_field(c, "from", "write the day like 2025-08-28");
    if (!day_parse(req_text(q, "to"), &m->to))
        fail_field(c, "to", "write the day like 2025-08-28");
    if (c->err.kind != ERR_NONE)
        return false;
    return m->from <= m->to || fail_field(c, "to", "the second day cannot lie before the first");
}

static const char *extent(int64_t whole)
{
    return whole < 0 ? "" : whole ? "whole" : "part";
}

static const char *percent(struct ctx *c, int64_t whole, int64_t share)
{
    if (whole == 1)
        return "100";
    if (share < 0)
        return "";
    return arena_printf(c->arena, "%lld.%04lld", (long long)(share / 10000),
                        (long long)(share % 10000));
}

void unit_table_extent(struct ctx *c, struct table *t, int64_t whole, int64_t area,
                       int64_t population)
{
    table_word(t, extent(whole), whole < 0 ? "" : whole ? T("whole") : T("part"));
    table_text(t, percent(c, whole, area));
    table_text(t, percent(c, whole, population));
}

static void put_side(struct ctx *c, struct table *t, const struct unit *u, int64_t on)
{
    table_text(t, u ? u->kind : "");
    table_text(t, u ? unit_web_code(c, u, on) : "");
    table_text(t, u ? u->type : "");
    table_text(t, u ? u->name : "");
}

/* p NULL: it ended, and nothing followed. */
static bool put_row(struct ctx *c, struct table *t, const struct mapping *m, const struct unit *u,
                    const struct unit_part *p)
{
    const struct unit_change *by = p ? p->by : NULL;

    put_side(c, t, u, m->from);
    put_side(c, t, p ? p->u : NULL, m->to);
    unit_table_extent(c, t, p ? p->whole : -1, p ? p->area : -1, p ? p->population : -1);
    table_day(t, by ? by->day : 0);
    table_text(t, by ? by->act : "");
    table_text(t, by ? by->clause : "");
    return table_row(t);
}

static bool mapping_table(struct ctx *c, const struct req *q, struct res *s,
                          const struct mapping *m, const unit_list *all)
{
    static const struct table_column columns[] = {
        { N_("Kind before"), "kind_before", 12 },
        { N_("Code before"), "code_before", 8 },
        { N_("Type before"), "type_before", 12 },
        { N_("Name before"), "name_before", 30 },
        { N_("Kind after"), "kind_after", 12 },
        { N_("Code after"), "code_after", 8 },
        { N_("Type after"), "type_after", 12 },
        { N_("Name after"), "name_after", 30 },
        { N_("Whole or part"), "extent", 10 },
        { N_("Share of the area"), "share_area", 10 },
        { N_("Share of the population"), "share_population", 10 },
        { N_("Day"), "day", 12 },
        { N_("Legal act"), "act", 24 },
        { N_("Clause"), "clause", 16 },
    };
    const struct table_plan plan = { "mapping", N_("What became of them"), columns,
                                     COUNT(columns) };
    struct table *t;

    if (!table_begin(c, q, s, &plan, &t))
        return false;
    for (size_t i = 0; i < all->n; i++) {
        unit_parts p = { 0 };

        unit_successors(c, all->v[i]->id, m->from, m->to, &p);
        if (p.n == 0 && !put_row(c, t, m, all->v[i], NULL))
            return false;
        for (size_t k = 0; k < p.n; k++)
            if (!put_row(c, t, m, all->v[i], &p.v[k]))
                return false;
    }
    return table_end(t);
}

static bool mapping_json(struct ctx *c, struct res *s, const struct mapping *m,
                         const unit_list *all)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_day(&j, "from", m->from);
    json_day(&j, "to", m->to);
    json_open(&j, "units", '[');
    for (size_t i = 0; i < all->n; i++) {
        unit_parts p = { 0 };

        unit_successors(c, all->v[i]->id, m->from, m->to, &p);
        json_open(&j, NULL, '{');
        unit_web_put_ref(c, &j, "unit", all->v[i], m->from);
        unit_web_put_parts(c, &j, "became", &p, m->to);
        json_close(&j, '}');
        if (!res_flush(c, s))
            return false;
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

static void keep_places(unit_list *l)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++)
        if (unit_is_place(l->v[i]))
            l->v[n++] = l->v[i];
    l->n = n;
}

bool unit_get_mapping(struct ctx *c, const struct req *q, struct res *s)
{
    struct mapping m;
    unit_list all = { 0 };
    const char *form = table_asked(q) ? NULL : "map";

    if (q->face == FACE_HTML) /* data only: the page compares */
        return unit_web_page(c, q, s, "/units/compare");
    if (!read_mapping(c, q, &m))
        return false;
    if (unit_web_same(c, q, s, m.from * 1000000 + m.to, form))
        return true;
    unit_of_kind(c, m.kind, m.from, &all);
    if (!*m.kind)
        keep_places(&all);
    return table_asked(q) ? mapping_table(c, q, s, &m, &all) : mapping_json(c, s, &m, &all);
}
