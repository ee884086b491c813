/*
 * serve - the process: a small parent that keeps a child alive.
 *
 * The parent holds the listening socket and nothing else; it forks the child before
 * any thread exists, starts it again (with a growing pause) when it dies, and passes
 * on SIGTERM and SIGINT. While the child is being replaced, connections wait in the
 * socket's queue. The child opens the database, brings its schema up to date, starts
 * the modules, gives up the rights it no longer needs, and answers requests.
 */
#ifndef CORE_SERVE_H
#define CORE_SERVE_H

#include "core/ctx.h"

/* With the settings of c->app. Returns the exit code of the process. */
int serve(struct ctx *c);

#endif
