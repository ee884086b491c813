/* An annex table becomes tasks: each line is judged, then all are carried out, or none. */
#include "systems/task/task_import.h"

#include <string.h>

#include "core/text.h"
#include "core/tr.h"

#include "task_import_sql.h"

enum { HEAD_WITHIN = 20, MAX_CELL = 4000, BUCKETS = 8192 };

struct taken { /* a place that is new, and the line of this file that takes it */
    const char *key;
    int64_t line;
    struct taken *next;
};

struct judging {
    const struct task_import *m;
    struct task_report *r;
    struct task_memo *memo;
    const char *creditor, *authority, *section;
    const char *due_text; /* of the line before, and its day; 0: not known */
    int64_t due;
    struct taken *bucket[BUCKETS];
};

/* ---- the head ---- */

static const enum task_column needed[] = { COL_NUMBER, COL_TITLE, COL_LEAD, COL_RESULT,
                                           COL_DUE_TEXT };

static size_t find_columns(struct ctx *c, const struct csv_line *head, struct task_report *r)
{
    size_t found = 0;

    for (size_t k = 0; k < COLUMNS; k++)
        r->head[k] = NULL;
    for (size_t i = 0; i < head->n; i++) {
        enum task_column k = task_column_of(c, head->field[i]);

        /* "deadline_text, deadline": the second one is the day. */
        if (k == COL_DUE_TEXT && r->head[k])
            k = COL_DUE;
        if (k == COLUMNS || r->head[k])
            continue;
        r->head[k] = head->field[i];
        r->at[k] = i;
    }
    for (size_t i = 0; i < COUNT(needed); i++)
        found += r->head[needed[i]] != NULL;
    return found;
}

/* The first line that names all columns; if none does, the best of them says what is missing. */
static bool find_head(struct ctx *c, const csv_lines *lines, struct task_report *r, size_t *ret)
{
    size_t best = 0, most = 0;

    for (size_t i = 0; i < lines->n && i < HEAD_WITHIN && most < COUNT(needed); i++) {
        size_t found = find_columns(c, &lines->v[i], r);

        if (found > most) {
            most = found;
            best = i;
        }
    }
    (void)find_columns(c, &lines->v[best], r);
    *ret = best;
    for (size_t i = 0; i < COUNT(needed); i++)
        if (!r->head[needed[i]])
            return fail_field(c, "file",
                              "the table has no column %s; one of its first lines must name the "
                              "columns",
                              T(task_column_names[needed[i]]));
    return true;
}

static const char *cell(const struct task_report *r, const struct csv_line *l, enum task_column k)
{
    return r->head[k] && r->at[k] < l->n ? l->field[r->at[k]] : "";
}

/* ---- places ---- */

static uint64_t mix(uint64_t h, const char *s)
{
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211u; /* FNV-1a */
    return (h ^ 0x1f) * 1099511628211u;
}

static const char *key_of(struct ctx *c, const char *annex, const char *section, const char *number)
{
    return arena_printf(c->arena, "%s\x1f%s\x1f%s", annex, section, number);
}

static struct taken *find_place(struct judging *j, const char *key)
{
    for (struct taken *t = j->bucket[mix(0, key) % BUCKETS]; t; t = t->next)
        if (strcmp(t->key, key) == 0)
            return t;
    return NULL;
}

static void take_place(struct ctx *c, struct judging *j, const char *key, int64_t line)
{
    struct taken *t = NEW(c->arena, struct taken), **at = &j->bucket[mix(0, key) % BUCKETS];

    *t = (struct taken){ key, line, *at };
    *at = t;
}

/* ---- one line ---- */

static void fault(struct ctx *c, struct judging *j, struct task_import_line *l,
                  enum task_column column, const char *reason)
{
    l->verdict = LINE_REFUSED;
    *LIST_PUSH(c->arena, &j->r->faults) = (struct task_fault){ l->line, column, reason };
}

static enum task_column column_of_field(const char *field)
{
    static const struct {
        const char *field;
        enum task_column column;
    } names[] = { { "number", COL_NUMBER },
                  { "title", COL_TITLE },
                  { "lead", COL_LEAD },
                  { "coordinating", COL_COORDINATING },
                  { "result", COL_RESULT },
                  { "due_text", COL_DUE_TEXT },
                  { "due", COL_DUE },
                  { "person", COL_PERSON },
                  { "authority", COL_AUTHORITY } };

    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i].field, field) == 0)
            return names[i].column;
    return COLUMNS;
}

/* A mistake of a line becomes a fault of the report, not a failure of the request. */
static bool take_faults(struct ctx *c, struct judging *j, struct task_import_line *l)
{
    const struct err e = c->err;

    if (e.kind == ERR_NONE)
        return true;
    if (e.kind != ERR_INPUT && e.kind != ERR_DENIED && e.kind != ERR_CONFLICT)
        return false;
    c->err = (struct err){ 0 };
    for (size_t i = 0; i < e.fields.n; i++)
        fault(c, j, l, column_of_field(e.fields.v[i].name), e.fields.v[i].message);
    if (e.fields.n == 0)
        fault(c, j, l, e.kind == ERR_DENIED ? COL_LEAD : COLUMNS, e.message);
    return true;
}

static bool is_empty(const struct csv_line *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (*l->field[i])
            return false;
    return true;
}

/* "II | Institutions | | | |": a heading, below which numbers may begin again. */
static bool is_heading(const struct task_report *r, const struct csv_line *l)
{
    return *cell(r, l, COL_NUMBER) && !*cell(r, l, COL_LEAD) && !*cell(r, l, COL_RESULT) &&
           !*cell(r, l, COL_DUE_TEXT) && !*cell(r, l, COL_DUE) &&
           strspn(cell(r, l, COL_NUMBER), "0123456789.") != strlen(cell(r, l, COL_NUMBER));
}

static void check_sizes(struct ctx *c, struct judging *j, struct task_import_line *l,
                        const struct csv_line *from)
{
    for (size_t k = 0; k < COLUMNS; k++)
        if (strlen(cell(j->r, from, (enum task_column)k)) > MAX_CELL)
            fault(c, j, l, (enum task_column)k, T("this is too long"));
}

static void read_due(struct ctx *c, struct judging *j, struct task_import_line *l, const char *text)
{
    if (*text && !day_parse(text, &l->draft.due))
        fault(c, j, l, COL_DUE, T("write the day like 2025-08-28"));
}

static void read_draft(struct ctx *c, struct judging *j, struct task_import_line *l,
                       const struct csv_line *from)
{
    const struct task_report *r = j->r;
    struct task_draft *d = &l->draft;

    d->source = j->m->source;
    d->opened = j->m->opened;
    d->creditor = j->creditor;
    d->annex = cell(r, from, COL_ANNEX);
    d->section = r->head[COL_SECTION] ? cell(r, from, COL_SECTION) : j->section;
    d->number = cell(r, from, COL_NUMBER);
    d->title = cell(r, from, COL_TITLE);
    d->title_en = cell(r, from, COL_TITLE_EN);
    d->title_de = cell(r, from, COL_TITLE_DE);
    d->lead = cell(r, from, COL_LEAD);
    d->coordinating = cell(r, from, COL_COORDINATING);
    d->result = cell(r, from, COL_RESULT);
    d->due_text = cell(r, from, COL_DUE_TEXT);
    read_due(c, j, l, cell(r, from, COL_DUE));
    /* Annex tables name no person: the head of the agency answers (Decision 42/2014/QĐ-TTg). */
    d->person = cell(r, from, COL_PERSON);
    if (!*d->person && *d->lead)
        d->person = TF("Head of: %s", d->lead);
    d->authority = *cell(r, from, COL_AUTHORITY) ? cell(r, from, COL_AUTHORITY) : j->authority;
}

static int64_t content_of(const struct task_draft *d)
{
    const char *const parts[] = { d->title, d->lead, d->coordinating, d->result, d->due_text };
    uint64_t h = 14695981039346656037u;

    for (size_t i = 0; i < COUNT(parts); i++)
        h = mix(h, parts[i]);
    h = (h ^ (uint64_t)d->due) * 1099511628211u;
    return (int64_t)(h >> 1) | 1; /* never 0, which means "by hand" */
}

/* The line that was imported before, or all that the register says of the task: what was
 * exported may be imported again. */
static bool is_same(const char *title, const struct task_import_there_row *t,
                    const struct task_import_line *l)
{
    const struct task_draft *d = &l->draft;

    if (t->content == l->plan.content)
        return true;
    return strcmp(title, d->title) == 0 && strcmp(t->leads, d->lead) == 0 &&
           strcmp(t->coordinating, d->coordinating) == 0 && strcmp(t->result, d->result) == 0 &&
           strcmp(t->due_text, d->due_text) == 0 && (!d->due || d->due == t->due);
}

static void judge_new_place(struct ctx *c, struct judging *j, struct task_import_line *l)
{
    const char *key = key_of(c, l->draft.annex, l->draft.section, l->draft.number);
    const struct taken *t = find_place(j, key);

    if (t)
        fault(c, j, l, COL_NUMBER, TF("this number stands already in line %d", (int)t->line));
    else
        take_place(c, j, key, l->line);
}

/* The document is asked for each place of the file, never read: it may have a million. */
static bool judge_place(struct ctx *c, struct judging *j, struct task_import_line *l)
{
    const struct task_draft *d = &l->draft;
    struct task_import_place_row place;
    struct task_import_there_row there;
    bool found;

    if (!*d->number) {
        fault(c, j, l, COL_NUMBER, T("the number is missing"));
        return true;
    }
    if (!task_import_place(c, d->source, d->annex, d->section, d->number, &place, &found) ||
        (found && !task_import_there(c, d->source, place.position, place.id, &there, &found)))
        return false;
    if (!found)
        judge_new_place(c, j, l);
    else if (is_same(place.title, &there, l))
        l->verdict = LINE_SAME;
    else
        fault(c, j, l, COL_NUMBER,
              T("this task is already registered with other words; only an amending document may "
                "change it"));
    return true;
}

static bool judge_line(struct ctx *c, struct judging *j, const struct csv_line *from)
{
    struct task_import_line *l = LIST_PUSH(c->arena, &j->r->lines);

    *l = (struct task_import_line){ .line = from->line };
    if (is_empty(from) || is_heading(j->r, from)) {
        l->verdict = LINE_HEAD;
        j->section = is_empty(from) ? j->section : cell(j->r, from, COL_NUMBER);
        return true;
    }
    check_sizes(c, j, l, from);
    read_draft(c, j, l, from);
    l->plan.memo = j->memo;
    l->plan.source = j->r->source;
    l->plan.content = content_of(&l->draft);
    if (!judge_place(c, j, l))
        return false;
    if (l->verdict == LINE_SAME)
        return true;
    /* An annex has few deadlines for its many lines, and reading one costs as much as the rest. */
    if (strcmp(l->draft.due_text, j->due_text) == 0)
        l->plan.read_due = j->due;
    if (!task_plan_make(c, &l->draft, &l->plan))
        return take_faults(c, j, l);
    j->due_text = l->draft.due_text;
    j->due = l->draft.due ? 0 : l->plan.due;
    return true;
}

/* ---- the whole ---- */

/* One write carries it out, in the memory of one write: the line "each ministry and each province"
 * makes 57 tasks. */
static bool check_size(struct ctx *c, const struct task_report *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->lines.n; i++) {
        size_t leads = r->lines.v[i].plan.leads.n;

        if (r->lines.v[i].verdict == LINE_NEW)
            n += leads > 1 ? leads + 1 : leads;
    }
    return n <= TASK_IMPORT_TASKS ||
           fail_field(c, "file",
                      "the table makes %d tasks, more than the %d of one import (a common task "
                      "counts one more for each agency): divide it",
                      (int)n, TASK_IMPORT_TASKS);
}

static void count(struct task_report *r)
{
    for (size_t i = 0; i < r->lines.n; i++) {
        r->n_new += r->lines.v[i].verdict == LINE_NEW;
        r->n_same += r->lines.v[i].verdict == LINE_SAME;
        r->n_refused += r->lines.v[i].verdict == LINE_REFUSED;
    }
}

bool task_import_judge(struct ctx *c, const struct task_import *m, struct task_report *ret)
{
    const struct unit *creditor = unit_get(c, m->creditor);
    struct judging *j = NEW(c->arena, struct judging);
    csv_lines lines = { 0 };
    size_t head;

    ret->sheet = m->sheet;
    if (!(*m->sheet ? csv_kept(c, m->csv, TASK_IMPORT_LINES, &lines)
                    : csv_read(c, m->csv, strlen(m->csv), TASK_IMPORT_LINES, &lines)) ||
        !task_source_get(c, m->source, &ret->source))
        return false;
    if (lines.n < 2)
        return fail_field(c, "file", "the table is empty");
    *j = (struct judging){ .m = m,
                           .r = ret,
                           .memo = task_memo_new(c),
                           .creditor = creditor ? creditor->code : "",
                           .authority = m->authority,
                           .section = "",
                           .due_text = "" };
    if (!find_head(c, &lines, ret, &head))
        return false;
    for (size_t i = head + 1; i < lines.n; i++)
        if (!judge_line(c, j, &lines.v[i]))
            return false;
    /* The list may have moved while it grew. */
    for (size_t i = 0; i < ret->lines.n; i++)
        ret->lines.v[i].plan.d = &ret->lines.v[i].draft;
    count(ret);
    return check_size(c, ret);
}

bool task_import_add(struct ctx *c, struct task_import *m)
{
    enum { DAY_MS = 24 * 3600 * 1000 };

    m->id = new_id(c);
    return task_import_forget(c, c->actor->id, c->now_ms - DAY_MS) &&
           task_import_insert(c, m->id, c->actor->id, c->now_ms, m->source, m->creditor,
                              m->authority, m->opened, m->name, m->csv, m->sheet);
}

bool task_import_get(struct ctx *c, int64_t id, struct task_import *ret)
{
    struct task_import_one_row r;
    bool found;

    if (!task_import_one(c, id, c->actor->id, &r, &found))
        return false;
    if (!found)
        return fail(c, ERR_NOT_FOUND, "there is no such import");
    *ret = (struct task_import){ .id = id,
                                 .account = c->actor->id,
                                 .at_ms = r.at_ms,
                                 .source = r.source,
                                 .creditor = r.creditor,
                                 .authority = r.authority,
                                 .opened = r.opened,
                                 .name = r.name,
                                 .csv = r.csv,
                                 .sheet = r.sheet,
                                 .done_ms = r.done_ms,
                                 .added = r.added };
    return true;
}

bool task_import_carry_out(struct ctx *c, int64_t id, struct task_report *ret)
{
    struct task_import m;
    struct obligation task;
    int64_t position;

    if (!task_import_get(c, id, &m))
        return false;
    if (m.done_ms)
        return fail(c, ERR_CONFLICT, "this import was already carried out");
    if (!task_import_judge(c, &m, ret))
        return false;
    if (ret->n_refused)
        return fail(c, ERR_CONFLICT, "%d lines are refused, so nothing was imported",
                    (int)ret->n_refused);
    if (!task_position_next(c, m.source, &position))
        return false;
    for (size_t i = 0; i < ret->lines.n; i++) {
        struct task_import_line *l = &ret->lines.v[i];

        if (l->verdict != LINE_NEW)
            continue;
        l->plan.position = position++;
        if (!task_plan_carry_out(c, &l->plan, &task))
            return false;
    }
    return task_import_done(c, id, c->now_ms, (int64_t)ret->n_new);
}
