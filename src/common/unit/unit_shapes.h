/* unit_shapes - what the JSON answers of the units look like; see core/shape.h. For unit_pages.c.
 * That of /units/resolve is kept stable for programs (docs/addresses.md). */
#ifndef UNIT_UNIT_SHAPES_H
#define UNIT_UNIT_SHAPES_H

#include "core/web.h"

/* clang-format off */
static const struct shape shapes[] = {
    { "Unit", "{ id id, system text, code text, kind text, type text, name text, short_code text, name_en text, "
      "name_de text, label text, parent id?, tenant id, from day?, until day?, successor id?, address text }" },
    { "UnitRef", "{ id id, system text, code text, kind text, type text, name text, address text }" },
    { "UnitPart", "{ unit UnitRef, whole bool?, share_area number?, share_population number? }" },
    { "UnitChange", "{ id id, day day, what text, from UnitRef?, to UnitRef?, whole bool?, share_area number?, "
      "share_population number?, detail text, act text, clause text, note text, release id? }" },
    { "UnitWhole", "{ on day, unit Unit, codes [{ system text, code text, reversed? text, from day?, until day? }], "
      "names [{ name text, name_en text, name_de text, from day?, until day? }], "
      "kinds [{ kind text, type text, from day?, until day? }], parents [{ unit UnitRef?, from day?, until day? }], "
      "changes [UnitChange], predecessors [UnitPart], successors [UnitPart], children [UnitRef], "
      "meanings [{ unit UnitRef?, from day, until day? }], takes_over? id?, takes_over_by? text }" },
    { "UnitList", "{ on day, total int, matching int, counts any, units [Unit], next text? }" },
    { "Release", "{ id id, number int, title text, day day?, act text, state text, made_by id?, made_at time?, "
      "decided_by id?, decided_at time?, published_at time?, reason text, checksum text }" },
    { "ReleaseFault", "{ line int, column text, reason text }" },
    { "GET /units", "UnitList" },
    { "GET /units/all", "UnitList" },
    { "GET /units/:unit", "UnitWhole" },
    { "GET /units/:system/:code", "UnitWhole" },
    { "GET /units/mapping", "{ from day, to day, units [{ unit UnitRef, became [UnitPart] }] }" },
    { "GET /units/changes", "{ changes [UnitChange], next text? }" },
    { "GET /units/outlines", "{ outlines [{ day day, kind text, units int, source text, sha256 text, made_at time? }] }" },
    { "POST /units/outlines", "{ property text, features int, kinds [{ kind text, joined int, without [text] }], "
      "left_out [text] }" },
    { "GET /units/changes.atom", "application/atom+xml" },
    { "GET /units.geojson", "application/geo+json" },
    { "GET /units/map", "application/geo+json" },
    { "GET /units/tree", "{ on day, unit id, children [{ id id, code text, kind text, type text, name text, "
      "children int }] }" },
    { "POST /units/resolve", "text/csv" },
    { "GET /units/resolve", "{ units [{ code text, name text, kind text, parent text, share number? }], ambiguous bool, "
      "why text, meant? [{ system text, name text, kind text, parent text, from day?, until day? }] }" },
    { "GET /units/succession", "{ on day, items int, undecided int, "
      "units [{ unit UnitName, until day, successor UnitName?, rule text, proposed UnitName?, items int }], "
      "moves [{ kind text, item id, what text, from id, to id? }], runs [UnitRun] }" },
    { "GET /units/succession/:id", "{ run UnitRun, lines [{ line int, kind text, tenant id?, item id, from UnitName, "
      "to UnitName, rule text, made id?, reason text }], next text? }" },
    { "UnitName", "{ id id, code text, name text }" },
    { "UnitRun", "{ id id, day day, release id?, account id?, started_at time, finished_at time?, moved int, failed int, "
      "checksum text }" },
    { "GET /units/releases", "{ releases [Release] }" },
    { "GET /units/releases/:id", "{ release Release, lines [{ line int, op text, unit text, other text, kind text, "
      "type text, name text, name_en text, name_de text, extent text, share_area text, share_population text, "
      "detail text, clause text, note text }] }" },
    { "GET /units/releases/:id/list", "{ release Release, units [{ code text, kind text, type text, name text, "
      "parent text }] }" },
    { "GET /units/compare", "{ from day, to day, differences [{ what text, id id, kind text, before UnitThen?, after UnitThen?, how text, act text, clause text }] }" },
    { "UnitThen", "{ code text, type text, name text, parent id? }" },
    { "POST /units/releases/:id/check", "{ ok bool, faults [ReleaseFault] }" },
    { "POST /units/releases/:id/lines", "{ location? text, ok? bool, faults? [ReleaseFault] }" }, /* ok: dry=1 */
};
/* clang-format on */

#endif
