#include "core/http_head.h"

#include <string.h>
#include <strings.h>

#include "core/table.h"
#include "core/text.h"

/* ---- framing ---- */

static bool is_name(const char *s, size_t n) /* RFC 9110, 5.6.2: token */
{
    static const char marks[] = "!#$%&'*+-.^_`|~";

    for (size_t i = 0; i < n; i++) {
        char ch = s[i];

        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9')) &&
            (ch == '\0' || !strchr(marks, ch)))
            return false;
    }
    return n > 0;
}

static bool is_value(const char *s)
{
    for (; *s; s++)
        if (((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7f)
            return false;
    return true;
}

static bool read_length(const char *s, uint64_t *ret)
{
    uint64_t v = 0;

    if (!*s)
        return false;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || v > (UINT64_MAX / 2 - 9) / 10)
            return false;
        v = v * 10 + (uint64_t)(*s - '0');
    }
    *ret = v;
    return true;
}

static bool named(const char *name, size_t n, const char *want)
{
    return strlen(want) == n && strncasecmp(name, want, n) == 0;
}

void framing_header(struct framing *f, const char *name, size_t n, const char *value)
{
    f->headers++;
    if (!is_name(name, n) || !is_value(value)) {
        f->faulty = true;
    } else if (named(name, n, "host")) {
        f->hosts++;
        f->faulty |= strcspn(value, "/?#@, \t\\") != strlen(value);
    } else if (named(name, n, "content-length")) {
        f->lengths++;
        f->faulty |= !read_length(value, &f->length);
    } else if (named(name, n, "transfer-encoding")) {
        f->codings++;
        f->faulty |= strcasecmp(value, "chunked") != 0;
    }
}

int framing_fault(const struct framing *f, const char *version)
{
    if (f->headers > HTTP_HEADERS)
        return 431;
    if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0)
        return 505;
    if (f->faulty || f->lengths > 1 || f->codings > 1 || (f->lengths && f->codings))
        return 400;
    /* RFC 9112, 3.2: exactly one; a request of version 1.0 may have none. */
    if (f->hosts > 1 || (f->hosts == 0 && strcmp(version, "HTTP/1.1") == 0))
        return 400;
    /* RFC 9112, 6.1: chunked came with 1.1; from a 1.0 client it is a trick. */
    if (f->codings && strcmp(version, "HTTP/1.0") == 0)
        return 400;
    return 0;
}

/* ---- names and values ---- */

static int hex(char ch)
{
    return ch >= '0' && ch <= '9'   ? ch - '0'
           : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10
           : ch >= 'A' && ch <= 'F' ? ch - 'A' + 10
                                    : -1;
}

/* %41 -> A, and in forms + -> blank; false: a broken sequence, a zero byte, bad text. */
static bool decode(struct ctx *c, const char *s, size_t n, bool plus, const char **ret)
{
    char *t = arena_alloc(c->arena, n + 1);
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '%') {
            int high = i + 2 < n ? hex(s[i + 1]) : -1;
            int low = high >= 0 ? hex(s[i + 2]) : -1;

            if (low < 0)
                return false;
            t[k++] = (char)(high * 16 + low);
            i += 2;
        } else {
            t[k++] = plus && s[i] == '+' ? ' ' : s[i];
        }
        if (t[k - 1] == '\0')
            return false;
    }
    return text_clean(c->arena, t, k, ret);
}

bool http_form(struct ctx *c, const char *s, size_t n, struct req *q)
{
    const char *end = s + n;

    for (size_t pair; s < end; s += pair + 1) {
        const char *stop = memchr(s, '&', (size_t)(end - s));
        struct param p;

        pair = stop ? (size_t)(stop - s) : (size_t)(end - s);
        if (!pair)
            continue;
        const char *equals = memchr(s, '=', pair);
        size_t name = equals ? (size_t)(equals - s) : pair;
        size_t value = equals ? pair - name - 1 : 0;

        if (q->params.n >= HTTP_PARAMS)
            return fail(c, ERR_MALFORMED, "there are more than %d fields", HTTP_PARAMS);
        if (!name || name > 200 || !decode(c, s, name, true, &p.name) || !*p.name ||
            !decode(c, equals ? equals + 1 : "", value, true, &p.value))
            return fail(c, ERR_MALFORMED, "a field is not readable text: only UTF-8 is understood");
        *LIST_PUSH(c->arena, &q->params) = p;
    }
    return true;
}

/* ---- target ---- */

static bool ends(const char *s, size_t n, const char *with)
{
    size_t k = strlen(with);

    return n > k && strncmp(s + n - k, with, k) == 0 && (n == k + 1 || s[n - k - 1] != '/');
}

/* One spelling for each page: no empty segment, no dots that climb, no hidden slash. */
static bool is_sound_path(const char *raw, size_t n, const char *path)
{
    for (size_t i = 0; i + 2 < n; i++)
        if (raw[i] == '%' && (!strncasecmp(raw + i, "%2f", 3) || !strncasecmp(raw + i, "%5c", 3)))
            return false;
    for (const char *s = path; (s = strchr(s, '/')); s++)
        if (s[1] == '/' || (s[1] == '.' && (s[2] == '/' || !s[2] || s[2] == '.')))
            return false;
    return path[0] == '/' && !strchr(path, '\\') && !strchr(path, '\n') && !strchr(path, '\t');
}

bool http_target(struct ctx *c, const char *raw, struct req *q)
{
    size_t n = strcspn(raw, "?");
    const char *path;

    for (const char *s = raw; *s; s++)
        if ((unsigned char)*s <= ' ' || *s == 0x7f || *s == '#')
            return fail(c, ERR_MALFORMED, "the address is not written as it should be");
    if (!decode(c, raw, n, false, &path) || !is_sound_path(raw, n, path) ||
        !text_valid(raw + n, strlen(raw + n)))
        return fail(c, ERR_MALFORMED, "the address is not written as it should be");
    size_t len = strlen(path);
    if (ends(path, len, ".json"))
        q->face = FACE_JSON, len -= 5;
    else if (ends(path, len, ".csv"))
        q->face = FACE_CSV, len -= 4;
    else if (ends(path, len, ".xlsx"))
        q->face = FACE_XLSX, len -= 5;
    q->path = arena_strndup(c->arena, path, len);
    q->query = raw[n] ? arena_strdup(c->arena, raw + n + 1) : "";
    return http_form(c, q->query, strlen(q->query), q);
}

/* ---- lists of media types ---- */

bool http_names(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *s = list; *s;) {
        s += strspn(s, ", \t");
        size_t item = strcspn(s, ","), name = strcspn(s, ",; \t");

        if (name == n && strncasecmp(s, word, n) == 0) {
            const char *rest = s + name;
            size_t left = item - name;

            for (size_t i = 0; i + 2 < left; i++)
                if ((rest[i] == 'q' || rest[i] == 'Q') && rest[i + 1] == '=')
                    return strspn(rest + i + 2, "0.") != left - i - 2;
            return true;
        }
        s += item;
    }
    return false;
}

enum face http_accept(const char *accept, const char *content_type)
{
    if (http_names(accept, "text/html"))
        return FACE_HTML;
    if (http_names(accept, "application/json"))
        return FACE_JSON;
    if (http_names(accept, "text/csv"))
        return FACE_CSV;
    if (http_names(accept, TABLE_XLSX))
        return FACE_XLSX;
    /* A program that sends JSON reads JSON. */
    return http_names(content_type, "application/json") ? FACE_JSON : FACE_HTML;
}

/* ---- who sent it ---- */

/* "https://host:443" of "https://host:443/path": how long? 0: no such address. */
static size_t authority(const char *url, const char **ret_host)
{
    const char *host = strstr(url, "://");

    if (!host)
        return 0;
    *ret_host = host + 3;
    return strcspn(host + 3, "/?#");
}

static bool same_host(const char *origin, const char *host, size_t n)
{
    const char *from;
    size_t len = authority(origin, &from);

    return len > 0 && len == n && strncasecmp(from, host, n) == 0;
}

bool http_same_origin(const struct origin *o)
{
    const char *public_host = NULL;
    size_t n = authority(o->public_url, &public_host);

    if (*o->site) /* browsers set it themselves; pages cannot (Fetch Metadata) */
        return strcmp(o->site, "same-origin") == 0 || strcmp(o->site, "none") == 0;
    if (*o->origin)
        return (*o->host && same_host(o->origin, o->host, strlen(o->host))) ||
               (n && same_host(o->origin, public_host, n));
    return !*o->cookie; /* a program: nothing that a browser would add by itself */
}

const char *http_forwarded(struct ctx *c, const char *list)
{
    const char *last = strrchr(list, ',');
    const char *s = last ? last + 1 : list;

    s += strspn(s, " \t");
    size_t n = strcspn(s, " \t");
    if (n == 0 || n > 60 || strspn(s, "0123456789abcdefABCDEF.:[]") < n)
        return "";
    return arena_strndup(c->arena, s, n);
}
