/* A field of a form: label, hint, the error at it, the value kept. */
#include "systems/task/task_pages.h"

#include <string.h>

#include "core/app.h"
#include "core/cache.h"

#include "task_field.html.h"

/* Written by hand because an attribute that is not there cannot be a value in a template. */
static struct html_safe attributes(struct ctx *c, const struct task_field *f, const char *id,
                                   bool wrong)
{
    struct buf b = { .arena = c->arena };

    if (f->hint || wrong) {
        buf_text(&b, " aria-describedby=\"");
        if (f->hint) {
            buf_text(&b, id);
            buf_text(&b, "-hint");
        }
        if (wrong)
            buf_printf(&b, "%s%s-error", f->hint ? " " : "", f->name);
        buf_text(&b, "\"");
    }
    if (wrong)
        buf_text(&b, " aria-invalid=\"true\"");
    if (f->kind == FIELD_UNITS && !strcmp(f->name, "unit"))
        buf_text(&b, " list=\"units\" autocomplete=\"off\"");
    return (struct html_safe){ buf_str(&b) };
}

/* The form that is shown again keeps what was written; other forms of the page do not. */
static bool is_shown_again(const struct req *q, const struct task_field *f)
{
    size_t n = f->form ? strlen(f->form) : 0, path = strlen(q->path);

    return q->problem && (!f->form || (path > n && !strcmp(q->path + path - n, f->form)));
}

/* A name may stand in several forms of a page. */
static const char *id_in(struct ctx *c, const char *form, const char *name)
{
    struct buf b = { .arena = c->arena };

    buf_text(&b, form);
    buf_char(&b, '-');
    buf_text(&b, name);
    return buf_str(&b);
}

void task_field(struct html h, struct ctx *c, const struct req *q, const struct task_field *f)
{
    static const char *const types[] = { [FIELD_TEXT] = "text",
                                         [FIELD_AREA] = "text",
                                         [FIELD_DAY] = "date",
                                         [FIELD_FILE] = "file",
                                         [FIELD_UNITS] = "text" };
    bool again = is_shown_again(q, f);
    const char *id = f->form && !again ? id_in(c, f->form, f->name) : f->name;
    const char *sent = req_last(q, f->name);
    const char *value = again || !f->value ? (f->form && !again ? "" : sent) : f->value;
    struct html_safe wrong = again ? page_field_error(c, q, f->name) : (struct html_safe){ "" };
    struct html_safe more = attributes(c, f, id, *wrong.markup != '\0');

    field_head_html(h, c, f, id, wrong);
    if (f->kind == FIELD_AREA || (f->kind == FIELD_UNITS && strcmp(f->name, "unit") != 0))
        field_area_html(h, c, f, id, value ? value : "", more);
    else
        field_line_html(h, c, f, id, f->kind == FIELD_FILE || !value ? "" : value, types[f->kind],
                        more);
    field_foot_html(h, c);
}

/* The root bodies change a few times a year and stand in many pages: kept for a minute, in
 * each language; at most 8 entries of a few kilobytes. */
enum { KEPT = 8, MINUTE_MS = 60 * 1000 };

bool task_field_start(struct ctx *c)
{
    atomic_store(app_slot(c->app, &task_module), cache_new(KEPT, 10 * MINUTE_MS));
    return true;
}

void task_field_stop(struct app *app)
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
