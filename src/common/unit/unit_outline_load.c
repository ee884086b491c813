/* Loading outlines: which feature is which unit, and writing them. */
#include "common/unit/unit_outline_load.h"

#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_dir.h"
#include "common/unit/unit_outline_file.h"
#include "core/day.h"
#include "core/text.h"
#include "core/tr.h"
#include "unit_outline_load_sql.h"

enum { PROPERTIES = 64 }; /* names that are looked at for codes */

struct outline_draft {
    outline_features features;
    unit_rings *plain; /* one for each */
    int32_t step;
};

bool unit_outline_prepare(struct ctx *c, struct bytes file, struct outline_draft **ret)
{
    struct outline_draft *d = NEW(c->arena, struct outline_draft);

    if (file.n > OUTLINE_FILE_MAX)
        return fail(c, ERR_TOO_LARGE, "the file is too large: at most %d MB are taken",
                    OUTLINE_FILE_MAX >> 20);
    if (!unit_outline_read(c, file, &d->features))
        return false;
    d->plain = arena_alloc(c->arena, (d->features.n + 1) * sizeof *d->plain);
    unit_outline_thin(c->arena, &d->features, d->plain, &d->step);
    *ret = d;
    return true;
}

/* ---- which feature is which unit ---- */

/* Levels that have codes of their own; a number has lost the zeros that its code begins with. */
static const struct {
    const char *system;
    int digits;
} levels[] = { { "province", 2 }, { "district", 3 }, { "commune", 5 } };

static const char *code_text(struct ctx *c, const struct json_value *v, int digits)
{
    if (json_kind(v) == JSON_IS_TEXT)
        return json_own_text(v);
    if (json_kind(v) == JSON_IS_INT)
        return arena_printf(c->arena, "%0*lld", digits, (long long)json_own_num(v));
    return "";
}

static const struct json_value *value_of(const struct outline_feature *f, const char *property)
{
    return strcmp(property, "id") == 0 && json_kind(json_get(f->properties, "id")) == JSON_IS_NULL
               ? f->id
               : json_get(f->properties, property);
}

static const struct unit *unit_of(struct ctx *c, const struct json_value *v, int64_t on)
{
    for (size_t i = 0; i < COUNT(levels); i++) {
        const char *code = code_text(c, v, levels[i].digits);
        const struct unit *u = *code ? unit_by_system(c, levels[i].system, code, on) : NULL;

        if (u)
            return u;
    }
    return NULL;
}

typedef LIST(const char *) names;

static void add_name(struct ctx *c, names *l, const char *name)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i], name) == 0)
            return;
    if (l->n < PROPERTIES)
        *LIST_PUSH(c->arena, l) = name;
}

/* Features of a file have the same properties; the first ones tell which. */
static void property_names(struct ctx *c, const struct outline_draft *d, names *ret)
{
    add_name(c, ret, "id");
    for (size_t i = 0; i < d->features.n && i < 16; i++) {
        json_members all = json_each(c, d->features.v[i].properties);

        for (size_t k = 0; k < all.n; k++)
            add_name(c, ret, all.v[k].name);
    }
}

/* A word of the file, fit to be shown. */
static const char *shown(struct ctx *c, const char *s)
{
    enum { LENGTH = 40 };
    const char *clean;
    size_t n = strlen(s);

    if (!text_clean(c->arena, s, n, &clean))
        return "?";
    n = strlen(clean);
    if (n <= LENGTH)
        return clean;
    for (n = LENGTH; n && (clean[n] & 0xc0) == 0x80; n--) /* whole characters */
        ;
    return arena_printf(c->arena, "%.*s…", (int)n, clean);
}

static bool no_codes(struct ctx *c, int64_t day, const names *l)
{
    struct buf b = { .arena = c->arena };

    for (size_t i = 0; i < l->n && i < 12; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", shown(c, l->v[i]));
    return fail_field(c, "property",
                      "no feature has the code of a unit of %s. Its properties are: %s",
                      day_text(c->arena, day), buf_str(&b));
}

/* The property that fits the most units. */
static bool find_property(struct ctx *c, const struct outline_wish *w, const char **ret)
{
    const outline_features *f = &w->draft->features;
    size_t most = 0;
    names all = { 0 };

    if (*w->property)
        add_name(c, &all, w->property);
    else
        property_names(c, w->draft, &all);
    for (size_t i = 0; i < all.n; i++) {
        size_t n = 0;

        for (size_t k = 0; k < f->n; k++)
            n += unit_of(c, value_of(&f->v[k], all.v[i]), w->day) != NULL;
        if (n > most) {
            most = n;
            *ret = all.v[i];
        }
    }
    if (most)
        return true;
    all.n = 0;
    property_names(c, w->draft, &all);
    return no_codes(c, w->day, &all);
}

/* ---- joining ---- */

struct join {
    struct ctx *c;
    const struct outline_wish *w;
    struct outline_told *told;
    const struct unit **unit; /* of each feature; NULL: none */
};

static void stray(struct join *j, const struct outline_feature *f)
{
    struct ctx *c = j->c;
    const char *code = shown(c, code_text(c, value_of(f, j->told->property), 1));

    *LIST_PUSH(c->arena, &j->told->strays) =
        f->rings.n == 0 ? TF("feature %d (%s) has no area", (int)f->number, code)
                        : TF("feature %d (%s) is no unit of this day", (int)f->number, code);
}

static void join_all(struct join *j)
{
    const outline_features *l = &j->w->draft->features;
    struct ctx *c = j->c;

    j->unit = arena_alloc(c->arena, (l->n + 1) * sizeof *j->unit);
    for (size_t i = 0; i < l->n; i++) {
        const struct unit *u = unit_of(c, value_of(&l->v[i], j->told->property), j->w->day);

        if (u && l->v[i].rings.n)
            j->unit[i] = u;
        else
            stray(j, &l->v[i]);
    }
}

static int by_unit(const void *a, const void *b)
{
    const struct unit *x = *(const struct unit *const *)a, *y = *(const struct unit *const *)b;

    return (x->id > y->id) - (x->id < y->id);
}

/* Those with an outline, sorted. Two features of one unit: which is it, or are both? Whoever made
 * the file knows. */
static bool joined_units(struct join *j, unit_list *ret)
{
    struct ctx *c = j->c;

    for (size_t i = 0; i < j->w->draft->features.n; i++)
        if (j->unit[i])
            *LIST_PUSH(c->arena, ret) = j->unit[i];
    if (ret->n == 0)
        return fail_field(c, "file", "no feature that fits a unit has an area");
    qsort(ret->v, ret->n, sizeof *ret->v, by_unit);
    for (size_t i = 1; i < ret->n; i++)
        if (ret->v[i] == ret->v[i - 1])
            return fail_field(c, "file", "two features are the same unit: %s (%s). Join them first",
                              ret->v[i]->name, ret->v[i]->code);
    return true;
}

static void tell_kinds(struct join *j, const unit_list *joined)
{
    struct ctx *c = j->c;

    for (size_t k = 0; k < COUNT(levels); k++) {
        struct outline_kind_told t = { .kind = levels[k].system };
        unit_list all = { 0 };

        unit_of_kind(c, t.kind, j->w->day, &all);
        for (size_t i = 0; i < all.n; i++)
            if (bsearch(&all.v[i], joined->v, joined->n, sizeof *joined->v, by_unit))
                t.joined++;
            else
                *LIST_PUSH(c->arena, &t.without) = all.v[i];
        if (t.joined)
            *LIST_PUSH(c->arena, &j->told->kinds) = t;
    }
}

/* ---- writing ---- */

static bool drop_former(struct ctx *c, int64_t day, int64_t load)
{
    unit_outline_of_load_rows l = { 0 };

    if (!unit_outline_of_load(c, day, load, &l))
        return false;
    for (size_t i = 0; i < l.n; i++)
        if (!unit_outline_drop(c, l.v[i].unit, day) || !unit_outline_seal(c, l.v[i].unit, day))
            return false;
    return true;
}

static bool put_unit(struct join *j, size_t i, int64_t load)
{
    struct ctx *c = j->c;
    const struct outline_draft *d = j->w->draft;
    const unit_rings *rings = &d->features.v[i].rings;
    struct unit_box box = unit_box_of(rings);
    struct bytes whole = unit_outline_pack(c->arena, rings, 1);
    struct bytes plain = unit_outline_pack(c->arena, &d->plain[i], d->step);
    int64_t unit = j->unit[i]->id;

    j->told->bytes += whole.n + plain.n;
    return unit_outline_put(c, unit, j->w->day, box.west, box.south, box.east, box.north, load,
                            whole, plain) &&
           unit_outline_seal(c, unit, j->w->day);
}

static bool put_kind(struct join *j, const struct outline_kind_told *t)
{
    struct ctx *c = j->c;
    struct unit_outline_loaded_row had;
    bool found;

    if (!unit_outline_loaded(c, j->w->day, t->kind, &had, &found))
        return false;
    int64_t load = found ? had.id : new_id(c);
    if (found && !drop_former(c, j->w->day, load))
        return false;
    for (size_t i = 0; i < j->w->draft->features.n; i++)
        if (j->unit[i] && strcmp(j->unit[i]->kind, t->kind) == 0 && !put_unit(j, i, load))
            return false;
    return unit_outline_put_load(c, load, j->w->day, t->kind, j->w->source, j->w->sha256,
                                 (int64_t)t->joined, c->actor->id, c->now_ms) &&
           unit_outline_load_seal(c, load);
}

bool unit_outline_load(struct ctx *c, const struct outline_wish *w, struct outline_told *ret)
{
    struct outline_told told = { .features = w->draft->features.n };
    struct join j = { .c = c, .w = w, .told = &told };
    unit_list joined = { 0 };

    if (!find_property(c, w, &told.property))
        return false;
    join_all(&j);
    if (!joined_units(&j, &joined))
        return false;
    tell_kinds(&j, &joined);
    for (size_t i = 0; i < told.kinds.n; i++)
        if (!put_kind(&j, &told.kinds.v[i]))
            return false;
    if (!unit_dir_change(c)) /* pages that show outlines are new, too */
        return false;
    *ret = told;
    return true;
}

bool unit_outline_sources(struct ctx *c, outline_sources *ret)
{
    unit_outline_loads_rows l = { 0 };

    if (!unit_outline_loads(c, &l))
        return false;
    for (size_t i = 0; i < l.n; i++)
        *LIST_PUSH(c->arena, ret) = (struct outline_source){ .day = l.v[i].day,
                                                             .units = l.v[i].units,
                                                             .made_by = l.v[i].made_by,
                                                             .made_at = l.v[i].made_at,
                                                             .kind = l.v[i].kind,
                                                             .source = l.v[i].source,
                                                             .sha256 = l.v[i].sha256 };
    return true;
}
