/*
 * work_state - from a history to the state on any day. Private to the slice.
 *
 * Two things change over time: the deadline, and whether it is done (with opened and
 * withdrawn). Within each the order of recording decides: an event that was recorded
 * after another never takes effect before it. So the state after the last event is the
 * same in both views, and is what the row of the obligation says.
 */
#ifndef WORK_WORK_STATE_H
#define WORK_WORK_STATE_H

#include "common/unit/unit.h"
#include "common/work/work.h"

enum { WORK_NO_DUE = 1000000 }; /* in the column due: none, so that those come last */

struct work_fact { /* an event, without its words */
    enum work_event_type type;
    int64_t recorded, effective, due;
};
typedef LIST(struct work_fact) work_facts;

struct work_state {
    bool opened, withdrawn;
    int64_t due, done; /* 0: none */
};

/* From this day on until the next step it is in this class; -1: it is not counted. */
struct work_step {
    int64_t day;
    int cls;
};

bool work_event_counts(enum work_event_type t); /* can it change a class? */
struct work_state work_state_on(struct ctx *c, const work_facts *f, enum work_view v, int64_t on);
int work_state_class(const struct work_state *s, int64_t on); /* -1: not counted */
/* All changes of class, oldest first; ret has room for 2 * f->n + 1. */
size_t work_steps(struct ctx *c, const work_facts *f, enum work_view v, struct work_step *ret);
/* The day from which no event changes the state any more, in both views. */
int64_t work_last_change(struct ctx *c, const work_facts *f);

/* ---- rows and events (work_write.c); in a write ---- */

/* To be changed: nobody else changes it, or what it is a part of, until the commit. */
MUST_USE bool work_load(struct ctx *c, int64_t id, struct obligation *ret);
/* The same for the parent or a part of one that was loaded so. */
MUST_USE bool work_load_key(struct ctx *c, int64_t tenant, int64_t id, struct obligation *ret);
MUST_USE bool work_load_parts(struct ctx *c, int64_t parent, obligations *ret);
MUST_USE bool work_last_product(struct ctx *c, int64_t parent, int64_t *ret_day);
MUST_USE bool work_last_event(struct ctx *c, const struct obligation *o, struct work_event *ret);
/* Writes a new obligation with its first event. */
MUST_USE bool work_write_new(struct ctx *c, struct obligation *o, const struct work_event *e);
/* Only a row, or an event, as it is told. */
MUST_USE bool work_add_row(struct ctx *c, const struct obligation *o);
MUST_USE bool work_add_event(struct ctx *c, const struct obligation *o, const struct work_event *e);
/* Writes what an event has made of it: row, event, seal, tallies. Counts its version up. */
MUST_USE bool work_write_event(struct ctx *c, struct obligation *o, const struct work_event *e);
/* A part has come, gone or been done: the row only, without an event. */
MUST_USE bool work_write_parts(struct ctx *c, const struct obligation *o);
MUST_USE bool work_write_party(struct ctx *c, const struct obligation *o, int64_t unit,
                               const char *role);

/* All events in the order in which they were written. */
MUST_USE bool work_events_of(struct ctx *c, const struct obligation *o, work_events *ret);

/* The words to find it by; those of its creditor alone, when that is another one now. */
void work_gather_words(struct ctx *c, const struct obligation *o);
void work_gather_creditor(struct ctx *c, const struct obligation *o);

/* The tallies follow: notes what changes between two histories of an obligation. */
void work_tally_change(struct ctx *c, const struct obligation *o, const work_facts *before,
                       const work_facts *after);

/* The tallies of what lies above units that moved (work_moves.c); unit calls it in its write. */
MUST_USE bool work_units_moved(struct ctx *c, const struct unit_move *v, size_t n);

/* Writes at once what c has gathered, and forgets it: for the rebuilding of all. */
MUST_USE bool work_tally_write(struct ctx *c);
int64_t work_month_start(int64_t day); /* the first day of its month */

/* Where figures are read: a unit's rows with its tenant. */
struct work_place {
    int64_t tenant, unit;
};
typedef LIST(struct work_place) work_places;
/* The topmost units whose obligations the actor sees; unit 0: wherever, else this one. */
MUST_USE bool work_places_seen(struct ctx *c, int64_t unit, work_places *ret);
/* The root bodies that have figures. */
MUST_USE bool work_places_all(struct ctx *c, work_places *ret);

/* What is read, and into which row it counts: `times` it (1, or -1 for what counts elsewhere). */
struct work_share {
    struct work_place at;
    int64_t times, row;
    bool attributed;
};
typedef LIST(struct work_share) work_shares;
/* By the units of the day q->units; apart: in rows, else all of them as one, row 0. */
MUST_USE bool work_shares_of(struct ctx *c, const struct work_question *q, bool apart,
                             work_shares *ret);

extern const struct sealed work_obligation_sealed, work_event_sealed, work_party_sealed,
    work_list_sealed, work_day_off_sealed, work_passing_sealed;
void work_calendar_stop(struct app *app);
MUST_USE bool work_day_command(struct ctx *c, int argc, char **argv);
MUST_USE bool work_check(struct ctx *c, struct buf *report);
MUST_USE bool work_rebuild(struct ctx *c, int argc, char **argv);

/* A row of a statement of @work_columns as an obligation. */
#define WORK_COPY(o, r)                                                         \
    (*(o) = (struct obligation){ .tenant = (r)->tenant,                         \
                                 .id = (r)->id,                                 \
                                 .parent = (r)->parent,                         \
                                 .parent_tenant = (r)->parent_tenant,           \
                                 .kind = (r)->kind,                             \
                                 .list = (r)->list,                             \
                                 .owner = (r)->owner,                           \
                                 .creditor = (r)->creditor,                     \
                                 .measures = (r)->measures,                     \
                                 .title = (r)->title,                           \
                                 .title_en = (r)->title_en,                     \
                                 .title_de = (r)->title_de,                     \
                                 .due_text = (r)->due_text,                     \
                                 .working_days = (r)->working_days,             \
                                 .opened = (r)->opened,                         \
                                 .due = (r)->due == WORK_NO_DUE ? 0 : (r)->due, \
                                 .reported = (r)->reported,                     \
                                 .product_day = (r)->product_day,               \
                                 .done = (r)->done,                             \
                                 .done_known = (r)->done_known,                 \
                                 .withdrawn = (r)->withdrawn,                   \
                                 .reopened = (r)->reopened,                     \
                                 .asked_due = (r)->asked_due,                   \
                                 .received = (r)->received,                     \
                                 .extensions = (r)->extensions,                 \
                                 .returns = (r)->returns,                       \
                                 .moves = (r)->moves,                           \
                                 .parts = (r)->parts,                           \
                                 .parts_done = (r)->parts_done,                 \
                                 .settled = (r)->settled,                       \
                                 .version = (r)->version,                       \
                                 .key_due = (r)->due })

#endif
