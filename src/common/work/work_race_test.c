/* Several at once on one common task, on PostgreSQL: SQLite has one writer. */
#include <pthread.h>

#include "common/work/work_test.h"
#include "core/app.h"
#include "core/test_pg.h"

enum { ROUNDS = 100 };

struct hand {
    struct app *app;
    const struct actor *actor;
    pthread_barrier_t *start;
    enum work_event_type type;
    int64_t id[ROUNDS];
    int done, tries, failed;
};

struct attempt {
    struct hand *h;
    int64_t id;
};

static bool change(struct ctx *c, void *arg)
{
    struct attempt *a = arg;
    struct obligation o;

    a->h->tries++;
    return work_apply(
        c, &(struct work_change){ .id = a->id, .type = a->h->type, .product = "1", .text = "x" },
        &o);
}

static void *change_each(void *arg)
{
    struct hand *h = arg;

    for (int i = 0; i < ROUNDS; i++) {
        struct ctx c = app_ctx(h->app, 64 << 20);

        c.actor = h->actor;
        pthread_barrier_wait(h->start);
        if (exec_now(&c, change, &(struct attempt){ h, h->id[i] }))
            h->done++;
        else if (c.err.kind != ERR_CONFLICT) /* it was withdrawn a moment before */
            h->failed++;
        arena_free(&c.arena);
    }
    return NULL;
}

/* A common task with a part that was reported; the ids of the whole and of that part. */
static void open_round(struct ctx *c, const struct tree *t, int64_t *whole, int64_t *share)
{
    struct obligation p = {
        .owner = t->vn, .creditor = t->vn, .title = "common", .measures = WORK_TASKS
    };

    CHECK_OK(c, tree_open(c, &p));
    for (int i = 0; i < 2; i++) {
        struct obligation part = { .owner = i ? t->hanoi : t->btc,
                                   .creditor = t->vn,
                                   .title = "share",
                                   .parent = p.id,
                                   .parent_tenant = p.tenant,
                                   .measures = WORK_PAIRS };

        CHECK_OK(c, tree_open(c, &part));
        *share = part.id;
    }
    CHECK_OK(c, tree_apply(c, &(struct work_change){
                                  .id = *share, .type = WORK_REPORTED, .product = "1" }));
    *whole = p.id;
}

TEST(work_a_part_is_recognised_while_the_whole_is_withdrawn_and_neither_waits_for_the_other)
{
    pthread_barrier_t start;
    struct tree t;
    struct hand hands[] = { { .type = WORK_RECOGNISED }, { .type = WORK_WITHDRAWN } };
    pthread_t thread[COUNT(hands)];
    struct buf report = { .arena = c->arena };

    if (!db_is_pg(c->db))
        return;
    tree_plant(c, &t);
    for (int i = 0; i < ROUNDS; i++)
        open_round(c, &t, &hands[1].id[i], &hands[0].id[i]);
    c->app->db = db_pool_new(test_pg_url());
    pthread_barrier_init(&start, NULL, COUNT(hands));
    for (size_t i = 0; i < COUNT(hands); i++) {
        hands[i].app = c->app, hands[i].actor = c->actor, hands[i].start = &start;
        ASSERT(pthread_create(&thread[i], NULL, change_each, &hands[i]) == 0);
    }
    for (size_t i = 0; i < COUNT(hands); i++)
        pthread_join(thread[i], NULL);
    pthread_barrier_destroy(&start);
    CHECK_INT(hands[0].failed + hands[1].failed, 0);
    CHECK_INT(hands[1].done, ROUNDS);
    /* Nothing had to be tried again: both lock the whole before its parts. */
    CHECK_INT(hands[0].tries + hands[1].tries, 2 * ROUNDS);
    CHECK_OK(c, work_check(c, &report));
    CHECK_STR(buf_str(&report), "");
}
