/* unit_fault - what is wrong in a list of units: gathered, so that all of it is told at once. */
#ifndef UNIT_UNIT_FAULT_H
#define UNIT_UNIT_FAULT_H

#include "core/tr.h"

struct unit_fault {
    const char *file, *column; /* "" in the database itself, or where it is the whole line */
    int64_t line;              /* 0: none */
    const char *reason;        /* in the person's language */
};
typedef LIST(struct unit_fault) unit_faults;

/* reason: made by T() or TF(). */
void unit_fault(struct ctx *c, unit_faults *l, const char *file, int64_t line, const char *column,
                const char *reason);
/* "communes.csv:12: name: …" */
const char *unit_fault_text(struct ctx *c, const struct unit_fault *f);

#endif
