/*
 * conf - the settings of the process: one table, flags and environment.
 *
 * A setting "port" is --port on the command line and LIENTHONG_PORT in the
 * environment; the flag wins. An unknown name stops the start and names the
 * nearest. `lienthong help settings` prints the table.
 */
#ifndef CORE_CONF_H
#define CORE_CONF_H

#include "core/buf.h"
#include "core/ctx.h"

struct conf {
    const char *data;   /* folder of database, files, keys */
    const char *db;     /* "" : SQLite in the data folder, or postgresql://... */
    const char *listen; /* address, default 127.0.0.1 */
    int64_t port;
    const char *public_url; /* where people reach it, "" : http://listen:port */
    int64_t threads;        /* I/O threads; 0: as many as cores */
    int64_t slow_threads;   /* slow pool */
    int64_t connections, connections_per_address;
    int64_t idle_seconds;    /* HTTP connection */
    int64_t request_seconds; /* deadline of a suspended request */
    int64_t session_idle_minutes, session_hours;
    int64_t upload_mb;
    int64_t node;      /* 0..1023 */
    const char *today; /* rehearsals: a fixed day, "" : the clock */
    bool trust_proxy;  /* X-Forwarded-For and -Proto are believed */
    bool hooks_local;  /* webhooks may also go to loopback and private addresses */
    bool sandbox;
    bool log; /* one line per request on standard error */
};

/* Reads environment and flags (--name value, --name=value, --name or --no-name for yes
 * and no). What is not a setting stays in *argc, argv, in order: words, and the flags
 * of a command; the command refuses those it does not know by conf_unknown(). */
MUST_USE bool conf_read(struct ctx *c, int *argc, char **argv, struct conf *ret);
/* Fails, naming the nearest setting or the nearest of the command's own flags. */
bool conf_unknown(struct ctx *c, const char *flag, const char *const *own, size_t n_own);
void conf_help(struct buf *out);                                /* the table, as text */
const char *conf_database(struct ctx *c, const struct conf *f); /* url or file for db_open */

#endif
