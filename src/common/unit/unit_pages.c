/* The module. */
#include "common/unit/unit_dir.h"
#include "unit_schema.h"

extern const struct sealed unit_sealed, unit_fact_sealed, unit_code_sealed; /* unit.sql */
static const struct sealed *const sealed[] = { &unit_sealed, &unit_fact_sealed, &unit_code_sealed };

const struct module unit_module = {
    .name = "unit",
    .schema = unit_schema,
    .n_schema = COUNT(unit_schema),
    .sealed = sealed,
    .n_sealed = COUNT(sealed),
    .start = unit_dir_start,
    .stop = unit_dir_stop,
    .tick = unit_dir_tick,
    .check = unit_check,
};
