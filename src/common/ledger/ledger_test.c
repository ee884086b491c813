#include "core/test.h"

#include "common/ledger/ledger_probe.h"

static bool put_twice_and_another(struct ctx *c, void *arg)
{
    return ledger_probe_change(c, &(struct ledger_probe){ 7, 1, "first" }) &&
           ledger_probe_change(c, arg) &&
           ledger_probe_change(c, &(struct ledger_probe){ 5, 2, "other" });
}

TEST(one_write_is_one_leaf_with_the_last_state_of_each_row)
{
    ledger_probe_make(c);
    c->action = "probe.put";
    CHECK_OK(c, test_write(c, put_twice_and_another, &(struct ledger_probe){ 7, 3, "second" }));
    struct ledger_leaf l;

    CHECK_INT((int64_t)ledger_probe_waiting(c, &l, 1), 1);

    CHECK_STR(l.action, "probe.put");
    CHECK_INT(l.by, 1);
    CHECK_INT(l.at, c->now_ms);
    CHECK_INT((int64_t)l.rows.n, 2);
    CHECK_INT(l.rows.v[0].key[1], 5);
    CHECK_INT(l.rows.v[1].key[1], 7);
    CHECK_INT(l.rows.v[1].v, 1);
    CHECK_INT(l.rows.v[1].n, 5);
    CHECK(!l.rows.v[1].gone);
}

TEST(a_deleted_row_is_noted_as_gone_with_the_next_version)
{
    ledger_probe_make(c);
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 7, 3, "here" }));
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 7, 0, NULL }));
    struct ledger_leaf l[2];

    CHECK_INT((int64_t)ledger_probe_waiting(c, l, 2), 2);

    CHECK_INT((int64_t)l[1].rows.n, 1);
    CHECK_INT(l[1].rows.v[0].v, 2);
    CHECK(l[1].rows.v[0].gone && !l[1].rows.v[0].erased);
}

TEST(a_row_that_once_was_there_is_not_inserted_as_new)
{
    struct ledger_leaf l[3];

    ledger_probe_make(c);
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 7, 3, "here" }));
    CHECK(!test_write(c, ledger_probe_insert, &(struct ledger_probe){ 7, 3, "again" }));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 7, 0, NULL }));
    CHECK(!test_write(c, ledger_probe_insert, &(struct ledger_probe){ 7, 3, "again" }));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_INT((int64_t)ledger_probe_waiting(c, l, 3), 2);
    CHECK_INT(l[1].rows.v[0].v, 2);
}

static bool insert_and_change(struct ctx *c, void *arg)
{
    return ledger_probe_insert(c, arg) &&
           ledger_probe_change(c, &(struct ledger_probe){ 7, 4, "changed" });
}

TEST(a_row_inserted_and_changed_in_one_write_is_its_first_version)
{
    struct ledger_leaf l;

    ledger_probe_make(c);
    CHECK_OK(c, test_write(c, insert_and_change, &(struct ledger_probe){ 7, 3, "here" }));
    CHECK_INT((int64_t)ledger_probe_waiting(c, &l, 1), 1);
    CHECK_INT((int64_t)l.rows.n, 1);
    CHECK_INT(l.rows.v[0].v, 1);
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 7, 5, "next" }));
}

static bool put_many(struct ctx *c, void *arg)
{
    for (int64_t id = 1; id <= *(int64_t *)arg; id++)
        if (!ledger_probe_change(c, &(struct ledger_probe){ id, id, "one of many" }))
            return false;
    return true;
}

TEST(a_large_write_becomes_several_leaves_of_less_than_64_kilobytes)
{
    int64_t n = 1500;
    struct ledger_leaf l[20];
    size_t in_leaves = 0;

    ledger_probe_make(c);
    CHECK_OK(c, test_write(c, put_many, &n));
    size_t leaves = ledger_probe_waiting(c, l, COUNT(l));
    CHECK(leaves > 1);
    for (size_t i = 0; i < leaves; i++)
        in_leaves += l[i].rows.n;
    CHECK_INT((int64_t)in_leaves, n);
}

static bool put_and_fail(struct ctx *c, void *arg)
{
    return ledger_probe_change(c, arg) && fail(c, ERR_INPUT, "no");
}

/* Writes that share a commit: none has seen the versions of the others in the database. */
TEST(writes_of_one_group_count_the_versions_of_a_row_on)
{
    static const char *const titles[] = { "a", "b", NULL, "d" };
    struct ledger_probe p[COUNT(titles)];
    struct ctx each[COUNT(titles)];
    struct write w[COUNT(titles)], *group[COUNT(titles)];
    struct ledger_leaf l[COUNT(titles)];
    struct db *db = c->db;

    ledger_probe_make(c);
    for (size_t i = 0; i < COUNT(titles); i++) {
        each[i] = app_ctx(c->app, 1 << 20);
        p[i] = (struct ledger_probe){ 7, 1, titles[i] };
        w[i] = (struct write){ .c = &each[i], .run = ledger_probe_change, .arg = &p[i] };
        group[i] = &w[i];
    }
    exec_group(c->app, db, group, COUNT(group));
    c->db = db;
    CHECK_INT((int64_t)ledger_probe_waiting(c, l, COUNT(l)), (int64_t)COUNT(titles));
    for (size_t i = 0; i < COUNT(titles); i++) {
        CHECK(w[i].ok);
        CHECK_INT(l[i].rows.v[0].v, (int64_t)i + 1);
        CHECK_INT(l[i].rows.v[0].gone, titles[i] == NULL);
        arena_free(&each[i].arena);
    }
}

TEST(a_write_that_fails_leaves_no_leaf)
{
    struct ledger_leaf l;

    ledger_probe_make(c);
    CHECK(!test_write(c, put_and_fail, &(struct ledger_probe){ 7, 3, "never" }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK_INT((int64_t)ledger_probe_waiting(c, &l, 1), 0);
}

TEST(only_the_exact_form_of_a_leaf_is_read)
{
    static const char good[] =
        "{\"at\":5,\"by\":\"1\",\"unit\":\"-2\",\"action\":\"a.b\",\"rows\":["
        "{\"t\":\"x\",\"k\":[\"1\",\"2\"],\"v\":3,\"n\":0,\"c\":null}]}";
    static const char *const bad[] = {
        "{\"at\":05,\"by\":\"1\",\"unit\":\"2\",\"action\":\"a\",\"rows\":[]}",
        "{\"at\":5,\"by\":1,\"unit\":\"2\",\"action\":\"a\",\"rows\":["
        "{\"t\":\"x\",\"k\":[\"1\"],\"v\":3,\"n\":0,\"c\":null}]}",
        "{\"at\":5, \"by\":\"1\",\"unit\":\"2\",\"action\":\"a\",\"rows\":["
        "{\"t\":\"x\",\"k\":[\"1\"],\"v\":3,\"n\":0,\"c\":null}]}",
        "{\"at\":5,\"by\":\"1\",\"unit\":\"-0\",\"action\":\"a\",\"rows\":["
        "{\"t\":\"x\",\"k\":[\"1\"],\"v\":3,\"n\":0,\"c\":null}]}",
        "{\"at\":5,\"by\":\"9223372036854775808\",\"unit\":\"2\",\"action\":\"a\",\"rows\":["
        "{\"t\":\"x\",\"k\":[\"1\"],\"v\":3,\"n\":0,\"c\":null}]}",
        "{\"at\":5,\"by\":\"1\",\"unit\":\"2\",\"action\":\"a\",\"rows\":["
        "{\"t\":\"x\",\"k\":[\"1\",\"2\",\"3\",\"4\",\"5\"],\"v\":3,\"n\":0,\"c\":null}]}",
        "{\"at\":5,\"by\":\"1\",\"unit\":\"2\",\"action\":\"a\",\"rows\":["
        "{\"t\":\"x\",\"k\":[\"1\"],\"v\":3,\"n\":1,\"c\":\"00FF\"}]}",
    };
    struct ledger_leaf l;

    CHECK(ledger_leaf_parse(c->arena, (struct bytes){ good, sizeof good - 1 }, &l));
    CHECK_INT(l.unit, -2);
    CHECK_INT((int64_t)l.rows.v[0].n_keys, 2);
    for (size_t n = 0; n + 1 < sizeof good; n++) /* no beginning of it is one */
        CHECK(!ledger_leaf_parse(c->arena, (struct bytes){ good, n }, &l));
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!ledger_leaf_parse(c->arena, (struct bytes){ bad[i], strlen(bad[i]) }, &l));
}

TEST(a_write_is_done_with_its_leaf_or_not_at_all)
{
    struct ledger_probe p = { 7, 3, "here" };
    struct ledger_leaf l;
    bool ok = false;
    int failed = 0;

    ledger_probe_make(c);
    for (int at = 1; !ok; at++) {
        db_fail_after(c->db, at);
        ok = test_write(c, ledger_probe_change, &p);
        db_fail_after(c->db, 0);
        if (!ok)
            CHECK_FAILED(c, ERR_SYSTEM);
        failed += !ok;
        CHECK_INT((int64_t)ledger_probe_waiting(c, &l, 1), ok);
    }
    CHECK_INT(failed, 4); /* the row, its reading, its version, the leaf */
}
