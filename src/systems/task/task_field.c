/* A field of a form: label, hint, the error at it, the value kept. */
#include "systems/task/task_pages.h"

#include <string.h>

#include "task_field.html.h"

/* Written by hand because an attribute that is not there cannot be a value in a template. */
static struct html_safe attributes(struct ctx *c, const struct task_field *f, const char *id,
                                   bool wrong)
{
    struct buf b = { .arena = c->arena };

    if (f->hint || wrong) {
        buf_text(&b, " aria-describedby=\"");
        if (f->hint)
            buf_printf(&b, "%s-hint", id);
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

void task_field(struct html h, struct ctx *c, const struct req *q, const struct task_field *f)
{
    static const char *const types[] = { [FIELD_TEXT] = "text",
                                         [FIELD_AREA] = "text",
                                         [FIELD_DAY] = "date",
                                         [FIELD_FILE] = "file",
                                         [FIELD_UNITS] = "text" };
    bool again = is_shown_again(q, f);
    const char *id =
        f->form && !again ? arena_printf(c->arena, "%s-%s", f->form, f->name) : f->name;
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

void task_units_datalist(struct html h, struct ctx *c, int64_t above)
{
    unit_list units = { 0 };

    if (above)
        unit_children(c, above, c->today, &units);
    else
        unit_class(c, "tenants", c->today, &units);
    units_datalist_html(h, c, &units);
}
