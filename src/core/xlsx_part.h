/*
 * xlsx_part - the parts of a workbook: XML inside a ZIP, read as a stream within limits.
 *
 * A file of some megabytes can unpack to terabytes. What is unpacked is counted over all
 * parts, nothing is unpacked that is not asked for, document types and with them entities
 * are refused, and nothing is fetched from anywhere. Private to core/xlsx_read*.c.
 */
#ifndef CORE_XLSX_PART_H
#define CORE_XLSX_PART_H

#include "core/buf.h"
#include "core/ctx.h"

struct zip;
struct xlsx_zip {
    struct ctx *c;
    struct zip *z;
    uint64_t unpacked;
};
/* The ZIP lies in memory and must live as long as c's arena. */
MUST_USE bool xlsx_zip_open(struct ctx *c, struct bytes file, struct xlsx_zip *ret);

struct xlsx_part;
/* *ret is NULL when there is no such part. Closed with the arena. */
MUST_USE bool xlsx_part_open(struct xlsx_zip *z, const char *name, struct xlsx_part **ret);
/* On to the next beginning of an element: 1; 0 at the end, -1 with a failure. */
int xlsx_part_next(struct xlsx_part *p);
bool xlsx_part_is(const struct xlsx_part *p, const char *name); /* without its namespace */
int xlsx_part_depth(const struct xlsx_part *p);
/* Into to, which has room for so many bytes; "" when absent or too long. */
const char *xlsx_part_attr(const struct xlsx_part *p, const char *name, char *to, size_t room);
const char *xlsx_part_id(const struct xlsx_part *p, char *to, size_t room); /* r:id */
/* The text of the present element up to its end, without the elements in it, added to out. */
MUST_USE bool xlsx_part_text(struct xlsx_part *p, struct buf *out);
bool xlsx_damaged(struct ctx *c, const char *detail); /* fails */

#endif
