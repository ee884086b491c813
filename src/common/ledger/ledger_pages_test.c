/* The log over HTTP: static resources, proofs, records. */
#include "core/test.h"

#include "core/json_read.h"
#include "common/ledger/ledger_log.h"
#include "common/ledger/ledger_probe.h"
#include "common/ledger/ledger_tile_path.h"

static bool seal(struct ctx *c, void *arg)
{
    (void)arg;
    return ledger_seal_now(c);
}

static void make_log(struct ctx *c, int64_t n)
{
    ledger_probe_make(c);
    for (int64_t i = 1; i <= n; i++)
        CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ i, i, "a title" }));
    CHECK_OK(c, test_write(c, seal, NULL));
}

TEST(the_checkpoint_is_served_as_it_was_signed)
{
    struct ledger_head h;

    CHECK_INT(ask(c, "", GET, "/ledger/checkpoint").status, 404);
    make_log(c, 3);
    struct res s = ask(c, "", GET, "/ledger/checkpoint");
    CHECK_OK(c, ledger_head_read(c, &h));
    CHECK_INT(s.status, 200);
    CHECK_STR(s.type, "text/plain; charset=utf-8");
    CHECK_STR(s.body.p, h.note);
}

TEST(addresses_of_tiles_have_one_spelling)
{
    static const struct {
        const char *path;
        int64_t level, n, width;
    } good[] = {
        { "0/000", 0, 0, 256 },
        { "63/255", 63, 255, 256 },
        { "1/x001/x234/067", 1, 1234067, 256 },
        { "2/x001/000.p/1", 2, 1000, 1 },
        { "entries/017.p/255", -1, 17, 255 },
        { "0/x999/x999/x999/x999/x999/999", 0, 999999999999999999, 256 },
    };
    static const char *const bad[] = {
        "",           "0",           "0/",
        "0/0",        "0/0000",      "64/000",
        "00/000",     "-1/000",      "0/x000/001",
        "0/001/001",  "0/x001/",     "0/x001",
        "0/x001/x02", "0/000.p",     "0/000.p/",
        "0/000.p/0",  "0/000.p/256", "0/000.p/01",
        "0/000.p/1x", "0/000/",      "Entries/000",
        "entries",    "entries/00a", "0/000.p/1/2",
        "1e/000",     "0/x1/000",    "0/x999/x999/x999/x999/x999/x999/999",
    };
    struct ledger_tile_address a;

    for (size_t i = 0; i < COUNT(good); i++) {
        CHECK(ledger_tile_parse(good[i].path, &a));
        CHECK_INT(a.level, good[i].level);
        CHECK_INT(a.n, good[i].n);
        CHECK_INT(a.width, good[i].width);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!ledger_tile_parse(bad[i], &a));
}

/* As a monitor does it: from the entries of the bundles to the root of the checkpoint. */
TEST(bundles_hash_to_tiles_and_tiles_to_the_checkpoint)
{
    struct ledger_head h;
    struct ledger_hash leaf[LEDGER_TILE];

    make_log(c, 300);
    CHECK_OK(c, ledger_head_read(c, &h));
    struct res bundle = ask(c, "", GET, "/ledger/tile/entries/000");
    struct res tile = ask(c, "", GET, "/ledger/tile/0/000");
    struct res rest = ask(c, "", GET, "/ledger/tile/0/001.p/44");
    struct res above = ask(c, "", GET, "/ledger/tile/1/000.p/1");

    CHECK_INT(bundle.status, 200);
    CHECK_STR(bundle.type, "application/octet-stream");
    CHECK_HAS(bundle.cache, "immutable");
    CHECK_INT(tile.body.n, 8192);
    CHECK_INT(rest.body.n, 44 * 32);
    CHECK_INT(above.body.n, 32);
    const unsigned char *p = (const unsigned char *)bundle.body.p;
    for (size_t i = 0; i < LEDGER_TILE; i++) {
        size_t n = (size_t)p[0] << 8 | p[1];

        leaf[i] = ledger_hash_leaf((struct bytes){ p + 2, n });
        p += 2 + n;
    }
    CHECK(p == (const unsigned char *)bundle.body.p + bundle.body.n);
    CHECK(memcmp(leaf, tile.body.p, sizeof leaf) == 0);
    struct ledger_hash full = ledger_hash_perfect(leaf, LEDGER_TILE);
    CHECK(memcmp(&full, above.body.p, sizeof full) == 0);
    CHECK_INT(ask(c, "", GET, "/ledger/tile/entries/001.p/44").status, 200);
    CHECK_INT(ask(c, "", GET, "/ledger/tile/0/001.p/7").status, 200);
}

TEST(tiles_far_out_have_longer_addresses)
{
    unsigned char hashes[8192] = { 7 };

    make_log(c, 1);
    ledger_probe_set_tile(c, 0, 1000000, (struct bytes){ hashes, sizeof hashes });
    struct res s = ask(c, "", GET, "/ledger/tile/0/x001/x000/000");
    CHECK_INT(s.body.n, 8192);
    s = ask(c, "", GET, "/ledger/tile/0/x001/x000/000.p/2");
    CHECK_INT(s.body.n, 64);
    ledger_probe_set_tile(c, 0, 1000, (struct bytes){ hashes, sizeof hashes });
    CHECK_INT(ask(c, "", GET, "/ledger/tile/0/x001/000").status, 200);
}

TEST(tiles_that_are_not_there_are_not_found_and_wrong_addresses_are_refused)
{
    static const char *const missing[] = {
        "/ledger/tile/0/000",
        "/ledger/tile/0/001.p/1",
        "/ledger/tile/1/000.p/1",
        "/ledger/tile/entries/000",
        "/ledger/tile/0/000.p/4",
        "/ledger/tile/entries/000.p/4",
        "/ledger/tile/9/x001/000",
        "/ledger/tile/0/x001/x001/000",
        "/ledger/tile/entries/x001/x001/000.p/5",
        "/ledger/tile/entries/x999/x999/999.p/5",
    };
    static const char *const wrong[] = {
        "/ledger/tile/0/0",
        "/ledger/tile/0/000.p/0",
        "/ledger/tile/0/000/001",
        "/ledger/tile/0/x000/x000/001",
        "/ledger/tile/64/x001/x001/000.p/5",
    };

    make_log(c, 3);
    CHECK_INT(ask(c, "", GET, "/ledger/tile/0/000.p/3").status, 200);
    CHECK_INT(ask(c, "", GET, "/ledger/tile/entries/000.p/3").status, 200);
    for (size_t i = 0; i < COUNT(missing); i++)
        CHECK_INT(ask(c, "", GET, missing[i]).status, 404);
    for (size_t i = 0; i < COUNT(wrong); i++)
        CHECK_INT(ask(c, "", GET, wrong[i]).status, 400);
}

static const struct json_value *get(struct ctx *c, const char *path)
{
    struct res s = ask(c, "", GET, path);
    const struct json_value *doc = NULL;

    CHECK_INT(s.status, 200);
    CHECK_OK(c, json_parse(c, (struct bytes){ s.body.p, s.body.n }, &doc));
    return doc;
}

static size_t read_path(const struct json_value *doc, struct ledger_hash path[64])
{
    const struct json_value *list = json_get(doc, "path");
    size_t n = json_count(list);

    CHECK(n <= 64);
    for (size_t i = 0; i < n && i < 64; i++)
        CHECK(ledger_unhex(json_own_text(json_at(list, i)), SHA256_SIZE, path[i].b));
    return n;
}

TEST(a_leaf_is_served_with_the_proof_that_it_is_in_the_tree)
{
    struct ledger_head h;
    struct ledger_hash path[64];

    make_log(c, 11);
    CHECK_OK(c, ledger_head_read(c, &h));
    const struct json_value *doc = get(c, "/ledger/proof.json?leaf=6");
    const char *body = json_str(doc, "body");
    struct ledger_hash leaf = ledger_hash_leaf((struct bytes){ body, strlen(body) });
    size_t n = read_path(doc, path);
    CHECK(ledger_includes(&h.tree, 6, &leaf, path, n));
    struct res s = ask(c, "", GET, "/ledger/proof?leaf=6");
    CHECK_HAS(s.body.p, "<h1>Line 6</h1>");
    CHECK_HAS(s.body.p, "<td>1/7</td>");
    CHECK_HAS(ask(c, "ledger.read", GET, "/ledger/proof?leaf=6").body.p,
              "<a href=\"/ledger/record?table=ledger_probe&amp;key=1%2F7\">1/7</a>");
    CHECK_INT(ask(c, "", GET, "/ledger/proof?leaf=11").status, 422);
    CHECK_INT(ask(c, "", GET, "/ledger/proof?leaf=-1").status, 422);
    CHECK_INT(ask(c, "", GET, "/ledger/proof.json").status, 422);
}

TEST(a_single_leaf_is_its_own_root)
{
    make_log(c, 1);
    CHECK_HAS(ask(c, "", GET, "/ledger/proof?leaf=0").body.p, "It is the only line");
}

TEST(an_older_tree_is_served_with_the_proof_that_it_goes_on)
{
    struct ledger_head old, now;
    struct ledger_hash path[64];

    make_log(c, 5);
    CHECK_OK(c, ledger_head_read(c, &old));
    make_log(c, 8);
    CHECK_OK(c, ledger_head_read(c, &now));
    const struct json_value *doc = get(c, "/ledger/consistency.json?old=5");
    size_t n = read_path(doc, path);
    CHECK(ledger_continues(&now.tree, &old.tree, path, n));
    CHECK_INT(ask(c, "", GET, "/ledger/consistency.json?old=14").status, 422);
}

TEST(the_page_says_what_the_ledger_is_also_before_there_is_one)
{
    CHECK_HAS(ask(c, "", GET, "/ledger").body.p, "Nothing has been sealed yet");
    make_log(c, 2);
    struct res s = ask(c, "", GET, "/ledger");
    CHECK_HAS(s.body.p, "2 lines are sealed");
    CHECK_HAS(s.body.p, ledger_key_of(c)->vkey);
    CHECK_HAS_NOT(s.body.p, "Versions of a record");
    CHECK_HAS(ask(c, "ledger.read", GET, "/ledger").body.p, "Versions of a record");
    CHECK_HAS(ask(c, "", GET, "/ledger.json").body.p, "\"size\":2");
}

TEST(the_versions_of_a_record_are_for_auditors)
{
    /* A sealed table of the product, any. */
    static const char path[] = "/ledger/record.json?table=account&key=7";

    CHECK_INT(ask(c, "", GET, path).status, 401);
    CHECK_INT(ask(c, "unit.read", GET, path).status, 403);
    CHECK_INT(ask(c, "ledger.read", GET, path).status, 404);
    CHECK_INT(ask(c, "ledger.read", GET, "/ledger/record.json?table=none&key=1").status, 422);
    CHECK_INT(ask(c, "ledger.read", GET, "/ledger/record.json?table=account&key=1/2").status, 422);
    CHECK_INT(ask(c, "ledger.read", GET, "/ledger/record.json?table=account&key=x").status, 422);
}

TEST(the_versions_of_a_record_name_leaf_account_and_action)
{
    static const char path[] = "/ledger/record?table=account&key=7";
    ledger_entries e = { 0 };

    c->action = "probe.put";
    make_log(c, 2);
    CHECK_OK(c, ledger_log_entries(c, 1, 2, &e));
    ledger_probe_add_version(c, "account", 7, 1, e.v[0].id);
    ledger_probe_add_version(c, "account", 7, 2, 99);
    struct res s = ask(c, "ledger.read", GET, path);
    CHECK_HAS(s.body.p, "<a href=\"/ledger/proof?leaf=1\">1</a>");
    CHECK_HAS(s.body.p, "probe.put");
    CHECK_HAS(s.body.p, "<code>ab00");
    CHECK_HAS(s.body.p, "the record was gone");
    s = ask(c, "ledger.read", GET, "/ledger/record.json?table=account&key=7");
    CHECK_HAS(s.body.p, "\"leaf\":1");
    CHECK_HAS(s.body.p, "\"by\":\"1\"");
    CHECK_HAS(s.body.p, "\"gone\":true");
    CHECK_HAS_NOT(s.body.p, "\"salt\"");
    s = ask(c, "ledger.read ledger.salt", GET, "/ledger/record.json?table=account&key=7");
    CHECK_HAS(s.body.p, "\"salt\":\"cd00");
    for (int64_t v = 3; v <= 120; v++)
        ledger_probe_add_version(c, "account", 7, v, 99);
    CHECK_HAS(ask(c, "ledger.read", GET, path).body.p, "after=100\"");
    CHECK_HAS_NOT(ask(c, "ledger.read", GET, "/ledger/record?table=account&key=7&after=100").body.p,
                  "after=");
}

TEST(figures_of_the_ledger_are_told_to_those_who_watch_the_node)
{
    make_log(c, 2);
    CHECK_HAS(ask(c, "", GET, "/metrics").body.p, "lienthong_ledger_leaves 2\n");
}

TEST(a_database_that_fails_is_not_mistaken_for_a_missing_tile)
{
    make_log(c, 5);
    CHECK_INT(test_each_failure(c, "", GET, "/ledger/tile/0/000.p/5"), 1);
    CHECK_INT(test_each_failure(c, "", GET, "/ledger/proof?leaf=3"), 3);
    CHECK_INT(test_each_failure(c, "ledger.read", GET, "/ledger"), 2);
}
