/*
 * unit_outline_load - a file of outlines becomes those of the units of a day's list.
 *
 * A feature belongs to the unit whose code it has: in its id or in the property that fits the
 * most units, unless one is named. A file may hold several kinds (provinces, communes). What
 * was loaded before for the same day and kind is replaced; nothing is, if anything is wrong.
 * Features that fit no unit are left out and told, and so are units without a feature.
 */
#ifndef UNIT_UNIT_OUTLINE_LOAD_H
#define UNIT_UNIT_OUTLINE_LOAD_H

#include "common/unit/unit_outline.h"

struct outline_draft; /* a file, read and made plain */
/* Long work without the database: in the slow pool, or before the write. */
MUST_USE bool unit_outline_prepare(struct ctx *c, struct bytes file, struct outline_draft **ret);

struct outline_wish {
    struct outline_draft *draft;
    int64_t day;
    const char *source, *property; /* property "": find it */
    const char *sha256;            /* of the file */
};
struct outline_kind_told {
    const char *kind;
    size_t joined;
    unit_list without; /* units of this kind and day that got none */
};
struct outline_told {
    const char *property; /* where the codes were; "id": the feature's own */
    size_t features, bytes;
    LIST(struct outline_kind_told) kinds;
    LIST(const char *) strays; /* "feature 3 (\"00999\")" */
};
/* In a write. */
MUST_USE bool unit_outline_load(struct ctx *c, const struct outline_wish *w,
                                struct outline_told *ret);

/* What is there, newest day first. */
struct outline_source {
    int64_t day, units, made_by, made_at;
    const char *kind, *source, *sha256;
};
typedef LIST(struct outline_source) outline_sources;
MUST_USE bool unit_outline_sources(struct ctx *c, outline_sources *ret);

#endif
