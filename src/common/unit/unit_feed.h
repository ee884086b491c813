/*
 * unit_feed - what changes in the list, as it is told to subscribers.
 *
 * An item is a published release, or one change that was noted by hand; the changes of a release
 * are not told one by one (there may be ten thousand), but listed at /units/changes?release=.
 * Items are ordered by when they became known, newest first. The Atom feed (RFC 4287, paged by
 * RFC 5005) shows them, webhooks send them (unit_tell.c).
 */
#ifndef UNIT_UNIT_FEED_H
#define UNIT_UNIT_FEED_H

#include "common/unit/unit_release.h"
#include "common/unit/unit_web.h"

const char *unit_change_word(const char *kind); /* a key of the catalogue */

/* In a write: notes a change made by hand, and tells webhooks of it. */
MUST_USE bool unit_note(struct ctx *c, const struct unit_change *h);
/* In a write: tells webhooks of a release that is published. */
MUST_USE bool unit_tell_release(struct ctx *c, const struct unit_release *r);
bool unit_may_hook(struct ctx *c); /* for hook_may: an administrator of the whole state */

#endif
