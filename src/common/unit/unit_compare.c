/* The lists of two days, side by side. */
#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_dir.h"
#include "common/unit/unit_plan.h"
#include "core/text.h"

bool unit_is_place(const struct unit *u)
{
    static const char *const places[] = { "province", "district", "commune", NULL };

    return text_is(u->kind, places);
}

static bool same(const struct unit *a, const struct unit *b)
{
    return a->parent == b->parent && strcmp(a->code, b->code) == 0 &&
           strcmp(a->name, b->name) == 0 && strcmp(a->type, b->type) == 0;
}

static const struct unit *side(const struct unit_difference *d)
{
    return d->after ? d->after : d->before;
}

static int by_place(const void *a, const void *b)
{
    return unit_place_order(side(a), side(b));
}

/* The last change between the days by which the unit became what it is. */
static const struct unit_change *cause(struct ctx *c, const struct unit_difference *v, int64_t from,
                                       int64_t to)
{
    unit_changes all = { 0 };
    const struct unit_change *ret = NULL;

    if (v->after)
        unit_changes_to(c, v->after->id, &all);
    else
        unit_changes_from(c, v->before->id, &all);
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i]->day > from && all.v[i]->day <= to)
            ret = all.v[i];
    return ret;
}

void unit_compare(struct ctx *c, int64_t from, int64_t to, unit_differences *ret)
{
    const struct unit_dir *d = unit_dir(c);

    for (size_t i = 0; i < d->n; i++) {
        if (!d->v[i].newest || !unit_is_place(&d->v[i].u))
            continue;
        const struct unit *a = unit_dir_on(d, d->v[i].u.id, from);
        const struct unit *b = unit_dir_on(d, d->v[i].u.id, to);

        if ((!a && !b) || (a && b && same(a, b)))
            continue;
        struct unit_difference v = { a ? N_("changed") : N_("added"), a, b, NULL };

        if (!b)
            v.what = N_("removed");
        v.by = cause(c, &v, from < to ? from : to, from < to ? to : from);
        *LIST_PUSH(c->arena, ret) = v;
    }
    if (ret->n)
        qsort(ret->v, ret->n, sizeof *ret->v, by_place);
}
