/* /sources: the documents that assign tasks, each with its annex table. */
#include <string.h>

#include "common/account/account.h"
#include "common/file/file.h"
#include "core/table.h"
#include "core/text.h"
#include "systems/task/task_pages.h"

#include "task_annex_sql.h"

enum { PAGE_ROWS = 50, EXPORT_ROWS = 200 };

struct annex_row {
    struct task_line line;
    int64_t position;
    const char *title; /* the official one */
    const char *place, *annex, *section, *number, *leads, *coordinating, *result, *due_text;
};
typedef LIST(struct annex_row) annex;

static const struct {
    const char *word, *name;
} kinds[] = { { "resolution", N_("Resolution") },
              { "directive", N_("Directive") },
              { "conclusion", N_("Conclusion notice") },
              { "plan", N_("Plan") },
              { NULL, NULL } };

static const char *kind_name(const char *word)
{
    for (size_t i = 0; kinds[i].word; i++)
        if (strcmp(kinds[i].word, word) == 0)
            return kinds[i].name;
    return word;
}

static struct html_local annex_path(struct ctx *c, int64_t source, const char *form)
{
    return (
        struct html_local){ arena_printf(c->arena, "/sources/%lld.%s", (long long)source, form) };
}

#include "task_source.html.h"

/* ---- the list of documents ---- */

static void source_json(struct ctx *c, struct json *j, const char *name,
                        const struct task_source *d)
{
    json_open(j, name, '{');
    json_id(j, "id", d->id);
    json_text(j, "kind", d->kind);
    json_text(j, "number", d->number);
    json_day(j, "issued", d->issued);
    unit_json(c, j, "issuer", unit_get(c, d->issuer));
    json_text(j, "title", task_source_title(c, d));
    json_close(j, '}');
}

bool task_get_sources(struct ctx *c, const struct req *q, struct res *s)
{
    task_sources all = { 0 };

    if (!task_source_find(c, req_int(q, "after"), &all))
        return false;
    if (q->face == FACE_JSON) {
        struct json j = json_doc(s, 200);

        json_open(&j, NULL, '{');
        json_open(&j, "sources", '[');
        for (size_t i = 0; i < all.n; i++)
            source_json(c, &j, NULL, &all.v[i]);
        json_close(&j, ']');
        if (all.n == 100)
            json_text(&j, "next",
                      arena_printf(c->arena, "/sources.json?after=%lld", (long long)all.v[99].id));
        else
            json_null(&j, "next");
        json_close(&j, '}');
        return true;
    }
    struct html h = page_begin(c, q, s, 200, T("Documents that assign tasks"));

    task_sources_html(h, c, q, &all, may(c, "task.import"));
    return page_end(c, h);
}

/* ---- one document ---- */

static struct annex_row row_of(struct ctx *c, const struct task_annex_page_row *r)
{
    struct obligation o = { .tenant = r->tenant,
                            .id = r->task_id,
                            .owner = r->owner,
                            .measures = r->measures,
                            .title = r->title,
                            .title_en = r->title_en,
                            .title_de = r->title_de,
                            .due_text = r->due_text,
                            .due = r->due,
                            .reported = r->reported,
                            .done = r->done,
                            .withdrawn = r->withdrawn,
                            .parts = r->parts,
                            .parts_done = r->parts_done };
    const char *section =
        *r->section ? arena_printf(c->arena, "%s.%s", r->section, r->number) : r->number;

    return (struct annex_row){
        .line = task_line_of(c, &o, c->today),
        .position = r->place_position,
        .title = r->title,
        .place = *r->annex ? arena_printf(c->arena, "%s/%s", r->annex, section) : section,
        .annex = r->annex,
        .section = r->section,
        .number = r->number,
        .leads = r->leads,
        .coordinating = r->coordinating,
        .result = r->result,
        .due_text = r->due_text,
    };
}

static bool read_after(struct ctx *c, const struct req *q, int64_t *position, int64_t *id)
{
    const char *part[2], *after = req_text(q, "after");

    *position = *id = 0;
    if (*after && (text_split(c->arena, after, '.', part, 2) != 2 ||
                   !int_parse(part[0], position) || !id_parse(part[1], id)))
        return fail_field(c, "after", "this page does not exist; begin with the first one");
    return true;
}

static bool read_rows(struct ctx *c, int64_t source, int64_t position, int64_t id, int64_t most,
                      annex *ret)
{
    task_annex_page_rows rows = { 0 };

    if (!task_annex_page(c, source, position, id, most, c->actor->id, c->actor->everywhere, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) = row_of(c, &rows.v[i]);
    return true;
}

static bool export_row(struct table *t, const struct annex_row *r)
{
    const char *const rest[] = { r->title,    r->leads, r->coordinating, r->result,
                                 r->due_text, r->annex, r->section,      r->line.state_name };

    table_number(t, r->number);
    for (size_t k = 0; k < COUNT(rest); k++)
        table_text(t, rest[k]);
    return table_row(t);
}

static bool export_annex(struct ctx *c, const struct req *q, struct res *s,
                         const struct task_source *d)
{
    /* The official columns first; the rest says where in the document, and how it stands. */
    static const struct table_column columns[] = {
        { "TT", NULL, 6 },
        { N_("Task"), NULL, 60 },
        { N_("Lead agency"), NULL, 40 },
        { N_("Co-ordinating"), NULL, 40 },
        { N_("Result"), NULL, 40 },
        { N_("Deadline"), NULL, 20 },
        { N_("Annex"), NULL, 10 },
        { N_("Section"), NULL, 10 },
        { N_("State"), NULL, 26 },
    };
    const struct table_plan plan = { "annex", N_("Annex table"), columns, COUNT(columns) };
    struct table *t;
    struct ctx one = *c;
    int64_t position = 0, id = 0;
    bool ok = table_begin(c, q, s, &plan, &t), more = ok;

    one.arena = arena_new(16 << 20);
    while (ok && more) {
        annex rows = { 0 };

        ok = read_rows(&one, d->id, position, id, EXPORT_ROWS, &rows);
        for (size_t i = 0; ok && i < rows.n; i++) {
            ok = export_row(t, &rows.v[i]);
            position = rows.v[i].position;
            id = rows.v[i].line.id;
        }
        ok = ok && one.err.kind == ERR_NONE;
        more = ok && rows.n == EXPORT_ROWS;
        arena_reset(one.arena);
    }
    arena_free(&one.arena);
    if (!ok && one.err.kind)
        return fail_system(c, "annex export", "the export could not be read to its end");
    return ok && table_end(t);
}

static bool show_json(struct ctx *c, struct res *s, const struct task_source *d, const annex *rows,
                      const char *next)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    source_json(c, &j, "source", d);
    json_open(&j, "tasks", '[');
    for (size_t i = 0; i < rows->n; i++) {
        const struct annex_row *r = &rows->v[i];

        json_open(&j, NULL, '{');
        json_id(&j, "id", r->line.id);
        json_text(&j, "annex", r->annex);
        json_text(&j, "section", r->section);
        json_text(&j, "number", r->number);
        json_text(&j, "task", r->line.title);
        json_text(&j, "lead", r->leads);
        json_text(&j, "coordinating", r->coordinating);
        json_text(&j, "result", r->result);
        json_text(&j, "deadline", r->due_text);
        json_text(&j, "class", r->line.state);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    if (next)
        json_text(&j, "next",
                  arena_printf(c->arena, "/sources/%lld.json?after=%s", (long long)d->id, next));
    else
        json_null(&j, "next");
    json_close(&j, '}');
    return true;
}

static struct file_place place_of(struct ctx *c, const struct task_source *d)
{
    return (struct file_place){ "source", unit_tenant(c, d->issuer), d->id };
}

bool task_get_source(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_source d;
    int64_t position, id;
    annex rows = { 0 };
    file_list files = { 0 };
    const char *next = NULL;

    if (!task_source_get(c, req_id(q), &d))
        return false;
    if (table_asked(q))
        return export_annex(c, q, s, &d);
    struct file_place at = place_of(c, &d);
    if (!read_after(c, q, &position, &id) ||
        !read_rows(c, d.id, position, id, PAGE_ROWS + 1, &rows) || !file_list_of(c, &at, &files))
        return false;
    if (rows.n > PAGE_ROWS) {
        const struct annex_row *last = &rows.v[PAGE_ROWS - 1];

        rows.n = PAGE_ROWS;
        next = arena_printf(c->arena, "%lld.%lld", (long long)last->position,
                            (long long)last->line.id);
    }
    if (q->face == FACE_JSON)
        return show_json(c, s, &d, &rows, next);
    struct html h = page_begin(c, q, s, 200, d.number);

    task_source_head_html(h, c, q, &d, &files, may(c, "task.import"));
    task_source_table_html(h, c, q, &rows, next);
    return page_end(c, h);
}

/* Documents that assign tasks are open to all who may read tasks. */
bool task_get_source_file(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_source d;
    struct file f;
    int64_t id = 0;

    if (!int_parse(req_text(q, "file"), &id))
        return fail(c, ERR_NOT_FOUND, "there is no such file");
    if (!task_source_get(c, req_id(q), &d))
        return false;
    struct file_place at = place_of(c, &d);
    return file_get(c, &at, id, &f) && file_send(c, &f, s);
}

/* ---- adding one ---- */

bool task_get_source_new(struct ctx *c, const struct req *q, struct res *s)
{
    work_lists lists = { 0 };

    if (!work_list_find(c, &lists))
        return false;
    struct html h = page_begin(c, q, s, 200, T("Add a document"));

    task_source_form_html(h, c, q, &lists);
    task_units_datalist(h, c, 0);
    return page_end(c, h);
}

static bool read_form(struct ctx *c, const struct task_source_form *f, struct task_source *d)
{
    struct work_list list = { 0 };
    unit_list found = { 0 };
    const char *unknown = NULL;

    if (*f->list) {
        if (!work_list_by_code(c, f->list, &list)) {
            if (c->err.kind != ERR_NOT_FOUND && c->err.kind != ERR_INPUT)
                return false;
            c->err = (struct err){ 0 };
            fail_field(c, "list", "there is no list with the code %s", f->list);
        }
    }
    if (*f->unit)
        task_units_read(c, f->unit, f->issued ? f->issued : c->today, &found, &unknown);
    if (found.n != 1 || unknown)
        fail_field(c, "unit", "write one unit: its code or its name");
    *d = (struct task_source){ .kind = f->kind,
                               .number = f->number,
                               .issued = f->issued,
                               .issuer = found.n == 1 ? found.v[0]->id : 0,
                               .title = f->title,
                               .title_en = f->title_en,
                               .title_de = f->title_de,
                               .list = list.id };
    return true;
}

bool task_post_source(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_source_form f = { 0 };
    struct task_source d;
    const struct upload *u = req_upload(q, "file");
    int64_t id, file;

    if (!TASK_READ(c, q, &f) && c->err.kind != ERR_INPUT)
        return false;
    if (!read_form(c, &f, &d) || !task_source_add(c, &d, &id))
        return false;
    d.id = id;
    struct file_place at = place_of(c, &d);
    if (u && u->size && !file_attach(c, u, &at, "source", &file))
        return false;
    if (q->face == FACE_HTML)
        return web_see_other(s, arena_printf(c->arena, "/sources/%lld", (long long)id));
    struct json j = json_doc(s, 201);

    source_json(c, &j, NULL, &d);
    return true;
}
