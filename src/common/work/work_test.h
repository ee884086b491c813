/* work_test - a small state to test with: two ministries, a province, what lies below. */
#ifndef WORK_WORK_TEST_H
#define WORK_WORK_TEST_H

#include "common/unit/unit.h"
#include "common/work/work_state.h"
#include "core/test.h"

struct tree {
    int64_t vn, btc, bkhcn, cuc, hanoi, badinh, list;
};
void tree_plant(struct ctx *c, struct tree *ret); /* and acts as somebody who sees all */
bool tree_open(struct ctx *c, struct obligation *o);
bool tree_apply(struct ctx *c, const struct work_change *w);

#endif
