/* Mentions, and the readings that join them. */
#include "common/unit/unit_address.h"

#include <string.h>

#include "common/unit/unit_address_read.h"

/* What the evidence weighs. Found by trying on addresses of many styles; what matters is the
 * order: a unit whose upper units are mentioned, too, before one that stands alone, a kind word
 * before none, a segment of its own before a piece of a street's name. */
enum {
    MENTIONED = 10,
    KIND_FITS = 6,
    KIND_NEAR = 3, /* another kind word of the same level: kinds change */
    KIND_WRONG = -3,
    EACH_WORD = 2, /* beyond the first, at most two */
    SEGMENT_END = 2,
    IN_STREET = -4, /* without kind word in a segment that began with a house number */
    HAMLET_NAME = -6,
    STREET_NAME = -8,
    SINGLE_WORD = -5,
    PART_OF_NAME = -3,
    INITIALS_ONLY = -6,
    OTHER_BLANKS = -2,
    MARKS_FIT = 3,
    MARKS_LACK = -1,
    MARKS_WRONG = -4,
    TYPING_FAULT = -5,
    BY_KIN = -3,
    BY_KIN_DISTRICT = -9, /* who names a district names a unit of its days */
    NEIGHBOURS = 2,
    EXISTS = 1,
    ALONE_PROVINCE = 4,
    OTHER_PROVINCE = -15, /* than the one that the text names clearly */
    OTHER_DISTRICT = -10,
    NEAR_BEST = 2, /* as good as the best: shown beside it */
    NAME_WORDS = 7
};

static const unsigned level_types[LEVELS] = { TYPES_PROVINCE, TYPES_DISTRICT, TYPES_COMMUNE };

/* ---- spans ---- */

static uint64_t bits(size_t from, size_t to)
{
    uint64_t upto = to >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << to) - 1;

    return upto & ~(((uint64_t)1 << from) - 1);
}

static void note_context(struct address_query *q, struct span *s)
{
    const struct address_words *w = q->w;
    size_t begin = s->begin;

    s->kind = (uint16_t)unit_address_kind(w, s->begin, &begin);
    s->whole = (uint8_t)begin;
    s->whole_end = s->end;
    if (!s->kind) {
        s->kind = (uint16_t)unit_address_kind_after(w, s->end);
        s->whole_end = (uint8_t)(s->end + (s->kind != 0));
    }
    s->place = (uint8_t)unit_address_place(w, s->begin);
    s->begins = unit_address_begins(w, s->begin);
    s->kind_begins = unit_address_begins(w, s->whole);
    s->ends = unit_address_begins(w, s->whole_end);
    s->words = bits(s->begin, s->end);
    s->cuts = unit_address_cuts(w, s->begin, s->end);
}

void unit_address_span(struct address_query *q, size_t begin, size_t end, const struct slot *slot,
                       bool typo)
{
    if (q->n_spans == SPANS)
        return;
    struct span *s = &q->spans[q->n_spans++];

    *s = (struct span){ .slot = slot, .begin = (uint8_t)begin, .end = (uint8_t)end, .typo = typo };
    note_context(q, s);
}

static void find_spans(struct address_query *q)
{
    const struct address_words *w = q->w;

    for (size_t i = 0; i < w->n; i++) {
        uint64_t h = ADDRESS_HASH;

        for (size_t k = i; k < w->n && k < i + NAME_WORDS; k++) {
            if (k > i && (w->v[k].flags & WORD_BREAK))
                break;
            h = unit_address_hash(h, &w->v[k]);
            const struct slot *slot = unit_gazette_find(q->g, h);
            if (slot)
                unit_address_span(q, i, k + 1, slot, false);
        }
    }
}

/* "12 Lê Lợi KP 4 Bến Nghé Q.1 TPHCM": what follows a hamlet's number or a kind word is no
 * street. */
static bool ends_street(const struct address_words *w, size_t i, enum address_place place)
{
    size_t begin;
    bool after_number = i && (w->v[i - 1].flags & WORD_NUMBER) && !(w->v[i].flags & WORD_NUMBER);

    return (w->v[i].flags & (WORD_BREAK | WORD_APART)) || place == PLACE_HAMLET ||
           (after_number && place == PLACE_FREE) || unit_address_kind(w, i, &begin);
}

/* Segments that begin with a house number or a street's word. */
static void find_streets(struct address_query *q)
{
    bool street = false;

    for (size_t i = 0; i < q->w->n; i++) {
        enum address_place place = unit_address_place(q->w, i);

        street = (street && !ends_street(q->w, i, place)) || (i && place == PLACE_STREET);
        if (street)
            q->street |= (uint64_t)1 << i;
    }
}

/* ---- weighing a mention ---- */

static int weigh_marks(const struct address_query *q, const struct span *s, const struct entry *e)
{
    size_t same = 0, other = 0, lack = 0;

    if (e->words != s->end - s->begin || s->typo)
        return 0;
    for (size_t i = 0; i < e->words; i++) {
        uint32_t said = q->w->v[s->begin + i].marks, is = q->g->marks[e->marks_at + i];

        same += said && said == is;
        other += said && said != is;
        lack += !said && is;
    }
    if (other)
        return MARKS_WRONG;
    if (lack)
        return q->w->marked ? MARKS_LACK : 0;
    return q->w->marked || same ? MARKS_FIT : 0;
}

static int weigh_kind(const struct span *s, const struct gazette_unit *u)
{
    if (!s->kind)
        return 0;
    if (s->kind & u->types)
        return KIND_FITS;
    if (u->level == LEVEL_PROVINCE && s->kind & TYPE_CITY)
        return 0; /* "TP Lào Cai" is a district's name unless it is none */
    return s->kind & level_types[u->level] ? KIND_NEAR : KIND_WRONG;
}

static int weigh_place(const struct address_query *q, const struct span *s, bool kind)
{
    int score = s->ends ? SEGMENT_END : 0;

    if (kind)
        return score + (s->kind_begins ? SEGMENT_END : 0);
    score += s->begins ? SEGMENT_END : 0;
    if (s->place == PLACE_STREET)
        return score + STREET_NAME;
    if (s->place == PLACE_HAMLET)
        return score + HAMLET_NAME;
    return score + (q->street & s->words ? IN_STREET : 0);
}

static bool is_number(const struct address_query *q, const struct span *s)
{
    return q->w->v[s->begin].flags & WORD_NUMBER;
}

/* NONE: it cannot be meant. */
enum { NONE = -1000 };

static bool can_mean(const struct address_query *q, const struct span *s, const struct entry *e,
                     int kind)
{
    const struct gazette_unit *u = &q->g->places[e->unit].u;

    if (kind <= 0 && is_number(q, s))
        return false;
    if (!s->typo && (s->cuts & e->cuts) != s->cuts && (s->cuts & e->cuts) != e->cuts)
        return false; /* "Số nhà" is not "Sơn Hà" */
    if (e->spelling == SPELT_INITIALS)
        return kind == KIND_FITS || (u->level == LEVEL_PROVINCE && kind == 0 && s->ends &&
                                     (s->begins || s->end == q->w->n));
    if (kind <= 0 && u->level == LEVEL_COMMUNE && s->place == PLACE_STREET)
        return false;
    return kind > 0 || s->place != PLACE_STREET || s->end == q->w->n;
}

/* "HN": one word, and meant so. */
static bool is_short_form(const struct address_query *q, const struct entry *e)
{
    return e->spelling == SPELT_ALIAS && q->g->places[e->unit].u.level != LEVEL_COMMUNE;
}

static int weigh(const struct address_query *q, const struct span *s, const struct entry *e)
{
    int kind = weigh_kind(s, &q->g->places[e->unit].u), n = s->end - s->begin;
    int score = MENTIONED + kind + weigh_place(q, s, kind > 0) + weigh_marks(q, s, e);

    if (!can_mean(q, s, e, kind))
        return NONE;
    if (e->spelling == SPELT_INITIALS)
        return score + INITIALS_ONLY;
    score += (n > 3 ? 2 : n - 1) * EACH_WORD;
    if (e->words == 1 && kind <= 0 && !is_short_form(q, e))
        score += SINGLE_WORD;
    if (e->words != n)
        score += OTHER_BLANKS;
    if (e->spelling == SPELT_PART)
        score += PART_OF_NAME;
    return score + (s->typo ? TYPING_FAULT : 0);
}

/* ---- provinces and districts that are mentioned ---- */

static void add_upper(struct address_query *q, const struct span *s, const struct entry *e)
{
    const struct gazette_unit *u = &q->g->places[e->unit].u;
    int score = weigh(q, s, e);

    if (score == NONE || q->n_uppers == UPPERS)
        return;
    struct upper *m = &q->uppers[q->n_uppers++];
    *m = (struct upper){ .unit = e->unit, .level = (uint8_t)u->level, .span = s, .score = score };
    q->mentioned[e->unit % 64] |= 1;
    bool kind = s->kind & u->types, alone = s->begins && s->ends;
    if (e->spelling != SPELT_INITIALS && s->place == PLACE_FREE && (kind || alone) && !s->typo &&
        q->n_clear[u->level] < CLEAR)
        q->clear[u->level][q->n_clear[u->level]++] = s->words;
}

static void find_uppers(struct address_query *q)
{
    for (size_t i = 0; i < q->n_spans; i++) {
        const struct slot *slot = q->spans[i].slot;

        for (uint32_t k = slot->first; k < slot->first + slot->n; k++)
            if (q->g->places[q->g->entries[k].unit].u.level != LEVEL_COMMUNE)
                add_upper(q, &q->spans[i], &q->g->entries[k]);
    }
}

/* The best mention of one of the unit's upper units of a level, beside the words taken. */
static const struct upper *best_upper(const struct address_query *q, uint32_t unit,
                                      enum unit_level level, uint64_t taken, int *ret_score)
{
    const struct place *p = &q->g->places[unit];
    const struct upper *best = NULL;

    for (uint32_t t = p[0].ties; t < p[1].ties; t++) {
        const struct tie *tie = &q->g->ties[t];

        if (!q->mentioned[tie->unit % 64])
            continue;
        for (size_t i = 0; i < q->n_uppers; i++) {
            const struct upper *m = &q->uppers[i];
            int score = m->score + (!tie->kin                 ? 0
                                    : level == LEVEL_DISTRICT ? BY_KIN_DISTRICT
                                                              : BY_KIN);

            if (m->unit == tie->unit && m->level == level && !(m->span->words & taken) &&
                score > 0 && (!best || score > *ret_score)) {
                best = m;
                *ret_score = score;
            }
        }
    }
    return best;
}

/* ---- readings ---- */

static bool exists(const struct gazette_unit *u, int64_t on)
{
    return u->from <= on && (u->until == 0 || on < u->until);
}

/* 1: a before b. */
static bool is_better(const struct address_query *q, const struct reading *a,
                      const struct reading *b)
{
    const struct gazette_unit *x = &q->g->places[a->unit].u, *y = &q->g->places[b->unit].u;

    if (a->score != b->score)
        return a->score > b->score;
    if (exists(x, q->on) != exists(y, q->on))
        return exists(x, q->on);
    return x->level != y->level ? x->level > y->level : a->unit < b->unit;
}

/* Among the best, each unit once, in their order. */
static void keep(struct address_query *q, const struct reading *r)
{
    struct readings *to = q->to;
    size_t i;

    if (to->n && r->score < to->v[0].score - NEAR_BEST)
        return;
    for (i = 0; i < to->n && to->v[i].unit != r->unit; i++)
        ;
    if (i < to->n) {
        if (!is_better(q, r, &to->v[i]))
            return;
        memmove(to->v + i, to->v + i + 1, (to->n - i - 1) * sizeof *to->v);
        to->n--;
    } else if (to->n == READINGS) {
        to->more = true;
        if (!is_better(q, r, &to->v[READINGS - 1]))
            return;
        to->n--;
    }
    for (i = to->n; i > 0 && is_better(q, r, &to->v[i - 1]); i--)
        to->v[i] = to->v[i - 1];
    to->v[i] = *r;
    to->n++;
    while (to->v[to->n - 1].score < to->v[0].score - NEAR_BEST)
        to->n--;
}

static void explain(struct reading *r, const struct span *s, enum unit_level level, int score)
{
    r->score += score;
    r->words |= s->words;
    r->begin[level] = s->begin;
    r->end[level] = s->end;
    r->typo |= s->typo;
}

/* The text names another upper unit clearly. */
static bool contradicts(const struct address_query *q, enum unit_level level, uint64_t words)
{
    for (size_t i = 0; i < q->n_clear[level]; i++)
        if (!(q->clear[level][i] & words))
            return true;
    return false;
}

/* Written one after the other, or the other way round. */
static bool are_neighbours(const struct span *a, const struct span *b)
{
    return a->whole_end == b->whole || b->whole_end == a->whole;
}

static void add_above(const struct address_query *q, struct reading *r, const struct span *s,
                      enum unit_level level)
{
    int score = 0;
    const struct upper *m = best_upper(q, r->unit, level, r->words, &score);

    if (m)
        explain(r, m->span, level, score + (are_neighbours(s, m->span) ? NEIGHBOURS : 0));
}

static void refute(const struct address_query *q, struct reading *r, enum unit_level level)
{
    if (!r->end[level] && contradicts(q, level, r->words))
        r->score += level == LEVEL_PROVINCE ? OTHER_PROVINCE : OTHER_DISTRICT;
}

/* The same word can be a district and a province ("Tuyên Quang"): whichever explains more. */
static void add_both(const struct address_query *q, struct reading *r, const struct span *s)
{
    struct reading other = *r;

    add_above(q, r, s, LEVEL_DISTRICT);
    add_above(q, r, s, LEVEL_PROVINCE);
    add_above(q, &other, s, LEVEL_PROVINCE);
    if (!(other.words & r->words & ~bits(other.begin[LEVEL_COMMUNE], other.end[LEVEL_COMMUNE])))
        return;
    add_above(q, &other, s, LEVEL_DISTRICT);
    if (other.score > r->score)
        *r = other;
}

static bool lay_in(const struct gazette *g, uint32_t unit, uint32_t upper)
{
    for (uint32_t t = g->places[unit].ties; t < g->places[unit + 1].ties; t++)
        if (g->ties[t].unit == upper)
            return true;
    return false;
}

/* "Nam Ban Lâm Hà" is a commune whose name ends in its former district's: what that district
 * would weigh as a mention of its own is the name's. */
static int weigh_inner(const struct address_query *q, const struct span *s, uint32_t unit)
{
    int best = 0;

    for (size_t i = 0; i < q->n_uppers && s->end - s->begin >= 3; i++) {
        const struct upper *m = &q->uppers[i];

        if (m->span->end == s->end && m->span->begin > s->begin && m->score > best &&
            lay_in(q->g, unit, m->unit))
            best = m->score;
    }
    return best ? best + NEIGHBOURS + EXISTS : 0;
}

static void read_at(struct address_query *q, const struct span *s, const struct entry *e)
{
    const struct gazette_unit *u = &q->g->places[e->unit].u;
    struct reading r = { .unit = e->unit, .named = s->kind & TYPES_COMMUNE & u->types };
    int score = weigh(q, s, e);

    if (score == NONE)
        return;
    if (u->level == LEVEL_COMMUNE && e->spelling == SPELT_FULL && !s->typo)
        score += weigh_inner(q, s, e->unit);
    explain(&r, s, u->level, score);
    if (u->level == LEVEL_COMMUNE)
        add_both(q, &r, s);
    else if (u->level == LEVEL_DISTRICT)
        add_above(q, &r, s, LEVEL_PROVINCE);
    else
        r.score += ALONE_PROVINCE;
    if (u->level == LEVEL_COMMUNE)
        refute(q, &r, LEVEL_DISTRICT);
    if (u->level != LEVEL_PROVINCE)
        refute(q, &r, LEVEL_PROVINCE);
    r.score += exists(u, q->on) ? EXISTS : 0;
    if (r.score > 0)
        keep(q, &r);
}

/* Communes that are named clearly, too: "(nay là phường Hồng Hà)". */
static void note_beside(struct address_query *q, const struct span *s, const struct entry *e)
{
    const struct gazette_unit *u = &q->g->places[e->unit].u;
    struct readings *to = q->to;

    if (u->level != LEVEL_COMMUNE || to->n_beside == READINGS || !exists(u, q->on) ||
        e->spelling == SPELT_PART || s->place == PLACE_STREET || (is_number(q, s) && !s->kind))
        return;
    if (!(s->kind & TYPES_COMMUNE) && !(s->begins && s->ends))
        return;
    to->beside[to->n_beside] = e->unit;
    to->beside_words[to->n_beside++] = s->words;
}

/* "xã Bình Phú, Thạch Thất", where no Bình Phú is known: the text names a commune by its kind, so
 * what stands without one is the district and not the commune of today that bears its name. */
static bool names_commune(const struct address_words *w, size_t i, size_t *ret_begin)
{
    unsigned kind = unit_address_kind(w, i, ret_begin);
    bool room = (w->v[i].flags & WORD_NUMBER) && w->v[i].n > 2; /* "P.1204" */

    return kind && !(kind & ~(unsigned)TYPES_COMMUNE) && !room;
}

static void drop_without_kind(struct address_query *q)
{
    struct readings *to = q->to;
    size_t n = 0, begin;

    for (size_t i = 1; i < q->w->n && to->n && !to->v[0].named && !to->other_commune; i++)
        to->other_commune =
            names_commune(q->w, i, &begin) && !(bits(begin, i + 1) & to->v[0].words);
    for (size_t i = 0; i < to->n && to->other_commune; i++)
        if (q->g->places[to->v[i].unit].u.level != LEVEL_COMMUNE)
            to->v[n++] = to->v[i];
    to->n = n ? n : to->n;
}

void unit_address_join(struct address_query *q)
{
    q->to->n = q->to->n_beside = 0;
    q->to->more = q->to->other_commune = false;
    q->n_uppers = 0;
    memset(q->n_clear, 0, sizeof q->n_clear);
    memset(q->mentioned, 0, sizeof q->mentioned);
    find_uppers(q);
    for (size_t i = 0; i < q->n_spans; i++) {
        const struct slot *slot = q->spans[i].slot;

        for (uint32_t k = slot->first; k < slot->first + slot->n; k++) {
            read_at(q, &q->spans[i], &q->g->entries[k]);
            note_beside(q, &q->spans[i], &q->g->entries[k]);
        }
    }
    drop_without_kind(q);
}

void unit_address_read(const struct gazette *g, const char *text, int64_t on, struct readings *ret)
{
    struct address_query q = { .g = g, .on = on, .to = ret, .w = &ret->words };

    unit_address_split(text, &ret->words);
    find_streets(&q);
    find_spans(&q);
    unit_address_join(&q);
    if (unit_address_mend(&q))
        unit_address_join(&q);
}
