/*
 * work_pass - obligations of a unit that has ended pass to its legal successor.
 *
 * What is open ends at the unit that owed it on the day in force (WORK_PASSED: counted until
 * the day before) and begins on that day as a new obligation of the successor
 * (WORK_TAKEN_OVER) with the same deadline, words, list, creditor, parent, parts and parties.
 * The history goes along, event by event, with its days and names: a waiting report, an
 * extension that was asked for and how often the deadline was moved are not lost, and
 * whatever is told of the row can be told again by its events. Rows never change their
 * tenant, and no figure of a day before changes. What is done stays where it was done.
 */
#ifndef WORK_WORK_PASS_H
#define WORK_WORK_PASS_H

#include "common/work/work.h"

struct unit_passing;
extern const struct unit_passing work_passing;

/* In a write. effective is at least day, the opening and the last reopening. */
MUST_USE bool work_pass_on(struct ctx *c, int64_t tenant, int64_t id, int64_t to, int64_t day,
                           struct obligation *ret);

/* Where it came from and where it went; other 0: it did not. */
struct work_passed {
    int64_t other_tenant, other;
    int64_t unit;  /* who owes the other one */
    int64_t day;   /* in force */
    int64_t first; /* the day on which it was first assigned, by whomever it was owed then */
};
MUST_USE bool work_passed_from(struct ctx *c, const struct obligation *o, struct work_passed *ret);
MUST_USE bool work_passed_to(struct ctx *c, const struct obligation *o, struct work_passed *ret);
/* The day of the first assignment, over all units that owed it. */
MUST_USE bool work_first_day(struct ctx *c, const struct obligation *o, int64_t *ret);

/* One that passes, whoever may see it: for systems that follow. */
MUST_USE bool work_row(struct ctx *c, int64_t id, struct obligation *ret);

/* In a write: more words to find one by, beside those that it has. */
void work_more_words(struct ctx *c, int64_t tenant, int64_t id, const char *words);

#endif
