/* lienthong unit outlines FILE [--on DAY] [--source TEXT] [--code-property NAME] */
#include <string.h>

#include "common/ledger/ledger.h"
#include "common/unit/unit_command.h"
#include "common/unit/unit_outline_file.h"
#include "common/unit/unit_outline_load.h"
#include "common/unit/unit_view.h"
#include "core/cli.h"
#include "core/exec.h"
#include "core/day.h"
#include "core/store.h"

enum { NAMED = 20 }; /* units and features that are named one by one */

struct job {
    struct outline_wish wish;
    struct outline_told told;
};

static bool write_outlines(struct ctx *c, void *arg)
{
    struct job *j = arg;

    return unit_outline_load(c, &j->wish, &j->told);
}

static bool seal(struct ctx *c, void *arg)
{
    (void)arg;
    return ledger_seal_now(c);
}

static void tell_kind(struct ctx *c, const struct outline_kind_told *t)
{
    cli_out("%s\n", TF("%s: %d got an outline, %d have none.", T(unit_kind_many(t->kind)),
                       (int)t->joined, (int)t->without.n));
    for (size_t i = 0; i < t->without.n && i < NAMED; i++)
        cli_out("  %s %s\n", t->without.v[i]->code, t->without.v[i]->name);
    if (t->without.n > NAMED)
        cli_out("  …\n");
}

static void tell(struct ctx *c, const struct outline_told *t)
{
    for (size_t i = 0; i < t->kinds.n; i++)
        tell_kind(c, &t->kinds.v[i]);
    cli_out("%s\n", TF("The codes were in the property %s; %lld bytes are stored.", t->property,
                       (long long)t->bytes));
    if (t->strays.n)
        cli_out("%s\n", TF("%d features were left out:", (int)t->strays.n));
    for (size_t i = 0; i < t->strays.n && i < NAMED; i++)
        cli_out("  %s\n", t->strays.v[i]);
    if (t->strays.n > NAMED)
        cli_out("  …\n");
}

static bool take_words(struct ctx *c, int *argc, char **argv, struct outline_wish *w)
{
    const char *on = "";

    w->day = c->today;
    w->source = w->property = "";
    if (!cli_flag(c, argc, argv, "on", &on) || !cli_flag(c, argc, argv, "source", &w->source) ||
        !cli_flag(c, argc, argv, "code-property", &w->property) || !cli_rest(c, *argc, argv, 1))
        return false;
    if (*argc != 1)
        return fail(c, ERR_MALFORMED,
                    "usage: lienthong unit outlines FILE [--on DAY] [--source TEXT] "
                    "[--code-property NAME]");
    if (!*w->source) {
        const char *slash = strrchr(argv[0], '/');

        w->source = slash ? slash + 1 : argv[0];
    }
    return !*on || day_parse(on, &w->day) ||
           fail(c, ERR_MALFORMED, "--%s: write the day like 2025-08-28", "on");
}

bool unit_outline_command(struct ctx *c, int argc, char **argv)
{
    struct job j = { 0 };
    struct bytes file;

    if (!take_words(c, &argc, argv, &j.wish) || !store_read(c, argv[0], OUTLINE_FILE_MAX, &file) ||
        !store_hash(c, argv[0], &j.wish.sha256) || !unit_outline_prepare(c, file, &j.wish.draft) ||
        !exec_now(c, write_outlines, &j) || !exec_now(c, seal, NULL))
        return false;
    tell(c, &j.told);
    return true;
}
