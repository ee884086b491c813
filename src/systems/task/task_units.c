/* The lead and co-ordinating columns of annex tables: words that name units. */
#include <string.h>

#include "core/text.h"
#include "systems/task/task_row.h"

/* "UBND tỉnh Lào Cai" and "Ủy ban nhân dân thành phố Hà Nội" mean the province. */
static const char *const bodies[] = { "ubnd ", "uy ban nhan dan ", NULL };

static const char *without_body(struct ctx *c, const char *folded, const char *words)
{
    for (size_t i = 0; bodies[i]; i++)
        if (strncmp(folded, bodies[i], strlen(bodies[i])) == 0) {
            const char *s = strchr(words, ' ');

            for (size_t n = 1; s && n < (i ? 4u : 1u); n++)
                s = strchr(s + 1, ' ');
            return s ? arena_strdup(c->arena, s + 1) : words;
        }
    return words;
}

/* A name in another case or without its kind: the only unit whose folded name fits. */
static const struct unit *by_folded_name(struct ctx *c, const char *words, int64_t on)
{
    const char *want = text_fold(c->arena, words);
    const struct unit *hit = NULL;
    unit_list near = { 0 };

    if (!*want)
        return NULL;
    unit_search(c, words, on, 20, &near);
    for (size_t i = 0; i < near.n; i++) {
        const char *name = text_fold(c->arena, near.v[i]->name);

        if (strcmp(name, want) != 0)
            continue;
        if (hit)
            return NULL; /* two communes of one name: the code must be written */
        hit = near.v[i];
    }
    return hit;
}

static const struct unit *one(struct ctx *c, const char *words, int64_t on)
{
    const struct unit *u = unit_by_code(c, words, on);

    if (!u)
        u = unit_by_name(c, words, on);
    if (!u) {
        words = without_body(c, text_fold(c->arena, words), words);
        u = unit_by_name(c, words, on);
    }
    return u ? u : by_folded_name(c, words, on);
}

static void add(struct ctx *c, unit_list *ret, const struct unit *u)
{
    for (size_t i = 0; i < ret->n; i++)
        if (ret->v[i] == u)
            return;
    *LIST_PUSH(c->arena, ret) = u;
}

static bool resolve(struct ctx *c, const char *words, int64_t on, bool classes, unit_list *ret)
{
    unit_list members = { 0 };
    const struct unit *u = one(c, words, on);

    if (u) {
        add(c, ret, u);
        return true;
    }
    if (!classes || !unit_class(c, words, on, &members))
        return false;
    for (size_t i = 0; i < members.n; i++)
        add(c, ret, members.v[i]);
    return true;
}

/* Length of the longest beginning up to a comma that names a unit; 0: none does. */
static size_t take(struct ctx *c, const char *words, int64_t on, bool classes, unit_list *ret)
{
    size_t n = strlen(words);

    while (n && !resolve(c, arena_strndup(c->arena, words, n), on, classes, ret)) {
        while (n > 0 && words[n - 1] != ',')
            n--;
        n -= n > 0;
    }
    return n;
}

static void read_part(struct ctx *c, const char *words, int64_t on, unit_list *ret,
                      const char **ret_unknown)
{
    /* "các bộ, cơ quan liên quan" are those concerned, not all of them. */
    bool classes = !strstr(text_fold(c->arena, words), "lien quan");

    while (*words) {
        size_t n = take(c, words, on, classes, ret);

        if (n == 0) {
            n = strcspn(words, ",");
            if (!*ret_unknown)
                *ret_unknown = arena_strndup(c->arena, words, n);
        }
        words += n;
        words += strspn(words, ", ");
    }
}

void task_units_read(struct ctx *c, const char *words, int64_t on, unit_list *ret,
                     const char **ret_unknown)
{
    *ret_unknown = NULL;
    while (*words) {
        const char *part;
        size_t n = strcspn(words, ";\n"), len = n;

        while (len && strchr(" \t\r.", words[len - 1]))
            len--;
        part = arena_strndup(c->arena, words, len);
        part += strspn(part, " \t-");
        read_part(c, part, on, ret, ret_unknown);
        words += n + (words[n] != '\0');
    }
}

/* ---- remembered ---- */

enum { BUCKETS = 1024 };
struct known {
    const char *words, *unknown;
    unit_list units;
    struct known *next;
};
struct task_memo {
    struct known *bucket[BUCKETS];
};

struct task_memo *task_memo_new(struct ctx *c)
{
    return NEW(c->arena, struct task_memo);
}

static uint32_t bucket_of(const char *s)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h % BUCKETS;
}

void task_units_known(struct ctx *c, struct task_memo *m, const char *words, int64_t on,
                      unit_list *ret, const char **ret_unknown)
{
    struct known **at, *k;

    if (!m) {
        task_units_read(c, words, on, ret, ret_unknown);
        return;
    }
    at = &m->bucket[bucket_of(words)];
    for (k = *at; k && strcmp(k->words, words) != 0; k = k->next)
        ;
    if (!k) {
        k = NEW(c->arena, struct known);
        k->words = words;
        k->next = *at;
        *at = k;
        task_units_read(c, words, on, &k->units, &k->unknown);
    }
    *ret = k->units;
    *ret_unknown = k->unknown;
}
