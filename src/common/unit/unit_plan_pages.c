/* The forms of a draft: one for each operation, one for a single line, one for a file. */
#include <string.h>

#include "common/unit/unit_plan_form.h"
#include "common/unit/unit_release_routes.h"
#include "common/unit/unit_release_view.h"
#include "core/text.h"

enum { FOUND_UNITS = 20, SHOWN_LINES = 50, SHOWN_FAULTS = 200 };

const struct input unit_add_plan_inputs[UNIT_ADD_PLAN_INPUTS] = {
    CHOICE_INPUT(struct unit_plan_form, what, N_("What happens"), 1,
                 "merge split rename kind new dissolve code"),
    TEXT_INPUT(struct unit_plan_form, units, N_("Units, one a line"), 0, 20000),
    TEXT_INPUT(struct unit_plan_form, into, N_("Into"), 0, 300),
    TEXT_INPUT(struct unit_plan_form, parts, N_("Where the parts go"), 0, 20000),
    CHOICE_INPUT(struct unit_plan_form, ends, N_("Does it end?"), 0, "yes no"),
    CHOICE_INPUT(struct unit_plan_form, system, N_("Code list"), 0,
                 "province district commune agency"),
    TEXT_INPUT(struct unit_plan_form, code, N_("Code"), 0, 35),
    TEXT_INPUT(struct unit_plan_form, type, N_("Type"), 0, 60),
    TEXT_INPUT(struct unit_plan_form, name, N_("Name in Vietnamese"), 0, 300),
    TEXT_INPUT(struct unit_plan_form, name_en, N_("Name in English"), 0, 300),
    TEXT_INPUT(struct unit_plan_form, name_de, N_("Name in German"), 0, 300),
    TEXT_INPUT(struct unit_plan_form, parent, N_("Part of"), 0, 300),
    TEXT_INPUT(struct unit_plan_form, clause, N_("Clause"), 0, 100),
    TEXT_INPUT(struct unit_plan_form, note, N_("Note"), 0, 500),
    INT_INPUT(struct unit_plan_form, version, N_("Version seen"), 0, INT32_MAX),
};

/* ---- an operation ---- */

struct unit_operation_form {
    const char *what, *title, *lead; /* title, lead: keys */
    const char *units, *units_hint;  /* "": not asked */
    const char *fields;              /* which of the others are asked */
};
static const struct unit_operation_form forms[] = {
    { "merge", N_("Merge units"),
      N_("Two or more units go whole into one: a new one, or one of them that goes on."),
      N_("Units that merge"), N_("One a line: code or full name"),
      "into code type name name_en name_de parent clause note" },
    { "split", N_("Split a unit"), N_("Parts of one unit go to several others."),
      N_("Unit that is split"), N_("Its code or full name"), "parts ends clause note" },
    { "rename", N_("Rename a unit"), N_("It stays what it is and is called otherwise."), N_("Unit"),
      N_("Its code or full name"), "name name_en name_de clause note" },
    { "kind", N_("Change the type of units"),
      N_("For example communes that become wards: “Xã A” is called “Phường A” then."), N_("Units"),
      N_("One a line: code or full name"), "type clause note" },
    { "new", N_("A new unit"),
      N_("One that begins out of nothing that had a code, or that gets "
         "a part of a unit that is split."),
      "", "", "system code type name name_en name_de parent clause note" },
    { "dissolve", N_("Dissolve units"),
      N_("They end and nobody takes over. Who takes over a "
         "unit is told by merging or splitting it."),
      N_("Units"), N_("One a line: code or full name"), "clause note" },
    { "code", N_("A further code"), N_("A code of another list for a unit that has one already."),
      N_("Unit"), N_("Its code or full name"), "system code" },
};

struct unit_add_plan_view {
    struct unit_release r;
    const struct unit_operation_form *form;
    const char *units; /* chosen so far, one a line */
    const char *find;
    unit_list found;
};

static bool asks(const struct unit_operation_form *f, const char *field)
{
    const char *at = f->fields;
    size_t n = strlen(field);

    while ((at = strstr(at, field))) {
        if ((at == f->fields || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
        at += n;
    }
    return false;
}

/* This page with one more unit chosen. */
static struct html_local take(struct ctx *c, const struct unit_add_plan_view *v,
                              const struct unit *u)
{
    struct buf b = { .arena = c->arena };
    const char *ref =
        arena_printf(c->arena, "%s%s%s:%s", v->units, *v->units ? "\n" : "", u->system, u->code);

    buf_printf(&b, "/units/releases/%lld/add?what=%s&units=", (long long)v->r.id, v->form->what);
    html_path((struct html){ &b }, ref);
    return (struct html_local){ buf_str(&b) };
}

/* Of those that are written as codes, so that nobody has to know them by heart; "" for none. */
static const char *chosen_names(struct ctx *c, const struct unit_add_plan_view *v)
{
    const char *word[64];
    size_t n = text_split(c->arena, v->units, '\n', word, COUNT(word));
    struct buf b = { .arena = c->arena };

    for (size_t i = 0; *v->units && i < n && i < COUNT(word); i++) {
        const char *name = unit_ref_name(c, word[i], v->r.day - 1, NULL);

        if (name != word[i])
            buf_printf(&b, "%s%s", b.n ? "; " : "", name);
    }
    return buf_str(&b);
}

#include "unit_plan_add.html.h"

static bool open_for(struct ctx *c, const struct req *q, struct unit_release *ret)
{
    if (!unit_may_at(c, "unit.write", unit_state(c)))
        return fail(c, ERR_DENIED, "you may not change units there");
    if (!unit_release_get(c, req_id(q), ret))
        return false;
    return strcmp(ret->state, "draft") == 0 ||
           fail(c, ERR_CONFLICT, "only a draft that is not approved can be changed");
}

/* Places that exist on the day before and have these words in their name or code. */
static void find_units(struct ctx *c, struct unit_add_plan_view *v)
{
    unit_list all = { 0 };

    if (!*v->find)
        return;
    unit_search(c, v->find, v->r.day - 1, 400, &all);
    for (size_t i = 0; i < all.n && v->found.n < FOUND_UNITS; i++)
        if (*all.v[i]->code && strcmp(all.v[i]->system, all.v[i]->kind) == 0)
            *LIST_PUSH(c->arena, &v->found) = all.v[i];
}

bool unit_show_add_plan(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_add_plan_view v = { .form = &forms[0],
                                    .units = req_last(q, "units"),
                                    .find = q->method == GET ? req_text(q, "find") : "" };

    if (!open_for(c, q, &v.r))
        return false;
    for (size_t i = 0; i < COUNT(forms); i++)
        if (strcmp(req_last(q, "what"), forms[i].what) == 0)
            v.form = &forms[i];
    find_units(c, &v);
    struct html h = page_begin(c, q, s, q->problem ? 422 : 200, T(v.form->title));
    unit_plan_add_page_html(h, c, q, &v);
    return page_end(c, h);
}

bool unit_post_add_plan(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_plan_form in = { 0 };
    struct unit_release r;
    unit_lines had = { 0 }, lines = { 0 };

    return open_for(c, q, &r) && req_read(c, q, unit_add_plan_inputs, UNIT_ADD_PLAN_INPUTS, &in) &&
           unit_plan_seen(c, r.id, in.version) && unit_plan_lines(c, r.id, &had) &&
           unit_plan_form_lines(c, &r, &in, &had, &lines) && unit_plan_append(c, r.id, &lines) &&
           web_see_other(s, arena_printf(c->arena, "/units/releases/%lld", (long long)r.id));
}

/* ---- one line ---- */

struct unit_line_view {
    struct unit_release r;
    struct unit_line l;
    unit_lines all;
};

/* Which columns a line with this op has. */
static bool has_column(const char *op, const char *column)
{
    static const char *const columns[][2] = {
        { "new", "unit other kind type name name_en name_de" },
        { "close", "unit other" },
        { "fact", "unit other type name name_en name_de" },
        { "code", "unit other" },
        { "change", "unit other kind extent share_population share_area detail clause note" },
    };

    for (size_t i = 0; i < COUNT(columns); i++)
        if (strcmp(columns[i][0], op) == 0)
            return asks(&(struct unit_operation_form){ .fields = columns[i][1] }, column);
    return false;
}

static const char *column_label(const struct unit_line *l, const char *column)
{
    static const char *const labels[][3] = {
        { "new", "other", N_("Part of") },
        { "fact", "other", N_("Part of, if that changes") },
        { "close", "other", N_("Successor") },
        { "code", "other", N_("Further code") },
        { "change", "unit", N_("Unit before") },
        { "change", "other", N_("Unit after") },
        { "change", "kind",
          N_("How: merged, split, renamed, kind_changed, created, dissolved, "
             "unchanged") },
        { "", "unit", N_("Unit") },
        { "", "kind", N_("Kind") },
        { "", "type", N_("Type") },
        { "", "name", N_("Name in Vietnamese") },
        { "", "name_en", N_("Name in English") },
        { "", "name_de", N_("Name in German") },
        { "", "extent", N_("whole, part, or empty: nobody says") },
        { "", "share_population", N_("Share of the population, percent") },
        { "", "share_area", N_("Share of the area, percent") },
        { "", "detail", N_("Detail") },
        { "", "clause", N_("Clause") },
        { "", "note", N_("Note") },
    };

    for (size_t i = 0; i < COUNT(labels); i++)
        if ((!*labels[i][0] || strcmp(labels[i][0], l->op) == 0) &&
            strcmp(labels[i][1], column) == 0)
            return labels[i][2];
    return column;
}

#include "unit_plan_line.html.h"

bool unit_show_line(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_line_view v = { 0 };

    if (!open_for(c, q, &v.r) || !unit_plan_lines(c, v.r.id, &v.all))
        return false;
    for (size_t i = 0; i < v.all.n; i++)
        if (v.all.v[i].line == req_int(q, "line"))
            v.l = v.all.v[i];
    if (!v.l.line && q->problem) /* a further line, and something is wrong with it */
        v.l = (struct unit_line){ .op = req_last(q, "op"), .unit = req_last(q, "unit") };
    else if (!v.l.line)
        return fail(c, ERR_NOT_FOUND, "this draft has no such line");
    struct html h = page_begin(c, q, s, q->problem ? 422 : 200, T("Change a line"));
    unit_plan_line_page_html(h, c, q, &v);
    return page_end(c, h);
}

/* ---- a file ---- */

static const char *as_csv(struct ctx *c, const unit_lines *l)
{
    struct buf b = { .arena = c->arena };
    struct csv v = { .out = &b };

    for (size_t k = 0; unit_line_columns[k]; k++)
        csv_text(&v, unit_line_columns[k]);
    csv_end(&v);
    for (size_t i = 0; i < l->n; i++) {
        for (size_t k = 0; unit_line_columns[k]; k++)
            csv_text(&v, unit_line_field(&l->v[i], k));
        csv_end(&v);
    }
    return buf_str(&b);
}

#include "unit_plan_lines.html.h"

bool unit_lines_page(struct ctx *c, const struct req *q, struct res *s, struct unit_lines_view *v)
{
    unit_operations words = { 0 };

    if (v->faults.n == 0)
        unit_plan_words(c, v->r.day, &v->lines, &words);
    int status = v->faults.n && !*req_last(q, "dry") ? 422 : 200;
    struct html h = page_begin(c, q, s, status, T("Dry run"));
    unit_plan_dry_html(h, c, q, v, &words);
    return page_end(c, h);
}

bool unit_show_lines(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_release r;

    if (!open_for(c, q, &r))
        return false;
    struct html h = page_begin(c, q, s, q->problem ? 422 : 200, T("Lines from a file"));
    unit_plan_lines_page_html(h, c, q, &r);
    return page_end(c, h);
}
