/*
 * load - writes (or reads) over many kept-alive connections, and remembers what was acknowledged.
 *
 *   load write PORT TOKEN PATH BODY CONNECTIONS SECONDS [ACKED]
 *       POSTs BODY (a form) again and again; {n} in it becomes a number that is not used twice.
 *       Where each acknowledged record is (Location, or "location" of the JSON answer) is added
 *       to the file ACKED at the end. Connections that break are not opened again.
 *   load read PORT TOKEN PATH - CONNECTIONS SECONDS
 *       GETs PATH.
 *   load verify PORT TOKEN ACKED [AT_LEAST]
 *       GETs each remembered record; fails and names those that are not there.
 *
 * Prints requests per second and the 50th and 99th percentile of the time to the answer.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { IN = 1 << 17, MAX_LATENCY_US = 10000000 };

static struct conn {
    int fd;
    char *out, *in;
    size_t n_out, sent, n_in;
    double began;
} * conns;
static const char *token, *path, *body;
static int port, n_conns, alive;
static long serial, acked, refused, broken;
static uint32_t *latency; /* count by microsecond */
static char **places;
static long n_places, cap_places;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int dial(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(s, (struct sockaddr *)&a, sizeof a) != 0) {
        close(s);
        return -1;
    }
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return s;
}

/* The body with {n} replaced, in place of the request before. */
static void compose(struct conn *k)
{
    char text[8192];
    size_t n = 0;

    serial++;
    for (const char *s = body; *s && n < sizeof text - 32; s++)
        if (strncmp(s, "{n}", 3) == 0) {
            n += (size_t)snprintf(text + n, 32, "%d-%ld", (int)getpid(), serial);
            s += 2;
        } else {
            text[n++] = *s;
        }
    k->n_out =
        (size_t)snprintf(k->out, 16384,
                         "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
                         "Accept: application/json\r\n"
                         "Content-Type: application/x-www-form-urlencoded\r\n"
                         "Content-Length: %zu\r\n\r\n%.*s",
                         path, port, token, n, (int)n, text);
}

static void compose_get(struct conn *k, const char *where)
{
    k->n_out = (size_t)snprintf(
        k->out, 16384, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n\r\n",
        where, port, token);
}

static void drop(struct conn *k)
{
    if (k->fd < 0)
        return;
    close(k->fd);
    k->fd = -1;
    alive--;
    broken++;
}

static void push(struct conn *k)
{
    while (k->sent < k->n_out) {
        ssize_t n = send(k->fd, k->out + k->sent, k->n_out - k->sent, MSG_NOSIGNAL);

        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            drop(k);
            return;
        }
        k->sent += (size_t)n;
    }
}

static void begin(struct conn *k)
{
    if (strcmp(body, "-") == 0)
        compose_get(k, path);
    else
        compose(k);
    k->sent = k->n_in = 0;
    k->began = now();
    push(k);
}

/* The length of the whole answer that is in the buffer, 0: not complete yet. */
static size_t whole(const struct conn *k, int *ret_status)
{
    char *gap, *length;

    k->in[k->n_in] = '\0';
    if (!(gap = strstr(k->in, "\r\n\r\n")))
        return 0;
    *ret_status = (int)strtol(k->in + 9, NULL, 10);
    length = strcasestr(k->in, "\r\nContent-Length:");
    size_t n = (size_t)(gap + 4 - k->in);
    if (length && length < gap)
        n += strtoul(length + 17, NULL, 10);
    return n <= k->n_in ? n : 0;
}

static void keep(char *where)
{
    if (n_places == cap_places) {
        cap_places = cap_places ? cap_places * 2 : 4096;
        places = realloc(places, (size_t)cap_places * sizeof *places);
    }
    places[n_places++] = where;
}

static void remember(const char *answer)
{
    const char *at = strcasestr(answer, "\r\nLocation: "), *end;

    if (at) {
        at += 12;
        end = strchr(at, '\r');
    } else {
        at = strstr(answer, "\"location\":\"");
        at = at ? at + 12 : NULL;
        end = at ? strchr(at, '"') : NULL;
    }
    if (!at &&
        (at = strstr(answer, "{\"id\":\"")) != NULL) { /* the record itself: it is at PATH/ID */
        at += 7;
        char *folder =
            strndup(path, strlen(path) - (strcmp(path + strlen(path) - 4, "/new") == 0 ? 4 : 0));
        char *where;
        if (asprintf(&where, "%s/%.*s.json", folder, (int)strcspn(at, "\""), at) < 0)
            exit(1);
        free(folder);
        keep(where);
        return;
    }
    if (at && end)
        keep(strndup(at, (size_t)(end - at)));
}

static void take(struct conn *k)
{
    int status = 0;
    ssize_t n = recv(k->fd, k->in + k->n_in, IN - k->n_in, 0);

    if (n < 0 && errno == EAGAIN)
        return;
    if (n <= 0) {
        drop(k);
        return;
    }
    k->n_in += (size_t)n;
    if (!whole(k, &status))
        return;
    long us = (long)((now() - k->began) * 1e6);
    latency[us < MAX_LATENCY_US ? us : MAX_LATENCY_US - 1]++;
    if (status < 400) {
        acked++;
        if (strcmp(body, "-") != 0)
            remember(k->in);
    } else if (refused++ == 0) {
        fprintf(stderr, "first refusal: %.*s\n", (int)strcspn(k->in, "\r"), k->in);
    }
    begin(k);
}

static double percentile(double p)
{
    uint64_t all = 0, seen = 0;

    for (int i = 0; i < MAX_LATENCY_US; i++)
        all += latency[i];
    for (int i = 0; i < MAX_LATENCY_US; i++)
        if ((seen += latency[i]) >= (uint64_t)((double)all * p) && seen)
            return i / 1000.0;
    return 0;
}

static void open_all(int ep)
{
    conns = calloc((size_t)n_conns, sizeof *conns);
    for (int i = 0; i < n_conns; i++) {
        struct conn *k = &conns[i];
        struct epoll_event e = { .events = EPOLLIN, .data.ptr = k };

        k->out = malloc(16384);
        k->in = malloc(IN + 1);
        k->fd = dial();
        if (k->fd < 0)
            continue;
        fcntl(k->fd, F_SETFL, O_NONBLOCK);
        epoll_ctl(ep, EPOLL_CTL_ADD, k->fd, &e);
        alive++;
        begin(k);
    }
}

static void save(const char *to)
{
    FILE *f = fopen(to, "a");

    for (long i = 0; f && i < n_places; i++)
        fprintf(f, "%s\n", places[i]);
    if (!f || fclose(f) != 0)
        exit(1);
}

static int run(double seconds, const char *acked_file)
{
    int ep = epoll_create1(EPOLL_CLOEXEC);
    double start = now(), end = start + seconds, last = start;

    latency = calloc(MAX_LATENCY_US, sizeof *latency);
    open_all(ep);
    while (alive > 0 && now() < end) {
        struct epoll_event e[256];
        int n = epoll_wait(ep, e, 256, 50);

        for (int i = 0; i < n; i++)
            if (((struct conn *)e[i].data.ptr)->fd >= 0)
                take(e[i].data.ptr);
        if (n > 0)
            last = now();
    }
    if (acked_file)
        save(acked_file);
    printf("%ld acknowledged, %ld refused, %ld broken, %.0f/s, p50 %.2f ms, p99 %.2f ms\n", acked,
           refused, broken, (double)acked / (last - start + 1e-9), percentile(0.5),
           percentile(0.99));
    return 0;
}

static int verify(const char *from, long at_least)
{
    char line[1000];
    struct conn k = { .fd = dial(), .out = malloc(16384), .in = malloc(IN + 1) };
    FILE *f = fopen(from, "r");
    long there = 0, missing = 0;

    body = "-";
    while (f && fgets(line, sizeof line, f)) {
        int status = 0;

        line[strcspn(line, "\n")] = '\0';
        if (k.fd < 0)
            k.fd = dial();
        compose_get(&k, line);
        for (k.sent = k.n_in = 0; k.fd >= 0 && k.sent < k.n_out;)
            push(&k);
        while (k.fd >= 0 && !whole(&k, &status)) {
            ssize_t n = recv(k.fd, k.in + k.n_in, IN - k.n_in, 0);

            if (n <= 0)
                drop(&k);
            else
                k.n_in += (size_t)n;
        }
        there += status == 200;
        if (status != 200 && missing++ < 5)
            printf("%s: %d\n", line, status);
    }
    printf("%ld there, %ld missing\n", there, missing);
    return missing != 0 || !f || there < at_least;
}

int main(int argc, char **argv)
{
    if (argc >= 5 && strcmp(argv[1], "verify") == 0) {
        port = (int)strtol(argv[2], NULL, 10);
        token = argv[3];
        return verify(argv[4], argc > 5 ? strtol(argv[5], NULL, 10) : 0);
    }
    if (argc < 8 || (strcmp(argv[1], "write") != 0 && strcmp(argv[1], "read") != 0))
        return 2;
    port = (int)strtol(argv[2], NULL, 10);
    token = argv[3];
    path = argv[4];
    body = argv[5];
    n_conns = (int)strtol(argv[6], NULL, 10);
    return run(strtod(argv[7], NULL), argc > 8 ? argv[8] : NULL);
}
