/* web_route - finding a route. Private to core. */
#ifndef CORE_WEB_ROUTE_H
#define CORE_WEB_ROUTE_H

#include "core/web.h"

/* NULL: there is none; *ret_other_method: but one for the other method. */
const struct route *web_find(enum method method, const char *path, bool *ret_other_method);
/* Puts the path's parameters in front of the others. */
void web_captures(struct ctx *c, const struct route *r, struct req *q);
/* The entries of the menu, small orders first; NULL after the last. */
const struct nav *web_nav(size_t i);

#endif
