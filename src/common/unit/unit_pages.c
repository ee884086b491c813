/* The module. */
#include "common/unit/unit_dir.h"
#include "unit_schema.h"

const struct module unit_module = {
    .name = "unit",
    .schema = unit_schema,
    .n_schema = COUNT(unit_schema),
    .start = unit_dir_start,
    .stop = unit_dir_stop,
    .tick = unit_dir_tick,
};
