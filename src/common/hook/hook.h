/*
 * hook - messages to programs elsewhere, sent by this node: webhooks.
 *
 *   hook_tell() -> hook_delivery (outbox, same transaction) -> tick -> thread -> https POST
 *
 * At least once, in order for each hook, across restarts: a receiver recognises repetitions by
 * webhook-id. See README.md for form and signature.
 */
#ifndef HOOK_HOOK_H
#define HOOK_HOOK_H

#include "core/web.h"

extern const struct module hook_module;

/* In a write: tells every active hook. data: a whole JSON value. Costs a small query when there
 * is no hook. */
MUST_USE bool hook_tell(struct ctx *c, const char *type, const char *data);
/* Is there any? To spare the making of what nobody would get. */
MUST_USE bool hook_wanted(struct ctx *c, bool *ret);

/* May the actor manage hooks: set by the slice that knows the units. NULL: nobody may. */
extern bool (*hook_may)(struct ctx *c);

#endif
