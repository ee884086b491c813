/* Names, and changes: new units, new names, closings. */
#include "common/unit/unit_history.h"

#include <string.h>

#include "common/unit/unit_dir.h"
#include "unit_sql.h"

/* ---- names ---- */

const char *unit_own_name(struct ctx *c, const struct unit *u)
{
    const char *name = strcmp(c->lang, "en") == 0   ? u->name_en
                       : strcmp(c->lang, "de") == 0 ? u->name_de
                                                    : "";

    return *name ? name : u->name;
}

const char *unit_name(struct ctx *c, int64_t id)
{
    const struct unit *u = id ? unit_get(c, id) : NULL;

    return u ? unit_own_name(c, u) : "–";
}

void unit_json(struct ctx *c, struct json *j, const char *name, const struct unit *u)
{
    if (!u) {
        json_null(j, name);
        return;
    }
    json_open(j, name, '{');
    json_id(j, "id", u->id);
    json_text(j, "code", u->code);
    json_text(j, "name", unit_own_name(c, u));
    json_close(j, '}');
}

const char *unit_name_on(struct ctx *c, int64_t id, int64_t on)
{
    const struct unit *u = unit_on(c, id, on);

    return u ? unit_own_name(c, u) : unit_name(c, id);
}

const char *unit_label(struct ctx *c, int64_t id)
{
    static const char *const before[] = { "Thành phố ", "Tỉnh " };
    const struct unit *u = id ? unit_get(c, id) : NULL;

    if (!u)
        return "–";
    if (strcmp(u->kind, "province") != 0)
        return *u->short_code ? u->short_code : unit_own_name(c, u);
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
    struct unit_write_state_row r;
    bool found;

    if (!unit_write_state(c, &r, &found))
        return false;
    return !found || fail_field(c, "kind", "there is a state already");
}

static bool find_place(struct ctx *c, const struct unit_draft *d, struct place *ret)
{
    struct unit_write_parent_row up;
    bool found;

    *ret = (struct place){ 0 };
    if (strcmp(d->kind, "state") == 0)
        return check_state(c);
    if (!unit_write_parent(c, d->parent, &up, &found))
        return false;
    if (!found)
        return fail_field(c, "parent", "there is no such unit");
    if (d->from < up.since)
        return fail_field(c, "parent", "this unit did not exist yet on that day");
    if (up.until && up.until <= d->from)
        return fail_field(c, "parent", "this unit was closed before that day");
    if (up.depth >= 8) /* unit_path() has room for eight */
        return fail_field(c, "parent", "units may lie at most eight levels deep");
    ret->tenant = strcmp(up.kind, "state") == 0 ? 0 : up.tenant;
    return true;
}

static bool check_code(struct ctx *c, const char *system, const char *code, int64_t from,
                       int64_t until)
{
    struct unit_write_code_holder_row r;
    bool found;

    if (!*code || !*system)
        return true;
    if (!unit_write_code_holder(c, system, code, from, until, &r, &found))
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

static const char *word(const char *s)
{
    return s ? s : "";
}

static bool insert(struct ctx *c, const struct unit_draft *d, int64_t tenant, int64_t id)
{
    return unit_write_insert(c, id, tenant ? tenant : id, d->from) && unit_seal(c, id) &&
           unit_write_fact(c, id, d->from, d->kind, d->parent, d->short_code, d->name, d->name_en,
                           d->name_de, d->type) &&
           unit_fact_seal(c, id, d->from) && unit_write_reach(c, id, d->parent) &&
           (!*d->code || unit_add_code(c, id, d->system, d->code, d->from, 0));
}

bool unit_add_code(struct ctx *c, int64_t id, const char *system, const char *code, int64_t from,
                   int64_t until)
{
    int64_t row = new_id(c);

    if (until && until <= from)
        return fail_field(c, "until", "a code ends after the day on which it began");
    return check_code(c, system, code, from, until) &&
           unit_write_code(c, row, id, system, code, from, until) && unit_code_seal(c, row) &&
           unit_dir_change(c);
}

bool unit_add(struct ctx *c, const struct unit_draft *draft, int64_t *ret_id)
{
    struct unit_draft d = { word(draft->system),  word(draft->code),    word(draft->short_code),
                            word(draft->kind),    word(draft->type),    word(draft->name),
                            word(draft->name_en), word(draft->name_de), draft->parent,
                            draft->from };
    struct place p = { 0 };
    int64_t id = new_id(c);
    bool words = check_words(c, &d), place = find_place(c, &d, &p);

    if (!check_code(c, d.system, d.code, d.from, 0) || !words || !place)
        return false;
    if (!insert(c, &d, p.tenant, id) || !unit_dir_change(c))
        return false;
    *ret_id = id;
    return true;
}

static bool close_codes(struct ctx *c, int64_t id, int64_t until)
{
    unit_write_open_codes_rows r = { 0 };

    if (!unit_write_open_codes(c, id, &r))
        return false;
    for (size_t i = 0; i < r.n; i++)
        if (!unit_write_close_code(c, r.v[i].id, until) || !unit_code_seal(c, r.v[i].id))
            return false;
    return true;
}

static bool find_open(struct ctx *c, int64_t id, struct unit_write_one_row *ret)
{
    bool found;

    if (!unit_write_one(c, id, ret, &found))
        return false;
    if (!found)
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    return !ret->until || fail(c, ERR_CONFLICT, "the unit is closed already");
}

static bool exists_on(struct ctx *c, int64_t id, int64_t on, bool *ret)
{
    struct unit_write_one_row u;
    bool found;

    if (!unit_write_one(c, id, &u, &found))
        return false;
    *ret = found && u.since <= on && (!u.until || on < u.until);
    return true;
}

static bool check_successor(struct ctx *c, int64_t id, int64_t until, int64_t successor)
{
    bool fits = true;

    if (successor && !exists_on(c, successor, until, &fits))
        return false;
    return (fits && successor != id) ||
           fail_field(c, "successor", "the successor must be another unit that exists on that day");
}

/* A closed unit's codes may be given to another from that day on. */
bool unit_close(struct ctx *c, int64_t id, int64_t until, int64_t successor)
{
    struct unit_write_one_row u;

    if (!find_open(c, id, &u))
        return false;
    if (until <= u.since)
        return fail_field(c, "until", "a unit ends after the day on which it began");
    return check_successor(c, id, until, successor) && unit_write_close(c, id, until, successor) &&
           unit_seal(c, id) && close_codes(c, id, until) && unit_dir_change(c);
}

bool unit_succeed(struct ctx *c, int64_t id, int64_t until, int64_t successor)
{
    return check_successor(c, id, until, successor) &&
           unit_write_succeed(c, id, until, successor) && unit_seal(c, id) && unit_dir_change(c);
}

/* ---- from a day on ---- */

static bool check_move(struct ctx *c, int64_t id, int64_t tenant, const struct unit_draft *d)
{
    struct unit_write_below_row r;
    struct unit_write_height_row height;
    struct place p;
    bool below;

    if (!unit_write_below(c, d->parent, id, &r, &below))
        return false;
    if (below)
        return fail_field(c, "parent", "a unit cannot lie below itself");
    if (!find_place(c, d, &p) || !unit_write_height(c, id, d->parent, &height))
        return false;
    if ((p.tenant ? p.tenant : id) != tenant)
        return fail_field(c, "parent",
                          "a unit stays below its root body: close it and add a new one there");
    return height.n <= 8 || fail_field(c, "parent", "units may lie at most eight levels deep");
}

static const char * or (const char *s, const char *present)
{
    return s && *s ? s : present;
}

/* The newest fact with what the draft changes. */
static struct unit_draft altered(const struct unit_write_newest_row *now,
                                 const struct unit_draft *d, int64_t from)
{
    return (struct unit_draft){ .kind = or (d->kind, now->kind),
                                .type = d->type ? d->type : now->type,
                                .parent = d->parent ? d->parent : now->parent,
                                .short_code = or (d->short_code, now->short_code),
                                .name = d->name ? d->name : now->name,
                                .name_en = d->name ? word(d->name_en) : now->name_en,
                                .name_de = d->name ? word(d->name_de) : now->name_de,
                                .from = from };
}

bool (*unit_moved)(struct ctx *c, const struct unit_move *v, size_t n);

static bool move(struct ctx *c, const struct unit_move *m)
{
    if (m->was == m->is)
        return unit_dir_change(c);
    return unit_write_leave(c, m->unit) && unit_write_enter(c, m->unit, m->is) &&
           unit_dir_change(c) && (!unit_moved || unit_moved(c, m, 1));
}

bool unit_alter(struct ctx *c, int64_t id, int64_t from, const struct unit_draft *d)
{
    struct unit_write_one_row u;
    struct unit_write_newest_row now;
    bool found;

    if (!find_open(c, id, &u) || !unit_write_newest(c, id, &now, &found) || !found)
        return false;
    struct unit_draft n = altered(&now, d, from);
    bool moves = n.parent != now.parent;
    if (!*n.name)
        return fail_field(c, "name", "please enter a name");
    if (from <= now.since)
        return fail_field(c, "from",
                          "a change begins after the day on which the present state began");
    if (moves && !check_move(c, id, u.tenant, &n))
        return false;
    return unit_write_fact(c, id, from, n.kind, n.parent, n.short_code, n.name, n.name_en,
                           n.name_de, n.type) &&
           unit_fact_seal(c, id, from) && move(c, &(struct unit_move){ id, now.parent, n.parent });
}

/* ---- what became of it ---- */

static bool check_sides(struct ctx *c, const struct unit_change *h)
{
    bool from = !h->from, to = !h->to;

    if ((!from && !exists_on(c, h->from, h->day - 1, &from)) ||
        (!to && !exists_on(c, h->to, h->day, &to)))
        return false;
    if (!from)
        return fail_field(c, "from", "this unit did not exist on the day before");
    if (!to)
        return fail_field(c, "to", "this unit does not exist on that day");
    return h->from || h->to || fail_field(c, "to", "a change needs a unit");
}

/* Whole to one place, or in parts to several whose shares make at most one. */
static bool check_shares(struct ctx *c, const struct unit_change *h)
{
    unit_write_edges_rows had = { 0 };
    int64_t area = h->area, people = h->population;

    if (h->from && !unit_write_edges(c, h->from, h->day, &had))
        return false;
    for (size_t i = 0; i < had.n; i++) {
        if (had.v[i].unit_to == h->to)
            return fail_field(c, "to", "this change is told already");
        if (h->whole == 1 || had.v[i].whole == 1)
            return fail_field(c, "whole", "a unit that goes whole to one place goes nowhere else");
        area += had.v[i].share_area > 0 ? had.v[i].share_area : 0;
        people += had.v[i].share_population > 0 ? had.v[i].share_population : 0;
    }
    return (area <= 1000000 && people <= 1000000) ||
           fail_field(c, "share", "the shares of a unit's parts make more than the whole");
}

static bool check_change(struct ctx *c, const struct unit_change *h)
{
    bool part = strcmp(h->kind, "split") == 0;

    if (h->whole != -1 && part == (h->whole == 1))
        return fail_field(c, "whole", "a split moves parts; every other change the whole unit");
    return check_sides(c, h) && check_shares(c, h);
}

bool unit_link(struct ctx *c, const struct unit_change *h)
{
    int64_t id = new_id(c);

    return check_change(c, h) &&
           unit_write_link(c, id, h->release, h->day, h->kind, h->from, h->to, h->whole, h->area,
                           h->population, word(h->detail), word(h->act), word(h->clause),
                           word(h->note)) &&
           unit_change_seal(c, id) && unit_dir_change(c);
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
