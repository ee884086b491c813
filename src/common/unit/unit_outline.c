/* Outlines as they are stored, and which one holds on a day. */
#include "common/unit/unit_outline.h"

#include <string.h>

#include "common/unit/unit_history.h"
#include "unit_outline_sql.h"

/* ---- numbers of 7 bits a byte, smallest first ---- */

static void put_number(struct buf *b, uint64_t v)
{
    do {
        char byte = (char)((v & 0x7f) | (v > 0x7f ? 0x80 : 0));

        buf_put(b, &byte, 1);
        v >>= 7;
    } while (v);
}

/* So that small ones of both signs are short: 0 -1 1 -2 2 ... */
static uint64_t folded(int64_t v)
{
    return v < 0 ? ((uint64_t)(-(v + 1)) << 1) + 1 : (uint64_t)v << 1;
}

struct reader {
    const unsigned char *p, *end;
    bool wrong;
};

static uint64_t take_number(struct reader *r)
{
    uint64_t v = 0;

    for (unsigned shift = 0; r->p < r->end && shift < 42; shift += 7) {
        unsigned char byte = *r->p++;

        v |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return v;
    }
    r->wrong = true;
    return 0;
}

static int64_t take_signed(struct reader *r)
{
    uint64_t v = take_number(r);

    return v & 1 ? -(int64_t)(v >> 1) - 1 : (int64_t)(v >> 1);
}

/* ---- packing ----
 *
 *   step, number of rings
 *   for each ring: 2 * number of points + (1 if it is a hole); for each point dx, dy in steps
 *   from the one before it, the first from the first of the ring before it (or 0, 0)
 */

struct bytes unit_outline_pack(struct arena *a, const unit_rings *l, int32_t step)
{
    struct buf b = { .arena = a };
    struct unit_point first = { 0, 0 };

    put_number(&b, (uint64_t)step);
    put_number(&b, l->n);
    for (size_t i = 0; i < l->n; i++) {
        const struct unit_ring *r = &l->v[i];
        struct unit_point last = first;

        put_number(&b, (uint64_t)r->n << 1 | r->hole);
        first = r->v[0];
        for (size_t k = 0; k < r->n; k++) {
            put_number(&b, folded(((int64_t)r->v[k].x - last.x) / step));
            put_number(&b, folded(((int64_t)r->v[k].y - last.y) / step));
            last = r->v[k];
        }
    }
    return (struct bytes){ b.p, b.n };
}

static bool is_on_earth(int64_t x, int64_t y)
{
    return x >= -180 * OUTLINE_DEGREE && x <= 180 * OUTLINE_DEGREE && y >= -90 * OUTLINE_DEGREE &&
           y <= 90 * OUTLINE_DEGREE;
}

static bool take_ring(struct arena *a, struct reader *r, int64_t step, struct unit_point *first,
                      struct unit_ring *ret)
{
    uint64_t head = take_number(r);
    size_t n = (size_t)(head >> 1);
    struct unit_point *v, last = *first;

    if (r->wrong || n < 3 || n > (size_t)(r->end - r->p) / 2) /* a point takes two bytes or more */
        return false;
    v = arena_room(a, n * sizeof *v);
    for (size_t i = 0; i < n; i++) {
        int64_t x = last.x + take_signed(r) * step, y = last.y + take_signed(r) * step;

        if (r->wrong || !is_on_earth(x, y))
            return false;
        last = v[i] = (struct unit_point){ (int32_t)x, (int32_t)y };
    }
    *first = v[0];
    *ret = (struct unit_ring){ v, n, head & 1 };
    return true;
}

bool unit_outline_unpack(struct arena *a, struct bytes packed, unit_rings *ret)
{
    struct reader r = { packed.p, (const unsigned char *)packed.p + packed.n, false };
    struct unit_point first = { 0, 0 };
    uint64_t step = take_number(&r), n = take_number(&r);
    unit_rings rings = { 0 };

    if (r.wrong || step < 1 || step > OUTLINE_DEGREE || n < 1 || n > packed.n)
        return false;
    for (uint64_t i = 0; i < n; i++)
        if (!take_ring(a, &r, (int64_t)step, &first, LIST_PUSH(a, &rings)))
            return false;
    if (r.p != r.end || rings.v[0].hole)
        return false;
    *ret = rings;
    return true;
}

/* ---- boxes ---- */

void unit_box_add(struct unit_box *box, const struct unit_box *more)
{
    bool first = !box->west && !box->south && !box->east && !box->north;

    if (first || more->west < box->west)
        box->west = more->west;
    if (first || more->south < box->south)
        box->south = more->south;
    if (first || more->east > box->east)
        box->east = more->east;
    if (first || more->north > box->north)
        box->north = more->north;
}

struct unit_box unit_box_of(const unit_rings *l)
{
    struct unit_box box = { 0, 0, 0, 0 };

    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < l->v[i].n; k++) {
            struct unit_point p = l->v[i].v[k];

            if (i == 0 && k == 0)
                box = (struct unit_box){ p.x, p.y, p.x, p.y };
            unit_box_add(&box, &(struct unit_box){ p.x, p.y, p.x, p.y });
        }
    return box;
}

/* ---- which one holds ---- */

/* Did territory come to the unit or go from it after the one day, up to the other? */
static bool has_moved(struct ctx *c, int64_t unit, int64_t after, int64_t to)
{
    unit_changes all = { 0 };

    unit_changes_from(c, unit, &all);
    unit_changes_to(c, unit, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct unit_change *e = all.v[i];
        bool moves = strcmp(e->kind, "merged") == 0 || strcmp(e->kind, "split") == 0 ||
                     strcmp(e->kind, "dissolved") == 0;

        if (moves && e->day > after && e->day <= to)
            return true;
    }
    return false;
}

static bool holds(struct ctx *c, int64_t unit, int64_t since, int64_t on)
{
    return since <= on ? !has_moved(c, unit, since, on) : !has_moved(c, unit, on, since);
}

/* The newest of the days up to this one, else the oldest after it. */
static const struct unit_outline_whole_row *choose(struct ctx *c, int64_t unit, int64_t on,
                                                   const unit_outline_whole_rows *l)
{
    const struct unit_outline_whole_row *best = NULL;

    for (size_t i = 0; i < l->n; i++)
        if ((l->v[i].since <= on || !best) && holds(c, unit, l->v[i].since, on))
            best = &l->v[i];
    return best;
}

bool unit_outline_of(struct ctx *c, int64_t unit, int64_t on, enum unit_detail detail,
                     bool *ret_found, struct unit_outline *ret)
{
    unit_outline_whole_rows l = { 0 };
    const struct unit_outline_whole_row *r;
    unit_rings rings;

    if (!(detail == OUTLINE_FULL ? unit_outline_whole(c, unit, &l)
                                 : unit_outline_plain(c, unit, &l)))
        return false;
    r = choose(c, unit, on, &l);
    *ret_found = r != NULL;
    if (!r)
        return true;
    if (!unit_outline_unpack(c->arena, r->shape, &rings))
        return fail_system(c, "unit_outline holds bytes that are no outline",
                           "an outline in the database is broken");
    *ret = (struct unit_outline){ unit,
                                  r->since,
                                  { (int32_t)r->west, (int32_t)r->south, (int32_t)r->east,
                                    (int32_t)r->north },
                                  rings };
    return true;
}

bool unit_outlines_of(struct ctx *c, const unit_list *units, int64_t on, enum unit_detail detail,
                      unit_outline_list *ret)
{
    for (size_t i = 0; i < units->n; i++) {
        struct unit_outline one;
        bool found;

        if (!unit_outline_of(c, units->v[i]->id, on, detail, &found, &one))
            return false;
        if (found)
            *LIST_PUSH(c->arena, ret) = one;
    }
    return true;
}

/* ---- GeoJSON ---- */

static void put_point(struct json *j, struct unit_point p)
{
    json_open(j, NULL, '[');
    json_decimal(j, NULL, p.x, OUTLINE_PLACES);
    json_decimal(j, NULL, p.y, OUTLINE_PLACES);
    json_close(j, ']');
}

static void put_ring(struct json *j, const struct unit_ring *r)
{
    json_open(j, NULL, '[');
    for (size_t i = 0; i < r->n; i++)
        put_point(j, r->v[i]);
    put_point(j, r->v[0]);
    json_close(j, ']');
}

void unit_outline_json(struct json *j, const char *name, const struct unit_outline *o)
{
    size_t polygons = 0;

    for (size_t i = 0; i < o->rings.n; i++)
        polygons += !o->rings.v[i].hole;
    json_open(j, name, '{');
    json_text(j, "type", polygons > 1 ? "MultiPolygon" : "Polygon");
    json_open(j, "coordinates", '[');
    for (size_t i = 0; i < o->rings.n; i++) {
        const struct unit_ring *r = &o->rings.v[i];

        if (polygons > 1 && !r->hole)
            json_open(j, NULL, '[');
        put_ring(j, r);
        if (polygons > 1 && (i + 1 == o->rings.n || !o->rings.v[i + 1].hole))
            json_close(j, ']');
    }
    json_close(j, ']');
    json_close(j, '}');
}
