/* Pages and JSON that read: the list of units, one unit. */
#include <string.h>

#include "common/unit/unit_story.h"
#include "common/unit/unit_view.h"
#include "core/day.h"
#include "core/text.h"
#include "unit_show_sql.h"

enum { PAGE_ROWS = 100, JSON_ROWS = 1000 };

/* ---- words ---- */

const struct unit_kind unit_kinds[] = {
    { "state", N_("state"), N_("the state") },
    { "ministry", N_("ministry"), N_("ministries") },
    { "ministerial", N_("body of ministerial rank"), N_("bodies of ministerial rank") },
    { "agency", N_("government agency"), N_("government agencies") },
    { "committee", N_("committee"), N_("committees") },
    { "party", N_("party body"), N_("party bodies") },
    { "president", N_("office of the President"), N_("office of the President") },
    { "assembly", N_("body of the National Assembly"), N_("bodies of the National Assembly") },
    { "court", N_("court"), N_("courts") },
    { "procuracy", N_("procuracy"), N_("procuracies") },
    { "audit", N_("audit office"), N_("audit offices") },
    { "front", N_("Fatherland Front"), N_("Fatherland Front") },
    { "enterprise", N_("state corporation"), N_("state corporations") },
    { "province", N_("province or city"), N_("provinces and cities") },
    { "district", N_("district"), N_("districts") },
    { "commune", N_("commune, ward or special zone"), N_("communes, wards and special zones") },
    { "council", N_("people's council"), N_("people's councils") },
    { "department", N_("department"), N_("departments") },
};
const size_t n_unit_kinds = COUNT(unit_kinds);

const struct unit_kind unit_systems[] = {
    { "own", N_("Own code"), "" },           { "agency", N_("Electronic identifier"), "" },
    { "province", N_("Province code"), "" }, { "commune", N_("Commune code"), "" },
    { "state", N_("Country code"), "" },     { "alias", N_("Also written"), "" },
    { "district", N_("District code"), "" },
};
const size_t n_unit_systems = COUNT(unit_systems);

const char *unit_kind_name(const char *word)
{
    for (size_t i = 0; i < COUNT(unit_kinds); i++)
        if (strcmp(unit_kinds[i].word, word) == 0)
            return unit_kinds[i].one;
    return word;
}

const char *unit_kind_many(const char *word)
{
    for (size_t i = 0; i < COUNT(unit_kinds); i++)
        if (strcmp(unit_kinds[i].word, word) == 0)
            return unit_kinds[i].many;
    return word;
}

const char *unit_system_name(const char *word)
{
    for (size_t i = 0; i < COUNT(unit_systems); i++)
        if (strcmp(unit_systems[i].word, word) == 0)
            return unit_systems[i].one;
    return word;
}

struct html_safe unit_chosen(const char *value, const char *option)
{
    return (struct html_safe){ strcmp(value, option) == 0 ? " selected=\"selected\"" : "" };
}

struct html_safe unit_described(struct ctx *c, const struct req *q, const char *name,
                                const char *hint)
{
    bool wrong = req_problem(q, name) != NULL;

    if (!wrong && !*hint)
        return (struct html_safe){ "" };
    return (struct html_safe){ arena_printf(
        c->arena, " aria-describedby=\"%s%s%s%s%s\"%s", *hint ? name : "", *hint ? "-hint" : "",
        *hint && wrong ? " " : "", wrong ? name : "", wrong ? "-error" : "",
        wrong ? " aria-invalid=\"true\"" : "") };
}

#include "unit_list.html.h"
#include "unit_page.html.h"

/* ---- who, which ---- */

bool unit_may_at(struct ctx *c, const char *cap, int64_t unit)
{
    uint64_t bit = web_cap(cap);

    if (!may(c, cap))
        return false;
    for (size_t i = 0; i < c->actor->n_held; i++)
        if ((c->actor->held[i].caps & bit) && unit_is_below(c, unit, c->actor->held[i].unit))
            return true;
    return c->actor->everywhere && c->actor->n_held == 0;
}

bool unit_of_path(struct ctx *c, const struct req *q, const struct unit **ret)
{
    return unit_of_word(c, req_text(q, "unit"), ret);
}

bool unit_of_word(struct ctx *c, const char *word, const struct unit **ret)
{
    const struct unit *u = NULL;
    int64_t id;

    if (strlen(word) > 5 && id_parse(word, &id)) /* five digits are a commune's code */
        u = unit_get(c, id);
    if (!u)
        u = unit_by_code(c, word, c->today);
    if (!u)
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    *ret = u;
    return true;
}

static bool read_day(struct ctx *c, const struct req *q, int64_t *ret)
{
    const char *text = req_text(q, "asof");

    *ret = c->today;
    return !*text || day_parse(text, ret) || fail_field(c, "asof", "write the day like 2025-08-28");
}

/* ---- the list ---- */

static bool is_asked(const struct unit *u, const char *kind, int64_t state, bool asked)
{
    if (!asked)
        return u->id == state || u->parent == state;
    return !*kind || strcmp(u->kind, kind) == 0;
}

/* Those that fit, in the order of the alphabet, at most rows after one id. */
static void find(struct ctx *c, const struct req *q, size_t rows, struct unit_list_view *v)
{
    unit_list all = { 0 };
    int64_t state = unit_state(c), after = req_int(q, "after");
    bool past = after == 0;

    unit_search(c, v->words, v->on, SIZE_MAX, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct unit *u = all.v[i];

        if (!is_asked(u, v->kind, state, v->asked))
            continue;
        if (past && v->found.n == rows) {
            v->next = arena_printf(c->arena, "%lld", (long long)v->found.v[rows - 1]->id);
            return;
        }
        if (past)
            *LIST_PUSH(c->arena, &v->found) = u;
        past = past || u->id == after;
    }
}

static int64_t count_on(struct ctx *c, int64_t on)
{
    const struct unit_dir *d = unit_dir(c);
    int64_t n = 0;

    for (size_t i = 0; i < d->n; i++)
        n += unit_dir_valid(&d->v[i], on);
    return n;
}

static void put_unit(struct ctx *c, struct json *j, const char *name, const struct unit *u)
{
    json_open(j, name, '{');
    json_id(j, "id", u->id);
    json_text(j, "code", u->code);
    json_text(j, "system", u->system);
    json_text(j, "short_code", u->short_code);
    json_text(j, "kind", u->kind);
    json_text(j, "name", u->name);
    json_text(j, "name_en", u->name_en);
    json_text(j, "name_de", u->name_de);
    json_text(j, "label", unit_label(c, u->id));
    json_id(j, "parent", u->parent);
    json_id(j, "tenant", u->tenant);
    json_day(j, "from", u->from);
    json_day(j, "until", u->until);
    json_id(j, "successor", u->successor);
    json_close(j, '}');
}

static bool list_json(struct ctx *c, const struct req *q, struct res *s,
                      const struct unit_list_view *v)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_day(&j, "asof", v->on);
    json_int(&j, "total", v->total);
    json_open(&j, "units", '[');
    for (size_t i = 0; i < v->found.n; i++)
        put_unit(c, &j, NULL, v->found.v[i]);
    json_close(&j, ']');
    if (v->next)
        json_text(&j, "next",
                  arena_printf(c->arena, "/units.json%s",
                               req_with(c, q, "after", v->next).path + strlen(q->path)));
    else
        json_null(&j, "next");
    json_close(&j, '}');
    return true;
}

bool unit_get_list(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_list_view v = { .words = req_text(q, "words"), .kind = req_text(q, "kind") };

    if (!read_day(c, q, &v.on))
        return false;
    v.asked = *v.words || *v.kind;
    v.total = count_on(c, v.on);
    find(c, q, q->face == FACE_JSON ? JSON_ROWS : PAGE_ROWS, &v);
    if (q->face == FACE_JSON)
        return list_json(c, q, s, &v);
    struct html h = page_begin(c, q, s, 200, T("Units"));
    unit_list_page_html(h, c, q, &v);
    return page_end(c, h);
}

/* ---- one unit ---- */

static bool read_history(struct ctx *c, struct unit_page_view *v)
{
    unit_show_codes_rows codes = { 0 };
    const struct unit_dir *d = unit_dir(c);

    for (size_t i = 0; i < d->n; i++)
        if (d->v[i].u.id == v->u->id && d->v[i].fact_from <= c->today)
            *LIST_PUSH(c->arena, &v->names) =
                (struct unit_name_view){ d->v[i].fact_from, d->v[i].fact_until, d->v[i].u.name };
    if (!unit_show_codes(c, v->u->id, &codes))
        return false;
    for (size_t i = 0; i < codes.n; i++)
        *LIST_PUSH(c->arena, &v->codes) =
            (struct unit_code_view){ codes.v[i].system, codes.v[i].code, codes.v[i].since,
                                     codes.v[i].until };
    return true;
}

static void read_tree(struct ctx *c, const struct req *q, struct unit_page_view *v)
{
    int64_t after = req_int(q, "after");
    unit_list all = { 0 };
    bool past = after == 0;

    for (int64_t up = v->u->parent; up && v->above.n < 8; up = unit_get(c, up)->parent)
        *LIST_PUSH(c->arena, &v->above) = unit_get(c, up);
    unit_children(c, v->u->id, c->today, &all);
    for (size_t i = 0; i < all.n && !v->after; i++) {
        if (past && v->children.n == PAGE_ROWS)
            v->after = arena_printf(c->arena, "%lld", (long long)all.v[i - 1]->id);
        else if (past)
            *LIST_PUSH(c->arena, &v->children) = all.v[i];
        past = past || all.v[i]->id == after;
    }
}

static bool page_json(struct ctx *c, struct res *s, const struct unit_page_view *v)
{
    struct json j = json_doc(s, 200);
    unit_list all = { 0 };

    unit_children(c, v->u->id, c->today, &all);
    json_open(&j, NULL, '{');
    put_unit(c, &j, "unit", v->u);
    json_open(&j, "codes", '[');
    for (size_t i = 0; i < v->codes.n; i++) {
        json_open(&j, NULL, '{');
        json_text(&j, "system", v->codes.v[i].system);
        json_text(&j, "code", v->codes.v[i].code);
        json_day(&j, "from", v->codes.v[i].from);
        json_day(&j, "until", v->codes.v[i].until);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_open(&j, "names", '[');
    for (size_t i = 0; i < v->names.n; i++) {
        json_open(&j, NULL, '{');
        json_text(&j, "name", v->names.v[i].name);
        json_day(&j, "from", v->names.v[i].from);
        json_day(&j, "until", v->names.v[i].until);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_open(&j, "children", '[');
    for (size_t i = 0; i < all.n; i++)
        put_unit(c, &j, NULL, all.v[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

bool unit_get_page(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_page_view v = { 0 };
    struct unit_story story;

    if (!unit_of_path(c, q, &v.u) || !read_history(c, &v))
        return false;
    if (q->face == FACE_JSON)
        return page_json(c, s, &v);
    read_tree(c, q, &v);
    if (!unit_story_read(c, v.u, &story))
        return false;
    v.story = unit_story_part(c, &story);
    v.may_write = unit_may_at(c, "unit.write", v.u->id) && !v.u->until;
    struct html h = page_begin(c, q, s, 200, unit_name(c, v.u->id));
    unit_page_html(h, c, q, &v);
    return page_end(c, h);
}
