/* The lists of two days, side by side. */
#include <string.h>

#include "common/unit/unit_dir.h"
#include "common/unit/unit_plan.h"
#include "core/text.h"

static bool is_place(const struct unit *u)
{
    static const char *const places[] = { "province", "district", "commune", NULL };

    return text_is(u->kind, places);
}

static bool same(const struct unit *a, const struct unit *b)
{
    return a->parent == b->parent && strcmp(a->code, b->code) == 0 &&
           strcmp(a->name, b->name) == 0 && strcmp(a->type, b->type) == 0;
}

void unit_compare(struct ctx *c, int64_t from, int64_t to, unit_differences *ret)
{
    const struct unit_dir *d = unit_dir(c);

    for (size_t i = 0; i < d->n; i++) {
        if (!d->v[i].newest || !is_place(&d->v[i].u))
            continue;
        const struct unit *a = unit_dir_on(d, d->v[i].u.id, from);
        const struct unit *b = unit_dir_on(d, d->v[i].u.id, to);

        if ((!a && !b) || (a && b && same(a, b)))
            continue;
        const char *what = a ? N_("changed") : N_("added");

        if (!b)
            what = N_("removed");
        *LIST_PUSH(c->arena, ret) = (struct unit_difference){ what, a, b };
    }
}
