#include <pthread.h>

#include "core/cache.h"
#include "core/pass.h"
#include "core/test.h"

TEST(pass_tokens_have_their_form_and_differ)
{
    const char *a = pass_token(c->arena), *b = pass_token(c->arena);

    CHECK(pass_is_token(a));
    CHECK(!pass_equal(a, b));
    CHECK(pass_equal(a, a));
    CHECK(!pass_equal(a, ""));
    CHECK(!pass_is_token("short"));
    CHECK(!pass_is_token("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="));
}

TEST(pass_hashes_are_sha_256)
{
    /* FIPS 180-2, B.1: "abc" */
    static const unsigned char want[] = { 0xba, 0x78, 0x16, 0xbf };
    unsigned char got[PASS_HASH];

    pass_hash("abc", got);
    CHECK(memcmp(got, want, sizeof want) == 0);
}

TEST(pass_proofs_depend_on_key_and_text)
{
    const char *a = pass_proof(c->arena, "key", "csrf");

    CHECK_INT(strlen(a), 22);
    CHECK_STR(pass_proof(c->arena, "key", "csrf"), a);
    CHECK(!pass_equal(pass_proof(c->arena, "key2", "csrf"), a));
    CHECK(!pass_equal(pass_proof(c->arena, "key", "other"), a));
}

TEST(pass_passwords_are_kept_as_argon2id_with_19_mib_and_2_passes)
{
    const char *hash = pass_word_hash(c->arena, "mưa rào đầu hạ");

    CHECK_HAS(hash, "$argon2id$v=19$m=19456,t=2,p=1$");
    CHECK(pass_word_is(hash, "mưa rào đầu hạ"));
    CHECK(!pass_word_is(hash, "mưa rào đầu ha"));
    CHECK(!pass_word_is("", "mưa rào đầu hạ"));
}

TEST(pass_new_passwords_are_easy_to_read_out)
{
    const char *p = pass_word_new(c->arena);

    CHECK_INT(strlen(p), 24);
    CHECK_INT(strcspn(p, "0O1l"), 24);
    CHECK(strcmp(p, pass_word_new(c->arena)) != 0);
}

/* ---- cache ---- */

static void key_of(unsigned char key[32], int n)
{
    memset(key, 0, 32);
    memcpy(key, &n, sizeof n);
}

TEST(cache_gives_a_copy_of_its_generation_until_nobody_asks)
{
    struct cache *k = cache_new(64, 1000);
    unsigned char key[32];

    key_of(key, 7);
    cache_put(k, key, 3, 100, (struct bytes){ "seven", 6 });
    CHECK_STR(cache_get(k, c->arena, key, 3, 200), "seven");
    CHECK(cache_get(k, c->arena, key, 4, 200) == NULL);
    CHECK_STR(cache_get(k, c->arena, key, 3, 1200), "seven");
    CHECK(cache_get(k, c->arena, key, 3, 2201) == NULL);
    CHECK_INT(cache_count(k), 1);
    cache_free(&k);
}

TEST(cache_is_bounded_and_drops_what_was_unused_longest)
{
    struct cache *k = cache_new(8, 1000000);
    unsigned char key[32];

    for (int i = 0; i < 100; i++) {
        key_of(key, i);
        cache_put(k, key, 1, i, (struct bytes){ &i, sizeof i });
        key_of(key, 0);
        CHECK(cache_get(k, c->arena, key, 1, i) != NULL); /* used each time: stays */
    }
    CHECK_INT(cache_count(k), 8);
    cache_free(&k);
}

static void count_told(void *arg, const unsigned char key[32], int64_t used_ms)
{
    (void)key, (void)used_ms;
    ++*(int *)arg;
}

TEST(cache_tells_each_use_once)
{
    struct cache *k = cache_new(64, 1000000);
    unsigned char key[32];
    int told = 0;

    for (int i = 0; i < 5; i++) {
        key_of(key, i);
        cache_put(k, key, 1, 10, (struct bytes){ &i, sizeof i });
    }
    CHECK_INT(cache_tell(k, 3, count_told, &told), 3);
    CHECK_INT(cache_tell(k, 10, count_told, &told), 2);
    CHECK_INT(cache_tell(k, 10, count_told, &told), 0);
    key_of(key, 2);
    CHECK(cache_get(k, c->arena, key, 1, 11) != NULL);
    CHECK_INT(cache_tell(k, 10, count_told, &told), 1);
    CHECK_INT(told, 6);
    cache_free(&k);
}

struct thief {
    struct cache *k;
    int at, seen;
};

static void *use_cache(void *arg)
{
    struct thief *t = arg;
    struct arena *a = arena_new(16 << 20);

    for (int i = 0; i < 20000; i++) {
        unsigned char key[32];
        int n = (t->at + i * 7) % 200;

        key_of(key, n);
        const int *had = cache_get(t->k, a, key, 1, i);
        if (had && *had != n)
            t->seen++;
        if (!had)
            cache_put(t->k, key, 1, i, (struct bytes){ &n, sizeof n });
        if (i % 100 == 0)
            arena_reset(a);
    }
    arena_free(&a);
    return NULL;
}

TEST(cache_gives_threads_only_what_was_put_under_the_key)
{
    struct cache *k = cache_new(64, 1000000);
    struct thief t[4] = { { k, 0, 0 }, { k, 50, 0 }, { k, 100, 0 }, { k, 150, 0 } };
    pthread_t id[4];

    for (int i = 0; i < 4; i++)
        CHECK_INT(pthread_create(&id[i], NULL, use_cache, &t[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(id[i], NULL);
        CHECK_INT(t[i].seen, 0);
    }
    CHECK(cache_count(k) <= 64);
    cache_free(&k);
}
