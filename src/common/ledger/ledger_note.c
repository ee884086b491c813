#include "common/ledger/ledger_note.h"

#include <sodium.h>
#include <string.h>

#include "core/text.h"
#include "common/ledger/ledger_leaf.h"

static const char dash[] = "\xe2\x80\x94 "; /* em dash, blank */
enum { ED25519 = 1, COSIGNATURE = 4, DASH = sizeof dash - 1 };

static const char *base64(struct arena *a, const void *p, size_t n)
{
    size_t len = sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_ORIGINAL);

    return sodium_bin2base64(arena_alloc(a, len), len, p, n, sodium_base64_VARIANT_ORIGINAL);
}

/* libsodium 1.0.18 takes bytes above 127 for digits, so the alphabet is checked first. */
static bool from_base64(const char *s, size_t len, void *ret, size_t max, size_t *ret_n)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

    for (size_t i = 0; i < len; i++)
        if (!s[i] || !strchr(digits, s[i]))
            return false;
    return sodium_base642bin(ret, max, s, len, NULL, ret_n, NULL, sodium_base64_VARIANT_ORIGINAL) ==
           0;
}

/* Blanks of Unicode are three bytes E1 9A 80, E2 80 80..8A, 80 A8, 80 A9, 80 AF, 81 9F, E3 80
 * 80, or C2 85, C2 A0; names of keys have none, and no plus sign. */
static bool is_name(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const unsigned char *u = (const unsigned char *)s + i;
        unsigned two = i + 1 < n ? (unsigned)(u[0] << 8 | u[1]) : 0;
        unsigned three = i + 2 < n ? two << 8 | u[2] : 0;

        if (u[0] <= 0x20 || u[0] == '+' || two == 0xc285 || two == 0xc2a0 || three == 0xe19a80 ||
            (three >= 0xe28080 && three <= 0xe2808a) || three == 0xe280a8 || three == 0xe280a9 ||
            three == 0xe280af || three == 0xe2819f || three == 0xe38080)
            return false;
    }
    return n > 0 && text_valid(s, n);
}

/* ---- keys ---- */

struct ledger_vkey ledger_vkey(const char *name, unsigned char type, const unsigned char public[32])
{
    struct ledger_vkey k = { .name = name, .type = type };
    const struct bytes parts[] = {
        { name, strlen(name) }, { "\n", 1 }, { &type, 1 }, { public, 32 }
    };
    unsigned char h[SHA256_SIZE];

    sha256(parts, COUNT(parts), h);
    memcpy(k.id, h, sizeof k.id);
    memcpy(k.public, public, sizeof k.public);
    return k;
}

const char *ledger_vkey_text(struct arena *a, const struct ledger_vkey *k)
{
    unsigned char typed[33] = { k->type };
    struct buf b = { .arena = a };

    memcpy(typed + 1, k->public, 32);
    buf_text(&b, k->name);
    buf_text(&b, "+");
    ledger_hex(&b, k->id, sizeof k->id);
    buf_text(&b, "+");
    buf_text(&b, base64(a, typed, sizeof typed));
    return buf_str(&b);
}

bool ledger_vkey_parse(struct arena *a, const char *text, struct ledger_vkey *ret)
{
    size_t name = strcspn(text, "+"), n;
    unsigned char id[4], typed[33];

    if (!is_name(text, name) || strlen(text) < name + 10 || text[name + 9] != '+' ||
        !ledger_unhex(text + name + 1, sizeof id, id))
        return false;
    const char *key = text + name + 10;
    if (!from_base64(key, strlen(key), typed, sizeof typed, &n) || n != sizeof typed ||
        (typed[0] != ED25519 && typed[0] != COSIGNATURE))
        return false;
    struct ledger_vkey k = ledger_vkey(arena_strndup(a, text, name), typed[0], typed + 1);
    if (memcmp(k.id, id, sizeof id) != 0)
        return false;
    *ret = k;
    return true;
}

/* ---- notes ---- */

static bool read_signature(struct arena *a, const char *s, size_t n, struct ledger_signature *ret)
{
    const char *blank = n > DASH ? memchr(s + DASH, ' ', n - DASH) : NULL;
    size_t len;

    if (!blank || memcmp(s, dash, DASH) != 0 || !is_name(s + DASH, (size_t)(blank - s) - DASH))
        return false;
    size_t rest = n - (size_t)(blank + 1 - s);
    unsigned char *bytes = arena_alloc(a, rest + 1);
    if (!from_base64(blank + 1, rest, bytes, rest, &len) || len < 5)
        return false;
    *ret = (struct ledger_signature){ arena_strndup(a, s + DASH, (size_t)(blank - s) - DASH),
                                      { bytes, len } };
    return true;
}

bool ledger_note_parse(struct arena *a, struct bytes note, struct ledger_note *ret)
{
    struct ledger_note n = { 0 };
    const char *s = note.p, *end = s + note.n, *cut = NULL;

    if (note.n < 3 || note.n > LEDGER_NOTE_MAX || end[-1] != '\n' || !text_valid(s, note.n))
        return false;
    for (const char *p = s; p < end; p++) {
        if ((unsigned char)*p < 0x20 && *p != '\n')
            return false;
        if (p > s && p[-1] == '\n' && *p == '\n') /* the last empty line parts them */
            cut = p;
    }
    if (!cut || cut + 1 == end)
        return false;
    for (const char *p = cut + 1, *nl; p < end; p = nl + 1) {
        nl = memchr(p, '\n', (size_t)(end - p));
        if (n.by.n == LEDGER_NOTE_SIGNATURES ||
            !read_signature(a, p, (size_t)(nl - p), LIST_PUSH(a, &n.by)))
            return false;
    }
    n.text = arena_strndup(a, s, (size_t)(cut - s));
    *ret = n;
    return true;
}

/* A witness signs "cosignature/v1", the time that stands before its signature, and the text
 * (C2SP tlog-cosignature). */
static bool cosigned(const struct ledger_note *n, const struct ledger_vkey *k,
                     const unsigned char *sig, size_t len)
{
    uint64_t at = 0;
    struct arena *a;
    bool ok;

    if (len != 8 + crypto_sign_BYTES)
        return false;
    for (int i = 0; i < 8; i++)
        at = at << 8 | sig[i];
    a = arena_new(2 * LEDGER_NOTE_MAX);
    const char *text =
        arena_printf(a, "cosignature/v1\ntime %llu\n%s", (unsigned long long)at, n->text);
    ok = crypto_sign_verify_detached(sig + 8, (const unsigned char *)text, strlen(text),
                                     k->public) == 0;
    arena_free(&a);
    return ok;
}

bool ledger_note_is_by(const struct ledger_note *n, const struct ledger_vkey *k)
{
    bool found = false;

    for (size_t i = 0; i < n->by.n; i++) {
        const struct ledger_signature *s = &n->by.v[i];
        const unsigned char *sig = (const unsigned char *)s->bytes.p + 4;
        size_t len = s->bytes.n - 4;

        if (strcmp(s->name, k->name) != 0 || memcmp(s->bytes.p, k->id, 4) != 0)
            continue;
        bool ok = k->type == COSIGNATURE
                      ? cosigned(n, k, sig, len)
                      : len == crypto_sign_BYTES &&
                            crypto_sign_verify_detached(sig, (const unsigned char *)n->text,
                                                        strlen(n->text), k->public) == 0;
        if (!ok)
            return false; /* a known key with a wrong signature spoils the note */
        found = true;
    }
    return found;
}

const char *ledger_note_sign(struct arena *a, const char *text, const struct ledger_vkey *k,
                             const unsigned char sign[64])
{
    unsigned char sig[4 + crypto_sign_BYTES];

    memcpy(sig, k->id, 4);
    crypto_sign_detached(sig + 4, NULL, (const unsigned char *)text, strlen(text), sign);
    return arena_printf(a, "%s\n%s%s %s\n", text, dash, k->name, base64(a, sig, sizeof sig));
}

/* ---- checkpoints ---- */

const char *ledger_checkpoint_text(struct arena *a, const char *origin, const struct ledger_tree *t)
{
    return arena_printf(a, "%s\n%lld\n%s\n", origin, (long long)t->size,
                        base64(a, t->root.b, sizeof t->root.b));
}

bool ledger_checkpoint_parse(const char *text, const char *origin, struct ledger_tree *ret)
{
    size_t n = strlen(origin), digits, len, got;
    struct ledger_tree t = { 0 };

    if (strncmp(text, origin, n) != 0 || text[n] != '\n')
        return false;
    text += n + 1;
    digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 18 || (text[0] == '0' && digits > 1) || text[digits] != '\n')
        return false;
    for (size_t i = 0; i < digits; i++)
        t.size = t.size * 10 + (text[i] - '0');
    text += digits + 1;
    len = strcspn(text, "\n");
    if (text[len] != '\n' || !from_base64(text, len, t.root.b, sizeof t.root.b, &got) ||
        got != sizeof t.root.b)
        return false;
    for (text += len + 1; *text; text += strcspn(text, "\n") + 1)
        if (*text == '\n') /* extension lines are not empty */
            return false;
    *ret = t;
    return true;
}
