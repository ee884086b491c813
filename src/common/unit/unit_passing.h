/*
 * unit_passing - what a system has at a unit, and how it passes on when the unit has ended.
 *
 * A system that keeps something at units (a role, an obligation, a queue) names it here, by
 * the member passing of its struct module; unit_succession.h then finds it, rehearses,
 * carries out and records, and knows nothing else of it. Passing on must
 *   - never move a row to another tenant: what is kept under a tenant ends there and begins
 *     anew with the successor, so that every figure of the past stays;
 *   - leave nothing that items() would find again, so that a second run finds nothing to do;
 *   - be sealed like any other change.
 */
#ifndef UNIT_UNIT_PASSING_H
#define UNIT_UNIT_PASSING_H

#include "core/ctx.h"

/* Who takes over from a unit that has ended. */
struct unit_handover {
    int64_t unit, until; /* the unit, and its first day without it: the day in force */
    int64_t to;          /* 0: somebody has to decide */
    const char *rule;    /* see unit_handover.h */
    int64_t proposed;    /* to 0: whom the main part points to; 0: nobody */
};

struct unit_matter {
    const char *kind;   /* one of unit_passing.kinds: a stable word */
    int64_t tenant, id; /* its key */
};
typedef LIST(struct unit_matter) unit_matters;
typedef LIST(int64_t) unit_ids;

struct unit_matter_kind {
    const char *word, *one; /* "role", and a key of the catalogue */
};

struct unit_passing {
    const struct unit_matter_kind *kinds;
    size_t n_kinds;
    /* Units that ended on or before the day and have something left. NULL: the system has
     * nothing of its own and only follows. */
    bool (*units)(struct ctx *c, int64_t day, unit_ids *ret);
    /* What is left at one unit, at most so many behind the given one (NULL: the first), in an
     * order of its own. Costs no more than what it returns. */
    bool (*items)(struct ctx *c, int64_t unit, const struct unit_matter *after, size_t most,
                  unit_matters *ret);
    /* In a write: one item passes on; *made is the id of what it has become there. */
    bool (*pass)(struct ctx *c, const struct unit_handover *h, const struct unit_matter *i,
                 int64_t *ret_made);
    /* In the same write: an item of any system has passed on. NULL: it does not matter. */
    bool (*follow)(struct ctx *c, const struct unit_handover *h, const struct unit_matter *i,
                   int64_t made);
    /* Words and address for a person who may see it; else both stay as they are. */
    void (*show)(struct ctx *c, const struct unit_matter *i, const char **words, const char **path);
};

#endif
