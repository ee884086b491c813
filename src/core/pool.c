#include "core/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct job *first, **last;
    size_t waiting, room, n_threads;
    bool stopping;
    pthread_t threads[];
};

static struct job *take(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    while (!p->first && !p->stopping)
        pthread_cond_wait(&p->wake, &p->lock);
    struct job *j = p->first;
    if (j) {
        p->first = j->next;
        if (!p->first)
            p->last = &p->first;
        p->waiting--;
    }
    pthread_mutex_unlock(&p->lock);
    return j;
}

static void *work(void *arg)
{
    struct job *j;

    while ((j = take(arg)))
        j->run(j); /* may free it */
    return NULL;
}

struct pool *pool_start(size_t threads, size_t queue)
{
    struct pool *p = calloc(1, sizeof *p + threads * sizeof *p->threads);

    ASSERT(p && threads > 0);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    p->last = &p->first;
    p->room = queue;
    p->n_threads = threads;
    for (size_t i = 0; i < threads; i++)
        ASSERT(pthread_create(&p->threads[i], NULL, work, p) == 0);
    return p;
}

void pool_stop(struct pool **pp)
{
    struct pool *p = *pp;

    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < p->n_threads; i++)
        pthread_join(p->threads[i], NULL);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p);
    *pp = NULL;
}

bool pool_submit(struct pool *p, struct job *j)
{
    pthread_mutex_lock(&p->lock);
    bool ok = !p->stopping && p->waiting < p->room;
    if (ok) {
        j->next = NULL;
        *p->last = j;
        p->last = &j->next;
        p->waiting++;
        pthread_cond_signal(&p->wake);
    }
    pthread_mutex_unlock(&p->lock);
    return ok;
}

size_t pool_waiting(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    size_t n = p->waiting;
    pthread_mutex_unlock(&p->lock);
    return n;
}
