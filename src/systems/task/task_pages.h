/* task_pages - what the page files of this slice share; nobody else uses it. */
#ifndef TASK_TASK_PAGES_H
#define TASK_TASK_PAGES_H

#include "core/field.h"
#include "core/page.h"
#include "core/tr.h"
#include "systems/task/task_row.h"

/* Reads the inputs of the route into the struct that its table names. */
#define TASK_READ(c, q, ret) req_read((c), (q), (q)->route->inputs, (q)->route->n_inputs, (ret))

/* ---- what a list or a figure is asked of: one form for dashboard, list, export, figures ---- */

struct task_query {
    const char *list, *unit, *class, *words, *view, *after, *sort; /* as in the address */
    int64_t from, to, asof, units; /* units: figures by the units of this day; 0: that owe them */

    struct work_list in;   /* resolved; id 0: all */
    const struct unit *of; /* NULL: all */
    int64_t on;
    enum work_view seen;
    int64_t opens; /* the overview of a demo: the day of the published figures; else 0 */
};
/* A wrong list, unit or day is a failure at its field. */
MUST_USE bool task_query_read(struct ctx *c, const struct req *q, struct task_query *ret);
/* The address of the list with the same question and this class ("": none). */
const char *task_query_path(struct ctx *c, const struct task_query *k, const char *cls,
                            const struct unit *of, const char *list);
const char *task_view_word(enum work_view v);
struct work_filter task_query_filter(struct ctx *c, const struct task_query *k);
void task_query_narrow(struct task_query *k, const struct unit *of); /* NULL: all */
/* Whose figures these are when no unit is asked: of the one unit whose work the person sees. By the
 * units of another day of all that they see, which is more (work_figures.h). */
void task_query_own(struct ctx *c, struct task_query *k);
/*
 * What is counted. Of the whole state: tasks. Of what a unit owes: (task, agency) pairs, so that a
 * body's own people see the figures that the Government has of it; and below a root body also the
 * parts that were split off for it. In the rows of a body's units all that each owes. A list of a
 * unit holds what its figures count; one of all that a person sees holds tasks and parts.
 */
int64_t task_measures(struct ctx *c, const struct task_query *k);
int64_t task_row_measures(struct ctx *c, const struct task_query *k);
const char *task_rows_caption(struct ctx *c, const struct task_query *k);

/* ---- figures by the units of another day (task_units_of.c) ---- */

MUST_USE bool task_units_of_check(struct ctx *c, const struct task_query *k);
/* In the form of filters, and below it; nothing where the list of units has never changed. */
void task_units_of_field(struct html h, struct ctx *c, const struct task_query *k);
void task_units_of_note(struct html h, struct ctx *c, const struct req *q,
                        const struct task_query *k);
void task_units_of_json(struct ctx *c, struct json *j, const struct task_query *k);
/* A row of work_matrix() or work_months(): its name on the day, what is attributed in words
 * (NULL: nothing), the page with its figures by the units of the same day. */
const char *task_row_name(struct ctx *c, const struct task_query *k, int64_t unit);
const char *task_row_mark(struct ctx *c, const struct work_row *r);
const char *task_row_path(struct ctx *c, const struct task_query *k, int64_t unit);
void task_row_json(struct ctx *c, struct json *j, const struct task_query *k,
                   const struct work_row *r);
void task_rows_json(struct ctx *c, struct json *j, const struct task_query *k,
                    const work_rows *rows);
struct task_table {
    const work_rows *rows; /* n_days for each agency */
    const int64_t *day;    /* of which its figures are */
    size_t n_days;
};
MUST_USE bool task_rows_file(struct ctx *c, const struct req *q, struct res *s,
                             const struct task_query *k, const struct task_table *rows);

/* ---- an obligation for people ---- */

struct task_line {
    int64_t id;
    const char *title, *lead, *due, *state, *state_name; /* state: a class word */
    int64_t late; /* days past the deadline and not done; 0: none */
};
typedef LIST(struct task_line) task_lines;
struct task_line task_line_of(struct ctx *c, const struct obligation *o, int64_t on);
void task_lines_of(struct ctx *c, const obligations *all, int64_t on, task_lines *ret);
void task_json(struct ctx *c, struct json *j, const char *name, const struct obligation *o,
               int64_t on);
void task_figures_json(struct json *j, const struct work_figures *f);

/* ---- what a field for a unit offers (task_offer.c) ---- */

/* As <datalist id="units">: the units right below one, or all root bodies (above 0). */
void task_units_datalist(struct html h, struct ctx *c, int64_t above);
bool task_offer_start(struct ctx *c); /* the module's slot keeps what is offered */
void task_offer_stop(struct app *app);

struct task_source_form {
    const char *kind, *number, *unit, *title, *title_en, *title_de, *list;
    int64_t issued;
};

struct task_import_form {
    int64_t source, opened;
    const char *unit, *authority, *csv, *sheet;
};

/* ---- routes' handlers, by file ---- */

bool task_get_dashboard(struct ctx *c, const struct req *q, struct res *s);
bool task_get_months(struct ctx *c, const struct req *q, struct res *s);
bool task_get_figures(struct ctx *c, const struct req *q, struct res *s);
bool task_get_list(struct ctx *c, const struct req *q, struct res *s);
bool task_get_mine(struct ctx *c, const struct req *q, struct res *s);
bool task_get_unit(struct ctx *c, const struct req *q, struct res *s);
bool task_get_page(struct ctx *c, const struct req *q, struct res *s);
bool task_get_file(struct ctx *c, const struct req *q, struct res *s);
bool task_get_new(struct ctx *c, const struct req *q, struct res *s);
bool task_post_new(struct ctx *c, const struct req *q, struct res *s);
bool task_post_step(struct ctx *c, const struct req *q, struct res *s);
bool task_post_decide(struct ctx *c, const struct req *q, struct res *s);
bool task_post_split(struct ctx *c, const struct req *q, struct res *s);
bool task_post_amend(struct ctx *c, const struct req *q, struct res *s);
bool task_get_sources(struct ctx *c, const struct req *q, struct res *s);
bool task_get_source(struct ctx *c, const struct req *q, struct res *s);
bool task_get_source_file(struct ctx *c, const struct req *q, struct res *s);
bool task_get_source_new(struct ctx *c, const struct req *q, struct res *s);
bool task_post_source(struct ctx *c, const struct req *q, struct res *s);
bool task_get_import(struct ctx *c, const struct req *q, struct res *s);
bool task_prepare_import(struct ctx *c, struct req *q);
bool task_post_import(struct ctx *c, const struct req *q, struct res *s);
bool task_get_dry_run(struct ctx *c, const struct req *q, struct res *s);
bool task_post_carry_out(struct ctx *c, const struct req *q, struct res *s);

#endif
