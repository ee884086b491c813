/*
 * unit_plan - the next release while people work on it.
 *
 *   draft -> approved (by another person) -> published
 *        \-> rejected <-/
 *
 * At most one draft is open (draft or approved). Its lines say what happens on its day, see
 * docs/units.md; they may be changed until it is approved. Publishing carries all of them out
 * by the rules of unit.h and checks the whole list after them (unit_check.h): everything or
 * nothing. The same can be tried before, with nothing kept.
 */
#ifndef UNIT_UNIT_PLAN_H
#define UNIT_UNIT_PLAN_H

#include "common/unit/unit_release.h"
#include "core/csv.h"

enum { UNIT_PLAN_LINES = 20000 };

struct unit_line {
    int64_t line;
    const char *op;           /* new fact code close change */
    const char *unit, *other; /* "commune:00004" */
    const char *kind, *type, *name, *name_en, *name_de;
    const char *extent;                        /* of a change: whole, part or "" */
    const char *share_area, *share_population; /* percent, or "" */
    const char *detail, *clause, *note;
};
typedef LIST(struct unit_line) unit_lines;

MUST_USE bool unit_release_get(struct ctx *c, int64_t id, struct unit_release *ret);
typedef LIST(struct unit_release) unit_releases;
MUST_USE bool unit_release_list(struct ctx *c, unit_releases *ret); /* newest first */
MUST_USE bool unit_plan_lines(struct ctx *c, int64_t id, unit_lines *ret);

/* In a write. */
MUST_USE bool unit_plan_new(struct ctx *c, const char *title, int64_t day, const char *act,
                            int64_t *ret_id);
/* line 0: a further one; else in its place. */
MUST_USE bool unit_plan_put(struct ctx *c, int64_t id, const struct unit_line *l);
MUST_USE bool unit_plan_append(struct ctx *c, int64_t id, const unit_lines *l);
MUST_USE bool unit_plan_drop(struct ctx *c, int64_t id, const int64_t *line, size_t n);
/* Is this the draft that the person saw? 0: they do not say. */
MUST_USE bool unit_plan_seen(struct ctx *c, int64_t id, int64_t version);
/* Whoever wrote at it does not approve it. */
MUST_USE bool unit_plan_is_writer(struct ctx *c, const struct unit_release *r, int64_t account,
                                  bool *ret);
/* All lines anew, from a table with the columns of the documentation. */
MUST_USE bool unit_plan_read(struct ctx *c, const csv_lines *table, unit_lines *ret,
                             unit_faults *faults);
MUST_USE bool unit_plan_replace(struct ctx *c, int64_t id, const unit_lines *l);

struct unit_effect; /* in unit_release_view.h */
/* Carries the lines out and takes it all back; the faults are what publishing would say, ret is
 * what the list would be if there is none. */
MUST_USE bool unit_plan_try(struct ctx *c, const struct unit_release *r, const unit_lines *l,
                            unit_faults *faults, struct unit_effect *ret);
/* Only if there is no fault; then c->err says so and faults which. */
MUST_USE bool unit_plan_approve(struct ctx *c, int64_t id, unit_faults *faults);
MUST_USE bool unit_plan_publish(struct ctx *c, int64_t id, unit_faults *faults);
MUST_USE bool unit_plan_reject(struct ctx *c, int64_t id, const char *reason);

/* ---- pieces ---- */

/* Carries the lines out, in this write. */
MUST_USE bool unit_plan_apply(struct ctx *c, const struct unit_release *r, const unit_lines *l,
                              unit_faults *faults);
extern const char *const unit_line_columns[]; /* NULL-terminated */
const char *unit_line_field(const struct unit_line *l, size_t column);
void unit_line_set(struct unit_line *l, size_t column, const char *value);

/* What one day's list of provinces, districts and communes has that another has not. */
struct unit_difference {
    const char *what;                  /* added removed changed */
    const struct unit *before, *after; /* NULL: not there */
    const struct unit_change *by;      /* how it came to that; NULL: nobody says */
};
typedef LIST(struct unit_difference) unit_differences;
/* Provinces first, then districts and communes, each by code. */
void unit_compare(struct ctx *c, int64_t from, int64_t to, unit_differences *ret);
int unit_place_order(const struct unit *x, const struct unit *y);

#endif
