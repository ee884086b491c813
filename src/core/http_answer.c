/* From struct res to bytes: headers, compression, files, static assets. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/assets.h"
#include "core/http_call.h"
#include "core/json.h"

enum { GZIP_FROM = 1024, GZIP_LEVEL = 1 /* 6 costs 2.5 times the CPU for 12 % less */ };

static void put(struct MHD_Response *r, const char *name, const char *value)
{
    /* Refused only for line ends in a value: then the header is left out. */
    (void)MHD_add_response_header(r, name, value);
}

/* No script, style or frame but our own; nothing inline. */
static const char policy[] =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";
/* A file that somebody uploaded runs nothing at all, even when opened here. */
static const char file_policy[] = "default-src 'none'; sandbox; frame-ancestors 'none'";

static const char *attachment(struct arena *a, const char *filename)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._ ";
    struct buf b = { .arena = a };

    /* RFC 6266: a plain name for old programs, the real one percent-encoded. */
    buf_text(&b, "attachment; filename=\"");
    for (const char *s = filename; *s; s++)
        if ((unsigned char)*s < 0x80)
            buf_put(&b, strchr(plain, *s) ? s : "_", 1);
    buf_text(&b, "\"; filename*=UTF-8''");
    html_path((struct html){ &b }, filename);
    return buf_str(&b);
}

void http_headers(const struct call *call, const struct res *s, bool gzip, struct MHD_Response *r)
{
    if (s->type)
        put(r, "Content-Type", s->type);
    if (s->location)
        put(r, "Location", s->location);
    if (s->filename)
        put(r, "Content-Disposition", attachment(call->c.arena, s->filename));
    if (s->etag)
        put(r, "ETag", arena_printf(call->c.arena, "W/\"%s\"", s->etag));
    put(r, "Cache-Control", s->cache ? s->cache : s->etag ? "private, no-cache" : "no-store");
    put(r, "Vary", "Accept, Accept-Encoding, Accept-Language, Cookie");
    put(r, "Content-Security-Policy", s->send_file ? file_policy : policy);
    put(r, "X-Content-Type-Options", "nosniff");
    put(r, "Referrer-Policy", "same-origin");
    if (call->q.secure) /* two years (RFC 6797) */
        put(r, "Strict-Transport-Security", "max-age=63072000");
    for (size_t i = 0; i < s->headers.n; i++)
        put(r, s->headers.v[i].name, s->headers.v[i].value);
    if (gzip)
        put(r, "Content-Encoding", "gzip");
    if (call->refused || atomic_load(&call->http->stopping))
        put(r, "Connection", "close");
}

/* ---- compression ---- */

z_stream *gzip_take(struct http *h)
{
    z_stream *z = NULL;

    pthread_mutex_lock(&h->lock);
    if (h->n_gzips)
        z = h->gzips[--h->n_gzips];
    pthread_mutex_unlock(&h->lock);
    if (z)
        return z;
    z = calloc(1, sizeof *z);
    /* 15 + 16: the largest window, in gzip form */
    ASSERT(z && deflateInit2(z, GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    return z;
}

void gzip_give(struct http *h, z_stream *z)
{
    deflateReset(z);
    pthread_mutex_lock(&h->lock);
    bool kept = h->n_gzips < SPARE_GZIPS;
    if (kept)
        h->gzips[h->n_gzips++] = z;
    pthread_mutex_unlock(&h->lock);
    if (kept)
        return;
    deflateEnd(z);
    free(z);
}

bool http_is_text(const char *type)
{
    return type && (strncmp(type, "text/", 5) == 0 || strstr(type, "json") || strstr(type, "xml"));
}

static void compress_body(struct call *call)
{
    struct buf *body = &call->s.body;

    if (!call->gzip || body->n < GZIP_FROM || !http_is_text(call->s.type)) {
        call->gzip = false;
        return;
    }
    z_stream *z = gzip_take(call->http);
    struct buf out = { .arena = call->c.arena };

    buf_reserve(&out, deflateBound(z, body->n));
    z->next_in = (unsigned char *)body->p;
    z->avail_in = (unsigned)body->n;
    z->next_out = (unsigned char *)out.p;
    z->avail_out = (unsigned)(out.cap - 1);
    ASSERT(deflate(z, Z_FINISH) == Z_STREAM_END);
    out.n = out.cap - 1 - z->avail_out;
    gzip_give(call->http, z);
    *body = out;
}

/* ---- answers ---- */

static enum MHD_Result queue(struct call *call, int status, struct MHD_Response *r)
{
    call->status = status;
    enum MHD_Result ok = MHD_queue_response(call->conn, (unsigned)status, r);

    MHD_destroy_response(r);
    return ok;
}

static struct MHD_Response *file_response(struct call *call)
{
    struct stat st;
    int fd = open(call->s.send_file, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    if (!call->s.type)
        call->s.type = "application/octet-stream";
    return MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
}

enum MHD_Result http_answer(struct call *call)
{
    struct res *s = &call->s;
    struct MHD_Response *r;

    if (s->status == 200)
        (void)web_unchanged(&call->c, &call->q, s);
    if (s->send_file) {
        call->gzip = false;
        r = file_response(call);
        if (!r) {
            call->c.err = (struct err){ 0 };
            fail_system(&call->c, s->send_file, "the file is not there");
            web_problem(&call->c, &call->q, s);
            return http_answer(call);
        }
    } else {
        compress_body(call);
        /* The arena lives until the request is completed, and so does the body. */
        r = MHD_create_response_from_buffer(s->body.n, s->body.p, MHD_RESPMEM_PERSISTENT);
    }
    ASSERT(r);
    http_headers(call, s, call->gzip, r);
    return queue(call, s->status, r);
}

/* The page is made in memory of its own: the call's belongs to the thread that is late, which
 * changes neither the request's head nor who asks. */
enum MHD_Result http_expired(struct call *call)
{
    struct ctx c = app_ctx(call->http->app, 16 << 20);
    struct req q = {
        .method = call->q.method, .path = call->q.path, .query = call->q.query, .face = call->q.face
    };
    struct res s = { 0 };

    c.actor = call->c.actor;
    c.lang = call->c.lang;
    if (q.method == POST)
        fail(&c, ERR_UNSURE,
             "this takes longer than usual; look whether it was done before you send it again");
    else
        fail(&c, ERR_BUSY, "this takes longer than usual; please try again in a moment");
    web_problem(&c, &q, &s);
    struct MHD_Response *r =
        MHD_create_response_from_buffer(s.body.n, s.body.p, MHD_RESPMEM_MUST_COPY);
    ASSERT(r);
    http_headers(call, &s, false, r);
    arena_free(&c.arena);
    return queue(call, s.status, r);
}

enum MHD_Result http_refuse(struct call *call, int status, const char *text)
{
    struct MHD_Response *r;

    call->refused = true;
    call->s = (struct res){ .status = status, .type = "text/plain; charset=utf-8" };
    atomic_fetch_add(&call->http->refused, 1);
    r = MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text,
                                        MHD_RESPMEM_PERSISTENT);
    ASSERT(r);
    http_headers(call, &call->s, false, r);
    if (status == 405)
        put(r, "Allow", "GET, HEAD, POST");
    return queue(call, status, r);
}

/* ---- static assets ---- */

static struct MHD_Response *asset_response(const struct asset *a, bool gzip)
{
    const struct bytes *b = gzip ? &a->gzip : &a->plain;
    struct MHD_Response *r =
        MHD_create_response_from_buffer(b->n, (void *)(uintptr_t)b->p, MHD_RESPMEM_PERSISTENT);

    ASSERT(r);
    put(r, "Content-Type", a->type);
    put(r, "Cache-Control", "public, max-age=31536000, immutable");
    put(r, "Vary", "Accept-Encoding");
    put(r, "ETag", "\"1\""); /* the address holds the hash: what is there never changes */
    put(r, "Content-Security-Policy", file_policy);
    put(r, "X-Content-Type-Options", "nosniff");
    if (gzip)
        put(r, "Content-Encoding", "gzip");
    return r;
}

void http_assets_make(struct http *h)
{
    h->assets = calloc(n_assets * 2 + 1, sizeof *h->assets);
    ASSERT(h->assets);
    for (size_t i = 0; i < n_assets; i++) {
        h->assets[2 * i] = asset_response(&assets[i], false);
        if (assets[i].gzip.p)
            h->assets[2 * i + 1] = asset_response(&assets[i], true);
    }
}

void http_assets_free(struct http *h)
{
    for (size_t i = 0; i < n_assets * 2; i++)
        if (h->assets[i])
            MHD_destroy_response(h->assets[i]);
    free(h->assets);
}

enum MHD_Result http_asset(struct call *call, bool *ret_done)
{
    struct http *h = call->http;

    *ret_done = strncmp(call->q.path, "/assets/", 8) == 0 && call->q.method == GET;
    for (size_t i = 0; *ret_done && i < n_assets; i++)
        if (strcmp(assets[i].path, call->raw) == 0) {
            struct MHD_Response *r = h->assets[2 * i + (call->gzip && assets[i].gzip.p)];

            call->status = 200;
            if (*call->q.if_none_match) {
                r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
                ASSERT(r);
                return queue(call, 304, r);
            }
            return MHD_queue_response(call->conn, 200, r);
        }
    *ret_done = false;
    return MHD_YES;
}
