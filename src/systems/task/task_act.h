/* task_act - the steps that a person can take on a task's page, as forms. */
#ifndef TASK_TASK_ACT_H
#define TASK_TASK_ACT_H

#include "systems/task/task_pages.h"

enum task_act_field {
    ACT_TEXT = 1,
    ACT_NEXT = 2,
    ACT_PRODUCT = 4,
    ACT_DAY = 8,
    ACT_DUE = 16,
    ACT_FILE = 32,
    ACT_DECISION = 64,
    ACT_PART = 128,
    ACT_AMEND = 256
};
struct task_action {
    enum task_verb verb;
    const char *path;  /* behind /tasks/17/ */
    const char *label; /* of the form, its button and the command */
    const char *did;   /* what the page says afterwards */
    const char *text;  /* label of the field "text" */
    int fields;
    bool grave, text_optional;
};
extern const struct task_action task_actions[];
extern const size_t task_n_actions;
/* By the route's path ("/tasks/:id/report") or the last word ("report"); NULL: none. */
const struct task_action *task_action_of(const char *path);
/* A key of the catalogue. An extension that nobody asked for is simply given. */
const char *task_action_label(const struct task_action *a, const struct obligation *o);
/* The fields of its form. */
void task_act_fields(struct html h, struct ctx *c, const struct req *q, const struct task_action *a,
                     const struct obligation *o, const task_sources *sources);

#endif
