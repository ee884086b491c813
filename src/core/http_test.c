/* What comes over the socket, without a socket: targets, framing, forms, JSON, files. */
#include <sys/stat.h>

#include "core/http_body.h"
#include "core/http_head.h"
#include "core/multipart.h"
#include "core/sha256.h"
#include "core/table.h"
#include "core/test.h"
#include "core/web_idem.h"

static struct req parsed(struct ctx *c, const char *target)
{
    struct req q = { .path = "", .query = "" };

    c->err = (struct err){ 0 };
    if (!http_target(c, target, &q))
        q.path = "";
    return q;
}

TEST(http_targets_give_path_face_and_parameters)
{
    struct req q = parsed(c, "/tasks.json?class=open_overdue&q=%C4%91%C6%B0%E1%BB%9Dng+5G&empty");

    CHECK_STR(q.path, "/tasks");
    CHECK_INT(q.face, FACE_JSON);
    CHECK_STR(q.query, "class=open_overdue&q=%C4%91%C6%B0%E1%BB%9Dng+5G&empty");
    CHECK_STR(req_text(&q, "class"), "open_overdue");
    CHECK_STR(req_text(&q, "q"), "đường 5G");
    CHECK_INT(q.params.n, 3);
    CHECK_INT(parsed(c, "/tasks.csv").face, FACE_CSV);
    CHECK_INT(parsed(c, "/tasks.xlsx").face, FACE_XLSX);
    CHECK_STR(parsed(c, "/tasks.xlsx").path, "/tasks");
    CHECK_STR(parsed(c, "/.json").path, "/"); /* the first page */
    CHECK_STR(parsed(c, "/tasks/.json").path, "/tasks/.json");
    CHECK_STR(parsed(c, "/units/H%C3%A0%20N%E1%BB%99i").path, "/units/Hà Nội");
    CHECK_STR(parsed(c, "/").path, "/");
}

TEST(http_targets_with_two_readings_are_refused)
{
    static const char *const bad[] = { "",
                                       "tasks",
                                       "http://host/",
                                       "//evil.example",
                                       "/a//b",
                                       "/a/../b",
                                       "/a/.hidden/..",
                                       "/a/%2e%2e/b",
                                       "/a%2fb",
                                       "/a%5Cb",
                                       "/a\\b",
                                       "/a%00",
                                       "/a%",
                                       "/a%4",
                                       "/a%zz",
                                       "/a%ff",
                                       "/a%c0%af",
                                       "/a b",
                                       "/a#b",
                                       "/a?x=%",
                                       "/a?x=%00",
                                       "/a?x=%ed%a0%80",
                                       "/a?=1",
                                       "/a%0ab",
                                       "/..",
                                       "/a?x=%1b",
                                       "/.",
                                       "/a/./b" };

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct req q = parsed(c, bad[i]);

        if (*q.path)
            test_failed(__FILE__, __LINE__, "taken: %s as %s", bad[i], q.path);
        CHECK_FAILED(c, ERR_MALFORMED);
    }
}

static int judged(const char *const *headers, const char *version)
{
    struct framing f = { 0 };

    for (; *headers; headers += 2)
        framing_header(&f, headers[0], strlen(headers[0]), headers[1]);
    return framing_fault(&f, version);
}

TEST(http_framing_that_two_servers_could_read_in_two_ways_is_refused)
{
#define JUDGED(version, ...) judged((const char *const[]){ __VA_ARGS__, NULL }, version)
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a:8080"), 0);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "Content-Length", "12"), 0);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "Transfer-Encoding", "Chunked"), 0);
    CHECK_INT(JUDGED("HTTP/1.0", "Accept", "*/*"), 0);
    CHECK_INT(JUDGED("HTTP/1.1", "Accept", "*/*"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "host", "a"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a/b"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "Content-Length", "1", "Content-Length", "1"), 400);
    CHECK_INT(
        JUDGED("HTTP/1.1", "Host", "a", "Content-Length", "1", "Transfer-Encoding", "chunked"),
        400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "Transfer-Encoding", "gzip, chunked"), 400);
    CHECK_INT(
        JUDGED("HTTP/1.1", "Host", "a", "Transfer-Encoding", "chunked", "Transfer-Encoding", "x"),
        400);
    CHECK_INT(JUDGED("HTTP/1.0", "Host", "a", "Transfer-Encoding", "chunked"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "Content-Length", "+1"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "Content-Length", "0x5"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "Content-Length", "1, 1"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "Content-Length", ""), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "Content-Length", "99999999999999999999"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "Content-Length ", "1"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "X\t", "1"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "", "1"), 400);
    CHECK_INT(JUDGED("HTTP/1.1", "Host", "a", "X", "a\001b"), 400);
    CHECK_INT(JUDGED("HTTP/2.0", "Host", "a"), 505);
#undef JUDGED
    struct framing f = { .headers = HTTP_HEADERS + 1, .hosts = 1 };
    CHECK_INT(framing_fault(&f, "HTTP/1.1"), 431);
}

TEST(http_accept_chooses_the_face_when_the_path_does_not)
{
    CHECK_INT(http_accept("text/html,application/xhtml+xml,*/*;q=0.8", ""), FACE_HTML);
    CHECK_INT(http_accept("application/json", ""), FACE_JSON);
    CHECK_INT(http_accept("text/plain, application/json;q=0.9", ""), FACE_JSON);
    CHECK_INT(http_accept("application/json;q=0", ""), FACE_HTML);
    CHECK_INT(http_accept("text/csv", ""), FACE_CSV);
    CHECK_INT(http_accept(TABLE_XLSX, ""), FACE_XLSX);
    CHECK_INT(http_accept("*/*", ""), FACE_HTML);
    CHECK_INT(http_accept("*/*", "application/json"), FACE_JSON);
    CHECK(http_names("gzip, deflate, br", "gzip"));
    CHECK(!http_names("gzip;q=0, br", "gzip"));
    CHECK(!http_names("xgzip", "gzip"));
}

TEST(http_only_our_own_pages_are_of_the_same_origin)
{
#define SAME(...) http_same_origin(&(struct origin){ __VA_ARGS__ })
    CHECK(SAME("same-origin", "", "", "s=1", ""));
    CHECK(SAME("none", "", "", "s=1", ""));
    CHECK(!SAME("cross-site", "http://a", "a", "s=1", ""));
    CHECK(!SAME("same-site", "", "a", "", ""));
    CHECK(SAME("", "http://a:8080", "a:8080", "s=1", ""));
    CHECK(!SAME("", "http://a", "a:8080", "s=1", ""));
    CHECK(!SAME("", "http://a.evil", "a", "s=1", ""));
    CHECK(!SAME("", "null", "a", "s=1", ""));
    CHECK(SAME("", "https://lt.gov.vn", "10.0.0.1", "s=1", "https://lt.gov.vn/"));
    CHECK(!SAME("", "", "a", "s=1", "")); /* a browser says where it comes from */
    CHECK(SAME("", "", "a", "", ""));     /* a program with a token */
#undef SAME
}

TEST(http_the_nearest_proxy_names_the_address)
{
    CHECK_STR(http_forwarded(c, "203.0.113.7"), "203.0.113.7");
    CHECK_STR(http_forwarded(c, "1.1.1.1, 203.0.113.7"), "203.0.113.7");
    CHECK_STR(http_forwarded(c, "2001:db8::1"), "2001:db8::1");
    CHECK_STR(http_forwarded(c, "<script>"), "");
    CHECK_STR(http_forwarded(c, ""), "");
}

/* ---- bodies ---- */

static struct body *opened(struct ctx *c, struct req *q, const char *type, uint64_t length,
                           unsigned flags)
{
    *q = (struct req){ .path = "/", .query = "" };
    c->err = (struct err){ 0 };
    return body_open(c, q, type, length, flags);
}

static bool sent(struct ctx *c, struct req *q, const char *type, const char *text, unsigned flags)
{
    struct body *b = opened(c, q, type, strlen(text), flags);

    return b && (!*text || body_data(b, text, strlen(text))) && body_end(b);
}

static const char form[] = "application/x-www-form-urlencoded";

TEST(http_forms_are_read_strictly)
{
    struct req q;

    CHECK_OK(c, sent(c, &q, form, "title=B%C3%A1o+c%C3%A1o&note=a%0D%0Ab&none=&x=1&x=2", 0));
    CHECK_STR(req_text(&q, "title"), "Báo cáo");
    CHECK_STR(req_text(&q, "note"), "a\nb");
    CHECK_STR(req_text(&q, "none"), "");
    CHECK_STR(req_text(&q, "x"), "1");
    CHECK_STR(req_last(&q, "x"), "2");
    CHECK_OK(c, sent(c, &q, form, "", 0));
    CHECK(!sent(c, &q, form, "a=%c3", 0));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!sent(c, &q, form, "%0a=1", 0)); /* a name of nothing but blanks */
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!sent(c, &q, form, "a=%e", 0));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!sent(c, &q, form, "a=b%00c", 0));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!sent(c, &q, "text/plain", "a=b", 0));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!sent(c, &q, "", "a=b", 0));
    CHECK_FAILED(c, ERR_MALFORMED);
}

TEST(http_forms_have_limits)
{
    struct req q;
    struct buf b = { .arena = c->arena };

    for (int i = 0; i <= HTTP_PARAMS; i++)
        buf_text(&b, "a=1&");
    CHECK(!sent(c, &q, form, b.p, 0));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!opened(c, &q, form, BODY_NORMAL + 1, 0));
    CHECK_FAILED(c, ERR_TOO_LARGE);
    CHECK(opened(c, &q, form, BODY_NORMAL + 1, ROUTE_LARGE) != NULL);
    /* without an announced length, too */
    struct body *body = opened(c, &q, form, 0, 0);
    char piece[1024];
    bool ok = true;
    memset(piece, 'a', sizeof piece);
    for (int i = 0; ok && i < 300; i++)
        ok = body_data(body, piece, sizeof piece);
    CHECK(!ok);
    CHECK_FAILED(c, ERR_TOO_LARGE);
}

TEST(http_json_is_flattened_to_the_same_parameters)
{
    struct req q;

    CHECK_OK(c, sent(c, &q, "application/json; charset=utf-8",
                     "{\"title\":\"Đường\",\"n\":9007199254740993,\"yes\":true,\"no\":false,"
                     "\"none\":null,\"units\":[1,\"2\"]}",
                     0));
    CHECK_STR(req_text(&q, "title"), "Đường");
    CHECK_STR(req_text(&q, "n"), "9007199254740993");
    CHECK_STR(req_text(&q, "yes"), "1");
    CHECK_STR(req_text(&q, "no"), "");
    CHECK_STR(req_text(&q, "units"), "1");
    CHECK_STR(req_last(&q, "units"), "2");
    CHECK_INT(q.params.n, 7);
}

TEST(http_json_that_means_two_things_is_refused)
{
    static const char *const bad[] = { "",
                                       "[]",
                                       "1",
                                       "{\"a\":1,\"a\":2}",
                                       "{\"a\":01}",
                                       "{'a':1}",
                                       "{\"a\":NaN}",
                                       "{\"a\":\"\xff\"}",
                                       "{\"a\":1}x",
                                       "{\"a\"",
                                       "{\"\":1}",
                                       "{\"a\":\"\\u0000\"}",
                                       "{\"a\":[[[1]]]}",
                                       "{\"a\":99999999999999999999}" };
    struct req q;

    for (size_t i = 0; i < COUNT(bad); i++) {
        CHECK(!sent(c, &q, "application/json", bad[i], 0));
        CHECK_FAILED(c, ERR_MALFORMED);
    }
    CHECK(!sent(c, &q, "application/json", "{\"a\":1.5,\"b\":{\"c\":1}}", 0));
    CHECK_INT(c->err.fields.n, 2);
    CHECK_FAILED(c, ERR_INPUT);
}

/* ---- forms with files ---- */

static const char type[] = "multipart/form-data; boundary=----x";
static const char two[] =
    "------x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n"
    "Báo cáo\r\n"
    "------x\r\nContent-Disposition: form-data; name=\"file\"; "
    "filename=\"C:\\\\x\\%22Kết quả.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
    "%PDF\r\n----not it\r\n\r\n"
    "------x--\r\n";

static void check_two(struct ctx *c, const struct req *q)
{
    const struct upload *u = req_upload(q, "file");
    struct stat st;

    (void)c;
    CHECK_STR(req_text(q, "title"), "Báo cáo");
    CHECK(u != NULL);
    if (!u)
        return;
    CHECK_STR(u->name, "\"Kết quả.pdf");
    CHECK_INT(u->size, 18);
    CHECK_INT(stat(u->path, &st), 0);
    CHECK_INT(st.st_size, 18);
    CHECK_INT(strlen(u->sha256), 64);
}

TEST(http_files_arrive_whatever_the_pieces)
{
    for (size_t piece = 1; piece < sizeof two; piece = piece * 2 + 1) {
        struct ctx one = app_ctx(c->app, 64 << 20);
        struct req q;
        struct body *b = opened(&one, &q, type, sizeof two - 1, ROUTE_UPLOAD);
        bool ok = b != NULL;

        for (size_t i = 0; ok && i < sizeof two - 1; i += piece)
            ok = body_data(b, two + i, i + piece < sizeof two ? piece : sizeof two - 1 - i);
        CHECK_OK(&one, ok && body_end(b) && body_sync(&one, &q));
        check_two(c, &q);
        const char *path = q.uploads.n ? arena_strdup(c->arena, q.uploads.v[0].path) : "";
        struct stat st;
        arena_free(&one.arena);
        CHECK(stat(path, &st) != 0); /* gone with the request */
    }
}

TEST(http_forms_with_files_are_read_strictly)
{
    static const char *const bad[] = {
        "",
        "x",
        "------x",
        "------x\r\n",
        "junk\r\n------x--\r\n",
        "------x\r\n\r\n\r\n------x--\r\n",
        "------x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n------x--\r\n",
        "------x\r\nContent-Disposition: form-data\r\n\r\n1\r\n------x--\r\n",
        "------x\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n------x--\r\n",
        "------x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n------xyz",
        "------x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n------x--\r\n",
        "------x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n",
        "------x\r\nContent-Disposition: form-data; name=\"a\"\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n1\r\n------x--\r\n",
    };
    struct req q;

    for (size_t i = 0; i < COUNT(bad); i++) {
        if (sent(c, &q, type, bad[i], ROUTE_UPLOAD))
            test_failed(__FILE__, __LINE__, "taken: %s", bad[i]);
        CHECK_FAILED(c, ERR_MALFORMED);
    }
    CHECK(!sent(c, &q, "multipart/form-data", two, ROUTE_UPLOAD));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!sent(c, &q, type, two, 0)); /* a route that takes no files */
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!opened(c, &q, type, (uint64_t)200 << 20, ROUTE_UPLOAD));
    CHECK_FAILED(c, ERR_TOO_LARGE);
    CHECK_OK(c, sent(c, &q, type,
                     "------x\r\nContent-Disposition: form-data; name=\"f\"; "
                     "filename=\"\"\r\n\r\n\r\n------x--",
                     ROUTE_UPLOAD));
    CHECK_INT(q.uploads.n, 0); /* no file was chosen */
}

/* ---- twice ---- */

static int done_times;

static bool count_up(struct ctx *c, const struct req *q, struct res *s)
{
    (void)c, (void)q;
    done_times++;
    buf_printf(&s->body, "%d", done_times);
    return web_see_other(s, "/done");
}

static bool count_down(struct ctx *c, const struct req *q, struct res *s)
{
    (void)q, (void)s;
    done_times++;
    return fail(c, ERR_INPUT, "some inputs need correction");
}

static struct res twice(struct ctx *c,
                        bool (*handler)(struct ctx *, const struct req *, struct res *),
                        const char *key, const char *title, bool *ret_ok)
{
    static struct route route = {
        POST, "/x", NULL, CAP_SIGNED_IN, "x", NULL, 0, NULL, 0, NULL, NULL
    };
    struct res s = { .body.arena = c->arena };
    struct req q = { .method = POST, .path = "/x", .route = &route, .idempotency_key = key };
    struct web_call call = { &q, &s };

    route.handler = handler;
    *LIST_PUSH(c->arena, &q.params) = (struct param){ "title", title };
    *LIST_PUSH(c->arena, &q.params) = (struct param){ "csrf", key };
    c->err = (struct err){ 0 };
    *ret_ok = test_write(c, web_write, &call);
    return s;
}

TEST(http_a_post_that_is_sent_twice_is_done_once)
{
    bool ok;

    done_times = 0;
    CHECK_INT(twice(c, count_up, "k1", "a", &ok).status, 303);
    struct res again = twice(c, count_up, "k1", "a", &ok);
    CHECK(ok);
    CHECK_INT(done_times, 1);
    CHECK_INT(again.status, 303);
    CHECK_STR(again.location, "/done");
    CHECK_STR(again.body.p, "1");
    twice(c, count_up, "k1", "b", &ok);
    CHECK(!ok);
    CHECK_FAILED(c, ERR_INPUT);
    twice(c, count_up, "k2", "a", &ok);
    twice(c, count_up, "", "a", &ok);
    twice(c, count_up, "", "a", &ok);
    CHECK_INT(done_times, 4);
}

TEST(http_a_post_that_failed_may_be_sent_again)
{
    bool ok;

    done_times = 0;
    twice(c, count_down, "k", "a", &ok);
    CHECK(!ok);
    twice(c, count_up, "k", "a", &ok);
    CHECK(ok);
    CHECK_INT(done_times, 2);
}

static bool tick_later(struct ctx *c, void *arg)
{
    (void)arg;
    c->now_ms += 25 * 3600 * 1000;
    c->now_ms -= c->now_ms % 60000;
    return idem_tick(c);
}

TEST(http_idempotency_keys_are_forgotten_after_a_day)
{
    bool ok;

    done_times = 0;
    twice(c, count_up, "k", "a", &ok);
    CHECK_OK(c, test_write(c, tick_later, NULL));
    twice(c, count_up, "k", "a", &ok);
    CHECK_INT(done_times, 2);
}

TEST(http_an_address_of_the_other_method_says_so)
{
    struct res s = ask(c, "", POST, "/healthz.json");

    CHECK_INT(s.status, 405);
    CHECK_STR(s.headers.v[0].name, "Allow");
    CHECK_STR(s.headers.v[0].value, "GET, HEAD");
}
