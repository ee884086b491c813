/* People for tests, and the property that SQL and C agree about who sees what. */
#include "common/account/account_people.h"

#include "common/account/account_admin.h"
#include "common/account/account_desk.h"
#include "common/unit/unit.h"
#include "core/test.h"

#include "account_people_sql.h"

struct ctx account_as(struct ctx *c, int64_t account)
{
    struct ctx one = *c;
    struct actor *who = NEW(c->arena, struct actor);

    CHECK_OK(c, account_actor(c, account, who));
    one.actor = who;
    return one;
}

bool account_people(struct ctx *c, void *arg)
{
    struct account_people *p = arg;
    const struct {
        const char *code, *kind, *name;
        const int64_t *above;
        int64_t *ret;
    } units[] = { { "VN", "state", "Việt Nam", NULL, &p->vn },
                  { "BTC", "ministry", "Bộ Tài chính", &p->vn, &p->btc },
                  { "THUE", "department", "Cục Thuế", &p->btc, &p->tax },
                  { "HN", "province", "Hà Nội", &p->vn, &p->hanoi },
                  { "BD", "commune", "Ba Đình", &p->hanoi, &p->badinh } };
    const struct {
        const char *name, *person, *role;
        const int64_t *unit;
        int64_t *ret;
    } people[] = { { "admin", "Trần Thị Quản", "admin", &p->vn, &p->admin },
                   { "btc.admin", "Lê Văn Trị", "admin", &p->btc, &p->btc_admin },
                   { "btc.head", "Nguyễn Văn An", "head", &p->btc, &p->head },
                   { "hanoi.officer", "Phạm Thị Bình", "officer", &p->hanoi, &p->officer },
                   { "auditor", "Hoàng Văn Kiểm", "auditor", &p->vn, &p->auditor } };

    for (size_t i = 0; i < COUNT(units); i++)
        if (!unit_add(c,
                      &(struct unit_draft){ .system = i ? "agency" : "state",
                                            .code = units[i].code,
                                            .short_code = units[i].code,
                                            .kind = units[i].kind,
                                            .name = units[i].name,
                                            .parent = units[i].above ? *units[i].above : 0,
                                            .from = day(2020, 1, 1) },
                      units[i].ret))
            return false;
    for (size_t i = 0; i < COUNT(people); i++)
        if (!account_add(c,
                         &(struct account_draft){ .name = people[i].name,
                                                  .person = people[i].person,
                                                  .unit = *people[i].unit },
                         people[i].ret) ||
            !account_grant(c, *people[i].ret, people[i].role, *people[i].unit))
            return false;
    return true;
}

/* ---- random ones ---- */

uint64_t account_random(uint64_t *seed, uint64_t below)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (z ^ (z >> 31)) % below;
}

static bool plant_tree(struct ctx *c, struct account_crowd *w)
{
    for (size_t i = 0; i < ACCOUNT_CROWD_UNITS; i++) {
        int64_t path[8], parent = i ? w->unit[account_random(&w->seed, i)] : 0;
        struct unit_draft d = { .system = "agency",
                                .code = arena_printf(c->arena, "U%d", (int)i),
                                .kind = i ? "department" : "state",
                                .name = arena_printf(c->arena, "Đơn vị %d", (int)i),
                                .from = day(2020, 1, 1) };

        d.parent = i && unit_path(c, parent, path) > 5 ? w->unit[0] : parent;
        if (!unit_add(c, &d, &w->unit[i]))
            return false;
    }
    return true;
}

static bool give_roles(struct ctx *c, struct account_crowd *w, int64_t person)
{
    for (uint64_t n = account_random(&w->seed, 4); n > 0; n--) {
        const char *role = account_roles[account_random(&w->seed, 6)];
        /* not the whole state too often: the interesting reach is a part of it */
        int64_t unit = w->unit[account_random(&w->seed, 20) ? 1 + account_random(&w->seed, 39) : 0];

        if (account_grant(c, person, role, unit)) {
            if (account_random(&w->seed, 5) == 0 && strcmp(role, "admin") != 0 &&
                !account_revoke(c, person, role, unit))
                return false;
        } else if (c->err.kind != ERR_CONFLICT) /* the same role twice */
            return false;
        c->err = (struct err){ 0 };
    }
    return true;
}

bool account_crowd(struct ctx *c, void *arg)
{
    struct account_crowd *w = arg;

    if (!plant_tree(c, w))
        return false;
    for (size_t i = 0; i < ACCOUNT_CROWD_PEOPLE; i++) {
        struct account_draft d = { .name = arena_printf(c->arena, "person%d", (int)i),
                                   .person = arena_printf(c->arena, "Người thứ %d", (int)i),
                                   .unit = w->unit[account_random(&w->seed, ACCOUNT_CROWD_UNITS)] };
        struct account a;

        if (!account_add(c, &d, &w->person[i]) || !account_get(c, w->person[i], &a))
            return false;
        w->closed[i] = account_random(&w->seed, 8) == 0;
        if (w->closed[i] ? !account_shut(c, &a, c->now_ms) : !give_roles(c, w, w->person[i]))
            return false;
    }
    return true;
}

/* ---- the property ---- */

static bool is_reached(const account_people_reached_rows *l, int64_t unit)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].unit == unit)
            return true;
    return false;
}

static void compare(struct ctx *c, const struct account_crowd *w, size_t person)
{
    struct ctx me = account_as(c, w->person[person]);
    account_people_reached_rows reached = { 0 };

    CHECK_OK(&me, account_people_reached(&me, me.actor->id, me.actor->everywhere, &reached));
    for (size_t i = 0; i < ACCOUNT_CROWD_UNITS; i++)
        if (is_reached(&reached, w->unit[i]) != account_sees(&me, w->unit[i]))
            test_failed(__FILE__, __LINE__, "person %d and unit %d: SQL says %d", (int)person,
                        (int)i, (int)is_reached(&reached, w->unit[i]));
}

/* The administrators' list and the look at one account must agree in the same way. */
static void compare_lists(struct ctx *c, const struct account_crowd *w, size_t person)
{
    struct ctx me = account_as(c, w->person[person]);
    account_lines l = { 0 };

    CHECK_OK(&me, account_find(&me, "", "", &l));
    for (size_t i = 0; i < ACCOUNT_CROWD_PEOPLE; i++) {
        struct account a;
        bool listed = false, seen = account_look(&me, w->person[i], &a);

        me.err = (struct err){ 0 };
        for (size_t k = 0; k < l.n; k++)
            listed |= l.v[k].id == w->person[i];
        if (listed != seen)
            test_failed(__FILE__, __LINE__, "person %d and account %d: listed %d, seen %d",
                        (int)person, (int)i, listed, seen);
    }
}

static void compare_all(struct ctx *c, uint64_t seed)
{
    struct account_crowd w = { .seed = seed };

    CHECK_OK(c, test_write(c, account_crowd, &w));
    for (size_t i = 0; i < ACCOUNT_CROWD_PEOPLE; i++)
        if (!w.closed[i]) {
            compare(c, &w, i);
            compare_lists(c, &w, i);
        }
}

TEST(what_sql_lets_a_person_reach_is_what_account_sees_says)
{
    compare_all(c, 20250828);
}

TEST(what_sql_lets_a_person_reach_is_what_account_sees_says_for_another_crowd)
{
    compare_all(c, 315);
}

TEST(what_sql_lets_a_person_reach_is_what_account_sees_says_for_a_third_crowd)
{
    compare_all(c, 71);
}
