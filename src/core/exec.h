/*
 * exec - the one way to change the database.
 *
 * Writes wait in a queue. On SQLite one thread takes all that wait (at most
 * 256), runs them one after the other, settles what they gathered (see
 * ctx_settle) and commits once; a second thread waits until that is on disk
 * and only then tells each that it is done, while the first is at the next
 * group. If one fails after it has changed something, all are run again, each
 * inside a savepoint. On PostgreSQL several threads do the same with a connection each, one
 * write per transaction. If the common commit or settlement fails, each write
 * of the group is run again alone, so that none fails for another's fault; run
 * must therefore be repeatable from the start with an emptied c->err.
 *
 * Acknowledged means durable: done() is called when the commit is on disk, never before. Until
 * then others may read what a power cut can still take away; what the ticks write (the signed
 * heads of the ledger) is on disk before anybody reads it.
 */
#ifndef CORE_EXEC_H
#define CORE_EXEC_H

#include "core/db.h"

struct write {
    struct ctx *c;                         /* its own; c->db is set by exec while it runs */
    bool (*run)(struct ctx *c, void *arg); /* false: rolled back, reason in c->err */
    void (*done)(struct write *w);         /* after commit or failure; may free w */
    void *arg;
    bool ok; /* written, and durable */
    struct write *next;
};

/* Runs a group on a connection that the caller holds. Calls done of each. */
void exec_group(struct app *app, struct db *db, struct write *const *w, size_t n);
/* Its two halves, for who waits for the disk in between (db_sync). */
void exec_carry_out(struct app *app, struct db *db, struct write *const *w, size_t n);
void exec_tell(struct write *w); /* w may be gone afterwards */

/* Runs one write now, in this thread: command line, tests, start-up. Takes a writer
 * connection from the pool unless c->db is set. */
MUST_USE bool exec_now(struct ctx *c, bool (*run)(struct ctx *c, void *arg), void *arg);

enum { EXEC_BATCH = 256, EXEC_QUEUE = 4096, EXEC_PG_THREADS = 8 };
struct exec *exec_start(struct app *app);
void exec_stop(struct exec **e); /* finishes what waits, then ends the threads */
/* false: the queue is full, the caller answers 503; done is not called. */
MUST_USE bool exec_submit(struct exec *e, struct write *w);
size_t exec_waiting(struct exec *e);
int64_t exec_quiet_ms(struct exec *e); /* since its last round; more than some seconds: stuck */

#endif
