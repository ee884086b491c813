#include "core/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 16 * 1024, KEEP = 128 * 1024, ALIGN = 16, MAGIC = 0x41524e41 };

struct block {
    struct block *next;
    size_t used, size;
    _Alignas(ALIGN) char mem[];
};

struct cleanup {
    struct cleanup *next;
    void (*fn)(void *);
    void *arg;
};

struct arena {
    uint32_t magic;
    size_t total, limit;
    size_t first;         /* size of the first block: what the work before this one took */
    struct block *blocks; /* newest first; the last one is the first that was made */
    struct cleanup *cleanups;
};

_Noreturn void assert_failed(const char *belief, const char *file, int line)
{
    fprintf(stderr, "%s:%d: wrong belief: %s\n", file, line, belief);
    abort();
}

struct arena *arena_new(size_t limit)
{
    struct arena *a = calloc(1, sizeof *a);

    ASSERT(a);
    a->magic = MAGIC;
    a->limit = limit;
    a->first = BLOCK;
    return a;
}

static void run_cleanups(struct arena *a)
{
    ASSERT(a->magic == MAGIC);
    for (struct cleanup *k = a->cleanups; k; k = k->next)
        k->fn(k->arg);
    a->cleanups = NULL;
}

void arena_free(struct arena **ap)
{
    struct arena *a = *ap;

    if (!a)
        return;
    run_cleanups(a);
    for (struct block *b = a->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    a->magic = 0;
    free(a);
    *ap = NULL;
}

void arena_reset(struct arena *a)
{
    struct block *b = a->blocks;

    run_cleanups(a);
    if (b && !b->next && b->size <= KEEP) {
        b->used = 0;
        return;
    }
    /* Work of one kind takes about the same each time: the next round gets one block. */
    a->first = a->total <= KEEP ? a->total : BLOCK;
    for (struct block *next; b; b = next) {
        next = b->next;
        free(b);
    }
    a->blocks = NULL;
    a->total = 0;
}

size_t arena_used(const struct arena *a)
{
    return a->total;
}

static size_t rounded(size_t size)
{
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static void add_block(struct arena *a, size_t size)
{
    size_t least = a->blocks ? (a->total / 8 > KEEP ? KEEP : BLOCK) : a->first;
    size_t room = size > least ? size : least;
    struct block *b = malloc(sizeof *b + room);

    a->total += room;
    /* The edges bound bodies and queries bound their rows, so a request
     * that passes the limit is a bug, not a large request. */
    ASSERT(b && a->total <= a->limit);
    *b = (struct block){ .next = a->blocks, .size = room };
    a->blocks = b;
}

void *arena_room(struct arena *a, size_t size)
{
    ASSERT(a->magic == MAGIC && size <= a->limit);
    size = rounded(size);
    if (!a->blocks || a->blocks->size - a->blocks->used < size)
        add_block(a, size);
    void *p = a->blocks->mem + a->blocks->used;
    a->blocks->used += size;
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    return memset(arena_room(a, size), 0, size);
}

void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
{
    struct block *b = a->blocks;
    size_t had = rounded(old_size), more = rounded(new_size) - had;

    ASSERT(new_size >= old_size);
    if (old && (char *)old + had == b->mem + b->used && b->size - b->used >= more) {
        b->used += more;
        return old;
    }
    void *p = arena_room(a, new_size);
    if (old_size)
        memcpy(p, old, old_size);
    return p;
}

void arena_give_back(struct arena *a, void *old, size_t size)
{
    struct block *b = a->blocks;

    if (old && (char *)old + rounded(size) == b->mem + b->used)
        b->used -= rounded(size);
}

void list_reserve(struct arena *a, void *address_of_v, size_t n, size_t *cap, size_t size)
{
    void *v;

    if (n < *cap)
        return;
    memcpy(&v, address_of_v, sizeof v);
    v = arena_grow(a, v, *cap * size, (*cap * 2 + 4) * size);
    memset((char *)v + n * size, 0, (*cap * 2 + 4 - n) * size);
    *cap = *cap * 2 + 4;
    memcpy(address_of_v, &v, sizeof v);
}

void arena_on_free(struct arena *a, void (*fn)(void *), void *arg)
{
    struct cleanup *k = NEW(a, struct cleanup);

    *k = (struct cleanup){ a->cleanups, fn, arg };
    a->cleanups = k;
}

void *arena_tied(const struct arena *a, void (*fn)(void *))
{
    for (struct cleanup *k = a->cleanups; k; k = k->next)
        if (k->fn == fn)
            return k->arg;
    return NULL;
}

/* Written where it will stand, if there is room; else once more where there is. */
const char *arena_printf(struct arena *a, const char *fmt, ...)
{
    struct block *b = a->blocks;
    char *at = b ? b->mem + b->used : NULL;
    va_list ap;

    va_start(ap, fmt);
    int n = vsnprintf(at, b ? b->size - b->used : 0, fmt, ap);
    va_end(ap);
    ASSERT(n >= 0);
    char *s = arena_room(a, (size_t)n + 1);
    if (s == at)
        return s;
    va_start(ap, fmt);
    vsnprintf(s, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return s;
}

const char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

const char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *copy = arena_room(a, n + 1);

    memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}
