/* Pages and JSON of webhooks; the module. */
#include <string.h>

#include "common/hook/hook_own.h"
#include "core/field.h"
#include "core/page.h"
#include "core/text.h"
#include "core/tr.h"
#include "hook_schema.h"

extern const struct sealed hook_sealed;
static const struct sealed *const sealed[] = { &hook_sealed };

struct hook_input {
    const char *url, *note, *what;
};
struct hook_view {
    struct hook k;
    const char *secret;
    hook_deliveries log;
    const char *next; /* NULL: that was all */
};

#include "hook_list.html.h"
#include "hook_one.html.h"

static bool allow(struct ctx *c)
{
    return (hook_may && hook_may(c)) || may_not(c);
}

/* ---- reading ---- */

static void put(struct json *j, const char *name, const struct hook *k)
{
    json_open(j, name, '{');
    json_id(j, "id", k->id);
    json_text(j, "url", k->url);
    json_text(j, "note", k->note);
    json_text(j, "state", k->state);
    json_text(j, "reason", k->reason);
    json_id(j, "made_by", k->made_by);
    json_ms(j, "made_at", k->made_at);
    json_close(j, '}');
}

static bool show_list(struct ctx *c, const struct req *q, struct res *s)
{
    hook_list all = { 0 };

    if (!hook_read_all(c, &all))
        return false;
    struct html h = page_begin(c, q, s, 200, T("Webhooks"));
    hook_list_page_html(h, c, q, &all);
    return page_end(c, h);
}

static bool get_list(struct ctx *c, const struct req *q, struct res *s)
{
    hook_list all = { 0 };

    if (!allow(c))
        return false;
    if (q->face == FACE_HTML)
        return show_list(c, q, s);
    if (!hook_read_all(c, &all))
        return false;
    struct json j = json_doc(s, 200);
    json_open(&j, NULL, '{');
    json_open(&j, "hooks", '[');
    for (size_t i = 0; i < all.n; i++)
        put(&j, NULL, &all.v[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

static bool one_json(struct res *s, const struct hook_view *v)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    put(&j, "hook", &v->k);
    json_text(&j, "secret", v->secret);
    json_open(&j, "deliveries", '[');
    for (size_t i = 0; i < v->log.n; i++) {
        const struct hook_delivery *d = &v->log.v[i];

        json_open(&j, NULL, '{');
        json_id(&j, "id", d->id);
        json_text(&j, "type", d->type);
        json_ms(&j, "made_at", d->made_at);
        json_text(&j, "state", d->state);
        json_int(&j, "attempts", d->attempts);
        json_ms(&j, "tried_at", d->tried_at);
        json_int(&j, "status", d->status);
        json_text(&j, "fault", d->fault);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    if (v->next)
        json_text(&j, "before", v->next);
    else
        json_null(&j, "before");
    json_close(&j, '}');
    return true;
}

static bool get_one(struct ctx *c, const struct req *q, struct res *s)
{
    struct hook_view v = { 0 };
    bool more = false;

    if (!allow(c) || !hook_read(c, req_id(q), &v.k) ||
        !hook_secret(c, v.k.id, v.k.secret_no, &v.secret) ||
        !hook_read_log(c, v.k.id, req_int(q, "before"), &v.log, &more))
        return false;
    if (more)
        v.next = int_text(c->arena, v.log.v[v.log.n - 1].id);
    if (q->face == FACE_JSON)
        return one_json(s, &v);
    struct html h = page_begin(c, q, s, 200, T("Webhook"));
    hook_one_page_html(h, c, q, &v);
    return page_end(c, h);
}

/* ---- changing ---- */

static const struct input add_inputs[] = {
    TEXT_INPUT(struct hook_input, url, N_("Address to send to"), 1, 500),
    TEXT_INPUT(struct hook_input, note, N_("Whose it is"), 0, 200),
};
static const struct input change_inputs[] = {
    CHOICE_INPUT(struct hook_input, what, N_("What to do"), 1, "test stop start secret remove"),
};
static const struct input log_inputs[] = { { "before", N_("Page"), IN_TEXT, 0, 0, 40, NULL } };

static bool post_add(struct ctx *c, const struct req *q, struct res *s)
{
    struct hook_input in = { 0 };
    int64_t id;

    return allow(c) && req_read(c, q, add_inputs, COUNT(add_inputs), &in) &&
           hook_add(c, in.url, in.note, &id) &&
           web_see_other(s, arena_printf(c->arena, "/hooks/%lld", (long long)id));
}

static bool post_change(struct ctx *c, const struct req *q, struct res *s)
{
    struct hook_input in = { 0 };

    if (!allow(c) || !req_read(c, q, change_inputs, COUNT(change_inputs), &in) ||
        !hook_change(c, req_id(q), in.what))
        return false;
    if (strcmp(in.what, "remove") == 0)
        return web_see_other(s, "/hooks");
    return web_see_other(s, arena_printf(c->arena, "/hooks/%lld", (long long)req_id(q)));
}

static const struct route routes[] = {
    { GET, "/hooks", get_list, "hook.manage", "Programs elsewhere that messages are sent to",
      .cmd = "hook list" },
    { POST, "/hooks", post_add, "hook.manage", "Register an address for messages",
      .cmd = "hook add", LISTED(inputs, add_inputs), .form = show_list },
    { GET, "/hooks/:id", get_one, "hook.manage", "A webhook: its secret, and what was sent to it",
      .cmd = "hook show", .flags = ROUTE_SECRET, LISTED(inputs, log_inputs) },
    { POST, "/hooks/:id/change", post_change, "hook.manage",
      "Test, stop or start a webhook, give it a new secret, remove it", .cmd = "hook change",
      LISTED(inputs, change_inputs) },
};
/* clang-format off */
static const struct shape shapes[] = {
    { "Hook", "{ id id, url text, note text, state text, reason text, made_by id?, made_at time? }" },
    { "GET /hooks", "{ hooks [Hook] }" },
    { "HookDelivery", "{ id id, type text, made_at time, state text, attempts int, tried_at time?, "
      "status int, fault text }" },
    { "GET /hooks/:id", "{ hook Hook, secret text, deliveries [HookDelivery], before id? }" },
};
/* clang-format on */
static const struct grant grants[] = { { "hook.manage", "admin" } };

const struct module hook_module = {
    .name = "hook",
    LISTED(routes, routes),
    LISTED(schema, hook_schema),
    LISTED(sealed, sealed),
    LISTED(grants, grants),
    LISTED(shapes, shapes),
    .start = hook_send_start,
    .stop = hook_send_stop,
    .tick = hook_send_tick,
};
