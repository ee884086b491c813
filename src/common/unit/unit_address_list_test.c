/* The official lists as a gazette: what the directory would hold after their import. */
#include "common/unit/unit_address_test.h"
#include "core/csv.h"
#include "core/day.h"
#include "core/store.h"
#include "core/test.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILE_BYTES = 8 << 20, ROWS = 20000 };

struct loader {
    struct ctx *c;
    struct official *o;
    struct gazette_draft draft;
    int64_t cut;
};

static bool read_list(struct ctx *c, const char *name, csv_lines *ret)
{
    const char *dir = getenv("LT_SHARED");
    const char *path = arena_printf(c->arena, "%s/data/units/%s", dir ? dir : "../shared", name);
    struct bytes text;

    if (!store_is_there(path)) {
        printf("note: no %s (LT_SHARED): addresses of the official list are not tested\n", path);
        return false;
    }
    return store_read(c, path, FILE_BYTES, &text) && csv_read(c, text.p, text.n, ROWS, ret);
}

static const char *field(const csv_lines *l, size_t row, const char *name)
{
    for (size_t i = 0; i < l->v[0].n; i++)
        if (strcmp(l->v[0].field[i], name) == 0)
            return l->v[row].field[i];
    return "";
}

static size_t row_of(const csv_lines *l, const char *code)
{
    for (size_t i = 1; i < l->n; i++)
        if (strcmp(field(l, i, "code"), code) == 0)
            return i - 1;
    return SIZE_MAX;
}

static unsigned type_of(const char *kind)
{
    static const char *const kinds[] = { "phường", "xã",     "thị trấn",  "đặc khu", "quận",
                                         "huyện",  "thị xã", "thành phố", "tỉnh" };

    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i], kind) == 0)
            return 1u << i;
    return 0;
}

static uint32_t add_unit(struct loader *l, const csv_lines *rows, size_t i, enum unit_level level,
                         bool old)
{
    uint32_t at = (uint32_t)l->draft.units.n;

    *LIST_PUSH(l->c->arena, &l->draft.units) =
        (struct gazette_unit){ .id = (int64_t)at + 1,
                               .level = level,
                               .types = type_of(field(rows, i, "kind")),
                               .from = old ? day(2020, 1, 1) : l->cut,
                               .until = old ? l->cut : 0 };
    *LIST_PUSH(l->c->arena, &l->draft.names) =
        (struct gazette_name){ at, field(rows, i, "full_name"), false };
    if (*field(rows, i, "name_in_conversion_table"))
        *LIST_PUSH(l->c->arena, &l->draft.names) =
            (struct gazette_name){ at, field(rows, i, "name_in_conversion_table"), true };
    return at;
}

static void add_tie(struct loader *l, uint32_t unit, uint32_t above, bool kin)
{
    *LIST_PUSH(l->c->arena, &l->draft.ties) = (struct gazette_tie){ unit, above, kin };
}

static void take(struct loader *l, const csv_lines *rows, enum unit_level level, bool old,
                 official_rows *ret)
{
    for (size_t i = 1; i < rows->n; i++)
        *LIST_PUSH(l->c->arena, ret) =
            (struct official_row){ .unit = add_unit(l, rows, i, level, old),
                                   .kind = field(rows, i, "kind"),
                                   .name = field(rows, i, "name"),
                                   .full_name = field(rows, i, "full_name") };
}

/* Provinces of both lists that have one name are one unit. */
static void take_provinces(struct loader *l, const csv_lines *rows)
{
    official_rows *old = &l->o->old_provinces;

    for (size_t i = 1; i < rows->n; i++) {
        struct official_row r = { .kind = field(rows, i, "kind"),
                                  .name = field(rows, i, "name"),
                                  .full_name = field(rows, i, "full_name") };
        size_t k = 0;

        while (k < old->n && strcmp(old->v[k].name, r.name) != 0)
            k++;
        ASSERT(k < old->n);
        r.unit = old->v[k].unit;
        l->draft.units.v[r.unit].until = 0;
        l->draft.units.v[r.unit].types |= type_of(r.kind);
        *LIST_PUSH(l->c->arena, &l->o->provinces) = r;
    }
}

static void add_called(struct loader *l, const official_rows *rows, const char *name,
                       const char *called)
{
    for (size_t i = 0; i < rows->n; i++)
        if (strcmp(rows->v[i].name, name) == 0)
            *LIST_PUSH(l->c->arena, &l->draft.names) =
                (struct gazette_name){ rows->v[i].unit, called, true };
}

static void tie_old(struct loader *l, const csv_lines *op, const csv_lines *od, const csv_lines *oc,
                    const csv_lines *np)
{
    struct official *o = l->o;

    for (size_t i = 0; i < o->old_districts.n; i++) {
        struct official_row *r = &o->old_districts.v[i];
        size_t p = row_of(op, field(od, i + 1, "province_code"));

        r->province = p;
        add_tie(l, r->unit, o->old_provinces.v[p].unit, false);
        add_tie(l, r->unit, o->provinces.v[row_of(np, field(op, p + 1, "new_province_code"))].unit,
                true);
    }
    for (size_t i = 0; i < o->old_communes.n; i++) {
        struct official_row *r = &o->old_communes.v[i];

        r->district = row_of(od, field(oc, i + 1, "district_code"));
        r->province = o->old_districts.v[r->district].province;
        add_tie(l, r->unit, o->old_districts.v[r->district].unit, false);
        add_tie(l, r->unit, o->old_provinces.v[r->province].unit, false);
    }
}

static void tie_new(struct loader *l, const csv_lines *nc, const csv_lines *np)
{
    struct official *o = l->o;

    for (size_t i = 0; i < o->communes.n; i++) {
        struct official_row *r = &o->communes.v[i];

        r->district = SIZE_MAX;
        r->province = row_of(np, field(nc, i + 1, "province_code"));
        add_tie(l, r->unit, o->provinces.v[r->province].unit, false);
    }
}

/* Codes are ascending in the files: one walk instead of a search for each line. */
static size_t seek(const csv_lines *rows, const char *code)
{
    size_t low = 1, high = rows->n;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (strcmp(field(rows, mid, "code"), code) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < rows->n && strcmp(field(rows, low, "code"), code) == 0 ? low - 1 : SIZE_MAX;
}

static void tie_changes(struct loader *l, const csv_lines *ch, const csv_lines *oc,
                        const csv_lines *nc)
{
    struct official *o = l->o;

    for (size_t i = 1; i < ch->n; i++) {
        size_t a = strcmp(field(ch, i, "old_level"), "commune") == 0
                       ? seek(oc, field(ch, i, "old_code"))
                       : SIZE_MAX;
        size_t b = seek(nc, field(ch, i, "new_code"));

        if (a == SIZE_MAX || b == SIZE_MAX)
            continue;
        const struct official_row *old = &o->old_communes.v[a], *new = &o->communes.v[b];
        add_tie(l, old->unit, o->provinces.v[new->province].unit, true);
        add_tie(l, new->unit, o->old_districts.v[old->district].unit, true);
        add_tie(l, new->unit, o->old_provinces.v[old->province].unit, true);
    }
}

static void name_paths(struct loader *l)
{
    struct official *o = l->o;
    const official_rows *lists[] = { &o->old_provinces, &o->old_districts, &o->old_communes,
                                     &o->communes };

    o->names = arena_alloc(l->c->arena, l->draft.units.n * sizeof *o->names);
    for (size_t i = 0; i < l->draft.units.n; i++)
        for (size_t k = 0; k < LEVELS; k++)
            o->names[i][k] = "";
    for (size_t k = 0; k < COUNT(lists); k++)
        for (size_t i = 0; i < lists[k]->n; i++) {
            const struct official_row *r = &lists[k]->v[i];
            const char **names = o->names[r->unit];

            names[l->draft.units.v[r->unit].level] = r->name;
            if (k == 1 || k == 2)
                names[LEVEL_PROVINCE] = o->old_provinces.v[r->province].name;
            if (k == 2)
                names[LEVEL_DISTRICT] = o->old_districts.v[r->district].name;
            if (k == 3)
                names[LEVEL_PROVINCE] = o->provinces.v[r->province].name;
        }
}

bool official_list(struct ctx *c, struct official *ret)
{
    csv_lines op = { 0 }, od = { 0 }, oc = { 0 }, np = { 0 }, nc = { 0 }, ch = { 0 };
    struct loader l = { .c = c, .o = ret, .cut = day(2025, 7, 1) };

    *ret = (struct official){ 0 };
    if (!read_list(c, "old_provinces.csv", &op) || !read_list(c, "old_districts.csv", &od) ||
        !read_list(c, "old_communes.csv", &oc) || !read_list(c, "provinces.csv", &np) ||
        !read_list(c, "communes.csv", &nc) || !read_list(c, "changes.csv", &ch))
        return false;
    take(&l, &op, LEVEL_PROVINCE, true, &ret->old_provinces);
    take_provinces(&l, &np);
    take(&l, &od, LEVEL_DISTRICT, true, &ret->old_districts);
    take(&l, &oc, LEVEL_COMMUNE, true, &ret->old_communes);
    take(&l, &nc, LEVEL_COMMUNE, false, &ret->communes);
    add_called(&l, &ret->provinces, "Hồ Chí Minh", "Sài Gòn");
    add_called(&l, &ret->provinces, "Hồ Chí Minh", "HCMC");
    add_called(&l, &ret->provinces, "Huế", "Thừa Thiên Huế");
    add_called(&l, &ret->provinces, "Huế", "TTH");
    add_called(&l, &ret->provinces, "Huế", "TT Huế");
    add_called(&l, &ret->provinces, "Hà Nội", "HN");
    add_called(&l, &ret->provinces, "Hà Nội", "Hà Tây");
    add_called(&l, &ret->old_districts, "Thủ Đức", "Quận 2");
    add_called(&l, &ret->old_districts, "Thủ Đức", "Quận 9");
    tie_old(&l, &op, &od, &oc, &np);
    tie_new(&l, &nc, &np);
    tie_changes(&l, &ch, &oc, &nc);
    ret->gazette = unit_gazette_make(c->arena, &l.draft);
    name_paths(&l);
    return true;
}
