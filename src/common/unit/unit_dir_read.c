/* The directory is made from the tables: units, codes, names, changes. */
#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_dir.h"
#include "core/db.h"
#include "core/text.h"
#include "unit_dir_read_sql.h"

/* ---- reading ---- */

static size_t mask_for(size_t n)
{
    size_t size = 16;

    while (size < n * 2)
        size *= 2;
    return size - 1;
}

static size_t hash_id(int64_t id)
{
    uint64_t x = (uint64_t)id * 0x9e3779b97f4a7c15u;

    return (size_t)(x >> 20);
}

size_t unit_dir_hash(const char *s)
{
    uint64_t x = 0xcbf29ce484222325u; /* FNV-1a */

    for (; *s; s++)
        x = (x ^ (unsigned char)*s) * 0x100000001b3u;
    return (size_t)(x ^ (x >> 29));
}

static void index_ids(struct unit_dir *d)
{
    d->mask_id = mask_for(d->n);
    d->by_id = arena_alloc(d->arena, (d->mask_id + 1) * sizeof *d->by_id);
    for (size_t i = 0; i < d->n; i++) {
        size_t h = hash_id(d->v[i].u.id) & d->mask_id;

        if (!d->v[i].newest)
            continue;
        while (d->by_id[h])
            h = (h + 1) & d->mask_id;
        d->by_id[h] = (uint32_t)i + 1;
    }
}

const struct unit_as *unit_dir_newest(const struct unit_dir *d, int64_t id)
{
    for (size_t h = hash_id(id) & d->mask_id; d->by_id[h]; h = (h + 1) & d->mask_id)
        if (d->v[d->by_id[h] - 1].u.id == id)
            return &d->v[d->by_id[h] - 1];
    return NULL;
}

static void index_codes(struct unit_dir *d)
{
    d->mask_code = mask_for(d->n_codes);
    d->by_code = arena_alloc(d->arena, (d->mask_code + 1) * sizeof *d->by_code);
    for (size_t i = 0; i < d->n_codes; i++) {
        size_t h = unit_dir_hash(d->codes[i].code) & d->mask_code;

        while (d->by_code[h])
            h = (h + 1) & d->mask_code;
        d->by_code[h] = (uint32_t)i + 1;
    }
}

static void take_facts(struct unit_dir *d, const struct unit_dir_facts_row *r, size_t n)
{
    d->v = arena_alloc(d->arena, (n + 1) * sizeof *d->v);
    d->n = n;
    for (size_t i = 0; i < n; i++) {
        bool first = i == 0 || r[i - 1].id != r[i].id;

        d->v[i] = (struct unit_as){
            .u = { .id = r[i].id,
                   .parent = r[i].parent,
                   .tenant = r[i].tenant,
                   .system = "",
                   .code = "",
                   .short_code = r[i].short_code,
                   .kind = r[i].kind,
                   .type = r[i].type,
                   .name = r[i].name,
                   .name_en = r[i].name_en,
                   .name_de = r[i].name_de,
                   .from = r[i].since,
                   .until = r[i].until,
                   .successor = r[i].successor },
            .fact_from = r[i].fact_since,
            .fact_until = first ? 0 : r[i - 1].fact_since,
            .newest = first,
        };
        if (strcmp(r[i].kind, "state") == 0)
            d->state = r[i].id;
    }
}

/* How well a code names this version of its unit: 2 its own kind's list (province, commune),
 * 1 another one, 0 it was not valid then. */
static int fitness(const struct unit_as *a, const struct unit_dir_codes_row *r)
{
    int64_t until = a->fact_until ? a->fact_until : a->u.until;

    if ((until && r->since >= until) || (r->until && r->until <= a->fact_from))
        return 0;
    return strcmp(r->system, a->u.kind) == 0 ? 2 : 1;
}

/* The best; of equals the first, but the latest of its own kind's list. */
static void name_versions(struct unit_dir *d, const struct unit_dir_codes_row *r, char *fit)
{
    const struct unit_as *a = unit_dir_newest(d, r->unit);

    for (size_t k = a ? (size_t)(a - d->v) : d->n; k < d->n && d->v[k].u.id == r->unit; k++) {
        int f = fitness(&d->v[k], r);

        if (*d->v[k].u.code && f < 2 && f <= fit[k])
            continue;
        d->v[k].u.system = r->system;
        d->v[k].u.code = r->code;
        fit[k] = (char)f;
    }
}

static void take_codes(struct unit_dir *d, const struct unit_dir_codes_row *r, size_t n)
{
    char *fit = arena_alloc(d->arena, d->n + 1);

    d->codes = arena_alloc(d->arena, (n + d->n + 1) * sizeof *d->codes);
    for (size_t i = 0; i < n; i++) {
        d->codes[d->n_codes++] =
            (struct unit_code_entry){ r[i].system, r[i].code, r[i].unit, r[i].since, r[i].until };
        if (strcmp(r[i].system, "alias") != 0)
            name_versions(d, &r[i], fit);
    }
    for (size_t i = 0; i < d->n; i++)
        if (*d->v[i].u.short_code && strcmp(d->v[i].u.short_code, d->v[i].u.code) != 0)
            d->codes[d->n_codes++] =
                (struct unit_code_entry){ "", d->v[i].u.short_code, d->v[i].u.id, d->v[i].fact_from,
                                          d->v[i].fact_until ? d->v[i].fact_until
                                                             : d->v[i].u.until };
}

/* ---- names as keys ---- */

static void add_key(struct unit_dir *d, const char *name, size_t as)
{
    static const char *const place[] = { "tinh ", "thanh pho " };
    bool province = strcmp(d->v[as].u.kind, "province") == 0;
    const char *key = *name ? unit_key_of(d->arena, name) : "";

    if (!*key)
        return;
    d->keys[d->n_keys++] = (struct unit_key){ key, (uint32_t)as };
    for (size_t i = 0; province && i < COUNT(place); i++)
        if (strncmp(key, place[i], strlen(place[i])) == 0)
            d->keys[d->n_keys++] = (struct unit_key){ key + strlen(place[i]), (uint32_t)as };
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(((const struct unit_key *)a)->key, ((const struct unit_key *)b)->key);
}

static void index_names(struct unit_dir *d, const struct unit_dir_codes_row *r, size_t n)
{
    d->keys = arena_alloc(d->arena, (d->n * 4 + n * 2 + 1) * sizeof *d->keys);
    for (size_t i = 0; i < d->n; i++) {
        const struct unit *u = &d->v[i].u;

        add_key(d, u->name, i);
        add_key(d, u->name_en, i);
        add_key(d, u->name_de, i);
        d->v[i].words = arena_printf(
            d->arena, " %s",
            text_fold(d->arena, arena_printf(d->arena, "%s %s %s %s %s", u->name, u->name_en,
                                             u->name_de, u->short_code, u->code)));
    }
    for (size_t i = 0; i < n; i++) /* other spellings are kept as codes of the system "alias" */
        if (strcmp(r[i].system, "alias") == 0 && unit_dir_newest(d, r[i].unit))
            add_key(d, r[i].code, (size_t)(unit_dir_newest(d, r[i].unit) - d->v));
    qsort(d->keys, d->n_keys, sizeof *d->keys, compare_keys);
}

/* ---- changes ---- */

static struct unit_change change_of(const struct unit_dir_changes_row *r)
{
    return (struct unit_change){ .id = r->id,
                                 .release = r->release,
                                 .day = r->day,
                                 .kind = r->kind,
                                 .from = r->unit_from,
                                 .to = r->unit_to,
                                 .whole = r->whole,
                                 .area = r->share_area,
                                 .population = r->share_population,
                                 .detail = r->detail,
                                 .act = r->act,
                                 .clause = r->clause,
                                 .note = r->note };
}

static int compare_into(const void *a, const void *b)
{
    const struct unit_change *x = *(const struct unit_change *const *)a;
    const struct unit_change *y = *(const struct unit_change *const *)b;

    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static void take_changes(struct unit_dir *d, const struct unit_dir_changes_row *r, size_t n)
{
    d->history = arena_alloc(d->arena, (n + 1) * sizeof *d->history);
    d->into = arena_alloc(d->arena, (n + 1) * sizeof *d->into);
    d->n_history = n;
    for (size_t i = 0; i < n; i++) {
        d->history[i] = change_of(&r[i]);
        d->into[i] = &d->history[i];
    }
    qsort(d->into, n, sizeof *d->into, compare_into);
}

bool unit_dir_read(struct ctx *c, struct unit_dir *d)
{
    unit_dir_facts_rows facts = { 0 };
    unit_dir_codes_rows codes = { 0 };
    unit_dir_changes_rows changes = { 0 };
    struct unit_dir_revision_row revision;

    if (!unit_dir_facts(c, &facts) || !unit_dir_codes(c, &codes) ||
        !unit_dir_changes(c, &changes) || !unit_dir_revision(c, &revision))
        return false;
    d->revision = revision.n;
    take_facts(d, facts.v, facts.n);
    index_ids(d);
    take_codes(d, codes.v, codes.n);
    index_codes(d);
    index_names(d, codes.v, codes.n);
    take_changes(d, changes.v, changes.n);
    return true;
}
