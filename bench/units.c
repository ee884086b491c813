/*
 * units - how fast and how rightly codes and addresses are resolved, in this process.
 *
 *   units rates DATA_DIR          lines "what TAB value", for bench/units
 *   units addresses DATA_DIR N    a CSV of N addresses of the old list, in several styles
 *   units codes DATA_DIR N        a CSV of N codes of the old list with their day
 *   units names|spells|changes DATA_DIR   tables for SQL: communes with what lay above them, codes
 *                                 with their days, what went where
 *
 * The database holds the official list (lienthong unit import). The same seed gives the same
 * addresses. Right is: what is read first is the very commune that the address was made of.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/unit/unit_address.h"
#include "common/unit/unit_dir.h"
#include "common/unit/unit_resolve.h"
#include "core/app.h"
#include "core/cli.h"
#include "core/conf.h"
#include "core/day.h"
#include "core/db.h"
#include "core/text.h"

enum { MOST = 10000, CODES = 1000000 };

struct home {                                   /* a commune with what lay above it */
    const struct unit *u, *district, *province; /* district NULL: of the new list */
};
struct bench {
    struct ctx *c;
    struct home *old, *now;
    size_t n_old, n_now;
};

static uint64_t seed;

static size_t pick(size_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed % n);
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- the lists ---- */

static size_t take(struct ctx *c, int64_t on, bool districts, struct home **ret)
{
    const struct unit_dir *d = unit_dir(c);
    size_t n = 0;

    *ret = arena_alloc(c->arena, (d->n + 1) * sizeof **ret);
    for (size_t i = 0; i < d->n; i++) {
        const struct unit *u = &d->v[i].u, *up = unit_dir_on(d, u->parent, on);

        if (!unit_dir_valid(&d->v[i], on) || strcmp(u->kind, "commune") != 0 || !up ||
            (strcmp(up->kind, "district") == 0) != districts)
            continue;
        (*ret)[n++] = districts ? (struct home){ u, up, unit_dir_on(d, up->parent, on) }
                                : (struct home){ u, NULL, up };
    }
    return n;
}

/* ---- addresses ---- */

static const struct {
    const char *kind, *brief;
} kinds[] = { { "Phường ", "P." },   { "Xã ", "X." },         { "Thị trấn ", "TT " },
              { "Đặc khu ", "ĐK " }, { "Quận ", "Q." },       { "Huyện ", "H." },
              { "Thị xã ", "TX " },  { "Thành phố ", "TP " }, { "Tỉnh ", "" } };

static const char *brief(struct ctx *c, const struct unit *u, bool folded)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strncmp(u->name, kinds[i].kind, strlen(kinds[i].kind)) == 0) {
            const char *name = u->name + strlen(kinds[i].kind);

            return arena_printf(c->arena, "%s%s", kinds[i].brief,
                                folded ? text_fold(c->arena, name) : name);
        }
    return u->name;
}

enum style { FULL, BRIEF, FOLDED, RUN_ON, STYLES };
static const char *const style_names[STYLES] = { "full form", "abbreviated", "abbreviated, folded",
                                                 "abbreviated, folded, no commas" };

static const char *address(struct ctx *c, const struct home *p, enum style s)
{
    static const char *const before[] = {
        "", "Số 12, đường Nguyễn Trãi, ", "7B Lê Lợi, ", "Thôn 5, ", "Tổ 3, ", "Số nhà 8, ngõ 120, "
    };
    const struct unit *part[] = { p->u, p->district, p->province };
    const char *by = s == RUN_ON ? " " : ", ";
    struct buf b = { .arena = c->arena };

    buf_text(&b, before[pick(COUNT(before))]);
    for (size_t i = 0; i < COUNT(part); i++)
        if (part[i])
            buf_printf(&b, "%s%s", i ? by : "",
                       s == FULL ? part[i]->name : brief(c, part[i], s >= FOLDED));
    return buf_str(&b);
}

/* ---- measuring ---- */

static void row(const char *what, double value, int digits, const char *unit)
{
    cli_out("%s\t%.*f%s\n", what, digits, value, unit);
}

static void measure_style(struct bench *k, const struct home *list, size_t n, enum style s,
                          const char *of)
{
    struct ctx *c = k->c, one = *c;
    const char **text = arena_alloc(c->arena, MOST * sizeof *text);
    const struct home **from = arena_alloc(c->arena, MOST * sizeof *from);
    size_t right = 0;

    seed = 20250701;
    for (size_t i = 0; i < MOST; i++) {
        from[i] = &list[pick(n)];
        text[i] = address(c, from[i], s);
    }
    one.arena = arena_new(16 << 20);
    double began = seconds();
    for (size_t i = 0; i < MOST; i++) {
        struct unit_answer a;

        arena_reset(one.arena);
        unit_resolve_text(&one, text[i], c->today, &a);
        right += a.read && a.read->id == from[i]->u->id;
    }
    double took = seconds() - began;
    arena_free(&one.arena);
    const char *title = arena_printf(c->arena, "addresses of the %s list, %s", of, style_names[s]);
    row(arena_printf(c->arena, "%s, a second and core", title), MOST / took, 0, "/s");
    row(arena_printf(c->arena, "%s, right", title), (double)right * 100 / MOST, 2, " %");
}

static void measure_codes(struct bench *k)
{
    struct ctx one = *k->c;
    int64_t on = day(2025, 6, 30);
    size_t found = 0;

    seed = 7;
    one.arena = arena_new(16 << 20);
    double began = seconds();
    for (size_t i = 0; i < CODES; i++) {
        struct unit_answer a;

        if (i % 64 == 0)
            arena_reset(one.arena);
        unit_resolve_code(&one, "commune", k->old[pick(k->n_old)].u->code, on, k->c->today, &a);
        found += a.units.n > 0;
    }
    double took = seconds() - began;
    arena_free(&one.arena);
    row("codes with their day, led to today, a second and core", CODES / took, 0, "/s");
    row("codes with their day, led to today, found", (double)found * 100 / CODES, 2, " %");
}

static void rates(struct bench *k, int64_t n)
{
    (void)n;
    double began = seconds();
    size_t had = arena_used(unit_dir(k->c)->arena);

    (void)unit_gazette(k->c);
    row("gazette made, when first asked for", (seconds() - began) * 1e3, 0, " ms");
    row("gazette, memory", (double)(arena_used(unit_dir(k->c)->arena) - had) / 1048576, 1, " MB");
    measure_codes(k);
    for (enum style s = FULL; s < STYLES; s++)
        measure_style(k, k->old, k->n_old, s, "old");
    measure_style(k, k->now, k->n_now, FULL, "new");
    measure_style(k, k->now, k->n_now, FOLDED, "new");
}

static void addresses(struct bench *k, int64_t n)
{
    struct ctx one = *k->c;

    seed = 42;
    one.arena = arena_new(16 << 20);
    cli_out("id,address\n");
    for (int64_t i = 0; i < n; i++) {
        arena_reset(one.arena);
        cli_out("%lld,\"%s\"\n", (long long)i,
                address(&one, &k->old[pick(k->n_old)], (enum style)pick(STYLES)));
    }
    arena_free(&one.arena);
}

static void codes(struct bench *k, int64_t n)
{
    seed = 7;
    cli_out("i,code,day\n");
    for (int64_t i = 0; i < n; i++)
        cli_out("%lld,%s,%lld\n", (long long)i, k->old[pick(k->n_old)].u->code,
                (long long)day(2025, 6, 30));
}

static void names(struct bench *k, int64_t n)
{
    (void)n;
    cli_out("unit,name,district,province\n");
    for (size_t i = 0; i < k->n_old; i++)
        cli_out("%lld,\"%s\",\"%s\",\"%s\"\n", (long long)k->old[i].u->id, k->old[i].u->name,
                k->old[i].district->name, k->old[i].province->name);
}

static void spells(struct bench *k, int64_t n)
{
    const struct unit_dir *d = unit_dir(k->c);

    (void)n;
    cli_out("unit,code,since,until\n");
    for (size_t i = 0; i < d->n_codes; i++)
        if (strcmp(d->codes[i].system, "commune") == 0)
            cli_out("%lld,%s,%lld,%lld\n", (long long)d->codes[i].unit, d->codes[i].code,
                    (long long)d->codes[i].since, (long long)d->codes[i].until);
}

static void changes(struct bench *k, int64_t n)
{
    const struct unit_dir *d = unit_dir(k->c);

    (void)n;
    cli_out("unit_from,unit_to,day\n");
    for (size_t i = 0; i < d->n_history; i++)
        if (d->history[i].from && d->history[i].to)
            cli_out("%lld,%lld,%lld\n", (long long)d->history[i].from, (long long)d->history[i].to,
                    (long long)d->history[i].day);
}

static const struct {
    const char *word;
    void (*run)(struct bench *k, int64_t n);
} parts[] = { { "rates", rates }, { "addresses", addresses }, { "codes", codes },
              { "names", names }, { "spells", spells },       { "changes", changes } };

static bool run(struct ctx *c, const char *what, int64_t n)
{
    struct bench k = { .c = c };

    if (!db_begin(c, false))
        return false;
    k.n_old = take(c, day(2025, 6, 30), true, &k.old);
    k.n_now = take(c, c->today, false, &k.now);
    if (k.n_old == 0 || k.n_now == 0)
        return fail(c, ERR_INPUT, "the database holds no official list");
    for (size_t i = 0; i < COUNT(parts); i++)
        if (strcmp(what, parts[i].word) == 0)
            parts[i].run(&k, n);
    db_rollback(c);
    return true;
}

int main(int argc, char **argv)
{
    int64_t n = 0;

    if (argc < 3 || (argc > 3 && !int_parse(argv[3], &n))) {
        cli_err("units rates|addresses|codes|names|spells|changes DATA_DIR [N]\n");
        return 2;
    }
    static char *settings[] = { NULL, NULL };
    struct conf conf;
    struct app *app = app_new(NULL);
    struct ctx c = app_ctx(app, (size_t)512 << 20);
    int none = 1;

    settings[0] = argv[0];
    setenv("LIENTHONG_DATA", argv[2], 1);
    c.lang = "vi";
    if (!conf_read(&c, &none, settings, &conf))
        return 1;
    app->conf = &conf;
    if (web_boot(&c) && cli_open(&c) && run(&c, argv[1], n))
        return 0;
    cli_err("%s (%s)\n", c.err.message, c.err.detail ? c.err.detail : "");
    return 1;
}
