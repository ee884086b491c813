/* ledger_shapes - what the JSON answers of the ledger look like; see core/shape.h. Only for
 * ledger_pages.c. */
#ifndef LEDGER_LEDGER_SHAPES_H
#define LEDGER_LEDGER_SHAPES_H

#include "core/web.h"

/* clang-format off */
static const struct shape shapes[] = {
    { "GET /ledger", "{ size int, waiting int, sealed_at time?, key text, checkpoint text }" },
    { "GET /ledger/checkpoint", "text/plain" },
    { "GET /ledger/tile/:level/:a", "application/octet-stream" },
    { "GET /ledger/tile/:level/:a/:b", "application/octet-stream" },
    { "GET /ledger/tile/:level/:a/:b/:c", "application/octet-stream" },
    { "GET /ledger/tile/:level/:a/:b/:c/:d", "application/octet-stream" },
    { "GET /ledger/proof", "{ leaf int, body text, hash text, size int, path [text], root text, checkpoint text }" },
    { "GET /ledger/consistency", "{ old int, size int, path [text], checkpoint text }" },
    { "GET /ledger/record", "{ table text, key text, columns text, versions [{ version int, leaf int?, at? time, by? id?, "
      "action? text, gone bool, erased bool, commitment? text, columns? int, salt? text }] }" },
};
/* clang-format on */

#endif
