/* Pages that read releases: the list of them, one with its lines. */
#include <string.h>

#include "common/ledger/ledger.h"
#include "common/unit/unit_release_routes.h"
#include "common/unit/unit_release_view.h"
#include "core/day.h"
#include "core/text.h"

extern const struct sealed unit_release_sealed; /* unit_release.sql */

enum { PAGE_LINES = 100, PAGE_FAULTS = 200 };

/* ---- words ---- */

const char *unit_change_name(const char *kind)
{
    static const char *const words[][2] = {
        { "merged", N_("merged") },
        { "split", N_("split") },
        { "created", N_("created") },
        { "dissolved", N_("dissolved") },
        { "renamed", N_("renamed") },
        { "kind_changed", N_("another type") },
        { "unchanged", N_("unchanged, elsewhere") },
    };

    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i][0], kind) == 0)
            return words[i][1];
    return kind;
}

const char *unit_release_state(const char *word)
{
    static const char *const words[][2] = {
        { "draft", N_("Draft, being written") },
        { "approved", N_("Approved, not yet published") },
        { "published", N_("Published") },
        { "rejected", N_("Rejected") },
    };

    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i][0], word) == 0)
            return words[i][1];
    return word;
}

const char *unit_op_name(const char *op)
{
    static const char *const words[][2] = {
        { "new", N_("a unit begins") },        { "close", N_("a unit ends") },
        { "fact", N_("other facts") },         { "code", N_("a further code") },
        { "change", N_("what became of it") },
    };

    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(words[i][0], op) == 0)
            return words[i][1];
    return op;
}

const char *unit_extent_name(const char *extent)
{
    if (strcmp(extent, "whole") == 0)
        return N_("whole");
    return strcmp(extent, "part") == 0 ? N_("in part") : extent;
}

const char *unit_person(struct ctx *c, int64_t account)
{
    if (!account)
        return T("the command line");
    return web_person ? web_person(c, account) : "–";
}

/* ---- the list ---- */

/* The release published before this one; else the day before its own. */
static const char *one_before(struct ctx *c, const struct unit_release *r, const unit_releases *all)
{
    int64_t best = 0;

    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].number && all->v[i].number < r->number && all->v[i].number > best)
            best = all->v[i].number;
    return best ? int_text(c->arena, best) : day_text(c->arena, r->day - 1);
}

static bool row_of(struct ctx *c, const struct unit_release *r, const unit_releases *all,
                   struct unit_release_row *ret)
{
    ret->r = *r;
    ret->before = r->number ? one_before(c, r, all) : "";
    return ledger_leaf_of(c, &unit_release_sealed, (const int64_t[LEDGER_KEYS]){ r->id },
                          &ret->leaf);
}

#include "unit_releases.html.h"

static bool is_open(const struct unit_release *r)
{
    return strcmp(r->state, "draft") == 0 || strcmp(r->state, "approved") == 0;
}

bool unit_show_releases(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_releases_view v = { .may_write = unit_may_at(c, "unit.write", unit_state(c)) };
    unit_releases all = { 0 };

    if (!unit_release_list(c, &all))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        struct unit_release_row row = { 0 };

        if (all.v[i].number && !row_of(c, &all.v[i], &all, &row))
            return false;
        if (all.v[i].number)
            *LIST_PUSH(c->arena, &v.published) = row;
        else if (unit_release_is_shown(c, &all.v[i]) && is_open(&all.v[i]))
            v.open = &all.v[i];
        else if (unit_release_is_shown(c, &all.v[i]))
            *LIST_PUSH(c->arena, &v.rejected) = all.v[i];
    }
    struct html h = page_begin(c, q, s, q->problem ? 422 : 200, T("Releases of the list of units"));
    unit_releases_page_html(h, c, q, &v);
    return page_end(c, h);
}

/* ---- one ---- */

/* The cell of a line that a fault is about; the row, if it has none for this column. */
const char *unit_fault_anchor(struct ctx *c, const struct unit_fault *f)
{
    static const char *const same[][2] = { { "code", "unit" },    { "system", "unit" },
                                           { "parent", "other" }, { "to", "other" },
                                           { "from", "unit" },    { "whole", "extent" } };
    const char *column = f->column;

    for (size_t i = 0; i < COUNT(same); i++)
        if (strcmp(same[i][0], column) == 0)
            column = same[i][1];
    for (size_t i = 0; unit_line_columns[i]; i++)
        if (strcmp(unit_line_columns[i], column) == 0)
            return arena_printf(c->arena, "line-%lld-%s", (long long)f->line, column);
    return f->line ? arena_printf(c->arena, "line-%lld", (long long)f->line) : "lines";
}

static const char *lines_of(struct ctx *c, const struct unit_operation *o)
{
    struct buf b = { .arena = c->arena };

    for (size_t i = 0; i < o->lines.n; i++)
        buf_printf(&b, "%s%lld", i ? " " : "", (long long)o->lines.v[i]);
    return buf_str(&b);
}

/* Where a mistake is corrected; those who may not do that see its cell. */
static struct html_local fault_link(struct ctx *c, const struct unit_release_page_view *v,
                                    const struct unit_fault *f)
{
    const char *anchor = unit_fault_anchor(c, f), *column = strrchr(anchor, '-');
    const char *page = arena_printf(c->arena, "/units/releases/%lld", (long long)v->row.r.id);

    if (!v->may_write || !f->line)
        return (struct html_local){ arena_printf(c->arena, "%s#%s", page, anchor) };
    return (struct html_local){ arena_printf(c->arena, "%s/line?line=%lld#%s", page,
                                             (long long)f->line, column ? column + 1 : "") };
}

static const struct html_safe open_details = { " open=\"open\"" };

#include "unit_release.html.h"

static void cut_lines(struct ctx *c, int64_t after, struct unit_release_page_view *v)
{
    for (size_t i = 0; i < v->lines.n && !v->after; i++) {
        if (v->lines.v[i].line <= after)
            continue;
        if (v->shown.n == PAGE_LINES)
            v->after = int_text(c->arena, v->shown.v[PAGE_LINES - 1].line);
        else
            *LIST_PUSH(c->arena, &v->shown) = v->lines.v[i];
    }
}

bool unit_release_page(struct ctx *c, const struct req *q, struct res *s,
                       struct unit_release_page_view *v)
{
    struct unit_release r;
    unit_releases all = { 0 };

    if (!unit_release_get(c, req_id(q), &r))
        return false;
    if (!unit_release_is_shown(c, &r))
        return fail(c, ERR_NOT_FOUND, "there is no such release");
    if (!unit_release_list(c, &all) || !row_of(c, &r, &all, &v->row) ||
        !unit_plan_lines(c, r.id, &v->lines) ||
        !unit_plan_is_writer(c, &r, c->actor->id, &v->wrote))
        return false;
    bool written = strcmp(r.state, "draft") == 0;
    v->may_write = written && unit_may_at(c, "unit.write", unit_state(c));
    v->may_approve = is_open(&r) && unit_may_at(c, "unit.approve", unit_state(c));
    unit_plan_words(c, r.day, &v->lines, &v->operations);
    cut_lines(c, req_int(q, "after"), v);
    struct html h = page_begin(c, q, s, q->problem ? 422 : 200, r.title);
    unit_release_page_html(h, c, q, v);
    return page_end(c, h);
}

bool unit_show_release(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_release_page_view v = { 0 };

    return unit_release_page(c, q, s, &v);
}

/* Nothing can be taken back afterwards: so the last step has a page of its own. */
bool unit_show_publish(struct ctx *c, const struct req *q, struct res *s)
{
    struct unit_release_page_view v = { 0 };
    struct unit_release r;
    int64_t number;

    if (!unit_release_get(c, req_id(q), &r) || !unit_release_next(c, &number) ||
        !unit_plan_lines(c, r.id, &v.lines))
        return false;
    if (strcmp(r.state, "approved") != 0 && !q->problem)
        return fail(c, ERR_CONFLICT, "only an approved draft is published");
    v.row.r = r;
    unit_plan_words(c, r.day, &v.lines, &v.operations);
    struct html h = page_begin(c, q, s, q->problem ? 422 : 200, T("Publish it"));
    unit_publish_page_html(h, c, q, &v, number);
    return page_end(c, h);
}
