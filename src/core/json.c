#include "core/json.h"

#include <string.h>

#include "core/day.h"

/* RFC 8259, 7: what must be escaped; 1 for the end and what is written \\u00xx. */
static const char special[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 't', 'n', 1, 1, 'r', 1, 1,           1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1,   1,   1, 1, 1,   1, ['"'] = '"', ['\\'] = '\\'
};

void json_string(struct buf *out, const char *text)
{
    buf_char(out, '"');
    for (const unsigned char *s = (const unsigned char *)text;; s++) {
        const unsigned char *from = s;

        while (!special[*s])
            s++;
        if (s != from)
            buf_put(out, from, (size_t)(s - from));
        if (!*s)
            break;
        if (special[*s] == 1)
            buf_printf(out, "\\u%04x", (unsigned)*s);
        else
            buf_put(out, (char[]){ '\\', special[*s] }, 2);
    }
    buf_char(out, '"');
}

static bool in_object(const struct json *j)
{
    return j->depth > 0 && (j->objects >> (j->depth - 1) & 1);
}

static void put_name(struct json *j, const char *name)
{
    ASSERT((name != NULL) == in_object(j)); /* a name in an object, and only there */
    ASSERT(j->depth > 0 || !j->comma);      /* one outermost value */
    if (j->comma)
        buf_put(j->out, ",", 1);
    j->comma = true;
    if (!name)
        return;
    json_string(j->out, name);
    buf_put(j->out, ":", 1);
}

void json_open(struct json *j, const char *name, char bracket)
{
    ASSERT((bracket == '{' || bracket == '[') && j->depth < 64);
    put_name(j, name);
    buf_put(j->out, &bracket, 1);
    j->depth++;
    j->objects &= ~((uint64_t)1 << (j->depth - 1));
    j->objects |= (uint64_t)(bracket == '{') << (j->depth - 1);
    j->comma = false;
}

void json_close(struct json *j, char bracket)
{
    ASSERT(j->depth > 0 && bracket == (in_object(j) ? '}' : ']'));
    buf_put(j->out, &bracket, 1);
    j->depth--;
    j->comma = true;
}

void json_int(struct json *j, const char *name, int64_t v)
{
    put_name(j, name);
    buf_int(j->out, v);
}

void json_bool(struct json *j, const char *name, bool v)
{
    put_name(j, name);
    buf_text(j->out, v ? "true" : "false");
}

void json_null(struct json *j, const char *name)
{
    put_name(j, name);
    buf_text(j->out, "null");
}

void json_share(struct json *j, const char *name, int64_t per_million)
{
    enum { MILLION = 1000000 };
    char digits[6];
    size_t n = 0;

    if (per_million < 0) {
        json_null(j, name);
        return;
    }
    put_name(j, name);
    buf_int(j->out, per_million / MILLION);
    for (int64_t rest = per_million % MILLION; rest; rest = rest * 10 % MILLION)
        digits[n++] = (char)('0' + rest * 10 / MILLION);
    if (n)
        buf_put(j->out, ".", 1);
    buf_put(j->out, digits, n);
}

void json_decimal(struct json *j, const char *name, int64_t v, int places)
{
    char digits[32], *end = digits + sizeof digits, *s = end;
    uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;

    ASSERT(places >= 0 && places <= 9);
    for (; places > 0 && rest % 10 == 0; places--)
        rest /= 10;
    do {
        *--s = (char)('0' + rest % 10);
        rest /= 10;
        if (--places == 0)
            *--s = '.';
    } while (rest || places >= 0);
    if (v < 0)
        *--s = '-';
    put_name(j, name);
    buf_put(j->out, s, (size_t)(end - s));
}

void json_text(struct json *j, const char *name, const char *v)
{
    put_name(j, name);
    json_string(j->out, v);
}

void json_id(struct json *j, const char *name, int64_t id)
{
    if (!id) {
        json_null(j, name);
        return;
    }
    put_name(j, name);
    buf_put(j->out, "\"", 1);
    buf_int(j->out, id);
    buf_put(j->out, "\"", 1);
}

void json_day(struct json *j, const char *name, int64_t d)
{
    if (d)
        json_text(j, name, day_text(j->out->arena, d));
    else
        json_null(j, name);
}

void json_ms(struct json *j, const char *name, int64_t ms)
{
    if (ms)
        json_text(j, name, ms_text(j->out->arena, ms));
    else
        json_null(j, name);
}
