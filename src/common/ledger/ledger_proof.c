#include "common/ledger/ledger_proof.h"

#include <string.h>

struct ledger_hash ledger_hash_leaf(struct bytes entry)
{
    const struct bytes parts[] = { { "\0", 1 }, entry };
    struct ledger_hash h;

    sha256(parts, COUNT(parts), h.b);
    return h;
}

struct ledger_hash ledger_hash_node(const struct ledger_hash *left, const struct ledger_hash *right)
{
    unsigned char both[1 + 2 * SHA256_SIZE] = { 1 };
    struct ledger_hash h;

    memcpy(both + 1, left->b, SHA256_SIZE);
    memcpy(both + 1 + SHA256_SIZE, right->b, SHA256_SIZE);
    sha256(&(struct bytes){ both, sizeof both }, 1, h.b);
    return h;
}

struct ledger_hash ledger_hash_perfect(const struct ledger_hash *h, size_t n)
{
    struct ledger_hash row[128];

    ASSERT(n >= 1 && n <= 256 && (n & (n - 1)) == 0);
    if (n == 1)
        return *h;
    for (size_t i = 0; i < n / 2; i++)
        row[i] = ledger_hash_node(&h[2 * i], &h[2 * i + 1]);
    for (n /= 2; n > 1; n /= 2)
        for (size_t i = 0; i < n / 2; i++)
            row[i] = ledger_hash_node(&row[2 * i], &row[2 * i + 1]);
    return row[0];
}

/* ---- making ---- */

/* The largest power of two below n (n >= 2): where RFC 6962 splits a list. */
static int64_t split(int64_t n)
{
    int64_t k = 1;

    while (k < n - k)
        k *= 2;
    return k;
}

/* MTH(D[from:until]), for ranges that come from splitting. */
static bool range(const struct ledger_nodes *t, int64_t from, int64_t until,
                  struct ledger_hash *ret)
{
    struct ledger_hash left, right;
    int64_t n = until - from;

    if ((n & (n - 1)) == 0)
        return t->node(t->arg, __builtin_ctzll((uint64_t)n), from / n, ret);
    if (!range(t, from, from + split(n), &left) || !range(t, from + split(n), until, &right))
        return false;
    *ret = ledger_hash_node(&left, &right);
    return true;
}

bool ledger_root(const struct ledger_nodes *t, int64_t size, struct ledger_hash *ret)
{
    if (size > 0)
        return range(t, 0, size, ret);
    sha256(NULL, 0, ret->b);
    return true;
}

bool ledger_prove_inclusion(const struct ledger_nodes *t, struct arena *a, int64_t index,
                            int64_t size, ledger_hashes *ret)
{
    int64_t from = 0, until = size, others[64][2];
    size_t n = 0;

    ASSERT(index >= 0 && index < size);
    while (until - from > 1) { /* from the root down to the leaf; the other half each time */
        int64_t mid = from + split(until - from);
        bool left = index < mid;

        others[n][0] = left ? mid : from;
        others[n++][1] = left ? until : mid;
        *(left ? &until : &from) = mid;
    }
    while (n-- > 0)
        if (!range(t, others[n][0], others[n][1], LIST_PUSH(a, ret)))
            return false;
    return true;
}

/* SUBPROOF(m, D[n], b) of RFC 6962, 2.1.2, without recursion. */
bool ledger_prove_consistency(const struct ledger_nodes *t, struct arena *a, int64_t old,
                              int64_t size, ledger_hashes *ret)
{
    int64_t from = 0, until = size, others[64][2];
    size_t n = 0;
    bool whole = true; /* the old tree is known to the reader as it is */

    ASSERT(old >= 0 && old <= size);
    if (old == 0)
        return true;
    while (until != old) {
        int64_t mid = from + split(until - from);
        bool left = old <= mid;

        others[n][0] = left ? mid : from;
        others[n++][1] = left ? until : mid;
        *(left ? &until : &from) = mid;
        whole = whole && left;
    }
    if (!whole && !range(t, from, until, LIST_PUSH(a, ret)))
        return false;
    while (n-- > 0)
        if (!range(t, others[n][0], others[n][1], LIST_PUSH(a, ret)))
            return false;
    return true;
}

/* ---- checking: RFC 9162, 2.1.3.2 and 2.1.4.2 ---- */

static bool equal(const struct ledger_hash *a, const struct ledger_hash *b)
{
    return memcmp(a->b, b->b, SHA256_SIZE) == 0;
}

bool ledger_includes(const struct ledger_tree *t, int64_t index, const struct ledger_hash *leaf,
                     const struct ledger_hash *proof, size_t n)
{
    int64_t fn = index, sn;
    struct ledger_hash r = *leaf;

    if (index < 0 || index >= t->size)
        return false;
    sn = t->size - 1;
    for (size_t i = 0; i < n; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) == 0 && fn != sn) {
            r = ledger_hash_node(&r, &proof[i]);
        } else {
            r = ledger_hash_node(&proof[i], &r);
            for (; (fn & 1) == 0 && fn != 0; fn >>= 1)
                sn >>= 1;
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && equal(&r, &t->root);
}

bool ledger_continues(const struct ledger_tree *t, const struct ledger_tree *old,
                      const struct ledger_hash *proof, size_t n)
{
    int64_t fn, sn;
    size_t i = 0;
    struct ledger_hash fr, sr;

    if (old->size == 0)
        return n == 0 && t->size >= 0;
    if (old->size < 0 || old->size > t->size)
        return false;
    if (old->size == t->size)
        return n == 0 && equal(&old->root, &t->root);
    fn = old->size - 1;
    sn = t->size - 1;
    for (; fn & 1; fn >>= 1)
        sn >>= 1;
    if (fn == 0) /* the old size is a power of two: its root begins the path */
        fr = old->root;
    else if (n == 0)
        return false;
    else
        fr = proof[i++];
    for (sr = fr; i < n; i++, fn >>= 1, sn >>= 1) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            fr = ledger_hash_node(&proof[i], &fr);
            sr = ledger_hash_node(&proof[i], &sr);
            for (; (fn & 1) == 0 && fn != 0; fn >>= 1)
                sn >>= 1;
        } else {
            sr = ledger_hash_node(&sr, &proof[i]);
        }
    }
    return sn == 0 && equal(&fr, &old->root) && equal(&sr, &t->root);
}
