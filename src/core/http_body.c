#include "core/http_body.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/app.h"
#include "core/conf.h"
#include "core/http_head.h"
#include "core/multipart.h"
#include "core/store.h"
#include "core/text.h"

struct body {
    struct ctx *c;
    struct req *q;
    enum { BODY_NONE, BODY_FORM, BODY_JSON, BODY_MULTIPART } kind;
    unsigned flags;
    size_t limit; /* of what is kept in memory */
    char *text;   /* the form, the document, or the current field of a form with files */
    size_t n, cap, kept;
    struct multipart *multipart;
    const char *field;
    /* the file that is being written */
    int fd;
    EVP_MD_CTX *hash;
    struct upload up;
    int64_t file_bytes; /* of all files */
    LIST(const char *) paths;
};

static void release(void *arg)
{
    struct body *b = arg;

    free(b->text);
    EVP_MD_CTX_free(b->hash);
    if (b->fd >= 0)
        close(b->fd);
    for (size_t i = 0; i < b->paths.n; i++)
        unlink(b->paths.v[i]); /* not there any more when it was kept */
}

static bool keep(struct body *b, const char *p, size_t n)
{
    if (n > b->limit - b->kept)
        return fail(b->c, ERR_TOO_LARGE, "this is too large: at most %d kB of text are taken here",
                    (int)(b->limit / 1024));
    if (b->n + n + 1 > b->cap) {
        size_t cap = b->cap * 2 > b->n + n + 1 ? b->cap * 2 : b->n + n + 1;
        char *more = realloc(b->text, cap);

        ASSERT(more);
        b->text = more;
        b->cap = cap;
    }
    memcpy(b->text + b->n, p, n);
    b->n += n;
    b->kept += n;
    b->text[b->n] = '\0';
    return true;
}

/* ---- parts ---- */

static const char *base_name(struct ctx *c, const char *name)
{
    const char *last = name, *clean;

    for (const char *s = name; *s; s++)
        if (*s == '/' || *s == '\\')
            last = s + 1;
    if (!text_clean(c->arena, last, strlen(last), &clean) || !*clean || strlen(clean) > 255)
        return NULL;
    return clean;
}

static bool begin_file(struct body *b, const char *file)
{
    struct ctx *c = b->c;

    if (!(b->flags & ROUTE_UPLOAD))
        return fail(c, ERR_MALFORMED, "no files are taken here");
    if (b->q->uploads.n >= BODY_FILES)
        return fail(c, ERR_MALFORMED, "there are more than %d files", BODY_FILES);
    const char *name = base_name(c, file);
    if (!name)
        return fail_field(c, b->field, "the name of the file is not readable or too long");
    const char *path = store_temporary(c, "upload");
    b->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (b->fd < 0)
        return fail_system(c, strerror(errno), "the file could not be stored");
    *LIST_PUSH(c->arena, &b->paths) = path;
    b->up = (struct upload){ .field = b->field, .name = name, .path = path };
    if (!b->hash)
        b->hash = EVP_MD_CTX_new();
    ASSERT(b->hash && EVP_DigestInit_ex(b->hash, EVP_sha256(), NULL));
    return true;
}

static bool begin_part(void *arg, const char *name, const char *file)
{
    struct body *b = arg;

    if (b->q->params.n >= HTTP_PARAMS)
        return fail(b->c, ERR_MALFORMED, "there are more than %d fields", HTTP_PARAMS);
    if (!text_clean(b->c->arena, name, strlen(name), &b->field) || !*b->field)
        return fail(b->c, ERR_MALFORMED, "a field is not readable text: only UTF-8 is understood");
    b->n = 0;
    /* No file was chosen: browsers send an empty name and no bytes. */
    return !file || !*file || begin_file(b, file);
}

static bool write_file(struct body *b, const char *p, size_t n)
{
    int64_t most = b->c->app->conf->upload_mb << 20;

    b->file_bytes += (int64_t)n;
    if (b->file_bytes > most)
        return fail(b->c, ERR_TOO_LARGE, "the file is too large: at most %d MB are taken",
                    (int)(most >> 20));
    ASSERT(EVP_DigestUpdate(b->hash, p, n));
    b->up.size += (int64_t)n;
    while (n) {
        ssize_t done = write(b->fd, p, n);

        if (done < 0 && (errno == ENOSPC || errno == EDQUOT))
            return fail(b->c, ERR_FULL,
                        "the disk is full, so nothing was changed; reading goes on");
        if (done < 0 && errno != EINTR)
            return fail_system(b->c, strerror(errno), "the file could not be stored");
        if (done > 0) {
            p += done;
            n -= (size_t)done;
        }
    }
    return true;
}

static bool part_data(void *arg, const char *p, size_t n)
{
    struct body *b = arg;

    return b->up.path ? write_file(b, p, n) : keep(b, p, n);
}

static bool end_part(void *arg)
{
    struct body *b = arg;
    struct ctx *c = b->c;
    unsigned char h[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    struct buf hex = { .arena = c->arena };
    struct param p = { .name = b->field };

    if (!b->up.path) {
        if (!text_clean(c->arena, b->n ? b->text : "", b->n, &p.value))
            return fail(c, ERR_MALFORMED, "a field is not readable text: only UTF-8 is understood");
        *LIST_PUSH(c->arena, &b->q->params) = p;
        return true;
    }
    ASSERT(EVP_DigestFinal_ex(b->hash, h, &len));
    for (unsigned i = 0; i < len; i++)
        buf_printf(&hex, "%02x", h[i]);
    b->up.sha256 = buf_str(&hex);
    close(b->fd);
    b->fd = -1;
    *LIST_PUSH(c->arena, &b->q->uploads) = b->up;
    b->up = (struct upload){ 0 };
    return true;
}

bool body_sync(struct ctx *c, const struct req *q)
{
    for (size_t i = 0; i < q->uploads.n; i++) {
        int fd = open(q->uploads.v[i].path, O_RDONLY | O_CLOEXEC);
        bool ok = fd >= 0 && fsync(fd) == 0;

        if (fd >= 0)
            close(fd);
        if (!ok)
            return fail_system(c, strerror(errno), "the file could not be stored");
    }
    return true;
}

/* ---- the whole ---- */

static bool judge(struct body *b, const char *type, uint64_t length)
{
    static const struct multipart_sink sink = { begin_part, part_data, end_part };
    struct ctx *c = b->c;
    uint64_t most = b->limit;

    if (http_names(type, "application/x-www-form-urlencoded")) {
        b->kind = BODY_FORM;
    } else if (http_names(type, "application/json")) {
        b->kind = BODY_JSON;
    } else if (http_names(type, "multipart/form-data")) {
        b->kind = BODY_MULTIPART;
        b->multipart = multipart_new(c, type, &sink, b);
        if (!b->multipart)
            return fail(c, ERR_MALFORMED, "the form with files is not readable");
        if (b->flags & ROUTE_UPLOAD)
            most += (uint64_t)c->app->conf->upload_mb << 20;
        most += 64 * 1024; /* heads of the parts */
    } else if (*type) {
        return fail(c, ERR_MALFORMED, "send a form or JSON; other types are not understood");
    }
    if (length > most)
        return fail(c, ERR_TOO_LARGE, "this is too large: at most %d kB are taken here",
                    (int)(most / 1024));
    return true;
}

struct body *body_open(struct ctx *c, struct req *q, const char *content_type, uint64_t length,
                       unsigned route_flags)
{
    struct body *b = NEW(c->arena, struct body);

    b->c = c;
    b->q = q;
    b->fd = -1;
    b->flags = route_flags;
    b->limit = route_flags & ROUTE_LARGE ? BODY_LARGE : BODY_NORMAL;
    arena_on_free(c->arena, release, b);
    return judge(b, content_type, length) ? b : NULL;
}

bool body_data(struct body *b, const char *p, size_t n)
{
    if (b->kind == BODY_NONE)
        return fail(b->c, ERR_MALFORMED, "send a form or JSON; other types are not understood");
    return b->multipart ? multipart_feed(b->multipart, p, n) : keep(b, p, n);
}

bool body_end(struct body *b)
{
    switch (b->kind) {
    case BODY_NONE: return true;
    case BODY_FORM: return http_form(b->c, b->n ? b->text : "", b->n, b->q);
    case BODY_JSON: return http_json(b->c, b->n ? b->text : "", b->n, b->q);
    case BODY_MULTIPART: return multipart_end(b->multipart);
    }
    return false;
}
