/* Changes: page, JSON, table, Atom. */
#include "common/unit/unit_feed.h"

#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_plan.h"
#include "core/app.h"
#include "core/conf.h"
#include "core/day.h"
#include "core/sha256.h"
#include "core/table.h"
#include "core/text.h"

enum { FEED_ROWS = 50, PAGE_ROWS = 100, JSON_ROWS = 1000 };

/* ---- words ---- */

const char *unit_change_word(const char *kind)
{
    static const char *const words[][2] = {
        { "unchanged", N_("goes on unchanged") },
        { "renamed", N_("renamed") },
        { "kind_changed", N_("changed its kind") },
        { "merged", N_("merged") },
        { "split", N_("divided") },
        { "created", N_("created") },
        { "dissolved", N_("dissolved") },
    };

    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i][0], kind) == 0)
            return words[i][1];
    return kind;
}

/* The unit that a change is about, on its day or the day before. */
static const struct unit *subject(struct ctx *c, const struct unit_change *h)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit *u = h->from ? unit_dir_on(d, h->from, h->day - 1) : NULL;

    return u ? u : unit_dir_on(d, h->to, h->day);
}

struct item {
    int64_t key;                  /* orders them; never used twice */
    int64_t at;                   /* UTC ms */
    const struct unit_release *r; /* or NULL */
    const struct unit_change *h;  /* or NULL */
};

/* In c->lang: "List no. 3 of 1 July 2025", "renamed: Phường Ba Đình". */
static const char *item_title(struct ctx *c, const struct item *i)
{
    if (i->r)
        return TF("List no. %lld, in force from %s: %s", (long long)i->r->number,
                  tr_day(c, i->r->day), i->r->title);
    const struct unit *u = subject(c, i->h);
    return TF("%s: %s, from %s", u ? unit_own_name(c, u) : "–", T(unit_change_word(i->h->kind)),
              tr_day(c, i->h->day));
}

/* ---- the changes themselves ---- */

static int newest_id_first(const void *a, const void *b)
{
    const struct unit_change *x = *(const struct unit_change *const *)a;
    const struct unit_change *y = *(const struct unit_change *const *)b;

    return (x->id < y->id) - (x->id > y->id);
}

/* All of the directory, what was noted last first. */
static const struct unit_change *const *recorded(struct ctx *c)
{
    struct unit_dir *d = unit_dir_lock(c);

    if (!d->recorded) {
        d->recorded = arena_alloc(d->arena, (d->n_history + 1) * sizeof *d->recorded);
        for (size_t i = 0; i < d->n_history; i++)
            d->recorded[i] = &d->history[i];
        qsort(d->recorded, d->n_history, sizeof *d->recorded, newest_id_first);
    }
    const struct unit_change *const *all = d->recorded;
    unit_dir_unlock(c);
    return all;
}

struct unit_changes_view {
    unit_changes found;
    const char *next;
    int64_t release; /* 0: all */
};

#include "unit_changes.html.h"

static void find(struct ctx *c, const struct req *q, size_t rows, struct unit_changes_view *v)
{
    const struct unit_change *const *all = recorded(c);
    int64_t before = req_int(q, "before");

    for (size_t i = 0; i < unit_dir(c)->n_history; i++) {
        if ((v->release && all[i]->release != v->release) || (before && all[i]->id >= before))
            continue;
        if (v->found.n == rows) {
            v->next = int_text(c->arena, v->found.v[rows - 1]->id);
            return;
        }
        *LIST_PUSH(c->arena, &v->found) = all[i];
    }
}

static void put_cells(struct ctx *c, struct table *t, const struct unit *u, int64_t on)
{
    table_text(t, u ? u->system : "");
    table_text(t, u ? unit_web_code(c, u, on) : "");
    table_text(t, u ? u->name : "");
}

static bool changes_table(struct ctx *c, const struct req *q, struct res *s,
                          const struct unit_changes_view *v)
{
    static const struct table_column columns[] = {
        { N_("Number"), "id", 20 },
        { N_("Day"), "day", 12 },
        { N_("What happens"), "what", 14 },
        { N_("Code list before"), "system_before", 12 },
        { N_("Code before"), "code_before", 8 },
        { N_("Name before"), "name_before", 30 },
        { N_("Code list after"), "system_after", 12 },
        { N_("Code after"), "code_after", 8 },
        { N_("Name after"), "name_after", 30 },
        { N_("Whole or part"), "extent", 10 },
        { N_("Share of the area"), "share_area", 10 },
        { N_("Share of the population"), "share_population", 10 },
        { N_("Detail"), "detail", 20 },
        { N_("Legal act"), "act", 24 },
        { N_("Clause"), "clause", 16 },
        { N_("Note"), "note", 30 },
    };
    const struct table_plan plan = { "changes", N_("Changes"), columns, COUNT(columns) };
    const struct unit_dir *d = unit_dir(c);
    struct table *t;

    if (!table_begin(c, q, s, &plan, &t))
        return false;
    for (size_t i = 0; i < v->found.n; i++) {
        const struct unit_change *h = v->found.v[i];

        table_text(t, int_text(c->arena, h->id));
        table_day(t, h->day);
        table_word(t, h->kind, T(unit_change_word(h->kind)));
        put_cells(c, t, h->from ? unit_dir_on(d, h->from, h->day - 1) : NULL, h->day - 1);
        put_cells(c, t, h->to ? unit_dir_on(d, h->to, h->day) : NULL, h->day);
        unit_table_extent(c, t, h->whole, h->area, h->population);
        table_text(t, h->detail);
        table_text(t, h->act);
        table_text(t, h->clause);
        table_text(t, h->note);
        if (!table_row(t))
            return false;
    }
    return table_end(t);
}

static bool changes_json(struct ctx *c, const struct req *q, struct res *s,
                         const struct unit_changes_view *v)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_open(&j, "changes", '[');
    for (size_t i = 0; i < v->found.n; i++)
        unit_web_put_change(c, &j, NULL, v->found.v[i]);
    json_close(&j, ']');
    if (v->next)
        json_text(&j, "next",
                  arena_printf(c->arena, "/units/changes.json%s",
                               req_with(c, q, "before", v->next).path + strlen(q->path)));
    else
        json_null(&j, "next");
    json_close(&j, '}');
    return true;
}

bool unit_get_changes(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_changes_view v = { .release = req_int(q, "release") };
    int64_t rows = q->face == FACE_JSON ? JSON_ROWS : PAGE_ROWS;

    if (*req_text(q, "release") && !v.release)
        return fail_field(c, "release", "there is no such release");
    if (unit_web_same(c, q, s, c->today, NULL))
        return true;
    find(c, q, table_asked(q) ? SIZE_MAX : (size_t)rows, &v);
    if (table_asked(q))
        return changes_table(c, q, s, &v);
    if (q->face == FACE_JSON)
        return changes_json(c, q, s, &v);
    struct html h = page_begin(c, q, s, 200, T("Changes of the list"));
    unit_changes_page_html(h, c, q, &v);
    return page_end(c, h);
}

/* ---- items ---- */

typedef LIST(struct item) item_list;

static int newest_first(const void *a, const void *b)
{
    const struct item *x = a, *y = b;

    return (x->key < y->key) - (x->key > y->key);
}

/* A release becomes known when it is published, not when its draft got its id. */
static bool read_items(struct ctx *c, int64_t before, item_list *ret)
{
    const struct unit_change *const *all = recorded(c);
    unit_releases *r = NEW(c->arena, unit_releases);

    if (!unit_release_list(c, r))
        return false;
    for (size_t i = 0; i < r->n; i++) {
        int64_t at = r->v[i].published_at, key = r->v[i].id + (at - id_ms(r->v[i].id)) * (1 << 22);

        if (strcmp(r->v[i].state, "published") == 0 && (!before || key < before))
            *LIST_PUSH(c->arena, ret) = (struct item){ key, at, &r->v[i], NULL };
    }
    for (size_t i = 0; i < unit_dir(c)->n_history; i++)
        if (all[i]->release == 0 && (!before || all[i]->id < before))
            *LIST_PUSH(c->arena, ret) =
                (struct item){ all[i]->id, id_ms(all[i]->id), NULL, all[i] };
    if (ret->n)
        qsort(ret->v, ret->n, sizeof *ret->v, newest_first);
    return true;
}

/* ---- Atom ---- */

static void element(struct html h, const char *name, const char *text)
{
    buf_printf(h.out, "<%s>", name);
    html_text(h, text);
    buf_printf(h.out, "</%s>\n", name);
}

/* A UUID of version 8 (RFC 9562): the same for ever, wherever the node moves. */
static void put_uuid(struct ctx *c, struct html h, const char *what, int64_t id)
{
    const char *seed = arena_printf(c->arena, "lienthong %s %lld", what, (long long)id);
    unsigned char k[SHA256_SIZE];

    sha256(&(struct bytes){ seed, strlen(seed) }, 1, k);
    k[6] = (unsigned char)(0x80 | (k[6] & 0x0f));
    k[8] = (unsigned char)(0x80 | (k[8] & 0x3f));
    HTML(h, "<id>urn:uuid:");
    for (size_t i = 0; i < 16; i++)
        buf_printf(h.out, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", k[i]);
    HTML(h, "</id>\n");
}

static void put_link(struct ctx *c, struct html h, const char *rel, const char *type,
                     const char *path)
{
    const char *root = c->app->conf->public_url;
    size_t n = strlen(root);

    buf_printf(h.out, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
    html_text(h, arena_strndup(c->arena, root, n && root[n - 1] == '/' ? n - 1 : n));
    html_text(h, path);
    HTML(h, "\"/>\n");
}

static void put_release(struct ctx *c, struct html h, const struct unit_release *r)
{
    const char *path = arena_printf(c->arena, "/units/releases/%lld", (long long)r->id);

    put_uuid(c, h, "unit release", r->id);
    put_link(c, h, "alternate", "text/html", path);
    put_link(c, h, "alternate", "application/json", arena_printf(c->arena, "%s.json", path));
    put_link(c, h, "related", "application/json",
             arena_printf(c->arena, "/units/changes.json?release=%lld", (long long)r->id));
    element(h, "summary", TF("%s. SHA-256 of the list: %s", r->act, r->checksum));
}

static void put_change(struct ctx *c, struct html h, const struct unit_change *e)
{
    const struct unit *u = subject(c, e);
    const struct unit *to = e->to ? unit_dir_on(unit_dir(c), e->to, e->day) : NULL;

    put_uuid(c, h, "unit change", e->id);
    if (u)
        put_link(c, h, "alternate", "text/html",
                 unit_web_path(c, u, u->id == e->from ? e->day - 1 : e->day).path);
    element(h, "summary",
            to && to != u ? arena_printf(c->arena, "%s → %s. %s %s", u ? unit_own_name(c, u) : "",
                                         unit_own_name(c, to), e->act, e->clause)
                          : arena_printf(c->arena, "%s %s", e->act, e->clause));
}

static void put_head(struct ctx *c, const struct req *q, struct html h, int64_t updated)
{
    int64_t state = unit_state(c);
    const char *self = *q->query ? arena_printf(c->arena, "%s?%s", q->path, q->query) : q->path;

    HTML(h, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    buf_text(h.out, c->lang);
    HTML(h, "\">\n");
    put_uuid(c, h, "unit feed", state);
    element(h, "title", T("Changes of the list of units"));
    element(h, "updated", ms_text(c->arena, updated));
    HTML(h, "<author>");
    element(h, "name", state ? unit_name(c, state) : "Liên thông");
    HTML(h, "</author>\n");
    put_link(c, h, "self", "application/atom+xml", self);
    put_link(c, h, "alternate", "text/html", "/units/changes");
}

bool unit_get_atom(struct ctx *c, const struct req *q, struct res *s)
{
    item_list all = { 0 };
    struct html h = { &s->body };
    int64_t before = req_int(q, "before"), state = unit_state(c);

    if (*req_text(q, "before") && before <= 0)
        return fail_field(c, "before", "write a whole number as it stands in the link");
    if (unit_web_same(c, q, s, 0, "atom"))
        return true;
    if (!read_items(c, before, &all))
        return false;
    s->status = 200;
    s->type = "application/atom+xml; charset=utf-8";
    put_head(c, q, h, all.n ? all.v[0].at : state ? id_ms(state) : 0);
    if (all.n > FEED_ROWS)
        put_link(c, h, "next", "application/atom+xml",
                 arena_printf(c->arena, "/units/changes.atom?before=%lld",
                              (long long)all.v[FEED_ROWS - 1].key));
    for (size_t i = 0; i < all.n && i < FEED_ROWS; i++) {
        HTML(h, "<entry>\n");
        element(h, "title", item_title(c, &all.v[i]));
        element(h, "updated", ms_text(c->arena, all.v[i].at));
        if (all.v[i].r)
            put_release(c, h, all.v[i].r);
        else
            put_change(c, h, all.v[i].h);
        HTML(h, "</entry>\n");
    }
    HTML(h, "</feed>\n");
    return true;
}
