/*
 * html - writers that cannot forget to escape; templates call these.
 *
 * {{ x }} in a template calls html_put(): text is escaped, numbers are printed,
 * and only a value of type struct html_safe goes out as it is.
 */
#ifndef CORE_HTML_H
#define CORE_HTML_H

#include "core/buf.h"

struct html {
    struct buf *out;
};
struct html_safe { /* made by core and by charts only, from escaped parts */
    const char *markup;
};

void html_markup(struct html h, const char *constant, size_t n);
#define HTML(h, literal) html_markup((h), "" literal "", sizeof(literal) - 1)
void html_text(struct html h, const char *s);
void html_int(struct html h, int64_t v);
void html_uint(struct html h, uint64_t v);
void html_safe(struct html h, struct html_safe s);
void html_path(struct html h, const char *s); /* percent-encodes one path segment or value */

#define html_put(h, x) \
    _Generic((x), char *: html_text, const char *: html_text, struct html_safe: html_safe, \
    int: html_int, long: html_int, long long: html_int, unsigned: html_uint,               \
    unsigned long: html_uint)((h), (x))
/* In href, src, action: {{ x }} is one segment or value; a struct html_local is an address. */
struct html_local {
    const char *path; /* begins with one '/' */
};
void html_local(struct html h, struct html_local l);
#define html_url(h, x) \
    _Generic((x), char *: html_path, const char *: html_path, struct html_local: html_local, \
    int: html_int, long: html_int, long long: html_int, unsigned long: html_uint)((h), (x))

#endif
