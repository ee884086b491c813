/*
 * ledger - the tamper-evident log of every change.
 *
 * An append-only Merkle tree (RFC 6962 hashing) in the C2SP tlog-tiles format,
 * with signed checkpoints (tlog-checkpoint, signed-note, Ed25519). A slice
 * declares a table as sealed in its .sql file; sql2c makes <table>_seal(), to
 * be called after each insert or update of a row, in the same transaction.
 *
 * All rows sealed by one write become one leaf, a line of JSON: when, who (account
 * id), action, and for each row table, key and a salted commitment
 * SHA-256(salt || canonical row). Personal data is therefore never in the tree:
 * the salt and the row can be erased while the log stays provable. A leaf is
 * written in the transaction of the change, and gets its place in the tree, its
 * tile and a signed checkpoint within a second (the module's tick).
 *
 * `lienthong verify` checks tree, tiles, checkpoint and every sealed table,
 * offline, and names each row that differs, is gone or was put in past the log.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "core/ctx.h"

struct sql;

/* Made by sql2c. */
struct sealed {
    const char *table;
    size_t n_keys, n_cols; /* keys are integers and come first among the columns */
    const char *columns;
    const struct sql *one, *page; /* the row of a key; 1,000 rows after a key */
};

/* Notes the present state of the row (or that it is gone). */
MUST_USE bool ledger_seal(struct ctx *c, const struct sealed *t, const int64_t *key);

#endif
