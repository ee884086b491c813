#include "core/day.h"

#include <string.h>
#include <time.h>

enum { ZONE_MS = 7 * 3600 * 1000, DAY_MS = 24 * 3600 * 1000 };

/* Howard Hinnant's day count, valid for the proleptic Gregorian calendar. */
int64_t day(int year, int month, int mday)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;

    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct civil day_civil(int64_t d)
{
    int64_t z = d + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);

    return (struct civil){ (int)(yoe + era * 400 + (month <= 2)), month,
                           (int)(doy - (153 * mp + 2) / 5 + 1) };
}

int day_weekday(int64_t d)
{
    int64_t w = (d + 3) % 7; /* 1970-01-01 was a Thursday */

    return (int)(w < 0 ? w + 7 : w) + 1;
}

int64_t day_month_end(int year, int month)
{
    return month == 12 ? day(year + 1, 1, 1) - 1 : day(year, month + 1, 1) - 1;
}

bool day_parse(const char *text, int64_t *ret)
{
    int n[3] = { 0 }, part = 0;

    for (size_t i = 0; i < 10; i++) {
        bool dash = i == 4 || i == 7;

        if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9') /* also stops at the end */
            return false;
        if (dash)
            part++;
        else
            n[part] = n[part] * 10 + (text[i] - '0');
    }
    if (text[10] || n[1] < 1 || n[1] > 12)
        return false;
    struct civil k = day_civil(day(n[0], n[1], n[2]));
    if (k.year != n[0] || k.month != n[1] || k.mday != n[2]) /* 30 February comes back as March */
        return false;
    *ret = day(n[0], n[1], n[2]);
    return true;
}

char *day_digits(char *s, int64_t v, int n)
{
    for (int i = n - 1; i >= 0; i--, v /= 10)
        s[i] = (char)('0' + v % 10);
    return s + n;
}

/* "2025-08-28" at s, which has room for it. */
static char *put_day(char *s, struct civil k)
{
    s = day_digits(s, k.year, 4);
    *s++ = '-';
    s = day_digits(s, k.month, 2);
    *s++ = '-';
    return day_digits(s, k.mday, 2);
}

const char *day_text(struct arena *a, int64_t d)
{
    struct civil k = day_civil(d);
    char t[10];

    if (k.year < 0 || k.year > 9999)
        return arena_printf(a, "%d-%02d-%02d", k.year, k.month, k.mday);
    put_day(t, k);
    return arena_strndup(a, t, sizeof t);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t day_of_ms(int64_t utc_ms)
{
    return floor_div(utc_ms + ZONE_MS, DAY_MS);
}

int64_t clock_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

const char *ms_text(struct arena *a, int64_t utc_ms)
{
    int64_t d = day_of_ms(utc_ms), s = (utc_ms + ZONE_MS - d * DAY_MS) / 1000;
    char t[] = "YYYY-MM-DDTHH:MM:SS+07:00";

    put_day(t, day_civil(d));
    day_digits(t + 11, s / 3600, 2);
    day_digits(t + 14, s / 60 % 60, 2);
    day_digits(t + 17, s % 60, 2);
    return arena_strdup(a, t);
}

/* How many of the sorted days are <= d. */
static size_t up_to(const int64_t *v, size_t n, int64_t d)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (v[mid] <= d)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool among(const int64_t *v, size_t n, int64_t d)
{
    size_t k = up_to(v, n, d);

    return k > 0 && v[k - 1] == d;
}

bool calendar_is_working(const struct calendar *k, int64_t d)
{
    if (day_weekday(d) >= 6)
        return among(k->worked, k->n_worked, d);
    return !among(k->off, k->n_off, d);
}

int64_t calendar_add(const struct calendar *k, int64_t d, int64_t n)
{
    if (n == 0)
        while (!calendar_is_working(k, d))
            d++;
    for (; n > 0; n -= calendar_is_working(k, d))
        d++;
    return d;
}
