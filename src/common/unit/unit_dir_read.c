/* The directory is made from the tables: units, codes, changes, names. It stays for as long as
 * the process, so it is packed: rows are read page by page into an arena that is used again,
 * and equal texts are kept once. */
#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_dir.h"
#include "core/db.h"
#include "core/text.h"
#include "unit_dir_read_sql.h"

enum { PAGE_LIMIT = 16 << 20, TEXTS_LIMIT = 64 << 20, TEXT_BLOCK = 16000, NAMES_PAGE = 256 };

struct making {
    struct ctx in; /* its arena: one page of rows */
    struct unit_dir *d;
    struct arena *once; /* the table of texts, while the directory is made */
    const char **texts; /* open addressing */
    size_t n_texts, mask;
    char *room; /* where the next text goes */
    size_t left;
};

/* ---- texts ---- */

static const char *copy(struct making *m, const char *s)
{
    size_t n = strlen(s) + 1;

    if (n > m->left) {
        m->left = n > TEXT_BLOCK ? n : TEXT_BLOCK;
        m->room = arena_alloc(m->d->arena, m->left);
    }
    char *to = memcpy(m->room, s, n);
    m->room += n;
    m->left -= n;
    return to;
}

static const char **text_place(const struct making *m, const char *s)
{
    size_t h = unit_dir_hash(s) & m->mask;

    while (m->texts[h] && strcmp(m->texts[h], s) != 0)
        h = (h + 1) & m->mask;
    return &m->texts[h];
}

static void more_texts(struct making *m)
{
    const char **old = m->texts;
    size_t n = old ? m->mask + 1 : 0;

    m->mask = n ? 2 * n - 1 : 8191;
    m->texts = arena_alloc(m->once, (m->mask + 1) * sizeof *m->texts);
    for (size_t i = 0; i < n; i++)
        if (old[i])
            *text_place(m, old[i]) = old[i];
}

/* The same text as s, kept once. */
static const char *keep(struct making *m, const char *s)
{
    if (!*s)
        return "";
    if (2 * m->n_texts >= m->mask)
        more_texts(m);
    const char **p = text_place(m, s);
    if (!*p) {
        *p = copy(m, s);
        m->n_texts++;
    }
    return *p;
}

/* ---- units ---- */

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

static uint32_t *child_at(const struct unit_dir *d, int64_t parent)
{
    const struct unit_as *a = unit_dir_newest(d, parent);

    return &d->child_at[a ? (size_t)(a - d->v) : d->n];
}

/* From the end, so that each chain has the order of v. */
static void index_children(struct unit_dir *d)
{
    d->child_at = arena_alloc(d->arena, (d->n + 1) * sizeof *d->child_at);
    d->sibling = arena_alloc(d->arena, (d->n + 1) * sizeof *d->sibling);
    for (size_t i = d->n; i-- > 0;) {
        uint32_t *at = child_at(d, d->v[i].u.parent);

        d->sibling[i] = *at;
        *at = (uint32_t)i + 1;
    }
}

uint32_t unit_dir_first_child(const struct unit_dir *d, int64_t parent)
{
    return *child_at(d, parent);
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

static struct unit_as version_of(struct making *m, const struct unit_dir_facts_row *r)
{
    return (struct unit_as){ .u = { .id = r->id,
                                    .parent = r->parent,
                                    .tenant = r->tenant,
                                    .system = "",
                                    .code = "",
                                    .short_code = keep(m, r->short_code),
                                    .kind = keep(m, r->kind),
                                    .type = keep(m, r->type),
                                    .name = keep(m, r->name),
                                    .name_en = keep(m, r->name_en),
                                    .name_de = keep(m, r->name_de),
                                    .from = r->since,
                                    .until = r->until,
                                    .successor = r->successor },
                             .fact_from = r->fact_since };
}

static void take_facts(struct making *m, const unit_dir_facts_rows *r, size_t room)
{
    struct unit_dir *d = m->d;

    for (size_t i = 0; i < r->n && d->n < room; i++) {
        struct unit_as *a = &d->v[d->n++];

        *a = version_of(m, &r->v[i]);
        a->newest = i == 0 || r->v[i - 1].id != r->v[i].id;
        a->fact_until = a->newest ? 0 : a[-1].fact_from;
        if (strcmp(a->u.kind, "state") == 0)
            d->state = a->u.id;
    }
}

static bool read_facts(struct making *m, size_t room)
{
    unit_dir_facts_rows r;
    int64_t after = 0;

    m->d->v = arena_alloc(m->d->arena, (room + 1) * sizeof *m->d->v);
    do {
        arena_reset(m->in.arena);
        r = (unit_dir_facts_rows){ 0 };
        if (!unit_dir_facts(&m->in, after, &r))
            return false;
        take_facts(m, &r, room);
        after = r.n ? r.v[r.n - 1].id : 0;
    } while (r.n);
    return true;
}

/* ---- codes ---- */

/* How well a code names this version of its unit: 2 its own kind's list (province, commune),
 * 1 another one, 0 it was not valid then. */
static int fitness(const struct unit_as *a, const struct unit_code_entry *r)
{
    int64_t until = a->fact_until ? a->fact_until : a->u.until;

    if ((until && r->since >= until) || (r->until && r->until <= a->fact_from))
        return 0;
    return strcmp(r->system, a->u.kind) == 0 ? 2 : 1;
}

/* The best; of equals the first, but the latest of its own kind's list. */
static void name_versions(struct unit_dir *d, const struct unit_code_entry *e, char *fit)
{
    const struct unit_as *a = unit_dir_newest(d, e->unit);

    for (size_t k = a ? (size_t)(a - d->v) : d->n; k < d->n && d->v[k].u.id == e->unit; k++) {
        int f = fitness(&d->v[k], e);

        if (*d->v[k].u.code && f < 2 && f <= fit[k])
            continue;
        d->v[k].u.system = e->system;
        d->v[k].u.code = e->code;
        fit[k] = (char)f;
    }
}

static bool is_alias(const struct unit_code_entry *e)
{
    return strcmp(e->system, "alias") == 0;
}

static bool read_codes(struct making *m, size_t room)
{
    struct unit_dir *d = m->d;
    char *fit = arena_alloc(m->once, d->n + 1);
    unit_dir_codes_rows r;
    int64_t after = 0;

    d->codes = arena_alloc(d->arena, (room + d->n + 1) * sizeof *d->codes);
    do {
        arena_reset(m->in.arena);
        r = (unit_dir_codes_rows){ 0 };
        if (!unit_dir_codes(&m->in, after, &r))
            return false;
        for (size_t i = 0; i < r.n && d->n_codes < room; i++) {
            struct unit_code_entry *e = &d->codes[d->n_codes++];

            *e = (struct unit_code_entry){ keep(m, r.v[i].system), keep(m, r.v[i].code),
                                           r.v[i].unit, r.v[i].since, r.v[i].until };
            if (!is_alias(e))
                name_versions(d, e, fit);
        }
        after = r.n ? r.v[r.n - 1].id : 0;
    } while (r.n);
    return true;
}

/* Short codes are found like codes. */
static void add_short_codes(struct unit_dir *d)
{
    for (size_t i = 0; i < d->n; i++) {
        const struct unit_as *a = &d->v[i];

        if (*a->u.short_code && strcmp(a->u.short_code, a->u.code) != 0)
            d->codes[d->n_codes++] =
                (struct unit_code_entry){ "", a->u.short_code, a->u.id, a->fact_from,
                                          a->fact_until ? a->fact_until : a->u.until };
    }
}

/* ---- names as keys ---- */

static void add_key(struct making *m, struct unit_key *keys, const char *name, size_t as)
{
    static const char *const place[] = { "tinh ", "thanh pho " };
    struct unit_dir *d = m->d;
    bool province = strcmp(d->v[as].u.kind, "province") == 0;
    const char *key = *name ? keep(m, unit_key_of(m->in.arena, name)) : "";

    if (!*key)
        return;
    keys[d->n_keys++] = (struct unit_key){ key, (uint32_t)as };
    for (size_t i = 0; province && i < COUNT(place); i++)
        if (strncmp(key, place[i], strlen(place[i])) == 0)
            keys[d->n_keys++] = (struct unit_key){ key + strlen(place[i]), (uint32_t)as };
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(((const struct unit_key *)a)->key, ((const struct unit_key *)b)->key);
}

/* Names and codes, each word with a blank before it. */
static const char *words_of(struct arena *page, const struct unit *u)
{
    const char *const texts[] = { u->name, u->name_en, u->name_de, u->short_code, u->code };
    struct buf b = { .arena = page };

    for (size_t i = 0; i < COUNT(texts); i++)
        if (*texts[i]) {
            buf_text(&b, " ");
            buf_text(&b, text_fold(page, texts[i]));
        }
    return buf_str(&b);
}

static void index_names(struct making *m)
{
    struct unit_dir *d = m->d;
    struct unit_key *keys = arena_alloc(m->once, (d->n * 4 + d->n_codes * 2 + 1) * sizeof *d->keys);

    for (size_t i = 0; i < d->n; i++) {
        const struct unit *u = &d->v[i].u;
        struct arena *page = m->in.arena;

        if (i % NAMES_PAGE == 0)
            arena_reset(page);
        add_key(m, keys, u->name, i);
        add_key(m, keys, u->name_en, i);
        add_key(m, keys, u->name_de, i);
        d->v[i].words = copy(m, words_of(page, u));
    }
    for (size_t i = 0; i < d->n_codes; i++) { /* other spellings are kept as codes */
        const struct unit_as *a = unit_dir_newest(d, d->codes[i].unit);

        if (is_alias(&d->codes[i]) && a)
            add_key(m, keys, d->codes[i].code, (size_t)(a - d->v));
    }
    qsort(keys, d->n_keys, sizeof *keys, compare_keys);
    d->keys = arena_alloc(d->arena, (d->n_keys + 1) * sizeof *keys);
    memcpy(d->keys, keys, d->n_keys * sizeof *keys);
}

/* ---- changes ---- */

static struct unit_change change_of(struct making *m, const struct unit_dir_changes_row *r)
{
    return (struct unit_change){ .id = r->id,
                                 .release = r->release,
                                 .day = r->day,
                                 .kind = keep(m, r->kind),
                                 .from = r->unit_from,
                                 .to = r->unit_to,
                                 .whole = r->whole,
                                 .area = r->share_area,
                                 .population = r->share_population,
                                 .detail = keep(m, r->detail),
                                 .act = keep(m, r->act),
                                 .clause = keep(m, r->clause),
                                 .note = keep(m, r->note) };
}

static int by_day(const struct unit_change *x, const struct unit_change *y)
{
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static int compare_from(const void *a, const void *b)
{
    const struct unit_change *x = a, *y = b;

    return x->from != y->from ? (x->from < y->from ? -1 : 1) : by_day(x, y);
}

static int compare_into(const void *a, const void *b)
{
    const struct unit_change *x = *(const struct unit_change *const *)a;
    const struct unit_change *y = *(const struct unit_change *const *)b;

    return x->to != y->to ? (x->to < y->to ? -1 : 1) : by_day(x, y);
}

static void note_first(const struct unit_dir *d, uint32_t *at, int64_t id, size_t i)
{
    const struct unit_as *a = id ? unit_dir_newest(d, id) : NULL;

    if (a && !at[a - d->v])
        at[a - d->v] = (uint32_t)i + 1;
}

static void index_changes(struct unit_dir *d)
{
    d->into = arena_alloc(d->arena, (d->n_history + 1) * sizeof *d->into);
    qsort(d->history, d->n_history, sizeof *d->history, compare_from);
    for (size_t i = 0; i < d->n_history; i++)
        d->into[i] = &d->history[i];
    qsort(d->into, d->n_history, sizeof *d->into, compare_into);
    d->from_at = arena_alloc(d->arena, (d->n + 1) * sizeof *d->from_at);
    d->into_at = arena_alloc(d->arena, (d->n + 1) * sizeof *d->into_at);
    for (size_t i = 0; i < d->n_history; i++) {
        note_first(d, d->from_at, d->history[i].from, i);
        note_first(d, d->into_at, d->into[i]->to, i);
    }
}

static bool read_changes(struct making *m, size_t room)
{
    struct unit_dir *d = m->d;
    unit_dir_changes_rows r;
    int64_t after = 0;

    d->history = arena_alloc(d->arena, (room + 1) * sizeof *d->history);
    do {
        arena_reset(m->in.arena);
        r = (unit_dir_changes_rows){ 0 };
        if (!unit_dir_changes(&m->in, after, &r))
            return false;
        for (size_t i = 0; i < r.n && d->n_history < room; i++)
            d->history[d->n_history++] = change_of(m, &r.v[i]);
        after = r.n ? r.v[r.n - 1].id : 0;
    } while (r.n);
    index_changes(d);
    unit_dir_find_cuts(d);
    return true;
}

/* ---- all ---- */

static bool make(struct making *m)
{
    struct unit_dir_sizes_row n;

    if (!unit_dir_sizes(&m->in, &n) || !read_facts(m, (size_t)n.facts))
        return false;
    m->d->revision = n.revision;
    index_ids(m->d);
    index_children(m->d);
    if (!read_codes(m, (size_t)n.codes))
        return false;
    add_short_codes(m->d);
    index_codes(m->d);
    if (!read_changes(m, (size_t)n.changes))
        return false;
    index_names(m);
    return true;
}

bool unit_dir_read(struct ctx *c, struct unit_dir *d)
{
    struct making m = { .in = *c, .d = d, .once = arena_new(TEXTS_LIMIT) };

    m.in.arena = arena_new(PAGE_LIMIT);
    m.in.err = (struct err){ 0 };
    bool ok = make(&m);
    if (!ok)
        fail_system(c, m.in.err.detail ? arena_strdup(c->arena, m.in.err.detail) : "unit",
                    "the directory of units cannot be read");
    arena_free(&m.in.arena);
    arena_free(&m.once);
    return ok;
}
