#include "common/ledger/ledger_log.h"

#include <sodium.h>
#include <string.h>

#include "core/db.h"
#include "core/tr.h"
#include "common/ledger/ledger.h"

#include "ledger_log_sql.h"

struct ctx ledger_piece(const struct ctx *c)
{
    struct ctx piece = *c;

    piece.arena = arena_new((size_t)256 << 20);
    piece.err = (struct err){ 0 };
    piece.settled.n = piece.settled.cap = 0;
    piece.settled.v = NULL;
    return piece;
}

bool ledger_piece_end(struct ctx *c, struct ctx *piece, bool ok)
{
    ASSERT(piece->settled.n == 0);
    if (!ok && c->err.kind == ERR_NONE && piece->err.kind != ERR_NONE) {
        c->err.kind = piece->err.kind;
        c->err.message = arena_strdup(c->arena, piece->err.message);
        c->err.detail = piece->err.detail ? arena_strdup(c->arena, piece->err.detail) : NULL;
        c->err.file = piece->err.file;
        c->err.line = piece->err.line;
    }
    arena_free(&piece->arena);
    return ok;
}

/* ---- reading ---- */

bool ledger_head_read(struct ctx *c, struct ledger_head *ret)
{
    struct ledger_head_get_row row;
    struct ledger_head h = { 0 };
    struct ledger_note note;

    if (!ledger_head_get(c, &row))
        return false;
    h.at = row.at;
    h.note = row.note;
    h.vkey = row.vkey;
    if (row.size == 0 && !*row.note) {
        sha256(NULL, 0, h.tree.root.b);
    } else {
        size_t origin = strcspn(row.note, "\n");

        if (!ledger_note_parse(c->arena, (struct bytes){ row.note, strlen(row.note) }, &note) ||
            !ledger_checkpoint_parse(note.text, arena_strndup(c->arena, row.note, origin),
                                     &h.tree) ||
            h.tree.size != row.size)
            return fail(c, ERR_CONFLICT, "the checkpoint of the ledger is damaged");
    }
    *ret = h;
    return true;
}

bool ledger_tiles_get(struct ledger_tiles *t, int64_t level, int64_t n, struct bytes *ret)
{
    struct ledger_tile_get_row row;
    bool found;

    for (size_t i = 0; i < t->v.n; i++)
        if (t->v.v[i].level == level && t->v.v[i].n == n) {
            *ret = t->v.v[i].hashes;
            return true;
        }
    if (!ledger_tile_get(t->c, level, n, &row, &found))
        return false;
    if (!found || row.hashes.n % SHA256_SIZE || row.hashes.n > LEDGER_TILE * SHA256_SIZE)
        return fail(t->c, ERR_NOT_FOUND, "tile %d of level %d of the ledger is missing or damaged",
                    (int)n, (int)level);
    *LIST_PUSH(t->c->arena, &t->v) = (struct ledger_stored_tile){ level, n, row.hashes };
    *ret = row.hashes;
    return true;
}

static bool tile_node(void *arg, int level, int64_t index, struct ledger_hash *ret)
{
    struct ledger_tiles *t = arg;
    int above = level % 8;
    int64_t first = index << above; /* the hashes of the tile below this node */
    size_t n = (size_t)1 << above, at = (size_t)(first % LEDGER_TILE);
    struct bytes hashes;
    struct ledger_hash row[LEDGER_TILE / 2];

    if (!ledger_tiles_get(t, level / 8, first / LEDGER_TILE, &hashes))
        return false;
    if (hashes.n < (at + n) * SHA256_SIZE)
        return fail(t->c, ERR_NOT_FOUND, "tile %d of level %d of the ledger is missing or damaged",
                    (int)(first / LEDGER_TILE), level / 8);
    memcpy(row, (const char *)hashes.p + at * SHA256_SIZE, n * SHA256_SIZE);
    *ret = ledger_hash_perfect(row, n);
    return true;
}

struct ledger_nodes ledger_tiles_nodes(struct ledger_tiles *t)
{
    return (struct ledger_nodes){ tile_node, t };
}

bool ledger_log_entries(struct ctx *c, int64_t from, int64_t until, ledger_entries *ret)
{
    ledger_entry_range_rows rows = { 0 };

    if (!ledger_entry_range(c, from, until, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) =
            (struct ledger_entry){ rows.v[i].idx, rows.v[i].id, rows.v[i].body };
    return true;
}

bool ledger_log_waiting(struct ctx *c, int64_t *ret_n, int64_t *ret_oldest)
{
    struct ledger_new_count_row row;

    if (!ledger_new_count(c, &row))
        return false;
    *ret_n = row.n;
    *ret_oldest = row.oldest;
    return true;
}

/* ---- sealing ---- */

static bool load_edge(struct ctx *c, const struct ledger_head *h, struct ledger_growing *t)
{
    struct ledger_tiles tiles = { .c = c };

    t->size = h->tree.size;
    for (int level = 0; level < LEDGER_TILE_LEVELS; level++) {
        struct ledger_edge *e = &t->level[level];
        int64_t n = t->size >> (8 * level);
        struct bytes hashes;

        e->index = n / LEDGER_TILE;
        e->n = (size_t)(n % LEDGER_TILE);
        if (e->n == 0)
            continue;
        if (!ledger_tiles_get(&tiles, level, e->index, &hashes))
            return false;
        if (hashes.n != e->n * SHA256_SIZE)
            return fail(c, ERR_NOT_FOUND, "tile %d of level %d of the ledger is missing or damaged",
                        (int)e->index, level);
        memcpy(e->h, hashes.p, hashes.n);
    }
    return true;
}

struct store {
    struct ctx *c;
};

static bool put_tile(void *arg, int level, const struct ledger_edge *e)
{
    struct store *to = arg;

    return ledger_tile_put(to->c, level, e->index, (struct bytes){ e->h, e->n * SHA256_SIZE });
}

/* The key that signed the head: it must be the one in the head's vkey. */
static bool check_signature(struct ctx *c, const struct ledger_head *h, struct ledger_growing *t,
                            struct ledger_vkey *ret)
{
    struct ledger_hash root = ledger_growing_root(t);
    struct ledger_note note;

    return (ledger_vkey_parse(c->arena, h->vkey, ret) &&
            ledger_note_parse(c->arena, (struct bytes){ h->note, strlen(h->note) }, &note) &&
            ledger_note_is_by(&note, ret) && memcmp(&root, &h->tree.root, sizeof root) == 0) ||
           fail(c, ERR_CONFLICT, "the ledger is not what was signed last; run lienthong verify");
}

/* What was signed last must still be there, or nothing is signed on top of it: a log
 * never signs two trees of which neither continues the other. */
static bool check_head(struct ctx *c, const struct ledger_head *h, struct ledger_growing *t)
{
    struct ledger_key *k = ledger_key_of(c);
    struct ledger_vkey key;

    if (*h->note && !check_signature(c, h, t, &key))
        return false;
    if (*h->note && memcmp(key.public, k->public, sizeof key.public) != 0)
        return fail(c, ERR_CONFLICT,
                    "the ledger of this database is signed with another key; put its ledger.key "
                    "into the data folder");
    if (h->tree.size < k->seen)
        return fail(c, ERR_CONFLICT, "the ledger was put back to an older state");
    k->seen = h->tree.size;
    return true;
}

bool ledger_log_check(struct ctx *c, struct buf *report)
{
    struct ledger_growing *t = NEW(c->arena, struct ledger_growing);
    struct ledger_head h;

    if (!ledger_head_read(c, &h) || !load_edge(c, &h, t) || !check_head(c, &h, t)) {
        if (c->err.kind != ERR_CONFLICT && c->err.kind != ERR_NOT_FOUND)
            return false;
        buf_printf(report, "ledger: %s\n", c->err.message);
        c->err = (struct err){ 0 };
    }
    return true;
}

/* The next 256 leaves that wait. One that this program did not write stays where it is. */
static bool seal_page(struct ctx *c, struct ledger_growing *t, int64_t *after, bool *ret_more)
{
    ledger_new_page_rows rows = { 0 };
    unsigned char mac[LEDGER_MAC];
    int64_t from = t->size;

    if (!ledger_new_page(c, *after, &rows))
        return false;
    *ret_more = rows.n == 256;
    for (size_t i = 0; i < rows.n; i++) {
        const struct ledger_new_page_row *r = &rows.v[i];
        struct bytes body = { r->body, strlen(r->body) };

        *after = r->id;
        ledger_key_mac(ledger_key_of(c), r->id, r->body, mac);
        if (r->mac.n != sizeof mac || sodium_memcmp(r->mac.p, mac, sizeof mac) != 0)
            continue;
        if (!ledger_entry_add(c, t->size, r->id, r->body) ||
            !ledger_append(t, ledger_hash_leaf(body)))
            return false;
    }
    return t->size == from || ledger_new_drop(c, from);
}

/* The name of the log stays what it was at its beginning. */
static bool sign_head(struct ctx *c, struct ledger_growing *t, const struct ledger_head *old)
{
    const struct ledger_key *k = ledger_key_of(c);
    struct ledger_tree now = { t->size, ledger_growing_root(t) };
    struct ledger_vkey key;

    if (!ledger_vkey_parse(c->arena, *old->vkey ? old->vkey : k->vkey, &key))
        return fail(c, ERR_CONFLICT, "the checkpoint of the ledger is damaged");
    key = ledger_vkey(key.name, 1, k->public);
    for (int level = 0; level < LEDGER_TILE_LEVELS; level++)
        if (t->level[level].changed && !put_tile(t->arg, level, &t->level[level]))
            return false;
    const char *text = ledger_checkpoint_text(c->arena, key.name, &now);
    return ledger_head_put(c, now.size, c->now_ms, ledger_note_sign(c->arena, text, &key, k->sign),
                           ledger_vkey_text(c->arena, &key));
}

static bool seal_all(struct ctx *c, int64_t most, int64_t *ret_n)
{
    struct ledger_head h;
    struct store to = { c };
    struct ledger_growing *t = NEW(c->arena, struct ledger_growing);
    int64_t after = INT64_MIN;
    bool more = true;

    t->full = put_tile;
    t->arg = &to;
    /* The lock makes one node of several seal at a time, on the newest head. */
    if (!ledger_head_lock(c) || !ledger_head_read(c, &h) || !load_edge(c, &h, t) ||
        !check_head(c, &h, t))
        return false;
    while (more && (most == 0 || t->size - h.tree.size < most)) {
        struct ctx page = ledger_piece(c);

        to.c = &page;
        if (!ledger_piece_end(c, &page, seal_page(&page, t, &after, &more)))
            return false;
    }
    to.c = c;
    *ret_n = t->size - h.tree.size;
    return *ret_n == 0 || sign_head(c, t, &h);
}

bool ledger_log_seal(struct ctx *c, int64_t most, int64_t *ret_n)
{
    ledger_new_any_rows any = { 0 };

    *ret_n = 0;
    if (!ledger_new_any(c, &any))
        return false;
    return any.n == 0 || seal_all(c, most, ret_n);
}

bool ledger_log_rekey(struct ctx *c)
{
    struct ledger_growing *t = NEW(c->arena, struct ledger_growing);
    struct ledger_head h;
    struct ledger_vkey key;

    if (!ledger_head_lock(c) || !ledger_head_read(c, &h) || !load_edge(c, &h, t))
        return false;
    return !*h.note || (check_signature(c, &h, t, &key) && sign_head(c, t, &h));
}

bool ledger_seal_now(struct ctx *c)
{
    int64_t n;

    return ledger_log_seal(c, 0, &n);
}
