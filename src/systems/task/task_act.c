/* The steps as forms, and the POST routes behind them. */
#include "systems/task/task_act.h"

#include <string.h>

#include "common/file/file.h"

const struct task_action task_actions[] = {
    { TASK_RECEIVE, "receive", N_("Confirm the receipt"), N_("The receipt is confirmed."), NULL, 0,
      false, false },
    { TASK_NOTE, "note", N_("Note the progress"), N_("The note is in the history."),
      N_("How the work stands"), ACT_TEXT | ACT_NEXT, false, false },
    { TASK_REPORT, "report", N_("Report as done"),
      N_("Reported as done. It counts as done once the assigner has recognised it."), N_("Remark"),
      ACT_PRODUCT | ACT_DAY | ACT_FILE | ACT_TEXT, false, true },
    { TASK_RECOGNISE, "recognise", N_("Recognise the result"),
      N_("The result is recognised: the task is done."), N_("Remark"), ACT_TEXT, false, true },
    { TASK_RETURN, "return", N_("Return the result"), N_("The result was returned."),
      N_("What is missing or wrong"), ACT_TEXT, true, false },
    { TASK_ASK_EXTENSION, "extension", N_("Ask for an extension"),
      N_("The extension was asked for. The deadline stays until it is approved."), N_("Reason"),
      ACT_DUE | ACT_TEXT, false, false },
    { TASK_EXTEND, "extension/decide", N_("Decide on the extension"),
      N_("The extension is decided."), N_("Reason"), ACT_DECISION | ACT_DUE | ACT_TEXT, false,
      true },
    { TASK_SPLIT, "split", N_("Give a part to one of your units"), N_("The part is assigned."),
      NULL, ACT_PART, false, false },
    { TASK_COMMENT, "comment", N_("Comment"), N_("The comment is in the history."), N_("Comment"),
      ACT_TEXT, false, false },
    { TASK_ATTACH, "files", N_("Attach a file"), N_("The file is attached."), N_("Remark"),
      ACT_FILE | ACT_TEXT, false, true },
    { TASK_AMEND, "amend", N_("Amend by another document"), N_("The amendment is recorded."), NULL,
      ACT_AMEND, false, false },
    { TASK_REOPEN, "reopen", N_("Open it again"), N_("The task is open again."), N_("Reason"),
      ACT_TEXT, true, false },
    { TASK_WITHDRAW, "withdraw", N_("Withdraw the task"), N_("The task was withdrawn."),
      N_("Reason"), ACT_TEXT, true, false },
};
const size_t task_n_actions = COUNT(task_actions);

const struct task_action *task_action_of(const char *path)
{
    const char *word = strncmp(path, "/tasks/:id/", 11) == 0 ? path + 11 : path;

    for (size_t i = 0; i < task_n_actions; i++) {
        const char *last = strchr(task_actions[i].path, '/');

        if (strcmp(task_actions[i].path, word) == 0 || (last && strcmp(last + 1, word) == 0))
            return &task_actions[i];
    }
    return NULL;
}

#include "task_act.html.h"

static void field(struct html h, struct ctx *c, const struct req *q, const struct task_action *a,
                  struct field f)
{
    f.form = a->path;
    f.label = T(f.label);
    f.hint = f.hint ? T(f.hint) : NULL;
    field_put(h, c, q, &f);
}

static void part_fields(struct html h, struct ctx *c, const struct req *q,
                        const struct task_action *a)
{
    field(h, c, q, a, (struct field){ .name = "title", .label = N_("What is to be done") });
    field(h, c, q, a,
          (struct field){ .name = "unit",
                          .label = N_("Unit"),
                          .hint = N_("Code or name of a unit below yours"),
                          .list = "units" });
    field(h, c, q, a, (struct field){ .name = "person", .label = N_("Person responsible") });
    field(h, c, q, a, (struct field){ .name = "result", .label = N_("Result"), .optional = true });
    field(h, c, q, a,
          (struct field){ .name = "due",
                          .label = N_("Deadline"),
                          .hint = N_("Empty: the deadline of the whole"),
                          .type = "date",
                          .optional = true });
}

static void amend_fields(struct html h, struct ctx *c, const struct req *q,
                         const struct task_action *a, const task_sources *sources)
{
    static const struct field fields[] = {
        { .name = "place", .label = N_("Article or point of that document"), .optional = true },
        { .name = "lead",
          .label = N_("New lead"),
          .hint = N_("Codes or names, one per line. Empty: stays"),
          .type = FIELD_AREA,
          .rows = 3,
          .optional = true },
        { .name = "coordinating",
          .label = N_("New co-ordinating agencies"),
          .type = FIELD_AREA,
          .rows = 3,
          .optional = true },
        { .name = "result", .label = N_("New result"), .optional = true },
        { .name = "due_text", .label = N_("New deadline, in words"), .optional = true },
        { .name = "due", .label = N_("New deadline"), .type = "date", .optional = true },
    };

    act_sources_html(h, c, q, sources);
    for (size_t i = 0; i < COUNT(fields); i++)
        field(h, c, q, a, fields[i]);
}

const char *task_action_label(const struct task_action *a, const struct obligation *o)
{
    return a->verb == TASK_EXTEND && !o->asked_due ? N_("Extend the deadline") : a->label;
}

void task_act_fields(struct html h, struct ctx *c, const struct req *q, const struct task_action *a,
                     const struct obligation *o, const task_sources *sources)
{
    bool decides = (a->fields & ACT_DECISION) && o->asked_due;

    if (decides)
        act_decision_html(h, c, q);
    if (a->fields & ACT_PRODUCT)
        field(h, c, q, a,
              (struct field){ .name = "product",
                              .label = N_("Number of the product document"),
                              .hint = N_("Like 123/BC-BTC") });
    if (a->fields & ACT_DAY)
        field(h, c, q, a,
              (struct field){ .name = "day",
                              .label = N_("Date of the product"),
                              .hint = N_("The day on which it was really done"),
                              .type = "date" });
    if (a->fields & ACT_DUE)
        field(h, c, q, a,
              (struct field){
                  .name = "due",
                  .label = N_("New deadline"),
                  .hint = a->fields & ACT_DECISION ? N_("Empty: the day that was asked for") : NULL,
                  .type = "date",
                  .optional = decides });
    if (a->fields & ACT_FILE)
        field(h, c, q, a,
              (struct field){ .name = "file",
                              .label = N_("File"),
                              .type = "file",
                              .optional = a->verb == TASK_REPORT });
    if (a->fields & ACT_TEXT)
        field(
            h, c, q, a,
            (struct field){ .name = "text",
                            .label = a->text,
                            .type = FIELD_AREA,
                            .optional = a->text_optional && (a->verb != TASK_EXTEND || decides) });
    if (a->fields & ACT_NEXT) {
        field(h, c, q, a,
              (struct field){ .name = "next_step", .label = N_("Next step"), .optional = true });
        field(h, c, q, a,
              (struct field){ .name = "obstacle", .label = N_("Obstacle"), .optional = true });
    }
    if (a->fields & ACT_PART)
        part_fields(h, c, q, a);
    if (a->fields & ACT_AMEND)
        amend_fields(h, c, q, a, sources);
}

/* ---- the answers ---- */

static bool answer(struct ctx *c, const struct req *q, struct res *s, int64_t id, const char *did)
{
    struct obligation o;

    if (q->face == FACE_HTML)
        return web_see_other(s, arena_printf(c->arena, "/tasks/%lld?did=%s", (long long)id, did));
    if (!work_get(c, id, &o))
        return false;
    struct json j = json_doc(s, 200);

    task_json(c, &j, NULL, &o, c->today);
    return true;
}

/* An uploaded file is taken over only for who may do the step. */
static bool take_file(struct ctx *c, const struct req *q, enum task_verb v, struct task_act *a)
{
    const struct upload *u = req_upload(q, "file");
    struct task t = { 0 };

    if (!u || u->size == 0)
        return true;
    return task_get(c, a->id, &t) && task_allow(c, &t, v) &&
           file_attach(c, u, &(struct file_place){ "task", t.o.tenant, a->id },
                       v == TASK_REPORT ? "product" : "evidence", &a->file);
}

static bool step(struct ctx *c, const struct req *q, struct res *s, enum task_verb v,
                 struct task_act *a, const char *word)
{
    struct obligation o;

    a->id = req_id(q);
    if (v == TASK_ATTACH && !req_upload(q, "file"))
        return fail_field(c, "file", "choose a file");
    return take_file(c, q, v, a) && task_do(c, v, a, &o) && answer(c, q, s, a->id, word);
}

bool task_post_step(struct ctx *c, const struct req *q, struct res *s)
{
    const struct task_action *action = task_action_of(q->route->path);
    struct task_act a = { 0 };

    ASSERT(action);
    return TASK_READ(c, q, &a) && step(c, q, s, action->verb, &a, action->path);
}

bool task_post_decide(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_act a = { 0 };

    if (!TASK_READ(c, q, &a))
        return false;
    return step(c, q, s, strcmp(a.decision, "approve") == 0 ? TASK_EXTEND : TASK_REFUSE_EXTENSION,
                &a, "decide");
}

bool task_post_split(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_part p = { 0 };
    int64_t id;

    if (!TASK_READ(c, q, &p))
        return false;
    p.id = req_id(q);
    return task_split(c, &p, &id) && answer(c, q, s, q->face == FACE_HTML ? p.id : id, "split");
}

bool task_post_amend(struct ctx *c, const struct req *q, struct res *s)
{
    struct task_amend a = { 0 };
    int64_t id;

    if (!TASK_READ(c, q, &a))
        return false;
    a.id = req_id(q);
    return task_amend(c, &a, &id) && answer(c, q, s, id, "amend");
}
