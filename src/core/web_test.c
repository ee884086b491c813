#include "core/test.h"

TEST(web_unknown_pages_are_said_to_be_unknown)
{
    CHECK_INT(ask(c, "", GET, "/healthz").status, 200);
    CHECK_INT(ask(c, "", GET, "/nowhere").status, 404);
    CHECK_HAS(ask(c, "", GET, "/nowhere.json").body.p, "there is no such page");
}
