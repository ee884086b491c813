/* Hooks: registering them, telling them, their secrets. */
#include "common/hook/hook_own.h"

#include <string.h>

#include "core/app.h"
#include "core/conf.h"
#include "core/day.h"
#include "core/fetch.h"
#include "core/json.h"
#include "core/pass.h"
#include "core/secret.h"
#include "core/sha256.h"
#include "core/tr.h"
#include "hook_sql.h"

enum { KEY = 32, MOST_HOOKS = 100 };

bool (*hook_may)(struct ctx *c);

/* ---- reading ---- */

static struct hook hook_of(const struct hook_one_row *r)
{
    return (struct hook){ .id = r->id,
                          .secret_no = r->secret_no,
                          .made_by = r->made_by,
                          .made_at = r->made_at,
                          .url = r->url,
                          .note = r->note,
                          .state = r->state,
                          .reason = r->reason };
}

bool hook_read_all(struct ctx *c, hook_list *ret)
{
    hook_all_rows all = { 0 };

    if (!hook_all(c, &all))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        const struct hook_all_row *r = &all.v[i];

        *LIST_PUSH(c->arena, ret) = hook_of(&(struct hook_one_row){
            r->id, r->url, r->note, r->secret_no, r->state, r->reason, r->made_by, r->made_at });
    }
    return true;
}

bool hook_read(struct ctx *c, int64_t id, struct hook *ret)
{
    struct hook_one_row r;
    bool found;

    if (!hook_one(c, id, &r, &found))
        return false;
    if (!found)
        return fail(c, ERR_NOT_FOUND, "there is no such webhook");
    *ret = hook_of(&r);
    return true;
}

bool hook_read_log(struct ctx *c, int64_t id, int64_t before, hook_deliveries *ret, bool *ret_more)
{
    hook_log_rows all = { 0 };

    if (!hook_log(c, id, before ? before : INT64_MAX, &all))
        return false;
    *ret_more = all.n > 100;
    for (size_t i = 0; i < all.n && i < 100; i++) {
        const struct hook_log_row *r = &all.v[i];

        *LIST_PUSH(c->arena, ret) = (struct hook_delivery){ .id = r->id,
                                                            .type = r->type,
                                                            .made_at = r->made_at,
                                                            .state = r->state,
                                                            .attempts = r->attempts,
                                                            .due_at = r->due_at,
                                                            .tried_at = r->tried_at,
                                                            .status = r->status,
                                                            .fault = r->fault };
    }
    return true;
}

/* ---- secrets ---- */

static bool secret_of(struct ctx *c, int64_t id, int64_t no, unsigned char ret[SHA256_SIZE])
{
    const char *name = arena_printf(c->arena, "hook %lld %lld", (long long)id, (long long)no);
    unsigned char key[KEY];

    if (!secret_open(c, "hook.key", key, sizeof key))
        return false;
    sha256_hmac((struct bytes){ key, sizeof key }, &(struct bytes){ name, strlen(name) }, 1, ret);
    return true;
}

bool hook_secret(struct ctx *c, int64_t id, int64_t secret_no, const char **ret)
{
    unsigned char secret[SHA256_SIZE];

    if (!secret_of(c, id, secret_no, secret))
        return false;
    *ret = arena_printf(c->arena, "whsec_%s",
                        pass_base64(c->arena, (struct bytes){ secret, sizeof secret }));
    return true;
}

bool hook_sign(struct ctx *c, int64_t hook, int64_t secret_no, const char *message,
               const char **ret)
{
    unsigned char secret[SHA256_SIZE], mac[SHA256_SIZE];

    if (!secret_of(c, hook, secret_no, secret))
        return false;
    sha256_hmac((struct bytes){ secret, sizeof secret },
                &(struct bytes){ message, strlen(message) }, 1, mac);
    *ret =
        arena_printf(c->arena, "v1,%s", pass_base64(c->arena, (struct bytes){ mac, sizeof mac }));
    return true;
}

/* ---- telling ---- */

bool hook_wanted(struct ctx *c, bool *ret)
{
    hook_active_rows all = { 0 };

    if (!hook_active(c, &all))
        return false;
    *ret = all.n > 0;
    return true;
}

static bool put(struct ctx *c, int64_t hook, const char *type, const char *data)
{
    struct buf b = { .arena = c->arena };
    struct json j = { .out = &b };

    json_open(&j, NULL, '{');
    json_text(&j, "type", type);
    json_ms(&j, "timestamp", c->now_ms);
    buf_text(&b, ",\"data\":");
    buf_text(&b, data);
    buf_text(&b, "}");
    return hook_put(c, new_id(c), hook, type, buf_str(&b), c->now_ms);
}

bool hook_tell(struct ctx *c, const char *type, const char *data)
{
    hook_active_rows all = { 0 };

    if (!hook_active(c, &all))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (!put(c, all.v[i].id, type, data))
            return false;
    return true;
}

/* ---- changing ---- */

bool hook_add(struct ctx *c, const char *url, const char *note, int64_t *ret_id)
{
    const char *fault = fetch_url_fault(url, c->app->conf->hooks_local);
    hook_list all = { 0 };
    int64_t id = new_id(c);

    if (fault)
        return fail_field(c, "url", "%s", T(fault));
    if (!hook_read_all(c, &all))
        return false;
    if (all.n >= MOST_HOOKS)
        return fail(c, ERR_CONFLICT, "there are %d webhooks already; remove one first", MOST_HOOKS);
    for (size_t i = 0; i < all.n; i++)
        if (strcmp(all.v[i].url, url) == 0)
            return fail_field(c, "url", "this address has a webhook already");
    if (!hook_insert(c, id, url, note, c->actor->id, c->now_ms) || !hook_seal(c, id))
        return false;
    *ret_id = id;
    return true;
}

static bool set(struct ctx *c, int64_t id, const char *state, const char *reason)
{
    return hook_set(c, id, state, reason) && hook_seal(c, id);
}

bool hook_stop_for(struct ctx *c, int64_t id, const char *reason)
{
    return set(c, id, "stopped", reason);
}

bool hook_change(struct ctx *c, int64_t id, const char *what)
{
    struct hook k;

    if (!hook_read(c, id, &k))
        return false;
    if (strcmp(what, "test") == 0)
        return put(c, id, "test", "{}");
    if (strcmp(what, "secret") == 0)
        return hook_new_secret(c, id) && hook_seal(c, id);
    if (strcmp(what, "stop") == 0)
        return set(c, id, "stopped", "");
    if (strcmp(what, "start") == 0)
        return set(c, id, "active", "") && hook_retry(c, id, c->now_ms);
    return set(c, id, "removed", "") && hook_forget(c, id);
}
