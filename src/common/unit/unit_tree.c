/* The tree: state, what lies below it by kind, and one branch unfolded. */
#include <string.h>

#include "common/unit/unit_map.h"
#include "common/unit/unit_web.h"
#include "core/day.h"

struct tree_node {
    const struct unit *u;
    size_t children;
    bool open;
    LIST(struct tree_node) below; /* of an open one */
};
struct tree_group {
    const char *kind;
    LIST(struct tree_node) below;
};
struct tree_view {
    int64_t on;
    const char *counts; /* "34 provinces and cities, 3,321 communes" */
    int64_t open[8];    /* the unfolded unit and what lies above it */
    size_t n_open;
    LIST(struct tree_group) groups;
};
struct tree_input {
    const char *open, *unit;
    int64_t on;
};
const struct input unit_tree_inputs[UNIT_TREE_INPUTS] = {
    TEXT_INPUT(struct tree_input, open, N_("Unfold the unit (id)"), 0, 40),
    DAY_INPUT(struct tree_input, on, N_("On the day"), 0),
    TEXT_INPUT(struct tree_input, unit, N_("Only below the unit (id or code), as JSON"), 0, 40),
};

/* ---- gathering ---- */

static bool is_open(const struct tree_view *v, int64_t id)
{
    for (size_t i = 0; i < v->n_open; i++)
        if (v->open[i] == id)
            return true;
    return false;
}

static struct tree_node node_of(struct ctx *c, const struct tree_view *v, const struct unit *u,
                                int depth)
{
    struct tree_node n = { .u = u, .open = depth < 8 && is_open(v, u->id) };
    unit_list all = { 0 };

    unit_children(c, u->id, v->on, &all);
    n.children = all.n;
    n.open = n.open && all.n > 0;
    for (size_t i = 0; n.open && i < all.n; i++)
        *LIST_PUSH(c->arena, &n.below) = node_of(c, v, all.v[i], depth + 1);
    return n;
}

static void gather(struct ctx *c, struct tree_view *v)
{
    unit_list all = { 0 };

    unit_children(c, unit_state(c), v->on, &all);
    for (size_t k = 0; k < n_unit_kinds; k++) {
        struct tree_group g = { .kind = unit_kinds[k].word };

        for (size_t i = 0; i < all.n; i++)
            if (strcmp(all.v[i]->kind, g.kind) == 0)
                *LIST_PUSH(c->arena, &g.below) = node_of(c, v, all.v[i], 0);
        if (g.below.n)
            *LIST_PUSH(c->arena, &v->groups) = g;
    }
}

static const char *count_kinds(struct ctx *c, int64_t on)
{
    static const char *const kinds[] = { "province", "district", "commune" };
    struct buf b = { .arena = c->arena };

    for (size_t i = 0; i < COUNT(kinds); i++) {
        unit_list all = { 0 };

        unit_of_kind(c, kinds[i], on, &all);
        if (all.n)
            buf_printf(&b, "%s%s %s", b.n ? " · " : "", tr_count(c, (int64_t)all.n),
                       T(all.n == 1 ? unit_kind_name(kinds[i]) : unit_kind_many(kinds[i])));
    }
    return buf_str(&b);
}

/* ---- words for the template ---- */

static const char *tree_tail(struct ctx *c, const struct tree_node *n)
{
    return n->children == 1 ? T("one unit") : TF("%s units", tr_count(c, (int64_t)n->children));
}

/* Provinces are what most people look for; a group with an unfolded unit is open, too. */
static struct html_safe tree_open(const struct tree_view *v, const struct tree_group *g)
{
    bool open = strcmp(g->kind, "province") == 0;

    for (size_t i = 0; i < g->below.n; i++)
        open = open || is_open(v, g->below.v[i].u->id);
    return (struct html_safe){ open ? " open=\"open\"" : "" };
}

static void tree_node_html(struct html h, struct ctx *c, const struct tree_view *v,
                           const struct tree_node *n);
#define tree_children_part tree_children_html
#include "unit_tree.html.h"

/* ---- JSON ---- */

static bool tree_json(struct ctx *c, const struct unit *of, int64_t on, struct res *s)
{
    struct json j = json_doc(s, 200);
    unit_list all = { 0 };

    unit_children(c, of->id, on, &all);
    json_open(&j, NULL, '{');
    json_day(&j, "on", on);
    json_id(&j, "unit", of->id);
    json_open(&j, "children", '[');
    for (size_t i = 0; i < all.n; i++) {
        unit_list below = { 0 };

        unit_children(c, all.v[i]->id, on, &below);
        json_open(&j, NULL, '{');
        json_id(&j, "id", all.v[i]->id);
        json_text(&j, "code", all.v[i]->code);
        json_text(&j, "kind", all.v[i]->kind);
        json_text(&j, "type", all.v[i]->type);
        json_text(&j, "name", all.v[i]->name);
        json_int(&j, "children", (int64_t)below.n);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

/* ---- the route ---- */

static void open_path(struct ctx *c, struct tree_view *v, const struct unit *u)
{
    while (u && v->n_open < COUNT(v->open)) {
        v->open[v->n_open++] = u->id;
        u = u->parent ? unit_dir_on(unit_dir(c), u->parent, v->on) : NULL;
    }
}

bool unit_get_tree(struct ctx *c, const struct req *q, struct res *s)
{
    struct tree_input in = { 0 };
    struct tree_view v = { 0 };
    const struct unit *open = NULL, *of = unit_get(c, unit_state(c));

    if (!req_read(c, q, unit_tree_inputs, UNIT_TREE_INPUTS, &in) ||
        (*in.open && !unit_of_word(c, in.open, &open)) ||
        (*in.unit && !unit_of_word(c, in.unit, &of)))
        return false;
    v.on = in.on ? in.on : c->today;
    if (!of)
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    if (q->face == FACE_JSON)
        return unit_web_same(c, q, s, v.on, NULL) || tree_json(c, of, v.on, s);
    open_path(c, &v, open ? unit_dir_on(unit_dir(c), open->id, v.on) : NULL);
    gather(c, &v);
    v.counts = count_kinds(c, v.on);
    struct html h = page_begin(c, q, s, 200, T("Tree of the units"));
    unit_tree_page_html(h, c, q, &v);
    return page_end(c, h);
}
