/* Splitting a task among one's own units, and amending it by another document. */
#include <string.h>

#include "core/tr.h"
#include "systems/task/task_row.h"

static bool given(const char *s)
{
    return s && *s;
}

/* ---- the cascade ---- */

static const struct unit *part_unit(struct ctx *c, const struct task *t, const struct task_part *p)
{
    const char *unknown = NULL;
    unit_list found = { 0 };

    if (given(p->unit))
        task_units_read(c, p->unit, c->today, &found, &unknown);
    if (found.n != 1 || unknown) {
        fail_field(c, "unit", "write one unit: its code or its name");
        return NULL;
    }
    if (found.v[0]->id == t->o.owner || !unit_is_below(c, found.v[0]->id, t->o.owner)) {
        fail_field(c, "unit", "a part goes to a unit below %s", unit_name(c, t->o.owner));
        return NULL;
    }
    return found.v[0];
}

static int64_t part_due(struct ctx *c, const struct task *t, const struct task_part *p)
{
    struct work_due due = { .day = p->due };

    if (!p->due && given(p->due_text)) {
        const struct err before = c->err;

        c->err = (struct err){ 0 };
        bool read = work_due_parse(c, p->due_text, c->today, &due);

        c->err = before;
        if (!read)
            fail_field(c, "due_text", "no deadline can be read from %s; write a day beside it",
                       p->due_text);
    } else if (!p->due) {
        due.day = t->o.due;
    }
    if (due.day && t->o.due && due.day > t->o.due)
        fail_field(c, "due", "the part must be due before the whole is, on %s",
                   tr_day(c, t->o.due));
    if (due.day && due.day < c->today && due.day != t->o.due)
        fail_field(c, "due", "this day lies in the past");
    return due.day;
}

static bool open_part(struct ctx *c, const struct task *t, struct task *part,
                      const struct task_part *p)
{
    part->o = (struct obligation){
        .tenant = unit_tenant(c, part->o.owner),
        .parent = t->o.id,
        .parent_tenant = t->o.tenant,
        .kind = "task",
        .list = t->o.list,
        .owner = part->o.owner,
        .creditor = t->o.owner,
        .measures = WORK_PARTS,
        .title = p->title,
        .title_en = p->title_en ? p->title_en : "",
        .title_de = p->title_de ? p->title_de : "",
        .due_text = part->o.due_text,
        .opened = c->today,
        .due = part->o.due,
    };
    return work_open(c, &part->o, c->today) && task_row_add(c, part);
}

bool task_split(struct ctx *c, const struct task_part *p, int64_t *ret_id)
{
    struct task t = { 0 };
    struct obligation after;

    if (!task_get(c, p->id, &t) || !task_allow(c, &t, TASK_SPLIT))
        return false;
    if (!given(p->title))
        fail_field(c, "title", "write what is to be done");
    if (!given(p->person))
        fail_field(c, "person", "write who answers for it: a person or an office");
    const struct unit *unit = part_unit(c, &t, p);
    int64_t due = part_due(c, &t, p);

    if (c->err.kind)
        return false;
    struct task part = t;
    struct work_change w = { .id = p->id,
                             .version = p->version,
                             .type = WORK_SPLIT,
                             .text = arena_printf(c->arena, "%s: %s", unit->name, p->title) };

    part.clause = part.position = part.replaces = part.replaced_by = 0;
    part.person = p->person;
    part.authority = unit_name(c, t.o.owner);
    part.leads = unit->name;
    part.coordinating = "";
    if (given(p->result))
        part.result = p->result;
    part.o.owner = unit->id;
    part.o.due = due;
    part.o.due_text = given(p->due_text) ? p->due_text
                      : p->due           ? day_text(c->arena, p->due)
                                         : t.o.due_text;
    if (!work_apply(c, &w, &after) || !open_part(c, &t, &part, p))
        return false;
    *ret_id = part.o.id;
    return true;
}

/* ---- amendments ---- */

struct amending {
    const struct task_amend *a;
    struct task_source by;
    struct task t;
    int64_t effective, due;
    const char *due_text, *reason;
};

static bool same(const char *new, const char *old)
{
    return !given(new) || strcmp(new, old) == 0;
}

static void read_due(struct ctx *c, struct amending *m)
{
    struct work_due due = { .day = m->a->due };

    m->due_text = given(m->a->due_text) ? m->a->due_text
                  : m->a->due           ? day_text(c->arena, m->a->due)
                                        : m->t.o.due_text;
    m->due = m->t.o.due;
    if (!m->a->due && !given(m->a->due_text))
        return;
    if (!m->a->due) {
        const struct err before = c->err;

        c->err = (struct err){ 0 };
        bool read = work_due_parse(c, m->due_text, m->effective, &due);

        c->err = before;
        if (!read)
            fail_field(c, "due_text", "no deadline can be read from %s; write a day beside it",
                       m->due_text);
    }
    m->due = due.day;
}

static bool check_amend(struct ctx *c, struct amending *m)
{
    const struct task_amend *a = m->a;

    m->effective = a->day ? a->day : c->today;
    if (m->effective > c->today)
        fail_field(c, "day", "this day lies in the future");
    if (!a->source)
        fail_field(c, "source", "choose the document that changes this task");
    else if (!task_source_get(c, a->source, &m->by))
        return false;
    if (m->t.o.parent)
        return fail(c, ERR_CONFLICT, "a document changes the whole task, not a part of it");
    read_due(c, m);
    if (same(a->lead, m->t.leads) && same(a->coordinating, m->t.coordinating) &&
        same(a->result, m->t.result) && m->due == m->t.o.due)
        fail_field(c, "result", "write what changes: lead, co-ordinating, result or deadline");
    m->reason = arena_printf(c->arena, "%s%s%s", a->source ? m->by.number : "",
                             given(a->place) ? ", " : "", given(a->place) ? a->place : "");
    return c->err.kind == ERR_NONE;
}

static bool note(struct ctx *c, const struct amending *m, const struct task *t, const char *field,
                 const char *was, const char *becomes)
{
    struct task_change k = { .source = m->a->source,
                             .effective = m->effective,
                             .place = given(m->a->place) ? m->a->place : "",
                             .field = field,
                             .was = was,
                             .becomes = becomes };

    return strcmp(was, becomes) == 0 || task_change_add(c, t, &k);
}

static bool note_all(struct ctx *c, const struct amending *m, const struct task *t)
{
    const struct task_amend *a = m->a;

    return (same(a->lead, m->t.leads) || note(c, m, t, "lead", m->t.leads, a->lead)) &&
           (same(a->coordinating, m->t.coordinating) ||
            note(c, m, t, "coordinating", m->t.coordinating, a->coordinating)) &&
           (same(a->result, m->t.result) || note(c, m, t, "result", m->t.result, a->result)) &&
           (m->due == m->t.o.due || note(c, m, t, "due", m->t.o.due_text, m->due_text));
}

/* Of a common task, work hands the new deadline and the withdrawal on to the parts. */
static bool apply(struct ctx *c, const struct amending *m, enum work_event_type type)
{
    struct obligation after;
    struct work_change w = { .id = m->t.o.id,
                             .version = m->a->version,
                             .type = type,
                             .effective = m->effective,
                             .text = m->reason };

    if (type == WORK_AMENDED && m->due != m->t.o.due) {
        w.due = m->due ? m->due : WORK_NO_DEADLINE;
        w.due_text = m->due_text;
    }
    return work_apply(c, &w, &after);
}

/* No change of tenant: a new lead owes a new task at the same place. */
static bool replace(struct ctx *c, const struct amending *m, int64_t *ret_id)
{
    const struct task *t = &m->t;
    const struct unit *creditor = unit_get(c, t->o.creditor);
    struct task_draft d = {
        .source = t->source,
        .title = t->o.title,
        .title_en = t->o.title_en,
        .title_de = t->o.title_de,
        .lead = m->a->lead,
        .coordinating = given(m->a->coordinating) ? m->a->coordinating : t->coordinating,
        .person = t->person,
        .creditor = creditor ? creditor->code : "",
        .authority = t->authority,
        .result = given(m->a->result) ? m->a->result : t->result,
        .due_text = m->due_text,
        .due = m->due,
        .opened = m->effective,
        .filled_in = t->filled_in,
    };
    struct task_plan p = { 0 };
    struct task next = { 0 };

    if (!task_plan_make(c, &d, &p) || !apply(c, m, WORK_WITHDRAWN))
        return false;
    p.clause = t->clause;
    p.position = t->position;
    p.replaces = t->o.id;
    p.list = t->o.list;
    if (!task_plan_carry_out(c, &p, &next.o))
        return false;
    *ret_id = next.o.id;
    return task_row_replace(c, t, *ret_id) && task_row_get(c, &next) && note_all(c, m, &next);
}

/* Who co-ordinates now sees it; who did before no longer does: the amendment says who it was. */
static bool share(struct ctx *c, const struct task *t, int64_t on)
{
    unit_list units = { 0 };
    LIST(int64_t) ids = { 0 };
    const char *unknown;

    task_units_read(c, t->coordinating, on, &units, &unknown);
    for (size_t i = 0; i < units.n; i++)
        *LIST_PUSH(c->arena, &ids) = units.v[i]->id;
    return work_share(c, &t->o, ids.v, ids.n);
}

/* The parts of a common task say what the whole says; those that a body handed on do not. */
static bool change_parts(struct ctx *c, const struct task *t)
{
    enum { AT_ONCE = 200 };
    obligations parts = { 0 };
    int64_t after = 0;

    do {
        parts.n = 0;
        if (!work_parts(c, &t->o, after, AT_ONCE, &parts))
            return false;
        for (size_t i = 0; i < parts.n; i++) {
            struct task part = { .o = parts.v[i] };

            after = part.o.id;
            if (!(part.o.measures & WORK_PAIRS))
                continue;
            if (!task_row_get(c, &part))
                return false;
            part.result = t->result;
            part.coordinating = t->coordinating;
            if (!task_row_change(c, &part))
                return false;
        }
    } while (parts.n == AT_ONCE);
    return true;
}

static bool change_words(struct ctx *c, const struct amending *m)
{
    struct task t = m->t;

    if (given(m->a->result))
        t.result = m->a->result;
    if (given(m->a->coordinating))
        t.coordinating = m->a->coordinating;
    return task_row_change(c, &t) && (!given(m->a->coordinating) || share(c, &t, m->effective)) &&
           change_parts(c, &t);
}

bool task_amend(struct ctx *c, const struct task_amend *a, int64_t *ret_id)
{
    struct amending m = { .a = a };

    if (!task_get(c, a->id, &m.t) || !task_allow(c, &m.t, TASK_AMEND) || !check_amend(c, &m))
        return false;
    if (!same(a->lead, m.t.leads))
        return replace(c, &m, ret_id);
    if (!apply(c, &m, WORK_AMENDED) || !note_all(c, &m, &m.t) || !change_words(c, &m))
        return false;
    *ret_id = a->id;
    return true;
}
