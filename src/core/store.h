/*
 * store - the files under the data folder: contents kept once, by their hash.
 *
 *   <data>/files/ab/cdef…   the content whose SHA-256 is abcdef…; never changed, read-only
 *   <data>/tmp/…            on their way in (uploads) or out (workbooks); emptied at start
 *
 * What store_keep() has answered true for is on the disk, durably: file, name and
 * folder. It may be called twice for the same content, at once from several threads.
 */
#ifndef CORE_STORE_H
#define CORE_STORE_H

#include "core/ctx.h"

/* A whole file of the disk, at most max bytes, into the arena. For set-up data. */
MUST_USE bool store_read(struct ctx *c, const char *path, size_t max, struct bytes *ret);
/* The same, written anew; complete or not at all. */
MUST_USE bool store_write(struct ctx *c, const char *path, struct bytes content);
bool store_is_there(const char *path);
/* A free name under <data>/tmp, whose folder is made if need be. */
const char *store_temporary(struct ctx *c, const char *what);
/* By errno: no room is ERR_FULL, all else the system's fault. */
bool store_failed(struct ctx *c, const char *what, const char *path);
const char *store_beside_program(struct ctx *c, const char *relative); /* seen from its folder */

const char *store_path(struct ctx *c, const char *sha256);
/* Keeps the content of a complete file of this hash (64 hex digits). The file itself stays, until
 * the request ends: the write may be run again. */
MUST_USE bool store_keep(struct ctx *c, const char *path, const char *sha256);
/* What libmagic says: "application/pdf"; "application/octet-stream" when it cannot tell. */
const char *store_sniff(struct ctx *c, const char *path);
MUST_USE bool store_hash(struct ctx *c, const char *path, const char **ret_sha256);
/* Size of a stored content; -1: it is not there. */
int64_t store_size(struct ctx *c, const char *sha256);
int64_t store_age(struct ctx *c, const char *sha256); /* seconds since it was kept; -1 */
MUST_USE bool store_remove(struct ctx *c, const char *sha256);
/* Hashes of all stored contents, sorted. */
typedef LIST(const char *) store_names;
MUST_USE bool store_list(struct ctx *c, store_names *ret);

#endif
