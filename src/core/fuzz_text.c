#include "core/fuzz.h"
#include "core/html.h"
#include "core/html_check.h"
#include "core/text.h"

/* Clean text is valid, stays as it is when cleaned again, and can be folded, asked for and shown.
 */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    const char *s, *again, *part[5];

    if (text_clean(c.arena, (const char *)p, n, &s)) {
        struct buf page = { .arena = c.arena };

        ASSERT(text_valid(s, strlen(s)));
        ASSERT(text_clean(c.arena, s, strlen(s), &again) && strcmp(s, again) == 0);
        const char *folded = text_fold(c.arena, s);
        ASSERT(strlen(folded) <= strlen(s) && text_valid(folded, strlen(folded)));
        ASSERT(strcmp(text_fold(c.arena, folded), folded) == 0);
        text_query(&c, s);
        ASSERT(text_cmp_vi(s, folded) == -text_cmp_vi(folded, s) || strcmp(s, folded) == 0);
        text_split(c.arena, s, ' ', part, COUNT(part));
        buf_text(&page, "<p title=\"");
        html_text((struct html){ &page }, s);
        buf_text(&page, "\"><a href=\"/");
        html_path((struct html){ &page }, s);
        buf_text(&page, "\">x");
        html_text((struct html){ &page }, s);
        buf_text(&page, "</a></p>");
        ASSERT(*html_check(c.arena, buf_str(&page)) == '\0');
    }
    arena_free(&c.arena);
    return 0;
}
