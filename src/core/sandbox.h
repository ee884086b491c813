/*
 * sandbox - giving up what serving does not need.
 *
 * Files: with Landlock, where the kernel has it, only the data folder can be written.
 * Calls: no new privileges, and a list of allowed system calls; no program can be
 * started, nothing traced, mounted or loaded into the kernel.
 */
#ifndef CORE_SANDBOX_H
#define CORE_SANDBOX_H

#include "core/conf.h"

/* Before any thread is started; the rights of root go, too. */
MUST_USE bool sandbox_files(struct ctx *c, const struct conf *conf);
/* When all threads run. */
MUST_USE bool sandbox_calls(struct ctx *c, const struct conf *conf);

#endif
