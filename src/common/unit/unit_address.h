/*
 * unit_address - reads Vietnamese addresses: which units does a text name? Only for this slice.
 *
 * A text becomes words: folded (no marks, đ as d, final -y after a consonant as -i, k as c, so that
 * "Đắk"/"Đắc" and "Quý"/"Quí" are one), each with a hash of its marks as evidence. Names are found
 * by the hash of their letters without blanks ("Ea H'leo" = "Ea Hleo"); what stands before them
 * ("P.", "quận", "đường", a house number) says what they can be: these are the *mentions*. A
 * reading is a unit whose name is mentioned together with the units above it that are, too, each
 * at its own place of the text; it weighs as much as the evidence that it explains.
 *
 * Reading allocates nothing and takes a few microseconds.
 */
#ifndef UNIT_UNIT_ADDRESS_H
#define UNIT_UNIT_ADDRESS_H

#include "common/unit/unit_gazette.h"

/* ---- words ---- */

enum { ADDRESS_WORDS = 64, ADDRESS_LETTERS = 20, ADDRESS_DIGITS = 4 };
enum {
    WORD_NUMBER = 1,
    WORD_BREAK = 2, /* a comma, bracket ... stands before it */
    WORD_DASH = 4,  /* a dash stands before it: a break that a name may run across */
    WORD_DOT = 8,   /* a dot follows */
    WORD_UPPER = 16,
    WORD_APART = 32 /* with a blank before the dash: "đường D5 - Bình Hưng" */
};
struct address_word {
    char s[ADDRESS_LETTERS]; /* folded */
    uint8_t n, flags;
    uint8_t accent;    /* tones (1 grave ... 5 dot) and qualities (8 breve ... 64 đ), or-ed */
    uint32_t marks;    /* hash of the letters with them; 0: written without */
    uint32_t from, to; /* bytes of the text */
};
struct address_words {
    struct address_word v[ADDRESS_WORDS];
    size_t n;
    bool marked; /* some word has marks */
};
/* Of a longer text the last words are kept: there the units stand. */
void unit_address_split(const char *text, struct address_words *ret);
/* The kind word that ends before word i, and where it begins; 0: there is none. */
unsigned unit_address_kind(const struct address_words *w, size_t i, size_t *ret_begin);
/* The kind word that a unit's own name begins with, and how many words it has. */
unsigned unit_address_own_kind(const struct address_words *w, size_t *ret_n);
/* The English one that begins at word i ("Bến Nghé Ward"); 0: there is none. */
unsigned unit_address_kind_after(const struct address_words *w, size_t i);
/* What is named at word i, as the words before it say. */
enum address_place { PLACE_FREE, PLACE_HAMLET, PLACE_STREET };
enum address_place unit_address_place(const struct address_words *w, size_t i);
bool unit_address_begins(const struct address_words *w, size_t i); /* a segment begins here */
uint64_t unit_address_hash(uint64_t h, const struct address_word *w);
/* Where words begin among the letters of words from ... to, as bits. */
uint32_t unit_address_cuts(const struct address_words *w, size_t from, size_t to);
enum { ADDRESS_HASH = 5381 }; /* of no word */

/* ---- reading ---- */

enum { READINGS = 64 };
struct reading {
    uint32_t unit; /* index */
    int score;
    uint64_t words;                     /* the words that it explains, as bits */
    uint8_t begin[LEVELS], end[LEVELS]; /* of the name at each level; end 0: not mentioned */
    bool typo;
    bool named; /* a commune, by its kind word, too */
};
struct readings {
    struct reading v[READINGS]; /* best first; all are about as good as the first */
    size_t n;
    bool more;          /* than there is room for */
    bool other_commune; /* the text names a commune that is none of these */
    struct address_words words;
    /* Communes that the text mentions beside, for choosing among successors. */
    uint32_t beside[READINGS];
    uint64_t beside_words[READINGS];
    size_t n_beside;
};
void unit_address_read(const struct gazette *g, const char *text, int64_t on, struct readings *ret);

#endif
