/*
 * csv - RFC 4180, strictly in, streaming out.
 *
 * In: UTF-8 with or without BOM, CRLF or LF, comma or semicolon (found from the
 * header line), quoted fields. What is wrong is named with line and column.
 * Out: UTF-8 with BOM (for the spreadsheets of offices), CRLF; a field that a
 * spreadsheet would run as a formula (= + - @ tab first) is quoted with a leading '.
 */
#ifndef CORE_CSV_H
#define CORE_CSV_H

#include "core/web.h"

struct csv_line {
    int64_t line; /* number of its first line in the file, from 1 */
    size_t n;
    const char *const *field; /* cleaned text, in the arena */
};
typedef LIST(struct csv_line) csv_lines;

/* The whole file, at most max lines. All fields, also empty ones. A fault: ERR_INPUT. */
MUST_USE bool csv_read(struct ctx *c, const char *s, size_t n, size_t max, csv_lines *ret);

/* The lines of a table that came in another form, kept as text and back: the number of each
 * goes before its fields. */
const char *csv_keep(struct ctx *c, const csv_lines *lines);
MUST_USE bool csv_kept(struct ctx *c, const char *text, size_t max, csv_lines *ret);
/* A file of the disk, line by line, in memory that does not grow with it. Lines may differ in
 * their number of fields. The file is closed with the arena of c. */
struct csv_file;
MUST_USE bool csv_open(struct ctx *c, const char *path, struct csv_file **ret);
/* The next line, its fields in the arena of c, which may be another one for each line.
 * ret->n 0: that was all. */
MUST_USE bool csv_next(struct ctx *c, struct csv_file *f, struct csv_line *ret);

struct csv {
    struct buf *out;
    bool comma;
};
struct csv csv_doc(struct ctx *c, struct res *s, const char *filename); /* type, name, BOM */
void csv_text(struct csv *v, const char *s);
void csv_int(struct csv *v, int64_t n);
void csv_day(struct csv *v, int64_t d); /* empty for 0 */
void csv_end(struct csv *v);            /* of the line */

#endif
