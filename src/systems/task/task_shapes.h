/* task_shapes - what the JSON answers of the tasks look like; see core/shape.h. For task_pages.c.
 * GET /tasks/figures and the classes are kept stable for programs. */
#ifndef TASK_TASK_SHAPES_H
#define TASK_TASK_SHAPES_H

#include "core/web.h"

/* clang-format off */
#define FIGURES "total int, done_on_time int, done_late int, done_no_deadline int, " \
                "open_in_time int, open_overdue int, open_no_deadline int"

static const struct shape shapes[] = {
    { "Figures", "{ " FIGURES " }" },
    { "Task", "{ id id, title text, lead UnitName?, creditor UnitName?, part_of id?, opened day?, due day?, "
      "due_text text, recurs_on day?, class text, reported day?, done day?, recognised day?, withdrawn day?, "
      "asked_due day?, extensions int, returns int, parts int, parts_done int, version int }" },
    { "TaskEvent", "{ id id, event text, at time, by text, unit UnitName?, effective day?, recorded day?, due day?, "
      "text text, next_step text, obstacle text, product text, file id? }" },
    { "Source", "{ id id, kind text, number text, issued day, issuer UnitName?, title text }" },
    /* With units=DAY the figures are those of the units of that day, and more is told. */
    { "AgencyRow", "{ unit UnitName?, attributed? int, " FIGURES " }" },
    { "GET /tasks/figures", "{ " FIGURES ", asof? day, view? text, units? day?, rule? text, agencies? [AgencyRow] }" },
    { "GET /tasks", "{ asof day, view text, tasks [Task], next text? }" },
    { "GET /tasks/:id", "{ task Task, source id?, annex text, section text, number text, person text, leads text, "
      "coordinating text, authority text, result text, filled_in bool, replaces id?, replaced_by id?, "
      "taken_from id?, passed_to id?, passed_on day?, first_opened day, parts [Task], "
      "parts_next text?, files [{ id id, name text, size int, sha256 text }], history [TaskEvent], "
      "amendments [{ source id?, place text, effective day, field text, was text, becomes text }], may [text] }" },
    { "Overview", "{ asof day, view text, units day?, rule? text, demo bool, figures Figures, done_but_not_recorded int, "
      "lists [{ code text, name text, " FIGURES " }], agencies [AgencyRow] }" },
    { "GET /", "Overview" },
    { "GET /tasks/months", "{ asof day, view text, units day?, rule? text, months [text], "
      "agencies [{ unit UnitName?, attributed? int, months [Figures] }] }" },
    { "GET /my", "{ to_recognise [Task], extensions_asked [Task], overdue [Task], due_soon [Task], waiting [Task] }" },
    { "GET /units/:owner/tasks", "Overview" },
    { "GET /sources", "{ sources [Source], next text? }" },
    { "GET /sources/:id", "{ source Source, tasks [{ id id?, annex text, section text, number text, task text, lead text, "
      "coordinating text, result text, deadline text, class text }], next text? }" },
    { "GET /sources/:id/files/:file", "application/octet-stream" },
    { "GET /tasks/:id/files/:file", "application/octet-stream" },
    { "POST /sources/new", "Source" },
    { "POST /tasks/new", "Task" },
    { "POST /tasks/:id/receive", "Task" },
    { "POST /tasks/:id/note", "Task" },
    { "POST /tasks/:id/report", "Task" },
    { "POST /tasks/:id/recognise", "Task" },
    { "POST /tasks/:id/return", "Task" },
    { "POST /tasks/:id/extension", "Task" },
    { "POST /tasks/:id/extension/decide", "Task" },
    { "POST /tasks/:id/withdraw", "Task" },
    { "POST /tasks/:id/reopen", "Task" },
    { "POST /tasks/:id/comment", "Task" },
    { "POST /tasks/:id/files", "Task" },
    { "POST /tasks/:id/split", "Task" },
    { "POST /tasks/:id/amend", "Task" },
    { "GET /tasks/import/:id", "{ id id, source id, sheet text, carried_out bool, new int, same int, refused int, "
      "columns any, faults [{ line int, column text, reason text }], lines [{ line int, verdict text }] }" },
    { "POST /tasks/import/:id", "{ added int, same int }" },
};
/* clang-format on */

#endif
