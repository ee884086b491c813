/*
 * unit_release - the list of units as it was published: number, day, legal act, checksum.
 *
 * What is in force stands only in unit, unit_fact, unit_code and unit_change. A release says
 * who put which state there, by which act; its row is sealed, so the ledger proves it. Its
 * checksum is the SHA-256 of unit_list_csv() of its day, taken when it was published: whoever
 * has the same list can see that it is the same.
 */
#ifndef UNIT_UNIT_RELEASE_H
#define UNIT_UNIT_RELEASE_H

#include "common/unit/unit_set.h"

struct unit_release {
    int64_t id, number; /* 1, 2 ... in the order of publishing; 0: not published */
    const char *title, *act;
    int64_t day;       /* in force from then on */
    const char *state; /* draft approved published rejected */
    int64_t made_by, made_at, decided_by, decided_at, published_at; /* accounts; UTC ms */
    const char *reason;                                             /* why it was rejected */
    const char *checksum;
    int64_t changed_by; /* who changed a line last */
    int64_t version;    /* of a draft: counts its changes, from 1 */
};

/* Provinces, districts and communes on a day, by kind and code. */
void unit_places(struct ctx *c, int64_t on, unit_list *ret);
/* The same as a file: code,kind,type,name,parent;
 * UTF-8, LF, a field with a comma or quotation mark quoted. */
void unit_list_csv(struct ctx *c, int64_t on, struct buf *out);

/* SHA-256 of unit_list_csv(), in hex. */
const char *unit_list_checksum(struct ctx *c, int64_t on);
/* In a write: the next number. */
MUST_USE bool unit_release_next(struct ctx *c, int64_t *ret);

/* In a write: the whole list of a set as a new release, if the database does not say all of
 * it already (ret->id 0). False with faults: it contradicts itself or the database. */
MUST_USE bool unit_release_set(struct ctx *c, struct unit_set *s, unit_faults *faults,
                               struct unit_set_told *ret_told, struct unit_release *ret);

#endif
