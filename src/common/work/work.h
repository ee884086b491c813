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
 * class from the day of its approval on. Withdrawn: counted until the day before.
 *
 * Tenant: the root body that owes. The key of every table begins with it.
 */
#ifndef WORK_WORK_H
#define WORK_WORK_H

#include "core/day.h"
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
    int64_t parent, parent_tenant;    /* the task that this is a part of; 0: none */
    const char *kind;                 /* "task" */
    int64_t list, owner, creditor;    /* work_list; units: who owes, to whom */
    int64_t measures;                 /* WORK_TASKS | WORK_PAIRS ... */
    const char *title, *title_en, *title_de, *due_text;
    int64_t opened, due;              /* days; due 0: no deadline */
    int64_t reported, product_day;    /* reported as done, waiting for recognition; else 0 */
    int64_t done, done_known;         /* recognised: day of product, day of recognition; else 0 */
    int64_t withdrawn;                /* day; else 0 */
    int64_t asked_due, received;      /* extension asked for; day of receipt */
    int64_t extensions, returns;      /* how often */
    int64_t parts, parts_done;
    int64_t version;                  /* for "changed in the meantime" */
};
typedef LIST(struct obligation) obligations;

enum work_event_type {
    WORK_OPENED, WORK_RECEIVED, WORK_NOTED, WORK_REPORTED, WORK_RETURNED, WORK_RECOGNISED,
    WORK_REOPENED, WORK_WITHDRAWN, WORK_EXTENSION_ASKED, WORK_EXTENDED, WORK_EXTENSION_REFUSED,
    WORK_RECALCULATED, /* a holiday was added: the deadline in working days moved */
    WORK_AMENDED, WORK_SPLIT, WORK_ATTACHED, WORK_COMMENTED, WORK_EVENTS
};
extern const char *const work_event_words[WORK_EVENTS];

struct work_event {
    int64_t id, obligation, account, unit, at_ms;
    enum work_event_type type;
    int64_t recorded, effective;   /* days */
    int64_t due;                   /* the deadline after it, or the one asked for; 0: none */
    const char *text, *next_step, *obstacle; /* reason or note */
    const char *product;           /* number of the product document */
    int64_t file;
};
typedef LIST(struct work_event) work_events;

MUST_USE bool work_get(struct ctx *c, int64_t id, struct obligation *ret); /* if it may be seen */
MUST_USE bool work_history(struct ctx *c, const struct obligation *o, work_events *ret);

/* ---- changes; each in a write, each refuses what its state does not allow ----
 * version: what the person saw; another one is ERR_CONFLICT, with who changed it when. */

/* Opens an obligation; o: all of tenant (from owner) .. due; id 0: a new one. */
MUST_USE bool work_open(struct ctx *c, struct obligation *o, int64_t effective);
struct work_change {
    int64_t id, version;
    enum work_event_type type;
    int64_t effective; /* 0: today; in the past: what is recorded late */
    int64_t due;
    const char *due_text, *text, *next_step, *obstacle, *product;
    int64_t file;
};
MUST_USE bool work_apply(struct ctx *c, const struct work_change *w, struct obligation *ret);

/* ---- figures ---- */

struct work_figures {
    int64_t n[WORK_CLASSES];
};
int64_t work_total(const struct work_figures *f);
int64_t work_done(const struct work_figures *f);
int64_t work_due(const struct work_figures *f); /* had become due: done + overdue */

struct work_question {
    int64_t list;              /* 0: all lists */
    int64_t unit;              /* 0: everything that the actor may see */
    enum work_measure measure; /* tasks as a whole; pairs (and parts) for one unit */
    enum work_view view;
    int64_t on;                /* any day */
};
MUST_USE bool work_count(struct ctx *c, const struct work_question *q, struct work_figures *ret);
/* Agencies x classes: the tenants (unit 0) or the children of a unit; only those with figures. */
struct work_row {
    int64_t unit;
    struct work_figures f;
};
typedef LIST(struct work_row) work_rows;
MUST_USE bool work_matrix(struct ctx *c, const struct work_question *q, work_rows *ret);
/* The state at the end of each step of `step` days from `from` to `to`: burn-up. */
MUST_USE bool work_series(struct ctx *c, const struct work_question *q, int64_t from, int64_t to,
                          int64_t step, work_rows *ret); /* unit holds the day */
/* Agency x month x class: the state at the end of each month up to q->on. */
MUST_USE bool work_months(struct ctx *c, const struct work_question *q, int64_t from, work_rows *ret,
                          size_t *ret_months);

/* ---- lists of obligations: paged by key, only what the actor may see ---- */

struct work_filter {
    int64_t list, unit;        /* 0: any */
    const char *cls;           /* a class word, "waiting", "late_record", or "" */
    int64_t due_from, due_to;  /* 0: open end */
    const char *words;         /* folded search */
    int64_t on;                /* the day on which the class is asked; c->today as a rule */
    enum work_view view;
    int64_t after_due, after_id; /* the last row of the page before */
    int64_t limit;               /* at most 200 */
    int64_t measures;            /* rows that count as one of these; 0: tasks and pairs and parts */
};
MUST_USE bool work_find(struct ctx *c, const struct work_filter *f, obligations *ret);
MUST_USE bool work_parts(struct ctx *c, const struct obligation *o, obligations *ret);

/* ---- the clock: what a deadline's words mean ---- */

struct work_due {
    enum { DUE_DAY, DUE_NONE, DUE_REGULAR, DUE_MONTHLY, DUE_EVERY_DAYS, DUE_EVENT } kind;
    int64_t day;   /* the last day in time; 0: none */
    int64_t every; /* DUE_EVERY_DAYS: days; DUE_MONTHLY: day of the month */
};
/* "trước ngày 25/6/2025", "trong tháng 5/2026", "quý II/2026", "before 25 June 2025", "2026", "" ...
 * in Vietnamese, English or German; from: the day of assignment, for recurring ones.
 * "before X" takes X itself as the last day (practice; see docs/why). */
MUST_USE bool work_due_parse(struct ctx *c, const char *text, int64_t from, struct work_due *ret);
MUST_USE bool work_calendar(struct ctx *c, struct calendar *ret); /* from work_day_off, cached */

#endif
