#include "common/ledger/ledger_key.h"

#include <sodium.h>
#include <string.h>

#include "core/app.h"
#include "core/conf.h"
#include "core/secret.h"
#include "core/sha256.h"
#include "core/web.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_note.h"

/* A log is named like an address without its scheme (C2SP tlog-tiles), once: the name stays
 * when the address changes. */
static const char *origin(struct ctx *c)
{
    const char *url = c->app->conf->public_url, *host = strstr(url, "://");

    if (!host)
        return arena_printf(c->arena, "lienthong/%d", c->app->node);
    host += 3;
    size_t n = strlen(host);
    while (n && host[n - 1] == '/')
        n--;
    return arena_printf(c->arena, "%.*s/ledger", (int)n, host);
}

bool ledger_key_start(struct ctx *c)
{
    struct arena *a = arena_new(64 * 1024);
    struct ledger_key *k = NEW(a, struct ledger_key);
    unsigned char seed[crypto_sign_SEEDBYTES];

    ASSERT(sodium_init() >= 0);
    if (!secret_open(c, "ledger.key", seed, sizeof seed)) {
        arena_free(&a);
        return false;
    }
    k->arena = a;
    crypto_sign_seed_keypair(k->public, k->sign, seed);
    crypto_generichash(k->mac, sizeof k->mac, (const unsigned char *)"leaf", 4, seed, sizeof seed);
    sodium_memzero(seed, sizeof seed);
    struct ledger_vkey key = ledger_vkey(origin(c), 1, k->public);
    k->vkey = ledger_vkey_text(a, &key);
    atomic_store(app_slot(c->app, &ledger_module), k);
    return true;
}

void ledger_key_stop(struct app *app)
{
    struct ledger_key *k = atomic_exchange(app_slot(app, &ledger_module), NULL);

    if (!k)
        return;
    struct arena *a = k->arena;
    sodium_memzero(k, sizeof *k);
    arena_free(&a);
}

struct ledger_key *ledger_key_of(struct ctx *c)
{
    struct ledger_key *k = atomic_load(app_slot(c->app, &ledger_module));

    ASSERT(k); /* the module was started */
    return k;
}

void ledger_key_mac(const struct ledger_key *k, int64_t id, const char *body,
                    unsigned char ret[LEDGER_MAC])
{
    const struct bytes parts[] = { { &id, sizeof id }, { body, strlen(body) } };
    unsigned char whole[SHA256_SIZE];

    sha256_hmac((struct bytes){ k->mac, sizeof k->mac }, parts, COUNT(parts), whole);
    memcpy(ret, whole, LEDGER_MAC);
}
