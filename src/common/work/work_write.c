/* Rows and events: what a change writes, always all of it together. */
#include "common/work/work_state.h"

#include <stdlib.h>
#include <string.h>

#include "common/unit/unit.h"
#include "core/json.h"
#include "core/text.h"
#include "work_write_sql.h"

static int64_t stored_due(int64_t due)
{
    return due ? due : WORK_NO_DUE;
}

/* On PostgreSQL two writes run at the same time: the second waits until the first has committed,
 * and reads what it left. What a part does goes on to its parent, what a common task does to its
 * parts: both lock from the top down, so that neither waits for the other in a circle. */
bool work_load(struct ctx *c, int64_t id, struct obligation *ret)
{
    struct work_row_by_id_row r;
    struct obligation above;

    if (!work_row_by_id(c, id, &r))
        return false;
    WORK_COPY(ret, &r);
    if (!db_is_pg(c->db))
        return true;
    return (!ret->parent || work_load(c, ret->parent, &above)) &&
           work_load_key(c, ret->tenant, id, ret);
}

bool work_load_key(struct ctx *c, int64_t tenant, int64_t id, struct obligation *ret)
{
    struct work_row_by_key_row r;

    if (db_is_pg(c->db) && !work_lock(c, tenant, id))
        return false;
    if (!work_row_by_key(c, tenant, id, &r))
        return false;
    WORK_COPY(ret, &r);
    return true;
}

bool work_load_parts(struct ctx *c, int64_t parent, obligations *ret)
{
    work_row_parts_rows rows = { 0 };

    if (!work_row_parts(c, parent, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        WORK_COPY(LIST_PUSH(c->arena, ret), &rows.v[i]);
    return true;
}

bool work_last_product(struct ctx *c, int64_t parent, int64_t *ret_day)
{
    struct work_parts_done_day_row r;

    if (!work_parts_done_day(c, parent, &r))
        return false;
    *ret_day = r.day;
    return true;
}

bool work_last_event(struct ctx *c, const struct obligation *o, struct work_event *ret)
{
    struct work_event_last_row r;
    bool found;

    if (!work_event_last(c, o->tenant, o->id, &r, &found))
        return false;
    *ret = (struct work_event){ .account = found ? r.account : 0, .at_ms = found ? r.at_ms : 0 };
    return true;
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

bool work_add_event(struct ctx *c, const struct obligation *o, const struct work_event *e)
{
    return work_event_insert_sealed(
        c, &(struct work_event_sealed_row){ .tenant = o->tenant,
                                            .obligation = o->id,
                                            .id = new_id(c),
                                            .type = e->type,
                                            .account = e->account,
                                            .unit = e->unit,
                                            .at_ms = e->at_ms,
                                            .recorded = e->recorded,
                                            .effective = e->effective,
                                            .due = e->due,
                                            .text = or_empty(e->text),
                                            .next_step = or_empty(e->next_step),
                                            .obstacle = or_empty(e->obstacle),
                                            .product = or_empty(e->product),
                                            .file = e->file });
}

/* Now, and by who acts. */
static bool write_event(struct ctx *c, const struct obligation *o, const struct work_event *e)
{
    struct work_event now = *e;

    now.account = c->actor->id;
    now.unit = c->actor->unit;
    now.at_ms = c->now_ms;
    now.recorded = c->today;
    return work_add_event(c, o, &now);
}

static struct work_fact fact_of(struct ctx *c, const struct work_event *e)
{
    return (struct work_fact){ e->type, c->today, e->effective, e->due };
}

/* Search words of a whole group are written by one statement: FTS5 makes a segment of its
 * own for each statement and each savepoint, which cost a third of the whole (3.40). */
struct words {
    int64_t tenant, id;
    const char *folded;
};

static int by_id(const void *a, const void *b)
{
    const struct words *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static bool words_settle(struct ctx *c, const void *items, size_t n)
{
    struct words *w = arena_alloc(c->arena, n * sizeof *w);
    struct buf b = { .arena = c->arena };

    memcpy(w, items, n * sizeof *w);
    qsort(w, n, sizeof *w, by_id);
    for (size_t i = 0; i < n; i++) {
        const char *folded = w[i].folded;

        for (; i + 1 < n && w[i + 1].id == w[i].id; i++) /* one row each */
            folded = arena_printf(c->arena, "%s %s", folded, w[i + 1].folded);
        buf_text(&b, b.n ? ",[" : "[[");
        buf_int(&b, w[i].tenant);
        buf_text(&b, ",");
        buf_int(&b, w[i].id);
        buf_text(&b, ",");
        json_string(&b, folded);
        buf_text(&b, "]");
    }
    buf_text(&b, "]");
    return work_words_insert(c, buf_str(&b));
}

static void put_mark(struct buf *b, const char *mark, int64_t id)
{
    buf_text(b, mark);
    buf_int(b, id);
    buf_text(b, "x ");
}

static void put_units(struct ctx *c, struct buf *b, const char *mark, int64_t unit)
{
    int64_t path[8];
    size_t n = unit_path(c, unit, path);

    for (size_t i = 0; i < n; i++)
        put_mark(b, mark, path[i]);
}

void work_more_words(struct ctx *c, int64_t tenant, int64_t id, const char *words)
{
    static const struct settle settle = { "work_words", sizeof(struct words), words_settle };
    struct words w = { tenant, id, text_fold(c->arena, words) };

    ctx_settle(c, &settle, &w);
}

/* Beside the words, what a search is narrowed by: u and a unit that owes (or lies above it),
 * c and one to which it is owed, l and a list; x ends the number, since words are looked
 * for by their beginning. */
void work_gather_words(struct ctx *c, const struct obligation *o)
{
    struct buf b = { .arena = c->arena };
    const char *said[] = { o->title, o->title_en, o->title_de, or_empty(o->words) };

    put_units(c, &b, "u", o->owner);
    put_units(c, &b, "c", o->creditor);
    put_mark(&b, "l", o->list);
    for (size_t i = 0; i < COUNT(said); i++) {
        buf_text(&b, said[i]);
        buf_text(&b, " ");
    }
    work_more_words(c, o->tenant, o->id, buf_str(&b));
}

void work_gather_creditor(struct ctx *c, const struct obligation *o)
{
    struct buf b = { .arena = c->arena };

    put_units(c, &b, "c", o->creditor);
    work_more_words(c, o->tenant, o->id, buf_str(&b));
}

bool work_add_row(struct ctx *c, const struct obligation *o)
{
    return work_obligation_insert_sealed(
        c, &(struct work_obligation_sealed_row){ .tenant = o->tenant,
                                                 .id = o->id,
                                                 .parent = o->parent,
                                                 .parent_tenant = o->parent_tenant,
                                                 .kind = o->kind,
                                                 .list = o->list,
                                                 .owner = o->owner,
                                                 .creditor = o->creditor,
                                                 .measures = o->measures,
                                                 .title = o->title,
                                                 .title_en = o->title_en,
                                                 .title_de = o->title_de,
                                                 .due_text = o->due_text,
                                                 .working_days = o->working_days,
                                                 .opened = o->opened,
                                                 .due = stored_due(o->due),
                                                 .reported = o->reported,
                                                 .product_day = o->product_day,
                                                 .done = o->done,
                                                 .done_known = o->done_known,
                                                 .withdrawn = o->withdrawn,
                                                 .reopened = o->reopened,
                                                 .asked_due = o->asked_due,
                                                 .received = o->received,
                                                 .extensions = o->extensions,
                                                 .returns = o->returns,
                                                 .moves = o->moves,
                                                 .parts = o->parts,
                                                 .parts_done = o->parts_done,
                                                 .settled = o->settled,
                                                 .version = o->version });
}

/* A part begins as a copy of its whole: nothing has happened to it yet. */
static void begin(struct obligation *o)
{
    o->reported = o->product_day = o->done = o->done_known = o->withdrawn = o->reopened = 0;
    o->asked_due = o->received = 0;
    o->extensions = o->returns = o->moves = o->parts = o->parts_done = 0;
    o->version = 1;
}

bool work_write_new(struct ctx *c, struct obligation *o, const struct work_event *e)
{
    static const work_facts none = { 0 };
    work_facts after = { 0 };

    *LIST_PUSH(c->arena, &after) = fact_of(c, e);
    o->settled = work_last_change(c, &after);
    o->key_due = stored_due(o->due);
    begin(o);
    if (!work_add_row(c, o) || !write_event(c, o, e))
        return false;
    work_gather_words(c, o);
    work_tally_change(c, o, &none, &after);
    return true;
}

static bool read_facts(struct ctx *c, const struct obligation *o, work_facts *ret)
{
    work_event_facts_rows rows = { 0 };

    if (!work_event_facts(c, o->tenant, o->id, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) =
            (struct work_fact){ (enum work_event_type)rows.v[i].type, rows.v[i].recorded,
                                rows.v[i].effective, rows.v[i].due };
    return true;
}

/* Most events touch no column of an index; then no index is written. */
static bool is_light(enum work_event_type t)
{
    return t == WORK_RECEIVED || t == WORK_NOTED || t == WORK_EXTENSION_ASKED ||
           t == WORK_EXTENSION_REFUSED || t == WORK_SPLIT || t == WORK_ATTACHED ||
           t == WORK_COMMENTED;
}

static bool write_row(struct ctx *c, const struct obligation *o, bool light)
{
    if (light)
        return work_set_light(c, o->tenant, o->id, o->received, o->asked_due, o->parts,
                              o->parts_done, o->settled, o->version);
    return work_set(c, o->tenant, o->id, o->due_text, stored_due(o->due), o->reported,
                    o->product_day, o->done, o->done_known, o->withdrawn, o->reopened, o->asked_due,
                    o->extensions, o->returns, o->moves, o->parts, o->parts_done, o->settled,
                    o->version);
}

bool work_write_event(struct ctx *c, struct obligation *o, const struct work_event *e)
{
    work_facts before = { 0 }, after = { 0 };
    bool counts = work_event_counts(e->type) && (e->type != WORK_AMENDED || e->due != 0);

    if (counts) {
        if (!read_facts(c, o, &before))
            return false;
        for (size_t i = 0; i < before.n; i++)
            *LIST_PUSH(c->arena, &after) = before.v[i];
        *LIST_PUSH(c->arena, &after) = fact_of(c, e);
        o->settled = work_last_change(c, &after);
    }
    o->version++;
    if (!write_event(c, o, e) || !write_row(c, o, is_light(e->type)) ||
        !work_obligation_seal(c, o->tenant, o->id))
        return false;
    if (counts)
        work_tally_change(c, o, &before, &after);
    return true;
}

bool work_write_parts(struct ctx *c, const struct obligation *o)
{
    return write_row(c, o, true) && work_obligation_seal(c, o->tenant, o->id);
}

bool work_write_party(struct ctx *c, const struct obligation *o, int64_t unit, const char *role)
{
    return work_party_insert(c, o->tenant, o->id, unit, role) &&
           work_party_seal(c, o->tenant, o->id, unit);
}

bool work_share_new(struct ctx *c, const struct obligation *o, const int64_t *units, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!work_party_insert_sealed(c, &(struct work_party_sealed_row){ .tenant = o->tenant,
                                                                          .obligation = o->id,
                                                                          .unit = units[i],
                                                                          .role = "coordinating" }))
            return false;
    return true;
}

static bool is_among(const int64_t *units, size_t n, int64_t unit)
{
    for (size_t i = 0; i < n; i++)
        if (units[i] == unit)
            return true;
    return false;
}

bool work_share(struct ctx *c, const struct obligation *o, const int64_t *units, size_t n)
{
    work_party_coordinating_rows had = { 0 };

    if (!work_party_coordinating(c, o->tenant, o->id, &had))
        return false;
    for (size_t i = 0; i < had.n; i++)
        if (!is_among(units, n, had.v[i].unit) &&
            (!work_party_delete(c, o->tenant, o->id, had.v[i].unit) ||
             !work_party_seal(c, o->tenant, o->id, had.v[i].unit)))
            return false;
    for (size_t i = 0; i < n; i++)
        if (!work_write_party(c, o, units[i], "coordinating"))
            return false;
    return true;
}
