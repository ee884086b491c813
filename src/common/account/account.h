/*
 * account - people and programs that act: sign-in, roles at units, tokens.
 *
 * A role is held at a unit and reaches the units below it:
 *   viewer    sees
 *   officer   reports for the unit
 *   head      assigns within the unit, splits tasks, asks for extensions
 *   overseer  assigns to and recognises results of the units below
 *   admin     accounts, the list of units, webhooks; no tasks
 *   auditor   reads all below, changes nothing
 *
 * Passwords: Argon2id (19 MiB, 2 passes; RFC 9106, OWASP), in the slow pool.
 * Sessions live in the database, hashed, with idle and absolute end; the cookie is
 * __Host-session. Tokens of programs: "lt_" + 43 letters, hashed, scoped, expiring.
 */
#ifndef ACCOUNT_ACCOUNT_H
#define ACCOUNT_ACCOUNT_H

#include "core/web.h"

extern const struct module account_module;

extern const char *const account_roles[]; /* the words above, NULL at the end */

struct account {
    int64_t id, unit;
    const char *name, *person, *lang;
    bool closed, has_password; /* none until the person has chosen one */
    int64_t version;
};

MUST_USE bool account_get(struct ctx *c, int64_t id, struct account *ret);
MUST_USE bool account_by_name(struct ctx *c, const char *name, struct account *ret);
const char *account_person(struct ctx *c, int64_t id); /* name to show; "–" if unknown */

/* 2-40 of a-z 0-9 . - _, a letter first; else the field "name" is wrong. */
MUST_USE bool account_name_check(struct ctx *c, const char *name);
/* In a write. The password is already hashed: account_hash() costs 13 ms and 19 MB. */
struct account_draft {
    const char *name, *person, *lang, *hash;
    int64_t unit;
};
MUST_USE bool account_add(struct ctx *c, const struct account_draft *d, int64_t *ret_id);
const char *account_hash(struct ctx *c, const char *password);
MUST_USE bool account_grant(struct ctx *c, int64_t account, const char *role, int64_t unit);
MUST_USE bool account_revoke(struct ctx *c, int64_t account, const char *role, int64_t unit);

/* The actor that this account is: rights and where they hold. For the command line and tests. */
MUST_USE bool account_actor(struct ctx *c, int64_t account, struct actor *ret);
/* Does the actor hold this right at the unit, or at one above it? */
bool account_may_at(struct ctx *c, const char *cap, int64_t unit);
/* Does the actor see records of this unit: any role at it or above it? */
bool account_sees(struct ctx *c, int64_t unit);

#endif
