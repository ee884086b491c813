/* The accounts of others: list, new, one, roles, closing, links. */
#include <string.h>

#include "common/account/account_desk.h"
#include "common/account/account_pages.h"
#include "common/unit/unit.h"
#include "core/app.h"
#include "core/conf.h"
#include "core/table.h"
#include "core/tr.h"

struct one_view {
    struct account a;
    account_helds roles;
    unit_list units; /* suggestions */
    bool may_change;
    const char *link, *done; /* a one-time link just made: shown this one time */
};

static struct html_local account_export(struct ctx *c, const char *words, const char *form)
{
    struct buf b = { .arena = c->arena };

    buf_printf(&b, "/accounts.%s", form);
    if (*words) {
        buf_text(&b, "?words=");
        html_path((struct html){ &b }, words);
    }
    return (struct html_local){ buf_str(&b) };
}

#include "account_list.html.h"
#include "account_new.html.h"
#include "account_one.html.h"

/* ---- words ---- */

bool account_unit_named(struct ctx *c, const char *field, const char *text, int64_t *ret)
{
    const struct unit *u = unit_by_code(c, text, c->today);

    if (!u)
        u = unit_by_name(c, text, c->today);
    if (!u)
        return fail_field(c, field, "there is no unit with this code or name");
    *ret = u->id;
    return true;
}

const char *account_unit_word(struct ctx *c, int64_t unit)
{
    const struct unit *u = unit ? unit_get(c, unit) : NULL;

    return !u ? "" : *u->short_code ? u->short_code : u->code;
}

/* ---- list ---- */

static bool list_json(struct ctx *c, const account_lines *l, struct res *s)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_open(&j, "accounts", '[');
    for (size_t i = 0; i < l->n; i++) {
        json_open(&j, NULL, '{');
        json_id(&j, "id", l->v[i].id);
        json_text(&j, "name", l->v[i].name);
        json_text(&j, "person", l->v[i].person);
        json_id(&j, "unit", l->v[i].unit);
        json_text(&j, "unit_name", unit_name(c, l->v[i].unit));
        json_text(&j, "roles", l->v[i].roles);
        json_bool(&j, "closed", l->v[i].closed);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    if (l->n == ACCOUNT_PAGE)
        json_text(&j, "after", l->v[l->n - 1].name);
    else
        json_null(&j, "after");
    json_close(&j, '}');
    return true;
}

/* All pages, one after the other, in constant memory but for the arena's texts. */
static bool list_export(struct ctx *c, const struct req *q, const char *words, struct res *s)
{
    static const struct table_column columns[] = {
        { N_("Sign-in name"), NULL, 20 }, { N_("Full name"), NULL, 28 }, { N_("Unit"), NULL, 36 },
        { N_("Roles"), NULL, 40 },        { N_("Status"), NULL, 12 },
    };
    const struct table_plan plan = { "accounts", N_("Accounts"), columns, COUNT(columns) };
    struct table *t;
    const char *after = "";
    account_lines l;

    if (!table_begin(c, q, s, &plan, &t))
        return false;
    do {
        l = (account_lines){ 0 };
        if (!account_find(c, words, after, &l))
            return false;
        for (size_t i = 0; i < l.n; i++) {
            table_text(t, l.v[i].name);
            table_text(t, l.v[i].person);
            table_text(t, unit_name(c, l.v[i].unit));
            table_text(t, l.v[i].roles);
            table_text(t, l.v[i].closed ? T("closed") : T("in use"));
            if (!table_row(t))
                return false;
            after = l.v[i].name;
        }
    } while (l.n == ACCOUNT_PAGE);
    return table_end(t);
}

bool account_get_list(struct ctx *c, const struct req *q, struct res *s)
{
    const char *words = req_text(q, "words");
    account_lines l = { 0 };

    if (table_asked(q))
        return list_export(c, q, words, s);
    if (!account_find(c, words, req_text(q, "after"), &l))
        return false;
    if (q->face != FACE_HTML)
        return list_json(c, &l, s);
    struct html h = page_begin(c, q, s, 200, T("Accounts"));

    account_list_html(h, c, q, &l, words);
    return account_page_end(c, h);
}

/* ---- one ---- */

static const struct account_done said[] = {
    { "edit", N_("The change is saved.") },         { "grant", N_("The role is granted.") },
    { "revoke", N_("The role is revoked.") },       { "close", N_("The account is closed.") },
    { "reopen", N_("The account is open again.") },
};

/* Units to suggest: the tenants, or what lies right below the units that one administers. */
static void suggest(struct ctx *c, unit_list *ret)
{
    if (account_may_at(c, "account.manage", unit_state(c))) {
        if (unit_get(c, unit_state(c)))
            *LIST_PUSH(c->arena, ret) = unit_get(c, unit_state(c));
        unit_class(c, "tenants", c->today, ret);
        return;
    }
    for (size_t i = 0; i < c->actor->n_held; i++)
        if (account_may_at(c, "account.manage", c->actor->held[i].unit)) {
            *LIST_PUSH(c->arena, ret) = unit_get(c, c->actor->held[i].unit);
            unit_children(c, c->actor->held[i].unit, c->today, ret);
        }
}

static void one_json(struct ctx *c, const struct one_view *v, struct res *s)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_id(&j, "id", v->a.id);
    json_text(&j, "name", v->a.name);
    json_text(&j, "person", v->a.person);
    json_text(&j, "language", v->a.lang);
    json_id(&j, "unit", v->a.unit);
    json_text(&j, "unit_name", unit_name(c, v->a.unit));
    json_bool(&j, "closed", v->a.closed);
    json_bool(&j, "has_password", v->a.has_password);
    json_int(&j, "version", v->a.version);
    if (v->link)
        json_text(&j, "link", v->link);
    json_open(&j, "roles", '[');
    for (size_t i = 0; i < v->roles.n; i++) {
        const struct account_held *r = &v->roles.v[i];

        json_open(&j, NULL, '{');
        json_id(&j, "id", r->id);
        json_text(&j, "role", r->role);
        json_id(&j, "unit", r->unit);
        json_text(&j, "unit_name", unit_name(c, r->unit));
        json_ms(&j, "since", r->since_ms);
        json_ms(&j, "until", r->until_ms);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
}

static bool show_one(struct ctx *c, const struct req *q, struct res *s, int64_t id,
                     const char *link)
{
    struct one_view v = { .link = link, .done = account_done_text(c, q, said, COUNT(said)) };

    if (!account_look(c, id, &v.a) || !account_roles_of(c, id, &v.roles))
        return false;
    if (q->face != FACE_HTML) {
        one_json(c, &v, s);
        return true;
    }
    v.may_change = may(c, "account.manage") && account_may_change(c, &v.a);
    suggest(c, &v.units);
    struct html h = page_begin(c, q, s, 200, v.a.person);

    account_one_html(h, c, q, &v);
    return account_page_end(c, h);
}

bool account_get_one(struct ctx *c, const struct req *q, struct res *s)
{
    return show_one(c, q, s, req_id(q), NULL);
}

static bool see_one(struct ctx *c, const struct req *q, struct res *s, const char *done)
{
    return web_see_other(
        s, arena_printf(c->arena, "/accounts/%lld?done=%s", (long long)req_id(q), done));
}

/* The address that the person is given: of this node, as people reach it. */
const char *account_link_address(struct ctx *c, const char *key)
{
    const struct conf *f = c->app->conf;
    const char *root = f->public_url;

    if (!*root)
        root = arena_printf(c->arena, "http://%s:%lld", f->listen, (long long)f->port);
    return arena_printf(c->arena, "%s/password?key=%s", root, key);
}

/* ---- new ---- */

struct new_form {
    const char *name, *person, *lang, *unit;
};
const struct input account_new_inputs[4] = {
    TEXT_INPUT(struct new_form, name, N_("Sign-in name"), 2, 40),
    TEXT_INPUT(struct new_form, person, N_("Full name"), 1, 200),
    CHOICE_INPUT(struct new_form, lang, N_("Language"), 0, "vi en de"),
    TEXT_INPUT(struct new_form, unit, N_("Unit"), 1, 200),
};

bool account_get_new(struct ctx *c, const struct req *q, struct res *s)
{
    unit_list units = { 0 };

    if (q->face != FACE_HTML)
        return fail(c, ERR_NOT_FOUND, "there is no such page");
    suggest(c, &units);
    struct html h = page_begin(c, q, s, 200, T("New account"));

    account_new_html(h, c, q, &units);
    return account_page_end(c, h);
}

static bool made(const struct req *q, struct res *s)
{
    s->status = q->face == FACE_HTML ? 200 : 201;
    return true;
}

bool account_post_new(struct ctx *c, const struct req *q, struct res *s)
{
    struct new_form in;
    int64_t unit = 0, id;
    const char *key;
    bool ok = req_read(c, q, account_new_inputs, COUNT(account_new_inputs), &in);

    ok = (!*in.unit || account_unit_named(c, "unit", in.unit, &unit)) && ok;
    ok = (!*in.name || account_name_check(c, in.name)) && ok;
    if (!ok)
        return false;
    struct account_draft d = {
        .name = in.name, .person = in.person, .lang = in.lang, .unit = unit
    };

    return account_open_new(c, &d, &id) && account_link_make(c, id, &key) &&
           show_one(c, q, s, id, account_link_address(c, key)) && made(q, s);
}

/* ---- changing ---- */

struct edit_form {
    const char *person, *lang, *home;
    int64_t version;
};
const struct input account_edit_inputs[4] = {
    TEXT_INPUT(struct edit_form, person, N_("Full name"), 1, 200),
    CHOICE_INPUT(struct edit_form, lang, N_("Language"), 0, "vi en de"),
    TEXT_INPUT(struct edit_form, home, N_("Unit"), 1, 200),
    INT_INPUT(struct edit_form, version, N_("Version that was seen"), 1, 1000000000),
};

bool account_post_edit(struct ctx *c, const struct req *q, struct res *s)
{
    struct account_edit e = { .id = req_id(q) };
    struct edit_form in;
    bool ok = req_read(c, q, account_edit_inputs, COUNT(account_edit_inputs), &in);

    if (!(!*in.home || account_unit_named(c, "home", in.home, &e.unit)) || !ok)
        return false;
    e.version = in.version;
    e.person = in.person;
    e.lang = in.lang;
    return account_edit(c, &e) && see_one(c, q, s, "edit");
}

struct role_form {
    const char *role, *unit;
};
const struct input account_role_inputs[2] = {
    CHOICE_INPUT(struct role_form, role, N_("Role"), 1,
                 "viewer officer head overseer admin auditor"),
    TEXT_INPUT(struct role_form, unit, N_("Unit"), 1, 200),
};

bool account_post_role(struct ctx *c, const struct req *q, struct res *s)
{
    struct role_form in;
    int64_t unit = 0;
    bool ok = req_read(c, q, account_role_inputs, COUNT(account_role_inputs), &in);

    if (!(!*in.unit || account_unit_named(c, "unit", in.unit, &unit)) || !ok)
        return false;
    return account_let(c, req_id(q), in.role, unit) && see_one(c, q, s, "grant");
}

bool account_post_role_end(struct ctx *c, const struct req *q, struct res *s)
{
    return account_unlet(c, req_id(q), req_int(q, "role")) && see_one(c, q, s, "revoke");
}

struct version_form {
    int64_t version;
};
const struct input account_version_inputs[1] = {
    INT_INPUT(struct version_form, version, N_("Version that was seen"), 1, 1000000000),
};

bool account_post_close(struct ctx *c, const struct req *q, struct res *s)
{
    struct version_form in;

    return req_read(c, q, account_version_inputs, COUNT(account_version_inputs), &in) &&
           account_close(c, req_id(q), in.version) && see_one(c, q, s, "close");
}

bool account_post_reopen(struct ctx *c, const struct req *q, struct res *s)
{
    struct version_form in;

    return req_read(c, q, account_version_inputs, COUNT(account_version_inputs), &in) &&
           account_reopen(c, req_id(q), in.version) && see_one(c, q, s, "reopen");
}

bool account_post_link(struct ctx *c, const struct req *q, struct res *s)
{
    const char *key;

    return account_link_make(c, req_id(q), &key) &&
           show_one(c, q, s, req_id(q), account_link_address(c, key));
}
