/* http_call - one request on its way through the threads. Private to core/http*.c. */
#ifndef CORE_HTTP_CALL_H
#define CORE_HTTP_CALL_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <zlib.h>

#include "core/app.h"
#include "core/conf.h"
#include "core/exec.h"
#include "core/http_body.h"
#include "core/http_head.h"
#include "core/log.h"
#include "core/pool.h"
#include "core/web.h"

/* Before 0.9.71 MHD_YES was a macro of type int; nothing that old is supported. */
enum { HTTP_BUCKETS = 12, SPARE_ARENAS = 64, SPARE_GZIPS = 8, LARGE_BODIES = 8 };

struct link { /* one connection */
    struct link *next, *prev;
    int fd;
    char address[48];
    struct call *call; /* its request; only for the I/O thread of the connection */
    /* Silent or trickling since (steady ms), and whether a request is being worked on. */
    _Atomic int64_t since_ms;
    _Atomic bool working;
    _Atomic uint64_t received; /* bytes of the body that comes in */
};

struct stream { /* an export between its thread and the socket */
    pthread_mutex_t lock;
    pthread_cond_t room;
    struct chunk *first, **last;
    struct MHD_Response *response; /* until it is queued */
    z_stream *gzip;                /* NULL: the reader takes plain text only */
    size_t chunks, offset;         /* offset: what the socket took of the first */
    bool parked;                   /* the connection is suspended until more comes */
    bool ended, broken;            /* no more will come; not all came */
    bool gone;                     /* nobody listens any more */
};

struct call {
    struct http *http;
    struct MHD_Connection *conn;
    struct link *link;
    struct ctx c;
    struct req q;
    struct res s;
    struct web_call both;
    struct write w;
    struct job job;
    struct body *body;
    struct stream *stream;
    const char *raw; /* the target as sent */
    bool announced, head, begun, refused, gzip, failed, counted, large;
    uint64_t dropped; /* bytes of a body after its fault */
    int64_t started_us, deadline_ms, rows;
    int status; /* as sent */
    /* Under http->lock: who may touch it now. */
    enum call_state { IO, WAITING, FINISHED, STREAMING, EXPIRED } state;
    _Atomic int refs;
    struct call *next, *prev; /* of those that wait */
};

struct http {
    struct app *app;
    struct MHD_Daemon *daemon;
    pthread_t watch;
    pthread_mutex_t lock;
    pthread_cond_t wake; /* of the watch, and of http_stop */
    struct call *waiting;
    struct link *links;
    bool ending;
    _Atomic bool stopping;
    _Atomic int64_t calls, connections, large, streams;
    struct spare { /* of a request that is over, and the thread that had it */
        struct arena *arena;
        pthread_t thread;
    } spare[SPARE_ARENAS];
    size_t n_spare;
    z_stream *gzips[SPARE_GZIPS];
    size_t n_gzips;
    struct MHD_Response **assets; /* two each: plain, gzip */
    _Atomic uint64_t by_class[6], refused, expired, shed;
    _Atomic uint64_t bucket[HTTP_BUCKETS + 1], micros;
};

int64_t http_now_us(void); /* steady */
/* Sends s; false: MHD could not, and closes. */
enum MHD_Result http_answer(struct call *call);
/* A short answer before the request is understood; closes the connection. */
enum MHD_Result http_refuse(struct call *call, int status, const char *text);
/* For one that another thread is still at work on: says so, and touches nothing of it. */
enum MHD_Result http_expired(struct call *call);
/* Static files: *ret_done says whether the path was one. */
enum MHD_Result http_asset(struct call *call, bool *ret_done);
void http_assets_make(struct http *h);
void http_assets_free(struct http *h);
bool http_is_text(const char *type);
z_stream *gzip_take(struct http *h);
void gzip_give(struct http *h, z_stream *z);
void http_headers(const struct call *call, const struct res *s, bool gzip, struct MHD_Response *r);

/* Exports. */
void stream_attach(struct call *call); /* s.flush from now on streams */
enum MHD_Result stream_answer(struct call *call);
void stream_drop(struct call *call); /* the connection ended before it was answered */
void stream_end(struct call *call, bool ok);
void stream_free(struct http *h, struct stream *st);

/* MHD's callbacks. */
void *call_new(void *arg, const char *uri, struct MHD_Connection *conn);
enum MHD_Result call_step(void *arg, struct MHD_Connection *conn, const char *url,
                          const char *method, const char *version, const char *data, size_t *n,
                          void **con_cls);
void call_completed(void *arg, struct MHD_Connection *conn, void **con_cls,
                    enum MHD_RequestTerminationCode why);

/* The state of a suspended call. */
bool call_leave(struct call *call, enum call_state from, enum call_state to); /* under lock */
bool call_wake(struct call *call, enum call_state from, enum call_state to);  /* and resume */
void call_unref(struct call *call);
void call_forget(struct link *l); /* its request, which the library has dropped */

#endif
