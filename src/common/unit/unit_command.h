/* unit_command - the slice's own command line; what routes do needs none. */
#ifndef UNIT_UNIT_COMMAND_H
#define UNIT_UNIT_COMMAND_H

#include "core/ctx.h"

MUST_USE bool unit_command(struct ctx *c, int argc, char **argv);
MUST_USE bool unit_outline_command(struct ctx *c, int argc, char **argv); /* outlines FILE */

#endif
