/* Roles pass to the successor of a unit that has ended. */
#include "common/account/account_admin.h"
#include "common/account/account_people.h"
#include "common/unit/unit.h"
#include "common/unit/unit_succession.h"
#include "core/test.h"

struct story {
    struct account_people p;
    int64_t until;
};

static bool plant(struct ctx *c, void *arg)
{
    struct story *s = arg;

    return account_people(c, &s->p) && unit_close(c, s->p.badinh, s->until, s->p.hanoi) &&
           account_grant(c, s->p.officer, "officer", s->p.badinh) &&
           account_grant(c, s->p.officer, "viewer", s->p.badinh) &&
           account_grant(c, s->p.officer, "viewer", s->p.hanoi);
}

static bool step(struct ctx *c, void *arg)
{
    return unit_succession_step(c, arg);
}

static int64_t pass_all(struct ctx *c)
{
    struct unit_step s = { .on = c->today, .most = 2 };
    int64_t moved = 0;

    do {
        CHECK_OK(c, test_write(c, step, &s));
        CHECK_INT(s.failed, 0);
        moved += s.moved;
    } while (c->err.kind == ERR_NONE && !s.done);
    return moved;
}

static size_t held_at(struct ctx *c, int64_t account, int64_t unit, const char *role,
                      struct account_held *ret)
{
    account_helds all = { 0 };
    size_t n = 0;

    CHECK_OK(c, account_roles_of(c, account, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].unit == unit && strcmp(all.v[i].role, role) == 0 && !all.v[i].until_ms) {
            *ret = all.v[i];
            n++;
        }
    return n;
}

TEST(roles_pass_at_midnight_to_the_successor_and_once)
{
    struct story s = { .until = c->today };
    struct account_held held;
    account_helds all = { 0 };
    const char *before;
    unit_runs runs = { 0 };

    CHECK_OK(c, test_write(c, plant, &s));
    CHECK(pass_all(c) >= 2);
    CHECK_INT(held_at(c, s.p.officer, s.p.badinh, "officer", &held), 0);
    CHECK_INT(held_at(c, s.p.officer, s.p.badinh, "viewer", &held), 0);
    CHECK_INT(held_at(c, s.p.officer, s.p.hanoi, "viewer", &held), 1); /* held there already */
    CHECK_INT(held_at(c, s.p.officer, s.p.hanoi, "officer", &held), 1);
    CHECK_OK(c, account_roles_of(c, s.p.officer, &all)); /* the history is there */
    CHECK(all.n >= 4);
    CHECK_OK(c, unit_run_list(c, &runs));
    CHECK_INT(runs.n, 1);
    CHECK_INT(runs.v[0].day, c->today);
    CHECK(runs.v[0].finished_at != 0);
    CHECK_INT(strlen(runs.v[0].checksum), 64);
    before = test_database(c);
    CHECK_INT(pass_all(c), 0);
    CHECK_STR(test_database(c), before);
}

TEST(roles_that_pass_late_were_held_until_then)
{
    struct story s = { .until = c->today - 3 };
    struct account_held held;

    CHECK_OK(c, test_write(c, plant, &s));
    CHECK(pass_all(c) >= 2);
    CHECK_INT(held_at(c, s.p.officer, s.p.hanoi, "officer", &held), 1);
    CHECK(held.since_ms >= s.until * 86400000);
}

TEST(a_run_shows_the_roles_that_passed_to_those_who_may_see_them)
{
    struct story s = { .until = c->today };
    unit_runs runs = { 0 };
    const char *address;

    CHECK_OK(c, test_write(c, plant, &s));
    CHECK_HAS(ask(c, "unit.succession account.read", GET, "/units/succession").body.p, "Officer");
    CHECK_HAS(ask(c, "unit.succession account.read", GET, "/units/succession.csv").body.p,
              ",role,");
    CHECK(pass_all(c) >= 2);
    CHECK_OK(c, unit_run_list(c, &runs));
    address = arena_printf(c->arena, "/units/succession/%lld", (long long)runs.v[0].id);
    CHECK_INT(ask(c, "", GET, address).status, 303);
    CHECK_INT(ask(c, "unit.read", GET, address).status, 403);
    CHECK_HAS(ask(c, "unit.succession account.read", GET, address).body.p, "Officer");
    CHECK_HAS_NOT(ask(c, "unit.succession", GET, address).body.p, "Officer");
    CHECK_HAS(ask(c, "unit.succession", GET, arena_printf(c->arena, "%s.json", address)).body.p,
              "\"rule\":\"named\"");
    CHECK_HAS(ask(c, "unit.succession", GET, arena_printf(c->arena, "%s.csv", address)).body.p,
              "named");
}
