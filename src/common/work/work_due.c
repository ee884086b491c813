/*
 * What the words of a deadline mean, as they stand in resolutions, conclusion notices and
 * annex tables (97/NQ-CP, 105/NQ-CP, 315/TB-VPCP), with or without tone marks, and in
 * English and German.
 *
 * The words are folded and cut into tokens; first what recurs or waits for an event, then
 * one date. Every token must be understood: a deadline that is half understood is wrong.
 */
#include "common/work/work.h"

#include <string.h>

#include "core/text.h"

enum { MAX_TOKENS = 40 };

struct token {
    const char *word; /* letters, or "" */
    int64_t n;        /* a number; -1: none */
};
struct words {
    struct token t[MAX_TOKENS];
    size_t n, at;
    int64_t from;
};

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

/* "25th" is 25; numbers of more than four digits are no part of a date. */
static struct token token_of(struct ctx *c, const char *s, size_t n)
{
    struct token t = { "", -1 };
    size_t i = 0;

    while (i < n && i < 4 && is_digit(s[i]))
        i++;
    if (i > 0 && (i == n || !is_digit(s[i]))) {
        t.n = 0;
        for (size_t k = 0; k < i; k++)
            t.n = t.n * 10 + (s[k] - '0');
        s += i;
        n -= i;
    }
    t.word = arena_strndup(c->arena, s, n);
    if (t.n >= 0 && text_is(t.word, (const char *const[]){ "st", "nd", "rd", "th", "", NULL }))
        t.word = "";
    return t;
}

static bool cut(struct ctx *c, const char *text, struct words *w)
{
    const char *s = text_fold(c->arena, text);

    for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
        size_t n = strcspn(s, " ");

        if (w->n == MAX_TOKENS)
            return false;
        w->t[w->n++] = token_of(c, s, n);
        s += n;
    }
    return true;
}

/* ---- looking at tokens ---- */

static const struct token *peek(const struct words *w, size_t ahead)
{
    static const struct token end = { "", -1 };

    return w->at + ahead < w->n ? &w->t[w->at + ahead] : &end;
}

static bool is_word(const struct token *t, const char *const *words)
{
    return t->n < 0 && t->word[0] && text_is(t->word, words);
}
#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static bool take(struct words *w, const char *const *words)
{
    bool yes = is_word(peek(w, 0), words);

    w->at += yes;
    return yes;
}

static bool in_range(const struct token *t, int64_t min, int64_t max)
{
    return t->n >= min && t->n <= max && !t->word[0];
}

static bool take_number(struct words *w, int64_t min, int64_t max, int64_t *ret)
{
    if (!in_range(peek(w, 0), min, max))
        return false;
    *ret = w->t[w->at++].n;
    return true;
}

/* Does this phrase occur anywhere? Words parted by a blank; # is any number. */
static bool has_phrase(const struct words *w, const char *phrase, int64_t *ret_number)
{
    for (size_t i = 0; i < w->n; i++) {
        const char *p = phrase;
        size_t k = i;

        for (; *p && k < w->n; k++) {
            size_t n = strcspn(p, " ");
            const struct token *t = &w->t[k];

            if (*p == '#' && t->n >= 0 && !t->word[0])
                *ret_number = t->n;
            else if (t->n >= 0 || strlen(t->word) != n || strncmp(t->word, p, n) != 0)
                break;
            p += n;
            p += *p == ' ';
        }
        if (!*p)
            return true;
    }
    return false;
}

static bool has_any(const struct words *w, const char *const *phrases, int64_t *ret_number)
{
    for (; *phrases; phrases++)
        if (has_phrase(w, *phrases, ret_number))
            return true;
    return false;
}

/* Number words become numbers: "every five days", "alle fünf Tage", "năm ngày một lần". */
static void read_number_words(struct words *w)
{
    static const char *const words[][4] = {
        { "one", "einen", "mot", "" },      { "two", "zwei", "hai", "" },
        { "three", "drei", "ba", "" },      { "four", "vier", "bon", "" },
        { "five", "funf", "nam", "fuenf" }, { "six", "sechs", "sau", "" },
        { "seven", "sieben", "bay", "" },   { "eight", "acht", "tam", "" },
        { "nine", "neun", "chin", "" },     { "ten", "zehn", "muoi", "" },
    };
    static const char *const units[] = { "days",  "tage",   "tagen", "ngay",
                                         "weeks", "wochen", "tuan",  NULL };

    for (size_t i = 0; i + 1 < w->n; i++)
        for (size_t k = 0; k < COUNT(words) && is_word(&w->t[i + 1], units); k++)
            if (is_word(&w->t[i], WORDS(words[k][0], words[k][1], words[k][2])) ||
                (words[k][3][0] && is_word(&w->t[i], WORDS(words[k][3]))))
                w->t[i] = (struct token){ "", (int64_t)k + 1 };
}

/* ---- what is no day ---- */

static bool is_none(const struct words *w)
{
    int64_t n;

    return w->n == 0 ||
           has_any(w,
                   WORDS("khong thoi han", "khong co thoi han", "khong xac dinh", "khong quy dinh",
                         "khong han", "theo tien do", "no deadline", "none", "without deadline",
                         "without a deadline", "ohne frist", "keine frist", "unbefristet"),
                   &n);
}

static bool read_recurring(struct words *w, struct work_due *ret)
{
    int64_t n = 0;

    if (has_any(w,
                WORDS("# ngay mot lan", "# ngay # lan", "# ngay lan", "moi # ngay", "cu # ngay",
                      "dinh ky # ngay", "every # days", "alle # tage"),
                &n)) {
        /* "5 ngày 1 lần": the first number counts. */
        for (size_t i = 0; i < w->n; i++)
            if (w->t[i].n > 0) {
                n = w->t[i].n;
                break;
            }
        *ret = (struct work_due){ .kind = DUE_EVERY_DAYS, .every = n };
        return n > 0 && n <= 366;
    }
    if (has_any(w, WORDS("every day", "daily", "hang ngay", "moi ngay", "taglich"), &n))
        *ret = (struct work_due){ .kind = DUE_EVERY_DAYS, .every = 1 };
    else if (has_any(w, WORDS("every week", "weekly", "hang tuan", "moi tuan", "wochentlich"), &n))
        *ret = (struct work_due){ .kind = DUE_EVERY_DAYS, .every = 7 };
    else if (has_any(w,
                     WORDS("hang thang", "moi thang", "monthly", "every month", "each month",
                           "monatlich", "jeden monat"),
                     &n)) {
        *ret = (struct work_due){ .kind = DUE_MONTHLY, .every = 31 };
        for (size_t i = 0; i < w->n; i++)
            if (in_range(&w->t[i], 1, 31))
                ret->every = w->t[i].n;
    } else if (has_any(w,
                       WORDS("thuong xuyen", "lien tuc", "hang nam", "hang quy", "dinh ky",
                             "regularly", "regular", "ongoing", "continuously", "quarterly",
                             "every year", "yearly", "annually", "regelmassig", "laufend",
                             "fortlaufend", "jahrlich", "vierteljahrlich"),
                       &n))
        *ret = (struct work_due){ .kind = DUE_REGULAR };
    else
        return false;
    return true;
}

static bool is_event(const struct words *w)
{
    int64_t n;

    return has_any(w,
                   WORDS("sau khi", "ngay khi", "khi co", "as soon as", "immediately after",
                         "right after", "once the", "sobald", "unmittelbar nach", "sofort nach",
                         "after the", "nach der", "nach dem", "nach erlass"),
                   &n);
}

/* "within 10 days", "trong vòng 10 ngày làm việc": counted from the assignment. */
static bool read_span(struct ctx *c, const struct words *w, struct work_due *ret, bool *ret_found)
{
    struct calendar k;
    int64_t n = 0;

    *ret_found =
        has_any(w,
                WORDS("within # days", "within # working days", "trong vong # ngay",
                      "trong thoi han # ngay", "trong # ngay", "innerhalb von # tagen",
                      "binnen # tagen", "innerhalb von # arbeitstagen", "binnen # arbeitstagen"),
                &n);
    if (!*ret_found)
        return true;
    *ret = (struct work_due){ .kind = DUE_DAY, .day = w->from + n };
    if (!has_any(w, WORDS("working days", "ngay lam viec", "arbeitstagen"), &n))
        return true;
    if (!work_calendar(c, &k))
        return false;
    ret->day = calendar_add(&k, w->from, ret->day - w->from);
    return true;
}

/* ---- one date ---- */

/* Words around a date that do not change it: "before X" includes X (docs/why). */
static void skip_fill(struct words *w)
{
    while (take(w, WORDS("truoc", "ngay", "trong", "den", "het", "cham", "nhat", "la", "hoan",
                         "thanh", "vao", "tu", "muon", "cuoi", "giai", "doan", "thoi", "han",
                         "xong", "before", "by", "in", "until", "till", "from", "on", "the", "of",
                         "not", "later", "than", "at", "latest", "end", "during", "no", "due",
                         "period", "bis", "vor", "zum", "spatestens", "im", "am", "ende", "dem",
                         "den", "des", "ab", "vom", "von", "der", "zu")))
        ;
}

static bool take_year(struct words *w, int64_t *ret)
{
    size_t at = w->at;

    (void)take(w, WORDS("nam", "of", "year", "jahr", "jahres", "des"));
    (void)take(w, WORDS("year", "jahres"));
    if (take_number(w, 1990, 2100, ret))
        return true;
    w->at = at;
    return false;
}

static int64_t month_word(const struct token *t)
{
    static const char *const months[12][6] = {
        { "january", "jan", "januar", "janner", NULL },
        { "february", "feb", "februar", NULL },
        { "march", "mar", "marz", "maerz", "mrz", NULL },
        { "april", "apr", NULL },
        { "may", "mai", NULL },
        { "june", "jun", "juni", NULL },
        { "july", "jul", "juli", NULL },
        { "august", "aug", NULL },
        { "september", "sep", "sept", NULL },
        { "october", "oct", "oktober", "okt", NULL },
        { "november", "nov", NULL },
        { "december", "dec", "dezember", "dez", NULL },
    };

    for (int64_t m = 0; m < 12; m++)
        if (is_word(t, months[m]))
            return m + 1;
    return 0;
}

/* "tháng 6", "tháng sáu", "tháng mười hai", "tháng tư". */
static bool take_vi_month(struct words *w, int64_t *ret)
{
    static const char *const names[] = { "mot", "hai", "ba",   "tu",   "nam",   "sau",
                                         "bay", "tam", "chin", "muoi", "gieng", "chap" };
    static const int64_t number[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 12 };

    if (!take(w, WORDS("thang")))
        return false;
    if (take_number(w, 1, 12, ret))
        return true;
    if (take(w, WORDS("muoi"))) {
        *ret = take(w, WORDS("mot")) ? 11 : take(w, WORDS("hai")) ? 12 : 10;
        return true;
    }
    for (size_t i = 0; i < COUNT(names); i++)
        if (take(w, WORDS(names[i]))) {
            *ret = number[i];
            return true;
        }
    return false;
}

static bool take_month(struct words *w, int64_t *ret)
{
    size_t at = w->at;

    *ret = month_word(peek(w, 0));
    if (*ret) {
        w->at++;
        return true;
    }
    if (take_vi_month(w, ret))
        return true;
    w->at = at;
    return false;
}

static bool take_roman(struct words *w, int64_t *ret)
{
    static const char *const roman[] = { "i", "ii", "iii", "iv" };
    static const char *const q[] = { "q1", "q2", "q3", "q4" };

    for (int64_t i = 0; i < 4; i++)
        if (take(w, WORDS(roman[i], q[i]))) {
            *ret = i + 1;
            return true;
        }
    return false;
}

static bool take_ordinal(struct words *w, int64_t *ret)
{
    static const char *const names[][3] = { { "first", "erstes", "ersten" },
                                            { "second", "zweites", "zweiten" },
                                            { "third", "drittes", "dritten" },
                                            { "fourth", "viertes", "vierten" } };

    for (int64_t i = 0; i < 4; i++)
        if (take(w, WORDS(names[i][0], names[i][1], names[i][2]))) {
            *ret = i + 1;
            return true;
        }
    return take_number(w, 1, 4, ret) || take_roman(w, ret);
}

/* "quý II/2026", "Q2 2026", "second quarter of 2026", "II. Quartal 2026". */
static bool read_quarter(struct words *w, int64_t *ret)
{
    static const char *const word[] = { "quy", "quarter", "quartal", "quartals", "q", NULL };
    int64_t q = 0, year;
    size_t at = w->at;
    bool named = take(w, word), found;

    found = named ? take_ordinal(w, &q) : take_roman(w, &q);
    if (!named && !found)
        found = take_ordinal(w, &q) && take(w, word);
    else if (!named && w->t[at].word[0] != 'q')
        found = take(w, word);
    skip_fill(w);
    if (found && take_year(w, &year)) {
        *ret = day_month_end((int)year, (int)q * 3);
        return true;
    }
    w->at = at;
    return false;
}

/* "6 tháng đầu năm 2026", "first half of 2026", "2. Halbjahr 2026". */
static bool read_half(struct words *w, int64_t *ret)
{
    int64_t n = 0, year;
    size_t at = w->at;
    bool found;

    if (take_number(w, 6, 6, &n) && take(w, WORDS("thang"))) {
        n = take(w, WORDS("dau")) ? 1 : 2;
        found = n == 1 || take(w, WORDS("cuoi"));
    } else {
        w->at = at;
        found = take_ordinal(w, &n) && n <= 2 && take(w, WORDS("half", "halbjahr", "halbjahres"));
    }
    skip_fill(w);
    if (found && take_year(w, &year)) {
        *ret = n == 1 ? day((int)year, 6, 30) : day((int)year, 12, 31);
        return true;
    }
    w->at = at;
    return false;
}

static bool real_day(int64_t y, int64_t m, int64_t d, int64_t *ret)
{
    if (d < 1 || m < 1 || m > 12 || d > day_civil(day_month_end((int)y, (int)m)).mday)
        return false;
    *ret = day((int)y, (int)m, (int)d);
    return true;
}

/* Without a year: the next one from the day of assignment on. */
static bool next_day(const struct words *w, int64_t m, int64_t d, int64_t *ret)
{
    int64_t year = day_civil(w->from).year;

    for (int i = 0; i < 5; i++, year++) {
        bool is = d ? real_day(year, m, d, ret) : true;

        if (!d)
            *ret = day_month_end((int)year, (int)m);
        if (is && *ret >= w->from)
            return true;
    }
    return false;
}

/* 25/6/2025, 2025-06-25, 25 tháng 6 năm 2025, 25 June 2025, June 25, 2025, tháng 6/2025 ... */
static bool read_date(struct words *w, int64_t *ret)
{
    int64_t a = 0, m = 0, y = 0;
    size_t at = w->at;

    if (in_range(peek(w, 0), 1990, 2100) && in_range(peek(w, 1), 1, 12) &&
        in_range(peek(w, 2), 1, 31)) {
        w->at += 3;
        return real_day(w->t[at].n, w->t[at + 1].n, w->t[at + 2].n, ret);
    }
    if (in_range(peek(w, 0), 1, 12) && in_range(peek(w, 1), 1990, 2100)) { /* 6/2025 */
        w->at += 2;
        *ret = day_month_end((int)w->t[at + 1].n, (int)w->t[at].n);
        return true;
    }
    (void)take_number(w, 1, 31, &a);
    (void)take(w, WORDS("of"));
    if (!take_month(w, &m) && !(a && take_number(w, 1, 12, &m))) {
        w->at = at;
        return false;
    }
    if (!a && in_range(peek(w, 0), 1, 31)) /* June 25, 2025 */
        (void)take_number(w, 1, 31, &a);
    if (!take_year(w, &y))
        return next_day(w, m, a, ret);
    if (a)
        return real_day(y, m, a, ret);
    *ret = day_month_end((int)y, (int)m);
    return true;
}

/* "2026", "năm 2026", "2026 - 2030": the end of the last year. */
static bool read_years(struct words *w, int64_t *ret)
{
    int64_t y, last;

    if (!take_year(w, &y))
        return false;
    last = y;
    skip_fill(w);
    (void)(take(w, WORDS("to", "den", "bis")) || 1);
    if (take_year(w, &last) && last < y)
        return false;
    *ret = day((int)last, 12, 31);
    return true;
}

static bool read_day(struct words *w, int64_t *ret)
{
    skip_fill(w);
    if (!read_quarter(w, ret) && !read_half(w, ret) && !read_date(w, ret) && !read_years(w, ret))
        return false;
    return w->at == w->n;
}

bool work_due_parse(struct ctx *c, const char *text, int64_t from, struct work_due *ret)
{
    struct words w = { .from = from };
    bool whole = cut(c, text, &w), found = false;

    if (whole && is_none(&w)) {
        *ret = (struct work_due){ .kind = DUE_NONE };
        return true;
    }
    read_number_words(&w);
    if (whole && !read_span(c, &w, ret, &found))
        return false;
    if (found || (whole && read_recurring(&w, ret)))
        return true;
    if (whole && is_event(&w)) {
        *ret = (struct work_due){ .kind = DUE_EVENT };
        return true;
    }
    *ret = (struct work_due){ .kind = DUE_DAY };
    if (whole && read_day(&w, &ret->day))
        return true;
    return fail_field(c, "due_text",
                      "these words name no day; write for example: before 25 June 2025");
}

int64_t work_due_next(const struct work_due *d, int64_t from, int64_t after)
{
    struct civil k = day_civil(after);

    if (d->kind == DUE_EVERY_DAYS)
        return after < from ? from + d->every : from + ((after - from) / d->every + 1) * d->every;
    if (d->kind != DUE_MONTHLY)
        return d->day > after ? d->day : 0;
    for (int i = 0; i < 2; i++) {
        int64_t end = day_month_end(k.year, k.month);
        int64_t due = end < day(k.year, k.month, 1) + d->every - 1
                          ? end
                          : day(k.year, k.month, (int)d->every);

        if (due > after)
            return due;
        k.year += k.month == 12;
        k.month = k.month == 12 ? 1 : k.month + 1;
    }
    return 0;
}

int64_t work_due_recurring(struct ctx *c, const char *words, int64_t from, int64_t after)
{
    const struct err before = c->err;
    struct work_due d = { 0 };
    bool recurring = *words && work_due_parse(c, words, from, &d) && d.every;

    c->err = before; /* words of no recurring deadline are no mistake here */
    return recurring ? work_due_next(&d, from, after) : 0;
}
