/* What the ground itself answers: health, help. */
#include "core/page.h"
#include "core/tr.h"

static bool get_health(struct ctx *c, const struct req *q, struct res *s)
{
    (void)c, (void)q;
    s->status = 200;
    s->type = "text/plain; charset=utf-8";
    buf_text(&s->body, "ok\n");
    return true;
}

static const struct route routes[] = {
    { GET, "/healthz", get_health, CAP_PUBLIC, "Is the node alive and its database there?", .cmd = NULL },
};

const struct module core_module = { .name = "core", .routes = routes, .n_routes = COUNT(routes) };
