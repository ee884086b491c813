/* Webhooks: who may register them, what is sent, what happens when nobody takes it. */
#include "common/hook/hook_own.h"

#include <time.h>

#include "core/conf.h"
#include "core/test.h"
#include "core/test_listen.h"
#include "core/text.h"

static bool anybody(struct ctx *c)
{
    return may(c, "hook.manage");
}

static void let_local(struct ctx *c)
{
    struct conf *f = NEW(c->arena, struct conf);

    *f = *c->app->conf;
    f->hooks_local = true;
    c->app->conf = f;
    hook_may = anybody;
}

static bool tell(struct ctx *c, void *arg)
{
    (void)arg;
    return hook_tell(c, "unit.changed", "{\"x\":\"y\"}");
}

static bool tick(struct ctx *c, void *arg)
{
    (void)arg;
    return hook_send_tick(c);
}

/* Until the thread's result is noted: it comes back a moment after the listener has answered. */
static struct hook_delivery noted(struct ctx *c, int64_t id, int64_t attempts)
{
    hook_deliveries log = { 0 };
    bool more;

    for (int i = 0; i < 1000; i++) {
        log.n = 0;
        CHECK_OK(c, test_write(c, tick, NULL));
        CHECK_OK(c, hook_read_log(c, id, 0, &log, &more));
        if (log.n && log.v[0].attempts >= attempts)
            return log.v[0];
        nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
    }
    test_failed(__FILE__, __LINE__, "attempt %d was never noted", (int)attempts);
    return (struct hook_delivery){ .state = "" };
}

static int64_t add(struct ctx *c, const char *url)
{
    struct res s =
        ask(c, "hook.manage", POST, arena_printf(c->arena, "/hooks?note=ministry&url=%s", url));
    int64_t id = 0;

    CHECK_INT(s.status, 303);
    CHECK(id_parse(s.location + strlen("/hooks/"), &id));
    return id;
}

static const char *at(struct ctx *c, int64_t id, const char *rest)
{
    return arena_printf(c->arena, "/hooks/%lld%s", (long long)id, rest);
}

TEST(hooks_are_for_those_who_manage_them)
{
    let_local(c);
    int64_t id = add(c, "https://example.gov.vn/in");

    CHECK_INT(ask(c, "", GET, "/hooks.json").status, 401);
    CHECK_INT(ask(c, "unit.write", GET, "/hooks").status, 403);
    CHECK_INT(ask(c, "unit.write", POST, "/hooks?url=https://example.gov.vn/").status, 403);
    CHECK_INT(ask(c, "unit.write", GET, at(c, id, "")).status, 403);
    CHECK_INT(ask(c, "unit.write", POST, at(c, id, "/change?what=stop")).status, 403);
    CHECK_INT(ask(c, "hook.manage", GET, "/hooks/77").status, 404);
    CHECK_INT(ask(c, "hook.manage", POST, "/hooks/77/change?what=stop").status, 404);
    CHECK_INT(ask(c, "hook.manage", POST, at(c, id, "/change?what=dance")).status, 422);
    hook_may = NULL;
    CHECK_INT(ask(c, "hook.manage", GET, "/hooks").status, 403);
}

TEST(a_hook_is_registered_once_with_a_good_address)
{
    let_local(c);
    int64_t id = add(c, "https://example.gov.vn/in");
    struct res s = ask(c, "hook.manage", POST, "/hooks?url=https://example.gov.vn/in");

    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "has a webhook already");
    s = ask(c, "hook.manage", POST, "/hooks?url=ftp://example.gov.vn/");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "write an address like");
    CHECK_HAS(ask(c, "hook.manage", GET, "/hooks").body.p, "https://example.gov.vn/in");
    CHECK_HAS(ask(c, "hook.manage", GET, "/hooks.json").body.p, "\"state\":\"active\"");
    CHECK_HAS(ask(c, "hook.manage", GET, at(c, id, "")).body.p, "whsec_");
    CHECK_HAS(ask(c, "hook.manage", GET, at(c, id, ".json")).body.p, "\"secret\":\"whsec_");
    struct conf f = *c->app->conf;
    f.hooks_local = false;
    c->app->conf = &f;
    s = ask(c, "hook.manage", POST, "/hooks?url=http://example.gov.vn/");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "must begin with https://");
}

TEST(a_hook_gets_each_message_signed_so_that_it_can_be_checked)
{
    struct test_listener *l = test_listen(204);
    const char *secret;

    let_local(c);
    int64_t id = add(c, arena_printf(c->arena, "http://127.0.0.1:%d/in", test_listen_port(l)));
    CHECK_OK(c, test_write(c, tell, NULL));
    CHECK_OK(c, test_write(c, tick, NULL));
    const char *heard = test_listen_heard(l, 1);
    CHECK_HAS(heard, "\"type\":\"unit.changed\",\"timestamp\":");
    CHECK_HAS(heard, ",\"data\":{\"x\":\"y\"}}");
    CHECK_STR(noted(c, id, 1).state, "sent");

    /* as the receiver does it */
    CHECK_OK(c, hook_secret(c, id, 1, &secret));
    const char *given = strstr(heard, "webhook-id: ") + 12;
    const char *when = strstr(heard, "webhook-timestamp: ") + 19;
    const char *signature = strstr(heard, "webhook-signature: ") + 19;
    const char *signed_text =
        arena_printf(c->arena, "%.*s.%.*s.%s", (int)strcspn(given, "\r"), given,
                     (int)strcspn(when, "\r"), when, strstr(heard, "\r\n\r\n") + 4);
    const char *mine;
    CHECK_OK(c, hook_sign(c, id, 1, signed_text, &mine));
    CHECK(strncmp(signature, mine, strlen(mine)) == 0);
    CHECK_HAS(ask(c, "hook.manage", GET, at(c, id, "")).body.p, "arrived");
    CHECK_INT(ask(c, "hook.manage", POST, at(c, id, "/change?what=secret")).status, 303);
    CHECK_HAS_NOT(ask(c, "hook.manage", GET, at(c, id, ".json")).body.p, secret);
    test_listen_end(&l);
}

TEST(a_hook_that_fails_is_tried_later_and_stopped_in_the_end)
{
    struct test_listener *l = test_listen(500);
    struct hook k;

    let_local(c);
    int64_t id = add(c, arena_printf(c->arena, "http://127.0.0.1:%d/in", test_listen_port(l)));
    CHECK_INT(ask(c, "hook.manage", POST, at(c, id, "/change?what=test")).status, 303);
    for (int i = 1; i <= 12; i++) {
        CHECK_OK(c, hook_read(c, id, &k));
        CHECK_STR(k.state, "active");
        CHECK_OK(c, test_write(c, tick, NULL));
        CHECK(test_listen_heard(l, (size_t)i));
        struct hook_delivery d = noted(c, id, i);
        CHECK_STR(d.state, "waiting");
        CHECK_INT(d.status, 500);
        CHECK(i == 12 || d.due_at >= c->now_ms + 5000); /* so the ticks in noted() sent nothing */
        CHECK_INT(d.attempts, i);
        c->now_ms += (int64_t)9 * 3600 * 1000;
    }
    CHECK_OK(c, hook_read(c, id, &k));
    CHECK_STR(k.state, "stopped");
    CHECK_STR(k.reason, "HTTP 500");
    CHECK_HAS(ask(c, "hook.manage", GET, at(c, id, "")).body.p,
              "The last attempts failed: HTTP 500");
    test_listen_answer(l, 200);
    CHECK_OK(c, test_write(c, tick, NULL)); /* a stopped one gets nothing */
    CHECK_INT(ask(c, "hook.manage", POST, at(c, id, "/change?what=start")).status, 303);
    CHECK_OK(c, test_write(c, tick, NULL));
    CHECK(test_listen_heard(l, 13));
    CHECK_STR(noted(c, id, 1).state, "sent");
    test_listen_end(&l);
}

TEST(a_hook_whose_receiver_is_gone_is_stopped_at_once)
{
    struct test_listener *l = test_listen(410);
    struct hook k;

    let_local(c);
    int64_t id = add(c, arena_printf(c->arena, "http://127.0.0.1:%d/", test_listen_port(l)));
    CHECK_INT(ask(c, "hook.manage", POST, at(c, id, "/change?what=test")).status, 303);
    CHECK_OK(c, test_write(c, tick, NULL));
    CHECK(test_listen_heard(l, 1));
    noted(c, id, 1);
    CHECK_OK(c, hook_read(c, id, &k));
    CHECK_STR(k.state, "stopped");
    CHECK_INT(ask(c, "hook.manage", POST, at(c, id, "/change?what=remove")).status, 303);
    CHECK_INT(ask(c, "hook.manage", GET, at(c, id, "")).status, 404);
    test_listen_end(&l);
}

TEST(a_hook_never_leads_inside_unless_the_setting_says_so)
{
    struct test_listener *l = test_listen(204);
    struct conf *f = NEW(c->arena, struct conf);

    let_local(c);
    int64_t id = add(c, arena_printf(c->arena, "http://127.0.0.1:%d/", test_listen_port(l)));
    CHECK_INT(ask(c, "hook.manage", POST, at(c, id, "/change?what=test")).status, 303);
    *f = *c->app->conf;
    f->hooks_local = false;
    c->app->conf = f;
    CHECK_OK(c, test_write(c, tick, NULL));
    struct hook_delivery d = noted(c, id, 1);
    CHECK_STR(d.state, "waiting");
    CHECK_HAS(d.fault, "private network");
    test_listen_end(&l);
}

TEST(whatever_statement_fails_a_hook_is_registered_whole_or_not_at_all)
{
    let_local(c);
    CHECK(test_each_failure(c, "hook.manage", POST, "/hooks?url=https://example.gov.vn/") >= 3);
}
