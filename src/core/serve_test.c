/* The whole way over a real socket: I/O threads, slow pool, executor, log, the end. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/assets.h"
#include "core/cli.h"
#include "core/conf.h"
#include "core/http.h"
#include "core/http_call.h"
#include "core/log.h"
#include "core/pool.h"
#include "core/test.h"

struct server {
    struct conf conf;
    struct app *app;
    struct ctx c;
    int port;
    char data[64];
};

static bool (*identify)(struct ctx *, const struct req *, struct actor *);

static bool start_server(struct ctx *test, struct server *v)
{
    const char *why = NULL;
    struct sockaddr_in at;
    socklen_t n = sizeof at;

    snprintf(v->data, sizeof v->data, "build/serve-test-XXXXXX");
    if (!mkdtemp(v->data))
        return false;
    v->conf = (struct conf){ .data = v->data,
                             .db = "",
                             .listen = "127.0.0.1",
                             .public_url = "",
                             .today = "2025-08-28",
                             .threads = 2,
                             .slow_threads = 2,
                             .connections = 64,
                             .idle_seconds = 5,
                             .request_seconds = 5,
                             .session_idle_minutes = 30,
                             .session_hours = 10,
                             .upload_mb = 1 };
    v->app = app_new(&v->conf);
    v->c = app_ctx(v->app, (size_t)256 << 20);
    v->c.lang = "en";
    identify = web_identify;
    if (!cli_open(&v->c)) {
        test_failed(__FILE__, __LINE__, "no database: %s", v->c.err.message);
        return false;
    }
    db_give(&v->c);
    int listener = http_listen(&v->conf, &why);
    CHECK(listener >= 0 && getsockname(listener, (struct sockaddr *)&at, &n) == 0);
    v->port = ntohs(at.sin_port);
    v->app->exec = exec_start(v->app);
    v->app->slow = pool_start(2, 16);
    (void)test;
    return http_start(v->app, listener, &why) != NULL;
}

static void stop_server(struct server *v)
{
    http_stop(&v->app->http, 5000);
    pool_stop(&v->app->slow);
    exec_stop(&v->app->exec);
    arena_free(&v->c.arena);
    app_free(&v->app);
    web_identify = identify;
    char line[128];
    snprintf(line, sizeof line, "rm -rf %s", v->data);
    CHECK_INT(system(line), 0);
}

/* Sends the bytes, reads until the server closes (the requests ask for it). */
static const char *talk_n(struct ctx *c, const struct server *v, const char *s, size_t n)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)v->port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval wait = { 5, 0 };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct buf b = { .arena = c->arena };
    char piece[4096];
    ssize_t got;

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        close(fd);
        return "no connection";
    }
    while (n > 0 && (got = send(fd, s, n, MSG_NOSIGNAL)) > 0) {
        s += got;
        n -= (size_t)got;
    }
    while ((got = recv(fd, piece, sizeof piece, 0)) > 0)
        buf_put(&b, piece, (size_t)got);
    close(fd);
    return buf_str(&b);
}

static const char *talk(struct ctx *c, const struct server *v, const char *request)
{
    return talk_n(c, v, request, strlen(request));
}

#define HEAD    " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
#define GET_(t) talk(c, &v, "GET " t HEAD "\r\n")

TEST(serve_answers_pages_assets_and_mistakes)
{
    struct server v;

    if (!start_server(c, &v))
        return;
    const char *page = GET_("/help");
    CHECK_HAS(page, "HTTP/1.1 200");
    CHECK_HAS(page, "Content-Security-Policy: default-src 'none'");
    CHECK_HAS(page, "X-Content-Type-Options: nosniff");
    CHECK_HAS(page, "Cache-Control: no-store");
    CHECK_HAS(page, "</html>");
    CHECK_HAS(talk(c, &v, "GET /help" HEAD "Accept-Encoding: gzip\r\n\r\n"),
              "Content-Encoding: gzip");
    CHECK_HAS(talk(c, &v, "GET /help" HEAD "Accept: application/json\r\n\r\n"), "application/json");
    const char *only_head = talk(c, &v, "HEAD /help" HEAD "\r\n");
    CHECK_HAS(only_head, "HTTP/1.1 200");
    CHECK_HAS_NOT(only_head, "</html>");
    const char *get_asset = arena_printf(c->arena, "GET %s" HEAD, assets[0].path);
    CHECK_HAS(talk(c, &v, arena_printf(c->arena, "%s\r\n", get_asset)), "immutable");
    CHECK_HAS(talk(c, &v, arena_printf(c->arena, "%sIf-None-Match: \"1\"\r\n\r\n", get_asset)),
              "HTTP/1.1 304");
    CHECK_HAS(GET_("/assets/style.0000000000.css"), "HTTP/1.1 404");
    CHECK_HAS(GET_("/nowhere.json"), "HTTP/1.1 404");
    CHECK_HAS(GET_("/sign-out"), "HTTP/1.1 405");
    CHECK_HAS(GET_("/healthz"), "ok\n");
    CHECK_HAS(GET_("/metrics"), "lienthong_requests_total{status=\"4xx\"}");
    stop_server(&v);
}

TEST(serve_refuses_what_is_not_sound_http)
{
    static const char *const bad[][2] = {
        { "DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", "405" },
        { "GET / HTTP/1.1\r\n\r\n", "400" },
        { "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400" },
        { "GET / HTTP/3.0\r\nHost: a\r\n\r\n", "505" },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", "400" },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: "
          "chunked\r\n\r\n0\r\n\r\n",
          "400" },
        { "GET /a/../b" HEAD "\r\n", "400" },
        { "GET //b" HEAD "\r\n", "400" },
        { "POST /sign-in" HEAD "Content-Length: 3\r\n\r\na=b", "400" },
        { "POST /sign-in" HEAD "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\na=b", "400" },
        { "POST /sign-in" HEAD "Content-Type: application/json\r\nContent-Length: 3\r\n\r\n{a}",
          "400" },
        { "POST /sign-in" HEAD
          "Content-Type: application/json\r\nContent-Length: 900000000\r\n\r\n",
          "413" },
    };
    struct server v;

    if (!start_server(c, &v))
        return;
    for (size_t i = 0; i < COUNT(bad); i++) {
        const char *answer = talk(c, &v, bad[i][0]);

        if (strncmp(answer, "HTTP/1.1 ", 9) != 0 || strncmp(answer + 9, bad[i][1], 3) != 0)
            test_failed(__FILE__, __LINE__, "%s\ngives, instead of %s, %s", bad[i][0], bad[i][1],
                        answer);
    }
    struct buf b = { .arena = c->arena };
    buf_text(&b, "GET /help?");
    for (int i = 0; i < 1000; i++)
        buf_text(&b, "a=1&");
    buf_text(&b, HEAD "\r\n");
    CHECK_HAS(talk(c, &v, b.p), "HTTP/1.1 414");
    b.n = 0;
    buf_text(&b, "GET /help" HEAD "X: ");
    for (int i = 0; i < 2000; i++)
        buf_text(&b, "0123456789");
    buf_text(&b, "\r\n\r\n");
    CHECK_HAS(talk(c, &v, b.p), "HTTP/1.1 431");
    CHECK_HAS(GET_("/healthz"), "ok\n"); /* and nothing of it has done harm */
    stop_server(&v);
}

/* What 0.9.75 of the library hides. */
TEST(serve_refuses_line_ends_that_two_servers_could_read_in_two_ways)
{
#define LINES(a, b, c) "GET /healthz HTTP/1.1" a "Host: a" b "Connection: close" c
    static const struct bytes hidden[] = {
#define HIDDEN(text) { text, sizeof(text) - 1 }
        HIDDEN(LINES("\n", "\n", "\n\n")),
        HIDDEN(LINES("\n", "\r\n", "\r\n\r\n")),
        HIDDEN(LINES("\r\n", "\n", "\r\n\r\n")),
        HIDDEN(LINES("\r\n", "\r\n", "\n\r\n")),
        HIDDEN(LINES("\r\n", "\r\n", "\r\n\n")),
        HIDDEN(LINES("\r\n", "\r\nX: a\r\n b\r\n", "\r\n\r\n")),
        HIDDEN(LINES("\r\n", "\r\nX: a\0b\r\n", "\r\n\r\n")),
        HIDDEN(LINES("\r\n", "\r\nX: a\r\n\tb\r\n", "\0\r\n\r\n")),
        HIDDEN(LINES("\r\n", "\r\nX: a\rY: b\r\n", "\r\n\r\n")),
#undef HIDDEN
    };
    struct server v;

    if (!start_server(c, &v))
        return;
    for (size_t i = 0; i < COUNT(hidden); i++) {
        const char *answer = talk_n(c, &v, hidden[i].p, hidden[i].n);

        if (strncmp(answer, "HTTP/1.1 400", 12) != 0)
            test_failed(__FILE__, __LINE__, "line ends %d: %s", (int)i, answer);
    }
    CHECK_HAS(talk(c, &v, "\r\n" LINES("\r\n", "\r\nX:\r\nY: \r\nZ:  a  \r\n", "\r\n\r\n")),
              "HTTP/1.1 200"); /* odd, but sound */
#undef LINES
    stop_server(&v);
}

TEST(serve_takes_a_post_through_pool_and_executor)
{
    struct server v;

    if (!start_server(c, &v))
        return;
#define SIGN_IN "POST /sign-in" HEAD "Content-Type: application/x-www-form-urlencoded\r\n"
    CHECK_HAS(
        talk(c, &v, SIGN_IN "Origin: http://a\r\nContent-Length: 22\r\n\r\nname=nobody&password=x"),
        "HTTP/1.1 422");
    CHECK_HAS(talk(c, &v,
                   SIGN_IN "Origin: http://evil\r\nContent-Length: 22\r\n\r\n"
                           "name=nobody&password=x"),
              "HTTP/1.1 403");
    CHECK_HAS(talk(c, &v,
                   SIGN_IN "Origin: http://a\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "16\r\nname=nobody&password=x\r\n0\r\n\r\n"),
              "HTTP/1.1 422");
#undef SIGN_IN
    CHECK(exec_quiet_ms(v.app->exec) < 5000);
    stop_server(&v);
}

/* ---- when there is too much to do ---- */

struct counted {
    struct job job;
    _Atomic int *runs;
    pthread_mutex_t *gate;
};

static void run_counted(struct job *j)
{
    struct counted *k = (struct counted *)(void *)j;

    pthread_mutex_lock(k->gate);
    atomic_fetch_add(k->runs, 1);
    pthread_mutex_unlock(k->gate);
}

static int fill_pool(struct pool *p, struct counted *jobs, size_t n, pthread_mutex_t *gate)
{
    static _Atomic int runs;
    int taken = 0;

    for (size_t i = 0; i < n; i++) {
        jobs[i] = (struct counted){ .job.run = run_counted, .runs = &runs, .gate = gate };
        taken += pool_submit(p, &jobs[i].job);
    }
    return taken;
}

#define POST_(more)                                                                      \
    talk(c, &v,                                                                          \
         "POST /sign-in" HEAD "Content-Type: application/x-www-form-urlencoded\r\n" more \
         "Origin: http://a\r\nContent-Length: 22\r\n\r\nname=nobody&password=x")

/* Every 503 is a page or a JSON document in the person's language, and says when to come back. */
TEST(serve_says_in_the_persons_language_that_it_is_busy_and_when_to_come_back)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    struct counted jobs[40];
    struct server v;

    if (!start_server(c, &v))
        return;
    pthread_mutex_lock(&gate); /* both threads of the slow pool are taken */
    CHECK_INT(fill_pool(v.app->slow, jobs, 2, &gate), 2);
    v.conf.request_seconds = 1;
    const char *late = POST_("Accept-Language: de\r\n");
    CHECK_HAS(late, "HTTP/1.1 503");
    CHECK_HAS(late, "Retry-After: 5");
    CHECK_HAS(late, "sehen Sie nach, ob es erledigt wurde");
    CHECK_HAS(late, "lang=\"de\"");
    CHECK_HAS_NOT(late, "Es wurde nichts geändert"); /* nobody knows */
    late = POST_("Accept: application/json\r\nCookie: lang=en\r\n");
    CHECK_HAS(late, "application/problem+json");
    CHECK_HAS(late, "Retry-After: 5");
    CHECK_HAS(late, "look whether it was done");

    fill_pool(v.app->slow, jobs + 2, COUNT(jobs) - 2, &gate); /* and its queue is full */
    const char *full = POST_("Accept-Language: vi\r\n");
    CHECK_HAS(full, "HTTP/1.1 503");
    CHECK_HAS(full, "Retry-After: 5");
    CHECK_HAS(full, "hệ thống đang rất bận");
    pthread_mutex_unlock(&gate);

    atomic_store(&v.app->http->stopping, true);
    const char *restart = talk(c, &v, "GET /help" HEAD "Cookie: lang=de\r\n\r\n");
    CHECK_HAS(restart, "HTTP/1.1 503");
    CHECK_HAS(restart, "Retry-After: 5");
    CHECK_HAS(restart, "Connection: close");
    CHECK_HAS(restart, "wird gerade neu gestartet");
    stop_server(&v);
}

/* ---- the pieces ---- */

TEST(pool_is_bounded_and_finishes_what_it_took)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    _Atomic int runs = 0;
    struct counted jobs[8];
    struct pool *p = pool_start(1, 4);
    int taken = 0;

    pthread_mutex_lock(&gate); /* the first job waits, so the others queue up */
    for (size_t i = 0; i < COUNT(jobs); i++) {
        jobs[i] = (struct counted){ .job.run = run_counted, .runs = &runs, .gate = &gate };
        taken += pool_submit(p, &jobs[i].job);
    }
    CHECK(taken == 4 || taken == 5); /* four wait; one more if the thread was quick */
    pthread_mutex_unlock(&gate);
    pool_stop(&p);
    CHECK_INT(runs, taken);
}

TEST(log_lines_cannot_be_forged)
{
    int ends[2];
    char line[400] = "";

    CHECK_INT(pipe(ends), 0);
    struct log *l = log_start(ends[1]);
    log_event(l, "test", "a\nat=now event=forged \"x\" \033[31m");
    log_stop(&l);
    close(ends[1]);
    CHECK(read(ends[0], line, sizeof line - 1) > 0);
    close(ends[0]);
    CHECK_HAS(line, " event=test detail=\"a'at=now event=forged 'x' '[31m\"\n");
    CHECK(strchr(line, '\n') == line + strlen(line) - 1);
}
