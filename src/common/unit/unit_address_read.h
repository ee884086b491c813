/* unit_address_read - one address while it is read. Only for unit_address*.c. */
#ifndef UNIT_UNIT_ADDRESS_READ_H
#define UNIT_UNIT_ADDRESS_READ_H

#include "common/unit/unit_address.h"

enum { SPANS = 160, UPPERS = 96, CLEAR = 16 };

/* Words that are somebody's name. */
struct span {
    const struct slot *slot;
    uint64_t words;                 /* as bits */
    uint32_t cuts;                  /* see struct entry */
    uint8_t begin, end;             /* of the name */
    uint8_t whole, whole_end;       /* with its kind word */
    uint16_t kind;                  /* types that the kind word says; 0: there is none */
    uint8_t place;                  /* enum address_place */
    bool begins, kind_begins, ends; /* at the ends of a segment */
    bool typo;
};
struct upper {
    uint32_t unit;
    uint8_t level;
    const struct span *span;
    int score;
};
struct address_query {
    const struct gazette *g;
    const struct address_words *w;
    int64_t on;
    struct readings *to;
    uint64_t street; /* words of segments that began as a street */
    struct span spans[SPANS];
    struct upper uppers[UPPERS];
    uint8_t mentioned[64]; /* a quick test: is any unit of this number, modulo 64, mentioned? */
    uint64_t clear[LEVELS][CLEAR]; /* words of provinces and districts that are named clearly */
    size_t n_spans, n_uppers, n_clear[LEVELS];
};
void unit_address_span(struct address_query *q, size_t begin, size_t end, const struct slot *slot,
                       bool typo);
void unit_address_join(struct address_query *q);
/* Where nothing else helps: names that differ in one letter. True: spans were added. */
bool unit_address_mend(struct address_query *q);

#endif
