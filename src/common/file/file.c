#include "common/file/file.h"

#include <string.h>

#include "core/store.h"
#include "core/text.h"
#include "file_sql.h"

enum { NAME_MAX_BYTES = 200 };

/* ---- names ---- */

/* Marks that turn the direction of writing make "fdp.exe" look like "exe.pdf". */
static bool turns_direction(const unsigned char *s)
{
    if (s[0] != 0xe2)
        return false;
    return (s[1] == 0x80 && (s[2] == 0x8e || s[2] == 0x8f || (s[2] >= 0xaa && s[2] <= 0xae))) ||
           (s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9);
}

/* Cuts at a character, keeping the ending: a long name must still open. */
static const char *shorten(struct arena *a, const char *s)
{
    const char *dot = strrchr(s, '.');
    size_t n = strlen(s), tail = dot && strlen(dot) <= 16 ? strlen(dot) : 0;
    size_t head = NAME_MAX_BYTES - tail;

    if (n <= NAME_MAX_BYTES)
        return s;
    while (head > 0 && ((unsigned char)s[head] & 0xc0) == 0x80)
        head--;
    return arena_printf(a, "%.*s%s", (int)head, s, tail ? dot : "");
}

/* Only the last part of a path, without controls; never empty, never only dots. */
static const char *clean_name(struct arena *a, const char *name)
{
    struct buf b = { .arena = a };
    const char *ret;

    for (const char *s = name; *s; s++)
        if (*s == '/' || *s == '\\')
            name = s + 1;
    for (const unsigned char *s = (const unsigned char *)name; *s; s++)
        if (turns_direction(s))
            s += 2;
        else if (*s >= 0x20 && *s != 0x7f)
            buf_put(&b, s, 1);
    if (!text_clean(a, buf_str(&b), b.n, &ret) || ret[strspn(ret, ". ")] == '\0')
        return "file";
    return shorten(a, ret);
}

/* ---- attaching ---- */

/* The upload's own name goes away with the request; the content stays under its hash. Done
 * before the commit: a row never lacks its content, a content may lack its row. */
bool file_attach(struct ctx *c, const struct upload *u, const struct file_place *to,
                 const char *purpose, int64_t *ret_id)
{
    const char *name = clean_name(c->arena, u->name);
    int64_t id = new_id(c);

    if (u->size == 0)
        return fail_field(c, u->field, "the file is empty");
    if (!store_keep(c, u->path, u->sha256))
        return false;
    if (!file_insert(c, to->tenant, to->record, id, to->kind, purpose, name,
                     store_sniff(c, u->path), u->size, u->sha256, c->actor->id, c->now_ms) ||
        !file_seal(c, to->tenant, to->record, id))
        return false;
    *ret_id = id;
    return true;
}

/* ---- reading ---- */

static struct file file_of_row(const struct file_of_record_row *r)
{
    return (struct file){ r->id,   r->account, r->at_ms,  r->size,
                          r->name, r->type,    r->sha256, r->purpose };
}

bool file_list_of(struct ctx *c, const struct file_place *of, file_list *ret)
{
    file_of_record_rows r = { 0 };

    if (!file_of_record(c, of->tenant, of->record, of->kind, &r))
        return false;
    for (size_t i = 0; i < r.n; i++)
        *LIST_PUSH(c->arena, ret) = file_of_row(&r.v[i]);
    return true;
}

bool file_get(struct ctx *c, const struct file_place *of, int64_t id, struct file *ret)
{
    struct file_of_record_row r;

    if (!file_by_id(c, of->tenant, of->record, of->kind, id, &r))
        return false;
    *ret = file_of_row(&r);
    return true;
}

bool file_send(struct ctx *c, const struct file *f, struct res *s)
{
    if (store_size(c, f->sha256) != f->size)
        return fail_system(c,
                           arena_printf(c->arena, "content %s of file %lld is not as stored",
                                        f->sha256, (long long)f->id),
                           "the content of this file cannot be read");
    s->status = 200;
    s->type = f->type;
    s->filename = f->name;
    s->send_file = store_path(c, f->sha256);
    return true;
}

/* ---- checking ---- */

static bool check_one(struct ctx *c, const struct file_page_row *r, bool deep, struct buf *report)
{
    int64_t size = store_size(c, r->sha256);
    const char *sha256 = r->sha256;

    if (size >= 0 && deep && !store_hash(c, store_path(c, r->sha256), &sha256))
        return false;
    if (size < 0)
        buf_printf(report, "file %lld: its content %s is missing\n", (long long)r->id, r->sha256);
    else if (size != r->size || strcmp(sha256, r->sha256) != 0)
        buf_printf(report, "file %lld: its content %s was changed\n", (long long)r->id, r->sha256);
    return true;
}

bool file_check(struct ctx *c, bool deep, struct buf *report)
{
    struct file_page_row last = { 0 };

    for (;;) {
        file_page_rows r = { 0 };

        if (!file_page(c, last.tenant, last.record, last.id, &r))
            return false;
        for (size_t i = 0; i < r.n; i++)
            if (!check_one(c, &r.v[i], deep, report))
                return false;
        if (r.n == 0)
            return true;
        last = r.v[r.n - 1];
    }
}

bool file_orphans(struct ctx *c, store_names *ret)
{
    store_names all = { 0 };

    if (!store_list(c, &all))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        struct file_uses_row r;
        bool found;

        if (!file_uses(c, all.v[i], &r, &found))
            return false;
        if (!found)
            *LIST_PUSH(c->arena, ret) = all.v[i];
    }
    return true;
}
