/* A list of units that is being put together. */
#include "common/unit/unit_set.h"

#include <string.h>

#include "common/unit/unit_dir.h"
#include "core/day.h"

/* ---- faults ---- */

void unit_fault(struct ctx *c, unit_faults *l, const char *file, int64_t line, const char *column,
                const char *reason)
{
    *LIST_PUSH(c->arena, l) = (struct unit_fault){ file, column, line, reason };
}

const char *unit_fault_text(struct ctx *c, const struct unit_fault *f)
{
    struct buf b = { .arena = c->arena };

    if (*f->file)
        buf_printf(&b, "%s:", f->file);
    if (f->line)
        buf_printf(&b, "%lld:", (long long)f->line);
    if (b.n)
        buf_text(&b, " ");
    if (*f->column)
        buf_printf(&b, "%s: ", f->column);
    buf_text(&b, f->reason);
    return buf_str(&b);
}

/* ---- names of the set ---- */

struct unit_set_name {
    const char *name; /* NULL: free */
    size_t at;
};

static struct unit_set_name *place(const struct unit_set *s, const char *name)
{
    size_t h = unit_dir_hash(name) & s->mask;

    while (s->names[h].name && strcmp(s->names[h].name, name) != 0)
        h = (h + 1) & s->mask;
    return &s->names[h];
}

static void grow(struct ctx *c, struct unit_set *s)
{
    struct unit_set old = *s;

    s->mask = s->mask ? s->mask * 2 + 1 : 1023;
    s->names = arena_alloc(c->arena, (s->mask + 1) * sizeof *s->names);
    for (size_t i = 0; old.names && i <= old.mask; i++)
        if (old.names[i].name)
            *place(s, old.names[i].name) = old.names[i];
}

void unit_set_name(struct ctx *c, struct unit_set *s, const char *name, size_t at)
{
    if (2 * s->n_names >= s->mask)
        grow(c, s);
    struct unit_set_name *p = place(s, name);
    s->n_names += p->name == NULL;
    *p = (struct unit_set_name){ name, at };
}

size_t unit_set_find(const struct unit_set *s, const char *name)
{
    return s->names ? place(s, name)->at : 0;
}

/* ---- units ---- */

size_t unit_set_add(struct ctx *c, struct unit_set *s, const char *name,
                    const struct unit_set_unit *u)
{
    *LIST_PUSH(c->arena, &s->units) = *u;
    unit_set_name(c, s, name, s->units.n);
    return s->units.n;
}

struct unit_set_unit *unit_set_at(struct unit_set *s, size_t at)
{
    ASSERT(at > 0 && at <= s->units.n);
    return &s->units.v[at - 1];
}

void unit_set_fact(struct ctx *c, struct unit_set *s, size_t at, const struct unit_set_fact *f)
{
    *LIST_PUSH(c->arena, &unit_set_at(s, at)->facts) = *f;
}

void unit_set_code(struct ctx *c, struct unit_set *s, size_t at, const struct unit_set_code *k)
{
    struct unit_set_unit *u = unit_set_at(s, at);

    for (size_t i = 0; i < u->codes.n; i++)
        if (u->codes.v[i].until == k->since && strcmp(u->codes.v[i].system, k->system) == 0 &&
            strcmp(u->codes.v[i].code, k->code) == 0) {
            u->codes.v[i].until = k->until;
            return;
        }
    *LIST_PUSH(c->arena, &u->codes) = *k;
}

void unit_set_change(struct ctx *c, struct unit_set *s, size_t from, size_t to,
                     const struct unit_change *h)
{
    struct unit_set_change *g = LIST_PUSH(c->arena, &s->changes);

    *g = (struct unit_set_change){ *h, from, to };
    if (h->whole == 1)
        g->h.area = g->h.population = 1000000;
}

void unit_set_state(struct ctx *c, struct unit_set *s)
{
    /* The day of the Declaration of Independence. */
    struct unit_set_unit u = { .kind = "state", .since = day(1945, 9, 2), .file = "" };
    size_t at = unit_set_add(c, s, "S", &u);

    unit_set_fact(c, s, at,
                  &(struct unit_set_fact){ .since = u.since, .type = "", .name = "Việt Nam" });
    unit_set_code(c, s, at, &(struct unit_set_code){ "state", "VN", u.since, 0 });
}

bool unit_set_changes(const struct unit_set_told *t)
{
    return t->units || t->facts || t->codes || t->changes || t->corrected || t->dropped;
}
