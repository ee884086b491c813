/* The embedded database: SQLite in WAL mode, synchronous=FULL. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/db_driver.h"

static enum db_fault fault(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return DB_OK;
    case SQLITE_CONSTRAINT: return DB_RULE;
    case SQLITE_FULL: return DB_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return DB_BUSY;
    case SQLITE_READONLY: return DB_READONLY;
    /* A full disk shows as a failed write of the shared memory or the log, too. */
    case SQLITE_IOERR:
        return rc == SQLITE_IOERR_WRITE || rc == SQLITE_IOERR_SHMSIZE ? DB_FULL : DB_OTHER;
    default: return DB_OTHER;
    }
}

/* Second line of defence: a statement may write only its own slice's tables. */
static int guard(void *arg, int action, const char *table, const char *b, const char *d,
                 const char *e)
{
    const struct db *db = arg;

    (void)b, (void)d, (void)e;
    if (!db->slice ||
        (action != SQLITE_INSERT && action != SQLITE_UPDATE && action != SQLITE_DELETE))
        return SQLITE_OK;
    /* A full-text table that is first used declares itself to the schema in memory; the stored
     * schema cannot be written (SQLITE_DBCONFIG_DEFENSIVE). */
    if (strcmp(table, "sqlite_master") == 0)
        return SQLITE_OK;
    return strncmp(table, db->slice, strlen(db->slice)) == 0 ? SQLITE_OK : SQLITE_DENY;
}

static void lite_close(struct db *db)
{
    db_keeper_free(&db->keeper);
    for (size_t i = 0; i < COUNT(db->control); i++)
        sqlite3_finalize(db->control[i]);
    ASSERT(sqlite3_close(db->conn) == SQLITE_OK); /* a statement was left open */
}

/* Each request says these: prepared once, they cost a tenth. */
static enum db_fault run_control(struct db *db, const char *sql, void **h)
{
    sqlite3_stmt *st = *h;

    if (!st &&
        sqlite3_prepare_v3(db->conn, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK)
        return fault(sqlite3_extended_errcode(db->conn));
    *h = st;
    db_log_commit(h == &db->control[DB_COMMIT]);
    int rc = sqlite3_step(st);
    db_log_commit(false);
    sqlite3_reset(st);
    return fault(rc);
}

static enum db_fault lite_run(struct db *db, const char *sql)
{
    /* DB_COMMIT is the third. */
    static const char *const controls[DB_CONTROLS] = { "BEGIN",       "BEGIN IMMEDIATE",
                                                       "COMMIT",      "ROLLBACK",
                                                       "SAVEPOINT w", "RELEASE SAVEPOINT w" };

    for (size_t i = 0; i < COUNT(controls); i++)
        if (strcmp(sql, controls[i]) == 0)
            return run_control(db, sql, &db->control[i]);
    return fault(sqlite3_exec(db->conn, sql, NULL, NULL, NULL));
}

static void *lite_prepare(struct db *db, const struct sql *sql, enum db_fault *ret)
{
    sqlite3_stmt *h = NULL;

    *ret = fault(sqlite3_prepare_v3(db->conn, sql->lite, -1, SQLITE_PREPARE_PERSISTENT, &h, NULL));
    return h;
}

static void lite_finalize(void *h)
{
    sqlite3_finalize(h);
}

static void lite_bind(void *h, int i, char type, int64_t n, const void *p, size_t len)
{
    int rc;

    /* Static: what is bound lives in the arena, which outlives the step. */
    if (type == 'i')
        rc = sqlite3_bind_int64(h, i, n);
    else if (type == 't')
        rc = sqlite3_bind_text(h, i, p, (int)len, SQLITE_STATIC);
    else if (type == 'b')
        rc = sqlite3_bind_blob(h, i, len ? p : "", (int)len, SQLITE_STATIC);
    else
        rc = sqlite3_bind_null(h, i);
    ASSERT(rc == SQLITE_OK);
}

static bool lite_step(void *h, enum db_fault *ret)
{
    int rc = sqlite3_step(h);

    *ret = fault(rc);
    return rc == SQLITE_ROW;
}

static char lite_column(void *h, int col, int64_t *n, const void **p, size_t *len)
{
    /* Asked for once: each sqlite3_column_ call looks the cell up again. The connection has no
     * mutex and one thread, so that the value needs no protection. */
    sqlite3_value *v = sqlite3_column_value(h, col);

    switch (sqlite3_value_type(v)) {
    case SQLITE_INTEGER: *n = sqlite3_value_int64(v); return 'i';
    case SQLITE_TEXT:
        *p = sqlite3_value_text(v);
        *len = (size_t)sqlite3_value_bytes(v);
        return 't';
    case SQLITE_BLOB:
        *p = sqlite3_value_blob(v);
        *len = (size_t)sqlite3_value_bytes(v);
        return 'b';
    case SQLITE_NULL: return 0;
    default: ASSERT(!"a column must be integer, text or blob"); return 0;
    }
}

static int64_t lite_integer(void *h, int col)
{
    sqlite3_value *v = sqlite3_column_value(h, col);
    int type = sqlite3_value_type(v);

    ASSERT(type == SQLITE_INTEGER || type == SQLITE_NULL);
    return sqlite3_value_int64(v); /* of NULL it is 0 */
}

static int64_t lite_changed(void *h)
{
    return sqlite3_changes64(sqlite3_db_handle(h));
}

static int64_t lite_changes(struct db *db)
{
    return sqlite3_total_changes64(db->conn);
}

static void lite_reset(void *h)
{
    sqlite3_reset(h);
    sqlite3_clear_bindings(h);
}

static const char *lite_message(struct db *db)
{
    return sqlite3_errmsg(db->conn);
}

static bool lite_in_transaction(struct db *db)
{
    return sqlite3_get_autocommit(db->conn) == 0;
}

#define CACHE "PRAGMA cache_size=-48000;"

static void lite_sync_when(struct db *db, enum db_sync when)
{
    static const char *const modes[] = {
        [DB_SYNC_COMMIT] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" CACHE,
        [DB_SYNC_LATER] = "PRAGMA synchronous=NORMAL",
        /* No log either: each page is written once. */
        [DB_SYNC_NEVER] = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"
                          "PRAGMA cache_size=-2000000",
    };

    ASSERT(sqlite3_exec(db->conn, modes[when], NULL, NULL, NULL) == SQLITE_OK);
    if (when == DB_SYNC_NEVER)
        db->log = NULL;
    else if (!db->log) {
        sqlite3_file_control(db->conn, NULL, SQLITE_FCNTL_JOURNAL_POINTER, &db->log);
        db->log = db_log_below(db->log);
    }
}

/* What COMMIT does itself when synchronous is FULL. In any thread: the file stays open as long as
 * the connection, and this changes nothing that the connection looks at. What is committed has been
 * written: db_log.c holds back only what is not. */
static bool lite_sync(struct db *db)
{
    sqlite3_file *log = db->log;

    return !log || !log->pMethods ||
           log->pMethods->xSync(log, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY) == SQLITE_OK;
}

static bool lite_alive(struct db *db)
{
    return !db->lost;
}

static const struct db_driver lite = { .name = "sqlite",
                                       .close = lite_close,
                                       .run = lite_run,
                                       .prepare = lite_prepare,
                                       .finalize = lite_finalize,
                                       .bind = lite_bind,
                                       .step = lite_step,
                                       .column = lite_column,
                                       .integer = lite_integer,
                                       .changed = lite_changed,
                                       .changes = lite_changes,
                                       .reset = lite_reset,
                                       .message = lite_message,
                                       .in_transaction = lite_in_transaction,
                                       .sync_when = lite_sync_when,
                                       .sync = lite_sync,
                                       .alive = lite_alive };

/* The log is folded back by the keeper. No memory map: an error of the disk would be a signal. */
static const char setup[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
    "PRAGMA journal_size_limit=67108864; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
    "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;";
static const char reader[] = "PRAGMA query_only=1; PRAGMA cache_size=-8000;";
/* There is one writer, and what it does not find in its cache it reads again for each group. */
static const char writer[] = CACHE;

/* Making a new file a WAL database needs it alone for a moment, and SQLite does not wait for
 * that: processes that begin at once on a new file take turns here. */
static bool set_up(sqlite3 *h, const char *sql)
{
    int rc = sqlite3_exec(h, sql, NULL, NULL, NULL);

    for (int i = 0; (rc & 0xff) == SQLITE_BUSY && i < DB_BUSY_MS / 10; i++) {
        nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
        rc = sqlite3_exec(h, sql, NULL, NULL, NULL);
    }
    return rc == SQLITE_OK;
}

/* Nobody asks how much memory SQLite has; counting it takes a lock of all threads each time. */
static void configure(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    db_log_register();
}

struct db *db_lite_open(const char *url, bool readonly, const char **ret_message)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static _Thread_local char message[300];
    struct db *db = calloc(1, sizeof *db);
    sqlite3 *h = NULL;
    bool memory = strcmp(url, ":memory:") == 0;
    int flags =
        readonly && !memory ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

    pthread_once(&once, configure);
    ASSERT(db);
    db->driver = &lite;
    db->readonly = readonly;
    if (sqlite3_open_v2(url, &h, flags | SQLITE_OPEN_NOMUTEX, "lienthong") == SQLITE_OK) {
        sqlite3_extended_result_codes(h, 1);
        sqlite3_busy_timeout(h, DB_BUSY_MS);
        if (set_up(h, memory ? "PRAGMA foreign_keys=ON" : setup) &&
            sqlite3_exec(h, readonly ? reader : writer, NULL, NULL, NULL) == SQLITE_OK) {
            sqlite3_set_authorizer(h, guard, db);
            sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
            db->conn = h;
            if (!memory && !readonly)
                db->keeper = db_keeper_new(h, url);
            return db;
        }
    }
    snprintf(message, sizeof message, "%s", h ? sqlite3_errmsg(h) : "no memory");
    *ret_message = message;
    sqlite3_close(h);
    free(db);
    return NULL;
}
