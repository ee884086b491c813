/* JSON bodies: what is taken is clean text, and bounded. */
#include <string.h>

#include "core/fuzz.h"
#include "core/http_body.h"
#include "core/http_head.h"
#include "core/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    struct req q = { 0 };

    if (http_json(&c, (const char *)p, n, &q))
        for (size_t i = 0; i < q.params.n; i++) {
            ASSERT(*q.params.v[i].name);
            ASSERT(text_valid(q.params.v[i].name, strlen(q.params.v[i].name)));
            ASSERT(text_valid(q.params.v[i].value, strlen(q.params.v[i].value)));
        }
    else
        ASSERT(c.err.kind == ERR_MALFORMED || c.err.kind == ERR_INPUT);
    ASSERT(q.params.n <= HTTP_PARAMS + 1);
    arena_free(&c.arena);
    return 0;
}
