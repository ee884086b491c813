/* Exports: between the thread that makes the rows and the socket that sends them. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/http_call.h"

enum { CHUNKS = 4, SEND_SECONDS = 120, PACKED = 32 * 1024 };

struct chunk {
    struct chunk *next;
    size_t n;
    char p[];
};

static struct stream *stream_new(void)
{
    struct stream *st = calloc(1, sizeof *st);
    pthread_condattr_t steady;

    ASSERT(st);
    st->last = &st->first;
    pthread_mutex_init(&st->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&st->room, &steady);
    pthread_condattr_destroy(&steady);
    return st;
}

/* Under st->lock. */
static void unpark(struct call *call)
{
    if (!call->stream->parked)
        return;
    call->stream->parked = false;
    MHD_resume_connection(call->conn);
}

static bool wait_for_room(struct stream *st)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += SEND_SECONDS;
    while (st->chunks >= CHUNKS && !st->gone)
        if (pthread_cond_timedwait(&st->room, &st->lock, &until) != 0)
            st->gone = true; /* a reader that takes nothing for so long is none */
    return !st->gone;
}

static struct chunk *chunk_new(size_t n)
{
    struct chunk *k = malloc(sizeof *k + n);

    ASSERT(k);
    k->next = NULL;
    k->n = n;
    return k;
}

static void free_chunks(struct chunk *k)
{
    for (struct chunk *next; k; k = next) {
        next = k->next;
        free(k);
    }
}

/* What goes over the wire for these rows: as they are, or compressed, which for tables is a
 * tenth: an export of a province then fits the line of a commune. May be nothing yet. */
static struct chunk *pack(struct stream *st, const struct buf *body, bool last)
{
    struct chunk *first = NULL, **at = &first;
    z_stream *z = st->gzip;

    if (!z) {
        if (!body->n)
            return NULL;
        first = chunk_new(body->n);
        memcpy(first->p, body->p, body->n);
        return first;
    }
    z->next_in = (unsigned char *)body->p;
    z->avail_in = (unsigned)body->n;
    do {
        struct chunk *k = *at = chunk_new(PACKED);

        z->next_out = (unsigned char *)k->p;
        z->avail_out = PACKED;
        ASSERT(deflate(z, last ? Z_FINISH : Z_NO_FLUSH) != Z_STREAM_ERROR);
        k->n = PACKED - z->avail_out;
        at = &k->next;
    } while (z->avail_out == 0);
    return first;
}

void stream_free(struct http *h, struct stream *st)
{
    if (!st)
        return;
    free_chunks(st->first);
    if (st->gzip)
        gzip_give(h, st->gzip);
    pthread_cond_destroy(&st->room);
    pthread_mutex_destroy(&st->lock);
    free(st);
}

static bool hand_over(struct call *call, const struct buf *body, bool last)
{
    struct stream *st = call->stream;
    struct chunk *packed = pack(st, body, last);

    pthread_mutex_lock(&st->lock);
    bool ok = wait_for_room(st);
    while (ok && packed) {
        struct chunk *k = packed;

        packed = k->next;
        k->next = NULL;
        if (k->n == 0) {
            free(k);
            continue;
        }
        *st->last = k;
        st->last = &k->next;
        st->chunks++;
        unpark(call);
    }
    pthread_mutex_unlock(&st->lock);
    free_chunks(packed);
    return ok;
}

void stream_end(struct call *call, bool ok)
{
    struct stream *st = call->stream;

    ok = ok && hand_over(call, &call->s.body, true);
    pthread_mutex_lock(&st->lock);
    st->ended = true;
    st->broken = !ok;
    unpark(call);
    pthread_mutex_unlock(&st->lock);
}

static ssize_t read_stream(void *arg, uint64_t pos, char *to, size_t max)
{
    struct call *call = arg;
    struct stream *st = call->stream;
    ssize_t n = 0;

    (void)pos;
    pthread_mutex_lock(&st->lock);
    struct chunk *k = st->first;
    if (k) {
        size_t left = k->n - st->offset;

        n = (ssize_t)(left < max ? left : max);
        memcpy(to, k->p + st->offset, (size_t)n);
        st->offset += (size_t)n;
        if (st->offset == k->n) {
            st->first = k->next;
            if (!st->first)
                st->last = &st->first;
            st->offset = 0;
            st->chunks--;
            free(k);
            pthread_cond_signal(&st->room);
        }
    } else if (st->ended) {
        /* With an error the chunked coding stays open: the reader sees that it is cut. */
        n = st->broken ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        st->parked = true;
        MHD_suspend_connection(call->conn);
    }
    pthread_mutex_unlock(&st->lock);
    return n;
}

static void nobody_listens(void *arg)
{
    struct call *call = arg;
    struct stream *st = call->stream;

    pthread_mutex_lock(&st->lock);
    st->gone = true;
    pthread_cond_signal(&st->room);
    pthread_mutex_unlock(&st->lock);
    atomic_fetch_sub(&call->http->streams, 1);
    call_unref(call);
}

/* In the thread that makes the rows, as long as the memory of the call is its own. */
static bool begin(struct call *call)
{
    struct stream *st = call->stream = stream_new();

    pthread_mutex_lock(&call->http->lock);
    call->refs++; /* of the response, given back by nobody_listens() */
    pthread_mutex_unlock(&call->http->lock);
    atomic_fetch_add(&call->http->streams, 1);
    st->response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 64 * 1024, read_stream, call,
                                                     nobody_listens);
    ASSERT(st->response);
    call->gzip = call->gzip && http_is_text(call->s.type);
    if (call->gzip)
        st->gzip = gzip_take(call->http);
    http_headers(call, &call->s, call->gzip, st->response);
    bool ok = hand_over(call, &call->s.body, false);
    if (call_wake(call, WAITING, STREAMING))
        return ok;
    stream_drop(call); /* it was given up in the meantime */
    return false;
}

/* A workbook is sent when it is whole; until then only its deadline is put off. */
static bool put_off(struct call *call)
{
    struct http *h = call->http;

    pthread_mutex_lock(&h->lock);
    bool waited_for = call->state == WAITING;
    if (waited_for)
        call->deadline_ms = http_now_us() / 1000 + h->app->conf->request_seconds * 1000;
    pthread_mutex_unlock(&h->lock);
    return waited_for;
}

static bool flush(struct res *s)
{
    struct call *call = s->flush_arg;

    if (!call->stream && s->body.n == 0)
        return put_off(call);
    if (call->head) {
        s->body.n = 0;
        return true;
    }
    bool ok = call->stream ? hand_over(call, &s->body, false) : begin(call);
    s->body.n = 0;
    return ok;
}

void stream_attach(struct call *call)
{
    call->s.flush = flush;
    call->s.flush_arg = call;
}

void stream_drop(struct call *call)
{
    struct MHD_Response *r = call->stream ? call->stream->response : NULL;

    if (!r)
        return;
    call->stream->response = NULL;
    MHD_destroy_response(r); /* calls nobody_listens() */
}

enum MHD_Result stream_answer(struct call *call)
{
    struct MHD_Response *r = call->stream->response;

    call->stream->response = NULL;
    call->status = 200;
    enum MHD_Result ok = MHD_queue_response(call->conn, 200, r);
    MHD_destroy_response(r);
    return ok;
}
