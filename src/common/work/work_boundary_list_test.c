/* The official list: what 10,035 old communes owe, by the units before and after 1 July 2025. */
#include "common/work/work_test.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/unit/unit_import.h"
#include "common/unit/unit_release.h"
#include "core/csv.h"
#include "core/store.h"

enum { BATCH = 400, FILE_BYTES = 8 << 20, ROWS = 20000 };

static int64_t cut(void)
{
    return day(2025, 7, 1);
}

struct list {
    struct unit_set set;
    unit_faults faults;
    struct unit_set_told told;
    struct unit_release release;
    unit_list old;  /* communes before the cut */
    int64_t *owes;  /* tasks of each of them */
    size_t from;    /* of the batch */
    csv_lines edge; /* changes.csv */
    csv_lines province;
};

static bool publish(struct ctx *c, void *arg)
{
    struct list *l = arg;

    return unit_release_set(c, &l->set, &l->faults, &l->told, &l->release);
}

static bool read_file(struct ctx *c, const char *dir, const char *name, csv_lines *ret)
{
    struct bytes text;

    return store_read(c, arena_printf(c->arena, "%s/%s", dir, name), FILE_BYTES, &text) &&
           csv_read(c, text.p, text.n, ROWS, ret);
}

static const char *field(const csv_lines *l, size_t row, const char *name)
{
    for (size_t i = 0; i < l->v[0].n; i++)
        if (strcmp(l->v[0].field[i], name) == 0)
            return l->v[row].field[i];
    return "";
}

static bool owe(struct ctx *c, void *arg)
{
    struct list *l = arg;

    for (size_t i = l->from; i < l->from + BATCH && i < l->old.n; i++)
        for (int64_t k = 0; k < l->owes[i]; k++) {
            struct obligation o = { .owner = l->old.v[i]->id,
                                    .creditor = l->old.v[i]->tenant,
                                    .title = "x",
                                    .due = cut() + (int64_t)i % 90 - 35 };

            if (!work_open(c, &o, 0))
                return false;
        }
    return true;
}

static void open_tasks(struct ctx *c, struct list *l)
{
    uint64_t seed = 2025;
    int64_t now = c->today;

    unit_of_kind(c, "commune", cut() - 1, &l->old);
    CHECK_INT(l->old.n, 10035);
    l->owes = arena_alloc(c->arena, (l->old.n + 1) * sizeof *l->owes);
    for (size_t i = 0; i < l->old.n; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        l->owes[i] = (int64_t)((seed >> 33) % 3);
    }
    c->today = day(2025, 5, 20);
    for (l->from = 0; l->from < l->old.n; l->from += BATCH) {
        struct ctx one = *c;

        one.arena = arena_new((size_t)1 << 30);
        one.settled.n = one.settled.cap = 0;
        one.settled.v = NULL;
        CHECK_OK(&one, test_write(&one, owe, l));
        arena_free(&one.arena);
    }
    c->today = now;
}

static bool start(struct ctx *c, struct list *l)
{
    static const struct actor everybody = {
        .id = 1, .name = "t", .person = "T", .csrf = "", .everywhere = true
    };
    const char *shared = getenv("LT_SHARED");
    const char *dir = arena_printf(c->arena, "%s/data/units", shared ? shared : "../shared");

    if (!store_is_there(arena_printf(c->arena, "%s/changes.csv", dir))) {
        printf("note: no %s: figures of the official list are not compared\n", dir);
        return false;
    }
    *l = (struct list){ .set = { .day = cut(),
                                 .first = day(2025, 3, 1),
                                 .title = "the list",
                                 .act = "19/2025/QĐ-TTg" } };
    c->actor = &everybody;
    CHECK_OK(c, unit_import_read(c, dir, &l->set, &l->faults));
    CHECK_OK(c, test_write(c, publish, l));
    CHECK_OK(c, read_file(c, dir, "changes.csv", &l->edge));
    CHECK_OK(c, read_file(c, dir, "old_provinces.csv", &l->province));
    open_tasks(c, l);
    return true;
}

/* ---- by hand, from the files ---- */

static int64_t of_province(const struct list *l, int64_t tenant)
{
    int64_t n = 0;

    for (size_t i = 0; i < l->old.n; i++)
        n += l->old.v[i]->tenant == tenant ? l->owes[i] : 0;
    return n;
}

static int64_t merged_into(struct ctx *c, const struct list *l, const char *code)
{
    int64_t n = 0;

    for (size_t i = 1; i < l->province.n; i++)
        if (strcmp(field(&l->province, i, "new_province_code"), code) == 0)
            n += of_province(
                l, unit_by_system(c, "province", field(&l->province, i, "code"), cut() - 1)->id);
    return n;
}

static int64_t owed_by(const struct list *l, const char *code)
{
    for (size_t i = 0; i < l->old.n; i++)
        if (strcmp(l->old.v[i]->code, code) == 0)
            return l->owes[i];
    return 0;
}

/* -1: parts of other communes went into it, too. */
static int64_t whole_into(const struct list *l, const char *code)
{
    int64_t n = 0;

    for (size_t i = 1; i < l->edge.n; i++) {
        if (strcmp(field(&l->edge, i, "new_code"), code) != 0)
            continue;
        if (strcmp(field(&l->edge, i, "kind"), "whole") != 0 ||
            strcmp(field(&l->edge, i, "old_level"), "commune") != 0)
            return -1;
        n += owed_by(l, field(&l->edge, i, "old_code"));
    }
    return n;
}

/* ---- tables ---- */

static struct work_question question(int64_t units, int64_t unit)
{
    return (struct work_question){
        .measures = WORK_PAIRS, .view = WORK_KNOWN, .on = cut() - 1, .units = units, .unit = unit
    };
}

static int64_t total(const work_rows *rows)
{
    int64_t n = 0;

    for (size_t i = 0; i < rows->n; i++)
        n += work_total(&rows->v[i].f);
    return n;
}

static int64_t attributed(const work_rows *rows)
{
    int64_t n = 0;

    for (size_t i = 0; i < rows->n; i++)
        n += rows->v[i].attributed;
    return n;
}

/* The table of a unit on a day; its rows make up its own figure. */
static int64_t below(struct ctx *c, int64_t units, int64_t unit, work_rows *ret)
{
    struct work_question q = question(units, unit);
    struct work_figures f;

    ret->n = 0;
    CHECK_OK(c, work_count(c, &q, &f));
    CHECK_OK(c, work_matrix(c, &q, ret));
    CHECK_INT(total(ret), work_total(&f));
    return work_total(&f);
}

static void check_communes(struct ctx *c, const struct list *l, int64_t province, int64_t *ret_sum,
                           int64_t *ret_whole)
{
    work_rows rows = { 0 };

    *ret_sum += below(c, cut(), province, &rows);
    for (size_t i = 0; i < rows.n; i++) {
        const struct unit *u = unit_on(c, rows.v[i].unit, cut());
        int64_t whole = whole_into(l, u->code);

        if (whole < 0)
            continue;
        CHECK_INT(work_total(&rows.v[i].f), whole);
        CHECK_INT(rows.v[i].attributed, 0);
        ++*ret_whole;
    }
}

static void check_old(struct ctx *c, const struct list *l, int64_t province, int64_t *ret_sum)
{
    work_rows districts = { 0 }, communes = { 0 };

    CHECK_INT(below(c, cut() - 1, province, &districts), of_province(l, province));
    for (size_t i = 0; i < districts.n; i++) {
        CHECK_STR(unit_on(c, districts.v[i].unit, cut() - 1)->kind, "district");
        *ret_sum += below(c, cut() - 1, districts.v[i].unit, &communes);
    }
    CHECK_INT(attributed(&districts), 0);
}

TEST(what_old_communes_owe_is_the_same_by_63_and_by_34_provinces_and_by_old_and_new_communes)
{
    struct list l;
    work_rows old = { 0 }, new = { 0 };
    int64_t by_new = 0, by_old = 0, whole = 0, all = 0;

    if (!start(c, &l))
        return;
    for (size_t i = 0; i < l.old.n; i++)
        all += l.owes[i];
    CHECK_INT(below(c, cut() - 1, 0, &old), all);
    CHECK_INT(below(c, cut(), 0, &new), all);
    CHECK_INT(old.n, 63);
    CHECK_INT(new.n, 34);
    CHECK_INT(attributed(&old) + attributed(&new), 0); /* no commune was split over provinces */
    for (size_t i = 0; i < new.n; i++) {
        const struct unit *u = unit_on(c, new.v[i].unit, cut());

        CHECK_INT(work_total(&new.v[i].f), merged_into(c, &l, u->code));
        check_communes(c, &l, u->id, &by_new, &whole);
    }
    for (size_t i = 0; i < old.n; i++)
        check_old(c, &l, old.v[i].unit, &by_old);
    CHECK_INT(by_new, all);
    CHECK_INT(by_old, all);
    CHECK(whole > 1000);
}
