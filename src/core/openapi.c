#include "core/openapi.h"

#include <string.h>

#include "core/cli.h"
#include "core/shape.h"
#include "core/table.h"
#include "core/tr.h"

/* "/tasks/:id/report" -> "/tasks/{id}/report" */
static const char *template_of(struct arena *a, const char *path)
{
    struct buf b = { .arena = a };

    for (const char *s = path; *s;) {
        size_t n = *s == ':' ? strcspn(s + 1, "/") : 0;

        if (n)
            buf_printf(&b, "{%.*s}", (int)n, s + 1);
        else
            buf_put(&b, s, 1);
        s += n + 1;
    }
    return buf_str(&b);
}

/* "task list" -> "task_list"; without a command: "get_tasks_id" */
static const char *operation_id(struct arena *a, const struct route *r)
{
    struct buf b = { .arena = a };

    if (!r->cmd)
        buf_text(&b, r->method == GET ? "get" : "post");
    for (const char *s = r->cmd ? r->cmd : r->path; *s; s++)
        if ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9'))
            buf_put(&b, s, 1);
        else if (b.n && b.p[b.n - 1] != '_')
            buf_text(&b, "_");
    return buf_str(&b);
}

static void put_choices(struct json *j, const char *choices)
{
    char word[64];

    json_open(j, "enum", '[');
    for (const char *s = choices; *s; s += strspn(s, " ")) {
        size_t n = strcspn(s, " ");

        ASSERT(n < sizeof word);
        memcpy(word, s, n);
        word[n] = '\0';
        json_text(j, NULL, word);
        s += n;
    }
    json_close(j, ']');
}

/* The members of the schema of one input. */
static void put_type(struct json *j, const struct input *in)
{
    json_text(j, "type", in->type == IN_INT ? "integer" : "string");
    if (in->type == IN_TEXT && in->min)
        json_int(j, "minLength", 1);
    if (in->type == IN_TEXT && in->max)
        json_int(j, "maxLength", (int64_t)in->max);
    if (in->type == IN_DAY)
        json_text(j, "format", "date");
    if (in->type == IN_ID)
        json_text(j, "pattern", "^[1-9][0-9]*$");
    if (in->type == IN_FILE)
        json_text(j, "contentMediaType", "application/octet-stream");
    if (in->type == IN_INT) {
        json_int(j, "minimum", (int64_t)in->min);
        json_int(j, "maximum", (int64_t)in->max);
    }
    if (in->type == IN_CHOICE)
        put_choices(j, in->choices);
}

static void put_parameter(struct json *j, const char *name, const char *in, const char *doc)
{
    json_open(j, NULL, '{');
    json_text(j, "name", name);
    json_text(j, "in", in);
    json_text(j, "description", doc);
    if (strcmp(in, "path") == 0)
        json_bool(j, "required", true);
}

static void put_shared(struct json *j, const char *ref)
{
    json_open(j, NULL, '{');
    json_text(j, "$ref", ref);
    json_close(j, '}');
}

static void put_parameters(struct ctx *c, struct json *j, const struct route *r)
{
    json_open(j, "parameters", '[');
    for (const char *s = strchr(r->path, ':'); s; s = strchr(s + 1, ':')) {
        const char *name = arena_strndup(c->arena, s + 1, strcspn(s + 1, "/"));

        put_parameter(j, name, "path", strcmp(name, "id") == 0 ? "the record's id" : name);
        json_open(j, "schema", '{');
        json_text(j, "type", "string");
        if (strcmp(name, "id") == 0)
            json_text(j, "pattern", "^[0-9]+$");
        json_close(j, '}');
        json_close(j, '}');
    }
    for (size_t i = 0; r->method == GET && i < r->n_inputs; i++) {
        put_parameter(j, r->inputs[i].name, "query", T(r->inputs[i].label));
        json_bool(j, "required", r->inputs[i].min > 0 && r->inputs[i].type != IN_INT);
        json_open(j, "schema", '{');
        put_type(j, &r->inputs[i]);
        json_close(j, '}');
        json_close(j, '}');
    }
    if (r->method == POST)
        put_shared(j, "#/components/parameters/IdempotencyKey");
    else if (r->flags & ROUTE_ETAG)
        put_shared(j, "#/components/parameters/IfNoneMatch");
    json_close(j, ']');
}

static void put_body(struct ctx *c, struct json *j, const struct route *r, const char *type)
{
    json_open(j, type, '{');
    json_open(j, "schema", '{');
    json_text(j, "type", "object");
    json_open(j, "required", '[');
    for (size_t i = 0; i < r->n_inputs; i++)
        if (r->inputs[i].min && r->inputs[i].type != IN_INT)
            json_text(j, NULL, r->inputs[i].name);
    json_close(j, ']');
    json_open(j, "properties", '{');
    for (size_t i = 0; i < r->n_inputs; i++) {
        json_open(j, r->inputs[i].name, '{');
        json_text(j, "description", T(r->inputs[i].label));
        put_type(j, &r->inputs[i]);
        json_close(j, '}');
    }
    json_close(j, '}');
    json_close(j, '}');
    json_close(j, '}');
}

/* ---- answers ---- */

/* types: of its content, to NULL; the first is the JSON of this shape, if there is one. */
static void put_answer(struct json *j, const char *status, const char *doc,
                       const char *const *types, const char *shape)
{
    json_open(j, status, '{');
    json_text(j, "description", doc);
    if (*types)
        json_open(j, "content", '{');
    for (size_t i = 0; types[i]; i++) {
        json_open(j, types[i], '{');
        if (i == 0 && shape)
            shape_write(j, "schema", shape);
        json_close(j, '}');
    }
    if (*types)
        json_close(j, '}');
    json_close(j, '}');
}

static void put_problem(struct json *j, const char *status)
{
    json_open(j, status, '{');
    json_text(j, "$ref", "#/components/responses/Problem");
    json_close(j, '}');
}

static void put_answers(struct json *j, const struct route *r)
{
    static const char *const none[] = { NULL }, *const json[] = { "application/json", NULL },
                             *const tables[] = { "application/json", "text/csv", TABLE_XLSX, NULL };
    const char *is = shape_answer(r);
    bool data = is && !shape_is_type(is);
    const char *const other[] = { is ? is : "text/html", NULL };

    json_open(j, "responses", '{');
    put_answer(j, "200",
               r->method == GET ? "the record or the page of records" : "done; where the record is",
               !data                    ? other
               : r->flags & ROUTE_TABLE ? tables
                                        : json,
               data ? is : NULL);
    if (r->flags & ROUTE_ETAG)
        put_answer(j, "304", "as it was when If-None-Match was learned", none, NULL);
    if (r->method == POST)
        put_answer(j, "303", "done; for forms of the HTML pages", none, NULL);
    put_problem(j, "400");
    if (strcmp(r->cap, CAP_PUBLIC) != 0) {
        put_problem(j, "401");
        put_problem(j, "403");
    }
    if (strchr(r->path, ':'))
        put_problem(j, "404");
    if (r->method == POST)
        put_problem(j, "409");
    if (r->n_inputs)
        put_problem(j, "422");
    put_problem(j, "default");
    json_close(j, '}');
}

static void put_operation(struct ctx *c, struct json *j, const struct module *m,
                          const struct route *r)
{
    json_open(j, r->method == GET ? "get" : "post", '{');
    json_text(j, "operationId", operation_id(c->arena, r));
    json_text(j, "summary", T(r->doc));
    json_open(j, "tags", '[');
    json_text(j, NULL, m->name);
    json_close(j, ']');
    json_text(j, "x-right", r->cap);
    if (strcmp(r->cap, CAP_PUBLIC) == 0) {
        json_open(j, "security", '[');
        json_close(j, ']');
    }
    put_parameters(c, j, r);
    if (r->method == POST && r->n_inputs) {
        json_open(j, "requestBody", '{');
        json_open(j, "content", '{');
        if (r->flags & ROUTE_UPLOAD) {
            put_body(c, j, r, "multipart/form-data");
        } else {
            put_body(c, j, r, "application/json");
            put_body(c, j, r, "application/x-www-form-urlencoded");
        }
        json_close(j, '}');
        json_close(j, '}');
    }
    put_answers(j, r);
    json_close(j, '}');
}

/* Is this the first route of its path? Those that follow are told with it. */
static bool is_first(const struct route *r)
{
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            if (&modules[m]->routes[i] == r)
                return true;
            if (strcmp(modules[m]->routes[i].path, r->path) == 0)
                return false;
        }
    return true;
}

static void put_path(struct ctx *c, struct json *j, const struct route *first)
{
    json_open(j, template_of(c->arena, first->path), '{');
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++)
            if (strcmp(modules[m]->routes[i].path, first->path) == 0)
                put_operation(c, j, modules[m], &modules[m]->routes[i]);
    json_close(j, '}');
}

/* ---- what all share ---- */

/* The constant part, written once as it goes out. */
static const char components[] =
    "{\"securitySchemes\":{"
    "\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"__Host-session\","
    "\"description\":\"set by signing in; POSTs then need the field csrf of a form\"},"
    "\"token\":{\"type\":\"http\",\"scheme\":\"bearer\","
    "\"description\":\"for programs: lienthong token --account NAME\"}},"
    "\"parameters\":{"
    "\"IdempotencyKey\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"required\":false,"
    "\"description\":\"a name of your own for this change: sent again, it is not done twice\","
    "\"schema\":{\"type\":\"string\",\"maxLength\":100}},"
    "\"IfNoneMatch\":{\"name\":\"If-None-Match\",\"in\":\"header\",\"required\":false,"
    "\"description\":\"the ETag of an earlier answer; 304 if nothing changed\","
    "\"schema\":{\"type\":\"string\"}}},"
    "\"responses\":{\"Problem\":{\"description\":\"what went wrong (RFC 9457)\",\"content\":{"
    "\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}},"
    "\"schemas\":{\"Problem\":{\"type\":\"object\",\"required\":[\"status\",\"title\"],"
    "\"properties\":{"
    "\"status\":{\"type\":\"integer\"},\"title\":{\"type\":\"string\",\"description\":"
    "\"a sentence for people, in the language asked "
    "for\"},\"fields\":{\"type\":\"array\",\"items\":{"
    "\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"message\":{\"type\":"
    "\"string\"}}}}}}";

void openapi_write(struct ctx *c, const char *server, struct buf *out)
{
    struct json j = { .out = out };

    json_open(&j, NULL, '{');
    json_text(&j, "openapi", "3.1.0");
    json_open(&j, "info", '{');
    json_text(&j, "title", "Liên thông");
    json_text(&j, "version", LIENTHONG_VERSION);
    json_text(&j, "description",
              "Add .json to an address, or send Accept: application/json; tables also .csv and "
              ".xlsx. Ids are strings. Lists are paged by key: follow \"next\".");
    json_close(&j, '}');
    json_open(&j, "servers", '[');
    json_open(&j, NULL, '{');
    json_text(&j, "url", *server ? server : "/");
    json_close(&j, '}');
    json_close(&j, ']');
    json_open(&j, "security", '[');
    for (int i = 0; i < 2; i++) {
        json_open(&j, NULL, '{');
        json_open(&j, i ? "token" : "session", '[');
        json_close(&j, ']');
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_open(&j, "paths", '{');
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++)
            if (is_first(&modules[m]->routes[i]))
                put_path(c, &j, &modules[m]->routes[i]);
    json_close(&j, '}');
    buf_printf(out, ",\"components\":%s", components);
    shape_write_named(&j);
    buf_text(out, "}}");
    json_close(&j, '}');
}
