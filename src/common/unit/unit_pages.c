/* Routes, rights, the module. */
#include "common/unit/unit_command.h"
#include "common/unit/unit_map.h"
#include "common/unit/unit_release_routes.h"
#include "common/hook/hook.h"
#include "common/unit/unit_feed.h"
#include "common/unit/unit_shapes.h"
#include "common/unit/unit_succession.h"
#include "common/unit/unit_succession_pages.h"
#include "unit_schema.h"

extern const struct sealed unit_choice_sealed, unit_succession_sealed, unit_succession_line_sealed;
extern const struct sealed unit_sealed, unit_fact_sealed, unit_code_sealed, unit_change_sealed,
    unit_release_sealed, unit_release_line_sealed, unit_release_writer_sealed, unit_outline_sealed,
    unit_outline_load_sealed;
static const struct sealed *const sealed[] = { &unit_sealed,
                                               &unit_fact_sealed,
                                               &unit_code_sealed,
                                               &unit_change_sealed,
                                               &unit_release_sealed,
                                               &unit_release_line_sealed,
                                               &unit_release_writer_sealed,
                                               &unit_outline_sealed,
                                               &unit_outline_load_sealed,
                                               &unit_choice_sealed,
                                               &unit_succession_sealed,
                                               &unit_succession_line_sealed };

/* What the pages read by themselves; told here for the API's description and the command line. */
/* clang-format off */
#define LIST_INPUTS                                             \
    { "words", N_("Words"), IN_TEXT, 0, 0, 200, NULL },         \
    { "kind", N_("Kind"), IN_TEXT, 0, 0, 40, NULL },            \
    { "parent", N_("Part of"), IN_TEXT, 0, 0, 60, NULL },       \
    { "system", N_("Code list"), IN_TEXT, 0, 0, 40, NULL },     \
    { "on", N_("Day"), IN_DAY, 0, 0, 0, NULL }
/* clang-format on */
static const struct input all_inputs[] = { LIST_INPUTS };
static const struct input list_inputs[] = { LIST_INPUTS,
                                            { "after", N_("Page"), IN_TEXT, 0, 0, 40, NULL } };
static const struct input page_inputs[] = {
    { "on", N_("Day"), IN_DAY, 0, 0, 0, NULL },
    { "after", N_("Page"), IN_TEXT, 0, 0, 40, NULL },
};
static const struct input mapping_inputs[] = {
    { "from", N_("Day"), IN_DAY, 0, 1, 0, NULL },
    { "to", N_("Day"), IN_DAY, 0, 1, 0, NULL },
    { "kind", N_("Kind"), IN_TEXT, 0, 0, 40, NULL },
};

static const struct input changes_inputs[] = {
    { "release", N_("Release"), IN_ID, 0, 0, 0, NULL },
    { "before", N_("Page"), IN_TEXT, 0, 0, 40, NULL },
};
static const struct input atom_inputs[] = { { "before", N_("Page"), IN_TEXT, 0, 0, 40, NULL } };

static const struct input resolve_inputs[] = {
    { "text", N_("Address"), IN_TEXT, 0, 0, 2000, NULL },
    { "code", N_("Code"), IN_TEXT, 0, 0, 40, NULL },
    { "system", N_("Code list"), IN_TEXT, 0, 0, 40, NULL },
    { "on", N_("Day"), IN_DAY, 0, 0, 0, NULL },
    { "day", N_("Day of the record"), IN_DAY, 0, 0, 0, NULL },
};

static const struct input find_inputs[] = {
    { "what", N_("What happens"), IN_TEXT, 0, 0, 20, NULL },
    { "units", N_("Units, one a line"), IN_TEXT, 0, 0, 20000, NULL },
    { "find", N_("Name or code"), IN_TEXT, 0, 0, 200, NULL },
};
static const struct input line_inputs[] = {
    { "line", N_("Line"), IN_INT, 0, 1, 20000, NULL },
};

static const struct route routes[] = {
    { GET, "/units", unit_get_list, CAP_PUBLIC,
      "Units on a day, by words, kind, parent, code list; as a table all of them",
      .cmd = "unit list", .flags = ROUTE_ETAG | ROUTE_TABLE, LISTED(inputs, list_inputs) },
    { GET, "/units/all", unit_get_all, CAP_PUBLIC, "The whole list of a day as one JSON document",
      .cmd = "unit all", .flags = ROUTE_ETAG | ROUTE_SLOW, LISTED(inputs, all_inputs) },
    { GET, "/units.geojson", unit_get_geojson, CAP_PUBLIC,
      "The whole list of a day as GeoJSON (RFC 7946)", .cmd = "unit geojson",
      .flags = ROUTE_ETAG | ROUTE_SLOW, LISTED(inputs, all_inputs) },
    { GET, "/units/mapping", unit_get_mapping, CAP_PUBLIC,
      "What became of each unit of one day by another", .cmd = "unit mapping",
      .flags = ROUTE_ETAG | ROUTE_SLOW | ROUTE_TABLE, LISTED(inputs, mapping_inputs) },
    { POST, "/units", unit_post_add, "unit.write", "Add a unit below another one",
      .cmd = "unit add", .inputs = unit_add_inputs, .n_inputs = UNIT_ADD_INPUTS,
      .form = unit_show_add },
    { GET, "/units/releases", unit_get_releases, CAP_PUBLIC,
      "Lists of units as they were published; drafts for those who write them",
      .cmd = "release list" },
    { POST, "/units/releases", unit_post_plan, "unit.write", "Begin the draft of the next release",
      .cmd = "release new", .inputs = unit_plan_inputs, .n_inputs = UNIT_PLAN_INPUTS,
      .form = unit_show_releases },
    { GET, "/units/releases/:id", unit_get_release, CAP_PUBLIC,
      "A release with its lines; as a table the lines alone", .cmd = "release show",
      .flags = ROUTE_TABLE },
    { GET, "/units/releases/:id/list", unit_get_release_list, CAP_PUBLIC,
      "The list that a release has put in force; as CSV what its checksum was made of",
      .cmd = "release units", .flags = ROUTE_TABLE },
    { GET, "/units/releases/:id/add", unit_show_add_plan, "unit.write",
      "The form for an operation: what=merge, split, rename, kind, new, dissolve or code",
      LISTED(inputs, find_inputs) },
    { POST, "/units/releases/:id/add", unit_post_add_plan, "unit.write",
      "Write down an operation: all lines that it needs", .cmd = "release add",
      .inputs = unit_add_plan_inputs, .n_inputs = UNIT_ADD_PLAN_INPUTS,
      .form = unit_show_add_plan },
    { GET, "/units/releases/:id/line", unit_show_line, "unit.write",
      "The form for a line of a draft", LISTED(inputs, line_inputs) },
    { POST, "/units/releases/:id/line", unit_post_line, "unit.write",
      "Put a line into a draft, or change one", .cmd = "release line", .inputs = unit_line_inputs,
      .n_inputs = UNIT_LINE_INPUTS, .form = unit_show_line },
    { GET, "/units/releases/:id/lines", unit_show_lines, "unit.write",
      "The form for lines from a file", .cmd = NULL },
    { POST, "/units/releases/:id/lines", unit_post_lines, "unit.write",
      "All lines of a draft anew, from CSV or XLSX; dry=1 says what would be wrong with them",
      .cmd = "release lines", .flags = ROUTE_UPLOAD | ROUTE_LARGE, .inputs = unit_csv_inputs,
      .n_inputs = UNIT_CSV_INPUTS, .prepare = unit_prepare_lines, .form = unit_show_lines },
    { POST, "/units/releases/:id/drop", unit_post_drop, "unit.write", "Drop lines of a draft",
      .cmd = "release drop", .inputs = unit_drop_inputs, .n_inputs = UNIT_DROP_INPUTS,
      .form = unit_show_release },
    { POST, "/units/releases/:id/check", unit_post_check, "unit.write",
      "Carry a draft out, say what is wrong, and take it back", .cmd = "release check" },
    { POST, "/units/releases/:id/approve", unit_post_approve, "unit.approve",
      "Approve a draft that others wrote", .cmd = "release approve", .inputs = unit_seen_inputs,
      .n_inputs = UNIT_SEEN_INPUTS, .form = unit_show_release },
    { GET, "/units/releases/:id/publish", unit_show_publish, "unit.approve",
      "The last look before a draft is published", .cmd = NULL },
    { POST, "/units/releases/:id/publish", unit_post_publish, "unit.approve",
      "Publish an approved draft", .cmd = "release publish", .inputs = unit_seen_inputs,
      .n_inputs = UNIT_SEEN_INPUTS, .form = unit_show_publish },
    { POST, "/units/releases/:id/reject", unit_post_reject, "unit.approve", "Reject a draft",
      .cmd = "release reject", .inputs = unit_reject_inputs, .n_inputs = UNIT_REJECT_INPUTS,
      .form = unit_show_release },
    { GET, "/units/compare", unit_get_compare, CAP_PUBLIC,
      "What differs between the lists of two days or releases", .cmd = "release compare",
      .flags = ROUTE_ETAG | ROUTE_TABLE, .inputs = unit_compare_inputs,
      .n_inputs = UNIT_COMPARE_INPUTS },
    { GET, "/units/resolve", unit_get_resolve, CAP_PUBLIC,
      "The units that an address or a code means", .cmd = "unit resolve", .flags = ROUTE_ETAG,
      LISTED(inputs, resolve_inputs) },
    { POST, "/units/resolve", unit_post_resolve_file, "unit.read",
      "A CSV of addresses, given back with the unit of each", .cmd = "unit resolve file",
      .flags = ROUTE_UPLOAD | ROUTE_READS, .inputs = unit_resolve_file_inputs,
      .n_inputs = UNIT_RESOLVE_FILE_INPUTS },
    { GET, "/units/map", unit_get_map, CAP_PUBLIC,
      "The units below one on the map of a day, or its neighbours; .json is GeoJSON",
      .cmd = "unit map", .flags = ROUTE_ETAG, .inputs = unit_map_inputs,
      .n_inputs = UNIT_MAP_INPUTS },
    { GET, "/units/tree", unit_get_tree, CAP_PUBLIC,
      "The tree of units on a day, one branch unfolded", .cmd = "unit tree", .flags = ROUTE_ETAG,
      .inputs = unit_tree_inputs, .n_inputs = UNIT_TREE_INPUTS },
    { GET, "/units/outlines", unit_get_outlines, "unit.write", "Outlines that are loaded",
      .cmd = "unit outline list" },
    { POST, "/units/outlines", unit_post_outlines, "unit.write",
      "Load the outlines of the units of a day from GeoJSON or TopoJSON",
      .cmd = "unit outline load", .flags = ROUTE_UPLOAD, .inputs = unit_outline_inputs,
      .n_inputs = UNIT_OUTLINE_INPUTS, .form = unit_show_outlines,
      .prepare = unit_prepare_outlines },
    { GET, "/units/changes", unit_get_changes, CAP_PUBLIC,
      "What became of units, what was noted last first; as a table all of it",
      .cmd = "unit changes", .flags = ROUTE_ETAG | ROUTE_TABLE, LISTED(inputs, changes_inputs) },
    { GET, "/units/changes.atom", unit_get_atom, CAP_PUBLIC,
      "Published lists and single changes as an Atom feed (RFC 4287)", .cmd = "unit feed",
      .flags = ROUTE_ETAG, LISTED(inputs, atom_inputs) },
    { GET, "/units/succession", unit_get_succession, "unit.succession",
      "What passes to the successors of units that end, by a day; and the runs that were done",
      .cmd = "succession show", .flags = ROUTE_TABLE, .inputs = unit_succession_inputs,
      .n_inputs = UNIT_SUCCESSION_INPUTS },
    { GET, "/units/succession/:id", unit_get_run, "unit.succession", "A run with what passed on",
      .cmd = "succession run", .flags = ROUTE_TABLE },
    { POST, "/units/succession", unit_post_succession, "unit.approve",
      "Pass on now what is due today", .cmd = "succession carry out", .form = unit_get_succession },
    { POST, "/units/succession/choose", unit_post_choose, "unit.approve",
      "Decide who takes over from a unit that was split or dissolved", .cmd = "succession choose",
      .inputs = unit_choose_inputs, .n_inputs = UNIT_CHOOSE_INPUTS, .form = unit_get_succession },
    { GET, "/units/:unit", unit_get_page, CAP_PUBLIC,
      "A unit (id or code): names, codes, parents, changes, what lies below", .cmd = "unit show",
      .flags = ROUTE_ETAG, LISTED(inputs, page_inputs) },
    { GET, "/units/:unit/change", unit_get_change, "unit.write",
      "The form for a change: what=add, rename or close", .cmd = NULL },
    { POST, "/units/:unit/rename", unit_post_rename, "unit.write",
      "Give a unit a new name from a day on", .cmd = "unit rename", .inputs = unit_rename_inputs,
      .n_inputs = UNIT_RENAME_INPUTS, .form = unit_show_rename },
    { POST, "/units/:unit/close", unit_post_close, "unit.write",
      "Close a unit from a day on, with a successor", .cmd = "unit close",
      .inputs = unit_close_inputs, .n_inputs = UNIT_CLOSE_INPUTS, .form = unit_show_close },
    { GET, "/units/:system/:code", unit_get_code, CAP_PUBLIC,
      "The unit that a code meant on a day; without a day, all that it has meant",
      .cmd = "unit code", .flags = ROUTE_ETAG, LISTED(inputs, page_inputs) },
};

static const struct grant grants[] = {
    { "unit.read", "viewer officer head overseer admin auditor" },
    { "unit.write", "admin" },
    { "unit.approve", "admin" },
    { "unit.succession", "admin auditor" },
};
static const struct nav nav[] = { { N_("Units"), "/units", CAP_PUBLIC, 60 } };

static const struct command commands[] = {
    { "unit", "load | import FOLDER | outlines FILE | check | succession [--on DAY] [--rehearse]",
      "load the list of the npm package or import a whole one, load outlines for the map, check "
      "it, "
      "pass on what is left at closed units (docs/units.md)",
      unit_command },
};

static bool unit_start(struct ctx *c)
{
    hook_may = unit_may_hook;
    return unit_dir_start(c);
}

static bool tick(struct ctx *c)
{
    return unit_dir_tick(c) && unit_succession_tick(c);
}

const struct module unit_module = {
    .name = "unit",
    LISTED(routes, routes),
    LISTED(schema, unit_schema),
    LISTED(sealed, sealed),
    LISTED(grants, grants),
    LISTED(nav, nav),
    LISTED(shapes, shapes),
    LISTED(commands, commands),
    .start = unit_start,
    .stop = unit_dir_stop,
    .tick = tick,
    .check = unit_check,
};
