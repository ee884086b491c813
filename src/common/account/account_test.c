/* Accounts, roles, sessions and tokens: the rules. */
#include "common/account/account_cli.h"
#include "common/account/account_desk.h"
#include "common/account/account_people.h"
#include "common/unit/unit.h"
#include "core/test.h"
#include "core/text.h"

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

/* ---- other processes ---- */

/* Another process on the same database: its own memory, the same rows. */
static struct ctx other_process(struct ctx *c)
{
    struct app *app = app_new(c->app->conf);
    struct ctx o = *c;

    o.app = app;
    app->node = c->app->node + 1; /* its ids are others for certain */
    for (size_t i = 0; i < n_modules; i++)
        if (modules[i]->start)
            CHECK_OK(&o, modules[i]->start(&o));
    return o;
}

TEST(what_another_process_changes_counts_after_a_second)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    struct sitting t = { .account = p.head };
    CHECK_OK(c, test_write(c, sit, &t));
    struct req q = request();
    struct actor who = { .name = "", .csrf = "" };
    q.cookie = t.cookie;
    c->now_ms += 2000; /* the changes of this process are seen by now */
    CHECK_OK(c, account_identify(c, &q, &who));
    struct ctx o = other_process(c);
    CHECK_OK(&o, test_write(&o, take_role, &p));
    CHECK_OK(c, account_identify(c, &q, &who));
    CHECK_INT(who.n_held, 1); /* still as it was known */
    c->now_ms += 1000;
    CHECK_OK(c, account_identify(c, &q, &who));
    CHECK_INT(who.n_held, 0);
    app_free(&o.app);
}

static bool take_role_and_fail(struct ctx *c, void *arg)
{
    return take_role(c, arg) && fail(c, ERR_CONFLICT, "no");
}

TEST(a_change_that_was_rolled_back_changes_no_session)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    struct sitting t = { .account = p.head };
    CHECK_OK(c, test_write(c, sit, &t));
    struct req q = request();
    struct actor who = { .name = "", .csrf = "" };
    q.cookie = t.cookie;
    CHECK_OK(c, account_identify(c, &q, &who));
    CHECK(!test_write(c, take_role_and_fail, &p));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_OK(c, account_identify(c, &q, &who));
    CHECK_INT(who.n_held, 1);
}

static int64_t seen_ms(struct ctx *c, int64_t account)
{
    struct req q = request();
    account_sittings l = { 0 };

    CHECK_OK(c, account_sittings_of(c, &q, account, &l));
    return l.n ? l.v[0].seen_ms : 0;
}

TEST(when_a_session_was_last_seen_is_written_at_most_once_a_minute)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    struct sitting t = { .account = p.head };
    CHECK_OK(c, test_write(c, sit, &t));
    int64_t begun = c->now_ms;
    CHECK_OK(c, test_write(c, tick, NULL)); /* nothing was used yet */
    c->now_ms = begun + 1000;
    CHECK_INT(who_by_cookie(c, t.cookie), p.head);
    CHECK_OK(c, test_write(c, tick, NULL));
    CHECK_INT(seen_ms(c, p.head), begun);
    c->now_ms = begun + 61 * 1000;
    CHECK_OK(c, test_write(c, tick, NULL));
    CHECK_INT(seen_ms(c, p.head), begun + 1000);
}

TEST(what_has_ended_is_swept_away)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    struct sitting t = { .account = p.head };
    CHECK_OK(c, test_write(c, sit, &t));
    CHECK_HAS(test_database(c), "10.0.0.1");
    c->now_ms += (int64_t)24 * 60 * 60 * 1000;
    CHECK_OK(c, test_write(c, tick, NULL));
    CHECK_HAS_NOT(test_database(c), "10.0.0.1");
}

TEST(one_person_keeps_at_most_fifty_sessions)
{
    struct account_people p;
    struct req q = request();
    account_sittings l = { 0 };

    CHECK_OK(c, test_write(c, account_people, &p));
    struct sitting first = { .account = p.head }, t = first;
    CHECK_OK(c, test_write(c, sit, &first));
    for (int i = 0; i < 50; i++)
        CHECK_OK(c, test_write(c, sit, &t));
    CHECK_OK(c, account_sittings_of(c, &q, p.head, &l));
    CHECK_INT(l.n, 50);
    CHECK_INT(who_by_cookie(c, first.cookie), 0);
    CHECK_INT(who_by_cookie(c, t.cookie), p.head);
}

static bool stray_role(struct ctx *c, void *arg)
{
    return unit_close(c, *(int64_t *)arg, c->today, 0);
}

TEST(check_finds_nothing_amiss_with_roles_at_units_that_are_or_were)
{
    struct account_people p;
    struct buf report = { .arena = c->arena };

    CHECK_OK(c, test_write(c, account_people, &p));
    CHECK_OK(c, test_write(c, stray_role, &p.tax));
    CHECK_OK(c, account_check(c, &report));
    CHECK_STR(buf_str(&report), "");
}

/* ---- the command line ---- */

static bool cli(struct ctx *c, bool (*run)(struct ctx *c, int argc, char **argv), const char *line)
{
    char *words[16] = { 0 };
    const char *parts[15];
    size_t n = text_split(c->arena, line, ' ', parts, COUNT(parts));

    for (size_t i = 0; i < n; i++) {
        words[i] = arena_alloc(c->arena, strlen(parts[i]) + 1);
        memcpy(words[i], parts[i], strlen(parts[i]));
    }
    c->err = (struct err){ 0 };
    return run(c, (int)n, words);
}

static bool user(struct ctx *c, const char *line)
{
    return cli(c, account_cli_user, line);
}

TEST(the_first_account_of_an_empty_database_brings_the_state_with_it)
{
    struct account a;

    CHECK_OK(c, user(c, "add chief --role admin"));
    CHECK_OK(c, account_by_name(c, "chief", &a));
    CHECK(a.has_password && unit_state(c) != 0);
    struct ctx me = account_as(c, a.id);
    CHECK(account_may_at(&me, "account.manage", unit_state(c)));
}

TEST(accounts_are_kept_from_the_command_line)
{
    struct account_people p;
    struct account a;

    CHECK_OK(c, test_write(c, account_people, &p));
    CHECK_OK(c, user(c, "add thue.head --person Thu --unit THUE --role head --lang vi"));
    CHECK_OK(c, account_by_name(c, "thue.head", &a));
    CHECK_INT(a.unit, p.tax);
    CHECK_STR(a.lang, "vi");
    CHECK_OK(c, user(c, "grant thue.head overseer BTC"));
    CHECK_OK(c, user(c, "revoke thue.head head THUE"));
    CHECK_OK(c, user(c, "password thue.head"));
    CHECK_OK(c, user(c, "link thue.head"));
    CHECK_OK(c, user(c, "close thue.head"));
    CHECK(!user(c, "close thue.head"));
    CHECK_OK(c, user(c, "reopen thue.head"));
    CHECK_OK(c, user(c, "list"));
    CHECK_OK(c, cli(c, account_cli_token, "--account thue.head --days 3 --scope account.read"));
    static const char *const wrong[] = { "",
                                         "add",
                                         "add Thu --unit THUE",
                                         "add x2 --unit nowhere",
                                         "add thue.head",
                                         "grant thue.head king BTC",
                                         "grant nobody head BTC",
                                         "grant thue.head head",
                                         "revoke thue.head head THUE",
                                         "password nobody",
                                         "revoke admin admin VN",
                                         "paint thue.head",
                                         "list a b",
                                         "close --quietly thue.head" };
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (user(c, wrong[i]))
            test_failed(__FILE__, __LINE__, "user %s should be refused", wrong[i]);
    CHECK(!cli(c, account_cli_token, ""));
    CHECK(!cli(c, account_cli_token, "--account thue.head --days 0"));
    CHECK(!cli(c, account_cli_token, "--account thue.head --scope king"));
    CHECK(!cli(c, account_cli_token, "--account nobody"));
    c->err = (struct err){ 0 };
    struct actor who;
    CHECK_OK(c, account_cli_actor(c, "thue.head", &who));
    CHECK(who.n_held == 1);
}
