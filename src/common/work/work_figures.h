/*
 * work_figures - what is asked of obligations: figures from the tallies, and lists.
 *
 * Part of work.h; include that. Figures cost the same over ten obligations and over ten
 * million: see docs/why/tally.md.
 */
#ifndef WORK_WORK_FIGURES_H
#define WORK_WORK_FIGURES_H

#include "common/work/work.h"

/* ---- figures ---- */

struct work_figures {
    int64_t n[WORK_CLASSES];
};
int64_t work_total(const struct work_figures *f);
int64_t work_done(const struct work_figures *f);
int64_t work_due(const struct work_figures *f); /* had become due: done + overdue */

struct work_question {
    int64_t list;     /* 0: all lists */
    int64_t unit;     /* 0: everything that the actor may see */
    int64_t measures; /* what counts as one of these, see enum work_measure */
    enum work_view view;
    int64_t on;    /* any day */
    int64_t units; /* 0: as recorded; else by the units of this day, see below */
};
MUST_USE bool work_count(struct ctx *c, const struct work_question *q, struct work_figures *ret);
/* The unit whose work the actor sees, with what lies below it; 0: all, several of them, or none. */
int64_t work_unit_seen(struct ctx *c);
/* Agencies x classes: the tenants (unit 0) or the children of a unit; only those with figures. */
struct work_row {
    int64_t unit; /* 0: not attributable, see below */
    struct work_figures f;
    int64_t attributed; /* so many of them are attributed by a rule; by the units of a day only */
};
typedef LIST(struct work_row) work_rows;
MUST_USE bool work_matrix(struct ctx *c, const struct work_question *q, work_rows *ret);
/* The state at the end of each step of `step` days from `from` to `to`: burn-up. */
MUST_USE bool work_series(struct ctx *c, const struct work_question *q, int64_t from, int64_t to,
                          int64_t step, work_rows *ret); /* unit holds the day */
/* The same rows x month x class: the state at the end of each month up to q->on. */
MUST_USE bool work_months(struct ctx *c, const struct work_question *q, int64_t from,
                          work_rows *ret, size_t *ret_months);

/*
 * By the units of another day (work_boundary.c): what each unit owes is counted as a whole at
 * its heir on that day (unit_heirs.h), so that sums match whatever the day. The unit asked is
 * that unit as it was on that day, and rows are what lay right below it then. What nobody took
 * over is a row of its own, with unit 0; so the rows always make up the count. A row tells how
 * much of it is attributed: of units whose territory lies also elsewhere.
 *
 * Seen is what the actor sees, and what is owed by units whose heir of today the actor sees:
 * who holds a role at a merged commune sees the figures of those that it was made of. (The
 * single tasks of these are seen by who holds a role there, as before.) Who has the whole state
 * gets the root bodies as rows; others units of the kind at which they hold a role.
 *
 * Costs one read for each unit whose row is another one than that of the unit above it; from
 * some on, one statement for all units of a root body.
 */

/* ---- lists of obligations: paged by key, only what the actor may see ----
 *
 * The soonest deadline first, those without one last. A search looks at the newest 500
 * obligations that have all its words (and are of the list and unit that are asked).
 * With `on` before today every row shows the deadline, done day and class of that day,
 * in that view.
 *
 * Class words: those of work_class_words, and
 *   "open", "done"   all three
 *   "waiting"        reported, waiting for recognition (of today only)
 *   "late_record"    really done by `on`, but on that day not yet known to be; and with
 *                    on = today: done in time, but recorded after the deadline
 */

struct work_filter {
    int64_t list, unit;       /* 0: any */
    const char *cls;          /* a class word, or "" or NULL: all that count on that day */
    int64_t due_from, due_to; /* 0: open end; with one of them: only what has a deadline */
    const char *words;        /* search, folded here; "" or NULL: none */
    int64_t on;               /* the day on which the class is asked; 0: today */
    enum work_view view;
    int64_t after_due, after_id; /* key_due and id of the last row of the page before */
    int64_t limit;               /* 1..200; 0: 25 */
    int64_t measures;            /* rows that count as one of these; 0: tasks and pairs and parts */
};
/* What no list shows is not read: kind, list, words, working_days, product_day, reopened, received,
 * moves and parent_tenant are empty in what these find. */
MUST_USE bool work_find(struct ctx *c, const struct work_filter *f, obligations *ret);
/* All of them instead of a page, in the same order and in memory that does not grow with them: the
 * row and what is taken from c->arena live until `each` returns. It ends when that fails. f->limit
 * says how many are read at once (0: 200). What changes meanwhile is as it was before or as it
 * became, and may have left its place. */
typedef bool work_each_fn(struct ctx *c, void *arg, const struct obligation *o);
MUST_USE bool work_find_each(struct ctx *c, const struct work_filter *f, work_each_fn *each,
                             void *arg);
/* The parts of a task that the actor may see, in the order of ids, from the one after `after`. */
MUST_USE bool work_parts(struct ctx *c, const struct obligation *o, int64_t after, int64_t limit,
                         obligations *ret);

#endif
