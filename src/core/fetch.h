/*
 * fetch - sending one request to another machine, with libcurl.
 *
 * For messages that this node sends by itself: it waits for the answer (at most so long), so it
 * is called from threads of its own, never from those that answer or write. Nothing is followed
 * (no redirects, no proxy of the environment), certificates are verified, and only http and
 * https are spoken. Where a name leads is looked at when the connection is made, so that no
 * name that changes in between can lead inside: addresses of this machine, of private networks
 * and other special ones (RFC 6890) are refused unless local is set.
 */
#ifndef CORE_FETCH_H
#define CORE_FETCH_H

#include <stdatomic.h>

#include "core/arena.h"

struct fetch {
    const char *url, *type; /* of the body */
    struct bytes body;
    const char *const *headers; /* "Name: value", NULL-terminated */
    int64_t timeout_ms;
    bool local;                  /* may go to loopback and private addresses */
    const _Atomic bool *stopped; /* becomes true: give up */
};
struct fetched {
    int status;        /* of HTTP; 0: none came */
    const char *fault; /* why, for the operator; "" */
};
/* POST. What is answered beyond the status is not kept. */
void fetch_post(struct arena *a, const struct fetch *f, struct fetched *ret);
/* https://host/path, or http:// to this machine when local: no name and password in it. NULL: it
 * may be sent to; else a sentence (a key of the catalogue). */
const char *fetch_url_fault(const char *url, bool local);
struct sockaddr;
bool fetch_is_special(const struct sockaddr *to); /* an address inside, see above */

#endif
