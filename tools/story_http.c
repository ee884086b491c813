#include "story.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static int dial(int port)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (s >= 0 && connect(s, (struct sockaddr *)&a, sizeof a) == 0)
        return s;
    close(s);
    return -1;
}

/* Sends, reading meanwhile: a server may answer before it has taken everything. */
static char *talk(int s, const char *bytes, size_t n, int wait_ms, size_t *ret_n, bool *ret_closed)
{
    size_t sent = 0, got = 0, cap = 1 << 16;
    char *in = malloc(cap + 1);

    *ret_closed = false;
    while (in) {
        struct pollfd p = { .fd = s, .events = (short)(POLLIN | (sent < n ? POLLOUT : 0)) };

        if (poll(&p, 1, wait_ms) <= 0)
            break;
        if (p.revents & (POLLIN | POLLHUP | POLLERR)) {
            if (cap - got < 1 << 15)
                in = realloc(in, (cap *= 2) + 1);
            ssize_t k = recv(s, in + got, cap - got, 0);
            if (k <= 0) {
                *ret_closed = true;
                break;
            }
            got += (size_t)k;
        } else if (p.revents & POLLOUT) {
            ssize_t k = send(s, bytes + sent, n - sent, MSG_NOSIGNAL);
            if (k < 0 && errno != EAGAIN)
                sent = n; /* refused further bytes: now only its answer counts */
            else if (k > 0)
                sent += (size_t)k;
        }
    }
    if (in)
        in[got] = '\0';
    *ret_n = got;
    return in;
}

static void unchunk(struct answer *a)
{
    char *to = a->body, *from = a->body, *end = a->body + a->n_body;

    while (from < end) {
        char *after;
        size_t n = strtoul(from, &after, 16);
        char *line = strstr(after, "\r\n");

        if (n == 0 || !line || line + 2 + n > end)
            break;
        memmove(to, line + 2, n);
        to += n;
        from = line + 2 + n + 2;
    }
    *to = '\0';
    a->n_body = (size_t)(to - a->body);
}

struct answer http_raw(int port, const char *bytes, size_t n, int wait_ms)
{
    struct answer a = { .head = format("%s", ""), .body = format("%s", "") };
    size_t got = 0;
    int s = dial(port);

    if (s < 0)
        return a;
    char *text = talk(s, bytes, n, wait_ms, &got, &a.closed);
    close(s);
    char *gap = text ? strstr(text, "\r\n\r\n") : NULL;
    if (!gap || sscanf(text, "HTTP/1.%*d %d", &a.status) != 1)
        return a;
    gap[2] = '\0';
    a.head = text;
    a.body = gap + 4;
    a.n_body = got - (size_t)(a.body - text);
    if (strcasecmp(http_header(&a, "Transfer-Encoding"), "chunked") == 0)
        unchunk(&a);
    return a;
}

struct answer http_ask(int port, const char *method, const char *path, const char *extra,
                       const char *type, const char *body)
{
    char *length = body ? format("Content-Type: %s\r\nContent-Length: %zu\r\n", type, strlen(body))
                        : format("%s", "");
    char *all = format("%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s%s\r\n%s",
                       method, path, port, extra, length, body ? body : "");

    return http_raw(port, all, strlen(all), 30000);
}

const char *http_header(const struct answer *a, const char *name)
{
    size_t n = strlen(name);

    for (const char *s = a->head; s && *s; s = strstr(s, "\r\n")) {
        s += *s == '\r' ? 2 : 0;
        if (strncasecmp(s, name, n) == 0 && s[n] == ':') {
            s += n + 1;
            s += strspn(s, " ");
            return format("%.*s", (int)strcspn(s, "\r\n"), s);
        }
    }
    return "";
}

static int half[20000], n_half;

bool http_half(int port)
{
    static const char begun[] = "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow";
    int s = n_half < 20000 ? dial(port) : -1;

    if (s < 0)
        return false;
    half[n_half++] = s;
    return send(s, begun, sizeof begun - 1, MSG_NOSIGNAL) > 0;
}

void http_drop_half(void)
{
    while (n_half > 0)
        close(half[--n_half]);
}
