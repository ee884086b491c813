/*
 * tr - texts in the person's language.
 *
 * The key is the English text itself; each folder has po/vi.po and po/de.po
 * (gettext). A key with %s, %d is a format; msgfmt checks the translations.
 * A key that is not in the catalogue comes out in English, and `make lint`
 * names it.
 */
#ifndef CORE_TR_H
#define CORE_TR_H

#include "core/ctx.h"

extern const char *const tr_langs[];        /* "vi", "en", "de", NULL; the first is the default */
const char *tr_lang_name(const char *lang); /* in its own language */
const char *tr_lang_match(const char *accept_language); /* RFC 9110, 12.5.4; never NULL */
const char *tr(const char *lang, const char *key) __attribute__((format_arg(2)));
const char *tr_printf(struct ctx *c, const char *fmt, ...) PRINTF(2, 3);

#define T(key)  tr(c->lang, key)
#define TF(...) tr_printf(c, __VA_ARGS__)
#define N_(key) key /* marks a text in a table; shown later by T() */
/* one and many are keys; n picks (Vietnamese has one form only). */
#define TN(one, many, n) tr_printf(c, (n) == 1 ? one : many, (long long)(n))

/* A day as people write it: 28/8/2025, 28 August 2025, 28. August 2025. */
const char *tr_day(struct ctx *c, int64_t d);
const char *tr_day_short(struct ctx *c, int64_t d); /* 28/08/2025, 28 Aug 2025, 28.08.2025 */
const char *tr_moment(struct ctx *c, int64_t ms);   /* day and time of day, state's zone */
const char *tr_count(struct ctx *c, int64_t n);     /* 16.051 (vi, de), 16,051 (en) */
const char *tr_percent(struct ctx *c, int64_t part, int64_t whole); /* 82,90 %; "–" for 0 */

#endif
