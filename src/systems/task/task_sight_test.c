/*
 * Who sees what: random people, random tasks. The list, the search, the export, the pages
 * and the files show exactly what the predicate says, which is computed here by hand.
 */
#include <stdlib.h>
#include <unistd.h>

#include "common/account/account.h"
#include "common/file/file.h"
#include "core/store.h"
#include "core/xlsx.h"
#include "systems/task/task_test.h"

enum { N_PEOPLE = 14, N_TASKS = 40, N_UNITS = 7, MAX_RECORDS = 400 };

struct record {
    int64_t id, owner, creditor, measures, file;
    bool party[N_UNITS];
};
struct world {
    struct office f;
    int64_t unit[N_UNITS];
    struct actor person[N_PEOPLE];
    struct upload evidence; /* the same content, attached to each */
    struct record record[MAX_RECORDS];
    size_t n;
};

static size_t pick(uint64_t *seed, size_t n)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(*seed >> 33) % n;
}

static bool add_person(struct ctx *c, void *arg)
{
    static const char *const roles[] = { "viewer", "officer", "head", "overseer", "auditor" };
    struct world *w = arg;
    static uint64_t seed = 7;

    for (size_t i = 0; i < N_PEOPLE; i++) {
        int64_t id, unit = w->unit[pick(&seed, N_UNITS)];

        if (!account_add(c,
                         &(struct account_draft){ .name = arena_printf(c->arena, "p%d", (int)i),
                                                  .person = "P",
                                                  .unit = unit },
                         &id) ||
            !account_grant(c, id, roles[pick(&seed, COUNT(roles))], unit))
            return false;
        if (pick(&seed, 3) == 0 && /* some hold a second role elsewhere */
            !account_grant(c, id, "viewer", w->unit[pick(&seed, N_UNITS)]))
            return false;
        w->person[i].id = id;
    }
    return true;
}

static size_t index_of(const struct world *w, int64_t unit)
{
    for (size_t i = 0; i < N_UNITS; i++)
        if (w->unit[i] == unit)
            return i;
    return 0;
}

struct attaching {
    const struct upload *u;
    const struct obligation *o;
    int64_t *ret_id;
};

static bool attach(struct ctx *c, void *arg)
{
    const struct attaching *a = arg;

    return file_attach(c, a->u, &(struct file_place){ "task", a->o->tenant, a->o->id }, "evidence",
                       a->ret_id);
}

static struct record *note(struct ctx *c, struct world *w, int64_t id)
{
    struct obligation o = office_see(c, id);
    struct record *r = &w->record[w->n++];

    *r = (struct record){ o.id, o.owner, o.creditor, o.measures, 0, { false } };
    CHECK_OK(c, test_write(c, attach, &(struct attaching){ &w->evidence, &o, &r->file }));
    return r;
}

static bool amend(struct ctx *c, void *arg)
{
    int64_t id;

    return task_amend(c, arg, &id);
}

static void add_task(struct ctx *c, struct world *w, uint64_t *seed)
{
    struct task_draft d = office_draft(&w->f);
    obligations parts = { 0 };
    size_t partner = pick(seed, N_UNITS);
    const struct unit *a = unit_get(c, w->unit[1 + pick(seed, N_UNITS - 1)]),
                      *b = unit_get(c, w->unit[1 + pick(seed, N_UNITS - 1)]);

    d.title_en = "A matter of secrets";
    d.lead = pick(seed, 3) ? a->code : arena_printf(c->arena, "%s; %s", a->code, b->code);
    d.creditor = unit_get(c, w->unit[pick(seed, N_UNITS)])->code;
    if (pick(seed, 4) == 0)
        d.coordinating = unit_get(c, w->unit[partner])->code;
    int64_t id = office_assign(c, &d);

    CHECK(id != 0);
    struct record *whole = note(c, w, id);

    if (pick(seed, 3) == 0) { /* another one co-ordinates instead */
        struct task_amend m = { .id = id, .source = w->f.source };

        partner = (partner + 1) % N_UNITS;
        m.coordinating = d.coordinating = unit_get(c, w->unit[partner])->code;
        CHECK_OK(c, test_write(c, amend, &m));
    }
    whole->party[partner] = d.coordinating != NULL;
    struct obligation o = office_see(c, id);
    CHECK_OK(c, work_parts(c, &o, 0, 1000, &parts));
    for (size_t i = 0; i < parts.n; i++) {
        note(c, w, parts.v[i].id);
        whole->party[index_of(w, parts.v[i].owner)] = true;
    }
}

static bool sees(struct ctx *c, const struct world *w, const struct actor *p,
                 const struct record *r)
{
    for (size_t i = 0; i < p->n_held; i++) {
        int64_t above = p->held[i].unit;

        if (unit_is_below(c, r->owner, above) || unit_is_below(c, r->creditor, above))
            return true;
        for (size_t k = 0; k < N_UNITS; k++)
            if (r->party[k] && unit_is_below(c, w->unit[k], above))
                return true;
    }
    return false;
}

/* A workbook as lines of CSV: "2,ID,title…". */
static const char *text_of(struct ctx *c, const struct res *s)
{
    struct xlsx_wish wish = { "", 1000 };
    struct xlsx_table t = { 0 };
    struct bytes file = { 0 };

    if (!s->send_file)
        return s->body.p;
    CHECK_OK(c, store_read(c, s->send_file, 1 << 20, &file));
    CHECK_OK(c, xlsx_read(c, file, &wish, &t));
    return csv_keep(c, &t.lines);
}

/* Every record of these measures that is seen stands in the answer, and nothing else. */
static void compare(struct ctx *c, const struct world *w, const struct actor *p, const char *path,
                    const char *const mark[2], int64_t measures, int64_t below)
{
    struct res s = ask_as(c, p, GET, path);
    const char *body = text_of(c, &s);

    for (size_t i = 0; i < w->n; i++) {
        const struct record *r = &w->record[i];
        bool want = (r->measures & measures) && sees(c, w, p, r) &&
                    (!below || unit_is_below(c, r->owner, below));
        bool got = strstr(body, office_path(c, mark[0], r->id, mark[1])) != NULL;

        if (want != got)
            test_failed(__FILE__, __LINE__, "%s: person %lld, task %lld of unit %lld: %s", path,
                        (long long)p->id, (long long)r->id, (long long)r->owner,
                        got ? "shown, but not to be seen" : "to be seen, but not shown");
    }
}

static void compare_pages(struct ctx *c, const struct world *w, const struct actor *p)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct record *r = &w->record[i], *next = &w->record[(i + 1) % w->n];
        int want = sees(c, w, p, r) ? 200 : 404;
        const char *files = office_path(c, "/tasks/", r->id, "/files/");

        CHECK_INT(ask_as(c, p, GET, office_path(c, "/tasks/", r->id, "")).status, want);
        CHECK_INT(ask_as(c, p, GET, office_path(c, "/tasks/", r->id, ".json")).status, want);
        CHECK_INT(ask_as(c, p, GET, office_path(c, files, r->file, "")).status, want);
        /* Nobody gets the file of another task under this one's address. */
        CHECK_INT(ask_as(c, p, GET, office_path(c, files, next->file, "")).status, 404);
    }
}

TEST(task_lists_search_export_pages_and_documents_show_what_the_predicate_says)
{
    struct world *w = NEW(c->arena, struct world);
    static const char *const json[2] = { "\"id\":\"", "\",\"title\"" };
    static const char *const csv[2] = { "\n", "," }, *const xlsx[2] = { ",", "," };
    static const char *const row[2] = { "\"id\":\"", "\"" };
    uint64_t seed = 42;

    office_open(c, &w->f);
    const int64_t units[N_UNITS] = { w->f.vn,    w->f.vpcp,  w->f.btc,   w->f.tax,
                                     w->f.bkhcn, w->f.hanoi, w->f.badinh };
    memcpy(w->unit, units, sizeof units);
    CHECK_OK(c, test_write(c, add_person, w));
    w->evidence = office_file(c, "evidence.txt", "seen by who sees the task");
    for (size_t i = 0; i < N_TASKS; i++)
        add_task(c, w, &seed);
    for (size_t i = 0; i < N_PEOPLE; i++) {
        struct actor *p = &w->person[i];

        CHECK_OK(c, account_actor(c, p->id, p));
        p->lang = "en";
        compare(c, w, p, "/tasks.json", json, WORK_TASKS, 0);
        compare(c, w, p, "/tasks.json?words=secret", json, WORK_TASKS, 0);
        compare(c, w, p, "/tasks.json?unit=BTC", json, WORK_PAIRS, w->f.btc);
        compare(c, w, p, "/tasks.csv", csv, WORK_TASKS, 0);
        compare(c, w, p, "/tasks.xlsx", xlsx, WORK_TASKS, 0);
        compare(c, w, p, office_path(c, "/sources/", w->f.source, ".json"), row, WORK_TASKS, 0);
        compare_pages(c, w, p);
    }
    unlink(w->evidence.path);
}
