/* Sending to other machines: where it may go, what is sent, what comes of it. */
#include "core/fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "core/sha256.h"
#include "core/test.h"
#include "core/test_listen.h"

static bool special(const char *text)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return fetch_is_special((struct sockaddr *)&v4);
    ASSERT(inet_pton(AF_INET6, text, &v6.sin6_addr) == 1);
    return fetch_is_special((struct sockaddr *)&v6);
}

TEST(fetch_knows_addresses_that_lie_inside)
{
    static const char *const inside[] = {
        "0.0.0.0",       "10.1.2.3",    "100.64.0.1",       "100.127.255.255",
        "127.0.0.1",     "169.254.1.1", "172.16.0.1",       "172.31.9.9",
        "192.168.1.1",   "198.18.0.1",  "224.0.0.1",        "255.255.255.255",
        "::1",           "::",          "fe80::1",          "fc00::1",
        "fd12::1",       "ff02::1",     "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001:db8::1", "2001::1",          "192.0.2.1",
        "203.0.113.9",
    };
    static const char *const outside[] = { "1.1.1.1",      "8.8.8.8",        "100.63.255.255",
                                           "100.128.0.1",  "172.15.0.1",     "172.32.0.1",
                                           "223.255.0.1",  "192.169.0.1",    "2400:cb00::1",
                                           "2606:4700::1", "2001:4860::8888" };

    for (size_t i = 0; i < COUNT(inside); i++)
        if (!special(inside[i]))
            test_failed(__FILE__, __LINE__, "%s is taken for outside", inside[i]);
    for (size_t i = 0; i < COUNT(outside); i++)
        if (special(outside[i]))
            test_failed(__FILE__, __LINE__, "%s is taken for inside", outside[i]);
    CHECK(fetch_is_special(&(struct sockaddr){ .sa_family = AF_UNIX }));
}

TEST(fetch_takes_only_plain_https_addresses)
{
    static const char *const bad[] = { "",
                                       "example.vn",
                                       "ftp://example.vn",
                                       "https://",
                                       "https:///x",
                                       "https://a b/",
                                       "file:///etc",
                                       "https://me:pw@host/",
                                       "https://host/#x",
                                       "javascript:alert(1)" };

    for (size_t i = 0; i < COUNT(bad); i++)
        if (!fetch_url_fault(bad[i], true))
            test_failed(__FILE__, __LINE__, "%s is taken", bad[i]);
    CHECK(!fetch_url_fault("https://example.gov.vn/units?x=1", false));
    CHECK(!fetch_url_fault("https://example.gov.vn:8443", false));
    CHECK_HAS(fetch_url_fault("http://example.gov.vn/", false), "https://");
    CHECK(!fetch_url_fault("http://127.0.0.1:8080/x", true));
}

static struct fetched post(struct ctx *c, const char *url, bool local)
{
    static const char *const headers[] = { "x-one: 1", NULL };
    struct fetch f = { .url = url,
                       .type = "application/json",
                       .body = { "{\"a\":1}", 7 },
                       .headers = headers,
                       .timeout_ms = 5000,
                       .local = local };
    struct fetched got;

    fetch_post(c->arena, &f, &got);
    return got;
}

TEST(fetch_sends_what_it_is_given_and_follows_nothing)
{
    struct test_listener *l = test_listen(204);
    const char *url = arena_printf(c->arena, "http://127.0.0.1:%d/in", test_listen_port(l));
    struct fetched got = post(c, url, true);

    CHECK_INT(got.status, 204);
    CHECK_STR(got.fault, "");
    const char *heard = test_listen_heard(l, 1);
    CHECK_HAS(heard, "POST /in HTTP/1.1\r\n");
    CHECK_HAS(heard, "x-one: 1\r\n");
    CHECK_HAS(heard, "\r\n\r\n{\"a\":1}");
    test_listen_answer(l, 302);
    CHECK_INT(post(c, url, true).status, 302);
    CHECK_HAS(post(c, url, false).fault, "private network"); /* and nothing was sent */
    CHECK(test_listen_heard(l, 2));
    test_listen_end(&l);
    got = post(c, "http://127.0.0.1:1/", true);
    CHECK_INT(got.status, 0);
    CHECK(*got.fault);
    CHECK_INT(post(c, "ftp://127.0.0.1/", true).status, 0);
}

TEST(fetch_gives_up_when_the_process_stops)
{
    struct test_listener *l = test_listen(204);
    _Atomic bool stopped = true;
    struct fetch f = { .url = arena_printf(c->arena, "http://127.0.0.1:%d/", test_listen_port(l)),
                       .type = "text/plain",
                       .body = { "x", 1 },
                       .timeout_ms = 60000,
                       .local = true,
                       .stopped = &stopped };
    struct fetched got;

    fetch_post(c->arena, &f, &got);
    CHECK_INT(got.status, 0);
    test_listen_end(&l);
}

TEST(hmac_of_rfc_4231)
{
    unsigned char mac[SHA256_SIZE];
    struct buf hex = { .arena = c->arena };

    sha256_hmac((struct bytes){ "Jefe", 4 },
                (struct bytes[]){ { "what do ya want ", 16 }, { "for nothing?", 12 } }, 2, mac);
    for (size_t i = 0; i < sizeof mac; i++)
        buf_printf(&hex, "%02x", mac[i]);
    CHECK_STR(buf_str(&hex), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}
