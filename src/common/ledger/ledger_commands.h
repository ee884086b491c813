/* ledger_commands - "verify" and "ledger" of the command line. Private to the ledger. */
#ifndef LEDGER_LEDGER_COMMANDS_H
#define LEDGER_LEDGER_COMMANDS_H

#include "core/web.h"

enum { LEDGER_COMMANDS = 2 };
extern const struct command ledger_commands[LEDGER_COMMANDS];

#endif
