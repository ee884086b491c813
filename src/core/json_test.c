#include <jansson.h>

#include "core/json.h"
#include "core/test.h"

TEST(json_texts_are_escaped)
{
    struct buf b = { .arena = c->arena };

    json_string(&b, "a\"b\\c\nd\te\rf\x01\x1f\x7f Đường </script>");
    CHECK_STR(buf_str(&b), "\"a\\\"b\\\\c\\nd\\te\\rf\\u0001\\u001f\x7f Đường </script>\"");
    b.n = 0;
    json_string(&b, "");
    CHECK_STR(buf_str(&b), "\"\"");
}

TEST(json_commas_and_brackets_are_placed)
{
    struct buf b = { .arena = c->arena };
    struct json j = { .out = &b };

    json_open(&j, NULL, '{');
    json_int(&j, "n", -5);
    json_bool(&j, "b", true);
    json_open(&j, "list", '[');
    json_open(&j, NULL, '{');
    json_close(&j, '}');
    json_text(&j, NULL, "x");
    json_open(&j, NULL, '[');
    json_close(&j, ']');
    json_close(&j, ']');
    json_null(&j, "none");
    json_id(&j, "id", 7312345678901234567);
    json_id(&j, "no_id", 0);
    json_day(&j, "day", day(2025, 8, 28));
    json_day(&j, "no_day", 0);
    json_close(&j, '}');
    CHECK_STR(buf_str(&b), "{\"n\":-5,\"b\":true,\"list\":[{},\"x\",[]],\"none\":null,"
                           "\"id\":\"7312345678901234567\",\"no_id\":null,"
                           "\"day\":\"2025-08-28\",\"no_day\":null}");
}

TEST(json_what_is_written_is_read_again_by_jansson)
{
    for (int ch = 1; ch < 256; ch++) {
        struct buf b = { .arena = c->arena };
        struct json j = { .out = &b };
        char s[8] = { 'a', (char)ch, 'b', 0 };

        if (ch >= 0x80) { /* the character U+0080 + ..., in UTF-8 */
            s[1] = (char)(0xc0 | ch >> 6);
            s[2] = (char)(0x80 | (ch & 0x3f));
        }
        json_open(&j, NULL, '{');
        json_text(&j, s, s);
        json_close(&j, '}');
        json_t *doc = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, NULL);
        CHECK(doc);
        if (doc)
            CHECK_STR(json_string_value(json_object_get(doc, s)), s);
        json_decref(doc);
    }
}

TEST(a_share_is_written_as_a_fraction_and_an_unknown_one_as_null)
{
    struct buf b = { .arena = c->arena };
    struct json j = { .out = &b };

    json_open(&j, NULL, '[');
    json_share(&j, NULL, 0);
    json_share(&j, NULL, 400000);
    json_share(&j, NULL, 12);
    json_share(&j, NULL, 1000000);
    json_share(&j, NULL, -1);
    json_close(&j, ']');
    CHECK_STR(buf_str(&b), "[0,0.4,0.000012,1,null]");
}

TEST(a_decimal_is_exact_and_as_short_as_it_goes)
{
    struct buf b = { .arena = c->arena };
    struct json j = { .out = &b };

    json_open(&j, NULL, '[');
    json_decimal(&j, NULL, 10573800, 5);
    json_decimal(&j, NULL, -5, 2);
    json_decimal(&j, NULL, 0, 5);
    json_decimal(&j, NULL, 17, 0);
    json_decimal(&j, NULL, -1800000, 5);
    json_decimal(&j, NULL, 1, 9);
    json_decimal(&j, NULL, INT64_MIN, 0);
    json_close(&j, ']');
    CHECK_STR(buf_str(&b), "[105.738,-0.05,0,17,-18,0.000000001,-9223372036854775808]");
}
