/* The timeline: every opening and every event on the day on which it was recorded. */
#include <stdlib.h>
#include <string.h>

#include "common/account/account.h"
#include "core/cli.h"
#include "systems/task/demo.h"

static int compare(const void *a, const void *b)
{
    const struct demo_step *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* Between 8:00 and 17:00 in the state's zone. */
static void go_to(struct ctx *c, int64_t d, int64_t order)
{
    c->today = d;
    c->now_ms = (d * 86400 + 3600 + (order * 97) % 32400) * 1000;
}

/* ---- openings ---- */

static bool keep_ids(struct ctx *c, struct demo_task *t, int64_t id)
{
    struct obligation whole;
    obligations parts = { 0 };

    if (t->shares.n == 1) {
        t->shares.v[0].id = id;
        return true;
    }
    if (!work_get(c, id, &whole) || !work_parts(c, &whole, 0, 1000, &parts))
        return false;
    for (size_t i = 0; i < t->shares.n; i++) {
        const struct unit *u = unit_by_code(c, t->shares.v[i].lead, task_demo_today());

        for (size_t k = 0; u && k < parts.n; k++)
            if (parts.v[k].owner == u->id)
                t->shares.v[i].id = parts.v[k].id;
        if (!t->shares.v[i].id)
            return fail(c, ERR_NOT_FOUND, "there is no such unit");
    }
    return true;
}

static bool open_task(struct ctx *c, struct demo_task *t)
{
    struct task_draft d = {
        .source = t->source,
        .annex = "",
        .section = "",
        .number = t->number,
        .list = t->list,
        .title = t->title,
        .title_en = t->title_en,
        .title_de = t->title_de,
        .lead = t->lead,
        .coordinating = t->coordinating,
        .person = "Lãnh đạo cơ quan chủ trì",
        .creditor = t->creditor,
        .authority = t->authority,
        .result = t->result,
        .due_text = t->due_text,
        .due = t->due,
        .opened = t->opened,
        .filled_in = t->filled_in,
    };
    struct obligation o;

    return task_assign(c, &d, &o) && keep_ids(c, t, o.id);
}

/* ---- events ---- */

static bool by_creditor(enum work_event_type t)
{
    return t == WORK_RECOGNISED || t == WORK_RETURNED || t == WORK_EXTENDED ||
           t == WORK_EXTENSION_REFUSED;
}

static bool split(struct ctx *c, const struct demo_step *s)
{
    struct task_part p = { .id = s->task->shares.v[s->share].id,
                           .title =
                               arena_printf(c->arena, "Phần việc được giao: %s", s->task->title),
                           .unit = s->below,
                           .person = "Thủ trưởng đơn vị",
                           .result = s->task->result,
                           .due_text = "trước ngày 19/9/2025", /* soon after the demo's clock */
                           .due = day(2025, 9, 19) };
    int64_t id;

    return task_split(c, &p, &id);
}

static bool play(struct ctx *c, const struct demo_people *p, struct demo_step *s)
{
    const struct demo_share *share = &s->task->shares.v[s->share];
    const struct unit *lead = unit_by_code(c, share->lead, task_demo_today());
    struct actor agency = task_demo_actor(c, p, lead ? lead->id : 0);
    struct obligation after;

    s->change.id = share->id;
    c->actor = s->opens || by_creditor(s->change.type) ? &p->assigner : &agency;
    bool ok = s->opens    ? open_task(c, s->task)
              : s->splits ? split(c, s)
                          : work_apply(c, &s->change, &after);

    c->actor = &p->assigner;
    return ok;
}

/* ---- all ---- */

/* Two tasks of the Ministry of Finance and one of Hà Nội are handed on below. */
static void add_splits(struct ctx *c, const demo_tasks *all, demo_steps *steps)
{
    static const char *const who[][3] = { { "BTC", "CT-BTC", "CNTT-BTC" },
                                          { "BTC", "CTK-BTC", "" },
                                          { "H26", "00004", "" } };
    size_t next = 0;

    for (size_t i = 0; i < all->n && next < COUNT(who); i++) {
        struct demo_task *t = all->v[i];

        if (t->shares.n != 1 || t->shares.v[0].end != DEMO_OPEN || t->due < day(2025, 9, 30) ||
            strcmp(t->shares.v[0].lead, who[next][0]) != 0)
            continue;
        for (size_t k = 1; k < 3; k++)
            if (*who[next][k])
                *LIST_PUSH(c->arena, steps) =
                    (struct demo_step){ .day =
                                            task_demo_working(day(2025, 7, 14) + (int64_t)next, 1),
                                        .order = (int64_t)steps->n,
                                        .task = t,
                                        .splits = true,
                                        .below = who[next][k] };
        next++;
    }
}

static void timeline(struct ctx *c, const demo_tasks *all, demo_steps *ret)
{
    struct dice d = { 0x20250828d3b07384 };

    for (size_t i = 0; i < all->n; i++) {
        struct demo_task *t = all->v[i];

        *LIST_PUSH(c->arena, ret) = (struct demo_step){
            .day = t->opened, .order = (int64_t)ret->n, .task = t, .opens = true
        };
        for (size_t k = 0; k < t->shares.n; k++)
            task_demo_life(c, &d, t, k, ret);
    }
    add_splits(c, all, ret);
    qsort(ret->v, ret->n, sizeof *ret->v, compare);
}

bool task_demo_play(struct ctx *c, const struct demo_people *p, const demo_tasks *all, bool show)
{
    demo_steps steps = { 0 };
    int64_t today = c->today, now = c->now_ms;
    const struct actor *actor = c->actor;
    bool ok = true;

    timeline(c, all, &steps);
    for (size_t i = 0; ok && i < steps.n; i++) {
        go_to(c, steps.v[i].day, steps.v[i].order);
        ok = play(c, p, &steps.v[i]);
        if (show && (i % 50 == 0 || i + 1 == steps.n))
            cli_progress("events", (int64_t)i + 1, (int64_t)steps.n);
    }
    c->today = today;
    c->now_ms = now;
    c->actor = actor;
    return ok;
}
