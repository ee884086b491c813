#include "core/page.h"

#include <string.h>

#include "core/assets.h"
#include "core/tr.h"
#include "core/web_route.h"

static struct html_safe nav_current(const struct req *q, const struct nav *n)
{
    size_t len = strlen(n->path);
    bool here = strncmp(q->path, n->path, len) == 0 &&
                (q->path[len] == '\0' || (len > 1 && q->path[len] == '/'));

    return (struct html_safe){ here ? " aria-current=\"page\"" : "" };
}

static struct html_safe lang_current(const struct ctx *c, const char *lang)
{
    return (struct html_safe){ strcmp(c->lang, lang) == 0 ? " aria-current=\"true\"" : "" };
}

#include "layout.html.h"

struct html_local asset(const char *name)
{
    for (size_t i = 0; i < n_assets; i++)
        if (strcmp(assets[i].name, name) == 0)
            return (struct html_local){ assets[i].path };
    ASSERT(!"an asset that is not embedded");
    return (struct html_local){ "/" };
}

const char *page_start(const struct ctx *c)
{
    for (size_t i = 0; web_nav(i); i++) {
        const struct nav *n = web_nav(i);

        if (strcmp(n->cap, CAP_PUBLIC) != 0 && may(c, n->cap)) /* public: nobody's work */
            return n->path;
    }
    return "/account";
}

struct html page_begin(struct ctx *c, const struct req *q, struct res *s, int status,
                       const char *title)
{
    struct html h = { &s->body };

    s->body.arena = c->arena;
    s->status = status;
    s->type = "text/html; charset=utf-8";
    buf_reserve(&s->body, 32 * 1024); /* what a page of 25 rows takes */
    layout_head_html(h, c, q, q->problem ? TF("Error: %s", title) : title);
    return h;
}

bool page_end(struct ctx *c, struct html h)
{
    layout_foot_html(h, c);
    return true;
}

void page_next(struct html h, struct ctx *c, const struct req *q, const char *name,
               const char *value)
{
    if (value)
        layout_next_html(h, c, req_with(c, q, name, value));
}

struct html_safe page_form(struct ctx *c, const struct req *q)
{
    struct buf b = { .arena = c->arena };

    (void)q;
    buf_text(&b, "<input type=\"hidden\" name=\"csrf\" value=\"");
    html_text((struct html){ &b }, c->actor->csrf);
    buf_text(&b, "\"><input type=\"hidden\" name=\"idempotency_key\" value=\"f");
    buf_int(&b, new_id(c));
    buf_text(&b, "\">");
    return (struct html_safe){ buf_str(&b) };
}

struct html_safe page_field_error(struct ctx *c, const struct req *q, const char *field)
{
    const char *message = req_problem(q, field);
    struct buf b = { .arena = c->arena };

    if (!message)
        return (struct html_safe){ "" };
    buf_printf(&b, "<p class=\"error-message\" id=\"%s-error\">", field);
    html_text((struct html){ &b }, message);
    buf_text(&b, "</p>");
    return (struct html_safe){ buf_str(&b) };
}

struct json json_doc(struct res *s, int status)
{
    s->status = status;
    s->type = "application/json";
    return (struct json){ .out = &s->body };
}
