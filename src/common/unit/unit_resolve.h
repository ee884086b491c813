/*
 * unit_resolve - what a code or the text of an address means in the units of a day.
 *
 *   code   the units that had it; with the day of the record it is one, followed along
 *          the changes to the day that is asked for. Without that day a code that has meant
 *          several units is never settled silently: all of them are followed, the answer is
 *          ambiguous and says which they were and when.
 *   text   "P. Phuc Xa Q Ba Dinh HN": see unit_address.h. Units of that day first, former ones
 *          of the same name beside them unless they lead to the same unit. A commune that was
 *          divided gives all that got a part, unless the text names one of them, too; a former
 *          district gives the communes that it became.
 *
 * Nothing found is an empty answer with a reason, not a failure. No query is made; a code costs
 * well below a microsecond, a text some; the sentence is made only when it is asked for.
 */
#ifndef UNIT_UNIT_RESOLVE_H
#define UNIT_UNIT_RESOLVE_H

#include "common/unit/unit_history.h"

struct unit_found {
    const struct unit *u;         /* as it is on the day asked for */
    const struct unit *was;       /* what was written or coded, if that is another; or NULL */
    const struct unit_change *by; /* the last step from the one to the other; or NULL */
    int64_t share; /* of its people (area, if only that is known) per million; -1: not known */
};
enum unit_reason {
    FOUND,          /* the unit is named or coded, and exists on that day */
    FOUND_FORMER,   /* it went whole into another one */
    FOUND_DIVIDED,  /* it went in parts to several; units has all of them */
    FOUND_NARROWED, /* likewise, but the text names one of them */
    FOUND_DISTRICT, /* a former district; units has what its communes became */
    FOUND_LATER,    /* it came later; units has what was there on that day */
    FOUND_GONE,     /* it was dissolved without a successor */
    NOTHING_ASKED,  /* no text, no code */
    NOTHING_NAMED,  /* the text names no unit */
    CODE_UNKNOWN,   /* no unit has ever had this code */
    CODE_BEFORE,    /* the day lies before what is known of this code */
};
struct unit_answer {
    LIST(struct unit_found) units; /* best first, each once */
    bool ambiguous;
    enum unit_reason reason; /* of what fits best */
    const struct unit *read; /* what fits best, as it was */
    bool typo;               /* one letter was taken as a typing fault */
    bool several;            /* texts: other units fit as well */
    bool unknown;            /* texts: a commune is named, too, that no list has there */
    bool ended;              /* codes: it had ended by the day given */
    int64_t day, on;
    const char *code;
    unit_meanings meant; /* of a code that its day did not settle at once: all, oldest first */
};
/* day 0: the record's day is not known. system "": any code system. */
void unit_resolve_code(struct ctx *c, const char *system, const char *code, int64_t day, int64_t on,
                       struct unit_answer *ret);
void unit_resolve_text(struct ctx *c, const char *text, int64_t on, struct unit_answer *ret);
const char *unit_answer_why(struct ctx *c, const struct unit_answer *a); /* in c->lang */
/* "phường", "tỉnh": the list's own word where there is one, else the kind. */
const char *unit_word(const struct unit *u);
/* Its parent's code on a day; "" for none. */
const char *unit_parent_code(struct ctx *c, const struct unit *u, int64_t on);

#endif
