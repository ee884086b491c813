/* JSON that comes in: one flat object, put into the same parameters as a form. */
#include <string.h>

#include "core/http_body.h"
#include "core/http_head.h"
#include "core/json_read.h"
#include "core/text.h"

/* jansson takes 30 times the text for lists of small numbers: count before it does. */
static bool is_modest(const char *s, size_t n)
{
    size_t marks = 0, depth = 0;
    bool text = false;

    for (size_t i = 0; i < n; i++) {
        if (text) {
            if (s[i] == '\\')
                i++;
            else if (s[i] == '"')
                text = false;
            continue;
        }
        switch (s[i]) {
        case '"': text = true; break;
        case '{':
        case '[': depth++; break;
        case '}':
        case ']': depth -= depth > 0; break;
        case ',': marks++; break;
        default: break;
        }
        if (depth > 2 || marks > HTTP_PARAMS)
            return false;
    }
    return true;
}

static bool add(struct ctx *c, const char *name, const struct json_value *v, struct req *q)
{
    struct param p = { .name = name, .value = "" };
    const char *text = json_own_text(v);

    switch (json_kind(v)) {
    case JSON_IS_TEXT:
        if (!text_clean(c->arena, text, strlen(text), &p.value))
            return fail_field(c, name, "this is not readable text");
        break;
    case JSON_IS_INT: p.value = int_text(c->arena, json_own_num(v)); break;
    case JSON_IS_BOOL: p.value = json_own_num(v) ? "1" : ""; break;
    case JSON_IS_NULL: break;
    case JSON_IS_REAL:
    case JSON_IS_ARRAY:
    case JSON_IS_OBJECT: return fail_field(c, name, "this needs to be text or a whole number");
    }
    *LIST_PUSH(c->arena, &q->params) = p;
    return true;
}

static bool flatten(struct ctx *c, const struct json_value *object, struct req *q)
{
    json_members all = json_each(c, object);

    for (size_t i = 0; i < all.n; i++) {
        const char *key = all.v[i].name, *name;
        const struct json_value *v = all.v[i].value;
        bool list = json_kind(v) == JSON_IS_ARRAY;

        if (strlen(key) > 200 || !text_clean(c->arena, key, strlen(key), &name) || !*name)
            return fail(c, ERR_MALFORMED, "the name of a field is not readable");
        for (size_t k = 0; list && k < json_count(v); k++)
            add(c, name, json_at(v, k), q);
        if (!list)
            add(c, name, v, q);
    }
    return c->err.kind == ERR_NONE; /* every wrong field is named */
}

bool http_json(struct ctx *c, const char *s, size_t n, struct req *q)
{
    const struct json_value *v;

    if (!is_modest(s, n))
        return fail(c, ERR_MALFORMED, "the JSON is nested too deeply or has too many values");
    if (!json_parse(c, (struct bytes){ s, n }, &v))
        return false;
    if (json_kind(v) != JSON_IS_OBJECT)
        return fail(c, ERR_MALFORMED, "the JSON has to be one object");
    return flatten(c, v, q);
}
