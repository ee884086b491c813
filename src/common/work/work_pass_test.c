/* What passes to a legal successor, as sentences; then random histories through a merger. */
#include "common/work/work_pass.h"

#include <stdlib.h>

#include "common/account/account.h"
#include "common/unit/unit_succession.h"
#include "common/work/work_test.h"
#include "core/text.h"

enum { A_STEP = 7, DAYS = 200, MANY = 120 };

struct tenure {
    int64_t unit, successor, until;
};

static bool end_unit(struct ctx *c, void *arg)
{
    const struct tenure *t = arg;

    return unit_close(c, t->unit, t->until, t->successor);
}

static bool one_step(struct ctx *c, void *arg)
{
    return unit_succession_step(c, arg);
}

static int64_t pass_all(struct ctx *c)
{
    struct unit_step s = { .on = c->today, .most = A_STEP };
    int64_t moved = 0;

    do {
        CHECK_OK(c, test_write(c, one_step, &s));
        CHECK_INT(s.failed, 0);
        moved += s.moved;
    } while (c->err.kind == ERR_NONE && !s.done);
    return moved;
}

static void check_says_nothing(struct ctx *c)
{
    struct buf report = { .arena = c->arena };

    CHECK_OK(c, work_check(c, &report));
    CHECK_STR(buf_str(&report), "");
}

static void apply(struct ctx *c, struct work_change w)
{
    CHECK_OK(c, tree_apply(c, &w));
}

static struct obligation got(struct ctx *c, int64_t id)
{
    struct obligation o = { 0 };

    CHECK_OK(c, work_get(c, id, &o));
    return o;
}

static struct obligation opened(struct ctx *c, int64_t owner, int64_t creditor, int64_t due)
{
    struct obligation o = { .owner = owner,
                            .creditor = creditor,
                            .title = "a bridge",
                            .opened = c->today,
                            .due = due,
                            .due_text = "before summer" };

    CHECK_OK(c, tree_open(c, &o));
    return o;
}

/* Hà Nội ends on 1 July and BKHCN takes over. */
static struct tree ending(struct ctx *c)
{
    struct tree t;

    c->today = day(2025, 6, 1);
    tree_plant(c, &t);
    CHECK_OK(c, test_write(c, end_unit, &(struct tenure){ t.hanoi, t.bkhcn, day(2025, 7, 1) }));
    return t;
}

static struct obligation next_of(struct ctx *c, const struct obligation *o)
{
    struct work_passed to = { 0 };

    CHECK_OK(c, work_passed_to(c, o, &to));
    CHECK(to.other != 0);
    return got(c, to.other);
}

TEST(work_that_is_open_passes_with_deadline_words_and_what_waits)
{
    struct tree t = ending(c);
    struct obligation o = opened(c, t.hanoi, t.btc, day(2025, 6, 20)), new_;
    struct work_passed from;
    work_events h = { 0 };

    apply(c, (struct work_change){ .id = o.id,
                                   .type = WORK_EXTENDED,
                                   .due = day(2025, 7, 20),
                                   .due_text = "before 20 July",
                                   .text = "flood" });
    c->today = day(2025, 6, 25);
    apply(c,
          (struct work_change){
              .id = o.id, .type = WORK_EXTENSION_ASKED, .due = day(2025, 8, 1), .text = "rain" });
    apply(c, (struct work_change){ .id = o.id, .type = WORK_REPORTED, .product = "5/BC" });
    c->today = day(2025, 7, 1);
    CHECK_INT(pass_all(c), 1);
    o = got(c, o.id);
    new_ = next_of(c, &o);
    CHECK_INT(o.withdrawn, day(2025, 7, 1));
    CHECK_INT(o.tenant, t.hanoi);
    CHECK_INT(new_.tenant, t.bkhcn);
    CHECK_INT(new_.owner, t.bkhcn);
    CHECK_INT(new_.creditor, t.btc);
    CHECK_INT(new_.opened, day(2025, 7, 1));
    CHECK_INT(new_.due, day(2025, 7, 20));
    CHECK_STR(new_.due_text, "before 20 July");
    CHECK_INT(new_.extensions, 1);
    CHECK_INT(new_.asked_due, day(2025, 8, 1));
    CHECK_INT(new_.reported, day(2025, 6, 25));
    CHECK_OK(c, work_passed_from(c, &new_, &from));
    CHECK_INT(from.other, o.id);
    CHECK_INT(from.first, day(2025, 6, 1));
    CHECK_OK(c, work_history(c, &new_, &h));
    CHECK_INT(h.n, 4);
    CHECK_INT(h.v[3].type, WORK_TAKEN_OVER); /* told where it happened */
    CHECK_INT(h.v[0].type, WORK_EXTENDED);
    check_says_nothing(c);
}

TEST(work_done_by_the_unit_before_is_on_time_though_its_successor_reports_it)
{
    struct tree t = ending(c);
    struct obligation o = opened(c, t.hanoi, t.btc, day(2025, 6, 20)), new_;

    c->today = day(2025, 7, 3); /* the server was off */
    CHECK_INT(pass_all(c), 1);
    new_ = next_of(c, &o);
    apply(c, (struct work_change){ .id = new_.id,
                                   .type = WORK_REPORTED,
                                   .effective = day(2025, 6, 18),
                                   .product = "5/BC" });
    apply(c, (struct work_change){ .id = new_.id, .type = WORK_RECOGNISED });
    new_ = got(c, new_.id);
    CHECK_INT(work_class(new_.due, new_.done, c->today), WORK_DONE_ON_TIME);
    CHECK(!tree_apply(
        c, &(struct work_change){
               .id = new_.id, .type = WORK_REOPENED, .effective = day(2025, 5, 30), .text = "x" }));
    CHECK_FAILED(c, ERR_INPUT);
    check_says_nothing(c);
}

TEST(work_that_has_passed_says_where_it_goes_on)
{
    struct tree t = ending(c);
    struct obligation o = opened(c, t.hanoi, t.btc, day(2025, 8, 1));

    c->today = day(2025, 7, 1);
    CHECK_INT(pass_all(c), 1);
    CHECK(!tree_apply(c, &(struct work_change){ .id = o.id, .type = WORK_RECEIVED }));
    CHECK_HAS(c->err.message, "BKHCN");
    CHECK_FAILED(c, ERR_CONFLICT);
}

TEST(work_that_is_done_stays_and_passes_when_it_is_reopened)
{
    struct tree t = ending(c);
    struct obligation o = opened(c, t.hanoi, t.btc, day(2025, 8, 1)), new_;

    apply(c, (struct work_change){ .id = o.id, .type = WORK_REPORTED, .product = "5/BC" });
    apply(c, (struct work_change){ .id = o.id, .type = WORK_RECOGNISED });
    c->today = day(2025, 7, 1);
    CHECK_INT(pass_all(c), 0);
    CHECK_INT(got(c, o.id).done, day(2025, 6, 1));
    c->today = day(2025, 7, 9);
    apply(c, (struct work_change){ .id = o.id, .type = WORK_REOPENED, .text = "wrong" });
    CHECK_INT(pass_all(c), 1);
    o = got(c, o.id);
    new_ = next_of(c, &o);
    CHECK_INT(new_.opened, day(2025, 7, 9));
    CHECK_INT(new_.reopened, day(2025, 7, 9));
    CHECK_INT(new_.done, 0);
    check_says_nothing(c);
}

TEST(work_of_a_common_task_passes_and_the_whole_counts_as_before)
{
    struct tree t = ending(c);
    struct obligation whole = { .owner = t.vn,
                                .creditor = t.vn,
                                .title = "x",
                                .measures = WORK_TASKS,
                                .opened = c->today,
                                .due = day(2025, 8, 1) };
    struct obligation part[2] = { { .owner = t.hanoi }, { .owner = t.btc } }, new_;

    CHECK_OK(c, tree_open(c, &whole));
    for (size_t i = 0; i < 2; i++) {
        part[i].parent = whole.id;
        part[i].parent_tenant = whole.tenant;
        part[i].creditor = t.vn;
        part[i].title = "x";
        part[i].measures = WORK_PAIRS;
        part[i].opened = c->today;
        part[i].due = whole.due;
        CHECK_OK(c, tree_open(c, &part[i]));
    }
    c->today = day(2025, 7, 1);
    CHECK_INT(pass_all(c), 1);
    CHECK_INT(got(c, whole.id).parts, 2);
    new_ = next_of(c, &part[0]);
    CHECK_INT(new_.parent, whole.id);
    part[0].id = new_.id;
    for (size_t i = 0; i < 2; i++) {
        apply(c,
              (struct work_change){ .id = part[i].id, .type = WORK_REPORTED, .product = "5/BC" });
        apply(c, (struct work_change){ .id = part[i].id, .type = WORK_RECOGNISED });
    }
    CHECK_INT(got(c, whole.id).done, day(2025, 7, 1));
    check_says_nothing(c);
}

TEST(work_brings_its_parts_along)
{
    struct tree t = ending(c);
    struct obligation o = opened(c, t.hanoi, t.btc, day(2025, 8, 1)), part, new_;

    part = (struct obligation){ .owner = t.badinh,
                                .creditor = t.hanoi,
                                .title = "a half",
                                .parent = o.id,
                                .parent_tenant = o.tenant,
                                .measures = WORK_PARTS,
                                .opened = c->today,
                                .due = o.due };
    CHECK_OK(c, tree_open(c, &part));
    c->today = day(2025, 7, 1);
    CHECK_INT(pass_all(c), 2); /* the task, and the part's creditor */
    new_ = next_of(c, &o);
    CHECK_INT(new_.parts, 1);
    CHECK_INT(got(c, o.id).parts, 0);
    part = got(c, part.id);
    CHECK_INT(part.parent, new_.id);
    CHECK_INT(part.parent_tenant, t.bkhcn);
    CHECK_INT(part.creditor, t.bkhcn);
    check_says_nothing(c);
}

/* Somebody who sees only this unit; *at becomes the account. */
static bool add_person(struct ctx *c, void *arg)
{
    int64_t *at = arg, id;

    if (!account_add(c, &(struct account_draft){ .name = "lan", .person = "Lan", .unit = *at },
                     &id) ||
        !account_grant(c, id, "head", *at))
        return false;
    *at = id;
    return true;
}

static bool share(struct ctx *c, void *arg)
{
    struct obligation *o = arg;

    return work_share(c, o, &o->creditor, 1);
}

TEST(work_that_a_unit_coordinates_is_coordinated_by_its_successor)
{
    struct tree t = ending(c);
    struct obligation o = opened(c, t.btc, t.vn, day(2025, 8, 1)), with = o;
    struct work_filter f = { .words = "" };
    obligations found = { 0 };
    struct actor who;
    int64_t at = t.bkhcn;

    with.creditor = t.hanoi; /* whom to share it with */
    CHECK_OK(c, test_write(c, share, &with));
    c->today = day(2025, 7, 1);
    CHECK_INT(pass_all(c), 1);
    check_says_nothing(c);
    CHECK_OK(c, test_write(c, add_person, &at));
    CHECK_OK(c, account_actor(c, at, &who));
    c->actor = &who;
    CHECK_OK(c, work_find(c, &f, &found));
    CHECK_INT(found.n, 1);
    CHECK_INT(found.v[0].id, o.id);
}

TEST(work_owed_to_a_unit_that_ends_is_owed_to_its_successor_and_found_by_it)
{
    struct tree t = ending(c);
    struct obligation o = opened(c, t.btc, t.hanoi, day(2025, 8, 1));
    struct work_filter f = { .words = "bridge" };
    obligations found = { 0 };
    struct actor who;
    int64_t at = t.bkhcn;

    c->today = day(2025, 7, 1);
    CHECK_INT(pass_all(c), 1);
    CHECK_INT(got(c, o.id).creditor, t.bkhcn);
    check_says_nothing(c);
    CHECK_OK(c, test_write(c, add_person, &at));
    CHECK_OK(c, account_actor(c, at, &who));
    c->actor = &who;
    CHECK_OK(c, work_find(c, &f, &found));
    CHECK_INT(found.n, 1);
}

TEST(work_passes_once)
{
    struct tree t = ending(c);
    const char *before;

    opened(c, t.hanoi, t.btc, day(2025, 8, 1));
    opened(c, t.btc, t.hanoi, day(2025, 8, 1));
    c->today = day(2025, 7, 1);
    CHECK_INT(pass_all(c), 2);
    before = test_database(c);
    CHECK_INT(pass_all(c), 0);
    CHECK_STR(test_database(c), before);
}

TEST(work_passes_from_one_successor_to_the_next)
{
    struct tree t = ending(c);
    struct obligation o = opened(c, t.hanoi, t.btc, day(2025, 8, 1)), a, b;
    struct work_passed from;

    apply(c, (struct work_change){ .id = o.id, .type = WORK_RECEIVED });
    c->today = day(2025, 7, 1);
    CHECK_OK(c, test_write(c, end_unit, &(struct tenure){ t.bkhcn, t.btc, day(2025, 7, 10) }));
    CHECK_INT(pass_all(c), 1);
    c->today = day(2025, 7, 12);
    CHECK_INT(pass_all(c), 1);
    a = next_of(c, &o);
    b = next_of(c, &a);
    CHECK_INT(b.owner, t.btc);
    CHECK_INT(b.opened, day(2025, 7, 10));
    CHECK_INT(b.received, day(2025, 6, 1));
    CHECK_OK(c, work_passed_from(c, &b, &from));
    CHECK_INT(from.first, day(2025, 6, 1));
    check_says_nothing(c);
}

/* ---- random histories ---- */

static uint64_t seed;

static int64_t dice(int64_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

struct play {
    struct tree t;
    int64_t id[MANY];
    size_t n;
    bool still; /* all on one day */
};

static int64_t some_unit(const struct tree *t)
{
    const int64_t all[] = { t->btc, t->bkhcn, t->cuc, t->hanoi, t->hanoi, t->badinh, t->badinh };

    return all[dice(COUNT(all))];
}

static bool tolerated(struct ctx *c)
{
    if (c->err.kind != ERR_CONFLICT && c->err.kind != ERR_INPUT)
        return false;
    c->err = (struct err){ 0 };
    return true;
}

static bool deal(struct ctx *c, struct play *p)
{
    struct obligation o = { .owner = some_unit(&p->t),
                            .creditor = some_unit(&p->t),
                            .list = dice(2) ? p->t.list : 0,
                            .title = "x",
                            .measures = WORK_TASKS | WORK_PAIRS };
    int64_t coordinating = some_unit(&p->t), effective = c->today - dice(9);

    if (p->n && dice(3) == 0) {
        struct obligation above;

        if (!work_get(c, p->id[dice((int64_t)p->n)], &above))
            return false;
        if (!above.withdrawn && !above.done) {
            o.parent = above.id;
            o.parent_tenant = above.tenant;
            o.measures = WORK_PARTS;
        }
    }
    if (dice(4))
        o.due = effective + dice(60);
    else if (dice(2))
        o.working_days = 1 + dice(30);
    if (!work_open(c, &o, effective) || !work_share(c, &o, &coordinating, (size_t)dice(2)))
        return false;
    p->id[p->n++] = o.id;
    return true;
}

static bool move(struct ctx *c, const struct play *p)
{
    static const enum work_event_type moves[] = {
        WORK_RECEIVED,        WORK_NOTED,
        WORK_REPORTED,        WORK_REPORTED,
        WORK_RECOGNISED,      WORK_RETURNED,
        WORK_REOPENED,        WORK_EXTENDED,
        WORK_EXTENSION_ASKED, WORK_RECOGNISED,
        WORK_AMENDED,         WORK_EXTENSION_ASKED,
        WORK_COMMENTED,       WORK_EXTENSION_REFUSED,
        WORK_WITHDRAWN,
    };
    struct work_change w = { .id = p->id[dice((int64_t)p->n)], .text = "x", .product = "1/BC" };
    struct obligation o;
    struct work_passed to = { 0 };

    do { /* where it goes on */
        if (!work_get(c, w.id, &o) || !work_passed_to(c, &o, &to))
            return false;
        w.id = to.other ? to.other : w.id;
    } while (to.other);
    w.type = moves[dice(COUNT(moves))];
    if (w.type == WORK_WITHDRAWN && dice(3))
        w.type = WORK_REPORTED;
    if (dice(3) == 0)
        w.effective = c->today - dice(20);
    if (w.type == WORK_EXTENSION_ASKED || w.type == WORK_EXTENDED || w.type == WORK_AMENDED)
        w.due = o.due + 1 + dice(40);
    return work_apply(c, &w, &o) || tolerated(c);
}

static bool play(struct ctx *c, void *arg)
{
    struct play *p = arg;

    for (int i = 0; i < MANY * 4; i++) {
        c->today += i % 20 == 0 && !p->still;
        if (p->n < MANY && i % 4 == 0 && c->today < day(2025, 7, 1) && !deal(c, p))
            return false;
        if (p->n && !move(c, p))
            return false;
    }
    return true;
}

/* Figures of every unit and of the whole on every day, in both views and all measures. */
enum { UNITS = 7, MEASURES = 3 };
struct picture {
    struct work_figures f[UNITS][MEASURES][2][DAYS];
};

static struct picture *look(struct ctx *c, const struct tree *t, int64_t from)
{
    const int64_t units[UNITS] = { t->vn, t->btc, t->cuc, t->bkhcn, t->hanoi, t->badinh, 0 };
    struct picture *p = NEW(c->arena, struct picture);

    for (int u = 0; u < UNITS; u++)
        for (int m = 0; m < MEASURES; m++)
            for (int v = 0; v < 2; v++) {
                struct work_question q = { .unit = units[u],
                                           .view = (enum work_view)v,
                                           .measures = 1 << m };
                work_rows rows = { 0 };

                CHECK_OK(c, work_series(c, &q, from, from + DAYS - 1, 1, &rows));
                for (size_t d = 0; d < rows.n && d < DAYS; d++)
                    p->f[u][m][v][d] = rows.v[d].f;
            }
    return p;
}

static bool same(const struct work_figures *a, const struct work_figures *b)
{
    return memcmp(a->n, b->n, sizeof a->n) == 0;
}

/* No figure of a day before, and never one of the whole, is another than it was. */
static void compare(struct ctx *c, const struct picture *a, const struct picture *b, int64_t from,
                    int64_t in_force)
{
    for (int u = 0; u < UNITS; u++)
        for (int m = 0; m < MEASURES; m++)
            for (int v = 0; v < 2; v++)
                for (int64_t d = 0; d < DAYS; d++)
                    if ((u == UNITS - 1 || from + d < (v == WORK_KNOWN ? c->today : in_force)) &&
                        !same(&a->f[u][m][v][d], &b->f[u][m][v][d]))
                        test_failed(__FILE__, __LINE__, "unit %d, measure %d, view %d, %s", u,
                                    1 << m, v, day_text(c->arena, from + d));
}

/* Hà Nội and what lies below it: index 4 and 5 of the picture. Of a run that comes late: what
 * was done after the day in force, while it still stood there, stays there. */
static void owes_nothing(struct ctx *c, const struct picture *p, int64_t from)
{
    for (int u = 4; u < 6; u++)
        for (int m = 0; m < MEASURES; m++)
            for (int v = 0; v < 2; v++)
                for (int64_t d = c->today - from; d < DAYS; d++)
                    for (int k = WORK_OPEN_IN_TIME; k <= WORK_OPEN_NO_DEADLINE; k++)
                        if (p->f[u][m][v][d].n[k])
                            test_failed(__FILE__, __LINE__, "%s: unit %d, view %d still owes %d",
                                        day_text(c->arena, from + d), u, v,
                                        (int)p->f[u][m][v][d].n[k]);
}

static void play_merger(struct ctx *c, struct play *p, int64_t late)
{
    int64_t in_force = day(2025, 7, 1), from = day(2025, 5, 1);
    struct picture *before, *after;

    c->today = day(2025, 6, 1);
    CHECK_OK(c, test_write(c, play, p));
    CHECK(c->today < in_force);
    CHECK_OK(c, test_write(c, end_unit, &(struct tenure){ p->t.hanoi, p->t.bkhcn, in_force }));
    CHECK_OK(c, test_write(c, end_unit, &(struct tenure){ p->t.badinh, p->t.cuc, in_force }));
    c->today = in_force + late;
    p->still = true;
    for (int64_t i = 0; i < late; i++) /* before the server is on again */
        CHECK_OK(c, test_write(c, play, p));
    before = look(c, &p->t, from);
    CHECK(pass_all(c) > 0);
    after = look(c, &p->t, from);
    compare(c, before, after, from, in_force);
    owes_nothing(c, after, from);
    check_says_nothing(c);
    c->today = in_force + late + 20;
    p->still = false;
    CHECK_OK(c, test_write(c, play, p));
    pass_all(c); /* what was reopened at the units that have ended */
    check_says_nothing(c);
    CHECK_OK(c, test_write(c, one_step, &(struct unit_step){ .on = c->today, .most = 1 }));
}

static int64_t setting(const char *name, int64_t normal)
{
    const char *s = getenv(name);
    int64_t v;

    return s && int_parse(s, &v) ? v : normal;
}

TEST(work_of_random_histories_passes_through_a_merger_and_no_figure_of_the_past_changes)
{
    struct play p = { .n = 0 };

    seed = (uint64_t)setting("LT_SEED", 71);
    tree_plant(c, &p.t);
    play_merger(c, &p, 0);
}

TEST(work_of_random_histories_passes_late_and_what_was_known_stays)
{
    struct play p = { .n = 0 };

    seed = (uint64_t)setting("LT_SEED", 4711);
    tree_plant(c, &p.t);
    play_merger(c, &p, 9);
}
