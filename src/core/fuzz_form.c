/* Targets and forms: whatever comes, what is taken is clean text under one spelling. */
#include <string.h>

#include "core/fuzz.h"
#include "core/http_head.h"
#include "core/text.h"

static void check_params(const struct req *q)
{
    ASSERT(q->params.n <= HTTP_PARAMS);
    for (size_t i = 0; i < q->params.n; i++) {
        const struct param *p = &q->params.v[i];

        ASSERT(*p->name && text_valid(p->name, strlen(p->name)));
        ASSERT(text_valid(p->value, strlen(p->value)));
    }
}

static void check_path(const char *path)
{
    ASSERT(path[0] == '/' && !strstr(path, "//") && !strstr(path, "/../") && !strchr(path, '\\'));
    for (const char *s = path; *s; s++)
        ASSERT((unsigned char)*s >= ' ');
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    struct req form = { 0 }, target = { 0 };
    struct framing f = { 0 };
    const char *text = arena_strndup(c.arena, (const char *)p, n);

    if (http_form(&c, (const char *)p, n, &form))
        check_params(&form);
    c.err = (struct err){ 0 };
    if (http_target(&c, text, &target)) {
        check_path(target.path);
        check_params(&target);
    }
    framing_header(&f, text, strcspn(text, ":"), text + strcspn(text, ":"));
    (void)framing_fault(&f, "HTTP/1.1");
    (void)http_accept(text, text);
    (void)http_forwarded(&c, text);
    (void)http_same_origin(&(struct origin){ "", text, text, "", text });
    arena_free(&c.arena);
    return 0;
}
