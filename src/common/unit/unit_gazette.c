/* The gazette: every spelling of every unit's name, and what lies above it. */
#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_address.h"
#include "core/buf.h"

struct maker {
    struct arena *arena, *keep; /* while it is made; of the gazette */
    const struct gazette_draft *d;
    struct gazette *g;
    LIST(struct entry) entries;
    LIST(uint64_t) hashes; /* of entries */
    LIST(uint32_t) marks;
    struct buf text;
};

/* ---- spellings ---- */

/* One spelling: the words from `from` up to `to`. */
static void add_words(struct maker *m, uint32_t unit, const struct address_words *w, size_t from,
                      size_t to, enum spelling how)
{
    struct entry e = { .unit = unit,
                       .marks_at = (uint32_t)m->marks.n,
                       .text_at = (uint32_t)m->text.n,
                       .cuts = unit_address_cuts(w, from, to),
                       .words = (uint8_t)(to - from),
                       .spelling = (uint8_t)how };
    uint64_t h = ADDRESS_HASH;

    for (size_t i = from; i < to; i++) {
        h = unit_address_hash(h, &w->v[i]);
        *LIST_PUSH(m->arena, &m->marks) = w->v[i].marks;
        buf_put(&m->text, w->v[i].s, w->v[i].n);
    }
    e.letters = (uint8_t)(m->text.n - e.text_at);
    if (e.letters == 0)
        return;
    *LIST_PUSH(m->arena, &m->entries) = e;
    *LIST_PUSH(m->arena, &m->hashes) = h;
}

static void add_text(struct maker *m, uint32_t unit, const char *s, enum spelling how)
{
    struct address_words w;

    unit_address_split(s, &w);
    add_words(m, unit, &w, 0, w.n, how);
}

/* "HN", "QN", and "TPHN" for a city. */
static void add_initials(struct maker *m, uint32_t unit, const struct address_words *w, size_t from)
{
    struct buf b = { .arena = m->arena };

    if (w->n - from < 2)
        return;
    for (size_t i = from; i < w->n; i++)
        buf_put(&b, w->v[i].s, 1);
    add_text(m, unit, buf_str(&b), SPELT_INITIALS);
    if (m->d->units.v[unit].types & TYPE_CITY)
        add_text(m, unit, arena_printf(m->arena, "tp%s", buf_str(&b)), SPELT_INITIALS);
}

static bool is_letters(const struct address_word *w, const char *s)
{
    return strlen(s) == w->n && memcmp(w->s, s, w->n) == 0;
}

/* "N.T Phong Hải", "NT Liên Sơn", "Nông trường Việt Lâm": the state farm's short form and none. */
static void add_farm(struct maker *m, uint32_t unit, const struct address_words *w, size_t from)
{
    size_t rest = 0;

    if (w->n > from + 1 && is_letters(&w->v[from], "nt"))
        rest = from + 1;
    else if (w->n > from + 2 &&
             ((is_letters(&w->v[from], "n") && is_letters(&w->v[from + 1], "t")) ||
              (is_letters(&w->v[from], "nong") && is_letters(&w->v[from + 1], "truong"))))
        rest = from + 2;
    if (!rest)
        return;
    struct address_words longer = { .n = w->n - rest + 2 };
    unit_address_split("Nông trường", &longer);
    for (size_t i = rest; i < w->n; i++)
        longer.v[longer.n++] = w->v[i];
    add_words(m, unit, w, rest, w->n, SPELT_ALIAS);
    add_words(m, unit, &longer, 0, longer.n, SPELT_ALIAS);
    unit_address_split("NT", &longer);
    for (size_t i = rest; i < w->n; i++)
        longer.v[longer.n++] = w->v[i];
    add_words(m, unit, &longer, 0, longer.n, SPELT_ALIAS);
}

/* "Xuân Hương - Đà Lạt" is called by either half, "Móng Cái 2" without its number. */
static void add_parts(struct maker *m, uint32_t unit, const struct address_words *w, size_t from)
{
    size_t begin = from;

    for (size_t i = from + 1; i <= w->n; i++) {
        bool ends = i == w->n || (w->v[i].flags & WORD_DASH);

        if (ends && i - begin >= 2 && i - begin < w->n - from)
            add_words(m, unit, w, begin, i, SPELT_PART);
        begin = ends ? i : begin;
    }
    if (w->n - from >= 3 && (w->v[w->n - 1].flags & WORD_NUMBER))
        add_words(m, unit, w, from, w->n - 1, SPELT_PART);
}

static void add_name(struct maker *m, const struct gazette_name *n)
{
    struct address_words w;
    size_t from;

    unit_address_split(n->name, &w);
    if (w.n == 0 || w.n > 12)
        return;
    (void)unit_address_own_kind(&w, &from);
    add_words(m, n->unit, &w, from, w.n, n->alias ? SPELT_ALIAS : SPELT_FULL);
    add_farm(m, n->unit, &w, from);
    if (n->alias)
        return;
    add_parts(m, n->unit, &w, from);
    if (m->d->units.v[n->unit].level != LEVEL_COMMUNE)
        add_initials(m, n->unit, &w, from);
}

/* ---- the table ---- */

struct ordered {
    uint64_t hash;
    uint32_t entry, unit;
    uint8_t spelling;
};

static int compare_entries(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return x->spelling != y->spelling ? x->spelling - y->spelling
                                      : (x->entry > y->entry) - (x->entry < y->entry);
}

/* The same letters for the same unit, with the same marks, are one entry. */
static bool is_same(const struct maker *m, const struct ordered *x, const struct ordered *y)
{
    const struct entry *e = &m->entries.v[x->entry], *f = &m->entries.v[y->entry];

    return x->hash == y->hash && x->unit == y->unit && e->words == f->words &&
           memcmp(m->marks.v + e->marks_at, m->marks.v + f->marks_at,
                  e->words * sizeof *m->marks.v) == 0;
}

static void put_slot(struct gazette *g, uint64_t hash, uint32_t first)
{
    size_t h = (size_t)(hash ^ hash >> 29) & g->mask;

    while (g->slots[h].n)
        h = (h + 1) & g->mask;
    g->slots[h] = (struct slot){ hash, first, 1 };
}

static void fill_table(struct maker *m)
{
    struct gazette *g = m->g;
    size_t n = m->entries.n, size = 64;
    struct ordered *o = arena_alloc(m->arena, (n + 1) * sizeof *o);

    for (size_t i = 0; i < n; i++)
        o[i] = (struct ordered){ m->hashes.v[i], (uint32_t)i, m->entries.v[i].unit,
                                 m->entries.v[i].spelling };
    qsort(o, n, sizeof *o, compare_entries);
    while (size < n * 2)
        size *= 2;
    g->mask = size - 1;
    g->slots = arena_alloc(m->keep, size * sizeof *g->slots);
    g->entries = arena_alloc(m->keep, (n + 1) * sizeof *g->entries);
    struct slot *last = NULL;
    for (size_t i = 0; i < n; i++) {
        if (i && is_same(m, &o[i], &o[i - 1]))
            continue;
        g->entries[g->n_entries] = m->entries.v[o[i].entry];
        if (last && last->hash == o[i].hash) {
            last->n++;
        } else {
            put_slot(g, o[i].hash, (uint32_t)g->n_entries);
            size_t h = (size_t)(o[i].hash ^ o[i].hash >> 29) & g->mask;
            while (g->slots[h].hash != o[i].hash)
                h = (h + 1) & g->mask;
            last = &g->slots[h];
        }
        g->n_entries++;
    }
}

static void index_units(struct maker *m)
{
    struct gazette *g = m->g;
    uint32_t *at;

    g->names = arena_alloc(m->keep, (g->n_places + 2) * sizeof *g->names);
    g->by_unit = arena_alloc(m->keep, (g->n_entries + 1) * sizeof *g->by_unit);
    at = arena_alloc(m->arena, (g->n_places + 2) * sizeof *at);
    for (size_t i = 0; i < g->n_entries; i++)
        at[g->entries[i].unit + 1]++;
    for (size_t i = 1; i <= g->n_places; i++)
        at[i] += at[i - 1];
    memcpy(g->names, at, (g->n_places + 1) * sizeof *at);
    for (size_t i = 0; i < g->n_entries; i++)
        g->by_unit[at[g->entries[i].unit]++] = (uint32_t)i;
}

const struct slot *unit_gazette_find(const struct gazette *g, uint64_t hash)
{
    size_t h = (size_t)(hash ^ hash >> 29) & g->mask;

    for (; g->slots[h].n; h = (h + 1) & g->mask)
        if (g->slots[h].hash == hash)
            return &g->slots[h];
    return NULL;
}

/* ---- ties ---- */

static int compare_ties(const void *a, const void *b)
{
    const struct gazette_tie *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->above != y->above)
        return x->above < y->above ? -1 : 1;
    return (int)x->kin - (int)y->kin;
}

/* In the order of the units; what is above it itself before kin, each once. */
static void fill_ties(struct maker *m)
{
    struct gazette *g = m->g;
    size_t n = m->d->ties.n, kept = 0, at = 0;
    struct gazette_tie *t = arena_alloc(m->arena, (n + 1) * sizeof *t);
    uint32_t *count = arena_alloc(m->arena, (g->n_places + 2) * sizeof *count);

    if (n)
        memcpy(t, m->d->ties.v, n * sizeof *t);
    qsort(t, n, sizeof *t, compare_ties);
    for (size_t i = 0; i < n; i++)
        if (!kept || t[kept - 1].unit != t[i].unit || t[kept - 1].above != t[i].above)
            t[kept++] = t[i];
    g->ties = arena_alloc(m->keep, (kept + 1) * sizeof *g->ties);
    g->below = arena_alloc(m->keep, (kept + 1) * sizeof *g->below);
    for (size_t p = 0; p <= g->n_places; p++) {
        g->places[p].ties = (uint32_t)at;
        for (; at < kept && t[at].unit == p; at++) {
            g->ties[at] = (struct tie){ t[at].above, t[at].kin };
            count[t[at].above + 1]++;
        }
    }
    for (size_t p = 0; p <= g->n_places; p++) {
        count[p] += p ? count[p - 1] : 0;
        g->places[p].below = count[p];
    }
    for (size_t i = 0; i < kept; i++)
        g->below[count[t[i].above]++] = (struct tie){ t[i].unit, t[i].kin };
}

struct gazette *unit_gazette_make(struct arena *a, const struct gazette_draft *d)
{
    struct gazette *g = NEW(a, struct gazette);
    struct arena *work = arena_new((size_t)64 << 20);
    struct maker m = { .arena = work, .keep = a, .d = d, .g = g, .text.arena = work };

    g->n_places = d->units.n;
    g->places = arena_alloc(a, (d->units.n + 1) * sizeof *g->places);
    g->uppers = arena_alloc(a, (d->units.n + 1) * sizeof *g->uppers);
    for (size_t i = 0; i < d->units.n; i++) {
        g->places[i].u = d->units.v[i];
        if (d->units.v[i].level != LEVEL_COMMUNE)
            g->uppers[g->n_uppers++] = (uint32_t)i;
    }
    for (size_t i = 0; i < d->names.n; i++)
        add_name(&m, &d->names.v[i]);
    fill_table(&m);
    index_units(&m);
    fill_ties(&m);
    g->marks = arena_alloc(a, (m.marks.n + 1) * sizeof *g->marks);
    if (m.marks.n)
        memcpy(g->marks, m.marks.v, m.marks.n * sizeof *g->marks);
    g->text = arena_alloc(a, m.text.n + 1);
    if (m.text.n)
        memcpy(g->text, m.text.p, m.text.n);
    arena_free(&work);
    return g;
}
