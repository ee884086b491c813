/*
 * chart - small pictures made by the server: SVG without script or style.
 *
 * Each has its words beside it: a legend, or the table that the page shows next to
 * it (the picture is then hidden from readers). Colours and hatching come from
 * the classes in style.css, so that print and high contrast follow.
 */
#ifndef CORE_CHART_H
#define CORE_CHART_H

#include "core/ctx.h"
#include "core/html.h"

struct chart_part {
    const char *word;  /* class word, also the CSS class: "open_overdue" */
    const char *label; /* in the person's language */
    int64_t n;
    const char *link; /* local address; NULL: none */
};

/* One horizontal bar with a legend of all parts, n and label; zero parts are left out of the bar.
 */
struct html_safe chart_stack(struct ctx *c, const char *title, const struct chart_part *part,
                             size_t n);
/* A small bar for a table cell whose number stands beside it: parts of `of`. */
struct html_safe chart_cell(struct ctx *c, const struct chart_part *part, size_t n, int64_t of);

struct chart_point {
    int64_t day, due, done; /* how many had become due, and were done, up to this day */
};
struct chart_words {
    const char *title, *due, *done, *mark; /* mark: label of the day's line */
};
/* Due against done over time, with a line at mark_day; the gap between them is shaded. */
struct html_safe chart_burnup(struct ctx *c, const struct chart_words *w,
                              const struct chart_point *p, size_t n, int64_t mark_day);

#endif
