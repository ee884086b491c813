/* A list of units goes into the database: what is there already is completed, not doubled. */
#include <string.h>

#include "common/ledger/ledger.h"
#include "common/unit/unit_dir.h"
#include "common/unit/unit_set.h"
#include "core/db.h"

#include "unit_set_write_sql.h"

extern const struct sealed unit_sealed, unit_fact_sealed, unit_code_sealed,
    unit_change_sealed; /* unit.sql */

struct work {
    struct ctx *c;
    struct unit_set *s;
    const struct unit_dir *d;
    unit_faults *faults;
    struct unit_set_told told;
    unit_set_codes_rows codes; /* of the database, by unit */
    size_t *taken;             /* by place in d->v: which unit of the set it is; 0: none */
    bool *kept;                /* by place in d->history */
    bool moved;                /* the derived reach is no longer right */
    int64_t release;
};

static void wrong(struct work *w, const struct unit_set_unit *u, const char *column,
                  const char *reason)
{
    unit_fault(w->c, w->faults, u->file, u->line, column, reason);
}

static bool seal(struct ctx *c, const struct sealed *t, int64_t a, int64_t b)
{
    return ledger_seal(c, t, (const int64_t[LEDGER_KEYS]){ a, b });
}

/* ---- which unit of the database is it? ---- */

/* The holder of a code on the last day of which the list speaks. */
static int64_t holder(const struct work *w, const struct unit_set_code *k)
{
    const struct unit_code_entry *e;
    int64_t best = 0;

    for (size_t at = unit_dir_code(w->d, k->code); (e = unit_dir_code_at(w->d, at)); at++) {
        if (strcmp(e->system, k->system) != 0 || strcmp(e->code, k->code) != 0)
            continue;
        if (!k->until && !e->until)
            return e->unit;
        if (unit_dir_code_on(e, k->until ? k->until - 1 : k->since))
            best = e->unit;
    }
    return best;
}

static int64_t by_codes(struct work *w, const struct unit_set_unit *u)
{
    int64_t found = 0;
    struct ctx *c = w->c;

    for (size_t i = 0; i < u->codes.n; i++) {
        int64_t id = holder(w, &u->codes.v[i]);

        if (found && id && id != found)
            wrong(w, u, "code",
                  TF("the codes of this unit belong to two units here: %s and %s",
                     unit_dir_newest(w->d, found)->u.name, unit_dir_newest(w->d, id)->u.name));
        found = found ? found : id;
    }
    return found;
}

/* Districts have lost their codes in some lists: the name within the root body tells which. */
static int64_t by_name(struct work *w, const struct unit_set_unit *u)
{
    const struct unit_set_unit *top = unit_set_at(w->s, u->tenant);
    const char *key = unit_key_of(w->c->arena, u->facts.v[0].name);

    for (size_t i = 0; top->had && i < w->d->n; i++) {
        const struct unit_as *a = &w->d->v[i];

        if (a->newest && a->u.tenant == top->id && strcmp(a->u.kind, u->kind) == 0 && !*a->u.code &&
            strcmp(unit_key_of(w->c->arena, a->u.name), key) == 0)
            return a->u.id;
    }
    return 0;
}

static void take(struct work *w, size_t at, int64_t id)
{
    struct unit_set_unit *u = unit_set_at(w->s, at);
    const struct unit_as *a = unit_dir_newest(w->d, id);
    size_t *taken = &w->taken[a - w->d->v];
    struct ctx *c = w->c;

    if (*taken)
        wrong(w, u, "code",
              TF("the same unit as in line %lld: %s", (long long)unit_set_at(w->s, *taken)->line,
                 a->u.name));
    if (strcmp(a->u.kind, u->kind) != 0)
        wrong(w, u, "code", TF("this code belongs to a unit of another kind here: %s", a->u.name));
    if (a->u.from < u->since && u->since == w->s->day)
        wrong(w, u, "code",
              TF("%s has been going on here since before that day; the list says that it is new",
                 a->u.name));
    if (a->u.until && !u->until && a->u.until <= w->s->day)
        wrong(w, u, "code", TF("%s was closed here before that day", a->u.name));
    if (u->tenant && a->u.tenant != unit_set_at(w->s, u->tenant)->id)
        wrong(w, u, "code", TF("%s lies below another root body here", a->u.name));
    *taken = at;
    u->id = id;
    u->had = true;
}

static void match(struct work *w)
{
    for (size_t i = 0; i < w->s->units.n; i++) {
        struct unit_set_unit *u = &w->s->units.v[i];
        int64_t id = strcmp(u->kind, "state") == 0 ? w->d->state : by_codes(w, u);

        if (!id && strcmp(u->kind, "district") == 0)
            id = by_name(w, u);
        u->had = false;
        if (id)
            take(w, i + 1, id);
        else
            u->id = new_id(w->c);
    }
}

/* ---- the unit itself ---- */

static int64_t id_at(const struct work *w, size_t at)
{
    return at ? unit_set_at(w->s, at)->id : 0;
}

static bool put_unit(struct work *w, const struct unit_set_unit *u)
{
    const struct unit_as *a = u->had ? unit_dir_newest(w->d, u->id) : NULL;
    int64_t since = a && a->u.from < u->since ? a->u.from : u->since;
    int64_t until = a && !u->until ? a->u.until : u->until;
    int64_t successor = id_at(w, u->successor);

    if (a && !successor)
        successor = a->u.successor;
    if (a && since == a->u.from && until == a->u.until && successor == a->u.successor)
        return true;
    w->told.units += !a;
    w->told.corrected += a != NULL;
    w->moved = w->moved || !a;
    return unit_set_unit(w->c, u->id, u->tenant ? id_at(w, u->tenant) : u->id, since, until,
                         successor) &&
           seal(w->c, &unit_sealed, u->id, 0);
}

/* ---- facts ---- */

/* What the database says of the unit on that day; NULL: nothing. */
static const struct unit_as *said(const struct work *w, int64_t id, int64_t on)
{
    const struct unit_as *a = unit_dir_newest(w->d, id), *end = w->d->v + w->d->n;

    while (a && a < end && a->u.id == id && a->fact_from > on)
        a++;
    return a && a < end && a->u.id == id ? a : NULL;
}

static bool same_fact(const struct unit_as *a, const struct unit_set_fact *f, int64_t parent)
{
    return a->u.parent == parent && strcmp(a->u.name, f->name) == 0 &&
           strcmp(a->u.type, f->type) == 0;
}

static bool put_fact(struct work *w, const struct unit_set_unit *u, const struct unit_set_fact *f)
{
    const struct unit_as *a = u->had ? said(w, u->id, f->since) : NULL;
    int64_t parent = id_at(w, f->parent);
    bool at = a && a->fact_from == f->since;

    if (a && same_fact(a, f, parent) && (at || !f->marks))
        return true;
    w->told.corrected += at;
    w->told.facts += !at;
    w->moved = true;
    return (u->had ? unit_set_put_fact(w->c, u->id, f->since, u->kind, parent, f->name, f->type)
                   : unit_set_new_fact(w->c, u->id, f->since, u->kind, parent, f->name, f->type)) &&
           seal(w->c, &unit_fact_sealed, u->id, f->since);
}

/* ---- codes ---- */

static size_t first_code(const struct work *w, int64_t unit)
{
    size_t low = 0, high = w->codes.n;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (w->codes.v[mid].unit < unit)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static const struct unit_set_codes_row *same_code(const struct work *w, int64_t unit,
                                                  const struct unit_set_code *k)
{
    for (size_t i = first_code(w, unit); i < w->codes.n && w->codes.v[i].unit == unit; i++) {
        const struct unit_set_codes_row *r = &w->codes.v[i];

        if (strcmp(r->system, k->system) == 0 && strcmp(r->code, k->code) == 0 &&
            (!r->until || r->until >= k->since) && (!k->until || r->since <= k->until))
            return r;
    }
    return NULL;
}

static bool put_code(struct work *w, const struct unit_set_unit *u, const struct unit_set_code *k)
{
    const struct unit_set_codes_row *r = u->had ? same_code(w, u->id, k) : NULL;
    int64_t until = r && !k->until ? r->until : k->until; /* it was closed since */
    int64_t id = r ? r->id : new_id(w->c);

    if (r && r->since == k->since && r->until == until)
        return true;
    w->told.corrected += r != NULL;
    w->told.codes += !r;
    return unit_set_code_row(w->c, id, u->id, k->system, k->code, k->since, until) &&
           seal(w->c, &unit_code_sealed, id, 0);
}

/* ---- changes ---- */

static const struct unit_change *same_edge(const struct work *w, int64_t from, int64_t to,
                                           int64_t on)
{
    size_t low = 0, high = w->d->n_history;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (w->d->history[mid].from < from)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < w->d->n_history && w->d->history[low].from == from; low++)
        if (w->d->history[low].to == to && w->d->history[low].day == on)
            return &w->d->history[low];
    return NULL;
}

static bool same_change(const struct unit_change *a, const struct unit_change *b)
{
    return strcmp(a->kind, b->kind) == 0 && a->whole == b->whole && a->area == b->area &&
           a->population == b->population && strcmp(a->detail, b->detail) == 0 &&
           strcmp(a->act, b->act) == 0 && strcmp(a->clause, b->clause) == 0 &&
           strcmp(a->note, b->note) == 0;
}

static bool put_change(struct work *w, const struct unit_set_change *g)
{
    const struct unit_change *h = &g->h;
    int64_t from = id_at(w, g->from), to = id_at(w, g->to);
    const struct unit_change *had = same_edge(w, from, to, h->day);
    int64_t id = had ? had->id : new_id(w->c);

    if (had)
        w->kept[had - w->d->history] = true;
    if (had && same_change(had, h))
        return true;
    w->told.corrected += had != NULL;
    w->told.changes += !had;
    return unit_set_edge(w->c, id, w->release, h->day, h->kind, from, to, h->whole, h->area,
                         h->population, h->detail, h->act, h->clause, h->note) &&
           seal(w->c, &unit_change_sealed, id, 0);
}

static bool is_taken(const struct work *w, int64_t id)
{
    const struct unit_as *a = id ? unit_dir_newest(w->d, id) : NULL;

    return a && w->taken[a - w->d->v];
}

/* What the database says of these units and that day, and the list does not. */
static bool drop_others(struct work *w)
{
    for (size_t i = 0; i < w->d->n_history; i++) {
        const struct unit_change *h = &w->d->history[i];

        if (h->day != w->s->day || w->kept[i] || !is_taken(w, h->from ? h->from : h->to))
            continue;
        w->told.dropped++;
        if (!unit_set_drop_edge(w->c, h->id) || !seal(w->c, &unit_change_sealed, h->id, 0))
            return false;
    }
    return true;
}

/* ---- all of it ---- */

static bool put_one(struct work *w, const struct unit_set_unit *u)
{
    bool ok = put_unit(w, u);

    for (size_t i = 0; ok && i < u->facts.n; i++)
        ok = put_fact(w, u, &u->facts.v[i]);
    for (size_t i = 0; ok && i < u->codes.n; i++)
        ok = put_code(w, u, &u->codes.v[i]);
    return ok;
}

static bool put_all(struct work *w)
{
    size_t n = w->s->units.n, of = n + w->s->changes.n;

    for (size_t i = 0; i < n; i++) {
        if (w->s->progress)
            w->s->progress((int64_t)i, (int64_t)of);
        if (!put_one(w, &w->s->units.v[i]))
            return false;
    }
    for (size_t i = 0; i < w->s->changes.n; i++) {
        if (w->s->progress)
            w->s->progress((int64_t)(n + i + 1), (int64_t)of);
        if (!put_change(w, &w->s->changes.v[i]))
            return false;
    }
    return drop_others(w) && (!w->moved || (unit_set_no_reach(w->c) && unit_set_reach(w->c)));
}

/* Those that the database had, and that lie elsewhere now. */
static bool tell_moves(struct ctx *c, const struct unit_dir *was)
{
    const struct unit_dir *is = unit_dir(c);
    LIST(struct unit_move) moves = { 0 };

    for (size_t i = 0; i < was->n; i++) {
        const struct unit_as *a = &was->v[i];
        const struct unit_as *b = a->newest ? unit_dir_newest(is, a->u.id) : NULL;

        if (b && b->u.id != b->u.tenant && b->u.parent != a->u.parent)
            *LIST_PUSH(c->arena, &moves) = (struct unit_move){ a->u.id, a->u.parent, b->u.parent };
    }
    return !moves.n || !unit_moved || unit_moved(c, moves.v, moves.n);
}

bool unit_set_write(struct ctx *c, struct unit_set *s, int64_t release, unit_faults *faults,
                    struct unit_set_told *ret)
{
    struct work w = { .c = c, .s = s, .d = unit_dir(c), .faults = faults, .release = release };

    w.taken = arena_alloc(c->arena, (w.d->n + 1) * sizeof *w.taken);
    w.kept = arena_alloc(c->arena, (w.d->n_history + 1) * sizeof *w.kept);
    if (!unit_set_codes(c, &w.codes))
        return false;
    match(&w);
    if (faults->n)
        return true;
    if (!put_all(&w))
        return false;
    *ret = w.told;
    if (!unit_set_changes(ret))
        return true;
    return unit_dir_change(c) && (!w.moved || tell_moves(c, w.d));
}
