/* unit_release_routes - releases, drafts and comparisons. Listed in unit_pages.c. */
#ifndef UNIT_UNIT_RELEASE_ROUTES_H
#define UNIT_UNIT_RELEASE_ROUTES_H

#include "common/unit/unit_view.h"

enum {
    UNIT_PLAN_INPUTS = 3,
    UNIT_LINE_INPUTS = 16,
    UNIT_CSV_INPUTS = 4,
    UNIT_DROP_INPUTS = 3,
    UNIT_SEEN_INPUTS = 1,
    UNIT_ADD_PLAN_INPUTS = 15,
    UNIT_REJECT_INPUTS = 1,
    UNIT_COMPARE_INPUTS = 5
};
extern const struct input unit_plan_inputs[UNIT_PLAN_INPUTS], unit_line_inputs[UNIT_LINE_INPUTS],
    unit_csv_inputs[UNIT_CSV_INPUTS], unit_drop_inputs[UNIT_DROP_INPUTS],
    unit_seen_inputs[UNIT_SEEN_INPUTS], unit_add_plan_inputs[UNIT_ADD_PLAN_INPUTS],
    unit_reject_inputs[UNIT_REJECT_INPUTS], unit_compare_inputs[UNIT_COMPARE_INPUTS];

bool unit_get_releases(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_release(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_release_list(struct ctx *c, const struct req *q, struct res *s);
/* Pages; also shown again after a mistake. */
bool unit_show_releases(struct ctx *c, const struct req *q, struct res *s);
bool unit_show_release(struct ctx *c, const struct req *q, struct res *s);
bool unit_show_publish(struct ctx *c, const struct req *q, struct res *s);
bool unit_show_lines(struct ctx *c, const struct req *q, struct res *s);
bool unit_show_line(struct ctx *c, const struct req *q, struct res *s);
bool unit_show_add_plan(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_add_plan(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_compare(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_plan(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_line(struct ctx *c, const struct req *q, struct res *s);
bool unit_prepare_lines(struct ctx *c, struct req *q);
bool unit_post_lines(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_drop(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_check(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_approve(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_publish(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_reject(struct ctx *c, const struct req *q, struct res *s);

#endif
