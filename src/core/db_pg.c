/*
 * PostgreSQL through libpq, always in pipeline mode.
 *
 * What nobody waits for is only queued: BEGIN, SAVEPOINT, RELEASE and "run"
 * statements go out together with the next statement that has an answer, or with
 * COMMIT. A failure among them is therefore noticed later, at the latest by COMMIT;
 * nothing after it is carried out by the server. ROLLBACK is sent without waiting.
 */
#include <endian.h>
#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/db_driver.h"

enum { MOST_OWED = 256, OWED_ROOM = MOST_OWED + 8 };
/* pg_type.h */
enum oid {
    BOOL = 16,
    BYTEA = 17,
    NAME = 19,
    INT8 = 20,
    INT2 = 21,
    INT4 = 23,
    TEXT = 25,
    VARCHAR = 1043
};

enum owed_kind { OWED_COMMAND, OWED_COMMIT, OWED_SYNC };
struct owed { /* an answer that is still to come */
    enum owed_kind kind;
    const char *what; /* for messages */
    bool ignored;     /* its transaction was rolled back in the meantime */
};

struct pg_stmt {
    struct db *db;
    const struct sql *sql;
    char name[24];
    size_t n;
    const char **value;
    int64_t *number; /* of integers: big-endian, value points here */
    int *length, *format;
    PGresult *result;
    int row; /* -1: before the first */
    bool sent;
    struct pg_stmt *next;
};

struct pg {
    PGconn *conn;
    struct owed owed[OWED_ROOM];
    size_t n_owed;
    enum db_fault fault; /* the first of this transaction; stays until it is rolled back */
    struct pg_stmt *spare;
    unsigned n_names;
    char message[600];
};

/* ---- failures ---- */

static enum db_fault fault_of_state(const char *s)
{
    static const struct {
        const char *state;
        enum db_fault fault;
    } t[] = {
        { "23", DB_RULE },                          /* integrity */
        { "53100", DB_FULL }, { "53200", DB_FULL }, /* disk, memory */
        { "53300", DB_BUSY },                       /* connections */
        { "40", DB_AGAIN },                         /* serialisation, deadlock */
        { "55P03", DB_BUSY }, { "57014", DB_BUSY }, /* lock, time is over */
        { "57P0", DB_LOST },  { "08", DB_LOST },    /* shut down, connection */
        { "25P03", DB_LOST }, { "25006", DB_READONLY },
    };

    for (size_t i = 0; i < COUNT(t); i++)
        if (strncmp(s, t[i].state, strlen(t[i].state)) == 0)
            return t[i].fault;
    return DB_OTHER;
}

static void note(struct pg *k, enum db_fault f, const char *what, const char *message)
{
    if (k->fault != DB_OK)
        return;
    k->fault = f;
    snprintf(k->message, sizeof k->message, "%s: %s", what, message);
}

static void note_lost(struct db *db)
{
    struct pg *k = db->conn;

    note(k, DB_LOST, "connection", PQerrorMessage(k->conn));
    k->fault = DB_LOST;
    db->lost = true;
    k->n_owed = 0;
}

static void note_result(struct db *db, const struct owed *o, const PGresult *r)
{
    struct pg *k = db->conn;
    ExecStatusType st = PQresultStatus(r);
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    enum db_fault f = state ? fault_of_state(state) : DB_OTHER;

    if (st == PGRES_FATAL_ERROR) {
        if (f == DB_LOST || PQstatus(k->conn) == CONNECTION_BAD)
            note_lost(db);
        else if (!o->ignored)
            note(k, f, o->what, PQresultErrorMessage(r));
    } else if (o->kind == OWED_COMMIT &&
               strcmp(PQcmdStatus((PGresult *)(uintptr_t)r), "COMMIT") != 0 &&
               st != PGRES_PIPELINE_ABORTED) {
        note(k, DB_OTHER, o->what, "the server rolled back instead");
    }
}

/* ---- the pipeline ---- */

/* Reads all answers that are owed; the last one is handed over, if it is wanted. */
static void drain(struct db *db, PGresult **ret_last)
{
    struct pg *k = db->conn;

    for (size_t i = 0; i < k->n_owed && !db->lost; i++) {
        const struct owed *o = &k->owed[i];
        PGresult *r = PQgetResult(k->conn);

        if (!r) {
            note_lost(db);
            return;
        }
        note_result(db, o, r);
        if (ret_last && i + 2 == k->n_owed && PQresultStatus(r) == PGRES_TUPLES_OK)
            *ret_last = r;
        else if (ret_last && i + 2 == k->n_owed && PQresultStatus(r) == PGRES_COMMAND_OK)
            *ret_last = r;
        else
            PQclear(r);
        if (o->kind != OWED_SYNC && !db->lost)
            ASSERT(!PQgetResult(k->conn)); /* one answer for one command */
    }
    k->n_owed = 0;
}

static void owe(struct db *db, int sent, enum owed_kind kind, const char *what)
{
    struct pg *k = db->conn;

    if (!sent) {
        note_lost(db);
        return;
    }
    ASSERT(k->n_owed < OWED_ROOM);
    k->owed[k->n_owed].kind = kind;
    k->owed[k->n_owed].what = what;
    k->owed[k->n_owed++].ignored = false;
}

static void sync_up(struct db *db)
{
    struct pg *k = db->conn;

    if (!db->lost)
        owe(db, PQpipelineSync(k->conn), OWED_SYNC, "sync");
}

/* A queue without end would fill the buffers on both sides. */
static void make_room(struct db *db)
{
    struct pg *k = db->conn;

    if (k->n_owed < MOST_OWED)
        return;
    sync_up(db);
    drain(db, NULL);
}

static void send_word(struct db *db, const char *sql, enum owed_kind kind)
{
    struct pg *k = db->conn;

    make_room(db);
    if (!db->lost)
        owe(db, PQsendQueryParams(k->conn, sql, 0, NULL, NULL, NULL, NULL, 0), kind, sql);
}

static enum db_fault answer(struct db *db, PGresult **ret_last)
{
    struct pg *k = db->conn;

    sync_up(db);
    drain(db, ret_last);
    return k->fault;
}

/* What was queued before is over; an error in it must not skip the ROLLBACK. */
static void send_rollback(struct db *db)
{
    struct pg *k = db->conn;

    sync_up(db);
    for (size_t i = 0; i < k->n_owed; i++)
        k->owed[i].ignored = true;
    send_word(db, "ROLLBACK", OWED_COMMAND);
    sync_up(db);
    if (!db->lost)
        k->fault = DB_OK;
}

/* Several statements at once: schema steps, and what only failures need. */
static enum db_fault run_simple(struct db *db, const char *sql)
{
    struct pg *k = db->conn;

    sync_up(db);
    drain(db, NULL);
    if (strncmp(sql, "ROLLBACK TO", 11) == 0 && !db->lost)
        k->fault = DB_OK;
    if (db->lost || k->fault != DB_OK || !PQexitPipelineMode(k->conn))
        return k->fault;
    PGresult *r = PQexec(k->conn, sql);
    note_result(db, &(struct owed){ OWED_COMMAND, "run", false }, r);
    PQclear(r);
    enum db_fault f = k->fault;
    if (!db->open && !db->lost)
        k->fault = DB_OK;
    if (!db->lost && !PQenterPipelineMode(k->conn))
        note_lost(db);
    return db->lost ? DB_LOST : f;
}

static enum db_fault pg_run(struct db *db, const char *sql)
{
    struct pg *k = db->conn;

    if (strchr(sql, ';') ||
        (strncmp(sql, "BEGIN", 5) && strncmp(sql, "SAVEPOINT", 9) && strncmp(sql, "RELEASE", 7) &&
         strcmp(sql, "COMMIT") && strcmp(sql, "ROLLBACK")))
        return run_simple(db, sql);
    if (strcmp(sql, "ROLLBACK") == 0) {
        send_rollback(db);
        return DB_OK;
    }
    send_word(db, sql, strcmp(sql, "COMMIT") == 0 ? OWED_COMMIT : OWED_COMMAND);
    return strcmp(sql, "COMMIT") == 0 ? answer(db, NULL) : k->fault;
}

/* ---- statements ---- */

static struct pg_stmt *from_spare(struct pg *k, const struct sql *sql)
{
    for (struct pg_stmt **at = &k->spare; *at; at = &(*at)->next)
        if ((*at)->sql == sql) {
            struct pg_stmt *s = *at;

            *at = s->next;
            return s;
        }
    return NULL;
}

static struct pg_stmt *new_stmt(struct db *db, const struct sql *sql)
{
    struct pg_stmt *s = calloc(1, sizeof *s);
    size_t n = strlen(sql->types);

    ASSERT(s && (s->value = calloc(n + 1, sizeof *s->value)) &&
           (s->number = calloc(n + 1, sizeof *s->number)) &&
           (s->length = calloc(n + 1, sizeof *s->length)) &&
           (s->format = calloc(n + 1, sizeof *s->format)));
    s->db = db;
    s->sql = sql;
    s->n = n;
    s->row = -1;
    return s;
}

static void free_stmt(struct pg_stmt *s)
{
    PQclear(s->result);
    free(s->value);
    free(s->number);
    free(s->length);
    free(s->format);
    free(s);
}

/* What db.c can read. The sum of integers is numeric in PostgreSQL: it needs a CAST. */
static bool is_known(Oid type)
{
    return type == BOOL || type == INT2 || type == INT4 || type == INT8 || type == TEXT ||
           type == NAME || type == VARCHAR || type == BYTEA;
}

static void check_columns(struct pg *k, const struct sql *sql, const PGresult *described)
{
    for (int i = 0; described && i < PQnfields(described); i++)
        if (!is_known(PQftype(described, i)))
            note(k, DB_OTHER, sql->name,
                 "a result is neither integer, text nor blob; it needs CAST(... AS INTEGER)");
}

static void *pg_prepare(struct db *db, const struct sql *sql, enum db_fault *ret)
{
    struct pg *k = db->conn;
    struct pg_stmt *s = from_spare(k, sql);
    Oid types[64];

    *ret = DB_OK;
    if (s)
        return s;
    s = new_stmt(db, sql);
    ASSERT(s->n <= COUNT(types));
    for (size_t i = 0; i < s->n; i++)
        types[i] = sql->types[i] == 'i' ? INT8 : sql->types[i] == 't' ? TEXT : BYTEA;
    snprintf(s->name, sizeof s->name, "s%u", ++k->n_names);
    make_room(db);
    PGresult *described = NULL;
    if (!db->lost)
        owe(db, PQsendPrepare(k->conn, s->name, sql->pg, (int)s->n, types), OWED_COMMAND,
            sql->name);
    if (!db->lost)
        owe(db, PQsendDescribePrepared(k->conn, s->name), OWED_COMMAND, sql->name);
    answer(db, &described);
    check_columns(k, sql, described);
    PQclear(described);
    *ret = k->fault;
    if (*ret == DB_OK)
        return s;
    if (!db->open && !db->lost)
        k->fault = DB_OK;
    free_stmt(s);
    return NULL;
}

/* The second use of a statement that is open has a handle of its own; it is kept. */
static void pg_finalize(void *h)
{
    struct pg_stmt *s = h;
    struct pg *k = s->db->conn;

    PQclear(s->result);
    s->result = NULL;
    s->row = -1;
    s->sent = false;
    s->next = k->spare;
    k->spare = s;
}

static void pg_bind(void *h, int i, char type, int64_t n, const void *p, size_t len)
{
    struct pg_stmt *s = h;
    size_t k = (size_t)i - 1;

    ASSERT(k < s->n);
    s->format[k] = 1;
    if (type == 'i') {
        s->number[k] = (int64_t)htobe64((uint64_t)n);
        s->value[k] = (const char *)&s->number[k];
        s->length[k] = 8;
    } else {
        s->value[k] = type ? (len ? p : "") : NULL;
        s->length[k] = (int)len;
    }
}

static bool pg_step(void *h, enum db_fault *ret)
{
    struct pg_stmt *s = h;
    struct pg *k = s->db->conn;

    if (!s->sent) {
        s->sent = true;
        make_room(s->db);
        if (!s->db->lost)
            owe(s->db,
                PQsendQueryPrepared(k->conn, s->name, (int)s->n, s->value, s->length, s->format, 1),
                OWED_COMMAND, s->sql->name);
        if (s->sql->unanswered && s->db->open) {
            *ret = k->fault;
            return false;
        }
        *ret = answer(s->db, &s->result);
        if (!s->db->open && !s->db->lost)
            k->fault = DB_OK; /* nothing to roll back: the next one is free of it */
    }
    return *ret == DB_OK && s->result && s->row + 1 < PQntuples(s->result) && (s->row++, true);
}

static int64_t big_endian(const char *p, int len)
{
    uint64_t v = p[0] & 0x80 ? UINT64_MAX : 0;

    for (int i = 0; i < len; i++)
        v = v << 8 | (unsigned char)p[i];
    return (int64_t)v;
}

static char pg_column(void *h, int col, int64_t *n, const void **p, size_t *len)
{
    const struct pg_stmt *s = h;
    const PGresult *r = s->result;

    if (PQgetisnull(r, s->row, col))
        return 0;
    *p = PQgetvalue(r, s->row, col);
    *len = (size_t)PQgetlength(r, s->row, col);
    switch (PQftype(r, col)) {
    case BOOL: *n = *(const char *)*p; return 'i';
    case INT2:
    case INT4:
    case INT8: *n = big_endian(*p, (int)*len); return 'i';
    case TEXT:
    case NAME:
    case VARCHAR: return 't';
    case BYTEA: return 'b';
    default: assert_failed("a column's type is known", s->sql->name, (int)PQftype(r, col));
    }
}

static int64_t pg_integer(void *h, int col)
{
    int64_t n = 0;
    const void *p;
    size_t len;
    char type = pg_column(h, col, &n, &p, &len);

    ASSERT(type == 'i' || type == 0);
    return n;
}

static int64_t pg_changed(void *h)
{
    const struct pg_stmt *s = h;
    int64_t n = 0;

    /* Only what a touch needs; of a select it is the number of rows. */
    if (s->result)
        n = strtoll(PQcmdTuples(s->result), NULL, 10);
    return n;
}

/* Not known: a write that fails counts as one that has changed something. */
static int64_t pg_changes(struct db *db)
{
    return ++db->changes;
}

static void pg_reset(void *h)
{
    struct pg_stmt *s = h;

    PQclear(s->result);
    s->result = NULL;
    s->row = -1;
    s->sent = false;
    memset(s->value, 0, s->n * sizeof *s->value);
}

/* ---- the connection ---- */

static const char *pg_message(struct db *db)
{
    const struct pg *k = db->conn;

    return k->message;
}

/* An error in a transaction leaves it open until it is rolled back. */
static bool pg_in_transaction(struct db *db)
{
    return db->open;
}

/* A server that went away while the connection lay idle leaves its last words and the end of
 * the stream: read once for each. Neither call waits. */
static bool pg_alive(struct db *db)
{
    const struct pg *k = db->conn;

    return !db->lost && PQconsumeInput(k->conn) && PQconsumeInput(k->conn) &&
           PQstatus(k->conn) == CONNECTION_OK;
}

static void pg_close(struct db *db)
{
    struct pg *k = db->conn;

    while (k->spare) {
        struct pg_stmt *s = k->spare;

        k->spare = s->next;
        free_stmt(s);
    }
    PQfinish(k->conn);
    free(k);
}

/* COMMIT is answered when the server has it on disk. */
static void pg_sync_when(struct db *db, enum db_sync when)
{
    (void)db, (void)when;
}

static bool pg_sync(struct db *db)
{
    (void)db;
    return true;
}

static const struct db_driver driver = { .name = "postgresql",
                                         .close = pg_close,
                                         .run = pg_run,
                                         .prepare = pg_prepare,
                                         .finalize = pg_finalize,
                                         .bind = pg_bind,
                                         .step = pg_step,
                                         .column = pg_column,
                                         .integer = pg_integer,
                                         .changed = pg_changed,
                                         .changes = pg_changes,
                                         .reset = pg_reset,
                                         .message = pg_message,
                                         .in_transaction = pg_in_transaction,
                                         .sync_when = pg_sync_when,
                                         .sync = pg_sync,
                                         .alive = pg_alive };

/* No statement of ours takes long: rows are bounded. A lock that is not had in ten
 * seconds is an answer to the person, not a queue. */
static const char setup[] =
    "SET statement_timeout = 60000; SET lock_timeout = 10000;"
    "SET idle_in_transaction_session_timeout = 120000;"
    "SET client_min_messages = error; SET synchronous_commit = on; SET jit = off";

struct db *db_pg_open(const char *url, bool readonly, const char **ret_message)
{
    static _Thread_local char message[300];
    /* What stands before the url can be set otherwise in it. */
    static const char *const names[] = {
        "connect_timeout", "application_name", "tcp_user_timeout",
        "keepalives_idle", "keepalives_count", "keepalives_interval",
        "dbname",          "client_encoding",  NULL
    };
    const char *const values[] = { "5", "lienthong", "20000", "10", "3", "5", url, "UTF8", NULL };
    PGconn *conn = PQconnectdbParams(names, values, 1);
    bool ok = conn && PQstatus(conn) == CONNECTION_OK;
    PGresult *r = ok ? PQexec(conn, setup) : NULL;

    ok = ok && PQresultStatus(r) == PGRES_COMMAND_OK;
    PQclear(r);
    if (ok && readonly) {
        r = PQexec(conn, "SET default_transaction_read_only = on");
        ok = PQresultStatus(r) == PGRES_COMMAND_OK;
        PQclear(r);
    }
    if (!ok || !PQenterPipelineMode(conn)) {
        snprintf(message, sizeof message, "%s", conn ? PQerrorMessage(conn) : "no memory");
        *ret_message = message;
        PQfinish(conn);
        return NULL;
    }
    struct db *db = calloc(1, sizeof *db);
    struct pg *k = calloc(1, sizeof *k);
    ASSERT(db && k);
    k->conn = conn;
    db->driver = &driver;
    db->conn = k;
    db->readonly = readonly;
    return db;
}
