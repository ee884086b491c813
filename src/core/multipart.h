/*
 * multipart - multipart/form-data (RFC 7578), strictly, piece by piece.
 *
 * The bytes come in any pieces; what is in a part goes to the sink at once, so
 * memory stays bounded whatever the size of a file. The HTTP library's own reader
 * is not used: it needs an open connection, so it cannot be tested or fuzzed, and
 * it accepts what browsers never send (text before the first part, parts in parts).
 */
#ifndef CORE_MULTIPART_H
#define CORE_MULTIPART_H

#include "core/ctx.h"

struct multipart_sink { /* each returns false, with c->err set, to stop */
    /* file: the file's name as sent, "" possible; NULL: a plain field */
    bool (*begin)(void *arg, const char *name, const char *file);
    bool (*data)(void *arg, const char *p, size_t n);
    bool (*end)(void *arg);
};

struct multipart;
/* content_type: "multipart/form-data; boundary=…"; NULL when there is no usable boundary. */
struct multipart *multipart_new(struct ctx *c, const char *content_type,
                                const struct multipart_sink *sink, void *arg);
MUST_USE bool multipart_feed(struct multipart *m, const char *p, size_t n);
MUST_USE bool multipart_end(struct multipart *m); /* false: it was cut short */

#endif
