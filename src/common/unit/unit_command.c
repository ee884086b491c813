/* lienthong unit load | import | outlines | check: for whoever may read the database's files
 * anyway. */
#include <string.h>

#include "common/ledger/ledger.h"
#include "common/unit/unit_check.h"
#include "common/unit/unit_command.h"
#include "common/unit/unit_dir.h"
#include "common/unit/unit_import.h"
#include "common/unit/unit_release.h"
#include "common/unit/unit_succession.h"
#include "core/cli.h"
#include "core/day.h"
#include "core/exec.h"
#include "core/store.h"

static void tell_faults(struct ctx *c, const unit_faults *l)
{
    for (size_t i = 0; i < l->n; i++)
        cli_err("%s\n", unit_fault_text(c, &l->v[i]));
}

/* Some 10 MB of leaves: a server that runs beside it should not have to. */
static bool seal(struct ctx *c, void *arg)
{
    (void)arg;
    return ledger_seal_now(c);
}

/* ---- load ---- */

static bool load(struct ctx *c, void *address)
{
    const char *const *path = address;

    return unit_load_vietnam(c, *path);
}

/* For a real system, which begins without the demo. */
static bool run_load(struct ctx *c, int argc, char **argv)
{
    const char *address = NULL;
    unit_list all = { 0 };

    if (!cli_flag(c, &argc, argv, "address", &address) || !cli_rest(c, argc, argv, 0) ||
        !unit_address_file(c, &address) || !exec_now(c, load, &address) || !exec_now(c, seal, NULL))
        return false;
    unit_of_kind(c, "", c->today, &all);
    cli_out("%zu units\n", all.n);
    return true;
}

/* ---- import ---- */

struct job {
    struct unit_set set;
    unit_faults faults;
    struct unit_set_told told;
    struct unit_release release;
};

static bool write_set(struct ctx *c, void *arg)
{
    struct job *j = arg;

    j->faults.n = 0; /* a write may be run again */
    return unit_release_set(c, &j->set, &j->faults, &j->told, &j->release);
}

static bool take_day(struct ctx *c, int *argc, char **argv, const char *name, const char *usual,
                     int64_t *ret)
{
    const char *text = usual;

    if (!cli_flag(c, argc, argv, name, &text))
        return false;
    return day_parse(text, ret) ||
           fail(c, ERR_MALFORMED, "--%s: write the day like 2025-08-28", name);
}

static void progress(int64_t done, int64_t of)
{
    cli_progress("units", done, of);
}

static void tell_import(struct ctx *c, const struct job *j)
{
    const struct unit_set_told *t = &j->told;

    if (!j->release.number) {
        cli_out("%s\n", T("The database says all of this already; nothing was changed."));
        return;
    }
    cli_out("%s\n",
            TF("Release %lld of %s, in force from %s: %lld units, %lld names, %lld codes and "
               "%lld changes added, %lld corrected, %lld dropped.",
               (long long)j->release.number, j->release.act, day_text(c->arena, j->release.day),
               (long long)t->units, (long long)t->facts, (long long)t->codes, (long long)t->changes,
               (long long)t->corrected, (long long)t->dropped));
    cli_out("SHA-256 %s\n", j->release.checksum);
}

static bool run_import(struct ctx *c, int argc, char **argv)
{
    struct job j = { .set = { .act = "19/2025/QĐ-TTg", .title = "", .progress = progress } };

    if (!take_day(c, &argc, argv, "day", "2025-07-01", &j.set.day) ||
        !take_day(c, &argc, argv, "since", "2025-03-01", &j.set.first) ||
        !cli_flag(c, &argc, argv, "act", &j.set.act) ||
        !cli_flag(c, &argc, argv, "title", &j.set.title) || !cli_rest(c, argc, argv, 1))
        return false;
    if (argc != 1)
        return fail(c, ERR_MALFORMED, "usage: lienthong unit import FOLDER");
    if (j.set.first >= j.set.day)
        return fail(c, ERR_MALFORMED, "--since must be a day before --day");
    if (!*j.set.title)
        j.set.title = j.set.act;
    if (!unit_import_read(c, argv[0], &j.set, &j.faults))
        return false;
    if (j.faults.n) {
        tell_faults(c, &j.faults);
        return fail(c, ERR_INPUT, "there are %d mistakes; nothing was changed", (int)j.faults.n);
    }
    if (!exec_now(c, write_set, &j)) {
        tell_faults(c, &j.faults);
        return false;
    }
    if (!exec_now(c, seal, NULL))
        return false;
    tell_import(c, &j);
    return true;
}

/* ---- check ---- */

static bool run_check(struct ctx *c, int argc, char **argv)
{
    struct unit_numbers n;
    unit_faults faults = { 0 };

    if (!cli_rest(c, argc, argv, 0) || !db_begin(c, false))
        return false;
    unit_list_numbers(c, &n);
    unit_list_check(c, &faults);
    db_rollback(c);
    cli_out("provinces %lld communes %lld old_provinces %lld old_districts %lld "
            "old_communes %lld edges %lld whole %lld part %lld later %lld\n",
            (long long)n.provinces, (long long)n.communes, (long long)n.old_provinces,
            (long long)n.old_districts, (long long)n.old_communes, (long long)n.edges,
            (long long)n.whole, (long long)n.part, (long long)n.later);
    tell_faults(c, &faults);
    return faults.n == 0 || fail(c, ERR_CONFLICT, "the list of units has %d faults", (int)faults.n);
}

/* ---- which ---- */

bool unit_command(struct ctx *c, int argc, char **argv)
{
    static const struct {
        const char *word;
        bool (*run)(struct ctx *c, int argc, char **argv);
    } all[] = { { "load", run_load },
                { "import", run_import },
                { "outlines", unit_outline_command },
                { "check", run_check },
                { "succession", unit_succession_command } };

    for (size_t i = 0; argc > 0 && i < COUNT(all); i++)
        if (strcmp(argv[0], all[i].word) == 0)
            return all[i].run(c, argc - 1, argv + 1);
    return fail(c, ERR_MALFORMED,
                "usage: lienthong unit load, import FOLDER, outlines FILE, check or succession");
}
