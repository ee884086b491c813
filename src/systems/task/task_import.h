/*
 * task_import - an annex table in XLSX or CSV becomes tasks, whole or not at all.
 *
 * Above the heads there may be some lines, as the title of the annex has them.
 * The columns are found by the words of their heads, in Vietnamese, English or German; the
 * official ones are TT, task, lead, co-ordinating, result, deadline. Every line gets a
 * verdict before anything is written. A line whose place (annex, section, number) is already
 * there with the same content is passed over, so the same file twice changes nothing; with
 * other content it is refused: only a document may change a task.
 */
#ifndef TASK_TASK_IMPORT_H
#define TASK_TASK_IMPORT_H

#include "core/xlsx.h"
#include "systems/task/task_row.h"

enum task_column {
    COL_NUMBER,
    COL_TITLE,
    COL_LEAD,
    COL_COORDINATING,
    COL_RESULT,
    COL_DUE_TEXT,
    COL_DUE,
    COL_PERSON,
    COL_AUTHORITY,
    COL_ANNEX,
    COL_SECTION,
    COL_TITLE_EN,
    COL_TITLE_DE,
    COLUMNS
};
enum { TASK_IMPORT_LINES = 50000, TASK_IMPORT_TASKS = 50000 };
extern const char *const task_column_names[COLUMNS]; /* for people: keys of the catalogue */

struct task_import { /* what is asked for once, for all lines */
    int64_t id, account, at_ms, source, creditor, opened, done_ms, added;
    const char *authority, *name;
    const char *csv;   /* the file, or what csv_keep() made of a sheet */
    const char *sheet; /* its name; "": the file was CSV */
};

enum task_verdict { LINE_NEW, LINE_SAME, LINE_HEAD, LINE_REFUSED };
struct task_fault { /* in a line, at a column (COLUMNS: the line as a whole) */
    int64_t line;
    enum task_column column;
    const char *reason;
};
struct task_import_line {
    int64_t line;
    enum task_verdict verdict;
    struct task_draft draft;
    struct task_plan plan;
};
struct task_report {
    struct task_source source;
    const char *sheet;         /* as in struct task_import */
    const char *head[COLUMNS]; /* the head found for each column; NULL: none */
    size_t at[COLUMNS];        /* its place, from 0 */
    LIST(struct task_import_line) lines;
    LIST(struct task_fault) faults;
    size_t n_new, n_same, n_refused;
};

/* Judges all lines; writes nothing. A file that is no table at all, or makes too many tasks:
 * ERR_INPUT at "file". */
MUST_USE bool task_import_judge(struct ctx *c, const struct task_import *m,
                                struct task_report *ret);
/* In a write: judges again, and carries out all or nothing. */
MUST_USE bool task_import_carry_out(struct ctx *c, int64_t id, struct task_report *ret);
MUST_USE bool task_import_add(struct ctx *c, struct task_import *m);
MUST_USE bool task_import_get(struct ctx *c, int64_t id, struct task_import *ret);

/* Which column is this head? COLUMNS: none that is known. */
enum task_column task_column_of(struct ctx *c, const char *head);

#endif
