/* The module. Files have no pages of their own: a record's page lists and sends them. */
#include "common/file/file.h"
#include "file_schema.h"

extern const struct sealed file_sealed; /* file.sql */
static const struct sealed *const sealed[] = { &file_sealed };

/* Sizes only; contents are read by `lienthong files --deep`. */
static bool check(struct ctx *c, struct buf *report)
{
    return file_check(c, false, report);
}

static const struct command commands[] = {
    { "files", "[--deep] [--remove]",
      "name stored contents that are missing, changed (--deep reads all) or of no record",
      file_command },
};

const struct module file_module = {
    .name = "file",
    LISTED(schema, file_schema),
    LISTED(sealed, sealed),
    LISTED(commands, commands),
    .check = check,
};
