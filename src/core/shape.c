#include "core/shape.h"

#include <string.h>

static const char signs[] = " ,?{}[]";

static const struct word {
    const char *name, *type, *member, *value; /* one more member of the schema */
} words[] = {
    { "int", "integer", NULL, NULL },
    { "number", "number", NULL, NULL },
    { "bool", "boolean", NULL, NULL },
    { "text", "string", NULL, NULL },
    { "id", "string", "pattern", "^[0-9]+$" },
    { "day", "string", "format", "date" },
    { "time", "string", "format", "date-time" },
};

static const char *skip(const char *s)
{
    return s + strspn(s, " ,");
}

const char *shape_past(const char *s)
{
    int depth = 0;

    s = skip(s);
    if (*s != '{' && *s != '[')
        return s + strcspn(s, signs);
    do {
        depth += (*s == '{' || *s == '[') - (*s == '}' || *s == ']');
        ASSERT(*s && depth >= 0);
        s++;
    } while (depth);
    return s;
}

bool shape_next(const char **s, struct shape_member *ret)
{
    const char *at = skip(*s);

    if (*at == '}')
        return false;
    ret->name = at;
    ret->n = strcspn(at, signs);
    ASSERT(ret->n);
    at += ret->n;
    ret->may_miss = *at == '?';
    ret->type = skip(at + ret->may_miss);
    at = shape_past(ret->type);
    *s = at + (*at == '?');
    return true;
}

bool shape_is(const char *s, const char *word)
{
    size_t n = strcspn(s, signs);

    return strlen(word) == n && strncmp(s, word, n) == 0;
}

const char *shape_of(const char *s)
{
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_shapes; i++)
            if (shape_is(s, modules[m]->shapes[i].name))
                return modules[m]->shapes[i].is;
    ASSERT(!"a shape that no module names");
}

/* ---- JSON schema ---- */

static void put_null(struct json *j)
{
    json_open(j, NULL, '{');
    json_text(j, "type", "null");
    json_close(j, '}');
}

static void put_members(struct json *j, const char *s)
{
    struct shape_member m;
    char name[64];

    json_text(j, "type", "object");
    for (int pass = 0; pass < 2; pass++) {
        json_open(j, pass ? "properties" : "required", pass ? '{' : '[');
        for (const char *at = s; shape_next(&at, &m);) {
            ASSERT(m.n < sizeof name);
            memcpy(name, m.name, m.n);
            name[m.n] = '\0';
            if (pass)
                shape_write(j, name, m.type);
            else if (!m.may_miss)
                json_text(j, NULL, name);
        }
        json_close(j, pass ? '}' : ']');
    }
}

static void put_word(struct json *j, const char *s, bool null)
{
    for (size_t i = 0; i < COUNT(words); i++) {
        if (!shape_is(s, words[i].name))
            continue;
        if (null) {
            json_open(j, "type", '[');
            json_text(j, NULL, words[i].type);
            json_text(j, NULL, "null");
            json_close(j, ']');
        } else {
            json_text(j, "type", words[i].type);
        }
        if (words[i].member)
            json_text(j, words[i].member, words[i].value);
        return;
    }
    ASSERT(shape_is(s, "any"));
}

static void put_named(struct json *j, const char *s)
{
    char ref[96] = "#/components/schemas/";
    size_t n = strcspn(s, signs), at = strlen(ref);

    ASSERT(shape_of(s) && at + n < sizeof ref);
    memcpy(ref + at, s, n);
    ref[at + n] = '\0';
    json_text(j, "$ref", ref);
}

static void put_one(struct json *j, const char *s)
{
    if (*s == '{') {
        put_members(j, s + 1);
    } else if (*s == '[') {
        json_text(j, "type", "array");
        shape_write(j, "items", skip(s + 1));
    } else if (*s >= 'A' && *s <= 'Z') {
        put_named(j, s);
    } else {
        put_word(j, s, false);
    }
}

void shape_write(struct json *j, const char *name, const char *shape)
{
    const char *s = skip(shape);
    bool null = *shape_past(s) == '?', word = *s >= 'a' && *s <= 'z';

    json_open(j, name, '{');
    if (null && word) {
        put_word(j, s, true);
    } else if (null) {
        json_open(j, "anyOf", '[');
        json_open(j, NULL, '{');
        put_one(j, s);
        json_close(j, '}');
        put_null(j);
        json_close(j, ']');
    } else {
        put_one(j, s);
    }
    json_close(j, '}');
}

void shape_write_named(struct json *j)
{
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_shapes; i++)
            if (!strchr(modules[m]->shapes[i].name, ' '))
                shape_write(j, modules[m]->shapes[i].name, modules[m]->shapes[i].is);
}

bool shape_is_type(const char *s)
{
    return *s >= 'a' && *s <= 'z' && strchr(s, '/');
}

const char *shape_answer(const struct route *r)
{
    const char *method = r->method == GET ? "GET " : "POST ";
    size_t n = strlen(method);

    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_shapes; i++) {
            const struct shape *s = &modules[m]->shapes[i];

            if (strncmp(s->name, method, n) == 0 && strcmp(s->name + n, r->path) == 0)
                return s->is;
        }
    /* The dispatcher's, where a handler only says where to go on. */
    return r->method == POST ? "{ location text }" : NULL;
}
