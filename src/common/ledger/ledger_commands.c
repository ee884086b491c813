#include "common/ledger/ledger_commands.h"

#include <string.h>

#include "core/cli.h"
#include "core/exec.h"
#include "core/store.h"
#include "core/tr.h"
#include "common/ledger/ledger_verify.h"

/* ---- verify ---- */

static void all_tables(struct ctx *c, struct ledger_check *k)
{
    LIST(const struct sealed *) all = { 0 };

    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_sealed; i++)
            *LIST_PUSH(c->arena, &all) = modules[m]->sealed[i];
    k->table = all.v;
    k->n_tables = all.n;
}

static bool verify(struct ctx *c, int argc, char **argv)
{
    struct ledger_check k = { .progress = cli_progress };
    struct ledger_verdict v = { 0 };
    const char *older = NULL;

    if (!cli_flag(c, &argc, argv, "checkpoint", &older) ||
        !cli_flag(c, &argc, argv, "key", &k.vkey) || !cli_rest(c, argc, argv, 0))
        return false;
    if (older && !store_read(c, older, LEDGER_NOTE_MAX, &k.checkpoint))
        return false;
    all_tables(c, &k);
    if (!db_begin(c, false))
        return false;
    bool ok = ledger_verify(c, &k, &v);
    db_rollback(c);
    if (!ok)
        return false;
    cli_write(buf_str(&v.out), v.out.n);
    if (v.waiting)
        cli_out("waiting %lld: %s\n", (long long)v.waiting,
                T("leaves that the next sealing will take"));
    if (v.forgotten)
        cli_out("forgotten %lld: %s\n", (long long)v.forgotten,
                T("versions whose content was erased, as the log says"));
    if (v.faults) /* the last line is for programs, too: the same in all languages */
        cli_out("verify: %lld leaves, %lld rows, %lld faults\n", (long long)v.leaves,
                (long long)v.rows, (long long)v.faults);
    else
        cli_out("verify: %lld leaves, %lld rows, ok\n", (long long)v.leaves, (long long)v.rows);
    return v.faults == 0 || fail(c, ERR_CONFLICT, "the database is not what its ledger says");
}

/* ---- ledger key | seal | rekey ---- */

static bool seal(struct ctx *c, void *arg)
{
    (void)arg;
    return ledger_seal_now(c);
}

static bool rekey(struct ctx *c, void *arg)
{
    (void)arg;
    return ledger_log_rekey(c);
}

static bool show_head(struct ctx *c)
{
    struct ledger_head h;

    if (!ledger_head_read(c, &h))
        return false;
    cli_out("%s", h.note);
    return true;
}

static bool ledger(struct ctx *c, int argc, char **argv)
{
    const char *what = argc > 0 ? argv[0] : "";

    if (!cli_rest(c, argc, argv, 1))
        return false;
    if (strcmp(what, "key") == 0) {
        struct ledger_head h;

        if (!ledger_head_read(c, &h))
            return false;
        cli_out("%s\n", *h.vkey ? h.vkey : ledger_key_of(c)->vkey);
        return true;
    }
    if (strcmp(what, "seal") == 0)
        return exec_now(c, seal, NULL) && show_head(c);
    if (strcmp(what, "rekey") == 0)
        return exec_now(c, rekey, NULL) && show_head(c);
    return fail(c, ERR_MALFORMED, "ledger key, ledger seal or ledger rekey?");
}

const struct command ledger_commands[LEDGER_COMMANDS] = {
    { "verify", "[--checkpoint FILE] [--key KEY]",
      N_("is the database what its ledger says? Names each row and leaf that is not"), verify },
    { "ledger", "key | seal | rekey",
      N_("the public key of the ledger; seal it now; sign it with a new key from now on"), ledger },
};
