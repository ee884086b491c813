/* From "done late by the end of July" to receipts, notes, reports, returns, recognitions. */
#include <string.h>

#include "core/tr.h"
#include "systems/task/demo.h"

int64_t task_demo_today(void)
{
    return day(2025, 8, 28);
}

int64_t task_demo_clock(void)
{
    return day(2025, 9, 12);
}

/* Weekends and the holidays of 2025 from April to September (Labour Code, art. 112). */
int64_t task_demo_working(int64_t d, int step)
{
    static const int off[][2] = { { 4, 7 }, { 4, 30 }, { 5, 1 }, { 5, 2 }, { 9, 1 }, { 9, 2 } };
    bool free_day = true;

    while (free_day) {
        free_day = day_weekday(d) > 5;
        for (size_t i = 0; i < COUNT(off); i++)
            free_day = free_day || d == day(2025, off[i][0], off[i][1]);
        if (free_day)
            d += step;
    }
    return d;
}

static int64_t at_most(int64_t d, int64_t limit)
{
    return d < limit ? d : limit;
}

static int64_t at_least(int64_t d, int64_t limit)
{
    return d > limit ? d : limit;
}

/* ---- steps ---- */

struct life {
    struct ctx *c;
    struct dice *d;
    struct demo_task *t;
    size_t share;
    demo_steps *steps;
    int64_t now; /* nothing is recorded before what was recorded before it */
};

static void step(struct life *l, int64_t on, struct work_change w)
{
    on = at_least(on, l->now);
    l->now = on;
    if (!w.effective)
        w.effective = on;
    *LIST_PUSH(l->c->arena, l->steps) = (struct demo_step){
        .day = on, .order = (int64_t)l->steps->n, .task = l->t, .share = l->share, .change = w
    };
}

static const char *one_of(struct life *l, const char *const *texts, size_t n)
{
    return texts[task_demo_dice(l->d, 0, (int64_t)n - 1)];
}

static void note(struct life *l, int64_t on)
{
    static const char *const did[] = { "Đã thành lập tổ soạn thảo và xây dựng đề cương.",
                                       "Đã gửi dự thảo lấy ý kiến các bộ, ngành, địa phương.",
                                       "Đã tổng hợp ý kiến của các cơ quan liên quan.",
                                       "Đã họp rà soát tiến độ với các đơn vị phối hợp." };
    static const char *const next[] = { "Hoàn thiện dự thảo, trình lãnh đạo.",
                                        "Xin ý kiến thẩm định.",
                                        "Họp thống nhất nội dung còn ý kiến khác nhau.", "" };
    static const char *const obstacle[] = { "Chờ ý kiến của cơ quan phối hợp.",
                                            "Chưa bố trí đủ kinh phí.", "", "", "" };

    step(l, on,
         (struct work_change){ .type = WORK_NOTED,
                               .text = one_of(l, did, COUNT(did)),
                               .next_step = one_of(l, next, COUNT(next)),
                               .obstacle = one_of(l, obstacle, COUNT(obstacle)) });
}

static const char *product(struct life *l)
{
    static const char *const kinds[] = { "BC", "BC", "TTr", "KH", "QĐ" };
    const char *lead = l->t->shares.v[l->share].lead;

    if (l->t->product)
        return l->t->product;
    if (lead[0] == 'H' || (lead[0] >= '0' && lead[0] <= '9'))
        lead = "UBND";
    return arena_printf(l->c->arena, "%lld/%s-%s", (long long)task_demo_dice(l->d, 41, 4890),
                        one_of(l, kinds, COUNT(kinds)), lead);
}

static void report(struct life *l, int64_t on, int64_t done)
{
    step(l, on,
         (struct work_change){ .type = WORK_REPORTED,
                               .effective = done,
                               .product = product(l),
                               .text = "Đã hoàn thành, kèm văn bản sản phẩm." });
}

static void recognise(struct life *l, int64_t on)
{
    step(l, on, (struct work_change){ .type = WORK_RECOGNISED });
}

static void give_back(struct life *l, int64_t on)
{
    static const char *const why[] = { "Sản phẩm chưa đúng yêu cầu của nhiệm vụ.",
                                       "Văn bản chưa có ý kiến của cơ quan phối hợp.",
                                       "Đề nghị bổ sung số liệu và lộ trình cụ thể." };

    step(l, on, (struct work_change){ .type = WORK_RETURNED, .text = one_of(l, why, COUNT(why)) });
}

static void ask_more_time(struct life *l, int64_t on, int64_t due)
{
    step(l, on,
         (struct work_change){ .type = WORK_EXTENSION_ASKED,
                               .due = due,
                               .due_text = task_demo_due_text(l->c, l->d, due),
                               .text = "Cần thêm thời gian lấy ý kiến các địa phương." });
}

static void extend(struct life *l, int64_t on, int64_t due, const char *due_text)
{
    step(l, on,
         (struct work_change){
             .type = WORK_EXTENDED, .due = due, .due_text = due_text, .text = "Đồng ý gia hạn." });
}

/* ---- ends ---- */

static int64_t between(struct life *l, int64_t from, int64_t to)
{
    return from < to ? task_demo_dice(l->d, from, to) : to;
}

/* Done on a day; reported and recognised by the last day. */
static void finish(struct life *l, int64_t done, int64_t last)
{
    int64_t reported = at_most(task_demo_working(done + task_demo_dice(l->d, 0, 3), 1), last - 1);

    if (task_demo_one_in(l->d, 9) && done - l->t->opened > 25) {
        int64_t first = task_demo_working(done - task_demo_dice(l->d, 10, 14), 1);

        report(l, first, first);
        give_back(l, task_demo_working(first + task_demo_dice(l->d, 2, 5), 1));
    }
    report(l, at_least(reported, done), done);
    recognise(
        l,
        at_most(task_demo_working(at_least(reported, done) + task_demo_dice(l->d, 1, 5), 1), last));
}

/* Done, but written down only after the day of the demo. */
static void finish_unrecorded(struct life *l, int64_t done)
{
    int64_t today = task_demo_today();
    int64_t reported = task_demo_one_in(l->d, 2)
                           ? task_demo_working(today - task_demo_dice(l->d, 0, 3), -1)
                           : task_demo_working(today + task_demo_dice(l->d, 1, 9), 1);

    report(l, at_least(reported, done), done);
    recognise(l, task_demo_working(at_least(reported, today + 1) + task_demo_dice(l->d, 1, 6), 1));
}

static void done_on_time(struct life *l)
{
    int64_t july = day(2025, 7, 31), today = task_demo_today(), due = l->t->due;
    /* What was due before the end of July was known as done by then. */
    int64_t last = due && due < july ? july : today;
    int64_t latest = due ? at_most(due, today - 4) : today - 8;
    int64_t done =
        task_demo_working(between(l, at_least(l->t->opened + 1, latest - 28), latest), -1);

    finish(l, at_least(done, l->t->opened), last);
}

static void done_late(struct life *l, int64_t known_from, int64_t last)
{
    int64_t first = at_least(l->t->due + 1, known_from - 20);
    int64_t done = task_demo_working(between(l, first, at_most(l->t->due + 45, last - 4)), 1);

    done = l->t->product_day ? l->t->product_day : at_most(done, last - 2);
    l->now = at_least(l->now, known_from ? task_demo_working(known_from, 1) : 0);
    finish(l, done, last);
}

static void overdue(struct life *l)
{
    const struct demo_share *s = &l->t->shares.v[l->share];
    int64_t due = l->t->due, today = task_demo_today();

    note(l, task_demo_working(due - task_demo_dice(l->d, 3, 20), -1));
    if (s->unrecorded) {
        int64_t done = task_demo_one_in(l->d, 3) ? task_demo_working(due - 1, -1)
                                                 : between(l, due + 2, today - 5);

        finish_unrecorded(l, task_demo_working(done, -1));
        return;
    }
    switch (l->t->filled_in ? task_demo_dice(l->d, 1, 5) : 5) { /* real words: no more made up */
    case 1:                                                     /* waits for recognition */
        report(l, task_demo_working(today - 3, -1), task_demo_working(today - 6, -1));
        break;
    case 2:
        report(l, task_demo_working(today - 20, -1), task_demo_working(today - 21, -1));
        give_back(l, task_demo_working(today - 15, -1));
        break;
    case 3: ask_more_time(l, task_demo_working(today - 8, -1), day(2025, 9, 30)); break;
    case 4:
        ask_more_time(l, task_demo_working(due - 4, -1), due + 60);
        step(l, task_demo_working(due + 2, 1),
             (struct work_change){ .type = WORK_EXTENSION_REFUSED,
                                   .text = "Nhiệm vụ cấp bách, không gia hạn." });
        break;
    default: note(l, task_demo_working(today - task_demo_dice(l->d, 5, 25), -1)); break;
    }
}

/* Asked for after the deadline, granted in August: what was overdue until then stays seen. */
static void extended(struct life *l)
{
    static const int months[] = { 9, 10, 12 };
    int m = months[task_demo_dice(l->d, 0, 2)];
    int64_t due = day_month_end(2025, m),
            asked = task_demo_working(l->t->due + task_demo_dice(l->d, 3, 9), 1);

    ask_more_time(l, asked, due);
    extend(l,
           task_demo_working(at_least(asked + 3, day(2025, 8, 1) + task_demo_dice(l->d, 4, 17)), 1),
           due, task_demo_due_text(l->c, l->d, due));
}

static void still_open(struct life *l)
{
    const struct demo_share *s = &l->t->shares.v[l->share];
    int64_t today = task_demo_today(), due = l->t->due;
    bool far = due > day(2025, 8, 31) && l->t->filled_in;

    if (task_demo_one_in(l->d, 2))
        note(l, task_demo_working(between(l, l->t->opened + 8, today - 20), 1));
    if (s->unrecorded) {
        finish_unrecorded(l, task_demo_working(today - task_demo_dice(l->d, 2, 10), -1));
        return;
    }
    if (task_demo_one_in(l->d, 3))
        note(l, task_demo_working(today - task_demo_dice(l->d, 1, 18), -1));
    if (far && task_demo_one_in(l->d, 16)) {
        report(l, task_demo_working(today - 2, -1), task_demo_working(today - 4, -1));
    } else if (far && due < day(2026, 1, 1) && task_demo_one_in(l->d, 14)) {
        ask_more_time(l, task_demo_working(today - 9, -1), day(2026, 3, 31));
        if (task_demo_one_in(l->d, 2))
            extend(l, task_demo_working(today - 3, -1), day(2026, 3, 31), "quý I/2026");
    }
}

void task_demo_life(struct ctx *c, struct dice *d, struct demo_task *t, size_t share,
                    demo_steps *ret)
{
    struct life l = { c, d, t, share, ret, t->opened };
    bool resolution = strcmp(t->list, "NQ71") == 0;
    int64_t july = day(2025, 7, 31), quick = t->due ? t->due - t->opened : 30;

    if (!task_demo_one_in(d, 12))
        step(&l, task_demo_working(t->opened + task_demo_dice(d, 0, quick > 6 ? 4 : 1), 1),
             (struct work_change){ .type = WORK_RECEIVED });
    if (quick > 60 && task_demo_one_in(d, 2))
        note(&l, task_demo_working(t->opened + task_demo_dice(d, 12, 35), 1));
    switch (t->shares.v[share].end) {
    case DEMO_DONE: done_on_time(&l); break;
    case DEMO_DONE_LATE: done_late(&l, 0, resolution ? july : task_demo_today()); break;
    case DEMO_DONE_IN_AUGUST: done_late(&l, july + 1, task_demo_today()); break;
    case DEMO_OVERDUE: overdue(&l); break;
    case DEMO_EXTENDED: extended(&l); break;
    case DEMO_OPEN: still_open(&l); break;
    }
}
