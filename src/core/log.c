#include "core/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/day.h"

enum { ROOM = 1 << 20, PAUSE_MS = 100 };

struct log {
    int fd;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
    size_t n, dropped;
    char *filling, *writing; /* ROOM bytes each, swapped by the thread */
};

static void write_all(int fd, const char *s, size_t n)
{
    while (n) {
        ssize_t done = write(fd, s, n);

        if (done <= 0)
            return; /* nobody to tell */
        s += done;
        n -= (size_t)done;
    }
}

/* Takes what has been gathered; false: nothing came and the log is being stopped. */
static bool gather(struct log *l, size_t *ret_n, size_t *ret_dropped)
{
    struct timespec until;

    pthread_mutex_lock(&l->lock);
    while (!l->n && !l->stopping)
        pthread_cond_wait(&l->wake, &l->lock);
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += PAUSE_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    while (!l->stopping && l->n <= ROOM / 2) /* the lines of a moment share one write */
        if (pthread_cond_timedwait(&l->wake, &l->lock, &until) == ETIMEDOUT)
            break;
    *ret_n = l->n;
    *ret_dropped = l->dropped;
    char *full = l->filling;
    l->filling = l->writing;
    l->writing = full;
    l->n = l->dropped = 0;
    bool more = *ret_n || !l->stopping;
    pthread_mutex_unlock(&l->lock);
    return more;
}

static void *write_lines(void *arg)
{
    struct log *l = arg;
    size_t n, dropped;

    while (gather(l, &n, &dropped)) {
        write_all(l->fd, l->writing, n);
        if (dropped)
            dprintf(l->fd, "event=log_dropped lines=%zu\n", dropped);
    }
    return NULL;
}

struct log *log_start(int fd)
{
    struct log *l = calloc(1, sizeof *l);
    pthread_condattr_t steady;

    ASSERT(l && (l->filling = malloc(ROOM)) && (l->writing = malloc(ROOM)));
    l->fd = fd;
    pthread_mutex_init(&l->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&l->wake, &steady);
    pthread_condattr_destroy(&steady);
    ASSERT(pthread_create(&l->thread, NULL, write_lines, l) == 0);
    return l;
}

void log_stop(struct log **pl)
{
    struct log *l = *pl;

    if (!l)
        return;
    pthread_mutex_lock(&l->lock);
    l->stopping = true;
    pthread_cond_signal(&l->wake);
    pthread_mutex_unlock(&l->lock);
    pthread_join(l->thread, NULL);
    pthread_cond_destroy(&l->wake);
    pthread_mutex_destroy(&l->lock);
    free(l->filling);
    free(l->writing);
    free(l);
    *pl = NULL;
}

void log_line(struct log *l, const char *text, size_t n)
{
    if (!l)
        return;
    pthread_mutex_lock(&l->lock);
    bool first = l->n == 0;
    if (l->n + n + 1 > ROOM) {
        l->dropped++;
    } else {
        memcpy(l->filling + l->n, text, n);
        l->filling[l->n + n] = '\n';
        l->n += n + 1;
    }
    /* Half full: do not wait for the pause to end. */
    if (first || (l->n > ROOM / 2 && l->n - n - 1 <= ROOM / 2))
        pthread_cond_signal(&l->wake);
    pthread_mutex_unlock(&l->lock);
}

void log_begin(struct buf *b, int64_t now_ms)
{
    struct civil k = day_civil(now_ms / 86400000);
    char t[] = "at=YYYY-MM-DDTHH:MM:SS.mmmZ";

    day_digits(t + 3, k.year, 4);
    day_digits(t + 8, k.month, 2);
    day_digits(t + 11, k.mday, 2);
    day_digits(t + 14, now_ms / 3600000 % 24, 2);
    day_digits(t + 17, now_ms / 60000 % 60, 2);
    day_digits(t + 20, now_ms / 1000 % 60, 2);
    day_digits(t + 23, now_ms % 1000, 3);
    buf_put(b, t, sizeof t - 1);
}

void log_text(struct buf *b, const char *key, const char *value)
{
    buf_text(b, " ");
    buf_text(b, key);
    buf_text(b, "=\"");
    for (const char *s = value; *s && s - value < 500; s++)
        buf_put(b, *s == '"' || *s == '\\' || (unsigned char)*s < ' ' || *s == 0x7f ? "'" : s, 1);
    buf_text(b, "\"");
}

void log_err(struct buf *b, const struct err *e)
{
    static const char *const names[] = {
        [ERR_NONE] = "none",         [ERR_INPUT] = "input",         [ERR_MALFORMED] = "malformed",
        [ERR_SIGN_IN] = "sign_in",   [ERR_DENIED] = "denied",       [ERR_NOT_FOUND] = "not_found",
        [ERR_CONFLICT] = "conflict", [ERR_TOO_LARGE] = "too_large", [ERR_TOO_MANY] = "too_many",
        [ERR_SYSTEM] = "system",     [ERR_BUSY] = "busy",           [ERR_UNSURE] = "unsure",
        [ERR_FULL] = "full",         [ERR_METHOD] = "method",
    };

    if (e->kind == ERR_NONE)
        return;
    buf_text(b, " err=");
    buf_text(b, names[e->kind]);
    if (e->file)
        buf_printf(b, " where=%s:%d", e->file, e->line);
    if (e->detail)
        log_text(b, "detail", e->detail);
}

void log_event(struct log *l, const char *event, const char *detail)
{
    struct arena *a = arena_new(64 * 1024);
    struct buf b = { .arena = a };

    log_begin(&b, clock_ms());
    buf_text(&b, " event=");
    buf_text(&b, event);
    if (detail)
        log_text(&b, "detail", detail);
    log_line(l, b.p, b.n);
    arena_free(&a);
}
