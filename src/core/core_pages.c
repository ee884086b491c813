/* What the ground itself answers: health, help, the API's description, language. */
#include <string.h>

#include "core/app.h"
#include "core/cli.h"
#include "core/conf.h"
#include "core/exec.h"
#include "core/http.h"
#include "core/openapi.h"
#include "core/page.h"
#include "core/text.h"
#include "core/tr.h"
#include "core/web_idem.h"

#include "core_schema.h"

enum { STUCK_MS = 10000 };

/* The snapshot of this read shows that the database answers; the executor's last round that
 * changes can be written. */
static bool get_health(struct ctx *c, const struct req *q, struct res *s)
{
    bool there;

    (void)q;
    if (!idem_there(c, &there))
        return false;
    if (c->app->exec && exec_quiet_ms(c->app->exec) > STUCK_MS)
        return fail_at(c, ERR_BUSY, "the executor is stuck", __FILE__, __LINE__,
                       "the database is not available at the moment, so nothing was changed");
    s->status = 200;
    s->type = "text/plain; charset=utf-8";
    buf_text(&s->body, "ok\n");
    return true;
}

/* For the machine itself, or for those who hold the right: figures tell about the load. */
static bool get_metrics(struct ctx *c, const struct req *q, struct res *s)
{
    bool near = strncmp(q->address, "127.", 4) == 0 || strcmp(q->address, "::1") == 0;

    if (!near && !may(c, "core.metrics"))
        return may_not(c);
    s->status = 200;
    s->type = "text/plain; version=0.0.4; charset=utf-8";
    if (c->app->http)
        http_metrics(c->app->http, &s->body);
    for (size_t i = 0; i < n_modules; i++)
        if (modules[i]->metrics && !modules[i]->metrics(c, &s->body))
            return false;
    return true;
}

static bool get_openapi(struct ctx *c, const struct req *q, struct res *s)
{
    (void)q;
    s->status = 200;
    s->type = "application/json";
    openapi_write(c, c->app->conf->public_url, &s->body);
    return true;
}

/* ---- help ---- */

/* The folder's name in the person's language, as a heading. */
static const char *module_title(struct ctx *c, const struct module *m)
{
    const char *text = T(m->name);

    if (text[0] < 'a' || text[0] > 'z')
        return text;
    return arena_printf(c->arena, "%c%s", text[0] - 'a' + 'A', text + 1);
}

#include "core_help.html.h"

static void help_json(struct ctx *c, struct res *s)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_open(&j, "routes", '[');
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            const struct route *r = &modules[m]->routes[i];

            if (!may(c, r->cap))
                continue;
            json_open(&j, NULL, '{');
            json_text(&j, "method", r->method == GET ? "GET" : "POST");
            json_text(&j, "path", r->path);
            json_text(&j, "doc", T(r->doc));
            if (r->cmd)
                json_text(&j, "command", r->cmd);
            json_close(&j, '}');
        }
    json_close(&j, ']');
    json_close(&j, '}');
}

static bool get_help(struct ctx *c, const struct req *q, struct res *s)
{
    if (q->face != FACE_HTML) {
        help_json(c, s);
        return true;
    }
    struct html h = page_begin(c, q, s, 200, T("Help"));

    core_help_html(h, c);
    return page_end(c, h);
}

/* ---- language ---- */

/* Only an address of our own: "//elsewhere" and "/\elsewhere" would leave. */
static bool is_local(const char *path)
{
    return path[0] == '/' && path[1] != '/' && !strpbrk(path, "\\\r\n");
}

static bool set_language(struct ctx *c, const struct req *q, struct res *s)
{
    const char *lang = req_text(q, "lang"), *next = req_last(q, "next");

    if (!text_is(lang, tr_langs))
        return fail(c, ERR_NOT_FOUND, "there is no such page");
    res_header(c, s, "Set-Cookie",
               arena_printf(c->arena, "lang=%s; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly%s",
                            lang, q->secure ? "; Secure" : ""));
    return web_see_other(s, is_local(next) ? next : "/");
}

static const struct input language_inputs[] = {
    { "next", N_("page to go to afterwards"), IN_TEXT, 0, 0, 2000, NULL },
};

/* clang-format off */
static const struct route routes[] = {
    { GET, "/healthz", get_health, CAP_PUBLIC, N_("Is the node alive and its database there?"), .cmd = "core health" },
    { GET, "/metrics", get_metrics, CAP_PUBLIC, N_("Figures of the running node (Prometheus)"), .cmd = NULL },
    { GET, "/help", get_help, CAP_PUBLIC, N_("What can be done here, as this person may"), .cmd = NULL },
    { GET, "/openapi", get_openapi, CAP_PUBLIC, N_("The description of the API (as /openapi.json)"), .cmd = NULL },
    { GET, "/language/:lang", set_language, CAP_PUBLIC, N_("Choose the language of the pages"),
      LISTED(inputs, language_inputs) },
};
/* clang-format on */

static const struct grant grants[] = { { "core.metrics", "admin auditor" } };

static const struct shape shapes[] = {
    { "GET /healthz", "text/plain" },
    { "GET /metrics", "text/plain" },
    { "GET /openapi", "any" },
    { "GET /language/:lang", "{ location text }" },
    { "GET /help", "{ routes [{ method text, path text, doc text, command? text }] }" },
};

const struct module core_module = { .name = "core",
                                    LISTED(routes, routes),
                                    LISTED(schema, core_schema),
                                    LISTED(grants, grants),
                                    LISTED(shapes, shapes),
                                    .tick = idem_tick };
