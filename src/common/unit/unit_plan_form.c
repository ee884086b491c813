#include "common/unit/unit_plan_form.h"

#include <string.h>

#include "common/unit/unit_dir.h"
#include "core/text.h"
#include "core/tr.h"

enum { MAX_UNITS = 200, SHOWN_NAMESAKES = 5 };

struct form {
    struct ctx *c;
    const struct unit_release *r;
    const struct unit_plan_form *f;
    const unit_lines *had;
    unit_lines *lines;
};

struct place { /* one unit that was written into a field */
    const char *ref, *name;
    const struct unit *u; /* as it was on the day before; NULL: this draft begins it */
};

/* ---- which unit ---- */

static const char *ref_of(struct ctx *c, const struct unit *u)
{
    return *u->code ? arena_printf(c->arena, "%s:%s", u->system, u->code)
                    : arena_printf(c->arena, "id:%lld", (long long)u->id);
}

static bool is_called(struct ctx *c, const struct unit *u, const char *word, const char *key)
{
    return strcmp(u->code, word) == 0 || strcmp(u->name, word) == 0 ||
           (*key && strcmp(unit_key_of(c->arena, u->name), key) == 0);
}

/* "commune:00004", "agency:G12", "id:2500…": any unit; only places are found by name. */
static const struct unit *find_exact(struct form *f, const char *word)
{
    struct ctx *c = f->c;
    const char *colon = strchr(word, ':');
    int64_t id, on = f->r->day - 1;

    if (!colon)
        return NULL;
    if (strncmp(word, "id:", 3) == 0 && id_parse(colon + 1, &id))
        return unit_dir_on(unit_dir(c), id, on);
    return unit_by_system(c, arena_strndup(c->arena, word, (size_t)(colon - word)), colon + 1, on);
}

/* The exact name counts before one without tone marks: Xã Hòa and Xã Hoa are two. */
static void find_all(struct form *f, const char *word, unit_list *ret)
{
    static const char *const kinds[] = { "commune", "province", "district" };
    struct ctx *c = f->c;

    for (int folded = 0; folded < 2 && ret->n == 0; folded++) {
        const char *key = folded ? unit_key_of(c->arena, word) : "";

        for (size_t k = 0; k < COUNT(kinds); k++) {
            unit_list all = { 0 };

            unit_of_kind(c, kinds[k], f->r->day - 1, &all);
            for (size_t i = 0; i < all.n; i++)
                if (is_called(c, all.v[i], word, key))
                    *LIST_PUSH(c->arena, ret) = all.v[i];
        }
    }
}

static bool say_namesakes(struct form *f, const char *field, const char *word, const unit_list *l)
{
    struct ctx *c = f->c;
    struct buf b = { .arena = c->arena };

    for (size_t i = 0; i < l->n && i < SHOWN_NAMESAKES; i++)
        buf_printf(&b, "%s%s (%s)", i ? "; " : "", ref_of(c, l->v[i]),
                   l->v[i]->parent ? unit_name(c, l->v[i]->parent) : "");
    return fail_field(c, field, "several units are called %s; write the code of one: %s", word,
                      buf_str(&b));
}

/* One that this draft begins, by code or name. */
static bool find_new(struct form *f, const char *word, struct place *ret)
{
    for (size_t i = 0; i < f->had->n; i++) {
        const struct unit_line *l = &f->had->v[i];
        const char *colon = strchr(l->unit, ':');

        if (strcmp(l->op, "new") == 0 &&
            (strcmp(l->unit, word) == 0 || strcmp(l->name, word) == 0 ||
             (colon && strcmp(colon + 1, word) == 0))) {
            *ret = (struct place){ l->unit, l->name, NULL };
            return true;
        }
    }
    return false;
}

static bool find_place(struct form *f, const char *field, const char *word, bool may_be_new,
                       struct place *ret)
{
    struct ctx *c = f->c;
    unit_list found = { 0 };
    const struct unit *exact;

    if (may_be_new && find_new(f, word, ret))
        return true;
    exact = find_exact(f, word);
    if (exact)
        *LIST_PUSH(c->arena, &found) = exact;
    else
        find_all(f, word, &found);
    if (found.n > 1)
        return say_namesakes(f, field, word, &found);
    if (found.n == 0)
        return fail_field(c, field, "no unit has the code or name %s on the day before, %s", word,
                          tr_day_short(c, f->r->day - 1));
    *ret = (struct place){ ref_of(c, found.v[0]), found.v[0]->name, found.v[0] };
    return true;
}

typedef LIST(struct place) places;

/* One a line; every line that is wrong is told. */
static bool read_units(struct form *f, size_t least, size_t most, places *ret)
{
    struct ctx *c = f->c;
    const char *word[MAX_UNITS + 1];
    size_t n = text_split(c->arena, f->f->units, '\n', word, COUNT(word));
    bool ok = true;

    for (size_t i = 0; i < n && i < COUNT(word); i++) {
        const char *clean;
        struct place p;

        if (!text_clean(c->arena, word[i], strlen(word[i]), &clean) || !*clean)
            continue;
        bool found = find_place(f, "units", clean, false, &p);
        for (size_t k = 0; found && k < ret->n; k++)
            if (strcmp(ret->v[k].ref, p.ref) == 0)
                found = fail_field(c, "units", "%s stands here twice", p.name);
        if (found)
            *LIST_PUSH(c->arena, ret) = p;
        ok = ok && found;
    }
    if (!ok)
        return false;
    if (n > MAX_UNITS)
        return fail_field(c, "units", "at most %d units at once", MAX_UNITS);
    if (ret->n < least)
        return least == 1 ? fail_field(c, "units", "write at least one unit")
                          : fail_field(c, "units", "write at least two units, one a line");
    return ret->n <= most || fail_field(c, "units", "write one unit only");
}

/* ---- lines ---- */

static struct unit_line *put(struct form *f, const char *op, const char *unit, const char *other)
{
    struct unit_line *l = LIST_PUSH(f->c->arena, f->lines);

    for (size_t k = 0; unit_line_columns[k]; k++)
        unit_line_set(l, k, "");
    l->op = op;
    l->unit = unit;
    l->other = other;
    return l;
}

static struct unit_line *put_change(struct form *f, const char *kind, const char *from,
                                    const char *to, const char *extent)
{
    struct unit_line *l = put(f, "change", from, to);

    l->kind = kind;
    l->extent = extent;
    l->clause = f->f->clause;
    l->note = f->f->note;
    return l;
}

/* The unit that begins; its code list follows from where it lies. */
static bool put_new(struct form *f, const struct unit *sibling, const char **ret_ref)
{
    struct ctx *c = f->c;
    const struct unit_plan_form *in = f->f;
    const char *system = *in->system ? in->system : sibling ? sibling->system : "commune";
    const char *colon = strchr(in->code, ':');
    struct place parent = { 0 };
    bool ok = true;

    if (!*in->code)
        ok = fail_field(c, "code", "write the code of the new unit");
    if (!*in->name)
        ok = fail_field(c, "name", "write the full name of the new unit, like Phường Tân Mai");
    if (!*in->type)
        ok = fail_field(c, "type", "write the type: phường, xã, đặc khu, tỉnh, thành phố");
    if (*in->parent)
        ok = find_place(f, "parent", in->parent, true, &parent) && ok;
    else if (sibling && sibling->parent)
        parent.ref = ref_of(c, unit_get(c, sibling->parent));
    else
        ok = fail_field(c, "parent", "write the unit that it belongs to");
    if (!ok)
        return false;
    *ret_ref = colon ? in->code : arena_printf(c->arena, "%s:%s", system, in->code);
    struct unit_line *l = put(f, "new", *ret_ref, parent.ref);
    l->type = in->type;
    l->name = in->name;
    l->name_en = in->name_en;
    l->name_de = in->name_de;
    return true;
}

static void put_fact(struct form *f, const char *ref)
{
    struct unit_line *l = put(f, "fact", ref, "");

    l->type = f->f->type;
    l->name = f->f->name;
    l->name_en = f->f->name_en;
    l->name_de = f->f->name_de;
}

/* ---- operations ---- */

static bool merge(struct form *f)
{
    places all = { 0 };
    struct place into = { 0 };
    bool ok = read_units(f, *f->f->into ? 1 : 2, MAX_UNITS, &all);

    if (*f->f->into)
        ok = find_place(f, "into", f->f->into, true, &into) && ok;
    else
        ok = put_new(f, all.n ? all.v[0].u : NULL, &into.ref) && ok;
    if (!ok)
        return false;
    for (size_t i = 0; i < all.n; i++) {
        if (*f->f->into && strcmp(all.v[i].ref, into.ref) == 0)
            continue; /* it goes on, larger */
        put(f, "close", all.v[i].ref, into.ref);
        put_change(f, "merged", all.v[i].ref, into.ref, "whole");
    }
    if (*f->f->into && (*f->f->name || *f->f->type))
        put_fact(f, into.ref);
    return f->lines->n > 0 || fail_field(f->c, "units", "a unit cannot merge into itself alone");
}

/* "Phường A; 60; 40": unit, share of the population, share of the area. */
static bool put_part(struct form *f, const char *from, const char *text)
{
    const char *word[3] = { "", "", "" };
    struct ctx *c = f->c;
    size_t n = text_split(c->arena, text, ';', word, COUNT(word));
    struct place to;

    for (size_t i = 0; i < COUNT(word); i++)
        if (i >= n || !text_clean(c->arena, word[i], strlen(word[i]), &word[i]))
            word[i] = "";
    if (!find_place(f, "parts", word[0], true, &to))
        return false;
    struct unit_line *l = put_change(f, "split", from, to.ref, "part");
    l->share_population = word[1];
    l->share_area = word[2];
    return true;
}

static bool split(struct form *f)
{
    struct ctx *c = f->c;
    places from = { 0 };
    const char *word[MAX_UNITS];
    size_t n = text_split(c->arena, f->f->parts, '\n', word, COUNT(word)), parts = 0;
    bool ok = read_units(f, 1, 1, &from), goes_on = strcmp(f->f->ends, "no") == 0;

    for (size_t i = 0; ok && i < n && i < COUNT(word); i++) {
        const char *clean;

        if (!text_clean(c->arena, word[i], strlen(word[i]), &clean) || !*clean)
            continue;
        ok = put_part(f, from.v[0].ref, clean) && ok;
        parts++;
    }
    if (!ok)
        return false;
    if (parts < (goes_on ? 1 : 2))
        return goes_on ? fail_field(c, "parts", "write where the part goes to")
                       : fail_field(c, "parts", "write at least two units that get a part");
    if (goes_on)
        put_change(f, "split", from.v[0].ref, from.v[0].ref, "part");
    else
        put(f, "close", from.v[0].ref, "");
    return true;
}

static bool rename_unit(struct form *f)
{
    places one = { 0 };
    bool ok = read_units(f, 1, 1, &one);

    if (!*f->f->name)
        ok = fail_field(f->c, "name", "write the new name in full, like Phường Tân Mai");
    if (!ok)
        return false;
    put_fact(f, one.v[0].ref);
    put_change(f, "renamed", one.v[0].ref, one.v[0].ref, "whole");
    return true;
}

/* "Xã Hòa Bình" as a ward: "Phường Hòa Bình". The list writes the type in front of the name. */
static const char *name_of_type(struct ctx *c, const struct unit *u, const char *type)
{
    size_t n = strlen(u->type);
    const char *had = text_fold(c->arena, u->type);
    const char *front = text_fold(c->arena, arena_strndup(c->arena, u->name, n));
    static const char *const capitals[][2] = { { "đ", "Đ" } };

    if (strlen(u->name) <= n || strcmp(had, front) != 0 || u->name[n] != ' ')
        return NULL;
    if (strncmp(type, capitals[0][0], strlen(capitals[0][0])) == 0)
        return arena_printf(c->arena, "%s%s%s", capitals[0][1], type + strlen(capitals[0][0]),
                            u->name + n);
    char first = type[0] >= 'a' && type[0] <= 'z' ? (char)(type[0] - 'a' + 'A') : type[0];
    return arena_printf(c->arena, "%c%s%s", first, type + 1, u->name + n);
}

static bool change_kind(struct form *f)
{
    places all = { 0 };
    bool ok = read_units(f, 1, MAX_UNITS, &all);

    if (!*f->f->type)
        ok = fail_field(f->c, "type", "write the new type: phường, xã, đặc khu, tỉnh, thành phố");
    for (size_t i = 0; ok && i < all.n; i++) {
        const char *name = name_of_type(f->c, all.v[i].u, f->f->type);

        if (strcmp(all.v[i].u->type, f->f->type) == 0)
            ok = fail_field(f->c, "units", "%s has this type already", all.v[i].name);
        struct unit_line *l = put(f, "fact", all.v[i].ref, "");
        l->type = f->f->type;
        l->name = name ? name : "";
        put_change(f, "kind_changed", all.v[i].ref, all.v[i].ref, "whole");
    }
    return ok;
}

static bool begin_unit(struct form *f)
{
    const char *ref;

    if (!put_new(f, NULL, &ref))
        return false;
    put_change(f, "created", "", ref, "whole");
    return true;
}

static bool dissolve(struct form *f)
{
    places all = { 0 };

    if (!read_units(f, 1, MAX_UNITS, &all))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        put(f, "close", all.v[i].ref, "");
        put_change(f, "dissolved", all.v[i].ref, "", "whole");
    }
    return true;
}

static bool further_code(struct form *f)
{
    places one = { 0 };
    bool ok = read_units(f, 1, 1, &one);

    if (!*f->f->code)
        ok = fail_field(f->c, "code", "write the further code");
    if (!ok)
        return false;
    put(f, "code", one.v[0].ref,
        arena_printf(f->c->arena, "%s:%s", *f->f->system ? f->f->system : "agency", f->f->code));
    return true;
}

bool unit_plan_form_lines(struct ctx *c, const struct unit_release *r,
                          const struct unit_plan_form *f, const unit_lines *had, unit_lines *ret)
{
    static const struct {
        const char *what;
        bool (*run)(struct form *f);
    } operations[] = {
        { "merge", merge },       { "split", split },    { "rename", rename_unit },
        { "kind", change_kind },  { "new", begin_unit }, { "dissolve", dissolve },
        { "code", further_code },
    };
    struct form form = { c, r, f, had, ret };

    for (size_t i = 0; i < COUNT(operations); i++)
        if (strcmp(operations[i].what, f->what) == 0)
            return operations[i].run(&form);
    return fail_field(c, "what", "choose what happens");
}
