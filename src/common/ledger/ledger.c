/* The writing side: rows noted by a write become its leaf, in its transaction. */
#include "common/ledger/ledger.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "core/db.h"
#include "common/ledger/ledger_key.h"
#include "common/ledger/ledger_leaf.h"

#include "ledger_sql.h"

struct item {
    const struct ctx *c; /* the write that it belongs to */
    const struct sealed *t;
    int64_t key[LEDGER_KEYS];
    size_t at;    /* its place among the items */
    int64_t last; /* the version before, when it was noted; -1: not known */
    bool gone, erased;
    unsigned char salt[LEDGER_SALT], commitment[SHA256_SIZE];
};

/* Random salts, 4 KB at a time from a fresh seed (ChaCha20): a call to the system for each costs
 * more than the hash. */
static void fresh_salt(unsigned char ret[LEDGER_SALT])
{
    static __thread unsigned char pool[4096];
    static __thread size_t left;

    if (left == 0) {
        unsigned char seed[randombytes_SEEDBYTES];

        randombytes_buf(seed, sizeof seed);
        randombytes_buf_deterministic(pool, sizeof pool, seed);
        sodium_memzero(seed, sizeof seed);
        left = sizeof pool;
    }
    left -= LEDGER_SALT;
    memcpy(ret, pool + left, LEDGER_SALT);
    sodium_memzero(pool + left, LEDGER_SALT);
}

/* ---- settlement: items of a group of writes -> leaves ---- */

/* By table and key; an erasure before a new state; then as they came. */
static int by_row(const void *a, const void *b)
{
    const struct item *x = *(const struct item *const *)a, *y = *(const struct item *const *)b;
    int d = x->t == y->t ? 0 : strcmp(x->t->table, y->t->table);

    for (size_t i = 0; d == 0 && i < LEDGER_KEYS; i++)
        d = (x->key[i] > y->key[i]) - (x->key[i] < y->key[i]);
    if (d == 0)
        d = y->erased - x->erased;
    return d ? d : (x->at > y->at) - (x->at < y->at);
}

static bool same_row(const struct item *x, const struct item *y)
{
    return x->t == y->t && memcmp(x->key, y->key, sizeof x->key) == 0 && x->erased == y->erased;
}

/* The versions that this group has given out: the first write of a row in the group read
 * the last one from the database, the next one cannot have seen it there. */
struct given {
    const struct item *it; /* NULL: free */
    int64_t v;
};
struct group {
    struct given *given; /* open addressing */
    size_t mask;
};

static struct group new_group(struct arena *a, size_t n)
{
    struct group g = { .mask = 15 };

    while (g.mask < 2 * n)
        g.mask = g.mask * 2 + 1;
    g.given = arena_alloc(a, (g.mask + 1) * sizeof *g.given);
    return g;
}

static struct given *given_to(struct group *g, const struct item *it)
{
    uint64_t h = 0;

    for (size_t i = 0; i < LEDGER_KEYS; i++)
        h = (h ^ (uint64_t)it->key[i]) * 0x9e3779b97f4a7c15; /* 2^64 / golden ratio (Knuth 6.4) */
    size_t at = (size_t)(h >> 20) & g->mask;
    while (g->given[at].it && (memcmp(g->given[at].it->key, it->key, sizeof it->key) != 0 ||
                               strcmp(g->given[at].it->t->table, it->t->table) != 0))
        at = (at + 1) & g->mask;
    return &g->given[at];
}

static bool next_version(struct ctx *c, struct group *g, const struct item *it, int64_t *ret)
{
    struct given *had = given_to(g, it);
    struct ledger_row_last_row last = { .v = had->it ? had->v : it->last };
    const int64_t *k = it->key;
    bool found;

    if (last.v < 0) {
        last.v = 0;
        if (!ledger_row_last(c, it->t->table, k[0], k[1], k[2], k[3], &last, &found))
            return false;
    }
    *ret = last.v + 1;
    *had = (struct given){ it, *ret };
    return true;
}

static bool put_row(struct ctx *c, struct group *g, const struct item *it, int64_t entry,
                    struct buf *body)
{
    struct ledger_leaf_row r = { .table = it->t->table,
                                 .n_keys = it->t->n_keys,
                                 .n = it->gone ? 0 : (int64_t)it->t->n_cols,
                                 .gone = it->gone,
                                 .erased = it->erased };
    const int64_t *k = it->key;
    const char *t = it->t->table;
    struct bytes commitment = { it->gone ? NULL : it->commitment, SHA256_SIZE };
    struct bytes salt = { it->gone ? NULL : it->salt, LEDGER_SALT };

    memcpy(r.key, k, sizeof r.key);
    memcpy(r.c, it->commitment, sizeof r.c);
    if (!next_version(c, g, it, &r.v))
        return false;
    ledger_leaf_row(body, &r);
    return ledger_row_add(c, t, k[0], k[1], k[2], k[3], r.v, entry, r.n, commitment, salt,
                          it->erased) &&
           (!it->erased || ledger_row_forget(c, t, k[0], k[1], k[2], k[3], r.v));
}

static bool put_leaf(struct ctx *c, struct buf *body, int64_t id)
{
    unsigned char mac[LEDGER_MAC];

    ledger_leaf_end(body);
    ledger_key_mac(ledger_key_of(c), id, body->p, mac);
    return ledger_new_add(c, id, body->p, (struct bytes){ mac, sizeof mac });
}

/* The rows of one write, sorted, the superseded left out. */
static bool write_leaves(struct ctx *c, struct group *g, const struct item *const *row, size_t n)
{
    const struct ctx *by = row[0]->c;
    struct ledger_leaf l = {
        .at = by->now_ms, .by = by->actor->id, .unit = by->actor->unit, .action = by->action
    };
    struct buf body = { .arena = c->arena };
    int64_t id = 0;

    for (size_t i = 0; i < n; i++) {
        if (i + 1 < n && same_row(row[i], row[i + 1]))
            continue;
        if (body.n > LEDGER_LEAF_FULL) {
            if (!put_leaf(c, &body, id))
                return false;
            body.n = 0;
        }
        if (body.n == 0) {
            id = new_id(c);
            ledger_leaf_begin(&body, &l);
        }
        if (!put_row(c, g, row[i], id, &body))
            return false;
    }
    return put_leaf(c, &body, id);
}

static bool settle(struct ctx *c, const void *items, size_t n)
{
    const struct item *it = items;
    const struct item **row = arena_alloc(c->arena, n * sizeof *row);
    struct group g = new_group(c->arena, n);

    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && it[end].c == it[i].c; end++)
            row[end] = &it[end];
        qsort(row + i, end - i, sizeof *row, by_row);
        if (!write_leaves(c, &g, row + i, end - i))
            return false;
    }
    return true;
}

static const struct settle leaves = { "ledger", sizeof(struct item), settle };

/* ---- noting ---- */

static void note(struct ctx *c, struct item *it)
{
    it->c = c;
    it->at = c->settled.n;
    ctx_settle(c, &leaves, it);
}

static void commit_to(struct item *it, struct bytes row)
{
    const struct bytes parts[] = { { it->salt, LEDGER_SALT }, row };

    fresh_salt(it->salt);
    sha256(parts, COUNT(parts), it->commitment);
}

bool ledger_seal(struct ctx *c, const struct sealed *t, const int64_t *key)
{
    struct item it = { .t = t };
    struct buf row = { .arena = c->arena };
    struct stmt *s = db_stmt(c, t->one);
    int64_t changed;

    if (!s)
        return false;
    ASSERT(t->n_keys <= LEDGER_KEYS);
    memcpy(it.key, key, t->n_keys * sizeof *key);
    for (size_t i = 0; i < t->n_keys; i++)
        db_bind_int(s, (int)i + 1, key[i]);
    it.gone = !db_row(s);
    if (!it.gone)
        db_row_canonical(s, (int)t->n_cols, &row);
    it.last = it.gone ? -1 : db_int(s, (int)t->n_cols);
    if (!db_done(s, &changed))
        return false;
    if (!it.gone) {
        commit_to(&it, (struct bytes){ row.p, row.n });
        arena_give_back(c->arena, row.p, row.cap);
    }
    note(c, &it);
    return true;
}

bool ledger_insert(struct ctx *c, const struct sealed *t, const union db_value *row)
{
    struct item it = { .t = t };
    struct buf canonical = { .arena = c->arena };
    struct stmt *s = db_stmt(c, t->insert);
    int64_t changed;

    if (!s)
        return false;
    db_bind(s, row);
    db_row(s);
    if (!db_done(s, &changed))
        return false;
    for (size_t i = 0; i < t->n_keys; i++)
        it.key[i] = row[i].n;
    db_values_canonical(t->insert->types, row, &canonical);
    commit_to(&it, (struct bytes){ canonical.p, canonical.n });
    arena_give_back(c->arena, canonical.p, canonical.cap);
    note(c, &it);
    return true;
}

bool ledger_erase(struct ctx *c, const struct sealed *t, const int64_t *key)
{
    struct item it = { .t = t, .last = -1, .gone = true, .erased = true };

    memcpy(it.key, key, t->n_keys * sizeof *key);
    note(c, &it);
    return true;
}
