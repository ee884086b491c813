/*
 * unit_heirs - as what a unit is counted among the units of another day.
 *
 * Figures stay with the unit that owed them. To show them by the units of another day, each
 * unit has one heir there, so that sums always match:
 *
 *   it is there itself      itself
 *   it has ended by then    its legal successor; if none is named, of the units that got
 *                           something of it the one with the largest known share of people,
 *                           then of area, then of the same name, then the first in the order
 *                           of codes; and so on, change by change, until the day
 *   it begins only later    of the units that it was made of, by the same order: the one whose
 *                           legal successor it is, the largest share of whom went into it ...
 *   nobody took over        "lost": the heir of the unit that it lay below, which says only
 *                           where to look; NULL if there is none either
 *
 * An heir is exact wherever all that became of the unit (or all that it was made of) lies in
 * what is asked: of a commune that was split within its province the commune's heir is
 * attributed, and the province's figure exact. So each entry also tells the smallest unit of
 * that day which holds all of it for certain. Where nobody says whether all of a unit went to
 * its heir, that is what became of the unit above it.
 *
 * Part of unit.h; include that. Kept with the snapshot of the directory, one table for each
 * pair of states of the list; a look-up costs no query.
 */
#ifndef UNIT_UNIT_HEIRS_H
#define UNIT_UNIT_HEIRS_H

#include "common/unit/unit.h"

struct unit_heir {
    const struct unit *was;    /* the unit, in its newest state */
    const struct unit *to;     /* as on the day; NULL: none */
    const struct unit *within; /* as on the day; NULL: no unit below the state holds all of it */
    bool lost;
    size_t above; /* place in v of the unit that was lies below, + 1; 0: it is a root body */
};
struct unit_heirs {
    int64_t since, on;
    struct unit_heir *v; /* one for each unit, whenever it existed */
    size_t n;
};

/* Of all units as they are (or last were, or first will be) on the day since, on the day on. */
const struct unit_heirs *unit_heirs(struct ctx *c, int64_t since, int64_t on);
const struct unit_heir *unit_heir(const struct unit_heirs *h, int64_t id); /* NULL: no such unit */

/* The unit as it was on a day; NULL: it did not exist. */
const struct unit *unit_on(struct ctx *c, int64_t id, int64_t on);
/* Its name then, in c->lang; otherwise its present one. */
const char *unit_name_on(struct ctx *c, int64_t id, int64_t on);
/* On that day: is it u, or does u lie below it? */
bool unit_holds(struct ctx *c, int64_t id, const struct unit *u, int64_t on);

/* The first day of which the codes of a system are known ("": of any); 0: there are none.
 * A question about a day before it has no answer, and must say so. */
int64_t unit_first_day(struct ctx *c, const char *system);
/* The last days on which territory went from unit to unit, newest first; 0: there is none more.
 * On the day before each of them the list was another one. */
int64_t unit_cut(struct ctx *c, size_t i);

#endif
