/*
 * json_read - JSON in, by jansson: strict, with limits. Values live in the arena.
 */
#ifndef CORE_JSON_READ_H
#define CORE_JSON_READ_H

#include "core/ctx.h"

struct json_value;

/* A fault is ERR_MALFORMED with line and column. */
MUST_USE bool json_parse(struct ctx *c, struct bytes text, const struct json_value **ret);
/* Never NULL: a value that is absent or of another type is empty, "", 0. */
const struct json_value *json_get(const struct json_value *object, const char *name);
const char *json_str(const struct json_value *object, const char *name);
size_t json_count(const struct json_value *array);
const struct json_value *json_at(const struct json_value *array, size_t i);

/* For documents whose names are not known beforehand. */
enum json_kind {
    JSON_IS_NULL,
    JSON_IS_BOOL,
    JSON_IS_INT,
    JSON_IS_REAL,
    JSON_IS_TEXT,
    JSON_IS_ARRAY,
    JSON_IS_OBJECT
};
enum json_kind json_kind(const struct json_value *v);
const char *json_own_text(const struct json_value *v); /* of a text */
int64_t json_own_num(const struct json_value *v);      /* of a whole number; true is 1 */
double json_own_real(const struct json_value *v);      /* of any number */
struct json_member {
    const char *name;
    const struct json_value *value;
};
typedef LIST(struct json_member) json_members;
json_members json_each(struct ctx *c, const struct json_value *object); /* in their order */

#endif
