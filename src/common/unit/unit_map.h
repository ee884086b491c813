/*
 * unit_map - what a map of units shows, and its picture made here. Only for this slice's files.
 *
 * A map shows the units below one (the provinces of the state, the communes of a province), or
 * a unit with its neighbours. It is a plain picture (SVG) in the page; where there is script,
 * Leaflet makes a map to move about in from the same units as GeoJSON. Who uses keyboard or
 * reader has the table beside it.
 */
#ifndef UNIT_UNIT_MAP_H
#define UNIT_UNIT_MAP_H

#include "common/unit/unit_outline_load.h"
#include "common/unit/unit_view.h"

struct unit_map {
    const struct unit *of; /* of it what lies below; with near: it and its neighbours */
    bool near;
    int64_t on;
    unit_list units;          /* in the order of the list; near: those that have an outline */
    unit_outline_list shapes; /* of those that have one on this day */
    unit_outline_list zones;  /* of the state: special zones, for their names; islands far out */
    struct unit_box box;      /* what is seen first */
    int64_t loaded;           /* newest day of a list that outlines were loaded for; 0: never */
    const char *source;       /* of the outlines, "" if there are none */
};

/* Units of the territory (provinces, districts, communes) right below; the state's plain ones. */
MUST_USE bool unit_map_below(struct ctx *c, const struct unit *of, int64_t on,
                             struct unit_map *ret);
/* The unit and what lies around it, of the same kind. */
MUST_USE bool unit_map_near(struct ctx *c, const struct unit *of, int64_t on, struct unit_map *ret);

/* The picture; hidden from readers. */
struct html_safe unit_map_svg(struct ctx *c, const struct unit_map *m);
/* GeoJSON: a FeatureCollection with bbox; properties code, name, short, kind,
 * outline_of, marked; beside it "places", points with a name. */
void unit_map_json(struct ctx *c, struct json *j, const struct unit_map *m);
struct unit_point unit_map_middle(const struct unit_box *b);
/* "Hà Nội" of "Thành phố Hà Nội": without the list's word for what it is. */
const char *unit_bare_name(const struct unit *u);

bool unit_map_live(void); /* was Leaflet there when the program was built? */
/* The frame around both, for templates. */
struct html_safe unit_map_figure(struct ctx *c, const struct unit_map *m, const char *title);

bool unit_get_map(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_tree(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_outlines(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_outlines(struct ctx *c, const struct req *q, struct res *s);
bool unit_show_outlines(struct ctx *c, const struct req *q, struct res *s);
bool unit_prepare_outlines(struct ctx *c, struct req *q);
enum { UNIT_MAP_INPUTS = 3, UNIT_TREE_INPUTS = 3, UNIT_OUTLINE_INPUTS = 4 };
extern const struct input unit_map_inputs[UNIT_MAP_INPUTS], unit_tree_inputs[UNIT_TREE_INPUTS],
    unit_outline_inputs[UNIT_OUTLINE_INPUTS];

#endif
