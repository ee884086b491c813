#include "core/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { WAYS = 8, LOCKS = 64 };

struct entry {
    unsigned char key[32];
    void *value; /* NULL: free */
    size_t size;
    int64_t generation, used_ms, told_ms;
};

struct cache {
    size_t sets;
    int64_t idle_ms;
    pthread_mutex_t lock[LOCKS];
    struct entry *entry; /* sets * WAYS */
};

struct cache *cache_new(size_t entries, int64_t idle_ms)
{
    struct cache *k = calloc(1, sizeof *k);

    ASSERT(k);
    k->sets = (entries + WAYS - 1) / WAYS;
    k->idle_ms = idle_ms;
    ASSERT((k->entry = calloc(k->sets * WAYS, sizeof *k->entry)) != NULL);
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_init(&k->lock[i], NULL);
    return k;
}

static void empty(struct entry *e)
{
    free(e->value);
    *e = (struct entry){ 0 };
}

void cache_free(struct cache **pk)
{
    struct cache *k = *pk;

    if (!k)
        return;
    for (size_t i = 0; i < k->sets * WAYS; i++)
        empty(&k->entry[i]);
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&k->lock[i]);
    free(k->entry);
    free(k);
    *pk = NULL;
}

static size_t set_of(const struct cache *k, const unsigned char key[32])
{
    uint64_t n;

    memcpy(&n, key, sizeof n);
    return (size_t)(n % k->sets);
}

static struct entry *find(struct cache *k, size_t set, const unsigned char key[32])
{
    struct entry *e = &k->entry[set * WAYS];

    for (size_t i = 0; i < WAYS; i++)
        if (e[i].value && memcmp(e[i].key, key, 32) == 0)
            return &e[i];
    return NULL;
}

const void *cache_get(struct cache *k, struct arena *a, const unsigned char key[32],
                      int64_t generation, int64_t now_ms)
{
    size_t set = set_of(k, key);
    void *ret = NULL;

    pthread_mutex_lock(&k->lock[set % LOCKS]);
    struct entry *e = find(k, set, key);
    if (e && (e->generation != generation || now_ms - e->used_ms > k->idle_ms))
        e = NULL;
    if (e) {
        e->used_ms = now_ms;
        ret = arena_alloc(a, e->size);
        memcpy(ret, e->value, e->size);
    }
    pthread_mutex_unlock(&k->lock[set % LOCKS]);
    return ret;
}

/* The entry of this key, a free one, or the one unused longest. */
static struct entry *place(struct cache *k, size_t set, const unsigned char key[32])
{
    struct entry *e = find(k, set, key), *v = &k->entry[set * WAYS];

    if (e)
        return e;
    e = v;
    for (size_t i = 0; i < WAYS; i++)
        if (!v[i].value)
            return &v[i];
        else if (v[i].used_ms < e->used_ms)
            e = &v[i];
    return e;
}

void cache_put(struct cache *k, const unsigned char key[32], int64_t generation, int64_t now_ms,
               struct bytes value)
{
    size_t set = set_of(k, key);
    void *copy = malloc(value.n + 1);

    ASSERT(copy);
    memcpy(copy, value.p, value.n);
    pthread_mutex_lock(&k->lock[set % LOCKS]);
    struct entry *e = place(k, set, key);
    empty(e);
    memcpy(e->key, key, 32);
    e->value = copy;
    e->size = value.n;
    e->generation = generation;
    e->used_ms = now_ms;
    pthread_mutex_unlock(&k->lock[set % LOCKS]);
}

size_t cache_tell(struct cache *k, size_t max,
                  void (*fn)(void *arg, const unsigned char key[32], int64_t used_ms), void *arg)
{
    size_t n = 0;

    for (size_t set = 0; set < k->sets && n < max; set++) {
        pthread_mutex_lock(&k->lock[set % LOCKS]);
        for (struct entry *e = &k->entry[set * WAYS]; e < &k->entry[(set + 1) * WAYS] && n < max;
             e++)
            if (e->value && e->used_ms > e->told_ms) {
                e->told_ms = e->used_ms;
                fn(arg, e->key, e->used_ms);
                n++;
            }
        pthread_mutex_unlock(&k->lock[set % LOCKS]);
    }
    return n;
}

size_t cache_count(struct cache *k)
{
    size_t n = 0;

    for (size_t set = 0; set < k->sets; set++) {
        pthread_mutex_lock(&k->lock[set % LOCKS]);
        for (size_t i = 0; i < WAYS; i++)
            n += k->entry[set * WAYS + i].value != NULL;
        pthread_mutex_unlock(&k->lock[set % LOCKS]);
    }
    return n;
}
