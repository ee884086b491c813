#include "common/account/account_desk.h"

#include "account_schema.h"

extern const struct sealed account_sealed, account_role_sealed, account_token_sealed;
static const struct sealed *const sealed[] = { &account_sealed, &account_role_sealed,
                                               &account_token_sealed };

static const struct grant grants[] = {
    { "account.read", "admin auditor" },
    { "account.manage", "admin" },
};

const struct module account_module = {
    .name = "account",
    .schema = account_schema,
    .n_schema = COUNT(account_schema),
    .sealed = sealed,
    .n_sealed = COUNT(sealed),
    .grants = grants,
    .n_grants = COUNT(grants),
    .start = account_desk_start,
    .stop = account_desk_stop,
    .tick = account_desk_tick,
};
