/* Signing in and out, choosing a password by a one-time link; the module. */
#include "common/account/account_pass.h"
#include "common/account/account_pages.h"

#include <string.h>

#include "common/account/account_attempt.h"
#include "common/account/account_cli.h"
#include "common/account/account_desk.h"
#include "common/account/account_shapes.h"
#include "core/pass.h"
#include "core/tr.h"

#include "account_schema.h"
#include "account_sign_in.html.h"

/* ---- what the pages of this slice share ---- */

/* As /language/:lang sets it, see core_pages.c. */
void account_lang_cookie(struct ctx *c, const struct req *q, struct res *s, const char *lang)
{
    res_header(c, s, "Set-Cookie",
               arena_printf(c->arena, "lang=%s; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly%s",
                            lang, q->secure ? "; Secure" : ""));
}

bool account_page_end(struct ctx *c, struct html h)
{
    return page_end(c, h) && c->err.kind == ERR_NONE;
}

bool account_refuse(struct ctx *c, const struct req *q, struct res *s,
                    bool (*page)(struct ctx *c, const struct req *q, struct res *s))
{
    struct err *e = NEW(c->arena, struct err);
    struct req again = *q;

    *e = c->err;
    c->err = (struct err){ 0 };
    again.problem = e;
    if (q->face != FACE_HTML) {
        struct json j = json_doc(s, 422);

        s->type = "application/problem+json"; /* RFC 9457, as the dispatcher does */
        json_open(&j, NULL, '{');
        json_int(&j, "status", 422);
        json_text(&j, "title", e->message);
        json_close(&j, '}');
        return true;
    }
    if (!page(c, &again, s))
        return false;
    s->status = 422;
    return true;
}

/* ---- signing in ---- */

/* Only an address of our own: one '/', no host, no control characters. */
static const char *next_of(const struct req *q)
{
    const char *next = req_last(q, "next");
    size_t n = strlen(next);

    if (next[0] != '/' || next[1] == '/' || next[1] == '\\' || n > 2000)
        return "/";
    for (size_t i = 0; i < n; i++)
        if (next[i] <= ' ' || next[i] > '~')
            return "/";
    return strncmp(next, "/sign-in", 8) == 0 ? "/" : next;
}

const char *account_done_text(struct ctx *c, const struct req *q, const struct account_done *all,
                              size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(req_text(q, "done"), all[i].word) == 0)
            return T(all[i].text);
    return NULL;
}

static bool sign_in_page(struct ctx *c, const struct req *q, struct res *s)
{
    static const struct account_done said[] = {
        { "signed-out", N_("You are signed out.") },
        { "password", N_("The new password is set. Sign in with it.") },
    };
    struct html h = page_begin(c, q, s, 200, T("Sign in"));

    account_sign_in_html(h, c, q, next_of(q), account_done_text(c, q, said, COUNT(said)));
    return page_end(c, h);
}

static bool get_sign_in(struct ctx *c, const struct req *q, struct res *s)
{
    if (c->actor->id && q->face == FACE_HTML)
        return web_see_other(s, next_of(q));
    if (q->face == FACE_HTML)
        return sign_in_page(c, q, s);
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_text(&j, "name", c->actor->name);
    json_text(&j, "csrf", c->actor->csrf);
    json_close(&j, '}');
    return true;
}

struct sign_in {
    const char *name, *password, *next;
};
static const struct input sign_in_inputs[] = {
    TEXT_INPUT(struct sign_in, name, N_("Sign-in name"), 1, 100),
    TEXT_INPUT(struct sign_in, password, N_("Password"), 1, 1000),
    TEXT_INPUT(struct sign_in, next, N_("Page to go to afterwards"), 0, 2000),
};

static const char *lower(struct ctx *c, const char *name)
{
    char *s = arena_alloc(c->arena, strlen(name) + 1);

    for (size_t i = 0; name[i]; i++)
        s[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 'a' - 'A') : name[i];
    return s;
}

static bool prepare_sign_in(struct ctx *c, struct req *q)
{
    struct account_attempt *t = NEW(c->arena, struct account_attempt);
    struct sign_in in;

    q->prepared = t;
    return req_read(c, q, sign_in_inputs, COUNT(sign_in_inputs), &in) &&
           account_attempt_judge(c, q, lower(c, in.name), in.password, t);
}

static bool welcome(const struct req *q, struct res *s, const char *csrf)
{
    if (q->face == FACE_HTML)
        return web_see_other(s, next_of(q));
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_text(&j, "location", next_of(q));
    json_text(&j, "csrf", csrf);
    json_close(&j, '}');
    return true;
}

static bool post_sign_in(struct ctx *c, const struct req *q, struct res *s)
{
    const struct account_attempt *t = q->prepared;
    struct account_desk *d = account_desk(c);
    const char *csrf;

    if (!account_attempt_count(c, t))
        return false;
    if (!t->right) {
        atomic_fetch_add(&d->failed, 1);
        fail(c, ERR_INPUT, "the name or the password is wrong");
        return account_refuse(c, q, s, sign_in_page);
    }
    if (!account_session_begin(c, q, s, t->account, &csrf) || !account_attempt_remember(c, t, s))
        return false;
    atomic_fetch_add(&d->signed_in, 1);
    if (*t->lang && !*req_cookie(c, q, "lang"))
        account_lang_cookie(c, q, s, t->lang);
    return welcome(q, s, csrf);
}

static bool post_sign_out(struct ctx *c, const struct req *q, struct res *s)
{
    return account_session_leave(c, q, s) && web_see_other(s, "/sign-in?done=signed-out");
}

/* ---- a password by a one-time link ---- */

struct choice {
    const char *key, *password, *again;
};
static const struct input choice_inputs[] = {
    TEXT_INPUT(struct choice, key, N_("Key of the link"), 1, 100),
    TEXT_INPUT(struct choice, password, N_("New password"), 1, 1000),
    TEXT_INPUT(struct choice, again, N_("The new password again"), 1, 1000),
};
struct chosen {
    int64_t account;
    const char *hash;
};

static bool get_password(struct ctx *c, const struct req *q, struct res *s)
{
    struct account a;

    if (!account_link_open(c, req_last(q, "key"), &a))
        return false;
    if (q->face != FACE_HTML) {
        struct json j = json_doc(s, 200);

        json_open(&j, NULL, '{');
        json_text(&j, "name", a.name);
        json_close(&j, '}');
        return true;
    }
    struct html h = page_begin(c, q, s, 200, T("Choose a password"));

    account_choose_html(h, c, q, &a);
    return page_end(c, h);
}

bool account_new_password(struct ctx *c, const char *password, const char *again,
                          const struct account *who)
{
    bool good = account_password_check(c, "password", password, who);

    return (pass_equal(password, again) || fail_field(c, "again", "the two are not the same")) &&
           good;
}

static bool prepare_password(struct ctx *c, struct req *q)
{
    struct chosen *t = NEW(c->arena, struct chosen);
    struct account a;
    struct choice in;

    q->prepared = t;
    if (!account_link_open(c, req_last(q, "key"), &a) ||
        !req_read(c, q, choice_inputs, COUNT(choice_inputs), &in) ||
        !account_new_password(c, in.password, in.again, &a))
        return false;
    t->account = a.id;
    return (t->hash = account_hash(c, in.password)) != NULL;
}

/* The link is looked up again: it may have been used in the meantime. */
static bool post_password(struct ctx *c, const struct req *q, struct res *s)
{
    const struct chosen *t = q->prepared;
    struct account a;

    return account_link_open(c, req_last(q, "key"), &a) &&
           account_password_set(c, t->account, t->hash, "") &&
           web_see_other(s, "/sign-in?done=password");
}

/* ---- the module ---- */

extern const struct sealed account_sealed, account_role_sealed, account_token_sealed;
static const struct sealed *const sealed[] = { &account_sealed, &account_role_sealed,
                                               &account_token_sealed };

/* account_admin.sql knows that these two roles, and no others, may read accounts. */
static const struct grant grants[] = {
    { "account.read", "admin auditor" },
    { "account.manage", "admin" },
};

static const struct nav nav[] = { { N_("Accounts"), "/accounts", "account.read", 80 } };

/* clang-format off */
static const struct route routes[] = {
    { GET, "/sign-in", get_sign_in, CAP_PUBLIC, "Who is signed in, and the form to sign in", .cmd = NULL },
    { POST, "/sign-in", post_sign_in, CAP_PUBLIC, "Begin a session", .flags = ROUTE_SIGN_IN,
      LISTED(inputs, sign_in_inputs), .form = sign_in_page, .prepare = prepare_sign_in },
    { POST, "/sign-out", post_sign_out, CAP_PUBLIC, "End this session", .cmd = NULL },
    { GET, "/password", get_password, CAP_PUBLIC, "Choose a password by a one-time link", .cmd = NULL },
    { POST, "/password", post_password, CAP_PUBLIC, "Set the password of a one-time link",
      .flags = ROUTE_SIGN_IN, LISTED(inputs, choice_inputs), .form = get_password, .prepare = prepare_password },

    { GET, "/account", account_get_own, CAP_SIGNED_IN, "My account, sessions and tokens", .cmd = NULL },
    { POST, "/account/language", account_post_lang, CAP_SIGNED_IN, "Choose my language",
      LISTED(inputs, account_lang_inputs), .form = account_get_own },
    { POST, "/account/password", account_post_password, CAP_SIGNED_IN, "Change my password",
      .flags = ROUTE_SECRET, LISTED(inputs, account_password_inputs), .form = account_get_own, .prepare = account_prepare_password },
    { POST, "/account/sessions/:id/end", account_post_session_end, CAP_SIGNED_IN, "End one of my sessions", .cmd = NULL },
    { POST, "/account/sessions/end", account_post_sessions_end, CAP_SIGNED_IN, "End my other sessions", .cmd = NULL },
    { POST, "/account/tokens", account_post_token, CAP_SIGNED_IN, "Make a token for a program",
      .flags = ROUTE_SECRET, LISTED(inputs, account_token_inputs), .form = account_get_own },
    { POST, "/account/tokens/:id/revoke", account_post_token_revoke, CAP_SIGNED_IN, "Revoke one of my tokens", .cmd = NULL },

    { GET, "/accounts", account_get_list, "account.read", "Accounts of the units that I administer",
      .cmd = "account list", .flags = ROUTE_TABLE },
    { GET, "/accounts/new", account_get_new, "account.manage", "The form of a new account", .cmd = NULL },
    { POST, "/accounts", account_post_new, "account.manage", "Open an account; answers the one-time link",
      .cmd = "account new", .flags = ROUTE_SECRET, LISTED(inputs, account_new_inputs), .form = account_get_new },
    { GET, "/accounts/:id", account_get_one, "account.read", "One account and its roles", .cmd = "account show" },
    { POST, "/accounts/:id", account_post_edit, "account.manage", "Change name, language or unit of an account",
      LISTED(inputs, account_edit_inputs), .form = account_get_one },
    { POST, "/accounts/:id/roles", account_post_role, "account.manage", "Grant a role at a unit",
      .cmd = "account grant", LISTED(inputs, account_role_inputs), .form = account_get_one },
    { POST, "/accounts/:id/roles/:role/end", account_post_role_end, "account.manage", "Revoke a role", .cmd = NULL },
    { POST, "/accounts/:id/close", account_post_close, "account.manage", "Close an account: sessions and tokens end",
      LISTED(inputs, account_version_inputs), .form = account_get_one },
    { POST, "/accounts/:id/reopen", account_post_reopen, "account.manage", "Open a closed account again",
      LISTED(inputs, account_version_inputs), .form = account_get_one },
    { POST, "/accounts/:id/link", account_post_link, "account.manage", "Make a one-time link to choose a password",
      .flags = ROUTE_SECRET },
};
/* clang-format on */

static const struct command commands[] = {
    { "token", "--account NAME [--days N] [--scope RIGHTS] [--label TEXT]",
      N_("Print a bearer token for a program"), account_cli_token },
    { "user", "add|password|link|grant|revoke|close|reopen|list ...",
      N_("Accounts, without signing in: for whoever keeps this machine"), account_cli_user },
};

static bool metrics(struct ctx *c, struct buf *out)
{
    struct account_desk *d = account_desk(c);

    buf_printf(out,
               "# TYPE lienthong_sign_ins_total counter\n"
               "lienthong_sign_ins_total{result=\"ok\"} %lld\n"
               "lienthong_sign_ins_total{result=\"wrong\"} %lld\n"
               "# TYPE lienthong_seats gauge\nlienthong_seats %zu\n",
               (long long)atomic_load(&d->signed_in), (long long)atomic_load(&d->failed),
               cache_count(d->seats));
    return true;
}

const struct module account_module = {
    .name = "account",
    LISTED(routes, routes),
    LISTED(schema, account_schema),
    LISTED(sealed, sealed),
    LISTED(grants, grants),
    LISTED(nav, nav),
    LISTED(shapes, shapes),
    LISTED(commands, commands),
    .start = account_desk_start,
    .stop = account_desk_stop,
    .tick = account_desk_tick,
    .check = account_check,
    .metrics = metrics,
    .passing = &account_passing,
};
