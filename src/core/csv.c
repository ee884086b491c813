#include "core/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "core/day.h"
#include "core/text.h"
#include "core/tr.h"

/* ---- in ---- */

struct reader {
    struct ctx *c;
    const char *s, *end;
    char by;
    int64_t line; /* of s */
    struct buf field;
    LIST(const char *) fields; /* of the present line */
};

/* Comma, semicolon or tab: whichever the header line has most of, outside of quotes. */
static char separator(const char *s, const char *end)
{
    static const char by[] = { ',', ';', '\t' };
    size_t n[COUNT(by)] = { 0 }, best = 0;
    bool quoted = false;

    for (; s < end && (quoted || *s != '\n'); s++) {
        quoted ^= *s == '"';
        for (size_t i = 0; i < COUNT(by); i++)
            n[i] += !quoted && *s == by[i];
    }
    for (size_t i = 1; i < COUNT(by); i++)
        if (n[i] > n[best])
            best = i;
    return by[best];
}

static bool wrong(struct reader *r, const char *what)
{
    return fail(r->c, ERR_INPUT, "line %lld, column %lld: %s", (long long)r->line,
                (long long)r->fields.n + 1, tr(r->c->lang, what));
}

static bool at_end_of_line(const struct reader *r)
{
    return r->s == r->end || *r->s == '\n' ||
           (*r->s == '\r' && r->s + 1 < r->end && r->s[1] == '\n');
}

/* Behind the first quote, to behind the last. */
static bool read_quoted(struct reader *r)
{
    for (;;) {
        const char *quote = memchr(r->s, '"', (size_t)(r->end - r->s));

        if (!quote)
            return wrong(r, N_("the quotation mark at the beginning has no end"));
        buf_put(&r->field, r->s, (size_t)(quote - r->s));
        r->s = quote + 1;
        if (r->s == r->end || *r->s != '"')
            break;
        buf_put(&r->field, "\"", 1); /* two of them are one */
        r->s++;
    }
    if (!at_end_of_line(r) && *r->s != r->by)
        return wrong(r, N_("there is text after the closing quotation mark"));
    return true;
}

static bool read_plain(struct reader *r)
{
    const char *from = r->s;

    while (!at_end_of_line(r) && *r->s != r->by && *r->s != '"')
        r->s++;
    if (!at_end_of_line(r) && *r->s == '"')
        return wrong(r, N_("a quotation mark inside a field; the whole field must be quoted"));
    buf_put(&r->field, from, (size_t)(r->s - from));
    return true;
}

/* What our own export put before a formula sign goes again. */
static size_t guard(const char *s, size_t n)
{
    size_t i = 0;

    while (i < n && s[i] == '\'')
        i++;
    return i > 0 && i < n && strchr("=+-@\t", s[i]) ? 1 : 0;
}

static bool read_field(struct reader *r)
{
    const char *text = "";

    r->field.n = 0;
    bool quoted = r->s < r->end && *r->s == '"';
    r->s += quoted;
    if (!(quoted ? read_quoted(r) : read_plain(r)))
        return false;
    const char *s = r->field.n ? r->field.p : "";
    size_t skip = guard(s, r->field.n);
    if (!text_clean(r->c->arena, s + skip, r->field.n - skip, &text))
        return wrong(r, N_("not readable as text; save the file as CSV in UTF-8"));
    *LIST_PUSH(r->c->arena, &r->fields) = text;
    return true;
}

static bool read_line(struct reader *r, csv_lines *ret)
{
    const char *from = r->s;

    r->fields.v = NULL;
    r->fields.n = r->fields.cap = 0;
    if (!read_field(r))
        return false;
    while (r->s < r->end && *r->s == r->by) {
        r->s++;
        if (!read_field(r))
            return false;
    }
    size_t had = ret->n ? ret->v[0].n : r->fields.n;
    bool empty = r->fields.n == 1 && r->fields.v[0][0] == '\0';
    if (!empty && r->fields.n != had)
        return fail(r->c, ERR_INPUT, "line %lld has %lld columns, but the first line has %lld",
                    (long long)r->line, (long long)r->fields.n, (long long)had);
    if (!empty)
        *LIST_PUSH(r->c->arena, ret) = (struct csv_line){ r->line, r->fields.n, r->fields.v };
    if (r->s < r->end)
        r->s += 1 + (*r->s == '\r');
    for (; from < r->s; from++)
        r->line += *from == '\n';
    return true;
}

/* Behind the mark of UTF-8, if there is one. */
static bool begin_text(struct ctx *c, const char **s, const char *end)
{
    size_t n = (size_t)(end - *s);

    if (n >= 2 && (memcmp(*s, "\xff\xfe", 2) == 0 || memcmp(*s, "\xfe\xff", 2) == 0 ||
                   memcmp(*s, "PK", 2) == 0))
        return fail(c, ERR_INPUT, "this is not a CSV file in UTF-8; save it as CSV UTF-8");
    if (n >= 3 && memcmp(*s, "\xef\xbb\xbf", 3) == 0)
        *s += 3;
    return true;
}

bool csv_read(struct ctx *c, const char *s, size_t n, size_t max, csv_lines *ret)
{
    struct reader r = { .c = c, .s = s, .end = s + n, .line = 1, .field.arena = c->arena };

    if (!begin_text(c, &r.s, r.end))
        return false;
    r.by = separator(r.s, r.end);
    while (r.s < r.end) {
        if (!read_line(&r, ret))
            return false;
        if (ret->n > max)
            return fail(c, ERR_INPUT, "the file has more than %lld lines", (long long)max);
    }
    return true;
}

/* ---- in, from a file ---- */

enum { WINDOW = 256 * 1024 }; /* and the longest line */

struct csv_file {
    int fd;
    char by;
    bool begun, ended; /* ended: nothing more to read */
    int64_t line;
    const char *at;
    size_t n; /* bytes from at on */
    char window[WINDOW];
};

static void close_file(void *arg)
{
    close(((struct csv_file *)arg)->fd);
}

bool csv_open(struct ctx *c, const char *path, struct csv_file **ret)
{
    struct csv_file *f = NEW(c->arena, struct csv_file);

    f->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (f->fd < 0)
        return fail_system(c, strerror(errno), "a file could not be read or written");
    arena_on_free(c->arena, close_file, f);
    f->at = f->window;
    f->line = 1;
    *ret = f;
    return true;
}

/* More of the file behind what is left of the window. */
static bool fill(struct ctx *c, struct csv_file *f)
{
    memmove(f->window, f->at, f->n);
    f->at = f->window;
    while (f->n < WINDOW && !f->ended) {
        ssize_t n = read(f->fd, f->window + f->n, WINDOW - f->n);

        if (n < 0 && errno != EINTR)
            return fail_system(c, strerror(errno), "a file could not be read or written");
        f->ended = n == 0;
        f->n += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* Behind the end of the first line of the window; NULL: it does not end there. */
static const char *line_end(const struct csv_file *f)
{
    bool quoted = false;

    for (const char *s = f->at, *end = s + f->n; s < end; s++) {
        quoted ^= *s == '"';
        if (*s == '\n' && !quoted)
            return s + 1;
    }
    return f->ended ? f->at + f->n : NULL;
}

static bool begin_file(struct ctx *c, struct csv_file *f)
{
    const char *s = f->window;

    f->begun = true;
    if (!fill(c, f) || !begin_text(c, &s, s + f->n))
        return false;
    f->n -= (size_t)(s - f->at);
    f->at = s;
    f->by = separator(s, s + f->n);
    return true;
}

bool csv_next(struct ctx *c, struct csv_file *f, struct csv_line *ret)
{
    *ret = (struct csv_line){ 0 };
    if (!f->begun && !begin_file(c, f))
        return false;
    while (f->n || !f->ended) {
        csv_lines one = { 0 };
        const char *end = line_end(f);

        if (!end && (!fill(c, f) || !(end = line_end(f))))
            return c->err.kind == ERR_NONE && fail(c, ERR_INPUT, "line %lld is longer than %d kB",
                                                   (long long)f->line, WINDOW / 1024);
        struct reader r = {
            .c = c, .s = f->at, .end = end, .by = f->by, .line = f->line, .field.arena = c->arena
        };
        if (f->n && !read_line(&r, &one))
            return false;
        f->n -= (size_t)(end - f->at);
        f->at = end;
        f->line = r.line;
        if (one.n) {
            *ret = one.v[0];
            return true;
        }
    }
    return true;
}

/* ---- out ---- */

struct csv csv_doc(struct ctx *c, struct res *s, const char *filename)
{
    s->status = 200;
    s->type = "text/csv; charset=utf-8";
    s->filename = arena_strdup(c->arena, filename);
    buf_text(&s->body, "\xef\xbb\xbf");
    return (struct csv){ .out = &s->body };
}

static void begin(struct csv *v)
{
    if (v->comma)
        buf_put(v->out, ",", 1);
    v->comma = true;
}

static bool is_formula(const char *s)
{
    s += strspn(s, "'"); /* so that reading takes away what was put, and no more */
    return *s && strchr("=+-@\t\r", *s);
}

void csv_text(struct csv *v, const char *s)
{
    bool formula = is_formula(s);

    begin(v);
    if (!formula && s[strcspn(s, ",;\"\t\r\n")] == '\0' && *s != ' ') {
        buf_text(v->out, s);
        return;
    }
    buf_text(v->out, formula ? "\"'" : "\"");
    for (size_t n; *s; s += n) {
        n = strcspn(s, "\"");
        buf_put(v->out, s, n);
        if (s[n]) {
            buf_put(v->out, "\"\"", 2);
            n++;
        }
    }
    buf_put(v->out, "\"", 1);
}

void csv_int(struct csv *v, int64_t n)
{
    begin(v);
    buf_int(v->out, n);
}

static void put_two(struct buf *b, int n)
{
    buf_char(b, (char)('0' + n / 10));
    buf_char(b, (char)('0' + n % 10));
}

/* As day_text(), but takes no memory: a table of a million rows has some millions of days. */
void csv_day(struct csv *v, int64_t d)
{
    struct civil k = day_civil(d);

    begin(v);
    if (!d)
        return;
    ASSERT(k.year >= 0 && k.year <= 9999); /* what day_parse() takes */
    put_two(v->out, k.year / 100);
    put_two(v->out, k.year % 100);
    buf_char(v->out, '-');
    put_two(v->out, k.month);
    buf_char(v->out, '-');
    put_two(v->out, k.mday);
}

void csv_end(struct csv *v)
{
    buf_put(v->out, "\r\n", 2);
    v->comma = false;
}

/* ---- kept ---- */

const char *csv_keep(struct ctx *c, const csv_lines *lines)
{
    struct buf out = { .arena = c->arena };
    struct csv v = { .out = &out };

    for (size_t i = 0; i < lines->n; i++) {
        csv_int(&v, lines->v[i].line);
        for (size_t k = 0; k < lines->v[i].n; k++)
            csv_text(&v, lines->v[i].field[k]);
        csv_end(&v);
    }
    return buf_str(&out);
}

bool csv_kept(struct ctx *c, const char *text, size_t max, csv_lines *ret)
{
    if (!csv_read(c, text, strlen(text), max, ret))
        return false;
    for (size_t i = 0; i < ret->n; i++) {
        struct csv_line *l = &ret->v[i];

        ASSERT(l->n && int_parse(l->field[0], &l->line));
        l->field++;
        l->n--;
    }
    return true;
}
