/* Help, manual page and the table of rights: all from the modules' tables. */
#include <string.h>

#include "core/cli.h"
#include "core/json.h"
#include "core/tr.h"

/* ---- commands ---- */

/* The words that a route's command takes: "task report ID [--product TEXT]". */
static void put_usage(struct buf *out, const struct route *r)
{
    static const char *const kind[] = { "TEXT", "DAY", "N", "ID", "WORD", "FILE" };

    buf_text(out, r->cmd);
    for (const char *s = strchr(r->path, ':'); s; s = strchr(s + 1, ':')) {
        buf_text(out, " ");
        for (const char *p = s + 1; *p && *p != '/'; p++)
            buf_put(out, &(char){ *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p }, 1);
    }
    for (size_t i = 0; i < r->n_inputs; i++)
        buf_printf(out, r->inputs[i].min ? " --%s %s" : " [--%s %s]", r->inputs[i].name,
                   kind[r->inputs[i].type]);
}

static void put_line(struct buf *out, const char *name, const char *args, const char *doc)
{
    size_t from = out->n;

    buf_printf(out, "  %s%s%s", name, *args ? " " : "", args);
    if (out->n - from > 30)
        buf_printf(out, "\n%-32s", "");
    else
        while (out->n - from < 32)
            buf_text(out, " ");
    buf_printf(out, "%s\n", doc);
}

/* Is it told under this topic (NULL: all are)? Under "unit" all of that module, under "release"
 * what begins so; what is called so itself has been told already. */
static bool is_under(const struct module *m, const char *command, const char *topic)
{
    size_t n = topic ? strlen(topic) : 0;

    if (!topic || strcmp(m->name, topic) == 0)
        return !topic || strcmp(command, topic) != 0;
    return strncmp(command, topic, n) == 0 && command[n] == ' ';
}

static void put_module(struct ctx *c, const struct module *m, const char *topic, struct buf *out)
{
    bool head = false;

    for (size_t i = 0; i < m->n_commands; i++) {
        if (!is_under(m, m->commands[i].name, topic))
            continue;
        buf_printf(out, head ? "" : "\n%s\n", m->name);
        head = true;
        put_line(out, m->commands[i].name, m->commands[i].args, T(m->commands[i].doc));
    }
    for (size_t i = 0; i < m->n_routes; i++) {
        if (!m->routes[i].cmd || !is_under(m, m->routes[i].cmd, topic))
            continue;
        buf_printf(out, head ? "" : "\n%s\n", m->name);
        head = true;
        put_line(out, m->routes[i].cmd, "", T(m->routes[i].doc));
    }
}

static void put_overview(struct ctx *c, struct buf *out)
{
    size_t n;
    const struct command *own = cli_own_commands(&n);

    buf_printf(out, "Liên thông %s - %s\n\n", LIENTHONG_VERSION,
               T("who owes what to whom by when"));
    buf_printf(out, "%s: lienthong %s\n\n", T("Usage"),
               T("COMMAND [ARGUMENT...] [--account NAME] [--setting value]"));
    put_line(out, "serve", "", T("serve the pages"));
    for (size_t i = 0; i < n; i++)
        put_line(out, own[i].name, own[i].args, T(own[i].doc));
    put_line(out, "--version", "", T("the version of the program"));
    for (size_t m = 0; m < n_modules; m++)
        put_module(c, modules[m], NULL, out);
    buf_printf(out, "\n%s\n",
               T("Commands of records answer in JSON; --csv, --xlsx and --html where the page has "
                 "them. --account says as whom. Exit status: 0 done, 1 it did not work, 2 asked "
                 "wrongly."));
}

/* All roles that are granted anything. */
static size_t all_roles(struct arena *a, const char *const **ret)
{
    LIST(const char *) roles = { 0 };

    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_grants; i++)
            for (const char *s = modules[m]->grants[i].roles; *s; s += strspn(s, " ")) {
                const char *role = arena_strndup(a, s, strcspn(s, " "));
                size_t k = 0;

                while (k < roles.n && strcmp(roles.v[k], role) != 0)
                    k++;
                if (k == roles.n)
                    *LIST_PUSH(a, &roles) = role;
                s += strlen(role);
            }
    *ret = roles.v;
    return roles.n;
}

static void put_input(struct ctx *c, const struct input *in, struct buf *out)
{
    put_line(out, arena_printf(c->arena, "--%s", in->name),
             in->type == IN_CHOICE ? in->choices
             : in->type == IN_DAY  ? "YYYY-MM-DD"
                                   : "",
             arena_printf(c->arena, "%s%s%s%s", T(in->label), in->min ? " (" : "",
                          in->min ? T("needed") : "", in->min ? ")" : ""));
}

static const char *roles_of(struct ctx *c, const char *cap)
{
    struct buf b = { .arena = c->arena };
    const char *const *role;
    size_t n = all_roles(c->arena, &role);

    for (size_t i = 0; i < n; i++)
        if (web_role_caps(role[i]) & web_cap(cap))
            buf_printf(&b, "%s%s", b.n ? ", " : "", role[i]);
    return buf_str(&b);
}

static void put_route(struct ctx *c, const struct route *r, struct buf *out)
{
    buf_text(out, "lienthong ");
    put_usage(out, r);
    buf_printf(out, "\n\n%s\n\n", T(r->doc));
    for (size_t i = 0; i < r->n_inputs; i++)
        put_input(c, &r->inputs[i], out);
    buf_printf(out, "%s%s %s · %s: %s", r->n_inputs ? "\n" : "", r->method == GET ? "GET" : "POST",
               r->path, T("right"), r->cap);
    if (web_cap(r->cap))
        buf_printf(out, " (%s)", roles_of(c, r->cap));
    buf_text(out, "\n");
    if (r->flags & ROUTE_LARGE)
        buf_printf(out, "%s\n", T("A value @FILE is read from that file, @- from standard input."));
}

static bool put_command(const struct command *k, struct ctx *c, struct buf *out)
{
    if (k)
        buf_printf(out, "lienthong %s %s\n\n%s\n", k->name, k->args, T(k->doc));
    return k != NULL;
}

bool cli_help(struct ctx *c, const char *about, struct buf *out)
{
    size_t before = out->n;

    if (!*about) {
        put_overview(c, out);
        return true;
    }
    if (strcmp(about, "settings") == 0) {
        conf_help(out);
        return true;
    }
    if (put_command(cli_own_command(about), c, out))
        return true;
    put_command(cli_command(about), c, out);
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            const struct route *r = &modules[m]->routes[i];

            if (!r->cmd || strcmp(r->cmd, about) != 0)
                continue;
            buf_text(out, out->n > before ? "\n" : "");
            put_route(c, r, out);
        }
    for (size_t m = 0; !strchr(about, ' ') && m < n_modules; m++)
        put_module(c, modules[m], about, out);
    return out->n > before;
}

/* ---- the manual page ---- */

/* Text in roff: no backslash, hyphen or leading dot may act as a command. */
static void roff(struct buf *out, const char *s)
{
    for (; *s; s++)
        if (*s == '\\')
            buf_text(out, "\\e");
        else if (*s == '-')
            buf_text(out, "\\-");
        else if (*s == '\'' || *s == '.')
            buf_printf(out, "\\&%c", *s);
        else
            buf_put(out, s, 1);
}

static void roff_item(struct buf *out, const char *name, const char *args, const char *doc)
{
    buf_text(out, ".TP\n.B ");
    roff(out, name);
    buf_text(out, " ");
    roff(out, args);
    buf_text(out, "\n");
    roff(out, doc);
    buf_text(out, "\n");
}

void cli_man(struct ctx *c, struct buf *out)
{
    size_t n;
    const struct command *own = cli_own_commands(&n);
    struct buf settings = { .arena = c->arena };

    buf_printf(out, ".TH LIENTHONG 1 \"\" \"Lienthong %s\"\n.SH NAME\n", LIENTHONG_VERSION);
    buf_text(out,
             "lienthong \\- who owes what to whom by when, in a government\n.SH SYNOPSIS\n"
             ".B lienthong\n.I COMMAND\n[argument ...] [\\-\\-account NAME] [\\-\\-setting value]\n"
             ".SH COMMANDS\n");
    roff_item(out, "serve", "", "serve the pages");
    for (size_t i = 0; i < n; i++)
        roff_item(out, own[i].name, own[i].args, own[i].doc);
    for (size_t m = 0; m < n_modules; m++) {
        for (size_t i = 0; i < modules[m]->n_commands; i++)
            roff_item(out, modules[m]->commands[i].name, modules[m]->commands[i].args,
                      modules[m]->commands[i].doc);
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            struct buf usage = { .arena = c->arena };

            if (!modules[m]->routes[i].cmd)
                continue;
            put_usage(&usage, &modules[m]->routes[i]);
            roff_item(out, buf_str(&usage), "", modules[m]->routes[i].doc);
        }
    }
    conf_help(&settings);
    buf_text(out, ".SH SETTINGS\n.nf\n");
    roff(out, buf_str(&settings));
    buf_text(out, ".fi\n.SH EXIT STATUS\n0: done; 1: it did not work, and standard error says why; "
                  "2: asked wrongly.\n");
}

/* ---- rights ---- */

/* Everyone, everyone who is signed in, or the role by its rights. */
static bool role_may(const char *role, const char *cap)
{
    return !web_cap(cap) || (web_role_caps(role) & web_cap(cap));
}

static void rights_json(const struct route *r, const char *const *role, size_t n, struct json *j)
{
    json_open(j, NULL, '{');
    json_text(j, "method", r->method == GET ? "GET" : "POST");
    json_text(j, "path", r->path);
    json_text(j, "right", r->cap);
    json_open(j, "roles", '[');
    for (size_t i = 0; i < n; i++)
        if (role_may(role[i], r->cap))
            json_text(j, NULL, role[i]);
    json_close(j, ']');
    json_close(j, '}');
}

static void rights_text(const struct route *r, const char *const *role, size_t n, struct buf *out)
{
    buf_printf(out, "%-4s %-40s %-20s", r->method == GET ? "GET" : "POST", r->path, r->cap);
    for (size_t i = 0; i < n; i++)
        buf_printf(out, " %-*s", (int)strlen(role[i]), role_may(role[i], r->cap) ? "x" : "");
    buf_text(out, "\n");
}

void cli_rights(struct ctx *c, bool json, struct buf *out)
{
    const char *const *role;
    size_t n = all_roles(c->arena, &role);
    struct json j = { .out = out };

    if (json) {
        json_open(&j, NULL, '[');
    } else {
        buf_printf(out, "%-66s", "");
        for (size_t i = 0; i < n; i++)
            buf_printf(out, " %s", role[i]);
        buf_text(out, "\n");
    }
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++)
            if (json)
                rights_json(&modules[m]->routes[i], role, n, &j);
            else
                rights_text(&modules[m]->routes[i], role, n, out);
    if (json)
        json_close(&j, ']');
    buf_text(out, json ? "\n" : "");
}

/* ---- the texts of the tables, for the check of translations ---- */

static void put_key(struct buf *out, const char *key)
{
    buf_printf(out, "%s\n", key);
}

void cli_keys(struct ctx *c, struct buf *out)
{
    size_t n;
    const struct command *own = cli_own_commands(&n);

    (void)c;
    for (size_t i = 0; i < n; i++)
        put_key(out, own[i].doc);
    for (size_t m = 0; m < n_modules; m++) {
        const struct module *d = modules[m];

        if (d->n_routes)
            put_key(out, d->name);
        for (size_t i = 0; i < d->n_commands; i++)
            put_key(out, d->commands[i].doc);
        for (size_t i = 0; i < d->n_nav; i++)
            put_key(out, d->nav[i].label);
        for (size_t i = 0; i < d->n_routes; i++) {
            put_key(out, d->routes[i].doc);
            for (size_t k = 0; k < d->routes[i].n_inputs; k++)
                put_key(out, d->routes[i].inputs[k].label);
        }
    }
}
