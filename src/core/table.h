/*
 * table - a table that goes out as a file, in the form that the address asks for.
 *
 *   .csv    streamed as it is made; heads and states as words for programs
 *   .xlsx   sent when it is whole; heads and states in the person's language
 *
 * A page names its columns once and then writes row after row; which form it will be is
 * not its business. Constant memory: rows are made in an arena of their own, see below.
 */
#ifndef CORE_TABLE_H
#define CORE_TABLE_H

#include "core/web.h"

#define TABLE_XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

struct table_column {
    const char *head; /* key of the catalogue */
    const char *word; /* the head in CSV; NULL: as for people */
    int width;        /* in letters */
};
struct table_plan {
    const char *file;  /* "tasks": tasks.csv, tasks.xlsx */
    const char *sheet; /* key of the catalogue */
    const struct table_column *column;
    size_t n;
};

bool table_asked(const struct req *q); /* is this answer a table, of any size? */

struct table;
MUST_USE bool table_begin(struct ctx *c, const struct req *q, struct res *s,
                          const struct table_plan *plan, struct table **ret);
/* The cells of a row from left to right; their texts may go after table_row(). */
void table_text(struct table *t, const char *s);
void table_number(struct table *t, const char *s); /* a number if it is one: "7", but not "007" */
void table_word(struct table *t, const char *word, const char *name); /* for programs, for people */
void table_day(struct table *t, int64_t d);                           /* 0: empty */
MUST_USE bool table_row(struct table *t);
MUST_USE bool table_end(struct table *t);

#endif
