/* What is wrong in the list of units, on any day. */
#include "common/unit/unit_check.h"

#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_dir.h"
#include "core/day.h"
#include "core/text.h"

enum { MILLION = 1000000 };

static const char *const places[] = { "province", "district", "commune", NULL };

/* ---- numbers ---- */

static bool is_commune(const struct unit_dir *d, int64_t id)
{
    const struct unit_as *a = id ? unit_dir_newest(d, id) : NULL;

    return a && strcmp(a->u.kind, "commune") == 0;
}

static bool is_edge(const struct unit_dir *d, const struct unit_change *h)
{
    return is_commune(d, h->from) && is_commune(d, h->to);
}

static int compare_days(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int64_t largest_day(struct ctx *c, const struct unit_dir *d)
{
    int64_t *v = arena_alloc(c->arena, (d->n_history + 1) * sizeof *v), best = 0;
    size_t n = 0, most = 0;

    for (size_t i = 0; i < d->n_history; i++)
        if (is_edge(d, &d->history[i]))
            v[n++] = d->history[i].day;
    qsort(v, n, sizeof *v, compare_days);
    for (size_t i = 0, same = 0; i < n; i++) {
        same = i && v[i] == v[i - 1] ? same + 1 : 1;
        if (same > most) {
            most = same;
            best = v[i];
        }
    }
    return best;
}

static int64_t count(const struct unit_dir *d, const char *kind, int64_t on)
{
    int64_t n = 0;

    for (size_t i = 0; i < d->n; i++)
        n += unit_dir_valid(&d->v[i], on) && strcmp(d->v[i].u.kind, kind) == 0;
    return n;
}

static bool is_place(const struct unit_dir *d, int64_t id)
{
    const struct unit_as *a = id ? unit_dir_newest(d, id) : NULL;

    return a && text_is(a->u.kind, places);
}

void unit_list_numbers(struct ctx *c, struct unit_numbers *ret)
{
    const struct unit_dir *d = unit_dir(c);
    struct unit_numbers n = { .provinces = count(d, "province", c->today),
                              .communes = count(d, "commune", c->today),
                              .day = largest_day(c, d) };

    if (n.day) {
        n.old_provinces = count(d, "province", n.day - 1);
        n.old_districts = count(d, "district", n.day - 1);
        n.old_communes = count(d, "commune", n.day - 1);
    }
    for (size_t i = 0; i < d->n_history; i++) {
        const struct unit_change *h = &d->history[i];
        bool edge = n.day && h->day == n.day && is_edge(d, h);

        n.edges += edge;
        n.whole += edge && h->whole == 1;
        n.part += edge && h->whole == 0;
        n.unknown += edge && h->whole < 0;
        n.later += n.day && h->day > n.day && is_place(d, h->from ? h->from : h->to);
    }
    *ret = n;
}

/* ---- one version of a unit ---- */

struct look {
    struct ctx *c;
    const struct unit_dir *d;
    unit_faults *faults;
};

/* "commune 00004 Phường Ba Đình": which unit a fault is of. */
static void wrong(const struct look *l, const struct unit *u, const char *reason)
{
    const char *who = arena_printf(l->c->arena, "%s %s %s: %s", u->kind, u->code, u->name, reason);

    unit_fault(l->c, l->faults, "", 0, "", who);
}

static int64_t end_of(const struct unit_as *a)
{
    return a->fact_until ? a->fact_until : a->u.until;
}

static bool fits_type(const struct unit *u)
{
    static const char *const province[] = { "", "tỉnh", "thành phố", NULL };
    static const char *const district[] = { "", "quận", "huyện", "thị xã", "thành phố", NULL };
    static const char *const commune[] = { "", "xã", "phường", "thị trấn", "đặc khu", NULL };

    if (strcmp(u->kind, "province") == 0)
        return text_is(u->type, province);
    if (strcmp(u->kind, "district") == 0)
        return text_is(u->type, district);
    return strcmp(u->kind, "commune") == 0 ? text_is(u->type, commune) : true;
}

static bool fits_level(const char *kind, const char *above)
{
    if (strcmp(kind, "province") == 0)
        return strcmp(above, "state") == 0;
    if (strcmp(kind, "district") == 0)
        return strcmp(above, "province") == 0;
    if (strcmp(kind, "commune") == 0)
        return strcmp(above, "province") == 0 || strcmp(above, "district") == 0;
    return true;
}

static void check_parent(const struct look *l, const struct unit_as *a)
{
    const struct unit_as *p = a->u.parent ? unit_dir_newest(l->d, a->u.parent) : NULL;
    struct ctx *c = l->c;
    int64_t end = end_of(a);

    if (strcmp(a->u.kind, "state") == 0) {
        if (a->u.parent)
            wrong(l, &a->u, T("a state lies below nothing"));
        return;
    }
    if (!p || a->fact_from < p->u.from)
        wrong(l, &a->u, TF("its parent is missing on %s", day_text(c->arena, a->fact_from)));
    else if (p->u.until && (!end || end > p->u.until))
        wrong(l, &a->u, TF("its parent is missing on %s", day_text(c->arena, p->u.until)));
    else if (!fits_level(a->u.kind, p->u.kind))
        wrong(l, &a->u, TF("it cannot lie below this kind: %s %s", p->u.kind, p->u.name));
}

static void check_words(const struct look *l, const struct unit_as *a)
{
    const char *const names[] = { a->u.name, a->u.name_en, a->u.name_de };
    struct ctx *c = l->c;

    for (size_t i = 0; i < COUNT(names); i++) {
        const char *clean;

        if (!text_clean(c->arena, names[i], strlen(names[i]), &clean) ||
            strcmp(clean, names[i]) != 0)
            wrong(l, &a->u, T("its name is not in the form NFC"));
    }
    if (!fits_type(&a->u))
        wrong(l, &a->u, TF("“%s” does not fit its level", a->u.type));
}

static void check_circle(const struct look *l, const struct unit_as *a)
{
    int64_t id = a->u.parent;
    struct ctx *c = l->c;

    for (int depth = 0; id; depth++) {
        const struct unit_as *up = unit_dir_newest(l->d, id);

        if (id == a->u.id || depth > 16) {
            wrong(l, &a->u, T("it lies below itself: a circle of parents"));
            return;
        }
        id = up ? up->u.parent : 0;
    }
}

static void check_days(const struct look *l, const struct unit_as *a)
{
    const struct unit_as *next = a + 1; /* the one before in time */
    bool first = next >= l->d->v + l->d->n || next->u.id != a->u.id;
    struct ctx *c = l->c;

    if (first && a->fact_from != a->u.from)
        wrong(l, &a->u,
              TF("a gap: nothing is known of it from %s on", day_text(c->arena, a->u.from)));
    if (a->u.until && a->fact_from >= a->u.until)
        wrong(l, &a->u, TF("a fact of %s begins after its end", day_text(c->arena, a->fact_from)));
}

/* ---- codes ---- */

static int compare_codes(const void *a, const void *b)
{
    const struct unit_code_entry *x = *(const struct unit_code_entry *const *)a;
    const struct unit_code_entry *y = *(const struct unit_code_entry *const *)b;
    int order = strcmp(x->system, y->system);

    order = order ? order : strcmp(x->code, y->code);
    return order ? order : (x->since > y->since) - (x->since < y->since);
}

static int compare_holders(const void *a, const void *b)
{
    const struct unit_code_entry *x = *(const struct unit_code_entry *const *)a;
    const struct unit_code_entry *y = *(const struct unit_code_entry *const *)b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    int order = strcmp(x->system, y->system);
    return order ? order : (x->since > y->since) - (x->since < y->since);
}

/* Real codes; other spellings and short codes may be of several. */
static size_t all_codes(const struct look *l, const struct unit_code_entry ***ret)
{
    size_t n = 0;

    *ret = arena_alloc(l->c->arena, (l->d->n_codes + 1) * sizeof **ret);
    for (size_t i = 0; i < l->d->n_codes; i++)
        if (*l->d->codes[i].system && strcmp(l->d->codes[i].system, "alias") != 0)
            (*ret)[n++] = &l->d->codes[i];
    return n;
}

static void check_shared(const struct look *l, const struct unit_code_entry *a,
                         const struct unit_code_entry *b)
{
    const struct unit_as *x = unit_dir_newest(l->d, a->unit), *y = unit_dir_newest(l->d, b->unit);
    struct ctx *c = l->c;

    if (a->unit != b->unit && strcmp(a->system, b->system) == 0 && strcmp(a->code, b->code) == 0 &&
        (!a->until || a->until > b->since))
        wrong(l, &y->u,
              TF("the code %s belongs to %s, too, on %s", a->code, x->u.name,
                 day_text(c->arena, b->since)));
}

static void check_unit_codes(const struct look *l, const struct unit_code_entry *a,
                             const struct unit_code_entry *b)
{
    const struct unit_as *u = unit_dir_newest(l->d, b->unit);
    struct ctx *c = l->c;

    if (a->unit != b->unit || strcmp(a->system, b->system) != 0)
        return;
    if (!a->until || a->until > b->since)
        wrong(l, &u->u,
              TF("an overlap: two codes, %s and %s, on %s", a->code, b->code,
                 day_text(c->arena, b->since)));
    else if (a->until < b->since && strcmp(a->system, u->u.kind) == 0)
        wrong(l, &u->u, TF("a gap: no code on %s", day_text(c->arena, a->until)));
}

static void check_codes(const struct look *l)
{
    const struct unit_code_entry **v;
    size_t n = all_codes(l, &v);

    qsort(v, n, sizeof *v, compare_codes);
    for (size_t i = 1; i < n; i++)
        check_shared(l, v[i - 1], v[i]);
    qsort(v, n, sizeof *v, compare_holders);
    for (size_t i = 1; i < n; i++)
        check_unit_codes(l, v[i - 1], v[i]);
}

/* Of the newest version: a province or commune has a code of its list up to its end. */
static void check_coded(const struct look *l, const struct unit_as *a)
{
    struct ctx *c = l->c;

    if (text_is(a->u.kind, places) && strcmp(a->u.kind, "district") != 0 &&
        strcmp(a->u.system, a->u.kind) != 0)
        wrong(l, &a->u, T("a gap: no code"));
}

/* ---- changes ---- */

/* Edges of one unit on one day: from i on, n of them. */
static void check_edges(const struct look *l, size_t i, size_t n)
{
    const struct unit_change *h = &l->d->history[i];
    const struct unit_as *a = unit_dir_newest(l->d, h->from);
    int64_t area = 0, people = 0;
    struct ctx *c = l->c;
    size_t whole = 0, part = 0;

    if (!a)
        return;
    for (size_t k = 0; k < n; k++) {
        whole += h[k].whole == 1;
        part += h[k].whole == 0;
        area += h[k].area > 0 ? h[k].area : 0;
        people += h[k].population > 0 ? h[k].population : 0;
    }
    if (whole && n > 1)
        wrong(l, &a->u, TF("it goes whole to one place, and to %d others", (int)n - 1));
    if (part == 1 && n == 1 && a->u.until == h->day)
        wrong(l, &a->u, T("only a part of it goes somewhere; nobody says where the rest is"));
    if (area > MILLION || people > MILLION)
        wrong(l, &a->u, T("the shares of its parts make more than the whole"));
}

static void check_history(const struct look *l)
{
    const struct unit_dir *d = l->d;
    struct ctx *c = l->c;

    for (size_t i = 0, n; i < d->n_history; i += n) {
        const struct unit_change *h = &d->history[i];

        for (n = 1; i + n < d->n_history && h[n].from == h->from && h[n].day == h->day;)
            n++;
        if (h->from)
            check_edges(l, i, n);
        for (size_t k = 0; k < n; k++)
            if (h[k].to && !unit_dir_on(d, h[k].to, h[k].day) && unit_dir_newest(d, h[k].to))
                wrong(l, &unit_dir_newest(d, h[k].to)->u,
                      TF("something became part of it on %s, when it was not there",
                         day_text(c->arena, h[k].day)));
    }
}

static bool has_edge(struct ctx *c, int64_t id, int64_t on, bool into)
{
    unit_changes all = { 0 };

    if (into)
        unit_changes_to(c, id, &all);
    else
        unit_changes_from(c, id, &all);
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i]->day == on)
            return true;
    return false;
}

/* Of the newest version of a province, district or commune. The first day of all history is
 * where the story begins, so nobody asks out of what. */
static void check_ends(const struct look *l, const struct unit_as *a, int64_t begin)
{
    struct ctx *c = l->c;

    if (!text_is(a->u.kind, places))
        return;
    if (a->u.until && !has_edge(c, a->u.id, a->u.until, false))
        wrong(l, &a->u,
              TF("it ended on %s, and nobody says what became of it",
                 day_text(c->arena, a->u.until)));
    if (a->u.from > begin && begin && !has_edge(c, a->u.id, a->u.from, true))
        wrong(l, &a->u,
              TF("it began on %s, and nobody says out of what", day_text(c->arena, a->u.from)));
}

/* ---- all ---- */

/* The day before which nothing is told of what became of units. */
static int64_t first_change(const struct unit_dir *d)
{
    int64_t first = 0;

    for (size_t i = 0; i < d->n_history; i++)
        if (is_place(d, d->history[i].to ? d->history[i].to : d->history[i].from) &&
            (!first || d->history[i].day < first))
            first = d->history[i].day;
    return first ? first - 1 : 0;
}

void unit_list_check(struct ctx *c, unit_faults *faults)
{
    struct look l = { .c = c, .d = unit_dir(c), .faults = faults };
    int64_t begin = first_change(l.d);

    for (size_t i = 0; i < l.d->n; i++) {
        const struct unit_as *a = &l.d->v[i];

        check_parent(&l, a);
        check_words(&l, a);
        check_days(&l, a);
        if (!a->newest)
            continue;
        check_circle(&l, a);
        check_coded(&l, a);
        check_ends(&l, a, begin);
    }
    check_codes(&l);
    check_history(&l);
}
