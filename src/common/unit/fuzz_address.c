/* Any text as an address, against a gazette with the difficult names of the list. */
#include "common/unit/unit_address.h"
#include "core/fuzz.h"
#include "core/text.h"

struct named {
    const char *name;
    enum unit_level level;
    unsigned types;
    int above, kin; /* indexes; -1: none */
};
static const struct named list[] = {
    { "Thành phố Hồ Chí Minh", LEVEL_PROVINCE, TYPE_CITY, -1, -1 },
    { "Tỉnh Đắk Lắk", LEVEL_PROVINCE, TYPE_PROVINCE, -1, -1 },
    { "Tỉnh Bà Rịa - Vũng Tàu", LEVEL_PROVINCE, TYPE_PROVINCE, -1, -1 },
    { "Quận 1", LEVEL_DISTRICT, TYPE_QUARTER, 0, -1 },
    { "Huyện Ea H'leo", LEVEL_DISTRICT, TYPE_RURAL, 1, -1 },
    { "Thành phố Vũng Tàu", LEVEL_DISTRICT, TYPE_CITY, 2, 0 },
    { "Phường Bến Thành", LEVEL_COMMUNE, TYPE_WARD, 3, -1 },
    { "Phường 4", LEVEL_COMMUNE, TYPE_WARD, 5, 0 },
    { "Xã Ea H'leo", LEVEL_COMMUNE, TYPE_COMMUNE, 4, -1 },
    { "Thị trấn NT Liên Sơn", LEVEL_COMMUNE, TYPE_TOWNLET, 4, -1 },
    { "Phường Xuân Hương - Đà Lạt", LEVEL_COMMUNE, TYPE_WARD, 1, -1 },
    { "Xã Sơn Kim 1", LEVEL_COMMUNE, TYPE_COMMUNE, 1, 4 },
    { "Phường 1 Bảo Lộc", LEVEL_COMMUNE, TYPE_WARD, 1, 5 },
    { "Phường Phường Đúc", LEVEL_COMMUNE, TYPE_WARD, 3, -1 },
    { "Xã Cư Dliê M'nông", LEVEL_COMMUNE, TYPE_COMMUNE, 4, -1 },
};

static const struct gazette *make(void)
{
    static struct arena *keep; /* as long as the process, as the snapshot of the directory */
    struct gazette_draft d = { 0 };

    keep = arena_new((size_t)16 << 20);
    for (uint32_t i = 0; i < COUNT(list); i++) {
        *LIST_PUSH(keep, &d.units) = (struct gazette_unit){
            .id = i + 1, .level = list[i].level, .types = list[i].types, .from = 1
        };
        *LIST_PUSH(keep, &d.names) = (struct gazette_name){ i, list[i].name, false };
        if (list[i].above >= 0)
            *LIST_PUSH(keep, &d.ties) = (struct gazette_tie){ i, (uint32_t)list[i].above, false };
        if (list[i].kin >= 0)
            *LIST_PUSH(keep, &d.ties) = (struct gazette_tie){ i, (uint32_t)list[i].kin, true };
    }
    return unit_gazette_make(keep, &d);
}

static void check_words(const struct address_words *w, size_t n)
{
    ASSERT(w->n <= ADDRESS_WORDS);
    for (size_t i = 0; i < w->n; i++) {
        const struct address_word *t = &w->v[i];

        ASSERT(t->n > 0 && t->n <= ADDRESS_LETTERS && t->from < t->to && t->to <= n);
        ASSERT(i == 0 || w->v[i - 1].to <= t->from);
    }
}

static void check_readings(const struct readings *r)
{
    ASSERT(r->n <= READINGS && r->n_beside <= READINGS);
    for (size_t i = 0; i < r->n; i++) {
        enum unit_level level = list[r->v[i].unit].level;

        ASSERT(r->v[i].unit < COUNT(list) && r->v[i].words != 0);
        ASSERT(r->v[i].end[level] > r->v[i].begin[level]);
        ASSERT(i == 0 || r->v[i].score <= r->v[i - 1].score);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const struct gazette *g;
    struct ctx c = fuzz_ctx();
    struct readings r;
    const char *text;

    if (!g)
        g = make();
    if (text_clean(c.arena, (const char *)p, n, &text)) {
        unit_address_read(g, text, 100, &r);
        check_words(&r.words, strlen(text));
        check_readings(&r);
    }
    arena_free(&c.arena);
    return 0;
}
