/* Files of the disk, and JSON that comes in. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/json_read.h"
#include "core/store.h"
#include "core/test.h"

TEST(a_file_is_written_whole_and_read_back_up_to_a_limit)
{
    struct bytes b = { "Đường", strlen("Đường") }, back;

    mkdir("build", 0700);
    mkdir("build/test-data", 0700);
    CHECK_OK(c, store_write(c, "build/test-data/store-test", b));
    CHECK_OK(c, store_read(c, "build/test-data/store-test", 100, &back));
    CHECK(back.n == b.n && memcmp(back.p, b.p, b.n) == 0);
    CHECK(!store_read(c, "build/test-data/store-test", 3, &back));
    CHECK_FAILED(c, ERR_TOO_LARGE);
    CHECK(!store_is_there("build/test-data/store-test.new"));
    unlink("build/test-data/store-test");
    CHECK(!store_read(c, "build/test-data/store-test", 100, &back));
    CHECK_FAILED(c, ERR_SYSTEM);
    CHECK(!store_write(c, "build/no/such/folder", b));
    CHECK_FAILED(c, ERR_SYSTEM);
}

TEST(a_content_that_is_not_in_the_store_has_no_size_and_is_no_failure_to_remove)
{
    const char *none = "0000000000000000000000000000000000000000000000000000000000000000";

    CHECK_INT(store_size(c, none), -1);
    CHECK_INT(store_size(c, "../../etc/passwd"), -1);
    CHECK_INT(store_age(c, none), -1);
    CHECK_OK(c, store_remove(c, none));
    CHECK_STR(store_sniff(c, "build/no/such/file"), "application/octet-stream");
}

TEST(json_that_comes_in_is_strict_and_its_gaps_are_empty)
{
    static const char good[] = "{\"name\":\"Hà Nội\",\"n\":7,\"of\":[1,{\"x\":\"y\"}]}";
    static const char *const bad[] = {
        "", "{", "{\"a\":1,\"a\":2}", "[1,]", "\"\xff\"", "{'a':1}"
    };
    const struct json_value *v;

    CHECK_OK(c, json_parse(c, (struct bytes){ good, sizeof good - 1 }, &v));
    CHECK_STR(json_str(v, "name"), "Hà Nội");
    CHECK_INT(json_own_num(json_get(v, "n")), 7);
    CHECK_INT(json_count(json_get(v, "of")), 2);
    CHECK_STR(json_str(json_at(json_get(v, "of"), 1), "x"), "y");
    CHECK_STR(json_str(v, "none"), "");
    CHECK_STR(json_str(json_get(v, "none"), "x"), "");
    CHECK_INT(json_count(json_get(v, "name")), 0);
    for (size_t i = 0; i < COUNT(bad); i++) {
        CHECK(!json_parse(c, (struct bytes){ bad[i], strlen(bad[i]) }, &v));
        CHECK_FAILED(c, ERR_MALFORMED);
    }
}
