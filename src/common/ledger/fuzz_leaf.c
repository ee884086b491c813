#include <string.h>

#include "common/ledger/ledger_leaf.h"
#include "common/ledger/ledger_tile_path.h"
#include "core/fuzz.h"

/* What is read as a leaf is written exactly as it was read: a leaf has one spelling. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    struct ledger_leaf l;
    struct ledger_tile_address tile;
    struct buf b = { .arena = c.arena };

    if (ledger_leaf_parse(c.arena, (struct bytes){ p, n }, &l)) {
        ledger_leaf_begin(&b, &l);
        for (size_t i = 0; i < l.rows.n; i++)
            ledger_leaf_row(&b, &l.rows.v[i]);
        ledger_leaf_end(&b);
        ASSERT(b.n == n && memcmp(b.p, p, n) == 0);
    }
    if (ledger_tile_parse(arena_strndup(c.arena, (const char *)p, n), &tile))
        ASSERT(tile.n >= 0 && tile.width >= 1 && tile.width <= 256 && tile.level >= -1);
    arena_free(&c.arena);
    return 0;
}
