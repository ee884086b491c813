/* catalogue - the translated texts, found by hash; made by tools/po2c from the po files. */
#ifndef CORE_CATALOGUE_H
#define CORE_CATALOGUE_H

#include <string.h>

#include "core/base.h"

struct catalogue_text {
    const char *key, *vi, *de; /* NULL: not translated */
};
extern const struct catalogue_text catalogue[];
extern const size_t n_catalogue;
extern const unsigned short catalogue_slot[]; /* place in catalogue + 1; 0: free */
extern const size_t n_catalogue_slot;         /* a power of two, at most half full */

/* Where a key stands, or the next free slots behind it; also for po2c. */
static inline uint32_t catalogue_hash(const char *s, size_t n)
{
    uint64_t h = n, w = 0;

    for (; n >= 8; s += 8, n -= 8) {
        memcpy(&w, s, 8);
        h = (h ^ w) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    w = 0;
    memcpy(&w, s, n);
    h = (h ^ w) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32);
}

#endif
