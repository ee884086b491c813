/* The ledger's pages: the tree for everybody, as tiles and as proofs; records for auditors. */
#include <string.h>

#include "core/page.h"
#include "core/text.h"
#include "core/tr.h"
#include "common/ledger/ledger_commands.h"
#include "common/ledger/ledger_leaf.h"
#include "common/ledger/ledger_log.h"
#include "common/ledger/ledger_shapes.h"
#include "common/ledger/ledger_tile_path.h"

#include "ledger_pages_sql.h"
#include "ledger_schema.h"

/* ---- the log as static resources: C2SP tlog-tiles ---- */

static const char for_ever[] = "public, max-age=31536000, immutable";

static bool get_checkpoint(struct ctx *c, const struct req *q, struct res *s)
{
    struct ledger_head h;

    (void)q;
    if (!ledger_head_read(c, &h))
        return false;
    if (!*h.note)
        return fail(c, ERR_NOT_FOUND, "nothing has been sealed yet");
    s->status = 200;
    s->type = "text/plain; charset=utf-8";
    s->cache = "public, max-age=1";
    buf_text(&s->body, h.note);
    return true;
}

static bool send_hashes(struct ctx *c, const struct ledger_tile_address *a, struct res *s)
{
    struct ledger_tiles tiles = { .c = c };
    struct bytes hashes;
    size_t n = (size_t)a->width * SHA256_SIZE;

    if (!ledger_tiles_get(&tiles, a->level, a->n, &hashes))
        return false;
    if (hashes.n < n)
        return fail(c, ERR_NOT_FOUND, "the ledger has no such tile");
    buf_put(&s->body, hashes.p, n);
    return true;
}

static bool send_entries(struct ctx *c, const struct ledger_tile_address *a, struct res *s)
{
    int64_t from = a->n <= INT64_MAX / LEDGER_TILE - 1 ? a->n * LEDGER_TILE : INT64_MAX - 256;
    ledger_entries all = { 0 };

    if (!ledger_log_entries(c, from, from + a->width, &all))
        return false;
    if ((int64_t)all.n != a->width)
        return fail(c, ERR_NOT_FOUND, "the ledger has no such tile");
    for (size_t i = 0; i < all.n; i++) {
        size_t n = strlen(all.v[i].body);
        const unsigned char length[] = { (unsigned char)(n >> 8), (unsigned char)n };

        buf_put(&s->body, length, sizeof length);
        buf_put(&s->body, all.v[i].body, n);
    }
    return true;
}

static bool get_tile(struct ctx *c, const struct req *q, struct res *s)
{
    struct ledger_tile_address a;

    if (!ledger_tile_parse(q->path + strlen("/ledger/tile/"), &a))
        return fail(c, ERR_MALFORMED, "this is not the address of a tile");
    s->status = 200;
    s->type = "application/octet-stream";
    s->cache = for_ever;
    return a.level < 0 ? send_entries(c, &a, s) : send_hashes(c, &a, s);
}

/* ---- what it is ---- */

#include "ledger_page.html.h"

static bool get_ledger(struct ctx *c, const struct req *q, struct res *s)
{
    struct ledger_head head;
    int64_t waiting, oldest;

    if (!ledger_head_read(c, &head) || !ledger_log_waiting(c, &waiting, &oldest))
        return false;
    const char *vkey = *head.vkey ? head.vkey : ledger_key_of(c)->vkey;
    if (q->face == FACE_HTML) {
        struct html h = page_begin(c, q, s, 200, T("Ledger"));

        ledger_page_html(h, c, &head, waiting, vkey);
        return page_end(c, h);
    }
    struct json j = json_doc(s, 200);
    json_open(&j, NULL, '{');
    json_int(&j, "size", head.tree.size);
    json_int(&j, "waiting", waiting);
    json_ms(&j, "sealed_at", head.at);
    json_text(&j, "key", vkey);
    json_text(&j, "checkpoint", head.note);
    json_close(&j, '}');
    return true;
}

/* ---- proofs ---- */

static const char *hex(struct ctx *c, const void *p, size_t n)
{
    struct buf b = { .arena = c->arena };

    ledger_hex(&b, p, n);
    return buf_str(&b);
}

static void path_json(struct json *j, struct ctx *c, const ledger_hashes *path)
{
    json_open(j, "path", '[');
    for (size_t i = 0; i < path->n; i++)
        json_text(j, NULL, hex(c, path->v[i].b, SHA256_SIZE));
    json_close(j, ']');
}

static const char *key_text(struct ctx *c, const struct ledger_leaf_row *r)
{
    struct buf b = { .arena = c->arena };

    for (size_t i = 0; i < r->n_keys; i++) {
        buf_text(&b, i ? "/" : "");
        buf_int(&b, r->key[i]);
    }
    return buf_str(&b);
}

#include "ledger_proof.html.h"

/* A number of a leaf or a size: 0 <= n < below; otherwise a mistake at the field. */
static bool number(struct ctx *c, const struct req *q, const char *name, int64_t below,
                   int64_t *ret)
{
    if (!int_parse(req_last(q, name), ret) || *ret < 0)
        return fail_field(c, name, "write a whole number from 0 on");
    if (*ret >= below)
        return fail_field(c, name, "the ledger is not that long");
    return true;
}

static bool get_proof(struct ctx *c, const struct req *q, struct res *s)
{
    struct ledger_head head;
    struct ledger_tiles tiles = { .c = c };
    struct ledger_nodes nodes = ledger_tiles_nodes(&tiles);
    ledger_hashes path = { 0 };
    ledger_entries e = { 0 };
    int64_t leaf;

    if (!ledger_head_read(c, &head) || !number(c, q, "leaf", head.tree.size, &leaf) ||
        !ledger_log_entries(c, leaf, leaf + 1, &e) ||
        !ledger_prove_inclusion(&nodes, c->arena, leaf, head.tree.size, &path))
        return false;
    struct ledger_leaf l;
    struct bytes body = { e.n ? e.v[0].body : "", e.n ? strlen(e.v[0].body) : 0 };
    if (!ledger_leaf_parse(c->arena, body, &l))
        return fail(c, ERR_CONFLICT, "a leaf of the ledger is missing; run lienthong verify");
    struct ledger_hash h = ledger_hash_leaf(body);
    if (q->face == FACE_HTML) {
        struct html page = page_begin(c, q, s, 200, TF("Line %lld", (long long)leaf));

        ledger_proof_html(page, c, leaf, &head, &l, e.v[0].body, &h, &path);
        return page_end(c, page);
    }
    struct json j = json_doc(s, 200);
    json_open(&j, NULL, '{');
    json_int(&j, "leaf", leaf);
    json_text(&j, "body", e.v[0].body);
    json_text(&j, "hash", hex(c, h.b, sizeof h.b));
    json_int(&j, "size", head.tree.size);
    path_json(&j, c, &path);
    json_text(&j, "root", hex(c, head.tree.root.b, SHA256_SIZE));
    json_text(&j, "checkpoint", head.note);
    json_close(&j, '}');
    return true;
}

static bool get_consistency(struct ctx *c, const struct req *q, struct res *s)
{
    struct ledger_head head;
    struct ledger_tiles tiles = { .c = c };
    struct ledger_nodes nodes = ledger_tiles_nodes(&tiles);
    ledger_hashes path = { 0 };
    int64_t old;

    if (!ledger_head_read(c, &head) || !number(c, q, "old", head.tree.size + 1, &old) ||
        !ledger_prove_consistency(&nodes, c->arena, old, head.tree.size, &path))
        return false;
    struct json j = json_doc(s, 200);
    json_open(&j, NULL, '{');
    json_int(&j, "old", old);
    json_int(&j, "size", head.tree.size);
    path_json(&j, c, &path);
    json_text(&j, "checkpoint", head.note);
    json_close(&j, '}');
    return true;
}

/* ---- the versions of one record ---- */

static const struct sealed *find_table(const char *name)
{
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_sealed; i++)
            if (strcmp(modules[m]->sealed[i]->table, name) == 0)
                return modules[m]->sealed[i];
    return NULL;
}

static bool read_key(struct ctx *c, const struct req *q, const struct sealed *t,
                     int64_t ret[LEDGER_KEYS])
{
    const char *part[LEDGER_KEYS + 1];
    size_t n = text_split(c->arena, req_last(q, "key"), '/', part, COUNT(part));

    memset(ret, 0, LEDGER_KEYS * sizeof *ret);
    if (!t)
        return fail_field(c, "table", "no table of this name is under the ledger");
    for (size_t i = 0; i < n && n == t->n_keys; i++)
        if (!int_parse(part[i], &ret[i]))
            n = 0;
    return n == t->n_keys ||
           fail_field(c, "key", "write the key as %d numbers parted by /", (int)t->n_keys);
}

static void version_json(struct json *j, struct ctx *c, const struct ledger_record_versions_row *r)
{
    struct ledger_leaf l;

    json_open(j, NULL, '{');
    json_int(j, "version", r->v);
    if (r->idx >= 0)
        json_int(j, "leaf", r->idx);
    else
        json_null(j, "leaf");
    if (ledger_leaf_parse(c->arena, (struct bytes){ r->body, strlen(r->body) }, &l)) {
        json_ms(j, "at", l.at);
        json_id(j, "by", l.by);
        json_text(j, "action", l.action);
    }
    json_bool(j, "gone", !r->commitment.p && !r->erased);
    json_bool(j, "erased", r->erased != 0);
    if (r->commitment.p)
        json_text(j, "commitment", hex(c, r->commitment.p, r->commitment.n));
    if (r->commitment.p)
        json_int(j, "columns", r->n);
    /* With the salt the values of a record can be tried out: only for those who may see all. */
    if (r->salt.p && may(c, "ledger.salt"))
        json_text(j, "salt", hex(c, r->salt.p, r->salt.n));
    json_close(j, '}');
}

bool ledger_leaf_of(struct ctx *c, const struct sealed *t, const int64_t *key, int64_t *ret)
{
    int64_t k[LEDGER_KEYS] = { 0 };
    struct ledger_record_leaf_row r;
    bool found;

    memcpy(k, key, t->n_keys * sizeof *k);
    if (!ledger_record_leaf(c, t->table, k[0], k[1], k[2], k[3], &r, &found))
        return false;
    *ret = found ? r.idx : -1;
    return true;
}

#include "ledger_record.html.h"

static bool get_record(struct ctx *c, const struct req *q, struct res *s)
{
    const char *table = req_last(q, "table");
    const struct sealed *t = find_table(table);
    ledger_record_versions_rows rows = { 0 };
    int64_t k[LEDGER_KEYS];

    if (!read_key(c, q, t, k) ||
        !ledger_record_versions(c, table, k[0], k[1], k[2], k[3], req_int(q, "after"), &rows))
        return false;
    if (rows.n == 0)
        return fail(c, ERR_NOT_FOUND, "the ledger knows no such record");
    if (q->face == FACE_HTML) {
        struct html h = page_begin(c, q, s, 200, T("Versions of a record"));

        ledger_record_html(h, c, q, t, &rows);
        return page_end(c, h);
    }
    struct json j = json_doc(s, 200);
    json_open(&j, NULL, '{');
    json_text(&j, "table", table);
    json_text(&j, "key", req_last(q, "key"));
    json_text(&j, "columns", t->columns);
    json_open(&j, "versions", '[');
    for (size_t i = 0; i < rows.n; i++)
        version_json(&j, c, &rows.v[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

/* ---- the module ---- */

/* 32,768 leaves take about a tenth of a second: no write waits longer for a sealing. */
static bool tick(struct ctx *c)
{
    int64_t n;

    return ledger_log_seal(c, 32768, &n);
}

static bool metrics(struct ctx *c, struct buf *out)
{
    struct ledger_head h;
    int64_t waiting, oldest;

    if (!ledger_head_read(c, &h) || !ledger_log_waiting(c, &waiting, &oldest))
        return false;
    buf_printf(out, "# TYPE lienthong_ledger_leaves gauge\nlienthong_ledger_leaves %lld\n",
               (long long)h.tree.size);
    buf_printf(out, "# TYPE lienthong_ledger_waiting gauge\nlienthong_ledger_waiting %lld\n",
               (long long)waiting);
    buf_printf(out,
               "# TYPE lienthong_ledger_sealed_seconds gauge\n"
               "lienthong_ledger_sealed_seconds %lld\n",
               (long long)(h.at / 1000));
    return true;
}

/* What the pages read by themselves; told here for the API's description and the command line. */
static const struct input proof_inputs[] = {
    { "leaf", N_("Line"), IN_INT, 0, 0, INT32_MAX, NULL },
};
static const struct input consistency_inputs[] = {
    { "old", N_("Lines in the tree"), IN_INT, 0, 0, INT32_MAX, NULL },
};
static const struct input record_inputs[] = {
    { "table", N_("Table"), IN_TEXT, 0, 1, 60, NULL },
    { "key", N_("Key"), IN_TEXT, 0, 1, 100, NULL },
    { "after", N_("Page"), IN_INT, 0, 0, INT32_MAX, NULL },
};

/* clang-format off */
static const struct route routes[] = {
    { GET, "/ledger", get_ledger, CAP_PUBLIC, N_("The ledger: how long it is, who signs it, how to check it"), .cmd = NULL },
    { GET, "/ledger/checkpoint", get_checkpoint, CAP_PUBLIC, N_("The signed checkpoint of the ledger (tlog-checkpoint)"), .cmd = NULL },
    { GET, "/ledger/tile/:level/:a", get_tile, CAP_PUBLIC, N_("A tile of hashes or entries of the ledger (tlog-tiles)"), .cmd = NULL },
    { GET, "/ledger/tile/:level/:a/:b", get_tile, CAP_PUBLIC, N_("A tile of hashes or entries of the ledger (tlog-tiles)"), .cmd = NULL },
    { GET, "/ledger/tile/:level/:a/:b/:c", get_tile, CAP_PUBLIC, N_("A tile of hashes or entries of the ledger (tlog-tiles)"), .cmd = NULL },
    { GET, "/ledger/tile/:level/:a/:b/:c/:d", get_tile, CAP_PUBLIC, N_("A tile of hashes or entries of the ledger (tlog-tiles)"), .cmd = NULL },
    { GET, "/ledger/proof", get_proof, CAP_PUBLIC, N_("One leaf, and the proof that it is in the signed tree"), .cmd = "ledger proof",
      LISTED(inputs, proof_inputs) },
    { GET, "/ledger/consistency", get_consistency, CAP_PUBLIC, N_("The proof that an older tree is the beginning of the present one"),
      LISTED(inputs, consistency_inputs) },
    { GET, "/ledger/record", get_record, "ledger.read", N_("The versions of one record in the ledger"), .cmd = "ledger record",
      LISTED(inputs, record_inputs) },
};
static const struct grant grants[] = {
    { "ledger.read", "auditor admin" },
    { "ledger.salt", "auditor" },
};
static const struct nav nav[] = { { N_("Ledger"), "/ledger", "ledger.read", 80 } };
/* clang-format on */

const struct module ledger_module = { .name = "ledger",
                                      LISTED(routes, routes),
                                      LISTED(schema, ledger_schema),
                                      LISTED(grants, grants),
                                      LISTED(nav, nav),
                                      LISTED(shapes, shapes),
                                      .commands = ledger_commands,
                                      .n_commands = LEDGER_COMMANDS,
                                      .start = ledger_key_start,
                                      .stop = ledger_key_stop,
                                      .tick = tick,
                                      .check = ledger_log_check,
                                      .metrics = metrics };
