/*
 * cli - the command line.
 *
 *   lienthong COMMAND [ARGUMENT...] [--flag value] [--setting value]
 *
 * Four kinds of command:
 *   the program's own        help, migrate, check, backup ...
 *   serve                    given to cli_main() by main.c
 *   commands of a module     struct command in web.h: "token", "demo"
 *   routes with a name       route.cmd: "task report 17 --product 5/BC"; asked in
 *                            this process as the person that --account names, so that right,
 *                            validation and ledger entry are those of the page
 * Settings (conf.h) are flags of every command. Results go to standard output, reasons to
 * standard error. Exit status: 0 done, 1 it did not work, 2 asked wrongly.
 *
 * A module's command gets the words after its name, without the settings; c->db is a writing
 * connection to a database whose schema is up to date, outside of a transaction: db_begin()
 * to read, exec_now() to write. It returns false with the reason in c->err; ERR_MALFORMED
 * stands for wrong usage.
 */
#ifndef CORE_CLI_H
#define CORE_CLI_H

#include "core/conf.h"
#include "core/web.h"

#define LIENTHONG_VERSION "0.1.0"

int cli_main(int argc, char **argv, int (*serve)(struct ctx *c));

/* Whose right a command uses. Set by account; core knows no accounts. */
extern bool (*cli_actor)(struct ctx *c, const char *account, struct actor *ret);

void cli_out(const char *fmt, ...) PRINTF(1, 2);
void cli_err(const char *fmt, ...) PRINTF(1, 2);
void cli_write(const void *s, size_t n); /* to standard output */

/* Takes "--name value" or "--name=value" out of the words; *ret stays if it is not there. */
MUST_USE bool cli_flag(struct ctx *c, int *argc, char **argv, const char *name, const char **ret);
/* The same for "--name" alone. */
bool cli_switch(int *argc, char **argv, const char *name);
/* One line of standard input, as text_clean() makes it: for passwords. */
MUST_USE bool cli_line(struct ctx *c, const char **ret);
/* After the flags are taken: refuses what is left beyond max words. */
MUST_USE bool cli_rest(struct ctx *c, int argc, char **argv, int max);

/* A line that says how far long work is: rewritten in place on a terminal, otherwise a
 * new line at most every five seconds. of = 0: not known. Call it as often as you like;
 * with done == of it ends the line. */
void cli_progress(const char *what, int64_t done, int64_t of);

/* Opens the database of the settings, brings its schema up to date, starts the modules.
 * c->db is then a writing connection. Used by serve, too. */
MUST_USE bool cli_open(struct ctx *c);
MUST_USE bool cli_migrate(struct ctx *c); /* only the schema; c->db is open */

/* ---- the pieces, for their tests ---- */

/* The route whose name the first words are; *ret_words: how many. NULL: none. */
const struct route *cli_route(int argc, char **argv, int *ret_words);
/* Asks the route with the words after its name as the account (NULL: nobody). What it
 * answers is in s, or has been written to standard output already. */
MUST_USE bool cli_ask(struct ctx *c, const struct route *r, int argc, char **argv,
                      const char *account, struct res *s);
const struct command *cli_command(const char *name);     /* of a module */
const struct command *cli_own_command(const char *name); /* of the program itself */
const struct command *cli_own_commands(size_t *ret_n);
/* Help: the overview, or about a command, all that begin with a word ("release") or a topic; false:
 * there is no such thing. */
bool cli_help(struct ctx *c, const char *about, struct buf *out);
void cli_man(struct ctx *c, struct buf *out);               /* the manual page, as roff */
void cli_rights(struct ctx *c, bool json, struct buf *out); /* routes x roles */
/* One line for each text of the tables that people see: a key of the catalogue. */
void cli_keys(struct ctx *c, struct buf *out);

#endif
