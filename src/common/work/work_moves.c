/* Units that lie below another one from now on: the tallies of what lay above them follow. */
#include "common/work/work_state.h"

#include "common/unit/unit.h"
#include "work_moves_sql.h"

/* One unit after the other is taken out of the tree that was, and then put into the tree that
 * is: in between each tally is the sum of what lies below it. */
struct moving {
    struct ctx *c;
    const struct unit_move *v;
    size_t n;
    enum place { AS_IT_WAS, TAKEN_OUT, AS_IT_IS } * at;
};

static int64_t above(const struct moving *m, int64_t unit)
{
    int64_t path[8];

    for (size_t i = 0; i < m->n; i++)
        if (m->v[i].unit == unit)
            return m->at[i] == AS_IT_WAS ? m->v[i].was : m->at[i] == TAKEN_OUT ? 0 : m->v[i].is;
    return unit_path(m->c, unit, path) > 1 ? path[1] : 0;
}

static bool count_above(const struct moving *m, const struct unit_move *one, int64_t above_it,
                        int64_t times)
{
    int64_t tenant = unit_tenant(m->c, one->unit);

    for (int depth = 0; above_it && depth < 8; depth++, above_it = above(m, above_it))
        if (!work_moves_add(m->c, tenant, one->unit, above_it, times))
            return false;
    return true;
}

bool work_units_moved(struct ctx *c, const struct unit_move *v, size_t n)
{
    struct moving m = { c, v, n, arena_alloc(c->arena, (n + 1) * sizeof *m.at) };

    for (size_t i = 0; i < n; i++) {
        m.at[i] = TAKEN_OUT;
        if (!count_above(&m, &v[i], v[i].was, -1))
            return false;
    }
    for (size_t i = 0; i < n; i++) {
        m.at[i] = AS_IT_IS;
        if (!count_above(&m, &v[i], v[i].is, 1))
            return false;
    }
    return true;
}
