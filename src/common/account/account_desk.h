/*
 * account_desk - what the files of this slice share: sessions, tokens and their cache.
 *
 * Who a cookie or token is, with all roles, is kept in memory (16,384 entries, about
 * 600 bytes each). An entry counts only in the generation in which it was read. Each
 * change of an account, a role, a session or a token counts the generation up in its
 * own transaction; it is read again at most a second later, and from the moment of a
 * change in this process on with each request, until that change is seen committed.
 */
#ifndef ACCOUNT_ACCOUNT_DESK_H
#define ACCOUNT_ACCOUNT_DESK_H

#include <stdatomic.h>

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
    _Atomic int64_t signed_in, failed; /* counts, for /metrics */
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
                                    int64_t account, const char **ret_csrf);
MUST_USE bool account_session_leave(struct ctx *c, const struct req *q, struct res *s);

/* In a write: a token; its secret is returned this one time. */
struct account_token_draft {
    int64_t account, ends_ms;
    const char *label, *scopes;
};
MUST_USE bool account_token_add(struct ctx *c, const struct account_token_draft *d,
                                const char **ret_secret);

/* Sessions and tokens of one account, newest first. */
struct account_sitting {
    int64_t id, made_ms, seen_ms, ends_ms;
    const char *address, *program;
    bool here; /* the one that asks */
};
typedef LIST(struct account_sitting) account_sittings;
MUST_USE bool account_sittings_of(struct ctx *c, const struct req *q, int64_t account,
                                  account_sittings *ret);
struct account_token {
    int64_t id, made_ms, ends_ms, used_ms, revoked_ms;
    const char *label, *scopes;
};
typedef LIST(struct account_token) account_tokens;
MUST_USE bool account_tokens_of(struct ctx *c, int64_t account, account_tokens *ret);
MUST_USE bool account_sitting_end(struct ctx *c, int64_t account, int64_t id);
/* All but the one of this cookie; "": all. */
MUST_USE bool account_session_end_others(struct ctx *c, int64_t account, const char *keep);
MUST_USE bool account_token_revoke(struct ctx *c, int64_t account, int64_t id);
MUST_USE bool account_token_revoke_all(struct ctx *c, int64_t account);

/* For `lienthong check`. */
MUST_USE bool account_check(struct ctx *c, struct buf *report);

/* In a write, without asking who may: account_admin.h asks. */
MUST_USE bool account_update(struct ctx *c, const struct account *a, const char *person,
                             const char *lang, int64_t unit);
MUST_USE bool account_set_lang(struct ctx *c, int64_t id, const char *lang);
MUST_USE bool account_set_password(struct ctx *c, int64_t id, const char *hash);
MUST_USE bool account_shut(struct ctx *c, const struct account *a, int64_t at_ms); /* 0: opens */
/* Closes it and ends its sessions, tokens and links. */
MUST_USE bool account_end(struct ctx *c, const struct account *a);
/* Sets it and ends links, known places and all sessions but the one of the cookie keep. */
MUST_USE bool account_password_set(struct ctx *c, int64_t account, const char *hash,
                                   const char *keep);
/* At least 12 letters, not common, not the name (NIST SP 800-63B); else the field is wrong. */
MUST_USE bool account_password_check(struct ctx *c, const char *field, const char *password,
                                     const struct account *who);
/* A one-time link, without asking who may; and whose it is. */
MUST_USE bool account_link_for(struct ctx *c, int64_t account, const char **ret_key);
MUST_USE bool account_link_open(struct ctx *c, const char *key, struct account *ret);

#endif
