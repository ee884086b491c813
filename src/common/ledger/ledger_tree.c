#include "common/ledger/ledger_tree.h"

bool ledger_append(struct ledger_growing *t, struct ledger_hash h)
{
    t->size++;
    for (int level = 0; level < LEDGER_TILE_LEVELS; level++) {
        struct ledger_edge *e = &t->level[level];

        e->h[e->n++] = h;
        e->changed = true;
        if (e->n < LEDGER_TILE)
            return true;
        if (!t->full(t->arg, level, e))
            return false;
        h = ledger_hash_perfect(e->h, LEDGER_TILE);
        e->index++;
        e->n = 0;
        e->changed = false;
    }
    ASSERT(!"a tree of more than 2^63 leaves");
    return false;
}

static bool edge_node(void *arg, int level, int64_t index, struct ledger_hash *ret)
{
    struct ledger_growing *t = arg;
    int above = level % 8;
    const struct ledger_edge *e = &t->level[level / 8];
    size_t at = (size_t)((index << above) % LEDGER_TILE);

    ASSERT((index << above) / LEDGER_TILE == e->index && at + ((size_t)1 << above) <= e->n);
    *ret = ledger_hash_perfect(e->h + at, (size_t)1 << above);
    return true;
}

struct ledger_hash ledger_growing_root(struct ledger_growing *t)
{
    struct ledger_hash root;

    ASSERT(ledger_root(&(struct ledger_nodes){ edge_node, t }, t->size, &root));
    return root;
}
