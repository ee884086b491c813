/*
 * Roles at a unit that has ended go on at its successor, from 00:00 of the day in force; who
 * acted for the one acts for the other. Sessions and tokens follow their account. A run that
 * comes later takes effect when it runs: what was done in between was done in the role that
 * was held then.
 */
#include "common/account/account_admin.h"
#include "common/account/account_desk.h"
#include "common/account/account_pass.h"
#include "common/ledger/ledger.h"
#include "common/unit/unit.h"
#include "core/day.h"
#include "core/tr.h"

#include <string.h>

#include "account_pass_sql.h"

extern const struct sealed account_sealed, account_role_sealed; /* account.sql */

static const struct unit_matter_kind kinds[] = {
    { "role", N_("Role") },
    { "home", N_("Person who acts for it") },
};

static bool units(struct ctx *c, int64_t day_, unit_ids *ret)
{
    account_pass_units_rows rows = { 0 };

    if (!account_pass_units(c, day_, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) = rows.v[i].unit;
    return true;
}

static bool items(struct ctx *c, int64_t unit, const struct unit_matter *after, size_t most,
                  unit_matters *ret)
{
    bool homes = after && strcmp(after->kind, "home") == 0;
    account_pass_roles_rows rows = { 0 };

    if (!homes && !account_pass_roles(c, unit, after ? after->id : 0, (int64_t)most, &rows))
        return false;
    size_t roles = rows.n;
    if (roles < most &&
        !account_pass_homes(c, unit, homes ? after->id : 0, (int64_t)(most - roles), &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) =
            (struct unit_matter){ kinds[i < roles ? 0 : 1].word, 0, rows.v[i].id };
    return true;
}

/* 00:00 of the day, if it is that day; never before the role began. */
static int64_t moment_of(struct ctx *c, int64_t day_, int64_t since_at)
{
    int64_t at = c->now_ms;

    if (c->today == day_)
        at = day_ * 86400000 - 7 * 3600000; /* the state's zone, see day_of_ms() */
    return at > since_at ? at : since_at;
}

static bool pass_role(struct ctx *c, const struct unit_handover *h, int64_t id, int64_t *ret_made)
{
    struct account_pass_role_row r;
    struct account_pass_has_row had;
    bool found, held;

    if (!account_pass_role(c, id, &r, &found))
        return false;
    if (!found || r.until_at || r.unit != h->unit)
        return fail(c, ERR_CONFLICT, "this role is not held there any more");
    int64_t at = moment_of(c, h->until, r.since_at);
    if (!account_pass_end(c, id, at, c->actor->id) ||
        !ledger_seal(c, &account_role_sealed, (const int64_t[]){ id }) ||
        !account_pass_has(c, r.account, h->to, r.role, &had, &held))
        return false;
    *ret_made = held ? had.id : new_id(c);
    return (held || (account_pass_begin(c, *ret_made, r.account, h->to, r.role, at, c->actor->id) &&
                     ledger_seal(c, &account_role_sealed, (const int64_t[]){ *ret_made }))) &&
           account_changed(c);
}

static bool pass(struct ctx *c, const struct unit_handover *h, const struct unit_matter *i,
                 int64_t *ret_made)
{
    if (strcmp(i->kind, "role") == 0)
        return pass_role(c, h, i->id, ret_made);
    *ret_made = i->id;
    return account_pass_home(c, i->id, h->unit, h->to) &&
           ledger_seal(c, &account_sealed, (const int64_t[]){ i->id }) && account_changed(c);
}

static void show(struct ctx *c, const struct unit_matter *i, const char **words, const char **path)
{
    struct account_pass_role_row r = { .account = i->id };
    struct account a;
    bool found = true, role = strcmp(i->kind, "role") == 0;

    if (role && (!account_pass_role(c, i->id, &r, &found) || !found))
        return;
    if (!account_look(c, r.account, &a)) {
        if (c->err.kind == ERR_NOT_FOUND) /* not to be seen by this person */
            c->err = (struct err){ 0 };
        return;
    }
    *words =
        role ? arena_printf(c->arena, "%s: %s", account_role_name(c, r.role), a.person) : a.person;
    *path = arena_printf(c->arena, "/accounts/%lld", (long long)a.id);
}

const struct unit_passing account_passing = {
    LISTED(kinds, kinds), .units = units, .items = items, .pass = pass, .show = show,
};
