/*
 * db_driver - what a database must be able to do for db.c. Private to core/db*.c.
 */
#ifndef CORE_DB_DRIVER_H
#define CORE_DB_DRIVER_H

#include <pthread.h>

#include "core/db.h"

/* DB_AGAIN: another transaction was in the way; the same once more will do. */
enum db_fault { DB_OK, DB_RULE, DB_FULL, DB_BUSY, DB_AGAIN, DB_LOST, DB_READONLY, DB_OTHER };

enum { DB_COMMIT = 2, DB_CONTROLS = 6 };

struct db_driver {
    const char *name;
    void (*close)(struct db *db);
    /* Several statements of our own, no parameters: begin, commit, schema steps. */
    enum db_fault (*run)(struct db *db, const char *constant_sql);
    void *(*prepare)(struct db *db, const struct sql *sql, enum db_fault *ret);
    void (*finalize)(void *h);
    void (*bind)(void *h, int i, char type, int64_t n, const void *p,
                 size_t len);                                                  /* type 0: NULL */
    bool (*step)(void *h, enum db_fault *ret);                                 /* true: a row */
    char (*column)(void *h, int col, int64_t *n, const void **p, size_t *len); /* i t b, 0: NULL */
    int64_t (*integer)(void *h, int col); /* 0 for NULL: most columns by far, so the short way */
    int64_t (*changed)(void *h);
    int64_t (*changes)(struct db *db); /* see db_changes() */
    void (*reset)(void *h);
    const char *(*message)(struct db *db);
    /* SQLite ends a transaction by itself when there is no room in the middle of a statement. */
    bool (*in_transaction)(struct db *db);
    void (*sync_when)(struct db *db, enum db_sync when);
    bool (*sync)(struct db *db);
    bool (*alive)(struct db *db); /* false: the server went away while the connection was idle */
};

struct cached {
    const struct sql *sql;
    void *h;
    struct stmt *stmt; /* made at its first use; the cache may move, this does not */
    bool busy;
};

/* Keeps the log of SQLite short, see db_keeper.c. Of a writer's connection to a file. */
enum { DB_BUSY_MS = 10000 };
struct db_keeper {
    char *file;
    int step, longest;    /* pages: folded back so often; begun anew from there on */
    int asked_at, try_at; /* pages: when the thread was woken last; next try to begin anew */
    pthread_t thread;     /* started when there is something to do */
    pthread_mutex_t lock; /* of the next line */
    pthread_cond_t wake;
    bool started, due, folding, stop;
};
struct db_keeper *db_keeper_new(void *writer, const char *file);
void db_keeper_free(struct db_keeper **k);

/* A layer under SQLite that writes the log in large pieces, see db_log.c: its name for
 * sqlite3_open_v2() is "lienthong". */
void db_log_register(void);
void db_log_commit(bool begins); /* around the step that commits; only then is anything held back */
void *db_log_below(void *file);  /* the system's own file under it: for syncing in any thread */

struct db {
    struct db_keeper *keeper;
    const struct db_driver *driver;
    void *conn;
    const char *slice;    /* owner of the statement being prepared; NULL: core itself */
    struct cached *cache; /* open addressing, by address of the struct sql */
    size_t n_cached, cap_cached;
    bool write, open, begun, lost, readonly; /* begun: the database knows of it */
    bool again;                              /* the last failure was DB_AGAIN */
    void *control[DB_CONTROLS];              /* the driver's prepared BEGIN, COMMIT ... */
    int fail_after;
    int64_t rows;     /* see db_rows() */
    void *log;        /* SQLite's file of what is committed; NULL: nothing waits for db_sync() */
    int64_t changes;  /* of PostgreSQL, see db_changes() */
    struct db *next;  /* in the pool */
    pthread_t thread; /* that had it last */
};

struct db *db_lite_open(const char *url, bool readonly, const char **ret_message);
struct db *db_pg_open(const char *url, bool readonly, const char **ret_message);
/* The text of a schema step for one database; see db_migrate(). */
const char *db_dialect(struct arena *a, const char *step, bool pg);

#endif
