/*
 * web_idem - a POST that is sent twice is done once.
 *
 * The key comes from the Idempotency-Key header or, for forms, from the hidden field of
 * page_form(). The answer is stored in the transaction of the change itself, so either both
 * are there or none. The same key with other contents is refused. Kept for a day, for
 * people who are signed in; sign-in itself is never stored (its answer is a secret).
 */
#ifndef CORE_WEB_IDEM_H
#define CORE_WEB_IDEM_H

#include "core/web.h"

struct idem {
    const char *key, *hash; /* key "": none was sent */
    bool replayed;
};

/* In the write. Fills s when this was done before. */
MUST_USE bool idem_begin(struct ctx *c, const struct req *q, struct res *s, struct idem *ret);
MUST_USE bool idem_end(struct ctx *c, const struct res *s, const struct idem *idem);
/* For the health page: one look into the database. */
MUST_USE bool idem_there(struct ctx *c, bool *ret);
MUST_USE bool idem_tick(struct ctx *c); /* forgets what is older than a day */

#endif
