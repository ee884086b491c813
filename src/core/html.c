#include "core/html.h"

#include <string.h>

void html_markup(struct html h, const char *constant, size_t n)
{
    buf_put(h.out, constant, n);
}

void html_text(struct html h, const char *s)
{
    while (*s) {
        size_t n = strcspn(s, "&<>\"'");

        buf_put(h.out, s, n);
        s += n;
        switch (*s) {
        case '&': buf_text(h.out, "&amp;"); break;
        case '<': buf_text(h.out, "&lt;"); break;
        case '>': buf_text(h.out, "&gt;"); break;
        case '"': buf_text(h.out, "&quot;"); break;
        case '\'': buf_text(h.out, "&#39;"); break;
        default: return;
        }
        s++;
    }
}

void html_int(struct html h, int64_t v)
{
    buf_int(h.out, v);
}

void html_uint(struct html h, uint64_t v)
{
    buf_printf(h.out, "%lu", v);
}

void html_safe(struct html h, struct html_safe s)
{
    buf_text(h.out, s.markup);
}

void html_path(struct html h, const char *s)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    for (; *s; s++)
        if (strchr(plain, *s))
            buf_put(h.out, s, 1);
        else
            buf_printf(h.out, "%%%02X", (unsigned char)*s);
}

void html_local(struct html h, struct html_local l)
{
    ASSERT(l.path[0] == '/' && l.path[1] != '/'); /* never to another host */
    html_text(h, l.path);
}
