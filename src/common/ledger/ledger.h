/*
 * ledger - the tamper-evident log of every change.
 *
 * An append-only Merkle tree (RFC 6962 hashing) in the C2SP tlog-tiles format,
 * with signed checkpoints (tlog-checkpoint, signed-note, Ed25519). A slice
 * declares a table as sealed in its .sql file; sql2c makes <table>_seal(), to
 * be called after each insert, update or delete of a row, in the same transaction,
 * and <table>_insert_sealed(), which does both for a new row at less cost.
 *
 * All rows sealed by one write become one leaf (a large write: several), a line of
 * JSON: when, who (account id), action, and for each row table, key, version and a
 * salted commitment SHA-256(salt || canonical row). Personal data is therefore never
 * in the tree: the salt and the row can be erased while the log stays provable. A
 * leaf is written in the transaction of the change, and gets its place in the tree,
 * its tile and a signed checkpoint within a second (the module's tick).
 *
 * Columns may only be added at the end of a sealed table's list: a leaf says how many
 * of them it commits to.
 *
 * `lienthong verify` checks tree, tiles, checkpoint and every sealed table,
 * offline, and names each row that differs, is gone or was put in past the log.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "core/ctx.h"

struct sql;
union db_value;
struct buf;
struct module;
extern const struct module ledger_module;

enum { LEDGER_KEYS = 4, LEDGER_SALT = 16 };

/* Made by sql2c. */
struct sealed {
    const char *table;
    size_t n_keys, n_cols; /* keys are integers and come first among the columns */
    const char *columns;
    const struct sql *one;    /* the row of a key; one more column: the last version in the log */
    const struct sql *insert; /* of all columns */
    const struct sql *page;   /* 1,000 rows after a key */
};

/* Notes the present state of the row (or that it is gone). Of several notes of one row
 * in one write the last counts. */
MUST_USE bool ledger_seal(struct ctx *c, const struct sealed *t, const int64_t *key);
/* Inserts a row whose key was never there before (an id was just made for it), and notes it as it
 * was bound: nobody reads it back, nobody looks for versions of it. If there are any, the write
 * fails. */
MUST_USE bool ledger_insert(struct ctx *c, const struct sealed *t, const union db_value *row);

/* Forgets the salts of what earlier writes said of this row, so that nobody can any
 * longer try out what it held; that this was done is in the log. The row itself is the
 * caller's: deleted or emptied, and sealed, in the same write. */
MUST_USE bool ledger_erase(struct ctx *c, const struct sealed *t, const int64_t *key);

/* The line of the tree that says last what this row is (/ledger/proof?leaf=…); -1: it has no
 * place there yet. */
MUST_USE bool ledger_leaf_of(struct ctx *c, const struct sealed *t, const int64_t *key,
                             int64_t *ret);

/* In a write: gives all leaves of committed writes their places in the tree, and signs it. The
 * module's tick does it once a second; the command line at its end, tests when they want. */
MUST_USE bool ledger_seal_now(struct ctx *c);

#endif
