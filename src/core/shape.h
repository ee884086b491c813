/*
 * shape - what JSON answers look like, a row each in the table of a module:
 *
 *   { "GET /tasks", "{ asof day, tasks [Task], next text?, command? text }" }
 *
 * A type is a word (int, bool, text; id: digits in a string; day: 2025-08-28; time: RFC 3339;
 * number; any), a list [of one type], an object { name type, ... } or, with a capital, a shape that
 * a module has named. "type?" may be null, "name?" may be missing; nothing else may be there.
 * What is no JSON is a media type: { "GET /metrics", "text/plain" }; a GET without a row is a page
 * and nothing else. OpenAPI tells it to programs, and each answer that a test sees is held against
 * it.
 */
#ifndef CORE_SHAPE_H
#define CORE_SHAPE_H

#include "core/web.h"

/* The JSON schema of it, as a member or, with NULL, as an element. */
void shape_write(struct json *j, const char *name, const char *shape);
void shape_write_named(struct json *j);          /* all of the modules, as members */
const char *shape_answer(const struct route *r); /* NULL: a page only */
bool shape_is_type(const char *s);               /* a media type? */

/* For reading one: what stands at s, a type; past it; and the next member of an object. */
struct shape_member {
    const char *name, *type;
    size_t n; /* bytes of the name */
    bool may_miss;
};
const char *shape_past(const char *s); /* without its "?" */
/* s: past "{" or past the member before; false: there are no more. */
bool shape_next(const char **s, struct shape_member *ret);
bool shape_is(const char *s, const char *word);
const char *shape_of(const char *s); /* the named shape that stands here; stops when it is none */

#endif
