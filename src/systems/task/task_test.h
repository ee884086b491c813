/* task_test - a small government to test with: units, people, a list and a document. */
#ifndef TASK_TASK_TEST_H
#define TASK_TASK_TEST_H

#include "core/test.h"
#include "systems/task/task.h"

enum person { OVERSEER, HEAD, OFFICER, HANOI, BADINH, AUDITOR, VIEWER, STRANGER, PEOPLE };
struct office {
    int64_t vn, vpcp, btc, tax, bkhcn, hanoi, badinh, list, source;
    struct actor who[PEOPLE];
};
void office_open(struct ctx *c, struct office *ret); /* and acts as the overseer */
/* The draft of a good task: lead BTC, due in a month. */
struct task_draft office_draft(const struct office *f);
int64_t office_assign(struct ctx *c, const struct task_draft *d); /* 0: refused, see c->err */
bool office_do(struct ctx *c, const struct actor *who, enum task_verb v, const struct task_act *a);
struct obligation office_see(struct ctx *c, int64_t id);
/* A request of this person: "POST" with the path's query as the form. */
struct res office_ask(struct ctx *c, const struct office *f, enum person p, enum method m,
                      const char *path);
/* A file on the disk as the upload code leaves it. */
struct upload office_file(struct ctx *c, const char *name, const char *content);
const char *office_path(struct ctx *c, const char *before, int64_t id, const char *after);

#endif
