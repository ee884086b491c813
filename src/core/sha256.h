/*
 * sha256 - hashes of small pieces, with a context per thread that is used again:
 * OpenSSL 3 takes longer to find the algorithm than to hash a leaf.
 */
#ifndef CORE_SHA256_H
#define CORE_SHA256_H

#include "core/base.h"

enum { SHA256_SIZE = 32 };

/* Of the parts, one after the other. */
void sha256(const struct bytes *part, size_t n, unsigned char ret[SHA256_SIZE]);
/* HMAC-SHA256 (RFC 2104) of the parts, with a key of at most 64 bytes. */
void sha256_hmac(struct bytes key, const struct bytes *part, size_t n,
                 unsigned char ret[SHA256_SIZE]);

#endif
