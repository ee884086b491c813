/* The gazette of the directory: which names, kinds and ties its units have had. */
#include <string.h>

#include "common/unit/unit_address.h"
#include "common/unit/unit_dir.h"

struct filler {
    const struct unit_dir *d;
    struct arena *arena;
    struct gazette_draft *to;
    uint32_t *index; /* of the unit whose newest version is d->v[i], + 1; 0: not a place */
};

static const struct {
    const char *word;
    enum unit_type type;
} type_words[] = {
    { "phường", TYPE_WARD },  { "xã", TYPE_COMMUNE },     { "thị trấn", TYPE_TOWNLET },
    { "đặc khu", TYPE_ZONE }, { "quận", TYPE_QUARTER },   { "huyện", TYPE_RURAL },
    { "thị xã", TYPE_TOWN },  { "thành phố", TYPE_CITY }, { "tỉnh", TYPE_PROVINCE },
};

static unsigned types_of(const struct unit *u)
{
    struct address_words w;
    size_t n;

    for (size_t i = 0; i < COUNT(type_words); i++)
        if (strcmp(type_words[i].word, u->type) == 0)
            return type_words[i].type;
    unit_address_split(u->name, &w);
    return unit_address_own_kind(&w, &n);
}

static bool level_of(const struct unit *u, enum unit_level *ret)
{
    static const char *const kinds[LEVELS] = { "province", "district", "commune" };

    for (size_t i = 0; i < LEVELS; i++)
        if (strcmp(u->kind, kinds[i]) == 0) {
            *ret = (enum unit_level)i;
            return true;
        }
    return false;
}

/* Versions of one unit lie together, the newest first. */
static size_t versions(const struct unit_dir *d, size_t newest)
{
    size_t n = 1;

    while (newest + n < d->n && d->v[newest + n].u.id == d->v[newest].u.id)
        n++;
    return n;
}

static const struct unit_as *find(const struct filler *f, int64_t id, uint32_t *ret)
{
    const struct unit_as *a = id ? unit_dir_newest(f->d, id) : NULL;

    *ret = a ? f->index[a - f->d->v] : 0;
    return *ret ? a : NULL;
}

static void add_name(struct filler *f, uint32_t unit, const char *name, bool alias)
{
    *LIST_PUSH(f->arena, &f->to->names) = (struct gazette_name){ unit, name, alias };
}

static void add_unit(struct filler *f, size_t newest)
{
    const struct unit_as *a = &f->d->v[newest];
    struct gazette_unit u = { .id = a->u.id, .from = a->u.from, .until = a->u.until };
    size_t n = versions(f->d, newest);
    uint32_t at = (uint32_t)f->to->units.n;

    if (!level_of(&a->u, &u.level))
        return;
    for (size_t i = 0; i < n; i++) {
        u.types |= types_of(&a[i].u);
        if (i == 0 || strcmp(a[i].u.name, a[i - 1].u.name) != 0)
            add_name(f, at, a[i].u.name, false);
    }
    *LIST_PUSH(f->arena, &f->to->units) = u;
    f->index[newest] = at + 1;
}

/* What people write, beside what the list says. Districts 2 and 9 were merged in Thủ Đức in 2021
 * (1111/NQ-UBTVQH14), Hà Tây into Hà Nội in 2008; addresses live longer. */
static const struct {
    const char *system, *code, *name;
} called[] = {
    { "province", "79", "Sài Gòn" },    { "province", "79", "SG" },
    { "province", "79", "HCMC" },       { "province", "46", "Thừa Thiên Huế" },
    { "province", "46", "Thừa Thiên" }, { "province", "46", "TTH" },
    { "province", "46", "TT Huế" },     { "province", "01", "HN" }, /* not Hà Nam */
    { "province", "01", "Hà Tây" },     { "district", "769", "Quận 2" },
    { "district", "769", "Quận 9" },
};

static void add_aliases(struct filler *f)
{
    const struct unit_dir *d = f->d;
    uint32_t at;

    for (size_t i = 0; i < d->n_codes; i++) {
        const struct unit_code_entry *e = &d->codes[i];

        if (strcmp(e->system, "alias") == 0 && find(f, e->unit, &at))
            add_name(f, at - 1, e->code, true);
        for (size_t k = 0; k < COUNT(called); k++)
            if (strcmp(called[k].code, e->code) == 0 && strcmp(called[k].system, e->system) == 0 &&
                find(f, e->unit, &at))
                add_name(f, at - 1, called[k].name, true);
    }
}

static void add_tie(struct filler *f, uint32_t unit, uint32_t above, bool kin)
{
    if (unit != above)
        *LIST_PUSH(f->arena, &f->to->ties) = (struct gazette_tie){ unit, above, kin };
}

/* A province that was taken in by another one: its units are sought there, too. */
static void add_heirs(struct filler *f, uint32_t unit, const struct unit_as *province)
{
    const struct unit_dir *d = f->d;
    uint32_t at;

    if (province->u.until && find(f, province->u.successor, &at))
        add_tie(f, unit, at - 1, true);
    for (size_t i = unit_dir_first_change(d, province->u.id);
         province->u.until && i < d->n_history && d->history[i].from == province->u.id; i++)
        if (find(f, d->history[i].to, &at))
            add_tie(f, unit, at - 1, true);
}

/* What lies or lay above the unit `of`, as ties of the unit at `unit`. */
static void add_above(struct filler *f, uint32_t unit, const struct unit_as *of, bool kin)
{
    size_t n = versions(f->d, (size_t)(of - f->d->v));
    uint32_t at;

    for (size_t i = 0; i < n; i++) {
        const struct unit_as *up = find(f, of[i].u.parent, &at);

        if (!up)
            continue;
        add_tie(f, unit, at - 1, kin);
        add_above(f, unit, up, kin);
        if (strcmp(up->u.kind, "province") == 0)
            add_heirs(f, unit, up);
    }
}

static void add_kin(struct filler *f, const struct unit_change *e)
{
    uint32_t from, to;
    const struct unit_as *a = find(f, e->from, &from), *b = find(f, e->to, &to);

    if (!a || !b || a == b || f->to->units.v[to - 1].level != LEVEL_COMMUNE)
        return;
    add_above(f, from - 1, b, true);
    add_above(f, to - 1, a, true);
    if (f->to->units.v[from - 1].level == LEVEL_DISTRICT) /* it became a special zone */
        add_tie(f, to - 1, from - 1, true);
}

struct gazette *unit_gazette_of(const struct unit_dir *d)
{
    struct arena *work = arena_new((size_t)64 << 20);
    struct gazette_draft draft = { 0 };
    struct filler f = { .d = d, .arena = work, .to = &draft };
    uint32_t at;

    f.index = arena_alloc(work, (d->n + 1) * sizeof *f.index);
    for (size_t i = 0; i < d->n; i++)
        if (d->v[i].newest)
            add_unit(&f, i);
    add_aliases(&f);
    for (size_t i = 0; i < d->n; i++)
        if (d->v[i].newest && find(&f, d->v[i].u.id, &at))
            add_above(&f, at - 1, &d->v[i], false);
    for (size_t i = 0; i < d->n_history; i++)
        add_kin(&f, &d->history[i]);
    struct gazette *g = unit_gazette_make(d->arena, &draft);
    arena_free(&work);
    return g;
}
