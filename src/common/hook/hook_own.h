/* hook_own - what the files of this slice share. */
#ifndef HOOK_HOOK_OWN_H
#define HOOK_HOOK_OWN_H

#include "common/hook/hook.h"

struct hook {
    int64_t id, secret_no, made_by, made_at;
    const char *url, *note, *state, *reason;
};
typedef LIST(struct hook) hook_list;
struct hook_delivery {
    int64_t id, made_at, attempts, due_at, tried_at, status;
    const char *type, *state, *fault;
};
typedef LIST(struct hook_delivery) hook_deliveries;

MUST_USE bool hook_read_all(struct ctx *c, hook_list *ret);
MUST_USE bool hook_read(struct ctx *c, int64_t id, struct hook *ret); /* false: not found */
/* Newest first, below an id (0: from the newest); *ret_more: there are others. */
MUST_USE bool hook_read_log(struct ctx *c, int64_t id, int64_t before, hook_deliveries *ret,
                            bool *ret_more);
/* "whsec_…": what the receiver checks signatures with. */
MUST_USE bool hook_secret(struct ctx *c, int64_t id, int64_t secret_no, const char **ret);
/* "v1,…" over id, time and body, as Standard Webhooks has it; secret as above. */
MUST_USE bool hook_sign(struct ctx *c, int64_t hook, int64_t secret_no, const char *message,
                        const char **ret);

/* In a write. */
MUST_USE bool hook_add(struct ctx *c, const char *url, const char *note, int64_t *ret_id);
/* what: test stop start secret remove */
MUST_USE bool hook_change(struct ctx *c, int64_t id, const char *what);

/* Sending, in hook_send.c. */
bool hook_send_start(struct ctx *c);
void hook_send_stop(struct app *app);
bool hook_send_tick(struct ctx *c);
MUST_USE bool hook_stop_for(struct ctx *c, int64_t id, const char *reason);

#endif
