/* Publishing a whole list, and its checksum. */
#include "common/unit/unit_release.h"

#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_check.h"
#include "common/unit/unit_dir.h"
#include "core/sha256.h"
#include "core/text.h"

#include "unit_release_sql.h"

/* ---- the list ---- */

static int compare_places(const void *a, const void *b)
{
    const struct unit *x = *(const struct unit *const *)a, *y = *(const struct unit *const *)b;
    int order = strcmp(y->kind, x->kind); /* province, district, commune */

    if (strcmp(x->kind, "commune") == 0 || strcmp(y->kind, "commune") == 0)
        order = (strcmp(x->kind, "commune") == 0) - (strcmp(y->kind, "commune") == 0);
    order = order ? order : strcmp(x->code, y->code);
    return order ? order : (x->id > y->id) - (x->id < y->id);
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

void unit_list_csv(struct ctx *c, int64_t on, struct buf *out)
{
    static const char *const kinds[] = { "province", "district", "commune" };
    const struct unit_dir *d = unit_dir(c);
    unit_list all = { 0 };

    for (size_t i = 0; i < COUNT(kinds); i++)
        unit_of_kind(c, kinds[i], on, &all);
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, compare_places);
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

static const char *checksum(struct ctx *c, int64_t on)
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
    struct unit_release_last_row last;

    if (!unit_set_write(c, s, r.id, faults, ret_told))
        return false;
    if (faults->n == 0)
        unit_list_check(c, faults);
    if (faults->n)
        return fail(c, ERR_INPUT, "there are %d mistakes; nothing was changed", (int)faults->n);
    *ret = (struct unit_release){ 0 };
    if (!unit_set_changes(ret_told))
        return true;
    if (!unit_release_last(c, &last))
        return false;
    r.number = last.number + 1;
    r.checksum = checksum(c, r.day);
    *ret = r;
    return unit_release_insert(c, r.id, r.number, r.title, r.day, r.act, r.state, r.made_by,
                               r.made_at, r.published_at, r.checksum) &&
           unit_release_seal(c, r.id);
}
