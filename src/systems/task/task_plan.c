/* Assigning: a draft is checked whole, then carried out. */
#include <string.h>

#include "common/account/account.h"
#include "core/text.h"
#include "systems/task/task_row.h"

static const char *words(const char *s)
{
    return s ? s : "";
}

/* The six clear fields ("6 rõ"): none may be empty; the lead is read in check_leads(). */
static void check_six(struct ctx *c, const struct task_draft *d)
{
    if (!*words(d->title))
        fail_field(c, "title", "write what is to be done");
    if (!*words(d->lead))
        fail_field(c, "lead", "write who leads: a code or a name, one per line");
    if (!*words(d->person))
        fail_field(c, "person", "write who answers for it: a person or an office");
    if (!*words(d->authority))
        fail_field(c, "authority", "write to whom the result is submitted");
    if (!*words(d->result))
        fail_field(c, "result", "write what the result is: a report, a decree, a system in use");
    if (!*words(d->due_text) && !d->due)
        fail_field(c, "due_text",
                   "write by when: a day, a month, a quarter, or that it is regular");
}

static void check_leads(struct ctx *c, struct task_plan *p)
{
    const char *unknown;
    unit_list partners = { 0 };

    if (*words(p->d->lead)) {
        task_units_known(c, p->memo, p->d->lead, p->opened, &p->leads, &unknown);
        if (unknown)
            fail_field(c, "lead", "no unit is called %s on the day of assignment", unknown);
        else if (p->leads.n == 0)
            fail_field(c, "lead", "write who leads: a code or a name, one per line");
    }
    task_units_known(c, p->memo, words(p->d->coordinating), p->opened, &partners, &unknown);
    for (size_t i = 0; i < partners.n; i++)
        *LIST_PUSH(c->arena, &p->coordinating) = partners.v[i]->id;
}

static void check_creditor(struct ctx *c, struct task_plan *p)
{
    const char *unknown;
    unit_list found = { 0 };

    p->creditor = c->actor->unit;
    if (*words(p->d->creditor)) {
        task_units_known(c, p->memo, p->d->creditor, p->opened, &found, &unknown);
        p->creditor = found.n == 1 && !unknown ? found.v[0]->id : 0;
    }
    if (!p->creditor)
        fail_field(c, "creditor", "write which unit assigns it: a code or a name");
}

/* The literal words are kept; the day is computed from them unless it is given. */
static void check_due(struct ctx *c, struct task_plan *p)
{
    struct work_due due = { 0 };
    const struct err before = c->err;

    p->due = p->d->due ? p->d->due : p->read_due;
    p->due_text = *words(p->d->due_text) ? p->d->due_text
                  : p->due               ? day_text(c->arena, p->due)
                                         : "";
    if (!p->due && *p->due_text) {
        c->err = (struct err){ 0 };
        bool read = work_due_parse(c, p->due_text, p->opened, &due);

        c->err = before;
        if (!read)
            fail_field(c, "due_text", "no deadline can be read from %s; write a day beside it",
                       p->due_text);
        p->due = due.day;
    }
    if (p->due && p->due < p->opened)
        fail_field(c, p->d->due ? "due" : "due_text",
                   "the deadline lies before the day of assignment");
}

static bool check_source(struct ctx *c, struct task_plan *p)
{
    const struct task_draft *d = p->d;
    struct work_list list;

    if (d->source && p->source.id != d->source && !task_source_get(c, d->source, &p->source))
        return false;
    p->list = d->source ? p->source.list : 0;
    if (*words(d->list)) {
        const struct err before = c->err;

        c->err = (struct err){ 0 };
        bool found = work_list_by_code(c, d->list, &list);

        if (!found && c->err.kind != ERR_NOT_FOUND && c->err.kind != ERR_INPUT)
            return false;
        c->err = before;
        if (!found)
            fail_field(c, "list", "there is no list with the code %s", d->list);
        else
            p->list = list.id;
    }
    if (!d->source && (*words(d->annex) || *words(d->section) || *words(d->number)))
        fail_field(c, "source", "choose the document in which this place is");
    return true;
}

/* The rule beside the right: the actor must reach the assigning unit and each lead. */
static bool check_reach(struct ctx *c, const struct task_plan *p)
{
    if (!account_may_at(c, "task.assign", p->creditor))
        return fail(c, ERR_DENIED, "your role does not reach the unit in whose name you assign");
    for (size_t i = 0; i < p->leads.n; i++)
        if (!account_may_at(c, "task.assign", p->leads.v[i]->id))
            return fail(c, ERR_DENIED, "your role does not reach %s", p->leads.v[i]->name);
    return true;
}

bool task_plan_make(struct ctx *c, const struct task_draft *d, struct task_plan *ret)
{
    ret->d = d;
    ret->opened = d->opened ? d->opened : c->today;
    if (ret->opened > c->today)
        fail_field(c, "opened", "this day lies in the future");
    check_six(c, d);
    if (!check_source(c, ret))
        return false;
    check_leads(c, ret);
    check_creditor(c, ret);
    check_due(c, ret);
    return c->err.kind == ERR_NONE && check_reach(c, ret);
}

bool task_check(struct ctx *c, const struct task_draft *d)
{
    struct task_plan p = { 0 };
    struct task_place place = { .source = d->source,
                                .annex = words(d->annex),
                                .section = words(d->section),
                                .number = words(d->number) };

    return task_plan_make(c, d, &p) &&
           (!d->source || !*place.number || task_place_is_free(c, &place));
}

/* ---- carrying out ---- */

static int64_t whole_owner(struct ctx *c, const struct task_plan *p)
{
    int64_t tenant = unit_tenant(c, p->leads.v[0]->id);

    for (size_t i = 1; i < p->leads.n; i++)
        if (unit_tenant(c, p->leads.v[i]->id) != tenant)
            return unit_state(c);
    return p->leads.n == 1 ? p->leads.v[0]->id : tenant;
}

static void fill(const struct task_plan *p, struct task *t)
{
    const struct task_draft *d = p->d;

    t->source = d->source;
    t->person = d->person;
    t->authority = d->authority;
    t->result = d->result;
    t->leads = d->lead;
    t->coordinating = words(d->coordinating);
    t->filled_in = d->filled_in;
    t->replaces = p->replaces;
    t->content = p->content;
    t->o = (struct obligation){
        .kind = "task",
        .list = p->list,
        .creditor = p->creditor,
        .title = d->title,
        .title_en = words(d->title_en),
        .title_de = words(d->title_de),
        .due_text = p->due_text,
        .opened = p->opened,
        .due = p->due,
        .words = words(d->number),
    };
}

static bool add(struct ctx *c, struct task *t, int64_t owner, int64_t measures)
{
    t->o.id = 0;
    t->o.owner = owner;
    t->o.measures = measures;
    return work_open(c, &t->o, t->o.opened) && task_row_add(c, t);
}

/* Co-ordinating units see the task, though they do not owe it. */
static bool share(struct ctx *c, const struct task_plan *p, const struct task *t)
{
    return work_share_new(c, &t->o, p->coordinating.v, p->coordinating.n);
}

static bool add_parts(struct ctx *c, const struct task_plan *p, const struct task *whole)
{
    for (size_t i = 0; i < p->leads.n; i++) {
        struct task part = *whole;

        part.o.parent = whole->o.id;
        part.o.parent_tenant = whole->o.tenant;
        if (!add(c, &part, p->leads.v[i]->id, WORK_PAIRS))
            return false;
    }
    return true;
}

static bool add_place(struct ctx *c, const struct task_plan *p, struct task *t)
{
    const struct task_draft *d = p->d;
    struct task_place place = { .source = d->source,
                                .position = p->position,
                                .annex = words(d->annex),
                                .section = words(d->section),
                                .number = words(d->number),
                                .text = d->title,
                                .is_free = p->content != 0 };

    t->clause = p->clause;
    t->position = p->position;
    if (!d->source || p->clause)
        return true;
    if (!task_place_add(c, &place))
        return false;
    t->clause = place.id;
    t->position = place.position;
    return true;
}

bool task_plan_carry_out(struct ctx *c, const struct task_plan *p, struct obligation *ret)
{
    struct task whole = { 0 };
    bool several = p->leads.n > 1;

    fill(p, &whole);
    if (!add_place(c, p, &whole) ||
        !add(c, &whole, whole_owner(c, p), several ? WORK_TASKS : WORK_TASKS | WORK_PAIRS) ||
        !share(c, p, &whole) || (several && !add_parts(c, p, &whole)))
        return false;
    *ret = whole.o;
    return !several || work_get(c, whole.o.id, ret); /* its parts have changed it */
}

bool task_assign(struct ctx *c, const struct task_draft *d, struct obligation *ret)
{
    struct task_plan p = { 0 };

    return task_plan_make(c, d, &p) && task_plan_carry_out(c, &p, ret);
}
