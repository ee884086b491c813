#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "core/test.h"
#include "core/text.h"

static const char *clean(struct ctx *c, const char *s)
{
    const char *ret = "refused";

    return text_clean(c->arena, s, strlen(s), &ret) ? ret : "refused";
}

TEST(text_utf8_is_checked_strictly)
{
    CHECK(text_valid("Đường", strlen("Đường")));
    CHECK(text_valid("", 0));
    CHECK(text_valid("\xf4\x8f\xbf\xbf", 4));
    CHECK(!text_valid("a\0b", 3));
    CHECK(!text_valid("\xc0\xaf", 2));         /* overlong */
    CHECK(!text_valid("\xe0\x80\xaf", 3));     /* overlong */
    CHECK(!text_valid("\xed\xa0\x80", 3));     /* surrogate */
    CHECK(!text_valid("\xf4\x90\x80\x80", 4)); /* past U+10FFFF */
    CHECK(!text_valid("\xc3", 1));             /* cut off */
    CHECK(!text_valid("12345678\xff", 9));
    CHECK(!text_valid("\x80", 1));
}

TEST(text_is_made_nfc_at_the_edge)
{
    CHECK_STR(clean(c, "  Danh sa\u0301ch đo\u031b\u0323n vi\u0323 \n"), "Danh sách đợn vị");
    CHECK_STR(clean(c, "Danh sách đơn vị"), "Danh sách đơn vị");
    CHECK_STR(clean(c, "a\u0323\u0302"), "ậ");
    CHECK_STR(clean(c, "\u212b"), "Å");
    CHECK_STR(clean(c, "one\r\ntwo\r\n"), "one\ntwo");
    CHECK_STR(clean(c, "\ufeff\u00a0 x y \u00a0"), "x y");
    CHECK_STR(clean(c, "a\tb"), "a\tb");
    CHECK_STR(clean(c, " \u00a0 "), "");
}

TEST(text_control_characters_are_refused)
{
    CHECK_STR(clean(c, "a\x01z"), "refused");
    CHECK_STR(clean(c, "a\x7f"), "refused");
    CHECK_STR(clean(c, "a\xc2\x85z"), "refused");
    CHECK_STR(clean(c, "a\rb"), "refused");
    CHECK_STR(clean(c, "\xff"), "refused");
    CHECK_STR(clean(c, "\x1b[31m"), "refused");
}

/* The short cut past ICU must not differ from ICU: every code point alone, and behind
 * a letter that could combine with it. */
TEST(text_nfc_is_that_of_icu)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    int wrong = 0;

    for (uint32_t cp = 0xa1; cp < 0x11000; cp++) {
        UChar from[4] = { 'a' }, to[16];
        char utf8[16], want[64];
        int32_t len = 1, n;
        const char *got = "";

        if (cp >= 0xd800 && cp < 0xe000)
            continue;
        U16_APPEND_UNSAFE(from, len, cp);
        from[len++] = 'z';
        n = unorm2_normalize(nfc, from, len, to, 16, &e);
        u_strToUTF8(want, sizeof want, NULL, to, n, &e);
        u_strToUTF8(utf8, sizeof utf8, NULL, from, len, &e);
        CHECK(U_SUCCESS(e));
        if (!text_clean(c->arena, utf8, strlen(utf8), &got) || strcmp(got, want) != 0)
            wrong++;
        if (cp % 1024 == 0)
            arena_reset(c->arena);
    }
    CHECK_INT(wrong, 0);
}

TEST(text_search_ignores_tones_and_case_and_signs)
{
    CHECK_STR(text_fold(c->arena, "Đường 5G"), "duong 5g");
    CHECK_STR(text_fold(c->arena, "DANH SÁCH ĐƠN VỊ"), "danh sach don vi");
    CHECK_STR(text_fold(c->arena, "  Số: 315/TB-VPCP (23.6.2025) "), "so 315 tb vpcp 23 6 2025");
    CHECK_STR(text_fold(c->arena, "Danh sa\u0301ch"), "danh sach");
    CHECK_STR(text_fold(c->arena, "Straße Łódź Æsop"), "strasse lodz aesop");
    CHECK_STR(text_fold(c->arena, "“Bộ Tài chính” – 2025…"), "bo tai chinh 2025");
    CHECK_STR(text_fold(c->arena, "5m²"), "5m2");
    CHECK_STR(text_fold(c->arena, "中文 😀x"), "中文 😀x");
    CHECK_STR(text_fold(c->arena, "..."), "");
    CHECK_STR(text_fold(c->arena, "aăâ AĂÂ eê oôơ uư ÀẢÃÁẠ ỳỷỹýỵ"),
              "aaa aaa ee ooo uu aaaaa yyyyy");
}

TEST(text_folded_twice_is_folded_once_and_never_longer)
{
    for (uint32_t cp = 1; cp < 0x3000; cp++) {
        UChar u[2] = { (UChar)cp, 0 };
        char s[8];
        UErrorCode e = U_ZERO_ERROR;

        u_strToUTF8(s, sizeof s, NULL, u, 1, &e);
        const char *once = text_fold(c->arena, s);

        CHECK(strlen(once) <= strlen(s));
        CHECK_STR(text_fold(c->arena, once), once);
    }
}

static int by_vi(const void *a, const void *b)
{
    return text_cmp_vi(*(const char *const *)a, *(const char *const *)b);
}

TEST(text_names_stand_in_the_order_of_the_vietnamese_alphabet)
{
    static const char *const right[] = { "An",  "Anh",  "Ảnh",   "Ãnh",     "Ánh",  "Ạnh", "Ăn",
                                         "Ân",  "Dung", "Dương", "Đà Nẵng", "Đồng", "Em",  "Êm",
                                         "Ong", "Ông",  "Ơn",    "Um",      "Ưng" };
    const char *v[COUNT(right)];

    for (size_t i = 0; i < COUNT(right); i++)
        v[i] = right[(i * 7) % COUNT(right)];
    qsort(v, COUNT(v), sizeof v[0], by_vi);
    for (size_t i = 0; i < COUNT(right); i++)
        CHECK_STR(v[i], right[i]);
    CHECK_INT(text_cmp_vi("Hà Nội", "Hà Nội"), 0);
    CHECK(text_cmp_vi("a\u00adb", "ab") != 0); /* no two texts are equal that differ */
}

TEST(text_search_words_become_a_query_of_prefixes)
{
    bool pg = db_is_pg(c->db);

    CHECK_STR(text_query(c, "Danh sách"), pg ? "danh:* & sach:*" : "\"danh\"* \"sach\"*");
    CHECK_STR(text_query(c, "\"; DROP' & | ! ( ) * : <->"), pg ? "drop:*" : "\"drop\"*");
    CHECK_STR(text_query(c, " -- "), "");
    CHECK(strlen(text_query(c, "a b c d e f g h i j k l m n o p q r s t u v w x y z")) < 120);
}

TEST(text_is_counted_chosen_and_split)
{
    static const char *const words[] = { "actual", "known", NULL };
    const char *part[3];

    CHECK_INT((long long)text_chars("Đường"), 5);
    CHECK(text_is("known", words));
    CHECK(!text_is("know", words));
    CHECK_INT((long long)text_split(c->arena, " Bộ Tài chính ; Bộ Y tế;", ';', part, 3), 3);
    CHECK_STR(part[0], "Bộ Tài chính");
    CHECK_STR(part[1], "Bộ Y tế");
    CHECK_STR(part[2], "");
    CHECK_INT((long long)text_split(c->arena, "a,b,c,d", ',', part, 3), 3);
    CHECK_STR(part[2], "c");
}

TEST(text_numbers_have_one_spelling)
{
    static const char *const wrong[] = { "",
                                         "-",
                                         "+1",
                                         "01",
                                         "-0",
                                         " 1",
                                         "1 ",
                                         "1.0",
                                         "0x1",
                                         "9223372036854775808",
                                         "-9223372036854775809",
                                         "1e3" };
    int64_t v = 7;

    for (size_t i = 0; i < COUNT(wrong); i++)
        CHECK(!int_parse(wrong[i], &v));
    CHECK_INT(v, 7);
    CHECK(int_parse("-9223372036854775808", &v) && v == INT64_MIN);
    CHECK(int_parse("9223372036854775807", &v) && v == INT64_MAX);
    CHECK(int_parse("0", &v) && v == 0);
    CHECK(!id_parse("0", &v) && !id_parse("-1", &v));
    CHECK(id_parse("17", &v) && v == 17);
}
