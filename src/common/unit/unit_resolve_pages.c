/* The page and the JSON answer of resolving. */
#include <string.h>

#include "common/unit/unit_resolve.h"
#include "common/unit/unit_view.h"
#include "core/day.h"

enum { TEXT_BYTES = 2000 };

struct unit_resolve_view {
    const char *text, *system, *code, *on;
    bool asked;
    struct unit_answer a;
    const char *why;
};

static const char *share_text(struct ctx *c, int64_t share)
{
    return share < 0 ? "" : tr_percent(c, share, 1000000);
}

#include "unit_resolve.html.h"

static bool read_days(struct ctx *c, const struct req *q, int64_t *ret_day, int64_t *ret_on)
{
    const char *day = req_text(q, "day"), *on = req_text(q, "on");
    bool ok = true;

    *ret_day = 0;
    *ret_on = c->today;
    if (*day && !day_parse(day, ret_day))
        ok = fail_field(c, "day", "write the day like 2025-08-28");
    if (*on && !day_parse(on, ret_on))
        ok = fail_field(c, "on", "write the day like 2025-08-28");
    return ok;
}

/* Of a code "on" alone is the day of the record, and the answer is in the units of today; of a
 * day to come, in those of that day: what a merger will change can be tried before. */
static bool answer(struct ctx *c, const struct req *q, struct unit_resolve_view *v)
{
    int64_t day, on;

    if (!read_days(c, q, &day, &on))
        return false;
    if (strlen(v->text) > TEXT_BYTES || strlen(v->code) > TEXT_BYTES)
        return fail_field(c, *v->code ? "code" : "text",
                          "this is too long for an address: at most %d bytes", TEXT_BYTES);
    if (*v->code && !day && *v->on) {
        day = on;
        on = day > c->today ? day : c->today;
    }
    if (*v->code)
        unit_resolve_code(c, v->system, v->code, day, on, &v->a);
    else
        unit_resolve_text(c, v->text, on, &v->a);
    v->why = unit_answer_why(c, &v->a);
    return true;
}

static void put_meanings(struct ctx *c, struct json *j, const unit_meanings *m)
{
    json_open(j, "meant", '[');
    for (size_t i = 0; i < m->n; i++) {
        const struct unit *u = m->v[i].u;

        json_open(j, NULL, '{');
        json_text(j, "system", m->v[i].system);
        json_text(j, "name", u ? u->name : "");
        json_text(j, "kind", u ? unit_word(u) : "");
        json_text(j, "parent",
                  u ? unit_parent_code(c, u, m->v[i].until ? m->v[i].until - 1 : c->today) : "");
        json_day(j, "from", m->v[i].from);
        json_day(j, "until", m->v[i].until);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static bool answer_json(struct ctx *c, struct res *s, const struct unit_resolve_view *v)
{
    struct json j = json_doc(s, 200);
    unit_meanings meant = v->a.meant;

    if (*v->code && meant.n == 0)
        unit_code_meanings(c, v->system, v->code, &meant);
    json_open(&j, NULL, '{');
    json_open(&j, "units", '[');
    for (size_t i = 0; i < v->a.units.n; i++) {
        const struct unit_found *f = &v->a.units.v[i];

        json_open(&j, NULL, '{');
        json_text(&j, "code", f->u->code);
        json_text(&j, "name", f->u->name);
        json_text(&j, "kind", unit_word(f->u));
        json_text(&j, "parent", unit_parent_code(c, f->u, v->a.on));
        json_share(&j, "share", f->share);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_bool(&j, "ambiguous", v->a.ambiguous);
    json_text(&j, "why", v->why);
    if (*v->code)
        put_meanings(c, &j, &meant);
    json_close(&j, '}');
    return true;
}

bool unit_get_resolve(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_resolve_view v = { .text = req_text(q, "text"),
                                   .system = req_text(q, "system"),
                                   .code = req_text(q, "code"),
                                   .on = req_text(q, "on") };

    v.asked = *v.text || *v.code;
    if (!answer(c, q, &v))
        return false;
    s->etag = arena_printf(c->arena, "%s-%lld-%lld", c->lang, (long long)unit_dir(c)->revision,
                           (long long)c->today);
    if (q->face == FACE_JSON) {
        s->cache = "public, no-cache";
        return web_unchanged(c, q, s) || answer_json(c, s, &v);
    }
    s->etag = NULL; /* the page also shows who is signed in */
    struct html h = page_begin(c, q, s, 200, T("Find the unit of an address or code"));
    unit_resolve_page_html(h, c, q, &v);
    return page_end(c, h);
}
