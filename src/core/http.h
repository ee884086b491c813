/*
 * http - the listening socket: from bytes to web_open/web_read/web_write and back.
 *
 * I/O threads (libmicrohttpd, epoll) read requests. A GET is answered in the thread
 * that read it. A POST is suspended, goes to the write executor (through the slow pool
 * when the route prepares something or brings files), and is answered when its commit
 * is on disk. Exports run in the slow pool and stream.
 *
 * Nothing waits without end: a suspended request has a deadline, a connection that
 * only trickles is closed, queues are bounded and answer 503 when full.
 */
#ifndef CORE_HTTP_H
#define CORE_HTTP_H

#include "core/app.h"
#include "core/buf.h"

struct http;

/* A socket that listens; -1 with *ret_why: it could not be had. */
int http_listen(const struct conf *conf, const char **ret_why);
/* Serves on it with app->exec, app->slow, app->log. NULL: *ret_why says what is wrong. */
struct http *http_start(struct app *app, int listener, const char **ret_why);
/* Takes no new connections, answers new requests with 503, waits until what runs is
 * answered (at most so long), then closes. The executor must still be running. */
void http_stop(struct http **h, int64_t wait_ms);
/* Prometheus lines: requests, durations, queues, connections, memory. */
void http_metrics(struct http *h, struct buf *out);

#endif
