#include "core/json_read.h"

#include <jansson.h>

static const json_t *in(const struct json_value *v)
{
    return (const json_t *)v;
}

static const struct json_value *out(const json_t *v)
{
    return (const struct json_value *)(v ? v : json_null());
}

static void drop(void *v)
{
    json_decref(v);
}

bool json_parse(struct ctx *c, struct bytes text, const struct json_value **ret)
{
    json_error_t e;
    json_t *v = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &e);

    if (!v)
        return fail(c, ERR_MALFORMED, "the JSON is wrong in line %d, column %d", e.line, e.column);
    arena_on_free(c->arena, drop, v);
    *ret = out(v);
    return true;
}

const struct json_value *json_get(const struct json_value *object, const char *name)
{
    return out(json_object_get(in(object), name));
}

const char *json_str(const struct json_value *object, const char *name)
{
    const char *s = json_string_value(json_object_get(in(object), name));

    return s ? s : "";
}

int64_t json_num(const struct json_value *object, const char *name)
{
    return json_integer_value(json_object_get(in(object), name));
}

size_t json_count(const struct json_value *array)
{
    return json_array_size(in(array));
}

const struct json_value *json_at(const struct json_value *array, size_t i)
{
    return out(json_array_get(in(array), i));
}
