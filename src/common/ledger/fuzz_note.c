#include <sodium.h>
#include <string.h>

#include "common/ledger/ledger_note.h"
#include "core/fuzz.h"

/* What is a note stays one with another signature added, and its text and the signatures it
 * had are the same; whatever is read as a key or a checkpoint is written as it was read. */
static void sign_again(struct arena *a, const struct ledger_note *n)
{
    unsigned char seed[32] = { 1 }, public[32], sign[64];
    struct ledger_note again;

    crypto_sign_seed_keypair(public, sign, seed);
    struct ledger_vkey k = ledger_vkey("fuzz.example/log", 1, public);
    const char *note = ledger_note_sign(a, n->text, &k, sign);

    ASSERT(ledger_note_parse(a, (struct bytes){ note, strlen(note) }, &again));
    ASSERT(strcmp(again.text, n->text) == 0 && again.by.n == 1);
    ASSERT(ledger_note_is_by(&again, &k) && !ledger_note_is_by(n, &k));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct ctx c = fuzz_ctx();
    struct ledger_note note;
    struct ledger_vkey key;
    struct ledger_tree tree;
    const char *text = arena_strndup(c.arena, (const char *)p, n);
    const char *origin = arena_strndup(c.arena, text, strcspn(text, "\n"));

    if (ledger_note_parse(c.arena, (struct bytes){ p, n }, &note)) {
        ASSERT(note.by.n >= 1 && note.by.n <= LEDGER_NOTE_SIGNATURES);
        sign_again(c.arena, &note);
    }
    if (ledger_vkey_parse(c.arena, text, &key))
        ASSERT(strcmp(ledger_vkey_text(c.arena, &key), text) == 0);
    if (ledger_checkpoint_parse(text, origin, &tree)) {
        const char *again = ledger_checkpoint_text(c.arena, origin, &tree);

        ASSERT(strncmp(again, text, strlen(again)) == 0);
    }
    arena_free(&c.arena);
    return 0;
}
