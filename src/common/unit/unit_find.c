/* Finding units: by name as annex tables write it, by class, by words, by parent. */
#include <string.h>

#include "common/unit/unit_dir.h"
#include "core/text.h"

/* ---- by name ---- */

static const char *without_brackets(struct arena *a, const char *s)
{
    struct buf b = { .arena = a };
    int depth = 0;

    for (; *s; s++) {
        depth += *s == '(';
        if (depth == 0)
            buf_put(&b, s, 1);
        depth -= *s == ')' && depth > 0;
    }
    return buf_str(&b);
}

static const char *after(const char *s, const char *const *lead, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strncmp(s, lead[i], strlen(lead[i])) == 0)
            return s + strlen(lead[i]);
    return s;
}

const char *unit_key_of(struct arena *a, const char *name)
{
    static const char *const committee[] = { "uy ban nhan dan ",           "ubnd ",
                                             "the people s committee of ", "people s committee of ",
                                             "volkskomitee der ",          "volkskomitee von " };
    static const char *const articles[] = { "the ", "das ", "die ", "der " };
    const char *s = text_fold(a, without_brackets(a, name));

    s = after(s, committee, COUNT(committee));
    s = after(s, articles, COUNT(articles));
    if (strncmp(s, "tp ", 3) == 0)
        s = arena_printf(a, "thanh pho %s", s + 3);
    return s;
}

/* First of the keys that are not smaller. */
static size_t lower_bound(const struct unit_dir *d, const char *key)
{
    size_t from = 0, to = d->n_keys;

    while (from < to) {
        size_t mid = (from + to) / 2;

        if (strcmp(d->keys[mid].key, key) < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* Of several units of one name a tenant is meant; of several communes none can be. */
const struct unit *unit_by_name(struct ctx *c, const char *name, int64_t on)
{
    const struct unit_dir *d = unit_dir(c);
    const char *key = unit_key_of(c->arena, name);
    const struct unit *best = NULL;
    size_t same = 0;

    for (size_t i = lower_bound(d, key); *key && i < d->n_keys && strcmp(d->keys[i].key, key) == 0;
         i++) {
        const struct unit_as *a = &d->v[d->keys[i].as];
        bool tenant = a->u.tenant == a->u.id;

        if (!unit_dir_valid(a, on) || (best && best->id == a->u.id))
            continue;
        if (best && (best->tenant == best->id) == tenant)
            same++;
        else if (!best || tenant) {
            best = &a->u;
            same = 0;
        }
    }
    if (best)
        return same ? NULL : best;
    return unit_by_code(c, name, on);
}

/* ---- classes ---- */

struct class
{
    const char *word, *kinds; /* kinds of its members */
    const char *said[10];     /* folded, as annex tables write it */
};
static const struct class classes[] = {
    { "ministries",
      "ministry ministerial",
      { "cac bo", "cac bo co quan ngang bo", "cac bo va co quan ngang bo", "bo co quan ngang bo",
        "all ministries", "ministries and ministerial level agencies",
        "ministries and bodies of ministerial rank", "alle ministerien",
        "ministerien und behorden im ministerrang" } },
    { "agencies",
      "agency",
      { "co quan thuoc chinh phu", "cac co quan thuoc chinh phu", "government agencies",
        "agencies under the government", "regierungsbehorden", "alle regierungsbehorden" } },
    { "central",
      "ministry ministerial agency",
      { "cac bo co quan ngang bo co quan thuoc chinh phu",
        "cac bo co quan ngang bo va co quan thuoc chinh phu",
        "cac bo co quan ngang bo cac co quan thuoc chinh phu", "cac bo nganh",
        "cac bo nganh trung uong", "ministries and government agencies",
        "ministerien und regierungsbehorden" } },
    { "provinces",
      "province",
      { "cac tinh thanh pho", "cac tinh va thanh pho", "cac tinh thanh pho truc thuoc trung uong",
        "cac dia phuong", "cac tinh", "provinces and cities", "all provinces",
        "all provinces and cities", "alle provinzen", "provinzen und stadte" } },
    { "communes",
      "commune",
      { "cac xa", "tat ca cac xa", "cac xa phuong dac khu", "tat ca cac xa phuong dac khu",
        "cap xa", "cac xa phuong", "all communes", "all communes wards and special zones",
        "alle gemeinden" } },
    { "bodies",
      "ministry ministerial agency province",
      { "cac bo nganh dia phuong", "cac bo nganh va dia phuong", "cac bo nganh cac dia phuong",
        "ministries and localities", "ministries agencies and localities",
        "ministerien und provinzen" } },
    { "tenants", "", { "" } },
};

static const struct class *find_class(const char *key)
{
    if (strncmp(key, "toan bo ", 8) == 0)
        key += 8;
    for (size_t i = 0; i < COUNT(classes); i++) {
        if (strcmp(classes[i].word, key) == 0)
            return &classes[i];
        for (size_t k = 0; k < COUNT(classes[i].said) && classes[i].said[k]; k++)
            if (*key && strcmp(classes[i].said[k], key) == 0)
                return &classes[i];
    }
    return NULL;
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *s = words; (s = strstr(s, word)); s += n)
        if ((s == words || s[-1] == ' ') && (s[n] == ' ' || s[n] == '\0'))
            return true;
    return false;
}

static bool in_class(const struct class *k, const struct unit *u)
{
    return *k->kinds ? has_word(k->kinds, u->kind) : u->tenant == u->id;
}

static bool below_of(struct ctx *c, const char *words, int64_t on, unit_list *ret)
{
    int64_t id;

    if (strncmp(words, "below:", 6) != 0 || !id_parse(words + 6, &id) || !unit_get(c, id))
        return false;
    unit_children(c, id, on, ret);
    return true;
}

bool unit_class(struct ctx *c, const char *words, int64_t on, unit_list *ret)
{
    const struct unit_dir *d = unit_dir(c);
    const struct class *k = find_class(unit_key_of(c->arena, words));

    if (!k)
        return below_of(c, words, on, ret);
    for (size_t i = 0; i < d->n; i++)
        if (unit_dir_valid(&d->v[i], on) && in_class(k, &d->v[i].u))
            *LIST_PUSH(c->arena, ret) = &d->v[i].u;
    return true;
}

/* ---- by parent, by words ---- */

/* In the order in which they were added; of loaded lists that is the official one. */
void unit_children(struct ctx *c, int64_t id, int64_t on, unit_list *ret)
{
    const struct unit_dir *d = unit_dir(c);

    for (uint32_t i = unit_dir_first_child(d, id); i; i = d->sibling[i - 1])
        if (d->v[i - 1].u.parent == id && unit_dir_valid(&d->v[i - 1], on))
            *LIST_PUSH(c->arena, ret) = &d->v[i - 1].u;
}

/* Each word begins a word of the unit's names or codes. */
static bool matches(const struct unit_as *a, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strstr(a->words, words[i]))
            return false;
    return true;
}

void unit_search(struct ctx *c, const char *words, int64_t on, size_t max, unit_list *ret)
{
    const struct unit_dir *d = unit_dir(c);
    const struct unit_as *const *order = unit_dir_order(c);
    const char *word[8];
    size_t n = text_split(c->arena, text_fold(c->arena, words), ' ', word, COUNT(word));

    for (size_t i = 0; i < n; i++)
        word[i] = arena_printf(c->arena, " %s", word[i]);
    if (n == 1 && strcmp(word[0], " ") == 0)
        n = 0;
    for (size_t i = 0; i < d->n && ret->n < max; i++)
        if (unit_dir_valid(order[i], on) && matches(order[i], word, n))
            *LIST_PUSH(c->arena, ret) = &order[i]->u;
}
