#include "core/chart.h"

#include "core/test.h"

TEST(chart_stack_says_in_words_what_the_bar_shows_and_escapes_it)
{
    struct chart_part part[] = { { "done_on_time", "done <on> time", 14068, NULL },
                                 { "open_overdue", "overdue", 1, "/tasks?class=open_overdue" },
                                 { "open_in_time", "in time", 0, NULL } };
    const char *svg = chart_stack(c, "A & B", part, COUNT(part)).markup;

    CHECK_HAS(svg, "A &amp; B");
    CHECK_HAS(svg, "<b>14,068</b> done &lt;on&gt; time");
    CHECK_HAS(svg, "href=\"/tasks?class=open_overdue\"><b>1</b> overdue</a>");
    CHECK_HAS(svg, "<rect class=\"open_overdue\" x=\"999\" width=\"2\"");
    CHECK_HAS_NOT(svg, "<rect class=\"open_in_time\" x=");
    CHECK_HAS(chart_stack(c, "nothing", part, 0).markup, "nothing");
    CHECK_HAS_NOT(chart_stack(c, "nothing", part, 0).markup, "class=\"stack\"");
}

TEST(chart_burnup_needs_two_points_and_marks_the_day_inside_its_range)
{
    struct chart_point p[] = { { day(2025, 6, 1), 0, 0 },
                               { day(2025, 7, 1), 40, 30 },
                               { day(2025, 8, 1), 90, 60 } };
    struct chart_words w = { "Burn-up", "due", "done", "28 August" };

    CHECK_STR(chart_burnup(c, &w, p, 1, 0).markup, "");
    CHECK_HAS(chart_burnup(c, &w, p, 3, day(2025, 7, 1)).markup, "class=\"mark\"");
    CHECK_HAS_NOT(chart_burnup(c, &w, p, 3, day(2026, 7, 1)).markup, "class=\"mark\"");
    CHECK_HAS(chart_burnup(c, &w, p, 3, 0).markup, ">7/2025</text>");
}
