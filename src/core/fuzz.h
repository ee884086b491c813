/*
 * fuzz - what each fuzz_*.c shares. A target reads any bytes; wrong is a crash, a sanitizer's
 * complaint or an ASSERT. `make fuzz SECONDS=60` searches with libFuzzer, `make fuzz-replay`
 * feeds the recorded inputs of fuzz/NAME/ again.
 */
#ifndef CORE_FUZZ_H
#define CORE_FUZZ_H

#include <string.h>

#include "core/app.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* One for each input; its arena is freed by the target. */
static inline struct ctx fuzz_ctx(void)
{
    static struct app *app;

    if (!app)
        app = app_new(NULL);
    struct ctx c = app_ctx(app, (size_t)256 << 20);
    c.lang = "en";
    c.today = 20328; /* 2025-08-28 */
    return c;
}

/* The input as a text; its first NUL ends it. */
static inline const char *fuzz_text(struct ctx *c, const uint8_t *p, size_t n)
{
    return arena_strndup(c->arena, (const char *)p, strnlen((const char *)p, n));
}

#endif
