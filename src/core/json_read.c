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

size_t json_count(const struct json_value *array)
{
    return json_array_size(in(array));
}

const struct json_value *json_at(const struct json_value *array, size_t i)
{
    return out(json_array_get(in(array), i));
}

enum json_kind json_kind(const struct json_value *v)
{
    switch (json_typeof(in(v))) {
    case JSON_OBJECT: return JSON_IS_OBJECT;
    case JSON_ARRAY: return JSON_IS_ARRAY;
    case JSON_STRING: return JSON_IS_TEXT;
    case JSON_INTEGER: return JSON_IS_INT;
    case JSON_REAL: return JSON_IS_REAL;
    case JSON_TRUE:
    case JSON_FALSE: return JSON_IS_BOOL;
    case JSON_NULL: break;
    }
    return JSON_IS_NULL;
}

const char *json_own_text(const struct json_value *v)
{
    const char *s = json_string_value(in(v));

    return s ? s : "";
}

int64_t json_own_num(const struct json_value *v)
{
    return json_is_true(in(v)) ? 1 : json_integer_value(in(v));
}

double json_own_real(const struct json_value *v)
{
    return json_number_value(in(v));
}

/* jansson's iterators are for documents that may be changed; this one is only looked at. */
static void *at(const void *iter)
{
    return (void *)(uintptr_t)iter;
}

json_members json_each(struct ctx *c, const struct json_value *object)
{
    json_members all = { 0 };
    json_t *o = at(object);

    for (void *i = json_object_iter(o); i; i = json_object_iter_next(o, i))
        *LIST_PUSH(c->arena, &all) =
            (struct json_member){ json_object_iter_key(i), out(json_object_iter_value(i)) };
    return all;
}
