/*
 * unit_outline - where units lie: their outlines on the map, by day.
 *
 * The administrator loads them from a file (unit_outline_load.h); the project brings none.
 * An outline is that of a unit as it was in the list of a day. It holds for other days of the
 * same unit, too, as long as no territory came or went in between (merged, split); a change of
 * the name or the kind moves no border. For a day of which none holds there is none: it is
 * never guessed.
 *
 * Coordinates are whole hundred-thousandths of a degree (about a metre), WGS 84. Stored are
 * two pictures of each unit: the full one and a plain one of at most some hundred points, made
 * so that neighbours still fit together. A unit's is read with one query.
 */
#ifndef UNIT_UNIT_OUTLINE_H
#define UNIT_UNIT_OUTLINE_H

#include "common/unit/unit.h"

enum { OUTLINE_PLACES = 5, OUTLINE_DEGREE = 100000 };

struct unit_point {
    int32_t x, y; /* longitude, latitude */
};
struct unit_ring {
    const struct unit_point *v; /* the first point is not repeated as the last */
    size_t n;                   /* at least 3 */
    bool hole;                  /* in the polygon whose outer ring came last */
};
typedef LIST(struct unit_ring) unit_rings;
struct unit_box {
    int32_t west, south, east, north;
};
struct unit_outline {
    int64_t unit, since; /* since: the day of the list that it was loaded for */
    struct unit_box box;
    unit_rings rings; /* outer ones counter-clockwise, holes clockwise (RFC 7946) */
};
typedef LIST(struct unit_outline) unit_outline_list;

enum unit_detail { OUTLINE_FULL, OUTLINE_PLAIN };

/* The outline of a unit as it was on a day; *ret_found says whether there is one. */
MUST_USE bool unit_outline_of(struct ctx *c, int64_t unit, int64_t on, enum unit_detail detail,
                              bool *ret_found, struct unit_outline *ret);
/* Of several units, in their order; those without one are left out. */
MUST_USE bool unit_outlines_of(struct ctx *c, const unit_list *units, int64_t on,
                               enum unit_detail detail, unit_outline_list *ret);
/* The GeoJSON geometry: a Polygon or a MultiPolygon. */
void unit_outline_json(struct json *j, const char *name, const struct unit_outline *o);
struct unit_box unit_box_of(const unit_rings *l);
void unit_box_add(struct unit_box *box, const struct unit_box *more); /* all 0: nothing yet */

/* ---- as it is stored; for loading and tests ---- */

/* Counts, and differences from point to point, as numbers of 7 bits a byte; step: the grid that
 * all points lie on. */
struct bytes unit_outline_pack(struct arena *a, const unit_rings *l, int32_t step);
/* False: it is broken. */
bool unit_outline_unpack(struct arena *a, struct bytes packed, unit_rings *ret);

#endif
