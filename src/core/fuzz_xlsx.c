#include "core/fuzz.h"
#include "core/text.h"
#include "core/xlsx.h"
#include "core/xlsx_made.h"

/* A ZIP as it is; or the XML of sheet, strings, styles and workbook, parted by the byte 1,
 * put into a sound ZIP: its checksums would keep all else from the parser. What is read is
 * clean text in lines of one width, and is the same after it was kept. */

static struct bytes made(struct ctx *c, const char *s)
{
    struct made_book m = { 0 };
    const char **part[] = { &m.sheet, &m.strings, &m.styles, &m.book };

    for (size_t i = 0; i < COUNT(part); i++) {
        size_t n = strcspn(s, "\1");

        if (n)
            *part[i] = arena_strndup(c->arena, s, n);
        s += n + (s[n] != '\0');
    }
    return made_workbook(c, &m);
}

static void check_kept(struct ctx *c, const csv_lines *lines)
{
    csv_lines again = { 0 };

    ASSERT(csv_kept(c, csv_keep(c, lines), 1000, &again));
    ASSERT(again.n == lines->n);
    for (size_t i = 0; i < again.n; i++) {
        ASSERT(again.v[i].line == lines->v[i].line && again.v[i].n == lines->v[0].n);
        ASSERT(i == 0 || again.v[i].line > again.v[i - 1].line);
        for (size_t k = 0; k < again.v[i].n; k++)
            ASSERT(strcmp(again.v[i].field[k], lines->v[i].field[k]) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    struct bytes file = { p, n };
    struct xlsx_wish wish = { "", 1000 };
    struct xlsx_table t = { 0 };

    if (!xlsx_is_one(file))
        file = made(&c, fuzz_text(&c, p, n));
    if (xlsx_read(&c, file, &wish, &t)) {
        ASSERT(*t.sheet && text_valid(t.sheet, strlen(t.sheet)));
        check_kept(&c, &t.lines);
    } else {
        ASSERT(c.err.kind == ERR_INPUT && c.err.message);
    }
    arena_free(&c.arena);
    return 0;
}
