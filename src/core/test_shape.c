/* Is an answer what its route says of it? */
#include "core/json_read.h"
#include "core/shape.h"
#include "core/test.h"

static const char *differs(struct ctx *c, const struct json_value *v, const char *s,
                           const char *at);

static bool is_word(const struct json_value *v, const char *s)
{
    enum json_kind k = json_kind(v);
    const char *t = k == JSON_IS_TEXT ? json_own_text(v) : "";
    int64_t n;

    if (shape_is(s, "any"))
        return true;
    if (shape_is(s, "int"))
        return k == JSON_IS_INT;
    if (shape_is(s, "number"))
        return k == JSON_IS_INT || k == JSON_IS_REAL;
    if (shape_is(s, "bool"))
        return k == JSON_IS_BOOL;
    if (shape_is(s, "text"))
        return k == JSON_IS_TEXT;
    if (shape_is(s, "id"))
        return k == JSON_IS_TEXT && *t && strspn(t, "0123456789") == strlen(t);
    if (shape_is(s, "day"))
        return k == JSON_IS_TEXT && day_parse(t, &n);
    return shape_is(s, "time") && k == JSON_IS_TEXT && strlen(t) > 18 && t[10] == 'T';
}

static const char *differs_list(struct ctx *c, const struct json_value *v, const char *s,
                                const char *at)
{
    const char *why = NULL;

    if (json_kind(v) != JSON_IS_ARRAY)
        return arena_printf(c->arena, "%s is no list", at);
    for (size_t i = 0; i < json_count(v) && !why; i++)
        why = differs(c, json_at(v, i), s, arena_printf(c->arena, "%s[%zu]", at, i));
    return why;
}

static bool is_member(const char *s, const char *name)
{
    struct shape_member m;

    while (shape_next(&s, &m))
        if (strlen(name) == m.n && strncmp(name, m.name, m.n) == 0)
            return true;
    return false;
}

static const char *differs_object(struct ctx *c, const struct json_value *v, const char *s,
                                  const char *at)
{
    struct shape_member m;

    if (json_kind(v) != JSON_IS_OBJECT)
        return arena_printf(c->arena, "%s is no object", at);
    json_members all = json_each(c, v);
    for (size_t i = 0; i < all.n; i++)
        if (!is_member(s, all.v[i].name))
            return arena_printf(c->arena, "%s.%s is not told of", at, all.v[i].name);
    for (const char *next = s; shape_next(&next, &m);) {
        const struct json_value *one = NULL;
        const char *name = arena_strndup(c->arena, m.name, m.n);

        for (size_t i = 0; i < all.n; i++)
            if (strcmp(all.v[i].name, name) == 0)
                one = all.v[i].value;
        if (!one && !m.may_miss)
            return arena_printf(c->arena, "%s.%s is missing", at, name);
        const char *why =
            one ? differs(c, one, m.type, arena_printf(c->arena, "%s.%s", at, name)) : NULL;
        if (why)
            return why;
    }
    return NULL;
}

static const char *differs(struct ctx *c, const struct json_value *v, const char *s, const char *at)
{
    if (*shape_past(s) == '?' && json_kind(v) == JSON_IS_NULL)
        return NULL;
    if (*s == '{')
        return differs_object(c, v, s + 1, at);
    if (*s == '[')
        return differs_list(c, v, s + 1, at);
    if (*s >= 'A' && *s <= 'Z')
        return differs(c, v, shape_of(s), at);
    return is_word(v, s) ? NULL
                         : arena_printf(c->arena, "%s is no %s", at,
                                        arena_strndup(c->arena, s, (size_t)(shape_past(s) - s)));
}

void test_shape(struct ctx *c, const struct route *r, const struct res *s)
{
    const struct json_value *v;
    const char *is = shape_answer(r), *method = r->method == GET ? "GET" : "POST";

    if (s->status < 200 || s->status > 201 || !s->type || !s->body.n)
        return;
    if (is && shape_is_type(is)) {
        if (strncmp(s->type, is, strlen(is)) != 0 && strncmp(s->type, "text/html", 9) != 0)
            test_failed(__FILE__, __LINE__, "%s %s: %s, not %s", method, r->path, s->type, is);
        return;
    }
    if (strcmp(s->type, "application/json") != 0)
        return;
    if (!is) {
        test_failed(__FILE__, __LINE__, "%s %s: no row tells of its JSON", method, r->path);
        return;
    }
    struct ctx one = *c;
    one.err = (struct err){ 0 };
    if (!json_parse(&one, (struct bytes){ s->body.p, s->body.n }, &v)) {
        test_failed(__FILE__, __LINE__, "%s %s: %s", method, r->path, one.err.message);
        return;
    }
    const char *why = differs(c, v, is, "answer");
    if (why)
        test_failed(__FILE__, __LINE__, "%s %s: %s", method, r->path, why);
}
