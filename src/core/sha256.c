#include "core/sha256.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key; /* the thread's context; freed when it ends */
static __thread EVP_MD_CTX *mine;

static void forget(void *context)
{
    EVP_MD_CTX_free(context);
}

static void make_key(void)
{
    ASSERT(pthread_key_create(&key, forget) == 0);
}

static void start_thread(void)
{
    pthread_once(&once, make_key);
    mine = EVP_MD_CTX_new();
    ASSERT(mine && EVP_DigestInit_ex(mine, EVP_sha256(), NULL) == 1);
    pthread_setspecific(key, mine);
}

void sha256(const struct bytes *part, size_t n, unsigned char ret[SHA256_SIZE])
{
    if (!mine)
        start_thread();
    bool ok = EVP_DigestInit_ex2(mine, NULL, NULL) == 1;
    for (size_t i = 0; i < n; i++)
        ok = ok && EVP_DigestUpdate(mine, part[i].p, part[i].n) == 1;
    ASSERT(ok && EVP_DigestFinal_ex(mine, ret, NULL) == 1);
}

void sha256_hmac(struct bytes key_bytes, const struct bytes *part, size_t n,
                 unsigned char ret[SHA256_SIZE])
{
    enum { BLOCK = 64, PARTS = 8 };
    unsigned char inner[BLOCK] = { 0 }, outer[BLOCK] = { 0 }, hash[SHA256_SIZE];
    struct bytes all[PARTS + 1] = { { inner, BLOCK } };

    ASSERT(key_bytes.n <= BLOCK && n <= PARTS);
    memcpy(inner, key_bytes.p, key_bytes.n);
    for (size_t i = 0; i < BLOCK; i++) {
        outer[i] = inner[i] ^ 0x5c;
        inner[i] ^= 0x36;
    }
    for (size_t i = 0; i < n; i++)
        all[i + 1] = part[i];
    sha256(all, n + 1, hash);
    sha256((struct bytes[]){ { outer, BLOCK }, { hash, sizeof hash } }, 2, ret);
}
