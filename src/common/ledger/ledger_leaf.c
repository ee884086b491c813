#include "common/ledger/ledger_leaf.h"

#include <string.h>

#include "core/json.h"

void ledger_hex(struct buf *b, const unsigned char *p, size_t n)
{
    static const char digits[] = "0123456789abcdef";

    buf_reserve(b, 2 * n);
    for (size_t i = 0; i < n; i++) {
        b->p[b->n++] = digits[p[i] >> 4];
        b->p[b->n++] = digits[p[i] & 15];
    }
    b->p[b->n] = '\0';
}

static int nibble(char ch)
{
    return ch >= '0' && ch <= '9' ? ch - '0' : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

bool ledger_unhex(const char *s, size_t n, unsigned char *ret)
{
    for (size_t i = 0; i < n; i++) {
        int high = nibble(s[2 * i]), low = high < 0 ? -1 : nibble(s[2 * i + 1]);

        if (low < 0)
            return false;
        ret[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

static void put_id(struct buf *b, int64_t id)
{
    buf_char(b, '"');
    buf_int(b, id);
    buf_char(b, '"');
}

void ledger_leaf_begin(struct buf *b, const struct ledger_leaf *l)
{
    buf_text(b, "{\"at\":");
    buf_int(b, l->at);
    buf_text(b, ",\"by\":");
    put_id(b, l->by);
    buf_text(b, ",\"unit\":");
    put_id(b, l->unit);
    buf_text(b, ",\"action\":");
    json_string(b, l->action);
    buf_text(b, ",\"rows\":[");
}

void ledger_leaf_row(struct buf *b, const struct ledger_leaf_row *r)
{
    buf_text(b, b->p[b->n - 1] == '[' ? "{\"t\":" : ",{\"t\":");
    json_string(b, r->table);
    for (size_t i = 0; i < r->n_keys; i++) {
        buf_text(b, i ? "," : ",\"k\":[");
        put_id(b, r->key[i]);
    }
    buf_text(b, "],\"v\":");
    buf_int(b, r->v);
    buf_text(b, ",\"n\":");
    buf_int(b, r->n);
    if (r->gone) {
        buf_text(b, r->erased ? ",\"c\":null,\"erased\":true}" : ",\"c\":null}");
        return;
    }
    buf_text(b, ",\"c\":\"");
    ledger_hex(b, r->c, sizeof r->c);
    buf_text(b, "\"}");
}

void ledger_leaf_end(struct buf *b)
{
    buf_text(b, "]}");
}

/* ---- reading ---- */

struct reader {
    struct arena *arena;
    const char *s, *end;
};

static bool skip(struct reader *r, const char *word)
{
    size_t n = strlen(word);

    if ((size_t)(r->end - r->s) < n || memcmp(r->s, word, n) != 0)
        return false;
    r->s += n;
    return true;
}

/* Exactly as buf_int() writes it. */
static bool read_int(struct reader *r, int64_t *ret)
{
    bool minus = skip(r, "-");
    const char *from = r->s;
    uint64_t u = 0;

    while (r->s < r->end && *r->s >= '0' && *r->s <= '9') {
        if (u > (UINT64_MAX - 9) / 10)
            return false;
        u = u * 10 + (uint64_t)(*r->s++ - '0');
    }
    if (r->s == from || (*from == '0' && (r->s > from + 1 || minus)))
        return false;
    if (u > (uint64_t)INT64_MAX + minus)
        return false;
    *ret = minus ? (int64_t)(0 - u) : (int64_t)u;
    return true;
}

static bool read_id(struct reader *r, int64_t *ret)
{
    return skip(r, "\"") && read_int(r, ret) && skip(r, "\"");
}

/* Names are the program's own words: nothing in them needs an escape. */
static bool read_word(struct reader *r, const char **ret)
{
    if (!skip(r, "\""))
        return false;
    const char *from = r->s;
    while (r->s < r->end && *r->s != '"' && *r->s != '\\' && (unsigned char)*r->s >= 0x20)
        r->s++;
    *ret = arena_strndup(r->arena, from, (size_t)(r->s - from));
    return skip(r, "\"");
}

static bool read_commitment(struct reader *r, struct ledger_leaf_row *row)
{
    if (skip(r, "null")) {
        row->gone = true;
        row->erased = skip(r, ",\"erased\":true");
        return true;
    }
    if (!skip(r, "\"") || r->end - r->s < 2 * SHA256_SIZE ||
        !ledger_unhex(r->s, SHA256_SIZE, row->c))
        return false;
    r->s += 2 * SHA256_SIZE;
    return skip(r, "\"");
}

static bool read_row(struct reader *r, struct ledger_leaf_row *row)
{
    if (!skip(r, "{\"t\":") || !read_word(r, &row->table) || !skip(r, ",\"k\":["))
        return false;
    do {
        if (row->n_keys == LEDGER_KEYS || !read_id(r, &row->key[row->n_keys++]))
            return false;
    } while (skip(r, ","));
    return skip(r, "],\"v\":") && read_int(r, &row->v) && skip(r, ",\"n\":") &&
           read_int(r, &row->n) && skip(r, ",\"c\":") && read_commitment(r, row) && skip(r, "}");
}

bool ledger_leaf_parse(struct arena *a, struct bytes text, struct ledger_leaf *ret)
{
    struct reader r = { a, text.p, (const char *)text.p + text.n };
    struct ledger_leaf l = { 0 };

    if (!skip(&r, "{\"at\":") || !read_int(&r, &l.at) || !skip(&r, ",\"by\":") ||
        !read_id(&r, &l.by) || !skip(&r, ",\"unit\":") || !read_id(&r, &l.unit) ||
        !skip(&r, ",\"action\":") || !read_word(&r, &l.action) || !skip(&r, ",\"rows\":["))
        return false;
    do
        if (!read_row(&r, LIST_PUSH(a, &l.rows)))
            return false;
    while (skip(&r, ","));
    if (!skip(&r, "]}") || r.s != r.end)
        return false;
    *ret = l;
    return true;
}
