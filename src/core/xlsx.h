/*
 * xlsx - workbooks (Office Open XML, ISO/IEC 29500): out by libxlsxwriter, in by libzip.
 *
 * Out: a table of any size, row by row in constant memory. The rows lie in files under
 * <data>/tmp until the workbook is made of them in xlsx_end(). For a million tasks that is
 * some 1.5 GB for a while, so only few are made at once. Texts are texts: what begins with
 * = is no formula. Days are days and numbers numbers, for sorting and counting. The first
 * row is bold, stays in sight and has filters. More rows than a sheet holds go on in the
 * next one, "Tasks (2)", under the same heads.
 *
 * In: one sheet as rows of text, as csv_read() gives them. Days come as 2025-08-28, numbers
 * as short as they are, formulas as their last result, merged cells as the first of them;
 * hidden rows count, empty ones do not. What unpacks to too much is refused (xlsx_part.h).
 */
#ifndef CORE_XLSX_H
#define CORE_XLSX_H

#include "core/csv.h"

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

bool xlsx_is_one(struct bytes file); /* by its first bytes: a ZIP at least */
struct xlsx_wish {
    const char *sheet; /* its name; "": the first that is shown */
    size_t lines;      /* at most so many */
};
struct xlsx_table {
    const char *sheet; /* never "" */
    csv_lines lines;   /* numbered as the sheet's rows, from 1; the first field is column A */
};
/* The file must live as long as c's arena. A fault: ERR_INPUT, with sheet, row and column. */
MUST_USE bool xlsx_read(struct ctx *c, struct bytes file, const struct xlsx_wish *wish,
                        struct xlsx_table *ret);
const char *xlsx_letters(struct arena *a, size_t column); /* 0: A, 27: AB */

#endif
