/* Deadlines as they are written, and the calendar. */
#include "common/work/work_test.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/csv.h"

/* "day 2025-06-25", "none", "every 5" ... */
static const char *meaning(struct ctx *c, const char *text)
{
    static const char *const kinds[] = { "day", "none", "regular", "monthly", "every", "event" };
    struct work_due d;

    if (!work_due_parse(c, text, day(2025, 6, 23), &d)) {
        CHECK_STR(c->err.fields.v[0].name, "due_text");
        CHECK_FAILED(c, ERR_INPUT);
        return "refused";
    }
    if (d.kind == DUE_DAY)
        return day_text(c->arena, d.day);
    return d.every ? arena_printf(c->arena, "%s %d", kinds[d.kind], (int)d.every) : kinds[d.kind];
}

TEST(work_due_words_of_resolutions_name_their_last_day)
{
    static const char *const t[][2] = {
        { "trước ngày 15 tháng 5 năm 2026", "2026-05-15" },
        { "trước ngày 25/6/2025", "2025-06-25" },
        { "truoc ngay 25/6/2025", "2025-06-25" },
        { "hoàn thành trong tháng 5 năm 2026", "2026-05-31" },
        { "trong tháng 02/2028", "2028-02-29" },
        { "Tháng 6/2026", "2026-06-30" },
        { "tháng Năm 2026", "2026-05-31" },
        { "tháng mười hai năm 2025", "2025-12-31" },
        { "trong quý II năm 2026", "2026-06-30" },
        { "Quý IV/2026", "2026-12-31" },
        { "quy 3/2025", "2025-09-30" },
        { "Năm 2026", "2026-12-31" },
        { "2026", "2026-12-31" },
        { "2026 - 2030", "2030-12-31" },
        { "giai đoạn 2026-2030", "2030-12-31" },
        { "cuối năm 2025", "2025-12-31" },
        { "6 tháng đầu năm 2026", "2026-06-30" },
        { "Chậm nhất ngày 30/9/2025", "2025-09-30" },
        { "25.06.2025", "2025-06-25" },
        { "2025-06-25", "2025-06-25" },
        { "trước ngày 25/6", "2025-06-25" },
        { "before 20 June", "2026-06-20" },
        { "before 25 June 2025", "2025-06-25" },
        { "by 30 June 2025", "2025-06-30" },
        { "June 25, 2025", "2025-06-25" },
        { "by the 30th of June 2025", "2025-06-30" },
        { "from 1 July 2025", "2025-07-01" },
        { "in October 2025", "2025-10-31" },
        { "by June 2025", "2025-06-30" },
        { "Q2 2026", "2026-06-30" },
        { "in the second quarter of 2026", "2026-06-30" },
        { "first half of 2026", "2026-06-30" },
        { "bis 30. Juni 2025", "2025-06-30" },
        { "vor dem 25. Juni 2025", "2025-06-25" },
        { "spätestens am 30.09.2025", "2025-09-30" },
        { "im März 2026", "2026-03-31" },
        { "II. Quartal 2026", "2026-06-30" },
        { "2. Halbjahr 2026", "2026-12-31" },
        { "Ende 2026", "2026-12-31" },
        { "within 10 days", "2025-07-03" },
        { "trong vòng 5 ngày làm việc", "2025-06-30" },
    };

    for (size_t i = 0; i < COUNT(t); i++) {
        const char *got = meaning(c, t[i][0]);

        if (strcmp(got, t[i][1]) != 0)
            test_failed(__FILE__, __LINE__, "\"%s\" is %s, not %s", t[i][0], got, t[i][1]);
    }
}

TEST(work_due_words_that_name_no_day_are_told_apart)
{
    static const char *const t[][2] = {
        { "", "none" },
        { "Theo tiến độ", "none" },
        { "no deadline", "none" },
        { "Thường xuyên", "regular" },
        { "regularly", "regular" },
        { "Hằng năm", "regular" },
        { "định kỳ hằng tháng, trước ngày 25", "monthly 25" },
        { "monthly before the 25th", "monthly 25" },
        { "monatlich", "monthly 31" },
        { "every five days", "every 5" },
        { "5 ngày một lần", "every 5" },
        { "năm ngày 1 lần", "every 5" },
        { "alle fünf Tage", "every 5" },
        { "hằng tuần", "every 7" },
        { "ngay sau khi Nghị quyết được ban hành", "event" },
        { "immediately after the law is passed", "event" },
        { "31/6/2025", "refused" },
        { "25/13/2025", "refused" },
        { "25/6/25", "refused" },
        { "soon", "refused" },
        { "2030 - 2026", "refused" },
        { "before 25 June 2025 and 30 June 2025", "refused" },
        { "quý V/2026", "refused" },
    };

    for (size_t i = 0; i < COUNT(t); i++) {
        const char *got = meaning(c, t[i][0]);

        if (strcmp(got, t[i][1]) != 0)
            test_failed(__FILE__, __LINE__, "\"%s\" is %s, not %s", t[i][0], got, t[i][1]);
    }
}

TEST(work_due_monthly_comes_again_on_its_day_or_the_last_of_a_short_month)
{
    struct work_due d = { .kind = DUE_MONTHLY, .every = 31 };

    CHECK_INT(work_due_next(&d, 0, day(2026, 1, 31)), day(2026, 2, 28));
    CHECK_INT(work_due_next(&d, 0, day(2026, 12, 31)), day(2027, 1, 31));
    CHECK_INT(work_due_next(&(struct work_due){ .kind = DUE_DAY, .day = 99 }, 0, 100), 0);
    d = (struct work_due){ .kind = DUE_EVERY_DAYS, .every = 5 };
    CHECK_INT(work_due_next(&d, 100, 99), 105);
    CHECK_INT(work_due_next(&d, 100, 104), 105);
    CHECK_INT(work_due_next(&d, 100, 105), 110);
    CHECK_INT(work_due_recurring(c, "monthly before the 25th", 0, day(2025, 8, 28)),
              day(2025, 9, 25));
    CHECK_INT(work_due_recurring(c, "2026", 0, day(2025, 8, 28)), 0);
    CHECK_INT(work_due_recurring(c, "when there is time", 0, 100), 0);
    CHECK_INT(c->err.kind, ERR_NONE);
}

/* The facts of the case stay outside the tree; the test reads them where they are. */
static const char *shared(struct ctx *c, const char *name)
{
    const char *dir = getenv("LT_SHARED");

    return arena_printf(c->arena, "%s/%s", dir ? dir : "../shared", name);
}

static void check_line(struct ctx *c, const struct csv_line *l)
{
    const char *got = meaning(c, l->field[5]), *want = l->field[6];

    if (*want ? strcmp(got, want) != 0 : got[0] >= '0' && got[0] <= '9')
        test_failed(__FILE__, __LINE__, "line %d: \"%s\" is %s, not %s", (int)l->line, l->field[5],
                    got, want);
    CHECK(strcmp(got, "refused") != 0);
}

TEST(work_due_words_of_notice_315_give_the_days_of_the_case)
{
    const char *path = shared(c, "data/cases/notice-315.csv");
    FILE *f = fopen(path, "r");
    char *text = arena_alloc(c->arena, 65536);
    csv_lines lines = { 0 };

    if (!f) {
        printf("note: no %s (LT_SHARED): the deadlines of Notice 315 are not tested\n", path);
        return;
    }
    size_t n = fread(text, 1, 65535, f);
    fclose(f);
    CHECK_OK(c, csv_read(c, text, n, 100, &lines));
    for (size_t i = 1; i < lines.n; i++)
        check_line(c, &lines.v[i]);
    CHECK_INT(lines.n, 20);
}

struct day_off {
    int64_t day;
    bool worked;
};

static bool add_day(struct ctx *c, void *arg)
{
    const struct day_off *d = arg;

    return work_day_off(c, d->day, d->worked, "Decision 1/2025");
}

TEST(work_calendar_knows_holidays_and_days_worked_instead)
{
    struct calendar k;

    CHECK_OK(c, work_calendar(c, &k));
    CHECK(!calendar_is_working(&k, day(2025, 9, 2)));
    CHECK(!calendar_is_working(&k, day(2025, 5, 2)));
    CHECK(calendar_is_working(&k, day(2025, 4, 26)));
    CHECK(!calendar_is_working(&k, day(2026, 2, 18)));
    CHECK_INT(calendar_add(&k, day(2025, 8, 29), 1), day(2025, 9, 3));
}

TEST(work_a_holiday_that_is_added_moves_deadlines_in_working_days)
{
    struct tree t;
    struct obligation o, by_hand;

    tree_plant(c, &t);
    o = (struct obligation){ .owner = t.btc, .creditor = t.vn, .title = "x", .working_days = 10 };
    by_hand = o;
    CHECK_OK(c, tree_open(c, &o));
    CHECK_OK(c, tree_open(c, &by_hand));
    CHECK_INT(o.due, day(2025, 9, 15)); /* 28 August, with 1 and 2 September off */
    CHECK_OK(c, tree_apply(c, &(struct work_change){ .id = by_hand.id,
                                                     .type = WORK_EXTENDED,
                                                     .due = day(2025, 10, 1),
                                                     .text = "x" }));
    CHECK_OK(c, test_write(c, add_day, &(struct day_off){ day(2025, 9, 10), false }));
    CHECK_OK(c, work_get(c, o.id, &o));
    CHECK_INT(o.due, day(2025, 9, 16));
    CHECK_INT(o.extensions, 0);
    CHECK_OK(c, work_get(c, by_hand.id, &by_hand));
    CHECK_INT(by_hand.due, day(2025, 10, 1));
    CHECK(!test_write(c, add_day, &(struct day_off){ day(2025, 9, 13), false }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!test_write(c, add_day, &(struct day_off){ day(2025, 9, 10), false }));
    CHECK_FAILED(c, ERR_CONFLICT);
}

TEST(work_a_holiday_is_announced_on_the_command_line)
{
    char on[] = "2025-09-10", flag[] = "--source", by[] = "Decision 1/2025", bad[] = "tomorrow",
         worked[] = "--worked";
    struct calendar k;

    CHECK_OK(c, work_day_command(c, 3, (char *[]){ on, flag, by, NULL }));
    c->now_ms += 120 * 1000; /* the copy in memory is old by then */
    CHECK_OK(c, work_calendar(c, &k));
    CHECK(!calendar_is_working(&k, day(2025, 9, 10)) && calendar_is_working(&k, day(2025, 9, 11)));
    CHECK(!work_day_command(c, 3, (char *[]){ on, flag, by, NULL }));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK(!work_day_command(c, 1, (char *[]){ on, NULL }));
    CHECK_FAILED(c, ERR_INPUT); /* who decides it? */
    CHECK(!work_day_command(c, 4, (char *[]){ on, flag, by, worked, NULL }));
    CHECK_FAILED(c, ERR_INPUT); /* a Wednesday */
    CHECK(!work_day_command(c, 3, (char *[]){ bad, flag, by, NULL }));
    CHECK_FAILED(c, ERR_MALFORMED);
}
