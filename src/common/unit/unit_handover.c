/* Rules of succession. */
#include "common/unit/unit_handover.h"

#include <string.h>

#include "common/ledger/ledger.h"
#include "common/unit/unit_dir.h"
#include "core/text.h"
#include "core/tr.h"
#include "unit_handover_sql.h"

enum { MILLION = 1000000, DEPTH = 8 };

const char *unit_handover_rule_name(const char *rule)
{
    static const char *const names[][2] = {
        { "chosen", N_("an administrator chose it") },
        { "named", N_("the list names it") },
        { "whole", N_("all of it went there") },
        { "level", N_("its level ended; the body above takes over") },
        { "", N_("somebody has to decide") },
    };

    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i][0], rule) == 0)
            return names[i][1];
    return rule;
}

static const struct unit *last_of(const struct unit_dir *d, int64_t unit)
{
    const struct unit_as *a = unit_dir_newest(d, unit);

    return a ? &a->u : NULL;
}

/* ---- the rules ---- */

/* The one unit to which all of it went on that day; 0: it is not so simple. */
static int64_t whole_to(struct ctx *c, const struct unit *u)
{
    unit_changes all = { 0 };
    int64_t to = 0;

    unit_changes_from(c, u->id, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct unit_change *e = all.v[i];

        if (e->day != u->until || !e->to)
            continue;
        if (e->whole != 1 || (to && to != e->to))
            return 0;
        to = e->to;
    }
    return to;
}

/* The only level that a law has ended is the district's. */
static bool level_ended(struct ctx *c, const struct unit *u)
{
    unit_list after = { 0 };

    if (strcmp(u->kind, "district") != 0)
        return false;
    unit_of_kind(c, u->kind, u->until, &after);
    return after.n == 0;
}

static bool find(struct ctx *c, const struct unit *u, int depth, struct unit_handover *ret);

/* The body above, or who has taken over from it by then. */
static bool above(struct ctx *c, const struct unit *u, int depth, int64_t *ret)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit *up = last_of(d, u->parent);
    struct unit_handover h = { 0 };

    while (up && up->until && up->until <= u->until && depth < DEPTH) {
        if (!find(c, up, ++depth, &h))
            return false;
        up = h.to ? last_of(d, h.to) : NULL;
    }
    *ret = up ? up->id : 0;
    return true;
}

static bool is_there(struct ctx *c, int64_t unit, int64_t on)
{
    return unit && unit_dir_on(unit_dir(c), unit, on) != NULL;
}

static void settle(struct unit_handover *h, int64_t to, const char *rule)
{
    h->to = to;
    h->rule = rule;
}

static int64_t main_part(struct ctx *c, const struct unit *u);

static bool find(struct ctx *c, const struct unit *u, int depth, struct unit_handover *ret)
{
    struct unit_choice choice;
    int64_t to, up = 0;

    *ret = (struct unit_handover){ .unit = u->id, .until = u->until, .rule = "" };
    if (!unit_choice_get(c, u->id, &choice))
        return false;
    to = whole_to(c, u);
    if (choice.successor)
        settle(ret, choice.successor, "chosen");
    else if (is_there(c, u->successor, u->until))
        settle(ret, u->successor, "named");
    else if (is_there(c, to, u->until))
        settle(ret, to, "whole");
    else if (level_ended(c, u) && !above(c, u, depth, &up))
        return false;
    else if (up)
        settle(ret, up, "level");
    else
        ret->proposed = main_part(c, u);
    return true;
}

bool unit_handover_of(struct ctx *c, int64_t unit, struct unit_handover *ret)
{
    const struct unit *u = last_of(unit_dir(c), unit);

    if (!u)
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    if (!u->until)
        return fail(c, ERR_CONFLICT, "this unit has not ended");
    return find(c, u, 0, ret);
}

/* ---- the main part ---- */

/* The part whose share is larger than all that the others can have together; 0: none is. */
static int64_t larger_than_the_rest(const unit_parts *parts, bool people)
{
    for (size_t i = 0; i < parts->n; i++) {
        int64_t share = people ? parts->v[i].population : parts->v[i].area;

        if (share > MILLION / 2)
            return parts->v[i].u->id;
    }
    return 0;
}

/* Of known shares of all parts, the largest; of two equal ones none. */
static int64_t largest(const unit_parts *parts, bool people)
{
    int64_t best = 0, to = 0;

    for (size_t i = 0; i < parts->n; i++) {
        int64_t share = people ? parts->v[i].population : parts->v[i].area;

        if (share < 0)
            return larger_than_the_rest(parts, people);
        if (share == best)
            to = 0;
        if (share > best) {
            best = share;
            to = parts->v[i].u->id;
        }
    }
    return to;
}

/* "phường ba dinh" without its type: "ba dinh". */
static const char *bare_name(struct ctx *c, const struct unit *u)
{
    const char *name = text_fold(c->arena, u->name), *type = text_fold(c->arena, u->type);
    size_t n = strlen(type);

    return n && strncmp(name, type, n) == 0 && name[n] == ' ' ? name + n + 1 : name;
}

static int64_t same_name(struct ctx *c, const struct unit *u, const unit_parts *parts)
{
    const char *name = bare_name(c, u);
    int64_t to = 0;

    for (size_t i = 0; i < parts->n; i++) {
        if (strcmp(bare_name(c, parts->v[i].u), name) != 0)
            continue;
        if (to)
            return 0;
        to = parts->v[i].u->id;
    }
    return to;
}

static int64_t main_part(struct ctx *c, const struct unit *u)
{
    unit_parts parts = { 0 };
    int64_t to;

    unit_successors(c, u->id, u->until - 1, u->until, &parts);
    if (parts.n == 1)
        return parts.v[0].u->id;
    to = largest(&parts, true);
    if (!to)
        to = largest(&parts, false);
    return to ? to : same_name(c, u, &parts);
}

void unit_handover_candidates(struct ctx *c, int64_t unit, unit_list *ret)
{
    const struct unit *u = last_of(unit_dir(c), unit);
    unit_parts parts = { 0 };
    int64_t up = 0;

    if (!u || !u->until)
        return;
    unit_successors(c, unit, u->until - 1, u->until, &parts);
    for (size_t i = 0; i < parts.n; i++)
        *LIST_PUSH(c->arena, ret) = parts.v[i].u;
    if (ret->n == 0 && above(c, u, 0, &up) && up)
        unit_children(c, up, u->until, ret);
    if (up && is_there(c, up, u->until))
        *LIST_PUSH(c->arena, ret) = unit_dir_on(unit_dir(c), up, u->until);
}

/* ---- a decision ---- */

bool unit_choice_get(struct ctx *c, int64_t unit, struct unit_choice *ret)
{
    struct unit_handover_chosen_row r;
    bool found;

    *ret = (struct unit_choice){ .unit = unit, .reason = "" };
    if (!unit_handover_chosen(c, unit, &r, &found))
        return false;
    if (found)
        *ret = (struct unit_choice){ unit, r.successor, r.account, r.at_ms, r.reason };
    return true;
}

bool unit_choose(struct ctx *c, int64_t unit, int64_t successor, const char *reason)
{
    const struct unit *u = last_of(unit_dir(c), unit);

    if (!u || !u->until)
        fail_field(c, "unit", "choose a unit that has ended");
    else if (successor == unit || !is_there(c, successor, u->until))
        fail_field(c, "successor", "the successor must be another unit that exists on that day");
    if (!*reason)
        fail_field(c, "reason", "give the reason");
    return c->err.kind == ERR_NONE &&
           unit_handover_choose(c, unit, successor, c->actor->id, c->now_ms, reason) &&
           unit_choice_seal(c, unit);
}
