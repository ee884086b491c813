/* The program's own commands: help, migrate, check, backup. */
#include <string.h>
#include <unistd.h>

#include "core/app.h"
#include "core/cli.h"
#include "core/db.h"
#include "core/openapi.h"

static bool show_help(struct ctx *c, int argc, char **argv)
{
    struct buf out = { .arena = c->arena }, about = { .arena = c->arena };
    bool json = cli_switch(&argc, argv, "json"), ok = true;

    if (cli_switch(&argc, argv, "man"))
        cli_man(c, &out);
    else if (cli_switch(&argc, argv, "openapi"))
        openapi_write(c, c->app->conf->public_url, &out);
    else if (cli_switch(&argc, argv, "keys"))
        cli_keys(c, &out);
    else if (argc == 1 && strcmp(argv[0], "rights") == 0)
        cli_rights(c, json, &out);
    else {
        for (int i = 0; i < argc; i++)
            buf_printf(&about, "%s%s", i ? " " : "", argv[i]);
        ok = cli_help(c, buf_str(&about), &out);
    }
    cli_write(out.p, out.n);
    return ok || fail(c, ERR_MALFORMED, "there is no command or topic %s; see: lienthong help",
                      buf_str(&about));
}

static const struct sql count_steps = { .slice = "core",
                                        .name = "core_step_count",
                                        .lite = "SELECT count(*) FROM core_step",
                                        .pg = "SELECT count(*) FROM core_step",
                                        .types = "" };

static bool steps_run(struct ctx *c, int64_t *ret)
{
    /* No steps of nobody: only makes the table of steps. */
    struct stmt *s = db_migrate(c, "-", NULL, 0) ? db_stmt(c, &count_steps) : NULL;
    int64_t n;

    if (!s)
        return false;
    *ret = db_row(s) ? db_int(s, 0) : 0;
    return db_done(s, &n);
}

static bool migrate(struct ctx *c, int argc, char **argv)
{
    int64_t before, after;

    if (!cli_rest(c, argc, argv, 0))
        return false;
    c->app->db = db_pool_new(conf_database(c, c->app->conf));
    if (!db_take(c, true) || !steps_run(c, &before) || !cli_migrate(c) || !steps_run(c, &after))
        return false;
    if (before == 0)
        cli_out("new database, %lld schema steps\n", (long long)after);
    else
        cli_out("%lld schema steps run\n", (long long)(after - before));
    return true;
}

static bool check_module(struct ctx *c, const struct module *m, bool *ret_same)
{
    struct buf report = { .arena = c->arena };

    if (!m->check)
        return true;
    if (!db_begin(c, false))
        return false;
    bool ok = m->check(c, &report);
    db_rollback(c);
    if (!ok)
        return false;
    *ret_same = *ret_same && report.n == 0;
    cli_out("%s: %s\n", m->name, report.n ? "differs" : "as it should be");
    cli_write(report.p, report.n);
    return true;
}

static bool check(struct ctx *c, int argc, char **argv)
{
    bool same = true;

    if (!cli_rest(c, argc, argv, 0) || !cli_open(c))
        return false;
    for (size_t m = 0; m < n_modules; m++)
        if (!check_module(c, modules[m], &same))
            return false;
    return same || fail(c, ERR_CONFLICT, "the recount differs from what is stored");
}

static bool backup(struct ctx *c, int argc, char **argv)
{
    const char *url = conf_database(c, c->app->conf);

    if (!cli_rest(c, argc, argv, 1))
        return false;
    if (argc < 1)
        return fail(c, ERR_MALFORMED, "say which file the copy goes to");
    if (*c->app->conf->db)
        return fail(c, ERR_INPUT, "PostgreSQL makes its own copies: use pg_dump or pg_basebackup");
    if (access(argv[0], F_OK) == 0)
        return fail(c, ERR_CONFLICT, "the file %s is already there", argv[0]);
    if (!db_backup(c, url, argv[0]))
        return false;
    cli_out("%s holds the database as of now. Copy %s/files and %s/*.key too, if they are there.\n",
            argv[0], c->app->conf->data, c->app->conf->data);
    return true;
}

static const struct command own[] = {
    { "help", "[COMMAND | settings | rights]", "what there is, or about one command", show_help },
    { "migrate", "", "make the database, or bring its schema up to date", migrate },
    { "check", "", "recount from scratch and say what differs from what is stored", check },
    { "backup", "FILE", "copy the database to a new file, also while the server runs", backup },
};

const struct command *cli_own_command(const char *name)
{
    for (size_t i = 0; i < COUNT(own); i++)
        if (strcmp(own[i].name, name) == 0)
            return &own[i];
    return NULL;
}

const struct command *cli_own_commands(size_t *ret_n)
{
    *ret_n = COUNT(own);
    return own;
}
