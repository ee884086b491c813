#include "common/unit/unit_plan_words.h"

#include <string.h>

#include "common/unit/unit_dir.h"
#include "common/unit/unit_release_view.h"
#include "core/text.h"

struct words {
    struct ctx *c;
    int64_t day;
    const unit_lines *l;
    size_t n;
    bool *told;
};

/* ---- names ---- */

static const char *with_code(struct ctx *c, const char *name, const char *code)
{
    return *code ? arena_printf(c->arena, "%s (%s)", name, code) : name;
}

static const char *begun(struct ctx *c, const char *ref, const unit_lines *l)
{
    const char *colon = strchr(ref, ':');

    for (size_t i = 0; l && colon && i < l->n; i++)
        if (strcmp(l->v[i].op, "new") == 0 && strcmp(l->v[i].unit, ref) == 0 && *l->v[i].name)
            return with_code(c, l->v[i].name, colon + 1);
    return NULL;
}

const char *unit_ref_name(struct ctx *c, const char *ref, int64_t on, const unit_lines *l)
{
    const char *colon = strchr(ref, ':'), *new_one = begun(c, ref, l);
    const struct unit *u = NULL;
    int64_t id;

    if (new_one || !colon)
        return new_one ? new_one : ref;
    const char *system = arena_strndup(c->arena, ref, (size_t)(colon - ref));
    if (strcmp(system, "id") == 0 && id_parse(colon + 1, &id))
        u = unit_dir_on(unit_dir(c), id, on);
    if (!u)
        u = unit_by_system(c, system, colon + 1, on);
    if (!u)
        return ref;
    return with_code(c, u->name, strcmp(system, "id") == 0 ? "" : colon + 1);
}

static const char *before(struct words *w, const char *ref)
{
    return unit_ref_name(w->c, ref, w->day - 1, NULL);
}

/* One that goes on has its former name, as the list of the day is not there yet. */
static const char *after(struct words *w, const char *ref)
{
    const char *name = unit_ref_name(w->c, ref, w->day, w->l);

    return name == ref ? before(w, ref) : name;
}

static const char *join(struct ctx *c, const char *const *v, size_t n)
{
    struct buf b = { .arena = c->arena };

    if (n == 0)
        return "";
    if (n == 1)
        return v[0];
    for (size_t i = 0; i + 1 < n; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", v[i]);
    return TF("%s and %s", buf_str(&b), v[n - 1]);
}

/* ---- which lines belong together ---- */

static bool is(const struct unit_line *l, const char *op, const char *kind)
{
    return strcmp(l->op, op) == 0 && (!kind || strcmp(l->kind, kind) == 0);
}

static void claim(struct words *w, size_t i, struct unit_operation *o)
{
    if (w->told[i])
        return;
    w->told[i] = true;
    *LIST_PUSH(w->c->arena, &o->lines) = w->l->v[i].line;
}

/* The line with this op and kind that has the unit on one of its sides; n: there is none. */
static size_t find(struct words *w, const char *op, const char *kind, const char *unit,
                   const char *other)
{
    for (size_t i = 0; i < w->n; i++)
        if (!w->told[i] && is(&w->l->v[i], op, kind) &&
            (!unit || strcmp(w->l->v[i].unit, unit) == 0) &&
            (!other || strcmp(w->l->v[i].other, other) == 0))
            return i;
    return w->n;
}

static void claim_found(struct words *w, const char *op, const char *unit, struct unit_operation *o)
{
    size_t i = find(w, op, NULL, unit, NULL);

    if (i < w->n)
        claim(w, i, o);
}

/* ---- sentences ---- */

static const char *share(struct ctx *c, const struct unit_line *l)
{
    if (*l->share_population)
        return TF("%s %% of the population", l->share_population);
    if (*l->share_area)
        return TF("%s %% of the area", l->share_area);
    return T("a part");
}

static const char *also_called(struct words *w, const char *ref, const char *text,
                               struct unit_operation *o)
{
    struct ctx *c = w->c;
    size_t i = find(w, "fact", NULL, ref, NULL);

    if (i == w->n)
        return text;
    claim(w, i, o);
    return *w->l->v[i].name ? TF("%s, which is called %s from then on", text, w->l->v[i].name)
                            : text;
}

static void tell_merged(struct words *w, const char *into, struct unit_operation *o)
{
    struct ctx *c = w->c;
    LIST(const char *) names = { 0 };
    bool whole = true;
    size_t i;

    while ((i = find(w, "change", "merged", NULL, into)) < w->n) {
        claim(w, i, o);
        claim_found(w, "close", w->l->v[i].unit, o);
        whole = whole && strcmp(w->l->v[i].extent, "whole") == 0;
        *LIST_PUSH(c->arena, &names) = before(w, w->l->v[i].unit);
    }
    claim_found(w, "new", into, o);
    const char *all = join(c, names.v, names.n), *to = after(w, into);
    if (!whole)
        o->text = TF("%s merge into %s; nobody says whether whole", all, to);
    else
        o->text = names.n == 1 ? TF("%s goes whole into %s", all, to)
                               : TF("%s merge whole into %s", all, to);
    o->text = also_called(w, into, o->text, o);
}

static void tell_split(struct words *w, const char *from, struct unit_operation *o)
{
    struct ctx *c = w->c;
    LIST(const char *) parts = { 0 };
    size_t i;

    while ((i = find(w, "change", "split", from, NULL)) < w->n) {
        const struct unit_line *l = &w->l->v[i];

        claim(w, i, o);
        claim_found(w, "new", l->other, o);
        *LIST_PUSH(c->arena, &parts) = strcmp(l->other, from) == 0
                                           ? TF("%s stays", share(c, l))
                                           : TF("%s goes to %s", share(c, l), after(w, l->other));
    }
    claim_found(w, "close", from, o);
    o->text = TF("%s is split: %s", before(w, from), join(c, parts.v, parts.n));
}

static void tell_fact(struct words *w, size_t at, struct unit_operation *o)
{
    struct ctx *c = w->c;
    const struct unit_line *l = &w->l->v[at];
    const char *name = before(w, l->unit);

    claim(w, at, o);
    if (*l->type && *l->name)
        name = TF("%s becomes %s (%s)", name, l->name, l->type);
    else if (*l->name)
        name = TF("%s is called %s from then on", name, l->name);
    else if (*l->type)
        name = TF("%s becomes a %s", name, l->type);
    else if (!*l->other)
        name = TF("%s gets other facts", name);
    if (*l->other)
        name = TF("%s and lies below %s from then on", name, after(w, l->other));
    for (size_t i; (i = find(w, "change", NULL, l->unit, l->unit)) < w->n;)
        claim(w, i, o);
    o->text = name;
}

static void tell_new(struct words *w, size_t at, struct unit_operation *o)
{
    struct ctx *c = w->c;
    const struct unit_line *l = &w->l->v[at];
    size_t made = find(w, "change", "created", NULL, l->unit);

    claim(w, at, o);
    if (made < w->n)
        claim(w, made, o);
    o->text = TF("%s begins below %s", after(w, l->unit), after(w, l->other));
}

static void tell_close(struct words *w, size_t at, struct unit_operation *o)
{
    struct ctx *c = w->c;
    const struct unit_line *l = &w->l->v[at];
    size_t gone = find(w, "change", "dissolved", l->unit, NULL);

    claim(w, at, o);
    if (gone < w->n)
        claim(w, gone, o);
    o->text = *l->other ? TF("%s ends; its successor is %s", before(w, l->unit), after(w, l->other))
                        : TF("%s ends without a successor", before(w, l->unit));
}

static void tell_alone(struct words *w, size_t at, struct unit_operation *o)
{
    struct ctx *c = w->c;
    const struct unit_line *l = &w->l->v[at];

    claim(w, at, o);
    if (is(l, "code", NULL))
        o->text = TF("%s has the further code %s", after(w, l->unit), l->other);
    else
        o->text = TF("%s: from %s to %s", T(unit_change_name(l->kind)),
                     *l->unit ? before(w, l->unit) : "–", *l->other ? after(w, l->other) : "–");
}

/* ---- all ---- */

static bool tell_parts(struct words *w, const struct unit_line *l, struct unit_operation *o)
{
    bool begins = is(l, "new", NULL) || is(l, "fact", NULL), ends = is(l, "close", NULL);
    size_t merged = begins ? find(w, "change", "merged", NULL, l->unit)
                    : ends ? find(w, "change", "merged", l->unit, NULL)
                           : w->n;
    size_t split = begins ? find(w, "change", "split", NULL, l->unit)
                   : ends ? find(w, "change", "split", l->unit, NULL)
                          : w->n;

    if (is(l, "change", "merged") || merged < w->n)
        tell_merged(w, merged < w->n ? w->l->v[merged].other : l->other, o);
    else if (is(l, "change", "split") || split < w->n)
        tell_split(w, split < w->n ? w->l->v[split].unit : l->unit, o);
    else
        return false;
    return true;
}

static void tell(struct words *w, size_t at, struct unit_operation *o)
{
    const struct unit_line *l = &w->l->v[at];
    size_t lead = at; /* the line that the sentence is about */

    if (tell_parts(w, l, o))
        return;
    if (is(l, "change", "created"))
        lead = find(w, "new", NULL, l->other, NULL);
    else if (is(l, "change", "dissolved"))
        lead = find(w, "close", NULL, l->unit, NULL);
    else if (is(l, "change", NULL) && strcmp(l->unit, l->other) == 0)
        lead = find(w, "fact", NULL, l->unit, NULL);
    if (lead == w->n)
        lead = at;
    if (is(&w->l->v[lead], "fact", NULL))
        tell_fact(w, lead, o);
    else if (is(&w->l->v[lead], "new", NULL))
        tell_new(w, lead, o);
    else if (is(&w->l->v[lead], "close", NULL))
        tell_close(w, lead, o);
    else
        tell_alone(w, lead, o);
}

void unit_plan_words(struct ctx *c, int64_t day, const unit_lines *l, unit_operations *ret)
{
    size_t n = l->n < UNIT_WORDS_LINES ? l->n : UNIT_WORDS_LINES;
    struct words w = { c, day, l, n, arena_alloc(c->arena, n + 1) };

    for (size_t i = 0; i < n; i++) {
        if (w.told[i])
            continue;
        struct unit_operation o = { 0 };

        tell(&w, i, &o);
        if (!w.told[i]) /* it said the same as others; never silently left out */
            tell_alone(&w, i, &o);
        *LIST_PUSH(c->arena, ret) = o;
    }
}
