/* Words of addresses; how many of the official list's addresses are read right. */
#include "common/unit/unit_address_test.h"
#include "core/test.h"
#include "core/text.h"

/* ---- words ---- */

static const char *words(struct ctx *c, const char *text)
{
    struct address_words w;
    struct buf b = { .arena = c->arena };

    unit_address_split(text, &w);
    for (size_t i = 0; i < w.n; i++)
        buf_printf(&b, "%s%.*s", b.n ? (w.v[i].flags & WORD_BREAK ? "|" : " ") : "", (int)w.v[i].n,
                   w.v[i].s);
    return buf_str(&b);
}

TEST(words_of_an_address_are_folded_and_parted)
{
    CHECK_STR(words(c, "P.Bến Thành, Q.1"), "p ben thanh|q 1");
    CHECK_STR(words(c, "P2Q05 (TPHCM)"), "p 2 q 5|tphcm");
    CHECK_STR(words(c, "TPHồ Chí Minh"), "tp ho chi minh");
    CHECK_STR(words(c, "PhúcXá"), "phuc xa");
    CHECK_STR(words(c, "Ea H'Leo; Ea H’leo"), "ea hleo|ea hleo");
    CHECK_STR(words(c, "Mỹ Quý, Mĩ Quí"), "mi qui|mi qui");
    CHECK_STR(words(c, "Đắk Lắk, Đắc Lắc, Khương"), "dac lac|dac lac|khuong");
    CHECK_STR(words(c, "Phường IV, xã Vi Hương, Mỹ Đình I"), "phuong 4|xa vi huong|mi dinh 1");
    CHECK_STR(words(c, "0912345678 Hà Nội 100000"), "ha noi");
    CHECK_STR(words(c, "...,,; "), "");
}

TEST(the_same_syllable_with_its_mark_on_another_letter_is_the_same_word)
{
    struct address_words a, b;

    unit_address_split("Hòa Thủy", &a);
    unit_address_split("Hoà Thuỷ", &b);
    CHECK(a.v[0].marks == b.v[0].marks && a.v[1].marks == b.v[1].marks && a.v[0].marks != 0);
    unit_address_split("Hóa Hoa", &b);
    CHECK(a.v[0].marks != b.v[0].marks && b.v[1].marks == 0);
}

TEST(of_a_long_text_the_last_words_are_read)
{
    struct buf b = { .arena = c->arena };
    struct address_words w;

    for (int i = 0; i < 500; i++)
        buf_text(&b, "xin ");
    buf_text(&b, "Ba Đình");
    unit_address_split(buf_str(&b), &w);
    CHECK(w.n <= ADDRESS_WORDS && w.n > 30);
    CHECK(memcmp(w.v[w.n - 1].s, "dinh", 4) == 0);
}

/* ---- a gazette of two provinces ---- */

static struct gazette *small(struct ctx *c)
{
    struct gazette_draft d = { 0 };
    static const struct gazette_unit units[] = {
        { 1, LEVEL_PROVINCE, TYPE_CITY, 1, 0 },      { 2, LEVEL_PROVINCE, TYPE_PROVINCE, 1, 0 },
        { 3, LEVEL_DISTRICT, TYPE_QUARTER, 1, 100 }, { 4, LEVEL_COMMUNE, TYPE_WARD, 1, 100 },
        { 5, LEVEL_COMMUNE, TYPE_WARD, 100, 0 },     { 6, LEVEL_COMMUNE, TYPE_COMMUNE, 100, 0 },
    };
    static const char *const names[] = { "Thành phố Hà Nội", "Tỉnh Quảng Ninh", "Quận Ba Đình",
                                         "Phường Phúc Xá",   "Phường Ba Đình",  "Xã Phúc Xá" };
    static const struct gazette_tie ties[] = { { 2, 0, false }, { 3, 2, false }, { 3, 0, false },
                                               { 4, 0, false }, { 4, 2, true },  { 5, 1, false } };

    for (uint32_t i = 0; i < COUNT(units); i++) {
        *LIST_PUSH(c->arena, &d.units) = units[i];
        *LIST_PUSH(c->arena, &d.names) = (struct gazette_name){ i, names[i], false };
    }
    for (size_t i = 0; i < COUNT(ties); i++)
        *LIST_PUSH(c->arena, &d.ties) = ties[i];
    return unit_gazette_make(c->arena, &d);
}

static int64_t first(struct ctx *c, const char *text)
{
    static const struct gazette *g; /* of the present test only */
    struct readings r;

    g = small(c);
    unit_address_read(g, text, 200, &r);
    return r.n ? g->places[r.v[0].unit].u.id : 0;
}

TEST(who_names_a_district_means_a_unit_of_its_days)
{
    CHECK_INT(first(c, "Phường Phúc Xá, Quận Ba Đình, Hà Nội"), 4);
    CHECK_INT(first(c, "phuc xa ba dinh"), 4);
    CHECK_INT(first(c, "Phường Ba Đình, Hà Nội"), 5);
    CHECK_INT(first(c, "Ba Đình"), 5);
    CHECK_INT(first(c, "Quận Ba Đình"), 3);
    CHECK_INT(first(c, "Phúc Xá, QN"), 6);
    CHECK_INT(first(c, "Xã Phúc Xá"), 6);
}

TEST(a_commune_that_nobody_knows_leaves_its_district)
{
    struct readings r;

    CHECK_INT(first(c, "Xã Bình Phú, Ba Đình, Hà Nội"), 3);
    CHECK_INT(first(c, "Bình Phú, Ba Đình, Hà Nội"), 5);
    unit_address_read(small(c), "Xã Bình Phú, Ba Đình, Hà Nội", 200, &r);
    CHECK(r.n == 1 && r.other_commune);
    unit_address_read(small(c), "Phường Phúc Xá, Xã Bình Phú, Ba Đình, Hà Nội", 200, &r);
    CHECK(r.n >= 1 && r.v[0].unit == 3 && !r.other_commune);
}

TEST(a_street_a_number_and_joined_syllables_are_no_units)
{
    CHECK_INT(first(c, "12 Ba Đình, Quảng Ninh"), 2);
    CHECK_INT(first(c, "đường Phúc Xá"), 0);
    CHECK_INT(first(c, "Phú Cxá"), 0);
    CHECK_INT(first(c, ""), 0);
    CHECK_INT(first(c, "xin chào"), 0);
}

TEST(one_typing_fault_is_forgiven_and_told)
{
    struct readings r;

    unit_address_read(small(c), "Phường Phúc Xb, Quận Ba Đình", 200, &r);
    CHECK(r.n == 1 && r.v[0].typo && r.v[0].unit == 3);
    unit_address_read(small(c), "Phường Phúc Xbc, Quận Ba Đình", 200, &r);
    CHECK(r.n == 1 && !r.v[0].typo && r.v[0].unit == 2);
}

/* ---- the official list ---- */

static uint64_t seed;

static size_t pick(size_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed % n);
}

static const char *short_kind(const char *kind)
{
    static const char *const kinds[][2] = { { "phường", "P." },     { "xã", "X." },
                                            { "thị trấn", "TT " },  { "quận", "Q." },
                                            { "huyện", "H." },      { "thị xã", "TX " },
                                            { "thành phố", "TP " }, { "tỉnh", "" } };

    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i][0], kind) == 0)
            return kinds[i][1];
    return "";
}

static const char *in_full(struct ctx *c, const struct official_row *r)
{
    return arena_strdup(c->arena, r->full_name);
}
static const char *in_short(struct ctx *c, const struct official_row *r)
{
    return arena_printf(c->arena, "%s%s", short_kind(r->kind), text_fold(c->arena, r->name));
}
static const char *bare(struct ctx *c, const struct official_row *r)
{
    bool number = *r->name >= '0' && *r->name <= '9';

    return number ? arena_printf(c->arena, "%s%s", short_kind(r->kind), r->name)
                  : arena_strdup(c->arena, r->name);
}

/* Addresses of so many communes of the old list in this style; how many of a thousand are right. */
static size_t right_of(struct ctx *c, const struct official *o, const char *by,
                       const char *(*write)(struct ctx *c, const struct official_row *r))
{
    static const char *const before[] = {
        "", "", "Số 12, đường Nguyễn Trãi, ", "7B Lê Lợi, ", "Thôn 5, ", "Tổ 3, "
    };
    enum { TRIED = 3000 };
    size_t right = 0;
    struct readings r;

    seed = 20250701;
    for (size_t i = 0; i < TRIED; i++) {
        const struct official_row *x = &o->old_communes.v[pick(o->old_communes.n)];
        const char *text = arena_printf(c->arena, "%s%s%s%s%s%s", before[pick(COUNT(before))],
                                        write(c, x), by, write(c, &o->old_districts.v[x->district]),
                                        by, write(c, &o->old_provinces.v[x->province]));

        unit_address_read(o->gazette, text, day(2025, 8, 28), &r);
        right += r.n && r.v[0].unit == x->unit;
    }
    return right * 1000 / TRIED;
}

TEST(of_addresses_from_the_old_list_nearly_all_are_read_right)
{
    struct official o;

    if (!official_list(c, &o))
        return;
    CHECK(right_of(c, &o, ", ", in_full) >= 999);
    CHECK(right_of(c, &o, ", ", in_short) >= 995); /* some names differ only in their marks */
    CHECK(right_of(c, &o, " ", in_short) >= 990);
    CHECK(right_of(c, &o, ", ", bare) >= 985); /* some communes bear the name of a townlet */
    CHECK(right_of(c, &o, " ", bare) >= 980);
}

TEST(every_unit_of_the_new_list_is_found_by_its_name_and_province)
{
    struct official o;
    struct readings r;
    size_t wrong = 0;

    if (!official_list(c, &o))
        return;
    for (size_t i = 0; i < o.communes.n; i++) {
        const struct official_row *x = &o.communes.v[i];

        unit_address_read(
            o.gazette,
            arena_printf(c->arena, "%s, %s", x->full_name, o.provinces.v[x->province].full_name),
            day(2025, 8, 28), &r);
        wrong += r.n == 0 || r.v[0].unit != x->unit;
    }
    CHECK_INT(o.communes.n, 3321);
    CHECK(wrong <= 3);
}
