/* The lines of a draft are carried out: what ends first, so that codes are free again; then what
 * begins; then what became of what. */
#include <string.h>

#include "common/unit/unit_check.h"
#include "common/unit/unit_dir.h"
#include "common/unit/unit_plan.h"
#include "core/text.h"

#include "unit_plan_apply_sql.h"

enum { PERCENT = 10000 }; /* of a million */

struct apply {
    struct ctx *c;
    const struct unit_release *r;
    unit_faults *faults;
    const struct unit_dir *before;
};

/* ---- which unit ---- */

struct ref {
    const char *system, *code;
};

/* "commune:00004"; "id:2500…" for a unit without a code. */
static bool read_ref(struct ctx *c, const char *column, const char *text, struct ref *ret)
{
    const char *colon = strchr(text, ':');

    if (!colon || colon == text || !colon[1])
        return fail_field(c, column, "write the unit like commune:00004");
    ret->system = arena_strndup(c->arena, text, (size_t)(colon - text));
    ret->code =
        strcmp(ret->system, "agency") == 0 ? unit_agency_code(c->arena, colon + 1) : colon + 1;
    return true;
}

static bool unknown(struct ctx *c, const char *column, const char *text, int64_t on)
{
    return fail_field(c, column, "there is no unit %s on %s", text, tr_day_short(c, on));
}

/* As it was on the day before. */
static bool find_before(struct apply *a, const char *column, const char *text, int64_t *ret)
{
    struct ctx *c = a->c;
    const struct unit_code_entry *e;
    int64_t on = a->r->day - 1;
    struct ref ref;

    *ret = 0;
    if (!read_ref(c, column, text, &ref))
        return false;
    if (strcmp(ref.system, "id") == 0 && id_parse(ref.code, ret) &&
        unit_dir_on(a->before, *ret, on))
        return true;
    for (size_t at = unit_dir_code(a->before, ref.code); (e = unit_dir_code_at(a->before, at));
         at++)
        if (strcmp(e->system, ref.system) == 0 && strcmp(e->code, ref.code) == 0 &&
            unit_dir_code_on(e, on) && unit_dir_on(a->before, e->unit, on)) {
            *ret = e->unit;
            return true;
        }
    return unknown(c, column, text, on);
}

/* As it is on the day, with what this draft has done so far. */
static bool find_after(struct apply *a, const char *column, const char *text, int64_t *ret)
{
    struct ctx *c = a->c;
    struct unit_apply_holder_row h;
    struct ref ref;
    bool found;

    *ret = 0;
    if (!read_ref(c, column, text, &ref))
        return false;
    if (strcmp(ref.system, "id") == 0 && id_parse(ref.code, ret))
        return true;
    if (!unit_apply_holder(c, ref.system, ref.code, a->r->day, &h, &found))
        return false;
    if (!found)
        return unknown(c, column, text, a->r->day);
    *ret = h.unit;
    return true;
}

static bool find_other(struct apply *a, const struct unit_line *l, int64_t *ret)
{
    *ret = 0;
    return !*l->other || find_after(a, "other", l->other, ret);
}

/* ---- one line ---- */

static bool do_close(struct apply *a, const struct unit_line *l)
{
    int64_t id;

    return find_before(a, "unit", l->unit, &id) && unit_close(a->c, id, a->r->day, 0);
}

/* The successor may be one that this draft makes. */
static bool do_succeed(struct apply *a, const struct unit_line *l)
{
    int64_t id, next;

    return !*l->other ||
           (find_before(a, "unit", l->unit, &id) && find_after(a, "other", l->other, &next) &&
            unit_succeed(a->c, id, a->r->day, next));
}

static bool do_new(struct apply *a, const struct unit_line *l)
{
    struct unit_draft d = { .kind = l->kind,
                            .type = l->type,
                            .name = l->name,
                            .name_en = l->name_en,
                            .name_de = l->name_de,
                            .from = a->r->day };
    struct ref ref;
    int64_t id;

    if (!read_ref(a->c, "unit", l->unit, &ref) || !find_after(a, "other", l->other, &d.parent))
        return false;
    d.system = ref.system;
    d.code = ref.code;
    if (!*d.kind) /* province, district and commune are kinds and code systems */
        d.kind = ref.system;
    return unit_add(a->c, &d, &id);
}

static bool do_code(struct apply *a, const struct unit_line *l)
{
    struct ref ref;
    int64_t id;

    return find_after(a, "unit", l->unit, &id) && read_ref(a->c, "other", l->other, &ref) &&
           unit_add_code(a->c, id, ref.system, ref.code, a->r->day, 0);
}

static bool do_fact(struct apply *a, const struct unit_line *l)
{
    struct unit_draft d = { .kind = l->kind,
                            .type = *l->type ? l->type : NULL,
                            .name = *l->name ? l->name : NULL,
                            .name_en = l->name_en,
                            .name_de = l->name_de };
    int64_t id;

    return find_after(a, "unit", l->unit, &id) && find_other(a, l, &d.parent) &&
           unit_alter(a->c, id, a->r->day, &d);
}

/* "40", "12.5", "" not known: percent with up to four places, as parts of a million. */
static bool read_share(struct ctx *c, const char *column, const char *text, int64_t *ret)
{
    const char *point = strchr(text, '.');
    size_t places = point ? strlen(point + 1) : 0;
    int64_t whole, part = 0;

    *ret = -1;
    if (!*text)
        return true;
    bool ok =
        int_parse(point ? arena_strndup(c->arena, text, (size_t)(point - text)) : text, &whole) &&
        whole >= 0 && whole <= 100 && (!point || (places >= 1 && places <= 4));
    if (ok && point)
        ok = int_parse(arena_printf(c->arena, "1%s%s", point + 1, &"0000"[places]), &part);
    if (!ok || whole * PERCENT + (point ? part - PERCENT : 0) > 100 * PERCENT)
        return fail_field(c, column, "write the share in percent, like 12.5");
    *ret = whole * PERCENT + (point ? part - PERCENT : 0);
    return true;
}

static bool do_change(struct apply *a, const struct unit_line *l)
{
    static const char *const kinds[] = { "created", "renamed",   "kind_changed", "merged",
                                         "split",   "dissolved", "unchanged",    NULL };
    struct ctx *c = a->c;
    struct unit_change h = { .release = a->r->id,
                             .day = a->r->day,
                             .kind = l->kind,
                             .whole = strcmp(l->extent, "whole") == 0  ? 1
                                      : strcmp(l->extent, "part") == 0 ? 0
                                                                       : -1,
                             .detail = l->detail,
                             .act = a->r->act,
                             .clause = l->clause,
                             .note = l->note };

    if (!text_is(l->kind, kinds))
        return fail_field(c, "kind", "this is no kind of change");
    if (*l->extent && h.whole < 0)
        return fail_field(c, "extent", "write whole, part or nothing");
    if (!read_share(c, "share_area", l->share_area, &h.area) ||
        !read_share(c, "share_population", l->share_population, &h.population))
        return false;
    if (h.whole == 1)
        h.area = h.population = 100 * PERCENT;
    return (!*l->unit || find_before(a, "unit", l->unit, &h.from)) && find_other(a, l, &h.to) &&
           unit_link(c, &h);
}

/* ---- all lines ---- */

/* The reasons of a line that was refused; false: it was not the line. */
static bool take_reasons(struct apply *a, const struct unit_line *l)
{
    struct ctx *c = a->c;
    const struct err *e = &c->err;

    if (e->kind != ERR_INPUT && e->kind != ERR_CONFLICT && e->kind != ERR_NOT_FOUND)
        return false;
    for (size_t i = 0; i < e->fields.n; i++)
        unit_fault(c, a->faults, "", l->line, e->fields.v[i].name, e->fields.v[i].message);
    if (e->fields.n == 0)
        unit_fault(c, a->faults, "", l->line, "", e->message);
    c->err = (struct err){ 0 };
    return true;
}

static bool each(struct apply *a, const unit_lines *l, const char *op,
                 bool (*run)(struct apply *a, const struct unit_line *l))
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i].op, op) == 0 && !run(a, &l->v[i]) && !take_reasons(a, &l->v[i]))
            return false;
    return true;
}

bool unit_plan_apply(struct ctx *c, const struct unit_release *r, const unit_lines *l,
                     unit_faults *faults)
{
    struct apply a = { .c = c, .r = r, .faults = faults, .before = unit_dir(c) };

    if (!each(&a, l, "close", do_close) || !each(&a, l, "new", do_new) ||
        !each(&a, l, "code", do_code) || !each(&a, l, "fact", do_fact) ||
        !each(&a, l, "close", do_succeed) || !each(&a, l, "change", do_change))
        return false;
    if (faults->n == 0)
        unit_list_check(c, faults);
    return true;
}
