/*
 * ledger_tree - a tree that grows at its right edge. Private to the ledger.
 *
 * Tiles are those of C2SP tlog-tiles: 256 hashes; level 0 holds leaves, each higher
 * level the roots of full tiles below. Only the edge is kept in memory.
 */
#ifndef LEDGER_LEDGER_TREE_H
#define LEDGER_LEDGER_TREE_H

#include "common/ledger/ledger_proof.h"

enum { LEDGER_TILE = 256, LEDGER_TILE_LEVELS = 8 };

struct ledger_edge { /* the tile of a level that is not full yet */
    struct ledger_hash h[LEDGER_TILE];
    size_t n;
    int64_t index; /* its number in the level */
    bool changed;  /* since it was loaded */
};
struct ledger_growing {
    struct ledger_edge level[LEDGER_TILE_LEVELS];
    int64_t size;
    bool (*full)(void *arg, int level, const struct ledger_edge *tile); /* a tile is complete */
    void *arg;
};

MUST_USE bool ledger_append(struct ledger_growing *t, struct ledger_hash leaf);
struct ledger_hash ledger_growing_root(struct ledger_growing *t);

#endif
