#include <unistd.h>

#include "core/cli.h"
#include "core/json_read.h"
#include "core/openapi.h"
#include "core/test.h"

static char **words(struct ctx *c, const char *line, int *ret_n)
{
    char **v = arena_alloc(c->arena, 32 * sizeof *v);

    *ret_n = 0;
    for (const char *s = line; *s; s += strspn(s, " ")) {
        size_t n = strcspn(s, " ");
        char *word = arena_alloc(c->arena, n + 1);

        memcpy(word, s, n);
        v[(*ret_n)++] = word;
        s += n;
    }
    return v;
}

TEST(cli_flags_are_taken_out_of_the_words)
{
    int n;
    char **v = words(c, "one --name a.b two --other=c --dry three", &n);
    const char *name = NULL, *other = NULL, *none = "unset";

    CHECK_OK(c, cli_flag(c, &n, v, "name", &name));
    CHECK_OK(c, cli_flag(c, &n, v, "other", &other));
    CHECK_OK(c, cli_flag(c, &n, v, "none", &none));
    CHECK(cli_switch(&n, v, "dry"));
    CHECK(!cli_switch(&n, v, "dry"));
    CHECK_STR(name, "a.b");
    CHECK_STR(other, "c");
    CHECK_STR(none, "unset");
    CHECK_INT(n, 3);
    CHECK_STR(v[2], "three");
    CHECK(v[3] == NULL);
}

TEST(cli_flag_without_its_value_is_refused)
{
    int n;
    char **v = words(c, "--name", &n);
    const char *name = NULL;

    CHECK(!cli_flag(c, &n, v, "name", &name));
    CHECK_FAILED(c, ERR_MALFORMED);
}

TEST(cli_words_that_nobody_takes_are_refused)
{
    int n;
    char **v = words(c, "a --what", &n);

    CHECK(!cli_rest(c, n, v, 1));
    CHECK_FAILED(c, ERR_MALFORMED);
    v = words(c, "a b", &n);
    CHECK(!cli_rest(c, n, v, 1));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(cli_rest(c, n, v, 2));
}

TEST(cli_finds_the_longest_name_of_a_route)
{
    int n, used;
    char **v = words(c, "help", &n);

    CHECK(cli_route(n, v, &used) == NULL);
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            const struct route *r = &modules[m]->routes[i];

            if (!r->cmd)
                continue;
            v = words(c, arena_printf(c->arena, "%s 17", r->cmd), &n);
            const struct route *found = cli_route(n, v, &used);
            CHECK(found && strcmp(found->cmd, r->cmd) == 0);
            CHECK_INT(used, n - 1);
        }
}

static bool answer(struct ctx *c, const struct req *q, struct res *s)
{
    struct json j = { .out = &s->body };

    s->status = 200;
    json_open(&j, NULL, '{');
    json_text(&j, "id", req_text(q, "id"));
    json_text(&j, "product_day", req_text(q, "product_day"));
    json_close(&j, '}');
    return q->method == GET || fail(c, ERR_INPUT, "no");
}

TEST(cli_refuses_what_a_route_does_not_take)
{
    static const struct input inputs[] = { { "product_day", "day", IN_DAY, 0, 0, 0, NULL } };
    const struct route r = { GET, "/x/:id/y", answer,        CAP_PUBLIC, "test", "x y",
                             0,   inputs,     COUNT(inputs), NULL,       NULL };
    struct res s = { 0 };
    int n;
    char **v = words(c, "", &n);

    CHECK(!cli_ask(c, &r, n, v, NULL, &s)); /* which id? */
    CHECK_FAILED(c, ERR_MALFORMED);
    v = words(c, "17 --produkt-day 2025-08-28", &n);
    CHECK(!cli_ask(c, &r, n, v, NULL, &s));
    CHECK_HAS(c->err.message, "product_day"); /* did you mean? */
    CHECK_FAILED(c, ERR_MALFORMED);
    v = words(c, "17 18", &n);
    CHECK(!cli_ask(c, &r, n, v, NULL, &s));
    CHECK_FAILED(c, ERR_MALFORMED);
    v = words(c, "1/2", &n);
    CHECK(!cli_ask(c, &r, n, v, NULL, &s));
    CHECK_FAILED(c, ERR_MALFORMED);
}

TEST(cli_asks_a_route_and_gives_its_json)
{
    int n, used;
    char **v = words(c, "core health", &n);
    const struct route *r = cli_route(n, v, &used);
    struct res s = { 0 };

    CHECK(r && used == 2);
    if (!r)
        return;
    CHECK_OK(c, cli_ask(c, r, 0, v + 2, NULL, &s));
    CHECK_HAS(buf_str(&s.body), "ok");
}

TEST(cli_help_tells_of_every_command)
{
    struct buf all = { .arena = c->arena }, man = { .arena = c->arena };

    CHECK(cli_help(c, "", &all));
    cli_man(c, &man);
    CHECK_HAS(man.p, ".TH LIENTHONG 1");
    for (size_t m = 0; m < n_modules; m++) {
        for (size_t i = 0; i < modules[m]->n_commands; i++) {
            struct buf one = { .arena = c->arena };

            CHECK_HAS(all.p, modules[m]->commands[i].name);
            CHECK(cli_help(c, modules[m]->commands[i].name, &one));
        }
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            struct buf one = { .arena = c->arena };

            if (!modules[m]->routes[i].cmd)
                continue;
            CHECK_HAS(all.p, modules[m]->routes[i].cmd);
            CHECK(cli_help(c, modules[m]->routes[i].cmd, &one));
            CHECK_HAS(one.p, modules[m]->routes[i].path);
        }
    }
    CHECK(!cli_help(c, "no such thing", &all));
    CHECK(!cli_help(c, "nothing", &all));
    CHECK(cli_help(c, "core", &all)); /* a module, or what commands begin with */
}

TEST(cli_rights_name_who_may_do_what)
{
    struct buf text = { .arena = c->arena }, json = { .arena = c->arena };
    const struct json_value *j;

    cli_rights(c, false, &text);
    CHECK_HAS(text.p, "/healthz");
    cli_rights(c, true, &json);
    CHECK_OK(c, json_parse(c, (struct bytes){ buf_str(&json), json.n }, &j));
    CHECK(json_count(j) > 0);
}

TEST(backup_holds_what_was_committed)
{
    const char *from = "build/backup-test.db", *to = "build/backup-test-copy.db";
    struct db *had = c->db, *db = NULL;

    unlink(from), unlink(to);
    CHECK_OK(c, db_open(c, from, &db));
    CHECK_OK(c, db_migrate(c, "-", NULL, 0)); /* makes the table of steps */
    CHECK_OK(c, db_backup(c, from, to));
    db_close(&db);
    CHECK(access(to, R_OK) == 0);
    CHECK(!db_backup(c, "build/no-such-folder/x.db", "build/y.db"));
    CHECK_FAILED(c, ERR_SYSTEM);
    CHECK(access("build/y.db", F_OK) != 0);
    unlink(from), unlink(to);
    unlink("build/backup-test.db-wal"), unlink("build/backup-test.db-shm");
    c->db = had;
}

/* ---- the description of the API ---- */

static bool has_operation(const struct json_value *paths, struct ctx *c, const struct route *r)
{
    struct buf path = { .arena = c->arena };

    for (const char *s = r->path; *s;) {
        size_t n = *s == ':' ? strcspn(s + 1, "/") : 0;

        buf_printf(&path, n ? "{%.*s}" : "%.*s", n ? (int)n : 1, n ? s + 1 : s);
        s += n + 1;
    }
    const struct json_value *op =
        json_get(json_get(paths, buf_str(&path)), r->method == GET ? "get" : "post");
    const struct json_value *answers = json_get(op, "responses");

    return *json_str(op, "operationId") && *json_str(json_get(answers, "default"), "$ref") &&
           !*json_str(json_get(answers, "304"), "description") == !(r->flags & ROUTE_ETAG);
}

TEST(openapi_describes_every_route_once)
{
    struct buf b = { .arena = c->arena };
    const struct json_value *j;

    openapi_write(c, "", &b);
    CHECK_OK(c, json_parse(c, (struct bytes){ buf_str(&b), b.n }, &j));
    CHECK_STR(json_str(j, "openapi"), "3.1.0");
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++)
            if (!has_operation(json_get(j, "paths"), c, &modules[m]->routes[i]))
                test_failed(__FILE__, __LINE__, "%s is not described", modules[m]->routes[i].path);
    CHECK_INT(ask(c, "", GET, "/openapi.json").status, 200);
}

static bool is_route(const char *name)
{
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            const struct route *r = &modules[m]->routes[i];
            const char *space = strchr(name, ' ');

            if (strcmp(space + 1, r->path) == 0 &&
                strncmp(name, r->method == GET ? "GET " : "POST ", 4) == 0)
                return true;
        }
    return false;
}

TEST(openapi_tells_the_shape_of_answers_and_each_shape_is_that_of_a_route)
{
    struct res s = ask(c, "", GET, "/openapi.json");

    CHECK_HAS(s.body.p, "{\"$ref\":\"#/components/schemas/Figures\"}");
    CHECK_HAS(s.body.p, "\"open_overdue\":{\"type\":\"integer\"}");
    CHECK_HAS(s.body.p, "\"Task\":{\"type\":\"object\",\"required\":[\"id\",\"title\"");
    CHECK_HAS(s.body.p, "\"due\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"}");
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_shapes; i++) {
            const char *name = modules[m]->shapes[i].name;

            if (strchr(name, ' ') && !is_route(name))
                test_failed(__FILE__, __LINE__, "%s is no route", name);
        }
}

/* ---- pages ---- */

TEST(help_page_lists_what_this_person_may_do)
{
    struct res s = ask(c, "", GET, "/help");

    CHECK_INT(s.status, 200);
    CHECK_HAS(s.body.p, "/healthz");
    CHECK_HAS(s.body.p, "You are not signed in");
    CHECK_HAS(ask(c, "", GET, "/help.json").body.p, "\"path\":\"/healthz\"");
}

static const char *cookie(const struct res *s)
{
    for (size_t i = 0; i < s->headers.n; i++)
        if (strcmp(s->headers.v[i].name, "Set-Cookie") == 0)
            return s->headers.v[i].value;
    return "";
}

TEST(language_is_kept_in_a_cookie)
{
    struct res s = ask(c, "", GET, "/language/de?next=/help");

    CHECK_INT(s.status, 303);
    CHECK_STR(s.location, "/help");
    CHECK_HAS(cookie(&s), "lang=de; Path=/");
    CHECK_INT(ask(c, "", GET, "/language/xx").status, 404);
}

TEST(language_change_goes_only_to_our_own_pages)
{
    static const char *const elsewhere[] = { "//evil.example/", "/%5Cevil.example",
                                             "https://evil.example/", "javascript:alert(1)", "" };

    for (size_t i = 0; i < COUNT(elsewhere); i++) {
        struct res s =
            ask(c, "", GET, arena_printf(c->arena, "/language/vi?next=%s", elsewhere[i]));

        CHECK_STR(s.location, "/");
    }
}
