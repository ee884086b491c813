/* Addresses of units, days and ETags of answers; what a code means. */
#include "common/unit/unit_web.h"

#include <string.h>

#include "core/day.h"
#include "core/text.h"

/* Raised when an answer tells something else from the same data: what caches have is old then. */
enum { FORMAT = 1 };

/* ---- addresses ---- */

static bool is_its(const struct unit_code_entry *e, const struct unit *u)
{
    return e->unit == u->id && strcmp(e->system, u->system) == 0;
}

/* The unit's present code in its list, on a day if it was valid then. */
static const struct unit_code_entry *entry(struct ctx *c, const struct unit *u, int64_t on)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit_code_entry *e, *first = NULL;

    for (size_t at = unit_dir_code(d, u->code); (e = unit_dir_code_at(d, at)); at++) {
        if (!is_its(e, u) || strcmp(e->code, u->code) != 0)
            continue;
        if (on && unit_dir_code_on(e, on))
            return e;
        first = !first || e->since < first->since ? e : first;
    }
    return first;
}

const char *unit_web_code(struct ctx *c, const struct unit *u, int64_t on)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit_code_entry *e = entry(c, u, on);

    if (!e || unit_dir_code_on(e, on))
        return u->code;
    for (size_t i = 0; i < d->n_codes; i++)
        if (is_its(&d->codes[i], u) && unit_dir_code_on(&d->codes[i], on))
            return d->codes[i].code;
    return u->code;
}

static struct html_local path_of(struct ctx *c, const struct unit *u, const char *code, int64_t on)
{
    struct buf b = { .arena = c->arena };
    struct html h = { &b };

    buf_text(&b, "/units/");
    if (!on) {
        buf_int(&b, u->id);
        return (struct html_local){ buf_str(&b) };
    }
    html_path(h, u->system);
    buf_put(&b, "/", 1);
    html_path(h, code);
    buf_text(&b, "?on=");
    buf_text(&b, day_text(c->arena, on));
    return (struct html_local){ buf_str(&b) };
}

/* '/' in a code would be another address. */
static bool has_address(const struct unit *u)
{
    return *u->code && *u->system && !strpbrk(u->code, "/\\");
}

struct html_local unit_web_stable(struct ctx *c, const struct unit *u)
{
    const struct unit_code_entry *e = has_address(u) ? entry(c, u, 0) : NULL;

    return path_of(c, u, u->code, e ? e->since : 0);
}

struct html_local unit_web_path(struct ctx *c, const struct unit *u, int64_t on)
{
    const char *code = unit_web_code(c, u, on);

    if (has_address(u) && unit_by_system(c, u->system, code, on))
        return path_of(c, u, code, on);
    return unit_web_stable(c, u);
}

/* ---- days, ETags ---- */

bool unit_web_day(struct ctx *c, const struct req *q, int64_t *ret)
{
    const char *text = req_text(q, "on");

    *ret = c->today;
    return !*text || day_parse(text, ret) || fail_field(c, "on", "write the day like 2025-08-28");
}

bool unit_web_page(struct ctx *c, const struct req *q, struct res *s, const char *path)
{
    return web_see_other(s, arena_printf(c->arena, "%s%s%s", path, *q->query ? "?" : "", q->query));
}

bool unit_web_same(struct ctx *c, const struct req *q, struct res *s, int64_t on, const char *form)
{
    static const char *const forms[] = { "html", "json", "csv", "xlsx" }; /* enum face */
    struct buf b = { .arena = c->arena };

    if (!form && q->face == FACE_HTML)
        return false;
    buf_text(&b, form ? form : forms[q->face]);
    buf_int(&b, FORMAT);
    buf_text(&b, c->lang);
    buf_put(&b, "-", 1);
    buf_int(&b, unit_dir(c)->revision);
    buf_put(&b, "-", 1);
    buf_int(&b, on);
    s->etag = buf_str(&b);
    s->cache = "public, no-cache";
    return web_unchanged(c, q, s);
}

/* ---- by code ---- */

static bool is_system(const char *word)
{
    for (size_t i = 0; i < n_unit_systems; i++)
        if (strcmp(unit_systems[i].word, word) == 0)
            return true;
    return false;
}

/* Several units, or the same one with another between. */
static bool is_settled(const unit_meanings *m)
{
    for (size_t i = 1; i < m->n; i++)
        if (!m->v[i].u || !m->v[0].u || m->v[i].u->id != m->v[0].u->id)
            return false;
    return m->n > 0 && m->v[0].u;
}

struct unit_code_page {
    const char *system, *code, *on;
    const unit_meanings *meant;
};

#include "unit_code.html.h"

/* All that the code has meant; the status says whether the question was at fault. */
static bool show_meanings(struct ctx *c, const struct req *q, struct res *s,
                          const struct unit_code_page *v, int status)
{
    if (q->face == FACE_HTML) {
        struct html h = page_begin(c, q, s, status, TF("The code %s", v->code));

        unit_code_page_html(h, c, v);
        return page_end(c, h);
    }
    struct json j = json_doc(s, status);
    json_open(&j, NULL, '{');
    json_int(&j, "status", status);
    json_text(&j, "title",
              status == 404 ? TF("The code %s meant nothing on that day.", v->code)
                            : TF("The code %s has meant several units; say the day.", v->code));
    json_text(&j, "system", v->system);
    json_text(&j, "code", v->code);
    unit_web_put_meanings(c, &j, v->meant);
    json_close(&j, '}');
    return true;
}

static bool show_unit(struct ctx *c, const struct req *q, struct res *s, const struct unit *u,
                      int64_t on)
{
    const char *link = arena_printf(c->arena, "<%s>; rel=\"canonical\"", /* RFC 6596 */
                                    unit_web_stable(c, u).path);

    if (unit_web_same(c, q, s, on, NULL))
        return true;
    res_header(c, s, "Link", link);
    return unit_show(c, q, s, u, on);
}

bool unit_get_code(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_code_page v = { req_text(q, "system"), req_text(q, "code"), req_text(q, "on"),
                                NULL };
    unit_meanings meant = { 0 };
    int64_t on;

    v.meant = &meant;
    if (!unit_web_day(c, q, &on))
        return false;
    if (is_system(v.system))
        unit_code_meanings(c, v.system, v.code, &meant);
    if (meant.n == 0)
        return fail(c, ERR_NOT_FOUND, "no unit has ever had this code");
    if (*v.on) {
        const struct unit *u = unit_by_system(c, v.system, v.code, on);

        return u ? show_unit(c, q, s, u, on) : show_meanings(c, q, s, &v, 404);
    }
    if (!is_settled(&meant))
        return show_meanings(c, q, s, &v, 300);
    const struct unit_meaning *last = &meant.v[meant.n - 1];
    if (last->until && last->until <= on)
        on = last->until - 1;
    return show_unit(c, q, s, last->u, on < last->from ? last->from : on);
}
