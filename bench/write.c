/*
 * write - what the writer pays for each kind of change, in this process, without sockets.
 *
 *   write DATA_DIR N [GROUP]      N changes of each kind, GROUP (64) to a commit
 *
 * DATA_DIR is one that fill has made; it is changed. Prints "what TAB us TAB us": the CPU time of
 * the change, and of its sealing. Under valgrind --tool=callgrind --toggle-collect=measured
 * --dump-after='run_kind*' the instructions of each kind are counted, which no other work on the
 * machine disturbs. The disk is not waited for, as in the server's writer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/account/account.h"
#include "common/ledger/ledger.h"
#include "core/app.h"
#include "core/cli.h"
#include "core/conf.h"
#include "core/day.h"
#include "core/exec.h"
#include "core/text.h"
#include "systems/task/task.h"

enum { MOST = 4096 };

struct job {
    const struct kind *kind;
    struct obligation *o;
    int64_t n;
};
struct kind {
    const char *name;
    bool (*run)(struct ctx *c, struct job *j);
    enum task_verb verb;
    struct task_act act;
};

static bool assign(struct ctx *c, struct job *j)
{
    const struct task_draft d = {
        .title = arena_printf(c->arena, "Việc số %lld", (long long)j->n),
        .title_en = "",
        .title_de = "",
        .annex = "",
        .section = "",
        .number = "",
        .list = "BENCH",
        .lead = "BTC",
        .coordinating = "",
        .person = "A",
        .creditor = "VPCP",
        .authority = "TTg",
        .result = "B",
        .due_text = "30/6/2027",
        .due = day(2027, 6, 30),
    };

    return task_assign(c, &d, j->o);
}

static bool act(struct ctx *c, struct job *j)
{
    struct task_act a = j->kind->act;

    a.id = j->o->id;
    a.version = j->o->version;
    return task_do(c, j->kind->verb, &a, j->o);
}

static const struct kind kinds[] = {
    { .name = "task assigned", .run = assign },
    { "receipt confirmed", act, TASK_RECEIVE, { 0 } },
    { "progress noted", act, TASK_NOTE, { .text = "Đang làm", .next_step = "Trình" } },
    { "reported as done", act, TASK_REPORT, { .text = "Xong", .product = "1/BC" } },
    { "result recognised", act, TASK_RECOGNISE, { .text = "" } },
};

static bool run_one(struct ctx *c, void *arg)
{
    struct job *j = arg;

    return j->kind->run(c, j);
}

static bool tick(struct ctx *c, void *arg)
{
    (void)arg;
    for (size_t i = 0; i < n_modules; i++)
        if (modules[i]->tick && !modules[i]->tick(c))
            return false;
    return true;
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* One group, as the server's writer runs it. Not inlined: its name is where valgrind begins. */
__attribute__((noinline)) void measured(struct app *app, struct db *db, struct write *w, size_t n);
void measured(struct app *app, struct db *db, struct write *w, size_t n)
{
    struct write *group[EXEC_BATCH];

    for (size_t i = 0; i < n; i++)
        group[i] = &w[i];
    exec_carry_out(app, db, group, n);
}

__attribute__((noinline)) static bool run_kind(struct ctx *c, const struct kind *k,
                                               struct obligation *o, size_t n, size_t most)
{
    static struct write w[EXEC_BATCH];
    static struct ctx each[EXEC_BATCH];
    static struct job jobs[EXEC_BATCH];
    struct write sealing = { .run = tick };
    struct db *db = c->db;
    double began = seconds(), spent = 0;

    for (size_t at = 0; at < n; at += most) {
        size_t m = n - at < most ? n - at : most;

        for (size_t i = 0; i < m; i++) {
            each[i] = app_ctx(c->app, (size_t)16 << 20);
            each[i].actor = c->actor;
            jobs[i] = (struct job){ k, &o[at + i], (int64_t)(at + i) };
            w[i] = (struct write){ .c = &each[i], .run = run_one, .arg = &jobs[i] };
        }
        measured(c->app, db, w, m);
        for (size_t i = 0; i < m; i++) {
            if (!w[i].ok)
                return fail_system(c, each[i].err.detail, "%s", each[i].err.message);
            arena_free(&each[i].arena);
        }
    }
    spent = seconds() - began;
    struct ctx t = app_ctx(c->app, (size_t)256 << 20);
    sealing.c = &t;
    began = seconds();
    measured(c->app, db, &sealing, 1);
    c->db = db;
    cli_out("%s\t%.1f\t%.1f\n", k->name, 1e6 * spent / (double)n,
            1e6 * (seconds() - began) / (double)n);
    arena_free(&t.arena);
    return true;
}

static bool run(struct ctx *c, size_t n, size_t most)
{
    static struct obligation o[MOST];
    struct account a;
    struct actor who;

    if (!account_by_name(c, "bench", &a) || !account_actor(c, a.id, &who))
        return false;
    c->actor = &who;
    db_sync_when(c->db, DB_SYNC_LATER);
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (!run_kind(c, &kinds[i], o, n, most))
            return false;
    db_sync_when(c->db, DB_SYNC_COMMIT);
    return true;
}

int main(int argc, char **argv)
{
    int64_t n = 0, most = 64;
    int none = 1;
    struct conf conf;
    struct app *app = app_new(NULL);
    struct ctx c = app_ctx(app, (size_t)256 << 20);

    if (argc < 3 || !int_parse(argv[2], &n) || n > MOST ||
        (argc > 3 && (!int_parse(argv[3], &most) || most > EXEC_BATCH))) {
        cli_err("write DATA_DIR N [GROUP]\n");
        return 2;
    }
    static char *settings[] = { NULL, NULL };
    settings[0] = argv[0];
    setenv("LIENTHONG_DATA", argv[1], 1);
    if (!conf_read(&c, &none, settings, &conf))
        return 1;
    app->conf = &conf;
    if (web_boot(&c) && cli_open(&c) && run(&c, (size_t)n, (size_t)most))
        return 0;
    cli_err("%s (%s)\n", c.err.message, c.err.detail ? c.err.detail : "");
    return 1;
}
