/* What webhooks are told. */
#include <string.h>

#include "common/hook/hook.h"
#include "common/unit/unit_feed.h"
#include "core/json.h"

bool unit_may_hook(struct ctx *c)
{
    return unit_may_at(c, "hook.manage", unit_state(c));
}

/* As it stands in the list now, with its number. */
static const struct unit_change *noted(struct ctx *c, const struct unit_change *h)
{
    unit_changes all = { 0 };

    if (h->from)
        unit_changes_from(c, h->from, &all);
    else
        unit_changes_to(c, h->to, &all);
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i]->day == h->day && all.v[i]->to == h->to &&
            strcmp(all.v[i]->kind, h->kind) == 0)
            return all.v[i];
    return NULL;
}

bool unit_note(struct ctx *c, const struct unit_change *h)
{
    struct buf b = { .arena = c->arena };
    struct json j = { .out = &b };
    bool wanted;

    if (!unit_link(c, h) || !hook_wanted(c, &wanted))
        return false;
    if (!wanted)
        return true;
    const struct unit_change *told = noted(c, h);
    if (!told) /* the first failure is kept: that of the statement */
        return fail_system(c, h->kind, "the directory could not be read anew");
    unit_web_put_change(c, &j, NULL, told);
    return hook_tell(c, "unit.changed", buf_str(&b));
}

bool unit_tell_release(struct ctx *c, const struct unit_release *r)
{
    const char *path = arena_printf(c->arena, "/units/releases/%lld", (long long)r->id);
    const char *changes =
        arena_printf(c->arena, "/units/changes.json?release=%lld", (long long)r->id);
    struct buf b = { .arena = c->arena };
    struct json j = { .out = &b };

    json_open(&j, NULL, '{');
    json_id(&j, "id", r->id);
    json_int(&j, "number", r->number);
    json_text(&j, "title", r->title);
    json_day(&j, "day", r->day);
    json_text(&j, "act", r->act);
    json_text(&j, "checksum", r->checksum);
    json_text(&j, "address", path);
    json_text(&j, "changes", changes);
    json_close(&j, '}');
    return hook_tell(c, "unit.release", buf_str(&b));
}
