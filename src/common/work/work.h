/*
 * work - obligations: who owes what to whom by when, what happened, when it became known.
 *
 * Everything that a government tracks is an obligation. This kernel holds its
 * three days apart (deadline, really done, recorded), its history and the
 * figures. Systems (task, dossier ...) put their own rules, words and pages on top.
 *
 * An obligation changes only by an event; each event has an *effective* day and the
 * day on which it was *recorded*. So every figure can be asked two ways, on any day:
 *   actual  as it really stood: an event counts from its effective day
 *   known   as it was known: from the later of effective and recorded day
 * On a day D the class follows from the deadline in force and the done state in
 * force on D, and from nothing else (it is never stored):
 *
 *                not done                 done
 *   deadline     D <= due: open_in_time   done day <= due: done_on_time
 *                D >  due: open_overdue   done day >  due: done_late
 *   none         open_no_deadline         done_no_deadline
 *
 * Reported but not yet recognised is not done. Recognised, it was done on the day of
 * its product and became known on the day of recognition. An extension moves the
 * class from the day of its approval on. Withdrawn: counted until the day before; so is
 * what passed on to a legal successor, who owes it from then on in an obligation of its own
 * (work_pass.h).
 *
 * Tenant: the root body that owes. The key of every table begins with it.
 */
#ifndef WORK_WORK_H
#define WORK_WORK_H

#include "common/work/work_clock.h"
#include "core/web.h"

extern const struct module work_module;

enum work_class {
    WORK_OPEN_IN_TIME,
    WORK_OPEN_OVERDUE,
    WORK_OPEN_NO_DEADLINE,
    WORK_DONE_ON_TIME,
    WORK_DONE_LATE,
    WORK_DONE_NO_DEADLINE,
    WORK_CLASSES
};
extern const char *const work_class_words[WORK_CLASSES]; /* "open_in_time", ...: stable */
const char *work_class_name(enum work_class k);          /* catalogue key for people */
enum work_class work_class(int64_t due, int64_t done, int64_t on);
enum work_view { WORK_ACTUAL, WORK_KNOWN };

/* What is counted: a common task of several agencies is one task and several pairs;
 * parts are what a body splits its own share into. An obligation may count as two. */
enum work_measure { WORK_TASKS = 1, WORK_PAIRS = 2, WORK_PARTS = 4 };

/* ---- lists: what figures are asked of ("NQ71") ---- */

struct work_list {
    int64_t id;
    const char *code, *name, *name_en, *name_de;
};
typedef LIST(struct work_list) work_lists;
MUST_USE bool work_list_add(struct ctx *c, const struct work_list *l, int64_t *ret_id);
MUST_USE bool work_list_find(struct ctx *c, work_lists *ret);
MUST_USE bool work_list_by_code(struct ctx *c, const char *code, struct work_list *ret);
const char *work_list_name(struct ctx *c, const struct work_list *l);

/* ---- one obligation ---- */

struct obligation {
    int64_t tenant, id;
    int64_t parent, parent_tenant; /* the task that this is a part of; 0: none */
    const char *kind;              /* "task" */
    int64_t list, owner, creditor; /* work_list; units: who owes, to whom */
    int64_t measures;              /* WORK_TASKS | WORK_PAIRS ... */
    const char *title, *title_en, *title_de, *due_text;
    const char *words;             /* work_open: more words to find it by; else NULL */
    int64_t working_days;          /* the deadline is so many working days after opening; 0 */
    int64_t opened, due;           /* days; due 0: no deadline */
    int64_t reported, product_day; /* reported as done, waiting for recognition; else 0 */
    int64_t done, done_known;      /* recognised: day of product, day of recognition; else 0 */
    int64_t withdrawn;             /* day; else 0 */
    int64_t reopened;              /* the last time; else 0 */
    int64_t asked_due, received;   /* extension asked for; day of receipt */
    int64_t extensions, returns;   /* how often */
    int64_t moves;                 /* how often the deadline was changed, for any reason */
    int64_t parts, parts_done;     /* withdrawn parts do not count */
    int64_t settled;               /* from this day on no event changes its class any more */
    int64_t version;               /* for "changed in the meantime": the number of events */
    int64_t key_due;               /* work_find: its place, for after_due of the next page */
};
typedef LIST(struct obligation) obligations;

/* A common task of several agencies: it has a part for each, and follows them. */
bool work_is_common(const struct obligation *o);

enum work_event_type {
    WORK_OPENED,
    WORK_RECEIVED,
    WORK_NOTED,
    WORK_REPORTED,
    WORK_RETURNED,
    WORK_RECOGNISED,
    WORK_REOPENED,
    WORK_WITHDRAWN,
    WORK_EXTENSION_ASKED,
    WORK_EXTENDED,
    WORK_EXTENSION_REFUSED,
    WORK_RECALCULATED, /* a holiday was added: the deadline in working days moved */
    WORK_AMENDED,
    WORK_SPLIT,
    WORK_ATTACHED,
    WORK_COMMENTED,
    WORK_PASSED,     /* the legal successor of the unit that owed it owes it from this day on */
    WORK_TAKEN_OVER, /* ... in a new obligation, which begins so and brings the history along */
    WORK_CREDITOR_PASSED, /* the successor of the unit to which it is owed takes its place */
    WORK_PARTY_PASSED,    /* the same of one that co-ordinates */
    WORK_EVENTS
};
extern const char *const work_event_words[WORK_EVENTS]; /* "opened", ...: stable */
const char *work_event_name(enum work_event_type t);    /* catalogue key for people */

enum { WORK_NO_DEADLINE = -1 }; /* WORK_AMENDED: the deadline falls away */
struct work_event {
    int64_t id, obligation, account, unit, at_ms;
    enum work_event_type type;
    int64_t recorded, effective; /* days */
    int64_t due; /* the deadline after it, or the one asked for; 0: unchanged, none */
    const char *text, *next_step, *obstacle; /* reason or note */
    const char *product;                     /* number of the product document */
    int64_t file;
};
typedef LIST(struct work_event) work_events;

MUST_USE bool work_get(struct ctx *c, int64_t id, struct obligation *ret); /* if it may be seen */
MUST_USE bool work_history(struct ctx *c, const struct obligation *o, work_events *ret);

/* ---- changes; each in a write, each refuses what its state does not allow ----
 * Who may do it is the caller's question; the state is asked here. version: what the
 * person saw; another one is ERR_CONFLICT, with who changed it when; 0: not asked.
 * A part's changes are told to its parent: a common task is done when every part is, on
 * the latest product day, and reopened with a part. Withdrawing or extending a common
 * task goes to all its open parts; its parts are reported one by one, never the whole. */

/* Opens an obligation; o: all from parent .. due, tenant and measures (0: both tasks and
 * pairs) are found; id 0: a new one. effective 0: today; in the past: registered late. */
MUST_USE bool work_open(struct ctx *c, struct obligation *o, int64_t effective);
/* The units that co-ordinate: from now on these see it by that, and no others. Owners of
 * parts see the parent by themselves. */
MUST_USE bool work_share(struct ctx *c, const struct obligation *o, const int64_t *units, size_t n);
/* The same of one that was opened in this write and has no parts yet; each unit once. */
MUST_USE bool work_share_new(struct ctx *c, const struct obligation *o, const int64_t *units,
                             size_t n);
struct work_change {
    int64_t id, version;
    const struct obligation *seen; /* as work_get() gave it in this very write; NULL: not read */
    enum work_event_type type;
    int64_t effective; /* 0: today; in the past: recorded late. WORK_REPORTED: day of the product */
    int64_t due;       /* extension: the new day; 0 in WORK_EXTENDED: the one asked for */
    const char *due_text, *text, *next_step, *obstacle, *product;
    int64_t file;
};
MUST_USE bool work_apply(struct ctx *c, const struct work_change *w, struct obligation *ret);
/* May it be done in this state? Else why not, as a key of the catalogue; NULL: yes. */
const char *work_refuses(const struct obligation *o, enum work_event_type t);

#include "common/work/work_figures.h"
#include "common/work/work_pass.h"

#endif
