/*
 * http_head - what a request says before its body: target, face, framing, origin.
 *
 * Pure functions over text, so that they can be tested and fuzzed without a
 * socket. Whatever two servers could read in two ways is refused here: the
 * library below is lenient about framing, and a proxy in front may read it
 * otherwise (RFC 9112, 11.2: request smuggling).
 */
#ifndef CORE_HTTP_HEAD_H
#define CORE_HTTP_HEAD_H

#include "core/web.h"

enum { HTTP_HEADERS = 100, HTTP_PARAMS = 1000, HTTP_QUERY = 64 };

struct framing {
    unsigned headers, hosts, lengths, codings;
    bool faulty;     /* a name that is none, a length that is no number, an unknown coding */
    uint64_t length; /* of the body, as announced; 0 when chunked */
};
void framing_header(struct framing *f, const char *name, size_t name_n, const char *value);
/* 0: sound; otherwise the status to refuse it with. */
int framing_fault(const struct framing *f, const char *version);

/* The raw target: fills path, face (by .json, .csv or .xlsx), query and the query's params. */
MUST_USE bool http_target(struct ctx *c, const char *raw, struct req *q);
/* What the Accept header asks for, when the path does not say. */
enum face http_accept(const char *accept, const char *content_type);
/* Has the header value a media type or coding of this name ("gzip"), not with q=0? */
bool http_names(const char *list, const char *word);
/* name=value&name=value, strictly; adds to q->params. what: "query" or "form". */
MUST_USE bool http_form(struct ctx *c, const char *s, size_t n, struct req *q);

struct origin {
    const char *site, *origin, *host, *cookie; /* header values, "" if absent */
    const char *public_url;                    /* the setting, "" if not set */
};
bool http_same_origin(const struct origin *o);
/* The last, that is the nearest, address of X-Forwarded-For. */
const char *http_forwarded(struct ctx *c, const char *list);

#endif
