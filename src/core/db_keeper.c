/*
 * The write-ahead log of SQLite is folded back into the database by a thread of its own,
 * so that no write waits for it (groups of 192 random rows: p99 28 ms, with the log folded
 * back by the writer 72). But beside a busy writer such a thread never reaches the end of the log,
 * which would grow without end. So past a length the writer itself folds back the little
 * that is left and begins the log anew; a reader in its way makes it try again some pages later.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "core/db_driver.h"

enum { STEP = 2000, LONGEST = 16000, AGAIN = 4000, PATIENCE_MS = 20 };

static void *fold(void *arg)
{
    struct db_keeper *k = arg;
    sqlite3 *h = NULL;

    sqlite3_open_v2(k->file, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_busy_timeout(h, DB_BUSY_MS);
    /* A connection that has read nothing does not know of the log, and would fold nothing. */
    sqlite3_exec(h, "PRAGMA user_version", NULL, NULL, NULL);
    pthread_mutex_lock(&k->lock);
    for (;;) {
        while (!k->due && !k->stop)
            pthread_cond_wait(&k->wake, &k->lock);
        if (k->stop)
            break;
        k->due = false;
        k->folding = true;
        pthread_mutex_unlock(&k->lock);
        /* What does not succeed now (no room, a reader) succeeds a few thousand pages later. */
        sqlite3_wal_checkpoint_v2(h, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        pthread_mutex_lock(&k->lock);
        k->folding = false;
    }
    pthread_mutex_unlock(&k->lock);
    sqlite3_close(h);
    return NULL;
}

static void begin_anew(struct db_keeper *k, sqlite3 *writer, int pages)
{
    sqlite3_busy_timeout(writer, PATIENCE_MS);
    int rc = sqlite3_wal_checkpoint_v2(writer, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    sqlite3_busy_timeout(writer, DB_BUSY_MS);
    k->try_at = rc == SQLITE_OK ? k->longest : pages + AGAIN;
}

/* In the writer's thread, after each commit. Its result would become the commit's. */
static int after_commit(void *arg, sqlite3 *writer, const char *name, int pages)
{
    struct db_keeper *k = arg;

    (void)name;
    if (pages < k->asked_at)
        k->asked_at = 0;            /* the log began anew */
    int left = pages - k->asked_at; /* what the last pass, once it is over, has not folded back */
    if (left < k->step && pages < k->try_at)
        return SQLITE_OK;
    pthread_mutex_lock(&k->lock);
    bool idle = !k->folding && !k->due;
    /* Pass after pass, until little is left; or there is too much to wait longer. */
    bool anew = idle && pages >= k->try_at && (left <= k->step / 2 || pages >= 2 * k->try_at);
    if (idle && !anew) {
        k->asked_at = pages;
        k->due = true;
        pthread_cond_signal(&k->wake);
    }
    pthread_mutex_unlock(&k->lock);
    /* The thread begins nothing by itself, so that the two do not meet. */
    if (anew)
        begin_anew(k, writer, pages);
    if (!k->started)
        k->started = pthread_create(&k->thread, NULL, fold, k) == 0;
    return SQLITE_OK;
}

struct db_keeper *db_keeper_new(void *writer, const char *file)
{
    struct db_keeper *k = calloc(1, sizeof *k);

    ASSERT(k && (k->file = strdup(file)));
    k->step = STEP;
    k->longest = k->try_at = LONGEST;
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->wake, NULL);
    sqlite3_wal_hook(writer, after_commit, k);
    return k;
}

void db_keeper_free(struct db_keeper **pk)
{
    struct db_keeper *k = *pk;

    if (!k)
        return;
    pthread_mutex_lock(&k->lock);
    k->stop = true;
    pthread_cond_signal(&k->wake);
    pthread_mutex_unlock(&k->lock);
    if (k->started)
        pthread_join(k->thread, NULL);
    pthread_mutex_destroy(&k->lock);
    pthread_cond_destroy(&k->wake);
    free(k->file);
    free(k);
    *pk = NULL;
}
