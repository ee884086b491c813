/* agencies.csv of an import: electronic identifiers and who has held them. */
#include <string.h>

#include "common/unit/unit_import.h"
#include "core/day.h"
#include "core/text.h"

/* The kinds of the annexes of Decisions 20/2020 and 09/2025/QĐ-TTg. */
static const struct {
    const char *said, *kind;
} kinds[] = {
    { "bộ", "ministry" },
    { "cơ quan ngang bộ", "ministerial" },
    { "cơ quan thuộc Chính phủ", "agency" },
    { "cơ quan khác do Thủ tướng thành lập", "committee" },
    { "cơ quan Chủ tịch nước", "president" },
    { "tòa án", "court" },
    { "viện kiểm sát", "procuracy" },
    { "kiểm toán", "audit" },
    { "tổ chức chính trị - xã hội", "front" },
    { "HĐND cấp tỉnh", "council" },
    { "UBND cấp tỉnh", "province" },
};

struct line {
    struct unit_import *i;
    const struct unit_sheet *s;
    size_t n;
    const char *kind;
    int64_t since, until;
};

static const char *cell(const struct line *l, int column)
{
    return unit_cell(l->s, l->n, column);
}

static void wrong(const struct line *l, int column, const char *reason)
{
    unit_cell_fault(l->i, l->s, l->n, column, reason);
}

/* "G12": a letter and two digits. */
static bool is_code(const char *s)
{
    return s[0] >= 'A' && s[0] <= 'Z' && strlen(s) == 3 && strspn(s + 1, "0123456789") == 2;
}

static bool read_days(struct line *l)
{
    struct ctx *c = l->i->c;
    bool ok = day_parse(cell(l, A_SINCE), &l->since);

    if (!ok)
        wrong(l, A_SINCE, T("write the day like 2025-08-28"));
    l->until = 0;
    if (*cell(l, A_UNTIL) && (!day_parse(cell(l, A_UNTIL), &l->until) || l->until <= l->since)) {
        wrong(l, A_UNTIL, T("this must be a day after the first one"));
        ok = false;
    }
    return ok;
}

static bool read_line(struct line *l)
{
    struct ctx *c = l->i->c;
    bool ok = is_code(cell(l, A_CODE));

    if (!ok)
        wrong(l, A_CODE, TF("“%s” is not an identifier like G12", cell(l, A_CODE)));
    l->kind = NULL;
    for (size_t k = 0; k < COUNT(kinds); k++)
        if (strcmp(kinds[k].said, cell(l, A_KIND)) == 0)
            l->kind = kinds[k].kind;
    if (!l->kind && !*cell(l, A_KIND) && l->until)
        l->kind = "agency"; /* a former holder of which nobody says more */
    if (!l->kind) {
        wrong(l, A_KIND, TF("“%s” is no kind of agency", cell(l, A_KIND)));
        ok = false;
    }
    return ok;
}

/* The province has been there as long as its identifier. */
static void name_province(const struct line *l)
{
    struct ctx *c = l->i->c;
    size_t at = unit_set_find(l->i->set, arena_printf(c->arena, "E%s", cell(l, A_CODE)));

    if (!at) {
        wrong(l, A_CODE,
              TF("old_provinces.csv has no province with the identifier %s", cell(l, A_CODE)));
        return;
    }
    struct unit_set_unit *u = unit_set_at(l->i->set, at);
    if (u->until != l->until)
        wrong(l, A_UNTIL, T("old_provinces.csv does not say the same"));
    if (l->since < u->since)
        u->since = u->facts.v[0].since = l->since;
    unit_set_code(c, l->i->set, at,
                  &(struct unit_set_code){ "agency", cell(l, A_CODE), l->since, l->until });
}

/* A People's Council lies in the province whose number it shares: K26 and H26. */
static size_t above(const struct line *l)
{
    struct ctx *c = l->i->c;

    if (strcmp(l->kind, "council") != 0)
        return unit_set_find(l->i->set, "S");
    return unit_set_find(l->i->set, arena_printf(c->arena, "EH%s", cell(l, A_CODE) + 1));
}

static void add_agency(const struct line *l)
{
    struct unit_set *set = l->i->set;
    struct ctx *c = l->i->c;
    size_t up = above(l);
    struct unit_set_unit u = { .kind = l->kind,
                               .tenant = up == unit_set_find(set, "S") ? 0 : up,
                               .since = l->since,
                               .until = l->until,
                               .file = l->s->file,
                               .line = l->s->v[l->n].line };

    if (!up) {
        wrong(l, A_CODE, T("no province has this number"));
        return;
    }
    size_t at = unit_set_add(
        c, set, arena_printf(c->arena, "%s%s", l->until ? "a" : "A", cell(l, A_CODE)), &u);
    unit_set_fact(c, set, at,
                  &(struct unit_set_fact){
                      .since = l->since, .type = "", .name = cell(l, A_NAME), .parent = up });
    unit_set_code(c, set, at,
                  &(struct unit_set_code){ "agency", cell(l, A_CODE), l->since, l->until });
}

/* Provinces, and their councils with them, were put together by Resolution 202/2025/QH15. */
static const char *act_of(const struct line *l, size_t from)
{
    return unit_set_at(l->i->set, from)->until == l->i->set->day ? "202/2025/QH15"
                                                                 : "09/2025/QĐ-TTg";
}

/* Whoever took over from a closed one; a renamed one goes over to the new holder of its code. */
static void succeed(const struct line *l)
{
    struct ctx *c = l->i->c;
    struct unit_set *set = l->i->set;
    size_t from = unit_set_find(set, arena_printf(c->arena, "a%s", cell(l, A_CODE)));
    size_t to = unit_set_find(set, arena_printf(c->arena, "A%s", cell(l, A_NEXT)));

    if (!from || !*cell(l, A_NEXT))
        return;
    if (!to) {
        wrong(l, A_NEXT, TF("there is no unit with the code %s", cell(l, A_NEXT)));
        return;
    }
    unit_set_at(set, from)->successor = to;
    unit_set_change(c, set, from, to,
                    &(struct unit_change){
                        .day = unit_set_at(set, from)->until,
                        .kind = strcmp(cell(l, A_STATUS), "renamed") == 0 ? "renamed" : "merged",
                        .whole = 1,
                        .area = -1,
                        .population = -1,
                        .detail = "",
                        .act = act_of(l, from),
                        .clause = "",
                        .note = "" });
}

/* A code whose holder nobody names is left out: there is nothing to say of it. */
static bool is_held(const struct line *l)
{
    return *cell(l, A_NAME) != '\0';
}

void unit_import_agencies(struct unit_import *i)
{
    static const char *const status[] = { "current", "closed", "renamed", "unknown", NULL };
    struct line l = { .i = i, .s = &i->sheet[F_AGENCIES] };

    for (; l.n < l.s->n; l.n++) {
        if (!unit_cell_word(i, l.s, l.n, A_STATUS, status) || !is_held(&l) || !read_days(&l) ||
            !read_line(&l))
            continue;
        if (strcmp(l.kind, "province") == 0)
            name_province(&l);
        else
            add_agency(&l);
    }
    for (l.n = 0; l.n < l.s->n; l.n++)
        succeed(&l);
}
