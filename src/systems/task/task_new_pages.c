/* /tasks/new: assigning a task by hand. */
#include <string.h>

#include "core/text.h"
#include "systems/task/task_pages.h"

#include "task_new.html.h"

static void fields(struct html h, struct ctx *c, const struct req *q)
{
    const struct field all[] = {
        { .name = "annex", .label = T("Annex"), .optional = true },
        { .name = "section", .label = T("Section"), .optional = true },
        { .name = "number",
          .label = T("Number in the annex"),
          .hint = T("Empty: the next free number"),
          .optional = true },
        { .name = "title", .label = T("What is to be done"), .type = FIELD_AREA },
        { .name = "lead",
          .label = T("Lead agency"),
          .hint = T("Code or name; several: one per line; or a class, like all ministries"),
          .type = FIELD_AREA,
          .rows = 3 },
        { .name = "coordinating",
          .label = T("Co-ordinating"),
          .hint = T("Codes or names, one per line"),
          .type = FIELD_AREA,
          .rows = 3,
          .optional = true },
        { .name = "person",
          .label = T("Person responsible"),
          .hint = T("Name and office of who answers for it") },
        { .name = "creditor",
          .label = T("Assigned by"),
          .hint = T("Code or name; empty: your own unit. It recognises the result"),
          .optional = true },
        { .name = "authority",
          .label = T("Submitted to"),
          .hint = T("Who decides on the result, like the Prime Minister") },
        { .name = "result",
          .label = T("Result"),
          .hint = T("Report, decree, decision, system in use") },
        { .name = "due_text",
          .label = T("Deadline, in the words of the document"),
          .hint = T("Like before 25 June 2025, in May 2026, quarter II/2026, regularly") },
        { .name = "due",
          .label = T("Deadline as a day"),
          .hint = T("Only where the words do not give it"),
          .type = "date",
          .optional = true },
    };

    for (size_t i = 0; i < COUNT(all); i++)
        field_put(h, c, q, &all[i]);
}

bool task_get_new(struct ctx *c, const struct req *q, struct res *s)
{
    task_sources sources = { 0 };
    work_lists lists = { 0 };

    if (!task_source_find(c, 0, &sources) || !work_list_find(c, &lists))
        return false;
    struct html h = page_begin(c, q, s, 200, T("Assign a task"));

    task_new_head_html(h, c, q, &sources, &lists);
    fields(h, c, q);
    task_new_foot_html(h, c);
    return page_end(c, h);
}

bool task_post_new(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_draft d = { 0 };
    struct obligation o;

    /* Lengths and days first, but together with the rule's own fields: all mistakes at once. */
    if (!TASK_READ(c, q, &d)) {
        bool all = task_check(c, &d);

        return all && false;
    }
    if (!task_assign(c, &d, &o))
        return false;
    if (q->face == FACE_HTML)
        return web_see_other(s, arena_printf(c->arena, "/tasks/%lld?did=assign", (long long)o.id));
    struct json j = json_doc(s, 201);

    task_json(c, &j, NULL, &o, c->today);
    return true;
}
