/*
 * unit_dir - the directory in memory. Only for the files of this slice.
 *
 * One immutable snapshot in an arena of its own, counted: the app's slot holds one
 * count, and each arena that has looked something up one more, until it is freed. A
 * write that changes units drops its own pin, so it sees what it has written; others
 * see it after the commit.
 */
#ifndef UNIT_UNIT_DIR_H
#define UNIT_UNIT_DIR_H

#include "common/unit/unit_history.h"

/* A unit as it is from a day on (until the next one of the same id); newest first. */
struct unit_as {
    struct unit u;
    int64_t fact_from, fact_until; /* 0: still so */
    const char *words;             /* names and codes, folded, for searching */
    bool newest;
};
struct unit_code_entry {
    const char *system, *code; /* system "": a short code */
    int64_t unit, since, until;
};
/* A name by which a unit is found: folded, without what differs from table to table. */
struct unit_key {
    const char *key;
    uint32_t as; /* index in v */
};

struct unit_dir {
    struct arena *arena;
    _Atomic int users;
    int64_t revision, changes; /* of the database; of this process, see unit_dir_touch() */
    int64_t state;
    struct unit_as *v;
    size_t n;
    uint32_t *by_id, *by_code; /* open addressing: index + 1 */
    size_t mask_id, mask_code;
    uint32_t *child_at, *sibling; /* the first child, by the parent's newest; the next: index + 1 */
    struct unit_code_entry *codes;
    size_t n_codes;
    struct unit_key *keys; /* sorted */
    size_t n_keys;
    struct unit_change *history;     /* by from, day */
    const struct unit_change **into; /* the same by to, day */
    uint32_t *from_at, *into_at;     /* where a unit's begin in both, + 1; by its newest version */
    size_t n_history;
    const struct unit_as **order;        /* by name, made when first asked for */
    const struct gazette *gazette;       /* for reading addresses, likewise */
    const struct unit_change **recorded; /* newest first, likewise; see unit_feed.h */
    struct unit_heirs **heirs;           /* likewise, of each pair of days; see unit_heirs.h */
    size_t n_heirs;
    int64_t *turns; /* the days on which anything changes, sorted; likewise */
    size_t n_turns;
    int64_t cut[4]; /* the last days on which territory went from unit to unit, newest first */
};

/* When unit_succession.c looked last, and for which day and list; 0: never. */
struct unit_watch {
    _Atomic int64_t day, revision, next_ms;
};
struct unit_watch *unit_watch(struct ctx *c);

const struct unit_dir *unit_dir(struct ctx *c);
/* The same, to keep in it what is made when first asked for; until unit_dir_unlock(). */
struct unit_dir *unit_dir_lock(struct ctx *c);
void unit_dir_unlock(struct ctx *c);
/* In a write, after a change: it counts, for all once it is committed, in this work at once. */
MUST_USE bool unit_dir_change(struct ctx *c);
/* In a write that takes something back: what this work looks up from now on is read anew. */
void unit_dir_touch(struct ctx *c);
/* The unit as it was on a day (0: as it is now), NULL if it was not there. */
const struct unit *unit_dir_on(const struct unit_dir *d, int64_t id, int64_t on);
bool unit_dir_valid(const struct unit_as *a, int64_t on);
const struct unit_as *unit_dir_newest(const struct unit_dir *d, int64_t id); /* NULL: none */
/* Index + 1 of the first version below this parent, d->sibling of the next; 0: no more.
 * Parents that are not there share one chain: ask each for its parent. */
uint32_t unit_dir_first_child(const struct unit_dir *d, int64_t parent);
/* Codes that may be this one: from at on, until NULL. */
size_t unit_dir_code(const struct unit_dir *d, const char *code);
const struct unit_code_entry *unit_dir_code_at(const struct unit_dir *d, size_t at);
bool unit_dir_code_on(const struct unit_code_entry *e, int64_t on); /* 0: now */
/* The first of history whose from is this unit (of into, whose to it is); n_history: none. */
size_t unit_dir_first_change(const struct unit_dir *d, int64_t from);
size_t unit_dir_first_into(const struct unit_dir *d, int64_t to);
/* What the unit, as it is on the day since, belongs to on a later (or, back, on an earlier) one. */
struct unit_walk {
    bool back;
    int64_t since, on;
};
void unit_dir_walk(struct arena *a, const struct unit_dir *d, int64_t id,
                   const struct unit_walk *way, unit_parts *ret);
/* All of them, in the order of the alphabet. */
const struct unit_as *const *unit_dir_order(struct ctx *c);
/* How names are compared: no tone marks, no brackets, no "UBND". */
const char *unit_key_of(struct arena *a, const char *name);

bool unit_is_place(const struct unit *u); /* a province, district or commune; in unit_compare.c */
bool unit_dir_read(struct ctx *c, struct unit_dir *d); /* in unit_dir_read.c */
void unit_dir_find_cuts(struct unit_dir *d);           /* in unit_heirs.c */
size_t unit_dir_hash(const char *s);
bool unit_dir_start(struct ctx *c);
void unit_dir_stop(struct app *app);
bool unit_dir_tick(struct ctx *c);
bool unit_check(struct ctx *c, struct buf *report); /* in unit.c */

#endif
