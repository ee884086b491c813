#include "core/tr.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/buf.h"
#include "core/catalogue.h"
#include "core/day.h"

const char *const tr_langs[] = { "vi", "en", "de", NULL };

const char *tr_lang_name(const char *lang)
{
    return strcmp(lang, "vi") == 0 ? "Tiếng Việt" : strcmp(lang, "de") == 0 ? "Deutsch" : "English";
}

const char *tr_lang_match(const char *accept)
{
    for (const char *s = accept; *s; s += strcspn(s, ","), s += strspn(s, ", "))
        for (size_t i = 0; tr_langs[i]; i++)
            if (strncmp(s, tr_langs[i], 2) == 0 && (s[2] == '\0' || strchr("-,; ", s[2])))
                return tr_langs[i];
    return tr_langs[0];
}

static int order(const char *key, const struct catalogue_text *t)
{
    return strcmp(key, t->key);
}

const char *tr(const char *lang, const char *key)
{
    size_t low = 0, high = n_catalogue;

    if (lang[0] == 'e')
        return key;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int o = order(key, &catalogue[mid]);

        if (o == 0) {
            const char *text = lang[0] == 'd' ? catalogue[mid].de : catalogue[mid].vi;

            return text ? text : key;
        }
        if (o < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return key;
}

const char *tr_printf(struct ctx *c, const char *fmt, ...)
{
    char text[1024];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, tr(c->lang, fmt), ap);
    va_end(ap);
    return arena_strdup(c->arena, text);
}

const char *tr_day(struct ctx *c, int64_t d)
{
    static const char *const en[] = { "January", "February", "March",     "April",   "May",      "June",
                                      "July",    "August",   "September", "October", "November", "December" };
    static const char *const de[] = { "Januar", "Februar", "März",      "April",   "Mai",      "Juni",
                                      "Juli",   "August",  "September", "Oktober", "November", "Dezember" };
    struct civil k = day_civil(d);

    if (c->lang[0] == 'v')
        return arena_printf(c->arena, "%d/%d/%d", k.mday, k.month, k.year);
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
        return arena_printf(c->arena, "%02d/%02d/%d", k.mday, k.month, k.year);
    if (c->lang[0] == 'd')
        return arena_printf(c->arena, "%02d.%02d.%d", k.mday, k.month, k.year);
    return arena_printf(c->arena, "%d %s %d", k.mday, en[k.month - 1], k.year);
}

const char *tr_moment(struct ctx *c, int64_t ms)
{
    const char *iso = ms_text(c->arena, ms);

    return arena_printf(c->arena, "%s, %.5s", tr_day_short(c, day_of_ms(ms)), iso + 11);
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

    return arena_printf(c->arena, c->lang[0] == 'e' ? "%d.%02d%%" : "%d,%02d %%", (int)(basis / 100),
                        (int)(basis % 100));
}
