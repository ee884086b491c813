/* What programs are told of a unit. */
#include <string.h>

#include "common/unit/unit_web.h"
#include "core/day.h"
#include "core/json.h"
#include "core/text.h"
#include "unit_show_sql.h"

/* ---- pieces ---- */

static void put_words(struct ctx *c, struct json *j, const struct unit *u, int64_t on)
{
    json_id(j, "id", u->id);
    json_text(j, "system", u->system);
    json_text(j, "code", unit_web_code(c, u, on));
    json_text(j, "kind", u->kind);
    json_text(j, "type", u->type);
    json_text(j, "name", u->name);
}

void unit_web_put_ref(struct ctx *c, struct json *j, const char *name, const struct unit *u,
                      int64_t on)
{
    if (!u) {
        json_null(j, name);
        return;
    }
    json_open(j, name, '{');
    put_words(c, j, u, on);
    json_text(j, "address", unit_web_path(c, u, on).path);
    json_close(j, '}');
}

void unit_web_put(struct ctx *c, struct json *j, const char *name, const struct unit *u, int64_t on)
{
    json_open(j, name, '{');
    put_words(c, j, u, on);
    json_text(j, "short_code", u->short_code);
    json_text(j, "name_en", u->name_en);
    json_text(j, "name_de", u->name_de);
    json_text(j, "label", unit_label(c, u->id));
    json_id(j, "parent", u->parent);
    json_id(j, "tenant", u->tenant);
    json_day(j, "from", u->from);
    json_day(j, "until", u->until);
    json_id(j, "successor", u->successor);
    json_text(j, "address", unit_web_stable(c, u).path);
    json_close(j, '}');
}

static void put_days(struct json *j, int64_t from, int64_t until)
{
    json_day(j, "from", from);
    json_day(j, "until", until);
    json_close(j, '}');
}

static void put_extent(struct json *j, int64_t whole, int64_t area, int64_t population)
{
    if (whole < 0)
        json_null(j, "whole");
    else
        json_bool(j, "whole", whole == 1);
    json_share(j, "share_area", whole == 1 ? 1000000 : area);
    json_share(j, "share_population", whole == 1 ? 1000000 : population);
}

void unit_web_put_change(struct ctx *c, struct json *j, const char *name,
                         const struct unit_change *h)
{
    const struct unit_dir *d = unit_dir(c);

    json_open(j, name, '{');
    json_id(j, "id", h->id);
    json_day(j, "day", h->day);
    json_text(j, "what", h->kind);
    unit_web_put_ref(c, j, "from", h->from ? unit_dir_on(d, h->from, h->day - 1) : NULL,
                     h->day - 1);
    unit_web_put_ref(c, j, "to", h->to ? unit_dir_on(d, h->to, h->day) : NULL, h->day);
    put_extent(j, h->whole, h->area, h->population);
    json_text(j, "detail", h->detail);
    json_text(j, "act", h->act);
    json_text(j, "clause", h->clause);
    json_text(j, "note", h->note);
    json_id(j, "release", h->release);
    json_close(j, '}');
}

void unit_web_put_meanings(struct ctx *c, struct json *j, const unit_meanings *m)
{
    json_open(j, "meanings", '[');
    for (size_t i = 0; i < m->n; i++) {
        int64_t last = m->v[i].until ? m->v[i].until - 1 : m->v[i].from;

        json_open(j, NULL, '{');
        unit_web_put_ref(c, j, "unit", m->v[i].u, last);
        put_days(j, m->v[i].from, m->v[i].until);
    }
    json_close(j, ']');
}

/* ---- codes ---- */

/* Decision 20/2020/QĐ-TTg writes the same identifier from the root down and from below up, the
 * latter filled to four groups: H26.01 and 000.00.01.H26. */
static const char *other_direction(struct ctx *c, const char *code)
{
    const char *part[4], *filled[4] = { "000", "00", "00", "" };
    size_t n = text_split(c->arena, code, '.', part, COUNT(part));

    if (n == 0 || n > 4)
        return code;
    for (size_t i = 0; i < n; i++)
        filled[3 - i] = part[i];
    return arena_printf(c->arena, "%s.%s.%s.%s", filled[0], filled[1], filled[2], filled[3]);
}

static bool put_codes(struct ctx *c, struct json *j, int64_t id)
{
    unit_show_codes_rows codes = { 0 };

    if (!unit_show_codes(c, id, &codes))
        return false;
    json_open(j, "codes", '[');
    for (size_t i = 0; i < codes.n; i++) {
        json_open(j, NULL, '{');
        json_text(j, "system", codes.v[i].system);
        json_text(j, "code", codes.v[i].code);
        if (strcmp(codes.v[i].system, "agency") == 0)
            json_text(j, "reversed", other_direction(c, codes.v[i].code));
        put_days(j, codes.v[i].since, codes.v[i].until);
    }
    json_close(j, ']');
    return true;
}

/* ---- what was true of it from a day until another ---- */

static bool same_name(const struct unit *a, const struct unit *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->name_en, b->name_en) == 0 &&
           strcmp(a->name_de, b->name_de) == 0;
}

static bool same_kind(const struct unit *a, const struct unit *b)
{
    return strcmp(a->kind, b->kind) == 0 && strcmp(a->type, b->type) == 0;
}

static bool same_parent(const struct unit *a, const struct unit *b)
{
    return a->parent == b->parent;
}

static void put_name(struct ctx *c, struct json *j, const struct unit_as *a)
{
    (void)c;
    json_text(j, "name", a->u.name);
    json_text(j, "name_en", a->u.name_en);
    json_text(j, "name_de", a->u.name_de);
}

static void put_kind(struct ctx *c, struct json *j, const struct unit_as *a)
{
    (void)c;
    json_text(j, "kind", a->u.kind);
    json_text(j, "type", a->u.type);
}

static void put_parent(struct ctx *c, struct json *j, const struct unit_as *a)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit *up = unit_dir_on(d, a->u.parent, a->fact_from);

    unit_web_put_ref(c, j, "unit", a->u.parent ? up : NULL, a->fact_from);
}

/* Versions that agree in it become one; newest first, as the directory keeps them. */
static void put_facts(struct ctx *c, struct json *j, const char *name, int64_t id,
                      bool (*same)(const struct unit *, const struct unit *),
                      void (*put)(struct ctx *, struct json *, const struct unit_as *))
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit_as *a = unit_dir_newest(d, id), *end = d->v + d->n;

    json_open(j, name, '[');
    while (a && a < end && a->u.id == id) {
        const struct unit_as *newest = a;
        int64_t until = a->fact_until ? a->fact_until : a->u.until;

        while (a + 1 < end && a[1].u.id == id && same(&a[1].u, &newest->u))
            a++;
        json_open(j, NULL, '{');
        put(c, j, newest);
        put_days(j, a->fact_from, until);
        a++;
    }
    json_close(j, ']');
}

/* ---- before and after it ---- */

void unit_web_put_parts(struct ctx *c, struct json *j, const char *name, const unit_parts *p,
                        int64_t on)
{
    json_open(j, name, '[');
    for (size_t i = 0; i < p->n; i++) {
        json_open(j, NULL, '{');
        unit_web_put_ref(c, j, "unit", p->v[i].u, on);
        put_extent(j, p->v[i].whole, p->v[i].area, p->v[i].population);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* A unit that only went on was made of nothing and became nothing. */
static void drop_itself(unit_parts *p, int64_t id)
{
    if (p->n == 1 && p->v[0].u->id == id)
        p->n = 0;
}

static void put_changes(struct ctx *c, struct json *j, int64_t id)
{
    unit_changes into = { 0 }, from = { 0 };

    unit_changes_to(c, id, &into);
    unit_changes_from(c, id, &from);
    json_open(j, "changes", '[');
    for (size_t i = 0, k = 0; i < into.n || k < from.n;) {
        bool first = i < into.n && (k == from.n || into.v[i]->day <= from.v[k]->day);
        const struct unit_change *h = first ? into.v[i++] : from.v[k++];

        if (first || h->to != id) /* what goes on stands on both sides */
            unit_web_put_change(c, j, NULL, h);
    }
    json_close(j, ']');
}

/* The day of the last change that brought territory to it by that day; 0: none did. */
static int64_t made_on(struct ctx *c, int64_t id, int64_t on)
{
    unit_changes into = { 0 };
    int64_t day = 0;

    unit_changes_to(c, id, &into);
    for (size_t i = 0; i < into.n; i++)
        if (into.v[i]->day <= on && into.v[i]->from && into.v[i]->from != id)
            day = into.v[i]->day;
    return day;
}

bool unit_web_put_all(struct ctx *c, struct json *j, const struct unit *u, int64_t on)
{
    unit_parts became = { 0 }, was = { 0 };
    unit_list below = { 0 };
    int64_t made = made_on(c, u->id, on), now = c->today > on ? c->today : on;

    unit_web_put(c, j, "unit", u, on);
    if (!put_codes(c, j, u->id))
        return false;
    put_facts(c, j, "names", u->id, same_name, put_name);
    put_facts(c, j, "kinds", u->id, same_kind, put_kind);
    put_facts(c, j, "parents", u->id, same_parent, put_parent);
    put_changes(c, j, u->id);
    if (made)
        unit_predecessors(c, u->id, on, made - 1, &was);
    drop_itself(&was, u->id);
    unit_web_put_parts(c, j, "predecessors", &was, made - 1);
    unit_successors(c, u->id, on, now, &became);
    drop_itself(&became, u->id);
    unit_web_put_parts(c, j, "successors", &became, now);
    unit_children(c, u->id, on, &below);
    json_open(j, "children", '[');
    for (size_t i = 0; i < below.n; i++)
        unit_web_put_ref(c, j, NULL, below.v[i], on);
    json_close(j, ']');
    return true;
}
