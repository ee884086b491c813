/*
 * xlsx - workbooks (Office Open XML, ISO/IEC 29500) out, by libxlsxwriter.
 *
 * A table of any size is written row by row in constant memory: the rows lie in files
 * under <data>/tmp until the workbook is made of them in xlsx_end(). For a million tasks
 * that is some 1.5 GB for a while, so only few are made at once. Texts are texts: what
 * begins with = is no formula. Days are days and numbers numbers, for sorting and counting.
 * The first row is bold, stays in sight and has filters. More rows than a sheet holds go
 * on in the next one, "Tasks (2)", under the same heads.
 */
#ifndef CORE_XLSX_H
#define CORE_XLSX_H

#include "core/ctx.h"

enum { XLSX_ROWS = 1048576, XLSX_AT_ONCE = 2 };

struct xlsx_column {
    const char *head;
    int width; /* in letters; from 40 on long texts are broken into lines */
};
struct xlsx_plan {
    const char *sheet; /* its name: at most 25 letters, none of []:*?/\ */
    const struct xlsx_column *column;
    size_t n;
    int64_t rows; /* of one sheet, 0: XLSX_ROWS; for tests */
};

struct xlsx;
/* All of plan lives as long as c's arena. Too many at once: ERR_BUSY. */
MUST_USE bool xlsx_begin(struct ctx *c, const struct xlsx_plan *plan, struct xlsx **ret);
/* The cells of a row from left to right. What is empty (a day: 0) takes its place, too. */
void xlsx_text(struct xlsx *x, const char *s);
void xlsx_number(struct xlsx *x, double n);
void xlsx_day(struct xlsx *x, int64_t d);
MUST_USE bool xlsx_row(struct xlsx *x); /* ends it; no room on the disk: ERR_FULL */
/* The complete file, which goes with the arena; so does all else after a failure. */
MUST_USE bool xlsx_end(struct xlsx *x, const char **ret_path);

#endif
