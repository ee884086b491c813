/* Loading outlines in the browser: what is there, the form, what came of it. */
#include <string.h>

#include "common/unit/unit_map.h"
#include "common/unit/unit_outline_file.h"
#include "core/day.h"
#include "core/store.h"

struct outline_input {
    int64_t on;
    const char *source, *property;
};
const struct input unit_outline_inputs[UNIT_OUTLINE_INPUTS] = {
    FILE_INPUT("file", N_("File, GeoJSON or TopoJSON"), 1),
    DAY_INPUT(struct outline_input, on, N_("Day of the list"), 1),
    TEXT_INPUT(struct outline_input, source, N_("Source"), 1, 200),
    TEXT_INPUT(struct outline_input, property, N_("Property with the code"), 0, 60),
};

struct outlines_view {
    outline_sources sources;
    const struct outline_told *told; /* what was just done; NULL: nothing */
};

enum { NAMED = 20 }; /* units and features that are named one by one */

/* "Ba Vì (00123), …" */
static const char *some_units(struct ctx *c, const unit_list *l)
{
    struct buf b = { .arena = c->arena };

    for (size_t i = 0; i < l->n && i < NAMED; i++)
        buf_printf(&b, "%s%s (%s)", i ? ", " : "", l->v[i]->name, l->v[i]->code);
    if (l->n > NAMED)
        buf_text(&b, ", …");
    return buf_str(&b);
}

#include "unit_outlines.html.h"

static bool allow(struct ctx *c)
{
    return unit_may_at(c, "unit.write", unit_state(c)) ||
           fail(c, ERR_DENIED, "you may not change units there");
}

static bool show(struct ctx *c, const struct req *q, struct res *s, const struct outline_told *told)
{
    struct outlines_view v = { .told = told };

    if (!unit_outline_sources(c, &v.sources))
        return false;
    struct html h = page_begin(c, q, s, q->problem ? 422 : 200, T("Outlines of units"));
    unit_outlines_page_html(h, c, q, &v);
    return page_end(c, h);
}

static bool sources_json(struct ctx *c, struct res *s)
{
    struct json j = json_doc(s, 200);
    outline_sources all = { 0 };

    if (!unit_outline_sources(c, &all))
        return false;
    json_open(&j, NULL, '{');
    json_open(&j, "outlines", '[');
    for (size_t i = 0; i < all.n; i++) {
        json_open(&j, NULL, '{');
        json_day(&j, "day", all.v[i].day);
        json_text(&j, "kind", all.v[i].kind);
        json_int(&j, "units", all.v[i].units);
        json_text(&j, "source", all.v[i].source);
        json_text(&j, "sha256", all.v[i].sha256);
        json_ms(&j, "made_at", all.v[i].made_at);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

bool unit_get_outlines(struct ctx *c, const struct req *q, struct res *s)
{
    return allow(c) && (q->face == FACE_JSON ? sources_json(c, s) : show(c, q, s, NULL));
}

bool unit_show_outlines(struct ctx *c, const struct req *q, struct res *s)
{
    return show(c, q, s, NULL);
}

/* In the slow pool: reading and making plain takes a second for a large file. */
bool unit_prepare_outlines(struct ctx *c, struct req *q)
{
    const struct upload *u = req_upload(q, "file");
    struct outline_draft *d = NULL;
    struct bytes file;

    if (!u || !u->size)
        return true; /* told with the other fields */
    if (u->size > OUTLINE_FILE_MAX)
        return fail_field(c, "file", "the file is too large: at most %d MB are taken",
                          OUTLINE_FILE_MAX >> 20);
    if (!store_read(c, u->path, OUTLINE_FILE_MAX, &file) || !unit_outline_prepare(c, file, &d))
        return false;
    q->prepared = d;
    return true;
}

static bool told_json(struct res *s, const struct outline_told *t)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_text(&j, "property", t->property);
    json_int(&j, "features", (int64_t)t->features);
    json_open(&j, "kinds", '[');
    for (size_t i = 0; i < t->kinds.n; i++) {
        json_open(&j, NULL, '{');
        json_text(&j, "kind", t->kinds.v[i].kind);
        json_int(&j, "joined", (int64_t)t->kinds.v[i].joined);
        json_open(&j, "without", '[');
        for (size_t k = 0; k < t->kinds.v[i].without.n; k++)
            json_text(&j, NULL, t->kinds.v[i].without.v[k]->code);
        json_close(&j, ']');
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_open(&j, "left_out", '[');
    for (size_t i = 0; i < t->strays.n; i++)
        json_text(&j, NULL, t->strays.v[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

bool unit_post_outlines(struct ctx *c, const struct req *q, struct res *s)
{
    struct outline_input in = { 0 };
    struct outline_told told;

    if (!allow(c) || !req_read(c, q, unit_outline_inputs, UNIT_OUTLINE_INPUTS, &in))
        return false;
    if (!q->prepared)
        return fail_field(c, "file", "choose a file");
    struct outline_wish w = { q->prepared, in.on, in.source, in.property,
                              req_upload(q, "file")->sha256 };
    if (!unit_outline_load(c, &w, &told))
        return false;
    return q->face == FACE_JSON ? told_json(s, &told) : show(c, q, s, &told);
}
