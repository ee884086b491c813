/*
 * ledger_probe - a sealed table for the ledger's tests, and what an intruder does to a
 * database past the program. Linked into the tests only.
 */
#ifndef LEDGER_LEDGER_PROBE_H
#define LEDGER_LEDGER_PROBE_H

#include "core/db.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_leaf.h"

extern const struct sealed ledger_probe_sealed;

struct ledger_probe {
    int64_t id, due;
    const char *title; /* NULL: the row goes */
};
void ledger_probe_make(struct ctx *c); /* the table */
/* A row of tenant 1: as a write, sealed (arg: struct ledger_probe) ... */
bool ledger_probe_change(struct ctx *c, void *arg);
/* ... inserted and sealed in one; the same arg, title NULL: NULL ... */
bool ledger_probe_insert(struct ctx *c, void *arg);
/* ... and past the ledger. */
void ledger_probe_tamper(struct ctx *c, const struct ledger_probe *p);

/* As a write: seals the row with the columns that the table had in the past. */
bool ledger_probe_change_in_past(struct ctx *c, void *arg);

/* The leaves that wait, in order of ids. */
size_t ledger_probe_waiting(struct ctx *c, struct ledger_leaf *ret, size_t max);
void ledger_probe_forge(struct ctx *c, int64_t id, const char *body, const char *mac);
void ledger_probe_set_tile(struct ctx *c, int64_t level, int64_t n, struct bytes hashes);
const char *ledger_probe_body(struct ctx *c, int64_t idx);
void ledger_probe_set_leaf(struct ctx *c, int64_t idx, const char *body); /* NULL: drops it */
void ledger_probe_move_leaf(struct ctx *c, int64_t idx, int64_t to);
void ledger_probe_drop_version(struct ctx *c, int64_t id, int64_t v);
void ledger_probe_drop_salt(struct ctx *c, int64_t id, int64_t v);
/* A version that fits the row as ledger_probe_tamper() left it. */
void ledger_probe_forge_version(struct ctx *c, const struct ledger_probe *p, int64_t v,
                                int64_t entry);
/* A version of a record of the product, with a key of one number; the second one is gone. */
void ledger_probe_add_version(struct ctx *c, const char *table, int64_t key, int64_t v,
                              int64_t entry);
void ledger_probe_set_head(struct ctx *c, int64_t size, const char *note);

#endif
