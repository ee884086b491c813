#include "core/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/conf.h"
#include "core/secret.h"

static const char *path_of(struct ctx *c, const char *name)
{
    return arena_printf(c->arena, "%s/%s", c->app->conf->data, name);
}

TEST(a_secret_is_made_once_and_only_its_user_may_read_it)
{
    unsigned char first[32] = { 0 }, again[32] = { 0 }, none[32] = { 0 };
    const char *path = path_of(c, "test.secret");
    struct stat st;

    unlink(path);
    CHECK_OK(c, secret_open(c, "test.secret", first, sizeof first));
    CHECK_OK(c, secret_open(c, "test.secret", again, sizeof again));
    CHECK(memcmp(first, again, sizeof first) == 0);
    CHECK(memcmp(first, none, sizeof first) != 0);
    CHECK(stat(path, &st) == 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    CHECK_INT(st.st_size, 32);
    unlink(path);
}

TEST(a_secret_that_others_may_read_or_of_another_size_is_refused)
{
    unsigned char s[32];
    const char *path = path_of(c, "open.secret");

    unlink(path);
    CHECK_OK(c, secret_open(c, "open.secret", s, sizeof s));
    CHECK(!secret_open(c, "open.secret", s, 16));
    CHECK_FAILED(c, ERR_SYSTEM);
    CHECK(chmod(path, 0644) == 0);
    CHECK(!secret_open(c, "open.secret", s, sizeof s));
    CHECK_FAILED(c, ERR_SYSTEM);
    unlink(path);
}

TEST(a_secret_that_cannot_be_written_is_a_failure)
{
    unsigned char s[32];

    CHECK(!secret_open(c, "no-such-folder/x.secret", s, sizeof s));
    CHECK_FAILED(c, ERR_SYSTEM);
}
