/*
 * arena - memory that lives exactly as long as one request.
 *
 * Allocate and forget: everything goes at once in arena_free(). Memory is
 * zeroed and never NULL; running out stops the process. A thing that
 * is not memory (statement, file, lock) is tied to the arena by
 * arena_on_free(), so there is one way out of a request and nothing leaks.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include "core/base.h"

struct arena;

struct arena *arena_new(size_t limit);
void arena_free(struct arena **a);        /* newest cleanup first, then *a = NULL */
void arena_reset(struct arena *a);        /* as free and new, keeping the first block: for loops */
size_t arena_used(const struct arena *a); /* bytes taken from the system so far */
void *arena_alloc(struct arena *a, size_t size);
/* For what is written at once, as texts are: its bytes are whatever they were before. */
void *arena_room(struct arena *a, size_t size);
/* More room for old, in its place if it was the last; what is new is not zeroed either. */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size);
/* Takes old back if it was the last: for large work that is done a thousand times in one arena. */
void arena_give_back(struct arena *a, void *old, size_t size);
void arena_on_free(struct arena *a, void (*fn)(void *), void *arg);
void *arena_tied(const struct arena *a, void (*fn)(void *)); /* the newest arg of fn; NULL: none */
const char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
const char *arena_strdup(struct arena *a, const char *s);
const char *arena_strndup(struct arena *a, const char *s, size_t n);

#define NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* A growing array in an arena:  LIST(struct task) list = { 0 };  *LIST_PUSH(a, &list) = t; */
#define LIST(type)     \
    struct {           \
        type *v;       \
        size_t n, cap; \
    }
#define LIST_PUSH(a, l) \
    (list_reserve((a), &(l)->v, (l)->n, &(l)->cap, sizeof *(l)->v), &(l)->v[(l)->n++])
void list_reserve(struct arena *a, void *address_of_v, size_t n, size_t *cap, size_t size);

#endif
