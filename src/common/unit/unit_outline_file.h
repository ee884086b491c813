/*
 * unit_outline_file - a file of outlines, read strictly: GeoJSON (RFC 7946) or TopoJSON, in
 * degrees (WGS 84). Only for the files of this slice.
 *
 * Taken are a FeatureCollection of Polygon and MultiPolygon, and a Topology whose objects hold
 * them, with or without transform. What is not understood is refused with the number of its
 * feature, counted from 1. Rings come out as unit_outline.h wants them: closed, turned the
 * right way, rounded; those that have no area after rounding are left out.
 */
#ifndef UNIT_UNIT_OUTLINE_FILE_H
#define UNIT_UNIT_OUTLINE_FILE_H

#include "common/unit/unit_outline.h"
#include "core/json_read.h"

/* Points are those of a file, and of what becomes of it; jansson takes 190 bytes for each. */
enum { OUTLINE_FILE_MAX = 64 << 20, OUTLINE_POINTS = 1000000, OUTLINE_FEATURES = 20000 };

struct outline_feature {
    size_t number;
    const struct json_value *id, *properties; /* never NULL; perhaps of no use */
    unit_rings rings;                         /* none: the file gives no geometry */
};
typedef LIST(struct outline_feature) outline_features;

MUST_USE bool unit_outline_read(struct ctx *c, struct bytes file, outline_features *ret);

/* The plain pictures of all of them, one a feature, on a grid of *ret_step: borders that two
 * share are made plain once, so that they still fit. No polygon is lost, however small: a map
 * without an island of the state would be wrong. */
void unit_outline_thin(struct arena *a, const outline_features *l, unit_rings *ret,
                       int32_t *ret_step);

/* ---- pieces ---- */

/* Twice the area, positive when it turns left. */
int64_t unit_outline_area(const struct unit_point *v, size_t n);

struct outline_reader {
    struct ctx *c;
    size_t feature; /* at work */
    size_t points;  /* so far */
    outline_features *ret;
};
typedef LIST(struct unit_point) unit_points;

MUST_USE bool unit_outline_topology(struct outline_reader *r, const struct json_value *root);
/* One position, [longitude, latitude], in degrees. */
MUST_USE bool unit_outline_point(struct outline_reader *r, double x, double y, unit_points *to);
/* The points of a closed ring as the next ring of the feature. */
MUST_USE bool unit_outline_ring(struct outline_reader *r, const unit_points *l, bool hole,
                                unit_rings *to);
/* Begins the next feature. */
MUST_USE bool unit_outline_feature(struct outline_reader *r, const struct json_value *id,
                                   const struct json_value *properties,
                                   struct outline_feature **ret);
/* Each polygon of a Polygon or MultiPolygon by polygon(); null is a feature without geometry. */
MUST_USE bool unit_outline_each(struct outline_reader *r, const struct json_value *geometry,
                                const struct json_value *parts,
                                bool (*polygon)(struct outline_reader *r,
                                                const struct json_value *rings, void *arg),
                                void *arg);

#endif
