/* verify: ledger_row and the sealed tables, side by side in the order of keys. */
#include <string.h>

#include "common/ledger/ledger_verify.h"

#include "ledger_verify_rows_sql.h"

/* ---- two streams ---- */

static bool kept_page(struct ledger_kept_stream *s)
{
    ledger_rows_versions_rows rows = { 0 };
    int64_t *k = s->last.key;

    if (!s->begun)
        k[0] = k[1] = k[2] = k[3] = s->last.v = INT64_MIN;
    s->begun = true;
    arena_reset(s->c.arena);
    s->page.v = NULL;
    s->page.n = s->page.cap = s->at = 0;
    if (!ledger_rows_versions(&s->c, s->table, k[0], k[1], k[2], k[3], s->last.v, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct ledger_rows_versions_row *row = &rows.v[i];
        struct ledger_kept *kept = LIST_PUSH(s->c.arena, &s->page);

        kept->x = (struct ledger_version){ .table = s->table,
                                           .key = { row->k1, row->k2, row->k3, row->k4 },
                                           .v = row->v,
                                           .n = row->n,
                                           .entry = row->entry,
                                           .gone = !row->commitment.p,
                                           .erased = row->erased != 0 };
        if (row->commitment.n == sizeof kept->x.c)
            memcpy(kept->x.c, row->commitment.p, sizeof kept->x.c);
        kept->salted = row->salt.n == sizeof kept->salt;
        if (kept->salted)
            memcpy(kept->salt, row->salt.p, sizeof kept->salt);
        s->last = kept->x;
    }
    s->end = rows.n == 0;
    return true;
}

bool ledger_kept_next(struct ledger_kept_stream *s, struct ledger_kept *ret, bool *ret_found)
{
    if (s->at == s->page.n && !s->end && !kept_page(s))
        return false;
    *ret_found = !s->end;
    if (!s->end)
        *ret = s->page.v[s->at++];
    return true;
}

bool ledger_kept_tables(struct ledger_run *r, bool (*fn)(struct ledger_run *r, const char *table))
{
    struct ledger_rows_table_row row = { .tbl = "" };
    bool found = true;

    while (true) {
        if (!ledger_rows_table(r->c, row.tbl, &row, &found))
            return false;
        if (!found)
            return true;
        if (!fn(r, row.tbl))
            return false;
    }
}

struct row {
    int64_t key[LEDGER_KEYS];
    const char *text; /* canonical */
};
struct rows { /* of the table itself */
    const struct sealed *t;
    struct ctx c;
    LIST(struct row) page;
    size_t at;
    int64_t last[LEDGER_KEYS];
    bool begun, end;
};

static bool rows_page(struct rows *s)
{
    int64_t changed;

    for (size_t i = 0; i < LEDGER_KEYS && !s->begun; i++)
        s->last[i] = INT64_MIN;
    s->begun = true;
    arena_reset(s->c.arena);
    s->page.v = NULL;
    s->page.n = s->page.cap = s->at = 0;
    struct stmt *st = db_stmt(&s->c, s->t->page);
    if (!st)
        return false;
    for (size_t i = 0; i < s->t->n_keys; i++)
        db_bind_int(st, (int)i + 1, s->last[i]);
    while (db_row(st)) {
        struct row *row = LIST_PUSH(s->c.arena, &s->page);
        struct buf b = { .arena = s->c.arena };

        for (size_t i = 0; i < s->t->n_keys; i++)
            s->last[i] = row->key[i] = db_int(st, (int)i);
        db_row_canonical(st, (int)s->t->n_cols, &b);
        row->text = b.p;
    }
    s->end = s->page.n == 0;
    return db_done(st, &changed);
}

static bool rows_next(struct rows *s, struct row *ret, bool *ret_found)
{
    if (s->at == s->page.n && !s->end && !rows_page(s))
        return false;
    *ret_found = !s->end;
    if (!s->end)
        *ret = s->page.v[s->at++];
    return true;
}

/* ---- is the row what its latest version says? ---- */

/* Where the first n values of a canonical row end. */
static size_t first_values(const char *s, int64_t n)
{
    bool quoted = false;
    size_t i = 1;

    for (; s[i] && s[i + 1]; i++) {
        if (quoted && s[i] == '\\')
            i++;
        else if (s[i] == '"')
            quoted = !quoted;
        else if (!quoted && s[i] == ',' && --n == 0)
            break;
    }
    return i;
}

/* A version covers the columns that the table had then; new ones come last. */
static bool says(const struct ledger_kept *k, const char *text)
{
    const struct bytes parts[] = { { k->salt, sizeof k->salt },
                                   { text, first_values(text, k->x.n) },
                                   { "]", 1 } };
    unsigned char h[SHA256_SIZE];

    if (k->x.gone || !k->salted || k->x.n < 1)
        return false;
    sha256(parts, COUNT(parts), h);
    return memcmp(h, k->x.c, sizeof h) == 0;
}

struct group { /* all versions of one row */
    LIST(struct ledger_kept) v;
    struct ledger_kept ahead; /* the first of the next row */
    bool more;
};

static const char *name_of(const struct ledger_run *r, const struct sealed *t,
                           const struct ledger_kept *k)
{
    return ledger_row_name(r, t->table, k->x.key, t->n_keys);
}

static void check_row(struct ledger_run *r, const struct sealed *t, const struct group *g,
                      const char *text)
{
    const struct ledger_kept *last = &g->v.v[g->v.n - 1];
    size_t older = g->v.n - 1;

    if (last->x.gone && text)
        ledger_found(r, "added", name_of(r, t, last),
                     N_("the row is there, but the log says that it is gone"));
    else if (!last->x.gone && !text)
        ledger_found(r, "dropped", name_of(r, t, last),
                     N_("the row is gone, and the log does not know of it"));
    if (last->x.gone || !text || says(last, text))
        return;
    while (older > 0 && !says(&g->v.v[older - 1], text))
        older--;
    if (older > 0)
        ledger_found(r, "rolled-back", name_of(r, t, last),
                     N_("the row was put back to version %d of %d"), (int)g->v.v[older - 1].x.v,
                     (int)last->x.v);
    else if (last->salted)
        ledger_found(r, "changed", name_of(r, t, last), N_("the row is not what the log says"));
}

/* A salt may only be missing when a later version says that it was forgotten. */
static void check_salts(struct ledger_run *r, const struct sealed *t, const struct group *g)
{
    bool forgotten = false;

    for (size_t i = g->v.n; i-- > 0;) {
        const struct ledger_kept *k = &g->v.v[i];

        if (!k->x.gone && !k->salted && !forgotten)
            ledger_found(r, "salt-missing", name_of(r, t, k),
                         N_("version %d cannot be checked, and the log does not say why"),
                         (int)k->x.v);
        r->verdict->forgotten += !k->x.gone && !k->salted && forgotten;
        forgotten = forgotten || k->x.erased;
    }
}

/* ---- side by side ---- */

static bool read_group(struct ledger_run *r, struct ledger_kept_stream *s, struct arena *a,
                       struct group *g)
{
    g->v.n = 0;
    while (g->more) {
        if (g->v.n && memcmp(g->ahead.x.key, g->v.v[0].x.key, sizeof g->ahead.x.key) != 0)
            return true;
        ledger_sum_add(r, &r->kept, &g->ahead.x);
        *LIST_PUSH(a, &g->v) = g->ahead;
        if (!ledger_kept_next(s, &g->ahead, &g->more))
            return false;
    }
    return true;
}

static int compare_keys(const int64_t *a, const int64_t *b)
{
    for (size_t i = 0; i < LEDGER_KEYS; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static bool side_by_side(struct ledger_run *r, struct ledger_kept_stream *s, struct rows *t)
{
    struct group g = { 0 };
    struct row row;
    bool have_row;
    struct arena *a = r->c->arena;

    if (!ledger_kept_next(s, &g.ahead, &g.more) || !read_group(r, s, a, &g) ||
        !rows_next(t, &row, &have_row))
        return false;
    while (g.v.n || have_row) {
        int order = !g.v.n ? 1 : !have_row ? -1 : compare_keys(g.v.v[0].x.key, row.key);

        if (order > 0)
            ledger_found(r, "added", ledger_row_name(r, t->t->table, row.key, t->t->n_keys),
                         N_("the row was put in past the log"));
        else {
            check_salts(r, t->t, &g);
            check_row(r, t->t, &g, order == 0 ? row.text : NULL);
        }
        if (order <= 0 && !read_group(r, s, a, &g))
            return false;
        r->verdict->rows += order >= 0;
        if (order >= 0 && !rows_next(t, &row, &have_row))
            return false;
    }
    return true;
}

static bool check_table(struct ledger_run *r, const struct sealed *t)
{
    struct ctx *c = r->c, piece = ledger_piece(c);
    struct ledger_kept_stream s = { .table = t->table, .c = ledger_piece(c) };
    struct rows rows = { .t = t, .c = ledger_piece(c) };

    r->c = &piece;
    bool ok = side_by_side(r, &s, &rows);
    r->c = c;
    if (r->check->progress)
        r->check->progress("verify: rows", r->verdict->rows, 0);
    ok = ledger_piece_end(c, &s.c, ok);
    ok = ledger_piece_end(c, &rows.c, ok);
    return ledger_piece_end(c, &piece, ok);
}

/* A table of a system that this program does not have: its versions count, its rows
 * cannot be looked at. */
static bool count_unknown(struct ledger_run *r, const char *table)
{
    struct ledger_kept_stream s = { .table = table, .c = ledger_piece(r->c) };
    struct ledger_kept k;
    bool ok, found = true;

    for (size_t i = 0; i < r->check->n_tables; i++)
        if (strcmp(r->check->table[i]->table, table) == 0)
            found = false;
    if (found)
        ledger_say(r, "unknown", table,
                   tr(r->c->lang, N_("a table of a system that this program does not have")));
    for (ok = true; ok && found;) {
        ok = ledger_kept_next(&s, &k, &found);
        if (ok && found)
            ledger_sum_add(r, &r->kept, &k.x);
    }
    return ledger_piece_end(r->c, &s.c, ok);
}

bool ledger_verify_rows(struct ledger_run *r)
{
    for (size_t i = 0; i < r->check->n_tables; i++)
        if (!check_table(r, r->check->table[i]))
            return false;
    return ledger_kept_tables(r, count_unknown);
}
