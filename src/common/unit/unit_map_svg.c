/* A map as a picture: SVG without script or style. */
#include <math.h>
#include <string.h>

#include "common/unit/unit_map.h"
#include "core/text.h"

enum { WIDTH = 1000, LETTER = 12, LINE = 24 }; /* of the picture; of its smallest label */

struct view {
    struct unit_box box;
    double across, down; /* how much of the picture a unit of each takes */
    int width, height;
};

/* Degrees of longitude are shorter away from the equator, by the cosine of the latitude. It is
 * taken from Bhaskara's formula of 628, good to 0.2 %: the eye does not see more. */
static double shorter(double latitude)
{
    double t = latitude / 180;

    return (1 - 4 * t * t) / (1 + t * t);
}

static struct view view_of(const struct unit_map *m)
{
    struct unit_box b = m->box;
    double middle = ((double)b.north + b.south) / 2 / OUTLINE_DEGREE, k = shorter(middle);
    double wide = ((double)b.east - b.west) * (k > 0.05 ? k : 0.05),
           high = (double)b.north - b.south;
    double scale = wide > 0 ? WIDTH / wide : 1;

    if (high * scale > 1.4 * WIDTH) /* tall ones fit a window, too */
        scale = 1.4 * WIDTH / high;
    return (struct view){ b, scale * k, scale, (int)lround(wide * scale) + 1,
                          (int)ceil(high * scale) + 1 };
}

static long at_x(const struct view *v, struct unit_point p)
{
    return lround(((double)p.x - v->box.west) * v->across);
}

static long at_y(const struct view *v, struct unit_point p)
{
    return lround(((double)v->box.north - p.y) * v->down);
}

/* Relative steps of whole points; those that do not move are left out. */
static void put_ring(struct buf *b, const struct view *v, const struct unit_ring *r)
{
    long x = at_x(v, r->v[0]), y = at_y(v, r->v[0]);

    buf_printf(b, "M%ld %ldl", x, y);
    for (size_t i = 1; i < r->n; i++) {
        long dx = at_x(v, r->v[i]) - x, dy = at_y(v, r->v[i]) - y;

        if (dx == 0 && dy == 0)
            continue;
        buf_printf(b, dy < 0 ? "%ld%ld " : "%ld %ld ", dx, dy);
        x += dx;
        y += dy;
    }
    buf_text(b, "h0z");
}

static bool is_marked(const struct unit_map *m, int64_t unit)
{
    return m->near && unit == m->of->id;
}

static void put_shape(struct ctx *c, struct buf *b, const struct unit_map *m, const struct view *v,
                      const struct unit_outline *o)
{
    struct html h = { b };

    buf_printf(b, "<a href=\"/units/%lld\" tabindex=\"-1\"><path class=\"%s\" d=\"",
               (long long)o->unit, is_marked(m, o->unit) ? "unit marked" : "unit");
    for (size_t i = 0; i < o->rings.n; i++)
        put_ring(b, v, &o->rings.v[i]);
    buf_text(b, "\"><title>");
    html_text(h, unit_name(c, o->unit));
    buf_text(b, "</title></path></a>");
}

/* ---- labels ---- */

/* The box of the largest piece, in the picture. */
static void middle_of(const struct view *v, const struct unit_outline *o, double *ret_x,
                      double *ret_y, double *ret_room)
{
    double most = -1;

    for (size_t i = 0; i < o->rings.n; i++) {
        struct unit_ring ring = o->rings.v[i];
        unit_rings one = { &ring, 1, 1 };
        struct unit_box b = unit_box_of(&one);
        double wide = ((double)b.east - b.west) * v->across;
        double high = ((double)b.north - b.south) * v->down;

        if (ring.hole || wide * high <= most)
            continue;
        most = wide * high;
        *ret_room = wide;
        *ret_x = ((double)b.west - v->box.west) * v->across + wide / 2;
        *ret_y = ((double)v->box.north - b.north) * v->down + high / 2;
    }
}

/* The name where it fits, else a short code, which the table explains; else nothing. */
static const char *label_of(const struct unit *u, double room)
{
    const char *name = unit_bare_name(u);

    if ((double)(text_chars(name) * LETTER) < room)
        return name;
    return strlen(u->code) <= 3 && (double)(strlen(u->code) * LETTER) < room + LETTER ? u->code
                                                                                      : NULL;
}

struct label {
    double x, y, half; /* its middle, half its width */
};
typedef LIST(struct label) labels;

static bool is_free(const labels *l, const struct label *one)
{
    for (size_t i = 0; i < l->n; i++)
        if (fabs(l->v[i].y - one->y) < LINE && fabs(l->v[i].x - one->x) < l->v[i].half + one->half)
            return false;
    return true;
}

struct writing {
    struct ctx *c;
    struct buf *b;
    const struct view *v;
    labels placed;
};

/* Unless it lies outside of the picture or over another one. */
static void put_text(struct writing *w, const char *class, const char *text, double x, double y)
{
    struct label at = { x, y, (double)(text_chars(text) * LETTER) / 2 };

    if (x < 0 || x > w->v->width || y < 0 || y > w->v->height || !is_free(&w->placed, &at))
        return;
    *LIST_PUSH(w->c->arena, &w->placed) = at;
    buf_printf(w->b, "<text class=\"%s\" x=\"%ld\" y=\"%ld\">", class, lround(x),
               lround(y) + LINE / 3);
    html_text((struct html){ w->b }, text);
    buf_text(w->b, "</text>");
}

static void put_label(struct writing *w, const struct unit_map *m, const struct unit_outline *o)
{
    const struct unit *u = unit_dir_on(unit_dir(w->c), o->unit, m->on);
    bool marked = is_marked(m, o->unit);
    double x = 0, y = 0, room = 0;
    const char *text;

    middle_of(w->v, o, &x, &y, &room);
    text = marked ? unit_bare_name(u) : label_of(u, room);
    if (text)
        put_text(w, marked ? "here" : "name", text, x, y);
}

static void put_zone(struct writing *w, const struct unit_map *m, const struct unit_outline *o)
{
    const struct unit *u = unit_dir_on(unit_dir(w->c), o->unit, m->on);
    struct unit_point at = unit_map_middle(&o->box);

    put_text(w, "zone", unit_bare_name(u), ((double)at.x - w->v->box.west) * w->v->across,
             ((double)w->v->box.north - at.y) * w->v->down);
}

struct html_safe unit_map_svg(struct ctx *c, const struct unit_map *m)
{
    struct view v = view_of(m);
    struct buf b = { .arena = c->arena };
    struct writing w = { .c = c, .b = &b, .v = &v };

    buf_printf(&b, "<svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\" focusable=\"false\">", v.width,
               v.height);
    for (int marked = 0; marked < 2; marked++) /* the border of the marked one lies on top */
        for (size_t i = 0; i < m->shapes.n; i++)
            if (is_marked(m, m->shapes.v[i].unit) == marked)
                put_shape(c, &b, m, &v, &m->shapes.v[i]);
    for (int marked = 1; marked >= 0; marked--)
        for (size_t i = 0; i < m->shapes.n; i++)
            if (is_marked(m, m->shapes.v[i].unit) == marked)
                put_label(&w, m, &m->shapes.v[i]);
    for (size_t i = 0; i < m->zones.n; i++)
        put_zone(&w, m, &m->zones.v[i]);
    buf_text(&b, "</svg>");
    return (struct html_safe){ buf_str(&b) };
}
