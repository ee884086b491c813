#include "common/account/account.h"

#include <string.h>

#include "common/account/account_desk.h"
#include "common/unit/unit.h"
#include "core/pass.h"
#include "core/text.h"

#include "account_sql.h"

bool account_get(struct ctx *c, int64_t id, struct account *ret)
{
    struct account_one_row r;

    if (!account_one(c, id, &r))
        return false;
    *ret = (struct account){ .id = id,
                             .unit = r.unit,
                             .name = r.name,
                             .person = r.person,
                             .lang = r.lang,
                             .closed = r.closed_at != 0,
                             .has_password = r.has_password != 0,
                             .version = r.version };
    return true;
}

bool account_by_name(struct ctx *c, const char *name, struct account *ret)
{
    struct account_named_row r;
    bool found;

    if (!account_named(c, name, &r, &found))
        return false;
    if (!found)
        return fail(c, ERR_NOT_FOUND, "there is no account %s", name);
    return account_get(c, r.id, ret);
}

/* Histories show many names of few people. */
const char *account_person(struct ctx *c, int64_t id)
{
    struct cache *k = account_desk(c)->persons;
    struct account_person_of_row r;
    unsigned char key[PASS_HASH] = { 0 };
    int64_t now, seen;
    const char *ret;
    bool found;

    if (!id || !account_generation_look(c, &now))
        return "–";
    memcpy(key, &id, sizeof id);
    if ((ret = cache_get(k, c->arena, key, now, c->now_ms)))
        return ret;
    if (!account_generation_read(c, &seen) || !account_person_of(c, id, &r, &found) || !found)
        return "–";
    cache_put(k, key, seen, c->now_ms, (struct bytes){ r.person, strlen(r.person) + 1 });
    return r.person;
}

const char *account_hash(struct ctx *c, const char *password)
{
    const char *hash = pass_word_hash(c->arena, password);

    if (!hash)
        fail(c, ERR_BUSY, "there is not enough memory at the moment; please try again");
    return hash;
}

static bool name_is_good(const char *name)
{
    size_t n = strlen(name);

    return n >= 2 && n <= 40 && name[0] >= 'a' && name[0] <= 'z' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == n;
}

bool account_name_check(struct ctx *c, const char *name)
{
    return name_is_good(name) ||
           fail_field(
               c, "name",
               "2 to 40 small letters without marks, digits, dots or dashes, a letter first");
}

bool account_add(struct ctx *c, const struct account_draft *d, int64_t *ret_id)
{
    const char *lang = d->lang ? d->lang : "", *hash = d->hash ? d->hash : "";
    struct account_named_row had;
    bool taken;
    int64_t id = new_id(c);

    if (!account_name_check(c, d->name))
        return false;
    if (!d->person || !*d->person)
        return fail_field(c, "person", "this is needed");
    if (!account_named(c, d->name, &had, &taken))
        return false;
    if (taken)
        return fail_field(c, "name", "this name is taken");
    const char *folded = text_fold(c->arena, arena_printf(c->arena, "%s %s", d->name, d->person));
    if (!account_insert(c, id, d->name, d->person, folded, lang, d->unit, hash, c->now_ms,
                        c->actor->id) ||
        !account_seal(c, id))
        return false;
    *ret_id = id;
    return true;
}

const char *const account_roles[] = { "viewer", "officer", "head", "overseer",
                                      "admin",  "auditor", NULL };

bool account_grant(struct ctx *c, int64_t account, const char *role, int64_t unit)
{
    struct account_role_held_row had;
    bool held;
    int64_t id = new_id(c);

    if (!text_is(role, account_roles))
        return fail_field(c, "role", "choose one of the list");
    if (!unit_get(c, unit))
        return fail_field(c, "unit", "there is no such unit");
    if (!account_role_held(c, account, unit, role, &had, &held))
        return false;
    if (held)
        return fail(c, ERR_CONFLICT, "this role is already held there");
    return account_role_insert(c, id, account, unit, role, c->now_ms, c->actor->id) &&
           account_role_seal(c, id) && account_changed(c);
}

/* A unit that somebody administered must not be left without anybody who does. */
static bool still_administered(struct ctx *c, int64_t unit)
{
    struct account_admins_over_row r;

    if (!account_admins_over(c, unit, &r))
        return false;
    return r.n > 0 || fail(c, ERR_CONFLICT,
                           "nobody would administer %s any more; grant that to "
                           "somebody else first",
                           unit_label(c, unit));
}

bool account_revoke(struct ctx *c, int64_t account, const char *role, int64_t unit)
{
    struct account_role_held_row r;
    bool held;

    if (!account_role_held(c, account, unit, role, &r, &held))
        return false;
    if (!held)
        return fail(c, ERR_CONFLICT, "this role is not held there any more");
    return account_role_end(c, r.id, c->now_ms, c->actor->id) && account_role_seal(c, r.id) &&
           account_changed(c) && (strcmp(role, "admin") != 0 || still_administered(c, unit));
}

bool account_update(struct ctx *c, const struct account *a, const char *person, const char *lang,
                    int64_t unit)
{
    const char *folded = text_fold(c->arena, arena_printf(c->arena, "%s %s", a->name, person));

    return account_row_update(c, a->id, a->version, person, folded, lang, unit) &&
           account_seal(c, a->id);
}

bool account_set_lang(struct ctx *c, int64_t id, const char *lang)
{
    return account_row_lang(c, id, lang) && account_seal(c, id) && account_changed(c);
}

bool account_set_password(struct ctx *c, int64_t id, const char *hash)
{
    return account_row_hash(c, id, hash) && account_seal(c, id);
}

bool account_shut(struct ctx *c, const struct account *a, int64_t at_ms)
{
    account_units_administered_rows units = { 0 };

    if (!account_row_close(c, a->id, a->version, at_ms) || !account_seal(c, a->id) ||
        (at_ms && !account_units_administered(c, a->id, &units)))
        return false;
    for (size_t i = 0; i < units.n; i++)
        if (!still_administered(c, units.v[i].unit))
            return false;
    return true;
}

/* ---- the actor ---- */

static void add_held(struct held *held, size_t *n, int64_t unit, uint64_t caps)
{
    for (size_t i = 0; i < *n; i++)
        if (held[i].unit == unit) {
            held[i].caps |= caps;
            return;
        }
    held[(*n)++] = (struct held){ unit, caps };
}

bool account_actor(struct ctx *c, int64_t account, struct actor *ret)
{
    account_roles_held_rows roles = { 0 };
    struct account a;
    size_t n = 0;

    if (!account_get(c, account, &a) || !account_roles_held(c, account, &roles))
        return false;
    if (a.closed)
        return fail(c, ERR_DENIED, "the account %s is closed", a.name);
    struct held *held = arena_alloc(c->arena, (roles.n + 1) * sizeof *held);

    *ret = (struct actor){ .id = a.id,
                           .name = a.name,
                           .person = a.person,
                           .unit = a.unit,
                           .held = held,
                           .csrf = "",
                           .lang = *a.lang ? a.lang : NULL };
    for (size_t i = 0; i < roles.n; i++) {
        uint64_t caps = web_role_caps(roles.v[i].role);

        add_held(held, &n, roles.v[i].unit, caps);
        ret->caps |= caps;
        ret->everywhere |= roles.v[i].unit == unit_state(c);
    }
    ret->n_held = n;
    return true;
}

bool account_may_at(struct ctx *c, const char *cap, int64_t unit)
{
    const struct actor *who = c->actor;
    uint64_t bit = web_cap(cap);

    if (!(who->caps & bit))
        return false;
    if (who->everywhere && who->n_held == 0) /* somebody whom a test or the system itself made up */
        return true;
    for (size_t i = 0; i < who->n_held; i++)
        if ((who->held[i].caps & bit) && unit_is_below(c, unit, who->held[i].unit))
            return true;
    return false;
}

bool account_sees(struct ctx *c, int64_t unit)
{
    const struct actor *who = c->actor;

    if (who->everywhere)
        return true;
    for (size_t i = 0; i < who->n_held; i++)
        if (unit_is_below(c, unit, who->held[i].unit))
            return true;
    return false;
}

bool account_check(struct ctx *c, struct buf *report)
{
    account_role_astray_rows rows = { 0 };

    if (!account_role_astray(c, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(report, "role %lld: account %lld or unit %lld is not there\n",
                   (long long)rows.v[i].id, (long long)rows.v[i].account,
                   (long long)rows.v[i].unit);
    return true;
}
