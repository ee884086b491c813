/*
 * secret - a file of random bytes that only this program's user may read.
 */
#ifndef CORE_SECRET_H
#define CORE_SECRET_H

#include "core/ctx.h"

/* Reads the n bytes of the file in the data folder; makes it (mode 0600, durable) when
 * it is not there. A file that others may read, or of another size, is refused. */
MUST_USE bool secret_open(struct ctx *c, const char *name, unsigned char *ret, size_t n);

#endif
