/* Signing in: by page and by program; what protects it. */
#include "common/account/account_attempt.h"
#include "common/account/account_desk.h"
#include "common/account/account_people.h"
#include "core/pass.h"
#include "core/test.h"

#define WORDS "mưa+rào+đầu+hạ"

struct stage {
    struct account_people p;
    const char *cookie, *device, *csrf;
};

static bool set_password(struct ctx *c, void *arg)
{
    int64_t id = *(int64_t *)arg;
    const char *hash = account_hash(c, "mưa rào đầu hạ");

    return hash && account_password_set(c, id, hash, "");
}

static struct account_people people(struct ctx *c)
{
    struct account_people p;

    CHECK_OK(c, test_write(c, account_people, &p));
    CHECK_OK(c, test_write(c, set_password, &p.head));
    return p;
}

static const char *cookie_set(struct ctx *c, const struct res *s, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < s->headers.n; i++)
        if (strcmp(s->headers.v[i].name, "Set-Cookie") == 0 &&
            strncmp(s->headers.v[i].value, name, n) == 0 && s->headers.v[i].value[n] == '=')
            return arena_strndup(c->arena, s->headers.v[i].value,
                                 strcspn(s->headers.v[i].value, ";"));
    return NULL;
}

/* From a browser: its cookies, its address. */
static struct res from(struct ctx *c, const char *address, const char *cookie, enum method m,
                       const char *path)
{
    struct req q = test_req(m);

    q.cookie = cookie ? cookie : "";
    q.address = address;
    return ask_req(c, &q, path);
}

static struct res try_words(struct ctx *c, const char *address, const char *cookie,
                            const char *words)
{
    return from(c, address, cookie, POST,
                arena_printf(c->arena, "/sign-in?name=btc.head&password=%s", words));
}

TEST(signing_in_begins_a_session_and_goes_to_the_page_that_was_asked_for)
{
    people(c);
    struct res s = from(c, "10.0.0.1", NULL, POST,
                        "/sign-in?name=BTC.Head&password=" WORDS "&next=%2Faccount%3Fx%3D1");

    CHECK_INT(s.status, 303);
    CHECK_STR(s.location, "/account?x=1");
    const char *cookie = cookie_set(c, &s, ACCOUNT_COOKIE);
    CHECK(cookie != NULL && cookie_set(c, &s, ACCOUNT_DEVICE) != NULL);
    CHECK_HAS(s.headers.v[0].value, "; Path=/; Secure; HttpOnly; SameSite=Lax");
    CHECK_INT(from(c, "10.0.0.1", cookie, GET, "/account").status, 200);
    CHECK_STR(from(c, "10.0.0.1", cookie, GET, "/sign-in").location, "/");
    CHECK_HAS(from(c, "10.0.0.1", cookie, GET, "/sign-in.json").body.p, "\"name\":\"btc.head\"");
}

TEST(signing_in_never_leads_to_another_site)
{
    static const char *const bad[] = { "%2F%2Fevil.example", "https%3A%2F%2Fevil.example",
                                       "%2F%5Cevil.example", "%2Fa%0d%0aX%3A1", "" };

    people(c);
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct res s =
            try_words(c, "10.0.0.1", NULL, arena_printf(c->arena, WORDS "&next=%s", bad[i]));

        CHECK_STR(s.location, "/");
    }
}

TEST(a_wrong_name_and_a_wrong_password_get_the_same_answer)
{
    people(c);
    struct res a = try_words(c, "10.0.0.1", NULL, "wrong");
    struct res b = from(c, "10.0.0.1", NULL, POST, "/sign-in?name=nobody&password=wrong");
    struct res j = from(c, "10.0.0.1", NULL, POST, "/sign-in.json?name=nobody&password=wrong");

    CHECK_INT(a.status, 422);
    CHECK_INT(b.status, 422);
    CHECK_INT(j.status, 422);
    CHECK_HAS(a.body.p, "the name or the password is wrong");
    CHECK_HAS(a.body.p, "value=\"btc.head\""); /* the name is kept, the password is not */
    CHECK_HAS_NOT(a.body.p, "value=\"wrong\"");
    CHECK_HAS(b.body.p, "the name or the password is wrong");
    CHECK_HAS(j.body.p, "the name or the password is wrong");
    CHECK(cookie_set(c, &a, ACCOUNT_COOKIE) == NULL);
    CHECK_INT(from(c, "10.0.0.1", NULL, POST, "/sign-in?name=&password=").status, 422);
    CHECK_INT(from(c, "10.0.0.1", NULL, GET, "/sign-in").status, 200);
}

TEST(an_account_without_a_password_cannot_sign_in)
{
    people(c);
    CHECK_INT(from(c, "10.0.0.1", NULL, POST, "/sign-in?name=admin&password=x").status, 422);
}

TEST(signing_in_again_ends_the_session_before)
{
    people(c);
    struct res first = try_words(c, "10.0.0.1", NULL, WORDS);
    const char *old = cookie_set(c, &first, ACCOUNT_COOKIE);
    struct res second = try_words(c, "10.0.0.1", old, WORDS);
    const char *now = cookie_set(c, &second, ACCOUNT_COOKIE);

    CHECK(strcmp(old, now) != 0);
    CHECK_INT(from(c, "10.0.0.1", old, GET, "/account").status, 303);
    CHECK_INT(from(c, "10.0.0.1", now, GET, "/account").status, 200);
}

TEST(signing_out_ends_the_session_at_once)
{
    people(c);
    struct res s = from(c, "10.0.0.1", NULL, POST, "/sign-in.json?name=btc.head&password=" WORDS);
    const char *cookie = cookie_set(c, &s, ACCOUNT_COOKIE);
    const char *csrf = arena_strndup(c->arena, strstr(s.body.p, "\"csrf\":\"") + 8, 22);

    CHECK_INT(s.status, 200);
    CHECK_INT(from(c, "10.0.0.1", cookie, POST, "/sign-out").status, 403); /* no CSRF token */
    s = from(c, "10.0.0.1", cookie, POST, arena_printf(c->arena, "/sign-out?csrf=%s", csrf));
    CHECK_INT(s.status, 303);
    CHECK_HAS(s.headers.v[0].value, "Max-Age=0");
    CHECK_INT(from(c, "10.0.0.1", cookie, GET, "/account").status, 303);
    CHECK_HAS(from(c, "10.0.0.1", cookie, GET, s.location).body.p, "You are signed out.");
    CHECK_INT(from(c, "10.0.0.1", NULL, POST, "/sign-out").status, 303);
}

TEST(a_form_of_another_site_or_session_changes_nothing)
{
    people(c);
    struct res s = from(c, "10.0.0.1", NULL, POST, "/sign-in.json?name=btc.head&password=" WORDS);
    const char *cookie = cookie_set(c, &s, ACCOUNT_COOKIE);
    const char *csrf = arena_strndup(c->arena, strstr(s.body.p, "\"csrf\":\"") + 8, 22);
    struct req q = test_req(POST);

    q.cookie = cookie;
    q.same_origin = false;
    CHECK_INT(
        ask_req(c, &q, arena_printf(c->arena, "/account/language?lang=de&csrf=%s", csrf)).status,
        403);
    struct req in = test_req(POST); /* signing a victim in as somebody else */
    in.same_origin = false;
    CHECK_INT(ask_req(c, &in, "/sign-in?name=btc.head&password=" WORDS).status, 403);
    CHECK_INT(from(c, "10.0.0.1", cookie, POST, "/account/language?lang=de").status, 403);
    CHECK_INT(
        from(c, "10.0.0.1", cookie, POST, "/account/language?lang=de&csrf=AAAAAAAAAAAAAAAAAAAAAA")
            .status,
        403);
    CHECK_INT(from(c, "10.0.0.1", cookie, POST,
                   arena_printf(c->arena, "/account/language?lang=de&csrf=%s", csrf))
                  .status,
              303);
}

/* ---- throttling ---- */

TEST(tries_are_slowed_down_but_the_owner_at_a_known_place_is_not)
{
    people(c);
    struct res in = try_words(c, "10.0.0.1", NULL, WORDS);
    const char *device = cookie_set(c, &in, ACCOUNT_DEVICE);

    for (int i = 0; i < 5; i++)
        CHECK_INT(try_words(c, "192.0.2.7", NULL, "guess").status, 422);
    struct res s = try_words(c, "192.0.2.7", NULL, "guess");
    CHECK_INT(s.status, 429);
    CHECK_HAS(s.body.p, "wait 1 s and try again");
    CHECK_INT(try_words(c, "192.0.2.8", NULL, WORDS).status, 429); /* the name, from anywhere new */
    CHECK_INT(try_words(c, "192.0.2.9", device, WORDS).status, 303); /* my device, anywhere */
    CHECK_INT(try_words(c, "10.0.0.1", NULL, WORDS).status, 303);    /* my office, any device */
    c->now_ms += 1000;
    CHECK_INT(try_words(c, "192.0.2.7", NULL, "guess").status, 422);
    CHECK_INT(try_words(c, "192.0.2.7", NULL, "guess").status, 429); /* now two seconds */
    c->now_ms += 1999;
    CHECK_INT(try_words(c, "192.0.2.7", NULL, "guess").status, 429);
    c->now_ms += 1;
    CHECK_INT(try_words(c, "192.0.2.7", NULL, WORDS).status, 303); /* right: then it is known */
}

TEST(nobody_waits_longer_than_a_minute_for_a_name)
{
    people(c);
    for (int i = 0; i < 30; i++) {
        CHECK_INT(try_words(c, arena_printf(c->arena, "192.0.2.%d", i), NULL, "guess").status, 422);
        c->now_ms += 60 * 1000;
    }
    CHECK_INT(try_words(c, "192.0.2.77", NULL, "guess").status, 422);
    CHECK_INT(try_words(c, "192.0.2.77", NULL, "guess").status, 429);
    c->now_ms += 60 * 1000;
    CHECK_INT(try_words(c, "198.51.100.1", NULL, WORDS).status, 303);
}

TEST(an_hour_of_calm_heals)
{
    people(c);
    for (int i = 0; i < 5; i++)
        CHECK_INT(try_words(c, "192.0.2.77", NULL, "guess").status, 422);
    CHECK_INT(try_words(c, "192.0.2.77", NULL, "guess").status, 429);
    c->now_ms += (int64_t)60 * 60 * 1000;
    for (int i = 0; i < 5; i++)
        CHECK_INT(try_words(c, "192.0.2.77", NULL, "guess").status, 422);
}

TEST(an_address_that_tries_many_names_is_slowed_down_too)
{
    people(c);
    for (int i = 0; i < 20; i++)
        CHECK_INT(from(c, "192.0.2.7", NULL, POST,
                       arena_printf(c->arena, "/sign-in?name=person%d&password=x", i))
                      .status,
                  422);
    CHECK_INT(from(c, "192.0.2.7", NULL, POST, "/sign-in?name=other&password=x").status, 429);
    CHECK_INT(from(c, "192.0.2.8", NULL, POST, "/sign-in?name=other&password=x").status, 422);
}

TEST(an_ipv6_network_counts_as_one_address)
{
    people(c);
    for (int i = 0; i < 20; i++)
        CHECK_INT(from(c, arena_printf(c->arena, i % 2 ? "2001:db8::%d" : "2001:db8:0:0:9::%d", i),
                       NULL, POST, arena_printf(c->arena, "/sign-in?name=person%d&password=x", i))
                      .status,
                  422);
    CHECK_INT(from(c, "2001:db8::abcd", NULL, POST, "/sign-in?name=other&password=x").status, 429);
    CHECK_INT(from(c, "2001:db8:0:1::1", NULL, POST, "/sign-in?name=other&password=x").status, 422);
    CHECK_INT(from(c, "::1", NULL, POST, "/sign-in?name=other&password=x").status, 422);
}

TEST(a_success_of_ones_own_does_not_clear_the_count_of_the_address)
{
    people(c);
    for (int i = 0; i < 19; i++)
        from(c, "192.0.2.7", NULL, POST,
             arena_printf(c->arena, "/sign-in?name=person%d&password=x", i));
    CHECK_INT(try_words(c, "192.0.2.7", NULL, WORDS).status, 303);
    CHECK_INT(from(c, "192.0.2.7", NULL, POST, "/sign-in?name=person19&password=x").status, 422);
    CHECK_INT(from(c, "192.0.2.7", NULL, POST, "/sign-in?name=person20&password=x").status, 429);
}

TEST(the_cookie_of_another_persons_device_helps_nobody)
{
    struct account_people p = people(c);

    CHECK_OK(c, test_write(c, set_password, &p.officer));
    struct res in = from(c, "10.0.0.5", NULL, POST, "/sign-in?name=hanoi.officer&password=" WORDS);
    const char *device = cookie_set(c, &in, ACCOUNT_DEVICE);

    for (int i = 0; i < 5; i++)
        CHECK_INT(try_words(c, "10.0.0.5", device, "guess").status, 422);
    CHECK_INT(try_words(c, "10.0.0.5", device, "guess").status, 429);
}

/* ---- one-time links ---- */

struct linked {
    int64_t account;
    const char *key;
};

static bool make_link(struct ctx *c, void *arg)
{
    struct linked *l = arg;

    return account_link_for(c, l->account, &l->key);
}

TEST(a_link_sets_a_password_once_and_ends_all_sessions)
{
    struct account_people p = people(c);
    struct linked l = { .account = p.head };
    struct res in = try_words(c, "10.0.0.1", NULL, WORDS);
    const char *cookie = cookie_set(c, &in, ACCOUNT_COOKIE);

    CHECK_OK(c, test_write(c, make_link, &l));
    const char *path = arena_printf(c->arena, "/password?key=%s", l.key);
    CHECK_HAS(from(c, "10.0.0.1", NULL, GET, path).body.p, "btc.head");
    CHECK_HAS(from(c, "10.0.0.1", NULL, GET, arena_printf(c->arena, "/password.json?key=%s", l.key))
                  .body.p,
              "\"name\":\"btc.head\"");
    CHECK_INT(from(c, "10.0.0.1", NULL, POST,
                   arena_printf(c->arena, "%s&password=matkhau123456&again=matkhau123456", path))
                  .status,
              422);
    CHECK_INT(from(c, "10.0.0.1", NULL, POST,
                   arena_printf(c->arena, "%s&password=ngon+gio+mua+thu&again=ngon", path))
                  .status,
              422);
    path = arena_printf(c->arena, "%s&password=ngon+gio+mua+thu&again=ngon+gio+mua+thu", path);
    CHECK_STR(from(c, "10.0.0.1", NULL, POST, path).location, "/sign-in?done=password");
    CHECK_INT(from(c, "10.0.0.1", NULL, POST, path).status, 404);
    CHECK_INT(from(c, "10.0.0.1", cookie, GET, "/account").status, 303);
    CHECK_INT(try_words(c, "10.0.0.1", NULL, WORDS).status, 422);
    CHECK_INT(try_words(c, "10.0.0.1", NULL, "ngon+gio+mua+thu").status, 303);
}

TEST(a_link_ends_after_three_days)
{
    struct account_people p = people(c);
    struct linked l = { .account = p.head };

    CHECK_OK(c, test_write(c, make_link, &l));
    const char *path = arena_printf(c->arena, "/password?key=%s", l.key);
    c->now_ms += (int64_t)3 * 24 * 60 * 60 * 1000;
    CHECK_INT(from(c, "10.0.0.1", NULL, GET, path).status, 404);
    CHECK_INT(from(c, "10.0.0.1", NULL, GET, "/password?key=nonsense").status, 404);
}

/* ---- what a password must be ---- */

TEST(passwords_are_long_and_not_guessable)
{
    static const char *const bad[] = {
        "short",
        "11 letters.",
        "password1234",
        "Matkhau123456!",
        "matkhau@2025@2025",
        "123456789012",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop12",
        "nguyenvanan2025",
        "btc.head.2025",
        "Vietnam@Hanoi2025",
        "chinhphu-2025-2026",
        "iloveyou123456",
        "abcabcabcabcabc",
    };
    static const char *const good[] = { "mưa rào đầu hạ", "correct horse battery staple",
                                        "sông Hồng mùa lũ", "x7#kQ!mz2vRt",
                                        "ruộng bậc thang 2025" };
    struct account who = { .name = "btc.head", .person = "Nguyễn Văn An" };

    for (size_t i = 0; i < COUNT(bad); i++) {
        if (account_password_check(c, "password", bad[i], &who))
            test_failed(__FILE__, __LINE__, "\"%s\" should be refused", bad[i]);
        c->err = (struct err){ 0 };
    }
    for (size_t i = 0; i < COUNT(good); i++)
        CHECK_OK(c, account_password_check(c, "password", good[i], &who));
}

/* ---- who comes too early must not cost 19 MB; who fails must not cost nothing ---- */

TEST(a_throttled_try_is_refused_without_looking_at_the_password)
{
    struct account_attempt t;
    struct req q = test_req(POST);

    people(c);
    for (int i = 0; i < 6; i++)
        try_words(c, "127.0.0.1", NULL, "guess");
    CHECK(!account_attempt_judge(c, &q, "btc.head", "mưa rào đầu hạ", &t));
    CHECK(!t.right);
    CHECK(c->err.retry_s > 0);
    CHECK_HAS(c->err.message, arena_printf(c->arena, "wait %d s", c->err.retry_s));
    CHECK_FAILED(c, ERR_TOO_MANY);
}

TEST(a_database_that_fails_in_the_middle_signs_nobody_in)
{
    people(c);
    CHECK(test_each_failure(c, "", POST, "/sign-in?name=btc.head&password=guess") > 3);
    CHECK(test_each_failure(c, "", POST, "/sign-in?name=btc.head&password=" WORDS) > 5);
}
