/*
 * html_check - reads a page strictly, for tests: is it well-formed, can everybody use it?
 *
 * Stricter than browsers: every element that is not void is closed in its order and every
 * attribute value quoted. Reported, one line each with the line of the page:
 *   unbalanced or misplaced tags, stray < and &, duplicate attributes and ids,
 *   references to an id that is not there (for, aria-*, headers, list, href="#x"),
 *   a whole page (with doctype) without lang, title, main or exactly one h1,
 *   headings that jump, empty links, buttons, headings and labels,
 *   inputs without label, fieldset without legend, images without alt, pictures (svg) without
 *   name, tables without th or caption, nav without label, interactive parts in each other,
 *   style= and on...= and script or style with content, positive tabindex.
 */
#ifndef CORE_HTML_CHECK_H
#define CORE_HTML_CHECK_H

#include "core/buf.h"

/* The report; empty when nothing is wrong. A page without doctype is taken as a part of one. */
const char *html_check(struct arena *a, const char *page);

#define CHECK_PAGE(body)                                               \
    do {                                                               \
        const char *report_ = html_check(c->arena, (body));            \
        if (*report_)                                                  \
            test_failed(__FILE__, __LINE__, "%s: %s", #body, report_); \
    } while (0)

#endif
