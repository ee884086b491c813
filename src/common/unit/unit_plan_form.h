/*
 * unit_plan_form - what a legal act says, as lines of a draft.
 *
 *   merge     several units go whole into one, which is new or goes on
 *   split     one unit goes in parts to several; it ends, or keeps the rest
 *   rename    one unit gets another name
 *   kind      several units get another type (xã -> phường), and their names with it
 *   new       a unit begins out of nothing that had a code
 *   dissolve  units end without a successor
 *   code      a unit gets a further code
 *
 * Units are written one a line, by code ("00004", "commune:00004", "agency:G12") or by name; a
 * name that several have is refused with all of them. Agencies are found by code only.
 */
#ifndef UNIT_UNIT_PLAN_FORM_H
#define UNIT_UNIT_PLAN_FORM_H

#include "common/unit/unit_plan.h"

struct unit_plan_form {
    const char *what, *units, *into, *parts, *ends, *system, *code, *type, *name, *name_en,
        *name_de, *parent, *clause, *note;
    int64_t version;
};

/* c->err names what is wrong, at its field. had: the lines that the draft has. */
MUST_USE bool unit_plan_form_lines(struct ctx *c, const struct unit_release *r,
                                   const struct unit_plan_form *f, const unit_lines *had,
                                   unit_lines *ret);

#endif
