/* ledger_tile_path - addresses of tiles (C2SP tlog-tiles). Private to the ledger. */
#ifndef LEDGER_LEDGER_TILE_PATH_H
#define LEDGER_LEDGER_TILE_PATH_H

#include "core/base.h"

struct ledger_tile_address {
    int64_t level; /* -1: a bundle of entries */
    int64_t n;
    int64_t width; /* 256: the full tile */
};

/* "0/x001/234.p/17", "entries/000": what follows "tile/". Only the one right spelling. */
MUST_USE bool ledger_tile_parse(const char *path, struct ledger_tile_address *ret);

#endif
