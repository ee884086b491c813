/* Who sends this? Sessions, tokens, and the cache of both. */
#include <string.h>

#include "common/account/account_cli.h"
#include "common/account/account_desk.h"
#include "core/app.h"
#include "core/cli.h"
#include "core/conf.h"
#include "core/pass.h"

#include "account_session_sql.h"

static const int64_t minute_ms = 60 * 1000, pending_ms = 60 * 1000;

/* ---- the desk ---- */

struct account_desk *account_desk(struct ctx *c)
{
    struct account_desk *d = atomic_load(app_slot(c->app, &account_module));

    ASSERT(d); /* account_desk_start() has run */
    return d;
}

static int64_t idle_ms(const struct ctx *c)
{
    return (c->app->conf ? c->app->conf->session_idle_minutes : 30) * minute_ms;
}

static int64_t length_ms(const struct ctx *c)
{
    return (c->app->conf ? c->app->conf->session_hours : 10) * 60 * minute_ms;
}

bool account_desk_start(struct ctx *c)
{
    struct arena *a = arena_new(1 << 20);
    struct account_desk *d = NEW(a, struct account_desk);

    d->arena = a;
    d->seats = cache_new(ACCOUNT_SEATS, idle_ms(c));
    d->persons = cache_new(ACCOUNT_SEATS, INT64_MAX);
    atomic_store(app_slot(c->app, &account_module), d);
    web_identify = account_identify;
    web_person = account_person;
    cli_actor = account_cli_actor;
    return true;
}

void account_desk_stop(struct app *app)
{
    struct account_desk *d = atomic_exchange(app_slot(app, &account_module), NULL);
    struct arena *a = d ? d->arena : NULL;

    if (!d)
        return;
    cache_free(&d->seats);
    cache_free(&d->persons);
    arena_free(&a);
}

/* ---- generations ---- */

static void raise_to(_Atomic int64_t *at, int64_t n)
{
    int64_t had = atomic_load(at);

    while (had < n && !atomic_compare_exchange_weak(at, &had, n)) {
    }
}

bool account_generation_read(struct ctx *c, int64_t *ret)
{
    struct account_generation_now_row r;

    if (!account_generation_now(c, &r))
        return false;
    raise_to(&account_desk(c)->generation, r.n);
    *ret = r.n;
    return true;
}

bool account_generation_look(struct ctx *c, int64_t *ret)
{
    struct account_desk *d = account_desk(c);
    int64_t looked = atomic_load(&d->looked_ms), n;
    bool waits = atomic_load(&d->pending) > atomic_load(&d->generation) &&
                 c->now_ms < atomic_load(&d->pending_until_ms);

    if (waits || c->now_ms - looked >= 1000 || c->now_ms < looked) {
        atomic_store(&d->looked_ms, c->now_ms);
        if (!account_generation_read(c, &n))
            return false;
    }
    *ret = atomic_load(&d->generation);
    return true;
}

/* The number of a transaction that is not committed yet must not become the one that
 * counts; it is only noted that somebody waits for it. */
bool account_changed(struct ctx *c)
{
    struct account_desk *d = account_desk(c);
    struct account_generation_now_row r;

    if (!account_generation_next(c) || !account_generation_now(c, &r))
        return false;
    atomic_store(&d->pending_until_ms, c->now_ms + pending_ms);
    raise_to(&d->pending, r.n);
    return true;
}

/* ---- what is kept of a session or token ---- */

/* Followed by the roles, then name, person and language, each with its end mark. */
struct seat {
    int64_t id, unit, ends_ms; /* id: the account */
    uint64_t caps;
    size_t n_held;
    bool everywhere, by_token;
    char csrf[24];
};

static void put_seat(struct ctx *c, const unsigned char key[PASS_HASH], int64_t generation,
                     const struct actor *who, int64_t ends_ms)
{
    struct buf b = { .arena = c->arena };
    struct seat st = { .id = who->id,
                       .unit = who->unit,
                       .ends_ms = ends_ms,
                       .caps = who->caps,
                       .n_held = who->n_held,
                       .everywhere = who->everywhere,
                       .by_token = who->by_token };

    ASSERT(strlen(who->csrf) < sizeof st.csrf);
    memcpy(st.csrf, who->csrf, strlen(who->csrf));
    buf_put(&b, &st, sizeof st);
    buf_put(&b, who->held, who->n_held * sizeof *who->held);
    buf_put(&b, who->name, strlen(who->name) + 1);
    buf_put(&b, who->person, strlen(who->person) + 1);
    buf_put(&b, who->lang ? who->lang : "", who->lang ? strlen(who->lang) + 1 : 1);
    cache_put(account_desk(c)->seats, key, generation, c->now_ms, (struct bytes){ b.p, b.n });
}

static void take_seat(const struct seat *st, struct actor *ret)
{
    const struct held *held = (const struct held *)(const void *)(st + 1);
    const char *name = (const char *)(held + st->n_held), *person = name + strlen(name) + 1;
    const char *lang = person + strlen(person) + 1;

    *ret = (struct actor){ .id = st->id,
                           .name = name,
                           .person = person,
                           .unit = st->unit,
                           .caps = st->caps,
                           .held = held,
                           .n_held = st->n_held,
                           .everywhere = st->everywhere,
                           .by_token = st->by_token,
                           .csrf = st->csrf,
                           .lang = *lang ? lang : NULL };
}

static bool find_seat(struct ctx *c, const unsigned char key[PASS_HASH], struct actor *ret,
                      bool *ret_found)
{
    int64_t generation;

    if (!account_generation_look(c, &generation))
        return false;
    const struct seat *st = cache_get(account_desk(c)->seats, c->arena, key, generation, c->now_ms);
    *ret_found = st && st->ends_ms > c->now_ms;
    if (*ret_found)
        take_seat(st, ret);
    return true;
}

/* ---- sessions ---- */

/* Nobody, when the session is unknown or over: the route says whether that will do. */
static bool read_session(struct ctx *c, const char *cookie, const unsigned char key[PASS_HASH],
                         struct actor *ret)
{
    struct account_session_by_row r;
    int64_t generation;
    bool found;

    if (!account_generation_read(c, &generation) ||
        !account_session_by(c, (struct bytes){ key, PASS_HASH }, &r, &found))
        return false;
    if (!found || r.ends_at <= c->now_ms || c->now_ms - r.seen_at > idle_ms(c))
        return true;
    if (!account_actor(c, r.account, ret))
        return false;
    ret->csrf = pass_proof(c->arena, cookie, "csrf");
    put_seat(c, key, generation, ret, r.ends_at);
    return true;
}

static bool by_cookie(struct ctx *c, const char *cookie, struct actor *ret)
{
    unsigned char key[PASS_HASH];
    bool found;

    if (!pass_is_token(cookie))
        return true;
    pass_hash(cookie, key);
    if (!find_seat(c, key, ret, &found))
        return false;
    return found || read_session(c, cookie, key, ret);
}

/* "Firefox, Linux": enough to recognise one's own device, no more. */
static const char *program_of(struct ctx *c, const char *agent)
{
    static const char *const programs[] = { "Edg",     "Edge",    "OPR",    "Opera",
                                            "Firefox", "Firefox", "Chrome", "Chrome",
                                            "Safari",  "Safari",  "curl",   "curl" };
    static const char *const systems[] = { "Android", "Android", "iPhone",  "iPhone",
                                           "iPad",    "iPad",    "Windows", "Windows",
                                           "Mac OS",  "macOS",   "Linux",   "Linux" };
    const char *program = "", *sys = "";

    for (size_t i = 0; i < COUNT(programs) && !*program; i += 2)
        if (strstr(agent, programs[i]))
            program = programs[i + 1];
    for (size_t i = 0; i < COUNT(systems) && !*sys; i += 2)
        if (strstr(agent, systems[i]))
            sys = systems[i + 1];
    return arena_printf(c->arena, "%s%s%s", program, *program && *sys ? ", " : "", sys);
}

bool account_session_begin(struct ctx *c, const struct req *q, struct res *s, int64_t account,
                           const char **ret_csrf)
{
    const char *token = pass_token(c->arena), *old = req_cookie(c, q, ACCOUNT_COOKIE);

    if (*old && (!account_session_drop(c, pass_hash_bytes(c->arena, old)) || !account_changed(c)))
        return false;
    res_header(c, s, "Set-Cookie",
               arena_printf(c->arena, ACCOUNT_COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Lax",
                            token));
    *ret_csrf = pass_proof(c->arena, token, "csrf");
    return account_session_insert(c, new_id(c), pass_hash_bytes(c->arena, token), account,
                                  c->now_ms, c->now_ms + length_ms(c), q->address,
                                  program_of(c, q->user_agent)) &&
           account_session_limit(c, account);
}

bool account_session_leave(struct ctx *c, const struct req *q, struct res *s)
{
    const char *old = req_cookie(c, q, ACCOUNT_COOKIE);

    res_header(c, s, "Set-Cookie",
               ACCOUNT_COOKIE "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    if (!*old)
        return true;
    return account_session_drop(c, pass_hash_bytes(c->arena, old)) && account_changed(c);
}

bool account_sittings_of(struct ctx *c, const struct req *q, int64_t account, account_sittings *ret)
{
    struct bytes here = pass_hash_bytes(c->arena, req_cookie(c, q, ACCOUNT_COOKIE));
    account_sessions_of_rows rows = { 0 };

    if (!account_sessions_of(c, account, c->now_ms, c->now_ms - idle_ms(c), &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct account_sessions_of_row *r = &rows.v[i];

        *LIST_PUSH(c->arena, ret) =
            (struct account_sitting){ r->id,
                                      r->made_at,
                                      r->seen_at,
                                      r->ends_at,
                                      r->address,
                                      r->program,
                                      r->hash.n == PASS_HASH &&
                                          memcmp(r->hash.p, here.p, PASS_HASH) == 0 };
    }
    return true;
}

bool account_sitting_end(struct ctx *c, int64_t account, int64_t id)
{
    return account_session_end(c, id, account) && account_changed(c);
}

bool account_session_end_others(struct ctx *c, int64_t account, const char *keep)
{
    return account_session_end_all(c, account, pass_hash_bytes(c->arena, keep)) &&
           account_changed(c);
}

/* ---- tokens ---- */

static uint64_t scope_caps(struct ctx *c, const char *scopes)
{
    uint64_t caps = 0;

    if (strcmp(scopes, "all") == 0)
        return UINT64_MAX;
    for (const char *s = scopes; *s; s += strcspn(s, " "), s += strspn(s, " "))
        caps |= web_cap(arena_strndup(c->arena, s, strcspn(s, " ")));
    return caps;
}

static void narrow(struct ctx *c, struct actor *who, uint64_t caps)
{
    struct held *held = arena_alloc(c->arena, (who->n_held + 1) * sizeof *held);

    for (size_t i = 0; i < who->n_held; i++)
        held[i] = (struct held){ who->held[i].unit, who->held[i].caps & caps };
    who->held = held;
    who->caps &= caps;
    who->by_token = true;
}

/* A token that is not good fails the request: a program must not go on as nobody. */
static bool by_token(struct ctx *c, const char *secret, struct actor *ret)
{
    struct account_token_by_row r;
    unsigned char key[PASS_HASH];
    int64_t generation;
    bool found;

    pass_hash(secret, key);
    if (!find_seat(c, key, ret, &found))
        return false;
    if (found)
        return true;
    if (!account_generation_read(c, &generation) ||
        !account_token_by(c, (struct bytes){ key, PASS_HASH }, &r, &found))
        return false;
    if (!found || r.ends_at <= c->now_ms)
        return fail(c, ERR_SIGN_IN, "this token is not known, has ended or was revoked");
    if (!account_actor(c, r.account, ret))
        return false;
    narrow(c, ret, scope_caps(c, r.scopes));
    put_seat(c, key, generation, ret, r.ends_at);
    return true;
}

bool account_token_add(struct ctx *c, const struct account_token_draft *d, const char **ret_secret)
{
    const char *secret = arena_printf(c->arena, "lt_%s", pass_token(c->arena));
    int64_t id = new_id(c);

    if (!account_token_insert(c, id, pass_hash_bytes(c->arena, secret), d->account, d->label,
                              d->scopes, c->now_ms, d->ends_ms) ||
        !account_token_seal(c, id))
        return false;
    *ret_secret = secret;
    return true;
}

bool account_tokens_of(struct ctx *c, int64_t account, account_tokens *ret)
{
    account_token_list_rows rows = { 0 };

    if (!account_token_list(c, account, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct account_token_list_row *r = &rows.v[i];

        *LIST_PUSH(c->arena, ret) =
            (struct account_token){ r->id,         r->made_at, r->ends_at, r->used_at,
                                    r->revoked_at, r->label,   r->scopes };
    }
    return true;
}

bool account_token_revoke(struct ctx *c, int64_t account, int64_t id)
{
    return account_token_revoke_one(c, id, account, c->now_ms) && account_token_seal(c, id) &&
           account_changed(c);
}

bool account_token_revoke_all(struct ctx *c, int64_t account)
{
    account_token_good_rows rows = { 0 };

    if (!account_token_good(c, account, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (!account_token_revoke(c, account, rows.v[i].id))
            return false;
    return true;
}

/* ---- the hook ---- */

bool account_identify(struct ctx *c, const struct req *q, struct actor *ret)
{
    const char *a = q->authorization; /* the scheme may be written in any case: RFC 9110, 11.1 */

    if ((a[0] == 'B' || a[0] == 'b') && strncmp(a + 1, "earer ", 6) == 0)
        return by_token(c, a + 7, ret);
    return !*q->cookie || by_cookie(c, req_cookie(c, q, ACCOUNT_COOKIE), ret);
}

/* ---- once a second ---- */

struct used {
    unsigned char key[PASS_HASH];
    int64_t ms;
};
struct used_list {
    struct arena *arena;
    LIST(struct used) list;
};

static void note_used(void *arg, const unsigned char key[PASS_HASH], int64_t used_ms)
{
    struct used_list *l = arg;
    struct used *u = LIST_PUSH(l->arena, &l->list);

    memcpy(u->key, key, PASS_HASH);
    u->ms = used_ms;
}

/* At most 500 in one write; what is more waits for the next second. */
static bool write_used(struct ctx *c, struct account_desk *d)
{
    struct used_list l = { .arena = c->arena };

    if (c->now_ms - atomic_load(&d->told_ms) < minute_ms)
        return true;
    if (cache_tell(d->seats, 500, note_used, &l) < 500)
        atomic_store(&d->told_ms, c->now_ms);
    for (size_t i = 0; i < l.list.n; i++) {
        struct bytes key = { l.list.v[i].key, PASS_HASH };

        if (!account_session_seen(c, key, l.list.v[i].ms) ||
            !account_token_used(c, key, l.list.v[i].ms))
            return false;
    }
    return true;
}

bool account_desk_tick(struct ctx *c)
{
    static const int64_t day_ms = 24 * 60 * 60 * 1000;
    struct account_desk *d = account_desk(c);

    if (!write_used(c, d))
        return false;
    if (c->now_ms - atomic_load(&d->pruned_ms) < 10 * minute_ms)
        return true;
    atomic_store(&d->pruned_ms, c->now_ms);
    return account_session_prune(c, c->now_ms, c->now_ms - idle_ms(c) - 5 * minute_ms) &&
           account_link_prune(c, c->now_ms) && account_attempt_prune(c, c->now_ms - day_ms) &&
           account_known_prune(c, c->now_ms - 180 * day_ms);
}
