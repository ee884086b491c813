#include "core/field.h"

#include <string.h>

#include "core/page.h"
#include "core/tr.h"

static bool has_hint(const struct field *f)
{
    return f->hint && *f->hint;
}

#include "field.html.h"

/* Is it in the form that was sent and is shown again? */
static bool is_again(const struct req *q, const struct field *f)
{
    size_t n, path;

    if (!q->problem || !f->form)
        return q->problem != NULL;
    n = strlen(f->form);
    path = strlen(q->path);
    return path > n && strcmp(q->path + path - n, f->form) == 0;
}

static const char *id_of(struct ctx *c, const struct req *q, const struct field *f)
{
    struct buf b = { .arena = c->arena };

    if (!f->form || is_again(q, f))
        return f->name;
    buf_text(&b, f->form);
    buf_char(&b, '-');
    buf_text(&b, f->name);
    return buf_str(&b);
}

static const char *value_of(const struct req *q, const struct field *f)
{
    const char *sent = NULL;

    if (f->type && (strcmp(f->type, "password") == 0 || strcmp(f->type, "file") == 0))
        return "";
    for (size_t i = 0; i < q->params.n; i++)
        if (strcmp(q->params.v[i].name, f->name) == 0)
            sent = q->params.v[i].value; /* the last: form over address */
    if (sent && (is_again(q, f) || (!f->value && !f->form)))
        return sent;
    return f->value ? f->value : "";
}

/* Written by hand because an attribute that is not there cannot be a value in a template. */
struct html_safe field_described(struct ctx *c, const struct req *q, const struct field *f)
{
    struct buf b = { .arena = c->arena };
    const char *id = id_of(c, q, f);
    bool wrong = is_again(q, f) && req_problem(q, f->name);

    if (has_hint(f) || wrong) {
        buf_text(&b, " aria-describedby=\"");
        if (has_hint(f)) {
            buf_text(&b, id);
            buf_text(&b, wrong ? "-hint " : "-hint");
        }
        if (wrong) {
            buf_text(&b, f->name);
            buf_text(&b, "-error");
        }
        buf_text(&b, wrong ? "\" aria-invalid=\"true\"" : "\"");
    }
    if (f->list) {
        buf_text(&b, " autocomplete=\"off\" list=\"");
        html_text((struct html){ &b }, f->list);
        buf_text(&b, "\"");
    }
    if (f->more.markup)
        buf_text(&b, f->more.markup);
    return (struct html_safe){ buf_str(&b) };
}

struct html_safe field_chosen(const char *value, const char *option)
{
    return (struct html_safe){ strcmp(value, option) == 0 ? " selected" : "" };
}

void field_head(struct html h, struct ctx *c, const struct req *q, const struct field *f)
{
    struct html_safe none = { "" };

    field_top_html(h, c, f, id_of(c, q, f),
                   is_again(q, f) ? page_field_error(c, q, f->name) : none);
}

void field_put(struct html h, struct ctx *c, const struct req *q, const struct field *f)
{
    bool area = f->type && strcmp(f->type, FIELD_AREA) == 0;

    field_head(h, c, q, f);
    (area ? field_area_html : field_line_html)(h, c, f, id_of(c, q, f), value_of(q, f),
                                               field_described(c, q, f));
}
