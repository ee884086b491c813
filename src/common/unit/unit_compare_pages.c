/* Two days or releases side by side: page, JSON, CSV, XLSX. */
#include <string.h>

#include "common/unit/unit_release_routes.h"
#include "common/unit/unit_release_view.h"
#include "common/unit/unit_web.h"
#include "core/chart.h"
#include "core/day.h"
#include "core/json.h"
#include "core/table.h"
#include "core/text.h"

enum { PAGE_ROWS = 100 };

/* ---- what is asked ---- */

struct compare_input {
    const char *from, *to, *kind, *what;
    int64_t after;
};

const struct input unit_compare_inputs[UNIT_COMPARE_INPUTS] = {
    TEXT_INPUT(struct compare_input, from, N_("Day or release"), 0, 20),
    TEXT_INPUT(struct compare_input, to, N_("Day or release"), 0, 20),
    CHOICE_INPUT(struct compare_input, kind, N_("Kind"), 0, "province district commune"),
    CHOICE_INPUT(struct compare_input, what, N_("Difference"), 0, "added removed changed"),
    ID_INPUT(struct compare_input, after, N_("Page"), 0),
};

/* A day, or the number of a release: its day. */
static bool read_day(struct ctx *c, const char *field, const char *text, int64_t *ret)
{
    int64_t number, first = unit_first_day(c, "commune");
    unit_releases all = { 0 };

    if (day_parse(text, ret))
        return !first || *ret >= first ||
               fail_field(c, field, "the list begins on %s; nothing can be said of days before it",
                          tr_day_short(c, first));
    if (!int_parse(text, &number) || number < 1)
        return fail_field(c, field, "write a day like 2025-07-01 or the number of a release");
    if (!unit_release_list(c, &all))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].number == number) {
            *ret = all.v[i].day;
            return true;
        }
    return fail_field(c, field, "there is no such release");
}

static const struct unit *side_of(const struct unit_difference *v)
{
    return v->before ? v->before : v->after;
}

static void keep_asked(struct ctx *c, const struct compare_input *in, const unit_differences *all,
                       unit_differences *ret)
{
    for (size_t i = 0; i < all->n; i++)
        if ((!*in->kind || strcmp(side_of(&all->v[i])->kind, in->kind) == 0) &&
            (!*in->what || strcmp(all->v[i].what, in->what) == 0))
            *LIST_PUSH(c->arena, ret) = all->v[i];
}

/* ---- as data ---- */

static void put_side(struct json *j, const char *name, const struct unit *u)
{
    if (!u) {
        json_null(j, name);
        return;
    }
    json_open(j, name, '{');
    json_text(j, "code", u->code);
    json_text(j, "type", u->type);
    json_text(j, "name", u->name);
    json_id(j, "parent", u->parent);
    json_close(j, '}');
}

static bool compare_table(struct ctx *c, const struct req *q, struct res *s,
                          const unit_differences *l)
{
    static const struct table_column columns[] = {
        { N_("Difference"), "what", 12 },
        { N_("Kind"), "kind", 12 },
        { N_("Code before"), "code_before", 8 },
        { N_("Type before"), "type_before", 12 },
        { N_("Name before"), "name_before", 30 },
        { N_("Code after"), "code_after", 8 },
        { N_("Type after"), "type_after", 12 },
        { N_("Name after"), "name_after", 30 },
        { N_("How"), "how", 12 },
        { N_("Legal act"), "act", 30 },
        { N_("Clause"), "clause", 12 },
    };
    const struct table_plan plan = { "difference", N_("Difference"), columns, COUNT(columns) };
    struct table *t;

    if (!table_begin(c, q, s, &plan, &t))
        return false;
    for (size_t i = 0; i < l->n; i++) {
        const struct unit *side[] = { l->v[i].before, l->v[i].after };
        const struct unit_change *by = l->v[i].by;

        table_word(t, l->v[i].what, T(l->v[i].what));
        table_word(t, side_of(&l->v[i])->kind, T(unit_kind_name(side_of(&l->v[i])->kind)));
        for (size_t k = 0; k < COUNT(side); k++) {
            table_text(t, side[k] ? side[k]->code : "");
            table_text(t, side[k] ? side[k]->type : "");
            table_text(t, side[k] ? side[k]->name : "");
        }
        table_word(t, by ? by->kind : "", by ? T(unit_change_name(by->kind)) : "");
        table_text(t, by ? by->act : "");
        table_text(t, by ? by->clause : "");
        if (!table_row(t))
            return false;
    }
    return table_end(t);
}

static bool compare_json(struct ctx *c, struct res *s, const struct unit_compare_view *v,
                         const unit_differences *l)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_day(&j, "from", v->from_day);
    json_day(&j, "to", v->to_day);
    json_open(&j, "differences", '[');
    for (size_t i = 0; i < l->n; i++) {
        const struct unit_difference *d = &l->v[i];

        json_open(&j, NULL, '{');
        json_text(&j, "what", d->what);
        json_id(&j, "id", side_of(d)->id);
        json_text(&j, "kind", side_of(d)->kind);
        put_side(&j, "before", d->before);
        put_side(&j, "after", d->after);
        json_text(&j, "how", d->by ? d->by->kind : "");
        json_text(&j, "act", d->by ? d->by->act : "");
        json_text(&j, "clause", d->by ? d->by->clause : "");
        json_close(&j, '}');
        if (!res_flush(c, s))
            return false;
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

/* ---- as a page ---- */

/* "?from=…&to=…" with a filter, or as a file. */
static struct html_local to(struct ctx *c, const struct unit_compare_view *v, const char *form,
                            const char *kind, const char *what)
{
    struct buf b = { .arena = c->arena };

    buf_printf(&b, "/units/compare%s?from=", form);
    html_path((struct html){ &b }, v->from);
    buf_text(&b, "&to=");
    html_path((struct html){ &b }, v->to);
    if (*kind)
        buf_printf(&b, "&kind=%s", kind);
    if (*what)
        buf_printf(&b, "&what=%s", what);
    return (struct html_local){ buf_str(&b) };
}

/* What a unit was called, of which type, with which code and below what; only what differs. */
static const char *side_text(struct ctx *c, const struct unit_difference *v, bool after)
{
    const struct unit *u = after ? v->after : v->before, *o = after ? v->before : v->after;
    struct buf b = { .arena = c->arena };

    if (!u)
        return "–";
    buf_text(&b, u->name);
    if (!o || strcmp(u->type, o->type) != 0)
        buf_printf(&b, ", %s", u->type);
    if (*u->code && (!o || strcmp(u->code, o->code) != 0))
        buf_printf(&b, ", %s", u->code);
    if (u->parent && u->parent != unit_state(c) && (!o || u->parent != o->parent))
        buf_printf(&b, ", %s", unit_name(c, u->parent));
    return buf_str(&b);
}

const char *unit_difference_text(struct ctx *c, const struct unit_difference *v)
{
    if (v->before && v->after)
        return arena_printf(c->arena, "%s: %s → %s", T(v->what), side_text(c, v, false),
                            side_text(c, v, true));
    return arena_printf(c->arena, "%s: %s", T(v->what), side_text(c, v, v->after != NULL));
}

static struct html_safe bars(struct ctx *c, const struct unit_compare_view *v,
                             const struct unit_kind_sum *k)
{
    const struct chart_part part[] = {
        { "added", T("added"), k->added, to(c, v, "", k->kind, "added").path },
        { "changed", T("changed"), k->changed, to(c, v, "", k->kind, "changed").path },
        { "removed", T("removed"), k->removed, to(c, v, "", k->kind, "removed").path },
    };
    const char *title = arena_printf(c->arena, "%s: %s → %s", T(k->title), tr_count(c, k->before),
                                     tr_count(c, k->after));

    return chart_stack(c, title, part, COUNT(part));
}

void unit_kind_sums(struct ctx *c, int64_t from, int64_t to, const unit_differences *l,
                    struct unit_kind_sum ret[UNIT_PLACE_KINDS])
{
    static const char *const kinds[UNIT_PLACE_KINDS][2] = {
        { "province", N_("Provinces and cities") },
        { "district", N_("Districts") },
        { "commune", N_("Communes, wards and special zones") },
    };

    for (size_t k = 0; k < UNIT_PLACE_KINDS; k++) {
        unit_list before = { 0 }, after = { 0 };
        struct unit_kind_sum sum = { .kind = kinds[k][0], .title = kinds[k][1] };

        unit_of_kind(c, sum.kind, from, &before);
        unit_of_kind(c, sum.kind, to, &after);
        sum.before = (int64_t)before.n;
        sum.after = (int64_t)after.n;
        for (size_t i = 0; i < l->n; i++) {
            if (strcmp(side_of(&l->v[i])->kind, sum.kind) != 0)
                continue;
            sum.added += !l->v[i].before;
            sum.removed += !l->v[i].after;
            sum.changed += l->v[i].before && l->v[i].after;
        }
        ret[k] = sum;
    }
}

#include "unit_compare.html.h"

static void cut_page(struct ctx *c, const unit_differences *all, int64_t after,
                     struct unit_compare_view *v)
{
    bool past = after == 0;

    for (size_t i = 0; i < all->n; i++) {
        if (past && v->shown.n == PAGE_ROWS) {
            v->next = side_of(&v->shown.v[PAGE_ROWS - 1])->id;
            return;
        }
        if (past)
            *LIST_PUSH(c->arena, &v->shown) = all->v[i];
        past = past || side_of(&all->v[i])->id == after;
    }
}

/* A mistake in the address is told at its field, in the page itself. */
static bool compare_page(struct ctx *c, struct req q, struct res *s, struct unit_compare_view *v)
{
    struct err e = c->err;

    if (v->asked && e.kind != ERR_NONE && e.kind != ERR_INPUT)
        return false;
    c->err = (struct err){ 0 };
    q.problem = e.kind == ERR_INPUT ? &e : NULL;
    if (!unit_release_list(c, &v->releases))
        return false;
    struct html h = page_begin(c, &q, s, q.problem ? 422 : 200, T("Compare two lists of units"));
    unit_compare_page_html(h, c, &q, v);
    return page_end(c, h);
}

bool unit_get_compare(struct ctx *c, const struct req *q, struct res *s)
{
    struct compare_input in = { "", "", "", "", 0 };
    struct unit_compare_view v = { .from = req_text(q, "from"), .to = req_text(q, "to") };
    unit_differences all = { 0 }, asked = { 0 };

    v.asked = *v.from || *v.to || q->face != FACE_HTML;
    bool ok = v.asked && req_read(c, q, unit_compare_inputs, UNIT_COMPARE_INPUTS, &in);
    if (ok) { /* both, so that both mistakes are told */
        bool from_ok = read_day(c, "from", in.from, &v.from_day);
        ok = read_day(c, "to", in.to, &v.to_day) && from_ok;
    }
    v.kind = in.kind;
    v.what = in.what;
    if (ok && unit_web_same(c, q, s, v.from_day * 1000000 + v.to_day, NULL))
        return true;
    if (ok) {
        unit_compare(c, v.from_day, v.to_day, &all);
        keep_asked(c, &in, &all, &asked);
    }
    if (q->face == FACE_HTML) {
        v.found = ok;
        v.n = (int64_t)asked.n;
        if (ok)
            unit_kind_sums(c, v.from_day, v.to_day, &all, v.sums);
        cut_page(c, &asked, in.after, &v);
        return compare_page(c, *q, s, &v);
    }
    if (!ok)
        return false;
    return table_asked(q) ? compare_table(c, q, s, &asked) : compare_json(c, s, &v, &asked);
}
