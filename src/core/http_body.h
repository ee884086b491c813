/*
 * http_body - what a POST carries: a form, JSON, or a form with files.
 *
 * Everything is bounded: bytes, fields, depth, files. A file goes to the disk of
 * the data folder as it comes, hashed on the way; it is gone with the request
 * unless file_keep() takes it.
 */
#ifndef CORE_HTTP_BODY_H
#define CORE_HTTP_BODY_H

#include "core/web.h"

struct body;

enum { BODY_NORMAL = 256 * 1024, BODY_LARGE = 16 * 1024 * 1024, BODY_FILES = 20 };

/* Judges type and announced length (0: none) against what the route takes. NULL: failed. */
struct body *body_open(struct ctx *c, struct req *q, const char *content_type, uint64_t length,
                       unsigned route_flags);
MUST_USE bool body_data(struct body *b, const char *p, size_t n);
MUST_USE bool body_end(struct body *b); /* the parameters and uploads are in q now */
/* Makes the uploads durable; blocks. */
MUST_USE bool body_sync(struct ctx *c, const struct req *q);

/* {"title":"x","agencies":[1,2]}: numbers and truth become text, lists repeat. */
MUST_USE bool http_json(struct ctx *c, const char *s, size_t n, struct req *q);

#endif
