/* From a request to its answer: route, actor, right, handler, failure. */
#include <string.h>

#include "core/app.h"
#include "core/db.h"
#include "core/exec.h"
#include "core/field.h"
#include "core/page.h"
#include "core/pass.h"
#include "core/table.h"
#include "core/tr.h"
#include "core/web_idem.h"
#include "core/web_route.h"

bool (*web_identify)(struct ctx *c, const struct req *q, struct actor *ret);
const char *(*web_person)(struct ctx *c, int64_t account);

/* ---- failures ---- */

static const struct input *input_of(const struct req *q, const char *name)
{
    for (size_t i = 0; q->route && i < q->route->n_inputs; i++)
        if (strcmp(q->route->inputs[i].name, name) == 0)
            return &q->route->inputs[i];
    return NULL;
}

static const char *label_of(struct ctx *c, const struct req *q, const char *name)
{
    const struct input *in = input_of(q, name);

    return in && in->label ? tr(c->lang, in->label) : name;
}

/* A question with mistakes that can be corrected right here: all else goes along as it was. */
static bool may_ask_again(const struct req *q)
{
    for (size_t i = 0; q->method == GET && i < q->problem->fields.n; i++)
        if (input_of(q, q->problem->fields.v[i].name))
            return true;
    return false;
}

static void ask_again(struct html h, struct ctx *c, const struct req *q, const struct input *in)
{
    field_put(h, c, q,
              &(struct field){ .name = in->name,
                               .label = label_of(c, q, in->name),
                               .type = in->type == IN_DAY ? "date" : NULL });
}

#include "problem.html.h"

static int status_of(enum err_kind k)
{
    static const int status[] = {
        [ERR_NONE] = 200,     [ERR_INPUT] = 422,     [ERR_MALFORMED] = 400, [ERR_SIGN_IN] = 401,
        [ERR_DENIED] = 403,   [ERR_NOT_FOUND] = 404, [ERR_CONFLICT] = 409,  [ERR_TOO_LARGE] = 413,
        [ERR_TOO_MANY] = 429, [ERR_SYSTEM] = 500,    [ERR_BUSY] = 503,      [ERR_UNSURE] = 503,
        [ERR_FULL] = 507,     [ERR_METHOD] = 405
    };

    return status[k];
}

static void problem_json(struct ctx *c, const struct err *e, struct res *s)
{
    struct json j = json_doc(s, status_of(e->kind));

    (void)c;
    s->type = "application/problem+json"; /* RFC 9457 */
    json_open(&j, NULL, '{');
    json_int(&j, "status", status_of(e->kind));
    json_text(&j, "title", e->message);
    json_open(&j, "fields", '[');
    for (size_t i = 0; i < e->fields.n; i++) {
        json_open(&j, NULL, '{');
        json_text(&j, "name", e->fields.v[i].name);
        json_text(&j, "message", e->fields.v[i].message);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
}

static void clear(struct ctx *c, struct res *s)
{
    *s = (struct res){ .body.arena = c->arena, .flush = s->flush, .flush_arg = s->flush_arg };
}

/* Turns c->err into the answer. */
static void show_problem(struct ctx *c, const struct req *q, struct res *s)
{
    const struct err e = c->err;

    clear(c, s);
    if (e.kind == ERR_SYSTEM) /* the incident number finds the line in the log */
        c->err.message =
            arena_printf(c->arena, "%s (%s %04X)", T("something went wrong here; please try again"),
                         T("incident"), (unsigned)(c->now_ms & 0xffff));
    if (e.kind == ERR_TOO_MANY || status_of(e.kind) == 503 || e.kind == ERR_FULL)
        res_header(c, s, "Retry-After",
                   e.kind != ERR_TOO_MANY ? "5"
                   : e.retry_s            ? arena_printf(c->arena, "%d", e.retry_s)
                                          : "60");
    if (e.kind == ERR_METHOD)
        res_header(c, s, "Allow", q->method == GET ? "POST" : "GET, HEAD");
    if (e.kind == ERR_SIGN_IN && q->face == FACE_HTML && q->method == GET) {
        const char *back =
            arena_printf(c->arena, "%s%s%s", q->path, *q->query ? "?" : "", q->query);
        struct buf b = { .arena = c->arena };

        buf_text(&b, "/sign-in?next=");
        html_path((struct html){ &b }, back);
        web_see_other(s, buf_str(&b));
        return;
    }
    if (e.kind == ERR_DENIED && q->face == FACE_HTML && q->method == GET &&
        strcmp(q->path, "/") == 0 && strcmp(page_start(c), "/") != 0) {
        web_see_other(s, page_start(c));
        return;
    }
    if (q->face != FACE_HTML) {
        problem_json(c, &c->err, s);
        return;
    }
    struct html h = page_begin(c, q, s, status_of(e.kind), T("This did not work"));
    struct req again = *q;

    again.problem = &e;
    problem_html(h, c, &c->err, &again);
    page_end(c, h);
}

/* ---- the steps ---- */

static bool may_enter(struct ctx *c, const struct req *q, const struct route *r)
{
    if (!may(c, r->cap))
        return may_not(c);
    if (q->method == GET || c->actor->by_token)
        return true;
    if (!q->same_origin)
        return fail(c, ERR_DENIED, "this was sent by another site's page, so nothing was changed");
    if (!(r->flags & ROUTE_SIGN_IN) && c->actor->id &&
        !pass_equal(c->actor->csrf, req_last(q, "csrf")))
        return fail(c, ERR_DENIED, "this form is too old or not ours; load the page again");
    return true;
}

void web_speak(struct ctx *c, const struct req *q)
{
    const char *chosen = req_cookie(c, q, "lang"); /* what was clicked last */

    if (!*chosen && c->actor->lang)
        chosen = c->actor->lang;
    if (!*chosen)
        chosen = q->accept_language;
    c->lang = *chosen ? tr_lang_match(chosen) : tr_langs[0];
}

static bool open_request(struct ctx *c, struct req *q)
{
    bool other;
    struct actor *who = NEW(c->arena, struct actor);

    *who = *c->actor;
    if (web_identify && !web_identify(c, q, who))
        return false;
    c->actor = who;
    web_speak(c, q);
    q->route = web_find(q->method, q->path, &other);
    if (!q->route && other)
        return fail(c, ERR_METHOD, "this address does not take %s",
                    q->method == GET ? "GET" : "POST");
    if (!q->route)
        return fail(c, ERR_NOT_FOUND, "there is no such page");
    web_captures(c, q->route, q);
    if (q->method == GET && table_asked(q) && !(q->route->flags & ROUTE_TABLE))
        return fail(c, ERR_NOT_FOUND, "this page is no table; ask for it without .csv or .xlsx");
    return may_enter(c, q, q->route);
}

unsigned web_flags(const struct req *q)
{
    bool other;
    const struct route *r = web_find(q->method, q->path, &other);

    return r ? r->flags : 0;
}

static bool admit(struct ctx *c, struct req *q)
{
    struct actor who = *c->actor;
    bool other;
    const struct actor *nobody = c->actor;
    const struct route *r = web_find(q->method, q->path, &other);

    if (web_identify && !web_identify(c, q, &who))
        return false;
    c->actor = &who;
    bool ok = (r && may(c, r->cap)) || may_not(c);
    c->actor = nobody;
    return ok;
}

bool web_admit(struct ctx *c, struct req *q)
{
    bool ok = db_begin(c, false) && admit(c, q);

    db_rollback(c);
    return ok;
}

bool web_open(struct ctx *c, struct req *q, struct res *s)
{
    clear(c, s);
    if (db_begin(c, false)) {
        bool ok = open_request(c, q);

        if (!ok)
            show_problem(c, q, s);
        db_rollback(c);
        return ok;
    }
    show_problem(c, q, s);
    return false;
}

/* A program does not follow a browser's way to the next page; it is told where that is. */
static void for_programs(const struct req *q, struct res *s)
{
    if (q->face != FACE_JSON || s->status != 303)
        return;
    struct json j = json_doc(s, 200);

    s->body.n = 0;
    json_open(&j, NULL, '{');
    json_text(&j, "location", s->location);
    json_close(&j, '}');
    s->location = NULL;
}

void web_read(struct ctx *c, struct req *q, struct res *s)
{
    bool begun = db_begin(c, false);
    /* A failure that the handler passed over is one all the same: the page lacks something. */
    bool ok = begun && q->route->handler(c, q, s) && c->err.kind == ERR_NONE;

    ASSERT(!s->etag || (q->route->flags & ROUTE_ETAG)); /* what the API promises */
    if (!ok)
        show_problem(c, q, s);
    else
        for_programs(q, s);
    if (begun)
        db_rollback(c);
}

bool web_write(struct ctx *c, void *arg)
{
    struct web_call *call = arg;

    struct idem idem;

    clear(c, call->s);
    c->action = call->q->route->cap;
    if (!idem_begin(c, call->q, call->s, &idem))
        return false;
    if (idem.replayed)
        return true;
    if (!call->q->route->handler(c, call->q, call->s) || c->err.kind != ERR_NONE)
        return false;
    for_programs(call->q, call->s);
    return idem_end(c, call->s, &idem);
}

void web_problem(struct ctx *c, struct req *q, struct res *s)
{
    const struct route *r = q->route;

    if (!r || !c->db || q->face != FACE_HTML || !r->form ||
        (c->err.kind != ERR_INPUT && c->err.kind != ERR_CONFLICT)) {
        show_problem(c, q, s);
        return;
    }
    struct err *e = NEW(c->arena, struct err);

    *e = c->err;
    c->err = (struct err){ 0 };
    clear(c, s);
    q->problem = e;
    bool begun = db_begin(c, false);
    if (!begun || !r->form(c, q, s))
        show_problem(c, q, s);
    else
        s->status = status_of(e->kind);
    if (begun)
        db_rollback(c);
}

void web_handle(struct ctx *c, struct req *q, struct res *s)
{
    struct web_call call = { q, s };
    struct db *db = c->db;

    if (!web_open(c, q, s))
        return;
    if (q->method == GET || (q->route->flags & ROUTE_READS)) {
        web_read(c, q, s);
        return;
    }
    bool ok = true;
    if (q->route->prepare) {
        ok = db_begin(c, false) && q->route->prepare(c, q);
        db_rollback(c);
    }
    ok = ok && exec_now(c, web_write, &call);
    c->db = db;
    if (!ok)
        web_problem(c, q, s);
}
