/* Releases and drafts: what is sent in, and what goes out as data. */
#include <string.h>

#include "common/unit/unit_dir.h"
#include "common/unit/unit_release_routes.h"
#include "common/unit/unit_release_view.h"
#include "core/day.h"
#include "core/json.h"
#include "core/store.h"
#include "core/table.h"
#include "core/text.h"
#include "core/xlsx.h"

enum { MAX_FILE = 16 << 20 };

/* ---- inputs ---- */

struct release_input {
    const char *title, *act, *reason, *csv, *dry, *lines;
    const char *op, *unit, *other, *kind, *type, *name, *name_en, *name_de, *extent, *share_area,
        *share_population, *detail, *clause, *note;
    int64_t day, line, version;
};

#define VERSION INT_INPUT(struct release_input, version, N_("Version seen"), 0, INT32_MAX)

const struct input unit_plan_inputs[UNIT_PLAN_INPUTS] = {
    TEXT_INPUT(struct release_input, title, N_("Title"), 1, 300),
    DAY_INPUT(struct release_input, day, N_("In force from"), 1),
    TEXT_INPUT(struct release_input, act, N_("Legal act"), 1, 200),
};
const struct input unit_line_inputs[UNIT_LINE_INPUTS] = {
    INT_INPUT(struct release_input, line, N_("Line"), 0, 20000),
    CHOICE_INPUT(struct release_input, op, N_("What happens"), 1, "new fact code close change"),
    TEXT_INPUT(struct release_input, unit, N_("Unit"), 0, 60),
    TEXT_INPUT(struct release_input, other, N_("Other unit or code"), 0, 60),
    TEXT_INPUT(struct release_input, kind, N_("Kind"), 0, 40),
    TEXT_INPUT(struct release_input, type, N_("Type"), 0, 60),
    TEXT_INPUT(struct release_input, name, N_("Name in Vietnamese"), 0, 300),
    TEXT_INPUT(struct release_input, name_en, N_("Name in English"), 0, 300),
    TEXT_INPUT(struct release_input, name_de, N_("Name in German"), 0, 300),
    TEXT_INPUT(struct release_input, extent, N_("Whole or part"), 0, 10),
    TEXT_INPUT(struct release_input, share_area, N_("Share of the area"), 0, 10),
    TEXT_INPUT(struct release_input, share_population, N_("Share of the population"), 0, 10),
    TEXT_INPUT(struct release_input, detail, N_("Detail"), 0, 200),
    TEXT_INPUT(struct release_input, clause, N_("Clause"), 0, 100),
    TEXT_INPUT(struct release_input, note, N_("Note"), 0, 500),
    VERSION,
};
const struct input unit_csv_inputs[UNIT_CSV_INPUTS] = {
    FILE_INPUT("file", N_("File, XLSX or CSV"), 0),
    TEXT_INPUT(struct release_input, csv, N_("Lines as CSV"), 0, MAX_FILE),
    CHOICE_INPUT(struct release_input, dry, N_("Only try it"), 0, "1"),
    VERSION,
};
const struct input unit_drop_inputs[UNIT_DROP_INPUTS] = {
    INT_INPUT(struct release_input, line, N_("Line"), 0, 20000),
    TEXT_INPUT(struct release_input, lines, N_("Several lines"), 0, 200000),
    VERSION,
};
const struct input unit_seen_inputs[UNIT_SEEN_INPUTS] = { VERSION };
const struct input unit_reject_inputs[UNIT_REJECT_INPUTS] = {
    TEXT_INPUT(struct release_input, reason, N_("Reason"), 1, 1000),
};
/* The list belongs to the whole state. */
static bool allow(struct ctx *c, const char *cap)
{
    return unit_may_at(c, cap, unit_state(c)) ||
           fail(c, ERR_DENIED, "you may not change units there");
}

/* ---- out ---- */

static void put_release(struct json *j, const char *name, const struct unit_release *r)
{
    json_open(j, name, '{');
    json_id(j, "id", r->id);
    json_int(j, "number", r->number);
    json_text(j, "title", r->title);
    json_day(j, "day", r->day);
    json_text(j, "act", r->act);
    json_text(j, "state", r->state);
    json_id(j, "made_by", r->made_by);
    json_ms(j, "made_at", r->made_at);
    json_id(j, "decided_by", r->decided_by);
    json_ms(j, "decided_at", r->decided_at);
    json_ms(j, "published_at", r->published_at);
    json_text(j, "reason", r->reason);
    json_text(j, "checksum", r->checksum);
    json_close(j, '}');
}

static void put_faults(struct json *j, const unit_faults *l)
{
    json_open(j, "faults", '[');
    for (size_t i = 0; i < l->n; i++) {
        json_open(j, NULL, '{');
        json_int(j, "line", l->v[i].line);
        json_text(j, "column", l->v[i].column);
        json_text(j, "reason", l->v[i].reason);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* What stands in the way of a release becomes the reasons of the answer. */
static bool with_faults(struct ctx *c, const unit_faults *l)
{
    for (size_t i = 0; i < l->n; i++)
        *LIST_PUSH(c->arena, &c->err.fields) =
            (struct err_field){ unit_fault_anchor(c, &l->v[i]), l->v[i].reason };
    return false;
}

/* ---- reading ---- */

bool unit_release_is_shown(struct ctx *c, const struct unit_release *r)
{
    return strcmp(r->state, "published") == 0 || may(c, "unit.write");
}

bool unit_get_releases(struct ctx *c, const struct req *q, struct res *s)
{
    struct json j;
    unit_releases all = { 0 };

    if (q->face == FACE_HTML)
        return unit_show_releases(c, q, s);
    if (!unit_release_list(c, &all))
        return false;
    j = json_doc(s, 200);
    json_open(&j, NULL, '{');
    json_open(&j, "releases", '[');
    for (size_t i = 0; i < all.n; i++)
        if (unit_release_is_shown(c, &all.v[i]))
            put_release(&j, NULL, &all.v[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

/* So that it can be read in again. */
static bool lines_table(struct ctx *c, const struct req *q, struct res *s, const unit_lines *l)
{
    struct table_column columns[16] = { { 0 } };
    struct table_plan plan = { "release", N_("Lines"), columns, 0 };
    struct table *t;

    for (; unit_line_columns[plan.n]; plan.n++) {
        ASSERT(plan.n < COUNT(columns));
        columns[plan.n] =
            (struct table_column){ unit_line_columns[plan.n], unit_line_columns[plan.n], 16 };
    }
    if (!table_begin(c, q, s, &plan, &t))
        return false;
    for (size_t i = 0; i < l->n; i++) {
        for (size_t k = 0; unit_line_columns[k]; k++)
            table_text(t, unit_line_field(&l->v[i], k));
        if (!table_row(t))
            return false;
    }
    return table_end(t);
}

bool unit_get_release(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_release r;
    unit_lines l = { 0 };

    if (q->face == FACE_HTML)
        return unit_show_release(c, q, s);
    if (!unit_release_get(c, req_id(q), &r))
        return false;
    if (!unit_release_is_shown(c, &r))
        return fail(c, ERR_NOT_FOUND, "there is no such release");
    if (!unit_plan_lines(c, r.id, &l))
        return false;
    if (table_asked(q))
        return lines_table(c, q, s, &l);
    struct json j = json_doc(s, 200);
    json_open(&j, NULL, '{');
    put_release(&j, "release", &r);
    json_open(&j, "lines", '[');
    for (size_t i = 0; i < l.n; i++) {
        json_open(&j, NULL, '{');
        json_int(&j, "line", l.v[i].line);
        for (size_t k = 0; unit_line_columns[k]; k++)
            json_text(&j, unit_line_columns[k], unit_line_field(&l.v[i], k));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

/* ---- the list of a release ---- */

static bool list_json(struct ctx *c, struct res *s, const struct unit_release *r,
                      const unit_list *all)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    put_release(&j, "release", r);
    json_open(&j, "units", '[');
    for (size_t i = 0; i < all->n; i++) {
        const struct unit *u = all->v[i], *up = unit_dir_on(unit_dir(c), u->parent, r->day);

        json_open(&j, NULL, '{');
        json_text(&j, "code", u->code);
        json_text(&j, "kind", u->kind);
        json_text(&j, "type", u->type);
        json_text(&j, "name", u->name);
        json_text(&j, "parent", up ? up->code : "");
        json_close(&j, '}');
        if (!res_flush(c, s))
            return false;
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

static bool list_table(struct ctx *c, const struct req *q, struct res *s,
                       const struct unit_release *r, const unit_list *all)
{
    static const struct table_column columns[] = {
        { N_("Code"), "code", 8 },  { N_("Kind"), "kind", 12 },     { N_("Type"), "type", 12 },
        { N_("Name"), "name", 34 }, { N_("Part of"), "parent", 8 },
    };
    const struct table_plan plan = { "units", N_("Units"), columns, COUNT(columns) };
    struct table *t;

    if (!table_begin(c, q, s, &plan, &t))
        return false;
    for (size_t i = 0; i < all->n; i++) {
        const struct unit *u = all->v[i], *up = unit_dir_on(unit_dir(c), u->parent, r->day);

        table_text(t, u->code);
        table_word(t, u->kind, T(unit_kind_name(u->kind)));
        table_text(t, u->type);
        table_text(t, u->name);
        table_text(t, up ? up->code : "");
        if (!table_row(t))
            return false;
    }
    return table_end(t);
}

/* As CSV byte for byte what the checksum was made of. */
bool unit_get_release_list(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_release r;
    unit_list all = { 0 };

    if (!unit_release_get(c, req_id(q), &r))
        return false;
    if (!r.number)
        return fail(c, ERR_NOT_FOUND, "there is no such release");
    if (q->face == FACE_JSON || q->face == FACE_XLSX) {
        unit_places(c, r.day, &all);
        return q->face == FACE_JSON ? list_json(c, s, &r, &all) : list_table(c, q, s, &r, &all);
    }
    s->status = 200;
    s->type = "text/csv; charset=utf-8";
    s->filename = arena_printf(c->arena, "units-%s.csv", day_text(c->arena, r.day));
    unit_list_csv(c, r.day, &s->body);
    return true;
}

/* ---- changing ---- */

static bool see_release(struct ctx *c, struct res *s, int64_t id)
{
    return web_see_other(s, arena_printf(c->arena, "/units/releases/%lld", (long long)id));
}

bool unit_post_plan(struct ctx *c, const struct req *q, struct res *s)
{
    struct release_input in = { 0 };
    int64_t id;

    return allow(c, "unit.write") && req_read(c, q, unit_plan_inputs, UNIT_PLAN_INPUTS, &in) &&
           unit_plan_new(c, in.title, in.day, in.act, &id) && see_release(c, s, id);
}

bool unit_post_line(struct ctx *c, const struct req *q, struct res *s)
{
    struct release_input in = { 0 };

    if (!allow(c, "unit.write") || !req_read(c, q, unit_line_inputs, UNIT_LINE_INPUTS, &in))
        return false;
    struct unit_line l = { in.line,    in.op,     in.unit,       in.other,
                           in.kind,    in.type,   in.name,       in.name_en,
                           in.name_de, in.extent, in.share_area, in.share_population,
                           in.detail,  in.clause, in.note };
    return unit_plan_seen(c, req_id(q), in.version) && unit_plan_put(c, req_id(q), &l) &&
           see_release(c, s, req_id(q));
}

/* "3 4 5": the lines of one operation. */
static bool read_lines(struct ctx *c, const struct release_input *in, int64_t *ret, size_t *ret_n)
{
    const char *word[UNIT_WORDS_LINES];
    size_t n = *in->lines ? text_split(c->arena, in->lines, ' ', word, COUNT(word)) : 0;

    *ret_n = 0;
    if (in->line)
        ret[(*ret_n)++] = in->line;
    for (size_t i = 0; i < n && i < COUNT(word); i++)
        if (!int_parse(word[i], &ret[(*ret_n)++]))
            return fail_field(c, "lines",
                              "write the numbers of the lines with spaces between them");
    return *ret_n > 0 || fail_field(c, "lines", "say which line");
}

bool unit_post_drop(struct ctx *c, const struct req *q, struct res *s)
{
    struct release_input in = { 0 };
    int64_t line[UNIT_WORDS_LINES + 1];
    size_t n;

    return allow(c, "unit.write") && req_read(c, q, unit_drop_inputs, UNIT_DROP_INPUTS, &in) &&
           read_lines(c, &in, line, &n) && unit_plan_seen(c, req_id(q), in.version) &&
           unit_plan_drop(c, req_id(q), line, n) && see_release(c, s, req_id(q));
}

static bool tell_faults(struct res *s, const unit_faults *l)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_bool(&j, "ok", l->n == 0);
    put_faults(&j, l);
    json_close(&j, '}');
    return true;
}

static bool read_table(struct ctx *c, const char *p, size_t n, csv_lines *ret)
{
    return csv_read(c, p, n, UNIT_PLAN_LINES + 1, ret);
}

static bool read_upload(struct ctx *c, const struct upload *u, csv_lines *ret)
{
    struct xlsx_wish wish = { "", UNIT_PLAN_LINES + 1 };
    struct xlsx_table table = { 0 };
    struct bytes file;

    if (u->size > MAX_FILE)
        return fail_field(c, "file", "the file is too large: at most 16 MB");
    if (!store_read(c, u->path, MAX_FILE, &file))
        return false;
    if (!xlsx_is_one(file))
        return read_table(c, file.p, file.n, ret);
    if (!xlsx_read(c, file, &wish, &table))
        return false;
    *ret = table.lines;
    return true;
}

/* In the slow pool: a large file is read beside the executor, not in it. */
bool unit_prepare_lines(struct ctx *c, struct req *q)
{
    const struct upload *u = req_upload(q, "file");
    const char *text = req_last(q, "csv");
    csv_lines *table = arena_alloc(c->arena, sizeof *table);

    q->prepared = table;
    return u && u->size ? read_upload(c, u, table) : read_table(c, text, strlen(text), table);
}

/* Lines are numbered from 1 in a draft; people look for them in their file. */
static void number_as_file(const csv_lines *table, unit_faults *faults)
{
    for (size_t i = 0; i < faults->n; i++)
        if (faults->v[i].line > 0 && faults->v[i].line < (int64_t)table->n)
            faults->v[i].line = table->v[faults->v[i].line].line;
}

bool unit_post_lines(struct ctx *c, const struct req *q, struct res *s)
{
    struct release_input in = { 0 };
    struct unit_lines_view v = { 0 };

    if (!allow(c, "unit.write") || !req_read(c, q, unit_csv_inputs, UNIT_CSV_INPUTS, &in) ||
        !unit_release_get(c, req_id(q), &v.r) ||
        !unit_plan_read(c, q->prepared, &v.lines, &v.faults))
        return false;
    if (v.faults.n == 0 && *in.dry) {
        if (!unit_plan_try(c, &v.r, &v.lines, &v.faults, &v.effect))
            return false;
        number_as_file(q->prepared, &v.faults);
    }
    if (*in.dry)
        return q->face == FACE_HTML ? unit_lines_page(c, q, s, &v) : tell_faults(s, &v.faults);
    if (v.faults.n && q->face == FACE_HTML)
        return unit_lines_page(c, q, s, &v);
    if (v.faults.n) {
        fail(c, ERR_INPUT, "there are %d mistakes; nothing was changed", (int)v.faults.n);
        return with_faults(c, &v.faults);
    }
    return unit_plan_seen(c, v.r.id, in.version) && unit_plan_replace(c, v.r.id, &v.lines) &&
           see_release(c, s, v.r.id);
}

bool unit_post_check(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_release_page_view v = { .checked = true };
    struct unit_release r;
    unit_lines l = { 0 };

    if (!allow(c, "unit.write") || !unit_release_get(c, req_id(q), &r) ||
        !unit_plan_lines(c, r.id, &l) || !unit_plan_try(c, &r, &l, &v.faults, &v.effect))
        return false;
    return q->face == FACE_HTML ? unit_release_page(c, q, s, &v) : tell_faults(s, &v.faults);
}

static bool decide(struct ctx *c, const struct req *q, struct res *s,
                   bool (*run)(struct ctx *c, int64_t id, unit_faults *faults))
{
    struct release_input in = { 0 };
    unit_faults faults = { 0 };

    if (!allow(c, "unit.approve") || !req_read(c, q, unit_seen_inputs, UNIT_SEEN_INPUTS, &in) ||
        !unit_plan_seen(c, req_id(q), in.version))
        return false;
    if (!run(c, req_id(q), &faults))
        return with_faults(c, &faults);
    return see_release(c, s, req_id(q));
}

bool unit_post_approve(struct ctx *c, const struct req *q, struct res *s)
{
    return decide(c, q, s, unit_plan_approve);
}

bool unit_post_publish(struct ctx *c, const struct req *q, struct res *s)
{
    return decide(c, q, s, unit_plan_publish);
}

bool unit_post_reject(struct ctx *c, const struct req *q, struct res *s)
{
    struct release_input in = { 0 };

    return allow(c, "unit.approve") &&
           req_read(c, q, unit_reject_inputs, UNIT_REJECT_INPUTS, &in) &&
           unit_plan_reject(c, req_id(q), in.reason) && see_release(c, s, req_id(q));
}
