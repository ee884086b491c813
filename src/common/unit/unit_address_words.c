/* Words of an address: letters, marks, breaks; what kind words and street words say. */
#include <string.h>

#include "common/unit/unit_address.h"

/* ---- letters ---- */

/* text_fold() drops what is needed here: which marks there were, and where segments end. */
struct letter {
    char base;    /* 0: not a letter of this alphabet */
    char quality; /* 1 breve, 2 circumflex, 3 horn, 4 the stroke of đ */
    char tone;
};

enum { LOW_FROM = 0xc0, LOW_TO = 0x1b0, HIGH_FROM = 0x1ea0, HIGH_TO = 0x1ef9 };

/* Latin-1, Extended-A and -B: what Vietnamese uses of them, and the eth of old fonts. */
/* clang-format off */
static const struct letter low[LOW_TO - LOW_FROM + 1] = {
#define LETTER(cp, b, q, t) [cp - LOW_FROM] = { b, q, t }
    LETTER(0xe0, 'a', 0, 1), LETTER(0xe1, 'a', 0, 2), LETTER(0xe2, 'a', 2, 0),
    LETTER(0xe3, 'a', 0, 4), LETTER(0xe8, 'e', 0, 1), LETTER(0xe9, 'e', 0, 2),
    LETTER(0xea, 'e', 2, 0), LETTER(0xec, 'i', 0, 1), LETTER(0xed, 'i', 0, 2),
    LETTER(0xf0, 'd', 4, 0), LETTER(0xf1, 'n', 1, 0), LETTER(0xf2, 'o', 0, 1),
    LETTER(0xf3, 'o', 0, 2), LETTER(0xf4, 'o', 2, 0), LETTER(0xf5, 'o', 0, 4),
    LETTER(0xf9, 'u', 0, 1), LETTER(0xfa, 'u', 0, 2), LETTER(0xfd, 'y', 0, 2),
    LETTER(0x103, 'a', 1, 0), LETTER(0x111, 'd', 4, 0), LETTER(0x115, 'e', 1, 0),
    LETTER(0x129, 'i', 0, 4), LETTER(0x12d, 'i', 1, 0), LETTER(0x14f, 'o', 1, 0),
    LETTER(0x169, 'u', 0, 4), LETTER(0x16d, 'u', 1, 0), LETTER(0x1a1, 'o', 3, 0),
    LETTER(0x1b0, 'u', 3, 0),
};
/* clang-format on */

/* U+1EA0 ... U+1EF9, pairs of upper and lower case: the order of the Unicode chart. */
static struct letter high_letter(uint32_t cp)
{
    static const char base[] = "aaaaaaaaaaaa"
                               "eeeeeeee"
                               "ii"
                               "oooooooooooo"
                               "uuuuuuu"
                               "yyyy";
    static const char quality[] = "002222211111"
                                  "00022222"
                                  "00"
                                  "002222233333"
                                  "0033333"
                                  "0000";
    /* 1 grave, 2 acute, 3 hook, 4 tilde, 5 dot below */
    static const char tone[] = "532134521345"
                               "53421345"
                               "35"
                               "532134521345"
                               "5321345"
                               "1534";
    size_t i = (cp - HIGH_FROM) / 2;

    return (struct letter){ base[i], (char)(quality[i] - '0'), (char)(tone[i] - '0') };
}

static uint32_t lower(uint32_t cp)
{
    if (cp < LOW_FROM)
        return cp >= 'A' && cp <= 'Z' ? cp + 0x20 : cp;
    if (cp <= 0xde)
        return cp + 0x20;
    if (cp >= 0x100 && cp <= 0x17f)
        return cp | 1;
    if (cp == 0x1a0 || cp == 0x1af)
        return cp + 1;
    return cp >= HIGH_FROM && cp <= HIGH_TO ? cp | 1 : cp;
}

static struct letter letter_of(uint32_t cp)
{
    cp = lower(cp);
    if (cp < 0x80)
        return (struct letter){ cp >= 'a' && cp <= 'z' ? (char)cp : 0, 0, 0 };
    if (cp >= HIGH_FROM && cp <= HIGH_TO)
        return high_letter(cp);
    return cp >= LOW_FROM && cp <= LOW_TO ? low[cp - LOW_FROM] : (struct letter){ 0 };
}

/* One code point of valid UTF-8. */
static size_t next_char(const char *s, uint32_t *ret)
{
    const unsigned char *u = (const unsigned char *)s;

    if (u[0] < 0x80) {
        *ret = u[0];
        return 1;
    }
    size_t n = u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
    *ret = u[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++)
        *ret = *ret << 6 | (u[i] & 0x3fu);
    return n;
}

/* ---- splitting ---- */

struct splitter {
    struct address_words *to;
    struct address_word w;             /* being read */
    uint32_t letters;                  /* hash of its letters with their quality */
    bool was_upper, was_lower, joined; /* joined: an apostrophe stands in it */
    uint8_t before;                    /* WORD_BREAK, WORD_DASH of what comes next */
};

static uint32_t mix(uint32_t h, unsigned c)
{
    return (h ^ c) * 0x01000193u; /* FNV-1a */
}

static uint32_t mix_letter(uint32_t h, struct letter l)
{
    char base = l.base;

    if (base == 'y' || base == 'k')
        base = base == 'y' ? 'i' : 'c';
    return mix(h, (unsigned)base + 32u * (unsigned)l.quality);
}

static bool is_vowel(char c)
{
    return strchr("aeiouy", c) != NULL;
}

/* Written two ways, said one way: "Mỹ" and "Mĩ", "Quý" and "Quí"; "Đắk" and "Đắc". */
static bool ends_in_y(const struct address_word *w)
{
    return w->n >= 2 && w->s[w->n - 1] == 'y' &&
           (!is_vowel(w->s[w->n - 2]) ||
            (w->n >= 3 && w->s[w->n - 2] == 'u' && w->s[w->n - 3] == 'q'));
}

static void make_one_way(struct address_word *w)
{
    if (ends_in_y(w))
        w->s[w->n - 1] = 'i';
    for (size_t i = 0; i < w->n; i++)
        if (w->s[i] == 'k' && (i + 1u == w->n || w->s[i + 1] != 'h'))
            w->s[i] = 'c';
}

static void strip_zeros(struct address_word *w)
{
    while (w->n > 1 && w->s[0] == '0') {
        memmove(w->s, w->s + 1, w->n - 1u);
        w->n--;
    }
}

static void end_word(struct splitter *p)
{
    struct address_words *to = p->to;

    if (p->w.n == 0)
        return;
    if ((p->w.flags & WORD_NUMBER) && p->w.n > ADDRESS_DIGITS) { /* a telephone, a post code */
        p->before |= WORD_BREAK;
    } else {
        if (to->n == ADDRESS_WORDS) {
            memmove(to->v, to->v + ADDRESS_WORDS / 2, sizeof to->v / 2);
            to->n = ADDRESS_WORDS / 2;
        }
        if (p->w.flags & WORD_NUMBER)
            strip_zeros(&p->w);
        make_one_way(&p->w);
        p->w.marks = p->w.accent ? mix(p->letters, p->w.accent) | 1 : 0;
        to->marked |= p->w.accent != 0;
        to->v[to->n++] = p->w;
    }
    memset(&p->w, 0, sizeof p->w);
    p->letters = 0x811c9dc5u;
    p->was_upper = p->was_lower = p->joined = false;
}

static void begin_word(struct splitter *p, size_t at, bool number, bool upper)
{
    p->w.from = (uint32_t)at;
    p->w.flags = (uint8_t)(p->before | (number ? WORD_NUMBER : 0) | (upper ? WORD_UPPER : 0));
    p->before = 0;
}

/* "TPHồ" is "TP" and "Hồ": the capital before the first small letter begins a word. */
static void part_capitals(struct splitter *p, size_t at)
{
    char last = p->w.s[--p->w.n];

    p->w.to = (uint32_t)at;
    end_word(p);
    begin_word(p, at, false, true);
    p->w.s[p->w.n++] = last;
    p->letters = mix_letter(p->letters, (struct letter){ last, 0, 0 });
    p->was_upper = true;
}

static void add_letter(struct splitter *p, struct letter l, bool upper, size_t at, size_t end)
{
    if ((p->w.flags & WORD_NUMBER) || (upper && p->was_lower && !p->joined))
        end_word(p);
    if (!upper && p->was_upper && p->w.n >= 2 && !p->was_lower && !p->joined && !p->w.accent)
        part_capitals(p, at - 1);
    if (p->w.n == 0)
        begin_word(p, at, false, upper);
    if (p->w.n < ADDRESS_LETTERS)
        p->w.s[p->w.n++] = l.base;
    p->was_upper = upper;
    p->was_lower |= !upper;
    p->w.accent |= (uint8_t)(l.tone | (l.quality ? 4 << l.quality : 0));
    p->letters = mix_letter(p->letters, l);
    p->w.to = (uint32_t)end;
}

static void add_digit(struct splitter *p, char c, size_t at)
{
    if (p->w.n && !(p->w.flags & WORD_NUMBER))
        end_word(p);
    if (p->w.n == 0)
        begin_word(p, at, true, false);
    if (p->w.n < ADDRESS_LETTERS)
        p->w.s[p->w.n++] = c;
    p->w.to = (uint32_t)at + 1;
}

static bool is_apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == '`' || cp == 0x2019 || cp == 0x2018 || cp == 0xb4;
}

static void add_sign(struct splitter *p, uint32_t cp)
{
    bool was_word = p->w.n > 0;

    if (is_apostrophe(cp) && was_word) {
        p->joined = true; /* "H'Leo" is one word */
        return;
    }
    if (cp == '.' && was_word)
        p->w.flags |= WORD_DOT;
    end_word(p);
    if (cp == '-' || (cp >= 0x2010 && cp <= 0x2015))
        p->before |= was_word ? WORD_DASH : WORD_DASH | WORD_APART;
    else if (cp < 0x80 && strchr(",;\n\t/|()[]{}\"<>+&", (int)cp))
        p->before |= WORD_BREAK;
}

/* ---- Roman numbers ---- */

static const char *const roman[] = { "i",   "ii",   "iii", "iv", "v",  "vi",
                                     "vii", "viii", "ix",  "x",  "xi", "xii" };

static bool number_expected(const struct address_words *w, size_t i)
{
    size_t begin;
    unsigned kind = i ? unit_address_kind(w, i, &begin) : 0;

    if (!(kind & (TYPE_WARD | TYPE_QUARTER)))
        return false;
    return unit_address_begins(w, i + 1) || (unit_address_kind(w, i + 2, &begin) && begin == i + 1);
}

/* "Phường IV". Those that could be syllables ("Vi", "X.") only where a number is expected. */
static void read_roman(struct address_words *w, size_t i)
{
    struct address_word *t = &w->v[i];

    for (size_t k = 0; k < COUNT(roman); k++) {
        bool certain = k == 1 || k == 2 || k == 3 || k == 6 || k == 7 || k == 8 || k == 11;
        bool last = i + 1 == w->n || unit_address_begins(w, i + 1);

        if (t->marks || strlen(roman[k]) != t->n || memcmp(roman[k], t->s, t->n) != 0)
            continue;
        if (!certain && !number_expected(w, i) && !(k == 0 && last && i > 0))
            continue;
        t->n = 0;
        if (k >= 9)
            t->s[t->n++] = '1';
        t->s[t->n++] = (char)('0' + (k + 1) % 10);
        t->flags |= WORD_NUMBER;
    }
}

void unit_address_split(const char *text, struct address_words *ret)
{
    struct splitter p = { .to = ret, .before = WORD_BREAK, .letters = 0x811c9dc5u };
    uint32_t cp;

    ret->n = 0;
    ret->marked = false;
    for (size_t at = 0, n; text[at]; at += n) {
        n = next_char(text + at, &cp);
        struct letter l = letter_of(cp);

        if (l.base)
            add_letter(&p, l, lower(cp) != cp, at, at + n);
        else if (cp >= '0' && cp <= '9')
            add_digit(&p, (char)cp, at);
        else
            add_sign(&p, cp);
    }
    end_word(&p);
    for (size_t i = 1; i < ret->n; i++)
        if (!(ret->v[i].flags & WORD_NUMBER) && strchr("ivx", ret->v[i].s[0]))
            read_roman(ret, i);
}

uint64_t unit_address_hash(uint64_t h, const struct address_word *w)
{
    for (size_t i = 0; i < w->n; i++)
        h = (h ^ (unsigned char)w->s[i]) * 0x100000001b3u;
    return h;
}

uint32_t unit_address_cuts(const struct address_words *w, size_t from, size_t to)
{
    uint32_t cuts = 0;

    for (size_t i = from, at = 0; i < to && at < 32; at += w->v[i++].n)
        cuts |= (uint32_t)1 << at;
    return cuts;
}

/* ---- kind words ---- */

static bool is_word(const struct address_word *w, const char *s)
{
    return w->s[0] == s[0] && strlen(s) == w->n && memcmp(w->s, s, w->n) == 0;
}

/* How a kind word is accented: tone, and qualities as in struct address_word. */
enum { GRAVE = 1, ACUTE, HOOK, TILDE, DOT, BREVE = 8, CIRCUMFLEX = 16, HORN = 32, STROKE = 64 };

struct kind_word {
    const char *first, *second; /* "" : one word */
    uint8_t accent[2];
    uint16_t types;
};
/* clang-format off */
static const struct kind_word kind_words[] = {
    { "phuong", "", { GRAVE | HORN }, TYPE_WARD },
    { "p", "", { 0 }, TYPE_WARD },
    { "f", "", { 0 }, TYPE_WARD }, /* so written in the south */
    { "ph", "", { 0 }, TYPE_WARD },
    { "ward", "", { 0 }, TYPE_WARD },
    { "xa", "", { TILDE }, TYPE_COMMUNE },
    { "x", "", { 0 }, TYPE_COMMUNE },
    { "commune", "", { 0 }, TYPE_COMMUNE },
    { "thi", "tran", { DOT, ACUTE | CIRCUMFLEX }, TYPE_TOWNLET },
    { "thitran", "", { DOT | ACUTE | CIRCUMFLEX }, TYPE_TOWNLET },
    { "tt", "", { 0 }, TYPE_TOWNLET },
    { "ttr", "", { 0 }, TYPE_TOWNLET },
    { "t", "t", { 0 }, TYPE_TOWNLET },
    { "town", "", { 0 }, TYPE_TOWNLET | TYPE_TOWN },
    { "township", "", { 0 }, TYPE_TOWNLET },
    { "dac", "khu", { BREVE | DOT | STROKE, 0 }, TYPE_ZONE },
    { "dc", "", { STROKE }, TYPE_ZONE },
    { "dkhu", "", { STROKE }, TYPE_ZONE },
    { "special", "zone", { 0 }, TYPE_ZONE },
    { "quan", "", { CIRCUMFLEX | DOT }, TYPE_QUARTER },
    { "q", "", { 0 }, TYPE_QUARTER },
    { "district", "", { 0 }, TYPE_QUARTER | TYPE_RURAL },
    { "dist", "", { 0 }, TYPE_QUARTER | TYPE_RURAL },
    { "huien", "", { CIRCUMFLEX | DOT }, TYPE_RURAL },
    { "huyen", "", { CIRCUMFLEX | DOT }, TYPE_RURAL },
    { "h", "", { 0 }, TYPE_RURAL },
    { "thi", "xa", { DOT, TILDE }, TYPE_TOWN },
    { "thixa", "", { DOT | TILDE }, TYPE_TOWN },
    { "tx", "", { 0 }, TYPE_TOWN },
    { "t", "x", { 0 }, TYPE_TOWN },
    { "thanh", "pho", { GRAVE, ACUTE | CIRCUMFLEX }, TYPE_CITY },
    { "thanhpho", "", { GRAVE | ACUTE | CIRCUMFLEX }, TYPE_CITY },
    { "tp", "", { 0 }, TYPE_CITY },
    { "t", "p", { 0 }, TYPE_CITY },
    { "city", "", { 0 }, TYPE_CITY },
    { "tinh", "", { HOOK }, TYPE_PROVINCE },
    { "t", "", { 0 }, TYPE_PROVINCE },
    { "province", "", { 0 }, TYPE_PROVINCE },
};
/* clang-format on */

static bool is_kind(const struct address_word *w, const char *s, uint8_t accent)
{
    return is_word(w, s) && (w->accent == 0 || w->accent == accent);
}

/* Words wi (and wi + 1) are this kind word, and nothing parts them. */
static bool is_kind_at(const struct address_words *w, size_t i, const struct kind_word *k)
{
    if (!is_kind(&w->v[i], k->first, k->accent[0]))
        return false;
    return !*k->second || (i + 1 < w->n && !(w->v[i + 1].flags & WORD_BREAK) &&
                           is_kind(&w->v[i + 1], k->second, k->accent[1]));
}

unsigned unit_address_kind(const struct address_words *w, size_t i, size_t *ret_begin)
{
    *ret_begin = i;
    if (i == 0 || (i < w->n && (w->v[i].flags & WORD_BREAK)))
        return 0;
    for (size_t n = i >= 2 ? 2 : 1; n > 0; n--)
        for (size_t k = 0; k < COUNT(kind_words); k++)
            if ((*kind_words[k].second ? 2u : 1u) == n && is_kind_at(w, i - n, &kind_words[k])) {
                *ret_begin = i - n;
                return kind_words[k].types;
            }
    return 0;
}

unsigned unit_address_own_kind(const struct address_words *w, size_t *ret_n)
{
    *ret_n = 0;
    for (size_t k = 0; w->n && k < COUNT(kind_words); k++) {
        size_t n = *kind_words[k].second ? 2 : 1;

        if (strlen(kind_words[k].first) >= 2 && kind_words[k].accent[0] && w->n > n &&
            is_kind_at(w, 0, &kind_words[k]) && w->v[0].accent == kind_words[k].accent[0]) {
            *ret_n = n;
            return kind_words[k].types;
        }
    }
    return 0;
}

unsigned unit_address_kind_after(const struct address_words *w, size_t i)
{
    static const char *const english[] = { "ward",     "commune", "town",    "township",
                                           "district", "city",    "province" };

    if (i >= w->n || (w->v[i].flags & WORD_BREAK))
        return 0;
    for (size_t e = 0; e < COUNT(english); e++)
        for (size_t k = 0; is_word(&w->v[i], english[e]) && k < COUNT(kind_words); k++)
            if (strcmp(kind_words[k].first, english[e]) == 0)
                return kind_words[k].types;
    return 0;
}

/* ---- what stands before a name ---- */

struct place_word {
    const char *s;
    uint8_t accent;
};

static bool is_short_form(const struct address_word *w) /* "KP", "QL": no syllable */
{
    for (size_t i = 0; i < w->n; i++)
        if (is_vowel(w->s[i]))
            return false;
    return true;
}

/* Without marks "ngo" may as well end the name before it: then only where it begins something. */
static bool is_place_word(const struct address_words *w, size_t i, const struct place_word *list,
                          size_t n)
{
    const struct address_word *t = &w->v[i];

    for (size_t k = 0; k < n; k++) {
        if (!is_word(t, list[k].s))
            continue;
        if (t->accent || (w->marked && !list[k].accent))
            return t->accent == list[k].accent;
        return is_short_form(t) || unit_address_begins(w, i) || (w->v[i - 1].flags & WORD_NUMBER);
    }
    return false;
}

static bool is_after(const struct address_words *w, size_t i, const char *s)
{
    return i > 0 && is_word(&w->v[i - 1], s);
}

static bool is_street_word(const struct address_words *w, size_t i)
{
    static const struct place_word words[] = {
        { "duong", GRAVE | HORN | STROKE },
        { "pho", ACUTE | CIRCUMFLEX },
        { "ngo", TILDE },
        { "ngach", ACUTE },
        { "hem", HOOK },
        { "ciet", CIRCUMFLEX | DOT },
        { "ql", 0 },
        { "tl", 0 },
        { "dt", STROKE },
        { "street", 0 },
        { "st", 0 },
        { "d", STROKE },
    };
    static const char *const roads[] = { "xa", "quoc", "dai", "tinh" };

    for (size_t k = 0; is_word(&w->v[i], "lo") && k < COUNT(roads); k++)
        if (is_after(w, i, roads[k]))
            return true;
    if (is_word(&w->v[i], "pho") && (is_after(w, i, "thanh") || is_after(w, i, "khu")))
        return false;
    return is_place_word(w, i, words, COUNT(words));
}

static bool is_hamlet_word(const struct address_words *w, size_t i)
{
    static const struct place_word words[] = {
        { "thon", CIRCUMFLEX },
        { "ap", ACUTE | CIRCUMFLEX },
        { "ban", HOOK },
        { "buon", CIRCUMFLEX },
        { "lang", GRAVE },
        { "xom", ACUTE },
        { "to", HOOK | CIRCUMFLEX },
        { "doi", DOT | CIRCUMFLEX | STROKE },
        { "khu", 0 },
        { "khoi", ACUTE | CIRCUMFLEX },
        { "cp", 0 },
        { "cv", 0 },
        { "khom", ACUTE },
        { "tdp", 0 },
        { "plei", 0 },
        { "soc", ACUTE },
        { "phum", 0 },
        { "cum", DOT },
        { "cdc", 0 },
        { "ccn", 0 },
        { "nghiep", DOT | CIRCUMFLEX }, /* "khu công nghiệp Tân Bình" */
        { "cdt", STROKE },
        { "cho", HORN | DOT },
        { "bon", 0 },
        { "toa", GRAVE },
        { "lo", CIRCUMFLEX },
        { "cau", GRAVE | CIRCUMFLEX },
        { "cenh", CIRCUMFLEX },
    };

    if (is_word(&w->v[i], "pho") && is_after(w, i, "khu"))
        return true;
    return is_place_word(w, i, words, COUNT(words));
}

bool unit_address_begins(const struct address_words *w, size_t i)
{
    return i == 0 || i >= w->n || (w->v[i].flags & (WORD_BREAK | WORD_DASH));
}

/* "12", "12A", "5 bis": where the house number before word i begins; i: there is none. */
static size_t number_before(const struct address_words *w, size_t i)
{
    size_t k = i - 1;

    if (k > 0 && w->v[k].n == 1 && (w->v[k - 1].flags & WORD_NUMBER) &&
        !(w->v[k].flags & (WORD_NUMBER | WORD_BREAK)))
        k--;
    return w->v[k].flags & WORD_NUMBER ? k : i;
}

enum address_place unit_address_place(const struct address_words *w, size_t i)
{
    size_t begin, number;

    if (i == 0 || (w->v[i].flags & (WORD_BREAK | WORD_APART)))
        return PLACE_FREE;
    number = number_before(w, i);
    if (number < i) { /* of a house, unless the word before says of what else */
        if (number == 0)
            return PLACE_STREET;
        if (unit_address_kind(w, number, &begin))
            return PLACE_FREE;
        if (w->v[number].flags & WORD_BREAK)
            return PLACE_STREET;
        return is_hamlet_word(w, number - 1) ? PLACE_FREE : PLACE_STREET;
    }
    if (is_street_word(w, i - 1))
        return PLACE_STREET;
    return is_hamlet_word(w, i - 1) ? PLACE_HAMLET : PLACE_FREE;
}
