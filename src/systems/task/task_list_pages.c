/* GET /tasks: the list with its filters, as page, as JSON, and as a table of any size. */
#include <string.h>

#include "core/table.h"
#include "core/text.h"
#include "systems/task/task_pages.h"

enum { PAGE_ROWS = 25, JSON_ROWS = 100 };

static const struct {
    const char *word, *name;
} task_class_choices[] = {
    { "open_overdue", N_("not done, overdue") },
    { "open_in_time", N_("not done, in time") },
    { "open_no_deadline", N_("not done, no deadline") },
    { "done_on_time", N_("done on time") },
    { "done_late", N_("done late") },
    { "done_no_deadline", N_("done, no deadline") },
    { "open", N_("all that are not done") },
    { "done", N_("all that are done") },
    { "waiting", N_("waiting for recognition") },
    { "late_record", N_("done, but not recorded in time") },
    { NULL, NULL },
};

static const char *day_value(struct ctx *c, int64_t d)
{
    return d ? day_text(c->arena, d) : "";
}

static const char *scope_sentence(struct ctx *c, const struct task_query *k)
{
    const char *of = k->of ? unit_name(c, k->of->id) : T("all agencies that you may see");
    const char *in = k->in.id ? work_list_name(c, &k->in) : T("all lists");
    const char *on = tr_day(c, k->on);

    return k->seen == WORK_KNOWN ? TF("%s, %s, as known on %s", of, in, on)
                                 : TF("%s, %s, as it really stood on %s", of, in, on);
}

/* The same question, all of its answer as a file. */
static struct html_local export_path(struct ctx *c, const struct req *q, const char *form)
{
    const char *local = req_with(c, q, "after", NULL).path;

    return (
        struct html_local){ arena_printf(c->arena, "/tasks.%s%s", form, local + strlen(q->path)) };
}

#include "task_find.html.h"
#include "task_list.html.h"

/* "20325.7312": key_due and id of the last row of the page before. */
static bool read_after(struct ctx *c, const char *after, struct work_filter *f)
{
    const char *part[2];

    if (!*after)
        return true;
    if (text_split(c->arena, after, '.', part, 2) != 2 || !int_parse(part[0], &f->after_due) ||
        !id_parse(part[1], &f->after_id))
        return fail_field(c, "after", "this page does not exist; begin with the first one");
    return true;
}

/* Asks for one row more than is shown: is there a next page? */
static bool find_page(struct ctx *c, struct work_filter *f, int64_t rows, obligations *ret,
                      const char **ret_next)
{
    f->limit = rows + 1;
    *ret_next = NULL;
    if (!work_find(c, f, ret))
        return false;
    if (ret->n <= (size_t)rows)
        return true;
    ret->n = (size_t)rows;
    *ret_next = arena_printf(c->arena, "%lld.%lld", (long long)ret->v[rows - 1].key_due,
                             (long long)ret->v[rows - 1].id);
    return true;
}

static bool show_html(struct ctx *c, const struct req *q, struct res *s, const struct task_query *k,
                      const obligations *found, const char *next)
{
    struct html h = page_begin(c, q, s, 200, T("Tasks"));
    task_lines lines = { 0 };
    work_lists lists = { 0 };

    if (!work_list_find(c, &lists))
        return false;
    html_markup(h, "<h1>", 4);
    html_text(h, T("Tasks"));
    html_markup(h, "</h1>\n", 6);
    task_find_lead_html(h, c, q, k);
    task_find_form_html(h, c, k, &lists);
    task_units_datalist(h, c, 0);
    task_lines_of(c, found, k->on, &lines);
    if (lines.n)
        task_rows_html(h, c, &lines, T("Tasks"), T("Tasks, soonest deadline first"));
    else
        task_find_empty_html(h, c);
    task_find_pages_html(h, c, q, next);
    return page_end(c, h);
}

static bool show_json(struct ctx *c, const struct req *q, struct res *s, const struct task_query *k,
                      const obligations *found, const char *next)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_day(&j, "asof", k->on);
    json_text(&j, "view", task_view_word(k->seen));
    json_open(&j, "tasks", '[');
    for (size_t i = 0; i < found->n; i++)
        task_json(c, &j, NULL, &found->v[i], k->on);
    json_close(&j, ']');
    if (next) {
        const char *local = req_with(c, q, "after", next).path;

        json_text(&j, "next",
                  arena_printf(c->arena, "%s.json%s", q->path, local + strlen(q->path)));
    } else {
        json_null(&j, "next");
    }
    json_close(&j, '}');
    return true;
}

/* ---- the export ---- */

struct export
{
    struct table *t;
    int64_t on;
};

static bool export_row(struct ctx *c, void *arg, const struct obligation *o)
{
    const struct export *x = arg;
    struct table *t = x->t;
    const struct unit *lead = unit_get(c, o->owner), *to = unit_get(c, o->creditor);
    enum work_class k = work_class(o->due, o->done, x->on);

    table_text(t, int_text(c->arena, o->id));
    table_text(t, task_title(c, o));
    table_text(t, lead ? lead->code : "");
    table_text(t, unit_name(c, o->owner));
    table_text(t, to ? to->code : "");
    table_text(t, o->due_text);
    table_day(t, o->due);
    table_word(t, work_class_words[k], T(work_class_name(k)));
    table_day(t, o->opened);
    table_day(t, o->reported);
    table_day(t, o->done);
    table_day(t, o->done_known);
    return table_row(t) && c->err.kind == ERR_NONE; /* names of units are read, too */
}

static bool export_all(struct ctx *c, const struct req *q, struct res *s,
                       const struct task_query *k)
{
    static const struct table_column columns[] = {
        { N_("Id"), "id", 20 },
        { N_("Task"), "task", 60 },
        { N_("Lead agency, code"), "lead_code", 12 },
        { N_("Lead agency"), "lead", 28 },
        { N_("Assigned by"), "creditor", 12 },
        { N_("Deadline in words"), "due_text", 22 },
        { N_("Deadline"), "deadline", 12 },
        { N_("State"), "class", 26 },
        { N_("Assigned"), "opened", 12 },
        { N_("Reported"), "reported", 12 },
        { N_("Day done"), "done", 12 },
        { N_("Recognised"), "recognised", 12 },
    };
    const struct table_plan plan = { "tasks", N_("Tasks"), columns, COUNT(columns) };
    struct work_filter f = task_query_filter(c, k);
    struct export x = { .on = k->on };

    return table_begin(c, q, s, &plan, &x.t) && work_find_each(c, &f, export_row, &x) &&
           table_end(x.t);
}

bool task_get_list(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_query k;
    struct work_filter f;
    obligations found = { 0 };
    const char *next;

    if (!task_query_read(c, q, &k))
        return false;
    if (table_asked(q))
        return export_all(c, q, s, &k);
    f = task_query_filter(c, &k);
    if (!read_after(c, k.after, &f) ||
        !find_page(c, &f, q->face == FACE_JSON ? JSON_ROWS : PAGE_ROWS, &found, &next))
        return false;
    return q->face == FACE_JSON ? show_json(c, q, s, &k, &found, next)
                                : show_html(c, q, s, &k, &found, next);
}
