/*
 * account_attempt - one try to prove who one is, and how often that may fail.
 *
 * Failures are counted where they come from:
 *
 *   the try comes from                      counted for               free   then doubling up to
 *   a device that has signed in before      this device               10     30 s
 *   an address that has signed in before    this address and name     10     30 s
 *   anywhere else                           the name                   5     60 s
 *                              and, besides, the address              20     15 min
 *
 * So whoever tries passwords from elsewhere never slows the owner down at a place that the
 * owner has used before, and can slow nobody for longer than a minute at a new one. A count
 * halves with every ten minutes of calm. A try during the wait is refused unseen, uncounted.
 */
#ifndef ACCOUNT_ACCOUNT_ATTEMPT_H
#define ACCOUNT_ACCOUNT_ATTEMPT_H

#include "core/web.h"

enum { ACCOUNT_COUNTERS = 2 };

struct account_attempt {
    int64_t account; /* 0: there is no such open account */
    const char *name, *lang;
    bool right;
    struct account_counter {
        struct bytes hash; /* p NULL: not used */
        int64_t free, longest_s;
        bool shared; /* by many people: a success does not clear it */
    } counter[ACCOUNT_COUNTERS];
    struct bytes device, address; /* hashes; device.p NULL: the browser has no cookie */
};

/* In prepare: refuses a try that comes too early (ERR_TOO_MANY), else checks the password;
 * an unknown name takes as long as a known one. */
MUST_USE bool account_attempt_judge(struct ctx *c, const struct req *q, const char *name,
                                    const char *password, struct account_attempt *ret);
/* In the write: counts it. false only when that itself fails, or when others have failed
 * in the meantime and this one must wait as well. */
MUST_USE bool account_attempt_count(struct ctx *c, const struct account_attempt *t);
/* In the write, after a success: the device is known from now on. */
MUST_USE bool account_attempt_remember(struct ctx *c, const struct account_attempt *t,
                                       struct res *s);
/* After a change of password: every place must prove itself again. */
MUST_USE bool account_attempt_forget_places(struct ctx *c, int64_t account);

#endif
