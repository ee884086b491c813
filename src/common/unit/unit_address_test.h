/* unit_address_test - the official lists as a gazette, for tests; read from ../shared (LT_SHARED).
 */
#ifndef UNIT_UNIT_ADDRESS_TEST_H
#define UNIT_UNIT_ADDRESS_TEST_H

#include "common/unit/unit_address.h"
#include "core/ctx.h"

struct official_row {
    uint32_t unit;
    const char *kind, *name, *full_name;
    size_t district, province; /* indexes of the same list of rows */
};
typedef LIST(struct official_row) official_rows;
struct official {
    struct gazette *gazette;
    official_rows old_provinces, old_districts, old_communes, provinces, communes;
    const char *(*names)[LEVELS]; /* by unit; "" where there is none */
};
/* False, with a note: the files are not there. */
bool official_list(struct ctx *c, struct official *ret);

#endif
