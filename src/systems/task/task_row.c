/* The rows of a task: what its document says, place by place. */
#include "systems/task/task_row.h"

#include "core/text.h"

#include "task_row_sql.h"

bool task_row_add(struct ctx *c, const struct task *t)
{
    return task_insert_sealed(c, &(struct task_sealed_row){ .tenant = t->o.tenant,
                                                            .id = t->o.id,
                                                            .source = t->source,
                                                            .clause = t->clause,
                                                            .position = t->position,
                                                            .whole = t->o.parent == 0,
                                                            .person = t->person,
                                                            .authority = t->authority,
                                                            .result = t->result,
                                                            .leads = t->leads,
                                                            .coordinating = t->coordinating,
                                                            .filled_in = t->filled_in,
                                                            .content = t->content,
                                                            .replaces = t->replaces });
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
    return task_clause_insert_sealed(c, &(struct task_clause_sealed_row){ .source = p->source,
                                                                          .id = p->id,
                                                                          .annex = p->annex,
                                                                          .section = p->section,
                                                                          .number = p->number,
                                                                          .position = p->position,
                                                                          .text = p->text });
}

bool task_change_add(struct ctx *c, const struct task *t, const struct task_change *k)
{
    return task_amendment_insert_sealed(
        c, &(struct task_amendment_sealed_row){ .tenant = t->o.tenant,
                                                .task = t->o.id,
                                                .id = new_id(c),
                                                .source = k->source,
                                                .place = k->place,
                                                .account = c->actor->id,
                                                .at_ms = c->now_ms,
                                                .effective = k->effective,
                                                .field = k->field,
                                                .was = k->was,
                                                .becomes = k->becomes });
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
