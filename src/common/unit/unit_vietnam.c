/* The package's provinces, communes and their former communes, with what it has wrong put right. */
#include "common/unit/unit_vietnam.h"

#include <string.h>

#include "common/unit/unit_dir.h"
#include "common/unit/unit_vietnam_facts.h"
#include "core/day.h"
#include "core/text.h"

struct build {
    struct ctx *c;
    struct unit_set *s;
};

/* ---- words ---- */

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

/* The list's own word is what the name begins with. */
static const char *type_of(const char *name)
{
    static const char *const types[][2] = {
        { "Phường ", "phường" },   { "Xã ", "xã" },     { "Thị trấn ", "thị trấn" },
        { "Đặc khu ", "đặc khu" }, { "Quận ", "quận" }, { "Huyện ", "huyện" },
        { "Thị xã ", "thị xã" },   { "Tỉnh ", "tỉnh" }, { "Thành phố ", "thành phố" },
    };

    for (size_t i = 0; i < COUNT(types); i++)
        if (strncmp(name, types[i][0], strlen(types[i][0])) == 0)
            return types[i][1];
    return "";
}

/* "tinh hoa binh", "Thành phố Huế": what the province is called without its type. */
static const char *bare(struct ctx *c, const char *name)
{
    const char *key = unit_key_of(c->arena, name);

    return strncmp(key, "tinh ", 5) == 0         ? key + 5
           : strncmp(key, "thanh pho ", 10) == 0 ? key + 10
                                                 : key;
}

static size_t find(const struct build *b, char letter, const char *word)
{
    return unit_set_find(b->s, arena_printf(b->c->arena, "%c%s", letter, word));
}

static size_t add(const struct build *b, char letter, const char *word, struct unit_set_unit u)
{
    u.file = "";
    return unit_set_add(b->c, b->s, arena_printf(b->c->arena, "%c%s", letter, word), &u);
}

/* One that ended on the day of the list. */
static struct unit_set_unit former(const struct build *b, const char *kind, size_t tenant,
                                   int64_t since)
{
    return (
        struct unit_set_unit){ .kind = kind, .tenant = tenant, .since = since, .until = b->s->day };
}

static void put_fact(const struct build *b, size_t at, int64_t since, const char *name,
                     size_t parent)
{
    unit_set_fact(b->c, b->s, at,
                  &(struct unit_set_fact){ .since = since,
                                           .type = type_of(name),
                                           .name = name,
                                           .parent = parent,
                                           .marks = since == b->s->day });
}

static void put_code(const struct build *b, size_t at, const char *system, const char *code,
                     int64_t since, int64_t until)
{
    unit_set_code(b->c, b->s, at, &(struct unit_set_code){ system, code, since, until });
}

static void put_change(const struct build *b, const char *kind, size_t from, size_t to,
                       int64_t whole, const char *act)
{
    unit_set_change(b->c, b->s, from, to,
                    &(struct unit_change){ .day = b->s->day,
                                           .kind = kind,
                                           .whole = whole,
                                           .area = -1,
                                           .population = -1,
                                           .detail = "",
                                           .act = act,
                                           .clause = "",
                                           .note = "" });
}

/* ---- provinces ---- */

/* The electronic identifiers are in force since then (Decision 20/2020/QĐ-TTg). */
static int64_t eid_day(void)
{
    return day(2020, 7, 22);
}

static void add_former_province(const struct build *b, const struct former_province *p)
{
    size_t at = add(b, 'p', p->code, former(b, "province", 0, eid_day()));

    put_fact(b, at, eid_day(), p->name, find(b, 'S', ""));
    put_code(b, at, "agency", p->eid, eid_day(), b->s->day);
    put_code(b, at, "province", p->code, b->s->first, b->s->day);
    unit_set_name(b->c, b->s, arena_printf(b->c->arena, "N%s", bare(b->c, p->name)), at);
}

/* The body called province, its People's Committee, goes on: by Decision 09/2025/QĐ-TTg the new
 * province keeps the identifier of the old one of its name. */
static void add_province(const struct build *b, const struct json_value *row)
{
    struct ctx *c = b->c;
    const char *code = json_str(row, "province_code"), *name = clean_name(c, json_str(row, "name"));
    size_t at = find(b, 'N', bare(c, name));

    if (!at || !*code)
        return;
    struct unit_set_unit *u = unit_set_at(b->s, at);
    if (!*type_of(name))
        name = arena_printf(c->arena, "Tỉnh %s", name);
    u->until = 0;
    u->codes.v[0].until = 0; /* the identifier */
    put_fact(b, at, b->s->day, name, find(b, 'S', ""));
    put_code(b, at, "province", code, b->s->day, 0);
    if (strcmp(code, "79") == 0)
        put_code(b, at, "alias", "TP.HCM", eid_day(), 0);
    unit_set_name(c, b->s, arena_printf(c->arena, "P%s", code), at);
}

static void merge_province(const struct build *b, const struct former_province *p)
{
    size_t from = find(b, 'p', p->code), to = find(b, 'P', p->now), alone = 0;

    for (size_t i = 0; i < COUNT(former_provinces); i++)
        alone += strcmp(former_provinces[i].now, p->now) == 0;
    if (!to)
        return;
    if (from != to)
        unit_set_at(b->s, from)->successor = to;
    put_change(b, alone == 1 ? "unchanged" : "merged", from, to, 1,
               alone == 1 ? b->s->act : "202/2025/QH15");
}

/* ---- districts: the package has their names only ---- */

static size_t add_district(const struct build *b, size_t province, const char *name)
{
    const char *word =
        arena_printf(b->c->arena, "%zu %s", province, unit_key_of(b->c->arena, name));
    size_t at = find(b, 'd', word);

    if (at)
        return at;
    at = add(b, 'd', word, former(b, "district", province, b->s->first));
    put_fact(b, at, b->s->first, name, province);
    return at;
}

/* The level of districts ended with the list (Law 72/2025/QH15). */
static void dissolve_districts(const struct build *b)
{
    for (size_t i = 1; i <= b->s->units.n; i++)
        if (strcmp(unit_set_at(b->s, i)->kind, "district") == 0 && !unit_set_at(b->s, i)->successor)
            put_change(b, "dissolved", i, 0, 1, "72/2025/QH15");
}

static void add_island(const struct build *b, const struct island *k)
{
    size_t zone = find(b, 'n', k->zone), at;

    if (!zone)
        return;
    at = add_district(b, find(b, 'p', k->province), k->name);
    unit_set_at(b->s, at)->successor = zone;
    put_change(b, "kind_changed", at, zone, 1, k->act);
}

/* ---- communes ---- */

static void add_former(const struct build *b, const char *code, const char *name,
                       const char *district, const char *province)
{
    struct ctx *c = b->c;
    size_t top = find(b, 'N', bare(c, clean_name(c, province)));

    if (!top || !*code || find(b, 'o', code))
        return;
    district = clean_name(c, district);
    if (strcmp(district, renamed_district) == 0)
        district = renamed_district_now;
    size_t above = add_district(b, top, district);
    size_t at = add(b, 'o', code, former(b, "commune", top, b->s->first));
    put_fact(b, at, b->s->first, clean_name(c, name), above);
    put_code(b, at, "commune", code, b->s->first, b->s->day);
}

static const char *right_code(const char *code)
{
    return strcmp(code, ia_mo_wrong) == 0 ? ia_mo : code;
}

static void add_commune(const struct build *b, const struct json_value *row)
{
    const char *code = right_code(json_str(row, "ward_code"));
    size_t province = find(b, 'P', json_str(row, "province_code")), old = find(b, 'o', code);

    if (!province || !*code)
        return;
    bool goes_on = strstr(going_on, code) && old && unit_set_at(b->s, old)->tenant == province;
    size_t at = goes_on ? old
                        : add(b, 'n', code,
                              (struct unit_set_unit){
                                  .kind = "commune", .tenant = province, .since = b->s->day });
    unit_set_at(b->s, at)->until = 0;
    if (goes_on)
        unit_set_name(b->c, b->s, arena_printf(b->c->arena, "n%s", code), at);
    put_fact(b, at, b->s->day, clean_name(b->c, json_str(row, "name")), province);
    put_code(b, at, "commune", code, b->s->day, 0);
}

static const char *kind_of(struct ctx *c, const struct unit_set_fact *before,
                           const struct unit_set_fact *now)
{
    if (strcmp(before->type, now->type) != 0)
        return "kind_changed";
    return strcmp(unit_key_of(c->arena, before->name), unit_key_of(c->arena, now->name)) == 0
               ? "unchanged"
               : "renamed";
}

/* One that went on came out whole; of all others nobody says how much went there. */
static void put_edge(const struct build *b, const char *old, const char *now)
{
    size_t from = find(b, 'o', old), to = find(b, 'n', now);

    if (!from || !to)
        return;
    const struct unit_set_unit *u = unit_set_at(b->s, from), *v = unit_set_at(b->s, to);
    if (strcmp(old, now) != 0 || !strstr(going_on, old)) {
        put_change(b, "merged", from, to, -1, "");
        return;
    }
    if (from != to)
        unit_set_at(b->s, from)->successor = to;
    put_change(b, kind_of(b->c, &u->facts.v[0], &v->facts.v[v->facts.n - 1]), from, to, 1, "");
}

static const char *now_of(const char *old, const char *told)
{
    for (size_t i = 0; i < COUNT(exchanged); i++)
        if (strcmp(exchanged[i].old, old) == 0)
            return exchanged[i].now;
    return right_code(told);
}

/* ---- all ---- */

/* Only those that are part of a province of the list. */
static void add_former_provinces(const struct build *b, const struct json_value *rows)
{
    for (size_t i = 0; i < COUNT(former_provinces); i++)
        for (size_t k = 0; k < json_count(rows); k++)
            if (strcmp(json_str(json_at(rows, k), "province_code"), former_provinces[i].now) == 0)
                add_former_province(b, &former_provinces[i]);
}

static const struct json_value *table(const struct json_value *root, const char *name)
{
    for (size_t i = 0; i < json_count(root); i++)
        if (strcmp(json_str(json_at(root, i), "name"), name) == 0 &&
            strcmp(json_str(json_at(root, i), "type"), "table") == 0)
            return json_get(json_at(root, i), "data");
    return json_get(root, name);
}

static void add_formers(const struct build *b, const struct json_value *rows)
{
    for (size_t i = 0; i < json_count(rows); i++) {
        const struct json_value *r = json_at(rows, i);

        add_former(b, json_str(r, "old_ward_code"), json_str(r, "old_ward_name"),
                   json_str(r, "old_district_name"), json_str(r, "old_province_name"));
    }
    for (size_t i = 0; i < COUNT(former_provinces); i++)
        if (strcmp(former_provinces[i].code, ia_mo_province) == 0)
            add_former(b, ia_mo, ia_mo_name, ia_mo_district, former_provinces[i].name);
}

static void add_edges(const struct build *b, const struct json_value *rows)
{
    for (size_t i = 0; i < json_count(rows); i++) {
        const struct json_value *r = json_at(rows, i);
        const char *old = json_str(r, "old_ward_code");

        if (*old)
            put_edge(b, old, now_of(old, json_str(r, "new_ward_code")));
    }
    put_edge(b, ia_mo, ia_mo);
}

bool unit_vietnam_set(struct ctx *c, const struct json_value *address, struct unit_set *ret)
{
    const struct json_value *provinces = table(address, "provinces");
    const struct json_value *communes = table(address, "wards");
    const struct json_value *formers = table(address, "ward_mappings");
    struct build b = { c, ret };

    if (json_count(provinces) == 0 || json_count(communes) == 0)
        return fail(c, ERR_INPUT, "this is not the list of provinces and communes");
    /* The list of Decision 19/2025/QĐ-TTg; the one before as it stood since 1 March 2025. */
    ret->first = day(2025, 3, 1);
    ret->day = day(2025, 7, 1);
    ret->act = ret->title = "19/2025/QĐ-TTg";
    unit_set_state(c, ret);
    add_former_provinces(&b, provinces);
    for (size_t i = 0; i < json_count(provinces); i++)
        add_province(&b, json_at(provinces, i));
    for (size_t i = 0; i < COUNT(former_provinces); i++)
        merge_province(&b, &former_provinces[i]);
    add_formers(&b, formers);
    for (size_t i = 0; i < json_count(communes); i++)
        add_commune(&b, json_at(communes, i));
    for (size_t i = 0; i < COUNT(islands); i++)
        add_island(&b, &islands[i]);
    add_edges(&b, formers);
    dissolve_districts(&b);
    return true;
}
