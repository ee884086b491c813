/* Accounts from the command line: for whoever may read the database's files anyway, so no
 * right is asked. What is printed first is for programs; the rest goes to standard error. */
#include "common/account/account_cli.h"

#include <string.h>

#include "common/account/account_desk.h"
#include "common/account/account_pages.h"
#include "common/unit/unit.h"
#include "core/cli.h"
#include "core/day.h"
#include "core/exec.h"
#include "core/pass.h"
#include "core/text.h"
#include "core/tr.h"

static const int64_t day_ms = (int64_t)24 * 60 * 60 * 1000;

/* One command: what it was given, and what it did. */
struct job {
    struct account a;
    struct account_draft draft;
    const char *role, *unit, *label, *scopes, *hash, *ret;
    int64_t days, unit_id;
};

static bool begin(struct ctx *c, bool (*read)(struct ctx *c, struct job *j), struct job *j)
{
    if (!db_begin(c, false))
        return false;
    bool ok = read(c, j);
    db_rollback(c);
    return ok;
}

bool account_cli_actor(struct ctx *c, const char *name, struct actor *ret)
{
    struct account a;

    return account_by_name(c, name, &a) && account_actor(c, a.id, ret);
}

static bool find_account(struct ctx *c, struct job *j)
{
    struct account a;

    if (!account_by_name(c, j->draft.name, &a))
        return false;
    j->a = a;
    return true;
}

static bool find_unit(struct ctx *c, struct job *j)
{
    bool first = !unit_state(c) && strcmp(j->unit, "VN") == 0;

    return first || account_unit_named(c, "unit", j->unit, &j->unit_id);
}

static bool find_both(struct ctx *c, struct job *j)
{
    return find_account(c, j) && find_unit(c, j);
}

/* The words after the command, exactly so many. */
static bool take_words(struct ctx *c, int argc, char **argv, int n, const char *usage)
{
    if (!cli_rest(c, argc, argv, n))
        return false;
    return argc == n || fail(c, ERR_MALFORMED, "usage: lienthong user %s", usage);
}

/* Read from standard input, or made; then *ret_made is it, to be printed. */
static bool take_password(struct ctx *c, bool from_stdin, const struct account *who,
                          const char **ret_hash, const char **ret_made)
{
    const char *password = NULL;

    *ret_made = NULL;
    if (!from_stdin)
        *ret_made = password = pass_word_new(c->arena);
    else if (!cli_line(c, &password) || !account_password_check(c, "password", password, who))
        return false;
    return (*ret_hash = account_hash(c, password)) != NULL;
}

/* ---- token ---- */

static bool write_token(struct ctx *c, void *arg)
{
    struct job *j = arg;
    struct account_token_draft d = { .account = j->a.id,
                                     .label = j->label,
                                     .scopes = j->scopes,
                                     .ends_ms = c->now_ms + j->days * day_ms };

    return account_token_add(c, &d, &j->ret);
}

static bool scopes_are_rights(struct ctx *c, const char *scopes)
{
    for (const char *s = scopes; *s; s += strcspn(s, " "), s += strspn(s, " ")) {
        const char *word = arena_strndup(c->arena, s, strcspn(s, " "));

        if (strcmp(word, "all") != 0 && !web_cap(word))
            return fail_field(c, "scope", "there is no right %s; see: lienthong help rights", word);
    }
    return *scopes || fail_field(c, "scope", "this is needed");
}

bool account_cli_token(struct ctx *c, int argc, char **argv)
{
    struct job j = { .label = "command line", .scopes = "all" };
    const char *days = "90";

    if (!cli_flag(c, &argc, argv, "account", &j.draft.name) ||
        !cli_flag(c, &argc, argv, "days", &days) || !cli_flag(c, &argc, argv, "scope", &j.scopes) ||
        !cli_flag(c, &argc, argv, "label", &j.label) || !cli_rest(c, argc, argv, 0))
        return false;
    if (!j.draft.name)
        return fail(c, ERR_MALFORMED,
                    "usage: lienthong token --account NAME [--days N] [--scope RIGHTS]");
    if (!int_parse(days, &j.days) || j.days < 1 || j.days > 3650)
        return fail_field(c, "days", "write a whole number from %d to %d", 1, 3650);
    if (!scopes_are_rights(c, j.scopes) || !begin(c, find_account, &j))
        return false;
    if (j.a.closed)
        return fail(c, ERR_CONFLICT, "the account %s is closed", j.a.name);
    if (!exec_now(c, write_token, &j))
        return false;
    cli_out("%s\n", j.ret);
    return true;
}

/* ---- user ---- */

static bool write_new(struct ctx *c, void *arg)
{
    struct job *j = arg;

    /* The first account of an empty database: the state that it administers comes with it. */
    if (!j->unit_id && !unit_load_state(c, &j->unit_id))
        return false;
    j->draft.unit = j->unit_id;
    return account_add(c, &j->draft, &j->a.id) &&
           (!j->role || account_grant(c, j->a.id, j->role, j->unit_id));
}

static bool user_add(struct ctx *c, int argc, char **argv)
{
    struct job j = { .unit = NULL };
    bool from_stdin = cli_switch(&argc, argv, "password-stdin");
    const char *made;

    if (!cli_flag(c, &argc, argv, "person", &j.draft.person) ||
        !cli_flag(c, &argc, argv, "unit", &j.unit) || !cli_flag(c, &argc, argv, "role", &j.role) ||
        !cli_flag(c, &argc, argv, "lang", &j.draft.lang) ||
        !take_words(c, argc, argv, 1,
                    "add NAME [--unit UNIT] [--person TEXT] [--role ROLE] [--lang vi] "
                    "[--password-stdin]"))
        return false;
    j.draft.name = argv[0];
    j.unit = j.unit ? j.unit : "VN";
    if (!j.draft.person)
        j.draft.person = argv[0];
    struct account who = { .name = argv[0], .person = j.draft.person };
    if (!begin(c, find_unit, &j) || !take_password(c, from_stdin, &who, &j.draft.hash, &made) ||
        !exec_now(c, write_new, &j))
        return false;
    if (made)
        cli_out("%s\n", made);
    return true;
}

static bool write_password(struct ctx *c, void *arg)
{
    struct job *j = arg;

    return account_password_set(c, j->a.id, j->hash, "");
}

static bool user_password(struct ctx *c, int argc, char **argv)
{
    struct job j = { .days = 0 };
    bool from_stdin = cli_switch(&argc, argv, "password-stdin");
    const char *made;

    if (!take_words(c, argc, argv, 1, "password NAME [--password-stdin]"))
        return false;
    j.draft.name = argv[0];
    if (!begin(c, find_account, &j) || !take_password(c, from_stdin, &j.a, &j.hash, &made) ||
        !exec_now(c, write_password, &j))
        return false;
    if (made)
        cli_out("%s\n", made);
    return true;
}

static bool write_link(struct ctx *c, void *arg)
{
    struct job *j = arg;

    return account_link_for(c, j->a.id, &j->ret);
}

static bool user_link(struct ctx *c, int argc, char **argv)
{
    struct job j = { .days = 0 };

    if (!take_words(c, argc, argv, 1, "link NAME"))
        return false;
    j.draft.name = argv[0];
    if (!begin(c, find_account, &j) || !exec_now(c, write_link, &j))
        return false;
    cli_out("%s\n", account_link_address(c, j.ret));
    return true;
}

static bool write_grant(struct ctx *c, void *arg)
{
    struct job *j = arg;

    return account_grant(c, j->a.id, j->role, j->unit_id);
}

static bool write_revoke(struct ctx *c, void *arg)
{
    struct job *j = arg;

    return account_revoke(c, j->a.id, j->role, j->unit_id);
}

static bool change_role(struct ctx *c, int argc, char **argv,
                        bool (*write)(struct ctx *c, void *arg), const char *usage)
{
    struct job j = { .days = 0 };

    if (!take_words(c, argc, argv, 3, usage))
        return false;
    j.draft.name = argv[0];
    j.role = argv[1];
    j.unit = argv[2];
    return begin(c, find_both, &j) && exec_now(c, write, &j);
}

static bool user_grant(struct ctx *c, int argc, char **argv)
{
    return change_role(c, argc, argv, write_grant, "grant NAME ROLE UNIT");
}

static bool user_revoke(struct ctx *c, int argc, char **argv)
{
    return change_role(c, argc, argv, write_revoke, "revoke NAME ROLE UNIT");
}

static bool write_close(struct ctx *c, void *arg)
{
    struct job *j = arg;

    return account_end(c, &j->a);
}

static bool write_reopen(struct ctx *c, void *arg)
{
    struct job *j = arg;

    return account_shut(c, &j->a, 0) && account_changed(c);
}

static bool change_state(struct ctx *c, int argc, char **argv, bool close)
{
    struct job j = { .days = 0 };

    if (!take_words(c, argc, argv, 1, close ? "close NAME" : "reopen NAME"))
        return false;
    j.draft.name = argv[0];
    if (!begin(c, find_account, &j))
        return false;
    if (j.a.closed == close)
        return fail(c, ERR_CONFLICT,
                    close ? "this account is closed already" : "this account is open already");
    return exec_now(c, close ? write_close : write_reopen, &j);
}

static bool user_close(struct ctx *c, int argc, char **argv)
{
    return change_state(c, argc, argv, true);
}

static bool user_reopen(struct ctx *c, int argc, char **argv)
{
    return change_state(c, argc, argv, false);
}

/* One line each, parted by tabs. */
static void print_line(struct ctx *c, const struct account_line *l)
{
    cli_out("%s\t%s\t%s\t%s\t%s\n", l->name, l->person, unit_label(c, l->unit),
            l->closed ? T("closed") : T("in use"), l->roles);
}

static bool print_all(struct ctx *c, struct job *j)
{
    struct actor system = *c->actor;
    const char *after = "";
    account_lines l;

    system.caps = web_cap("account.read"); /* whoever holds the files sees all */
    system.everywhere = true;
    c->actor = &system;
    do {
        l = (account_lines){ 0 };
        if (!account_find(c, j->label, after, &l))
            return false;
        for (size_t i = 0; i < l.n; i++)
            print_line(c, &l.v[i]);
        after = l.n ? l.v[l.n - 1].name : "";
    } while (l.n == ACCOUNT_PAGE);
    return true;
}

static bool user_list(struct ctx *c, int argc, char **argv)
{
    const struct actor *had = c->actor;
    struct job j = { .label = argc ? argv[0] : "" };

    if (!cli_rest(c, argc, argv, 1))
        return false;
    bool ok = begin(c, print_all, &j);
    c->actor = had;
    return ok;
}

bool account_cli_user(struct ctx *c, int argc, char **argv)
{
    static const struct {
        const char *word;
        bool (*run)(struct ctx *c, int argc, char **argv);
    } kinds[] = { { "add", user_add },       { "password", user_password }, { "link", user_link },
                  { "grant", user_grant },   { "revoke", user_revoke },     { "close", user_close },
                  { "reopen", user_reopen }, { "list", user_list } };

    for (size_t i = 0; argc && i < COUNT(kinds); i++)
        if (strcmp(argv[0], kinds[i].word) == 0)
            return kinds[i].run(c, argc - 1, argv + 1);
    return fail(c, ERR_MALFORMED, "usage: lienthong user %s ...",
                "add|password|link|grant|revoke|close|reopen|list");
}
