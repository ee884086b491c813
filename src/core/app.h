/*
 * app - what one node keeps between requests.
 *
 * There is no global state: two nodes can live in one test. A module that
 * keeps something (a cache, keys) keeps it in its own slot, and says how much
 * it may grow.
 */
#ifndef CORE_APP_H
#define CORE_APP_H

#include <stdatomic.h>

#include "core/ctx.h"

enum { APP_SLOTS = 64 };

struct conf;
struct db_pool;
struct exec;
struct http;
struct log;
struct module;
struct pool;

struct app {
    const struct conf *conf;
    struct db_pool *db;
    struct exec *exec; /* NULL: writes run at once in the caller (tests, command line) */
    struct pool *slow; /* these three also only while serving */
    struct http *http;
    struct log *log;
    int node;              /* 0..1023, part of each id */
    _Atomic int workbooks; /* that are being made, see xlsx.h */
    int64_t fixed_today;   /* tests and rehearsals choose the day; 0: the clock */
    _Atomic int64_t last_id;
    int64_t first_of_ms; /* where ids begin in a millisecond: by chance, see new_id() */
    _Atomic(void *) slot[APP_SLOTS];
};

struct app *app_new(const struct conf *conf);
/* Runs the modules' stop functions, which free what is in the slots. */
void app_free(struct app **app);
/* The slot of a module, as a place to load from and store to. */
_Atomic(void *) *app_slot(struct app *app, const struct module *m);
/* A ctx for one piece of work: nobody signed in, Vietnamese, now. Its arena is new;
 * free it with arena_free(&c.arena). */
struct ctx app_ctx(struct app *app, size_t arena_limit);
struct ctx app_ctx_in(struct app *app, struct arena *arena); /* in memory that is there already */

#endif
