/* From a request to its answer: route, actor, right, handler, failure. */
#include <string.h>

#include "core/app.h"
#include "core/db.h"
#include "core/exec.h"
#include "core/page.h"
#include "core/tr.h"
#include "core/web.h"

#include "problem.html.h"

bool (*web_identify)(struct ctx *c, const struct req *q, struct actor *ret);

/* ---- rights ---- */

enum { MAX_CAPS = 64, MAX_ROUTES = 512 };
static const char *caps[MAX_CAPS]; /* filled once by web_boot(), then constant */
static size_t n_caps;

uint64_t web_cap(const char *cap)
{
    for (size_t i = 0; i < n_caps; i++)
        if (strcmp(caps[i], cap) == 0)
            return (uint64_t)1 << i;
    return 0;
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *s = words; *s; s += strcspn(s, " "), s += strspn(s, " "))
        if (strcspn(s, " ") == n && strncmp(s, word, n) == 0)
            return true;
    return false;
}

uint64_t web_role_caps(const char *role)
{
    uint64_t all = 0;

    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_grants; i++)
            if (has_word(modules[m]->grants[i].roles, role))
                all |= web_cap(modules[m]->grants[i].cap);
    return all;
}

bool may(const struct ctx *c, const char *cap)
{
    if (strcmp(cap, CAP_PUBLIC) == 0)
        return true;
    if (strcmp(cap, CAP_SIGNED_IN) == 0)
        return c->actor->id != 0;
    return (c->actor->caps & web_cap(cap)) != 0;
}

static bool check_route(struct ctx *c, const struct route *r)
{
    if (!r->cap || !*r->cap || !r->doc || r->path[0] != '/')
        return fail(c, ERR_SYSTEM, "route %s has no right or no description", r->path);
    if (strcmp(r->cap, CAP_PUBLIC) && strcmp(r->cap, CAP_SIGNED_IN) && !web_cap(r->cap))
        return fail(c, ERR_SYSTEM, "nobody is granted %s, the right of %s", r->cap, r->path);
    return true;
}

bool web_boot(struct ctx *c)
{
    n_caps = 0;
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_grants; i++)
            if (!web_cap(modules[m]->grants[i].cap)) {
                ASSERT(n_caps < MAX_CAPS);
                caps[n_caps++] = modules[m]->grants[i].cap;
            }
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++)
            if (!check_route(c, &modules[m]->routes[i]))
                return false;
    return true;
}

/* ---- finding the route ---- */

/* Matches "/tasks/:id/finish": :id is digits, any other :name is one segment. The
 * captures are added to q in front of nothing: path parameters come first. */
static bool match(struct ctx *c, const char *pattern, struct req *q, bool take)
{
    const char *p = pattern, *s = q->path;

    while (*p) {
        if (*p != ':') {
            if (*p++ != *s++)
                return false;
            continue;
        }
        size_t name = strcspn(++p, "/"), len = strcspn(s, "/");

        if (len == 0 || (name == 2 && !strncmp(p, "id", 2) && strspn(s, "0123456789") != len))
            return false;
        if (take)
            *LIST_PUSH(c->arena, &q->params) =
                (struct param){ arena_strndup(c->arena, p, name), arena_strndup(c->arena, s, len) };
        p += name;
        s += len;
    }
    return *s == '\0';
}

/* Path parameters must win over query and form: put them first. */
static void take_captures(struct ctx *c, const struct route *r, struct req *q)
{
    size_t had = q->params.n;
    struct param *old = q->params.v;

    q->params.v = NULL;
    q->params.n = q->params.cap = 0;
    match(c, r->path, q, true);
    for (size_t i = 0; i < had; i++)
        *LIST_PUSH(c->arena, &q->params) = old[i];
}

static const struct route *find_route(struct ctx *c, struct req *q, bool *ret_other_method)
{
    *ret_other_method = false;
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            const struct route *r = &modules[m]->routes[i];

            if (r->path[1] != q->path[1] || !match(c, r->path, q, false))
                continue;
            if (r->method == q->method)
                return r;
            *ret_other_method = true;
        }
    return NULL;
}

/* ---- failures ---- */

static int status_of(enum err_kind k)
{
    static const int status[] = { [ERR_NONE] = 200,      [ERR_INPUT] = 422,     [ERR_MALFORMED] = 400,
                                  [ERR_SIGN_IN] = 401,   [ERR_DENIED] = 403,    [ERR_NOT_FOUND] = 404,
                                  [ERR_CONFLICT] = 409,  [ERR_TOO_LARGE] = 413, [ERR_TOO_MANY] = 429,
                                  [ERR_SYSTEM] = 500,    [ERR_BUSY] = 503,      [ERR_FULL] = 507 };

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
        c->err.message = arena_printf(c->arena, "%s (%s %04X)", T("something went wrong here; please try again"),
                                      T("incident"), (unsigned)(c->now_ms & 0xffff));
    if (e.kind == ERR_BUSY || e.kind == ERR_TOO_MANY || e.kind == ERR_FULL)
        res_header(c, s, "Retry-After", e.kind == ERR_TOO_MANY ? "60" : "5");
    if (e.kind == ERR_SIGN_IN && q->face == FACE_HTML && q->method == GET) {
        const char *back = arena_printf(c->arena, "%s%s%s", q->path, *q->query ? "?" : "", q->query);
        struct buf b = { .arena = c->arena };

        buf_text(&b, "/sign-in?next=");
        html_path((struct html){ &b }, back);
        web_see_other(s, buf_str(&b));
        return;
    }
    if (q->face != FACE_HTML) {
        problem_json(c, &c->err, s);
        return;
    }
    struct html h = page_begin(c, q, s, status_of(e.kind), T("This did not work"));

    problem_html(h, c, &c->err, q);
    page_end(c, h);
}

/* ---- the steps ---- */

static bool may_enter(struct ctx *c, const struct req *q, const struct route *r)
{
    if (!may(c, r->cap)) {
        if (c->actor->id)
            return fail(c, ERR_DENIED, "your roles do not include this");
        return fail(c, ERR_SIGN_IN, "please sign in first");
    }
    if (q->method == GET || c->actor->by_token)
        return true;
    if (!q->same_origin)
        return fail(c, ERR_DENIED, "this was sent by another site's page, so nothing was changed");
    if (!(r->flags & ROUTE_SIGN_IN) && c->actor->id && strcmp(c->actor->csrf, req_last(q, "csrf")) != 0)
        return fail(c, ERR_DENIED, "this form is too old or not ours; load the page again");
    return true;
}

static bool open_request(struct ctx *c, struct req *q)
{
    bool other;
    struct actor *who = NEW(c->arena, struct actor);

    *who = *c->actor;
    if (web_identify && !web_identify(c, q, who))
        return false;
    c->actor = who;
    const char *chosen = req_cookie(c, q, "lang"); /* what was clicked last */
    if (!*chosen && who->lang)
        chosen = who->lang;
    c->lang = *chosen ? tr_lang_match(chosen) : *q->accept_language ? tr_lang_match(q->accept_language) : tr_langs[0];
    q->route = find_route(c, q, &other);
    if (!q->route && other)
        return fail(c, ERR_MALFORMED, "this address does not take %s", q->method == GET ? "GET" : "POST");
    if (!q->route)
        return fail(c, ERR_NOT_FOUND, "there is no such page");
    take_captures(c, q->route, q);
    return may_enter(c, q, q->route);
}

unsigned web_flags(struct ctx *c, struct req *q)
{
    bool other;
    const struct route *r = find_route(c, q, &other);

    return r ? r->flags : 0;
}

static bool admit(struct ctx *c, struct req *q)
{
    struct actor who = *c->actor;
    bool other;
    const struct actor *nobody = c->actor;
    const struct route *r = find_route(c, q, &other);

    if (web_identify && !web_identify(c, q, &who))
        return false;
    c->actor = &who;
    bool ok = r && may(c, r->cap);
    c->actor = nobody;
    if (ok)
        return true;
    return who.id ? fail(c, ERR_DENIED, "your roles do not include this")
                  : fail(c, ERR_SIGN_IN, "please sign in first");
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

void web_read(struct ctx *c, struct req *q, struct res *s)
{
    bool begun = db_begin(c, false);
    bool ok = begun && q->route->handler(c, q, s);

    if (!ok)
        show_problem(c, q, s);
    if (begun)
        db_rollback(c);
}

bool web_write(struct ctx *c, void *arg)
{
    struct web_call *call = arg;

    clear(c, call->s);
    c->action = call->q->route->cap;
    return call->q->route->handler(c, call->q, call->s);
}

void web_problem(struct ctx *c, struct req *q, struct res *s)
{
    const struct route *r = q->route;

    if (!r || !c->db || q->face != FACE_HTML || !r->form || (c->err.kind != ERR_INPUT && c->err.kind != ERR_CONFLICT)) {
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
    if (q->method == GET) {
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
