/* A draft from its beginning to its end: lines, states, the second person. */
#include "common/unit/unit_plan.h"

#include <string.h>

#include "common/unit/unit_dir.h"
#include "common/unit/unit_feed.h"
#include "common/unit/unit_release_view.h"
#include "core/db.h"
#include "core/text.h"

#include "unit_plan_sql.h"

extern const struct sealed unit_release_sealed; /* unit_release.sql */

enum { LINES = UNIT_PLAN_LINES, EFFECT_WORDS = 200 };

static bool seal(struct ctx *c, int64_t id)
{
    return ledger_seal(c, &unit_release_sealed, (const int64_t[LEDGER_KEYS]){ id });
}

/* ---- columns ---- */

const char *const unit_line_columns[] = { "op",
                                          "unit",
                                          "other",
                                          "kind",
                                          "type",
                                          "name",
                                          "name_en",
                                          "name_de",
                                          "extent",
                                          "share_area",
                                          "share_population",
                                          "detail",
                                          "clause",
                                          "note",
                                          NULL };

static const char **field(struct unit_line *l, size_t column)
{
    const char **const at[] = { &l->op,
                                &l->unit,
                                &l->other,
                                &l->kind,
                                &l->type,
                                &l->name,
                                &l->name_en,
                                &l->name_de,
                                &l->extent,
                                &l->share_area,
                                &l->share_population,
                                &l->detail,
                                &l->clause,
                                &l->note };

    ASSERT(column < COUNT(at));
    return at[column];
}

const char *unit_line_field(const struct unit_line *l, size_t column)
{
    struct unit_line copy = *l;
    const char *value = *field(&copy, column);

    return value ? value : "";
}

void unit_line_set(struct unit_line *l, size_t column, const char *value)
{
    *field(l, column) = value;
}

static bool check_op(struct ctx *c, const struct unit_line *l)
{
    static const char *const ops[] = { "new", "fact", "code", "close", "change", NULL };

    return text_is(l->op, ops) ||
           fail_field(c, "op", "one of these: new, fact, code, close, change");
}

/* ---- lines ---- */

bool unit_plan_lines(struct ctx *c, int64_t id, unit_lines *ret)
{
    unit_plan_all_rows r = { 0 };

    if (!unit_plan_all(c, id, &r))
        return false;
    for (size_t i = 0; i < r.n; i++) {
        const struct unit_plan_all_row *v = &r.v[i];

        *LIST_PUSH(c->arena, ret) =
            (struct unit_line){ v->line,    v->op,     v->unit,       v->other,
                                v->kind,    v->type,   v->name,       v->name_en,
                                v->name_de, v->extent, v->share_area, v->share_population,
                                v->detail,  v->clause, v->note };
    }
    return true;
}

static const char *state_word(struct ctx *c, const char *state)
{
    static const char *const words[] = { N_("draft"), N_("approved"), N_("published"),
                                         N_("rejected") };

    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i], state) == 0)
            return T(words[i]);
    return state;
}

static bool open_draft(struct ctx *c, int64_t id, const char *state, struct unit_release *ret)
{
    if (!unit_release_get(c, id, ret))
        return false;
    if (strcmp(ret->state, state) == 0)
        return true;
    if (strcmp(ret->state, "draft") == 0)
        return fail(c, ERR_CONFLICT, "another person must approve this draft first");
    return fail(c, ERR_CONFLICT, "this draft is %s by now", state_word(c, ret->state));
}

static bool put_line(struct ctx *c, int64_t id, const struct unit_line *l)
{
    struct unit_line v = *l;

    for (size_t i = 0; unit_line_columns[i]; i++)
        *field(&v, i) = unit_line_field(l, i);
    return check_op(c, &v) &&
           unit_plan_line(c, id, v.line, v.op, v.unit, v.other, v.kind, v.type, v.name, v.name_en,
                          v.name_de, v.extent, v.share_area, v.share_population, v.detail, v.clause,
                          v.note) &&
           unit_release_line_seal(c, id, v.line);
}

/* The actor is one of its writers from now on. */
static bool note_writer(struct ctx *c, int64_t id)
{
    struct unit_plan_wrote_row r;
    bool found;

    if (!unit_plan_wrote(c, id, c->actor->id, &r, &found))
        return false;
    return found || (unit_plan_writer(c, id, c->actor->id, c->now_ms) &&
                     unit_release_writer_seal(c, id, c->actor->id));
}

static bool note_change(struct ctx *c, const struct unit_release *r)
{
    return unit_plan_changed(c, r->id, c->actor->id, r->version) && note_writer(c, r->id) &&
           seal(c, r->id);
}

bool unit_plan_is_writer(struct ctx *c, const struct unit_release *r, int64_t account, bool *ret)
{
    struct unit_plan_wrote_row w;
    bool found;

    if (!unit_plan_wrote(c, r->id, account, &w, &found))
        return false;
    *ret = found || account == r->made_by;
    return true;
}

bool unit_plan_seen(struct ctx *c, int64_t id, int64_t version)
{
    struct unit_release r;

    if (!unit_release_get(c, id, &r))
        return false;
    return !version || r.version == version ||
           fail(c, ERR_CONFLICT,
                "somebody else has changed this draft meanwhile, and nothing of yours was saved; "
                "look at what is there now and send it again");
}

bool unit_plan_put(struct ctx *c, int64_t id, const struct unit_line *l)
{
    struct unit_release r;
    unit_lines all = { 0 };
    struct unit_line v = *l;

    if (!open_draft(c, id, "draft", &r) || !unit_plan_lines(c, id, &all))
        return false;
    if (!v.line)
        v.line = all.n ? all.v[all.n - 1].line + 1 : 1;
    if (v.line < 0 || v.line > LINES)
        return fail_field(c, "line", "a draft has at most %d lines", LINES);
    return put_line(c, id, &v) && note_change(c, &r);
}

bool unit_plan_append(struct ctx *c, int64_t id, const unit_lines *l)
{
    struct unit_release r;
    unit_lines all = { 0 };

    if (!open_draft(c, id, "draft", &r) || !unit_plan_lines(c, id, &all))
        return false;
    int64_t last = all.n ? all.v[all.n - 1].line : 0;
    if (last + (int64_t)l->n > LINES)
        return fail_field(c, "line", "a draft has at most %d lines", LINES);
    for (size_t i = 0; i < l->n; i++) {
        struct unit_line v = l->v[i];

        v.line = last + 1 + (int64_t)i;
        if (!put_line(c, id, &v))
            return false;
    }
    return note_change(c, &r);
}

static bool drop(struct ctx *c, int64_t id, int64_t line)
{
    return unit_plan_remove(c, id, line) && unit_release_line_seal(c, id, line);
}

bool unit_plan_drop(struct ctx *c, int64_t id, const int64_t *line, size_t n)
{
    struct unit_release r;

    if (!open_draft(c, id, "draft", &r))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!drop(c, id, line[i]))
            return false;
    return note_change(c, &r);
}

bool unit_plan_replace(struct ctx *c, int64_t id, const unit_lines *l)
{
    struct unit_release r;
    unit_lines had = { 0 };

    if (!open_draft(c, id, "draft", &r) || !unit_plan_lines(c, id, &had))
        return false;
    for (size_t i = 0; i < had.n; i++)
        if (!drop(c, id, had.v[i].line))
            return false;
    for (size_t i = 0; i < l->n; i++)
        if (!put_line(c, id, &l->v[i]))
            return false;
    return note_change(c, &r);
}

/* ---- from a table ---- */

/* By its word, or as a workbook of ours calls it in the person's language. */
static size_t column_of(struct ctx *c, const char *name)
{
    size_t i = 0;

    while (unit_line_columns[i] && strcmp(unit_line_columns[i], name) != 0 &&
           strcmp(T(unit_line_columns[i]), name) != 0)
        i++;
    return i;
}

static void read_line(struct ctx *c, const struct csv_line *head, const struct csv_line *row,
                      struct unit_line *l, unit_faults *faults)
{
    for (size_t k = 0; unit_line_columns[k]; k++)
        unit_line_set(l, k, "");
    for (size_t k = 0; k < row->n && k < head->n; k++)
        unit_line_set(l, column_of(c, head->field[k]), row->field[k]);
    if (check_op(c, l))
        return;
    unit_fault(c, faults, "", row->line, "op", c->err.fields.v[0].message);
    c->err = (struct err){ 0 };
}

bool unit_plan_read(struct ctx *c, const csv_lines *table, unit_lines *ret, unit_faults *faults)
{
    if (table->n < 2)
        return fail(c, ERR_INPUT, "there are no lines in this file");
    const struct csv_line *head = &table->v[0];
    for (size_t k = 0; k < head->n; k++)
        if (!unit_line_columns[column_of(c, head->field[k])])
            unit_fault(c, faults, "", 1, head->field[k], T("there is no such column"));
    if (faults->n)
        return true;
    for (size_t i = 1; i < table->n; i++) {
        struct unit_line *l = LIST_PUSH(c->arena, ret);

        l->line = (int64_t)i;
        read_line(c, head, &table->v[i], l, faults);
    }
    return true;
}

/* ---- states ---- */

static bool check_day(struct ctx *c, int64_t on)
{
    int64_t first = unit_first_day(c, "commune");

    return !first || on > first ||
           fail_field(c, "day", "the list begins on %s; nothing can be said of days before it",
                      tr_day_short(c, first));
}

bool unit_plan_new(struct ctx *c, const char *title, int64_t on, const char *act, int64_t *ret_id)
{
    unit_releases all = { 0 };
    int64_t id = new_id(c);

    if (!unit_release_list(c, &all))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (strcmp(all.v[i].state, "draft") == 0 || strcmp(all.v[i].state, "approved") == 0)
            return fail(c, ERR_CONFLICT, "there is a draft already: %s; publish or reject it first",
                        all.v[i].title);
    if (!check_day(c, on) || !unit_plan_insert(c, id, title, on, act, c->actor->id, c->now_ms) ||
        !note_writer(c, id) || !seal(c, id))
        return false;
    *ret_id = id;
    return true;
}

/* In texts that stay: the directory of this moment does not. */
static void tell_effect(struct ctx *c, int64_t on, struct unit_effect *ret)
{
    unit_differences l = { 0 };

    unit_compare(c, on - 1, on, &l);
    unit_kind_sums(c, on - 1, on, &l, ret->sums);
    ret->n = l.n;
    for (size_t i = 0; i < l.n && i < EFFECT_WORDS; i++)
        *LIST_PUSH(c->arena, &ret->words) = unit_difference_text(c, &l.v[i]);
}

bool unit_plan_try(struct ctx *c, const struct unit_release *r, const unit_lines *l,
                   unit_faults *faults, struct unit_effect *ret)
{
    size_t settled = c->settled.n;

    if (!db_savepoint(c))
        return false;
    bool ok = unit_plan_apply(c, r, l, faults);
    if (ok && faults->n == 0)
        tell_effect(c, r->day, ret);
    c->settled.n = settled;
    db_rollback_to(c);
    unit_dir_touch(c); /* what was read meanwhile is not so */
    return ok;
}

static bool whole(struct ctx *c, const unit_faults *faults)
{
    return faults->n == 0 ||
           fail(c, ERR_INPUT, "there are %d mistakes; nothing was changed", (int)faults->n);
}

bool unit_plan_approve(struct ctx *c, int64_t id, unit_faults *faults)
{
    struct unit_release r;
    unit_lines l = { 0 };
    struct unit_effect effect = { 0 };
    bool wrote;

    if (!open_draft(c, id, "draft", &r) || !unit_plan_lines(c, id, &l) ||
        !unit_plan_is_writer(c, &r, c->actor->id, &wrote))
        return false;
    if (wrote)
        return fail(c, ERR_DENIED, "another person approves it than those who wrote it");
    if (l.n == 0)
        return fail(c, ERR_CONFLICT, "this draft has no lines yet");
    return unit_plan_try(c, &r, &l, faults, &effect) && whole(c, faults) &&
           unit_plan_decide(c, id, "approved", c->actor->id, c->now_ms, "") && seal(c, id);
}

bool unit_plan_publish(struct ctx *c, int64_t id, unit_faults *faults)
{
    struct unit_release r;
    unit_lines l = { 0 };

    if (!open_draft(c, id, "approved", &r) || !unit_plan_lines(c, id, &l) ||
        !unit_plan_apply(c, &r, &l, faults) || !whole(c, faults) ||
        !unit_release_next(c, &r.number))
        return false;
    r.checksum = unit_list_checksum(c, r.day);
    return unit_plan_out(c, id, r.number, c->now_ms, r.checksum) && seal(c, id) &&
           unit_tell_release(c, &r);
}

bool unit_plan_reject(struct ctx *c, int64_t id, const char *reason)
{
    struct unit_release r;

    if (!unit_release_get(c, id, &r))
        return false;
    if (strcmp(r.state, "approved") != 0 && !open_draft(c, id, "draft", &r))
        return false;
    return unit_plan_decide(c, id, "rejected", c->actor->id, c->now_ms, reason) && seal(c, id);
}
