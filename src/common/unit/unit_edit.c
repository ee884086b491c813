/* Forms that change: a new unit, a new name, the end of a unit. */
#include <string.h>

#include "common/unit/unit_feed.h"
#include "core/day.h"
#include "core/text.h"

#include "unit_form.html.h"

/* ---- inputs ---- */

struct unit_input {
    const char *name, *name_en, *name_de, *short_code, *kind, *system, *code, *parent, *successor;
    int64_t from, until;
};

const struct input unit_add_inputs[UNIT_ADD_INPUTS] = {
    TEXT_INPUT(struct unit_input, name, N_("Name in Vietnamese"), 1, 300),
    TEXT_INPUT(struct unit_input, name_en, N_("Name in English"), 0, 300),
    TEXT_INPUT(struct unit_input, name_de, N_("Name in German"), 0, 300),
    TEXT_INPUT(struct unit_input, short_code, N_("Short code"), 0, 20),
    CHOICE_INPUT(
        struct unit_input, kind, N_("Kind"), 1,
        "state ministry ministerial agency committee party president assembly court procuracy "
        "audit front enterprise province district commune council department"),
    CHOICE_INPUT(struct unit_input, system, N_("Code list"), 0,
                 "own agency province district commune state alias"),
    TEXT_INPUT(struct unit_input, code, N_("Code in this list"), 0, 35),
    TEXT_INPUT(struct unit_input, parent, N_("Part of"), 0, 35),
    DAY_INPUT(struct unit_input, from, N_("First day"), 1),
};
const struct input unit_rename_inputs[UNIT_RENAME_INPUTS] = {
    TEXT_INPUT(struct unit_input, name, N_("Name in Vietnamese"), 1, 300),
    TEXT_INPUT(struct unit_input, name_en, N_("Name in English"), 0, 300),
    TEXT_INPUT(struct unit_input, name_de, N_("Name in German"), 0, 300),
    TEXT_INPUT(struct unit_input, short_code, N_("Short code"), 0, 20),
    DAY_INPUT(struct unit_input, from, N_("First day of the new name"), 1),
};
const struct input unit_close_inputs[UNIT_CLOSE_INPUTS] = {
    DAY_INPUT(struct unit_input, until, N_("First day without it"), 1),
    TEXT_INPUT(struct unit_input, successor, N_("Successor"), 0, 35),
};

/* A unit by its id or code; *ret 0 for an empty word. */
static bool read_unit(struct ctx *c, const char *field, const char *word, int64_t *ret)
{
    const struct unit *u = NULL;
    int64_t id;

    *ret = 0;
    if (!*word)
        return true;
    if (strlen(word) > 5 && id_parse(word, &id))
        u = unit_get(c, id);
    if (!u)
        u = unit_by_code(c, word, c->today);
    if (!u)
        return fail_field(c, field, "there is no such unit");
    *ret = u->id;
    return true;
}

static bool allow(struct ctx *c, int64_t unit)
{
    return unit_may_at(c, "unit.write", unit) ||
           fail(c, ERR_DENIED, "you may not change units there");
}

/* ---- pages ---- */

static bool show(struct ctx *c, const struct req *q, struct res *s, const struct unit *u,
                 const char *title,
                 void (*form)(struct html, struct ctx *, const struct req *, const struct unit *))
{
    struct html h = page_begin(c, q, s, q->problem ? 422 : 200, title);

    unit_form_head_html(h, c, title, u);
    form(h, c, q, u);
    return page_end(c, h);
}

bool unit_show_rename(struct ctx *c, const struct req *q, struct res *s)
{
    const struct unit *u;

    return unit_of_path(c, q, &u) &&
           show(c, q, s, u, T("Give it a new name"), unit_form_rename_html);
}

bool unit_show_close(struct ctx *c, const struct req *q, struct res *s)
{
    const struct unit *u;

    return unit_of_path(c, q, &u) && show(c, q, s, u, T("Close it"), unit_form_close_html);
}

bool unit_show_add(struct ctx *c, const struct req *q, struct res *s)
{
    struct ctx quiet = *c; /* the problem shown is that of the form */
    const struct unit *u;
    int64_t id = 0;

    if (!*req_text(q, "parent"))
        return unit_of_path(c, q, &u) &&
               show(c, q, s, u, T("Add a unit below it"), unit_form_add_html);
    quiet.err = (struct err){ 0 };
    if (!read_unit(&quiet, "parent", req_last(q, "parent"), &id))
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    return show(c, q, s, unit_get(c, id), T("Add a unit below it"), unit_form_add_html);
}

bool unit_get_change(struct ctx *c, const struct req *q, struct res *s)
{
    const char *what = req_text(q, "what");
    const struct unit *u;

    if (!unit_of_path(c, q, &u) || !allow(c, u->id))
        return false;
    if (strcmp(what, "rename") == 0)
        return unit_show_rename(c, q, s);
    if (strcmp(what, "close") == 0)
        return unit_show_close(c, q, s);
    return unit_show_add(c, q, s);
}

/* ---- actions ---- */

/* Subscribers learn of it, and the unit's page shows it. */
static bool note(struct ctx *c, const char *kind, int64_t from, int64_t to, int64_t day)
{
    return unit_note(c, &(struct unit_change){ .day = day,
                                               .kind = kind,
                                               .from = from,
                                               .to = to,
                                               .whole = 1,
                                               .area = -1,
                                               .population = -1 });
}

bool unit_post_add(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_input in = { 0 };
    int64_t parent, id;

    if (!req_read(c, q, unit_add_inputs, UNIT_ADD_INPUTS, &in) ||
        !read_unit(c, "parent", in.parent, &parent))
        return false;
    if (!allow(c, parent ? parent : unit_state(c)))
        return false;
    struct unit_draft d = { .system = *in.code ? (*in.system ? in.system : "own") : "",
                            .code = in.code,
                            .short_code = in.short_code,
                            .kind = in.kind,
                            .name = in.name,
                            .name_en = in.name_en,
                            .name_de = in.name_de,
                            .parent = parent,
                            .from = in.from };
    if (!unit_add(c, &d, &id) || !note(c, "created", 0, id, in.from))
        return false;
    return web_see_other(s, arena_printf(c->arena, "/units/%lld", (long long)id));
}

bool unit_post_rename(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_input in = { 0 };
    const struct unit *u;

    if (!unit_of_path(c, q, &u) || !allow(c, u->id) ||
        !req_read(c, q, unit_rename_inputs, UNIT_RENAME_INPUTS, &in))
        return false;
    struct unit_draft names = {
        .name = in.name, .name_en = in.name_en, .name_de = in.name_de, .short_code = in.short_code
    };
    if (!unit_alter(c, u->id, in.from, &names) || !note(c, "renamed", u->id, u->id, in.from))
        return false;
    return web_see_other(s, arena_printf(c->arena, "/units/%lld", (long long)u->id));
}

bool unit_post_close(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_input in = { 0 };
    const struct unit *u;
    int64_t successor;

    if (!unit_of_path(c, q, &u) || !allow(c, u->id) ||
        !req_read(c, q, unit_close_inputs, UNIT_CLOSE_INPUTS, &in) ||
        !read_unit(c, "successor", in.successor, &successor))
        return false;
    if (!unit_close(c, u->id, in.until, successor) ||
        !note(c, successor ? "merged" : "dissolved", u->id, successor, in.until))
        return false;
    return web_see_other(s, arena_printf(c->arena, "/units/%lld", (long long)u->id));
}
