/* The ledger's pages and commands. */
#include "core/page.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_key.h"

#include "ledger_schema.h"

const struct module ledger_module = { .name = "ledger",
                                      .schema = ledger_schema,
                                      .n_schema = COUNT(ledger_schema),
                                      .start = ledger_key_start,
                                      .stop = ledger_key_stop };
