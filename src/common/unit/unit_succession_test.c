/* The pages of the succession: allowed, refused, wrong input; with roles that pass. */
#include "common/unit/unit_succession.h"
#include "core/test.h"

struct place {
    int64_t vn, one, mai, lan;
};

static bool plant(struct ctx *c, void *arg)
{
    struct place *p = arg;
    int64_t first = day(2025, 3, 1);
    struct unit_draft d = { .system = "province",
                            .code = "01",
                            .kind = "province",
                            .type = "tỉnh",
                            .name = "Tỉnh Một",
                            .from = first };

    if (!unit_load_state(c, &p->vn))
        return false;
    d.parent = p->vn;
    if (!unit_add(c, &d, &p->one))
        return false;
    d = (struct unit_draft){ .system = "commune",
                             .code = "00001",
                             .kind = "commune",
                             .type = "xã",
                             .name = "Xã Mai",
                             .parent = p->one,
                             .from = first };
    if (!unit_add(c, &d, &p->mai))
        return false;
    d.code = "00002";
    d.name = "Xã Lan";
    return unit_add(c, &d, &p->lan);
}

static bool end(struct ctx *c, void *arg)
{
    const int64_t *units = arg;

    return unit_close(c, units[0], day(2025, 8, 1), units[1]);
}

static const char *path(struct ctx *c, const char *format, int64_t id)
{
    struct buf b = { .arena = c->arena };

    for (; *format; format++)
        if (*format == '#')
            buf_int(&b, id);
        else
            buf_put(&b, format, 1);
    return buf_str(&b);
}

static struct place ended(struct ctx *c, bool named)
{
    struct place p;

    CHECK_OK(c, test_write(c, plant, &p));
    CHECK_OK(c, test_write(c, end, (int64_t[]){ p.mai, named ? p.lan : 0 }));
    return p;
}

TEST(succession_is_shown_to_those_who_approve_lists_and_to_auditors)
{
    struct place p = ended(c, true);

    CHECK_INT(ask(c, "", GET, "/units/succession").status, 303);
    CHECK_INT(ask(c, "unit.read", GET, "/units/succession").status, 403);
    CHECK_HAS(ask(c, "unit.succession", GET, "/units/succession").body.p, "Nothing is left");
    CHECK_HAS(ask(c, "unit.succession", GET, "/units/succession.json?on=2025-12-31").body.p,
              "\"undecided\":0");
    CHECK_INT(ask(c, "unit.succession", GET, "/units/succession?on=soon").status, 422);
    CHECK_HAS(ask(c, "unit.succession", GET, "/units/succession.csv").body.p, "day,kind,item");
    CHECK_HAS(ask(c, "unit.read unit.succession", GET, path(c, "/units/#", p.mai)).body.p,
              "has passed to its successor");
    CHECK_INT(ask(c, "unit.succession", GET, "/units/succession/7").status, 404);
}

TEST(succession_is_carried_out_by_those_who_approve_lists)
{
    ended(c, true);
    CHECK_INT(ask(c, "", POST, "/units/succession.json").status, 401);
    CHECK_INT(ask(c, "unit.succession", POST, "/units/succession.json").status, 403);
    CHECK_INT(ask(c, "unit.approve", POST, "/units/succession.json").status, 200);
}

TEST(succession_is_decided_with_a_reason_by_those_who_approve_lists)
{
    struct place p = ended(c, false);
    const char *good = arena_printf(
        c->arena, "/units/succession/choose.json?unit=%lld&successor=00002&reason=Minutes",
        (long long)p.mai);

    CHECK_HAS(ask(c, "unit.read", GET, path(c, "/units/#", p.mai)).body.p, "not decided yet");
    CHECK_INT(ask(c, "", POST, good).status, 401);
    CHECK_INT(ask(c, "unit.succession", POST, good).status, 403);
    CHECK_INT(ask(c, "unit.approve", POST,
                  "/units/succession/choose.json?unit=77&successor=00002&reason=x")
                  .status,
              422);
    CHECK_INT(ask(c, "unit.approve unit.succession", POST,
                  path(c, "/units/succession/choose?unit=#&successor=&reason=", p.mai))
                  .status,
              422);
    CHECK_INT(ask(c, "unit.approve", POST, good).status, 200);
    const char *before = path(c,
                              "/units/succession/choose?unit=#&successor=00002&reason=Minutes"
                              "&on=2025-08-02",
                              p.mai);
    CHECK_STR(ask(c, "unit.approve", POST, before).location, "/units/succession?on=2025-08-02");
    CHECK_HAS(ask(c, "unit.read", GET, path(c, "/units/#.json", p.mai)).body.p,
              "\"takes_over_by\":\"chosen\"");
}
