/*
 * work_clock - the clock: days off, and what a deadline's words mean. Part of work.h.
 */
#ifndef WORK_WORK_CLOCK_H
#define WORK_WORK_CLOCK_H

#include "core/day.h"
#include "core/web.h"

struct work_due {
    enum { DUE_DAY, DUE_NONE, DUE_REGULAR, DUE_MONTHLY, DUE_EVERY_DAYS, DUE_EVENT } kind;
    int64_t day;   /* DUE_DAY: the last day in time; else 0 */
    int64_t every; /* DUE_EVERY_DAYS: days; DUE_MONTHLY: day of the month, 31: its last */
};
/* "trước ngày 25/6/2025", "trong tháng 5/2026", "quý II/2026", "before 25 June 2025", "2026", ""
 * ... in Vietnamese (with or without tone marks), English or German; from: the day of assignment,
 * for words without a year or "within 10 days". A month, quarter, year or "2026 - 2030" ends on its
 * last day; "before X" takes X itself as the last day (docs/why/days.md). Words that name no day
 * are refused at the field "due_text". */
MUST_USE bool work_due_parse(struct ctx *c, const char *text, int64_t from, struct work_due *ret);
/* The next day, after this one, on which something recurring since `from` is due; 0: never. */
int64_t work_due_next(const struct work_due *d, int64_t from, int64_t after);
/* The same by the words of a deadline; 0 also for words that name nothing recurring. */
int64_t work_due_recurring(struct ctx *c, const char *words, int64_t from, int64_t after);

/* The state's calendar, for as long as the process lives; a day that another process
 * adds is seen within a minute. */
MUST_USE bool work_calendar(struct ctx *c, struct calendar *ret);
/* In a write: a day off is announced, or a weekend day is worked instead. Deadlines that
 * count working days over it move; each gets its event. */
MUST_USE bool work_day_off(struct ctx *c, int64_t day, bool worked, const char *source);

#endif
