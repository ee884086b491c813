/* unit_view - what the pages of this slice show. Only for its files. */
#ifndef UNIT_UNIT_VIEW_H
#define UNIT_UNIT_VIEW_H

#include "common/unit/unit_dir.h"
#include "common/unit/unit_handover.h"
#include "core/field.h"
#include "core/page.h"
#include "core/tr.h"

struct unit_kind {
    const char *word, *one, *many; /* keys of the catalogue */
};
extern const struct unit_kind unit_kinds[], unit_systems[];
extern const size_t n_unit_kinds, n_unit_systems;
const char *unit_kind_name(const char *word); /* a key; the word itself if it is not known */
const char *unit_kind_many(const char *word);

struct unit_list_view {
    const char *words, *kind, *system;
    const struct unit *parent; /* NULL: any */
    const char *has_code;      /* by place in the directory: of that system; NULL: any */
    unit_list found;
    const char *next; /* id to go on after; NULL: that was all */
    int64_t on, total, matching;
    bool asked; /* something was asked for; else the page shows the overview */
};

struct unit_name_view {
    const char *name;
    int64_t until;
};
struct unit_code_view {
    const char *system, *code;
    int64_t from, until;
};
struct unit_page_view {
    const struct unit *u;
    unit_list above, children;
    LIST(struct unit_name_view) former; /* names, newest first */
    LIST(struct unit_code_view) codes;
    unit_parts became; /* of a closed one */
    int64_t on;
    const char *after;      /* children go on after this id */
    struct html_safe story; /* made by unit_story.h */
    bool may_write;
    struct unit_handover handover; /* of a unit that ends */
};

/* Pieces of markup for the templates. */
const char *unit_system_name(const char *word); /* a key */

/* The unit of the path, by id or code; false: not found. */
MUST_USE bool unit_of_path(struct ctx *c, const struct req *q, const struct unit **ret);
/* Does the actor hold this right at the unit or above it? (account is a floor higher.) */
bool unit_may_at(struct ctx *c, const char *cap, int64_t unit);

/* Routes, listed in unit_pages.c. */
bool unit_get_list(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_page(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_change(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_resolve(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_resolve_file(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_add(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_rename(struct ctx *c, const struct req *q, struct res *s);
bool unit_post_close(struct ctx *c, const struct req *q, struct res *s);
bool unit_show_add(struct ctx *c, const struct req *q, struct res *s);
bool unit_show_rename(struct ctx *c, const struct req *q, struct res *s);
bool unit_show_close(struct ctx *c, const struct req *q, struct res *s);
enum {
    UNIT_ADD_INPUTS = 9,
    UNIT_RENAME_INPUTS = 5,
    UNIT_CLOSE_INPUTS = 2,
    UNIT_RESOLVE_FILE_INPUTS = 3
};
extern const struct input unit_add_inputs[UNIT_ADD_INPUTS], unit_rename_inputs[UNIT_RENAME_INPUTS],
    unit_close_inputs[UNIT_CLOSE_INPUTS], unit_resolve_file_inputs[UNIT_RESOLVE_FILE_INPUTS];

#endif
