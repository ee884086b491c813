#include "common/account/account_admin.h"

#include <string.h>

#include "common/account/account_attempt.h"
#include "common/account/account_desk.h"
#include "common/unit/unit.h"
#include "core/pass.h"
#include "core/text.h"
#include "core/tr.h"

#include "account_admin_sql.h"

const char *account_role_name(struct ctx *c, const char *role)
{
    static const char *const names[][2] = {
        { "viewer", N_("Viewer") },       { "officer", N_("Officer") },
        { "head", N_("Head") },           { "overseer", N_("Overseer") },
        { "admin", N_("Administrator") }, { "auditor", N_("Auditor") },
    };

    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(role, names[i][0]) == 0)
            return T(names[i][1]);
    return role;
}

static const int64_t link_ms = (int64_t)3 * 24 * 60 * 60 * 1000;

/* Who has no unit of their own belongs to the state. */
static int64_t home(struct ctx *c, int64_t unit)
{
    return unit ? unit : unit_state(c);
}

/* ---- seeing ---- */

bool account_roles_of(struct ctx *c, int64_t account, account_helds *ret)
{
    account_admin_roles_rows rows = { 0 };

    if (!account_admin_roles(c, account, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct account_admin_roles_row *r = &rows.v[i];

        *LIST_PUSH(c->arena, ret) =
            (struct account_held){ r->id,       r->unit,     r->since_at, r->since_by,
                                   r->until_at, r->until_by, r->role };
    }
    return true;
}

static bool roles_in_words(struct ctx *c, int64_t account, const char **ret)
{
    struct buf b = { .arena = c->arena };
    account_helds held = { 0 };

    if (!account_roles_of(c, account, &held))
        return false;
    for (size_t i = 0; i < held.n; i++)
        if (!held.v[i].until_ms)
            buf_printf(&b, "%s%s, %s", b.n ? "; " : "", account_role_name(c, held.v[i].role),
                       unit_label(c, held.v[i].unit));
    *ret = buf_str(&b);
    return true;
}

bool account_find(struct ctx *c, const char *words, const char *after, account_lines *ret)
{
    account_admin_list_rows rows = { 0 };
    int64_t me = c->actor->id, all = account_may_at(c, "account.read", unit_state(c));
    const char *folded = text_fold(c->arena, words);

    if (*folded ? !account_admin_list_words(c, me, all, after, ACCOUNT_PAGE, folded, &rows)
                : !account_admin_list(c, me, all, after, ACCOUNT_PAGE, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct account_admin_list_row *r = &rows.v[i];
        struct account_line *l = LIST_PUSH(c->arena, ret);

        *l = (struct account_line){ .id = r->id,
                                    .unit = r->unit,
                                    .name = r->name,
                                    .person = r->person,
                                    .closed = r->closed_at != 0 };
        if (!roles_in_words(c, r->id, &l->roles))
            return false;
    }
    return true;
}

static bool may_see(struct ctx *c, const struct account *a, const account_helds *held)
{
    if (account_may_at(c, "account.read", home(c, a->unit)))
        return true;
    for (size_t i = 0; i < held->n; i++)
        if (!held->v[i].until_ms && account_may_at(c, "account.read", held->v[i].unit))
            return true;
    return false;
}

bool account_look(struct ctx *c, int64_t id, struct account *ret)
{
    account_helds held = { 0 };

    if (!account_get(c, id, ret) || !account_roles_of(c, id, &held))
        return false;
    if (!may_see(c, ret, &held)) /* in the words of account_get(), so that nobody can tell */
        return fail(c, ERR_NOT_FOUND, "there is no such record");
    return true;
}

bool account_may_change(struct ctx *c, const struct account *a)
{
    account_helds held = { 0 };

    if (!account_may_at(c, "account.manage", home(c, a->unit)) ||
        !account_roles_of(c, a->id, &held))
        return false;
    for (size_t i = 0; i < held.n; i++)
        if (!held.v[i].until_ms && !account_may_at(c, "account.manage", held.v[i].unit))
            return false;
    return true;
}

/* The account as it is, if this actor may change it and has seen this version. */
static bool take(struct ctx *c, int64_t id, int64_t version, struct account *ret)
{
    if (!account_look(c, id, ret))
        return false;
    if (!account_may_change(c, ret))
        return c->err.kind == ERR_NONE &&
               fail(c, ERR_DENIED, "this account has a role at a unit that you do not administer");
    if (version && ret->version != version)
        return fail(
            c, ERR_CONFLICT,
            "this account was changed in the meantime; look at it again before you change it");
    return true;
}

/* ---- changing ---- */

bool account_open_new(struct ctx *c, const struct account_draft *d, int64_t *ret_id)
{
    if (!account_may_at(c, "account.manage", home(c, d->unit)))
        return fail_field(c, "unit", "you do not administer this unit");
    return account_add(c, d, ret_id);
}

bool account_edit(struct ctx *c, const struct account_edit *e)
{
    struct account a;

    if (!take(c, e->id, e->version, &a))
        return false;
    if (!account_may_at(c, "account.manage", home(c, e->unit)))
        return fail_field(c, "home", "you do not administer this unit");
    return account_update(c, &a, e->person, e->lang, e->unit) && account_changed(c);
}

bool account_let(struct ctx *c, int64_t account, const char *role, int64_t unit)
{
    struct account a;

    if (!account_look(c, account, &a))
        return false;
    if (account == c->actor->id)
        return fail(c, ERR_DENIED,
                    "nobody can grant a role to themselves; ask another administrator");
    if (!account_may_at(c, "account.manage", unit))
        return fail_field(c, "unit", "you do not administer this unit");
    return account_grant(c, account, role, unit);
}

bool account_unlet(struct ctx *c, int64_t account, int64_t role_id)
{
    struct account_admin_role_row r;
    struct account a;

    if (!account_look(c, account, &a) || !account_admin_role(c, role_id, account, &r))
        return false;
    if (!account_may_at(c, "account.manage", r.unit))
        return fail(c, ERR_DENIED, "you do not administer %s", unit_label(c, r.unit));
    return account_revoke(c, account, r.role, r.unit);
}

bool account_end(struct ctx *c, const struct account *a)
{
    return account_shut(c, a, c->now_ms) && account_session_end_others(c, a->id, "") &&
           account_token_revoke_all(c, a->id) && account_admin_link_drop(c, a->id) &&
           account_changed(c);
}

bool account_close(struct ctx *c, int64_t account, int64_t version)
{
    struct account a;

    if (!take(c, account, version, &a))
        return false;
    if (a.closed)
        return fail(c, ERR_CONFLICT, "this account is closed already");
    return account_end(c, &a);
}

bool account_reopen(struct ctx *c, int64_t account, int64_t version)
{
    struct account a;

    if (!take(c, account, version, &a))
        return false;
    if (!a.closed)
        return fail(c, ERR_CONFLICT, "this account is open already");
    return account_shut(c, &a, 0) && account_changed(c);
}

/* ---- passwords of others ---- */

bool account_link_for(struct ctx *c, int64_t account, const char **ret_key)
{
    const char *key = pass_token(c->arena);

    if (!account_admin_link_drop(c, account) ||
        !account_admin_link_insert(c, pass_hash_bytes(c->arena, key), account, c->now_ms,
                                   c->actor->id, c->now_ms + link_ms))
        return false;
    *ret_key = key;
    return true;
}

bool account_link_make(struct ctx *c, int64_t account, const char **ret_key)
{
    struct account a;

    if (!take(c, account, 0, &a))
        return false;
    if (a.closed)
        return fail(c, ERR_CONFLICT, "this account is closed already");
    return account_link_for(c, account, ret_key);
}

bool account_link_open(struct ctx *c, const char *key, struct account *ret)
{
    struct account_admin_link_row r;
    bool found;

    if (!account_admin_link(c, pass_hash_bytes(c->arena, key), c->now_ms, &r, &found))
        return false;
    if (!found)
        return fail(c, ERR_NOT_FOUND,
                    "this link has been used or has ended; ask your administrator for a new one");
    return account_get(c, r.account, ret);
}

bool account_password_set(struct ctx *c, int64_t account, const char *hash, const char *keep)
{
    return account_set_password(c, account, hash) && account_session_end_others(c, account, keep) &&
           account_admin_link_drop(c, account) && account_attempt_forget_places(c, account) &&
           account_changed(c);
}
