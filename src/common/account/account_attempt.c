#include "common/account/account_attempt.h"

#include <string.h>

#include "common/account/account_desk.h"
#include "core/pass.h"

#include "account_attempt_sql.h"

static const int64_t calm_ms = 10 * 60 * 1000;
/* Of a password that nobody knows: an unknown name costs the same time. */
static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$B7RwfXGAoU0M7whwrPasTw$"
                             "6zx8vlEAPl7J7G4U5KsrmjWw30ihJyM76gXtj+AUYUs";

static struct bytes hash_of(struct ctx *c, const char *kind, const char *what)
{
    return pass_hash_bytes(c->arena, arena_printf(c->arena, "%s:%s", kind, what));
}

/* Whoever has one IPv6 address has 2^64 of them: only the network counts (RFC 4291, 2.5.4).
 * Of "2001:db8::7" that is "2001:db8:0:0". */
static const char *network_of(struct ctx *c, const char *address)
{
    struct buf b = { .arena = c->arena };
    const char *s = address;
    int groups = 0;

    if (!strchr(s, ':'))
        return s;
    if (strncmp(s, "::ffff:", 7) == 0 && strchr(s, '.'))
        return s + 7;
    while (groups < 4 && *s && *s != ':') {
        size_t n = strcspn(s, ":");

        buf_put(&b, s, n);
        buf_text(&b, ":");
        groups++;
        s += n + (s[n] == ':');
    }
    for (; groups < 4; groups++)
        buf_text(&b, "0:");
    return buf_str(&b);
}

static bool is_known(struct ctx *c, int64_t account, struct bytes place, bool *ret)
{
    struct account_known_one_row r;

    *ret = false;
    return !account || !place.p || account_known_one(c, account, place, &r, ret);
}

/* Which counters this try falls under; see the table in the header. */
static bool choose_counters(struct ctx *c, const struct req *q, struct account_attempt *t)
{
    const char *pair = arena_printf(c->arena, "%s %s", network_of(c, q->address), t->name);
    bool device, address;

    if (!is_known(c, t->account, t->device, &device) ||
        !is_known(c, t->account, t->address, &address))
        return false;
    if (device)
        t->counter[0] = (struct account_counter){ t->device, 10, 30, false };
    else if (address)
        t->counter[0] = (struct account_counter){ hash_of(c, "pair", pair), 10, 30, false };
    else {
        t->counter[0] = (struct account_counter){ hash_of(c, "name", t->name), 5, 60, false };
        t->counter[1] = (struct account_counter){ t->address, 20, 15 * 60, true };
    }
    return true;
}

static bool read_count(struct ctx *c, const struct account_counter *k, int64_t *ret_failed,
                       int64_t *ret_wait_ms)
{
    struct account_attempt_of_row r;
    bool found;

    *ret_failed = *ret_wait_ms = 0;
    if (!account_attempt_of(c, k->hash, &r, &found) || !found)
        return c->err.kind == ERR_NONE;
    int64_t halvings = (c->now_ms - r.last_at) / calm_ms;
    *ret_failed = halvings < 0 ? r.failed : halvings > 30 ? 0 : r.failed >> halvings;
    int64_t over = *ret_failed - k->free;
    if (over < 0)
        return true;
    int64_t wait_s = over > 20 ? k->longest_s : (int64_t)1 << over;
    *ret_wait_ms = r.last_at + (wait_s < k->longest_s ? wait_s : k->longest_s) * 1000 - c->now_ms;
    return true;
}

static bool may_try_now(struct ctx *c, const struct account_attempt *t)
{
    int64_t failed, wait_ms, longest = 0;

    for (size_t i = 0; i < ACCOUNT_COUNTERS && t->counter[i].hash.p; i++) {
        if (!read_count(c, &t->counter[i], &failed, &wait_ms))
            return false;
        longest = wait_ms > longest ? wait_ms : longest;
    }
    if (longest <= 0)
        return true;
    int seconds = (int)((longest + 999) / 1000);
    if (c->err.kind == ERR_NONE)
        c->err.retry_s = seconds;
    return fail(c, ERR_TOO_MANY, "too many attempts failed; wait %d s and try again", seconds);
}

bool account_attempt_judge(struct ctx *c, const struct req *q, const char *name,
                           const char *password, struct account_attempt *ret)
{
    const char *device = req_cookie(c, q, ACCOUNT_DEVICE);
    struct account_attempt_candidate_row r = { .hash = "" };
    bool found;

    *ret = (struct account_attempt){ .name = name, .lang = "" };
    if (!account_attempt_candidate(c, name, &r, &found))
        return false;
    if (found) {
        ret->account = r.id;
        ret->lang = r.lang;
    }
    ret->address = hash_of(c, "address", network_of(c, q->address));
    if (pass_is_token(device))
        ret->device = hash_of(c, "device", device);
    if (!choose_counters(c, q, ret) || !may_try_now(c, ret))
        return false;
    ret->right = pass_word_is(found && *r.hash ? r.hash : nobody, password) && found;
    return true;
}

bool account_attempt_count(struct ctx *c, const struct account_attempt *t)
{
    int64_t failed, wait_ms;

    if (t->right && !may_try_now(c, t))
        return false;
    for (size_t i = 0; i < ACCOUNT_COUNTERS && t->counter[i].hash.p; i++) {
        const struct account_counter *k = &t->counter[i];

        if (t->right && k->shared) /* one who knows a password must not clear it for others */
            continue;
        if (t->right ? !account_attempt_forget(c, k->hash)
                     : !read_count(c, k, &failed, &wait_ms) ||
                           !account_attempt_put(c, k->hash, failed + 1, c->now_ms))
            return false;
    }
    return true;
}

bool account_attempt_remember(struct ctx *c, const struct account_attempt *t, struct res *s)
{
    struct bytes device = t->device;

    if (!device.p) {
        const char *token = pass_token(c->arena);

        device = hash_of(c, "device", token);
        res_header(c, s, "Set-Cookie",
                   arena_printf(c->arena,
                                ACCOUNT_DEVICE "=%s; Path=/; Secure; HttpOnly; SameSite=Lax; "
                                               "Max-Age=15552000",
                                token));
    }
    return account_known_put(c, t->account, device, c->now_ms) &&
           account_known_put(c, t->account, t->address, c->now_ms) &&
           account_known_limit(c, t->account);
}

bool account_attempt_forget_places(struct ctx *c, int64_t account)
{
    return account_known_forget(c, account);
}
