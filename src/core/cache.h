/*
 * cache - a bounded table of small values that many threads read at once.
 *
 * The key is a hash of 32 bytes, the value a copy. An entry belongs to the generation
 * in which it was read from the database: one of another generation is not found, so a
 * change makes everything older invisible by counting up. An entry that nobody has
 * asked for in idle_ms is not found either. Full sets drop what was unused longest.
 * A look-up takes one lock of 64 and a copy: less than a microsecond.
 */
#ifndef CORE_CACHE_H
#define CORE_CACHE_H

#include "core/arena.h"

struct cache;

struct cache *cache_new(size_t entries, int64_t idle_ms); /* entries: rounded up to eights */
void cache_free(struct cache **k);
/* A copy of the value in the arena, and notes the use; NULL: not there. */
const void *cache_get(struct cache *k, struct arena *a, const unsigned char key[32],
                      int64_t generation, int64_t now_ms);
void cache_put(struct cache *k, const unsigned char key[32], int64_t generation, int64_t now_ms,
               struct bytes value);
/* Calls fn for at most max entries used since they were told last; each then counts as told. */
size_t cache_tell(struct cache *k, size_t max,
                  void (*fn)(void *arg, const unsigned char key[32], int64_t used_ms), void *arg);
size_t cache_count(struct cache *k);

#endif
