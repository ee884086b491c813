/* The command line: which command it is, its database, its exit status. */
#include "core/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/app.h"
#include "core/db.h"
#include "core/day.h"
#include "core/text.h"
#include "core/tr.h"

bool (*cli_actor)(struct ctx *c, const char *account, struct actor *ret);

/* ---- output ---- */

void cli_out(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vfprintf(stdout, fmt, ap);
    va_end(ap);
}

void cli_err(const char *fmt, ...)
{
    va_list ap;

    fflush(stdout);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
}

void cli_write(const void *s, size_t n)
{
    if (n)
        fwrite(s, 1, n, stdout);
}

void cli_progress(const char *what, int64_t done, int64_t of)
{
    static int64_t shown_ms; /* one line on one terminal: there is nothing to tell apart */
    bool terminal = isatty(STDERR_FILENO) != 0, end = of && done >= of;
    int64_t now = clock_ms();

    if (!end && now - shown_ms < (terminal ? 100 : 5000))
        return;
    if (!shown_ms && !terminal && !end) { /* the first five seconds need no line */
        shown_ms = now;
        return;
    }
    shown_ms = end ? 0 : now;
    if (of)
        cli_err("%s%s: %lld of %lld (%d %%)%s", terminal ? "\r\033[K" : "", what, (long long)done,
                (long long)of, (int)(done * 100 / of), terminal && !end ? "" : "\n");
    else
        cli_err("%s%s: %lld%s", terminal ? "\r\033[K" : "", what, (long long)done,
                terminal ? "" : "\n");
}

/* ---- words ---- */

static void drop(int *argc, char **argv, int at, int n)
{
    for (int i = at; i + n <= *argc; i++)
        argv[i] = argv[i + n]; /* the closing NULL moves too */
    *argc -= n;
}

bool cli_flag(struct ctx *c, int *argc, char **argv, const char *name, const char **ret)
{
    size_t n = strlen(name);

    for (int i = 0; i < *argc; i++) {
        if (strncmp(argv[i], "--", 2) || strncmp(argv[i] + 2, name, n))
            continue;
        if (argv[i][2 + n] == '=') {
            *ret = argv[i] + 3 + n;
            drop(argc, argv, i, 1);
            return true;
        }
        if (argv[i][2 + n])
            continue;
        if (i + 1 >= *argc)
            return fail(c, ERR_MALFORMED, "--%s needs a value", name);
        *ret = argv[i + 1];
        drop(argc, argv, i, 2);
        return true;
    }
    return true;
}

bool cli_switch(int *argc, char **argv, const char *name)
{
    for (int i = 0; i < *argc; i++)
        if (strncmp(argv[i], "--", 2) == 0 && strcmp(argv[i] + 2, name) == 0) {
            drop(argc, argv, i, 1);
            return true;
        }
    return false;
}

bool cli_rest(struct ctx *c, int argc, char **argv, int max)
{
    for (int i = 0; i < argc; i++)
        if (strncmp(argv[i], "--", 2) == 0) {
            conf_unknown(c, argv[i], NULL, 0);
            c->err.kind = ERR_MALFORMED;
            return false;
        }
    if (argc > max)
        return fail(c, ERR_MALFORMED, "%s is one word too many", argv[max]);
    return true;
}

bool cli_line(struct ctx *c, const char **ret)
{
    char line[4096];

    if (!fgets(line, sizeof line, stdin))
        return fail(c, ERR_INPUT, "standard input is empty");
    size_t n = strcspn(line, "\n");
    if (!text_clean(c->arena, line, n, ret))
        return fail(c, ERR_INPUT, "standard input is not UTF-8 text");
    return true;
}

/* ---- the database ---- */

/* A mistyped folder must not become a new, empty database: only the commands that are
 * there to begin with one make it. */
static bool may_make(struct ctx *c, const char *command, const char *next)
{
    static const char *const making[] = { "migrate",   "demo",        "user", "serve",
                                          "unit load", "unit import", NULL };

    return text_is(command, making) ||
           (next && text_is(arena_printf(c->arena, "%s %s", command, next), making));
}

static bool make_folder(struct ctx *c, const char *command, const char *next)
{
    const struct conf *f = c->app->conf;
    struct stat st;

    if (!*f->db && !may_make(c, command, next) && stat(conf_database(c, f), &st) != 0)
        return fail(c, ERR_NOT_FOUND, "there is no database in the folder %s", f->data);
    if (stat(f->data, &st) == 0 || mkdir(f->data, 0700) == 0)
        return true;
    return fail(c, ERR_INPUT, "the folder %s cannot be made", f->data);
}

bool cli_migrate(struct ctx *c)
{
    for (size_t i = 0; i < n_modules; i++)
        if (!db_migrate(c, modules[i]->name, modules[i]->schema, modules[i]->n_schema))
            return false;
    return true;
}

bool cli_open(struct ctx *c)
{
    c->app->db = db_pool_new(conf_database(c, c->app->conf));
    if (!db_take(c, true) || !cli_migrate(c))
        return false;
    for (size_t i = 0; i < n_modules; i++)
        if (modules[i]->start && !modules[i]->start(c))
            return false;
    return true;
}

/* ---- which command ---- */

const struct command *cli_command(const char *name)
{
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_commands; i++)
            if (strcmp(modules[m]->commands[i].name, name) == 0)
                return &modules[m]->commands[i];
    return NULL;
}

/* An answer that failed has left its reason in c->err; other answers go to stdout. */
static bool ask_route(struct ctx *c, const struct route *r, int argc, char **argv)
{
    const char *account = NULL;
    struct res s = { .body.arena = c->arena };

    if (!cli_flag(c, &argc, argv, "account", &account) || !cli_open(c))
        return false;
    if (!cli_ask(c, r, argc, argv, account, &s))
        return false;
    cli_write(s.body.p, s.body.n);
    if (s.body.n && s.body.p[s.body.n - 1] != '\n')
        cli_write("\n", 1);
    return true;
}

static bool no_command(struct ctx *c, int argc, char **argv)
{
    struct buf others = { .arena = c->arena };

    if (!cli_help(c, argv[0], &others))
        return fail(c, ERR_MALFORMED, "there is no command %s; see: lienthong help", argv[0]);
    return fail(c, ERR_MALFORMED, "there is no command %s%s%s; see: lienthong help %s", argv[0],
                argc > 1 ? " " : "", argc > 1 ? argv[1] : "", argv[0]);
}

static bool run_command(struct ctx *c, int argc, char **argv)
{
    int words = 0;
    const struct command *own = cli_own_command(argv[0]), *of = cli_command(argv[0]);
    const struct route *r = cli_route(argc, argv, &words);

    if (own && strcmp(own->name, "help") == 0)
        return own->run(c, argc - 1, argv + 1);
    if (!own && !of && !r)
        return no_command(c, argc, argv);
    if (!make_folder(c, argv[0], argv[1]))
        return false;
    if (own)
        return own->run(c, argc - 1, argv + 1);
    if (r)
        return ask_route(c, r, argc - words, argv + words);
    return cli_open(c) && of->run(c, argc - 1, argv + 1);
}

/* LC_ALL, LC_MESSAGES, LANG in the order of POSIX; what is not ours is English. */
static const char *language(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

    for (size_t i = 0; i < COUNT(names); i++) {
        const char *v = getenv(names[i]);

        if (v && *v)
            return strncmp(v, "vi", 2) == 0 ? "vi" : strncmp(v, "de", 2) == 0 ? "de" : "en";
    }
    return "en";
}

static int tell(const struct ctx *c)
{
    const struct err *e = &c->err;

    cli_err("lienthong: %s\n", e->message);
    for (size_t i = 0; i < e->fields.n; i++)
        cli_err("  --%s: %s\n", e->fields.v[i].name, e->fields.v[i].message);
    if (e->kind == ERR_SYSTEM && e->detail)
        cli_err("  (%s:%d: %s)\n", e->file, e->line, e->detail);
    return e->kind == ERR_MALFORMED ? 2 : 1;
}

/* "lienthong task report --help" is "lienthong help task report". */
static int help_first(int argc, char **argv, char *help)
{
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            memmove(argv + 2, argv + 1, (size_t)(i - 1) * sizeof *argv);
            argv[1] = help;
            return i + 1;
        }
    return argc;
}

static int run_all(struct ctx *c, int argc, char **argv, int (*serve)(struct ctx *c))
{
    static char help[] = "help";

    argc = help_first(argc, argv, help);
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        cli_out("lienthong %s\n", LIENTHONG_VERSION);
        return 0;
    }
    if (argc > 1 && strcmp(argv[1], "serve") == 0)
        return cli_rest(c, argc - 2, argv + 2, 0) && make_folder(c, "serve", NULL) ? serve(c)
                                                                                   : tell(c);
    bool none = argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0;

    if (none)
        argv[1] = help; /* at least the closing NULL is there */
    bool ok = run_command(c, argc < 2 ? 1 : argc - 1, argv + 1);
    if (c->app->db)
        db_give(c);
    return ok ? 0 : tell(c);
}

int cli_main(int argc, char **argv, int (*serve)(struct ctx *c))
{
    struct app *boot = app_new(NULL), *app = NULL;
    struct ctx b = app_ctx(boot, (size_t)16 << 20);
    struct conf conf;
    int status = 1;

    umask(S_IRWXG | S_IRWXO); /* database, copies and files hold personal data */
    b.lang = language();
    if (!web_boot(&b)) {
        tell(&b);
    } else if (!conf_read(&b, &argc, argv, &conf)) {
        tell(&b);
        status = 2;
    } else {
        app = app_new(&conf);
        struct ctx c = app_ctx(app, (size_t)4 << 30);

        c.lang = b.lang;
        status = run_all(&c, argc, argv, serve);
        arena_free(&c.arena);
    }
    app_free(&app);
    arena_free(&b.arena);
    app_free(&boot);
    return fflush(stdout) == 0 ? status : 1;
}
