/*
 * ledger_note - signed notes and checkpoints (C2SP signed-note, tlog-checkpoint).
 *
 *   <text, ends in a newline>
 *                                                        an empty line
 *   — <name> base64(4 bytes key id || signature)          one line a signature
 *
 * The text of a checkpoint: origin, tree size, root in base64, a line each. A verifier key
 * is written <name>+<key id, 8 hex digits>+base64(type || public key), as golang.org/x/mod
 * and other witnesses and monitors read it. Types: 1 Ed25519, 4 cosignature/v1 of a witness.
 */
#ifndef LEDGER_LEDGER_NOTE_H
#define LEDGER_LEDGER_NOTE_H

#include "core/buf.h"
#include "common/ledger/ledger_proof.h"

enum { LEDGER_NOTE_MAX = 256 * 1024, LEDGER_NOTE_SIGNATURES = 64 };

struct ledger_vkey {
    const char *name;
    unsigned char id[4], type, public[32];
};
struct ledger_signature {
    const char *name;
    struct bytes bytes; /* key id and signature */
};
struct ledger_note {
    const char *text;
    LIST(struct ledger_signature) by;
};

struct ledger_vkey ledger_vkey(const char *name, unsigned char type,
                               const unsigned char public[32]);
const char *ledger_vkey_text(struct arena *a, const struct ledger_vkey *k);
MUST_USE bool ledger_vkey_parse(struct arena *a, const char *text, struct ledger_vkey *ret);

MUST_USE bool ledger_note_parse(struct arena *a, struct bytes note, struct ledger_note *ret);
/* Did this key sign it? Signatures of others are passed over. */
bool ledger_note_is_by(const struct ledger_note *n, const struct ledger_vkey *k);
/* The text and this key's signature; sign: Ed25519 key of libsodium. */
const char *ledger_note_sign(struct arena *a, const char *text, const struct ledger_vkey *k,
                             const unsigned char sign[64]);

const char *ledger_checkpoint_text(struct arena *a, const char *origin,
                                   const struct ledger_tree *t);
/* From the text of a note; false: not of this origin, or not a checkpoint. */
MUST_USE bool ledger_checkpoint_parse(const char *text, const char *origin,
                                      struct ledger_tree *ret);

#endif
