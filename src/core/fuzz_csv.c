#include "core/csv.h"
#include "core/fuzz.h"

/* What is read, written and read again is the same. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    csv_lines lines = { 0 }, again = { 0 };
    struct res s = { .body.arena = c.arena };

    if (csv_read(&c, (const char *)p, n, 1000, &lines)) {
        struct csv v = csv_doc(&c, &s, "x.csv");

        for (size_t i = 0; i < lines.n; i++) {
            for (size_t k = 0; k < lines.v[i].n; k++)
                csv_text(&v, lines.v[i].field[k]);
            csv_end(&v);
        }
        ASSERT(csv_read(&c, s.body.p, s.body.n, 1000, &again));
        /* A line of one empty field is an empty line, and those are not lines. */
        ASSERT(again.n == lines.n);
        for (size_t i = 0; i < lines.n; i++) {
            ASSERT(again.v[i].n == lines.v[i].n);
            for (size_t k = 0; k < lines.v[i].n; k++)
                ASSERT(strcmp(again.v[i].field[k], lines.v[i].field[k]) == 0);
        }
    } else {
        ASSERT(c.err.kind == ERR_INPUT && c.err.message);
    }
    arena_free(&c.arena);
    return 0;
}
