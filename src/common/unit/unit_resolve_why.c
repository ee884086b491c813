/* Why: the sentence beside the units of an answer. */
#include <string.h>

#include "common/unit/unit_dir.h"
#include "common/unit/unit_resolve.h"
#include "core/tr.h"

/* "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội", as it was while it existed. */
static const char *full_name(struct ctx *c, const struct unit *u, int64_t on)
{
    const struct unit_dir *d = unit_dir(c);
    int64_t day = u->until && u->until <= on ? u->until - 1 : u->from > on ? u->from : on;
    struct buf b = { .arena = c->arena };
    const struct unit *as = unit_dir_on(d, u->id, day);

    for (u = as ? as : u; u; u = unit_dir_on(d, u->parent, day)) {
        buf_printf(&b, "%s%s", b.n ? ", " : "", u->name);
        if (u->id == u->tenant || !u->parent)
            break;
    }
    return buf_str(&b);
}

static const char *passed(struct ctx *c, const struct unit_found *f)
{
    const struct unit_change *by = f->by;

    if (!by || !*by->act)
        return TF("It passed whole into %s.", f->u->name);
    if (!*by->clause)
        return TF("It passed whole into %s on %s, by %s.", f->u->name, tr_day(c, by->day), by->act);
    return TF("It passed whole into %s on %s, by %s, clause %s.", f->u->name, tr_day(c, by->day),
              by->act, by->clause);
}

static const char *what_became(struct ctx *c, const struct unit_answer *a)
{
    switch (a->reason) {
    case FOUND_FORMER: return a->units.n ? passed(c, &a->units.v[0]) : "";
    case FOUND_DIVIDED:
        return T("It was divided; the part of it in which the address lies decides.");
    case FOUND_NARROWED: return T("It was divided; the text also names the unit that it is now.");
    case FOUND_DISTRICT: return T("These are what its communes became; the commune would decide.");
    case FOUND_LATER: return T("These are the units that were there on that day.");
    case FOUND_GONE: return T("It was dissolved without a successor.");
    case FOUND:
    case NOTHING_ASKED:
    case NOTHING_NAMED:
    case CODE_UNKNOWN:
    case CODE_BEFORE: break;
    }
    return "";
}

static const char *what_was_read(struct ctx *c, const struct unit_answer *a)
{
    const struct unit *u = a->read;
    const char *name = full_name(c, u, a->on);

    if (u->until && u->until <= a->on)
        return TF("%s existed until %s.", name, tr_day(c, u->until - 1));
    if (u->from > a->on)
        return TF("%s exists since %s.", name, tr_day(c, u->from));
    return TF("This is %s.", name);
}

static void add_meaning(struct ctx *c, struct buf *b, const struct unit_meaning *m)
{
    const char *name = m->u ? full_name(c, m->u, m->until ? m->until - 1 : c->today) : "–";

    buf_text(b, b->n ? "; " : "");
    if (m->until)
        buf_text(b, TF("%s from %s until %s", name, tr_day_short(c, m->from),
                       tr_day_short(c, m->until - 1)));
    else
        buf_text(b, TF("%s since %s", name, tr_day_short(c, m->from)));
}

static const char *why_code(struct ctx *c, const struct unit_answer *a)
{
    struct buf all = { .arena = c->arena };

    for (size_t i = 0; i < a->meant.n; i++)
        add_meaning(c, &all, &a->meant.v[i]);
    if (a->reason == CODE_UNKNOWN)
        return TF("No unit has ever had the code %s.", a->code);
    if (a->reason == CODE_BEFORE)
        return TF("Of %s nothing is known of this code. It has meant: %s.", tr_day(c, a->day),
                  buf_str(&all));
    if (a->day) {
        const char *meant = a->ended ? TF("On %s nobody had the code %s any more.",
                                          tr_day_short(c, a->day), a->code)
                                     : TF("The code %s on %s:", a->code, tr_day_short(c, a->day));
        const char *became = what_became(c, a);

        return arena_printf(c->arena, "%s %s%s%s", meant, what_was_read(c, a), *became ? " " : "",
                            became);
    }
    if (a->meant.n > 1)
        return TF("The code %s has meant: %s. The day of the record decides.", a->code,
                  buf_str(&all));
    const char *more = what_became(c, a);
    const char *only = TF("The code %s has meant only this: %s.", a->code, buf_str(&all));
    return *more ? arena_printf(c->arena, "%s %s", only, more) : only;
}

static const char *why_text(struct ctx *c, const struct unit_answer *a)
{
    struct buf b = { .arena = c->arena };

    if (!a->read)
        return T(
            "No unit of the lists is named here. Write at least the commune with its province, "
            "or the former commune with its district, as in: Phường Bến Thành, Quận 1.");
    buf_printf(&b, "%s", what_was_read(c, a));
    if (*what_became(c, a))
        buf_printf(&b, " %s", what_became(c, a));
    if (a->unknown)
        buf_printf(&b, " %s",
                   T("The commune that is named is not in the lists there; it may have ended "
                     "before them or be written otherwise."));
    if (a->several)
        buf_printf(&b, " %s", T("Other units fit as well; the district or the province decides."));
    if (a->typo)
        buf_printf(&b, " %s", T("One letter was taken as a typing fault: please look again."));
    return buf_str(&b);
}

const char *unit_answer_why(struct ctx *c, const struct unit_answer *a)
{
    if (a->reason == NOTHING_ASKED)
        return T("Write an address, or a code with its day.");
    return a->code ? why_code(c, a) : why_text(c, a);
}
