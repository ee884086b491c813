/* xlsx_made - workbooks made by hand of their parts; for the tests and the fuzzing of xlsx_read().
 */
#ifndef CORE_XLSX_MADE_H
#define CORE_XLSX_MADE_H

#include <string.h>
#include <zip.h>

#include "core/ctx.h"

struct made_part {
    const char *name, *text; /* name NULL: the last */
};

static inline struct bytes made_bytes(struct ctx *c, zip_source_t *source)
{
    ASSERT(zip_source_open(source) == 0 && zip_source_seek(source, 0, SEEK_END) == 0);
    size_t n = (size_t)zip_source_tell(source);
    char *p = arena_alloc(c->arena, n + 1);

    ASSERT(zip_source_seek(source, 0, SEEK_SET) == 0);
    ASSERT((size_t)zip_source_read(source, p, n) == n);
    zip_source_close(source);
    zip_source_free(source);
    return (struct bytes){ p, n };
}

static inline struct bytes made_zip(struct ctx *c, const struct made_part *part)
{
    zip_error_t e;

    zip_error_init(&e);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &e);
    ASSERT(source);
    zip_source_keep(source);
    zip_t *z = zip_open_from_source(source, ZIP_TRUNCATE, &e);
    ASSERT(z);
    for (; part->name; part++) {
        zip_source_t *text = zip_source_buffer(z, part->text, strlen(part->text), 0);

        ASSERT(text && zip_file_add(z, part->name, text, ZIP_FL_ENC_UTF_8) >= 0);
    }
    ASSERT(zip_close(z) == 0);
    zip_error_fini(&e);
    return made_bytes(c, source);
}

#define MADE_LINKS(s)                                                                        \
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>" s \
    "</Relationships>"
#define MADE_TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* A whole workbook of one sheet; a part that is NULL is left out. */
struct made_book {
    const char *book, *styles, *strings, *sheet;
};

static inline struct bytes made_workbook(struct ctx *c, const struct made_book *m)
{
    struct made_part part[8] = {
        { "_rels/.rels", MADE_LINKS("<Relationship Id='r' Type='" MADE_TYPE "officeDocument' "
                                    "Target='xl/workbook.xml'/>") },
        { "xl/_rels/workbook.xml.rels",
          MADE_LINKS("<Relationship Id='s' Type='" MADE_TYPE "worksheet' "
                     "Target='worksheets/sheet1.xml'/>"
                     "<Relationship Id='b' Type='" MADE_TYPE "worksheet' "
                     "Target='/xl/worksheets/sheet2.xml'/>"
                     "<Relationship Id='t' Type='" MADE_TYPE "sharedStrings' "
                     "Target='sharedStrings.xml'/>"
                     "<Relationship Id='y' Type='" MADE_TYPE "styles' Target='styles.xml'/>") },
        { "xl/workbook.xml",
          m->book ? m->book
                  : "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/"
                    "relationships'><sheets><sheet name='Phụ lục' r:id='s'/></sheets></workbook>" },
    };
    size_t n = 3;

    if (m->styles)
        part[n++] = (struct made_part){ "xl/styles.xml", m->styles };
    if (m->strings)
        part[n++] = (struct made_part){ "xl/sharedStrings.xml", m->strings };
    if (m->sheet)
        part[n++] = (struct made_part){ "xl/worksheets/sheet1.xml", m->sheet };
    return made_zip(c, part);
}

#endif
