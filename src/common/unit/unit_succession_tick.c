/* When it is done: by the running server, or by command. */
#include <string.h>

#include "common/ledger/ledger.h"
#include "common/unit/unit_dir.h"
#include "common/unit/unit_succession.h"
#include "core/app.h"
#include "core/cli.h"
#include "core/day.h"
#include "core/exec.h"
#include "core/log.h"
#include "core/tr.h"

enum { A_TICK = 300, EVERY_MS = 600000 };

void unit_succession_wake(struct ctx *c)
{
    atomic_store(&unit_watch(c)->next_ms, 0);
}

static void tell_log(struct ctx *c, const struct unit_step *s)
{
    struct buf b = { .arena = c->arena };

    log_begin(&b, c->now_ms);
    buf_printf(&b, " event=succession moved=%lld failed=%lld", (long long)s->moved,
               (long long)s->failed);
    if (s->failed)
        log_text(&b, "why", s->reason);
    log_line(c->app->log, b.p, b.n);
}

bool unit_succession_tick(struct ctx *c)
{
    struct unit_watch *w = unit_watch(c);
    int64_t revision = unit_dir(c)->revision, now = clock_ms();
    struct unit_step s = { .on = c->today, .most = A_TICK };

    if (atomic_load(&w->day) == c->today && atomic_load(&w->revision) == revision &&
        now < atomic_load(&w->next_ms))
        return true;
    c->action = "unit.succession";
    if (!unit_succession_step(c, &s))
        return false;
    if (s.moved || s.failed)
        tell_log(c, &s);
    if (!s.done) /* the next tick goes on */
        return true;
    atomic_store(&w->day, c->today);
    atomic_store(&w->revision, revision);
    atomic_store(&w->next_ms, now + EVERY_MS);
    return true;
}

/* ---- lienthong unit succession ---- */

struct sums {
    int64_t units, items, undecided;
};

static bool tell_unit(struct ctx *c, const struct unit_handover *h, struct sums *sum)
{
    unit_due_items l = { 0 };

    if (!unit_succession_items(c, h->unit, NULL, 100000, &l))
        return false;
    sum->units++;
    sum->items += h->to ? (int64_t)l.n : 0;
    sum->undecided += !h->to;
    cli_out("%s %s %s → %s (%s)\n", day_text(c->arena, h->until), unit_label(c, h->unit),
            TN("%lld item", "%lld items", (int64_t)l.n), h->to ? unit_label(c, h->to) : "?",
            T(unit_handover_rule_name(h->rule)));
    return true;
}

static bool rehearse(struct ctx *c, int64_t on)
{
    unit_handovers due = { 0 };
    struct sums sum = { 0 };
    bool ok = db_begin(c, false) && unit_succession_due(c, on, &due);

    for (size_t i = 0; i < due.n && ok; i++)
        ok = tell_unit(c, &due.v[i], &sum);
    db_rollback(c);
    if (!ok)
        return false;
    cli_out("%s\n", TF("%lld units have something left; %lld items would pass on; %lld units need "
                       "a decision.",
                       (long long)sum.units, (long long)sum.items, (long long)sum.undecided));
    return true;
}

static bool run_step(struct ctx *c, void *arg)
{
    c->action = "unit.succession";
    return unit_succession_step(c, arg);
}

static bool seal(struct ctx *c, void *arg)
{
    (void)arg;
    return ledger_seal_now(c);
}

/* One transaction of its own, with memory of its own. */
static bool one_step(struct ctx *c, struct unit_step *s)
{
    struct ctx one = app_ctx(c->app, (size_t)256 << 20);

    one.db = c->db;
    one.actor = c->actor;
    one.today = c->today;
    bool ok = exec_now(&one, run_step, s);
    if (!ok)
        fail_at(c, one.err.kind, one.err.detail, one.err.file, one.err.line, "%s", one.err.message);
    else if (s->failed)
        cli_err("%s\n", s->reason);
    arena_free(&one.arena);
    return ok;
}

static bool carry_out(struct ctx *c, int64_t on)
{
    struct unit_step s = { .on = on, .most = A_TICK };
    int64_t moved = 0, failed;

    do {
        if (!one_step(c, &s))
            return false;
        moved += s.moved;
        failed = s.failed;
        cli_progress("items", moved, 0);
    } while (!s.done);
    if (!exec_now(c, seal, NULL))
        return false;
    cli_out("%s\n", TN("%lld item passed on.", "%lld items passed on.", moved));
    return !failed || fail(c, ERR_CONFLICT, "%d items could not pass on", (int)failed);
}

bool unit_succession_command(struct ctx *c, int argc, char **argv)
{
    bool only_try = cli_switch(&argc, argv, "rehearse");
    const char *text = NULL;
    int64_t on = c->today;

    if (!cli_flag(c, &argc, argv, "on", &text) || !cli_rest(c, argc, argv, 0))
        return false;
    if (text && !day_parse(text, &on))
        return fail(c, ERR_MALFORMED, "--%s: write the day like 2025-08-28", "on");
    if (only_try)
        return rehearse(c, on);
    if (on > c->today)
        return fail(c, ERR_MALFORMED, "%s has not come yet; add --rehearse to see what would pass",
                    day_text(c->arena, on));
    return carry_out(c, on);
}
