/* The pages: one's own account, and the accounts of others. */
#include "common/account/account_desk.h"
#include "common/account/account_people.h"
#include "core/test.h"
#include "core/tr.h"

static struct account_people people(struct ctx *c)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    return p;
}

static struct res as(struct ctx *c, int64_t account, enum method m, const char *path)
{
    struct ctx me = account_as(c, account);
    struct actor who = *me.actor;

    who.csrf = "token";
    return ask_as(c, &who, m, path);
}

static struct res as_id(struct ctx *c, int64_t account, enum method m, const char *before,
                        int64_t id, const char *after)
{
    return as(c, account, m, arena_printf(c->arena, "%s%lld%s", before, (long long)id, after));
}

/* ---- one's own ---- */

struct own {
    int64_t account, session, other, token;
    const char *cookie, *secret;
};

static bool begin(struct ctx *c, void *arg)
{
    struct own *o = arg;
    struct req q = test_req(POST);
    struct res s = { .body.arena = c->arena }, t = s;
    const char *csrf, *hash = account_hash(c, "mưa rào đầu hạ");

    if (!hash || !account_password_set(c, o->account, hash, "") ||
        !account_session_begin(c, &q, &s, o->account, &csrf))
        return false;
    o->cookie = arena_strndup(c->arena, s.headers.v[0].value, strcspn(s.headers.v[0].value, ";"));
    return account_session_begin(c, &q, &t, o->account, &csrf) &&
           account_token_add(c,
                             &(struct account_token_draft){ .account = o->account,
                                                            .label = "monthly <export>",
                                                            .scopes = "all",
                                                            .ends_ms = c->now_ms + 100000 },
                             &o->secret);
}

static int64_t first_id(const struct res *s, const char *list)
{
    const char *at = strstr(s->body.p, list);
    int64_t id = 0;

    if (!at || !(at = strstr(at, "\"id\":\"")))
        return 0;
    for (at += 6; *at >= '0' && *at <= '9'; at++)
        id = id * 10 + (*at - '0');
    return id;
}

static struct res mine(struct ctx *c, const struct own *o, enum method m, const char *path)
{
    struct req q = test_req(m);

    q.cookie = o->cookie;
    if (m == POST) {
        struct req get = test_req(GET);
        get.cookie = o->cookie;
        struct res s = ask_req(c, &get, "/account.json");
        const char *at = strstr(s.body.p, "\"csrf\":\"");

        if (at)
            *LIST_PUSH(c->arena, &q.params) =
                (struct param){ "csrf", arena_strndup(c->arena, at + 8, 22) };
    }
    return ask_req(c, &q, path);
}

static struct own own(struct ctx *c, int64_t account)
{
    struct own o = { .account = account };

    CHECK_OK(c, test_write(c, begin, &o));
    struct res s = mine(c, &o, GET, "/account.json");
    o.session = first_id(&s, "\"sessions\"");
    o.token = first_id(&s, "\"tokens\"");
    return o;
}

TEST(my_account_shows_my_roles_sessions_and_tokens)
{
    struct account_people p = people(c);
    struct own o = own(c, p.head);
    struct res s = mine(c, &o, GET, "/account");

    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "Nguyễn Văn An");
    CHECK_HAS(s.body.p, "Head · Bộ Tài chính");
    CHECK_HAS(s.body.p, "monthly &lt;export&gt;");
    CHECK_HAS(s.body.p, "now, here");
    CHECK_INT(ask(c, "", GET, "/account").status, 303);
    CHECK_INT(ask(c, "", GET, "/account.json").status, 401);
    CHECK_HAS(mine(c, &o, GET, "/account.json").body.p, "\"role\":\"head\"");
    CHECK_HAS_NOT(mine(c, &o, GET, "/account.json").body.p, o.secret);
}

TEST(a_person_without_role_is_told_what_comes_next)
{
    struct account_people p = people(c);
    struct account a;

    CHECK_OK(c, account_get(c, p.officer, &a));
    CHECK_INT(as_id(c, p.admin, POST, "/accounts/", p.officer, "/close?version=1").status, 303);
    CHECK_INT(as_id(c, p.admin, POST, "/accounts/", p.officer, "/reopen?version=2").status, 303);
    struct res s = as_id(c, p.admin, GET, "/accounts/", p.officer, ".json");
    int64_t role = first_id(&s, "\"roles\"");
    CHECK_INT(as(c, p.admin, POST,
                 arena_printf(c->arena, "/accounts/%lld/roles/%lld/end", (long long)p.officer,
                              (long long)role))
                  .status,
              303);
    CHECK_HAS(as(c, p.officer, GET, "/account").body.p, "You hold no role yet");
}

TEST(my_language_is_kept_and_set_on_this_device)
{
    struct account_people p = people(c);
    struct own o = own(c, p.head);
    struct res s = mine(c, &o, POST, "/account/language?lang=de");

    CHECK_INT(s.status, 303);
    CHECK_HAS(s.headers.v[0].value, "lang=de");
    CHECK_HAS(mine(c, &o, GET, "/account").body.p, "<html lang=\"de\"");
    CHECK_INT(mine(c, &o, POST, "/account/language?lang=xx").status, 422);
    o.cookie = arena_printf(c->arena, "%s; lang=vi", o.cookie); /* chosen in the head of a page */
    CHECK_HAS(mine(c, &o, GET, "/account").body.p, "<html lang=\"vi\"");
}

TEST(my_password_is_changed_only_with_the_one_until_now)
{
    struct account_people p = people(c);
    struct own o = own(c, p.head);
    const char *other = o.cookie;

    CHECK_INT(mine(c, &o, POST,
                   "/account/password?old=wrong&password=s%C3%B4ng+H%E1%BB%93ng+m%C3%B9a"
                   "+l%C5%A9&again=s%C3%B4ng+H%E1%BB%93ng+m%C3%B9a+l%C5%A9")
                  .status,
              422);
    CHECK_INT(mine(c, &o, POST, "/account/password?old=wrong&password=short&again=short").status,
              422);
    struct res s = mine(c, &o, POST,
                        "/account/password?old=mưa+rào+đầu+hạ"
                        "&password=ruộng+bậc+thang&again=ruộng+bậc+thang");
    CHECK_INT(s.status, 303);
    CHECK_INT(mine(c, &(struct own){ .cookie = other }, GET, "/account").status, 303); /* rotated */
    for (size_t i = 0; i < s.headers.n; i++)
        if (strncmp(s.headers.v[i].value, ACCOUNT_COOKIE, strlen(ACCOUNT_COOKIE)) == 0)
            o.cookie =
                arena_strndup(c->arena, s.headers.v[i].value, strcspn(s.headers.v[i].value, ";"));
    CHECK_INT(mine(c, &o, GET, "/account?done=password").status, 200);
    CHECK_INT(ask(c, "", POST, "/account/password").status, 401);
}

TEST(my_sessions_are_ended_one_by_one_or_all_but_this)
{
    struct account_people p = people(c);
    struct own o = own(c, p.head);

    CHECK_INT(mine(c, &o, POST,
                   arena_printf(c->arena, "/account/sessions/%lld/end", (long long)o.session))
                  .status,
              303);
    CHECK_INT(mine(c, &o, POST,
                   arena_printf(c->arena, "/account/sessions/%lld/end", (long long)o.session))
                  .status,
              409);
    CHECK_INT(mine(c, &o, POST, "/account/sessions/end").status, 303);
    CHECK_INT(mine(c, &o, GET, "/account").status, 200);
    CHECK_INT(ask(c, "", POST, "/account/sessions/end").status, 401);
    CHECK_INT(ask(c, "", POST, "/account/sessions/1/end").status, 401);
    struct own other = own(c, p.officer); /* the session of somebody else */
    CHECK_INT(mine(c, &o, POST,
                   arena_printf(c->arena, "/account/sessions/%lld/end", (long long)other.session))
                  .status,
              409);
}

TEST(a_token_is_shown_once_and_works_until_it_is_revoked)
{
    struct account_people p = people(c);
    struct own o = own(c, p.head);
    struct res s = mine(c, &o, POST, "/account/tokens.json?label=export&days=30&scope=all");

    CHECK_INT(s.status, 201);
    const char *secret = arena_strndup(c->arena, strstr(s.body.p, "\"lt_") + 1, 46);
    struct req q = test_req(GET);
    q.authorization = arena_printf(c->arena, "Bearer %s", secret);
    CHECK_INT(ask_req(c, &q, "/account.json").status, 200);
    s = mine(c, &o, GET, "/account.json");
    CHECK_HAS_NOT(s.body.p, secret);
    int64_t id = first_id(&s, "\"tokens\"");
    const char *path = arena_printf(c->arena, "/account/tokens/%lld/revoke", (long long)id);
    CHECK_INT(mine(c, &o, POST, path).status, 303);
    CHECK_INT(mine(c, &o, POST, path).status, 409);
    q = test_req(GET);
    q.authorization = arena_printf(c->arena, "Bearer %s", secret);
    CHECK_INT(ask_req(c, &q, "/account.json").status, 401);
    CHECK_INT(ask(c, "", POST, path).status, 401);
}

TEST(secrets_are_not_kept_for_a_repetition)
{
    struct account_people p = people(c);
    struct own o = own(c, p.head);
    const char *again = "/account/tokens.json?label=x&days=3&scope=all&idempotency_key=k1";
    struct res one = mine(c, &o, POST, again), two = mine(c, &o, POST, again);

    CHECK_INT(one.status, 201);
    CHECK_INT(two.status, 201);
    CHECK(strcmp(one.body.p, two.body.p) != 0);
    CHECK_HAS_NOT(test_database(c), arena_strndup(c->arena, strstr(one.body.p, "lt_"), 46));
}

TEST(a_token_is_refused_without_purpose_end_or_scope)
{
    struct account_people p = people(c);
    struct own o = own(c, p.head);
    struct res s = mine(c, &o, POST, "/account/tokens?label=&days=1000");

    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "say what the program may do");
    CHECK_HAS(s.body.p, "id=\"days-error\"");
    CHECK_HAS(s.body.p, "id=\"label-error\"");
    CHECK_INT(mine(c, &o, POST, "/account/tokens?label=x&days=3&scope=account.manage").status, 422);
    CHECK_HAS(mine(c, &o, POST, "/account/tokens?label=x&days=3&scope=all").body.p, "lt_");
    CHECK_INT(ask(c, "", POST, "/account/tokens").status, 401);
}

TEST(a_token_cannot_take_the_account_over)
{
    static const char *const paths[] = { "/account/tokens?label=x&days=3&scope=all",
                                         "/account/password?old=a&password=b&again=b",
                                         "/account/sessions/end", "/account/language?lang=de" };
    struct account_people p = people(c);
    struct own o = own(c, p.head);

    for (size_t i = 0; i < COUNT(paths); i++) {
        struct req q = test_req(POST);

        q.authorization = arena_printf(c->arena, "Bearer %s", o.secret);
        CHECK_INT(ask_req(c, &q, paths[i]).status, 403);
    }
}

/* ---- others ---- */

TEST(administrators_and_auditors_see_the_accounts_of_their_units)
{
    struct account_people p = people(c);

    CHECK_HAS(as(c, p.admin, GET, "/accounts").body.p, "hanoi.officer");
    CHECK_HAS(as(c, p.auditor, GET, "/accounts").body.p, "hanoi.officer");
    CHECK_HAS_NOT(as(c, p.auditor, GET, "/accounts").body.p, "/accounts/new");
    CHECK_HAS_NOT(as(c, p.btc_admin, GET, "/accounts").body.p, "hanoi.officer");
    CHECK_HAS(as(c, p.btc_admin, GET, "/accounts").body.p, "btc.head");
    CHECK_INT(as(c, p.head, GET, "/accounts").status, 403);
    CHECK_HAS(as(c, p.admin, GET, "/accounts?words=binh").body.p, "Phạm Thị Bình");
    CHECK_HAS_NOT(as(c, p.admin, GET, "/accounts?words=binh").body.p, "btc.head");
    CHECK_HAS(as(c, p.admin, GET, "/accounts?words=zzz").body.p, "Show all accounts");
    CHECK_HAS(as(c, p.admin, GET, "/accounts.json?after=btc").body.p, "btc.admin");
    CHECK_HAS_NOT(as(c, p.admin, GET, "/accounts.json?after=btc").body.p, "\"name\":\"admin\"");
}

TEST(the_list_of_accounts_is_exported_as_csv_in_all_its_pages)
{
    struct account_people p = people(c);

    for (int i = 0; i < 60; i++)
        CHECK_INT(as(c, p.btc_admin, POST,
                     arena_printf(c->arena, "/accounts?name=thue.%d&person=%%3DCMD&unit=THUE", i))
                      .status,
                  200);
    struct res s = as(c, p.btc_admin, GET, "/accounts.csv");
    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "thue.59");
    CHECK_HAS(s.body.p, "thue.0");
    CHECK_HAS(s.body.p, "\"Head, BTC\"");
    CHECK_HAS_NOT(s.body.p, ",=CMD"); /* not a formula */
    CHECK_HAS_NOT(s.body.p, "hanoi.officer");
    CHECK_STR(as(c, p.btc_admin, GET, "/accounts.xlsx").filename, "accounts.xlsx");
    CHECK_HAS(as(c, p.btc_admin, GET, "/accounts").body.p, "/accounts?after=thue");
    CHECK_HAS(as(c, p.btc_admin, GET, "/accounts?words=thue").body.p, "/accounts.csv?words=thue");
}

TEST(an_account_out_of_reach_looks_as_if_it_were_not_there)
{
    struct account_people p = people(c);

    CHECK_INT(as_id(c, p.admin, GET, "/accounts/", p.officer, "").status, 200);
    CHECK_INT(as_id(c, p.auditor, GET, "/accounts/", p.officer, ".json").status, 200);
    CHECK_INT(as_id(c, p.btc_admin, GET, "/accounts/", p.officer, "").status, 404);
    CHECK_INT(as_id(c, p.btc_admin, GET, "/accounts/", 12345, "").status, 404);
    CHECK_INT(as_id(c, p.head, GET, "/accounts/", p.head, "").status, 403);
}

TEST(a_new_account_comes_with_a_link_and_without_rights)
{
    struct account_people p = people(c);
    struct res s =
        as(c, p.btc_admin, POST, "/accounts?name=thue.officer&person=Võ+Thị+Thu&unit=THUE&lang=vi");

    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "/password?key=");
    CHECK_HAS(s.body.p, "No role yet");
    CHECK_INT(as(c, p.btc_admin, GET, "/accounts/new").status, 200);
    CHECK_INT(as(c, p.auditor, GET, "/accounts/new").status, 403);
    CHECK_INT(as(c, p.auditor, POST, "/accounts?name=x1&person=X&unit=THUE").status, 403);
    s = as(c, p.btc_admin, POST, "/accounts?name=thue.officer&person=Võ&unit=THUE");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "this name is taken");
    s = as(c, p.btc_admin, POST, "/accounts?name=Bộ&person=&unit=nowhere");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "id=\"name-error\"");
    CHECK_HAS(s.body.p, "id=\"person-error\"");
    CHECK_HAS(s.body.p, "there is no unit with this code or name");
    s = as(c, p.btc_admin, POST, "/accounts?name=hn.officer&person=Võ&unit=HN");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "you do not administer this unit");
    s = as(c, p.admin, POST, "/accounts.json?name=hn.officer&person=Võ&unit=HN");
    CHECK_INT(s.status, 201);
    CHECK_HAS(s.body.p, "\"link\":");
}

TEST(roles_are_granted_only_at_units_that_one_administers_and_never_to_oneself)
{
    struct account_people p = people(c);

    CHECK_INT(
        as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/roles?role=officer&unit=THUE").status,
        303);
    CHECK_INT(
        as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/roles?role=officer&unit=THUE").status,
        409);
    CHECK_INT(
        as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/roles?role=officer&unit=VN").status,
        422);
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/roles?role=king&unit=BTC").status,
              422);
    CHECK_INT(
        as_id(c, p.btc_admin, POST, "/accounts/", p.btc_admin, "/roles?role=head&unit=BTC").status,
        403);
    CHECK_INT(
        as_id(c, p.btc_admin, POST, "/accounts/", p.officer, "/roles?role=head&unit=BTC").status,
        404);
    CHECK_INT(as_id(c, p.auditor, POST, "/accounts/", p.head, "/roles?role=head&unit=BTC").status,
              403);
    CHECK_INT(as_id(c, p.admin, POST, "/accounts/", p.admin, "/roles?role=overseer&unit=VN").status,
              403);
}

TEST(a_role_that_was_revoked_stays_in_the_history)
{
    struct account_people p = people(c);
    struct res s = as_id(c, p.btc_admin, GET, "/accounts/", p.head, ".json");
    int64_t role = first_id(&s, "\"roles\"");
    const char *path =
        arena_printf(c->arena, "/accounts/%lld/roles/%lld/end", (long long)p.head, (long long)role);

    CHECK_INT(as(c, p.auditor, POST, path).status, 403);
    CHECK_INT(as(c, p.btc_admin, POST, path).status, 303);
    CHECK_INT(as(c, p.btc_admin, POST, path).status, 409);
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/roles/77/end").status, 404);
    CHECK_HAS(as_id(c, p.btc_admin, GET, "/accounts/", p.head, ".json").body.p, "\"until\":\"2");
    struct ctx me = account_as(c, p.head);
    CHECK_INT(me.actor->n_held, 0);
}

TEST(nobody_comes_to_more_by_the_account_of_one_who_may_more)
{
    struct account_people p = people(c);
    struct res s;

    /* the head of the ministry also oversees the state: the ministry's administrator may
     * no longer reset that password, nor close or change that account */
    CHECK_INT(as_id(c, p.admin, POST, "/accounts/", p.head, "/roles?role=overseer&unit=VN").status,
              303);
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/link").status, 403);
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/close?version=1").status, 403);
    CHECK_INT(
        as_id(c, p.btc_admin, POST, "/accounts/", p.head, "?version=1&person=X&home=BTC").status,
        403);
    s = as_id(c, p.btc_admin, GET, "/accounts/", p.head, "");
    CHECK_INT(s.status, 200);
    CHECK_HAS_NOT(s.body.p, "/close");
    CHECK_HAS(as_id(c, p.admin, GET, "/accounts/", p.head, "").body.p, "/close");
}

TEST(a_link_for_a_new_password_is_shown_to_the_administrator_once)
{
    struct account_people p = people(c);

    CHECK_HAS(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/link").body.p, "/password?key=");
    CHECK_HAS_NOT(as_id(c, p.btc_admin, GET, "/accounts/", p.head, "").body.p, "/password?key=");
    CHECK_INT(as_id(c, p.auditor, POST, "/accounts/", p.head, "/link").status, 403);
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.officer, "/link").status, 404);
}

TEST(an_account_is_changed_only_as_it_was_seen)
{
    struct account_people p = people(c);

    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head,
                    "?version=1&person=Nguyễn+Văn+Bình&home=THUE&lang=de")
                  .status,
              303);
    struct res s = as_id(c, p.btc_admin, POST, "/accounts/", p.head,
                         "?version=1&person=Somebody+else&home=THUE");
    CHECK_INT(s.status, 409);
    CHECK_HAS(s.body.p, "this account was changed in the meantime");
    s = as_id(c, p.btc_admin, POST, "/accounts/", p.head, "?version=2&person=&home=nowhere");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "id=\"home-error\"");
    s = as_id(c, p.btc_admin, POST, "/accounts/", p.head, "?version=2&person=X&home=VN");
    CHECK_HAS(s.body.p, "you do not administer this unit");
    CHECK_INT(
        as_id(c, p.auditor, POST, "/accounts/", p.head, "?version=2&person=X&home=BTC").status,
        403);
    CHECK_HAS(as_id(c, p.btc_admin, GET, "/accounts/", p.head, ".json").body.p, "Nguyễn Văn Bình");
}

TEST(closing_an_account_ends_its_sessions_and_tokens_at_once)
{
    struct account_people p = people(c);
    struct own o = own(c, p.head);
    struct req q = test_req(GET);

    CHECK_INT(as_id(c, p.auditor, POST, "/accounts/", p.head, "/close?version=2").status, 403);
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/close?version=99").status, 409);
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/close?version=2").status, 303);
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/close?version=3").status, 409);
    CHECK_INT(mine(c, &o, GET, "/account").status, 303);
    q.authorization = arena_printf(c->arena, "Bearer %s", o.secret);
    CHECK_INT(ask_req(c, &q, "/account.json").status, 401);
    q = test_req(POST);
    CHECK_INT(ask_req(c, &q, "/sign-in?name=btc.head&password=mưa+rào+đầu+hạ").status, 422);
    CHECK_HAS(as_id(c, p.btc_admin, GET, "/accounts/", p.head, "").body.p,
              "This account is closed");
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/link").status, 409);
    CHECK_INT(as_id(c, p.auditor, POST, "/accounts/", p.head, "/reopen?version=3").status, 403);
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/reopen?version=3").status, 303);
    CHECK_INT(as_id(c, p.btc_admin, POST, "/accounts/", p.head, "/reopen?version=4").status, 409);
    q = test_req(POST);
    CHECK_INT(ask_req(c, &q, "/sign-in?name=btc.head&password=mưa+rào+đầu+hạ").status, 303);
    q = test_req(GET); /* but what the token could do, it can no more */
    q.authorization = arena_printf(c->arena, "Bearer %s", o.secret);
    CHECK_INT(ask_req(c, &q, "/account.json").status, 401);
}

TEST(the_last_administrator_can_neither_be_closed_nor_lose_the_role)
{
    struct account_people p = people(c);
    struct res s = as_id(c, p.admin, GET, "/accounts/", p.admin, ".json");
    int64_t role = first_id(&s, "\"roles\"");
    const char *end = arena_printf(c->arena, "/accounts/%lld/roles/%lld/end", (long long)p.admin,
                                   (long long)role);

    s = as_id(c, p.admin, POST, "/accounts/", p.admin, "/close?version=1");
    CHECK_INT(s.status, 409);
    CHECK_HAS(s.body.p, "nobody would administer VN any more");
    CHECK_INT(as(c, p.admin, POST, end).status, 409);
    CHECK_INT(as_id(c, p.admin, POST, "/accounts/", p.auditor, "/roles?role=admin&unit=VN").status,
              303);
    CHECK_INT(as(c, p.auditor, POST, end).status, 303);
    /* the ministry's own may go: the state's still administers it */
    CHECK_INT(as_id(c, p.auditor, POST, "/accounts/", p.btc_admin, "/close?version=1").status, 303);
}

TEST(pages_of_accounts_speak_all_languages)
{
    struct account_people p = people(c);

    for (size_t i = 0; tr_langs[i]; i++) {
        struct ctx me = account_as(c, p.admin);
        struct actor who = *me.actor;

        who.lang = tr_langs[i];
        CHECK_INT(ask_as(c, &who, GET, "/accounts").status, 200);
        CHECK_INT(ask_as(c, &who, GET, "/account").status, 200);
        CHECK_INT(ask_as(c, &who, GET, "/accounts/new").status, 200);
    }
}

TEST(a_database_that_fails_in_the_middle_leaves_nothing_half_done)
{
    struct account_people p = people(c);
    const char *both = "account.read account.manage";
    const char *one = arena_printf(c->arena, "/accounts/%lld", (long long)p.head);

    CHECK(test_each_failure(c, both, GET, one) > 2);
    CHECK(test_each_failure(c, both, GET, "/accounts?words=an") > 2);
    CHECK(test_each_failure(c, both, POST, "/accounts?name=thue.new&person=Thu&unit=THUE") > 5);
    CHECK(test_each_failure(c, both, POST,
                            arena_printf(c->arena, "%s/roles?role=officer&unit=BTC", one)) > 5);
    CHECK(test_each_failure(c, both, POST,
                            arena_printf(c->arena, "%s?version=1&person=X&home=BTC", one)) > 5);
    CHECK(test_each_failure(c, both, POST, arena_printf(c->arena, "%s/link", one)) > 5);
    CHECK(test_each_failure(c, both, POST, arena_printf(c->arena, "%s/close?version=2", one)) > 5);
}
