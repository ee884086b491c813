/* task_row - the rows of the slice's tables; only task's own files use it. */
#ifndef TASK_TASK_ROW_H
#define TASK_TASK_ROW_H

#include "systems/task/task.h"

extern const struct sealed task_sealed, task_clause_sealed, task_amendment_sealed;
extern const struct sealed task_source_sealed;

/* What the document says; t->o.tenant and t->o.id are the key. */
MUST_USE bool task_row_add(struct ctx *c, const struct task *t);
MUST_USE bool task_row_get(struct ctx *c, struct task *t);
MUST_USE bool task_row_change(struct ctx *c, const struct task *t); /* result, co-ordinating */
MUST_USE bool task_row_replace(struct ctx *c, const struct task *old, int64_t by);

typedef LIST(int64_t) task_ids;

struct task_place {
    int64_t id, source, position; /* position 0: behind the last */
    const char *annex, *section, *number, *text;
    bool is_free; /* the caller has looked */
};
/* A new place in the source's annex; fails at the field "number" when it is taken. */
MUST_USE bool task_place_add(struct ctx *c, struct task_place *p);
MUST_USE bool task_position_next(struct ctx *c, int64_t source, int64_t *ret);
MUST_USE bool task_place_is_free(struct ctx *c, const struct task_place *p);

struct task_change { /* one field, changed by an amending document */
    int64_t id, source, account, at_ms, effective;
    const char *number, *place, *field, *was, *becomes;
};
typedef LIST(struct task_change) task_changes;
MUST_USE bool task_change_add(struct ctx *c, const struct task *t, const struct task_change *k);
MUST_USE bool task_changes_of(struct ctx *c, const struct task *t, task_changes *ret);

/* Units of a field of an annex table: lines, or parts between ';'; also between ',' where
 * the whole is no name ("Bộ Y tế, Bộ Tư pháp", but "Bộ Văn hóa, Thể thao và Du lịch").
 * ret_unknown: the first words that name no unit, NULL: none. */
void task_units_read(struct ctx *c, const char *words, int64_t on, unit_list *ret,
                     const char **ret_unknown);

/* The same, remembered for the many lines of a table that name the same units. */
struct task_memo *task_memo_new(struct ctx *c);
void task_units_known(struct ctx *c, struct task_memo *m, const char *words, int64_t on,
                      unit_list *ret, const char **ret_unknown);

/* A draft, checked and resolved. */
struct task_plan {
    const struct task_draft *d;
    struct task_source source;
    unit_list leads;
    task_ids coordinating;
    int64_t list, creditor, opened, due;
    int64_t position;         /* in the annex; 0: behind the last */
    int64_t clause, replaces; /* an amended task takes the place of the one before */
    int64_t content;          /* fingerprint of an imported line, whose place is known to be free */
    int64_t read_due;         /* what the words of the deadline say, when somebody has read them */
    struct task_memo *memo;   /* units already read, NULL: none */
    const char *due_text;
};
MUST_USE bool task_plan_make(struct ctx *c, const struct task_draft *d, struct task_plan *ret);
MUST_USE bool task_plan_carry_out(struct ctx *c, const struct task_plan *p, struct obligation *ret);

#endif
