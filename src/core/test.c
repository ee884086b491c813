#include "core/test.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/conf.h"
#include "core/db_driver.h"
#include "core/html_check.h"
#include "core/test_pg.h"

static struct test *tests;
static int failures;

void test_add(struct test *t)
{
    t->next = tests;
    tests = t;
}

void test_failed(const char *file, int line, const char *fmt, ...)
{
    va_list ap;

    failures++;
    printf("%s:%d: ", file, line);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
}

static int hex(char ch)
{
    return ch >= 'a' ? ch - 'a' + 10 : ch >= 'A' ? ch - 'A' + 10 : ch - '0';
}

static const char *decode(struct arena *a, const char *s, size_t n)
{
    struct buf b = { .arena = a };

    for (size_t i = 0; i < n; i++)
        if (s[i] == '%' && i + 2 < n + 0) {
            char ch = (char)(hex(s[i + 1]) * 16 + hex(s[i + 2]));

            buf_put(&b, &ch, 1);
            i += 2;
        } else {
            buf_put(&b, s[i] == '+' ? " " : &s[i], 1);
        }
    return buf_str(&b);
}

static void read_path(struct ctx *c, struct req *q, const char *path)
{
    size_t n = strcspn(path, "?"), end = n;

    if (n > 5 && strncmp(path + n - 5, ".json", 5) == 0)
        q->face = FACE_JSON, end = n - 5;
    else if (n > 4 && strncmp(path + n - 4, ".csv", 4) == 0)
        q->face = FACE_CSV, end = n - 4;
    else if (n > 5 && strncmp(path + n - 5, ".xlsx", 5) == 0)
        q->face = FACE_XLSX, end = n - 5;
    q->path = arena_strndup(c->arena, path, end);
    q->query = path[n] ? path + n + 1 : "";
    for (const char *p = path + n; *p;) {
        size_t name = strcspn(++p, "=&"), all = strcspn(p, "&");

        *LIST_PUSH(c->arena, &q->params) =
            (struct param){ decode(c->arena, p, name),
                            name < all ? decode(c->arena, p + name + 1, all - name - 1) : "" };
        p += all;
    }
}

/* ---- was each route exercised: allowed, refused, with wrong input? ---- */

enum { ALLOWED = 1, REFUSED = 2, WRONG = 4, MAX_ROUTES = 512 };
static struct exercised {
    const struct route *route;
    unsigned how;
} exercised[MAX_ROUTES];
static size_t n_exercised;

static unsigned how_of(const struct res *s)
{
    if (s->status == 401 || s->status == 403 ||
        (s->location && strncmp(s->location, "/sign-in?next=", 14) == 0))
        return REFUSED;
    return s->status < 400 ? ALLOWED : s->status < 500 ? WRONG : 0;
}

static void note_exercise(const struct route *r, unsigned how)
{
    size_t i = 0;

    while (i < n_exercised && exercised[i].route != r)
        i++;
    ASSERT(i < MAX_ROUTES);
    n_exercised += i == n_exercised;
    exercised[i].route = r;
    exercised[i].how |= how;
}

/* What a route must have been shown: refusal unless it is public, wrong input where it takes any.
 */
static unsigned needed(const struct route *r)
{
    bool open = strcmp(r->cap, CAP_PUBLIC) == 0;
    bool takes_input = r->n_inputs || (r->flags & ROUTE_UPLOAD) || strchr(r->path, ':');

    if (r->flags & ROUTE_SIGN_IN)
        return ALLOWED | WRONG;
    return ALLOWED | (open ? 0 : REFUSED) | (takes_input ? WRONG : 0);
}

static int report_unexercised(void)
{
    int missing = 0;

    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            const struct route *r = &modules[m]->routes[i];
            unsigned how = 0;

            for (size_t k = 0; k < n_exercised; k++)
                if (exercised[k].route == r)
                    how = exercised[k].how;
            unsigned lacks = needed(r) & ~how;

            if (!lacks)
                continue;
            missing++;
            printf("not exercised:%s%s%s %s %s\n", lacks & ALLOWED ? " allowed" : "",
                   lacks & REFUSED ? " refused" : "", lacks & WRONG ? " wrong-input" : "",
                   r->method == GET ? "GET" : "POST", r->path);
        }
    return missing;
}

/* Every page that any test sees is read strictly. */
static void check_markup(struct ctx *c, enum method m, const char *path, const struct res *s)
{
    if (!s->type || strncmp(s->type, "text/html", 9) != 0 || !s->body.n)
        return;
    const char *report = html_check(c->arena, s->body.p);

    if (*report)
        test_failed(__FILE__, __LINE__, "%s %s: %s", m == GET ? "GET" : "POST", path, report);
}

struct req test_req(enum method m)
{
    return (struct req){ .method = m,
                         .cookie = "",
                         .authorization = "",
                         .accept_language = "en",
                         .if_none_match = "",
                         .idempotency_key = "",
                         .address = "127.0.0.1",
                         .user_agent = "test",
                         .same_origin = true };
}

static struct res send_req(struct ctx *c, const struct actor *who, struct req *q, const char *path)
{
    struct ctx one = *c;
    struct res s = { .body.arena = c->arena };
    bool expected = c->db && c->db->fail_after > 0; /* test_each_failure() */

    one.err = (struct err){ 0 };
    one.actor = who;
    read_path(c, q, path);
    web_handle(&one, q, &s);
    if (q->route)
        note_exercise(q->route, how_of(&s));
    buf_text(&s.body, "");
    check_markup(c, q->method, path, &s);
    if (q->route)
        test_shape(c, q->route, &s);
    if (s.status >= 500 && one.err.detail && !expected)
        printf("%s: %s: %s\n", path, one.err.message, one.err.detail);
    return s;
}

struct res ask_req(struct ctx *c, struct req *q, const char *path)
{
    static const struct actor nobody = { .name = "", .person = "", .csrf = "" };

    return send_req(c, &nobody, q, path);
}

static struct res ask_with(struct ctx *c, const struct actor *who, enum method m, const char *path,
                           const struct upload *u)
{
    bool (*identify)(struct ctx *, const struct req *, struct actor *) = web_identify;
    struct req q = test_req(m);

    if (u)
        *LIST_PUSH(c->arena, &q.uploads) = *u;
    if (m == POST && who->csrf && *who->csrf)
        *LIST_PUSH(c->arena, &q.params) = (struct param){ "csrf", who->csrf };
    if (who->id) /* the actor is given: nobody else is asked */
        web_identify = NULL;
    struct res s = send_req(c, who, &q, path);
    web_identify = identify;
    return s;
}

struct res ask_as(struct ctx *c, const struct actor *who, enum method m, const char *path)
{
    return ask_with(c, who, m, path, NULL);
}

struct res ask_upload(struct ctx *c, const struct actor *who, const char *path,
                      const struct upload *u)
{
    return ask_with(c, who, POST, path, u);
}

struct actor test_actor(struct ctx *c, const char *caps)
{
    struct actor who = { .id = *caps ? 1 : 0,
                         .name = "tester",
                         .person = "Tester",
                         .everywhere = true,
                         .csrf = *caps ? "token" : "",
                         .lang = "en" };

    for (const char *s = caps; *s; s += strcspn(s, " "), s += strspn(s, " "))
        who.caps |= web_cap(arena_strndup(c->arena, s, strcspn(s, " ")));
    return who;
}

struct res ask(struct ctx *c, const char *caps, enum method m, const char *path)
{
    struct actor who = test_actor(c, caps);

    return ask_as(c, &who, m, path);
}

bool test_write(struct ctx *c, bool (*fn)(struct ctx *c, void *arg), void *arg)
{
    return exec_now(c, fn, arg);
}

static bool migrate_all(struct ctx *c)
{
    static bool there; /* PostgreSQL: the schema outlives the test */
    bool pg = db_is_pg(c->db);

    for (size_t i = 0; i < n_modules && !(pg && there); i++)
        if (!db_migrate(c, modules[i]->name, modules[i]->schema, modules[i]->n_schema))
            return false;
    if (pg && !test_pg_reset(c))
        return false;
    there = pg;
    for (size_t i = 0; i < n_modules; i++)
        if (modules[i]->start && !modules[i]->start(c))
            return false;
    return true;
}

static void run_one(struct test *t, const char *url)
{
    static const struct conf conf = { .data = "build/test-data",
                                      .db = "",
                                      .listen = "127.0.0.1",
                                      .public_url = "",
                                      .today = "2025-08-28",
                                      .session_idle_minutes = 30,
                                      .session_hours = 10,
                                      .upload_mb = 100 };
    struct app *app = app_new(&conf);
    struct ctx c = app_ctx(app, (size_t)1 << 30);
    static const struct actor tester = {
        .id = 1, .name = "tester", .person = "Tester", .csrf = ""
    };

    c.actor = &tester;
    c.lang = "en";
    bool ok = db_open(&c, url, &c.db) && migrate_all(&c);
    struct db *db = c.db;

    if (ok)
        t->run(&c);
    else
        test_failed(t->file, 0, "no database: %s: %s", c.err.message,
                    c.err.detail ? c.err.detail : "");
    if (db)
        db_rollback(&(struct ctx){ .db = db });
    db_close(&db);
    arena_free(&c.arena);
    app_free(&app);
}

int main(int argc, char **argv)
{
    const char *only = argc > 1 ? argv[1] : "", *pg = getenv("LT_TEST_PG");
    struct app *app = app_new(NULL);
    struct ctx boot = app_ctx(app, 1 << 20);
    int n = 0, failed = 0;

    setvbuf(stdout, NULL, _IOLBF, 0);
    boot.lang = "en";
    if (!web_boot(&boot)) {
        printf("%s\n", boot.err.message);
        return 1;
    }
    if (pg)
        pg = test_pg_start(pg);
    for (struct test *t = tests; t; t = t->next) {
        int before = failures;

        if (!strstr(t->name, only))
            continue;
        run_one(t, pg ? pg : ":memory:");
        n++;
        if (failures > before) {
            failed++;
            printf("FAILED %s\n", t->name);
        }
    }
    if (!*only) {
        bool all = report_unexercised() == 0;

        n++;
        failed += !all && getenv("LT_ALL_ROUTES");
    }
    if (pg)
        test_pg_stop();
    arena_free(&boot.arena);
    app_free(&app);
    printf("%d passed, %d failed\n", n - failed, failed);
    return failed != 0 || n == 0;
}
