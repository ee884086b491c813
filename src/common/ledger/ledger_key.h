/*
 * ledger_key - who signs. Private to the ledger.
 *
 * The seed lies in <data>/ledger.key, outside the database: who can only write the
 * database cannot sign. From it come the Ed25519 key of the checkpoints and the key
 * that marks leaves until they are sealed.
 */
#ifndef LEDGER_LEDGER_KEY_H
#define LEDGER_LEDGER_KEY_H

#include "core/ctx.h"

enum { LEDGER_MAC = 16 };

struct ledger_key {
    struct arena *arena; /* holds this */
    unsigned char sign[64], public[32], mac[32];
    const char *vkey;     /* for a new log: name and public key */
    _Atomic int64_t seen; /* the largest tree that was found committed */
};

MUST_USE bool ledger_key_start(struct ctx *c); /* into the module's slot */
void ledger_key_stop(struct app *app);
struct ledger_key *ledger_key_of(struct ctx *c);
void ledger_key_mac(const struct ledger_key *k, int64_t id, const char *body,
                    unsigned char ret[LEDGER_MAC]);

#endif
