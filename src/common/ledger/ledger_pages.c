/* The ledger's pages and commands. */
#include "core/page.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_log.h"

#include "ledger_schema.h"

/* 32,768 leaves take about a tenth of a second: no write waits longer for a sealing. */
static bool tick(struct ctx *c)
{
    int64_t n;

    return ledger_log_seal(c, 32768, &n);
}

const struct module ledger_module = { .name = "ledger",
                                      .schema = ledger_schema,
                                      .n_schema = COUNT(ledger_schema),
                                      .start = ledger_key_start,
                                      .stop = ledger_key_stop,
                                      .tick = tick };
