#include "core/tr.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/buf.h"
#include "core/catalogue.h"
#include "core/day.h"

const char *const tr_langs[] = { "vi", "en", "de", NULL };

const char *tr_lang_name(const char *lang)
{
    return strcmp(lang, "vi") == 0 ? "Tiếng Việt" : strcmp(lang, "de") == 0 ? "Deutsch" : "English";
}

/* The weight of one range of the header, in thousandths: "de;q=0.8" is 800. */
static int weight(const char *s, size_t n)
{
    const char *q = memchr(s, ';', n);
    int w = 0;

    if (!q)
        return 1000;
    for (q++; q < s + n && *q == ' '; q++)
        continue;
    if (s + n - q < 3 || (q[0] != 'q' && q[0] != 'Q') || q[1] != '=')
        return 1000;
    if (q[2] == '1')
        return 1000;
    for (int k = 4, unit = 100; k < 7 && q + k < s + n && q[k] >= '0' && q[k] <= '9';
         k++, unit /= 10)
        w += (q[k] - '0') * unit;
    return w;
}

static const char *of_range(const char *s, size_t n)
{
    for (size_t i = 0; n >= 2 && tr_langs[i]; i++)
        if (strncasecmp(s, tr_langs[i], 2) == 0 && (n == 2 || strchr("-; ", s[2])))
            return tr_langs[i];
    return n && *s == '*' ? tr_langs[0] : NULL;
}

const char *tr_lang_match(const char *accept)
{
    const char *best = tr_langs[0];
    int most = 0;

    for (const char *s = accept; *s;) {
        size_t n = strcspn(s, ",");
        const char *lang = of_range(s, n);

        if (lang && weight(s, n) > most) { /* of equal ones the first */
            most = weight(s, n);
            best = lang;
        }
        s += n;
        s += strspn(s, ", \t");
    }
    return best;
}

const char *tr(const char *lang, const char *key)
{
    if (lang[0] == 'e')
        return key;
    for (size_t i = catalogue_hash(key, strlen(key));; i++) {
        size_t at = catalogue_slot[i & (n_catalogue_slot - 1)];

        if (at == 0)
            return key;
        const struct catalogue_text *t = &catalogue[at - 1];
        if (strcmp(key, t->key) == 0) {
            const char *text = lang[0] == 'd' ? t->de : t->vi;

            return text ? text : key;
        }
    }
}

static PRINTF(2, 0) const char *print(struct arena *a, const char *fmt, va_list ap)
{
    char most[256]; /* have room here */
    va_list again;

    va_copy(again, ap);
    int n = vsnprintf(most, sizeof most, fmt, ap);
    ASSERT(n >= 0);
    char *s = arena_room(a, (size_t)n + 1);
    if ((size_t)n < sizeof most)
        memcpy(s, most, (size_t)n + 1);
    else
        vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    return s;
}

const char *tr_printf(struct ctx *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    const char *s = print(c->arena, tr(c->lang, fmt), ap);
    va_end(ap);
    return s;
}

/* 28/8/2025 or, with at least two digits, 28/08/2025. */
static const char *in_numbers(struct arena *a, struct civil k, char by, int least)
{
    char t[16], *s = t;

    s = day_digits(s, k.mday, k.mday < 10 ? least : 2);
    *s++ = by;
    s = day_digits(s, k.month, k.month < 10 ? least : 2);
    *s++ = by;
    s = day_digits(s, k.year, 4);
    return arena_strndup(a, t, (size_t)(s - t));
}

const char *tr_day(struct ctx *c, int64_t d)
{
    static const char *const en[] = { "January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December" };
    static const char *const de[] = { "Januar",    "Februar", "März",     "April",
                                      "Mai",       "Juni",    "Juli",     "August",
                                      "September", "Oktober", "November", "Dezember" };
    struct civil k = day_civil(d);

    if (c->lang[0] == 'v')
        return in_numbers(c->arena, k, '/', 1);
    if (c->lang[0] == 'd')
        return arena_printf(c->arena, "%d. %s %d", k.mday, de[k.month - 1], k.year);
    return arena_printf(c->arena, "%d %s %d", k.mday, en[k.month - 1], k.year);
}

const char *tr_day_short(struct ctx *c, int64_t d)
{
    static const char *const en[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct civil k = day_civil(d);

    if (c->lang[0] == 'v')
        return in_numbers(c->arena, k, '/', 2);
    if (c->lang[0] == 'd')
        return in_numbers(c->arena, k, '.', 2);
    return arena_printf(c->arena, "%d %s %d", k.mday, en[k.month - 1], k.year);
}

const char *tr_moment(struct ctx *c, int64_t ms)
{
    struct buf b = { .arena = c->arena };

    buf_text(&b, tr_day_short(c, day_of_ms(ms)));
    buf_text(&b, ", ");
    buf_put(&b, ms_text(c->arena, ms) + sizeof "2025-08-28", 5);
    return buf_str(&b);
}

const char *tr_count(struct ctx *c, int64_t n)
{
    struct buf b = { .arena = c->arena };
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%lld", (long long)n);

    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0 && digits[i - 1] != '-')
            buf_put(&b, c->lang[0] == 'e' ? "," : ".", 1);
        buf_put(&b, &digits[i], 1);
    }
    return buf_str(&b);
}

const char *tr_percent(struct ctx *c, int64_t part, int64_t whole)
{
    if (!whole)
        return "–";
    int64_t basis = (part * 20000 + whole) / (whole * 2); /* hundredths of a percent, rounded */

    return arena_printf(c->arena, c->lang[0] == 'e' ? "%d.%02d%%" : "%d,%02d %%",
                        (int)(basis / 100), (int)(basis % 100));
}
