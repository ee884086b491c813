/* Lists, the names of things, and one obligation with its history. */
#include "common/work/work_state.h"

#include <string.h>

#include "core/tr.h"
#include "work_sql.h"

const char *const work_class_words[WORK_CLASSES] = {
    "open_in_time", "open_overdue", "open_no_deadline",
    "done_on_time", "done_late",    "done_no_deadline",
};

const char *const work_event_words[WORK_EVENTS] = {
    "opened",
    "received",
    "noted",
    "reported",
    "returned",
    "recognised",
    "reopened",
    "withdrawn",
    "extension_asked",
    "extended",
    "extension_refused",
    "recalculated",
    "amended",
    "split",
    "attached",
    "commented",
    "passed",
    "taken_over",
    "creditor_passed",
    "party_passed",
};

const char *work_class_name(enum work_class k)
{
    static const char *const names[WORK_CLASSES] = {
        N_("open, in time"), N_("overdue"),   N_("open, no deadline"),
        N_("done on time"),  N_("done late"), N_("done, no deadline"),
    };

    return names[k];
}

const char *work_event_name(enum work_event_type t)
{
    static const char *const names[WORK_EVENTS] = {
        N_("assigned"),
        N_("received"),
        N_("progress noted"),
        N_("reported as done"),
        N_("returned"),
        N_("recognised as done"),
        N_("reopened"),
        N_("withdrawn"),
        N_("extension asked for"),
        N_("deadline extended"),
        N_("extension refused"),
        N_("deadline recalculated"),
        N_("amended"),
        N_("split into parts"),
        N_("file added"),
        N_("comment"),
        N_("passed on"),
        N_("taken over"),
        N_("owed to the legal successor"),
        N_("co-ordinated by the legal successor"),
    };

    return names[t];
}

/* The day of the deadline is still in time. */
enum work_class work_class(int64_t due, int64_t done, int64_t on)
{
    if (done)
        return due == 0 ? WORK_DONE_NO_DEADLINE : done <= due ? WORK_DONE_ON_TIME : WORK_DONE_LATE;
    return due == 0 ? WORK_OPEN_NO_DEADLINE : on <= due ? WORK_OPEN_IN_TIME : WORK_OPEN_OVERDUE;
}

bool work_is_common(const struct obligation *o)
{
    return o->measures == WORK_TASKS;
}

/* ---- lists ---- */

static bool is_code(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    return n > 0 && n <= 30 && s[n] == '\0';
}

bool work_list_add(struct ctx *c, const struct work_list *l, int64_t *ret_id)
{
    struct work_list_of_code_row had;
    bool found;
    int64_t id = l->id ? l->id : new_id(c);

    if (!is_code(l->code))
        fail_field(c, "code", "a code has at most 30 capital letters, digits and hyphens");
    if (!l->name[0])
        fail_field(c, "name", "give the list a name");
    if (c->err.kind != ERR_NONE || !work_list_of_code(c, l->code, &had, &found))
        return false;
    if (found)
        return fail_field(c, "code", "there is already a list with the code %s", l->code);
    if (!work_list_insert(c, id, l->code, l->name, l->name_en ? l->name_en : "",
                          l->name_de ? l->name_de : "") ||
        !work_list_seal(c, id))
        return false;
    *ret_id = id;
    return true;
}

bool work_list_find(struct ctx *c, work_lists *ret)
{
    work_list_all_rows rows = { 0 };

    if (!work_list_all(c, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        *LIST_PUSH(c->arena, ret) =
            (struct work_list){ rows.v[i].id, rows.v[i].code, rows.v[i].name, rows.v[i].name_en,
                                rows.v[i].name_de };
    return true;
}

bool work_list_by_code(struct ctx *c, const char *code, struct work_list *ret)
{
    struct work_list_of_code_row r;
    bool found;

    if (!work_list_of_code(c, code, &r, &found))
        return false;
    if (!found)
        return fail(c, ERR_NOT_FOUND, "there is no list with the code %s", code);
    *ret = (struct work_list){ r.id, r.code, r.name, r.name_en, r.name_de };
    return true;
}

const char *work_list_name(struct ctx *c, const struct work_list *l)
{
    const char *s = strcmp(c->lang, "en") == 0   ? l->name_en
                    : strcmp(c->lang, "de") == 0 ? l->name_de
                                                 : "";

    return s[0] ? s : l->name;
}

/* ---- one obligation ---- */

bool work_get(struct ctx *c, int64_t id, struct obligation *ret)
{
    struct work_row_seen_row r;

    if (!work_row_seen(c, id, c->actor->id, c->actor->everywhere, &r))
        return false;
    WORK_COPY(ret, &r);
    return true;
}

static bool is_later(const struct work_event *a, const struct work_event *b)
{
    return a->recorded != b->recorded ? a->recorded > b->recorded : a->at_ms > b->at_ms;
}

/* What was taken over begins with that, and brings along what happened before: told in its place.
 */
static void by_moment(work_events *all)
{
    for (size_t i = 1; i < all->n; i++) {
        struct work_event e = all->v[i];
        size_t k = i;

        for (; k > 0 && is_later(&all->v[k - 1], &e); k--)
            all->v[k] = all->v[k - 1];
        all->v[k] = e;
    }
}

bool work_events_of(struct ctx *c, const struct obligation *o, work_events *ret)
{
    work_event_all_rows rows = { 0 };

    if (!work_event_all(c, o->tenant, o->id, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct work_event_all_row *r = &rows.v[i];

        *LIST_PUSH(c->arena, ret) = (struct work_event){
            .id = r->id,
            .obligation = o->id,
            .account = r->account,
            .unit = r->unit,
            .at_ms = r->at_ms,
            .type = (enum work_event_type)r->type,
            .recorded = r->recorded,
            .effective = r->effective,
            .due = r->due,
            .text = r->text,
            .next_step = r->next_step,
            .obstacle = r->obstacle,
            .product = r->product,
            .file = r->file,
        };
    }
    return true;
}

bool work_history(struct ctx *c, const struct obligation *o, work_events *ret)
{
    if (!work_events_of(c, o, ret))
        return false;
    if (ret->n && ret->v[0].type == WORK_TAKEN_OVER)
        by_moment(ret);
    return true;
}
