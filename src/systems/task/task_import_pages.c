/* /tasks/import: upload, dry run, carrying out. */
#include <string.h>

#include "core/store.h"
#include "core/text.h"
#include "systems/task/task_import.h"
#include "systems/task/task_pages.h"

enum { MAX_FILE = 16 << 20, SHOWN_FAULTS = 200, SHOWN_LINES = 20 };

/* "C (Lead agency)" in a sheet. */
static const char *column_head(struct ctx *c, const struct task_report *r, enum task_column k)
{
    if (k == COLUMNS)
        return T("the whole line");
    if (*r->sheet && r->head[k])
        return arena_printf(c->arena, "%s (%s)", xlsx_letters(c->arena, r->at[k]), r->head[k]);
    return r->head[k] ? r->head[k] : T(task_column_names[k]);
}

static const char *summary(struct ctx *c, const struct task_report *r)
{
    return TF("%s new, %s already there, %s refused", tr_count(c, (int64_t)r->n_new),
              tr_count(c, (int64_t)r->n_same), tr_count(c, (int64_t)r->n_refused));
}

#include "task_import.html.h"

bool task_get_import(struct ctx *c, const struct req *q, struct res *s)
{
    task_sources sources = { 0 };

    if (!task_source_find(c, 0, &sources))
        return false;
    struct html h = page_begin(c, q, s, 200, T("Import an annex table"));

    import_form_html(h, c, q, &sources, req_last(q, "source"));
    task_units_datalist(h, c, 0);
    return page_end(c, h);
}

/* What it is says the content, not the name. */
static bool read_file(struct ctx *c, const char *path, const char *sheet, struct task_import *m)
{
    struct bytes file = { 0 };

    if (!store_read(c, path, MAX_FILE, &file))
        return false;
    if (xlsx_is_one(file)) {
        struct xlsx_wish wish = { sheet, TASK_IMPORT_LINES };
        struct xlsx_table table = { 0 };

        if (!xlsx_read(c, file, &wish, &table))
            return false;
        m->sheet = table.sheet;
        m->csv = csv_keep(c, &table.lines);
        return table.lines.n || fail_field(c, "file", "the sheet %s is empty", m->sheet);
    }
    if (!text_valid(file.p, file.n))
        return fail_field(c, "file",
                          "this is neither an XLSX workbook nor text in UTF-8; save the table as "
                          "XLSX, or as CSV in UTF-8");
    m->csv = arena_strndup(c->arena, file.p, file.n);
    return true;
}

/* In the slow pool: a large file is read beside the executor, not in it. */
bool task_prepare_import(struct ctx *c, struct req *q)
{
    const struct upload *u = req_upload(q, "file");
    struct task_import *m = NEW(c->arena, struct task_import);

    m->name = u ? u->name : "";
    m->csv = req_last(q, "csv");
    m->sheet = "";
    if (u && u->size > MAX_FILE)
        return fail_field(c, "file", "the file is too large: at most 16 MB");
    if (u && u->size && !read_file(c, u->path, req_last(q, "sheet"), m))
        return false;
    if (!*m->csv)
        return fail_field(c, "file", "choose a file");
    q->prepared = m;
    return true;
}

static bool find_creditor(struct ctx *c, const char *words, int64_t issuer, int64_t *ret)
{
    unit_list found = { 0 };
    const char *unknown;

    *ret = issuer;
    if (!*words)
        return true;
    task_units_read(c, words, c->today, &found, &unknown);
    if (found.n != 1 || unknown)
        return fail_field(c, "unit", "write one unit: its code or its name");
    *ret = found.v[0]->id;
    return true;
}

bool task_post_import(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_import *m = q->prepared;
    struct task_import_form f = { 0 };
    struct task_source source;
    struct task_report report = { 0 };

    if (!TASK_READ(c, q, &f))
        return false;
    if (!f.source)
        return fail_field(c, "source", "choose the document to which the table belongs");
    if (!task_source_get(c, f.source, &source) ||
        !find_creditor(c, f.unit, source.issuer, &m->creditor))
        return false;
    m->source = f.source;
    m->opened = f.opened ? f.opened : source.issued;
    m->authority = *f.authority ? f.authority : unit_name(c, source.issuer);
    /* A file that is no table is refused here, at its field. */
    if (!task_import_judge(c, m, &report) || !task_import_add(c, m))
        return false;
    return web_see_other(s, arena_printf(c->arena, "/tasks/import/%lld%s", (long long)m->id,
                                         q->face == FACE_JSON ? ".json" : ""));
}

static void json_lines(struct json *j, const struct task_report *r)
{
    static const char *const words[] = { "new", "same", "heading", "refused" };

    json_open(j, "lines", '[');
    for (size_t i = 0; i < r->lines.n; i++) {
        json_open(j, NULL, '{');
        json_int(j, "line", r->lines.v[i].line);
        json_text(j, "verdict", words[r->lines.v[i].verdict]);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static bool show_json(struct ctx *c, struct res *s, const struct task_import *m,
                      const struct task_report *r)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_id(&j, "id", m->id);
    json_id(&j, "source", m->source);
    json_text(&j, "sheet", m->sheet);
    json_bool(&j, "carried_out", m->done_ms != 0);
    json_int(&j, "new", (int64_t)r->n_new);
    json_int(&j, "same", (int64_t)r->n_same);
    json_int(&j, "refused", (int64_t)r->n_refused);
    json_open(&j, "columns", '{');
    for (size_t k = 0; k < COLUMNS; k++)
        if (r->head[k])
            json_text(&j, task_column_names[k], r->head[k]);
    json_close(&j, '}');
    json_open(&j, "faults", '[');
    for (size_t i = 0; i < r->faults.n; i++) {
        json_open(&j, NULL, '{');
        json_int(&j, "line", r->faults.v[i].line);
        json_text(&j, "column", column_head(c, r, r->faults.v[i].column));
        json_text(&j, "reason", r->faults.v[i].reason);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_lines(&j, r);
    json_close(&j, '}');
    return true;
}

bool task_get_dry_run(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_import m;
    struct task_report r = { 0 };

    if (!task_import_get(c, req_id(q), &m) || !task_import_judge(c, &m, &r))
        return false;
    if (q->face == FACE_JSON)
        return show_json(c, s, &m, &r);
    struct html h = page_begin(c, q, s, 200, T("Dry run"));

    import_head_html(h, c, q, &m, &r);
    if (r.faults.n)
        import_faults_html(h, c, &r);
    import_mapping_html(h, c, &r);
    if (r.n_new + r.n_same)
        import_lines_html(h, c, &r);
    return page_end(c, h);
}

bool task_post_carry_out(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_report r = { 0 };

    if (!task_import_carry_out(c, req_id(q), &r))
        return false;
    if (q->face == FACE_HTML)
        return web_see_other(
            s, arena_printf(c->arena, "/sources/%lld?did=import", (long long)r.source.id));
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_int(&j, "added", (int64_t)r.n_new);
    json_int(&j, "same", (int64_t)r.n_same);
    json_close(&j, '}');
    return true;
}
