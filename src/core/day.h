/*
 * day - civil days, counted from 1970-01-01, and the clock.
 *
 * A deadline is a day, not an instant; an instant is UTC milliseconds. The
 * day of an instant is that of the state's own zone, which has no summer time
 * (Viet Nam: UTC+7).
 */
#ifndef CORE_DAY_H
#define CORE_DAY_H

#include "core/arena.h"

struct civil {
    int year, month, mday;
};

int64_t day(int year, int month, int mday);
struct civil day_civil(int64_t d);
int day_weekday(int64_t d); /* 1 Monday ... 7 Sunday (ISO 8601) */
int64_t day_month_end(int year, int month);
MUST_USE bool day_parse(const char *text, int64_t *ret); /* only YYYY-MM-DD of a real day */
const char *day_text(struct arena *a, int64_t d);        /* YYYY-MM-DD */
/* v in n digits, "007", written at s; what is behind them comes back. A page has dozens of
 * days, and printf takes ten times as long. */
char *day_digits(char *s, int64_t v, int n);
int64_t day_of_ms(int64_t utc_ms);                    /* in the state's zone */
int64_t clock_ms(void);                               /* now, UTC milliseconds */
const char *ms_text(struct arena *a, int64_t utc_ms); /* 2025-08-28T09:30:00+07:00 */

/* Days off and worked, sorted: the calendar of a state, as data. */
struct calendar {
    const int64_t *off, *worked; /* weekdays that are off; weekend days that are worked */
    size_t n_off, n_worked;
};
bool calendar_is_working(const struct calendar *k, int64_t d);
/* The n-th working day after d (n > 0), or d moved forward to a working day (n = 0). */
int64_t calendar_add(const struct calendar *k, int64_t d, int64_t n);

#endif
