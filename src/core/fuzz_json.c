#include <jansson.h>

#include "core/fuzz.h"
#include "core/json.h"
#include "core/json_read.h"
#include "core/text.h"

/* Writes what the input says: brackets, numbers, texts. Names are numbered, so none comes twice. */
static void write_doc(struct ctx *c, struct json *j, const uint8_t *p, size_t n)
{
    char open[16];
    int depth = 1, names = 0;

    open[0] = '{';
    json_open(j, NULL, '{');
    for (size_t i = 0; i < n; i++) {
        const char *name = open[depth - 1] == '{' ? arena_printf(c->arena, "%d", names++) : NULL;
        const char *text;
        size_t len = n - i < 8 ? n - i : 8;

        switch (p[i] & 7) {
        case 0:
        case 1:
            if (depth == COUNT(open))
                break;
            open[depth] = p[i] & 1 ? '{' : '[';
            json_open(j, name, open[depth++]);
            break;
        case 2:
            if (depth > 1) {
                depth--;
                json_close(j, open[depth] == '{' ? '}' : ']');
            }
            break;
        case 3: json_int(j, name, (int64_t)(p[i] * 0x123456789abcdefu)); break;
        case 4: json_bool(j, name, p[i] & 8); break;
        case 5: json_null(j, name); break;
        default:
            if (text_clean(c->arena, (const char *)p + i, len, &text))
                json_text(j, name, text);
            else
                json_id(j, name, p[i]);
        }
    }
    while (depth-- > 0)
        json_close(j, open[depth] == '{' ? '}' : ']');
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    struct buf b = { .arena = c.arena };
    struct json j = { .out = &b };
    const struct json_value *v;
    const char *text;

    write_doc(&c, &j, p, n);
    json_t *doc = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, NULL);
    ASSERT(doc);
    json_decref(doc);
    if (text_clean(c.arena, (const char *)p, n, &text)) {
        b.n = 0;
        json_string(&b, text);
        doc = json_loadb(b.p, b.n, JSON_DECODE_ANY, NULL);
        ASSERT(doc && strcmp(json_string_value(doc), text) == 0);
        json_decref(doc);
    }
    if (!json_parse(&c, (struct bytes){ p, n }, &v))
        ASSERT(c.err.kind != ERR_NONE && c.err.kind != ERR_SYSTEM);
    arena_free(&c.arena);
    return 0;
}
