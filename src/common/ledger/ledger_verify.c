/* verify: the leaves, the tree, the signature. */
#include "common/ledger/ledger_verify.h"

#include <sodium.h>
#include <string.h>

#include "ledger_verify_sql.h"

enum { MOST_SHOWN = 1000 };

bool ledger_shows(struct ledger_run *r)
{
    return ++r->verdict->faults <= MOST_SHOWN;
}

void ledger_say(struct ledger_run *r, const char *word, const char *where, const char *sentence)
{
    buf_printf(&r->verdict->out, "%s %s: %s\n", word, where, sentence);
}

const char *ledger_row_name(const struct ledger_run *r, const char *table, const int64_t *key,
                            size_t n_keys)
{
    struct buf b = { .arena = r->c->arena };

    buf_text(&b, table);
    for (size_t i = 0; i < n_keys; i++) {
        buf_text(&b, i ? "/" : " ");
        buf_int(&b, key[i]);
    }
    return buf_str(&b);
}

static const char *leaf_name(struct ledger_run *r, int64_t idx)
{
    return arena_printf(r->c->arena, "%lld", (long long)idx);
}

/* ---- sums ---- */

void ledger_sum_add(const struct ledger_run *r, struct ledger_sum *sum,
                    const struct ledger_version *x)
{
    struct {
        int64_t number[LEDGER_KEYS + 4];
        unsigned char c[SHA256_SIZE];
        char table[64];
    } all = { .number = { x->key[0], x->key[1], x->key[2], x->key[3], x->v, x->n, x->entry,
                          x->gone + 2 * x->erased } };
    uint64_t h[2];

    if (!x->gone)
        memcpy(all.c, x->c, sizeof all.c);
    for (size_t i = 0; i < sizeof all.table - 1 && x->table[i]; i++)
        all.table[i] = x->table[i];
    crypto_shorthash_siphashx24((unsigned char *)h, (const unsigned char *)&all, sizeof all,
                                r->key);
    sum->part[0] += h[0];
    sum->part[1] += h[1];
}

bool ledger_sum_leaf(struct ledger_run *r, int64_t entry, const char *body)
{
    struct ledger_leaf l;

    if (!ledger_leaf_parse(r->c->arena, (struct bytes){ body, strlen(body) }, &l))
        return false;
    for (size_t i = 0; i < l.rows.n; i++) {
        const struct ledger_leaf_row *row = &l.rows.v[i];
        struct ledger_version x = { .table = row->table,
                                    .v = row->v,
                                    .n = row->n,
                                    .entry = entry,
                                    .gone = row->gone,
                                    .erased = row->erased };

        memcpy(x.key, row->key, sizeof x.key);
        memcpy(x.c, row->c, sizeof x.c);
        ledger_sum_add(r, &r->logged, &x);
    }
    return true;
}

bool ledger_marked(const struct ledger_run *r, int64_t id, const char *body, struct bytes mac)
{
    unsigned char want[LEDGER_MAC];

    if (!r->own)
        return true;
    ledger_key_mac(ledger_key_of(r->c), id, body, want);
    return mac.n == sizeof want && sodium_memcmp(mac.p, want, sizeof want) == 0;
}

/* ---- the signed head ---- */

static bool expected_key(struct ledger_run *r, struct ledger_vkey *ret)
{
    struct ledger_vkey own;

    ASSERT(ledger_vkey_parse(r->c->arena, ledger_key_of(r->c)->vkey, &own));
    *ret = own;
    if (*r->head.vkey && !ledger_vkey_parse(r->c->arena, r->head.vkey, ret))
        *ret = own;
    r->own = memcmp(ret->public, own.public, sizeof own.public) == 0;
    if (r->check->vkey)
        return ledger_vkey_parse(r->c->arena, r->check->vkey, ret) ||
               fail(r->c, ERR_INPUT, "this is not a verifier key: %s", r->check->vkey);
    /* The name stays the log's; the key must be that of the key file. */
    *ret = ledger_vkey(ret->name, 1, own.public);
    return true;
}

static bool check_signature(struct ledger_run *r, const struct ledger_vkey *k)
{
    const char *note = r->head.note;
    struct ledger_note n;
    struct ledger_tree t;

    if (!*note)
        return r->head.tree.size == 0;
    return ledger_note_parse(r->c->arena, (struct bytes){ note, strlen(note) }, &n) &&
           ledger_note_is_by(&n, k) && ledger_checkpoint_parse(n.text, k->name, &t);
}

static bool read_head(struct ledger_run *r, struct ledger_vkey *ret_key)
{
    if (!ledger_head_read(r->c, &r->head)) {
        if (r->c->err.kind != ERR_CONFLICT)
            return false;
        r->c->err = (struct err){ 0 };
        ledger_found(r, "checkpoint", "-", N_("the stored checkpoint is damaged"));
        r->head = (struct ledger_head){ .note = "", .vkey = "" };
        return expected_key(r, ret_key);
    }
    if (!expected_key(r, ret_key))
        return false;
    if (!check_signature(r, ret_key))
        ledger_found(r, "checkpoint", leaf_name(r, r->head.tree.size),
                     N_("the checkpoint is not signed by %s"),
                     ledger_vkey_text(r->c->arena, ret_key));
    return true;
}

/* ---- the leaves ---- */

/* Which stored hashes differ is only told when it is known who is right: the leaves (the
 * tree is the signed one) or the tiles. */
struct suspects {
    LIST(int64_t) leaf;
    LIST(struct ledger_stored_tile) tile;
};
struct leaves {
    struct ledger_run *r;
    struct ledger_growing *tree;
    struct suspects s;
    struct arena *arena; /* of the suspects */
    struct ledger_tree old;
    int64_t missing_from; /* -1: none is missing just now */
};

static void suspect_tile(struct leaves *l, int level, int64_t n)
{
    if (l->s.tile.n < MOST_SHOWN)
        *LIST_PUSH(l->arena, &l->s.tile) = (struct ledger_stored_tile){ level, n, { NULL, 0 } };
}

static bool compare_tile(void *arg, int level, const struct ledger_edge *e)
{
    struct leaves *l = arg;
    struct ledger_tiles tiles = { .c = l->r->c };
    struct bytes stored;

    if (!ledger_tiles_get(&tiles, level, e->index, &stored)) {
        if (l->r->c->err.kind != ERR_NOT_FOUND)
            return false;
        l->r->c->err = (struct err){ 0 }; /* missing, or of an impossible size */
        suspect_tile(l, level, e->index);
    } else if (stored.n != e->n * SHA256_SIZE || memcmp(stored.p, e->h, stored.n) != 0) {
        suspect_tile(l, level, e->index);
    }
    return true;
}

/* The stored hash of a leaf; false: there is none. */
static bool stored_hash(struct bytes tile, size_t at, struct ledger_hash *ret)
{
    if (tile.n < (at + 1) * SHA256_SIZE)
        return false;
    memcpy(ret->b, (const char *)tile.p + at * SHA256_SIZE, SHA256_SIZE);
    return true;
}

static void end_missing(struct leaves *l, int64_t until)
{
    struct arena *a = l->r->c->arena;
    int64_t from = l->missing_from;

    if (from < 0)
        return;
    l->missing_from = -1;
    ledger_found(l->r, "leaf-missing",
                 until - 1 > from
                     ? arena_printf(a, "%lld-%lld", (long long)from, (long long)until - 1)
                     : leaf_name(l->r, from),
                 N_("the tree has a leaf here, the database has none"));
}

static bool take_leaf(struct leaves *l, const struct ledger_entry *e, int64_t idx,
                      struct bytes tile)
{
    struct ledger_hash h = { 0 }, stored;
    bool known = stored_hash(tile, (size_t)(idx % LEDGER_TILE), &stored);

    if (!e) {
        if (l->missing_from < 0)
            l->missing_from = idx;
        return ledger_append(l->tree, known ? stored : h);
    }
    end_missing(l, idx);
    h = ledger_hash_leaf((struct bytes){ e->body, strlen(e->body) });
    bool same = known && memcmp(&h, &stored, sizeof h) == 0;
    if (!same && l->s.leaf.n < MOST_SHOWN)
        *LIST_PUSH(l->arena, &l->s.leaf) = idx;
    if (!ledger_sum_leaf(l->r, e->id, e->body) && same)
        ledger_found(l->r, "leaf-changed", leaf_name(l->r, idx), N_("this is not a leaf"));
    l->r->verdict->leaves++;
    return ledger_append(l->tree, h);
}

static void compare_old(struct leaves *l)
{
    struct ledger_hash root;

    if (l->old.size != l->tree->size || l->old.size == 0)
        return;
    root = ledger_growing_root(l->tree);
    if (memcmp(&root, &l->old.root, sizeof root) != 0)
        ledger_found(l->r, "history", leaf_name(l->r, l->old.size),
                     N_("the older checkpoint is not a beginning of this log"));
}

static bool leaves_page(struct leaves *l, int64_t from, int64_t until)
{
    struct ctx *c = l->r->c;
    struct ledger_tiles tiles = { .c = c };
    ledger_entries all = { 0 };
    struct bytes tile = { 0 };
    size_t k = 0;

    if (!ledger_log_entries(c, from, until, &all))
        return false;
    if (!ledger_tiles_get(&tiles, 0, from / LEDGER_TILE, &tile)) {
        if (c->err.kind != ERR_NOT_FOUND)
            return false;
        c->err = (struct err){ 0 };
    }
    for (int64_t idx = from; idx < until; idx++) {
        bool here = k < all.n && all.v[k].idx == idx;

        if (!take_leaf(l, here ? &all.v[k] : NULL, idx, tile))
            return false;
        k += here;
        compare_old(l);
    }
    return true;
}

/* After the last leaf: who is right, where they differ? */
static void judge(struct leaves *l)
{
    struct ledger_run *r = l->r;
    struct ledger_hash root = ledger_growing_root(l->tree);
    bool tree_is_signed = memcmp(&root, &r->head.tree.root, sizeof root) == 0;

    for (size_t i = 0; i < l->s.leaf.n && !tree_is_signed; i++)
        ledger_found(r, "leaf-changed", leaf_name(r, l->s.leaf.v[i]),
                     N_("the leaf is not the one that was sealed"));
    for (size_t i = 0; i < l->s.tile.n; i++)
        if (tree_is_signed || l->s.leaf.n == 0)
            ledger_found(r, "tile-changed",
                         arena_printf(r->c->arena, "%lld/%lld", (long long)l->s.tile.v[i].level,
                                      (long long)l->s.tile.v[i].n),
                         N_("the stored hashes are not those of the leaves"));
    if (!tree_is_signed)
        ledger_found(r, "tree", leaf_name(r, l->tree->size),
                     N_("the leaves do not make the tree that was signed"));
}

static bool check_past_end(struct ledger_run *r)
{
    struct ledger_verify_stray_row row;
    bool found;

    if (!ledger_verify_stray(r->c, r->head.tree.size, &row, &found))
        return false;
    if (found)
        ledger_found(r, "leaf-added", leaf_name(r, row.idx),
                     N_("there are leaves from here on that are not in the signed tree"));
    return true;
}

static bool read_leaves(struct leaves *l)
{
    struct ledger_run *r = l->r;
    struct ctx *c = r->c;
    int64_t size = r->head.tree.size;

    for (int64_t from = 0, until; from < size; from = until) {
        struct ctx piece = ledger_piece(c);

        until = from + LEDGER_TILE < size ? from + LEDGER_TILE : size;
        r->c = &piece;
        bool ok = leaves_page(l, from, until);
        if (until == size)
            end_missing(l, until);
        r->c = c;
        if (!ledger_piece_end(c, &piece, ok))
            return false;
        if (r->check->progress)
            r->check->progress("verify: leaves", until, size);
    }
    for (int level = 0; level < LEDGER_TILE_LEVELS; level++)
        if (l->tree->level[level].n && !compare_tile(l, level, &l->tree->level[level]))
            return false;
    judge(l);
    return check_past_end(r);
}

static bool older_checkpoint(struct ledger_run *r, const struct ledger_vkey *k,
                             struct ledger_tree *ret)
{
    struct ledger_note n;

    if (!r->check->checkpoint.p)
        return true;
    if (!ledger_note_parse(r->c->arena, r->check->checkpoint, &n) || !ledger_note_is_by(&n, k) ||
        !ledger_checkpoint_parse(n.text, k->name, ret))
        return fail(r->c, ERR_INPUT, "the older checkpoint is not one that %s signed", k->name);
    if (ret->size > r->head.tree.size)
        ledger_found(r, "history", leaf_name(r, ret->size),
                     N_("the log was cut: the older checkpoint has more leaves"));
    return true;
}

/* ---- leaves that wait ---- */

static bool waiting_page(struct ledger_run *r, int64_t *after, bool *ret_more)
{
    ledger_verify_waiting_rows rows = { 0 };

    if (!ledger_verify_waiting(r->c, *after, &rows))
        return false;
    *ret_more = rows.n > 0;
    for (size_t i = 0; i < rows.n; i++) {
        *after = rows.v[i].id;
        r->verdict->waiting++;
        if (!ledger_marked(r, rows.v[i].id, rows.v[i].body, rows.v[i].mac) ||
            !ledger_sum_leaf(r, rows.v[i].id, rows.v[i].body))
            ledger_found(r, "leaf-forged",
                         arena_printf(r->c->arena, "new:%lld", (long long)rows.v[i].id),
                         N_("a leaf waits to be sealed that the program did not write"));
    }
    return true;
}

static bool check_waiting(struct ledger_run *r)
{
    struct ctx *c = r->c;
    int64_t after = INT64_MIN;

    for (bool more = true; more;) {
        struct ctx piece = ledger_piece(c);

        r->c = &piece;
        bool ok = waiting_page(r, &after, &more);
        r->c = c;
        if (!ledger_piece_end(c, &piece, ok))
            return false;
    }
    return true;
}

bool ledger_verify(struct ctx *c, const struct ledger_check *check, struct ledger_verdict *ret)
{
    struct ledger_run r = { .c = c, .check = check, .verdict = ret };
    struct leaves l = { .r = &r, .arena = c->arena, .missing_from = -1 };
    struct ledger_vkey key;

    *ret = (struct ledger_verdict){ .out.arena = c->arena };
    randombytes_buf(r.key, sizeof r.key);
    l.tree = NEW(c->arena, struct ledger_growing);
    l.tree->full = compare_tile;
    l.tree->arg = &l;
    if (!read_head(&r, &key) || !older_checkpoint(&r, &key, &l.old) || !read_leaves(&l) ||
        !check_waiting(&r) || !ledger_verify_rows(&r))
        return false;
    return memcmp(&r.logged, &r.kept, sizeof r.kept) == 0 || ledger_verify_explain(&r);
}
