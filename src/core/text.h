/*
 * text - Unicode at the edge, and Vietnamese.
 *
 * Inside the program every string is valid UTF-8 in NFC without control
 * characters; text_clean() makes it so, once, at the edge.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include "core/ctx.h"

/* Valid UTF-8 without NUL (RFC 3629: no overlong form, no surrogate)? */
bool text_valid(const char *s, size_t n);
/* NFC, CRLF to LF, trimmed; false when invalid or with control characters other than
 * tab and newline. Costs little for text that is already so. */
MUST_USE bool text_clean(struct arena *a, const char *s, size_t n, const char **ret);
/* Without tone marks, đ as d, lower case, other signs as one blank: "Đường 5G" -> "duong 5g".
 * The table is made from ICU's data when the program is built. */
const char *text_fold(struct arena *a, const char *s);
/* Order of the Vietnamese alphabet (ICU "vi"): for qsort of names. */
int text_cmp_vi(const char *a, const char *b);
size_t text_chars(const char *s);                      /* code points */
bool text_is(const char *s, const char *const *words); /* NULL-terminated list */
/* Strict readers: exactly one spelling, no blanks, no sign but '-'. */
MUST_USE bool int_parse(const char *s, int64_t *ret);
bool id_parse(const char *s, int64_t *ret); /* > 0 */
const char *int_text(struct arena *a, int64_t v);
/* Search words for @matches in .sql files: every word of the text must occur, as a
 * prefix; in the syntax of this database. "" when the text has no word. */
const char *text_query(struct ctx *c, const char *words);
/* Fields of a line parted by one character, trimmed; written into ret, count returned. */
size_t text_split(struct arena *a, const char *s, char by, const char **ret, size_t max);

#endif
