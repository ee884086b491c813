/*
 * unit_import - a folder of CSV files becomes a list of units (docs/units.md has the format).
 * Only for the files of this slice: reading (unit_import.c), what the lines mean
 * (unit_import_places.c, unit_import_changes.c, unit_import_agencies.c).
 */
#ifndef UNIT_UNIT_IMPORT_H
#define UNIT_UNIT_IMPORT_H

#include "common/unit/unit_set.h"
#include "core/csv.h"

enum unit_file {
    F_PROVINCES,
    F_COMMUNES,
    F_OLD_PROVINCES,
    F_OLD_DISTRICTS,
    F_OLD_COMMUNES,
    F_CHANGES,
    F_LATER,
    F_AGENCIES,
    F_FACTS,
    UNIT_FILES
};
enum { UNIT_COLUMNS = 13 };

struct unit_sheet {
    const char *file;
    const char *const *columns; /* that are read; NULL-terminated */
    size_t at[UNIT_COLUMNS];    /* where they stand in this file */
    const struct csv_line *v;   /* without the header line */
    size_t n;
};
struct unit_import {
    struct ctx *c;
    struct unit_set *set;
    unit_faults *faults;
    struct unit_sheet sheet[UNIT_FILES];
};

/* Columns, in the order of unit_import.c's tables. */
enum { P_CODE, P_FULL, P_KIND, P_FROM, P_EID, P_ACT, P_COMMUNES, P_WARDS, P_RURAL, P_ZONES };
enum { C_CODE, C_FULL, C_KIND, C_PROVINCE };
enum { OP_CODE, OP_FULL, OP_KIND, OP_NEW, OP_EID, OP_AFTER };
enum { OD_CODE, OD_FULL, OD_KIND, OD_PROVINCE, OD_ZONE };
enum { OC_CODE, OC_FULL, OC_KIND, OC_DISTRICT, OC_PROVINCE };
enum { G_LEVEL, G_OLD, G_NEW, G_KIND, G_DETAIL, G_WHAT, G_NOTE, G_ACT, G_CLAUSE, G_CORRECTION };
enum { L_DAY, L_LEVEL, L_CODE, L_FIELD, L_OLD, L_NEW, L_ACT, L_FULL };
enum { A_CODE, A_NAME, A_GROUP, A_KIND, A_STATUS, A_SINCE, A_UNTIL, A_NEXT };
enum { X_CODE, X_AREA, X_AREA_FLAG, X_PEOPLE, X_PEOPLE_FLAG, X_LAT, X_LON, X_SEAT };

/* The folder as a list; false: it cannot be read at all. Mistakes of the lines are faults. */
MUST_USE bool unit_import_read(struct ctx *c, const char *dir, struct unit_set *set,
                               unit_faults *faults);

/* ---- pieces ---- */

const char *unit_cell(const struct unit_sheet *s, size_t row, int column);
void unit_cell_fault(struct unit_import *i, const struct unit_sheet *s, size_t row, int column,
                     const char *reason);
/* A unit of the set by a letter and a code: "P01" province, "o00004" commune before the day ...;
 * 0, with a fault, if there is none. */
size_t unit_cell_unit(struct unit_import *i, const struct unit_sheet *s, size_t row, int column,
                      char letter);
bool unit_cell_code(struct unit_import *i, const struct unit_sheet *s, size_t row, int column,
                    size_t digits);
/* Is it one of the words that may stand there ("xã phường …")? Else a fault. */
bool unit_cell_word(struct unit_import *i, const struct unit_sheet *s, size_t row, int column,
                    const char *const *words);
extern const char *const unit_province_types[],
    *const unit_district_types[], *const unit_commune_types[],
                                      *const unit_former_types[]; /* NULL-terminated */

void unit_import_places(struct unit_import *i);
void unit_import_changes(struct unit_import *i);
void unit_import_later(struct unit_import *i);
void unit_import_agencies(struct unit_import *i);

#endif
