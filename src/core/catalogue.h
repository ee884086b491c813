/* catalogue - the translated texts, sorted by key; made by tools/po2c from the po files. */
#ifndef CORE_CATALOGUE_H
#define CORE_CATALOGUE_H

#include "core/base.h"

struct catalogue_text {
    const char *key, *vi, *de; /* NULL: not translated */
};
extern const struct catalogue_text catalogue[];
extern const size_t n_catalogue;

#endif
