#include "core/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buf_reserve(struct buf *b, size_t more)
{
    if (b->cap - b->n >= more + 1)
        return;
    size_t cap = b->cap * 2 > b->n + more + 1 ? b->cap * 2 : b->n + more + 512;

    b->p = arena_grow(b->arena, b->p, b->cap, cap);
    b->cap = cap;
}

void buf_put(struct buf *b, const void *s, size_t n)
{
    if (b->cap - b->n <= n)
        buf_reserve(b, n);
    if (n)
        memcpy(b->p + b->n, s, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void buf_text(struct buf *b, const char *s)
{
    buf_put(b, s, strlen(s));
}

void buf_int(struct buf *b, int64_t v)
{
    char t[24];
    size_t i = sizeof t;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    for (; u >= 100; u /= 100) { /* a division for every two digits: ids have nineteen */
        unsigned two = (unsigned)(u % 100);

        t[--i] = (char)('0' + two % 10);
        t[--i] = (char)('0' + two / 10);
    }
    if (u >= 10)
        t[--i] = (char)('0' + u % 10);
    t[--i] = (char)('0' + (u >= 10 ? u / 10 : u));
    if (v < 0)
        t[--i] = '-';
    buf_put(b, t + i, sizeof t - i);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    int n = vsnprintf(b->p ? b->p + b->n : NULL, b->cap - b->n, fmt, ap);
    va_end(ap);
    ASSERT(n >= 0);
    if (b->cap - b->n <= (size_t)n) { /* not all of it had room */
        buf_reserve(b, (size_t)n);
        va_start(ap, fmt);
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
        va_end(ap);
    }
    b->n += (size_t)n;
}

const char *buf_str(struct buf *b)
{
    return b->p ? b->p : "";
}
