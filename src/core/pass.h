/*
 * pass - random tokens, their hashes, and passwords; by libsodium.
 *
 * What is compared here is compared in a time that does not depend on the content.
 */
#ifndef CORE_PASS_H
#define CORE_PASS_H

#include "core/arena.h"

enum { PASS_HASH = 32, PASS_TOKEN = 43 };

const char *pass_base64(struct arena *a, struct bytes b); /* RFC 4648, 4: with padding */
/* 256 random bits as 43 letters of base64url (RFC 4648, 5). */
const char *pass_token(struct arena *a);
bool pass_is_token(const char *s); /* has that form */
/* SHA-256 of what is written: for tokens, which need no slow hash; never for passwords. */
void pass_hash(const char *text, unsigned char ret[PASS_HASH]);
struct bytes pass_hash_bytes(struct arena *a, const char *text);
/* 128 bits of HMAC-SHA-256 as 22 letters: proves knowledge of key without showing it. */
const char *pass_proof(struct arena *a, const char *key, const char *text);
bool pass_equal(const char *a, const char *b);

/* Argon2id, 19 MiB, 2 passes (RFC 9106; OWASP): 13 ms and as much memory, so only in the
 * slow pool. NULL: no memory at the moment. */
const char *pass_word_hash(struct arena *a, const char *password);
bool pass_word_is(const char *hash, const char *password);
/* A password for a person to type: five groups of four letters, 100 bits, no 0 O 1 l. */
const char *pass_word_new(struct arena *a);

#endif
