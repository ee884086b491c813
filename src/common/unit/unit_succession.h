/*
 * unit_succession - what is left at units that have ended passes to their successors.
 *
 * At 00:00 of the day in force the server finds what systems still have at the units that end
 * (unit_passing.h), asks who takes over (unit_handover.h) and passes it on, a few hundred items a
 * transaction; what was passed on is not found again. So a server that was off catches up, one
 * that is killed goes on where the last transaction ended, and a second run changes nothing.
 * Where somebody has to decide first, nothing moves.
 *
 * Each day in force on which something moved has a run with a line for each item, both sealed.
 * Its checksum is the SHA-256 of its lines "line,kind,tenant,item,from,to,rule,made,reason\n".
 * What does not pass for a reason of its own (made 0) has a line too, is told by the log and by
 * the command line, and is tried again the next time.
 */
#ifndef UNIT_UNIT_SUCCESSION_H
#define UNIT_UNIT_SUCCESSION_H

#include "common/unit/unit_handover.h"

struct unit_run {
    int64_t id, day, release, account, started_at, finished_at, moved, failed;
    const char *checksum;
};
typedef LIST(struct unit_run) unit_runs;
struct unit_run_line {
    int64_t line;
    struct unit_matter item;
    int64_t from, to, made;
    const char *rule, *reason;
};
typedef LIST(struct unit_run_line) unit_run_lines;

/* Units that have something left on a day, by their day and id; with who takes over. */
typedef LIST(struct unit_handover) unit_handovers;
MUST_USE bool unit_succession_due(struct ctx *c, int64_t on, unit_handovers *ret);
/* What is left at one of them, of all systems, behind the given one; at most so many. */
struct unit_due_item {
    struct unit_matter item;
    const struct unit_passing *of;
};
typedef LIST(struct unit_due_item) unit_due_items;
MUST_USE bool unit_succession_items(struct ctx *c, int64_t unit, const struct unit_due_item *after,
                                    size_t most, unit_due_items *ret);
const char *unit_matter_kind_name(const char *word); /* a key of the catalogue */
void unit_matter_show(struct ctx *c, const struct unit_matter *i, const char **words,
                      const char **path);

/* In a write: passes on at most so many items that are due on a day. */
struct unit_step {
    int64_t on;
    size_t most;
    int64_t moved, failed; /* by this step */
    bool done;             /* nothing is left but what somebody has to decide */
    const char *reason;    /* of the last that failed; "" */
};
MUST_USE bool unit_succession_step(struct ctx *c, struct unit_step *s);

MUST_USE bool unit_run_list(struct ctx *c, unit_runs *ret); /* newest first, at most 200 */
MUST_USE bool unit_run_get(struct ctx *c, int64_t id, struct unit_run *ret);
MUST_USE bool unit_run_lines_of(struct ctx *c, int64_t id, int64_t after, size_t most,
                                unit_run_lines *ret);

/* The module's tick: at the first second of a day, when units have changed, when somebody has
 * asked for it, and every ten minutes, since what was done can be reopened. */
MUST_USE bool unit_succession_tick(struct ctx *c);
void unit_succession_wake(struct ctx *c);
MUST_USE bool unit_succession_command(struct ctx *c, int argc, char **argv);

#endif
