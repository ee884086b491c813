#include "core/test.h"

TEST(web_unknown_pages_are_said_to_be_unknown)
{
    CHECK_INT(ask(c, "", GET, "/healthz").status, 200);
    CHECK_INT(ask(c, "", GET, "/nowhere").status, 404);
    CHECK_HAS(ask(c, "", GET, "/nowhere.json").body.p, "there is no such page");
}

/* Every page without a record of its own, each of its statements failing once. */
TEST(web_pages_survive_each_statement_failing)
{
    struct buf caps = { .arena = c->arena };

    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_grants; i++)
            buf_printf(&caps, "%s%s", caps.n ? " " : "", modules[m]->grants[i].cap);
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++) {
            const struct route *r = &modules[m]->routes[i];

            if (r->method == GET && !strchr(r->path, ':'))
                test_each_failure(c, buf_str(&caps), GET, r->path);
        }
}
