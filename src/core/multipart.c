#include "core/multipart.h"

#include <string.h>
#include <strings.h>

enum { HEAD_MAX = 4096, BOUNDARY_MAX = 70 /* RFC 2046, 5.1.1 */, WINDOW = 64 * 1024 };

struct multipart {
    struct ctx *c;
    const struct multipart_sink *sink;
    void *arg;
    char delimiter[BOUNDARY_MAX + 8]; /* CR LF -- boundary */
    size_t delimiter_n, n;
    enum { START, AFTER_DELIMITER, HEAD, DATA, OVER } state;
    char window[WINDOW];
};

static bool malformed(struct multipart *m)
{
    return fail(m->c, ERR_MALFORMED, "the form with files is not readable");
}

/* The value of a parameter: name="a b" or name=ab. *ret_n: its length. */
static const char *parameter(const char *s, const char *name, size_t *ret_n)
{
    size_t len = strlen(name);

    while ((s = strchr(s, ';'))) {
        s++;
        s += strspn(s, " \t");
        bool here = strncasecmp(s, name, len) == 0 && s[len] == '=';
        s += strcspn(s, "=;");
        if (*s != '=')
            continue;
        bool quoted = *++s == '"';
        size_t n = quoted ? strcspn(s + 1, "\"") : strcspn(s, "; \t");

        if (quoted && s[1 + n] != '"')
            return NULL;
        if (here) {
            *ret_n = n;
            return s + quoted;
        }
        s += quoted ? n + 2 : n;
    }
    return NULL;
}

struct multipart *multipart_new(struct ctx *c, const char *content_type,
                                const struct multipart_sink *sink, void *arg)
{
    size_t n;
    const char *boundary = parameter(content_type, "boundary", &n);

    if (!boundary || n == 0 || n > BOUNDARY_MAX)
        return NULL;
    struct multipart *m = NEW(c->arena, struct multipart);
    m->c = c;
    m->sink = sink;
    m->arg = arg;
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary, n);
    m->delimiter_n = n + 4;
    /* The first delimiter has no line before it: as if one had ended there. */
    memcpy(m->window, "\r\n", 2);
    m->n = 2;
    return m;
}

static void drop(struct multipart *m, size_t n)
{
    m->n -= n;
    memmove(m->window, m->window + n, m->n);
}

static const char *find(const struct multipart *m, const char *what, size_t n)
{
    return memmem(m->window, m->n, what, n);
}

/* Browsers write " CR LF in names as %22 %0D %0A (HTML, multipart/form-data encoding). */
static const char *unquote(struct arena *a, const char *s, size_t n)
{
    char *t = arena_alloc(a, n + 1);
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        if (n - i >= 3 && strncmp(s + i, "%22", 3) == 0) {
            t[k++] = '"';
            i += 2;
        } else {
            t[k++] = s[i];
        }
    return t;
}

static bool begin_part(struct multipart *m, const char *head)
{
    const char *disposition = NULL, *name, *file;
    size_t n, file_n;

    for (const char *s = head; *s;) {
        size_t line = strcspn(s, "\r\n");
        const char *text = arena_strndup(m->c->arena, s, line);

        if (strncasecmp(text, "content-disposition:", 20) == 0 && !disposition)
            disposition = text + 20 + strspn(text + 20, " \t");
        else if (strncasecmp(text, "content-disposition:", 20) == 0)
            return malformed(m);
        else if (strncasecmp(text, "content-transfer-encoding:", 26) == 0 &&
                 !strcasestr(text, "binary") && !strcasestr(text, "8bit"))
            return malformed(m);
        s += line;
        s += strspn(s, "\r\n");
    }
    if (!disposition || strncasecmp(disposition, "form-data", 9) != 0)
        return malformed(m);
    name = parameter(disposition, "name", &n);
    file = parameter(disposition, "filename", &file_n);
    if (!name || n == 0 || n > 200)
        return malformed(m);
    return m->sink->begin(m->arg, unquote(m->c->arena, name, n),
                          file ? unquote(m->c->arena, file, file_n) : NULL);
}

/* Each step: false: a fault; *ret_wait: more bytes are needed. */
static bool step_delimiter(struct multipart *m, bool *ret_wait)
{
    if (m->state == START) {
        *ret_wait = m->n < m->delimiter_n;
        if (*ret_wait)
            return true;
        if (memcmp(m->window, m->delimiter, m->delimiter_n) != 0)
            return malformed(m);
        drop(m, m->delimiter_n);
        m->state = AFTER_DELIMITER;
        return true;
    }
    *ret_wait = m->n < 2;
    if (*ret_wait)
        return true;
    bool last = memcmp(m->window, "--", 2) == 0;
    if (!last && memcmp(m->window, "\r\n", 2) != 0)
        return malformed(m);
    drop(m, 2);
    m->state = last ? OVER : HEAD;
    return true;
}

static bool step_head(struct multipart *m, bool *ret_wait)
{
    const char *end = find(m, "\r\n\r\n", 4);

    if (!end || end - m->window > HEAD_MAX) {
        *ret_wait = !end && m->n < HEAD_MAX;
        return *ret_wait || malformed(m);
    }
    size_t n = (size_t)(end - m->window);
    if (memchr(m->window, '\0', n))
        return malformed(m);
    const char *head = arena_strndup(m->c->arena, m->window, n);
    /* The line end before the data may be part of a delimiter: an empty part. */
    drop(m, n + 4);
    m->state = DATA;
    return begin_part(m, head);
}

static bool step_data(struct multipart *m, bool *ret_wait)
{
    const char *end = find(m, m->delimiter, m->delimiter_n);
    size_t n = end                      ? (size_t)(end - m->window)
               : m->n >= m->delimiter_n ? m->n - m->delimiter_n + 1
                                        : 0;

    if (n && !m->sink->data(m->arg, m->window, n))
        return false;
    drop(m, n + (end ? m->delimiter_n : 0));
    *ret_wait = !end;
    if (!end)
        return true;
    m->state = AFTER_DELIMITER;
    return m->sink->end(m->arg);
}

static bool digest(struct multipart *m)
{
    for (bool wait = false; !wait;) {
        bool ok = true;

        switch (m->state) {
        case START:
        case AFTER_DELIMITER: ok = step_delimiter(m, &wait); break;
        case HEAD: ok = step_head(m, &wait); break;
        case DATA: ok = step_data(m, &wait); break;
        case OVER:
            m->n = 0;
            wait = true;
            break;
        }
        if (!ok)
            return false;
    }
    return true;
}

bool multipart_feed(struct multipart *m, const char *p, size_t n)
{
    while (n) {
        size_t room = sizeof m->window - m->n;
        size_t take = n < room ? n : room;

        memcpy(m->window + m->n, p, take);
        m->n += take;
        p += take;
        n -= take;
        if (!digest(m))
            return false;
        ASSERT(m->n < sizeof m->window); /* each state leaves less than a head */
    }
    return true;
}

bool multipart_end(struct multipart *m)
{
    return m->state == OVER || malformed(m);
}
