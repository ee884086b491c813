/* What an intruder does to the database is named by verify. */
#include "core/test.h"

#include "common/ledger/ledger_probe.h"
#include "common/ledger/ledger_verify.h"

static bool seal(struct ctx *c, void *arg)
{
    (void)arg;
    return ledger_seal_now(c);
}

static void change(struct ctx *c, int64_t id, int64_t due, const char *title)
{
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ id, due, title }));
}

/* Twenty rows, row 3 in three versions, row 4 dropped properly; sealed: 23 leaves. */
static void make_log(struct ctx *c)
{
    ledger_probe_make(c);
    for (int64_t id = 1; id <= 20; id++)
        change(c, id, 100 + id, "Số hoá \"hồ sơ\"");
    change(c, 3, 200, "second");
    change(c, 3, 300, "third");
    change(c, 4, 0, NULL);
    CHECK_OK(c, test_write(c, seal, NULL));
}

static struct ledger_verdict verify_with(struct ctx *c, struct ledger_check k)
{
    static const struct sealed *const tables[] = { &ledger_probe_sealed };
    struct ledger_verdict v = { 0 };

    k.table = tables;
    k.n_tables = 1;
    CHECK_OK(c, db_begin(c, false));
    CHECK_OK(c, ledger_verify(c, &k, &v));
    db_rollback(c);
    buf_text(&v.out, "");
    return v;
}

static struct ledger_verdict verify(struct ctx *c)
{
    return verify_with(c, (struct ledger_check){ 0 });
}

/* Exactly these findings. */
static void check_found(struct ctx *c, int64_t n, const char *first)
{
    struct ledger_verdict v = verify(c);

    CHECK_HAS(v.out.p, first);
    CHECK_INT(v.faults, n);
    if (v.faults != n)
        test_failed(__FILE__, __LINE__, "found:\n%s", v.out.p);
}

/* Rows are sealed as they were bound, and read back here for the first time. */
TEST(what_was_inserted_sealed_verifies_whatever_its_values)
{
    static const struct ledger_probe rows[] = {
        { 1, 0, "" },
        { 2, 1, NULL },
        { 3, -2, "Số hoá \"hồ sơ\" \\ \n\t\x01" },
        { 4, INT64_MIN, "'" },
        { 5, INT64_MAX, "đ" },
        { 6, 9, "9" },
        { 7, 10, "\xf0\x9f\x98\x80" },
    };

    ledger_probe_make(c);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct ledger_probe row = rows[i];

        CHECK_OK(c, test_write(c, ledger_probe_insert, &row));
    }
    CHECK_OK(c, test_write(c, seal, NULL));
    struct ledger_verdict v = verify(c);
    CHECK_STR(v.out.p, "");
    CHECK_INT(v.faults, 0);
    CHECK_INT(v.rows, (int64_t)COUNT(rows));
}

TEST(an_honest_database_verifies)
{
    make_log(c);
    struct ledger_verdict v = verify(c);

    CHECK_STR(v.out.p, "");
    CHECK_INT(v.faults, 0);
    CHECK_INT(v.leaves, 23);
    CHECK_INT(v.rows, 19);
    CHECK_INT(v.waiting, 0);
}

TEST(an_empty_database_verifies)
{
    ledger_probe_make(c);
    CHECK_INT(verify(c).faults, 0);
}

TEST(leaves_that_wait_to_be_sealed_are_no_fault)
{
    make_log(c);
    change(c, 7, 1, "just now");
    change(c, 21, 1, "just now");
    struct ledger_verdict v = verify(c);

    CHECK_INT(v.faults, 0);
    CHECK_INT(v.waiting, 2);
    CHECK_INT(v.rows, 20);
}

TEST(a_moved_deadline_is_named)
{
    make_log(c);
    ledger_probe_tamper(c, &(struct ledger_probe){ 5, 106, "Số hoá \"hồ sơ\"" });
    check_found(c, 1, "changed ledger_probe 1/5: ");
}

TEST(a_flipped_letter_is_named)
{
    make_log(c);
    ledger_probe_tamper(c, &(struct ledger_probe){ 5, 105, "Số hoa \"hồ sơ\"" });
    check_found(c, 1, "changed ledger_probe 1/5: ");
}

TEST(a_dropped_row_is_named)
{
    make_log(c);
    ledger_probe_tamper(c, &(struct ledger_probe){ 20, 0, NULL });
    check_found(c, 1, "dropped ledger_probe 1/20: ");
}

TEST(a_row_put_in_past_the_log_is_named)
{
    make_log(c);
    ledger_probe_tamper(c, &(struct ledger_probe){ 99, 1, "new" });
    check_found(c, 1, "added ledger_probe 1/99: ");
}

TEST(a_row_that_the_log_knows_as_deleted_is_named_when_it_comes_back)
{
    make_log(c);
    ledger_probe_tamper(c, &(struct ledger_probe){ 4, 104, "Số hoá \"hồ sơ\"" });
    check_found(c, 1, "added ledger_probe 1/4: ");
}

TEST(a_row_put_back_to_an_older_version_is_named_with_it)
{
    make_log(c);
    ledger_probe_tamper(c, &(struct ledger_probe){ 3, 200, "second" });
    check_found(c, 1, "rolled-back ledger_probe 1/3: the row was put back to version 2 of 3");
}

TEST(an_older_version_with_its_followers_taken_out_is_named)
{
    make_log(c);
    ledger_probe_tamper(c, &(struct ledger_probe){ 3, 200, "second" });
    ledger_probe_drop_version(c, 3, 3);
    check_found(c, 1, "version-missing ledger_probe 1/3: version 3 ");
}

TEST(a_forged_version_is_named)
{
    struct ledger_probe p = { 5, 7, "forged" };

    make_log(c);
    ledger_probe_tamper(c, &p);
    ledger_probe_forge_version(c, &p, 2, 12345);
    check_found(c, 1, "version-forged ledger_probe 1/5: version 2 ");
}

TEST(a_forged_leaf_that_waits_is_named_with_the_row_that_it_should_excuse)
{
    struct ledger_probe p = { 5, 7, "forged" };

    make_log(c);
    ledger_probe_tamper(c, &p);
    ledger_probe_forge_version(c, &p, 2, 12345);
    ledger_probe_forge(c, 12345, ledger_probe_body(c, 4), "0123456789abcdef");
    struct ledger_verdict v = verify(c);
    CHECK_HAS(v.out.p, "leaf-forged new:12345: ");
    CHECK_HAS(v.out.p, "version-forged ledger_probe 1/5: version 2 ");
}

TEST(a_changed_leaf_is_named)
{
    make_log(c);
    char *body = (char *)(uintptr_t)arena_strdup(c->arena, ledger_probe_body(c, 4));

    body[10] ^= 1; /* the time; a digit stays one */
    ledger_probe_set_leaf(c, 4, body);
    check_found(c, 2, "leaf-changed 4: ");
    CHECK_HAS(verify(c).out.p, "tree 23: ");
}

TEST(a_changed_commitment_in_a_leaf_is_named_with_its_row)
{
    make_log(c);
    char *body = (char *)(uintptr_t)arena_strdup(c->arena, ledger_probe_body(c, 4));

    char *digit = body + strlen(body) - 8;
    *digit = *digit == '0' ? '1' : '0';
    ledger_probe_set_leaf(c, 4, body);
    struct ledger_verdict v = verify(c);
    CHECK_HAS(v.out.p, "leaf-changed 4: ");
    CHECK_HAS(v.out.p, "version-changed ledger_probe 1/5: version 1 ");
}

TEST(a_missing_leaf_is_named)
{
    make_log(c);
    ledger_probe_set_leaf(c, 7, NULL);
    ledger_probe_set_leaf(c, 8, NULL);
    struct ledger_verdict v = verify(c);
    CHECK_HAS(v.out.p, "leaf-missing 7-8: ");
    CHECK_HAS(v.out.p, "version-forged ledger_probe 1/8: version 1 ");
}

TEST(a_log_that_was_cut_is_named)
{
    make_log(c);
    for (int64_t i = 20; i < 23; i++)
        ledger_probe_set_leaf(c, i, NULL);
    CHECK_HAS(verify(c).out.p, "leaf-missing 20-22: ");
}

TEST(two_leaves_that_changed_places_are_named)
{
    make_log(c);
    ledger_probe_move_leaf(c, 5, 1000);
    ledger_probe_move_leaf(c, 9, 5);
    ledger_probe_move_leaf(c, 1000, 9);
    check_found(c, 3, "leaf-changed 5: ");
    CHECK_HAS(verify(c).out.p, "leaf-changed 9: ");
}

TEST(a_leaf_past_the_signed_tree_is_named)
{
    make_log(c);
    change(c, 21, 1, "x");
    CHECK_OK(c, test_write(c, seal, NULL));
    ledger_probe_move_leaf(c, 23, 500);
    struct ledger_verdict v = verify(c);
    CHECK_HAS(v.out.p, "leaf-missing 23: ");
    CHECK_HAS(v.out.p, "leaf-added 500: ");
}

TEST(a_changed_tile_is_named_and_the_leaves_are_not_blamed)
{
    make_log(c);
    struct ledger_tiles tiles = { .c = c };
    struct bytes t;

    CHECK_OK(c, ledger_tiles_get(&tiles, 0, 0, &t));
    ((unsigned char *)(uintptr_t)t.p)[40] ^= 1;
    ledger_probe_set_tile(c, 0, 0, t);
    check_found(c, 1, "tile-changed 0/0: ");
}

TEST(a_leaf_changed_together_with_its_tile_does_not_make_the_signed_tree)
{
    make_log(c);
    struct ledger_tiles tiles = { .c = c };
    struct bytes t;
    char *body = (char *)(uintptr_t)arena_strdup(c->arena, ledger_probe_body(c, 4));

    body[10] ^= 1;
    ledger_probe_set_leaf(c, 4, body);
    CHECK_OK(c, ledger_tiles_get(&tiles, 0, 0, &t));
    struct ledger_hash h = ledger_hash_leaf((struct bytes){ body, strlen(body) });
    memcpy((unsigned char *)(uintptr_t)t.p + 4 * sizeof h, &h, sizeof h);
    ledger_probe_set_tile(c, 0, 0, t);
    check_found(c, 1, "tree 23: ");
}

TEST(a_checkpoint_that_another_key_signed_is_named)
{
    struct ledger_head h;
    unsigned char sign[64] = { 1 };
    struct ledger_vkey k;

    make_log(c);
    CHECK_OK(c, ledger_head_read(c, &h));
    CHECK(ledger_vkey_parse(c->arena, h.vkey, &k));
    const char *text = ledger_checkpoint_text(c->arena, k.name, &h.tree);
    ledger_probe_set_head(c, 23, ledger_note_sign(c->arena, text, &k, sign));
    check_found(c, 1, "checkpoint 23: ");
    ledger_probe_set_head(c, 23, "rubbish");
    CHECK_HAS(verify(c).out.p, "checkpoint -: ");
}

TEST(an_older_checkpoint_is_found_to_be_a_beginning_of_the_log_or_not)
{
    struct ledger_head old, now;

    ledger_probe_make(c);
    for (int64_t i = 0; i < 9; i++) {
        change(c, 1, i, "x");
        if (i == 4) {
            CHECK_OK(c, test_write(c, seal, NULL));
            CHECK_OK(c, ledger_head_read(c, &old));
        }
    }
    CHECK_OK(c, test_write(c, seal, NULL));
    CHECK_OK(c, ledger_head_read(c, &now));
    struct ledger_check k = { .checkpoint = { old.note, strlen(old.note) }, .vkey = now.vkey };
    CHECK_INT(verify_with(c, k).faults, 0);

    /* Another history of the same length, signed by the key itself. */
    struct ledger_vkey key;
    CHECK(ledger_vkey_parse(c->arena, now.vkey, &key));
    old.tree.root.b[7] ^= 1;
    const char *other =
        ledger_note_sign(c->arena, ledger_checkpoint_text(c->arena, key.name, &old.tree), &key,
                         ledger_key_of(c)->sign);
    k.checkpoint = (struct bytes){ other, strlen(other) };
    CHECK_HAS(verify_with(c, k).out.p, "history 5: ");
    old.tree.size = 50;
    other = ledger_note_sign(c->arena, ledger_checkpoint_text(c->arena, key.name, &old.tree), &key,
                             ledger_key_of(c)->sign);
    k.checkpoint = (struct bytes){ other, strlen(other) };
    CHECK_HAS(verify_with(c, k).out.p, "history 50: ");
}

TEST(a_checkpoint_of_somebody_else_is_not_taken_as_an_older_one)
{
    struct ledger_verdict v;
    struct ledger_check k = { .checkpoint = { "a\n1\n\n", 5 } };

    make_log(c);
    CHECK_OK(c, db_begin(c, false));
    CHECK(!ledger_verify(c, &k, &v));
    CHECK_FAILED(c, ERR_INPUT);
    k = (struct ledger_check){ .vkey = "rubbish" };
    CHECK(!ledger_verify(c, &k, &v));
    CHECK_FAILED(c, ERR_INPUT);
    db_rollback(c);
}

/* ---- erasing ---- */

static bool erase(struct ctx *c, void *arg)
{
    const int64_t key[] = { 1, *(int64_t *)arg };

    ledger_probe_tamper(c, &(struct ledger_probe){ key[1], 0, "" });
    return ledger_erase(c, &ledger_probe_sealed, key) && ledger_seal(c, &ledger_probe_sealed, key);
}

TEST(an_erased_row_verifies_and_its_old_states_can_no_longer_be_tried_out)
{
    int64_t id = 3;

    make_log(c);
    CHECK_OK(c, test_write(c, erase, &id));
    struct ledger_verdict v = verify(c);
    CHECK_STR(v.out.p, "");
    CHECK_INT(v.forgotten, 3);
    CHECK_OK(c, test_write(c, seal, NULL));
    CHECK_INT(verify(c).faults, 0);
    ledger_probe_tamper(c, &(struct ledger_probe){ 3, 300, "third" });
    check_found(c, 1, "changed ledger_probe 1/3: "); /* not "rolled-back": nobody can tell */
}

TEST(a_salt_that_is_gone_without_an_erasure_is_named)
{
    make_log(c);
    ledger_probe_drop_salt(c, 5, 1);
    check_found(c, 1, "salt-missing ledger_probe 1/5: version 1 ");
}

TEST(a_new_column_at_the_end_does_not_make_older_versions_wrong)
{
    ledger_probe_make(c);
    CHECK_OK(c, test_write(c, ledger_probe_change_in_past,
                           &(struct ledger_probe){ 1, 5, "a, \"b\" [c]" }));
    CHECK_INT(verify(c).faults, 0);
    ledger_probe_tamper(c, &(struct ledger_probe){ 1, 6, "a, \"b\" [c]" });
    check_found(c, 1, "changed ledger_probe 1/1: ");
}

TEST(a_check_that_cannot_be_done_does_not_say_that_all_is_well)
{
    static const struct sealed *const tables[] = { &ledger_probe_sealed };
    struct ledger_check k = { .table = tables, .n_tables = 1 };
    struct ledger_verdict v;
    bool ok = false;
    int failed = 0;

    make_log(c);
    change(c, 7, 1, "waits");
    ledger_probe_drop_version(c, 3, 3); /* so that it explains, too */
    CHECK_OK(c, db_begin(c, false));
    for (int at = 1; !ok; at++) {
        db_fail_after(c->db, at);
        ok = ledger_verify(c, &k, &v);
        db_fail_after(c->db, 0);
        failed += !ok;
        if (!ok)
            CHECK_FAILED(c, ERR_SYSTEM);
    }
    db_rollback(c);
    CHECK(failed > 30);
    CHECK(v.faults > 0);
}
