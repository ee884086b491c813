/* The life of a task: who may take which step, and what each step must say. */
#include "systems/task/task.h"

#include <string.h>

#include "common/account/account.h"
#include "core/tr.h"
#include "systems/task/task_row.h"

#include "task_sql.h"

bool task_get(struct ctx *c, int64_t id, struct task *ret)
{
    return work_get(c, id, &ret->o) && task_row_get(c, ret);
}

const char *task_title(struct ctx *c, const struct obligation *o)
{
    if (c->lang[0] == 'e' && *o->title_en)
        return o->title_en;
    if (c->lang[0] == 'd' && *o->title_de)
        return o->title_de;
    return o->title;
}

/* ---- what a step needs: the right, at whose unit, and which event it is ---- */

enum side { OWNER = 1, CREDITOR = 2 };

struct step {
    const char *cap;
    int sides;
    enum work_event_type event;
};

static const struct step steps[TASK_VERBS] = {
    [TASK_RECEIVE] = { "task.report", OWNER, WORK_RECEIVED },
    [TASK_NOTE] = { "task.report", OWNER, WORK_NOTED },
    [TASK_REPORT] = { "task.report", OWNER, WORK_REPORTED },
    [TASK_ASK_EXTENSION] = { "task.extend", OWNER, WORK_EXTENSION_ASKED },
    [TASK_SPLIT] = { "task.assign", OWNER, WORK_SPLIT },
    [TASK_RECOGNISE] = { "task.recognise", CREDITOR, WORK_RECOGNISED },
    [TASK_RETURN] = { "task.recognise", CREDITOR, WORK_RETURNED },
    [TASK_EXTEND] = { "task.recognise", CREDITOR, WORK_EXTENDED },
    [TASK_REFUSE_EXTENSION] = { "task.recognise", CREDITOR, WORK_EXTENSION_REFUSED },
    [TASK_WITHDRAW] = { "task.recognise", CREDITOR, WORK_WITHDRAWN },
    [TASK_REOPEN] = { "task.recognise", CREDITOR, WORK_REOPENED },
    [TASK_AMEND] = { "task.recognise", CREDITOR, WORK_AMENDED },
    [TASK_COMMENT] = { "task.comment", OWNER | CREDITOR, WORK_COMMENTED },
    [TASK_ATTACH] = { "task.comment", OWNER | CREDITOR, WORK_ATTACHED },
};

static bool reaches(struct ctx *c, const struct task *t, const struct step *s)
{
    return ((s->sides & OWNER) && account_may_at(c, s->cap, t->o.owner)) ||
           ((s->sides & CREDITOR) && account_may_at(c, s->cap, t->o.creditor));
}

/* What the state does not allow is work's to say, but for splitting: the parts of a common
 * task are its agencies. */
static const char *refused_by_state(const struct task *t, enum task_verb v)
{
    if ((v == TASK_SPLIT || v == TASK_NOTE) && work_is_common(&t->o))
        return N_("several agencies owe this; each does this for its own part");
    return work_refuses(&t->o, steps[v].event);
}

const char *task_refuses(struct ctx *c, const struct task *t, enum task_verb v)
{
    if (!reaches(c, t, &steps[v]))
        return N_("your role does not reach the unit that may do this");
    return refused_by_state(t, v);
}

bool task_allow(struct ctx *c, const struct task *t, enum task_verb v)
{
    const char *why;

    if (!reaches(c, t, &steps[v]))
        return fail(c, ERR_DENIED, "your role does not reach the unit that may do this");
    why = refused_by_state(t, v);
    return !why || fail(c, ERR_CONFLICT, "%s", T(why));
}

/* ---- one step ---- */

static bool is_task(struct ctx *c, const struct obligation *o)
{
    return strcmp(o->kind, "task") == 0 || fail(c, ERR_NOT_FOUND, "there is no such task");
}

static const char *due_words(struct ctx *c, const struct task_act *a, int64_t due)
{
    if (a->due_text && *a->due_text)
        return a->due_text;
    return due ? day_text(c->arena, due) : "";
}

bool task_do(struct ctx *c, enum task_verb v, const struct task_act *a, struct obligation *ret)
{
    struct task t = { 0 };

    ASSERT(v != TASK_SPLIT && v != TASK_AMEND); /* they have functions of their own */
    /* What its document says of it matters to no step: only its obligation is read. */
    if (!work_get(c, a->id, &t.o) || !is_task(c, &t.o) || !task_allow(c, &t, v))
        return false;
    int64_t due = v == TASK_EXTEND && !a->due ? t.o.asked_due : a->due;
    struct work_change w = {
        .id = a->id,
        .version = a->version,
        .seen = &t.o,
        .type = steps[v].event,
        .effective = a->day,
        .due = v == TASK_EXTEND || v == TASK_ASK_EXTENSION ? due : 0,
        .due_text = due_words(c, a, due),
        .text = a->text,
        .next_step = a->next_step,
        .obstacle = a->obstacle,
        .product = a->product,
        .file = a->file,
    };

    /* Asking for time that has already passed is a slip of the pen. */
    if (w.due && w.due < c->today)
        fail_field(c, "due", "the new deadline lies in the past");
    if (v == TASK_ASK_EXTENSION && !w.due)
        fail_field(c, "due", "write the new deadline");
    return work_apply(c, &w, ret);
}

/* ---- the demo ---- */

bool task_clock(struct ctx *c, int64_t *ret_opens)
{
    struct task_demo_days_row r;
    bool demo;

    if (!task_demo_days(c, &r, &demo))
        return false;
    if (demo)
        c->today = r.clock;
    *ret_opens = demo ? r.opens : 0;
    return true;
}

bool task_set_demo(struct ctx *c, int64_t opens, int64_t clock)
{
    return task_demo_put(c, opens, clock);
}
