/*
 * account_admin - what an administrator may do to the accounts of others.
 *
 * An administrator sees the accounts of the units that they administer or audit, and
 * those with a role there. They grant and revoke only at units that they administer,
 * never for themselves, and change an account only when they administer all that it
 * holds: nobody comes to more by resetting the password of one who may more. Whoever
 * administers a unit as the last one can neither be closed nor lose that role.
 */
#ifndef ACCOUNT_ACCOUNT_ADMIN_H
#define ACCOUNT_ACCOUNT_ADMIN_H

#include "common/account/account.h"

struct account_line {
    int64_t id, unit;
    const char *name, *person;
    const char *roles; /* held now, in words: "Head, Ministry of Finance; Officer, ..." */
    bool closed;
};
typedef LIST(struct account_line) account_lines;
enum { ACCOUNT_PAGE = 50 };
/* By name, after the given one; words: folded search, or "". At most ACCOUNT_PAGE. */
MUST_USE bool account_find(struct ctx *c, const char *words, const char *after, account_lines *ret);

const char *account_role_name(struct ctx *c, const char *role); /* for people */
struct account_held {                                           /* a role, held or ended */
    int64_t id, unit, since_ms, since_by, until_ms, until_by;
    const char *role;
};
typedef LIST(struct account_held) account_helds;
MUST_USE bool account_roles_of(struct ctx *c, int64_t account, account_helds *ret);

/* The account, if the actor may see it; ERR_NOT_FOUND otherwise. */
MUST_USE bool account_look(struct ctx *c, int64_t id, struct account *ret);
bool account_may_change(struct ctx *c, const struct account *a); /* asks, does not fail */

/* Each in a write. */
MUST_USE bool account_open_new(struct ctx *c, const struct account_draft *d, int64_t *ret_id);
struct account_edit {
    int64_t id, version, unit;
    const char *person, *lang;
};
MUST_USE bool account_edit(struct ctx *c, const struct account_edit *e);
MUST_USE bool account_let(struct ctx *c, int64_t account, const char *role, int64_t unit);
MUST_USE bool account_unlet(struct ctx *c, int64_t account, int64_t role_id);
MUST_USE bool account_close(struct ctx *c, int64_t account, int64_t version);
MUST_USE bool account_reopen(struct ctx *c, int64_t account, int64_t version);
/* A link by which the person chooses a password, once, within three days. */
MUST_USE bool account_link_make(struct ctx *c, int64_t account, const char **ret_key);

#endif
