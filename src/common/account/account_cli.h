/* account_cli - the commands "token" and "user". */
#ifndef ACCOUNT_ACCOUNT_CLI_H
#define ACCOUNT_ACCOUNT_CLI_H

#include "core/ctx.h"

MUST_USE bool account_cli_actor(struct ctx *c, const char *name, struct actor *ret);
MUST_USE bool account_cli_token(struct ctx *c, int argc, char **argv);
MUST_USE bool account_cli_user(struct ctx *c, int argc, char **argv);

#endif
