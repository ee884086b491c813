/*
 * json - the streaming writer. It places the commas; wrong nesting stops the
 * process. Ids are written as strings: 64 bits do not fit a JavaScript number.
 */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include "core/buf.h"

/* jansson, which reads JSON, has functions of these two names: in the finished program
 * the linker would let it call ours. */
#define json_null   json_put_null
#define json_string json_put_string

struct json {
    struct buf *out;
    int depth;        /* at most 64 */
    uint64_t objects; /* one bit for each open bracket: an object? */
    bool comma;
};

/* name is NULL inside an array and for the outermost value. */
void json_open(struct json *j, const char *name, char bracket);
void json_close(struct json *j, char bracket);
void json_int(struct json *j, const char *name, int64_t v);
void json_bool(struct json *j, const char *name, bool v);
void json_null(struct json *j, const char *name);
void json_share(struct json *j, const char *name, int64_t per_million); /* 0.4; null below 0 */
/* v / 10^places, exactly and as short as it goes: json_decimal(j, NULL, 10573800, 5) is 105.738 */
void json_decimal(struct json *j, const char *name, int64_t v, int places);
void json_text(struct json *j, const char *name, const char *v);
void json_id(struct json *j, const char *name, int64_t id); /* "7312…", null for 0 */
void json_day(struct json *j, const char *name, int64_t d); /* "2025-08-28", null for 0 */
void json_ms(struct json *j, const char *name, int64_t ms); /* RFC 3339, null for 0 */
void json_string(struct buf *out, const char *s);           /* quoted and escaped */

#endif
