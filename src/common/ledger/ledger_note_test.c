/* Notes and keys, against the figures of golang.org/x/mod/sumdb/note and C2SP. */
#include "core/test.h"

#include <sodium.h>

#include "common/ledger/ledger_leaf.h"
#include "common/ledger/ledger_note.h"

static const char peter[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
static const char text[] = "If you think cryptography is the answer to your problem,\n"
                           "then you don't know what your problem is.\n";
static const char signature[] =
    "\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
    "qdngotpRZb6KE6RyyBwJnAM=\n";

static bool parse(struct ctx *c, const char *note, struct ledger_note *ret)
{
    return ledger_note_parse(c->arena, (struct bytes){ note, strlen(note) }, ret);
}

static const char *note_of(struct ctx *c, const char *words, const char *by)
{
    return arena_printf(c->arena, "%s\n%s", words, by);
}

TEST(a_note_signed_by_the_reference_implementation_is_accepted)
{
    struct ledger_vkey k;
    struct ledger_note n;

    CHECK(ledger_vkey_parse(c->arena, peter, &k));
    CHECK_STR(ledger_vkey_text(c->arena, &k), peter);
    CHECK(parse(c, note_of(c, text, signature), &n));
    CHECK_STR(n.text, text);
    CHECK(ledger_note_is_by(&n, &k));
    CHECK(parse(c, note_of(c, "another text\n", signature), &n));
    CHECK(!ledger_note_is_by(&n, &k));
}

TEST(our_signature_is_byte_for_byte_that_of_the_reference_implementation)
{
    static const char seed64[] = "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=";
    unsigned char seed[32], public[32], sign[64];
    struct ledger_vkey k;

    CHECK(sodium_base642bin(seed, sizeof seed, seed64, strlen(seed64), NULL, NULL, NULL,
                            sodium_base64_VARIANT_ORIGINAL) == 0);
    crypto_sign_seed_keypair(public, sign, seed);
    k = ledger_vkey("PeterNeumann", 1, public);
    CHECK_STR(ledger_vkey_text(c->arena, &k), peter);
    CHECK_STR(ledger_note_sign(c->arena, text, &k, sign), note_of(c, text, signature));
}

TEST(a_damaged_verifier_key_is_refused)
{
    struct ledger_vkey k;
    char bad[sizeof peter];

    for (size_t i = 0; i < sizeof peter - 1; i++) {
        memcpy(bad, peter, sizeof peter);
        bad[i]++;
        CHECK(!ledger_vkey_parse(c->arena, bad, &k));
        memcpy(bad, peter, sizeof peter);
        bad[i] = '\0';
        CHECK(!ledger_vkey_parse(c->arena, bad, &k));
    }
    CHECK(!ledger_vkey_parse(c->arena, "", &k));
    CHECK(!ledger_vkey_parse(c->arena, "a b+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                             &k));
}

TEST(what_is_not_a_signed_note_is_refused)
{
    struct ledger_note n;
    const char *const bad[] = {
        "",
        "\n",
        "\n\n",
        text,
        note_of(c, text, ""),
        note_of(c, "no newline", signature),
        note_of(c, "a bell\a\n", signature),
        note_of(c, "not UTF-8 \xff\n", signature),
        note_of(c, text, "- PeterNeumann x08go/ZJkuBS9UG/\n"),
        note_of(c, text, "\xe2\x80\x94 Peter Neumann x08go/ZJkuBS9UG/\n"),
        note_of(c, text, "\xe2\x80\x94 Peter+Neumann x08go/ZJkuBS9UG/\n"),
        note_of(c, text, "\xe2\x80\x94 Peter\xc2\xa0Neumann x08go/ZJkuBS9UG/\n"),
        note_of(c, text, "\xe2\x80\x94 PeterNeumann x08go/ZJ!\n"),
        note_of(c, text, "\xe2\x80\x94 PeterNeumann x08g\n"),
        note_of(c, text, "\xe2\x80\x94  x08go/ZJkuBS9UG/\n"),
        note_of(c, text, "\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/"),
    };

    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!parse(c, bad[i], &n));
    CHECK(parse(c, note_of(c, "several\n\nparts\n", signature), &n));
    CHECK_STR(n.text, "several\n\nparts\n");
}

TEST(a_note_may_carry_signatures_of_others_and_a_wrong_one_of_ours_spoils_it)
{
    static const char witness[] = "\xe2\x80\x94 some.witness/w1 BBBBBAAAAAAAAAAAAAAAAAAA\n";
    struct ledger_vkey k;
    struct ledger_note n;
    char wrong[sizeof signature];

    CHECK(ledger_vkey_parse(c->arena, peter, &k));
    CHECK(parse(c, arena_printf(c->arena, "%s\n%s%s", text, witness, signature), &n));
    CHECK_INT((int64_t)n.by.n, 2);
    CHECK(ledger_note_is_by(&n, &k));
    CHECK(parse(c, arena_printf(c->arena, "%s\n%s", text, witness), &n));
    CHECK(!ledger_note_is_by(&n, &k));
    memcpy(wrong, signature, sizeof wrong);
    wrong[50] ^= 1;
    CHECK(parse(c, arena_printf(c->arena, "%s\n%s%s", text, signature, wrong), &n));
    CHECK(!ledger_note_is_by(&n, &k));
}

TEST(a_note_of_very_many_signatures_is_refused_and_one_of_64_is_not)
{
    struct buf b = { .arena = c->arena };
    struct ledger_note n;

    buf_printf(&b, "%s\n", text);
    for (int i = 0; i < LEDGER_NOTE_SIGNATURES; i++)
        buf_text(&b, signature);
    CHECK(parse(c, buf_str(&b), &n));
    buf_text(&b, signature);
    CHECK(!parse(c, buf_str(&b), &n));
}

/* The time stands before the signature, and is signed with the text (C2SP tlog-cosignature). */
TEST(a_cosignature_of_a_witness_is_checked_with_its_time)
{
    unsigned char seed[32] = { 7 }, public[32], sign[64], sig[76] = { 0 };
    char sig64[128];
    struct ledger_note n;

    crypto_sign_seed_keypair(public, sign, seed);
    struct ledger_vkey k = ledger_vkey("witness.example/w1", 4, public);
    const char *said = arena_printf(c->arena, "cosignature/v1\ntime 1756354200\n%s", text);

    memcpy(sig, k.id, 4);
    for (int i = 0; i < 8; i++)
        sig[4 + i] = (unsigned char)((uint64_t)1756354200 >> (56 - 8 * i));
    crypto_sign_detached(sig + 12, NULL, (const unsigned char *)said, strlen(said), sign);
    sodium_bin2base64(sig64, sizeof sig64, sig, sizeof sig, sodium_base64_VARIANT_ORIGINAL);
    CHECK(parse(c, note_of(c, text, arena_printf(c->arena, "\xe2\x80\x94 %s %s\n", k.name, sig64)),
                &n));
    CHECK(ledger_note_is_by(&n, &k));
    sig[11] ^= 1;
    sodium_bin2base64(sig64, sizeof sig64, sig, sizeof sig, sodium_base64_VARIANT_ORIGINAL);
    CHECK(parse(c, note_of(c, text, arena_printf(c->arena, "\xe2\x80\x94 %s %s\n", k.name, sig64)),
                &n));
    CHECK(!ledger_note_is_by(&n, &k));
}

TEST(a_checkpoint_is_origin_size_and_root)
{
    static const char example[] = "example.com/behind-the-sofa\n20852163\n"
                                  "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    static const char *const bad[] = {
        "example.com/behind-the-sofa\n020852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "example.com/behind-the-sofa\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "example.com/behind-the-sofa\n9999999999999999999\nCsUYapGGPo4dkMgIAUqom/"
        "Xajj7h2fB2MPA3j2jxq2I=\n",
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jx\n",
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
        "example.com/behind\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "",
    };
    struct ledger_tree t;

    CHECK(ledger_checkpoint_parse(example, "example.com/behind-the-sofa", &t));
    CHECK_INT(t.size, 20852163);
    CHECK_STR(ledger_checkpoint_text(c->arena, "example.com/behind-the-sofa", &t), example);
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!ledger_checkpoint_parse(bad[i], "example.com/behind-the-sofa", &t));
    CHECK(ledger_checkpoint_parse("o\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore\n", "o",
                                  &t));
}
