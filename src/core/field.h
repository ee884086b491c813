/*
 * field - a field of a form: its label, a hint, the sentence at it when it was wrong, and
 * what was written kept when the form is shown again (see web.h).
 *
 * The field's id is its name, which is where the summary of mistakes leads; hint and sentence
 * are "NAME-hint" and "NAME-error", tied to it for screen readers. What a person wrote into a
 * field for a password or a file is never sent back.
 */
#ifndef CORE_FIELD_H
#define CORE_FIELD_H

#include "core/web.h"

struct field {
    const char *name, *label, *hint; /* label and hint as they are read; hint NULL: none */
    const char *type;                /* of <input>; NULL: "text"; FIELD_AREA: several lines */
    const char *value;               /* until something is sent; NULL: what the address says */
    /* A page with several forms: how the address that this one goes to ends. Only the form that
     * was sent keeps what was written; in the others ids begin with the word and a dash. */
    const char *form;
    const char *list;      /* id of a <datalist> */
    bool optional;         /* said beside the label */
    int rows;              /* of an area; 0: 4 */
    struct html_safe more; /* attributes besides */
};
#define FIELD_AREA "area"

void field_put(struct html h, struct ctx *c, const struct req *q, const struct field *f);

/* For a control of another sort, such as <select>: what stands before it, from the <div> on that
 * the caller closes, and the attributes that tie the control to hint and sentence. */
void field_head(struct html h, struct ctx *c, const struct req *q, const struct field *f);
struct html_safe field_described(struct ctx *c, const struct req *q, const struct field *f);
/* Attributes of an <option>, which stands for this value. */
struct html_safe field_chosen(const char *value, const char *option);

#endif
