/* Sealing: leaves get their places, tiles and a signature. */
#include "core/test.h"

#include <sodium.h>

#include "common/ledger/ledger_log.h"
#include "common/ledger/ledger_probe.h"

static bool seal(struct ctx *c, void *arg)
{
    (void)arg;
    return ledger_seal_now(c);
}

/* The tree that the leaves in the database make, by the definition. */
static struct ledger_hash plain_root(struct ctx *c, int64_t size)
{
    ledger_entries all = { 0 };
    struct ledger_hash level[1000];

    CHECK_OK(c, ledger_log_entries(c, 0, size, &all));
    CHECK_INT((int64_t)all.n, size);
    for (size_t i = 0; i < all.n; i++)
        level[i] = ledger_hash_leaf((struct bytes){ all.v[i].body, strlen(all.v[i].body) });
    for (size_t n = all.n; n > 1; n = (n + 1) / 2)
        for (size_t i = 0; i < n; i += 2)
            level[i / 2] = i + 1 < n ? ledger_hash_node(&level[i], &level[i + 1]) : level[i];
    return level[0];
}

static void check_signed(struct ctx *c, int64_t size)
{
    struct ledger_head h;
    struct ledger_vkey k;
    struct ledger_note n;
    struct ledger_tiles tiles = { .c = c };
    struct ledger_nodes nodes = ledger_tiles_nodes(&tiles);
    struct ledger_hash root, plain = plain_root(c, size);

    CHECK_OK(c, ledger_head_read(c, &h));
    CHECK_INT(h.tree.size, size);
    CHECK(ledger_vkey_parse(c->arena, h.vkey, &k));
    CHECK_STR(h.vkey, ledger_key_of(c)->vkey);
    CHECK(ledger_note_parse(c->arena, (struct bytes){ h.note, strlen(h.note) }, &n));
    CHECK(ledger_note_is_by(&n, &k));
    CHECK_OK(c, ledger_root(&nodes, size, &root));
    CHECK(memcmp(&root, &h.tree.root, sizeof root) == 0);
    CHECK(memcmp(&root, &plain, sizeof root) == 0);
}

TEST(each_sealing_signs_the_tree_of_all_leaves_so_far)
{
    static const int64_t steps[] = { 1, 2, 5, 255, 256, 257, 300, 512, 700 };
    struct ledger_head before = { 0 }, h;
    int64_t size = 0;

    ledger_probe_make(c);
    for (size_t i = 0; i < COUNT(steps); i++) {
        while (size < steps[i]) {
            size++;
            CHECK_OK(c, test_write(c, ledger_probe_change,
                                   &(struct ledger_probe){ size % 9, size, "a title" }));
        }
        CHECK_OK(c, test_write(c, seal, NULL));
        check_signed(c, size);
        CHECK_OK(c, ledger_head_read(c, &h));
        struct ledger_tiles tiles = { .c = c };
        struct ledger_nodes nodes = ledger_tiles_nodes(&tiles);
        ledger_hashes p = { 0 };
        CHECK_OK(c, ledger_prove_consistency(&nodes, c->arena, before.tree.size, size, &p));
        CHECK(ledger_continues(&h.tree, &before.tree, p.v, p.n));
        before = h;
    }
}

TEST(nothing_to_seal_changes_nothing)
{
    struct ledger_head a, b;

    ledger_probe_make(c);
    CHECK_OK(c, test_write(c, seal, NULL));
    CHECK_OK(c, ledger_head_read(c, &a));
    CHECK_INT(a.tree.size, 0);
    CHECK_STR(a.note, "");
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 1, 1, "x" }));
    CHECK_OK(c, test_write(c, seal, NULL));
    CHECK_OK(c, ledger_head_read(c, &a));
    CHECK_OK(c, test_write(c, seal, NULL));
    CHECK_OK(c, ledger_head_read(c, &b));
    CHECK_STR(a.note, b.note);
}

TEST(a_leaf_that_the_program_did_not_write_is_never_sealed)
{
    int64_t n, oldest;

    ledger_probe_make(c);
    ledger_probe_forge(c, 5, "{}", "0123456789abcdef");
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 1, 1, "x" }));
    CHECK_OK(c, test_write(c, seal, NULL));
    check_signed(c, 1);
    CHECK_OK(c, ledger_log_waiting(c, &n, &oldest));
    CHECK_INT(n, 1);
    CHECK_INT(oldest, 5);
}

TEST(nothing_is_signed_on_top_of_a_tree_that_was_changed)
{
    ledger_probe_make(c);
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 1, 1, "x" }));
    CHECK_OK(c, test_write(c, seal, NULL));
    ledger_probe_set_tile(c, 0, 0, (struct bytes){ "0123456789abcdef0123456789abcdef", 32 });
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 1, 2, "y" }));
    CHECK(!test_write(c, seal, NULL));
    CHECK_FAILED(c, ERR_CONFLICT);
}

TEST(a_ledger_put_back_to_an_older_state_is_noticed_while_the_program_runs)
{
    struct ledger_head old;

    ledger_probe_make(c);
    for (int64_t i = 1; i < 4; i++) {
        CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 1, i, "x" }));
        CHECK_OK(c, test_write(c, seal, NULL));
        if (i == 1)
            CHECK_OK(c, ledger_head_read(c, &old));
    }
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 1, 9, "x" }));
    CHECK_OK(c, test_write(c, seal, NULL)); /* has seen three */
    struct ledger_tiles tiles = { .c = c };
    struct bytes first;
    CHECK_OK(c, ledger_tiles_get(&tiles, 0, 0, &first));
    ledger_probe_set_tile(c, 0, 0, (struct bytes){ first.p, 32 });
    ledger_probe_set_head(c, 1, old.note);
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 1, 10, "x" }));
    CHECK(!test_write(c, seal, NULL));
    CHECK_FAILED(c, ERR_CONFLICT);
}

/* The n-th statement of a sealing fails: nothing of it stays, and the next one does it all. */
TEST(a_sealing_that_is_interrupted_is_done_again)
{
    int64_t n, oldest;
    int failed = 0;

    ledger_probe_make(c);
    for (int64_t i = 1; i <= 300; i++)
        CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ i, i, "x" }));
    for (int at = 1; at < 400; at += at < 20 ? 1 : 37) {
        db_fail_after(c->db, at);
        bool ok = test_write(c, seal, NULL);
        db_fail_after(c->db, 0);
        if (ok)
            break;
        failed++;
        c->err = (struct err){ 0 };
        CHECK_OK(c, ledger_log_waiting(c, &n, &oldest));
        CHECK_INT(n, 300);
    }
    CHECK(failed > 20);
    CHECK_OK(c, test_write(c, seal, NULL));
    check_signed(c, 300);
}

static bool rekey(struct ctx *c, void *arg)
{
    (void)arg;
    return ledger_log_rekey(c);
}

TEST(a_node_that_lost_its_key_seals_nothing_until_it_is_told_to_use_a_new_one)
{
    struct buf report = { .arena = c->arena };
    struct ledger_key *k = ledger_key_of(c);
    struct ledger_head h;
    unsigned char seed[32] = { 5 };

    ledger_probe_make(c);
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 1, 1, "x" }));
    CHECK_OK(c, test_write(c, seal, NULL));
    crypto_sign_seed_keypair(k->public, k->sign, seed);
    struct ledger_vkey fresh = ledger_vkey("lienthong/0", 1, k->public);
    k->vkey = ledger_vkey_text(c->arena, &fresh);
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 1, 2, "y" }));
    CHECK(!test_write(c, seal, NULL));
    CHECK_FAILED(c, ERR_CONFLICT);
    CHECK_OK(c, ledger_log_check(c, &report));
    CHECK_HAS(buf_str(&report), "signed with another key");
    CHECK_OK(c, test_write(c, rekey, NULL));
    CHECK_OK(c, test_write(c, seal, NULL));
    check_signed(c, 2);
    CHECK_OK(c, ledger_head_read(c, &h));
    CHECK_STR(h.vkey, k->vkey);
}
