/* The state's calendar: a few days a year, read once and kept. */
#include "common/work/work_state.h"

#include <stdlib.h>
#include <string.h>

#include "common/work/work_holidays.h"
#include "core/app.h"
#include "core/cli.h"
#include "core/exec.h"
#include "work_calendar_sql.h"

/* What was read stays until the end, because somebody may be using it; another one is
 * only made when the days differ, which happens a few times a year. */
struct kept {
    struct arena *arena;
    struct calendar k;
    _Atomic int64_t read_ms;
    struct kept *older;
};
enum { STALE_MS = 60 * 1000 }; /* days added by another process are seen after a minute */

static int by_day(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* What was known when the program was made, and what was announced since; sorted. */
static const int64_t *join(struct arena *a, const struct holiday *known, size_t n_known,
                           const work_calendar_days_rows *rows, const char *kind, size_t *ret_n)
{
    int64_t *days = arena_alloc(a, (n_known + rows->n) * sizeof *days);
    size_t n = 0;

    for (size_t i = 0; i < n_known; i++)
        days[n++] = day(known[i].year, known[i].month, known[i].mday);
    for (size_t i = 0; i < rows->n; i++)
        if (strcmp(rows->v[i].kind, kind) == 0)
            days[n++] = rows->v[i].day;
    qsort(days, n, sizeof *days, by_day);
    *ret_n = n;
    return days;
}

static bool read_days(struct ctx *c, struct arena *a, struct calendar *ret)
{
    work_calendar_days_rows rows = { 0 };

    if (!work_calendar_days(c, &rows))
        return false;
    ret->off = join(a, holidays, COUNT(holidays), &rows, "off", &ret->n_off);
    ret->worked = join(a, swapped, COUNT(swapped), &rows, "worked", &ret->n_worked);
    return true;
}

static bool is_same(const struct calendar *a, const struct calendar *b)
{
    return a->n_off == b->n_off && a->n_worked == b->n_worked &&
           memcmp(a->off, b->off, a->n_off * sizeof *a->off) == 0 &&
           memcmp(a->worked, b->worked, a->n_worked * sizeof *a->worked) == 0;
}

static bool keep(struct ctx *c, struct kept *was, struct calendar *ret)
{
    _Atomic(void *) *slot = app_slot(c->app, &work_module);
    struct arena *a = arena_new((size_t)1 << 20);
    struct kept *k = NEW(a, struct kept);
    void *expected = was;

    k->arena = a;
    k->older = was;
    k->read_ms = c->now_ms;
    if (!read_days(c, a, &k->k)) {
        arena_free(&a);
        return false;
    }
    if (was && is_same(&was->k, &k->k)) {
        was->read_ms = c->now_ms;
        *ret = was->k;
        arena_free(&a);
        return true;
    }
    if (!atomic_compare_exchange_strong(slot, &expected, k)) { /* another thread was quicker */
        arena_free(&a);
        *ret = ((struct kept *)expected)->k;
        return true;
    }
    *ret = k->k;
    return true;
}

bool work_calendar(struct ctx *c, struct calendar *ret)
{
    struct kept *k = atomic_load(app_slot(c->app, &work_module));

    if (!k || c->now_ms > k->read_ms + STALE_MS || c->now_ms < k->read_ms - STALE_MS)
        return keep(c, k, ret);
    *ret = k->k;
    return true;
}

void work_calendar_stop(struct app *app)
{
    struct kept *k = atomic_exchange(app_slot(app, &work_module), NULL);

    while (k) {
        struct kept *older = k->older;
        struct arena *a = k->arena;

        arena_free(&a);
        k = older;
    }
}

static bool recalculate(struct ctx *c, int64_t id, const struct calendar *was,
                        const struct calendar *is, const char *source)
{
    struct obligation o;
    int64_t due, first;

    if (!work_load(c, id, &o) || !work_first_day(c, &o, &first))
        return false;
    due = calendar_add(is, first, o.working_days);
    /* One that was moved by hand stays where it is. */
    if (o.due != calendar_add(was, first, o.working_days) || o.due == due)
        return true;
    return work_apply(c,
                      &(struct work_change){ .id = id,
                                             .type = WORK_RECALCULATED,
                                             .due = due,
                                             .due_text = o.due_text,
                                             .text = source },
                      &o);
}

bool work_day_off(struct ctx *c, int64_t day_, bool worked, const char *source)
{
    work_calendar_touched_rows rows = { 0 };
    struct calendar was, is;

    if ((day_weekday(day_) >= 6) != worked)
        return fail_field(c, "day", "a day off is a weekday; a day worked is a weekend day");
    if (!source[0])
        return fail_field(c, "source", "give the document that decides it");
    if (!read_days(c, c->arena, &was))
        return false;
    if (calendar_is_working(&was, day_) == worked)
        return fail(c, ERR_CONFLICT, "the calendar has this day already");
    if (!work_calendar_insert(c, day_, worked ? "worked" : "off", source) ||
        !work_day_off_seal(c, day_) || !read_days(c, c->arena, &is) ||
        !work_calendar_touched(c, day_, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (!recalculate(c, rows.v[i].id, &was, &is, source))
            return false;
    return true;
}

/* ---- the command ---- */

struct announced {
    int64_t day;
    bool worked;
    const char *source;
};

static bool announce(struct ctx *c, void *arg)
{
    const struct announced *a = arg;

    return work_day_off(c, a->day, a->worked, a->source);
}

bool work_day_command(struct ctx *c, int argc, char **argv)
{
    struct announced a = { .worked = cli_switch(&argc, argv, "worked"), .source = "" };

    if (!cli_flag(c, &argc, argv, "source", &a.source) || !cli_rest(c, argc, argv, 1))
        return false;
    if (argc != 1 || !day_parse(argv[0], &a.day))
        return fail(c, ERR_MALFORMED, "usage: lienthong day-off %s --source TEXT [--worked]",
                    "2026-02-16");
    return exec_now(c, announce, &a);
}
