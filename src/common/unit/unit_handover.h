/*
 * unit_handover - who takes over from a unit that has ended, and by which rule.
 *
 *   chosen   an administrator has decided it, with a reason
 *   named    the list names the successor
 *   whole    all of it went to one unit
 *   level    its level of government ended with it: the body that it lay below directs what is
 *            handed over (Law 72/2025/QH15, Articles 51.3 and 54.6: the district bodies ended on
 *            1 July 2025; they hand work, files and money over within 15 days, under the chairman
 *            of the province). The law leaves open to whom each matter goes, so it is the
 *            province's until somebody chooses otherwise.
 *
 * Nothing else decides. Of a unit that was split, or of which nobody says how much went where,
 * the main part is only proposed: the one that is certain to have got most of the people; if that
 * is not known, most of the area; if that is not known, the one that bears the same name. A unit
 * that was dissolved with nothing said has no proposal.
 */
#ifndef UNIT_UNIT_HANDOVER_H
#define UNIT_UNIT_HANDOVER_H

#include "common/unit/unit_history.h"
#include "common/unit/unit_passing.h"

/* Of a unit that has ended (or will: its last day is known). */
MUST_USE bool unit_handover_of(struct ctx *c, int64_t unit, struct unit_handover *ret);
/* Whom it may be: the units that a part went to, else those of the same kind below the same
 * body on its day. */
void unit_handover_candidates(struct ctx *c, int64_t unit, unit_list *ret);

struct unit_choice {
    int64_t unit, successor, account, at_ms;
    const char *reason;
};
MUST_USE bool unit_choice_get(struct ctx *c, int64_t unit, struct unit_choice *ret); /* 0: none */
/* In a write. Who may is the caller's question. Of what has passed already nothing comes back. */
MUST_USE bool unit_choose(struct ctx *c, int64_t unit, int64_t successor, const char *reason);

const char *unit_handover_rule_name(const char *rule); /* a key of the catalogue */

#endif
