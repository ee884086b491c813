/*
 * page - the frame of every HTML page: head, navigation, language, person.
 */
#ifndef CORE_PAGE_H
#define CORE_PAGE_H

#include "core/web.h"

/* Begins a page: status, type, head, header, <main>, and the error summary when
 * q->problem is set. The caller writes the rest, from <h1> on, and ends it. */
struct html page_begin(struct ctx *c, const struct req *q, struct res *s, int status,
                       const char *title);
bool page_end(struct ctx *c, struct html h); /* true, for "return page_end(...)" */

/* The first page of the menu of whoever asks: "/" leads there if it is not for them. */
const char *page_start(const struct ctx *c);

/* The link to the next page of a list: this address with the parameter; value NULL: none. */
void page_next(struct html h, struct ctx *c, const struct req *q, const char *name,
               const char *value);

/* Hidden fields of a form: CSRF token and a fresh idempotency key. */
struct html_safe page_form(struct ctx *c, const struct req *q);
/* The error at a field, with its id for aria-describedby; empty when there is none. */
struct html_safe page_field_error(struct ctx *c, const struct req *q, const char *field);
/* The JSON answer: s->type and status set. */
struct json json_doc(struct res *s, int status);
/* The hashed address of an embedded asset: "style.css" -> "/assets/style.3f2a….css". */
struct html_local asset(const char *name);

#endif
