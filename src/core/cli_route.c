/* Routes as commands: words become a request, asked in this process. */
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/app.h"
#include "core/cli.h"
#include "core/db.h"
#include "core/text.h"

/* How many of the words the name of a command is, 0: another name. */
static int name_words(const char *name, int argc, char **argv)
{
    int n = 0;

    for (const char *s = name; *s; n++) {
        size_t len = strcspn(s, " ");

        if (n >= argc || strlen(argv[n]) != len || strncmp(argv[n], s, len) != 0)
            return 0;
        s += len + (s[len] == ' ');
    }
    return n;
}

const struct route *cli_route(int argc, char **argv, int *ret_words)
{
    const struct route *found = NULL;

    *ret_words = 0;
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            const struct route *r = &modules[m]->routes[i];
            int n = r->cmd ? name_words(r->cmd, argc, argv) : 0;

            if (n > *ret_words) { /* "unit list all" is not "unit list" */
                *ret_words = n;
                found = r;
            }
        }
    return found;
}

/* ---- flags ---- */

/* "product-day" and "product_day" are the same flag. */
static bool is_name(const char *flag, size_t n, const char *name)
{
    size_t i = 0;

    for (; i < n && name[i]; i++)
        if (flag[i] != name[i] && !(flag[i] == '-' && name[i] == '_'))
            return false;
    return i == n && !name[i];
}

static const struct input *find_input(const struct route *r, const char *flag, size_t n)
{
    for (size_t i = 0; i < r->n_inputs; i++)
        if (is_name(flag, n, r->inputs[i].name))
            return &r->inputs[i];
    return NULL;
}

static bool is_in_path(const struct route *r, const char *flag, size_t n)
{
    for (const char *s = strchr(r->path, ':'); s; s = strchr(s + 1, ':'))
        if (strcspn(s + 1, "/") == n && strncmp(s + 1, flag, n) == 0)
            return true;
    return false;
}

static void forget_file(void *path)
{
    unlink(path); /* gone already where it was attached */
}

/* A file of the caller is copied into the data folder, because attaching takes it over. */
static bool take_file(struct ctx *c, struct req *q, const char *field, const char *path)
{
    struct buf name = { .arena = c->arena };
    const char *slash = strrchr(path, '/');
    EVP_MD_CTX *sha = EVP_MD_CTX_new();
    unsigned char hash[EVP_MAX_MD_SIZE];
    struct buf hex = { .arena = c->arena };
    char *block = arena_alloc(c->arena, 1 << 16);
    FILE *in = fopen(path, "rbe"), *out = NULL;
    int64_t size = 0;

    buf_printf(&name, "%s/upload-%lld", c->app->conf->data, (long long)new_id(c));
    if (in)
        out = fopen(name.p, "wbxe");
    bool ok = out && sha && EVP_DigestInit_ex(sha, EVP_sha256(), NULL);

    for (size_t n; ok && (n = fread(block, 1, 1 << 16, in)) > 0; size += (int64_t)n)
        ok = fwrite(block, 1, n, out) == n && EVP_DigestUpdate(sha, block, n);
    ok = ok && EVP_DigestFinal_ex(sha, hash, NULL) && fflush(out) == 0 && fsync(fileno(out)) == 0;
    EVP_MD_CTX_free(sha);
    if (in)
        fclose(in);
    if (out)
        fclose(out);
    if (out)
        arena_on_free(c->arena, forget_file, name.p);
    if (!ok)
        return fail(c, ERR_INPUT, "the file %s cannot be read", path);
    for (size_t i = 0; i < 32; i++)
        buf_printf(&hex, "%02x", hash[i]);
    *LIST_PUSH(c->arena, &q->uploads) =
        (struct upload){ field, slash ? slash + 1 : path, name.p, size, buf_str(&hex) };
    return true;
}

/* "@annex.csv" or "@-" (standard input) for the long texts of imports. */
static bool read_text(struct ctx *c, const char *path, const char **ret, size_t *ret_n)
{
    struct buf b = { .arena = c->arena };
    char *block = arena_alloc(c->arena, 1 << 16);
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");

    if (!in)
        return fail(c, ERR_INPUT, "the file %s cannot be read", path);
    for (size_t n; b.n < (16 << 20) && (n = fread(block, 1, 1 << 16, in)) > 0;)
        buf_put(&b, block, n);
    if (in != stdin)
        fclose(in);
    *ret = buf_str(&b);
    *ret_n = b.n;
    return true;
}

static bool add_param(struct ctx *c, struct req *q, const struct route *r, const char *name,
                      const char *value)
{
    size_t n = strlen(value);

    if ((r->flags & ROUTE_LARGE) && value[0] == '@' && !read_text(c, value + 1, &value, &n))
        return false;
    if (!text_clean(c->arena, value, n, &value))
        return fail(c, ERR_MALFORMED, "--%s is not UTF-8 text", name);
    *LIST_PUSH(c->arena, &q->params) = (struct param){ name, value };
    return true;
}

/* One "--name value"; a choice of one word needs no value. *ret_taken: words used. */
static bool take_flag(struct ctx *c, struct req *q, const struct route *r, char **argv,
                      int *ret_taken)
{
    const char *flag = argv[0] + 2;
    size_t n = strcspn(flag, "=");
    const struct input *in = find_input(r, flag, n);
    const char *value = flag[n] ? flag + n + 1 : argv[1];

    *ret_taken = flag[n] ? 1 : 2;
    if (!in && !is_in_path(r, flag, n)) {
        const char **own = arena_alloc(c->arena, (r->n_inputs + 1) * sizeof *own);

        for (size_t i = 0; i < r->n_inputs; i++)
            own[i] = r->inputs[i].name;
        conf_unknown(c, argv[0], own, r->n_inputs);
        c->err.kind = ERR_MALFORMED;
        return false;
    }
    if (in && in->type == IN_CHOICE && !flag[n] && !strchr(in->choices, ' ') &&
        (!value || strcmp(value, in->choices) != 0)) {
        value = in->choices;
        *ret_taken = 1;
    }
    if (!value)
        return fail(c, ERR_MALFORMED, "--%s needs a value", flag);
    if (in && in->type == IN_FILE)
        return take_file(c, q, in->name, value);
    return add_param(c, q, r, in ? in->name : arena_strndup(c->arena, flag, n), value);
}

/* The path with the values of its parameters, from flags or, in order, from free words. */
static bool fill_path(struct ctx *c, struct req *q, const struct route *r, int argc, char **argv)
{
    struct buf b = { .arena = c->arena };
    int used = 0;

    for (const char *s = r->path; *s;) {
        if (*s != ':') {
            buf_put(&b, s++, 1);
            continue;
        }
        size_t n = strcspn(++s, "/");
        const char *name = arena_strndup(c->arena, s, n), *value = req_text(q, name);

        if (!*value && used < argc)
            value = argv[used++];
        if (!*value)
            return fail(c, ERR_MALFORMED, "say which %s: lienthong %s %s", name, r->cmd, name);
        if (strchr(value, '/'))
            return fail(c, ERR_MALFORMED, "--%s cannot hold a slash", name);
        buf_text(&b, value);
        s += n;
    }
    q->path = buf_str(&b);
    return cli_rest(c, argc - used, argv + used, 0);
}

static bool read_words(struct ctx *c, struct req *q, const struct route *r, int argc, char **argv)
{
    char **free_word = arena_alloc(c->arena, ((size_t)argc + 1) * sizeof *free_word);
    int n_free = 0;

    for (int i = 0; i < argc;) {
        int taken = 1;

        if (strncmp(argv[i], "--", 2) != 0)
            free_word[n_free++] = argv[i];
        else if (!take_flag(c, q, r, argv + i, &taken))
            return false;
        i += taken;
    }
    return fill_path(c, q, r, n_free, free_word);
}

/* ---- the answer ---- */

static bool write_out(struct res *s)
{
    cli_write(s->body.p, s->body.n);
    s->body.n = 0;
    return true;
}

static bool send_file(struct ctx *c, const char *path)
{
    char *block = arena_alloc(c->arena, 1 << 16);
    FILE *in = fopen(path, "rbe");

    if (!in)
        return fail_system(c, path, "the file is not there");
    for (size_t n; (n = fread(block, 1, 1 << 16, in)) > 0;)
        cli_write(block, n);
    fclose(in);
    return true;
}

/* Redirects are where the record is now; the page would go there. */
static void put_location(struct ctx *c, struct res *s)
{
    struct json j = { .out = &s->body };

    s->body = (struct buf){ .arena = c->arena };
    json_open(&j, NULL, '{');
    json_text(&j, "location", s->location);
    json_close(&j, '}');
}

static bool set_actor(struct ctx *c, const char *account)
{
    struct actor *who = NEW(c->arena, struct actor);

    if (!account)
        return true;
    if (!cli_actor)
        return fail(c, ERR_INPUT, "this program knows no accounts");
    if (!db_begin(c, false))
        return false;
    bool ok = cli_actor(c, account, who);
    db_rollback(c);
    who->by_token = true; /* there is no page whose form could be forged */
    who->lang = c->lang;
    c->actor = who;
    return ok;
}

/* "--xlsx" asks for that face, unless the route takes a value of this name. */
static bool take_face(const struct route *r, int *argc, char **argv, const char *face)
{
    return !find_input(r, face, strlen(face)) && cli_switch(argc, argv, face);
}

bool cli_ask(struct ctx *c, const struct route *r, int argc, char **argv, const char *account,
             struct res *s)
{
    struct req *q = NEW(c->arena, struct req);
    bool html = take_face(r, &argc, argv, "html"), csv = take_face(r, &argc, argv, "csv");
    bool xlsx = take_face(r, &argc, argv, "xlsx");

    take_face(r, &argc, argv, "json"); /* what comes anyway */
    *q = (struct req){ .method = r->method,
                       .query = "",
                       .cookie = "",
                       .authorization = "",
                       .accept_language = c->lang,
                       .if_none_match = "",
                       .idempotency_key = "",
                       .address = "",
                       .user_agent = "lienthong",
                       .same_origin = true,
                       .face = html   ? FACE_HTML
                               : csv  ? FACE_CSV
                               : xlsx ? FACE_XLSX
                                      : FACE_JSON };
    if (!read_words(c, q, r, argc, argv) || !set_actor(c, account))
        return false;
    s->body.arena = c->arena;
    s->flush = write_out;
    bool (*identify)(struct ctx *, const struct req *, struct actor *) = web_identify;
    web_identify = NULL; /* who it is has been said */
    web_handle(c, q, s);
    web_identify = identify;
    if (c->err.kind != ERR_NONE)
        return false;
    if (s->location && s->status >= 300 && s->status < 400)
        put_location(c, s);
    return s->send_file ? send_file(c, s->send_file) : true;
}
