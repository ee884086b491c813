/*
 * fill - makes a register of N tasks for measuring, through the same rules as any page.
 *
 *   fill DATA_DIR N [address.json]      an empty SQLite database under DATA_DIR
 *
 * Units are Viet Nam's; each task is owed by a ministry, a province or a commune, opened
 * in the 500 days before 2026-11-20; about 60 % are reported and recognised, some
 * late; a tenth had an extension. The same seed gives the same register. Nothing waits for
 * the disk before the end: a register that was not finished is no register.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/account/account.h"
#include "common/ledger/ledger.h"
#include "common/unit/unit.h"
#include "common/work/work.h"
#include "core/app.h"
#include "core/cli.h"
#include "core/conf.h"
#include "core/db.h"
#include "core/exec.h"
#include "core/text.h"
#include "systems/task/task.h"

enum { GROUP = 2048, DAYS = 500 };

static uint64_t seed = 20250828;

static int64_t pick(int64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int64_t)(seed % (uint64_t)n);
}

static const char *const verbs[] = { "Rà soát", "Xây dựng", "Hoàn thiện", "Triển khai",
                                     "Kết nối", "Báo cáo",  "Ban hành",   "Số hóa" };
static const char *const things[] = {
    "cơ sở dữ liệu đất đai",       "quy trình thủ tục hành chính",
    "hạ tầng mạng truyền số liệu", "trung tâm điều hành thông minh",
    "danh mục mã đơn vị",          "kế hoạch chuyển đổi số",
    "kho dữ liệu điện tử",         "bộ phận một cửa cấp xã"
};

struct job {
    unit_list units;
    struct ctx *c;
    struct actor who;
    int64_t source, n, end;
};

/* One task with its history; the clock of c is set to each event's day. */
static bool make_task(struct ctx *c, void *arg)
{
    struct job *j = arg;
    const struct unit *u = j->units.v[pick((int64_t)j->units.n)];
    int64_t opened = j->end - pick(DAYS), due = opened + 10 + pick(180);
    struct obligation o = { 0 };
    struct task_draft d = {
        .source = j->source,
        .title = arena_printf(c->arena, "%s %s số %lld", verbs[pick(COUNT(verbs))],
                              things[pick(COUNT(things))], (long long)j->n),
        .title_en = "",
        .title_de = "",
        .annex = "",
        .section = "",
        .number = "",
        .list = "",
        .lead = u->code,
        .coordinating = "",
        .person = "Lãnh đạo",
        .creditor = "VPCP",
        .authority = "Thủ tướng Chính phủ",
        .result = "Báo cáo",
        .due_text = "",
        .due = due,
        .opened = opened,
    };

    j->n++;
    c->today = opened;
    if (!task_assign(c, &d, &o))
        return false;
    if (pick(10) == 0 && opened + 9 < j->end) {
        c->today = opened + 9;
        if (!work_apply(c,
                        &(struct work_change){ .id = o.id,
                                               .version = o.version,
                                               .type = WORK_EXTENDED,
                                               .due = due + 30,
                                               .due_text = "",
                                               .text = "Lý do khách quan" },
                        &o))
            return false;
    }
    int64_t done = opened + 5 + pick(200);
    if (done + 3 > j->end)
        return true;
    c->today = done + 1;
    if (!work_apply(c,
                    &(struct work_change){ .id = o.id,
                                           .version = o.version,
                                           .type = WORK_REPORTED,
                                           .effective = done,
                                           .text = "Đã hoàn thành",
                                           .product = "1/BC" },
                    &o))
        return false;
    c->today = done + 3;
    return work_apply(c,
                      &(struct work_change){
                          .id = o.id, .version = o.version, .type = WORK_RECOGNISED, .text = "" },
                      &o);
}

static bool set_up(struct ctx *c, void *arg)
{
    struct job *j = arg;
    struct work_list list = {
        .code = "BENCH", .name = "Đo tốc độ", .name_en = "Bench", .name_de = "Messung"
    };
    struct task_source source = { .kind = "resolution",
                                  .number = "1/NQ-CP",
                                  .title = "Đo tốc độ",
                                  .title_en = "Bench",
                                  .title_de = "Messung" };
    struct account_draft who = { .name = "bench",
                                 .person = "Bench",
                                 .lang = "vi",
                                 .hash = account_hash(c, "bench-bench-bench") };
    int64_t id;

    if (!work_list_add(c, &list, &list.id))
        return false;
    source.list = list.id;
    source.issued = j->end - DAYS;
    source.issuer = unit_state(c);
    who.unit = unit_state(c);
    if (!account_add(c, &who, &id) || !account_grant(c, id, "overseer", unit_state(c)) ||
        !account_grant(c, id, "officer", unit_state(c)) || !account_actor(c, id, &j->who))
        return false;
    c->actor = &j->who;
    return task_source_add(c, &source, &j->source);
}

/* What the server does once a second: what was written gets its place in the ledger while it is
 * still in memory. */
static bool seal(struct ctx *c, void *arg)
{
    (void)arg;
    for (size_t i = 0; i < n_modules; i++)
        if (modules[i]->tick && !modules[i]->tick(c))
            return false;
    return ledger_seal_now(c);
}

static bool say_why(struct job *j, const struct ctx *c)
{
    for (size_t f = 0; f < c->err.fields.n; f++)
        cli_err("%s: %s\n", c->err.fields.v[f].name, c->err.fields.v[f].message);
    return fail_system(j->c, c->err.detail, "%s", c->err.message);
}

static bool fill(struct app *app, struct db *db, struct job *j, int64_t n)
{
    static struct write w[GROUP], *group[GROUP];
    static struct ctx each[GROUP];
    struct ctx second = app_ctx(app, (size_t)1 << 30);
    bool ok = true;

    for (size_t k = 0; k < GROUP; k++)
        each[k].arena = arena_new((size_t)16 << 20);
    for (int64_t made = 0; ok && made < n;) {
        size_t k = 0;

        for (; k < GROUP && made < n; k++, made++) {
            each[k] = app_ctx_in(app, each[k].arena);
            each[k].actor = &j->who;
            w[k] = (struct write){ .c = &each[k], .run = make_task, .arg = j };
            group[k] = &w[k];
        }
        exec_group(app, db, group, k);
        for (size_t i = 0; i < k; i++) {
            ok = ok && (w[i].ok || say_why(j, &each[i]));
            arena_reset(each[i].arena);
        }
        second = app_ctx_in(app, second.arena);
        second.db = db;
        ok = ok && (exec_now(&second, seal, NULL) || say_why(j, &second));
        arena_reset(second.arena);
        cli_progress("tasks", made, n);
    }
    for (size_t k = 0; k < GROUP; k++)
        arena_free(&each[k].arena);
    arena_free(&second.arena);
    return ok;
}

static bool load_units(struct ctx *c, void *address)
{
    return unit_load_vietnam(c, address);
}

static bool run(struct ctx *c, int64_t n, char *address)
{
    struct job j = { .c = c, .end = day(2026, 11, 20) };
    struct db *db = c->db;

    db_sync_when(db, DB_SYNC_NEVER);
    if (!exec_now(c, load_units, address) || !unit_reload(c))
        return false;
    if (!exec_now(c, set_up, &j))
        return false;
    if (!unit_class(c, "ministries", j.end, &j.units) ||
        !unit_class(c, "provinces", j.end, &j.units) || !unit_class(c, "communes", j.end, &j.units))
        return false;
    if (!fill(c->app, db, &j, n))
        return false;
    c->db = db;
    db_sync_when(db, DB_SYNC_COMMIT);
    return true;
}

int main(int argc, char **argv)
{
    int64_t n;

    if (argc != 4 || !int_parse(argv[2], &n)) {
        cli_err("fill DATA_DIR N address.json\n");
        return 2;
    }
    static char *settings[] = { NULL, NULL };
    struct conf conf;
    struct app *app = app_new(NULL);
    struct ctx c = app_ctx(app, (size_t)256 << 20);
    int none = 1;

    settings[0] = argv[0];
    setenv("LIENTHONG_DATA", argv[1], 1);
    if (!conf_read(&c, &none, settings, &conf))
        return 1;
    app->conf = &conf;
    if (web_boot(&c) && cli_open(&c) && run(&c, n, argv[3]))
        return 0;
    cli_err("%s (%s)\n", c.err.message, c.err.detail ? c.err.detail : "");
    return 1;
}
