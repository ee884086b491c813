/*
 * unit_gazette - every spelling of every unit's name, past and present, with its level, kinds
 * and what lies or lay above it. Only for this slice.
 *
 * Made once for a snapshot of the directory, when somebody first asks (30 ms and 2.5 MB for
 * 14,000 units), then constant. A name is found by the hash of its folded letters.
 */
#ifndef UNIT_UNIT_GAZETTE_H
#define UNIT_UNIT_GAZETTE_H

#include "core/ctx.h"

enum unit_level { LEVEL_PROVINCE, LEVEL_DISTRICT, LEVEL_COMMUNE, LEVELS };
/* The words of the list, as bits. */
enum unit_type {
    TYPE_WARD = 1,       /* phường */
    TYPE_COMMUNE = 2,    /* xã */
    TYPE_TOWNLET = 4,    /* thị trấn */
    TYPE_ZONE = 8,       /* đặc khu */
    TYPE_QUARTER = 16,   /* quận */
    TYPE_RURAL = 32,     /* huyện */
    TYPE_TOWN = 64,      /* thị xã */
    TYPE_CITY = 128,     /* thành phố, of a province or the state */
    TYPE_PROVINCE = 256, /* tỉnh */
    TYPES_COMMUNE = 15,
    TYPES_DISTRICT = 16 | 32 | 64 | 128,
    TYPES_PROVINCE = 128 | 256
};

/* What it is made of. */
struct gazette_unit {
    int64_t id;
    enum unit_level level;
    unsigned types;
    int64_t from, until;
};
struct gazette_name {
    uint32_t unit;    /* index */
    const char *name; /* without or with its kind word */
    bool alias;       /* another spelling, a short form */
};
struct gazette_tie {
    uint32_t unit, above; /* indexes */
    bool kin;             /* not above it itself: above its predecessor or successor */
};
struct gazette_draft {
    LIST(struct gazette_unit) units;
    LIST(struct gazette_name) names;
    LIST(struct gazette_tie) ties;
};
/* How a name stands in the gazette. */
enum spelling { SPELT_FULL, SPELT_ALIAS, SPELT_PART, SPELT_INITIALS };
struct entry {
    uint32_t unit;
    uint32_t marks_at; /* in marks: one for each word */
    uint32_t text_at;  /* in text: the folded letters */
    uint32_t cuts;     /* where its words begin, as bits of the letters */
    uint8_t words, letters;
    uint8_t spelling;
};
struct slot { /* open addressing; n 0: empty */
    uint64_t hash;
    uint32_t first, n;
};
struct tie {
    uint32_t unit;
    bool kin;
};
struct place {
    struct gazette_unit u;
    uint32_t ties, below; /* firsts of ties[] and below[]; they end where the next begins */
};
struct gazette {
    struct place *places; /* n_places + 1 */
    struct entry *entries;
    struct slot *slots;
    struct tie *ties, *below;
    uint32_t *marks;
    char *text;
    size_t n_places, n_entries, mask;
    uint32_t *uppers; /* places of provinces and districts */
    size_t n_uppers;
    uint32_t *names, *by_unit; /* entries of place i: by_unit[names[i]] ... [names[i + 1]] */
};
struct gazette *unit_gazette_make(struct arena *a, const struct gazette_draft *d);
const struct slot *unit_gazette_find(const struct gazette *g, uint64_t hash); /* NULL: no name */

/* Of the directory's present snapshot, and of any one: in its arena. */
const struct gazette *unit_gazette(struct ctx *c);
struct unit_dir;
struct gazette *unit_gazette_of(const struct unit_dir *d);

#endif
