/*
 * work_scan - one stretch of an index of obligations, read in its order. Private to the slice.
 *
 * A list is made of several: what is open, what ended in each 32 days, for each unit that
 * somebody sees. Which ones is told by work_find.c; here they become one list, by key.
 */
#ifndef WORK_WORK_SCAN_H
#define WORK_WORK_SCAN_H

#include "common/work/work_state.h"

enum { OPEN, DONE, WITHDRAWN, CLOSED_KINDS }; /* the column closed */
enum take {                                   /* the parameter :take */
            TAKE_OPEN = 1 << OPEN,
            TAKE_DONE = 1 << DONE,
            TAKE_SAME_DUE =
                4, /* changed after the day that is asked: the deadline was never moved, */
            TAKE_EXTENDED = 8, /* only to later days, */
            TAKE_AMENDED = 16  /* or to any */
};

/* What is asked of each row. */
struct reading {
    const struct work_filter *f;
    int64_t on;
    bool past;             /* rows that changed after `on` are judged by their events */
    int64_t late, done_by; /* done_by: was done on this day, at the latest; 0: not asked */
    int64_t list, measures;
    bool everywhere;
    int64_t within; /* only what this unit owes, or one below it; 0: any */
};

enum work_index {
    FIND_ALL,
    FIND_LIST,
    FIND_TENANT,
    FIND_BELOW,
    FIND_SHELF_ALL,
    FIND_SHELF_LIST,
    FIND_SHELF_TENANT,
    FIND_SHELF_BELOW,
    FIND_MOVED,
    FIND_MOVED_BELOW,
    FIND_OWNER,
    FIND_CREDITOR,
    FIND_PARTY,
    FIND_WAITING,
    FIND_WORDS,
    FIND_PARTY_WORDS,
    FIND_KINDS
};

struct scan {
    enum work_index find;
    int64_t kind; /* the column closed, a shelf, or as work_scan_moved says; else no matter */
    int64_t unit, tenant, take;
    const char *query;
    int64_t due, id, last; /* behind this key, up to this deadline; reading moves due and id on */
    bool end;
};
typedef LIST(struct scan) scans;

bool work_class_asked(const struct work_filter *f, const char *cls);
/* The first `limit` by key of all scans, each row once. Cheap if the first scans hold them. */
MUST_USE bool work_scan_first(struct ctx *c, const struct reading *r, const scans *all,
                              int64_t limit, obligations *ret);
/* All of them, of each scan so many at once; see work_find_each(). */
MUST_USE bool work_scan_each(struct ctx *c, const struct reading *r, const scans *all,
                             int64_t at_once, work_each_fn *each, void *arg);

/* The shelves that hold something; ret_last < ret_first: none. */
MUST_USE bool work_scan_shelf_range(struct ctx *c, int64_t *ret_first, int64_t *ret_last);

#endif
