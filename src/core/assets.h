/*
 * assets - style sheet, script, pictures: embedded, under an address that holds
 * the hash of the content, so that browsers may keep them for ever.
 */
#ifndef CORE_ASSETS_H
#define CORE_ASSETS_H

#include "core/base.h"

struct asset {
    const char *name, *path, *type; /* "style.css", "/assets/style.3f2a91bc.css", "text/css" */
    struct bytes plain, gzip;       /* gzip.p NULL: does not get smaller */
};
extern const struct asset assets[]; /* made by tools/embed from */
extern const size_t n_assets;       /* each folder's assets/ and the npm packages */

#endif
