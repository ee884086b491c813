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
    const struct demo_task *t = s->task;
    struct demo_part *to = s->part;
    struct task_part p = { .id = t->shares.v[s->share].id,
                           .title = arena_printf(c->arena, "Phần việc được giao: %s", t->title),
                           .title_en = arena_printf(c->arena, "Part handed on: %s", t->title_en),
                           .title_de = arena_printf(c->arena, "Übertragener Teil: %s", t->title_de),
                           .unit = to->below,
                           .person = "Thủ trưởng đơn vị",
                           .result = t->result,
                           .due_text =
                               arena_printf(c->arena, "trước ngày %d/%d/2025",
                                            day_civil(to->due).mday, day_civil(to->due).month),
                           .due = to->due };

    return task_split(c, &p, &to->id);
}

/* Who does it: the agency, or for a part what it was handed to; who recognises it, whoever gave. */
static struct actor doer(struct ctx *c, const struct demo_people *p, const struct demo_step *s)
{
    const char *lead = s->task->shares.v[s->share].lead;
    bool handed = s->part && !s->splits && !by_creditor(s->change.type);
    const struct unit *u = unit_by_code(c, handed ? s->part->below : lead, task_demo_today());

    if (s->opens || (!s->part && by_creditor(s->change.type)))
        return p->assigner;
    return task_demo_actor(c, p, u ? u->id : 0);
}

static bool play(struct ctx *c, const struct demo_people *p, struct demo_step *s)
{
    struct actor who = doer(c, p, s);
    struct obligation after;

    s->change.id = s->part ? s->part->id : s->task->shares.v[s->share].id;
    c->actor = &who;
    bool ok = s->opens    ? open_task(c, s->task)
              : s->splits ? split(c, s)
                          : work_apply(c, &s->change, &after);

    c->actor = &p->assigner;
    return ok;
}

/* ---- all ---- */

/* What is handed on below: in July 2025, and to be done by a day of August or September. */
static const struct handed {
    const char *from, *below[2];
    int given, due_month, due, reported, recognised; /* days; of August, 0: not yet */
} handed[] = {
    { "BTC", { "CT-BTC", "CNTT-BTC" }, 14, 9, 19, 0, 0 },
    { "BTC", { "CTK-BTC" }, 15, 9, 19, 0, 0 },
    { "H26", { "00004" }, 16, 9, 19, 0, 0 },
    { "H26", { "00004" }, 16, 8, 15, 13, 18 },
    { "H26", { "00004" }, 17, 8, 20, 0, 0 },
    { "H26", { "00004" }, 18, 8, 29, 27, 0 },
};

static void add_part(struct ctx *c, struct demo_task *t, const struct handed *k, const char *below,
                     demo_steps *steps)
{
    struct demo_part *part = NEW(c->arena, struct demo_part);
    struct work_change reported = { .type = WORK_REPORTED,
                                    .effective = day(2025, 8, k->reported),
                                    .product = arena_printf(c->arena, "%d/BC-UBND", k->reported),
                                    .text = "Đã hoàn thành, kèm văn bản sản phẩm." },
                       recognised = { .type = WORK_RECOGNISED };

    *part = (struct demo_part){ .below = below, .due = day(2025, k->due_month, k->due) };
    *LIST_PUSH(c->arena, steps) = (struct demo_step){ .day = day(2025, 7, k->given),
                                                      .order = (int64_t)steps->n,
                                                      .task = t,
                                                      .splits = true,
                                                      .part = part };
    if (k->reported)
        *LIST_PUSH(c->arena, steps) = (struct demo_step){ .day = reported.effective,
                                                          .order = (int64_t)steps->n,
                                                          .task = t,
                                                          .part = part,
                                                          .change = reported };
    if (k->recognised)
        *LIST_PUSH(c->arena, steps) = (struct demo_step){ .day = day(2025, 8, k->recognised),
                                                          .order = (int64_t)steps->n,
                                                          .task = t,
                                                          .part = part,
                                                          .change = recognised };
}

/* Tasks that stay open are handed on in part: each the next one of its agency. */
static void add_parts(struct ctx *c, const demo_tasks *all, demo_steps *steps)
{
    bool done[COUNT(handed)] = { false };

    for (size_t i = 0; i < all->n; i++) {
        struct demo_task *t = all->v[i];
        const struct demo_share *share = &t->shares.v[0];
        size_t k = 0;

        while (k < COUNT(handed) && (done[k] || strcmp(share->lead, handed[k].from) != 0 ||
                                     t->opened >= day(2025, 7, handed[k].given)))
            k++;
        if (k == COUNT(handed) || t->shares.n != 1 || share->end != DEMO_OPEN ||
            t->due < day(2025, 9, 30))
            continue;
        done[k] = true;
        for (size_t b = 0; b < COUNT(handed[k].below) && handed[k].below[b]; b++)
            add_part(c, t, &handed[k], handed[k].below[b], steps);
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
    add_parts(c, all, ret);
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
