#include "core/chart.h"

#include <string.h>

#include "core/day.h"
#include "core/tr.h"

enum { STACK_W = 1000, STACK_H = 28, CELL_H = 10 };

static bool is_late(const char *word)
{
    return strcmp(word, "done_late") == 0 || strcmp(word, "open_overdue") == 0;
}

/* Hatching makes "late" different from "on time" without colour. */
static void put_hatch(struct buf *b, int64_t x, int64_t w, int h, const char *word)
{
    bool dense = strcmp(word, "open_overdue") == 0;

    if (!is_late(word))
        return;
    for (int64_t at = x + (dense ? 5 : 9); at < x + w; at += dense ? 7 : 14)
        buf_printf(b, "<path class=\"hatch\" d=\"M%lld %dL%lld 0\"/>",
                   (long long)(at - (dense ? 0 : 4)), h, (long long)(at + (dense ? 0 : 4)));
}

static void put_parts(struct buf *b, const struct chart_part *part, size_t n, int64_t of, int h)
{
    int64_t before = 0;

    for (size_t i = 0; i < n && of > 0; i++) {
        int64_t x = before * STACK_W / of, end = (before + part[i].n) * STACK_W / of;

        before += part[i].n;
        if (part[i].n == 0)
            continue;
        if (end - x < 3) /* a single one among thousands must not vanish */
            end = x + 3;
        buf_printf(b, "<rect class=\"%s\" x=\"%lld\" width=\"%lld\" height=\"%d\"/>", part[i].word,
                   (long long)x, (long long)(end - x - (h > CELL_H)), h);
        if (h > CELL_H)
            put_hatch(b, x, end - x - 1, h, part[i].word);
    }
}

static void put_legend(struct ctx *c, struct buf *b, const struct chart_part *part, size_t n)
{
    struct html h = { b };

    buf_text(b, "<ul class=\"legend\">");
    for (size_t i = 0; i < n; i++) {
        buf_printf(b,
                   "<li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"%s\" "
                   "width=\"12\" height=\"12\"/>",
                   part[i].word);
        put_hatch(b, 0, 12, 12, part[i].word);
        buf_text(b, "</svg>");
        if (part[i].link) {
            buf_text(b, "<a href=\"");
            html_local(h, (struct html_local){ part[i].link });
            buf_text(b, "\">");
        }
        buf_text(b, "<b>");
        html_text(h, tr_count(c, part[i].n));
        buf_text(b, "</b> ");
        html_text(h, part[i].label);
        buf_text(b, part[i].link ? "</a></li>" : "</li>");
    }
    buf_text(b, "</ul>");
}

struct html_safe chart_stack(struct ctx *c, const char *title, const struct chart_part *part,
                             size_t n)
{
    struct buf b = { .arena = c->arena };
    int64_t of = 0;

    for (size_t i = 0; i < n; i++)
        of += part[i].n;
    buf_text(&b, "<figure class=\"chart\"><figcaption>");
    html_text((struct html){ &b }, title);
    buf_text(&b, "</figcaption>");
    if (of > 0) { /* else there is nothing to divide: the words say so */
        buf_printf(&b,
                   "<svg class=\"stack\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
                   "aria-hidden=\"true\">",
                   STACK_W, STACK_H);
        put_parts(&b, part, n, of, STACK_H);
        buf_text(&b, "</svg>");
    }
    put_legend(c, &b, part, n);
    buf_text(&b, "</figure>");
    return (struct html_safe){ buf_str(&b) };
}

struct html_safe chart_cell(struct ctx *c, const struct chart_part *part, size_t n, int64_t of)
{
    struct buf b = { .arena = c->arena };

    buf_printf(&b,
               "<svg class=\"cell\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
               "aria-hidden=\"true\">",
               STACK_W, CELL_H);
    put_parts(&b, part, n, of, CELL_H);
    buf_text(&b, "</svg>");
    return (struct html_safe){ buf_str(&b) };
}

/* ---- burn-up ---- */

enum { W = 720, H = 260, LEFT = 44, RIGHT = 12, TOP = 14, BOTTOM = 30 };

struct scale {
    int64_t from, to, top;
};

static int64_t at_x(const struct scale *s, int64_t d)
{
    return LEFT + (d - s->from) * (W - LEFT - RIGHT) / (s->to > s->from ? s->to - s->from : 1);
}

static int64_t at_y(const struct scale *s, int64_t n)
{
    return H - BOTTOM - n * (H - TOP - BOTTOM) / s->top;
}

/* 1, 2 or 5 times a power of ten, so that about four lines fit. */
static int64_t nice_step(int64_t top)
{
    static const int64_t nice[] = { 1, 2, 5 };

    for (int64_t ten = 1;; ten *= 10)
        for (size_t i = 0; i < COUNT(nice); i++)
            if (top <= nice[i] * ten * 5)
                return nice[i] * ten;
}

static void put_axes(struct ctx *c, struct buf *b, const struct scale *s)
{
    int64_t step = nice_step(s->top);

    for (int64_t n = 0; n <= s->top; n += step)
        buf_printf(b,
                   "<path class=\"%s\" d=\"M%d %lldH%d\"/><text class=\"soft\" x=\"%d\" y=\"%lld\" "
                   "text-anchor=\"end\">%s</text>",
                   n ? "grid" : "axis", LEFT, (long long)at_y(s, n), W - RIGHT, LEFT - 6,
                   (long long)at_y(s, n) + 4, tr_count(c, n));
    struct civil k = day_civil(s->from);
    int64_t months = (s->to - s->from) / 30, every = months / 8 + 1;
    for (int64_t i = 0, d; (d = day(k.year + (int)((k.month + i - 1) / 12),
                                    (int)((k.month + i - 1) % 12) + 1, 1)) <= s->to;
         i += every) {
        struct civil m = day_civil(d);

        if (d < s->from)
            continue;
        buf_printf(b,
                   "<path class=\"axis\" d=\"M%lld %dv5\"/><text class=\"soft\" x=\"%lld\" "
                   "y=\"%d\" text-anchor=\"%s\">%d/%d</text>",
                   (long long)at_x(s, d), H - BOTTOM, (long long)at_x(s, d), H - 8,
                   at_x(s, d) > W - 40 ? "end" : "middle", m.month, m.year);
    }
}

/* What will be done is not known: that line and the gap end at the day that is looked at. */
static size_t until(const struct chart_point *p, size_t n, int64_t mark_day)
{
    while (n > 1 && mark_day && p[n - 1].day > mark_day)
        n--;
    return n;
}

static void put_line(struct buf *b, const struct scale *s, const struct chart_point *p, size_t n,
                     bool done)
{
    buf_printf(b, "<path class=\"%s\" d=\"", done ? "done-line" : "due-line");
    for (size_t i = 0; i < n; i++)
        buf_printf(b, "%c%lld %lld", i ? 'L' : 'M', (long long)at_x(s, p[i].day),
                   (long long)at_y(s, done ? p[i].done : p[i].due));
    buf_text(b, "\"/>");
}

static void put_gap(struct buf *b, const struct scale *s, const struct chart_point *p, size_t n)
{
    buf_text(b, "<path class=\"gap\" d=\"");
    for (size_t i = 0; i < n; i++)
        buf_printf(b, "%c%lld %lld", i ? 'L' : 'M', (long long)at_x(s, p[i].day),
                   (long long)at_y(s, p[i].due));
    for (size_t i = n; i-- > 0;)
        buf_printf(b, "L%lld %lld", (long long)at_x(s, p[i].day),
                   (long long)at_y(s, p[i].done < p[i].due ? p[i].done : p[i].due));
    buf_text(b, "Z\"/>");
}

static void put_label(struct buf *b, int64_t x, int64_t y, const char *anchor, const char *text)
{
    buf_printf(b, "<text x=\"%lld\" y=\"%lld\" text-anchor=\"%s\">", (long long)x, (long long)y,
               anchor);
    html_text((struct html){ b }, text);
    buf_text(b, "</text>");
}

struct html_safe chart_burnup(struct ctx *c, const struct chart_words *w,
                              const struct chart_point *p, size_t n, int64_t mark_day)
{
    struct buf b = { .arena = c->arena };

    if (n < 2)
        return (struct html_safe){ "" };
    struct scale s = { p[0].day, p[n - 1].day, 1 };
    for (size_t i = 0; i < n; i++) {
        s.top = p[i].due > s.top ? p[i].due : s.top;
        s.top = p[i].done > s.top ? p[i].done : s.top;
    }
    buf_text(&b, "<figure class=\"chart\"><figcaption>");
    html_text((struct html){ &b }, w->title);
    buf_printf(&b, "</figcaption><svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\">", W, H);
    put_axes(c, &b, &s);
    put_gap(&b, &s, p, until(p, n, mark_day));
    put_line(&b, &s, p, n, false);
    put_line(&b, &s, p, until(p, n, mark_day), true);
    if (mark_day >= s.from && mark_day <= s.to) {
        int64_t x = at_x(&s, mark_day);

        buf_printf(&b, "<path class=\"mark\" d=\"M%lld %dV%d\"/>", (long long)x, TOP, H - BOTTOM);
        put_label(&b, x + (x > W / 2 ? -5 : 5), TOP + 10, x > W / 2 ? "end" : "start", w->mark);
    }
    buf_text(&b, "</svg><ul class=\"legend\"><li><svg viewBox=\"0 0 12 12\" "
                 "aria-hidden=\"true\"><path class=\"done-line\" d=\"M0 6H12\"/></svg>");
    html_text((struct html){ &b }, w->done);
    buf_text(&b, "</li><li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><path "
                 "class=\"due-line\" d=\"M0 6H12\"/></svg>");
    html_text((struct html){ &b }, w->due);
    buf_text(&b, "</li></ul></figure>");
    return (struct html_safe){ buf_str(&b) };
}
