/* The registers of NQ71 and KLTW: tasks that no source names, in the published numbers. */
#include <string.h>

#include "systems/task/demo.h"

/* ---- chance ---- */

static uint64_t dice_next(struct dice *d)
{
    d->state ^= d->state >> 12; /* xorshift64* */
    d->state ^= d->state << 25;
    d->state ^= d->state >> 27;
    return d->state * 0x2545f4914f6cdd1du;
}

int64_t task_demo_dice(struct dice *d, int64_t from, int64_t to)
{
    ASSERT(from <= to);
    return from + (int64_t)((dice_next(d) >> 20) % (uint64_t)(to - from + 1));
}

bool task_demo_one_in(struct dice *d, int64_t n)
{
    return task_demo_dice(d, 1, n) == 1;
}

/* ---- groups of tasks ---- */

enum when {
    SPRING, /* due long before the end of July 2025 */
    SUMMER, /* due until 20 August, spring included */
    AUGUST, /* due on the last days of August: still open on the 28th */
    LATER,  /* due from September 2025 to the end of 2026 */
    NEVER   /* no deadline */
};
struct group {
    const char *leads; /* a code; "A+B" a common task of two; "provinces" ...; "": anybody */
    enum demo_end end;
    enum when when;
    int64_t n, unrecorded; /* how many, and how many of them were done but not recorded */
};

/* Of the 33 that were late on 31 July (12 done late, 21 not done): Agriculture 10, Ethnic
 * Affairs 4, Finance 4, Science 2, Education, Justice, Health, Public Security 1 each, and 11
 * localities; two of the tasks are common to a ministry and a locality. */
static const struct group nq71[] = {
    { "BNNMT", DEMO_DONE_LATE, SPRING, 3, 0 },
    { "BDTTG", DEMO_DONE_LATE, SPRING, 1, 0 },
    { "BGDDT", DEMO_DONE_LATE, SPRING, 1, 0 },
    { "BCA", DEMO_DONE_LATE, SPRING, 1, 0 },
    { "BTC", DEMO_DONE_LATE, SPRING, 1, 0 },
    { "BKHCN+H26", DEMO_DONE_LATE, SPRING, 1, 0 },
    { "H19", DEMO_DONE_LATE, SPRING, 1, 0 },
    { "H05", DEMO_DONE_LATE, SPRING, 1, 0 },
    { "H61", DEMO_DONE_LATE, SPRING, 1, 0 },
    { "H42", DEMO_DONE_LATE, SPRING, 1, 0 },
    { "BNNMT", DEMO_DONE_IN_AUGUST, SPRING, 4, 0 },
    { "BDTTG", DEMO_DONE_IN_AUGUST, SPRING, 2, 0 },
    { "BTP", DEMO_DONE_IN_AUGUST, SPRING, 1, 0 },
    { "BKHCN", DEMO_DONE_IN_AUGUST, SPRING, 1, 0 },
    { "BTC", DEMO_DONE_IN_AUGUST, SPRING, 2, 0 },
    { "H24", DEMO_DONE_IN_AUGUST, SPRING, 1, 0 },
    { "H53", DEMO_DONE_IN_AUGUST, SPRING, 1, 0 },
    { "H49", DEMO_DONE_IN_AUGUST, SPRING, 1, 0 },
    { "BNNMT", DEMO_EXTENDED, SPRING, 1, 0 },
    { "BYT", DEMO_EXTENDED, SPRING, 1, 0 },
    { "H21", DEMO_EXTENDED, SPRING, 1, 0 },
    { "H31", DEMO_EXTENDED, SPRING, 1, 0 },
    { "BNNMT", DEMO_OVERDUE, SPRING, 1, 0 },
    { "BNNMT+H56", DEMO_OVERDUE, SPRING, 1, 0 },
    { "BTC", DEMO_OVERDUE, SPRING, 1, 0 },
    { "BDTTG", DEMO_OVERDUE, SPRING, 1, 1 },
    { "", DEMO_DONE, SUMMER, 57, 0 },
    { "", DEMO_DONE, LATER, 8, 0 },
    { "BTC", DEMO_OPEN, AUGUST, 3, 0 },
    { "", DEMO_OPEN, AUGUST, 12, 2 },
    { "", DEMO_OPEN, NEVER, 14, 0 },
    { "provinces", DEMO_OPEN, LATER, 1, 0 },
    { "ministries", DEMO_OPEN, LATER, 1, 0 },
    { "BTC", DEMO_OPEN, LATER, 16, 0 },
    { "H26", DEMO_OPEN, LATER, 5, 0 },
    { "", DEMO_OPEN, LATER, 180, 4 },
};

/* The 19 of Notice 315 are counted here: 6 done on time, 5 late, 3 overdue, 5 open. */
static const struct group kltw[] = {
    { "", DEMO_DONE, SUMMER, 86, 0 },        { "BTC", DEMO_DONE, SUMMER, 6, 0 },
    { "", DEMO_DONE, LATER, 6, 0 },          { "", DEMO_DONE, NEVER, 4, 0 },
    { "", DEMO_DONE_LATE, SPRING, 21, 0 },   { "BTC", DEMO_DONE_LATE, SPRING, 2, 0 },
    { "BTC", DEMO_OVERDUE, SPRING, 10, 3 },  { "BKHCN", DEMO_OVERDUE, SPRING, 2, 1 },
    { "BNNMT", DEMO_OVERDUE, SPRING, 3, 1 }, { "BYT", DEMO_OVERDUE, SPRING, 2, 1 },
    { "BGDDT", DEMO_OVERDUE, SPRING, 2, 0 }, { "BXD", DEMO_OVERDUE, SPRING, 2, 1 },
    { "BTP", DEMO_OVERDUE, SPRING, 1, 0 },   { "BCT", DEMO_OVERDUE, SPRING, 1, 0 },
    { "BNV", DEMO_OVERDUE, SPRING, 1, 1 },   { "H26", DEMO_OVERDUE, SPRING, 1, 0 },
    { "H56", DEMO_OVERDUE, SPRING, 1, 0 },   { "H29", DEMO_OVERDUE, SPRING, 1, 0 },
    { "BTC", DEMO_OPEN, AUGUST, 2, 0 },      { "", DEMO_OPEN, AUGUST, 10, 2 },
    { "", DEMO_OPEN, NEVER, 7, 0 },          { "provinces", DEMO_OPEN, LATER, 1, 0 },
    { "BTC", DEMO_OPEN, LATER, 12, 0 },      { "H26", DEMO_OPEN, LATER, 3, 0 },
    { "", DEMO_OPEN, LATER, 116, 3 },
};

/* ---- choosing ---- */

/* Anybody: those who have much to do stand here often. */
static const char *anybody(struct dice *d)
{
    static const char *const often[] = {
        "BKHCN",   "BKHCN", "BKHCN", "BKHCN",   "BKHCN",   "BCA",     "BCA",     "BCA", "BNV",
        "BNV",     "BTP",   "BTP",   "BNNMT",   "BXD",     "BXD",     "BYT",     "BYT", "BGDDT",
        "BGDDT",   "BCT",   "BCT",   "BVHTTDL", "BVHTTDL", "BNG",     "BQP",     "BQP", "BDTTG",
        "NHNN",    "NHNN",  "TTCP",  "VPCP",    "VPCP",    "VHLKHCN", "VHLKHXH", "VTV", "TANDTC",
        "VKSNDTC", "KTNN",  "H26",   "H29",     "H17",     "H24",     "H13",     "H57", "H05",
        "H49",     "H41",   "H56",   "H31",     "H42",
    };

    return often[task_demo_dice(d, 0, (int64_t)COUNT(often) - 1)];
}

static int64_t choose_due(struct dice *d, enum when when)
{
    static const int spring[][2] = { { 4, 30 }, { 5, 15 }, { 5, 31 }, { 6, 15 }, { 6, 30 },
                                     { 6, 30 }, { 7, 10 }, { 7, 15 }, { 7, 25 } };
    static const int summer[][2] = { { 4, 30 }, { 5, 31 }, { 6, 15 }, { 6, 30 }, { 6, 30 },
                                     { 7, 15 }, { 7, 31 }, { 7, 31 }, { 8, 15 }, { 8, 20 } };
    static const int august[][2] = { { 8, 31 }, { 8, 31 }, { 8, 31 }, { 8, 30 }, { 8, 29 } };
    static const int later[][3] = { { 2025, 9, 15 },  { 2025, 9, 30 },  { 2025, 9, 30 },
                                    { 2025, 10, 15 }, { 2025, 10, 31 }, { 2025, 11, 15 },
                                    { 2025, 11, 30 }, { 2025, 12, 15 }, { 2025, 12, 31 },
                                    { 2025, 12, 31 }, { 2025, 12, 31 }, { 2026, 3, 31 },
                                    { 2026, 6, 30 },  { 2026, 12, 31 } };
    const int *t;

    switch (when) {
    case SPRING: t = spring[task_demo_dice(d, 0, (int64_t)COUNT(spring) - 1)]; break;
    case SUMMER: t = summer[task_demo_dice(d, 0, (int64_t)COUNT(summer) - 1)]; break;
    case AUGUST: t = august[task_demo_dice(d, 0, (int64_t)COUNT(august) - 1)]; break;
    case LATER:
        t = later[task_demo_dice(d, 0, (int64_t)COUNT(later) - 1)];
        return day(t[0], t[1], t[2]);
    case NEVER:
    default: return 0;
    }
    return day(2025, t[0], t[1]);
}

/* As annex tables write it; the words mean exactly this day. */
const char *task_demo_due_text(struct ctx *c, struct dice *d, int64_t due)
{
    static const char *const quarter[] = { "I", "II", "III", "IV" };
    struct civil v = day_civil(due);

    if (due == 0)
        return task_demo_one_in(d, 3) ? "thường xuyên" : "không thời hạn";
    if (due != day_month_end(v.year, v.month))
        return arena_printf(c->arena, "trước ngày %d/%d/%d", v.mday, v.month, v.year);
    if (v.month == 12 && task_demo_one_in(d, 2))
        return arena_printf(c->arena, "năm %d", v.year);
    if (v.month % 3 == 0 && task_demo_one_in(d, 2))
        return arena_printf(c->arena, "quý %s/%d", quarter[v.month / 3 - 1], v.year);
    return arena_printf(c->arena, "trong tháng %d/%d", v.month, v.year);
}

const char *task_demo_lead_words(struct ctx *c, const demo_shares *s)
{
    struct buf b = { .arena = c->arena };

    for (size_t i = 0; i < s->n; i++) {
        const struct unit *u = unit_by_code(c, s->v[i].lead, task_demo_today());

        ASSERT(u); /* the codes of this file are in unit_agencies.h */
        buf_printf(&b, "%s%s%s", i ? "; " : "", strcmp(u->kind, "province") == 0 ? "UBND " : "",
                   u->name);
    }
    return buf_str(&b);
}

static const char *partners(struct ctx *c, struct dice *d, const char *lead)
{
    demo_shares s = { 0 };

    for (int64_t n = task_demo_dice(d, 0, 2); n > 0; n--) {
        const char *code = anybody(d);

        if (strcmp(code, lead) != 0 && (s.n == 0 || strcmp(code, s.v[0].lead) != 0))
            *LIST_PUSH(c->arena, &s) = (struct demo_share){ .lead = code };
    }
    return task_demo_lead_words(c, &s);
}

/* ---- the tasks of a group ---- */

struct making {
    struct dice dice;
    const char *list;
    int64_t source;
    demo_tasks made;
};

/* Of a common task of a whole class: some parts are done, one is done late. */
static bool class_shares(struct ctx *c, struct making *m, const char *class, demo_shares *ret)
{
    unit_list l = { 0 };

    if (!unit_class(c, class, task_demo_today(), &l))
        return fail(c, ERR_NOT_FOUND, "there is no such unit");
    for (size_t i = 0; i < l.n; i++)
        *LIST_PUSH(c->arena, ret) =
            (struct demo_share){ .lead = *l.v[i]->short_code ? l.v[i]->short_code : l.v[i]->code,
                                 .end = task_demo_one_in(&m->dice, 4) ? DEMO_DONE : DEMO_OPEN };
    return true;
}

static bool shares_of(struct ctx *c, struct making *m, const struct group *g, bool unrecorded,
                      demo_shares *ret)
{
    const char *plus = strchr(g->leads, '+');

    if (strcmp(g->leads, "provinces") == 0 || strcmp(g->leads, "ministries") == 0)
        return class_shares(c, m, g->leads, ret);
    const char *first = plus        ? arena_strndup(c->arena, g->leads, (size_t)(plus - g->leads))
                        : *g->leads ? g->leads
                                    : anybody(&m->dice);

    *LIST_PUSH(c->arena, ret) =
        (struct demo_share){ .lead = first, .end = g->end, .unrecorded = unrecorded };
    if (plus) /* the locality was late as well, but finished */
        *LIST_PUSH(c->arena, ret) = (struct demo_share){ .lead = plus + 1, .end = DEMO_DONE_LATE };
    return true;
}

static const char *choose_result(struct dice *d)
{
    static const char *const results[] = {
        "Báo cáo",
        "Báo cáo",
        "Quyết định của Thủ tướng Chính phủ",
        "Nghị định của Chính phủ",
        "Kế hoạch",
        "Đề án",
        "Thông tư",
        "Văn bản hướng dẫn",
        "Hệ thống vận hành",
        "Nghị quyết",
    };

    return results[task_demo_dice(d, 0, (int64_t)COUNT(results) - 1)];
}

static bool add_task(struct ctx *c, struct making *m, const struct group *g, bool unrecorded)
{
    struct demo_task *t = NEW(c->arena, struct demo_task);
    bool resolution = strcmp(m->list, "NQ71") == 0;

    *t = (struct demo_task){ .list = m->list, .source = m->source, .filled_in = true };
    t->due = choose_due(&m->dice, g->when);
    t->due_text = task_demo_due_text(c, &m->dice, t->due);
    /* NQ71 is of 1 April 2025; a quarter of its tasks came in the summer. */
    t->opened = resolution ? day(2025, 4, 1) : day(2025, 3, 3);
    if (g->when >= AUGUST && task_demo_one_in(&m->dice, 3))
        t->opened = resolution ? day(2025, 6, 16) : day(2025, 7, 8);
    t->creditor = resolution ? "VPCP" : "BCDTW";
    t->authority = resolution ? "Chính phủ" : "Ban Chỉ đạo Trung ương";
    t->result = choose_result(&m->dice);
    if (!shares_of(c, m, g, unrecorded, &t->shares))
        return false;
    t->lead = strcmp(g->leads, "provinces") == 0    ? "UBND các tỉnh, thành phố"
              : strcmp(g->leads, "ministries") == 0 ? "Các bộ, cơ quan ngang bộ"
                                                    : task_demo_lead_words(c, &t->shares);
    t->coordinating = partners(c, &m->dice, t->shares.v[0].lead);
    *LIST_PUSH(c->arena, &m->made) = t;
    return true;
}

/* Mixed, then in the order of assignment, then numbered. */
static void number(struct ctx *c, struct making *m)
{
    bool resolution = strcmp(m->list, "NQ71") == 0;

    for (size_t i = m->made.n; i > 1; i--) {
        size_t k = (size_t)task_demo_dice(&m->dice, 0, (int64_t)i - 1);
        struct demo_task *t = m->made.v[i - 1];

        m->made.v[i - 1] = m->made.v[k];
        m->made.v[k] = t;
    }
    for (size_t i = 1; i < m->made.n; i++)
        for (size_t k = i; k > 0 && m->made.v[k - 1]->opened > m->made.v[k]->opened; k--) {
            struct demo_task *t = m->made.v[k];

            m->made.v[k] = m->made.v[k - 1];
            m->made.v[k - 1] = t;
        }
    for (size_t i = 0; i < m->made.n; i++) {
        struct demo_task *t = m->made.v[i];
        int no = (int)i + 1;

        t->number = arena_printf(c->arena, "%d", no);
        t->title =
            arena_printf(c->arena,
                         resolution ? "Nhiệm vụ số %d của Nghị quyết số 71/NQ-CP"
                                    : "Nhiệm vụ số %d theo kết luận của Ban Chỉ đạo Trung ương",
                         no);
        t->title_en = arena_printf(
            c->arena,
            resolution ? "Task %d of Resolution 71/NQ-CP"
                       : "Task %d of the conclusions of the Central Steering Committee",
            no);
        t->title_de = arena_printf(
            c->arena,
            resolution ? "Aufgabe %d der Resolution 71/NQ-CP"
                       : "Aufgabe %d der Schlussfolgerungen des Zentralen Lenkungsausschusses",
            no);
    }
}

static bool make(struct ctx *c, struct making *m, const struct group *g, size_t n, demo_tasks *ret)
{
    for (size_t i = 0; i < n; i++)
        for (int64_t k = 0; k < g[i].n; k++)
            if (!add_task(c, m, &g[i], k < g[i].unrecorded))
                return false;
    number(c, m);
    for (size_t i = 0; i < m->made.n; i++)
        *LIST_PUSH(c->arena, ret) = m->made.v[i];
    return true;
}

bool task_demo_registers(struct ctx *c, int64_t of_nq71, int64_t of_kltw, demo_tasks *ret)
{
    struct making a = { { 0x4e51373120250828 }, "NQ71", of_nq71, { 0 } };
    struct making b = { { 0x4b4c545720250828 }, "KLTW", of_kltw, { 0 } };

    return make(c, &a, nq71, COUNT(nq71), ret) && make(c, &b, kltw, COUNT(kltw), ret);
}
