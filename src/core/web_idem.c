#include "core/web_idem.h"

#include <string.h>

#include "core/db.h"
#include "core/sha256.h"

#include "core_sql.h"

enum { DAY_MS = 24 * 3600 * 1000, MINUTE_MS = 60 * 1000, KEY_MAX = 200, BODY_MAX = 64 * 1024 };

static void put(struct buf *b, const char *s)
{
    buf_int(b, (int64_t)strlen(s)); /* with its length, so that no two requests look alike */
    buf_put(b, ":", 1);
    buf_text(b, s);
}

/* What the request asks, without what changes from one sending to the next. */
static const char *hash(struct ctx *c, const struct req *q)
{
    struct buf b = { .arena = c->arena };

    put(&b, q->path);
    for (size_t i = 0; i < q->params.n; i++) {
        const struct param *p = &q->params.v[i];

        if (strcmp(p->name, "csrf") == 0 || strcmp(p->name, "idempotency_key") == 0)
            continue;
        put(&b, p->name);
        put(&b, p->value);
    }
    for (size_t i = 0; i < q->uploads.n; i++) {
        put(&b, q->uploads.v[i].field);
        put(&b, q->uploads.v[i].sha256);
    }
    unsigned char h[SHA256_SIZE];
    struct bytes all = { b.p, b.n };
    struct buf hex = { .arena = c->arena };

    sha256(&all, 1, h);
    for (size_t i = 0; i < sizeof h; i++)
        buf_printf(&hex, "%02x", h[i]);
    return buf_str(&hex);
}

static const char *key_of(struct ctx *c, const struct req *q)
{
    const char *key = *q->idempotency_key ? q->idempotency_key : req_last(q, "idempotency_key");
    /* A form and its JSON twin differ in their answers. */
    static const char *const faces[] = {
        [FACE_HTML] = "h:", [FACE_JSON] = "j:", [FACE_CSV] = "c:", [FACE_XLSX] = "x:"
    };

    if (!*key || !c->actor->id || (q->route->flags & (ROUTE_SIGN_IN | ROUTE_SECRET)))
        return "";
    return arena_printf(c->arena, "%s%s", faces[q->face], key);
}

bool idem_begin(struct ctx *c, const struct req *q, struct res *s, struct idem *ret)
{
    struct core_idem_get_row row;
    bool found;

    *ret = (struct idem){ .key = key_of(c, q) };
    if (!*ret->key)
        return true;
    if (strlen(ret->key) > KEY_MAX)
        return fail(c, ERR_MALFORMED, "the idempotency key is too long");
    ret->hash = hash(c, q);
    if (!core_idem_get(c, c->actor->id, ret->key, &row, &found))
        return false;
    if (!found)
        return true;
    if (strcmp(row.hash, ret->hash) != 0)
        return fail(c, ERR_INPUT, "this idempotency key was used before for something else");
    ret->replayed = true;
    s->status = (int)row.status;
    s->location = *row.location ? row.location : NULL;
    s->type = *row.type ? row.type : NULL;
    buf_text(&s->body, row.body);
    return true;
}

bool idem_end(struct ctx *c, const struct res *s, const struct idem *idem)
{
    /* A file or an answer of that size is not the result of a change; headers (cookies)
     * are not repeated. */
    if (!*idem->key || s->send_file || s->body.n > BODY_MAX)
        return true;
    return core_idem_put(c, c->actor->id, idem->key, idem->hash, s->status,
                         s->location ? s->location : "", s->type ? s->type : "",
                         s->body.n ? s->body.p : "", c->now_ms);
}

bool idem_tick(struct ctx *c)
{
    if (c->now_ms / 1000 % (MINUTE_MS / 1000) != 0)
        return true;
    return core_idem_purge(c, c->now_ms - DAY_MS);
}

bool idem_there(struct ctx *c, bool *ret)
{
    struct core_idem_get_row row;

    return core_idem_get(c, 0, "", &row, ret);
}
