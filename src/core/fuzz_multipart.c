/* Forms with files: the same parts come out, however the bytes were cut. */
#include <string.h>

#include "core/buf.h"
#include "core/fuzz.h"
#include "core/multipart.h"

static bool begin(void *arg, const char *name, const char *file)
{
    struct buf *b = arg;

    ASSERT(*name);
    buf_printf(b, "[%s|%s|", name, file ? file : "-");
    return true;
}

static bool take(void *arg, const char *p, size_t n)
{
    ASSERT(n > 0);
    buf_put(arg, p, n);
    return true;
}

static bool end(void *arg)
{
    buf_text(arg, "]");
    return true;
}

static bool read_all(struct ctx *c, const uint8_t *p, size_t n, size_t piece, struct buf *out)
{
    static const struct multipart_sink sink = { begin, take, end };
    struct multipart *m = multipart_new(c, "multipart/form-data; boundary=x", &sink, out);

    ASSERT(m);
    for (size_t i = 0; i < n; i += piece)
        if (!multipart_feed(m, (const char *)p + i, n - i < piece ? n - i : piece))
            return false;
    return multipart_end(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    struct buf whole = { .arena = c.arena }, cut = { .arena = c.arena };
    bool ok = read_all(&c, p, n, n + 1, &whole);

    c.err = (struct err){ 0 };
    ASSERT(read_all(&c, p, n, n ? 1 + p[0] % 7 : 1, &cut) == ok);
    if (ok)
        ASSERT(whole.n == cut.n && memcmp(buf_str(&whole), buf_str(&cut), cut.n) == 0);
    (void)multipart_new(&c, arena_strndup(c.arena, (const char *)p, n), NULL, NULL);
    arena_free(&c.arena);
    return 0;
}
