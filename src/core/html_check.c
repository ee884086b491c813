#include "core/html_check.h"

#include <string.h>

#include "core/text.h"

enum { DEPTH = 64, ATTRS = 32 };

struct attr {
    const char *name, *value;
};

struct frame { /* an element that is open */
    const char *name;
    struct attr attr[ATTRS];
    size_t n_attr;
    int line;
    bool named;  /* it has a text, so far, that can be read out */
    bool hidden; /* aria-hidden, here or above */
    bool th, caption, legend;
};

struct ref {
    const char *id, *from;
    int line;
};

struct page {
    struct arena *arena;
    struct buf report;
    const char *s;
    int line, last_heading, h1, mains;
    bool whole, lang, title;
    struct frame frame[DEPTH];
    size_t depth;
    LIST(struct ref) ids, refs, labels, inputs; /* inputs: those that need a label for= */
};

static const char *const void_names[] = { "area",  "base", "br",   "col",    "embed", "hr",  "img",
                                          "input", "link", "meta", "source", "track", "wbr", NULL };
static const char *const blocks[] = {
    "p",      "div",    "ul",       "ol",     "dl",      "table", "form",       "section", "nav",
    "h1",     "h2",     "h3",       "h4",     "h5",      "h6",    "main",       "article", "aside",
    "header", "footer", "fieldset", "figure", "details", "pre",   "blockquote", "hr",      NULL
};
static const char *const interactive[] = { "a", "button", "input", "select", "textarea", NULL };

static void say(struct page *p, int line, const char *what, const char *which)
{
    buf_printf(&p->report, "%sline %d: %s%s%s", p->report.n ? "\n" : "", line, what,
               *which ? " " : "", which);
}

static const char *get(const struct frame *f, const char *name)
{
    for (size_t i = 0; i < f->n_attr; i++)
        if (strcmp(f->attr[i].name, name) == 0)
            return f->attr[i].value;
    return NULL;
}

static bool has(const struct frame *f, const char *name)
{
    const char *v = get(f, name);

    return v && *v;
}

static struct frame *inside(struct page *p, const char *name)
{
    for (size_t i = p->depth; i-- > 0;)
        if (strcmp(p->frame[i].name, name) == 0)
            return &p->frame[i];
    return NULL;
}

static bool is(const struct frame *f, const char *name)
{
    return f && strcmp(f->name, name) == 0;
}

/* ---- reading ---- */

static void skip(struct page *p, size_t n)
{
    for (; n; n--, p->s++)
        p->line += *p->s == '\n';
}

static const char *word(struct page *p)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:";
    size_t n = strspn(p->s, letters);
    const char *w = arena_strndup(p->arena, p->s, n);

    skip(p, n);
    return w;
}

static bool good_reference(const char *s)
{
    size_t n = strspn(s + 1, "#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    return n > 0 && n < 12 && s[n + 1] == ';';
}

static void check_references(struct page *p, const char *s, size_t n, bool in_attribute)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '&' && !good_reference(s + i))
            say(p, p->line, "a & that is not written &amp;",
                arena_strndup(p->arena, s + i, strnlen(s + i, 12)));
        if (s[i] == '<' && in_attribute)
            say(p, p->line, "a < in an attribute", "");
    }
}

static bool read_attribute(struct page *p, struct frame *f)
{
    const char *name = word(p), *end;

    if (!*name || f->n_attr == ATTRS) {
        say(p, p->line, "not an attribute:", arena_strndup(p->arena, p->s, strnlen(p->s, 12)));
        return false;
    }
    if (get(f, name))
        say(p, p->line, "an attribute twice:", name);
    struct attr *a = &f->attr[f->n_attr++];
    *a = (struct attr){ name, "" };
    if (*p->s != '=')
        return true;
    if (p->s[1] != '"' || !(end = strchr(p->s + 2, '"'))) {
        say(p, p->line, "an attribute without quotation marks:", name);
        return false;
    }
    a->value = arena_strndup(p->arena, p->s + 2, (size_t)(end - p->s - 2));
    check_references(p, p->s + 2, (size_t)(end - p->s - 2), true);
    skip(p, (size_t)(end + 1 - p->s));
    return true;
}

/* Behind the name, to behind the '>'. */
static bool read_attributes(struct page *p, struct frame *f, bool *ret_closed)
{
    for (;;) {
        size_t blank = strspn(p->s, " \t\r\n");

        skip(p, blank);
        *ret_closed = p->s[0] == '/' && p->s[1] == '>';
        if (*p->s == '>' || *ret_closed) {
            skip(p, *ret_closed ? 2 : 1);
            return true;
        }
        if (!blank || !*p->s) {
            say(p, p->line, "a tag that does not end:", f->name);
            return false;
        }
        if (!read_attribute(p, f))
            return false;
    }
}

/* ---- an element begins ---- */

static void note_ids(struct page *p, const struct frame *f)
{
    static const char *const lists[] = { "aria-describedby",
                                         "aria-labelledby",
                                         "aria-controls",
                                         "aria-owns",
                                         "headers",
                                         "list",
                                         "for",
                                         NULL };
    const char *part[16], *id = get(f, "id"), *href = get(f, "href");

    if (id && (!*id || strpbrk(id, " \t\n")))
        say(p, f->line, "an id that is empty or has a blank in it", id);
    for (size_t i = 0; id && i < p->ids.n; i++)
        if (strcmp(p->ids.v[i].id, id) == 0)
            say(p, f->line, "an id twice:", id);
    if (id)
        *LIST_PUSH(p->arena, &p->ids) = (struct ref){ id, f->name, f->line };
    for (size_t k = 0; lists[k]; k++) {
        size_t n =
            has(f, lists[k]) ? text_split(p->arena, get(f, lists[k]), ' ', part, COUNT(part)) : 0;

        for (size_t i = 0; i < n; i++)
            if (*part[i])
                *LIST_PUSH(p->arena, &p->refs) = (struct ref){ part[i], lists[k], f->line };
    }
    if (href && href[0] == '#' && href[1])
        *LIST_PUSH(p->arena, &p->refs) = (struct ref){ href + 1, "href", f->line };
}

static void check_safety(struct page *p, const struct frame *f)
{
    for (size_t i = 0; i < f->n_attr; i++)
        if (strncmp(f->attr[i].name, "on", 2) == 0 || strcmp(f->attr[i].name, "style") == 0)
            say(p, f->line, "not allowed by our content security policy:", f->attr[i].name);
    if (has(f, "tabindex") && get(f, "tabindex")[0] != '-' && get(f, "tabindex")[0] != '0')
        say(p, f->line, "a positive tabindex", "");
}

static bool is_named(const struct frame *f)
{
    return has(f, "aria-label") || has(f, "aria-labelledby");
}

static void check_heading(struct page *p, const struct frame *f)
{
    int level = f->name[1] - '0';

    p->h1 += level == 1;
    if (level > p->last_heading + 1 && (p->whole || p->last_heading))
        say(p, f->line, "a heading that jumps:", f->name);
    p->last_heading = level;
}

static void check_input(struct page *p, const struct frame *f)
{
    static const char *const buttons[] = { "hidden", "submit", "button", "image", "reset", NULL };
    const char *type = get(f, "type");

    if (type && text_is(type, buttons)) {
        if (strcmp(type, "hidden") != 0 && !has(f, "value") && !is_named(f) && !has(f, "alt"))
            say(p, f->line, "a button without text", "");
        return;
    }
    if (is_named(f) || inside(p, "label"))
        return;
    *LIST_PUSH(p->arena, &p->inputs) =
        (struct ref){ has(f, "id") ? get(f, "id") : "", has(f, "name") ? get(f, "name") : f->name,
                      f->line };
}

/* Where an element may stand, as far as mistakes are likely. */
static void check_place(struct page *p, const struct frame *f)
{
    static const char *const parent[][5] = { { "li", "ul", "ol", NULL },
                                             { "tr", "tbody", "thead", "tfoot", NULL },
                                             { "td", "tr", NULL },
                                             { "th", "tr", NULL },
                                             { "dt", "dl", "div", NULL },
                                             { "dd", "dl", "div", NULL },
                                             { "caption", "table", NULL },
                                             { "legend", "fieldset", NULL },
                                             { "option", "select", "datalist", "optgroup", NULL },
                                             { "summary", "details", NULL } };
    const struct frame *up = p->depth ? &p->frame[p->depth - 1] : NULL;

    for (size_t i = 0; up && i < COUNT(parent); i++)
        if (strcmp(f->name, parent[i][0]) == 0 && !text_is(up->name, parent[i] + 1) &&
            !(strcmp(f->name, "tr") == 0 && is(up, "table")))
            say(p, f->line, arena_printf(p->arena, "<%s> in <%s>", f->name, up->name), "");
    if ((is(up, "ul") || is(up, "ol")) && strcmp(f->name, "li") != 0)
        say(p, f->line, "in a list stands a", f->name);
    if (text_is(f->name, blocks) && inside(p, "p") && !inside(p, "svg"))
        say(p, f->line, "in a paragraph stands a", f->name);
    const char *type = get(f, "type");
    if (text_is(f->name, interactive) && (inside(p, "a") || inside(p, "button")) &&
        !(type && strcmp(type, "hidden") == 0))
        say(p, f->line, "in a link or button stands a", f->name);
    if (strcmp(f->name, "form") == 0 && inside(p, "form"))
        say(p, f->line, "a form in a form", "");
}

static void mark_named(struct page *p)
{
    for (size_t i = 0; i < p->depth; i++)
        p->frame[i].named = true;
}

static void begin_element(struct page *p, struct frame *f)
{
    note_ids(p, f);
    check_safety(p, f);
    check_place(p, f);
    f->named = is_named(f);
    f->hidden = (p->depth && p->frame[p->depth - 1].hidden) ||
                (has(f, "aria-hidden") && *get(f, "aria-hidden") == 't');
    if (strlen(f->name) == 2 && f->name[0] == 'h' && f->name[1] >= '1' && f->name[1] <= '6')
        check_heading(p, f);
    if (is(f, "input") || is(f, "select") || is(f, "textarea"))
        check_input(p, f);
    if (is(f, "label") && has(f, "for"))
        *LIST_PUSH(p->arena, &p->labels) = (struct ref){ get(f, "for"), "label", f->line };
    if (is(f, "img") && !get(f, "alt"))
        say(p, f->line, "an image without alt", "");
    if (is(f, "img") && has(f, "alt") && !f->hidden)
        mark_named(p);
    if (is(f, "html"))
        p->lang = has(f, "lang");
    if (is(f, "nav") && !is_named(f))
        say(p, f->line, "a nav without label", "");
    p->mains += is(f, "main");
    if (is(f, "th") && inside(p, "table"))
        inside(p, "table")->th = true;
    if (is(f, "caption") && inside(p, "table"))
        inside(p, "table")->caption = true;
    if (is(f, "legend") && inside(p, "fieldset"))
        inside(p, "fieldset")->legend = true;
}

/* ---- an element ends ---- */

static void end_element(struct page *p, const struct frame *f)
{
    static const char *const need_text[] = { "a",       "button",  "h1",    "h2",     "h3",
                                             "h4",      "h5",      "h6",    "label",  "th",
                                             "caption", "summary", "title", "legend", NULL };

    if (text_is(f->name, need_text) && !f->named && !f->hidden && !(is(f, "a") && !get(f, "href")))
        say(p, f->line, "no text in", f->name);
    if (is(f, "svg") && !f->named && !f->hidden)
        say(p, f->line, "a picture (svg) without a name that is not aria-hidden", "");
    if (is(f, "table") && !f->th)
        say(p, f->line, "a table without th", "");
    bool in_named = p->depth && is_named(&p->frame[p->depth - 1]); /* a labelled region around it */
    if (is(f, "table") && !f->caption && !is_named(f) && !in_named)
        say(p, f->line, "a table without caption", "");
    if (is(f, "fieldset") && !f->legend && !is_named(f))
        say(p, f->line, "a fieldset without legend", "");
    if (is(f, "title") && f->named && !inside(p, "svg"))
        p->title = true;
}

static bool close_tag(struct page *p)
{
    skip(p, 2);
    const char *name = word(p);

    if (*p->s != '>') {
        say(p, p->line, "a closing tag that does not end:", name);
        return false;
    }
    skip(p, 1);
    if (!p->depth || strcmp(p->frame[p->depth - 1].name, name) != 0) {
        say(p, p->line,
            arena_printf(p->arena, "</%s> where <%s> is open since line %d", name,
                         p->depth ? p->frame[p->depth - 1].name : "nothing",
                         p->depth ? p->frame[p->depth - 1].line : 0),
            "");
        return false;
    }
    p->depth--;
    end_element(p, &p->frame[p->depth]);
    return true;
}

/* Of these the content is no markup; only an empty script is allowed. */
static bool raw_content(struct page *p, const char *name)
{
    const char *end = strstr(p->s, arena_printf(p->arena, "</%s>", name));

    if (!end) {
        say(p, p->line, "never closed:", name);
        return false;
    }
    if (end != p->s)
        say(p, p->line, "not allowed by our content security policy: content in", name);
    skip(p, (size_t)(end - p->s));
    return true;
}

static bool open_tag(struct page *p)
{
    bool closed;

    if (p->depth == DEPTH) {
        say(p, p->line, "too deep", "");
        return false;
    }
    struct frame *f = &p->frame[p->depth];
    *f = (struct frame){ .line = p->line };
    skip(p, 1);
    f->name = word(p);
    if (!*f->name) {
        say(p, p->line, "a < that is not written &lt;", "");
        return false;
    }
    if (!read_attributes(p, f, &closed))
        return false;
    begin_element(p, f);
    if (text_is(f->name, void_names))
        return true;
    if (closed) {
        if (!inside(p, "svg"))
            say(p, f->line, "only parts of pictures may end with />:", f->name);
        return true;
    }
    p->depth++;
    if (is(f, "script") || is(f, "style"))
        return raw_content(p, f->name);
    return true;
}

/* ---- the page ---- */

static void read_text_part(struct page *p)
{
    size_t n = strcspn(p->s, "<");
    const struct frame *up = p->depth ? &p->frame[p->depth - 1] : NULL;

    check_references(p, p->s, n, false);
    if (strspn(p->s, " \t\r\n") < n) {
        if (up && (is(up, "ul") || is(up, "ol") || is(up, "table") || is(up, "tr") ||
                   is(up, "tbody") || is(up, "select")))
            say(p, p->line, "text directly in", up->name);
        if (up && !up->hidden)
            mark_named(p);
    }
    skip(p, n);
}

static bool read_markup(struct page *p)
{
    if (strncmp(p->s, "<!--", 4) == 0) {
        const char *end = strstr(p->s, "-->");

        if (!end) {
            say(p, p->line, "a comment without end", "");
            return false;
        }
        skip(p, (size_t)(end + 3 - p->s));
        return true;
    }
    return p->s[1] == '/' ? close_tag(p) : open_tag(p);
}

static bool known(const struct page *p, const char *id)
{
    for (size_t i = 0; i < p->ids.n; i++)
        if (strcmp(p->ids.v[i].id, id) == 0)
            return true;
    return false;
}

static void check_end(struct page *p)
{
    for (size_t i = 0; i < p->depth; i++)
        say(p, p->frame[i].line, "never closed:", p->frame[i].name);
    for (size_t i = 0; p->whole && i < p->refs.n; i++)
        if (!known(p, p->refs.v[i].id))
            say(p, p->refs.v[i].line,
                arena_printf(p->arena, "%s: there is no id", p->refs.v[i].from), p->refs.v[i].id);
    for (size_t i = 0; i < p->inputs.n; i++) {
        bool found = false;

        for (size_t k = 0; k < p->labels.n && *p->inputs.v[i].id; k++)
            found |= strcmp(p->labels.v[k].id, p->inputs.v[i].id) == 0;
        if (!found)
            say(p, p->inputs.v[i].line, "an input without label:", p->inputs.v[i].from);
    }
    if (!p->whole)
        return;
    if (!p->lang)
        say(p, 1, "the page has no lang", "");
    if (!p->title)
        say(p, 1, "the page has no title", "");
    if (p->h1 != 1)
        say(p, 1, p->h1 ? "the page has more than one h1" : "the page has no h1", "");
    if (p->mains != 1)
        say(p, 1, "the page has not exactly one main", "");
}

const char *html_check(struct arena *a, const char *page)
{
    struct page *p = NEW(a, struct page);
    bool ok = true;

    p->arena = a;
    p->report.arena = a;
    p->line = 1;
    p->s = page;
    p->whole = strncmp(page, "<!doctype html>", 15) == 0;
    if (p->whole)
        skip(p, 15);
    if (!text_valid(page, strlen(page)))
        say(p, 1, "not UTF-8", "");
    while (ok && *p->s)
        if (*p->s == '<')
            ok = read_markup(p);
        else
            read_text_part(p);
    if (ok)
        check_end(p);
    return buf_str(&p->report);
}
