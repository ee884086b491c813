/*
 * unit_plan_words - the lines of a draft as sentences.
 *
 * Lines that belong together become one operation: what merges whole into the same unit, with
 * the end of the former and the beginning of the new one; the parts of one that is split; a new
 * name with the change that says so.
 */
#ifndef UNIT_UNIT_PLAN_WORDS_H
#define UNIT_UNIT_PLAN_WORDS_H

#include "common/unit/unit_plan.h"

struct unit_operation {
    const char *text;    /* in the person's language */
    LIST(int64_t) lines; /* which lines it is made of */
};
typedef LIST(struct unit_operation) unit_operations;

/* In the order of their first lines; of a draft with very many lines only the first ones. */
void unit_plan_words(struct ctx *c, int64_t day, const unit_lines *l, unit_operations *ret);
enum { UNIT_WORDS_LINES = 1000 };

/* "commune:00004" as "Phường A (00004)": on the day before, on the day, or as a line begins it;
 * itself if nobody knows it. */
const char *unit_ref_name(struct ctx *c, const char *ref, int64_t on, const unit_lines *l);

#endif
