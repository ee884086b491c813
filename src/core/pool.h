/*
 * pool - a few threads for work that takes long: passwords, exports, large files.
 *
 * The queue is bounded: when it is full the caller answers 503 at once, so that
 * long work can never pile up and take the quick requests down with it.
 */
#ifndef CORE_POOL_H
#define CORE_POOL_H

#include "core/base.h"

struct pool;
struct job { /* part of what the caller keeps; must live until run() has been called */
    void (*run)(struct job *j);
    struct job *next;
};

struct pool *pool_start(size_t threads, size_t queue);
void pool_stop(struct pool **p); /* finishes what waits, then ends the threads */
MUST_USE bool pool_submit(struct pool *p, struct job *j); /* false: full or stopping */
size_t pool_waiting(struct pool *p);

#endif
