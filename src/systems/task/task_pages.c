/* The routes of tasks: what each takes, which right it needs, what its command is called. */
#include "systems/task/demo.h"
#include "systems/task/task_pages.h"
#include "systems/task/task_pass.h"

#include "systems/task/task_shapes.h"
#include "task_schema.h"

/* clang-format off */
static const struct input query_inputs[] = {
    TEXT_INPUT(struct task_query, list, N_("List"), 0, 40),
    TEXT_INPUT(struct task_query, unit, N_("Agency"), 0, 200),
    CHOICE_INPUT(struct task_query, class, N_("State"), 0,
                 "open_overdue open_in_time open_no_deadline done_on_time done_late done_no_deadline "
                 "open done waiting late_record"),
    TEXT_INPUT(struct task_query, words, N_("Words"), 0, 200),
    DAY_INPUT(struct task_query, from, N_("Due from"), 0),
    DAY_INPUT(struct task_query, to, N_("Due until"), 0),
    DAY_INPUT(struct task_query, asof, N_("As of"), 0),
    DAY_INPUT(struct task_query, units, N_("Units as of"), 0),
    CHOICE_INPUT(struct task_query, view, N_("View"), 0, "known actual"),
    TEXT_INPUT(struct task_query, after, N_("Page"), 0, 60),
    CHOICE_INPUT(struct task_query, sort, N_("Sorted by"), 0,
                 "name total done_on_time done_late done_no_deadline open_in_time open_overdue "
                 "open_no_deadline"),
};

static const struct input draft_inputs[] = {
    ID_INPUT(struct task_draft, source, N_("Document that assigns it"), 0),
    TEXT_INPUT(struct task_draft, annex, N_("Annex"), 0, 80),
    TEXT_INPUT(struct task_draft, section, N_("Section"), 0, 80),
    TEXT_INPUT(struct task_draft, number, N_("Number in the annex"), 0, 40),
    TEXT_INPUT(struct task_draft, list, N_("List"), 0, 40),
    TEXT_INPUT(struct task_draft, title, N_("What is to be done"), 0, 4000),
    TEXT_INPUT(struct task_draft, title_en, N_("The same in English"), 0, 4000),
    TEXT_INPUT(struct task_draft, title_de, N_("The same in German"), 0, 4000),
    TEXT_INPUT(struct task_draft, lead, N_("Lead agency"), 0, 4000),
    TEXT_INPUT(struct task_draft, coordinating, N_("Co-ordinating"), 0, 4000),
    TEXT_INPUT(struct task_draft, person, N_("Person responsible"), 0, 300),
    TEXT_INPUT(struct task_draft, creditor, N_("Assigned by"), 0, 200),
    TEXT_INPUT(struct task_draft, authority, N_("Submitted to"), 0, 300),
    TEXT_INPUT(struct task_draft, result, N_("Result"), 0, 1000),
    TEXT_INPUT(struct task_draft, due_text, N_("Deadline, in the words of the document"), 0, 300),
    DAY_INPUT(struct task_draft, due, N_("Deadline as a day"), 0),
    DAY_INPUT(struct task_draft, opened, N_("Day of assignment"), 0),
};

#define VERSION INT_INPUT(struct task_act, version, N_("Version seen"), 0, 1000000000)
#define REASON(label) TEXT_INPUT(struct task_act, text, label, 0, 4000)
#define DAY_OF(label) DAY_INPUT(struct task_act, day, label, 0)

static const struct input receive_inputs[] = { VERSION };
static const struct input note_inputs[] = {
    VERSION,
    REASON(N_("How the work stands")),
    TEXT_INPUT(struct task_act, next_step, N_("Next step"), 0, 1000),
    TEXT_INPUT(struct task_act, obstacle, N_("Obstacle"), 0, 1000),
};
static const struct input report_inputs[] = {
    VERSION,
    TEXT_INPUT(struct task_act, product, N_("Number of the product document"), 0, 120),
    DAY_OF(N_("Date of the product")),
    REASON(N_("Remark")),
    FILE_INPUT("file", N_("File"), 0),
};
static const struct input reason_inputs[] = { VERSION, REASON(N_("Reason")) };
static const struct input remark_inputs[] = { VERSION, REASON(N_("Remark")) };
static const struct input file_inputs[] = {
    VERSION, REASON(N_("Remark")), FILE_INPUT("file", N_("File"), 0),
};
static const struct input extension_inputs[] = {
    VERSION,
    DAY_INPUT(struct task_act, due, N_("New deadline"), 0),
    TEXT_INPUT(struct task_act, due_text, N_("New deadline, in words"), 0, 300),
    REASON(N_("Reason")),
};
static const struct input decide_inputs[] = {
    VERSION,
    CHOICE_INPUT(struct task_act, decision, N_("Decision"), 1, "approve refuse"),
    DAY_INPUT(struct task_act, due, N_("New deadline"), 0),
    REASON(N_("Reason")),
};
static const struct input split_inputs[] = {
    INT_INPUT(struct task_part, version, N_("Version seen"), 0, 1000000000),
    TEXT_INPUT(struct task_part, title, N_("What is to be done"), 0, 4000),
    TEXT_INPUT(struct task_part, unit, N_("Unit"), 0, 200),
    TEXT_INPUT(struct task_part, person, N_("Person responsible"), 0, 300),
    TEXT_INPUT(struct task_part, result, N_("Result"), 0, 1000),
    TEXT_INPUT(struct task_part, due_text, N_("Deadline, in words"), 0, 300),
    DAY_INPUT(struct task_part, due, N_("Deadline"), 0),
};
static const struct input amend_inputs[] = {
    INT_INPUT(struct task_amend, version, N_("Version seen"), 0, 1000000000),
    ID_INPUT(struct task_amend, source, N_("Amending document"), 0),
    TEXT_INPUT(struct task_amend, place, N_("Article or point of that document"), 0, 300),
    DAY_INPUT(struct task_amend, day, N_("In force from"), 0),
    TEXT_INPUT(struct task_amend, lead, N_("New lead"), 0, 4000),
    TEXT_INPUT(struct task_amend, coordinating, N_("New co-ordinating agencies"), 0, 4000),
    TEXT_INPUT(struct task_amend, result, N_("New result"), 0, 1000),
    TEXT_INPUT(struct task_amend, due_text, N_("New deadline, in words"), 0, 300),
    DAY_INPUT(struct task_amend, due, N_("New deadline"), 0),
};
static const struct input source_inputs[] = {
    CHOICE_INPUT(struct task_source_form, kind, N_("Kind"), 0, "resolution directive conclusion plan"),
    TEXT_INPUT(struct task_source_form, number, N_("Number"), 0, 80),
    DAY_INPUT(struct task_source_form, issued, N_("Date"), 0),
    TEXT_INPUT(struct task_source_form, unit, N_("Issued by"), 0, 200),
    TEXT_INPUT(struct task_source_form, title, N_("What it is about"), 0, 2000),
    TEXT_INPUT(struct task_source_form, title_en, N_("The same in English"), 0, 2000),
    TEXT_INPUT(struct task_source_form, title_de, N_("The same in German"), 0, 2000),
    TEXT_INPUT(struct task_source_form, list, N_("List in which its tasks are counted"), 0, 40),
    FILE_INPUT("file", N_("File"), 0),
};

static const struct input import_inputs[] = {
    ID_INPUT(struct task_import_form, source, N_("Document"), 0),
    TEXT_INPUT(struct task_import_form, unit, N_("Assigned by"), 0, 200),
    TEXT_INPUT(struct task_import_form, authority, N_("Submitted to"), 0, 300),
    DAY_INPUT(struct task_import_form, opened, N_("Day of assignment"), 0),
    TEXT_INPUT(struct task_import_form, csv, N_("Or the table as text"), 0, 16 << 20),
    FILE_INPUT("file", N_("File, XLSX or CSV"), 0),
    TEXT_INPUT(struct task_import_form, sheet, N_("Sheet"), 0, 200),
};
/* Read by the page itself; told here for the API's description and the command line. */
static const struct input page_inputs[] = {
    { "parts", N_("Page"), IN_ID, 0, 0, 0, NULL },
};

#define STEP(path, right, doc, cmd_, flags_, in) \
    { POST, "/tasks/:id/" path, task_post_step, right, doc, .cmd = cmd_, .flags = flags_, LISTED(inputs, in), \
      .form = task_get_page }

static const struct route routes[] = {
    { GET, "/", task_get_dashboard, "task.read", "Overview: figures, agencies and states, most overdue, burn-up",
      .cmd = "task overview", LISTED(inputs, query_inputs) },
    { GET, "/tasks/figures", task_get_figures, "task.read", "The figures of a list or an agency on a day; by agency also as CSV and XLSX",
      .cmd = "task figures", .flags = ROUTE_TABLE, LISTED(inputs, query_inputs) },
    { GET, "/tasks/months", task_get_months, "task.read", "Agencies, months and states up to a day; also as CSV and XLSX",
      .cmd = "task months", .flags = ROUTE_TABLE, LISTED(inputs, query_inputs) },
    { GET, "/my", task_get_mine, "task.read", "What my units owe and what waits for my decision", .cmd = "task mine" },
    { GET, "/units/:owner/tasks", task_get_unit, "task.read", "Figures and tasks of a unit (id or code)", .cmd = "task unit",
      LISTED(inputs, query_inputs) },
    { GET, "/tasks", task_get_list, "task.read", "Tasks by list, agency, state, deadline and words; also as CSV and XLSX",
      .cmd = "task list", .flags = ROUTE_TABLE, LISTED(inputs, query_inputs) },
    { GET, "/tasks/new", task_get_new, "task.assign", "Form to assign a task", .cmd = NULL },
    { POST, "/tasks/new", task_post_new, "task.assign", "Assign a task", .cmd = "task assign", LISTED(inputs, draft_inputs),
      .form = task_get_new },
    { GET, "/tasks/:id", task_get_page, "task.read", "One task with its history", .cmd = "task show",
      LISTED(inputs, page_inputs) },
    { GET, "/tasks/:id/files/:file", task_get_file, "task.read", "A file of a task", .cmd = NULL },
    STEP("receive", "task.report", "Confirm the receipt of a task", "task receive", 0, receive_inputs),
    STEP("note", "task.report", "Note the progress of a task", "task note", 0, note_inputs),
    STEP("report", "task.report", "Report a task as done, with its product", "task report", ROUTE_UPLOAD,
         report_inputs),
    STEP("recognise", "task.recognise", "Recognise the result of a task", "task recognise", 0, remark_inputs),
    STEP("return", "task.recognise", "Return the result of a task", "task return", 0, reason_inputs),
    STEP("extension", "task.extend", "Ask for an extension", "task ask-extension", 0, extension_inputs),
    { POST, "/tasks/:id/extension/decide", task_post_decide, "task.recognise", "Approve or refuse an extension",
      .cmd = "task decide-extension", LISTED(inputs, decide_inputs), .form = task_get_page },
    STEP("withdraw", "task.recognise", "Withdraw a task", "task withdraw", 0, reason_inputs),
    STEP("reopen", "task.recognise", "Open a task again that was done", "task reopen", 0, reason_inputs),
    STEP("comment", "task.comment", "Comment on a task", "task comment", 0, reason_inputs),
    STEP("files", "task.comment", "Attach a file to a task", NULL, ROUTE_UPLOAD, file_inputs),
    { POST, "/tasks/:id/split", task_post_split, "task.assign", "Give a part of a task to a unit below",
      .cmd = "task split", LISTED(inputs, split_inputs), .form = task_get_page },
    { POST, "/tasks/:id/amend", task_post_amend, "task.recognise", "Change a task by another document",
      .cmd = "task amend", LISTED(inputs, amend_inputs), .form = task_get_page },
    { GET, "/tasks/import", task_get_import, "task.import", "Form to import an annex table", .cmd = NULL },
    { POST, "/tasks/import", task_post_import, "task.import", "Dry run of an annex table in XLSX or CSV: nothing is written",
      .cmd = "task import", .flags = ROUTE_UPLOAD | ROUTE_LARGE, LISTED(inputs, import_inputs), .form = task_get_import,
      .prepare = task_prepare_import },
    { GET, "/tasks/import/:id", task_get_dry_run, "task.import", "What an import would do, line by line",
      .cmd = "task import-report", .flags = ROUTE_SLOW },
    { POST, "/tasks/import/:id", task_post_carry_out, "task.import", "Carry the import out, whole or not at all",
      .cmd = "task import-carry-out", .form = task_get_dry_run },
    { GET, "/sources", task_get_sources, "task.read", "Documents that assign tasks", .cmd = "source list" },
    { GET, "/sources/new", task_get_source_new, "task.import", "Form to add a document", .cmd = NULL },
    { POST, "/sources/new", task_post_source, "task.import", "Add a document", .cmd = "source add",
      .flags = ROUTE_UPLOAD, LISTED(inputs, source_inputs), .form = task_get_source_new },
    { GET, "/sources/:id", task_get_source, "task.read", "A document with its annex table; also as CSV and XLSX",
      .cmd = "source show", .flags = ROUTE_TABLE },
    { GET, "/sources/:id/files/:file", task_get_source_file, "task.read", "A file of a document", .cmd = NULL },
};

static const struct grant grants[] = {
    { "task.read", "viewer officer head overseer auditor" },
    { "task.report", "officer head" },
    { "task.extend", "head" },
    { "task.assign", "head overseer" },
    { "task.recognise", "head overseer" },
    { "task.comment", "officer head overseer" },
    { "task.import", "head overseer" },
};

static const struct nav nav[] = {
    { N_("Overview"), "/", "task.read", 10 },
    { N_("My obligations"), "/my", "task.read", 20 },
    { N_("Tasks"), "/tasks", "task.read", 30 },
    { N_("Documents"), "/sources", "task.read", 40 },
};

static const struct sealed *const sealed[] = { &task_sealed, &task_clause_sealed, &task_amendment_sealed,
                                               &task_source_sealed };

static const struct command commands[] = {
    { "demo", "[--address FILE]", "fill an empty database with the demo, which opens on 28 August 2025",
      task_demo_command },
};

static bool start(struct ctx *c)
{
    return task_offer_start(c) && task_demo_start(c);
}

const struct module task_module = {
    .name = "task",
    .passing = &task_passing,
    LISTED(commands, commands),
    LISTED(routes, routes),
    LISTED(schema, task_schema),
    LISTED(sealed, sealed),
    LISTED(grants, grants),
    LISTED(nav, nav),
    LISTED(shapes, shapes),
    .start = start, .stop = task_offer_stop,
};
/* clang-format on */
