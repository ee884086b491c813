/* What may happen to an obligation, and what then becomes of it, its parent and its parts. */
#include "common/work/work_state.h"

#include <string.h>

#include "common/account/account.h"
#include "common/unit/unit.h"
#include "core/db.h"
#include "core/tr.h"

/* ---- opening ---- */

static bool follow(struct ctx *c, const struct obligation *before, const struct obligation *part,
                   int64_t effective);

static bool check_draft(struct ctx *c, const struct obligation *o)
{
    if (!unit_get(c, o->owner))
        fail_field(c, "lead", "say which unit owes it");
    if (!unit_get(c, o->creditor))
        fail_field(c, "creditor", "say to which unit it is owed");
    if (!o->title || !o->title[0])
        fail_field(c, "title", "say what is to be done");
    if (o->opened > c->today)
        fail_field(c, "opened", "the day of assignment lies in the future");
    if (o->due && o->due < o->opened)
        fail_field(c, "due", "the deadline lies before the day of assignment, %s",
                   tr_day(c, o->opened));
    if (o->due < 0 || o->due >= WORK_NO_DUE)
        fail_field(c, "due", "the deadline is too far away");
    return c->err.kind == ERR_NONE;
}

/* The parent shows the new part to its owner, and its new owner sees the parent. */
static bool join_parent(struct ctx *c, const struct obligation *o)
{
    struct obligation parent;

    if (!o->parent)
        return true;
    if (!work_load(c, o->parent, &parent))
        return false;
    if (parent.withdrawn)
        return fail(c, ERR_CONFLICT, "this was withdrawn");
    return work_write_party(c, &parent, o->owner, "part") && follow(c, NULL, o, o->opened);
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

bool work_open(struct ctx *c, struct obligation *o, int64_t effective)
{
    struct calendar k;

    o->opened = effective ? effective : c->today;
    if (o->working_days && !o->due) {
        if (!work_calendar(c, &k))
            return false;
        o->due = calendar_add(&k, o->opened, o->working_days);
    }
    if (!check_draft(c, o))
        return false;
    o->tenant = unit_tenant(c, o->owner);
    o->id = o->id ? o->id : new_id(c);
    o->kind = o->kind ? o->kind : "task";
    o->measures = o->measures ? o->measures : WORK_TASKS | WORK_PAIRS;
    o->title_en = or_empty(o->title_en);
    o->title_de = or_empty(o->title_de);
    o->due_text = or_empty(o->due_text);
    return work_write_new(c, o,
                          &(struct work_event){
                              .type = WORK_OPENED, .effective = o->opened, .due = o->due }) &&
           join_parent(c, o);
}

/* ---- what the state does not allow ---- */

static bool is_word(enum work_event_type t)
{
    return t == WORK_COMMENTED || t == WORK_ATTACHED;
}

/* A common task only follows its parts; the assigner may move, amend or end it as a whole. */
static const char *common_refuses(enum work_event_type t)
{
    bool whole = t == WORK_WITHDRAWN || t == WORK_EXTENDED || t == WORK_AMENDED ||
                 t == WORK_NOTED || t == WORK_SPLIT || t == WORK_RECALCULATED;

    return whole ? NULL : N_("several agencies owe this; each does this for its own part");
}

static const char *open_refuses(const struct obligation *o, enum work_event_type t)
{
    if (t == WORK_REOPENED)
        return N_("only what was recognised as done can be reopened");
    if (t == WORK_RECEIVED && o->received)
        return N_("receipt was already confirmed");
    if (t == WORK_REPORTED && o->reported)
        return N_("it was already reported and waits for recognition");
    if ((t == WORK_RECOGNISED || t == WORK_RETURNED) && !o->reported)
        return N_("nothing was reported that could be recognised or returned");
    if ((t == WORK_EXTENSION_ASKED || t == WORK_EXTENDED) && !o->due)
        return N_("without a deadline there is nothing to extend");
    if (t == WORK_EXTENSION_ASKED && o->asked_due)
        return N_("an extension was already asked for");
    if (t == WORK_EXTENSION_REFUSED && !o->asked_due)
        return N_("no extension was asked for");
    if (t == WORK_RECALCULATED && !o->working_days)
        return N_("its deadline is not counted in working days");
    return NULL;
}

const char *work_refuses(const struct obligation *o, enum work_event_type t)
{
    if (is_word(t))
        return NULL;
    if (o->withdrawn)
        return N_("this was withdrawn");
    if (work_is_common(o) && common_refuses(t))
        return common_refuses(t);
    if (!o->done)
        return open_refuses(o, t);
    if (t == WORK_WITHDRAWN)
        return N_("this was recognised as done; reopen it before it is withdrawn");
    return t == WORK_REOPENED || t == WORK_AMENDED ? NULL
                                                   : N_("this was already recognised as done");
}

/* ---- what an event must say ---- */

static bool has(const char *s)
{
    return s && s[0];
}

static void check_words(struct ctx *c, const struct obligation *o, const struct work_change *w)
{
    enum work_event_type t = w->type;

    if (t == WORK_REPORTED && !has(w->product))
        fail_field(c, "product", "give the number of the document that is the product");
    if (has(w->text))
        return;
    if (t == WORK_NOTED && !has(w->next_step) && !has(w->obstacle))
        fail_field(c, "text", "write what has been done, the next step or an obstacle");
    if (t == WORK_COMMENTED || (t == WORK_ATTACHED && !w->file))
        fail_field(c, "text", "write a comment or add a file");
    if (t == WORK_RETURNED || t == WORK_REOPENED || t == WORK_WITHDRAWN || t == WORK_AMENDED ||
        t == WORK_EXTENSION_ASKED || t == WORK_EXTENSION_REFUSED ||
        (t == WORK_EXTENDED && !o->asked_due))
        fail_field(c, "text", "give the reason");
}

/* What was taken over may have been done while it was still owed by the unit before. */
static bool is_before(struct ctx *c, const struct obligation *o, int64_t d, int64_t *ret_first)
{
    *ret_first = o->opened;
    return d < o->opened && work_first_day(c, o, ret_first) && d < *ret_first;
}

static void check_day(struct ctx *c, const struct obligation *o, const struct work_change *w)
{
    int64_t d = w->effective, first;

    if (d > c->today)
        fail_field(c, "day", "the day lies in the future");
    else if (is_before(c, o, d, &first))
        fail_field(c, "day", "the day lies before the assignment on %s", tr_day(c, first));
    else if (w->type == WORK_REPORTED && d < o->reopened)
        fail_field(c, "day", "the product is older than the reopening on %s",
                   tr_day(c, o->reopened));
    else if (w->type == WORK_WITHDRAWN && d < o->reopened)
        fail_field(c, "day", "it was reopened on %s, after this day", tr_day(c, o->reopened));
    else if (w->type == WORK_REOPENED && d < o->done)
        fail_field(c, "day", "it was only done on %s", tr_day(c, o->done));
}

static void check_due(struct ctx *c, const struct obligation *o, const struct work_change *w)
{
    enum work_event_type t = w->type;

    if (t != WORK_EXTENSION_ASKED && t != WORK_EXTENDED && t != WORK_AMENDED &&
        t != WORK_RECALCULATED)
        return;
    if (w->due >= WORK_NO_DUE)
        fail_field(c, "due", "the deadline is too far away");
    else if (t == WORK_AMENDED && w->due > 0 && w->due < o->opened)
        fail_field(c, "due", "the deadline lies before the day of assignment, %s",
                   tr_day(c, o->opened));
    else if ((t == WORK_EXTENSION_ASKED || t == WORK_EXTENDED) && w->due <= o->due)
        fail_field(c, "due", "the new deadline must be later than the present one, %s",
                   tr_day(c, o->due));
}

/* ---- what becomes of it ---- */

static void move_due(struct obligation *o, const struct work_change *w)
{
    if (w->due == 0)
        return;
    o->due = w->due == WORK_NO_DEADLINE ? 0 : w->due;
    o->due_text = or_empty(w->due_text); /* the old words do not say the new day */
    o->asked_due = 0;
    o->extensions += w->type == WORK_EXTENDED;
    o->moves++;
}

static void end_report(struct obligation *o)
{
    o->reported = o->product_day = 0;
}

static void end_it(struct ctx *c, struct obligation *o, const struct work_change *w)
{
    o->asked_due = 0;
    end_report(o);
    if (w->type == WORK_WITHDRAWN) {
        o->withdrawn = w->effective;
    } else {
        o->done = w->effective;
        o->done_known = c->today;
    }
}

static void take_up_again(struct obligation *o, const struct work_change *w)
{
    o->done = o->done_known = 0;
    o->reopened = w->effective;
}

static void become(struct ctx *c, struct obligation *o, const struct work_change *w)
{
    enum work_event_type t = w->type;

    if (t == WORK_RECEIVED)
        o->received = w->effective;
    else if (t == WORK_REPORTED)
        o->reported = c->today, o->product_day = w->effective;
    else if (t == WORK_RETURNED)
        o->returns++, end_report(o);
    else if (t == WORK_RECOGNISED || t == WORK_WITHDRAWN)
        end_it(c, o, w);
    else if (t == WORK_REOPENED)
        take_up_again(o, w);
    else if (t == WORK_EXTENSION_ASKED)
        o->asked_due = w->due;
    else if (t == WORK_EXTENSION_REFUSED)
        o->asked_due = 0;
    else if (t == WORK_EXTENDED || t == WORK_RECALCULATED || t == WORK_AMENDED)
        move_due(o, w);
}

static bool write_change(struct ctx *c, struct obligation *o, const struct work_change *w)
{
    become(c, o, w);
    return work_write_event(c, o,
                            &(struct work_event){ .type = w->type,
                                                  .effective = w->effective,
                                                  .due = w->due,
                                                  .text = w->text,
                                                  .next_step = w->next_step,
                                                  .obstacle = w->obstacle,
                                                  .product = w->product,
                                                  .file = w->file });
}

/* ---- a parent follows its parts ---- */

static bool counts(const struct obligation *part)
{
    return part && !part->withdrawn;
}

/* What a common task does because of its parts; type WORK_EVENTS: nothing. */
static bool consequence(struct ctx *c, const struct obligation *parent,
                        const struct obligation *part, int64_t effective, struct work_change *ret)
{
    *ret = (struct work_change){ .type = WORK_EVENTS, .effective = effective, .text = "" };
    if (parent->parts == 0) {
        ret->type = WORK_WITHDRAWN;
    } else if (parent->done && parent->parts_done < parent->parts) {
        ret->type = WORK_REOPENED;
        ret->effective = effective > parent->done ? effective : parent->done;
    } else if (!parent->done && parent->parts_done == parent->parts) {
        ret->type = WORK_RECOGNISED;
        return work_last_product(c, parent->id, &ret->effective);
    } else if (counts(part) && parent->due && part->due > parent->due) {
        /* The whole is due when its last part is. */
        ret->type = WORK_EXTENDED;
        ret->due = part->due;
        ret->due_text = part->due_text;
    }
    return true;
}

/* before: the part as it was, NULL when it is new. */
static bool follow(struct ctx *c, const struct obligation *before, const struct obligation *part,
                   int64_t effective)
{
    struct obligation parent, was;
    struct work_change w;
    int64_t more = counts(part) - counts(before);
    int64_t done = (counts(part) && part->done) - (counts(before) && before->done);
    bool due_moved = before && before->due != part->due;

    if (!part->parent || (!more && !done && !due_moved))
        return true;
    if (!work_load_key(c, part->parent_tenant, part->parent, &parent))
        return false;
    was = parent;
    parent.parts += more;
    parent.parts_done += done;
    if (!work_is_common(&parent) || parent.withdrawn)
        return work_write_parts(c, &parent);
    if (!consequence(c, &parent, due_moved ? part : NULL, effective, &w))
        return false;
    if (w.type == WORK_EVENTS)
        return (!more && !done) || work_write_parts(c, &parent);
    return write_change(c, &parent, &w) && follow(c, &was, &parent, w.effective);
}

/* Withdrawing takes the open parts along; a common task also hands on its deadline. */
static bool hand_down(struct ctx *c, struct obligation *o, const struct work_change *w)
{
    bool due = work_is_common(o) && (w->type == WORK_EXTENDED || w->type == WORK_AMENDED) && w->due;
    obligations parts = { 0 };

    if (o->parts == 0 || (w->type != WORK_WITHDRAWN && !due))
        return true;
    if (!work_load_parts(c, o->id, &parts))
        return false;
    for (size_t i = 0; i < parts.n; i++) {
        struct obligation *p = &parts.v[i];
        struct work_change one = *w;

        if (!work_load_key(c, p->tenant, p->id, p)) /* as it is when nobody else changes it */
            return false;
        if (p->done || p->withdrawn || (w->type == WORK_EXTENDED && w->due <= p->due) ||
            (w->type == WORK_EXTENDED && !p->due))
            continue;
        if (one.effective < p->opened)
            one.effective = p->opened;
        if (w->type == WORK_WITHDRAWN)
            o->parts--;
        if (!hand_down(c, p, &one) || !write_change(c, p, &one))
            return false;
    }
    return true;
}

/* ---- one change ---- */

static bool check_version(struct ctx *c, const struct obligation *o, int64_t version)
{
    struct work_event last;

    if (!version || version == o->version)
        return true;
    if (!work_last_event(c, o, &last))
        return false;
    return fail(c, ERR_CONFLICT, "%s changed this on %s; look at it again before you change it",
                account_person(c, last.account), tr_moment(c, last.at_ms));
}

/* What the person need not say. */
static void fill_in(struct ctx *c, const struct obligation *o, struct work_change *w)
{
    if (!w->effective)
        w->effective = c->today;
    if (w->type == WORK_RECOGNISED) /* done on the day of its product */
        w->effective = o->product_day;
    if (w->type == WORK_EXTENDED && !w->due)
        w->due = o->asked_due;
}

/* SQLite has one writer: what was read in this write is not read twice. */
static bool load(struct ctx *c, const struct work_change *w, struct obligation *ret)
{
    if (!w->seen || db_is_pg(c->db))
        return work_load(c, w->id, ret);
    *ret = *w->seen;
    return true;
}

/* Where it goes on, if it was not simply withdrawn. */
static bool refuse_passed(struct ctx *c, const struct obligation *o)
{
    struct work_passed to;

    if (!work_passed_to(c, o, &to))
        return false;
    return !to.other || fail(c, ERR_CONFLICT, "this passed on %s to %s, who owes it now",
                             tr_day(c, to.day), unit_name(c, to.unit));
}

bool work_apply(struct ctx *c, const struct work_change *asked, struct obligation *ret)
{
    struct work_change w = *asked;
    struct obligation o, was;
    const char *no;

    if (!load(c, &w, &o) || !check_version(c, &o, w.version))
        return false;
    no = work_refuses(&o, w.type);
    if (no && o.withdrawn && !refuse_passed(c, &o))
        return false;
    if (no)
        return fail_at(c, ERR_CONFLICT, NULL, __FILE__, __LINE__, "%s", T(no));
    fill_in(c, &o, &w);
    check_words(c, &o, &w);
    check_day(c, &o, &w);
    check_due(c, &o, &w);
    if (c->err.kind != ERR_NONE)
        return false;
    was = o;
    if (!hand_down(c, &o, &w) || !write_change(c, &o, &w) || !follow(c, &was, &o, w.effective))
        return false;
    *ret = o;
    return true;
}
