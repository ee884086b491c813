/* What a field for a unit offers. */
#include "systems/task/task_pages.h"

#include "core/app.h"
#include "core/cache.h"

#include "task_offer.html.h"

/* The root bodies change a few times a year and stand in many pages: kept for a minute, in
 * each language; at most 8 entries of a few kilobytes. */
enum { KEPT = 8, MINUTE_MS = 60 * 1000 };

bool task_offer_start(struct ctx *c)
{
    atomic_store(app_slot(c->app, &task_module), cache_new(KEPT, 10 * MINUTE_MS));
    return true;
}

void task_offer_stop(struct app *app)
{
    struct cache *k = atomic_exchange(app_slot(app, &task_module), NULL);

    if (k)
        cache_free(&k);
}

static void root_bodies(struct html h, struct ctx *c)
{
    struct cache *k = atomic_load(app_slot(c->app, &task_module));
    unsigned char key[32] = { (unsigned char)c->lang[0] };
    const char *kept = k ? cache_get(k, c->arena, key, c->now_ms / MINUTE_MS, c->now_ms) : NULL;
    unit_list units = { 0 };
    size_t from = h.out->n;

    if (kept) {
        buf_text(h.out, kept);
        return;
    }
    unit_class(c, "tenants", c->today, &units);
    units_datalist_html(h, c, &units);
    if (k)
        cache_put(k, key, c->now_ms / MINUTE_MS, c->now_ms,
                  (struct bytes){ buf_str(h.out) + from, h.out->n - from + 1 });
}

void task_units_datalist(struct html h, struct ctx *c, int64_t above)
{
    unit_list units = { 0 };

    if (!above) {
        root_bodies(h, c);
        return;
    }
    unit_children(c, above, c->today, &units);
    units_datalist_html(h, c, &units);
}
