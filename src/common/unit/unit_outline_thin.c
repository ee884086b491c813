/*
 * Plain outlines: borders with fewer points (Douglas and Peucker), shared ones alike.
 *
 * Where three borders meet, and only there, a point has more than two neighbours among all
 * rings. Rings are cut at these points; a piece is made plain from its smaller end, so both
 * units that share it get the same.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/unit/unit_outline_file.h"

enum { ACROSS = 100 }; /* a plain picture shows what is wider than a hundredth of a usual unit */

struct node {
    struct unit_point at, near[2];
    unsigned char n; /* different neighbours; 0: free place, 3: three or more */
};
struct thinner {
    struct arena *a;
    struct node *node;
    size_t mask;
    double reach; /* what lies nearer to the line is left out */
    int32_t step;
};

static int compare(struct unit_point a, struct unit_point b)
{
    return a.x != b.x ? (a.x > b.x) - (a.x < b.x) : (a.y > b.y) - (a.y < b.y);
}

/* ---- where borders meet ---- */

static struct node *find(const struct thinner *t, struct unit_point p)
{
    uint64_t hash = ((uint64_t)(uint32_t)p.x << 32 | (uint32_t)p.y) * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(hash >> 20) & t->mask;

    while (t->node[i].n && compare(t->node[i].at, p) != 0)
        i = (i + 1) & t->mask;
    return &t->node[i];
}

static void note(struct node *k, struct unit_point p, struct unit_point near)
{
    k->at = p;
    for (size_t i = 0; i < k->n && i < 2; i++)
        if (compare(k->near[i], near) == 0)
            return;
    if (k->n < 2)
        k->near[k->n] = near;
    if (k->n < 3)
        k->n++;
}

static void note_ring(const struct thinner *t, const struct unit_ring *r)
{
    for (size_t i = 0; i < r->n; i++) {
        struct node *k = find(t, r->v[i]);

        note(k, r->v[i], r->v[(i + 1) % r->n]);
        note(k, r->v[i], r->v[(i + r->n - 1) % r->n]);
    }
}

static void note_all(struct thinner *t, const outline_features *l)
{
    size_t points = 0, room = 64;

    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < l->v[i].rings.n; k++)
            points += l->v[i].rings.v[k].n;
    while (room < 2 * points)
        room *= 2;
    t->node = arena_alloc(t->a, room * sizeof *t->node);
    t->mask = room - 1;
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < l->v[i].rings.n; k++)
            note_ring(t, &l->v[i].rings.v[k]);
}

/* ---- one piece of a border ---- */

static double distance(struct unit_point p, struct unit_point a, struct unit_point b)
{
    double dx = (double)b.x - a.x, dy = (double)b.y - a.y;
    double px = (double)p.x - a.x, py = (double)p.y - a.y, length = dx * dx + dy * dy;
    double along = length > 0 ? (px * dx + py * dy) / length : 0;

    along = along < 0 ? 0 : along > 1 ? 1 : along;
    px -= along * dx;
    py -= along * dy;
    return sqrt(px * px + py * py);
}

struct span {
    size_t from, to;
};

static void mark(const struct thinner *t, const struct unit_point *v, size_t n, bool *keep)
{
    LIST(struct span) todo = { 0 };

    keep[0] = keep[n - 1] = true;
    *LIST_PUSH(t->a, &todo) = (struct span){ 0, n - 1 };
    while (todo.n) {
        struct span s = todo.v[--todo.n];
        double most = t->reach;
        size_t at = 0;

        for (size_t i = s.from + 1; i < s.to; i++) {
            double d = distance(v[i], v[s.from], v[s.to]);

            if (d > most) {
                most = d;
                at = i;
            }
        }
        if (at == 0)
            continue;
        keep[at] = true;
        *LIST_PUSH(t->a, &todo) = (struct span){ s.from, at };
        *LIST_PUSH(t->a, &todo) = (struct span){ at, s.to };
    }
}

static int32_t on_grid(int32_t v, int32_t step)
{
    return (int32_t)lround((double)v / step) * step;
}

/* Its last point is the first of the next piece. */
static void thin_piece(const struct thinner *t, const struct unit_point *v, size_t n,
                       unit_points *to)
{
    struct unit_point *line = arena_room(t->a, n * sizeof *line);
    bool *keep = arena_alloc(t->a, n * sizeof *keep);
    int order = compare(v[n - 1], v[0]);
    bool back = order < 0 || (order == 0 && compare(v[n - 2], v[1]) < 0);

    for (size_t i = 0; i < n; i++)
        line[i] = v[back ? n - 1 - i : i];
    mark(t, line, n, keep);
    for (size_t i = 0; i + 1 < n; i++) {
        struct unit_point p = { on_grid(v[i].x, t->step), on_grid(v[i].y, t->step) };

        if (keep[back ? n - 1 - i : i] && (to->n == 0 || compare(to->v[to->n - 1], p) != 0))
            *LIST_PUSH(t->a, to) = p;
    }
}

/* ---- rings ---- */

/* Where to begin: where borders meet, or at the smallest point of a ring that meets none. */
static size_t beginning(const struct thinner *t, const struct unit_ring *r)
{
    size_t smallest = 0;

    for (size_t i = 0; i < r->n; i++) {
        if (find(t, r->v[i])->n > 2)
            return i;
        if (compare(r->v[i], r->v[smallest]) < 0)
            smallest = i;
    }
    return smallest;
}

/* What has shrunk to nothing stays as the box around it. */
static struct unit_ring box_ring(const struct thinner *t, const struct unit_ring *r)
{
    struct unit_point *v = arena_room(t->a, 4 * sizeof *v);
    struct unit_ring ring = *r;
    unit_rings one = { &ring, 1, 1 };
    struct unit_box b = unit_box_of(&one);
    int32_t west = on_grid(b.west, t->step), south = on_grid(b.south, t->step);
    int32_t east = on_grid(b.east, t->step), north = on_grid(b.north, t->step);

    west -= west == 180 * OUTLINE_DEGREE ? t->step : 0;
    south -= south == 90 * OUTLINE_DEGREE ? t->step : 0;
    east = east > west ? east : west + t->step;
    north = north > south ? north : south + t->step;
    v[0] = (struct unit_point){ west, south };
    v[1] = (struct unit_point){ east, south };
    v[2] = (struct unit_point){ east, north };
    v[3] = (struct unit_point){ west, north };
    return (struct unit_ring){ v, 4, false };
}

static void thin_ring(const struct thinner *t, const struct unit_ring *r, unit_rings *to)
{
    size_t first = beginning(t, r), from = 0;
    struct unit_point *v = arena_room(t->a, (r->n + 1) * sizeof *v);
    unit_points l = { 0 };

    for (size_t i = 0; i <= r->n; i++)
        v[i] = r->v[(first + i) % r->n];
    for (size_t i = 1; i <= r->n; i++)
        if (i == r->n || find(t, v[i])->n > 2) {
            thin_piece(t, v + from, i - from + 1, &l);
            from = i;
        }
    while (l.n > 1 && compare(l.v[0], l.v[l.n - 1]) == 0)
        l.n--;
    int64_t area = l.n < 3 ? 0 : unit_outline_area(l.v, l.n);
    if (area != 0 && (area > 0) == !r->hole)
        *LIST_PUSH(t->a, to) = (struct unit_ring){ l.v, l.n, r->hole };
    else if (!r->hole)
        *LIST_PUSH(t->a, to) = box_ring(t, r);
}

/* ---- all ---- */

static int compare_sizes(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* How wide a usual unit is. */
static double usual_width(struct arena *a, const outline_features *l)
{
    double *size = arena_alloc(a, (l->n + 1) * sizeof *size);
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        struct unit_box b = unit_box_of(&l->v[i].rings);

        if (l->v[i].rings.n)
            size[n++] = sqrt(((double)b.east - b.west) * ((double)b.north - b.south));
    }
    if (n)
        qsort(size, n, sizeof *size, compare_sizes);
    return n ? size[n / 2] : 0;
}

void unit_outline_thin(struct arena *a, const outline_features *l, unit_rings *ret,
                       int32_t *ret_step)
{
    struct thinner t = { .a = a, .reach = usual_width(a, l) / ACROSS };

    t.step = t.reach >= 500 ? 100 : t.reach >= 50 ? 10 : 1; /* 100 m, 10 m, 1 m */
    note_all(&t, l);
    for (size_t i = 0; i < l->n; i++) {
        ret[i] = (unit_rings){ 0 };
        for (size_t k = 0; k < l->v[i].rings.n; k++)
            thin_ring(&t, &l->v[i].rings.v[k], &ret[i]);
    }
    *ret_step = t.step;
}
