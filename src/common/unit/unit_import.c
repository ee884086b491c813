/* The files of an import folder: columns, cells, and what they may hold. */
#include "common/unit/unit_import.h"

#include <string.h>

#include "core/store.h"
#include "core/text.h"

enum { FILE_LIMIT = 64 << 20, LINE_LIMIT = 200000 };

static const char *const province_columns[] = { "code",   "full_name",  "kind",     "merged_from",
                                                "e_code", "resolution", "communes", "phuong",
                                                "xa",     "dac_khu",    NULL };
static const char *const commune_columns[] = { "code", "full_name", "kind", "province_code", NULL };
static const char *const old_province_columns[] = {
    "code", "full_name", "kind", "new_province_code", "e_code", "e_code_after_merger", NULL
};
static const char *const old_district_columns[] = { "code",          "full_name",           "kind",
                                                    "province_code", "became_special_zone", NULL };
static const char *const old_commune_columns[] = { "code",          "full_name",     "kind",
                                                   "district_code", "province_code", NULL };
static const char *const change_columns[] = { "old_level", "old_code",   "new_code", "kind",
                                              "detail",    "what",       "note_vi",  "resolution",
                                              "clause",    "correction", NULL };
static const char *const later_columns[] = { "date", "level",     "code",          "field", "old",
                                             "new",  "legal_act", "new_full_name", NULL };
static const char *const agency_columns[] = { "code",  "name",  "group",          "kind", "status",
                                              "since", "until", "successor_code", NULL };
static const char *const fact_columns[] = { "code",       "area_km2",        "area_flag",
                                            "population", "population_flag", "lat",
                                            "lon",        "seat_vi",         NULL };

static const struct unit_sheet sheets[UNIT_FILES] = {
    [F_PROVINCES] = { .file = "provinces.csv", .columns = province_columns },
    [F_COMMUNES] = { .file = "communes.csv", .columns = commune_columns },
    [F_OLD_PROVINCES] = { .file = "old_provinces.csv", .columns = old_province_columns },
    [F_OLD_DISTRICTS] = { .file = "old_districts.csv", .columns = old_district_columns },
    [F_OLD_COMMUNES] = { .file = "old_communes.csv", .columns = old_commune_columns },
    [F_CHANGES] = { .file = "changes.csv", .columns = change_columns },
    [F_LATER] = { .file = "later_changes.csv", .columns = later_columns },
    [F_AGENCIES] = { .file = "agencies.csv", .columns = agency_columns },
    [F_FACTS] = { .file = "communes_facts.csv", .columns = fact_columns },
};

const char *const unit_province_types[] = { "tỉnh", "thành phố", NULL };
const char *const unit_district_types[] = { "quận", "huyện", "thị xã", "thành phố", NULL };
const char *const unit_commune_types[] = { "xã", "phường", "đặc khu", NULL };
const char *const unit_former_types[] = { "xã", "phường", "thị trấn", NULL };

/* ---- cells ---- */

const char *unit_cell(const struct unit_sheet *s, size_t row, int column)
{
    return s->v[row].field[s->at[column]];
}

void unit_cell_fault(struct unit_import *i, const struct unit_sheet *s, size_t row, int column,
                     const char *reason)
{
    unit_fault(i->c, i->faults, s->file, s->v[row].line, s->columns[column], reason);
}

size_t unit_cell_unit(struct unit_import *i, const struct unit_sheet *s, size_t row, int column,
                      char letter)
{
    struct ctx *c = i->c;
    const char *code = unit_cell(s, row, column);
    size_t at = unit_set_find(i->set, arena_printf(c->arena, "%c%s", letter, code));

    if (!at)
        unit_cell_fault(i, s, row, column, TF("there is no unit with the code %s", code));
    return at;
}

bool unit_cell_code(struct unit_import *i, const struct unit_sheet *s, size_t row, int column,
                    size_t digits)
{
    struct ctx *c = i->c;
    const char *code = unit_cell(s, row, column);
    bool ok = strlen(code) == digits && strspn(code, "0123456789") == digits;

    if (!ok)
        unit_cell_fault(i, s, row, column,
                        TF("“%s” is not a code of %d digits", code, (int)digits));
    return ok;
}

bool unit_cell_word(struct unit_import *i, const struct unit_sheet *s, size_t row, int column,
                    const char *const *words)
{
    struct ctx *c = i->c;
    struct buf all = { .arena = c->arena };

    if (text_is(unit_cell(s, row, column), words))
        return true;
    for (; *words; words++)
        buf_printf(&all, "%s%s", all.n ? ", " : "", *words);
    unit_cell_fault(
        i, s, row, column,
        TF("“%s” cannot stand here; possible: %s", unit_cell(s, row, column), buf_str(&all)));
    return false;
}

/* ---- files ---- */

static bool find_column(const struct csv_line *head, const char *name, size_t *ret)
{
    for (size_t i = 0; i < head->n; i++)
        if (strcmp(head->field[i], name) == 0) {
            *ret = i;
            return true;
        }
    return false;
}

static void read_head(struct unit_import *i, struct unit_sheet *s, const csv_lines *l)
{
    struct ctx *c = i->c;

    if (l->n < 2) {
        unit_fault(c, i->faults, s->file, 0, "", T("there are no lines in this file"));
        return;
    }
    for (size_t k = 0; s->columns[k]; k++)
        if (!find_column(&l->v[0], s->columns[k], &s->at[k]))
            unit_fault(c, i->faults, s->file, 1, s->columns[k], T("this column is missing"));
    s->v = l->v + 1;
    s->n = l->n - 1;
}

static bool read_file(struct unit_import *i, const char *dir, struct unit_sheet *s)
{
    struct ctx *c = i->c;
    const char *path = arena_printf(c->arena, "%s/%s", dir, s->file);
    struct bytes text;
    csv_lines l = { 0 };

    if (!store_is_there(path)) {
        unit_fault(c, i->faults, s->file, 0, "", T("this file is missing"));
        return true;
    }
    if (!store_read(c, path, FILE_LIMIT, &text))
        return false;
    if (csv_read(c, text.p, text.n, LINE_LIMIT, &l)) {
        read_head(i, s, &l);
        return true;
    }
    unit_fault(c, i->faults, s->file, 0, "", c->err.message);
    bool known = c->err.kind == ERR_INPUT;
    if (known)
        c->err = (struct err){ 0 };
    return known;
}

bool unit_import_read(struct ctx *c, const char *dir, struct unit_set *set, unit_faults *faults)
{
    struct unit_import i = { .c = c, .set = set, .faults = faults };

    for (size_t k = 0; k < UNIT_FILES; k++) {
        i.sheet[k] = sheets[k];
        if (!read_file(&i, dir, &i.sheet[k]))
            return false;
    }
    if (faults->n) /* what the lines mean is of no use before they are all there */
        return true;
    unit_import_places(&i);
    unit_import_changes(&i);
    unit_import_later(&i);
    unit_import_agencies(&i);
    for (size_t k = 0; k < i.sheet[F_FACTS].n; k++)
        (void)unit_cell_unit(&i, &i.sheet[F_FACTS], k, X_CODE, 'n');
    return true;
}
