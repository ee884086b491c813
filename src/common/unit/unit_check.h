/*
 * unit_check - is the list of units whole, on every day? In the snapshot; costs no query.
 *
 * Told: the numbers of the list, and every fault: a day without name or code (gap), two codes
 * at once (overlap), a missing parent, a unit that ended and nobody says what became of it, one
 * that began and nobody says out of what, a code of two units at once, a name that is not NFC,
 * a kind that does not fit its level, a circle of parents, whole where there are several
 * destinations or a part where there is one, shares that make more than one.
 */
#ifndef UNIT_UNIT_CHECK_H
#define UNIT_UNIT_CHECK_H

#include "common/unit/unit_fault.h"

/* "Before" is the day before the largest re-arrangement: the day on which most communes
 * became something else. Edges are its changes from commune to commune, later ones those of
 * provinces, districts and communes after it. */
struct unit_numbers {
    int64_t provinces, communes; /* today */
    int64_t old_provinces, old_districts, old_communes;
    int64_t edges, whole, part, unknown, later;
    int64_t day; /* of the largest re-arrangement; 0: none */
};
void unit_list_numbers(struct ctx *c, struct unit_numbers *ret);
void unit_list_check(struct ctx *c, unit_faults *faults);

#endif
