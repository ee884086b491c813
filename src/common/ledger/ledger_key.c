#include "common/ledger/ledger_key.h"

#include <sodium.h>
#include <string.h>

#include "core/app.h"
#include "core/secret.h"
#include "core/web.h"
#include "common/ledger/ledger.h"

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
    k->origin = arena_printf(a, "lienthong/%d", c->app->node);
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

const struct ledger_key *ledger_key(struct ctx *c)
{
    const struct ledger_key *k = atomic_load(app_slot(c->app, &ledger_module));

    ASSERT(k); /* the module was started */
    return k;
}

void ledger_key_mac(const struct ledger_key *k, int64_t id, const char *body,
                    unsigned char ret[LEDGER_MAC])
{
    crypto_generichash_state s;

    crypto_generichash_init(&s, k->mac, sizeof k->mac, LEDGER_MAC);
    crypto_generichash_update(&s, (const unsigned char *)&id, sizeof id);
    crypto_generichash_update(&s, (const unsigned char *)body, strlen(body));
    crypto_generichash_final(&s, ret, LEDGER_MAC);
}
