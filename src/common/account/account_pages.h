/* account_pages - the handlers of this slice's routes, and what their pages share. */
#ifndef ACCOUNT_ACCOUNT_PAGES_H
#define ACCOUNT_ACCOUNT_PAGES_H

#include "common/account/account_admin.h"
#include "core/field.h"
#include "core/page.h"

#define HANDLER(name) bool name(struct ctx *c, const struct req *q, struct res *s)

/* A field that phones must not write in their own way; what it is tells password managers. */
#define AS_TYPED(what)                                                            \
    {                                                                             \
        " autocapitalize=\"none\" spellcheck=\"false\" autocomplete=\"" what "\"" \
    }
/* A handler that keeps what it has written although it refuses: the page again, with c->err. */
bool account_refuse(struct ctx *c, const struct req *q, struct res *s,
                    bool (*page)(struct ctx *c, const struct req *q, struct res *s));
/* Good enough, and twice the same; else both fields say what is wrong. */
MUST_USE bool account_new_password(struct ctx *c, const char *password, const char *again,
                                   const struct account *who);
/* The unit that a person wrote: code, short code or name; else the field is wrong. */
MUST_USE bool account_unit_named(struct ctx *c, const char *field, const char *text, int64_t *ret);
const char *account_unit_word(struct ctx *c, int64_t unit); /* what account_unit_named() takes */
/* What a page says has been done, by the word in its address ("?done=role"); NULL: nothing. */
struct account_done {
    const char *word, *text; /* text: a key */
};
const char *account_done_text(struct ctx *c, const struct req *q, const struct account_done *all,
                              size_t n);
/* Names are read while the page is written: if one could not be, the page has failed. */
MUST_USE bool account_page_end(struct ctx *c, struct html h);
void account_lang_cookie(struct ctx *c, const struct req *q, struct res *s, const char *lang);
const char *account_link_address(struct ctx *c, const char *key); /* as the person reaches it */

/* one's own account */
HANDLER(account_get_own);
HANDLER(account_post_lang);
HANDLER(account_post_password);
HANDLER(account_post_session_end);
HANDLER(account_post_sessions_end);
HANDLER(account_post_token);
HANDLER(account_post_token_revoke);
bool account_prepare_password(struct ctx *c, struct req *q);
extern const struct input account_lang_inputs[1], account_password_inputs[3],
    account_token_inputs[2];

/* the accounts of others */
HANDLER(account_get_list);
HANDLER(account_get_new);
HANDLER(account_post_new);
HANDLER(account_get_one);
HANDLER(account_post_edit);
HANDLER(account_post_role);
HANDLER(account_post_role_end);
HANDLER(account_post_close);
HANDLER(account_post_reopen);
HANDLER(account_post_link);
extern const struct input account_new_inputs[4], account_edit_inputs[4], account_role_inputs[2],
    account_version_inputs[1];

#endif
