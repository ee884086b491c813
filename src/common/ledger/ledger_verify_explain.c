/* verify: the leaves and ledger_row differ; which versions? */
#include <string.h>

#include "common/ledger/ledger_verify.h"

#include "ledger_verify_explain_sql.h"

static const char *leaf_row_name(struct ledger_run *r, const struct ledger_leaf_row *x)
{
    return ledger_row_name(r, x->table, x->key, x->n_keys);
}

static bool look_up(struct ledger_run *r, int64_t entry, const struct ledger_leaf_row *x)
{
    struct ledger_explain_version_row k;
    bool found;

    if (!ledger_explain_version(r->c, x->table, x->key[0], x->key[1], x->key[2], x->key[3], x->v,
                                &k, &found))
        return false;
    if (!found)
        ledger_found(r, "version-missing", leaf_row_name(r, x),
                     N_("version %d is in the log, but was taken out of ledger_row: the row may be "
                        "an older one"),
                     (int)x->v);
    else if (k.entry != entry || k.n != x->n || (k.erased != 0) != x->erased ||
             (k.commitment.p == NULL) != x->gone ||
             (!x->gone &&
              (k.commitment.n != sizeof x->c || memcmp(k.commitment.p, x->c, sizeof x->c) != 0)))
        ledger_found(r, "version-changed", leaf_row_name(r, x),
                     N_("version %d in ledger_row is not that of the log"), (int)x->v);
    return true;
}

static bool look_up_leaf(struct ledger_run *r, int64_t entry, const char *body)
{
    struct ledger_leaf l;

    if (!ledger_leaf_parse(r->c->arena, (struct bytes){ body, strlen(body) }, &l))
        return true; /* was named already */
    for (size_t i = 0; i < l.rows.n; i++)
        if (!look_up(r, entry, &l.rows.v[i]))
            return false;
    return true;
}

static bool sealed_page(struct ledger_run *r, int64_t *at, bool *ret_more)
{
    ledger_entries all = { 0 };

    if (!ledger_log_entries(r->c, *at, *at + 256, &all))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (!look_up_leaf(r, all.v[i].id, all.v[i].body))
            return false;
    *at += 256;
    *ret_more = *at < r->head.tree.size;
    return true;
}

static bool waiting_page(struct ledger_run *r, int64_t *at, bool *ret_more)
{
    ledger_explain_new_rows rows = { 0 };

    if (!ledger_explain_new(r->c, *at, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        *at = rows.v[i].id;
        if (ledger_marked(r, rows.v[i].id, rows.v[i].body, rows.v[i].mac) &&
            !look_up_leaf(r, rows.v[i].id, rows.v[i].body))
            return false;
    }
    *ret_more = rows.n > 0;
    return true;
}

static bool pages(struct ledger_run *r, int64_t at,
                  bool (*page)(struct ledger_run *r, int64_t *at, bool *ret_more))
{
    struct ctx *c = r->c;

    for (bool more = true; more;) {
        struct ctx piece = ledger_piece(c);

        r->c = &piece;
        bool ok = page(r, &at, &more);
        r->c = c;
        if (!ledger_piece_end(c, &piece, ok))
            return false;
    }
    return true;
}

/* ---- the other way: is a version in the leaf that it names? ---- */

static bool body_of(struct ledger_run *r, int64_t entry, const char **ret)
{
    struct ledger_explain_sealed_row s;
    struct ledger_explain_waiting_row w;
    bool found;

    *ret = "";
    if (!ledger_explain_sealed(r->c, entry, &s, &found))
        return false;
    if (found) {
        *ret = s.body;
        return true;
    }
    if (!ledger_explain_waiting(r->c, entry, &w, &found))
        return false;
    if (found && ledger_marked(r, entry, w.body, w.mac))
        *ret = w.body;
    return true;
}

static bool is_in(const struct ledger_leaf *l, const struct ledger_version *x)
{
    for (size_t i = 0; i < l->rows.n; i++)
        if (l->rows.v[i].v == x->v && strcmp(l->rows.v[i].table, x->table) == 0 &&
            memcmp(l->rows.v[i].key, x->key, sizeof x->key) == 0)
            return true; /* what differs in it was named by look_up() */
    return false;
}

static size_t n_keys(const struct ledger_run *r, const char *table)
{
    for (size_t i = 0; i < r->check->n_tables; i++)
        if (strcmp(r->check->table[i]->table, table) == 0)
            return r->check->table[i]->n_keys;
    return LEDGER_KEYS;
}

static bool check_kept(struct ledger_run *r, const struct ledger_version *x)
{
    struct ctx *c = r->c, piece = ledger_piece(c);
    struct ledger_leaf l = { 0 };
    const char *body = "";

    r->c = &piece;
    bool ok = body_of(r, x->entry, &body);
    if (ok && (!ledger_leaf_parse(piece.arena, (struct bytes){ body, strlen(body) }, &l) ||
               !is_in(&l, x)))
        ledger_found(r, "version-forged", ledger_row_name(r, x->table, x->key, n_keys(r, x->table)),
                     N_("version %d in ledger_row is in no leaf"), (int)x->v);
    r->c = c;
    return ledger_piece_end(c, &piece, ok);
}

static bool check_table(struct ledger_run *r, const char *table)
{
    struct ledger_kept_stream s = { .table = table, .c = ledger_piece(r->c) };
    struct ledger_kept k;
    bool ok = true, found = true;

    while (ok && found) {
        ok = ledger_kept_next(&s, &k, &found);
        if (ok && found)
            ok = check_kept(r, &k.x);
    }
    return ledger_piece_end(r->c, &s.c, ok);
}

bool ledger_verify_explain(struct ledger_run *r)
{
    return pages(r, 0, sealed_page) && pages(r, INT64_MIN, waiting_page) &&
           ledger_kept_tables(r, check_table);
}
