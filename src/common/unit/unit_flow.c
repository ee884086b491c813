/* What a unit was made of and what it became, as a picture of bands. */
#include <string.h>

#include "common/unit/unit_story.h"
#include "core/text.h"

enum {
    ROWS = 16, /* more are a table */
    ROW = 40,  /* height of one */
    BAND = 30, /* of a whole unit */
    THINNEST = 4,
    LETTERS = 30, /* of a name beside it */
    END = 10,     /* width of the bar at each end */
    LEFT = 320,   /* where the bars stand */
    MIDDLE = 500,
    RIGHT = 680,
    LETTER = 9, /* width of one, at most */
    GAP = 8,    /* between a bar and its name */
    MILLION = 1000000
};

struct side {
    const unit_edges *l;
    bool before;
    int x;   /* of its bars */
    int top; /* of the first row */
};

/* The share that is known, of people before area; a part whose share is not known is drawn half
 * as wide and with a broken line. */
static int width_of(const struct unit_change *e)
{
    int64_t share = e->population >= 0 ? e->population : e->area;
    int w;

    if (e->whole == 1)
        return BAND;
    w = share < 0 ? BAND / 2 : (int)(BAND * share / MILLION);
    return w < THINNEST ? THINNEST : w;
}

static bool is_unknown(const struct unit_change *e)
{
    return e->whole != 1 && e->area < 0 && e->population < 0;
}

static void put_name(struct buf *b, const char *class, int x, int y, const char *name)
{
    const char *shown = name;

    if (text_chars(name) > LETTERS) {
        size_t n = 0;

        for (size_t chars = 0; chars < LETTERS - 1; chars++)
            for (n++; (name[n] & 0xc0) == 0x80; n++)
                ;
        shown = arena_printf(b->arena, "%.*s…", (int)n, name);
    }
    buf_printf(b, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
    html_text((struct html){ b }, shown);
    buf_text(b, "</text>");
}

/* How much room the names beside the bars take. */
static int names_width(const unit_edges *l)
{
    size_t most = 0;

    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].u && text_chars(l->v[i].u->name) > most)
            most = text_chars(l->v[i].u->name);
    return GAP + LETTER * (int)(most < LETTERS ? most : LETTERS);
}

static int total(const unit_edges *l)
{
    int n = 0;

    for (size_t i = 0; i < l->n; i++)
        n += width_of(l->v[i].by);
    return n;
}

static void put_band(struct buf *b, const struct side *s, size_t i, int here)
{
    const struct unit_edge *e = &s->l->v[i];
    int w = width_of(e->by), y = s->top + (int)i * ROW + (ROW - w) / 2;
    int x0 = s->before ? s->x + END : MIDDLE + END, x1 = s->before ? MIDDLE : s->x;
    int y0 = s->before ? y : here, y1 = s->before ? here : y, half = (x0 + x1) / 2;

    buf_printf(b, "<path class=\"band%s\" d=\"M%d %dC%d %d %d %d %d %dv%dC%d %d %d %d %d %dz\"/>",
               is_unknown(e->by) ? " unknown" : "", x0, y0, half, y0, half, y1, x1, y1, w, half,
               y1 + w, half, y0 + w, x0, y0 + w);
    buf_printf(b, "<rect class=\"end\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", s->x, y,
               END, w);
    put_name(b, s->before ? "right" : "left", s->before ? s->x - GAP : s->x + END + GAP,
             s->top + (int)i * ROW + ROW / 2 + 5, e->u ? e->u->name : "–");
}

static void put_side(struct buf *b, const struct side *s, int middle)
{
    int here = middle - total(s->l) / 2;

    for (size_t i = 0; i < s->l->n; i++) {
        put_band(b, s, i, here);
        here += width_of(s->l->v[i].by);
    }
}

struct html_safe unit_flow_svg(struct ctx *c, const struct unit_story *s)
{
    size_t rows = s->before.n > s->after.n ? s->before.n : s->after.n;
    int high = (int)rows * ROW + 30, middle = (int)rows * ROW / 2, most = BAND;
    int own = LETTER * LETTERS / 2; /* half of its own name, at most */
    int from = s->before.n ? LEFT - names_width(&s->before) : MIDDLE - own;
    int to = s->after.n ? RIGHT + END + names_width(&s->after) : MIDDLE + own;
    struct buf b = { .arena = c->arena };

    if (rows == 0 || rows > ROWS)
        return (struct html_safe){ "" };
    struct side before = { &s->before, true, LEFT, middle - (int)s->before.n * ROW / 2 };
    struct side after = { &s->after, false, RIGHT, middle - (int)s->after.n * ROW / 2 };
    most = total(&s->before) > most ? total(&s->before) : most;
    most = total(&s->after) > most ? total(&s->after) : most;
    buf_printf(&b,
               "<figure class=\"flow%s\"><svg width=\"%d\" viewBox=\"%d 0 %d %d\" "
               "aria-hidden=\"true\" focusable=\"false\">",
               s->before.n && s->after.n ? "" : " one", to - from, from, to - from, high);
    put_side(&b, &before, middle);
    put_side(&b, &after, middle);
    buf_printf(&b, "<rect class=\"here\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", MIDDLE,
               middle - most / 2, END, most);
    put_name(&b, "middle strong", MIDDLE + END / 2, (int)rows * ROW + 20, s->u->name);
    buf_text(&b, "</svg><figcaption class=\"quiet\">");
    html_text(
        (struct html){ &b },
        T("Width: the share of the old unit that went. Broken line: the share is not known."));
    buf_text(&b, "</figcaption></figure>");
    return (struct html_safe){ buf_str(&b) };
}
