/* account_shapes - what the JSON answers of the accounts look like; see core/shape.h. Only for
 * account_pages.c. */
#ifndef ACCOUNT_ACCOUNT_SHAPES_H
#define ACCOUNT_ACCOUNT_SHAPES_H

#include "core/web.h"

/* clang-format off */
static const struct shape shapes[] = {
    { "GET /account", "{ id id, name text, person text, language text, unit id?, csrf text, "
      "roles [{ role text, unit id, unit_name text }], "
      "sessions [{ id id, made time, seen time, ends time, address text, program text, here bool }], "
      "tokens [{ id id, label text, scopes text, made time, ends time, used time?, revoked time? }] }" },
    { "POST /account/tokens", "{ token text, ends time }" },
    { "GET /accounts", "{ accounts [{ id id, name text, person text, unit id?, unit_name text, roles text, closed bool }], after text? }" },
    { "Account", "{ id id, name text, person text, language text, unit id?, unit_name text, closed bool, has_password bool, "
      "version int, link? text, roles [{ id id, role text, unit id, unit_name text, since time, until time? }] }" },
    { "GET /accounts/:id", "Account" },
    { "POST /accounts", "Account" },
    { "POST /accounts/:id/link", "Account" },
    { "GET /sign-in", "{ name text, csrf text }" },
    { "POST /sign-in", "{ location text, csrf text }" },
    { "GET /password", "{ name text }" },
};
/* clang-format on */

#endif
