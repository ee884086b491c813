#include "core/pass.h"

#include <sodium.h>
#include <string.h>

enum { PASSES = 2, MEMORY = 19 << 20, BASE64URL = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

__attribute__((constructor)) static void start(void)
{
    ASSERT(sodium_init() >= 0);
}

static const char *base64url(struct arena *a, const unsigned char *p, size_t n)
{
    size_t len = sodium_base64_ENCODED_LEN(n, BASE64URL);

    return sodium_bin2base64(arena_alloc(a, len), len, p, n, BASE64URL);
}

const char *pass_base64(struct arena *a, struct bytes b)
{
    size_t len = sodium_base64_ENCODED_LEN(b.n, sodium_base64_VARIANT_ORIGINAL);

    return sodium_bin2base64(arena_alloc(a, len), len, b.p, b.n, sodium_base64_VARIANT_ORIGINAL);
}

const char *pass_token(struct arena *a)
{
    unsigned char p[32];

    randombytes_buf(p, sizeof p);
    return base64url(a, p, sizeof p);
}

bool pass_is_token(const char *s)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    return strlen(s) == PASS_TOKEN && strspn(s, letters) == PASS_TOKEN;
}

void pass_hash(const char *text, unsigned char ret[PASS_HASH])
{
    crypto_hash_sha256(ret, (const unsigned char *)text, strlen(text));
}

struct bytes pass_hash_bytes(struct arena *a, const char *text)
{
    unsigned char *p = arena_alloc(a, PASS_HASH);

    pass_hash(text, p);
    return (struct bytes){ p, PASS_HASH };
}

const char *pass_proof(struct arena *a, const char *key, const char *text)
{
    crypto_auth_hmacsha256_state s;
    unsigned char mac[crypto_auth_hmacsha256_BYTES];

    crypto_auth_hmacsha256_init(&s, (const unsigned char *)key, strlen(key));
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)text, strlen(text));
    crypto_auth_hmacsha256_final(&s, mac);
    return base64url(a, mac, 16);
}

bool pass_equal(const char *a, const char *b)
{
    size_t n = strlen(a);

    return n == strlen(b) && sodium_memcmp(a, b, n) == 0;
}

const char *pass_word_hash(struct arena *a, const char *password)
{
    char *ret = arena_alloc(a, crypto_pwhash_STRBYTES);

    if (crypto_pwhash_str_alg(ret, password, strlen(password), PASSES, MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return NULL;
    return ret;
}

bool pass_word_is(const char *hash, const char *password)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

const char *pass_word_new(struct arena *a)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    char *ret = arena_alloc(a, 25);

    for (size_t i = 0; i < 24; i++)
        ret[i] = i % 5 == 4 ? '-' : letters[randombytes_uniform(sizeof letters - 1)];
    return ret;
}
