/* Publishing a whole list, and its checksum. */
#include "common/unit/unit_plan.h"

#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_check.h"
#include "common/unit/unit_dir.h"
#include "common/unit/unit_feed.h"
#include "core/sha256.h"
#include "core/text.h"

#include "unit_release_sql.h"

/* ---- the list ---- */

int unit_place_order(const struct unit *x, const struct unit *y)
{
    int order = strcmp(y->kind, x->kind); /* province, district, commune */

    if (strcmp(x->kind, "commune") == 0 || strcmp(y->kind, "commune") == 0)
        order = (strcmp(x->kind, "commune") == 0) - (strcmp(y->kind, "commune") == 0);
    order = order ? order : strcmp(x->code, y->code);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

static int compare_places(const void *a, const void *b)
{
    return unit_place_order(*(const struct unit *const *)a, *(const struct unit *const *)b);
}

static void put_field(struct buf *out, const char *s, char end)
{
    bool quoted = strpbrk(s, ",\"\n") != NULL;

    if (quoted)
        buf_text(out, "\"");
    for (; *s; s++)
        buf_put(out, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
    if (quoted)
        buf_text(out, "\"");
    buf_put(out, &end, 1);
}

void unit_places(struct ctx *c, int64_t on, unit_list *ret)
{
    static const char *const kinds[] = { "province", "district", "commune" };

    for (size_t i = 0; i < COUNT(kinds); i++)
        unit_of_kind(c, kinds[i], on, ret);
    if (ret->n)
        qsort(ret->v, ret->n, sizeof *ret->v, compare_places);
}

void unit_list_csv(struct ctx *c, int64_t on, struct buf *out)
{
    const struct unit_dir *d = unit_dir(c);
    unit_list all = { 0 };

    unit_places(c, on, &all);
    buf_text(out, "code,kind,type,name,parent\n");
    for (size_t i = 0; i < all.n; i++) {
        const struct unit *u = all.v[i], *up = unit_dir_on(d, u->parent, on);

        put_field(out, u->code, ',');
        put_field(out, u->kind, ',');
        put_field(out, u->type, ',');
        put_field(out, u->name, ',');
        put_field(out, up ? up->code : "", '\n');
    }
}

const char *unit_list_checksum(struct ctx *c, int64_t on)
{
    struct buf list = { .arena = c->arena }, hex = { .arena = c->arena };
    unsigned char hash[SHA256_SIZE];

    unit_list_csv(c, on, &list);
    sha256(&(struct bytes){ list.p, list.n }, 1, hash);
    for (size_t i = 0; i < SHA256_SIZE; i++)
        buf_printf(&hex, "%02x", hash[i]);
    return buf_str(&hex);
}

/* ---- publishing ---- */

bool unit_release_next(struct ctx *c, int64_t *ret)
{
    struct unit_release_last_row last;

    if (!unit_release_last(c, &last))
        return false;
    *ret = last.number + 1;
    return true;
}

static struct unit_release release_of(const struct unit_release_all_row *r)
{
    return (struct unit_release){ .id = r->id,
                                  .number = r->number,
                                  .title = r->title,
                                  .act = r->act,
                                  .day = r->day,
                                  .state = r->state,
                                  .made_by = r->made_by,
                                  .made_at = r->made_at,
                                  .decided_by = r->decided_by,
                                  .decided_at = r->decided_at,
                                  .published_at = r->published_at,
                                  .reason = r->reason,
                                  .checksum = r->checksum,
                                  .changed_by = r->changed_by,
                                  .version = r->version };
}

bool unit_release_list(struct ctx *c, unit_releases *ret)
{
    unit_release_all_rows r = { 0 };

    if (!unit_release_all(c, &r))
        return false;
    for (size_t i = 0; i < r.n; i++)
        *LIST_PUSH(c->arena, ret) = release_of(&r.v[i]);
    return true;
}

/* There are few: one a year, or a month. */
bool unit_release_get(struct ctx *c, int64_t id, struct unit_release *ret)
{
    unit_releases all = { 0 };

    if (!unit_release_list(c, &all))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].id == id) {
            *ret = all.v[i];
            return true;
        }
    return fail(c, ERR_NOT_FOUND, "there is no such release");
}

bool unit_release_set(struct ctx *c, struct unit_set *s, unit_faults *faults,
                      struct unit_set_told *ret_told, struct unit_release *ret)
{
    struct unit_release r = { .id = new_id(c),
                              .title = s->title,
                              .act = s->act,
                              .day = s->day,
                              .state = "published",
                              .made_by = c->actor->id,
                              .made_at = c->now_ms,
                              .published_at = c->now_ms };

    if (!unit_set_write(c, s, r.id, faults, ret_told))
        return false;
    if (faults->n == 0)
        unit_list_check(c, faults);
    if (faults->n)
        return fail(c, ERR_INPUT, "there are %d mistakes; nothing was changed", (int)faults->n);
    *ret = (struct unit_release){ 0 };
    if (!unit_set_changes(ret_told))
        return true;
    if (!unit_release_next(c, &r.number))
        return false;
    r.checksum = unit_list_checksum(c, r.day);
    *ret = r;
    return unit_release_insert(c, r.id, r.number, r.title, r.day, r.act, r.state, r.made_by,
                               r.made_at, r.published_at, r.checksum) &&
           unit_release_seal(c, r.id) && unit_tell_release(c, &r);
}
