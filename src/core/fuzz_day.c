#include "core/day.h"
#include "core/fuzz.h"
#include "core/text.h"
#include "core/tr.h"

/* A day and a number have one spelling each; a header of languages gives one of ours. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    const char *s = fuzz_text(&c, p, n), *lang = tr_lang_match(s);
    int64_t v;

    if (day_parse(s, &v)) {
        ASSERT(strcmp(day_text(c.arena, v), s) == 0);
        struct civil k = day_civil(v);
        ASSERT(day(k.year, k.month, k.mday) == v);
    }
    if (int_parse(s, &v))
        ASSERT(strcmp(arena_printf(c.arena, "%lld", (long long)v), s) == 0);
    ASSERT(text_is(lang, tr_langs));
    arena_free(&c.arena);
    return 0;
}
