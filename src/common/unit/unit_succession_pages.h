/* unit_succession_pages - what passes on and what has. Listed in unit_pages.c. */
#ifndef UNIT_UNIT_SUCCESSION_PAGES_H
#define UNIT_UNIT_SUCCESSION_PAGES_H

#include "common/unit/unit_view.h"

enum { UNIT_SUCCESSION_INPUTS = 1, UNIT_CHOOSE_INPUTS = 4 };
extern const struct input unit_succession_inputs[UNIT_SUCCESSION_INPUTS],
    unit_choose_inputs[UNIT_CHOOSE_INPUTS];

bool unit_get_succession(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_run(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_succession(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_choose(struct ctx *c, const struct req *q, struct res *s);

#endif
