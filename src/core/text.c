#include "core/text.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "core/db.h"
#include "fold_table.h"

/* ---- UTF-8 ---- */

/* The code point at s (of at most n bytes) and its length; 0: not UTF-8. */
static size_t decode(const unsigned char *s, size_t n, uint32_t *ret)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t len = s[0] < 0x80   ? 1
                 : s[0] < 0xc2 ? 0
                 : s[0] < 0xe0 ? 2
                 : s[0] < 0xf0 ? 3
                 : s[0] < 0xf5 ? 4
                               : 0;

    if (len < 2) {
        *ret = s[0];
        return len;
    }
    if (len > n)
        return 0;
    uint32_t cp = s[0] & (0x7fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        cp = cp << 6 | (s[i] & 0x3fu);
    }
    if (cp < least[len] || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
        return 0;
    *ret = cp;
    return len;
}

static size_t encode(char *to, uint32_t cp)
{
    if (cp < 0x80) {
        to[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        to[0] = (char)(0xc0 | cp >> 6);
        to[1] = (char)(0x80 | (cp & 0x3f));
        return 2;
    }
    to[0] = (char)(0xe0 | cp >> 12);
    to[1] = (char)(0x80 | (cp >> 6 & 0x3f));
    to[2] = (char)(0x80 | (cp & 0x3f));
    return 3;
}

/* How many bytes from s on are printable ASCII: eight at a time, since most text is. */
static size_t plain_run(const unsigned char *s, size_t n)
{
    static const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        uint64_t w;

        memcpy(&w, s + i, 8);
        /* a byte >= 0x80, < 0x20 or = 0x7f sets a high bit */
        if ((w | (w - ones * 0x20) | (w + ones)) & high)
            break;
    }
    while (i < n && s[i] >= 0x20 && s[i] < 0x7f)
        i++;
    return i;
}

bool text_valid(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text;
    uint32_t cp;

    for (size_t i = 0; i < n;) {
        size_t len = plain_run(s + i, n - i);

        if (len == 0)
            len = decode(s + i, n - i, &cp);
        if (len == 0 || s[i] == '\0')
            return false;
        i += len;
    }
    return true;
}

/* ---- cleaning ---- */

enum found { IS_CLEAN = 0, HAS_CR = 1, MAY_CHANGE = 2, IS_BAD = 4 };

/* Code points that NFC surely leaves alone and that combine with nothing before
 * them: Latin with the Vietnamese letters, dashes, quotes, currency. */
static bool is_settled(uint32_t cp)
{
    return cp < 0x300 || (cp >= 0x1e00 && cp < 0x1f00) || (cp >= 0x2010 && cp < 0x2030) ||
           (cp >= 0x20a0 && cp < 0x20c0);
}

static enum found inspect(const unsigned char *s, size_t n)
{
    enum found found = IS_CLEAN;
    uint32_t cp;

    for (size_t i = 0; i < n;) {
        size_t len = plain_run(s + i, n - i);

        if (len) {
            i += len;
            continue;
        }
        len = decode(s + i, n - i, &cp);
        if (len == 0 || (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') ||
            (cp >= 0x7f && cp < 0xa0))
            return IS_BAD;
        if (cp == '\r' && (i + 1 == n || s[i + 1] != '\n'))
            return IS_BAD;
        if (cp == '\r')
            found |= HAS_CR;
        else if (!is_settled(cp))
            found |= MAY_CHANGE;
        i += len;
    }
    return found;
}

/* ICU's C interface normalises UTF-16 only. NFC has at most three times the code
 * units of its source (Unicode, annex 15), in UTF-16 and in UTF-8. */
static bool to_nfc(struct arena *a, const char **ps, size_t *pn)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    int32_t n = (int32_t)*pn, len;
    UChar *from = arena_alloc(a, (*pn + 1) * sizeof *from);

    u_strFromUTF8(from, n + 1, &len, *ps, n, &e);
    if (U_SUCCESS(e) && unorm2_quickCheck(nfc, from, len, &e) == UNORM_YES)
        return true;
    UChar *to = arena_alloc(a, ((size_t)len * 3 + 1) * sizeof *to);
    len = unorm2_normalize(nfc, from, len, to, len * 3 + 1, &e);
    char *s = arena_alloc(a, (size_t)len * 3 + 1);
    u_strToUTF8(s, len * 3 + 1, &n, to, len, &e);
    *ps = s;
    *pn = (size_t)n;
    return U_SUCCESS(e);
}

/* Blank, tab, newline; no-break space and byte order mark, which come with copied text. */
static size_t blank(const char *s, size_t n)
{
    if (n && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r'))
        return 1;
    if (n >= 2 && memcmp(s, "\u00a0", 2) == 0)
        return 2;
    return n >= 3 && memcmp(s, "\ufeff", 3) == 0 ? 3 : 0;
}

static void trim(const char **s, size_t *n)
{
    size_t k;

    while ((k = blank(*s, *n)) > 0) {
        *s += k;
        *n -= k;
    }
    for (size_t w = 1; w <= 3 && w <= *n;)
        if (blank(*s + *n - w, w) == w) {
            *n -= w;
            w = 1;
        } else {
            w++;
        }
}

bool text_clean(struct arena *a, const char *s, size_t n, const char **ret)
{
    enum { MOST = 1 << 28 }; /* so that ICU's int32_t can count it */
    enum found found = n > MOST ? IS_BAD : inspect((const unsigned char *)s, n);

    if (found & IS_BAD)
        return false;
    trim(&s, &n);
    if ((found & MAY_CHANGE) && !to_nfc(a, &s, &n))
        return false;
    char *copy = arena_alloc(a, n + 1);
    if (!(found & HAS_CR)) {
        memcpy(copy, s, n);
    } else {
        size_t k = 0;

        for (size_t i = 0; i < n; i++)
            if (s[i] != '\r')
                copy[k++] = s[i];
    }
    *ret = copy;
    return true;
}

/* ---- folding ---- */

static size_t fold_one(char *to, uint32_t cp, size_t at)
{
    unsigned page = cp < 0x10000 ? fold_page[cp >> 8] : 0;
    uint32_t v = page ? fold_to[page - 1][cp & 0xff] : cp;

    if (v == 0)
        return at;
    if (v == ' ') {
        if (at && to[at - 1] != ' ')
            to[at++] = ' ';
        return at;
    }
    if (page && (v & 0x8000)) {
        to[at++] = (char)(v >> 7 & 0x7f);
        to[at++] = (char)(v & 0x7f);
        return at;
    }
    return at + encode(to + at, v);
}

const char *text_fold(struct arena *a, const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t n = strlen(text), at = 0;
    char *to = arena_alloc(a, n + 1); /* no entry is longer than what it stands for */
    uint32_t cp;

    for (size_t i = 0; i < n;) {
        size_t len = decode(s + i, n - i, &cp);

        ASSERT(len); /* text is valid inside the program */
        if (len == 4) {
            memcpy(to + at, s + i, 4);
            at += 4;
        } else {
            at = fold_one(to, cp, at);
        }
        i += len;
    }
    if (at && to[at - 1] == ' ')
        at--;
    to[at] = '\0';
    return to;
}

/* ---- order ---- */

static UCollator *vi;

static void open_vi(void)
{
    UErrorCode e = U_ZERO_ERROR;

    vi = ucol_open("vi", &e);
    ASSERT(U_SUCCESS(e)); /* a fault of the installation, seen at the first start */
}

int text_cmp_vi(const char *a, const char *b)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    UErrorCode e = U_ZERO_ERROR;

    /* One collator for the process: comparing does not change it. It is never closed. */
    pthread_once(&once, open_vi);
    UCollationResult r = ucol_strcollUTF8(vi, a, -1, b, -1, &e);
    return r == UCOL_EQUAL || U_FAILURE(e) ? strcmp(a, b) : (int)r;
}

/* ---- small ones ---- */

size_t text_chars(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += (*s & 0xc0) != 0x80;
    return n;
}

bool text_is(const char *s, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(s, *words) == 0)
            return true;
    return false;
}

bool int_parse(const char *s, int64_t *ret)
{
    bool minus = *s == '-';
    uint64_t v = 0, limit = (uint64_t)INT64_MAX + minus;

    s += minus;
    if (!*s || (s[0] == '0' && (s[1] || minus)))
        return false;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || v > (limit - (uint64_t)(*s - '0')) / 10)
            return false;
        v = v * 10 + (uint64_t)(*s - '0');
    }
    *ret = minus ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}

bool id_parse(const char *s, int64_t *ret)
{
    return *s != '-' && int_parse(s, ret) && *ret > 0;
}

const char *int_text(struct arena *a, int64_t v)
{
    struct buf b = { .arena = a };

    buf_int(&b, v);
    return buf_str(&b);
}

const char *text_query(struct ctx *c, const char *words)
{
    enum { MOST_WORDS = 16 }; /* more make a search slower, and not better */
    struct buf b = { .arena = c->arena };
    const char *s = text_fold(c->arena, words);
    bool pg = c->db && db_is_pg(c->db);

    for (int i = 0; *s && i < MOST_WORDS; i++) {
        size_t n = strcspn(s, " ");

        /* A folded word has neither quote nor operator in it. */
        if (pg)
            buf_printf(&b, "%s%.*s:*", i ? " & " : "", (int)n, s);
        else
            buf_printf(&b, "%s\"%.*s\"*", i ? " " : "", (int)n, s);
        s += n + (s[n] == ' ');
    }
    return buf_str(&b);
}

size_t text_split(struct arena *a, const char *s, char by, const char **ret, size_t max)
{
    size_t n = 0;

    for (const char *end; n < max; s = end + 1) {
        end = strchr(s, by);
        size_t len = end ? (size_t)(end - s) : strlen(s);
        const char *field = s;

        trim(&field, &len);
        ret[n++] = arena_strndup(a, field, len);
        if (!end)
            break;
    }
    return n;
}
