/* One's own account: language, password, sessions, tokens. */
#include <string.h>

#include "common/account/account_attempt.h"
#include "common/account/account_desk.h"
#include "common/account/account_pages.h"
#include "common/unit/unit.h"
#include "core/pass.h"
#include "core/tr.h"

enum { MAX_TOKENS = 20, MAX_CAP_WORDS = 64 };

struct own_view {
    struct account a;
    account_helds roles;
    account_sittings sittings;
    account_tokens tokens;
    const char *caps[MAX_CAP_WORDS]; /* rights that a token may be narrowed to */
    size_t n_caps;
    const char *secret; /* of the token just made: shown this one time */
    const char *done;
};

#include "account_own.html.h"

/* ---- reading ---- */

static void list_caps(struct ctx *c, struct own_view *v)
{
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_grants; i++) {
            const char *cap = modules[m]->grants[i].cap;
            bool had = false;

            for (size_t k = 0; k < v->n_caps; k++)
                had |= strcmp(v->caps[k], cap) == 0;
            if (!had && may(c, cap) && v->n_caps < MAX_CAP_WORDS)
                v->caps[v->n_caps++] = cap;
        }
}

static const struct account_done said[] = {
    { "language", N_("The language is set.") },
    { "password", N_("The new password is set; all other sessions have ended.") },
    { "session", N_("The session has ended.") },
    { "token", N_("The token is revoked.") },
};

static bool read_own(struct ctx *c, const struct req *q, struct own_view *v)
{
    list_caps(c, v);
    v->done = account_done_text(c, q, said, COUNT(said));
    return account_get(c, c->actor->id, &v->a) && account_roles_of(c, v->a.id, &v->roles) &&
           account_sittings_of(c, q, v->a.id, &v->sittings) &&
           account_tokens_of(c, v->a.id, &v->tokens);
}

static void own_roles_json(struct ctx *c, struct json *j, const account_helds *roles)
{
    json_open(j, "roles", '[');
    for (size_t i = 0; i < roles->n; i++)
        if (!roles->v[i].until_ms) {
            json_open(j, NULL, '{');
            json_text(j, "role", roles->v[i].role);
            json_id(j, "unit", roles->v[i].unit);
            json_text(j, "unit_name", unit_name(c, roles->v[i].unit));
            json_close(j, '}');
        }
    json_close(j, ']');
}

static void sittings_json(struct json *j, const account_sittings *l)
{
    json_open(j, "sessions", '[');
    for (size_t i = 0; i < l->n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", l->v[i].id);
        json_ms(j, "made", l->v[i].made_ms);
        json_ms(j, "seen", l->v[i].seen_ms);
        json_ms(j, "ends", l->v[i].ends_ms);
        json_text(j, "address", l->v[i].address);
        json_text(j, "program", l->v[i].program);
        json_bool(j, "here", l->v[i].here);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void tokens_json(struct json *j, const account_tokens *l)
{
    json_open(j, "tokens", '[');
    for (size_t i = 0; i < l->n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", l->v[i].id);
        json_text(j, "label", l->v[i].label);
        json_text(j, "scopes", l->v[i].scopes);
        json_ms(j, "made", l->v[i].made_ms);
        json_ms(j, "ends", l->v[i].ends_ms);
        json_ms(j, "used", l->v[i].used_ms);
        json_ms(j, "revoked", l->v[i].revoked_ms);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static bool own_json(struct ctx *c, struct res *s, const struct own_view *v)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_id(&j, "id", v->a.id);
    json_text(&j, "name", v->a.name);
    json_text(&j, "person", v->a.person);
    json_text(&j, "language", v->a.lang);
    json_id(&j, "unit", v->a.unit);
    json_text(&j, "csrf", c->actor->csrf);
    own_roles_json(c, &j, &v->roles);
    sittings_json(&j, &v->sittings);
    tokens_json(&j, &v->tokens);
    json_close(&j, '}');
    return true;
}

static bool own_page(struct ctx *c, const struct req *q, struct res *s, struct own_view *v)
{
    struct html h = page_begin(c, q, s, 200, T("My account"));

    account_own_html(h, c, q, v);
    return account_page_end(c, h);
}

bool account_get_own(struct ctx *c, const struct req *q, struct res *s)
{
    struct own_view v = { 0 };

    if (!read_own(c, q, &v))
        return false;
    return q->face == FACE_HTML ? own_page(c, q, s, &v) : own_json(c, s, &v);
}

/* ---- changing ---- */

/* Whoever finds a program's token must not be able to take the account over with it. */
static bool own_hand(struct ctx *c)
{
    return !c->actor->by_token ||
           fail(c, ERR_DENIED, "a program's token cannot do this; sign in for it");
}

struct lang_choice {
    const char *lang;
};
const struct input account_lang_inputs[1] = {
    CHOICE_INPUT(struct lang_choice, lang, N_("Language"), 1, "vi en de"),
};

bool account_post_lang(struct ctx *c, const struct req *q, struct res *s)
{
    struct lang_choice in;

    if (!own_hand(c) || !req_read(c, q, account_lang_inputs, COUNT(account_lang_inputs), &in) ||
        !account_set_lang(c, c->actor->id, in.lang))
        return false;
    account_lang_cookie(c, q, s, in.lang);
    return web_see_other(s, "/account?done=language");
}

struct own_password {
    const char *old, *password, *again;
};
const struct input account_password_inputs[3] = {
    TEXT_INPUT(struct own_password, old, N_("Password until now"), 1, 1000),
    TEXT_INPUT(struct own_password, password, N_("New password"), 1, 1000),
    TEXT_INPUT(struct own_password, again, N_("The new password again"), 1, 1000),
};
struct own_change {
    struct account_attempt attempt;
    const char *hash;
};

bool account_prepare_password(struct ctx *c, struct req *q)
{
    struct own_change *t = NEW(c->arena, struct own_change);
    struct own_password in;
    struct account a;

    q->prepared = t;
    if (!own_hand(c) || !account_get(c, c->actor->id, &a) ||
        !req_read(c, q, account_password_inputs, COUNT(account_password_inputs), &in) ||
        !account_new_password(c, in.password, in.again, &a) ||
        !account_attempt_judge(c, q, a.name, in.old, &t->attempt))
        return false;
    return !t->attempt.right || (t->hash = account_hash(c, in.password)) != NULL;
}

bool account_post_password(struct ctx *c, const struct req *q, struct res *s)
{
    const struct own_change *t = q->prepared;
    const char *csrf;

    if (!account_attempt_count(c, &t->attempt))
        return false;
    if (!t->attempt.right) {
        fail_field(c, "old", "this is not your password until now");
        return account_refuse(c, q, s, account_get_own);
    }
    return account_password_set(c, c->actor->id, t->hash, "") &&
           account_session_begin(c, q, s, c->actor->id, &csrf) &&
           account_attempt_remember(c, &t->attempt, s) &&
           web_see_other(s, "/account?done=password");
}

bool account_post_session_end(struct ctx *c, const struct req *q, struct res *s)
{
    return own_hand(c) && account_sitting_end(c, c->actor->id, req_id(q)) &&
           web_see_other(s, "/account?done=session");
}

bool account_post_sessions_end(struct ctx *c, const struct req *q, struct res *s)
{
    return own_hand(c) &&
           account_session_end_others(c, c->actor->id, req_cookie(c, q, ACCOUNT_COOKIE)) &&
           web_see_other(s, "/account?done=session");
}

/* ---- tokens ---- */

struct token_form {
    const char *label;
    int64_t days;
};
const struct input account_token_inputs[2] = {
    TEXT_INPUT(struct token_form, label, N_("What is it for?"), 1, 100),
    INT_INPUT(struct token_form, days, N_("Days until it ends"), 1, 365),
};

/* The boxes that were ticked, as one text; each must be a right that the person has. */
static bool read_scopes(struct ctx *c, const struct req *q, const char **ret)
{
    struct buf b = { .arena = c->arena };

    for (size_t i = 0; i < q->params.n; i++) {
        const char *word = q->params.v[i].value;

        if (strcmp(q->params.v[i].name, "scope") != 0)
            continue;
        if (strcmp(word, "all") == 0) {
            *ret = "all";
            return true;
        }
        if (!web_cap(word) || !may(c, word))
            return fail_field(c, "scope", "choose one of the list");
        buf_text(&b, b.n ? " " : "");
        buf_text(&b, word);
    }
    *ret = buf_str(&b);
    return b.n || fail_field(c, "scope", "say what the program may do");
}

static bool has_room(struct ctx *c, const account_tokens *l)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++)
        n += !l->v[i].revoked_ms && l->v[i].ends_ms > c->now_ms;
    return n < MAX_TOKENS || fail(c, ERR_CONFLICT, "you have %d tokens; revoke one first", (int)n);
}

bool account_post_token(struct ctx *c, const struct req *q, struct res *s)
{
    struct account_token_draft d = { .account = c->actor->id };
    struct own_view v = { 0 };
    struct token_form in;

    if (!own_hand(c))
        return false;
    bool ok = req_read(c, q, account_token_inputs, COUNT(account_token_inputs), &in);
    if (!read_scopes(c, q, &d.scopes) || !ok || !account_tokens_of(c, d.account, &v.tokens) ||
        !has_room(c, &v.tokens))
        return false;
    d.label = in.label;
    d.ends_ms = c->now_ms + in.days * 24 * 60 * 60 * 1000;
    v.tokens.n = 0;
    if (!account_token_add(c, &d, &v.secret))
        return false;
    if (q->face == FACE_HTML)
        return read_own(c, q, &v) && own_page(c, q, s, &v);
    struct json j = json_doc(s, 201);
    json_open(&j, NULL, '{');
    json_text(&j, "token", v.secret);
    json_ms(&j, "ends", d.ends_ms);
    json_close(&j, '}');
    return true;
}

bool account_post_token_revoke(struct ctx *c, const struct req *q, struct res *s)
{
    return own_hand(c) && account_token_revoke(c, c->actor->id, req_id(q)) &&
           web_see_other(s, "/account?done=token");
}
