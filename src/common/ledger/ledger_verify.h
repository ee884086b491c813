/*
 * ledger_verify - is the database what its log says? Private to the ledger.
 *
 * Offline, in bounded memory, in three streams:
 *   1. the leaves, in order: they make the tree that was signed; the stored tiles are
 *      those of this tree; an older checkpoint is one of its beginnings
 *   2. the leaves that still wait for their place: this node's program wrote them
 *   3. ledger_row and the sealed tables, side by side in the order of keys: each row is
 *      what the latest version in the log says
 * That ledger_row says the same as the leaves is known from two sums, over all versions
 * there and there, of a keyed hash of each; the key is drawn when the check begins, so that
 * nobody could have prepared the database for it (an offline memory checker: Blum and
 * others, 1991). Only if the sums differ each version is looked up, and named.
 */
#ifndef LEDGER_LEDGER_VERIFY_H
#define LEDGER_LEDGER_VERIFY_H

#include "core/db.h"
#include "core/tr.h"
#include "common/ledger/ledger_leaf.h"
#include "common/ledger/ledger_log.h"

struct ledger_check {
    const struct sealed *const *table; /* all sealed tables */
    size_t n_tables;
    const char *vkey;        /* who must have signed; NULL: the key of this node */
    struct bytes checkpoint; /* an older one, signed by the same key; p NULL: none */
    void (*progress)(const char *what, int64_t done, int64_t of); /* may be NULL */
};
struct ledger_verdict {
    struct buf out; /* a line for each finding: a word, where, a sentence; at most 1,000 */
    int64_t faults, leaves, rows, waiting, forgotten;
};

/* false: it could not be done. What it found is in ret. In a transaction for reading. */
MUST_USE bool ledger_verify(struct ctx *c, const struct ledger_check *check,
                            struct ledger_verdict *ret);

/* ---- between its files ---- */

struct ledger_version { /* of a row, in a leaf or in ledger_row */
    const char *table;
    int64_t key[LEDGER_KEYS], v, n, entry;
    bool gone, erased;
    unsigned char c[SHA256_SIZE];
};
struct ledger_sum {
    uint64_t part[2];
};
struct ledger_run {
    struct ctx *c; /* of the present piece */
    const struct ledger_check *check;
    struct ledger_verdict *verdict;
    struct ledger_head head;
    bool own; /* the log is this node's own: its marks can be checked */
    unsigned char key[16];
    struct ledger_sum logged, kept;
};
/* Notes a finding. word: what it is, for programs: the same in all languages; then where, and
 * a sentence with its values. Names and sentences are only made while findings are shown. */
#define ledger_found(r, word, where, ...) \
    (ledger_shows(r) ? ledger_say((r), (word), (where), tr_printf((r)->c, __VA_ARGS__)) : (void)0)
bool ledger_shows(struct ledger_run *r); /* counts one more */
void ledger_say(struct ledger_run *r, const char *word, const char *where, const char *sentence);
/* "task 12/981" */
const char *ledger_row_name(const struct ledger_run *r, const char *table, const int64_t *key,
                            size_t n_keys);
void ledger_sum_add(const struct ledger_run *r, struct ledger_sum *sum,
                    const struct ledger_version *x);
/* Adds what a leaf says; false: it is not a leaf. */
bool ledger_sum_leaf(struct ledger_run *r, int64_t entry, const char *body);
/* Does this node's mark on a waiting leaf fit? True when it cannot be known. */
bool ledger_marked(const struct ledger_run *r, int64_t id, const char *body, struct bytes mac);

/* A table's versions, by key, then version. */
struct ledger_kept {
    struct ledger_version x;
    unsigned char salt[LEDGER_SALT];
    bool salted;
};
struct ledger_kept_stream {
    const char *table;
    struct ctx c; /* with an arena for the present page; see ledger_piece() */
    LIST(struct ledger_kept) page;
    size_t at;
    struct ledger_version last;
    bool begun, end;
};
MUST_USE bool ledger_kept_next(struct ledger_kept_stream *s, struct ledger_kept *ret,
                               bool *ret_found);
/* Calls fn for each table that has versions. */
MUST_USE bool ledger_kept_tables(struct ledger_run *r,
                                 bool (*fn)(struct ledger_run *r, const char *table));

MUST_USE bool ledger_verify_rows(struct ledger_run *r);    /* stream 3 */
MUST_USE bool ledger_verify_explain(struct ledger_run *r); /* the sums differ: where? */

#endif
