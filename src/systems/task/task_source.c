/* Sources: the documents that assign tasks. */
#include <string.h>

#include "common/account/account.h"
#include "core/text.h"
#include "systems/task/task_row.h"

#include "task_source_sql.h"

static const char *const kinds[] = { "resolution", "directive", "conclusion", "plan", NULL };

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

static bool check(struct ctx *c, const struct task_source *d)
{
    struct task_source_same_row same;
    bool found = false;

    if (!text_is(or_empty(d->kind), kinds))
        fail_field(c, "kind", "choose the kind of document");
    if (!*or_empty(d->number))
        fail_field(c, "number", "write the number of the document, like 71/NQ-CP");
    if (!*or_empty(d->title))
        fail_field(c, "title", "write what the document is about");
    if (!d->issued)
        fail_field(c, "issued", "write the day on which the document was issued");
    else if (d->issued > c->today)
        fail_field(c, "issued", "this day lies in the future");
    if (!d->issuer)
        fail_field(c, "unit", "write one unit: its code or its name");
    if (c->err.kind)
        return false;
    if (!account_may_at(c, "task.assign", d->issuer))
        return fail(c, ERR_DENIED, "your role does not reach the unit that issued this document");
    if (!task_source_same(c, d->number, d->issued, d->issuer, &same, &found))
        return false;
    if (found)
        return fail_field(c, "number", "this document is already there");
    return true;
}

bool task_source_add(struct ctx *c, const struct task_source *d, int64_t *ret_id)
{
    int64_t id = d->id ? d->id : new_id(c);

    if (!check(c, d) ||
        !task_source_insert(c, id, d->kind, d->number, d->issued, d->issuer, d->title,
                            or_empty(d->title_en), or_empty(d->title_de), d->list) ||
        !task_source_seal(c, id))
        return false;
    *ret_id = id;
    return true;
}

bool task_source_get(struct ctx *c, int64_t id, struct task_source *ret)
{
    struct task_source_one_row r;
    bool found;

    if (!task_source_one(c, id, &r, &found))
        return false;
    if (!found)
        return fail(c, ERR_NOT_FOUND, "there is no such document");
    *ret = (struct task_source){ id,       r.issued, r.issuer,   r.list,    r.kind,
                                 r.number, r.title,  r.title_en, r.title_de };
    return true;
}

bool task_source_find(struct ctx *c, int64_t after, task_sources *ret)
{
    task_source_newest_rows rows = { 0 };

    if (!task_source_newest(c, after ? after : INT64_MAX, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct task_source_newest_row *r = &rows.v[i];

        *LIST_PUSH(c->arena, ret) =
            (struct task_source){ r->id,     r->issued, r->issuer,   r->list,    r->kind,
                                  r->number, r->title,  r->title_en, r->title_de };
    }
    return true;
}

const char *task_source_title(struct ctx *c, const struct task_source *s)
{
    if (c->lang[0] == 'e' && *s->title_en)
        return s->title_en;
    if (c->lang[0] == 'd' && *s->title_de)
        return s->title_de;
    return s->title;
}
