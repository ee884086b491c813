/*
 * ledger_log - the tree as it is kept in the database. Private to the ledger.
 *
 * A leaf waits in ledger_new until the next sealing gives it its place. Sealing costs
 * as much as there are new leaves: it reads the right edge of the tree (at most 255
 * hashes a level), makes sure that it still is what was signed last, appends, and signs.
 */
#ifndef LEDGER_LEDGER_LOG_H
#define LEDGER_LEDGER_LOG_H

#include "common/ledger/ledger_key.h"
#include "common/ledger/ledger_note.h"
#include "common/ledger/ledger_tree.h"

struct ledger_head {
    struct ledger_tree tree; /* size 0: nothing was sealed yet */
    int64_t at;
    const char *note, *vkey; /* as stored; "" while the tree is empty */
};

/* As stored, nothing checked but its form. */
MUST_USE bool ledger_head_read(struct ctx *c, struct ledger_head *ret);
/* Seals at most `most` leaves (0: all), in a write; ret_n says how many. */
MUST_USE bool ledger_log_seal(struct ctx *c, int64_t most, int64_t *ret_n);
/* Signs the present tree with the key of this node, when that key is a new one. */
MUST_USE bool ledger_log_rekey(struct ctx *c);
/* For `lienthong check`: the right edge of the tree is what was signed last. */
MUST_USE bool ledger_log_check(struct ctx *c, struct buf *report);

/* Hashes from the stored tiles. The reader keeps what it has read. */
struct ledger_tiles {
    struct ctx *c;
    LIST(struct ledger_stored_tile) v;
};
struct ledger_stored_tile {
    int64_t level, n;
    struct bytes hashes;
};
MUST_USE bool ledger_tiles_get(struct ledger_tiles *t, int64_t level, int64_t n, struct bytes *ret);
struct ledger_nodes ledger_tiles_nodes(struct ledger_tiles *t);

struct ledger_entry {
    int64_t idx, id;
    const char *body;
};
typedef LIST(struct ledger_entry) ledger_entries;
MUST_USE bool ledger_log_entries(struct ctx *c, int64_t from, int64_t until, ledger_entries *ret);

/* How many leaves wait, and the id of the first. */
MUST_USE bool ledger_log_waiting(struct ctx *c, int64_t *ret_n, int64_t *ret_oldest);

/* Work of unbounded length goes in pieces with an arena of their own; a failure of a
 * piece is carried over. */
struct ctx ledger_piece(const struct ctx *c);
bool ledger_piece_end(struct ctx *c, struct ctx *piece, bool ok); /* returns ok */

#endif
