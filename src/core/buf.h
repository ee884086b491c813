/*
 * buf - the one growing buffer, under HTML, JSON, CSV and logs.
 *
 * It lives in an arena and is always terminated. Start with { .arena = a }.
 */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include "core/arena.h"

struct buf {
    struct arena *arena;
    char *p;
    size_t n, cap;
};

void buf_put(struct buf *b, const void *s, size_t n);
void buf_text(struct buf *b, const char *s);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_reserve(struct buf *b, size_t more); /* room for so many bytes, plus the end mark */
const char *buf_str(struct buf *b);           /* the text; "" for an empty buffer */

static inline void buf_char(struct buf *b, char ch)
{
    if (b->cap - b->n < 2)
        buf_reserve(b, 1);
    b->p[b->n++] = ch;
    b->p[b->n] = '\0';
}

#endif
