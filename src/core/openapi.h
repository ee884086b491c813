/* openapi - the description of the JSON face, made from the route tables (OpenAPI 3.1). */
#ifndef CORE_OPENAPI_H
#define CORE_OPENAPI_H

#include "core/web.h"

/* server: where the node is reached, "" : wherever this document came from. */
void openapi_write(struct ctx *c, const char *server, struct buf *out);

#endif
