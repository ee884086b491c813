/* /units/succession: who and what would move, the runs that were done, decisions. */
#include "common/unit/unit_succession_pages.h"

#include <string.h>

#include "common/unit/unit_plan.h"
#include "common/unit/unit_release_view.h"
#include "common/unit/unit_succession.h"
#include "core/day.h"
#include "core/table.h"
#include "core/text.h"

enum { SHOWN = 200, COUNTED = 20000, A_STEP = 500, FORMS = 20, KINDS = 16 };

struct succession_input {
    const char *unit, *successor, *reason;
    int64_t on;
};
const struct input unit_succession_inputs[UNIT_SUCCESSION_INPUTS] = {
    DAY_INPUT(struct succession_input, on, N_("On the day"), 0),
};
const struct input unit_choose_inputs[UNIT_CHOOSE_INPUTS] = {
    TEXT_INPUT(struct succession_input, unit, N_("Unit that ends"), 1, 60),
    TEXT_INPUT(struct succession_input, successor, N_("Successor"), 1, 60),
    TEXT_INPUT(struct succession_input, reason, N_("Reason"), 1, 1000),
    DAY_INPUT(struct succession_input, on, N_("On the day"), 0),
};

/* ---- what is shown ---- */

struct due_unit {
    struct unit_handover h;
    int64_t n;
    const char *what; /* "3 × Role, 12 × Obligation owed" */
};
struct due_item {
    struct unit_matter item;
    const struct unit_handover *h;
    const char *words, *path;
};
struct succession_view {
    int64_t on, items, undecided;
    LIST(struct due_unit) units;
    LIST(struct due_item) moves; /* the first of them */
    unit_runs runs;
    bool may_run, may_choose, again; /* again: the decision that was refused is shown */
};

struct run_view {
    struct unit_run run;
    struct unit_release release; /* if the run has one */
    unit_run_lines lines;
    const char *after;
};

static const char *item_words(struct ctx *c, const struct unit_matter *i, const char **path)
{
    const char *words;

    unit_matter_show(c, i, &words, path);
    return *words ? words : arena_printf(c->arena, "%lld", (long long)i->id);
}

static const char *by_whom(struct ctx *c, int64_t account)
{
    return account ? unit_person(c, account) : T("by the system");
}

static struct html_local address(const char *path)
{
    return (struct html_local){ path };
}

/* Is it the unit of the form that was refused? */
static bool is_again(struct ctx *c, const struct req *q, int64_t unit)
{
    return q->problem &&
           strcmp(req_last(q, "unit"), arena_printf(c->arena, "%lld", (long long)unit)) == 0;
}

static struct html_safe own_id(void)
{
    return (struct html_safe){ " id=\"unit\"" };
}

#include "unit_succession.html.h"

/* An administrator or auditor of either side sees it. */
static bool sees(struct ctx *c, const struct unit_handover *h)
{
    return unit_may_at(c, "unit.succession", h->unit) ||
           (h->to && unit_may_at(c, "unit.succession", h->to));
}

static const char *count_kinds(struct ctx *c, const unit_due_items *l)
{
    struct {
        const char *word;
        int64_t n;
    } kinds[KINDS] = { { NULL, 0 } };
    struct buf b = { .arena = c->arena };
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        size_t k = 0;

        while (k < n && strcmp(kinds[k].word, l->v[i].item.kind) != 0)
            k++;
        if (k == n && n == KINDS)
            continue;
        if (k == n)
            kinds[n++].word = l->v[i].item.kind;
        kinds[k].n++;
    }
    for (size_t k = 0; k < n; k++)
        buf_printf(&b, "%s%lld × %s", k ? ", " : "", (long long)kinds[k].n,
                   T(unit_matter_kind_name(kinds[k].word)));
    return buf_str(&b);
}

static bool add_unit(struct ctx *c, struct succession_view *v, const struct unit_handover *h)
{
    unit_due_items l = { 0 };

    if (!sees(c, h))
        return true;
    if (!unit_succession_items(c, h->unit, NULL, COUNTED, &l))
        return false;
    *LIST_PUSH(c->arena, &v->units) = (struct due_unit){ *h, (int64_t)l.n, count_kinds(c, &l) };
    v->undecided += !h->to;
    v->items += h->to ? (int64_t)l.n : 0;
    for (size_t i = 0; i < l.n && v->moves.n < SHOWN; i++) {
        struct due_item *m = LIST_PUSH(c->arena, &v->moves);

        *m = (struct due_item){ .item = l.v[i].item, .h = h };
        m->words = item_words(c, &m->item, &m->path);
    }
    return true;
}

/* A decision that was refused is shown on the page of its day. */
static bool read_on(struct ctx *c, const struct req *q, int64_t *ret)
{
    struct succession_input in = { 0 };

    if (q->problem) {
        if (!day_parse(req_last(q, "on"), ret))
            *ret = c->today;
        return true;
    }
    if (!req_read(c, q, unit_succession_inputs, UNIT_SUCCESSION_INPUTS, &in))
        return false;
    *ret = in.on ? in.on : c->today;
    return true;
}

static bool read_view(struct ctx *c, const struct req *q, struct succession_view *v)
{
    unit_handovers due = { 0 };

    if (!read_on(c, q, &v->on))
        return false;
    v->may_choose = unit_may_at(c, "unit.approve", unit_state(c));
    if (!unit_succession_due(c, v->on, &due) || !unit_run_list(c, &v->runs))
        return false;
    for (size_t i = 0; i < due.n; i++) {
        if (!add_unit(c, v, &due.v[i]))
            return false;
        if (!due.v[i].to && v->may_choose && v->undecided <= FORMS)
            v->again |= is_again(c, q, due.v[i].unit);
        v->may_run |= due.v[i].to && due.v[i].until <= c->today;
    }
    v->may_run &= v->may_choose;
    return true;
}

/* ---- as data ---- */

static void put_run(struct json *j, const char *name, const struct unit_run *r)
{
    json_open(j, name, '{');
    json_id(j, "id", r->id);
    json_day(j, "day", r->day);
    json_id(j, "release", r->release);
    json_id(j, "account", r->account);
    json_ms(j, "started_at", r->started_at);
    json_ms(j, "finished_at", r->finished_at);
    json_int(j, "moved", r->moved);
    json_int(j, "failed", r->failed);
    json_text(j, "checksum", r->checksum);
    json_close(j, '}');
}

static void put_units(struct ctx *c, struct json *j, const struct succession_view *v)
{
    json_open(j, "units", '[');
    for (size_t i = 0; i < v->units.n; i++) {
        const struct due_unit *d = &v->units.v[i];

        json_open(j, NULL, '{');
        unit_json(c, j, "unit", unit_get(c, d->h.unit));
        json_day(j, "until", d->h.until);
        unit_json(c, j, "successor", unit_get(c, d->h.to));
        json_text(j, "rule", d->h.rule);
        unit_json(c, j, "proposed", unit_get(c, d->h.proposed));
        json_int(j, "items", d->n);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static bool view_json(struct ctx *c, struct res *s, const struct succession_view *v)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_day(&j, "on", v->on);
    json_int(&j, "items", v->items);
    json_int(&j, "undecided", v->undecided);
    put_units(c, &j, v);
    json_open(&j, "moves", '[');
    for (size_t i = 0; i < v->moves.n; i++) {
        const struct due_item *m = &v->moves.v[i];

        json_open(&j, NULL, '{');
        json_text(&j, "kind", m->item.kind);
        json_id(&j, "item", m->item.id);
        json_text(&j, "what", m->words);
        json_id(&j, "from", m->h->unit);
        json_id(&j, "to", m->h->to);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_open(&j, "runs", '[');
    for (size_t i = 0; i < v->runs.n; i++)
        put_run(&j, NULL, &v->runs.v[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

static const struct table_column columns[] = {
    { N_("In force from"), "day", 12 },   { N_("Kind"), "kind", 20 },
    { N_("Number"), "item", 22 },         { N_("What"), "what", 60 },
    { N_("Unit that ends"), "from", 30 }, { N_("Successor"), "to", 30 },
    { N_("Rule"), "rule", 24 },           { N_("Became"), "made", 22 },
    { N_("Reason"), "reason", 40 },
};

static bool put_row(struct ctx *c, struct table *t, const struct unit_handover *h,
                    const struct unit_matter *i, int64_t made, const char *reason)
{
    const char *path;

    table_day(t, h->until);
    table_word(t, i->kind, T(unit_matter_kind_name(i->kind)));
    table_text(t, arena_printf(c->arena, "%lld", (long long)i->id));
    table_text(t, item_words(c, i, &path));
    table_text(t, unit_name(c, h->unit));
    table_text(t, h->to ? unit_name(c, h->to) : "");
    table_word(t, *h->rule ? h->rule : "undecided", T(unit_handover_rule_name(h->rule)));
    table_text(t, made ? arena_printf(c->arena, "%lld", (long long)made) : "");
    table_text(t, reason);
    return table_row(t);
}

static bool unit_rows(struct ctx *c, struct table *t, const struct unit_handover *h)
{
    unit_due_items l = { 0 };
    struct unit_due_item last, *after = NULL;

    do {
        l.n = 0;
        if (!unit_succession_items(c, h->unit, after, A_STEP, &l))
            return false;
        for (size_t i = 0; i < l.n; i++)
            if (!put_row(c, t, h, &l.v[i].item, 0, ""))
                return false;
        if (l.n)
            last = l.v[l.n - 1];
        after = &last;
    } while (l.n == A_STEP);
    return true;
}

static bool due_table(struct ctx *c, const struct req *q, struct res *s)
{
    static const struct table_plan plan = { "succession", N_("Succession"), columns,
                                            COUNT(columns) };
    struct succession_input in = { 0 };
    unit_handovers due = { 0 };
    struct table *t;

    if (!req_read(c, q, unit_succession_inputs, UNIT_SUCCESSION_INPUTS, &in) ||
        !unit_succession_due(c, in.on ? in.on : c->today, &due) || !table_begin(c, q, s, &plan, &t))
        return false;
    for (size_t i = 0; i < due.n; i++)
        if (sees(c, &due.v[i]) && !unit_rows(c, t, &due.v[i]))
            return false;
    return table_end(t);
}

bool unit_get_succession(struct ctx *c, const struct req *q, struct res *s)
{
    struct succession_view v = { 0 };

    if (table_asked(q))
        return due_table(c, q, s);
    if (!read_view(c, q, &v))
        return false;
    if (q->face == FACE_JSON)
        return view_json(c, s, &v);
    struct html h = page_begin(c, q, s, q->problem ? 422 : 200, T("Succession"));
    succession_page_html(h, c, q, &v);
    return c->err.kind == ERR_NONE && page_end(c, h);
}

/* ---- a run ---- */

static bool line_shown(struct ctx *c, const struct unit_run_line *l)
{
    return sees(c, &(struct unit_handover){ .unit = l->from, .to = l->to });
}

static bool run_table(struct ctx *c, const struct req *q, struct res *s, const struct unit_run *r)
{
    static const struct table_plan plan = { "succession-run", N_("Succession"), columns,
                                            COUNT(columns) };
    unit_run_lines l = { 0 };
    int64_t after = 0;
    struct table *t;

    if (!table_begin(c, q, s, &plan, &t))
        return false;
    do {
        l.n = 0;
        if (!unit_run_lines_of(c, r->id, after, A_STEP, &l))
            return false;
        for (size_t i = 0; i < l.n; i++) {
            const struct unit_run_line *x = &l.v[i];
            struct unit_handover h = { x->from, r->day, x->to, x->rule, 0 };

            after = x->line;
            if (line_shown(c, x) && !put_row(c, t, &h, &x->item, x->made, x->reason))
                return false;
        }
    } while (l.n == A_STEP);
    return table_end(t);
}

static bool run_json(struct ctx *c, struct res *s, const struct run_view *v)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    put_run(&j, "run", &v->run);
    json_open(&j, "lines", '[');
    for (size_t i = 0; i < v->lines.n; i++) {
        const struct unit_run_line *l = &v->lines.v[i];

        json_open(&j, NULL, '{');
        json_int(&j, "line", l->line);
        json_text(&j, "kind", l->item.kind);
        json_id(&j, "tenant", l->item.tenant);
        json_id(&j, "item", l->item.id);
        unit_json(c, &j, "from", unit_get(c, l->from));
        unit_json(c, &j, "to", unit_get(c, l->to));
        json_text(&j, "rule", l->rule);
        json_id(&j, "made", l->made);
        json_text(&j, "reason", l->reason);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    if (v->after)
        json_text(&j, "next",
                  arena_printf(c->arena, "/units/succession/%lld.json?after=%s",
                               (long long)v->run.id, v->after));
    else
        json_null(&j, "next");
    json_close(&j, '}');
    return true;
}

static bool read_run(struct ctx *c, const struct req *q, struct run_view *v)
{
    unit_run_lines l = { 0 };

    if (v->run.release && !unit_release_get(c, v->run.release, &v->release))
        return false;
    if (!unit_run_lines_of(c, v->run.id, req_int(q, "after"), SHOWN + 1, &l))
        return false;
    for (size_t i = 0; i < l.n && i < SHOWN; i++)
        if (line_shown(c, &l.v[i]))
            *LIST_PUSH(c->arena, &v->lines) = l.v[i];
    if (l.n > SHOWN)
        v->after = arena_printf(c->arena, "%lld", (long long)l.v[SHOWN - 1].line);
    return true;
}

bool unit_get_run(struct ctx *c, const struct req *q, struct res *s)
{
    struct run_view v = { 0 };

    if (!unit_run_get(c, req_id(q), &v.run))
        return false;
    if (table_asked(q))
        return run_table(c, q, s, &v.run);
    if (!read_run(c, q, &v))
        return false;
    if (q->face == FACE_JSON)
        return run_json(c, s, &v);
    struct html h = page_begin(c, q, s, 200, T("Succession"));
    succession_run_html(h, c, q, &v);
    return c->err.kind == ERR_NONE && page_end(c, h);
}

/* ---- doing it ---- */

/* The list belongs to the whole state. */
static bool allow(struct ctx *c)
{
    return unit_may_at(c, "unit.approve", unit_state(c)) ||
           fail(c, ERR_DENIED, "you may not change units there");
}

/* A first step at once; the server goes on by itself. */
bool unit_post_succession(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_step step = { .on = c->today, .most = A_STEP };

    (void)q;
    if (!allow(c) || !unit_succession_step(c, &step))
        return false;
    unit_succession_wake(c);
    return web_see_other(s, "/units/succession");
}

static int64_t unit_of(struct ctx *c, const char *word, int64_t on)
{
    const struct unit *u;
    int64_t id;

    if (strlen(word) > 5 && id_parse(word, &id) && unit_get(c, id))
        return id;
    u = unit_by_code(c, word, on);
    return u ? u->id : 0;
}

bool unit_post_choose(struct ctx *c, const struct req *q, struct res *s)
{
    struct succession_input in = { 0 };

    if (!allow(c) || !req_read(c, q, unit_choose_inputs, UNIT_CHOOSE_INPUTS, &in) ||
        !unit_choose(c, unit_of(c, in.unit, c->today), unit_of(c, in.successor, c->today),
                     in.reason))
        return false;
    unit_succession_wake(c);
    return web_see_other(
        s, in.on ? arena_printf(c->arena, "/units/succession?on=%s", day_text(c->arena, in.on))
                 : "/units/succession");
}
