/* GET /tasks/:id: a task tells its story from top to bottom. */
#include <string.h>

#include "common/account/account.h"
#include "common/file/file.h"
#include "core/text.h"
#include "systems/task/task_act.h"

enum { PAGE_PARTS = 100 };

struct page {
    struct task t;
    struct task_line line;
    const char *place, *did;
    struct html_safe hidden;
    obligations parts;
    int64_t next_parts; /* the parts after this one are on the next page; 0: there are none */
    task_lines part_lines;
    file_list files;
    task_changes changes;
    work_events events;
    LIST(int64_t) past;          /* deadlines that were moved */
    struct work_passed from, to; /* legal successors */
};

static const char *change_name(const char *field)
{
    static const char *const names[][2] = { { "lead", N_("Lead agency") },
                                            { "coordinating", N_("Co-ordinating") },
                                            { "result", N_("Result") },
                                            { "due", N_("Deadline") } };

    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(names[i][0], field) == 0)
            return names[i][1];
    return field;
}

static const char *file_size(struct ctx *c, int64_t n)
{
    if (n < 1000 * 1000)
        return arena_printf(c->arena, "%lld kB", (long long)(n + 999) / 1000);
    return arena_printf(c->arena, "%lld MB", (long long)(n + 500 * 1000) / (1000 * 1000));
}

static const char *who(struct ctx *c, const struct page *p, const struct work_event *e)
{
    const char *unit = e->unit ? unit_name(c, e->unit) : "";

    (void)p;
    if (!e->account)
        return T("by the system");
    return arena_printf(c->arena, "%s%s%s", account_person(c, e->account), *unit ? ", " : "", unit);
}

static struct html_safe form_type(const struct task_action *a)
{
    return (struct html_safe){ a->fields & ACT_FILE ? " enctype=\"multipart/form-data\"" : "" };
}

static struct html_local act_address(struct ctx *c, const struct page *p,
                                     const struct task_action *a)
{
    return (struct html_local){ arena_printf(c->arena, "/tasks/%lld/%s", (long long)p->t.o.id,
                                             a->path) };
}

#include "task_page.html.h"

static const char *place_of(struct ctx *c, const struct task *t, const struct task_source *by)
{
    struct buf b = { .arena = c->arena };

    buf_text(&b, by->number);
    if (*t->annex)
        buf_printf(&b, ", %s", TF("annex %s", t->annex));
    if (*t->section)
        buf_printf(&b, ", %s", TF("section %s", t->section));
    if (*t->number)
        buf_printf(&b, ", %s", TF("number %s", t->number));
    return buf_str(&b);
}

/* Every past deadline stays visible. */
static void find_past(struct ctx *c, struct page *p)
{
    int64_t due = 0;

    for (size_t i = 0; i < p->events.n; i++) {
        const struct work_event *e = &p->events.v[i];

        if (e->type != WORK_OPENED && e->type != WORK_TAKEN_OVER && e->type != WORK_EXTENDED &&
            e->type != WORK_AMENDED && e->type != WORK_RECALCULATED)
            continue;
        if (e->due && due && e->due != due)
            *LIST_PUSH(c->arena, &p->past) = due;
        due = e->due > 0 ? e->due : due;
    }
}

/* What ended because another unit goes on with it was not withdrawn. */
static bool say_passed(struct ctx *c, const struct obligation *o, struct task_line *l,
                       struct work_passed *ret)
{
    *ret = (struct work_passed){ 0 };
    if (!o->withdrawn)
        return true;
    if (!work_passed_to(c, o, ret))
        return false;
    if (ret->other)
        l->state_name = T("passed on");
    return true;
}

static bool read_parts(struct ctx *c, const struct req *q, struct page *p)
{
    struct work_passed to;
    const char *text = req_text(q, "parts");
    int64_t after = 0;

    if (*text && !id_parse(text, &after))
        return fail_field(c, "parts", "this page does not exist; begin with the first one");
    if (!p->t.o.parts)
        return true;
    if (!work_parts(c, &p->t.o, after, PAGE_PARTS + 1, &p->parts))
        return false;
    if (p->parts.n > PAGE_PARTS) {
        p->parts.n = PAGE_PARTS;
        p->next_parts = p->parts.v[PAGE_PARTS - 1].id;
    }
    task_lines_of(c, &p->parts, c->today, &p->part_lines);
    for (size_t i = 0; i < p->parts.n; i++)
        if (!say_passed(c, &p->parts.v[i], &p->part_lines.v[i], &to))
            return false;
    return true;
}

static bool read_page(struct ctx *c, const struct req *q, struct page *p)
{
    struct task_source by;

    if (!task_get(c, req_id(q), &p->t))
        return false;
    if (p->t.source) {
        if (!task_source_get(c, p->t.source, &by))
            return false;
        p->place = place_of(c, &p->t, &by);
    }
    if (!work_history(c, &p->t.o, &p->events) ||
        !file_list_of(c, &(struct file_place){ "task", p->t.o.tenant, p->t.o.id }, &p->files) ||
        !task_changes_of(c, &p->t, &p->changes) || !read_parts(c, q, p))
        return false;
    p->line = task_line_of(c, &p->t.o, c->today);
    find_past(c, p);
    return say_passed(c, &p->t.o, &p->line, &p->to) && work_passed_from(c, &p->t.o, &p->from);
}

static bool show_acts(struct ctx *c, const struct req *q, struct html h, struct page *p)
{
    bool any = false;
    task_sources sources = { 0 };

    html_markup(h, "<h2>", 4);
    html_text(h, T("What you can do now"));
    html_markup(h, "</h2>\n", 6);
    for (size_t i = 0; i < task_n_actions; i++) {
        const struct task_action *a = &task_actions[i];
        size_t n = strlen(a->path), path = strlen(q->path);
        bool again = q->problem && path > n && strcmp(q->path + path - n, a->path) == 0;

        if (task_refuses(c, &p->t, a->verb))
            continue;
        if (!any)
            p->hidden = page_form(c, q);
        any = true;
        if (a->verb == TASK_AMEND && !task_source_find(c, 0, &sources))
            return false;
        const char *label = T(task_action_label(a, &p->t.o));

        task_story_act_head_html(h, c, p, a, label, again);
        task_act_fields(h, c, q, a, &p->t.o, &sources);
        if (a->verb == TASK_SPLIT)
            task_units_datalist(h, c, p->t.o.owner);
        task_story_act_foot_html(h, c, a, label);
    }
    if (!any)
        task_story_nothing_html(h, c);
    return true;
}

static bool show_html(struct ctx *c, const struct req *q, struct res *s, struct page *p)
{
    const struct task_action *did = q->problem ? NULL : task_action_of(req_text(q, "did"));

    p->did = did                                    ? did->did
             : strcmp(req_text(q, "did"), "assign") ? NULL
                                                    : N_("The task is assigned.");
    struct html h = page_begin(c, q, s, 200, task_title(c, &p->t.o));

    task_story_head_html(h, c, p);
    task_story_facts_html(h, c, p);
    if (p->parts.n)
        task_story_parts_html(h, c, p);
    if (p->files.n)
        task_story_files_html(h, c, p);
    if (p->changes.n)
        task_story_changes_html(h, c, p);
    task_story_history_html(h, c, p);
    /* The names of people may have failed to be read. */
    return show_acts(c, q, h, p) && c->err.kind == ERR_NONE && page_end(c, h);
}

/* ---- JSON ---- */

static void json_events(struct ctx *c, struct json *j, const work_events *all)
{
    json_open(j, "history", '[');
    for (size_t i = 0; i < all->n; i++) {
        const struct work_event *e = &all->v[i];

        json_open(j, NULL, '{');
        json_id(j, "id", e->id);
        json_text(j, "event", work_event_words[e->type]);
        json_ms(j, "at", e->at_ms);
        json_text(j, "by", e->account ? account_person(c, e->account) : "");
        unit_json(c, j, "unit", unit_get(c, e->unit));
        json_day(j, "effective", e->effective);
        json_day(j, "recorded", e->recorded);
        json_day(j, "due", e->due > 0 ? e->due : 0);
        json_text(j, "text", e->text);
        json_text(j, "next_step", e->next_step);
        json_text(j, "obstacle", e->obstacle);
        json_text(j, "product", e->product);
        json_id(j, "file", e->file);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void json_rest(struct ctx *c, struct json *j, const struct page *p)
{
    json_id(j, "taken_from", p->from.other);
    json_id(j, "passed_to", p->to.other);
    json_day(j, "passed_on", p->to.other ? p->to.day : p->from.day);
    json_day(j, "first_opened", p->from.other ? p->from.first : p->t.o.opened);
    json_open(j, "parts", '[');
    for (size_t i = 0; i < p->parts.n; i++)
        task_json(c, j, NULL, &p->parts.v[i], c->today);
    json_close(j, ']');
    if (p->next_parts)
        json_text(j, "parts_next",
                  arena_printf(c->arena, "/tasks/%lld.json?parts=%lld", (long long)p->t.o.id,
                               (long long)p->next_parts));
    else
        json_null(j, "parts_next");
    json_open(j, "files", '[');
    for (size_t i = 0; i < p->files.n; i++) {
        json_open(j, NULL, '{');
        json_id(j, "id", p->files.v[i].id);
        json_text(j, "name", p->files.v[i].name);
        json_int(j, "size", p->files.v[i].size);
        json_text(j, "sha256", p->files.v[i].sha256);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_events(c, j, &p->events);
    json_open(j, "amendments", '[');
    for (size_t i = 0; i < p->changes.n; i++) {
        const struct task_change *k = &p->changes.v[i];

        json_open(j, NULL, '{');
        json_id(j, "source", k->source);
        json_text(j, "place", k->place);
        json_day(j, "effective", k->effective);
        json_text(j, "field", k->field);
        json_text(j, "was", k->was);
        json_text(j, "becomes", k->becomes);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static bool show_json(struct ctx *c, struct res *s, const struct page *p)
{
    const struct task *t = &p->t;
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    task_json(c, &j, "task", &t->o, c->today);
    json_id(&j, "source", t->source);
    json_text(&j, "annex", t->annex);
    json_text(&j, "section", t->section);
    json_text(&j, "number", t->number);
    json_text(&j, "person", t->person);
    json_text(&j, "leads", t->leads);
    json_text(&j, "coordinating", t->coordinating);
    json_text(&j, "authority", t->authority);
    json_text(&j, "result", t->result);
    json_bool(&j, "filled_in", t->filled_in);
    json_id(&j, "replaces", t->replaces);
    json_id(&j, "replaced_by", t->replaced_by);
    json_rest(c, &j, p);
    json_open(&j, "may", '[');
    for (size_t i = 0; i < task_n_actions; i++)
        if (!task_refuses(c, t, task_actions[i].verb))
            json_text(&j, NULL, task_actions[i].path);
    json_close(&j, ']');
    json_close(&j, '}');
    return c->err.kind == ERR_NONE;
}

bool task_get_page(struct ctx *c, const struct req *q, struct res *s)
{
    struct page p = { 0 };

    if (!read_page(c, q, &p))
        return false;
    return q->face == FACE_JSON ? show_json(c, s, &p) : show_html(c, q, s, &p);
}

/* An attachment is seen by who sees the task, and only under the task's address. */
bool task_get_file(struct ctx *c, const struct req *q, struct res *s)
{
    struct obligation o;
    struct file f;
    int64_t id = 0;

    if (!int_parse(req_text(q, "file"), &id))
        return fail(c, ERR_NOT_FOUND, "there is no such file");
    return work_get(c, req_id(q), &o) &&
           file_get(c, &(struct file_place){ "task", o.tenant, o.id }, id, &f) &&
           file_send(c, &f, s);
}
