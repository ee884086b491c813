/* Figures by the units of another day: the choice, its words, and the table as JSON and as a file.
 */
#include "core/table.h"
#include "core/text.h"
#include "systems/task/task_pages.h"

static const char *const rule =
    N_("What was merged whole is added up exactly. A unit that was split is counted as a whole at "
       "its legal successor; if none is named, at the part with the largest known share of "
       "people, then of area, then at the part of the same name, then at the first in the order "
       "of codes. Towards the past the same order chooses among the units that it was made of. "
       "Rows say how much of them is attributed so; what no unit took over has a row of its own.");

#include "task_units_of.html.h"

bool task_units_of_check(struct ctx *c, const struct task_query *k)
{
    int64_t first = k->units ? unit_first_day(c, "province") : 0;

    return k->units >= first ||
           fail_field(c, "units", "the units are known from %s on", tr_day(c, first));
}

/* Only where the list of units differs from day to day. */
static bool is_shown(struct ctx *c, const struct task_query *k)
{
    return k->units || unit_cut(c, 0);
}

void task_units_of_field(struct html h, struct ctx *c, const struct task_query *k)
{
    if (is_shown(c, k))
        units_of_field_html(h, c, k);
}

void task_units_of_note(struct html h, struct ctx *c, const struct req *q,
                        const struct task_query *k)
{
    if (is_shown(c, k))
        units_of_note_html(h, c, q, k);
}

/* ---- a row ---- */

const char *task_row_name(struct ctx *c, const struct task_query *k, int64_t unit)
{
    if (!k->units)
        return unit_name(c, unit);
    return unit ? unit_name_on(c, unit, k->units) : T("Not attributable");
}

const char *task_row_mark(struct ctx *c, const struct work_row *r)
{
    return r->attributed ? TF("%s attributed", tr_count(c, r->attributed)) : NULL;
}

static const struct unit *row_unit(struct ctx *c, const struct task_query *k, int64_t unit)
{
    const struct unit *then = k->units ? unit_on(c, unit, k->units) : NULL;

    return then ? then : unit_get(c, unit);
}

const char *task_row_path(struct ctx *c, const struct task_query *k, int64_t unit)
{
    return arena_printf(c->arena, "/units/%lld/tasks?units=%s&asof=%s&view=%s&list=%s",
                        (long long)unit, day_text(c->arena, k->units), day_text(c->arena, k->on),
                        task_view_word(k->seen), k->in.id ? k->in.code : "");
}

/* ---- JSON ---- */

void task_units_of_json(struct ctx *c, struct json *j, const struct task_query *k)
{
    json_day(j, "units", k->units);
    if (k->units)
        json_text(j, "rule", T(rule));
}

void task_row_json(struct ctx *c, struct json *j, const struct task_query *k,
                   const struct work_row *r)
{
    unit_json(c, j, "unit", row_unit(c, k, r->unit));
    if (k->units)
        json_int(j, "attributed", r->attributed);
}

void task_rows_json(struct ctx *c, struct json *j, const struct task_query *k,
                    const work_rows *rows)
{
    json_open(j, "agencies", '[');
    for (size_t i = 0; i < rows->n; i++) {
        json_open(j, NULL, '{');
        task_row_json(c, j, k, &rows->v[i]);
        task_figures_json(j, &rows->v[i].f);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* ---- a file ---- */

static void number(struct ctx *c, struct table *t, int64_t n)
{
    table_number(t, int_text(c->arena, n));
}

static bool file_row(struct ctx *c, struct table *t, const struct task_query *k,
                     const struct task_table *rows, size_t i)
{
    static const enum work_class order[] = { WORK_DONE_ON_TIME,     WORK_DONE_LATE,
                                             WORK_DONE_NO_DEADLINE, WORK_OPEN_IN_TIME,
                                             WORK_OPEN_OVERDUE,     WORK_OPEN_NO_DEADLINE };
    const struct work_row *r = &rows->rows->v[i];
    const struct unit *u = row_unit(c, k, r->unit);

    table_day(t, rows->day[i % rows->n_days]);
    table_word(t, task_view_word(k->seen),
               k->seen == WORK_KNOWN ? T("as known") : T("as it really stood"));
    table_day(t, k->units);
    table_text(t, u ? u->code : "");
    table_text(t, task_row_name(c, k, r->unit));
    number(c, t, work_total(&r->f));
    for (size_t n = 0; n < COUNT(order); n++)
        number(c, t, r->f.n[order[n]]);
    number(c, t, r->attributed);
    return table_row(t);
}

bool task_rows_file(struct ctx *c, const struct req *q, struct res *s, const struct task_query *k,
                    const struct task_table *rows)
{
    static const struct table_column columns[] = {
        { N_("As of"), "asof", 12 },
        { N_("View"), "view", 20 },
        { N_("Units as of"), "units", 12 },
        { N_("Agency, code"), "agency_code", 12 },
        { N_("Agency"), "agency", 32 },
        { N_("all"), "total", 10 },
        { N_("done on time"), "done_on_time", 10 },
        { N_("done late"), "done_late", 10 },
        { N_("done, no deadline"), "done_no_deadline", 10 },
        { N_("not done, in time"), "open_in_time", 10 },
        { N_("not done, overdue"), "open_overdue", 10 },
        { N_("not done, no deadline"), "open_no_deadline", 10 },
        { N_("attributed"), "attributed", 10 },
    };
    const struct table_plan plan = { "figures", N_("Agencies and states"), columns,
                                     COUNT(columns) };
    struct table *t;

    if (!table_begin(c, q, s, &plan, &t))
        return false;
    for (size_t i = 0; i < rows->rows->n; i++)
        if (!file_row(c, t, k, rows, i))
            return false;
    return table_end(t);
}
