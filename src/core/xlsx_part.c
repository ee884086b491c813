#include "core/xlsx_part.h"

#include <libxml/xmlreader.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <zip.h>

#include "core/text.h"

enum { PARTS_MAX = 4000, TEXT_MAX = 256 * 1024 };
static const uint64_t UNPACKED_MAX = (uint64_t)128 << 20;

struct xlsx_part {
    struct xlsx_zip *zip;
    zip_file_t *file;
    xmlTextReaderPtr x;
};

bool xlsx_damaged(struct ctx *c, const char *detail)
{
    return fail_at(c, ERR_INPUT, detail, __FILE__, __LINE__,
                   "the workbook cannot be read; open it in a spreadsheet program, save it as "
                   "XLSX and try again");
}

static void discard(void *z)
{
    zip_discard(z);
}

bool xlsx_zip_open(struct ctx *c, struct bytes file, struct xlsx_zip *ret)
{
    zip_error_t e;

    zip_error_init(&e);
    zip_source_t *source = zip_source_buffer_create(file.p, file.n, 0, &e);
    zip_t *z = source ? zip_open_from_source(source, ZIP_RDONLY, &e) : NULL;
    zip_error_fini(&e);
    if (!z) {
        if (source)
            zip_source_free(source);
        return xlsx_damaged(c, "no ZIP");
    }
    arena_on_free(c->arena, discard, z);
    *ret = (struct xlsx_zip){ .c = c, .z = z };
    return zip_get_num_entries(z, 0) <= PARTS_MAX || xlsx_damaged(c, "too many parts");
}

/* ---- parts ---- */

static int read_part(void *arg, char *to, int room)
{
    struct xlsx_part *p = arg;
    zip_int64_t n = zip_fread(p->file, to, (zip_uint64_t)room);

    if (n < 0) {
        xlsx_damaged(p->zip->c, "a part is torn");
        return -1;
    }
    p->zip->unpacked += (uint64_t)n;
    if (p->zip->unpacked > UNPACKED_MAX) {
        fail(p->zip->c, ERR_INPUT, "the workbook unpacks to more than %d MB; import it in parts",
             (int)(UNPACKED_MAX >> 20));
        return -1;
    }
    return (int)n;
}

static int close_part(void *arg)
{
    struct xlsx_part *p = arg;

    zip_fclose(p->file);
    return 0;
}

static void free_reader(void *x)
{
    xmlFreeTextReader(x); /* and closes the part */
}

/* One line of it would go to standard error for each fault. */
static void be_silent(void *arg, const char *text, xmlParserSeverities severity,
                      xmlTextReaderLocatorPtr at)
{
    (void)arg, (void)text, (void)severity, (void)at;
}

bool xlsx_part_open(struct xlsx_zip *z, const char *name, struct xlsx_part **ret)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct xlsx_part *p = NEW(z->c->arena, struct xlsx_part);

    pthread_once(&once, xmlInitParser);
    *ret = NULL;
    p->zip = z;
    zip_int64_t at = zip_name_locate(z->z, name, 0);
    if (at < 0)
        return true;
    p->file = zip_fopen_index(z->z, (zip_uint64_t)at, 0);
    if (!p->file)
        return xlsx_damaged(z->c, "a part is packed in an unusual way");
    p->x = xmlReaderForIO(read_part, close_part, p, name, NULL,
                          XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    ASSERT(p->x);
    xmlTextReaderSetErrorHandler(p->x, be_silent, NULL);
    arena_on_free(z->c->arena, free_reader, p->x);
    *ret = p;
    return true;
}

/* ---- reading ---- */

static int step(struct xlsx_part *p)
{
    struct ctx *c = p->zip->c;
    int rc = xmlTextReaderRead(p->x);

    if (c->err.kind)
        return -1;
    if (rc < 0 || (rc == 1 && xmlTextReaderNodeType(p->x) == XML_READER_TYPE_DOCUMENT_TYPE)) {
        xlsx_damaged(c, rc < 0 ? "not well-formed" : "a document type");
        return -1;
    }
    return rc;
}

int xlsx_part_next(struct xlsx_part *p)
{
    int rc;

    do
        rc = step(p);
    while (rc == 1 && xmlTextReaderNodeType(p->x) != XML_READER_TYPE_ELEMENT);
    return rc;
}

bool xlsx_part_is(const struct xlsx_part *p, const char *name)
{
    const xmlChar *local = xmlTextReaderConstLocalName(p->x);

    return local && strcmp((const char *)local, name) == 0;
}

int xlsx_part_depth(const struct xlsx_part *p)
{
    return xmlTextReaderDepth(p->x);
}

static const char *take(xmlChar *value, char *to, size_t room)
{
    if (!value || (size_t)snprintf(to, room, "%s", (const char *)value) >= room)
        to[0] = '\0';
    xmlFree(value);
    return to;
}

const char *xlsx_part_attr(const struct xlsx_part *p, const char *name, char *to, size_t room)
{
    return take(xmlTextReaderGetAttribute(p->x, (const xmlChar *)name), to, room);
}

const char *xlsx_part_id(const struct xlsx_part *p, char *to, size_t room)
{
    /* ISO/IEC 29500: transitional, strict */
    static const char *const space[] = {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    };
    xmlChar *value = NULL;

    for (size_t i = 0; !value && i < COUNT(space); i++)
        value = xmlTextReaderGetAttributeNs(p->x, (const xmlChar *)"id", (const xmlChar *)space[i]);
    return take(value, to, room);
}

bool xlsx_part_text(struct xlsx_part *p, struct buf *out)
{
    int depth = xmlTextReaderDepth(p->x), rc;

    if (xmlTextReaderIsEmptyElement(p->x))
        return true;
    while ((rc = step(p)) == 1) {
        int type = xmlTextReaderNodeType(p->x);

        if (type == XML_READER_TYPE_END_ELEMENT && xmlTextReaderDepth(p->x) == depth)
            return true;
        if (type != XML_READER_TYPE_TEXT && type != XML_READER_TYPE_CDATA &&
            type != XML_READER_TYPE_SIGNIFICANT_WHITESPACE && type != XML_READER_TYPE_WHITESPACE)
            continue;
        buf_text(out, (const char *)xmlTextReaderConstValue(p->x));
        if (out->n > TEXT_MAX)
            return fail(p->zip->c, ERR_INPUT, "a cell of the workbook holds more than a page");
    }
    return rc == 0 ? xlsx_damaged(p->zip->c, "no end") : false;
}
