/*
 * demo - the building of the demo: real documents and published totals, filled-in progress.
 *
 * On 2025-08-28, as known on that day, the two lists have the published figures (press of
 * that day; docs/why/demo.md): NQ71 330 tasks, 90 done (65 on time, 25 late), 4 overdue;
 * KLTW 322, 136 done, 30 overdue; 12 overdue at the Ministry of Finance; 27 open with a
 * deadline in August 2025. On 2025-07-31 NQ71 has the 12 done late and 21 overdue of that
 * day's report, agency by agency. Which task stood how is known to nobody outside:
 * leads, deadlines and histories are made, the same each time. Titles of Notice 315 are told
 * in own words; tasks that no source names are titled by list and number and marked so.
 */
#ifndef TASK_DEMO_H
#define TASK_DEMO_H

#include "systems/task/task.h"

/* ---- chance that is the same each time ---- */

struct dice {
    uint64_t state;
};
int64_t task_demo_dice(struct dice *d, int64_t from, int64_t to); /* both included */
bool task_demo_one_in(struct dice *d, int64_t n);
int64_t task_demo_working(int64_t d, int step); /* d, or the next (1) or last (-1) day of work */

/* ---- what shall have become of something on 28 August 2025 ---- */

enum demo_end {
    DEMO_OPEN,     /* not yet due, or without deadline */
    DEMO_EXTENDED, /* was overdue on 31 July, got a new deadline in August */
    DEMO_OVERDUE,
    DEMO_DONE,          /* on time; without a deadline: just done */
    DEMO_DONE_LATE,     /* known by 31 July when due before it */
    DEMO_DONE_IN_AUGUST /* late, and known only in August */
};

/* One obligation of one agency. */
struct demo_share {
    const char *lead; /* code */
    enum demo_end end;
    bool unrecorded; /* done before 28 August, recorded after it */
    int64_t id;      /* of the obligation, once opened */
};
typedef LIST(struct demo_share) demo_shares;

struct demo_task {
    const char *list, *number;
    int64_t source;
    const char *title, *title_en, *title_de;
    const char *lead, *coordinating, *authority, *result, *due_text, *creditor;
    int64_t opened, due; /* due 0: none */
    const char *product; /* known from a source; NULL: made */
    int64_t product_day;
    bool filled_in;
    demo_shares shares; /* one, or one for each agency */
};
typedef LIST(struct demo_task *) demo_tasks;

/* Put the tasks together: 19 of Notice 315; the registers. */
MUST_USE bool task_demo_notice(struct ctx *c, int64_t source, demo_tasks *ret);
MUST_USE bool task_demo_registers(struct ctx *c, int64_t nq71, int64_t kltw, demo_tasks *ret);
const char *task_demo_due_text(struct ctx *c, struct dice *d, int64_t due);
/* "Bộ Tài chính; UBND tỉnh Thanh Hóa" as annex tables write it. */
const char *task_demo_lead_words(struct ctx *c, const demo_shares *s);

/* ---- people ---- */

struct demo_people {
    int64_t overseer, btc_head, btc, bkhcn, hanoi, badinh;
    int64_t register_; /* for agencies without demo people */
    struct actor assigner;
};
/* The actor that does something for a unit. */
struct actor task_demo_actor(struct ctx *c, const struct demo_people *p, int64_t unit);

/* ---- playing it ---- */

/* A part that an agency hands on below. */
struct demo_part {
    const char *below; /* code of the unit that gets it */
    int64_t due;
    int64_t id; /* once it is opened */
};

/* One event, or the opening, at its place in the timeline. */
struct demo_step {
    int64_t day, order; /* on which it is recorded; as generated */
    struct demo_task *task;
    size_t share;
    bool opens, splits;
    struct demo_part *part;    /* that is split off, or that the event is of; NULL: of the share */
    struct work_change change; /* id is filled in when it is played */
};
typedef LIST(struct demo_step) demo_steps;
/* The life of one share, up to its end. */
void task_demo_life(struct ctx *c, struct dice *d, struct demo_task *t, size_t share,
                    demo_steps *ret);

/* Opens all and plays their histories, day by day. */
MUST_USE bool task_demo_play(struct ctx *c, const struct demo_people *p, const demo_tasks *all,
                             bool show); /* show: how far it is */

enum { DEMO_LISTED = 652 };
int64_t task_demo_today(void); /* 2025-08-28, the day of the published figures */
int64_t task_demo_clock(void); /* 2025-09-12: by then all is recorded that was done by that day */
bool task_demo_start(struct ctx *c);
bool task_demo_command(struct ctx *c, int argc, char **argv);
/* The whole demo, as one write. address: path of the list of provinces and communes. */
MUST_USE bool task_demo_build(struct ctx *c, const char *address, bool show);

#endif
