/*
 * unit_set - a whole list of units with its history, as somebody says it is, on its way into
 * the database. Only for the files of this slice.
 *
 * Filled from the folder of an import (unit_import.c) or the npm package (unit_load.c), then
 * written by unit_set_write(): units that the database has are found by code and day and
 * completed, others are added, nothing is doubled; the same set a second time changes nothing.
 */
#ifndef UNIT_UNIT_SET_H
#define UNIT_UNIT_SET_H

#include "common/unit/unit_fault.h"
#include "common/unit/unit_history.h"

/* Units of the set are known by their place in it, from 1; 0: none. */
struct unit_set_fact {
    int64_t since;
    const char *type, *name;
    size_t parent;
    bool marks; /* stands although nothing but the code changes on that day */
};
struct unit_set_code {
    const char *system, *code;
    int64_t since, until;
};
struct unit_set_unit {
    const char *kind;
    size_t tenant; /* 0: the unit itself */
    int64_t since, until;
    size_t successor;
    LIST(struct unit_set_fact) facts; /* by their days */
    LIST(struct unit_set_code) codes;
    const char *file; /* where it was read */
    int64_t line;
    int64_t id; /* while it is written */
    bool had;   /* the database has it */
};
struct unit_set_change {
    struct unit_change h; /* from and to are not set */
    size_t from, to;
};
struct unit_set {
    int64_t first, day;               /* first day of the history; day of the present list */
    const char *title, *act;          /* of the release */
    LIST(struct unit_set_unit) units; /* what lies above a unit comes before it */
    LIST(struct unit_set_change) changes;
    struct unit_set_name *names; /* open addressing */
    size_t n_names, mask;
    void (*progress)(int64_t done, int64_t of); /* NULL: none */
};

/* The state, the first unit of each set: "S". */
void unit_set_state(struct ctx *c, struct unit_set *s);
/* A new unit of the set, and the name by which unit_set_find() knows it: "P01", "o00004". */
size_t unit_set_add(struct ctx *c, struct unit_set *s, const char *name,
                    const struct unit_set_unit *u);
size_t unit_set_find(const struct unit_set *s, const char *name); /* 0: none */
void unit_set_name(struct ctx *c, struct unit_set *s, const char *name, size_t at);
struct unit_set_unit *unit_set_at(struct unit_set *s, size_t at);
void unit_set_fact(struct ctx *c, struct unit_set *s, size_t at, const struct unit_set_fact *f);
/* A code that goes on as the last one of the same system did is the same. */
void unit_set_code(struct ctx *c, struct unit_set *s, size_t at, const struct unit_set_code *k);
void unit_set_change(struct ctx *c, struct unit_set *s, size_t from, size_t to,
                     const struct unit_change *h);

struct unit_set_told {
    int64_t units, facts, codes, changes; /* added */
    int64_t corrected, dropped;           /* rows of the database that said something else */
};
bool unit_set_changes(const struct unit_set_told *t); /* was there anything new? */
/* In a write. What contradicts the database is a fault; then nothing may be kept. */
MUST_USE bool unit_set_write(struct ctx *c, struct unit_set *s, int64_t release,
                             unit_faults *faults, struct unit_set_told *ret);

#endif
