/* The question that a list, a figure or an export answers, and obligations as lines. */
#include <string.h>

#include "core/app.h"
#include "core/text.h"
#include "systems/task/task_pages.h"

const char *task_view_word(enum work_view v)
{
    return v == WORK_ACTUAL ? "actual" : "known";
}

static bool find_list(struct ctx *c, struct task_query *k)
{
    if (!*k->list || work_list_by_code(c, k->list, &k->in))
        return true;
    if (c->err.kind != ERR_NOT_FOUND && c->err.kind != ERR_INPUT)
        return false;
    c->err = (struct err){ 0 };
    return fail_field(c, "list", "there is no list with the code %s", k->list);
}

static bool find_unit(struct ctx *c, struct task_query *k)
{
    unit_list found = { 0 };
    const char *unknown;

    if (!*k->unit)
        return true;
    k->of = unit_by_code(c, k->unit, k->units ? k->units : k->on);
    if (!k->of && k->units)
        k->of = unit_by_code(c, k->unit, k->on);
    if (k->of)
        return true;
    task_units_read(c, k->unit, k->on, &found, &unknown);
    if (found.n != 1 || unknown)
        return fail_field(c, "unit", "no unit is called %s", k->unit);
    k->of = found.v[0];
    return true;
}

bool task_query_read(struct ctx *c, const struct req *q, struct task_query *ret)
{
    *ret = (struct task_query){ 0 };
    bool overview = strcmp(q->path, "/") == 0;

    if (!TASK_READ(c, q, ret) || (overview && !task_clock(c, &ret->opens)))
        return false;
    ret->on = ret->asof ? ret->asof : ret->opens ? ret->opens : c->today;
    ret->seen = strcmp(ret->view, "actual") == 0 ? WORK_ACTUAL : WORK_KNOWN;
    if (ret->on > c->today)
        return fail_field(c, "asof", "this day lies in the future");
    return task_units_of_check(c, ret) && find_list(c, ret) && find_unit(c, ret);
}

static const char *unit_word(const struct unit *u)
{
    return !u ? "" : *u->short_code ? u->short_code : u->code;
}

void task_query_narrow(struct task_query *k, const struct unit *of)
{
    k->of = of;
    k->unit = unit_word(of);
}

void task_query_own(struct ctx *c, struct task_query *k)
{
    /* By the units of another day more is seen: what its predecessors owed. */
    if (!k->of && !k->units)
        task_query_narrow(k, unit_get(c, work_unit_seen(c)));
}

static bool is_root(struct ctx *c, int64_t unit)
{
    return unit_tenant(c, unit) == unit;
}

int64_t task_measures(struct ctx *c, const struct task_query *k)
{
    bool root = k->of && is_root(c, k->of->id);

    if (!k->of && c->actor->everywhere)
        return WORK_TASKS;
    for (size_t i = 0; !k->of && i < c->actor->n_held; i++)
        root = root || is_root(c, c->actor->held[i].unit);
    return root ? WORK_PAIRS : WORK_PAIRS | WORK_PARTS;
}

int64_t task_row_measures(struct ctx *c, const struct task_query *k)
{
    int64_t all = task_measures(c, k);

    if (k->of && k->of->id != unit_state(c))
        return WORK_PAIRS | WORK_PARTS;
    return all == WORK_TASKS ? WORK_PAIRS : all;
}

const char *task_rows_caption(struct ctx *c, const struct task_query *k)
{
    return task_row_measures(c, k) == WORK_PAIRS
               ? T("Counted for each agency: a task of several agencies counts once for each of "
                   "them.")
               : T("Counted for each unit: its tasks, and the parts of tasks that it was given.");
}

static int64_t listed(struct ctx *c, const struct task_query *k)
{
    if (!k->of)
        return c->actor->everywhere ? WORK_TASKS : WORK_TASKS | WORK_PARTS;
    return *k->words ? WORK_PAIRS | WORK_PARTS : task_measures(c, k);
}

struct work_filter task_query_filter(struct ctx *c, const struct task_query *k)
{
    return (struct work_filter){
        .list = k->in.id,
        .unit = k->of ? k->of->id : 0,
        .cls = k->class,
        .due_from = k->from,
        .due_to = k->to,
        .words = k->words,
        .on = k->on,
        .view = k->seen,
        .measures = listed(c, k),
    };
}

static void add(struct buf *b, char *mark, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    buf_put(b, mark, 1);
    *mark = '&';
    buf_text(b, name);
    buf_put(b, "=", 1);
    html_path((struct html){ b }, value);
}

const char *task_query_path(struct ctx *c, const struct task_query *k, const char *cls,
                            const struct unit *of, const char *list)
{
    struct buf b = { .arena = c->arena };
    char mark = '?';

    buf_text(&b, "/tasks");
    add(&b, &mark, "list", list);
    add(&b, &mark, "unit", unit_word(of));
    add(&b, &mark, "class", cls);
    add(&b, &mark, "words", k->words);
    if (k->asof)
        add(&b, &mark, "asof", day_text(c->arena, k->asof));
    if (k->seen == WORK_ACTUAL)
        add(&b, &mark, "view", "actual");
    return buf_str(&b);
}

/* ---- lines ---- */

static const char *lead_of(struct ctx *c, const struct obligation *o)
{
    if (!work_is_common(o))
        return unit_label(c, o->owner);
    return TF("%d agencies, %d done", (int)o->parts, (int)o->parts_done);
}

/* Of something recurring, on a day: when it is due next, or was due when it was done. */
static int64_t recurs_on(struct ctx *c, const struct obligation *o, int64_t on)
{
    return o->due ? 0 : work_due_recurring(c, o->due_text, o->opened, (o->done ? o->done : on) - 1);
}

static const char *due_of(struct ctx *c, const struct obligation *o, int64_t on)
{
    int64_t next = recurs_on(c, o, on);

    if (next)
        return arena_printf(c->arena, "%s (%s)", o->due_text, tr_day_short(c, next));
    return o->due ? tr_day_short(c, o->due) : o->due_text;
}

struct task_line task_line_of(struct ctx *c, const struct obligation *o, int64_t on)
{
    enum work_class k = work_class(o->due, o->done, on);
    struct task_line l = { .id = o->id,
                           .title = task_title(c, o),
                           .lead = lead_of(c, o),
                           .due = due_of(c, o, on),
                           .state = work_class_words[k],
                           .state_name = T(work_class_name(k)) };

    if (o->withdrawn && o->withdrawn <= on) {
        l.state = "withdrawn";
        l.state_name = T("withdrawn");
    } else if (o->reported && !o->done && on == c->today) {
        l.state = "waiting";
        l.state_name = T("waiting for recognition");
    }
    if (k == WORK_OPEN_OVERDUE && strcmp(l.state, "withdrawn") != 0)
        l.late = on - o->due;
    return l;
}

void task_lines_of(struct ctx *c, const obligations *all, int64_t on, task_lines *ret)
{
    for (size_t i = 0; i < all->n; i++)
        *LIST_PUSH(c->arena, ret) = task_line_of(c, &all->v[i], on);
}

/* ---- JSON ---- */

void task_json(struct ctx *c, struct json *j, const char *name, const struct obligation *o,
               int64_t on)
{
    json_open(j, name, '{');
    json_id(j, "id", o->id);
    json_text(j, "title", task_title(c, o));
    unit_json(c, j, "lead", unit_get(c, o->owner));
    unit_json(c, j, "creditor", unit_get(c, o->creditor));
    json_id(j, "part_of", o->parent);
    json_day(j, "opened", o->opened);
    json_day(j, "due", o->due);
    json_text(j, "due_text", o->due_text);
    json_day(j, "recurs_on", recurs_on(c, o, on));
    json_text(j, "class", work_class_words[work_class(o->due, o->done, on)]);
    json_day(j, "reported", o->reported);
    json_day(j, "done", o->done);
    json_day(j, "recognised", o->done_known);
    json_day(j, "withdrawn", o->withdrawn);
    json_day(j, "asked_due", o->asked_due);
    json_int(j, "extensions", o->extensions);
    json_int(j, "returns", o->returns);
    json_int(j, "parts", o->parts);
    json_int(j, "parts_done", o->parts_done);
    json_int(j, "version", o->version);
    json_close(j, '}');
}

void task_figures_json(struct json *j, const struct work_figures *f)
{
    static const enum work_class order[] = { WORK_DONE_ON_TIME,     WORK_DONE_LATE,
                                             WORK_DONE_NO_DEADLINE, WORK_OPEN_IN_TIME,
                                             WORK_OPEN_OVERDUE,     WORK_OPEN_NO_DEADLINE };

    json_int(j, "total", work_total(f));
    for (size_t i = 0; i < COUNT(order); i++)
        json_int(j, work_class_words[order[i]], f->n[order[i]]);
}
