/* Names, and changes: new units, new names, closings. */
#include "common/unit/unit.h"

#include <string.h>

#include "common/unit/unit_dir.h"
#include "unit_sql.h"

/* ---- names ---- */

static const char *name_in(const struct unit *u, const char *lang)
{
    const char *name = strcmp(lang, "en") == 0   ? u->name_en
                       : strcmp(lang, "de") == 0 ? u->name_de
                                                 : "";

    return *name ? name : u->name;
}

const char *unit_name(struct ctx *c, int64_t id)
{
    const struct unit *u = id ? unit_get(c, id) : NULL;

    return u ? name_in(u, c->lang) : "–";
}

const char *unit_label(struct ctx *c, int64_t id)
{
    static const char *const before[] = { "Thành phố ", "Tỉnh " };
    const struct unit *u = id ? unit_get(c, id) : NULL;

    if (!u)
        return "–";
    if (strcmp(u->kind, "province") != 0)
        return *u->short_code ? u->short_code : name_in(u, c->lang);
    for (size_t i = 0; i < COUNT(before); i++)
        if (strncmp(u->name, before[i], strlen(before[i])) == 0)
            return u->name + strlen(before[i]);
    return u->name;
}

/* ---- changes ---- */

struct place {
    int64_t tenant; /* 0: the unit is a tenant itself */
};

static bool check_state(struct ctx *c)
{
    struct unit_change_state_row r;
    bool found;

    if (!unit_change_state(c, &r, &found))
        return false;
    return !found || fail_field(c, "kind", "there is a state already");
}

static bool find_place(struct ctx *c, const struct unit_draft *d, struct place *ret)
{
    struct unit_change_parent_row up;
    bool found;

    *ret = (struct place){ 0 };
    if (strcmp(d->kind, "state") == 0)
        return check_state(c);
    if (!unit_change_parent(c, d->parent, &up, &found))
        return false;
    if (!found)
        return fail_field(c, "parent", "there is no such unit");
    if (up.until && up.until <= d->from)
        return fail_field(c, "parent", "this unit was closed before that day");
    if (up.depth >= 8) /* unit_path() has room for eight */
        return fail_field(c, "parent", "units may lie at most eight levels deep");
    ret->tenant = strcmp(up.kind, "state") == 0 ? 0 : up.tenant;
    return true;
}

static bool check_code(struct ctx *c, const char *system, const char *code, int64_t from)
{
    struct unit_change_code_holder_row r;
    bool found;

    if (!*code || !*system)
        return true;
    if (!unit_change_code_holder(c, system, code, from, &r, &found))
        return false;
    return !found || fail_field(c, "code", "the code is taken on that day");
}

static bool check_words(struct ctx *c, const struct unit_draft *d)
{
    bool ok = true;

    if (!*d->name)
        ok = fail_field(c, "name", "please enter a name");
    if (!*d->kind)
        ok = fail_field(c, "kind", "please choose a kind");
    if (*d->code && !*d->system)
        ok = fail_field(c, "code", "a code needs its code system");
    return ok;
}

static bool note_change(struct ctx *c)
{
    if (!unit_change_revision(c))
        return false;
    unit_dir_touch(c);
    return true;
}

static const char *word(const char *s)
{
    return s ? s : "";
}

static bool insert(struct ctx *c, const struct unit_draft *d, int64_t tenant, int64_t id)
{
    return unit_change_insert(c, id, tenant ? tenant : id, d->from) && unit_seal(c, id) &&
           unit_change_fact(c, id, d->from, d->kind, d->parent, d->short_code, d->name, d->name_en,
                            d->name_de) &&
           unit_fact_seal(c, id, d->from) && unit_change_reach(c, id, d->parent) &&
           (!*d->code || unit_add_code(c, id, d->system, d->code, d->from));
}

bool unit_add_code(struct ctx *c, int64_t id, const char *system, const char *code, int64_t from)
{
    int64_t row = new_id(c);

    return check_code(c, system, code, from) && unit_change_code(c, row, id, system, code, from) &&
           unit_code_seal(c, row) && note_change(c);
}

bool unit_add(struct ctx *c, const struct unit_draft *draft, int64_t *ret_id)
{
    struct unit_draft d = { word(draft->system),  word(draft->code), word(draft->short_code),
                            word(draft->kind),    word(draft->name), word(draft->name_en),
                            word(draft->name_de), draft->parent,     draft->from };
    struct place p = { 0 };
    int64_t id = new_id(c);
    bool words = check_words(c, &d), place = find_place(c, &d, &p);

    if (!check_code(c, d.system, d.code, d.from) || !words || !place)
        return false;
    if (!insert(c, &d, p.tenant, id) || !note_change(c))
        return false;
    *ret_id = id;
    return true;
}

static bool close_codes(struct ctx *c, int64_t id, int64_t until)
{
    unit_change_open_codes_rows r = { 0 };

    if (!unit_change_open_codes(c, id, &r))
        return false;
    for (size_t i = 0; i < r.n; i++)
        if (!unit_change_close_code(c, r.v[i].id, until) || !unit_code_seal(c, r.v[i].id))
            return false;
    return true;
}

/* A closed unit's codes may be given to another from that day on. */
bool unit_close(struct ctx *c, int64_t id, int64_t until, int64_t successor)
{
    const struct unit *u = unit_get(c, id), *next = successor ? unit_get(c, successor) : NULL;

    if (!u)
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    if (u->until)
        return fail(c, ERR_CONFLICT, "the unit is closed already");
    if (until <= u->from)
        return fail_field(c, "until", "a unit ends after the day on which it began");
    if (successor && (!next || successor == id || (next->until && next->until <= until)))
        return fail_field(c, "successor",
                          "the successor must be another unit that exists on that day");
    return unit_change_close(c, id, until, successor) && unit_seal(c, id) &&
           close_codes(c, id, until) && note_change(c);
}

bool unit_rename(struct ctx *c, int64_t id, int64_t from, const struct unit_draft *names)
{
    const struct unit *u = unit_get(c, id);
    struct unit_change_newest_row now;
    bool found;

    if (!u)
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    if (u->until)
        return fail(c, ERR_CONFLICT, "the unit is closed already");
    if (!*word(names->name))
        return fail_field(c, "name", "please enter a name");
    if (!unit_change_newest(c, id, &now, &found) || !found)
        return false;
    if (from <= now.since)
        return fail_field(c, "from",
                          "a new name begins after the day on which the present one began");
    return unit_change_fact(c, id, from, now.kind, now.parent,
                            *word(names->short_code) ? names->short_code : now.short_code,
                            names->name, word(names->name_en), word(names->name_de)) &&
           unit_fact_seal(c, id, from) && note_change(c);
}

bool unit_check(struct ctx *c, struct buf *report)
{
    unit_check_reach_rows r = { 0 };

    if (!unit_check_reach(c, &r))
        return false;
    for (size_t i = 0; i < r.n; i++)
        buf_printf(report, "unit_reach: what lies above unit %lld differs from its parents\n",
                   (long long)r.v[i].unit);
    return true;
}
