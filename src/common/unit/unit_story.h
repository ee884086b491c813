/*
 * unit_story - the life of one unit: what it was made of, what it became, its names, kinds,
 * parents and codes in time, each with its legal act. For its page. Only for this slice's files.
 */
#ifndef UNIT_UNIT_STORY_H
#define UNIT_UNIT_STORY_H

#include "common/unit/unit_map.h"

struct unit_edge {        /* a unit that went into it, or that it went to */
    const struct unit *u; /* as it was then; NULL: none (created, dissolved) */
    const struct unit_change *by;
};
typedef LIST(struct unit_edge) unit_edges;
struct unit_moment { /* one line of the time table */
    int64_t day;
    int order; /* of what happened on one day */
    const char *what;
    const struct unit *link; /* the other unit; NULL: none */
    const char *act, *clause;
};
struct unit_story {
    const struct unit *u;
    unit_edges before, after;
    LIST(struct unit_moment) moments; /* by day */
    struct unit_map map;              /* as it is now, or was last, with its neighbours */
    int64_t on;                       /* the day of the map */
};

MUST_USE bool unit_story_read(struct ctx *c, const struct unit *u, struct unit_story *ret);
/* Its part of the page. */
struct html_safe unit_story_part(struct ctx *c, const struct unit_story *s);
/* Old units left, new ones right, as wide as their shares; "" when there are too many or none. */
struct html_safe unit_flow_svg(struct ctx *c, const struct unit_story *s);
/* "whole", "a part: 40 % of the area", "a part, share unknown" */
const char *unit_extent_text(struct ctx *c, const struct unit_change *e);

#endif
