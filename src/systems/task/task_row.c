/* The rows of a task: what its document says, place by place. */
#include "systems/task/task_row.h"

#include "core/text.h"

#include "task_row_sql.h"

bool task_row_add(struct ctx *c, const struct task *t)
{
    bool whole = t->o.parent == 0;

    return task_row_insert(c, t->o.tenant, t->o.id, t->source, t->clause, t->position, whole,
                           t->person, t->authority, t->result, t->leads, t->coordinating,
                           t->filled_in, t->content, t->replaces) &&
           task_seal_new(c, t->o.tenant, t->o.id);
}

bool task_row_get(struct ctx *c, struct task *t)
{
    struct task_row_one_row r;
    bool found;

    if (!task_row_one(c, t->o.tenant, t->o.id, &r, &found))
        return false;
    if (!found) /* an obligation of another kind */
        return fail(c, ERR_NOT_FOUND, "there is no such task");
    t->source = r.source;
    t->clause = r.clause;
    t->position = r.position;
    t->annex = r.annex;
    t->section = r.section;
    t->number = r.number;
    t->person = r.person;
    t->authority = r.authority;
    t->result = r.result;
    t->leads = r.leads;
    t->coordinating = r.coordinating;
    t->filled_in = r.filled_in != 0;
    t->replaces = r.replaces;
    t->replaced_by = r.replaced_by;
    return true;
}

bool task_row_change(struct ctx *c, const struct task *t)
{
    return task_row_words(c, t->o.tenant, t->o.id, t->result, t->coordinating) &&
           task_seal(c, t->o.tenant, t->o.id);
}

bool task_row_replace(struct ctx *c, const struct task *old, int64_t by)
{
    return task_row_set_replaced(c, old->o.tenant, old->o.id, by) &&
           task_seal(c, old->o.tenant, old->o.id);
}

bool task_place_is_free(struct ctx *c, const struct task_place *p)
{
    struct task_row_clause_taken_row r;
    bool found;

    if (!task_row_clause_taken(c, p->source, p->annex, p->section, p->number, &r, &found))
        return false;
    if (found)
        return fail_field(c, "number", "number %s is already taken in this document", p->number);
    return true;
}

bool task_position_next(struct ctx *c, int64_t source, int64_t *ret)
{
    struct task_row_next_position_row next;

    if (!task_row_next_position(c, source, &next))
        return false;
    *ret = next.position;
    return true;
}

bool task_place_add(struct ctx *c, struct task_place *p)
{
    if (!p->position && !task_position_next(c, p->source, &p->position))
        return false;
    if (!*p->number)
        p->number = int_text(c->arena, p->position);
    if (!p->is_free && !task_place_is_free(c, p))
        return false;
    p->id = new_id(c);
    return task_row_clause_insert(c, p->source, p->id, p->annex, p->section, p->number, p->position,
                                  p->text) &&
           task_clause_seal_new(c, p->source, p->id);
}

bool task_change_add(struct ctx *c, const struct task *t, const struct task_change *k)
{
    int64_t id = new_id(c);

    return task_row_amendment_insert(c, t->o.tenant, t->o.id, id, k->source, k->place, c->actor->id,
                                     c->now_ms, k->effective, k->field, k->was, k->becomes) &&
           task_amendment_seal_new(c, t->o.tenant, t->o.id, id);
}

bool task_changes_of(struct ctx *c, const struct task *t, task_changes *ret)
{
    task_row_amendments_rows rows = { 0 };

    if (!task_row_amendments(c, t->o.tenant, t->o.id, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct task_row_amendments_row *r = &rows.v[i];

        *LIST_PUSH(c->arena, ret) = (struct task_change){
            .id = r->id,
            .source = r->source,
            .account = r->account,
            .at_ms = r->at_ms,
            .effective = r->effective,
            .number = r->number,
            .place = r->place,
            .field = r->field,
            .was = r->was,
            .becomes = r->becomes,
        };
    }
    return true;
}
