/* catalogue - the translated texts, found by hash; made by tools/po2c from the po files. */
#ifndef CORE_CATALOGUE_H
#define CORE_CATALOGUE_H

#include "core/base.h"

struct catalogue_text {
    const char *key, *vi, *de; /* NULL: not translated */
};
extern const struct catalogue_text catalogue[];
extern const size_t n_catalogue;
extern const unsigned short catalogue_slot[]; /* place in catalogue + 1; 0: free */
extern const size_t n_catalogue_slot;         /* a power of two, at most half full */

#endif
