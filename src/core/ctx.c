#include "core/ctx.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/app.h"
#include "core/day.h"
#include "core/tr.h"

/* A long text is cut, but not inside a character. */
static void end_whole(char *s)
{
    size_t n = strlen(s), i = n;

    while (i > 0 && n - i < 4 && ((unsigned char)s[i - 1] & 0xc0) == 0x80)
        i--;
    if (i == 0 || (unsigned char)s[i - 1] < 0xc0)
        return;
    size_t len = (unsigned char)s[i - 1] >= 0xf0 ? 4 : (unsigned char)s[i - 1] >= 0xe0 ? 3 : 2;
    if (n - i + 1 < len)
        s[i - 1] = '\0';
}

bool fail_at(struct ctx *c, enum err_kind kind, const char *detail, const char *file, int line,
             const char *fmt, ...)
{
    char text[600];
    va_list ap;

    if (c->err.kind != ERR_NONE)
        return false;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, tr(c->lang, fmt), ap);
    va_end(ap);
    end_whole(text);
    c->err.kind = kind;
    c->err.message = arena_strdup(c->arena, text);
    c->err.detail = detail ? arena_strdup(c->arena, detail) : NULL;
    c->err.file = file;
    c->err.line = line;
    return false;
}

bool fail_field(struct ctx *c, const char *name, const char *fmt, ...)
{
    char text[600];
    va_list ap;

    for (size_t i = 0; i < c->err.fields.n; i++)
        if (strcmp(c->err.fields.v[i].name, name) == 0)
            return false; /* one reason per field is enough */
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, tr(c->lang, fmt), ap);
    va_end(ap);
    end_whole(text);
    *LIST_PUSH(c->arena, &c->err.fields) =
        (struct err_field){ arena_strdup(c->arena, name), arena_strdup(c->arena, text) };
    return fail(c, ERR_INPUT, "some inputs need correction");
}

static const int64_t epoch_ms = 1735689600000; /* 2025-01-01 UTC */

int64_t new_id(struct ctx *c)
{
    /* The clock gives the floor; from there the id counts, running ahead of the
     * clock when more than 4096 ids fall into one millisecond. Where it begins differs
     * between processes, so that the command line and the server do not meet. */
    int64_t floor = ((clock_ms() - epoch_ms) << 12) + c->app->first_of_ms;
    int64_t last = atomic_load(&c->app->last_id), next;

    do
        next = last >= floor ? last + 1 : floor;
    while (!atomic_compare_exchange_weak(&c->app->last_id, &last, next));
    return (next >> 12) << 22 | (int64_t)c->app->node << 12 | (next & 0xfff);
}

int64_t id_ms(int64_t id)
{
    return (id >> 22) + epoch_ms;
}

void ctx_settle(struct ctx *c, const struct settle *kind, const void *item)
{
    void *copy = arena_alloc(c->arena, kind->size);

    memcpy(copy, item, kind->size);
    *LIST_PUSH(c->arena, &c->settled) = (struct settled){ kind, copy };
}
