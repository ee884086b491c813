/* GET / and /tasks/figures: how the work stands, on any day, in both views. */
#include <stdlib.h>
#include <string.h>

#include "core/chart.h"
#include "core/table.h"
#include "core/text.h"
#include "systems/task/task_pages.h"

enum { LINES = 8, ROWS = 20, WEEKS_BACK = 26, WEEKS_AHEAD = 8, NEXT_WORKING_DAYS = 5 };

struct dash {
    struct task_query k;
    work_lists lists;
    LIST(struct work_figures) of_list;
    struct work_figures all;
    int64_t differ; /* done in the view "actual", but not in "known" */
    work_rows matrix, series;
    struct work_figures sums; /* of the matrix */
    int64_t largest;          /* total of the largest row, for the bars */
    task_lines overdue, soon;
    int64_t soon_until;
    bool all_rows; /* of the matrix */
};

static const struct {
    const char *word, *name;
    enum work_class cls;
} columns[] = {
    { "name", N_("Agency"), WORK_CLASSES },
    { "total", N_("all"), WORK_CLASSES },
    { "done_on_time", N_("done on time"), WORK_DONE_ON_TIME },
    { "done_late", N_("done late"), WORK_DONE_LATE },
    { "done_no_deadline", N_("done, no deadline"), WORK_DONE_NO_DEADLINE },
    { "open_in_time", N_("not done, in time"), WORK_OPEN_IN_TIME },
    { "open_overdue", N_("not done, overdue"), WORK_OPEN_OVERDUE },
    { "open_no_deadline", N_("not done, no deadline"), WORK_OPEN_NO_DEADLINE },
};

static const char *sort_word(const struct dash *d)
{
    return *d->k.sort ? d->k.sort : "open_overdue";
}

static struct html_safe sort_class(const struct dash *d, size_t column)
{
    bool sorted = strcmp(columns[column].word, sort_word(d)) == 0;

    if (column == 0)
        return (struct html_safe){ sorted ? " class=\"sorted\" aria-sort=\"ascending\"" : "" };
    return (struct html_safe){ sorted ? " class=\"num sorted\" aria-sort=\"descending\""
                                      : " class=\"num\"" };
}

/* A column that is empty in every row says nothing. */
static bool column_shown(const struct dash *d, size_t column)
{
    const enum work_class cls = columns[column].cls;

    return cls == WORK_CLASSES || d->sums.n[cls] > 0;
}

static struct html_local row_link(struct ctx *c, const struct dash *d, const struct work_row *r,
                                  const char *cls)
{
    return (struct html_local){ task_query_path(c, &d->k, cls, unit_get(c, r->unit), d->k.list) };
}

/* Its list; by the units of another day its figures; none of what has no page of its own. */
static struct html_local row_page(struct ctx *c, const struct dash *d, const struct work_row *r)
{
    if (!d->k.units)
        return row_link(c, d, r, "");
    if (!r->unit || (d->k.of && d->k.of->id == r->unit))
        return (struct html_local){ NULL };
    return (struct html_local){ task_row_path(c, &d->k, r->unit) };
}

static size_t parts_of(struct ctx *c, const struct work_figures *f, const struct task_query *k,
                       const struct unit *of, const char *list, struct chart_part ret[WORK_CLASSES])
{
    size_t n = 0;

    for (size_t i = 2; i < COUNT(columns); i++)
        if (f->n[columns[i].cls])
            ret[n++] =
                (struct chart_part){ .word = columns[i].word,
                                     .label = T(columns[i].name),
                                     .n = f->n[columns[i].cls],
                                     .link = k ? task_query_path(c, k, columns[i].word, of, list)
                                               : NULL };
    return n;
}

/* What the page counts, as a list of single tasks: not by the units of another day. */
static struct html_local list_path(struct ctx *c, const struct dash *d, const char *cls)
{
    return (struct html_local){ task_query_path(c, &d->k, cls, d->k.of,
                                                d->k.in.code ? d->k.in.code : "") };
}

static struct html_safe row_bar(struct ctx *c, const struct dash *d, const struct work_row *r)
{
    struct chart_part part[WORK_CLASSES];
    size_t n = parts_of(c, &r->f, NULL, NULL, NULL, part);

    return chart_cell(c, part, n, d->largest);
}

static const char *tasks_word(struct ctx *c, const struct work_figures *f)
{
    return work_total(f) == 1 ? T("1 task") : TF("%s tasks", tr_count(c, work_total(f)));
}

#include "task_dashboard.html.h"

/* ---- what is asked ---- */

static struct work_question question(struct ctx *c, const struct task_query *k, int64_t list)
{
    return (struct work_question){ .list = list,
                                   .unit = k->of ? k->of->id : 0,
                                   .measures = task_measures(c, k),
                                   .view = k->seen,
                                   .on = k->on,
                                   .units = k->units };
}

static bool read_figures(struct ctx *c, struct dash *d)
{
    struct work_question ask = question(c, &d->k, d->k.in.id);
    struct work_figures other;

    if (!work_count(c, &ask, &d->all) || !work_list_find(c, &d->lists))
        return false;
    ask.view = d->k.seen == WORK_KNOWN ? WORK_ACTUAL : WORK_KNOWN;
    if (!work_count(c, &ask, &other))
        return false;
    d->differ = d->k.seen == WORK_KNOWN ? work_done(&other) - work_done(&d->all)
                                        : work_done(&d->all) - work_done(&other);
    for (size_t i = 0; i < d->lists.n; i++) {
        struct work_question one = question(c, &d->k, d->lists.v[i].id);

        if (!work_count(c, &one, LIST_PUSH(c->arena, &d->of_list)))
            return false;
    }
    return true;
}

struct ranked { /* a row with what it is sorted by */
    struct work_row row;
    const char *name;
    int64_t value;
};

static int64_t sort_value(const struct work_row *r, const char *word)
{
    if (strcmp(word, "name") == 0)
        return 0;
    for (size_t i = 2; i < COUNT(columns); i++)
        if (strcmp(columns[i].word, word) == 0)
            return r->f.n[columns[i].cls];
    return work_total(&r->f);
}

static int compare(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return text_cmp_vi(x->name, y->name);
}

static void sort_rows(struct ctx *c, const struct task_query *k, work_rows *rows, const char *word)
{
    struct ranked *all = arena_alloc(c->arena, (rows->n + 1) * sizeof *all);

    for (size_t i = 0; i < rows->n; i++)
        all[i] = (struct ranked){ rows->v[i], task_row_name(c, k, rows->v[i].unit),
                                  sort_value(&rows->v[i], word) };
    qsort(all, rows->n, sizeof *all, compare);
    for (size_t i = 0; i < rows->n; i++)
        rows->v[i] = all[i].row;
}

static bool read_matrix(struct ctx *c, struct dash *d)
{
    struct work_question ask = question(c, &d->k, d->k.in.id);

    ask.measures = task_row_measures(c, &d->k);
    if (!work_matrix(c, &ask, &d->matrix))
        return false;
    for (size_t i = 0; i < d->matrix.n; i++) {
        const struct work_figures *f = &d->matrix.v[i].f;

        for (int k = 0; k < WORK_CLASSES; k++)
            d->sums.n[k] += f->n[k];
        if (work_total(f) > d->largest)
            d->largest = work_total(f);
    }
    sort_rows(c, &d->k, &d->matrix, sort_word(d));
    return true;
}

static bool read_lines(struct ctx *c, const struct dash *d, const char *cls, int64_t from,
                       int64_t to, task_lines *ret)
{
    struct work_filter f = task_query_filter(c, &d->k);
    obligations found = { 0 };

    f.cls = cls;
    f.due_from = from;
    f.due_to = to;
    f.limit = LINES;
    if (!work_find(c, &f, &found))
        return false;
    task_lines_of(c, &found, d->k.on, ret);
    return true;
}

/* Single tasks stay with the unit that owes them: shown where the page counts the same ones. */
static bool has_lines(struct ctx *c, const struct dash *d)
{
    return !d->k.units || (!d->k.of && c->actor->everywhere);
}

/* The same sentence as the heading: the page's title, for tabs and bookmarks. */
static const char *headline(struct ctx *c, const struct dash *d)
{
    const char *total = tasks_word(c, &d->all), *done = tr_count(c, work_done(&d->all));
    const char *over = tr_count(c, d->all.n[WORK_OPEN_OVERDUE]), *on = tr_day(c, d->k.on);

    if (d->k.seen == WORK_KNOWN)
        return TF("%s, %s done, %s overdue, as known on %s", total, done, over, on);
    return TF("%s, %s done, %s overdue, as it really stood on %s", total, done, over, on);
}

static bool read_lists(struct ctx *c, struct dash *d)
{
    return read_lines(c, d, "open_overdue", 0, 0, &d->overdue) &&
           read_lines(c, d, "open_in_time", d->k.on, d->soon_until, &d->soon);
}

static bool read_dash(struct ctx *c, struct dash *d)
{
    struct work_question ask = question(c, &d->k, d->k.in.id);
    struct calendar days;

    if (!read_figures(c, d) || !read_matrix(c, d) || !work_calendar(c, &days))
        return false;
    d->soon_until = calendar_add(&days, d->k.on, NEXT_WORKING_DAYS);
    return work_series(c, &ask, d->k.on - 7 * WEEKS_BACK, d->k.on + 7 * WEEKS_AHEAD, 7,
                       &d->series) &&
           (!has_lines(c, d) || read_lists(c, d));
}

/* ---- faces ---- */

static void show_bars(struct ctx *c, struct html h, const struct dash *d)
{
    const struct task_query *k = has_lines(c, d) ? &d->k : NULL;
    struct chart_part part[WORK_CLASSES];

    for (size_t i = 0; i < d->lists.n; i++) {
        const struct work_list *l = &d->lists.v[i];
        const struct work_figures *f = &d->of_list.v[i];

        if (!work_total(f) || (d->k.in.id && d->k.in.id != l->id))
            continue;
        const char *title = TF("%s: %s tasks", work_list_name(c, l), tr_count(c, work_total(f)));

        html_safe(h, chart_stack(c, title, part, parts_of(c, f, k, d->k.of, l->code, part)));
    }
}

static void show_burnup(struct ctx *c, struct html h, const struct dash *d)
{
    const struct chart_words w = { .title = T("Due and done, week by week"),
                                   .due = T("had become due"),
                                   .done = T("done"),
                                   .mark = tr_day_short(c, d->k.on) };
    LIST(struct chart_point) p = { 0 };

    for (size_t i = 0; i < d->series.n; i++)
        *LIST_PUSH(c->arena, &p) =
            (struct chart_point){ d->series.v[i].unit, work_due(&d->series.v[i].f),
                                  work_done(&d->series.v[i].f) };
    if (p.n < 2)
        return;
    html_safe(h, chart_burnup(c, &w, p.v, p.n, d->k.on));
    dash_series_html(h, c, d);
}

static struct html_local more(struct ctx *c, const struct dash *d, const char *cls)
{
    return (struct html_local){ task_query_path(c, &d->k, cls, d->k.of, d->k.list) };
}

static void show_lines(struct ctx *c, struct html h, const struct dash *d)
{
    dash_lines_html(h, c, &d->overdue, T("Most overdue"), more(c, d, "open_overdue"));
    dash_lines_html(h, c, &d->soon, TF("Due until %s", tr_day(c, d->soon_until)),
                    more(c, d, "open_in_time"));
}

static bool show_html(struct ctx *c, const struct req *q, struct res *s, const struct dash *d)
{
    struct html h = page_begin(c, q, s, 200, headline(c, d));

    dash_head_html(h, c, q, d, has_lines(c, d));
    if (!work_total(&d->all)) {
        dash_empty_html(h, c, q, d);
        return page_end(c, h);
    }
    HTML(h, "<div class=\"two\">\n<div>\n");
    show_bars(c, h, d);
    dash_percent_html(h, c, d);
    HTML(h, "</div>\n<div>\n");
    show_burnup(c, h, d);
    HTML(h, "</div>\n");
    if (has_lines(c, d))
        show_lines(c, h, d);
    HTML(h, "</div>\n");
    if (d->matrix.n)
        dash_matrix_html(h, c, q, d);
    return page_end(c, h);
}

static bool show_json(struct ctx *c, struct res *s, const struct dash *d)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_day(&j, "asof", d->k.on);
    json_text(&j, "view", task_view_word(d->k.seen));
    task_units_of_json(c, &j, &d->k);
    json_bool(&j, "demo", d->k.opens != 0);
    json_open(&j, "figures", '{');
    task_figures_json(&j, &d->all);
    json_close(&j, '}');
    json_int(&j, "done_but_not_recorded", d->differ);
    json_open(&j, "lists", '[');
    for (size_t i = 0; i < d->lists.n; i++) {
        json_open(&j, NULL, '{');
        json_text(&j, "code", d->lists.v[i].code);
        json_text(&j, "name", work_list_name(c, &d->lists.v[i]));
        task_figures_json(&j, &d->of_list.v[i]);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    task_rows_json(c, &j, &d->k, &d->matrix);
    json_close(&j, '}');
    return true;
}

static bool dashboard(struct ctx *c, const struct req *q, struct res *s, struct dash *d)
{
    d->all_rows = strcmp(req_text(q, "rows"), "all") == 0;
    if (!read_dash(c, d))
        return false;
    return q->face == FACE_JSON ? show_json(c, s, d) : show_html(c, q, s, d);
}

bool task_get_dashboard(struct ctx *c, const struct req *q, struct res *s)
{
    struct dash d = { 0 };

    if (!task_query_read(c, q, &d.k))
        return false;
    task_query_own(c, &d.k);
    return dashboard(c, q, s, &d);
}

static bool figures_json(struct ctx *c, struct res *s, const struct dash *d)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    task_figures_json(&j, &d->all);
    if (d->k.units) {
        json_day(&j, "asof", d->k.on);
        json_text(&j, "view", task_view_word(d->k.seen));
        task_units_of_json(c, &j, &d->k);
        task_rows_json(c, &j, &d->k, &d->matrix);
    }
    json_close(&j, '}');
    return true;
}

/* The stable address for programs: with a unit, (task, agency) pairs are counted; as a file,
 * and by the units of another day, also for each agency. */
bool task_get_figures(struct ctx *c, const struct req *q, struct res *s)
{
    struct dash d = { 0 };
    struct work_question ask;

    if (!task_query_read(c, q, &d.k))
        return false;
    task_query_own(c, &d.k);
    if (table_asked(q))
        return read_matrix(c, &d) &&
               task_rows_file(c, q, s, &d.k, &(struct task_table){ &d.matrix, &d.k.on, 1 });
    if (q->face != FACE_JSON)
        return dashboard(c, q, s, &d);
    ask = question(c, &d.k, d.k.in.id);
    return work_count(c, &ask, &d.all) && (!d.k.units || read_matrix(c, &d)) &&
           figures_json(c, s, &d);
}

bool task_get_unit(struct ctx *c, const struct req *q, struct res *s)
{
    struct dash d = { 0 };
    const struct unit *of;

    if (!task_query_read(c, q, &d.k) || !unit_of_word(c, req_text(q, "owner"), &of))
        return false;
    task_query_narrow(&d.k, of);
    return dashboard(c, q, s, &d);
}
