/* One unit: its page, and the words of kinds and code lists. */
#include <string.h>

#include "common/unit/unit_story.h"
#include "common/unit/unit_web.h"
#include "core/day.h"
#include "core/text.h"
#include "unit_show_sql.h"

enum { PAGE_ROWS = 100 };

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

#include "unit_rows.html.h"

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

/* ---- one unit ---- */

static bool read_history(struct ctx *c, struct unit_page_view *v)
{
    unit_show_codes_rows codes = { 0 };
    const struct unit_dir *d = unit_dir(c);
    const char *newer = NULL;

    for (size_t i = 0; i < d->n; i++) { /* of a unit the newest first */
        const struct unit_as *a = &d->v[i];

        if (a->u.id != v->u->id || a->fact_from > c->today)
            continue;
        if (newer && strcmp(newer, a->u.name) != 0) /* else its parent or type changed */
            *LIST_PUSH(c->arena, &v->former) = (struct unit_name_view){ a->u.name, a->fact_until };
        newer = a->u.name;
    }
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

    for (const struct unit *up = v->u; up->parent && v->above.n < 8;) {
        up = unit_dir_on(unit_dir(c), up->parent, v->on);
        if (!up)
            break;
        *LIST_PUSH(c->arena, &v->above) = up;
    }
    unit_children(c, v->u->id, v->on, &all);
    for (size_t i = 0; i < all.n && !v->after; i++) {
        if (past && v->children.n == PAGE_ROWS)
            v->after = int_text(c->arena, all.v[i - 1]->id);
        else if (past)
            *LIST_PUSH(c->arena, &v->children) = all.v[i];
        past = past || all.v[i]->id == after;
    }
}

static bool show_json(struct ctx *c, struct res *s, const struct unit_page_view *v)
{
    struct json j = json_doc(s, 200);
    unit_meanings meant = { 0 };

    if (*v->u->code)
        unit_code_meanings(c, v->u->system, unit_web_code(c, v->u, v->on), &meant);
    json_open(&j, NULL, '{');
    json_day(&j, "on", v->on);
    if (!unit_web_put_all(c, &j, v->u, v->on))
        return false;
    unit_web_put_meanings(c, &j, &meant);
    if (v->u->until) {
        json_id(&j, "takes_over", v->handover.to);
        json_text(&j, "takes_over_by", v->handover.rule);
    }
    json_close(&j, '}');
    return true;
}

bool unit_show(struct ctx *c, const struct req *q, struct res *s, const struct unit *u, int64_t on)
{
    struct unit_page_view v = { .u = u, .on = on };
    struct unit_story story;

    if (u->until && !unit_handover_of(c, u->id, &v.handover))
        return false;
    if (q->face == FACE_JSON)
        return show_json(c, s, &v);
    if (!read_history(c, &v))
        return false;
    read_tree(c, q, &v);
    if (!unit_story_read(c, u, &story))
        return false;
    v.story = unit_story_part(c, &story);
    if (u->until)
        unit_successors(c, u->id, on, c->today > on ? c->today : on, &v.became);
    v.may_write = unit_may_at(c, "unit.write", u->id) && !u->until;
    struct html h = page_begin(c, q, s, 200, unit_own_name(c, u));
    unit_page_html(h, c, q, &v);
    return page_end(c, h);
}

bool unit_get_page(struct ctx *c, const struct req *q, struct res *s)
{
    const struct unit *u;
    int64_t on;

    if (!unit_web_day(c, q, &on) || !unit_of_path(c, q, &u))
        return false;
    if (!*req_text(q, "on") && u->until && u->until <= on)
        on = u->until - 1; /* a closed one, as it was last */
    if (!*req_text(q, "on") && u->from > on)
        on = u->from;
    u = unit_dir_on(unit_dir(c), u->id, on);
    if (!u)
        return fail(c, ERR_NOT_FOUND, "the unit did not exist on that day");
    return unit_web_same(c, q, s, on, NULL) || unit_show(c, q, s, u, on);
}
