/* The way of one request through the threads. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "core/db.h"
#include "core/http_call.h"
#include "core/table.h"

/* A page, its rows and a body of 16 MB, decoded, fit; more is a mistake of ours. */
enum { ARENA_LIMIT = 512 << 20, DROP_MAX = 1 << 20 };

int64_t http_now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- calls ---- */

/* The newest that this thread had: it is in the cache of this core. Else the newest. */
static struct arena *take_arena(struct http *h)
{
    struct arena *a = NULL;

    pthread_mutex_lock(&h->lock);
    size_t i = h->n_spare;
    while (i > 0 && !pthread_equal(h->spare[i - 1].thread, pthread_self()))
        i--;
    if (h->n_spare) {
        struct spare *at = &h->spare[i ? i - 1 : h->n_spare - 1];

        a = at->arena;
        *at = h->spare[--h->n_spare];
    }
    pthread_mutex_unlock(&h->lock);
    return a ? a : arena_new(ARENA_LIMIT);
}

/* The library keeps 64 bytes for each parameter in the memory of the connection; when that
 * is used up it neither answers nor closes (0.9.75). So this is answered here. */
static void refuse_query(struct link *l, const char *uri)
{
    static const char answer[] = "HTTP/1.1 414 URI Too Long\r\nContent-Length: 0\r\n"
                                 "Connection: close\r\n\r\n";
    int n = 0;

    for (const char *s = strchr(uri, '?'); s && n <= HTTP_QUERY; s = strchr(s + 1, '&'))
        n++;
    if (n <= HTTP_QUERY)
        return;
    (void)send(l->fd, answer, sizeof answer - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(l->fd, SHUT_RDWR);
}

void *call_new(void *arg, const char *uri, struct MHD_Connection *conn)
{
    static const struct req empty = { .path = "/",
                                      .query = "",
                                      .cookie = "",
                                      .authorization = "",
                                      .accept_language = "",
                                      .if_none_match = "",
                                      .idempotency_key = "",
                                      .address = "",
                                      .user_agent = "" };
    struct http *h = arg;
    struct arena *a = take_arena(h);
    struct call *call = NEW(a, struct call);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(conn, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    call->http = h;
    call->conn = conn;
    ASSERT(info && info->socket_context);
    call->link = info->socket_context;
    call_forget(call->link);
    call->link->call = call;
    refuse_query(call->link, uri);
    call->c = app_ctx_in(h->app, a);
    call->q = empty;
    call->s.body.arena = a;
    call->both = (struct web_call){ &call->q, &call->s };
    call->raw = arena_strdup(a, uri);
    call->started_us = http_now_us();
    call->refs = 1;
    atomic_fetch_add(&h->calls, 1);
    return call;
}

static void count(struct call *call, int64_t micros)
{
    struct http *h = call->http;
    int64_t limit = 500; /* microseconds; each bucket is four times the one before */
    size_t k = 0;

    for (; k < HTTP_BUCKETS && micros > limit; k++)
        limit *= 4;
    atomic_fetch_add(&h->bucket[k], 1);
    atomic_fetch_add(&h->micros, (uint64_t)micros);
    atomic_fetch_add(&h->by_class[call->status / 100 % 6], 1);
}

static void log_call(struct call *call, int64_t micros)
{
    struct buf b = { .arena = call->c.arena };
    const struct route *r = call->q.route;

    buf_reserve(&b, 250);
    log_begin(&b, call->c.now_ms);
    buf_text(&b, " actor=");
    buf_int(&b, call->c.actor->id);
    buf_text(&b, " unit=");
    buf_int(&b, call->c.actor->unit);
    buf_text(&b, call->q.method == POST ? " route=POST" : " route=GET");
    buf_text(&b, r ? r->path : "-");
    buf_text(&b, " status=");
    buf_int(&b, call->status);
    buf_text(&b, " ms=");
    buf_int(&b, micros / 1000);
    buf_put(&b, (char[]){ '.', (char)('0' + micros / 100 % 10) }, 2);
    buf_text(&b, " bytes=");
    buf_int(&b, (int64_t)call->s.body.n);
    buf_text(&b, " rows=");
    buf_int(&b, call->rows);
    log_err(&b, &call->c.err);
    log_line(call->http->app->log, b.p, b.n);
}

/* Under h->lock: false, there is no room for it. */
static bool keep_arena(struct http *h, struct arena *a)
{
    if (h->n_spare == SPARE_ARENAS)
        return false;
    h->spare[h->n_spare++] = (struct spare){ a, pthread_self() };
    return true;
}

void call_unref(struct call *call)
{
    struct http *h = call->http;
    struct arena *a = call->c.arena;

    if (atomic_fetch_sub(&call->refs, 1) > 1)
        return;
    int64_t micros = http_now_us() - call->started_us;
    if (call->status) {
        count(call, micros);
        if (h->app->conf->log)
            log_call(call, micros);
    }
    if (call->large)
        atomic_fetch_sub(&h->large, 1);
    stream_free(h, call->stream);
    arena_reset(a);
    /* Under the lock, and the last thing: http_stop() may free all of it from then on. */
    pthread_mutex_lock(&h->lock);
    bool kept = keep_arena(h, a);
    if (atomic_fetch_sub(&h->calls, 1) == 1 && atomic_load(&h->stopping))
        pthread_cond_broadcast(&h->wake);
    pthread_mutex_unlock(&h->lock);
    if (!kept)
        arena_free(&a);
}

/* Also when the library drops a request without a word, its memory being used up. */
void call_forget(struct link *l)
{
    struct call *call = l->call;

    l->call = NULL;
    if (!call)
        return;
    if (call->state == STREAMING)
        stream_drop(call);
    call_unref(call);
}

void call_completed(void *arg, struct MHD_Connection *conn, void **con_cls,
                    enum MHD_RequestTerminationCode why)
{
    struct call *call = *con_cls;

    (void)arg, (void)conn, (void)why;
    *con_cls = NULL;
    if (!call)
        return;
    atomic_store(&call->link->working, false);
    atomic_store(&call->link->since_ms, http_now_us() / 1000);
    atomic_store(&call->link->received, 0);
    call_forget(call->link);
}

/* ---- waiting ---- */

/* From now on another thread works on it; its deadline runs. */
static void suspend(struct call *call)
{
    struct http *h = call->http;

    call->deadline_ms = http_now_us() / 1000 + h->app->conf->request_seconds * 1000;
    pthread_mutex_lock(&h->lock);
    call->state = WAITING;
    call->refs++;
    call->prev = NULL;
    call->next = h->waiting;
    if (call->next)
        call->next->prev = call;
    h->waiting = call;
    pthread_mutex_unlock(&h->lock);
    MHD_suspend_connection(call->conn);
}

/* Under h->lock. */
bool call_leave(struct call *call, enum call_state from, enum call_state to)
{
    if (call->state != from)
        return false;
    if (from == WAITING) {
        if (call->prev)
            call->prev->next = call->next;
        else
            call->http->waiting = call->next;
        if (call->next)
            call->next->prev = call->prev;
        call->next = call->prev = NULL;
    }
    call->state = to;
    return true;
}

bool call_wake(struct call *call, enum call_state from, enum call_state to)
{
    pthread_mutex_lock(&call->http->lock);
    bool mine = call_leave(call, from, to);
    pthread_mutex_unlock(&call->http->lock);
    if (mine)
        MHD_resume_connection(call->conn);
    return mine;
}

/* ---- the head of a request ---- */

struct headers {
    struct framing framing;
    const char *line_end;
    const char *accept, *encoding, *content_type, *forwarded_for, *forwarded_proto;
    const char *cookie, *authorization, *language, *none_match, *key, *agent;
    struct origin origin;
};

/* A bare LF, a folded line and a zero byte in a value do not show in the strings of 0.9.75, but in
 * where they lie: in the head as it came, with CR and LF between the end of one line and the next.
 * From 1.0 on the library refuses all of them; this goes when 0.9 does. */
static void next_line(struct headers *h, const char *begin, const char *end)
{
    if (MHD_VERSION < 0x01000000 && begin != h->line_end + 2)
        h->framing.faulty = true;
    h->line_end = end;
}

static enum MHD_Result on_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t n,
                                 const char *value, size_t value_n)
{
    struct headers *h = arg;
    const struct {
        const char *name;
        const char **at;
    } wanted[] = {
        { "Accept", &h->accept },
        { "Accept-Encoding", &h->encoding },
        { "Accept-Language", &h->language },
        { "Authorization", &h->authorization },
        { "Content-Type", &h->content_type },
        { "Cookie", &h->cookie },
        { "Host", &h->origin.host },
        { "Idempotency-Key", &h->key },
        { "If-None-Match", &h->none_match },
        { "Origin", &h->origin.origin },
        { "Sec-Fetch-Site", &h->origin.site },
        { "User-Agent", &h->agent },
        { "X-Forwarded-For", &h->forwarded_for },
        { "X-Forwarded-Proto", &h->forwarded_proto },
    };

    (void)kind;
    if (!value)
        value = "", value_n = 0;
    next_line(h, name, value + value_n);
    framing_header(&h->framing, name, n, value);
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (strlen(wanted[i].name) == n && strncasecmp(wanted[i].name, name, n) == 0) {
            *wanted[i].at = value;
            break;
        }
    return MHD_YES;
}

/* Copies: the request may outlive its connection. */
static void fill(struct call *call, struct headers *h)
{
    struct arena *a = call->c.arena;
    struct req *q = &call->q;
    const struct conf *conf = call->http->app->conf;

    q->cookie = arena_strdup(a, h->cookie);
    q->authorization = arena_strdup(a, h->authorization);
    q->accept_language = arena_strdup(a, h->language);
    q->if_none_match = arena_strdup(a, h->none_match);
    q->idempotency_key = arena_strdup(a, h->key);
    q->user_agent = arena_strdup(a, h->agent);
    q->address = arena_strdup(a, call->link->address);
    if (conf->trust_proxy && *h->forwarded_for)
        q->address = http_forwarded(&call->c, h->forwarded_for);
    q->secure = conf->trust_proxy && strcmp(h->forwarded_proto, "https") == 0;
    h->origin.cookie = h->cookie;
    h->origin.public_url = conf->public_url;
    q->same_origin = http_same_origin(&h->origin);
    if (q->face == FACE_HTML)
        q->face = http_accept(h->accept, h->content_type);
    call->gzip = http_names(h->encoding, "gzip");
    web_speak(&call->c, q);
}

/* A body is let in only for those who may send it: files are large. */
static bool admit(struct call *call, const struct headers *h, const char *content_type)
{
    struct http *http = call->http;
    unsigned flags = web_flags(&call->q);

    if (flags & (ROUTE_UPLOAD | ROUTE_LARGE)) {
        call->large = true;
        if (atomic_fetch_add(&http->large, 1) >= LARGE_BODIES)
            return fail(&call->c, ERR_BUSY,
                        "many files are coming in; please try again in a moment");
        bool ok = db_take(&call->c, false) && web_admit(&call->c, &call->q);
        db_give(&call->c);
        if (!ok)
            return false;
    }
    call->body = body_open(&call->c, &call->q, content_type, h->framing.length, flags);
    return call->body != NULL;
}

static void give_reader(struct call *call)
{
    if (call->c.db)
        call->rows += db_rows(call->c.db);
    db_give(&call->c);
}

static enum MHD_Result problem(struct call *call)
{
    web_problem(&call->c, &call->q, &call->s);
    return http_answer(call);
}

/* First call: only the head is there. */
static enum MHD_Result begin(struct call *call, const char *method, const char *version)
{
    struct headers h = { .accept = "",
                         .encoding = "",
                         .content_type = "",
                         .forwarded_for = "",
                         .forwarded_proto = "",
                         .cookie = "",
                         .authorization = "",
                         .language = "",
                         .none_match = "",
                         .key = "",
                         .agent = "",
                         .origin = { "", "", "", "", "" } };

    call->begun = true;
    atomic_store(&call->link->working, true);
    h.line_end = version + strlen(version);
    MHD_get_connection_values_n(call->conn, MHD_HEADER_KIND, on_header, &h);
    const union MHD_ConnectionInfo *head =
        MHD_get_connection_info(call->conn, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    ASSERT(head);
    next_line(&h, method + head->header_size - 2, NULL); /* the empty one */
    int fault = framing_fault(&h.framing, version);
    if (fault)
        return http_refuse(call, fault, "This request is not written as HTTP/1.1 asks.\n");
    call->announced = h.framing.length != 0;
    call->head = strcmp(method, "HEAD") == 0;
    call->q.method = strcmp(method, "POST") == 0 ? POST : GET;
    if (call->q.method == GET && !call->head && strcmp(method, "GET") != 0)
        return http_refuse(call, 405, "Only GET, HEAD and POST are understood.\n");
    call->failed = !http_target(&call->c, call->raw, &call->q);
    fill(call, &h);
    if (call->failed)
        return MHD_YES;
    if (atomic_load(&call->http->stopping)) {
        fail(&call->c, ERR_BUSY, "this node is being restarted; please try again in a moment");
        return problem(call);
    }
    if (call->q.method == POST && !admit(call, &h, h.content_type)) {
        call->failed = true;
        if (h.framing.length > DROP_MAX || h.framing.codings) {
            call->refused = true; /* the body is not waited for */
            return problem(call);
        }
    }
    if (call->q.method == POST && (h.framing.length || h.framing.codings)) {
        atomic_store(&call->link->working, false); /* the body is still to come */
        atomic_store(&call->link->received, 1);
        atomic_store(&call->link->since_ms, http_now_us() / 1000);
    }
    return MHD_YES;
}

static enum MHD_Result take_body(struct call *call, const char *data, size_t *n)
{
    atomic_fetch_add(&call->link->received, *n);
    if (!call->failed && call->body)
        call->failed = !body_data(call->body, data, *n);
    else if ((call->dropped += *n) > DROP_MAX && !(call->body && call->announced))
        return MHD_NO; /* without an announced length it need not end */
    *n = 0;
    return MHD_YES;
}

/* ---- the work ---- */

static bool run_write(struct ctx *c, void *arg)
{
    struct call *call = arg;

    pthread_mutex_lock(&call->http->lock);
    bool late = call->state == EXPIRED;
    pthread_mutex_unlock(&call->http->lock);
    if (late) /* it was answered that nothing is known; now that is: nothing happened */
        return fail(c, ERR_BUSY, "the node is very busy, so nothing was changed");
    (void)db_rows(c->db); /* those of the write before */
    bool ok = web_write(c, &call->both);
    call->rows += db_rows(c->db);
    return ok;
}

static void finish_write(struct write *w)
{
    struct call *call = w->arg;

    call->failed = !w->ok;
    call_wake(call, WAITING, FINISHED);
    call_unref(call);
}

static bool submit_write(struct call *call)
{
    call->w = (struct write){ .c = &call->c, .run = run_write, .done = finish_write, .arg = call };
    if (exec_submit(call->http->app->exec, &call->w))
        return true;
    atomic_fetch_add(&call->http->shed, 1);
    return fail(&call->c, ERR_BUSY, "the node is very busy, so nothing was changed");
}

static struct call *call_of(struct job *j)
{
    return (struct call *)(void *)((char *)j - offsetof(struct call, job));
}

static void give_up(struct call *call)
{
    call->failed = true;
    call_wake(call, WAITING, FINISHED);
    call_unref(call);
}

static void run_prepare(struct job *j)
{
    struct call *call = call_of(j);
    struct ctx *c = &call->c;
    bool ok = body_sync(c, &call->q);

    if (ok && call->q.route->prepare) {
        ok = db_take(c, false) && db_begin(c, false) && call->q.route->prepare(c, &call->q);
        give_reader(call);
    }
    if (!ok || !submit_write(call))
        give_up(call);
}

static void run_slow_read(struct job *j)
{
    struct call *call = call_of(j);
    struct ctx *c = &call->c;

    stream_attach(call);
    bool ok = db_take(c, false);
    if (ok) {
        web_read(c, &call->q, &call->s);
        give_reader(call);
    }
    if (call->stream) {
        stream_end(call, c->err.kind == ERR_NONE);
        call_unref(call);
        return;
    }
    call->failed = !ok;
    call_wake(call, WAITING, FINISHED);
    call_unref(call);
}

static enum MHD_Result later(struct call *call, void (*run)(struct job *j))
{
    suspend(call);
    call->job.run = run;
    if (run ? pool_submit(call->http->app->slow, &call->job) : submit_write(call))
        return MHD_YES;
    if (run) {
        atomic_fetch_add(&call->http->shed, 1);
        fail(&call->c, ERR_BUSY, "the node is very busy, so nothing was changed");
    }
    give_up(call);
    return MHD_YES;
}

static enum MHD_Result run(struct call *call)
{
    struct ctx *c = &call->c;
    const struct req *q = &call->q;
    bool asset = false;

    if (!call->failed && q->method == GET) {
        enum MHD_Result ok = http_asset(call, &asset);

        if (asset)
            return ok;
    }
    if (!call->failed && q->method == POST && call->body)
        call->failed = !body_end(call->body);
    if (call->failed || !db_take(c, false))
        return problem(call);
    bool open = web_open(c, &call->q, &call->s);
    bool slow = open && ((q->route->flags & ROUTE_SLOW) || table_asked(q)); /* of any size */
    if (open && q->method == GET && !slow)
        web_read(c, &call->q, &call->s);
    give_reader(call);
    if (!open || (q->method == GET && !slow))
        return http_answer(call);
    if (q->method == GET || (q->route->flags & ROUTE_READS))
        return later(call, run_slow_read);
    return later(call, q->route->prepare || q->uploads.n ? run_prepare : NULL);
}

static enum MHD_Result after_write(struct call *call)
{
    struct ctx *c = &call->c;

    if (!call->failed)
        return http_answer(call);
    call->s.flush = NULL;
    if (!db_take(c, false)) /* keeps the first failure */
        return problem(call);
    web_problem(c, &call->q, &call->s);
    give_reader(call);
    return http_answer(call);
}

enum MHD_Result call_step(void *arg, struct MHD_Connection *conn, const char *url,
                          const char *method, const char *version, const char *data, size_t *n,
                          void **con_cls)
{
    struct call *call = *con_cls;

    (void)arg, (void)conn, (void)url;
    if (!call->begun)
        return begin(call, method, version);
    if (*n)
        return take_body(call, data, n);
    atomic_store(&call->link->working, true);
    switch (call->state) {
    case IO: return run(call);
    case FINISHED: return after_write(call);
    case STREAMING: return stream_answer(call);
    case EXPIRED: return http_expired(call);
    case WAITING: break; /* woken for another reason: go on waiting */
    }
    return MHD_YES;
}
