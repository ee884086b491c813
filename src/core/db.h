/*
 * db - prepared statements, and nothing else.
 *
 * No function takes SQL text at run time. tools/sql2c turns each statement of
 * a slice's .sql file into one typed function; those functions are the only
 * callers of the lower half of this header. A statement may write only tables
 * named after its own slice, and only in a transaction opened for writing.
 *
 * A struct db is one connection (SQLite or PostgreSQL) with its prepared
 * statements, used by one thread at a time. Failures are told apart for the
 * person: a broken rule of the schema is ERR_CONFLICT, no room ERR_FULL, a
 * server that is away or a lock that is not had in time ERR_BUSY, one that went away
 * while saving ERR_UNSURE.
 */
#ifndef CORE_DB_H
#define CORE_DB_H

#include "core/buf.h"
#include "core/ctx.h"

/* url: a file name, ":memory:", or postgresql://... */
MUST_USE bool db_open(struct ctx *c, const char *url, struct db **ret);
void db_close(struct db **db);
bool db_is_pg(const struct db *db);
/* The last write failed by a deadlock: the same will do once more. */
bool db_may_again(struct db *db);
bool db_is_lost(struct db *db); /* the server went away; the pool replaces it */

/* A GET runs read-only, so that no bug in it can change a record; it sees one
 * snapshot from begin to end. */
MUST_USE bool db_begin(struct ctx *c, bool write);
MUST_USE bool db_commit(struct ctx *c); /* true: durable, see db_sync_when() */
void db_rollback(struct ctx *c);
/* A write inside a group: false from the work rolls back to here, and only to here. */
MUST_USE bool db_savepoint(struct ctx *c);
MUST_USE bool db_release(struct ctx *c);
void db_rollback_to(struct ctx *c);
/* When is what was committed on disk? At the end of the commit, as a connection begins; when
 * db_sync() returns, which another thread may call (false: it is not known); or never for certain:
 * only for filling a new database that can be made again, with much memory.
 * PostgreSQL: always at the end of the commit. */
enum db_sync { DB_SYNC_COMMIT, DB_SYNC_LATER, DB_SYNC_NEVER };
void db_sync_when(struct db *db, enum db_sync when); /* between transactions */
MUST_USE bool db_sync(struct db *db);
int64_t db_changes(struct db *db); /* rises with each statement that changes a row */

/* Steps forward of one slice: those not yet recorded are run, each in a
 * transaction, with its SHA-256. A recorded step whose text has changed, or a
 * database newer than the program, is refused. INTEGER becomes BIGINT and BLOB
 * BYTEA on PostgreSQL; STRICT and WITHOUT ROWID are dropped there. Lines between
 * "--! lite" or "--! pg" and "--! both" are for that database only: for full-text
 * tables, nothing else. */
MUST_USE bool db_migrate(struct ctx *c, const char *slice, const char *const *steps, size_t n);

/* One connection per thread and use, opened on first use. Reader connections
 * cannot write at all. */
struct db_pool;
struct db_pool *db_pool_new(const char *url);
void db_pool_free(struct db_pool **p);
const char *db_pool_url(const struct db_pool *p);
MUST_USE bool db_take(struct ctx *c, bool write); /* sets c->db */
void db_give(struct ctx *c);                      /* hands it back; rolls back what is open */

int64_t db_rows(struct db *db); /* read since this was asked last: for the log */

/* Copies the running database (SQLite) to a new file, as of one moment. */
MUST_USE bool db_backup(struct ctx *c, const char *url, const char *to);

/* Tests: the n-th statement from now on fails (0: none). */
void db_fail_after(struct db *db, int n);

/* ---- for generated code ---- */

struct sql {
    const char *slice, *name; /* who owns it; used by the table guard and in logs */
    const char *lite, *pg;    /* the same statement for SQLite (?1) and PostgreSQL ($1) */
    const char *types;        /* of its parameters: i int, t text, b blob, one letter each */
    bool unanswered; /* nobody waits for its outcome: a failure may show as late as in COMMIT */
};

struct stmt;
struct stmt *db_stmt(struct ctx *c, const struct sql *sql); /* NULL: failed */
void db_bind_int(struct stmt *s, int i, int64_t v);
void db_bind_text(struct stmt *s, int i, const char *v);  /* NULL binds NULL */
void db_bind_blob(struct stmt *s, int i, struct bytes v); /* p NULL binds NULL */
/* All parameters of a statement; which member counts say its types. */
union db_value {
    int64_t n;
    const char *text;
    struct bytes blob;
};
void db_bind(struct stmt *s, const union db_value *v);
bool db_row(struct stmt *s);
int64_t db_int(struct stmt *s, int col); /* 0 for NULL */
bool db_null(struct stmt *s, int col);
const char *db_text(struct stmt *s, int col);  /* "" for NULL; lives in the arena */
struct bytes db_blob(struct stmt *s, int col); /* in the arena */
MUST_USE bool db_done(struct stmt *s, int64_t *ret_changed);
/* Appends the current row as a canonical JSON array: integers, strings, null;
 * blobs as lower-case hex strings. Equal rows give equal bytes on both databases. */
void db_row_canonical(struct stmt *s, int n_cols, struct buf *out);
/* The same of the row that these values make, one for each letter of types. */
void db_values_canonical(const char *types, const union db_value *v, struct buf *out);

#endif
