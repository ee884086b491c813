/* unit_shapes - what the JSON answers of the units look like; see core/shape.h. For unit_pages.c.
 * That of /units/resolve is kept stable for programs (docs/addresses.md). */
#ifndef UNIT_UNIT_SHAPES_H
#define UNIT_UNIT_SHAPES_H

#include "core/web.h"

/* clang-format off */
static const struct shape shapes[] = {
    { "Unit", "{ id id, code text, system text, short_code text, kind text, name text, name_en text, name_de text, "
      "label text, parent id?, tenant id, from day?, until day?, successor id? }" },
    { "Release", "{ id id, number int, title text, day day?, act text, state text, made_by id?, made_at time?, "
      "decided_by id?, decided_at time?, published_at time?, reason text, checksum text }" },
    { "ReleaseFault", "{ line int, column text, reason text }" },
    { "GET /units", "{ asof day, total int, units [Unit], next text? }" },
    { "GET /units/:unit", "{ unit Unit, codes [{ system text, code text, from day?, until day? }], "
      "names [{ name text, from day?, until day? }], children [Unit] }" },
    { "GET /units/resolve", "{ units [{ code text, name text, kind text, parent text, share number? }], ambiguous bool, "
      "why text, meant? [{ system text, name text, kind text, parent text, from day?, until day? }] }" },
    { "GET /units/releases", "{ releases [Release] }" },
    { "GET /units/compare", "{ from day, to day, differences [{ what text, id id, kind text, before UnitThen?, after UnitThen?, how text, act text, clause text }] }" },
    { "UnitThen", "{ code text, type text, name text, parent id? }" },
    { "POST /units/releases/:id/check", "{ ok bool, faults [ReleaseFault] }" },
    { "POST /units/releases/:id/lines", "{ location? text, ok? bool, faults? [ReleaseFault] }" }, /* ok: dry=1 */
};
/* clang-format on */

#endif
