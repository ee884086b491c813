/*
 * unit_history - what became of a unit, and what a code has meant.
 *
 * A change says what happened to a unit on a day, by which act: it was merged whole into
 * another one, a part of it went to another one, it got a new name or kind, it was
 * dissolved. A unit that goes on under its own id stands on both sides (from == to).
 *
 *   kind          from -> to              whole
 *   unchanged     A -> A, or its twin B   1   it lies under another province now
 *   renamed       A -> A                  1
 *   kind_changed  A -> A, or B            1   a district that became a special zone
 *   merged        A -> B                  1   all of A; -1: nobody says whether all of it
 *   split         A -> B, A -> C ...      0   a part each, with its share if it is known
 *   created       0 -> B                  1   out of nothing that had a code
 *   dissolved     A -> 0                  1   without a successor
 *
 * The same code means other units on other days (5 digits of 2025 and before, 3,316 times):
 * a code without a day has meanings, not a unit. All look-ups are in the snapshot of the
 * directory and cost no query.
 */
#ifndef UNIT_UNIT_HISTORY_H
#define UNIT_UNIT_HISTORY_H

#include "common/unit/unit.h"

struct unit_change {
    int64_t id, release, day; /* release 0: made by hand */
    const char *kind;
    int64_t from, to;         /* units; 0: none */
    int64_t whole;            /* 1 all of from, 0 a part of it, -1 not known */
    int64_t area, population; /* the share of from that went, per million; -1: not known */
    const char *detail;       /* what a part is, by the list: "area only" */
    const char *act, *clause, *note;
};
typedef LIST(const struct unit_change *) unit_changes;

/* In the order of their days. */
void unit_changes_from(struct ctx *c, int64_t id, unit_changes *ret);
void unit_changes_to(struct ctx *c, int64_t id, unit_changes *ret);

/* One of the units that a territory belongs to on another day. */
struct unit_part {
    const struct unit *u;
    int64_t whole;                /* 1 all of it, 0 a part, -1 not known: over all steps */
    int64_t area, population;     /* share per million over all steps; -1: not known */
    const struct unit_change *by; /* the last step; NULL: it is the unit itself */
};
typedef LIST(struct unit_part) unit_parts;

/* What the unit as it was on a day has become on a later one: itself, its successor, or every
 * unit that got a part; none: dissolved. 0 as since: from its first day. */
void unit_successors(struct ctx *c, int64_t id, int64_t since, int64_t on, unit_parts *ret);
/* What the territory of the unit (as it is on the day since, 0: now) belonged to on an earlier
 * day. Whole and shares are those of the earlier units. */
void unit_predecessors(struct ctx *c, int64_t id, int64_t since, int64_t on, unit_parts *ret);

/* Units of a kind ("province", "district", "commune"; "" all) on a day, in the order of ids. */
void unit_of_kind(struct ctx *c, const char *kind, int64_t on, unit_list *ret);

/* By a code of one system on a day; NULL: it meant nothing then. Codes of "agency" are
 * taken in both writing directions: "H26.01", "000.00.01.H26". */
const struct unit *unit_by_system(struct ctx *c, const char *system, const char *code, int64_t on);
/* Everything that a code has meant, oldest first; system "": in any. */
struct unit_meaning {
    const struct unit *u; /* as it was on the last day of this meaning */
    const char *system;
    int64_t from, until; /* until 0: still so */
};
typedef LIST(struct unit_meaning) unit_meanings;
void unit_code_meanings(struct ctx *c, const char *system, const char *code, unit_meanings *ret);
/* "000.00.01.H26" and "H26.01.000" as "H26.01" (Decision 20/2020/QĐ-TTg). */
const char *unit_agency_code(struct arena *a, const char *code);

/* In a write: notes a change. Both units must be there on their side of the day; a unit goes
 * whole to one place or in parts to several, never both, and its shares make at most one. */
MUST_USE bool unit_link(struct ctx *c, const struct unit_change *change);

#endif
