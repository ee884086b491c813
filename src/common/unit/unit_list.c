/* The list of units of a day: filtered, page by page. */
#include <string.h>

#include "common/unit/unit_web.h"
#include "core/day.h"
#include "core/table.h"
#include "core/text.h"

enum { PAGE_ROWS = 100, JSON_ROWS = 1000 };

#include "unit_rows.html.h"

#include "unit_list.html.h"

/* ---- what is asked ---- */

/* "7312…", or "province:01". */
static bool read_parent(struct ctx *c, const char *word, int64_t on, const struct unit **ret)
{
    const char *colon = strchr(word, ':');
    int64_t id;

    *ret = NULL;
    if (!*word)
        return true;
    if (colon) {
        const char *system = arena_strndup(c->arena, word, (size_t)(colon - word));

        *ret = unit_by_system(c, system, colon + 1, on);
    } else if (id_parse(word, &id)) {
        *ret = unit_dir_on(unit_dir(c), id, on);
    }
    return *ret || fail_field(c, "parent",
                              "no unit was this on that day; write its number, or its code with "
                              "the list like province:01");
}

/* Which units have a code of this list on the day, by their place in the directory. */
static const char *with_system(struct ctx *c, const char *system, int64_t on)
{
    const struct unit_dir *d = unit_dir(c);
    char *has = arena_alloc(c->arena, d->n + 1);

    for (size_t i = 0; i < d->n_codes; i++) {
        const struct unit_as *a = unit_dir_newest(d, d->codes[i].unit);

        if (a && strcmp(d->codes[i].system, system) == 0 && unit_dir_code_on(&d->codes[i], on))
            has[a - d->v] = 1;
    }
    return has;
}

static bool fits(struct ctx *c, const struct req *q, const struct unit_list_view *v,
                 const struct unit *u)
{
    int64_t state = unit_state(c);

    if (!v->asked && q->face == FACE_HTML) /* a place to begin, rather than thousands */
        return u->id == state || u->parent == state;
    return (!*v->kind || strcmp(u->kind, v->kind) == 0) &&
           (!v->parent || u->parent == v->parent->id) &&
           (!v->has_code || v->has_code[unit_dir_newest(unit_dir(c), u->id) - unit_dir(c)->v]);
}

/* ---- what there is ---- */

static bool find(struct ctx *c, const struct req *q, size_t rows, struct unit_list_view *v)
{
    unit_list all = { 0 };
    int64_t after = req_int(q, "after");
    bool past = after == 0;

    unit_search(c, v->words, v->on, SIZE_MAX, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct unit *u = all.v[i];
        bool one = fits(c, q, v, u);

        v->matching += one;
        if (one && past && v->found.n == rows && !v->next)
            v->next = int_text(c->arena, v->found.v[rows - 1]->id);
        if (one && past && !v->next)
            *LIST_PUSH(c->arena, &v->found) = u;
        past = past || u->id == after;
    }
    return past || fail_field(c, "after", "the list has changed here; begin again from its start");
}

static int64_t count_on(struct ctx *c, const char *kind, int64_t on)
{
    const struct unit_dir *d = unit_dir(c);
    int64_t n = 0;

    for (size_t i = 0; i < d->n; i++)
        n += unit_dir_valid(&d->v[i], on) && (!*kind || strcmp(d->v[i].u.kind, kind) == 0);
    return n;
}

/* The day stands in it, so that the pages are of one list also around midnight. */
static const char *next_address(struct ctx *c, const struct req *q, const struct unit_list_view *v)
{
    struct req on = *q;
    const char *dated = req_with(c, q, "on", day_text(c->arena, v->on)).path;

    on.query = dated + strcspn(dated, "?") + 1;
    return arena_printf(c->arena, "/units.json%s",
                        req_with(c, &on, "after", v->next).path + strlen(q->path));
}

static bool list_json(struct ctx *c, const struct req *q, struct res *s,
                      const struct unit_list_view *v)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_day(&j, "on", v->on);
    json_int(&j, "total", v->total);
    json_int(&j, "matching", v->matching);
    json_open(&j, "counts", '{');
    for (size_t i = 0; i < n_unit_kinds; i++)
        json_int(&j, unit_kinds[i].word, count_on(c, unit_kinds[i].word, v->on));
    json_close(&j, '}');
    json_open(&j, "units", '[');
    for (size_t i = 0; i < v->found.n; i++) {
        unit_web_put(c, &j, NULL, v->found.v[i], v->on);
        if (!res_flush(c, s))
            return false;
    }
    json_close(&j, ']');
    if (v->next)
        json_text(&j, "next", next_address(c, q, v));
    else
        json_null(&j, "next");
    json_close(&j, '}');
    return true;
}

static bool read_asked(struct ctx *c, const struct req *q, struct unit_list_view *v)
{
    v->words = req_text(q, "words");
    v->kind = req_text(q, "kind");
    v->system = req_text(q, "system");
    if (!unit_web_day(c, q, &v->on) || !read_parent(c, req_text(q, "parent"), v->on, &v->parent))
        return false;
    if (*v->system)
        v->has_code = with_system(c, v->system, v->on);
    v->asked = *v->words || *v->kind || *v->system || v->parent;
    v->total = count_on(c, "", v->on);
    return true;
}

bool unit_get_list(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_list_view v = { 0 };

    if (!read_asked(c, q, &v))
        return false;
    if (unit_web_same(c, q, s, v.on, NULL))
        return true;
    if (!find(c, q, table_asked(q) ? SIZE_MAX : q->face == FACE_JSON ? JSON_ROWS : PAGE_ROWS, &v))
        return false;
    if (table_asked(q))
        return unit_list_table(c, q, s, &v);
    if (q->face == FACE_JSON)
        return list_json(c, q, s, &v);
    struct html h = page_begin(c, q, s, 200, T("Units"));
    unit_list_page_html(h, c, q, &v);
    return page_end(c, h);
}

bool unit_get_all(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_list_view v = { 0 };

    if (q->face == FACE_HTML) /* data only: the page is the list */
        return unit_web_page(c, q, s, "/units");
    if (!read_asked(c, q, &v))
        return false;
    v.asked = true;
    return unit_web_same(c, q, s, v.on, "all") ||
           (find(c, q, SIZE_MAX, &v) && list_json(c, q, s, &v));
}

bool unit_get_geojson(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_list_view v = { 0 };

    if (!read_asked(c, q, &v))
        return false;
    v.asked = true;
    return unit_web_same(c, q, s, v.on, "geo") ||
           (find(c, q, SIZE_MAX, &v) && unit_list_geojson(c, s, &v));
}
