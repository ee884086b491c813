/*
 * ledger_leaf - the text of one leaf: what one write did. Private to the ledger.
 *
 *   {"at":1756354200000,"by":"71","unit":"12","action":"task.report","rows":[
 *    {"t":"task","k":["12","981"],"v":3,"n":14,"c":"<64 hex digits>"},
 *    {"t":"task_note","k":["12","990"],"v":2,"n":6,"c":null},
 *    {"t":"account","k":["5"],"v":9,"n":0,"c":null,"erased":true}]}
 *
 * in one line without blanks. at: UTC milliseconds; by, unit: ids, as text because they
 * have 64 bits; v: version of the row, counted from 1 without a gap; n: how many columns
 * the commitment covers; c null: the row was gone.
 */
#ifndef LEDGER_LEDGER_LEAF_H
#define LEDGER_LEDGER_LEAF_H

#include "core/buf.h"
#include "core/sha256.h"
#include "common/ledger/ledger.h"

struct ledger_leaf_row {
    const char *table;
    size_t n_keys;
    int64_t key[LEDGER_KEYS];
    int64_t v, n;
    bool gone, erased;
    unsigned char c[SHA256_SIZE];
};
struct ledger_leaf {
    int64_t at, by, unit;
    const char *action;
    LIST(struct ledger_leaf_row) rows;
};

/* An entry of a bundle has a length of 16 bits; the longest row takes less than 400. */
enum { LEDGER_LEAF_FULL = 65535 - 512 };

void ledger_leaf_begin(struct buf *b, const struct ledger_leaf *l);
void ledger_leaf_row(struct buf *b, const struct ledger_leaf_row *r);
void ledger_leaf_end(struct buf *b);

/* false: not exactly of this form. */
MUST_USE bool ledger_leaf_parse(struct arena *a, struct bytes text, struct ledger_leaf *ret);

void ledger_hex(struct buf *b, const unsigned char *p, size_t n);
bool ledger_unhex(const char *s, size_t n, unsigned char *ret); /* n bytes from 2 n digits */

#endif
