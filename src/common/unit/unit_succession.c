/* Finding what is left, passing it on, and the record of it. */
#include "common/unit/unit_succession.h"

#include <stdlib.h>
#include <string.h>

#include "common/ledger/ledger.h"
#include "common/unit/unit_dir.h"
#include "core/db.h"
#include "core/sha256.h"
#include "unit_succession_sql.h"

enum { PAGE = 500 };

/* ---- what is left ---- */

static int by_day(const void *a, const void *b)
{
    const struct unit_handover *x = a, *y = b;

    if (x->until != y->until)
        return x->until < y->until ? -1 : 1;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

bool unit_succession_due(struct ctx *c, int64_t on, unit_handovers *ret)
{
    unit_ids ids = { 0 };

    for (size_t m = 0; m < n_modules; m++)
        if (modules[m]->passing && modules[m]->passing->units &&
            !modules[m]->passing->units(c, on, &ids))
            return false;
    if (ids.n)
        qsort(ids.v, ids.n, sizeof *ids.v, by_id);
    for (size_t i = 0; i < ids.n; i++) {
        struct unit_handover h;

        if (i && ids.v[i] == ids.v[i - 1])
            continue;
        if (!unit_handover_of(c, ids.v[i], &h))
            return false;
        *LIST_PUSH(c->arena, ret) = h;
    }
    if (ret->n)
        qsort(ret->v, ret->n, sizeof *ret->v, by_day);
    return true;
}

bool unit_succession_items(struct ctx *c, int64_t unit, const struct unit_due_item *after,
                           size_t most, unit_due_items *ret)
{
    bool past = after == NULL;

    for (size_t m = 0; m < n_modules && most; m++) {
        const struct unit_passing *p = modules[m]->passing;
        const struct unit_matter *from = after && after->of == p ? &after->item : NULL;
        unit_matters found = { 0 };

        if (!p || !p->items || (!past && !from))
            continue;
        past = true;
        if (!p->items(c, unit, from, most, &found))
            return false;
        for (size_t i = 0; i < found.n; i++)
            *LIST_PUSH(c->arena, ret) = (struct unit_due_item){ found.v[i], p };
        most -= found.n;
    }
    return true;
}

static const struct unit_passing *system_of(const char *kind, const char **ret_name)
{
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; modules[m]->passing && i < modules[m]->passing->n_kinds; i++)
            if (strcmp(modules[m]->passing->kinds[i].word, kind) == 0) {
                *ret_name = modules[m]->passing->kinds[i].one;
                return modules[m]->passing;
            }
    *ret_name = kind;
    return NULL;
}

const char *unit_matter_kind_name(const char *word)
{
    const char *name;

    (void)system_of(word, &name);
    return name;
}

/* A system may show what another one keeps: a task is an obligation. */
void unit_matter_show(struct ctx *c, const struct unit_matter *i, const char **words,
                      const char **path)
{
    *words = *path = "";
    for (size_t m = 0; m < n_modules && !**path; m++)
        if (modules[m]->passing && modules[m]->passing->show)
            modules[m]->passing->show(c, i, words, path);
}

/* ---- the record ---- */

static struct unit_run run_of(const struct unit_succession_open_row *r)
{
    return (struct unit_run){ r->id,          r->day,   r->release, r->account, r->started_at,
                              r->finished_at, r->moved, r->failed,  r->checksum };
}

bool unit_run_list(struct ctx *c, unit_runs *ret)
{
    unit_succession_all_rows rows = { 0 };

    if (!unit_succession_all(c, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) = run_of(&rows.v[i]);
    return true;
}

bool unit_run_get(struct ctx *c, int64_t id, struct unit_run *ret)
{
    struct unit_succession_open_row r;
    bool found;

    if (!unit_succession_one(c, id, &r, &found))
        return false;
    if (!found)
        return fail(c, ERR_NOT_FOUND, "there is no such run");
    *ret = run_of(&r);
    return true;
}

bool unit_run_lines_of(struct ctx *c, int64_t id, int64_t after, size_t most, unit_run_lines *ret)
{
    unit_succession_lines_rows rows = { 0 };

    if (!unit_succession_lines(c, id, after, (int64_t)most, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct unit_succession_lines_row *r = &rows.v[i];

        *LIST_PUSH(c->arena, ret) = (struct unit_run_line){
            r->line,  { r->kind, r->tenant, r->item }, r->unit_from, r->unit_to, r->made, r->rule,
            r->reason
        };
    }
    return true;
}

static bool checksum(struct ctx *c, int64_t run, const char **ret)
{
    struct buf b = { .arena = c->arena }, hex = { .arena = c->arena };
    unsigned char hash[SHA256_SIZE];
    int64_t after = 0;
    unit_run_lines l = { 0 };

    do {
        l.n = 0;
        if (!unit_run_lines_of(c, run, after, PAGE, &l))
            return false;
        for (size_t i = 0; i < l.n; i++) {
            const struct unit_run_line *x = &l.v[i];

            buf_printf(&b, "%lld,%s,%lld,%lld,%lld,%lld,%s,%lld,%s\n", (long long)x->line,
                       x->item.kind, (long long)x->item.tenant, (long long)x->item.id,
                       (long long)x->from, (long long)x->to, x->rule, (long long)x->made,
                       x->reason);
            after = x->line;
        }
    } while (l.n == PAGE);
    sha256(&(struct bytes){ b.p, b.n }, 1, hash);
    for (size_t i = 0; i < SHA256_SIZE; i++)
        buf_printf(&hex, "%02x", hash[i]);
    *ret = buf_str(&hex);
    return true;
}

struct record { /* the run that is being written; id 0: none yet */
    struct ctx *c;
    struct unit_run run;
    bool changed;
};

static bool find_open(struct record *r)
{
    struct unit_succession_open_row row;
    bool found;

    if (!unit_succession_open(r->c, &row, &found))
        return false;
    if (found)
        r->run = run_of(&row);
    return true;
}

static bool keep(struct record *r)
{
    r->changed = false;
    return unit_succession_count(r->c, r->run.id, r->run.moved, r->run.failed, r->run.finished_at,
                                 r->run.checksum) &&
           unit_succession_seal(r->c, r->run.id);
}

static bool finish(struct record *r)
{
    if (!r->run.id)
        return true;
    r->run.finished_at = r->c->now_ms;
    if (!checksum(r->c, r->run.id, &r->run.checksum) || !keep(r))
        return false;
    r->run = (struct unit_run){ 0 };
    return true;
}

static bool begin(struct record *r, int64_t day_)
{
    struct unit_succession_release_row release;

    if (r->run.id && r->run.day == day_)
        return true;
    if (!finish(r) || !unit_succession_release(r->c, day_, &release))
        return false;
    r->run = (struct unit_run){ .id = new_id(r->c),
                                .day = day_,
                                .release = release.id,
                                .account = r->c->actor->id,
                                .started_at = r->c->now_ms,
                                .checksum = "" };
    return unit_succession_begin(r->c, r->run.id, day_, release.id, r->run.account,
                                 r->run.started_at);
}

static bool note(struct record *r, const struct unit_handover *h, const struct unit_matter *i,
                 int64_t made, const char *reason)
{
    if (!begin(r, h->until))
        return false;
    r->changed = true;
    r->run.moved += made != 0;
    r->run.failed += made == 0;
    int64_t line = r->run.moved + r->run.failed;

    return unit_succession_line_insert_sealed(
        r->c, &(struct unit_succession_line_sealed_row){ .run = r->run.id,
                                                         .line = line,
                                                         .kind = i->kind,
                                                         .tenant = i->tenant,
                                                         .item = i->id,
                                                         .unit_from = h->unit,
                                                         .unit_to = h->to,
                                                         .rule = h->rule,
                                                         .made = made,
                                                         .reason = reason });
}

/* ---- one item ---- */

static bool follow_all(struct ctx *c, const struct unit_handover *h, const struct unit_matter *i,
                       int64_t made)
{
    for (size_t m = 0; m < n_modules; m++)
        if (modules[m]->passing && modules[m]->passing->follow &&
            !modules[m]->passing->follow(c, h, i, made))
            return false;
    return true;
}

/* A reason of its own is told; a fault of the database stops the step. */
static bool is_its_own(enum err_kind k)
{
    return k == ERR_CONFLICT || k == ERR_INPUT || k == ERR_NOT_FOUND || k == ERR_DENIED;
}

static bool note_failed(struct record *r, const struct unit_handover *h,
                        const struct unit_matter *i, struct unit_step *s)
{
    struct unit_succession_failed_row had;
    const char *reason = r->c->err.message ? r->c->err.message : "";
    bool found;

    r->c->err = (struct err){ 0 };
    s->failed++;
    s->reason = reason;
    return unit_succession_failed(r->c, i->id, i->kind, reason, &had, &found) &&
           (found || note(r, h, i, 0, reason));
}

static bool pass_one(struct record *r, const struct unit_handover *h, const struct unit_due_item *i,
                     struct unit_step *s)
{
    struct ctx *c = r->c;
    size_t settled = c->settled.n;
    int64_t made = 0;

    if (!db_savepoint(c))
        return false;
    if (i->of->pass(c, h, &i->item, &made) && follow_all(c, h, &i->item, made)) {
        s->moved++;
        return db_release(c) && note(r, h, &i->item, made, "");
    }
    c->settled.n = settled;
    db_rollback_to(c);
    return is_its_own(c->err.kind) && note_failed(r, h, &i->item, s);
}

/* ---- a step ---- */

static bool pass_unit(struct record *r, const struct unit_handover *h, struct unit_step *s)
{
    struct unit_due_item last, *after = NULL;
    size_t done = (size_t)s->moved, most;

    while ((most = s->most - done) > 0) {
        unit_due_items l = { 0 };

        if (!unit_succession_items(r->c, h->unit, after, most, &l))
            return false;
        for (size_t i = 0; i < l.n; i++)
            if (!pass_one(r, h, &l.v[i], s))
                return false;
        if (l.n < most)
            return true;
        last = l.v[l.n - 1];
        after = &last;
        done = (size_t)s->moved;
    }
    return true;
}

bool unit_succession_step(struct ctx *c, struct unit_step *s)
{
    struct record r = { .c = c };
    unit_handovers due = { 0 };

    s->moved = s->failed = 0;
    s->reason = "";
    s->done = false;
    if (!unit_succession_lock(c) || !find_open(&r) || !unit_succession_due(c, s->on, &due))
        return false;
    for (size_t i = 0; i < due.n && (size_t)s->moved < s->most; i++)
        if (due.v[i].to && !pass_unit(&r, &due.v[i], s))
            return false;
    /* What passes on can leave something else there: an obligation that the unit owed to itself. */
    s->done = s->moved == 0;
    return s->done ? (!r.changed || keep(&r)) && finish(&r) : !r.changed || keep(&r);
}
