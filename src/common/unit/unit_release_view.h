/* unit_release_view - what the pages of releases, drafts and comparisons show. Only for this
 * slice. */
#ifndef UNIT_UNIT_RELEASE_VIEW_H
#define UNIT_UNIT_RELEASE_VIEW_H

#include "common/unit/unit_plan_words.h"
#include "common/unit/unit_view.h"

/* How many units of a kind there are, and how that differs from another day. */
enum { UNIT_PLACE_KINDS = 3 };
struct unit_kind_sum {
    const char *kind, *title; /* title: a key */
    int64_t before, after, added, changed, removed;
};
void unit_kind_sums(struct ctx *c, int64_t from, int64_t to, const unit_differences *l,
                    struct unit_kind_sum ret[UNIT_PLACE_KINDS]);

/* "added: Phường A, phường, 00004, Tỉnh B" */
const char *unit_difference_text(struct ctx *c, const struct unit_difference *v);

struct unit_compare_view {
    const char *from, *to; /* as they were asked for */
    int64_t from_day, to_day;
    const char *kind, *what; /* "" or only these */
    bool asked, found;
    unit_releases releases;
    struct unit_kind_sum sums[UNIT_PLACE_KINDS];
    int64_t n, next; /* next: page on after this unit; 0: that was all */
    unit_differences shown;
};

struct unit_release_row {
    struct unit_release r;
    const char *before; /* the release or day to compare it with */
    int64_t leaf;       /* its line in the ledger; -1: it waits for the sealing */
};
struct unit_releases_view {
    LIST(struct unit_release_row) published;
    unit_releases rejected;
    const struct unit_release *open; /* the draft that people work on; NULL: none, or not theirs */
    bool may_write;
};

/* What publishing would do, see unit_plan_try(). */
struct unit_effect {
    struct unit_kind_sum sums[UNIT_PLACE_KINDS];
    size_t n; /* of differences; the first of them as sentences */
    LIST(const char *) words;
};
struct unit_release_page_view {
    struct unit_release_row row;
    unit_lines lines;  /* all */
    unit_lines shown;  /* of this page */
    const char *after; /* the table goes on after this line; NULL: that was all */
    unit_operations operations;
    bool may_write, may_approve, wrote;
    bool checked; /* faults and effect say what came out */
    unit_faults faults;
    struct unit_effect effect;
};

struct unit_lines_view { /* of an import that is tried */
    struct unit_release r;
    unit_lines lines;
    unit_faults faults;
    struct unit_effect effect;
};
bool unit_lines_page(struct ctx *c, const struct req *q, struct res *s, struct unit_lines_view *v);
bool unit_release_page(struct ctx *c, const struct req *q, struct res *s,
                       struct unit_release_page_view *v);
/* The id of the cell, in the table of lines, that a fault is about. */
const char *unit_fault_anchor(struct ctx *c, const struct unit_fault *f);
bool unit_release_is_shown(struct ctx *c, const struct unit_release *r); /* to the actor */

const char *unit_op_name(const char *op);         /* of a line: a key */
const char *unit_extent_name(const char *extent); /* a key */
const char *unit_change_name(const char *kind);   /* of a change: a key */
const char *unit_release_state(const char *word); /* a key */
/* Who did it: for those who are signed in. */
const char *unit_person(struct ctx *c, int64_t account);

#endif
