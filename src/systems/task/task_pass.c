/* What the document says of a task goes along with its obligation; the annex shows who holds it. */
#include "systems/task/task_pass.h"

#include <string.h>

#include "systems/task/task_row.h"

#include "task_pass_sql.h"

static bool follow(struct ctx *c, const struct unit_handover *h, const struct unit_matter *i,
                   int64_t made)
{
    struct task old = { .o = { .tenant = i->tenant, .id = i->id } }, next;
    struct task_pass_content_row content;
    struct obligation o;
    bool found;

    (void)h;
    if (strcmp(i->kind, "obligation") != 0)
        return true;
    if (!task_pass_content(c, i->tenant, i->id, &content, &found) || !found)
        return c->err.kind == ERR_NONE; /* an obligation of another system */
    if (!task_row_get(c, &old) || !work_row(c, made, &o))
        return false;
    next = old;
    next.o = o;
    next.content = content.content;
    next.replaces = i->id;
    work_more_words(c, o.tenant, o.id, old.number);
    return task_row_add(c, &next) && task_row_replace(c, &old, made);
}

static void show(struct ctx *c, const struct unit_matter *i, const char **words, const char **path)
{
    static const char *const kinds[] = { "obligation", "creditor", "coordinating" };
    struct task t = { 0 };

    for (size_t k = 0; k < COUNT(kinds); k++)
        if (strcmp(i->kind, kinds[k]) == 0) {
            if (task_get(c, i->id, &t)) {
                *words = task_title(c, &t.o);
                *path = arena_printf(c->arena, "/tasks/%lld", (long long)i->id);
            } else if (c->err.kind == ERR_NOT_FOUND) { /* not to be seen by this person */
                c->err = (struct err){ 0 };
            }
            return;
        }
}

const struct unit_passing task_passing = { .follow = follow, .show = show };
