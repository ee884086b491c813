#include "core/html.h"

#include <string.h>

void html_markup(struct html h, const char *constant, size_t n)
{
    buf_put(h.out, constant, n);
}

static const char *escaped(char ch)
{
    switch (ch) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return "&#39;";
    }
}

void html_text(struct html h, const char *text)
{
    for (const char *s = text;; s++) {
        size_t n = strcspn(s, "&<>\"'");

        buf_put(h.out, s, n);
        s += n;
        if (!*s)
            return;
        buf_text(h.out, escaped(*s));
    }
}

void html_int(struct html h, int64_t v)
{
    buf_int(h.out, v);
}

void html_uint(struct html h, uint64_t v)
{
    if (v <= INT64_MAX)
        buf_int(h.out, (int64_t)v);
    else
        buf_printf(h.out, "%lu", v);
}

void html_safe(struct html h, struct html_safe s)
{
    buf_text(h.out, s.markup);
}

/* RFC 3986, 2.3: unreserved */
static bool is_plain(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') ||
           ch == '-' || ch == '.' || ch == '_' || ch == '~';
}

void html_path(struct html h, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";

    for (;; s++) {
        const char *from = s;

        while (is_plain(*s))
            s++;
        buf_put(h.out, from, (size_t)(s - from));
        if (!*s)
            return;
        unsigned char ch = (unsigned char)*s;
        buf_put(h.out, (char[]){ '%', hex[ch >> 4], hex[ch & 15] }, 3);
    }
}

void html_local(struct html h, struct html_local l)
{
    ASSERT(l.path[0] == '/' && l.path[1] != '/'); /* never to another host */
    html_text(h, l.path);
}
