/*
 * task - tasks that a government assigns ("nhiệm vụ"): sources, the six clear fields, life.
 *
 * A source (resolution, directive, conclusion notice, plan) has clauses with a stable
 * reference - annex, section, number - and a clause gives tasks. A task is an
 * obligation of the work kernel (the same id) with the six clear fields that the
 * Government asks of each assignment ("6 rõ"): person, work, responsibility (lead and
 * co-ordinating), authority (to whom), time, result. None may be empty.
 *
 * A task of one lead agency is one obligation. Given to several, or to a class ("Các
 * bộ, cơ quan ngang bộ"), it is a parent with a part for each agency, done when every
 * part is (Decision 42/2014/QĐ-TTg as practised: figures count tasks and agencies
 * separately). Only the assigner recognises; what is only reported is not done.
 *
 * Who may: the lead's officer and head report, its head asks for extensions and
 * splits; the creditor's head or overseer recognises, returns, extends, withdraws.
 * All changes here run in a write and go through work_apply().
 */
#ifndef TASK_TASK_H
#define TASK_TASK_H

#include "common/unit/unit.h"
#include "common/work/work.h"

extern const struct module task_module;

/* ---- sources ---- */

struct task_source {
    int64_t id, issued, issuer, list; /* issuer: a unit; list: of work_list, 0: none */
    const char *kind;                 /* "resolution" "directive" "conclusion" "plan" */
    const char *number;               /* 71/NQ-CP */
    const char *title, *title_en, *title_de;
};
typedef LIST(struct task_source) task_sources;
MUST_USE bool task_source_add(struct ctx *c, const struct task_source *d, int64_t *ret_id);
MUST_USE bool task_source_get(struct ctx *c, int64_t id, struct task_source *ret);
/* Newest first, at most 100; after: the last id of the page before, 0 at first. */
MUST_USE bool task_source_find(struct ctx *c, int64_t after, task_sources *ret);
const char *task_source_title(struct ctx *c, const struct task_source *s); /* in c->lang */

/* ---- a task ---- */

struct task {
    struct obligation o;
    int64_t source, clause, position; /* 0: no document; its place in the annex table */
    const char *annex, *section, *number;
    const char *person, *authority, *result;
    const char *leads, *coordinating; /* the literal words of the document */
    int64_t content;                  /* fingerprint of the imported line; 0: by hand */
    bool filled_in;                   /* no source gives its wording: titled by list and number */
    int64_t replaces, replaced_by;    /* of the same reference, before and after an amendment */
};
MUST_USE bool task_get(struct ctx *c, int64_t id, struct task *ret); /* if it may be seen */
const char *task_title(struct ctx *c, const struct obligation *o);   /* in c->lang */

/* ---- assigning ---- */

struct task_draft {
    int64_t source;                       /* 0: by no document */
    const char *annex, *section, *number; /* reference in it; number "" : the next free one */
    const char *list;                     /* code of the list; "" : the source's, or none */
    const char *title, *title_en, *title_de;
    const char *lead;         /* codes, names or a class; one per line or parted by ';' */
    const char *coordinating; /* the same; words that name no unit stay as words */
    const char *person;       /* responsible */
    const char *creditor;     /* code or name of the unit that assigns and recognises */
    const char *authority;    /* to whom the result goes, "Prime Minister" */
    const char *result;
    const char *due_text; /* literal words; the day is computed from them ... */
    int64_t due;          /* ... unless it is given */
    int64_t opened;       /* day; 0: today */
    bool filled_in;
};
/* Checks everything, all mistakes at once (fields named as above). */
MUST_USE bool task_assign(struct ctx *c, const struct task_draft *d, struct obligation *ret);
/* The same without writing: what a dry run needs. */
MUST_USE bool task_check(struct ctx *c, const struct task_draft *d);

/* ---- life ---- */

enum task_verb {
    /* by the unit that owes it */
    TASK_RECEIVE,
    TASK_NOTE,
    TASK_REPORT,
    TASK_ASK_EXTENSION,
    TASK_SPLIT,
    /* by the unit to which it is owed */
    TASK_RECOGNISE,
    TASK_RETURN,
    TASK_EXTEND,
    TASK_REFUSE_EXTENSION,
    TASK_WITHDRAW,
    TASK_REOPEN,
    TASK_AMEND,
    /* by both */
    TASK_COMMENT,
    TASK_ATTACH,
    TASK_VERBS
};
struct task_act {
    int64_t id, version;
    int64_t day;                                /* the day on which it really happened; 0: today */
    int64_t due;                                /* extension: the new day */
    const char *due_text;                       /* its words; "" : the day itself */
    const char *text;                           /* reason, note, comment */
    const char *next_step, *obstacle, *product; /* product: number of the document */
    const char *decision; /* of an extension: "approve" "refuse"; pages only */
    int64_t file;
};
/* receive, note, report, recognise, return, extension ..., comment: one step of its life. */
MUST_USE bool task_do(struct ctx *c, enum task_verb v, const struct task_act *a,
                      struct obligation *ret);
/* May this person do this now? Else why not, as a key of the catalogue; NULL: yes. */
const char *task_refuses(struct ctx *c, const struct task *t, enum task_verb v);
/* The same as a failure: ERR_DENIED or ERR_CONFLICT. */
MUST_USE bool task_allow(struct ctx *c, const struct task *t, enum task_verb v);

/* Cascade: the body that owes splits its task; a part belongs to a unit below it. */
struct task_part {
    int64_t id, version;
    const char *title, *unit, *person, *result, *due_text;
    const char *title_en, *title_de; /* NULL: none */
    int64_t due;
};
MUST_USE bool task_split(struct ctx *c, const struct task_part *p, int64_t *ret_id);

/* Another document changes lead, co-ordinating, result or deadline of a reference
 * (NULL or "": stays). A new lead gives a new task that replaces this one; *ret_id is
 * the task that is valid from then on. */
struct task_amend {
    int64_t id, version, source, day;
    const char *place; /* article of the amending document */
    const char *lead, *coordinating, *result, *due_text;
    int64_t due;
};
MUST_USE bool task_amend(struct ctx *c, const struct task_amend *a, int64_t *ret_id);

/* ---- the demo ---- */

/* A demo's clock stands still: in a database that has one, sets c->today. The overview
 * opens on *ret_opens, the day of the published figures (0: no demo); what was recorded
 * after that day is the difference between the two views. */
MUST_USE bool task_clock(struct ctx *c, int64_t *ret_opens);
MUST_USE bool task_set_demo(struct ctx *c, int64_t opens, int64_t clock);

#endif
