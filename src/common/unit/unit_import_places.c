/* Provinces, districts and communes of an import, before and since the day of the list. */
#include <string.h>

#include "common/unit/unit_import.h"
#include "core/text.h"

/* What is read into one row, checked as far as a row can be. */
struct row {
    struct unit_import *i;
    const struct unit_sheet *s;
    size_t n;
};

static const char *cell(const struct row *r, int column)
{
    return unit_cell(r->s, r->n, column);
}

static const char *name_of(const struct row *r, char letter, int column)
{
    return arena_printf(r->i->c->arena, "%c%s", letter, cell(r, column));
}

/* Code, name and kind; the code once only. */
static bool check(const struct row *r, char letter, size_t digits, const char *const *types)
{
    struct ctx *c = r->i->c;
    bool ok = unit_cell_code(r->i, r->s, r->n, 0, digits);

    ok = unit_cell_word(r->i, r->s, r->n, 2, types) && ok;
    if (!*cell(r, 1)) {
        unit_cell_fault(r->i, r->s, r->n, 1, T("the name is missing"));
        ok = false;
    }
    if (ok && unit_set_find(r->i->set, name_of(r, letter, 0))) {
        unit_cell_fault(r->i, r->s, r->n, 0,
                        TF("the code %s stands in this file twice", cell(r, 0)));
        ok = false;
    }
    return ok;
}

static struct unit_set_unit new_unit(const struct row *r, const char *kind, size_t tenant,
                                     int64_t since, int64_t until)
{
    return (struct unit_set_unit){ .kind = kind,
                                   .tenant = tenant,
                                   .since = since,
                                   .until = until,
                                   .file = r->s->file,
                                   .line = r->s->v[r->n].line };
}

static void put_fact(const struct row *r, size_t at, int64_t since, size_t parent, bool marks)
{
    unit_set_fact(r->i->c, r->i->set, at,
                  &(struct unit_set_fact){ .since = since,
                                           .type = cell(r, 2),
                                           .name = cell(r, 1),
                                           .parent = parent,
                                           .marks = marks });
}

static void put_code(const struct row *r, size_t at, const char *system, int64_t since,
                     int64_t until)
{
    unit_set_code(r->i->c, r->i->set, at,
                  &(struct unit_set_code){ system, cell(r, 0), since, until });
}

/* ---- provinces ---- */

static void add_old_province(const struct row *r)
{
    static const char *const after[] = { "kept", "closed", NULL };
    struct unit_set *set = r->i->set;
    bool goes_on = strcmp(cell(r, OP_AFTER), "kept") == 0;

    if (!check(r, 'p', 2, unit_province_types) ||
        !unit_cell_word(r->i, r->s, r->n, OP_AFTER, after))
        return;
    struct unit_set_unit u = new_unit(r, "province", 0, set->first, goes_on ? 0 : set->day);
    size_t at = unit_set_add(r->i->c, set, name_of(r, 'p', OP_CODE), &u);
    unit_set_name(r->i->c, set, name_of(r, 'E', OP_EID), at);
    put_fact(r, at, set->first, unit_set_find(set, "S"), false);
    put_code(r, at, "province", set->first, set->day);
}

/* It is the one of those it was merged from whose electronic identifier goes on: so says
 * Decision 09/2025/QĐ-TTg, which goes by the name. */
static void add_province(const struct row *r)
{
    struct ctx *c = r->i->c;
    struct unit_set *set = r->i->set;
    size_t at = unit_set_find(set, name_of(r, 'E', P_EID));

    if (!check(r, 'P', 2, unit_province_types))
        return;
    if (!at || unit_set_at(set, at)->until) {
        unit_cell_fault(
            r->i, r->s, r->n, P_EID,
            TF("no province of old_provinces.csv goes on with the identifier %s", cell(r, P_EID)));
        return;
    }
    unit_set_name(c, set, name_of(r, 'P', P_CODE), at);
    put_fact(r, at, set->day, unit_set_find(set, "S"), true);
    put_code(r, at, "province", set->day, 0);
    if (!*cell(r, P_ACT))
        unit_cell_fault(r->i, r->s, r->n, P_ACT, T("the legal act is missing"));
}

static bool has_code(const char *list, const char *code)
{
    size_t n = strlen(code);

    for (const char *s = list; (s = strstr(s, code)); s += n)
        if ((s == list || s[-1] == ';') && (s[n] == ';' || !s[n]))
            return true;
    return false;
}

/* The provinces were put together by Resolution 202/2025/QH15. */
static void merge_province(const struct row *r)
{
    struct ctx *c = r->i->c;
    const struct unit_sheet *now = &r->i->sheet[F_PROVINCES];
    size_t from = unit_set_find(r->i->set, name_of(r, 'p', OP_CODE)), k = 0;
    size_t to = unit_cell_unit(r->i, r->s, r->n, OP_NEW, 'P');

    while (k < now->n && strcmp(unit_cell(now, k, P_CODE), cell(r, OP_NEW)) != 0)
        k++;
    if (!from || !to || k == now->n)
        return;
    const char *list = unit_cell(now, k, P_FROM);
    if (!has_code(list, cell(r, OP_CODE)))
        unit_cell_fault(r->i, r->s, r->n, OP_NEW,
                        TF("provinces.csv does not say that %s came from %s", cell(r, OP_NEW),
                           cell(r, OP_CODE)));
    if (from != to)
        unit_set_at(r->i->set, from)->successor = to;
    bool alone = strcmp(list, cell(r, OP_CODE)) == 0;
    unit_set_change(c, r->i->set, from, to,
                    &(struct unit_change){ .day = r->i->set->day,
                                           .kind = alone ? "unchanged" : "merged",
                                           .whole = 1,
                                           .area = -1,
                                           .population = -1,
                                           .detail = "",
                                           .act = alone ? r->i->set->act : "202/2025/QH15",
                                           .clause = "",
                                           .note = "" });
}

/* ---- districts ---- */

static void add_district(const struct row *r)
{
    struct unit_set *set = r->i->set;

    if (!check(r, 'd', 3, unit_district_types))
        return;
    size_t above = unit_cell_unit(r->i, r->s, r->n, OD_PROVINCE, 'p');
    if (!above)
        return;
    struct unit_set_unit u = new_unit(r, "district", above, set->first, set->day);
    size_t at = unit_set_add(r->i->c, set, name_of(r, 'd', OD_CODE), &u);
    put_fact(r, at, set->first, above, false);
    put_code(r, at, "district", set->first, set->day);
}

/* ---- communes ---- */

/* Those that the list calls unchanged, renamed or of another type go on, unless their root
 * body is another one now. "g00115" is the number of the line of changes.csv. */
static void note_going_on(struct unit_import *i)
{
    static const char *const words[] = { "unchanged", "renamed", "type_changed", NULL };
    const struct unit_sheet *s = &i->sheet[F_CHANGES];

    for (size_t k = 0; k < s->n; k++)
        if (text_is(unit_cell(s, k, G_WHAT), words))
            unit_set_name(i->c, i->set, arena_printf(i->c->arena, "g%s", unit_cell(s, k, G_OLD)),
                          k + 1);
}

static void add_old_commune(const struct row *r)
{
    struct ctx *c = r->i->c;
    struct unit_set *set = r->i->set;

    if (!check(r, 'o', 5, unit_former_types))
        return;
    size_t above = unit_cell_unit(r->i, r->s, r->n, OC_DISTRICT, 'd');
    size_t tenant = unit_cell_unit(r->i, r->s, r->n, OC_PROVINCE, 'p');
    if (!above || !tenant)
        return;
    if (unit_set_at(set, above)->tenant != tenant)
        unit_cell_fault(r->i, r->s, r->n, OC_DISTRICT,
                        TF("the district %s lies in another province", cell(r, OC_DISTRICT)));
    struct unit_set_unit u = new_unit(r, "commune", tenant, set->first, set->day);
    size_t at = unit_set_add(c, set, name_of(r, 'o', OC_CODE), &u);
    put_fact(r, at, set->first, above, false);
    put_code(r, at, "commune", set->first, set->day);
}

/* Which commune of before it is under its own id; 0: a new one. */
static void find_self(struct unit_import *i)
{
    const struct unit_sheet *s = &i->sheet[F_CHANGES];

    for (size_t k = 0; k < s->n; k++) {
        const char *old = unit_cell(s, k, G_OLD);

        if (unit_set_find(i->set, arena_printf(i->c->arena, "g%s", old)) == k + 1)
            unit_set_name(i->c, i->set, arena_printf(i->c->arena, "G%s", unit_cell(s, k, G_NEW)),
                          unit_set_find(i->set, arena_printf(i->c->arena, "o%s", old)));
    }
}

static void add_commune(const struct row *r)
{
    struct ctx *c = r->i->c;
    struct unit_set *set = r->i->set;
    size_t at = unit_set_find(set, name_of(r, 'G', C_CODE));

    if (!check(r, 'n', 5, unit_commune_types))
        return;
    size_t above = unit_cell_unit(r->i, r->s, r->n, C_PROVINCE, 'P');
    if (!above)
        return;
    if (at && unit_set_at(set, at)->tenant == above) {
        unit_set_at(set, at)->until = 0;
        unit_set_name(c, set, name_of(r, 'n', C_CODE), at);
    } else {
        struct unit_set_unit u = new_unit(r, "commune", above, set->day, 0);

        at = unit_set_add(c, set, name_of(r, 'n', C_CODE), &u);
    }
    put_fact(r, at, set->day, above, false);
    put_code(r, at, "commune", set->day, 0);
}

/* The numbers that provinces.csv prints beside each province. */
static void count_communes(const struct row *r)
{
    static const int columns[] = { P_COMMUNES, P_WARDS, P_RURAL, P_ZONES };
    static const char *const types[] = { "", "phường", "xã", "đặc khu" };
    const struct unit_sheet *s = &r->i->sheet[F_COMMUNES];
    struct ctx *c = r->i->c;
    int64_t n[COUNT(types)] = { 0 }, told;

    for (size_t k = 0; k < s->n; k++)
        for (size_t t = 0; t < COUNT(types); t++)
            n[t] += strcmp(unit_cell(s, k, C_PROVINCE), cell(r, P_CODE)) == 0 &&
                    (t == 0 || strcmp(unit_cell(s, k, C_KIND), types[t]) == 0);
    for (size_t t = 0; t < COUNT(types); t++)
        if (!int_parse(cell(r, columns[t]), &told) || told != n[t])
            unit_cell_fault(
                r->i, r->s, r->n, columns[t],
                TF("%s is said here, communes.csv has %lld", cell(r, columns[t]), (long long)n[t]));
}

/* ---- all ---- */

static void each(struct unit_import *i, enum unit_file file, void (*add)(const struct row *r))
{
    struct row r = { .i = i, .s = &i->sheet[file] };

    for (; r.n < r.s->n; r.n++)
        add(&r);
}

void unit_import_places(struct unit_import *i)
{
    unit_set_state(i->c, i->set);
    each(i, F_OLD_PROVINCES, add_old_province);
    each(i, F_PROVINCES, add_province);
    each(i, F_OLD_PROVINCES, merge_province);
    each(i, F_OLD_DISTRICTS, add_district);
    note_going_on(i);
    each(i, F_OLD_COMMUNES, add_old_commune);
    find_self(i);
    each(i, F_COMMUNES, add_commune);
    each(i, F_PROVINCES, count_communes);
}
