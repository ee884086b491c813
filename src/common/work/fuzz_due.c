#include "common/work/work.h"
#include "common/work/work_clock.h"
#include "core/fuzz.h"
#include "core/text.h"

/* Working days are counted with the calendar of a database; there is none here. */
static bool needs_calendar(struct ctx *c, const char *s)
{
    const char *folded = text_fold(c->arena, s);

    return strstr(folded, "working") || strstr(folded, "lam viec") || strstr(folded, "arbeitstag");
}

/* The words of a deadline: any text gives a deadline or a clear refusal. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    struct work_due due = { 0 };
    const char *s;

    if (text_clean(c.arena, (const char *)p, n, &s) && !needs_calendar(&c, s)) {
        if (work_due_parse(&c, s, c.today, &due)) {
            ASSERT(due.kind != DUE_DAY || due.day);
            ASSERT((due.kind != DUE_MONTHLY && due.kind != DUE_EVERY_DAYS) || due.every > 0);
            ASSERT(due.day == 0 || (due.day > day(1900, 1, 1) && due.day < day(2300, 1, 1)));
            if (due.every)
                ASSERT(work_due_next(&due, c.today, c.today) > c.today);
            ASSERT(due.every >= 0 && due.every < 10000);
        } else {
            ASSERT(c.err.kind == ERR_INPUT && c.err.message);
        }
    }
    arena_free(&c.arena);
    return 0;
}
