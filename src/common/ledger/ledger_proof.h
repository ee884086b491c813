/*
 * ledger_proof - the Merkle tree of RFC 6962, section 2.1 (RFC 9162, 2.1): hashes,
 * roots, proofs. Pure: whoever asks says where the hashes come from.
 *
 *   leaf  SHA-256(0x00 || entry)
 *   node  SHA-256(0x01 || left || right)
 *
 * Inclusion: this entry is the index-th leaf of the tree with this root.
 * Consistency: the tree of the old size is the beginning of the tree of the new size.
 */
#ifndef LEDGER_LEDGER_PROOF_H
#define LEDGER_LEDGER_PROOF_H

#include "core/arena.h"
#include "core/sha256.h"

struct ledger_hash {
    unsigned char b[SHA256_SIZE];
};
typedef LIST(struct ledger_hash) ledger_hashes;

struct ledger_hash ledger_hash_leaf(struct bytes entry);
struct ledger_hash ledger_hash_node(const struct ledger_hash *left,
                                    const struct ledger_hash *right);
/* The root over n (1, 2, 4 .. 256) hashes in a row. */
struct ledger_hash ledger_hash_perfect(const struct ledger_hash *h, size_t n);

/* Where hashes come from: node() gives the root of the perfect subtree over the leaves
 * index * 2^level and the following 2^level - 1; false: it is not to be had. */
struct ledger_nodes {
    bool (*node)(void *arg, int level, int64_t index, struct ledger_hash *ret);
    void *arg;
};

/* The root over the first size leaves (size 0: the hash of nothing). */
MUST_USE bool ledger_root(const struct ledger_nodes *t, int64_t size, struct ledger_hash *ret);
/* 0 <= index < size. */
MUST_USE bool ledger_prove_inclusion(const struct ledger_nodes *t, struct arena *a, int64_t index,
                                     int64_t size, ledger_hashes *ret);
/* 0 <= old <= size. */
MUST_USE bool ledger_prove_consistency(const struct ledger_nodes *t, struct arena *a, int64_t old,
                                       int64_t size, ledger_hashes *ret);

struct ledger_tree { /* a tree as a checkpoint names it */
    int64_t size;
    struct ledger_hash root;
};
bool ledger_includes(const struct ledger_tree *t, int64_t index, const struct ledger_hash *leaf,
                     const struct ledger_hash *proof, size_t n);
bool ledger_continues(const struct ledger_tree *t, const struct ledger_tree *old,
                      const struct ledger_hash *proof, size_t n);

#endif
