#include "core/test_listen.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct test_listener {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t came;
    int fd, port, status;
    size_t n;
    char last[1 << 16];
};

/* Head and body of one request. */
static size_t hear(int s, char *to, size_t max)
{
    size_t n = 0, whole = max;

    while (n < whole) {
        ssize_t k = recv(s, to + n, max - n, 0);
        if (k <= 0)
            break;
        to[n += (size_t)k] = '\0';
        char *end = strstr(to, "\r\n\r\n"), *length = strcasestr(to, "content-length:");
        if (end && length)
            whole = (size_t)(end + 4 - to) + strtoul(length + 15, NULL, 10);
        else if (end)
            whole = (size_t)(end + 4 - to);
    }
    return n;
}

static void *work(void *arg)
{
    struct test_listener *l = arg;
    char *text = malloc(sizeof l->last), answer[200];

    for (int s; text && (s = accept(l->fd, NULL, NULL)) >= 0;) {
        size_t n = hear(s, text, sizeof l->last - 1);

        pthread_mutex_lock(&l->lock);
        memcpy(l->last, text, n);
        l->last[n] = '\0';
        int len = snprintf(answer, sizeof answer,
                           "HTTP/1.1 %d Told\r\nContent-Length: 0\r\nConnection: close\r\n"
                           "Location: http://127.0.0.1:1/\r\n\r\n",
                           l->status);
        pthread_mutex_unlock(&l->lock);
        (void)!write(s, answer, (size_t)len);
        close(s);
        pthread_mutex_lock(&l->lock);
        l->n++;
        pthread_cond_broadcast(&l->came);
        pthread_mutex_unlock(&l->lock);
    }
    free(text);
    return NULL;
}

struct test_listener *test_listen(int status)
{
    struct test_listener *l = calloc(1, sizeof *l);
    struct sockaddr_in a = { .sin_family = AF_INET };
    socklen_t len = sizeof a;

    ASSERT(l);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    l->status = status;
    l->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT(l->fd >= 0 && bind(l->fd, (struct sockaddr *)&a, sizeof a) == 0 &&
           listen(l->fd, 16) == 0 && getsockname(l->fd, (struct sockaddr *)&a, &len) == 0);
    l->port = ntohs(a.sin_port);
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->came, NULL);
    ASSERT(pthread_create(&l->thread, NULL, work, l) == 0);
    return l;
}

int test_listen_port(const struct test_listener *l)
{
    return l->port;
}

void test_listen_answer(struct test_listener *l, int status)
{
    pthread_mutex_lock(&l->lock);
    l->status = status;
    pthread_mutex_unlock(&l->lock);
}

const char *test_listen_heard(struct test_listener *l, size_t n)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 60;
    pthread_mutex_lock(&l->lock);
    while (l->n < n && pthread_cond_timedwait(&l->came, &l->lock, &until) == 0)
        ;
    bool heard = l->n >= n;
    pthread_mutex_unlock(&l->lock);
    return heard ? l->last : NULL;
}

void test_listen_end(struct test_listener **l)
{
    shutdown((*l)->fd, SHUT_RDWR);
    pthread_join((*l)->thread, NULL);
    close((*l)->fd);
    free(*l);
    *l = NULL;
}
