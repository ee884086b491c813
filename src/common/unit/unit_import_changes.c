/* changes.csv and later_changes.csv of an import: what became of each unit. */
#include <string.h>

#include "common/unit/unit_import.h"
#include "core/day.h"
#include "core/text.h"

enum { MILLION = 1000000 };

static const char *cell(const struct unit_import *i, size_t n, int column)
{
    return unit_cell(&i->sheet[F_CHANGES], n, column);
}

static void wrong(struct unit_import *i, size_t n, int column, const char *reason)
{
    unit_cell_fault(i, &i->sheet[F_CHANGES], n, column, reason);
}

/* ---- one line ---- */

static const char *kind_of(const char *what)
{
    static const char *const words[][2] = { { "merged", "merged" },
                                            { "split", "split" },
                                            { "unchanged", "unchanged" },
                                            { "renamed", "renamed" },
                                            { "type_changed", "kind_changed" },
                                            { "district_to_special_zone", "kind_changed" } };

    for (size_t k = 0; k < COUNT(words); k++)
        if (strcmp(what, words[k][0]) == 0)
            return words[k][1];
    return NULL;
}

/* "area:part;population:whole", "area only", "population only": the shares that these words
 * tell for certain. */
static bool shares_of(const char *detail, struct unit_change *h)
{
    h->area = h->population = h->whole == 1 ? MILLION : -1;
    if (strcmp(detail, "area only") == 0)
        h->population = 0;
    else if (strcmp(detail, "population only") == 0)
        h->area = 0;
    else if (strcmp(detail, "area:part;population:whole") == 0)
        h->population = MILLION;
    else if (strcmp(detail, "area:whole;population:part") == 0)
        h->area = MILLION;
    else
        return !*detail;
    return true;
}

static const char *note_of(struct unit_import *i, size_t n)
{
    const char *note = cell(i, n, G_NOTE), *more = cell(i, n, G_CORRECTION);

    return *more ? arena_printf(i->c->arena, "%s (%s)", note, more) : note;
}

static bool read_words(struct unit_import *i, size_t n, struct unit_change *h)
{
    static const char *const whole[] = { "whole", "part", NULL };
    struct ctx *c = i->c;
    bool ok = unit_cell_word(i, &i->sheet[F_CHANGES], n, G_KIND, whole);

    h->kind = kind_of(cell(i, n, G_WHAT));
    h->whole = strcmp(cell(i, n, G_KIND), "whole") == 0;
    if (!h->kind)
        wrong(i, n, G_WHAT, TF("“%s” is no kind of change", cell(i, n, G_WHAT)));
    else if ((strcmp(h->kind, "split") == 0) == (h->whole == 1))
        wrong(i, n, G_KIND, T("a split moves parts; every other change the whole unit"));
    if (!shares_of(cell(i, n, G_DETAIL), h))
        wrong(i, n, G_DETAIL, TF("“%s” is no known detail", cell(i, n, G_DETAIL)));
    if (!*cell(i, n, G_ACT))
        wrong(i, n, G_ACT, T("the legal act is missing"));
    h->day = i->set->day;
    h->detail = cell(i, n, G_DETAIL);
    h->act = cell(i, n, G_ACT);
    h->clause = cell(i, n, G_CLAUSE);
    h->note = note_of(i, n);
    return ok && h->kind;
}

static bool find_sides(struct unit_import *i, size_t n, size_t *ret_from, size_t *ret_to)
{
    static const char *const levels[] = { "commune", "district", "none", NULL };
    const struct unit_sheet *s = &i->sheet[F_CHANGES];
    const char *level = cell(i, n, G_LEVEL);
    struct ctx *c = i->c;

    if (!unit_cell_word(i, s, n, G_LEVEL, levels))
        return false;
    *ret_to = unit_cell_unit(i, s, n, G_NEW, 'n');
    *ret_from = 0;
    if (strcmp(level, "none") == 0) {
        if (*cell(i, n, G_OLD))
            wrong(i, n, G_OLD, T("a territory without a unit has no code"));
        return *ret_to != 0;
    }
    *ret_from = unit_cell_unit(i, s, n, G_OLD, *level == 'd' ? 'd' : 'o');
    return *ret_from && *ret_to;
}

static void read_change(struct unit_import *i, size_t n)
{
    struct unit_set *set = i->set;
    struct ctx *c = i->c;
    struct unit_change h = { 0 };
    size_t from = 0, to = 0;
    bool sides = find_sides(i, n, &from, &to);

    if (!read_words(i, n, &h) || !sides)
        return;
    const char *edge = arena_printf(c->arena, "e%zu>%zu", from, to);
    if (unit_set_find(set, edge)) {
        wrong(i, n, G_NEW, T("this change stands in the file twice"));
        return;
    }
    unit_set_name(c, set, edge, n + 1);
    if (from && from != to && h.whole == 1)
        unit_set_at(set, from)->successor = to;
    unit_set_change(c, set, from, to, &h);
}

/* ---- all lines together ---- */

/* How often each unit stands on a side. */
struct seen {
    size_t *from, *to, *whole, *line;
};

static struct seen count(struct unit_import *i)
{
    size_t n = i->set->units.n + 1;
    struct seen s = { .from = arena_alloc(i->c->arena, n * sizeof *s.from),
                      .to = arena_alloc(i->c->arena, n * sizeof *s.to),
                      .whole = arena_alloc(i->c->arena, n * sizeof *s.whole) };

    for (size_t k = 0; k < i->set->changes.n; k++) {
        const struct unit_set_change *g = &i->set->changes.v[k];

        s.from[g->from]++;
        s.to[g->to]++;
        s.whole[g->from] += g->h.whole == 1;
    }
    return s;
}

static void unit_wrong(struct unit_import *i, const struct unit_set_unit *u, const char *reason)
{
    unit_fault(i->c, i->faults, u->file, u->line, "code", reason);
}

/* Every unit of before becomes something, every one of now came from something. */
static void check_covered(struct unit_import *i)
{
    struct seen s = count(i);
    struct ctx *c = i->c;

    for (size_t k = 1; k <= i->set->units.n; k++) {
        const struct unit_set_unit *u = unit_set_at(i->set, k);
        const char *code = u->codes.n ? u->codes.v[0].code : "";
        bool commune = strcmp(u->kind, "commune") == 0;

        if (commune && u->since < i->set->day && !s.from[k])
            unit_wrong(i, u, TF("changes.csv does not say what became of %s", code));
        if (commune && !u->until && !s.to[k])
            unit_wrong(i, u, TF("changes.csv does not say where %s came from", code));
        if (s.from[k] && (s.whole[k] > 0) != (s.from[k] == 1))
            unit_wrong(i, u,
                       TF("%s goes to %d units in changes.csv; whole means exactly one, part "
                          "more than one",
                          code, (int)s.from[k]));
    }
}

/* The level of districts ended with the list (Law 72/2025/QH15). */
static void dissolve_districts(struct unit_import *i)
{
    struct seen s = count(i);
    struct unit_change h = { .day = i->set->day,
                             .kind = "dissolved",
                             .whole = 1,
                             .area = -1,
                             .population = -1,
                             .detail = "",
                             .act = "72/2025/QH15",
                             .clause = "",
                             .note = "" };

    for (size_t k = 1; k <= i->set->units.n; k++)
        if (strcmp(unit_set_at(i->set, k)->kind, "district") == 0 && !s.from[k])
            unit_set_change(i->c, i->set, k, 0, &h);
}

/* The zone that a district became, by both files. */
static void check_zones(struct unit_import *i)
{
    const struct unit_sheet *s = &i->sheet[F_OLD_DISTRICTS];
    struct ctx *c = i->c;

    for (size_t k = 0; k < s->n; k++) {
        size_t from =
            unit_set_find(i->set, arena_printf(c->arena, "d%s", unit_cell(s, k, OD_CODE)));
        size_t to = from ? unit_set_at(i->set, from)->successor : 0;
        const char *zone = unit_cell(s, k, OD_ZONE);

        if (to != (*zone ? unit_cell_unit(i, s, k, OD_ZONE, 'n') : 0))
            unit_cell_fault(i, s, k, OD_ZONE, T("changes.csv does not say the same"));
    }
}

void unit_import_changes(struct unit_import *i)
{
    for (size_t n = 0; n < i->sheet[F_CHANGES].n; n++)
        read_change(i, n);
    check_zones(i);
    if (i->faults->n == 0)
        check_covered(i);
    dissolve_districts(i);
}

/* ---- later ---- */

struct later {
    struct unit_import *i;
    const struct unit_sheet *s;
    size_t n, at;
    int64_t on;
    bool province, name;
};

static const char *now(const struct later *l, int column)
{
    return unit_cell(l->s, l->n, column);
}

static bool find_later(struct later *l)
{
    static const char *const levels[] = { "province", "commune", NULL };
    static const char *const fields[] = { "kind", "name", NULL };
    struct ctx *c = l->i->c;

    if (!day_parse(now(l, L_DAY), &l->on) || l->on <= l->i->set->day) {
        unit_cell_fault(
            l->i, l->s, l->n, L_DAY,
            TF("not a day like 2026-04-30 after %s", day_text(c->arena, l->i->set->day)));
        return false;
    }
    if (!unit_cell_word(l->i, l->s, l->n, L_LEVEL, levels) ||
        !unit_cell_word(l->i, l->s, l->n, L_FIELD, fields))
        return false;
    l->province = *now(l, L_LEVEL) == 'p';
    l->name = *now(l, L_FIELD) == 'n';
    l->at = unit_cell_unit(l->i, l->s, l->n, L_CODE, l->province ? 'P' : 'n');
    return l->at != 0;
}

static bool check_later(const struct later *l, const struct unit_set_fact *last)
{
    const char *const *types = l->province ? unit_province_types : unit_commune_types;
    struct ctx *c = l->i->c;
    bool ok = l->name || unit_cell_word(l->i, l->s, l->n, L_NEW, types);

    if (!l->name && strcmp(last->type, now(l, L_OLD)) != 0) {
        unit_cell_fault(l->i, l->s, l->n, L_OLD, TF("until then the list says “%s”", last->type));
        ok = false;
    }
    if (l->on <= last->since) {
        unit_cell_fault(l->i, l->s, l->n, L_DAY,
                        T("the changes of one unit must stand in the order of their days"));
        ok = false;
    }
    if (!*now(l, L_FULL) || !*now(l, L_ACT)) {
        unit_cell_fault(l->i, l->s, l->n, *now(l, L_ACT) ? L_FULL : L_ACT,
                        T("the new name and the legal act are needed"));
        ok = false;
    }
    return ok;
}

static void read_later(struct later *l)
{
    struct unit_import *i = l->i;

    if (!find_later(l))
        return;
    struct unit_set_unit *u = unit_set_at(i->set, l->at);
    struct unit_set_fact f = u->facts.v[u->facts.n - 1];
    if (!check_later(l, &f))
        return;
    f.since = l->on;
    f.name = now(l, L_FULL);
    f.type = l->name ? f.type : now(l, L_NEW);
    unit_set_fact(i->c, i->set, l->at, &f);
    unit_set_change(i->c, i->set, l->at, l->at,
                    &(struct unit_change){ .day = l->on,
                                           .kind = l->name ? "renamed" : "kind_changed",
                                           .whole = 1,
                                           .area = MILLION,
                                           .population = MILLION,
                                           .detail = "",
                                           .act = now(l, L_ACT),
                                           .clause = "",
                                           .note = "" });
}

void unit_import_later(struct unit_import *i)
{
    struct later l = { .i = i, .s = &i->sheet[F_LATER] };

    for (; l.n < l.s->n; l.n++)
        read_later(&l);
}
