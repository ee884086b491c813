#include "core/test.h"

#include "common/ledger/ledger.h"
#include "common/ledger/ledger_leaf.h"

#include "ledger_probe_sql.h"

static void make_probe(struct ctx *c)
{
    static const char *const steps[] = { "CREATE TABLE ledger_probe (\n"
                                         "    tenant INTEGER NOT NULL,\n"
                                         "    id INTEGER NOT NULL,\n"
                                         "    title TEXT,\n    due INTEGER,\n    proof BLOB,\n"
                                         "    PRIMARY KEY (tenant, id)\n) STRICT" };

    CHECK_OK(c, db_migrate(c, "ledger_probe", steps, 1));
}

struct change {
    int64_t id, due;
    const char *title; /* NULL: the row goes */
};

static bool put(struct ctx *c, void *arg)
{
    const struct change *h = arg;
    struct bytes proof = { "\x01\xff", 2 };
    bool ok = h->title ? ledger_probe_put(c, 1, h->id, h->title, h->due, proof)
                       : ledger_probe_drop(c, 1, h->id);

    return ok && ledger_probe_seal(c, 1, h->id);
}

static bool put_twice_and_another(struct ctx *c, void *arg)
{
    return put(c, &(struct change){ 7, 1, "first" }) && put(c, arg) &&
           put(c, &(struct change){ 5, 2, "other" });
}

static struct ledger_leaf leaf(struct ctx *c, size_t at)
{
    ledger_probe_new_rows rows = { 0 };
    struct ledger_leaf l = { 0 };

    CHECK_OK(c, ledger_probe_new(c, &rows));
    CHECK(at < rows.n);
    if (at < rows.n)
        CHECK(ledger_leaf_parse(c->arena,
                                (struct bytes){ rows.v[at].body, strlen(rows.v[at].body) }, &l));
    return l;
}

TEST(one_write_is_one_leaf_with_the_last_state_of_each_row)
{
    make_probe(c);
    c->action = "probe.put";
    CHECK_OK(c, test_write(c, put_twice_and_another, &(struct change){ 7, 3, "second" }));
    struct ledger_leaf l = leaf(c, 0);

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
    make_probe(c);
    CHECK_OK(c, test_write(c, put, &(struct change){ 7, 3, "here" }));
    CHECK_OK(c, test_write(c, put, &(struct change){ 7, 0, NULL }));
    struct ledger_leaf l = leaf(c, 1);

    CHECK_INT((int64_t)l.rows.n, 1);
    CHECK_INT(l.rows.v[0].v, 2);
    CHECK(l.rows.v[0].gone && !l.rows.v[0].erased);
}

static bool put_many(struct ctx *c, void *arg)
{
    for (int64_t id = 1; id <= *(int64_t *)arg; id++)
        if (!put(c, &(struct change){ id, id, "one of many" }))
            return false;
    return true;
}

TEST(a_large_write_becomes_several_leaves_of_less_than_64_kilobytes)
{
    int64_t n = 1500;
    ledger_probe_new_rows rows = { 0 };
    size_t in_leaves = 0;

    make_probe(c);
    CHECK_OK(c, test_write(c, put_many, &n));
    CHECK_OK(c, ledger_probe_new(c, &rows));
    CHECK(rows.n > 1);
    for (size_t i = 0; i < rows.n; i++) {
        CHECK(strlen(rows.v[i].body) <= 65535);
        in_leaves += leaf(c, i).rows.n;
    }
    CHECK_INT((int64_t)in_leaves, n);
}

static bool put_and_fail(struct ctx *c, void *arg)
{
    return put(c, arg) && fail(c, ERR_INPUT, "no");
}

TEST(a_write_that_fails_leaves_no_leaf)
{
    ledger_probe_new_rows rows = { 0 };

    make_probe(c);
    CHECK(!test_write(c, put_and_fail, &(struct change){ 7, 3, "never" }));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK_OK(c, ledger_probe_new(c, &rows));
    CHECK_INT((int64_t)rows.n, 0);
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
