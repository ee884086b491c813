/* What is open at a unit that has ended goes on at its legal successor. */
#include "common/work/work_pass.h"

#include <string.h>

#include "common/ledger/ledger.h"
#include "common/unit/unit.h"
#include "common/work/work_state.h"
#include "core/tr.h"
#include "work_pass_sql.h"

/* ---- both ends of the link ---- */

static bool linked(struct ctx *c, const struct obligation *o, int64_t side, struct work_passed *ret)
{
    struct work_pass_linked_row r;
    bool found;

    *ret = (struct work_passed){ 0 };
    if (!work_pass_linked(c, o->tenant, o->id, side, &r, &found))
        return false;
    if (found)
        *ret = (struct work_passed){ r.other_tenant, r.other, r.unit, r.day, r.first };
    return true;
}

enum { CAME_FROM = 1, WENT_TO = 2 };

bool work_passed_from(struct ctx *c, const struct obligation *o, struct work_passed *ret)
{
    return linked(c, o, CAME_FROM, ret);
}

bool work_passed_to(struct ctx *c, const struct obligation *o, struct work_passed *ret)
{
    return linked(c, o, WENT_TO, ret);
}

bool work_first_day(struct ctx *c, const struct obligation *o, int64_t *ret)
{
    struct work_passed from;

    if (!work_passed_from(c, o, &from))
        return false;
    *ret = from.other ? from.first : o->opened;
    return true;
}

static bool link_one(struct ctx *c, const struct obligation *o, int64_t side,
                     const struct obligation *other, int64_t day_, int64_t first)
{
    return work_pass_link(c, o->tenant, o->id, side, other->tenant, other->id, other->owner, day_,
                          first) &&
           work_passing_seal(c, o->tenant, o->id, side);
}

static bool link_both(struct ctx *c, const struct obligation *old, const struct obligation *new_,
                      int64_t day_)
{
    int64_t first;

    return work_first_day(c, old, &first) && link_one(c, old, WENT_TO, new_, day_, first) &&
           link_one(c, new_, CAME_FROM, old, day_, first);
}

/* ---- the new obligation, with the history of the old one ---- */

static bool seal_row(struct ctx *c, const struct obligation *o)
{
    return ledger_seal(c, &work_obligation_sealed, (const int64_t[]){ o->tenant, o->id });
}

/* The first event says that it was taken over; what followed the opening is told as it was. */
static bool write_history(struct ctx *c, struct obligation *o, const work_events *all,
                          const char *from)
{
    static const work_facts none = { 0 };
    work_facts after = { 0 };

    for (size_t i = 0; i < all->n; i++) {
        struct work_event e = all->v[i];

        if (i == 0)
            e = (struct work_event){ .type = WORK_TAKEN_OVER,
                                     .account = c->actor->id,
                                     .unit = c->actor->unit,
                                     .at_ms = c->now_ms,
                                     .recorded = c->today,
                                     .effective = o->opened,
                                     .due = e.due,
                                     .text = from,
                                     .next_step = "",
                                     .obstacle = "",
                                     .product = "" };
        if (!work_add_event(c, o, &e))
            return false;
        *LIST_PUSH(c->arena, &after) = (struct work_fact){ e.type, e.recorded, e.effective, e.due };
    }
    o->version = (int64_t)all->n;
    o->settled = work_last_change(c, &after);
    work_tally_change(c, o, &none, &after);
    return true;
}

/* Who sees the old one sees the new one; who owes the new one sees the old one. */
static bool copy_parties(struct ctx *c, const struct obligation *old, const struct obligation *new_)
{
    work_pass_parties_rows rows = { 0 };

    if (!work_pass_parties(c, old->tenant, old->id, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (!work_write_party(c, new_, rows.v[i].unit, rows.v[i].role))
            return false;
    return work_write_party(c, old, new_->owner, "part");
}

/* Parts that still count follow the whole, wherever they are owed; those withdrawn stay. */
static bool bring_parts(struct ctx *c, struct obligation *old, const struct obligation *new_)
{
    obligations parts = { 0 };

    if (!old->parts)
        return true;
    if (!work_load_parts(c, old->id, &parts))
        return false;
    for (size_t i = 0; i < parts.n; i++)
        if (!parts.v[i].withdrawn &&
            (!work_pass_parent(c, parts.v[i].tenant, parts.v[i].id, new_->id, new_->tenant) ||
             !seal_row(c, &parts.v[i])))
            return false;
    old->parts = old->parts_done = 0;
    return true;
}

/* The whole counts as many parts as before: one has gone and one has come. */
static bool join_parent(struct ctx *c, const struct obligation *new_)
{
    struct obligation parent = { .tenant = new_->parent_tenant, .id = new_->parent };

    return !new_->parent || work_write_party(c, &parent, new_->owner, "part");
}

static const char *name_of(struct ctx *c, int64_t unit)
{
    const struct unit *u = unit_get(c, unit);

    return u ? u->name : "";
}

static bool end_old(struct ctx *c, struct obligation *old, const struct obligation *new_)
{
    struct work_event e = { .type = WORK_PASSED,
                            .effective = new_->opened,
                            .text = name_of(c, new_->owner) };

    old->asked_due = old->reported = old->product_day = 0;
    old->withdrawn = e.effective;
    return work_write_event(c, old, &e);
}

static int64_t latest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

bool work_pass_on(struct ctx *c, int64_t tenant, int64_t id, int64_t to, int64_t day_,
                  struct obligation *ret)
{
    struct obligation old, next;
    work_events history = { 0 };

    if (!work_load(c, id, &old) || !work_events_of(c, &old, &history))
        return false;
    if (old.tenant != tenant || old.done || old.withdrawn)
        return fail(c, ERR_CONFLICT, "this is not owed any more");
    ASSERT(history.n > 0);
    next = old;
    next.tenant = unit_tenant(c, to);
    next.id = new_id(c);
    next.owner = to;
    next.words = NULL;
    next.opened = latest(day_, latest(old.opened, old.reopened));
    if (!write_history(c, &next, &history, name_of(c, old.owner)) || !work_add_row(c, &next) ||
        !copy_parties(c, &old, &next) || !bring_parts(c, &old, &next) || !join_parent(c, &next) ||
        !end_old(c, &old, &next) || !link_both(c, &old, &next, day_))
        return false;
    work_gather_words(c, &next);
    *ret = next;
    return true;
}

/* ---- the other sides of an obligation ---- */

static bool tell(struct ctx *c, struct obligation *o, enum work_event_type t,
                 const struct unit_handover *h)
{
    struct work_event e = { .type = t,
                            .effective = latest(h->until, o->opened),
                            .text = arena_printf(c->arena, "%s → %s", name_of(c, h->unit),
                                                 name_of(c, h->to)) };

    return work_write_event(c, o, &e);
}

static bool pass_creditor(struct ctx *c, const struct unit_handover *h, struct obligation *o)
{
    if (o->creditor != h->unit)
        return fail(c, ERR_CONFLICT, "this is not owed any more");
    o->creditor = h->to;
    work_gather_creditor(c, o);
    return work_pass_creditor(c, o->tenant, o->id, h->to) && tell(c, o, WORK_CREDITOR_PASSED, h);
}

static bool pass_party(struct ctx *c, const struct unit_handover *h, struct obligation *o)
{
    return work_pass_leave_party(c, o->tenant, o->id, h->unit) &&
           ledger_seal(c, &work_party_sealed, (const int64_t[]){ o->tenant, o->id, h->unit }) &&
           work_write_party(c, o, h->to, "coordinating") && tell(c, o, WORK_PARTY_PASSED, h);
}

bool work_row(struct ctx *c, int64_t id, struct obligation *ret)
{
    return work_load(c, id, ret);
}

/* ---- as a system that passes on ---- */

static const struct unit_matter_kind kinds[] = {
    { "obligation", N_("Obligation owed") },
    { "creditor", N_("Obligation owed to it") },
    { "coordinating", N_("Obligation that it co-ordinates") },
};
enum { OWED, CREDITED, SHARED };

static void take_units(struct ctx *c, int64_t unit, unit_ids *ret)
{
    *LIST_PUSH(c->arena, ret) = unit;
}

static bool units(struct ctx *c, int64_t day_, unit_ids *ret)
{
    work_pass_owing_rows owing = { 0 };
    work_pass_owed_to_rows owed_to = { 0 };
    work_pass_coordinating_rows coordinating = { 0 };

    if (!work_pass_owing(c, day_, &owing) || !work_pass_owed_to(c, day_, &owed_to) ||
        !work_pass_coordinating(c, day_, &coordinating))
        return false;
    for (size_t i = 0; i < owing.n; i++)
        take_units(c, owing.v[i].unit, ret);
    for (size_t i = 0; i < owed_to.n; i++)
        take_units(c, owed_to.v[i].unit, ret);
    for (size_t i = 0; i < coordinating.n; i++)
        take_units(c, coordinating.v[i].unit, ret);
    return true;
}

static bool find_kind(struct ctx *c, size_t kind, int64_t unit, int64_t after, size_t most,
                      work_pass_owed_rows *ret)
{
    int64_t page = (int64_t)most;

    if (kind == OWED)
        return work_pass_owed(c, unit_tenant(c, unit), unit, after, page, ret);
    if (kind == CREDITED)
        return work_pass_credited(c, unit, after, page, ret);
    return work_pass_shared(c, unit, after, page, ret);
}

static size_t kind_of(const char *word)
{
    size_t k = 0;

    while (k < COUNT(kinds) && strcmp(kinds[k].word, word) != 0)
        k++;
    ASSERT(k < COUNT(kinds));
    return k;
}

static bool items(struct ctx *c, int64_t unit, const struct unit_matter *after, size_t most,
                  unit_matters *ret)
{
    int64_t id = after ? after->id : 0;

    for (size_t k = after ? kind_of(after->kind) : 0; k < COUNT(kinds) && most; k++, id = 0) {
        work_pass_owed_rows rows = { 0 };

        if (!find_kind(c, k, unit, id, most, &rows))
            return false;
        for (size_t i = 0; i < rows.n; i++)
            *LIST_PUSH(c->arena, ret) =
                (struct unit_matter){ kinds[k].word, rows.v[i].tenant, rows.v[i].id };
        most -= rows.n;
    }
    return true;
}

static bool pass(struct ctx *c, const struct unit_handover *h, const struct unit_matter *i,
                 int64_t *ret_made)
{
    size_t kind = kind_of(i->kind);
    struct obligation o;

    if (kind == OWED) {
        if (!work_pass_on(c, i->tenant, i->id, h->to, h->until, &o))
            return false;
        *ret_made = o.id;
        return true;
    }
    *ret_made = i->id;
    return work_load(c, i->id, &o) &&
           (kind == CREDITED ? pass_creditor(c, h, &o) : pass_party(c, h, &o));
}

const struct unit_passing work_passing = {
    LISTED(kinds, kinds),
    .units = units,
    .items = items,
    .pass = pass,
};
