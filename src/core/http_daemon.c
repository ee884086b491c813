/* The daemon: listening, connections, deadlines, the end, and its figures. */
#include "core/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <malloc.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/http_call.h"

enum { CONNECTION_MEMORY = 12 * 1024, BACKLOG = 4096, TRIM_AFTER = 500 };

/* ---- deadlines ---- */

static void expire(struct http *h, int64_t now_ms)
{
    pthread_mutex_lock(&h->lock);
    for (struct call *call = h->waiting, *next; call; call = next) {
        next = call->next;
        if (call->deadline_ms > now_ms)
            continue;
        call_leave(call, WAITING, EXPIRED);
        atomic_fetch_add(&h->expired, 1);
        MHD_resume_connection(call->conn);
    }
    pthread_mutex_unlock(&h->lock);
}

/* Connections that say nothing whole for too long: one byte a second is no request. */
static void cut_slow(struct http *h, int64_t now_ms)
{
    int64_t idle = h->app->conf->idle_seconds * 1000;

    pthread_mutex_lock(&h->lock);
    for (struct link *l = h->links; l; l = l->next) {
        uint64_t received = atomic_load(&l->received);
        /* A body may take its time at 2 kB a second and more. */
        int64_t allowed = received ? 60000 + (int64_t)(received / 2) : idle + 15000;

        if (!atomic_load(&l->working) && now_ms - atomic_load(&l->since_ms) > allowed)
            shutdown(l->fd, SHUT_RDWR); /* the I/O thread closes it */
    }
    pthread_mutex_unlock(&h->lock);
}

/* Thousands of connections that have gone leave holes that only this gives back. */
static void trim(struct http *h, int64_t *most)
{
    int64_t now = atomic_load(&h->connections);

    if (now > *most)
        *most = now;
    if (*most - now < TRIM_AFTER)
        return;
    malloc_trim(0);
    *most = now;
}

static void *watch(void *arg)
{
    struct http *h = arg;
    int64_t most = 0;
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    pthread_mutex_lock(&h->lock);
    while (!h->ending) {
        until.tv_sec += 1;
        while (!h->ending && pthread_cond_timedwait(&h->wake, &h->lock, &until) != ETIMEDOUT)
            ;
        pthread_mutex_unlock(&h->lock);
        expire(h, http_now_us() / 1000);
        cut_slow(h, http_now_us() / 1000);
        trim(h, &most);
        pthread_mutex_lock(&h->lock);
    }
    pthread_mutex_unlock(&h->lock);
    return NULL;
}

/* ---- connections ---- */

static void put_address(struct link *l, const struct sockaddr *sa)
{
    const void *at = NULL;

    if (sa && sa->sa_family == AF_INET)
        at = &((const struct sockaddr_in *)(const void *)sa)->sin_addr;
    else if (sa && sa->sa_family == AF_INET6)
        at = &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr;
    if (at)
        inet_ntop(sa->sa_family, at, l->address, sizeof l->address);
}

static void open_link(struct http *h, struct MHD_Connection *conn, void **ret)
{
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *from =
        MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct link *l = calloc(1, sizeof *l);

    ASSERT(l && fd);
    l->fd = fd->connect_fd;
    l->since_ms = http_now_us() / 1000;
    put_address(l, from ? from->client_addr : NULL);
    pthread_mutex_lock(&h->lock);
    l->next = h->links;
    if (l->next)
        l->next->prev = l;
    h->links = l;
    pthread_mutex_unlock(&h->lock);
    atomic_fetch_add(&h->connections, 1);
    *ret = l;
}

static void on_connection(void *arg, struct MHD_Connection *conn, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http *h = arg;
    struct link *l = *context;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        open_link(h, conn, context);
        return;
    }
    if (!l)
        return;
    *context = NULL;
    call_forget(l);
    pthread_mutex_lock(&h->lock);
    if (l->prev)
        l->prev->next = l->next;
    else
        h->links = l->next;
    if (l->next)
        l->next->prev = l->prev;
    pthread_mutex_unlock(&h->lock);
    atomic_fetch_sub(&h->connections, 1);
    free(l);
}

/* ---- start and end ---- */

int http_listen(const struct conf *conf, const char **ret_why)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICHOST },
                    *found = NULL;
    char port[8];
    int one = 1, fd = -1;

    snprintf(port, sizeof port, "%d", (int)conf->port);
    int rc = getaddrinfo(conf->listen, port, &hints, &found);
    if (rc != 0) {
        *ret_why = gai_strerror(rc);
        return -1;
    }
    fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0) {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* connections inherit it */
    }
    if (fd < 0 || bind(fd, found->ai_addr, found->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
        *ret_why = strerror(errno);
        if (fd >= 0)
            close(fd);
        fd = -1;
    }
    freeaddrinfo(found);
    return fd;
}

/* MHD's own messages are about peers that break off or send nonsense: counted elsewhere. */
static void no_log(void *arg, const char *fmt, va_list ap)
{
    (void)arg, (void)fmt, (void)ap;
}

/* The target stays as it was sent; http_target() reads it, strictly. */
static size_t keep_escapes(void *arg, struct MHD_Connection *conn, char *s)
{
    (void)arg, (void)conn;
    return strlen(s);
}

static struct MHD_Daemon *start_daemon(struct http *h, int listener)
{
    const struct conf *conf = h->app->conf;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned threads = conf->threads ? (unsigned)conf->threads : cores > 1 ? (unsigned)cores : 1;
    /* A proxy in front has one address for everybody, and limits of its own. */
    unsigned per_address = conf->trust_proxy ? 0 : (unsigned)conf->connections_per_address;
    struct MHD_OptionItem more[] = {
#if MHD_VERSION >= 0x01000000
        { MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1, NULL },
#else
        { MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL },
#endif
        { MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_address, NULL },
        { threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads, NULL },
        { MHD_OPTION_END, 0, NULL },
    };

    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG,
        0, NULL, NULL, call_step, h, MHD_OPTION_EXTERNAL_LOGGER, no_log, h,
        MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT, (unsigned)conf->connections,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)conf->idle_seconds, MHD_OPTION_NOTIFY_COMPLETED,
        call_completed, h, MHD_OPTION_NOTIFY_CONNECTION, on_connection, h,
        MHD_OPTION_URI_LOG_CALLBACK, call_new, h, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, h,
        MHD_OPTION_ARRAY, more, MHD_OPTION_END);
}

struct http *http_start(struct app *app, int listener, const char **ret_why)
{
    struct http *h = calloc(1, sizeof *h);

    ASSERT(h);
    h->app = app;
    pthread_mutex_init(&h->lock, NULL);
    pthread_cond_init(&h->wake, NULL);
    http_assets_make(h);
    app->http = h;
    h->daemon = start_daemon(h, listener);
    if (!h->daemon) {
        *ret_why = "the HTTP library did not start";
        h->ending = true;
        http_stop(&app->http, 0);
        return NULL;
    }
    ASSERT(pthread_create(&h->watch, NULL, watch, h) == 0);
    return h;
}

/* Exports that nobody finishes reading end now. */
static void break_streams(struct http *h)
{
    pthread_mutex_lock(&h->lock);
    for (struct link *l = h->links; l; l = l->next)
        shutdown(l->fd, SHUT_RDWR);
    pthread_mutex_unlock(&h->lock);
}

/* Until no request is under way: MHD stops the process when one is still suspended. */
static bool drain(struct http *h, int64_t wait_ms)
{
    int64_t until = http_now_us() / 1000 + wait_ms;
    struct timespec step;

    pthread_mutex_lock(&h->lock);
    while (atomic_load(&h->calls) > 0 && http_now_us() / 1000 < until) {
        clock_gettime(CLOCK_REALTIME, &step);
        step.tv_nsec += 50000000;
        step.tv_sec += step.tv_nsec / 1000000000;
        step.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&h->wake, &h->lock, &step);
    }
    bool none = atomic_load(&h->calls) == 0;
    pthread_mutex_unlock(&h->lock);
    return none;
}

/* false: a handler is still at work; it may look at h later. */
static bool close_daemon(struct http *h, int64_t wait_ms)
{
    MHD_socket listener = MHD_quiesce_daemon(h->daemon);

    if (listener != MHD_INVALID_SOCKET)
        close(listener);
    if (!drain(h, wait_ms)) {
        break_streams(h);
        expire(h, INT64_MAX);
        drain(h, 5000);
    }
    pthread_mutex_lock(&h->lock);
    h->ending = true;
    pthread_cond_broadcast(&h->wake);
    pthread_mutex_unlock(&h->lock);
    pthread_join(h->watch, NULL);
    MHD_stop_daemon(h->daemon);
    return drain(h, 1000);
}

void http_stop(struct http **ph, int64_t wait_ms)
{
    struct http *h = *ph;

    if (!h)
        return;
    atomic_store(&h->stopping, true);
    *ph = NULL;
    if (h->daemon && !close_daemon(h, wait_ms))
        return; /* and not freed: the process ends anyway */
    http_assets_free(h);
    for (size_t i = 0; i < h->n_spare; i++)
        arena_free(&h->spare[i].arena);
    for (size_t i = 0; i < h->n_gzips; i++) {
        deflateEnd(h->gzips[i]);
        free(h->gzips[i]);
    }
    pthread_cond_destroy(&h->wake);
    pthread_mutex_destroy(&h->lock);
    free(h);
}

/* ---- figures ---- */

static void put_durations(struct http *h, struct buf *out)
{
    uint64_t sum = 0;
    double limit = 0.0005;

    buf_text(
        out,
        "# HELP lienthong_request_seconds Time from the request line to the end of the answer.\n"
        "# TYPE lienthong_request_seconds histogram\n");
    for (size_t k = 0; k <= HTTP_BUCKETS; k++, limit *= 4) {
        sum += atomic_load(&h->bucket[k]);
        if (k < HTTP_BUCKETS)
            buf_printf(out, "lienthong_request_seconds_bucket{le=\"%g\"} %lu\n", limit, sum);
    }
    buf_printf(out, "lienthong_request_seconds_bucket{le=\"+Inf\"} %lu\n", sum);
    buf_printf(out, "lienthong_request_seconds_sum %.6f\n", (double)atomic_load(&h->micros) / 1e6);
    buf_printf(out, "lienthong_request_seconds_count %lu\n", sum);
}

static void put_figure(struct buf *out, const char *name, const char *type, const char *help,
                       int64_t v)
{
    buf_printf(out, "# HELP lienthong_%s %s\n# TYPE lienthong_%s %s\nlienthong_%s %lld\n", name,
               help, name, type, name, (long long)v);
}

static int64_t resident_bytes(void)
{
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");

    if (!f)
        return 0;
    if (fscanf(f, "%*s %ld", &pages) != 1)
        pages = 0;
    fclose(f);
    return pages * sysconf(_SC_PAGESIZE);
}

void http_metrics(struct http *h, struct buf *out)
{
    buf_text(out, "# HELP lienthong_requests_total Answers by status class.\n"
                  "# TYPE lienthong_requests_total counter\n");
    for (int k = 1; k < 6; k++)
        buf_printf(out, "lienthong_requests_total{status=\"%dxx\"} %lu\n", k,
                   atomic_load(&h->by_class[k]));
    put_durations(h, out);
    put_figure(out, "connections", "gauge", "Open connections.", atomic_load(&h->connections));
    put_figure(out, "requests_running", "gauge", "Requests under way.", atomic_load(&h->calls));
    put_figure(out, "exports_running", "gauge", "Streaming answers.", atomic_load(&h->streams));
    put_figure(out, "writes_waiting", "gauge", "Writes in the queue of the executor.",
               (int64_t)exec_waiting(h->app->exec));
    put_figure(out, "slow_waiting", "gauge", "Requests in the queue of the slow pool.",
               (int64_t)pool_waiting(h->app->slow));
    put_figure(out, "requests_malformed_total", "counter",
               "Requests refused before they were read.", (int64_t)atomic_load(&h->refused));
    put_figure(out, "requests_shed_total", "counter", "Requests refused because a queue was full.",
               (int64_t)atomic_load(&h->shed));
    put_figure(out, "requests_expired_total", "counter", "Requests answered before they were done.",
               (int64_t)atomic_load(&h->expired));
    put_figure(out, "resident_bytes", "gauge", "Memory of the process.", resident_bytes());
}
