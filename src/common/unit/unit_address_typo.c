/* One typing fault in a name, when nothing else helps and only one name fits. */
#include <string.h>

#include "common/unit/unit_address_read.h"

enum { LEAST_LETTERS = 5, MOST_LETTERS = 40, MOST_WORDS = 5 };

/* One letter more, less, another, or two changed places (Damerau 1964). */
static bool is_near(const char *a, size_t n, const char *b, size_t m)
{
    size_t i = 0, k = 0;

    if (n < m)
        return is_near(b, m, a, n);
    if (n > m + 1)
        return false;
    while (i < m && a[i] == b[i])
        i++;
    while (k < m - i && a[n - 1 - k] == b[m - 1 - k])
        k++;
    if (n > m)
        return i + k >= m;
    return i + k + 1 >= m || (i + k + 2 == m && a[i] == b[i + 1] && a[i + 1] == b[i]);
}

/* In much of the country s and x, ch and tr, d and gi sound alike: "Nàn Sín", "Nàn Xín". */
static size_t sound(const char *s, size_t n, char to[MOST_LETTERS])
{
    size_t k = 0;

    for (size_t i = 0; i < n && k + 1 < MOST_LETTERS; i++) {
        char next = i + 1 < n ? s[i + 1] : '\0';

        if (s[i] == 't' && next == 'r') {
            to[k++] = 'c';
            to[k++] = 'h';
            i++;
        } else if (s[i] == 'g' && next == 'i') {
            to[k++] = 'd';
            i++;
        } else {
            to[k++] = s[i] == 'x' ? 's' : s[i];
        }
    }
    return k;
}

static bool sounds_alike(const char *a, size_t n, const char *b, size_t m)
{
    char x[MOST_LETTERS], y[MOST_LETTERS];
    size_t k = sound(a, n, x);

    return k == sound(b, m, y) && memcmp(x, y, k) == 0;
}

struct guess {
    struct address_query *q;
    size_t begin, end;
    char s[MOST_LETTERS];
    size_t n;
    const struct slot *found;
    bool several;
    bool alike; /* found by its sound, which goes before a letter */
};

static const struct slot *slot_of(const struct gazette *g, const struct entry *e)
{
    uint64_t h = ADDRESS_HASH;
    struct address_word w = { .n = 0 };

    for (size_t i = 0; i < e->letters; i++) {
        w.s[0] = g->text[e->text_at + i];
        w.n = 1;
        h = unit_address_hash(h, &w);
    }
    return unit_gazette_find(g, h);
}

static void try_entry(struct guess *t, const struct entry *e)
{
    const struct gazette *g = t->q->g;
    const char *name = g->text + e->text_at;

    if (e->spelling > SPELT_ALIAS || e->letters + 1u < t->n || e->letters > t->n + 1)
        return;
    bool alike = sounds_alike(t->s, t->n, name, e->letters);
    if (!alike && (t->alike || !is_near(t->s, t->n, name, e->letters)))
        return;
    const struct slot *slot = slot_of(g, e);
    t->several = alike == t->alike && (t->several || (t->found && t->found != slot));
    t->found = slot;
    t->alike = alike;
}

static void try_unit(struct guess *t, uint32_t unit)
{
    const struct gazette *g = t->q->g;

    for (uint32_t i = g->names[unit]; i < g->names[unit + 1]; i++)
        try_entry(t, &g->entries[g->by_unit[i]]);
}

/* The words as one name; false: not worth a guess. */
static bool begin_guess(struct guess *t, size_t begin, size_t end)
{
    const struct address_words *w = t->q->w;

    t->begin = begin;
    t->end = end;
    t->n = 0;
    t->found = NULL;
    t->several = t->alike = false;
    for (size_t i = begin; i < end; i++) {
        if (t->n + w->v[i].n > MOST_LETTERS || (i == begin && (w->v[i].flags & WORD_NUMBER)))
            return false;
        memcpy(t->s + t->n, w->v[i].s, w->v[i].n);
        t->n += w->v[i].n;
    }
    return t->n >= LEAST_LETTERS;
}

static bool end_guess(struct guess *t)
{
    if (!t->found || t->several)
        return false;
    unit_address_span(t->q, t->begin, t->end, t->found, true);
    return true;
}

/* Where a name may begin and end: after a kind word or a break, before a kind word or a break. */
static size_t name_end(const struct address_words *w, size_t begin)
{
    size_t end = begin + 1, kind;

    while (end < w->n && end < begin + MOST_WORDS &&
           !(w->v[end].flags & (WORD_BREAK | WORD_DASH)) &&
           !(end + 1 < w->n && unit_address_kind(w, end + 1, &kind) && kind == end))
        end++;
    return end;
}

typedef void (*candidates)(struct guess *t, uint32_t unit);

static void among_uppers(struct guess *t, uint32_t unit)
{
    (void)unit;
    for (size_t i = 0; i < t->q->g->n_uppers; i++)
        try_unit(t, t->q->g->uppers[i]);
}

static void among_below(struct guess *t, uint32_t unit)
{
    const struct gazette *g = t->q->g;

    for (uint32_t i = g->places[unit].below; i < g->places[unit + 1].below; i++)
        try_unit(t, g->below[i].unit);
}

/* A name may begin here, and nothing is known of it yet. */
static bool is_open(const struct address_query *q, size_t i, uint64_t known)
{
    const struct address_words *w = q->w;
    size_t begin;
    bool named = unit_address_kind(w, i, &begin) != 0;
    bool kind = (unit_address_kind(w, i + 1, &begin) && begin == i) ||
                (i + 2 <= w->n && unit_address_kind(w, i + 2, &begin) && begin == i);

    return (named || unit_address_begins(w, i)) && !kind && !(known >> i & 1);
}

static bool mend(struct address_query *q, candidates all, uint32_t unit, uint64_t known)
{
    const struct address_words *w = q->w;
    struct guess t = { .q = q };
    bool any = false;

    for (size_t i = 0; i < w->n; i++) {
        if (!is_open(q, i, known) || !begin_guess(&t, i, name_end(w, i)))
            continue;
        all(&t, unit);
        any |= end_guess(&t);
    }
    return any;
}

bool unit_address_mend(struct address_query *q)
{
    const struct readings *r = q->to;
    bool any = false;

    if (r->n == 1 && q->g->places[r->v[0].unit].u.level == LEVEL_COMMUNE)
        return false;
    if (r->n != 1 || !r->v[0].end[LEVEL_PROVINCE])
        any = mend(q, among_uppers, 0, r->n ? r->v[0].words : 0);
    if (any)
        unit_address_join(q);
    if (r->n == 0 || q->g->places[r->v[0].unit].u.level == LEVEL_COMMUNE)
        return false;
    return mend(q, among_below, r->v[0].unit, r->v[0].words);
}
