/* Accounts, roles, sessions and tokens: the rules. */
#include "common/account/account_desk.h"
#include "common/account/account_people.h"
#include "common/unit/unit.h"
#include "core/test.h"

TEST(a_role_at_a_unit_reaches_the_units_below_it_and_no_others)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    struct ctx head = account_as(c, p.head), auditor = account_as(c, p.auditor);

    CHECK(account_sees(&head, p.btc) && account_sees(&head, p.tax));
    CHECK(!account_sees(&head, p.vn) && !account_sees(&head, p.hanoi));
    CHECK(account_sees(&auditor, p.badinh) && auditor.actor->everywhere);
    CHECK(!head.actor->everywhere);
    CHECK(!account_may_at(&head, "account.manage", p.btc));
    CHECK(!account_may_at(&auditor, "account.manage", p.btc));
    CHECK(account_may_at(&auditor, "account.read", p.tax));
}

static bool take_role(struct ctx *c, void *arg)
{
    const struct account_people *p = arg;

    return account_revoke(c, p->head, "head", p->btc);
}

static bool give_role(struct ctx *c, void *arg)
{
    const struct account_people *p = arg;

    return account_grant(c, p->head, "head", p->btc);
}

TEST(a_role_is_held_once_and_ends_once)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    CHECK(!test_write(c, give_role, &p));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_OK(c, test_write(c, take_role, &p));
    CHECK(!account_sees(
        &(struct ctx){
            .app = c->app, .arena = c->arena, .db = c->db, .actor = account_as(c, p.head).actor },
        p.btc));
    CHECK(!test_write(c, take_role, &p));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_OK(c, test_write(c, give_role, &p));
}

/* ---- sessions and tokens ---- */

static struct req request(void)
{
    return (struct req){ .method = POST,
                         .cookie = "",
                         .authorization = "",
                         .accept_language = "",
                         .if_none_match = "",
                         .idempotency_key = "",
                         .address = "10.0.0.1",
                         .user_agent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0" };
}

struct sitting {
    int64_t account;
    const char *cookie, *secret, *scopes;
};

static bool sit(struct ctx *c, void *arg)
{
    struct sitting *t = arg;
    struct req q = request();
    struct res s = { .body.arena = c->arena };
    const char *csrf;

    if (!account_session_begin(c, &q, &s, t->account, &csrf))
        return false;
    t->cookie = arena_strndup(c->arena, s.headers.v[0].value, strcspn(s.headers.v[0].value, ";"));
    return account_token_add(c,
                             &(struct account_token_draft){ .account = t->account,
                                                            .label = "test",
                                                            .scopes = t->scopes ? t->scopes : "all",
                                                            .ends_ms = c->now_ms + 1000 * 1000 },
                             &t->secret);
}

static int64_t who_by_cookie(struct ctx *c, const char *cookie)
{
    struct req q = request();
    struct actor who = { .name = "", .csrf = "" };

    q.cookie = cookie;
    CHECK_OK(c, account_identify(c, &q, &who));
    CHECK(!who.id || strlen(who.csrf) == 22);
    return who.id;
}

static bool tick(struct ctx *c, void *arg)
{
    (void)arg;
    return account_desk_tick(c);
}

TEST(a_session_says_who_it_is_until_it_is_idle_or_over)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    struct sitting t = { .account = p.officer };
    CHECK_OK(c, test_write(c, sit, &t));
    CHECK_HAS(t.cookie, "__Host-session=");
    CHECK_INT(who_by_cookie(c, t.cookie), p.officer);
    CHECK_INT(who_by_cookie(c, "__Host-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), 0);
    CHECK_INT(who_by_cookie(c, "__Host-session=x; other=1"), 0);
    for (int i = 0; i < 30; i++) { /* used every 20 minutes: ends after 10 hours all the same */
        int64_t want = i < 29 ? p.officer : 0;

        c->now_ms += (int64_t)20 * 60 * 1000;
        CHECK_OK(c, test_write(c, tick, NULL));
        if (i < 29)
            CHECK_INT(who_by_cookie(c, t.cookie), want);
    }
    c->now_ms += 1000;
    CHECK_INT(who_by_cookie(c, t.cookie), 0);
    CHECK_OK(c, test_write(c, sit, &t));
    c->now_ms += (int64_t)31 * 60 * 1000;
    CHECK_INT(who_by_cookie(c, t.cookie), 0);
}

TEST(a_change_of_roles_counts_at_once_in_sessions_that_are_in_use)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    struct sitting t = { .account = p.head };
    CHECK_OK(c, test_write(c, sit, &t));
    struct req q = request();
    struct actor who = { .name = "", .csrf = "" };
    q.cookie = t.cookie;
    CHECK_OK(c, account_identify(c, &q, &who));
    CHECK_INT(who.n_held, 1);
    CHECK_OK(c, test_write(c, take_role, &p));
    CHECK_OK(c, account_identify(c, &q, &who));
    CHECK_INT(who.n_held, 0);
    CHECK(who.caps == 0);
}

TEST(a_token_does_no_more_than_its_scope)
{
    struct account_people p;
    struct actor who = { .name = "", .csrf = "" };

    CHECK_OK(c, test_write(c, account_people, &p));
    struct sitting t = { .account = p.admin, .scopes = "account.read" };
    CHECK_OK(c, test_write(c, sit, &t));
    struct req q = request();
    q.authorization = arena_printf(c->arena, "Bearer %s", t.secret);
    for (int i = 0; i < 2; i++) { /* read from the database, then from the cache */
        CHECK_OK(c, account_identify(c, &q, &who));
        CHECK_INT(who.id, p.admin);
        CHECK(who.by_token);
        CHECK(who.caps == web_cap("account.read"));
        CHECK(who.held[0].caps == web_cap("account.read"));
    }
    c->now_ms += 1000 * 1000;
    CHECK(!account_identify(c, &q, &who));
    CHECK_FAILED(c, ERR_SIGN_IN);
    q.authorization = "Bearer lt_nonsense";
    CHECK(!account_identify(c, &q, &who));
    CHECK_FAILED(c, ERR_SIGN_IN);
}

TEST(a_name_shown_in_a_history_is_read_once)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    CHECK_STR(account_person(c, p.head), "Nguyễn Văn An");
    CHECK_STR(account_person(c, p.head), "Nguyễn Văn An");
    CHECK_STR(account_person(c, 77), "–");
    CHECK_STR(account_person(c, 0), "–");
}
