/* task_pass - a task whose unit has ended goes on in the same place of its document. */
#ifndef TASK_TASK_PASS_H
#define TASK_TASK_PASS_H

struct unit_passing;
extern const struct unit_passing task_passing;

#endif
