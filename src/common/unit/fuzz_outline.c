/* Any bytes as a file of outlines; what is taken is made plain, packed and unpacked again. The
 * same bytes also as a packed outline. */
#include "common/unit/unit_outline_file.h"
#include "core/fuzz.h"

static void check_rings(const unit_rings *l, const unit_rings *again)
{
    ASSERT(l->n == again->n);
    for (size_t i = 0; i < l->n; i++) {
        const struct unit_ring *r = &l->v[i];

        ASSERT(r->n >= 3 && r->n == again->v[i].n && r->hole == again->v[i].hole);
        ASSERT((i > 0 || !r->hole) && (unit_outline_area(r->v, r->n) > 0) == !r->hole);
        for (size_t k = 0; k < r->n; k++)
            ASSERT(r->v[k].x == again->v[i].v[k].x && r->v[k].y == again->v[i].v[k].y);
    }
}

static void pack_again(struct arena *a, const unit_rings *l, int32_t step)
{
    unit_rings again = { 0 };

    if (l->n == 0)
        return;
    ASSERT(unit_outline_unpack(a, unit_outline_pack(a, l, step), &again));
    check_rings(l, &again);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    struct bytes file = { arena_strndup(c.arena, (const char *)p, n), n };
    outline_features l = { 0 };
    unit_rings rings;

    if (unit_outline_read(&c, file, &l)) {
        unit_rings *plain = arena_alloc(c.arena, (l.n + 1) * sizeof *plain);
        int32_t step;

        unit_outline_thin(c.arena, &l, plain, &step);
        for (size_t i = 0; i < l.n; i++) {
            ASSERT((plain[i].n == 0) == (l.v[i].rings.n == 0));
            pack_again(c.arena, &l.v[i].rings, 1);
            pack_again(c.arena, &plain[i], step);
        }
    }
    if (unit_outline_unpack(c.arena, file, &rings))
        ASSERT(rings.n > 0 && !rings.v[0].hole);
    arena_free(&c.arena);
    return 0;
}
