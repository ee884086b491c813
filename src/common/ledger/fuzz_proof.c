#include <string.h>

#include "common/ledger/ledger_proof.h"
#include "core/fuzz.h"

/* The perfect subtree at a place of a tree whose leaves are numbered: each node is a hash of
 * its place, as only the shape matters here. */
static bool node(void *arg, int level, int64_t index, struct ledger_hash *ret)
{
    struct ledger_hash left, right;

    (void)arg;
    if (level > 0 && level < 4) {
        ASSERT(node(arg, level - 1, 2 * index, &left) &&
               node(arg, level - 1, 2 * index + 1, &right));
        *ret = ledger_hash_node(&left, &right);
        return true;
    }
    const int64_t place[] = { level, index };
    *ret = ledger_hash_leaf((struct bytes){ place, sizeof place });
    return true;
}

static int64_t take(const uint8_t **p, size_t *n)
{
    int64_t v = 0;

    for (int i = 0; i < 8 && *n > 0; i++, (*n)--)
        v = (int64_t)((uint64_t)v << 8 | *(*p)++);
    return v;
}

/* Whatever comes as a proof is refused or accepted without harm; what is made is accepted as
 * long as the tree is of whole leaves (up to 15 of them). */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    const struct ledger_nodes t = { node, NULL };
    struct ledger_tree now = { .size = take(&p, &n) }, old = { .size = take(&p, &n) };
    int64_t index = take(&p, &n), size = (int64_t)((uint64_t)now.size % 15) + 1;
    int64_t from = (int64_t)((uint64_t)old.size % ((uint64_t)size + 1));
    int64_t at = (int64_t)((uint64_t)index % (uint64_t)size);
    ledger_hashes path = { 0 };
    struct ledger_hash leaf;

    for (; n >= SHA256_SIZE; p += SHA256_SIZE, n -= SHA256_SIZE)
        memcpy(LIST_PUSH(c.arena, &path), p, SHA256_SIZE);
    (void)node(NULL, 0, at, &leaf);
    (void)ledger_includes(&now, index, &leaf, path.v, path.n);
    (void)ledger_continues(&now, &old, path.v, path.n);
    now.size = size;
    old.size = from;
    ASSERT(ledger_root(&t, size, &now.root) && ledger_root(&t, from, &old.root));
    path.n = 0;
    ASSERT(ledger_prove_inclusion(&t, c.arena, at, size, &path));
    ASSERT(ledger_includes(&now, at, &leaf, path.v, path.n));
    path.n = 0;
    ASSERT(ledger_prove_consistency(&t, c.arena, from, size, &path));
    ASSERT(ledger_continues(&now, &old, path.v, path.n));
    arena_free(&c.arena);
    return 0;
}
