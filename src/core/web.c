/* Requests: reading parameters and forms. Dispatch is in web_dispatch.c. */
#include "core/web.h"

#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/text.h"

const char *req_text(const struct req *q, const char *name)
{
    for (size_t i = 0; i < q->params.n; i++)
        if (strcmp(q->params.v[i].name, name) == 0)
            return q->params.v[i].value;
    return "";
}

const char *req_last(const struct req *q, const char *name)
{
    for (size_t i = q->params.n; i-- > 0;)
        if (strcmp(q->params.v[i].name, name) == 0)
            return q->params.v[i].value;
    return "";
}

int64_t req_id(const struct req *q)
{
    int64_t id;

    return id_parse(req_text(q, "id"), &id) ? id : 0;
}

int64_t req_int(const struct req *q, const char *name)
{
    int64_t n;

    return int_parse(req_last(q, name), &n) ? n : 0;
}

const struct upload *req_upload(const struct req *q, const char *field)
{
    for (size_t i = 0; i < q->uploads.n; i++)
        if (strcmp(q->uploads.v[i].field, field) == 0)
            return &q->uploads.v[i];
    return NULL;
}

const char *req_cookie(struct ctx *c, const struct req *q, const char *name)
{
    size_t n = strlen(name);

    for (const char *s = q->cookie; s && *s;) {
        size_t len = strcspn(s, ";");

        if (len > n && strncmp(s, name, n) == 0 && s[n] == '=')
            return arena_strndup(c->arena, s + n + 1, len - n - 1);
        s += len;
        s += strspn(s, "; ");
    }
    return "";
}

struct html_local req_with(struct ctx *c, const struct req *q, const char *name, const char *value)
{
    struct buf b = { .arena = c->arena };
    size_t n = strlen(name);
    char mark = '?';

    buf_text(&b, q->path);
    for (const char *s = q->query ? q->query : ""; *s;) {
        size_t len = strcspn(s, "&");

        if (len && !(strncmp(s, name, n) == 0 && (s[n] == '=' || len == n))) {
            buf_put(&b, &mark, 1);
            buf_put(&b, s, len);
            mark = '&';
        }
        s += len + (s[len] == '&');
    }
    if (value) {
        buf_put(&b, &mark, 1);
        buf_text(&b, name);
        buf_put(&b, "=", 1);
        html_path((struct html){ &b }, value);
    }
    return (struct html_local){ buf_str(&b) };
}

const char *req_problem(const struct req *q, const char *field)
{
    for (size_t i = 0; q->problem && i < q->problem->fields.n; i++)
        if (strcmp(q->problem->fields.v[i].name, field) == 0)
            return q->problem->fields.v[i].message;
    return NULL;
}

static bool is_choice(const char *choices, const char *word)
{
    size_t n = strlen(word);

    for (const char *s = choices; *s; s += strcspn(s, " "), s += strspn(s, " "))
        if (strcspn(s, " ") == n && strncmp(s, word, n) == 0)
            return true;
    return false;
}

static void read_text(struct ctx *c, const struct input *in, const char *text, void *at)
{
    if (in->min && !*text)
        fail_field(c, in->name, "this is needed");
    else if (strlen(text) < in->min)
        fail_field(c, in->name, "this is too short");
    else if (strlen(text) > in->max)
        fail_field(c, in->name, "this is too long: at most %d letters", (int)in->max);
    memcpy(at, &text, sizeof text);
}

static void read_number(struct ctx *c, const struct input *in, const char *text, int64_t *at)
{
    if (!*text && !in->min)
        *at = 0;
    else if (!*text)
        fail_field(c, in->name, "this is needed");
    else if (in->type == IN_DAY && !day_parse(text, at))
        fail_field(c, in->name, "write the day like 2025-08-28");
    else if (in->type == IN_ID && !id_parse(text, at))
        fail_field(c, in->name, "choose one of the list");
    else if (in->type == IN_INT &&
             (!int_parse(text, at) || *at < (int64_t)in->min || *at > (int64_t)in->max))
        fail_field(c, in->name, "write a whole number from %d to %d", (int)in->min, (int)in->max);
}

bool req_read(struct ctx *c, const struct req *q, const struct input *in, size_t n, void *ret)
{
    for (size_t i = 0; i < n; i++) {
        const char *text = req_last(q, in[i].name);
        char *at = (char *)ret + in[i].offset;

        switch (in[i].type) {
        case IN_TEXT: read_text(c, &in[i], text, at); break;
        case IN_DAY:
        case IN_INT:
        case IN_ID: read_number(c, &in[i], text, (int64_t *)(void *)at); break;
        case IN_CHOICE:
            if (*text ? !is_choice(in[i].choices, text) : in[i].min > 0)
                fail_field(c, in[i].name, "choose one of the list");
            memcpy(at, &text, sizeof text);
            break;
        case IN_FILE:
            if (in[i].min && !req_upload(q, in[i].name))
                fail_field(c, in[i].name, "choose a file");
            break;
        }
    }
    return c->err.kind == ERR_NONE;
}

bool res_alive(struct ctx *c, struct res *s)
{
    if (!s->flush || s->flush(s))
        return true;
    return fail(c, ERR_BUSY, "the connection was closed");
}

bool res_flush(struct ctx *c, struct res *s)
{
    return s->body.n < 64 * 1024 || res_alive(c, s);
}

bool web_unchanged(struct ctx *c, const struct req *q, struct res *s)
{
    if (q->method != GET || !s->etag || !*q->if_none_match ||
        !strstr(q->if_none_match, arena_printf(c->arena, "\"%s\"", s->etag)))
        return false;
    s->status = 304;
    s->body.n = 0;
    s->type = NULL;
    return true;
}

void res_header(struct ctx *c, struct res *s, const char *name, const char *value)
{
    *LIST_PUSH(c->arena, &s->headers) = (struct param){ name, value };
}

bool web_see_other(struct res *s, const char *path)
{
    s->status = 303;
    s->location = path;
    return true;
}
