/*
 * account_desk - what the files of this slice share: sessions, tokens and their cache.
 *
 * Who a cookie or token is, with all roles, is kept in memory (16,384 entries, about
 * 600 bytes each). An entry counts only in the generation in which it was read. Each
 * change of an account, a role, a session or a token counts the generation up in its
 * own transaction; it is read again at most a second later, and from the moment of a
 * change in this process on with each request, until that change is seen committed.
 */
#ifndef ACCOUNT_DESK_H
#define ACCOUNT_DESK_H

#include "common/account/account.h"
#include "core/cache.h"

enum { ACCOUNT_SEATS = 16384 };
#define ACCOUNT_COOKIE "__Host-session"
#define ACCOUNT_DEVICE "__Host-device"

struct account_desk {
    struct arena *arena;
    struct cache *seats;   /* by SHA-256 of cookie or token */
    struct cache *persons; /* names to show, by account */
    _Atomic int64_t generation, looked_ms;
    _Atomic int64_t pending, pending_until_ms; /* a change that is not yet seen committed */
    _Atomic int64_t told_ms, pruned_ms;
};

struct account_desk *account_desk(struct ctx *c);
bool account_desk_start(struct ctx *c);
void account_desk_stop(struct app *app);
bool account_desk_tick(struct ctx *c);

MUST_USE bool account_identify(struct ctx *c, const struct req *q, struct actor *ret);
/* In each write that changes who may do what: nothing older is believed any more. */
MUST_USE bool account_changed(struct ctx *c);
/* The generation that this transaction sees, and the one that counts. */
MUST_USE bool account_generation_read(struct ctx *c, int64_t *ret);
MUST_USE bool account_generation_look(struct ctx *c, int64_t *ret);

/* In a write: a new session of this account, replacing the one that q came with. */
MUST_USE bool account_session_begin(struct ctx *c, const struct req *q, struct res *s,
                                    int64_t account);
MUST_USE bool account_session_leave(struct ctx *c, const struct req *q, struct res *s);

/* In a write: a token; its secret is returned this one time. */
struct account_token_draft {
    int64_t account, ends_ms;
    const char *label, *scopes;
};
MUST_USE bool account_token_add(struct ctx *c, const struct account_token_draft *d,
                                const char **ret_secret);

#endif
