#include "core/json.h"

#include <string.h>

#include "core/day.h"

void json_string(struct buf *out, const char *s)
{
    buf_put(out, "\"", 1);
    while (*s) {
        size_t n = 0;

        while ((unsigned char)s[n] >= 0x20 && s[n] != '"' && s[n] != '\\')
            n++;
        buf_put(out, s, n);
        s += n;
        if (*s == '"' || *s == '\\')
            buf_put(out, (char[]){ '\\', *s }, 2);
        else if (*s == '\n')
            buf_put(out, "\\n", 2);
        else if (*s)
            buf_printf(out, "\\u%04x", (unsigned)*s);
        else
            break;
        s++;
    }
    buf_put(out, "\"", 1);
}

static void put_name(struct json *j, const char *name)
{
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
    put_name(j, name);
    buf_put(j->out, &bracket, 1);
    j->depth++;
    j->comma = false;
}

void json_close(struct json *j, char bracket)
{
    ASSERT(j->depth > 0);
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
