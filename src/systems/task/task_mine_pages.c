/* GET /my: what the person's units owe, and what waits for their decision. */
#include <string.h>

#include "common/account/account.h"
#include "systems/task/task_pages.h"

#include "task_mine_sql.h"

enum { LINES = 20, SOON_WORKING_DAYS = 10 };

struct section {
    const char *word, *title, *link; /* in JSON; for people; to all of them */
    obligations found;
    task_lines lines;
    bool more;
};
enum { TO_RECOGNISE, ASKED, OVERDUE, SOON, WAITING, SECTIONS };
struct mine {
    LIST(int64_t) units; /* for which the person reports */
    struct section section[SECTIONS];
};

#include "task_list.html.h"
#include "task_mine.html.h"

static void find_units(struct ctx *c, struct mine *m)
{
    uint64_t report = web_cap("task.report");

    for (size_t i = 0; i < c->actor->n_held; i++) {
        const struct held *h = &c->actor->held[i];
        bool below = false;

        if (!(h->caps & report))
            continue;
        for (size_t k = 0; k < m->units.n; k++)
            below = below || unit_is_below(c, h->unit, m->units.v[k]);
        if (!below)
            *LIST_PUSH(c->arena, &m->units) = h->unit;
    }
    if (m->units.n == 0 && c->actor->unit && (c->actor->caps & report))
        *LIST_PUSH(c->arena, &m->units) = c->actor->unit;
}

/* What was reported waits for others: it stands in its own section only. */
static bool find(struct ctx *c, struct section *x, int64_t unit, const char *cls, int64_t to)
{
    bool reported = strcmp(cls, "waiting") == 0;
    struct work_filter f = { .unit = unit,
                             .cls = cls,
                             .due_to = to,
                             .on = c->today,
                             .view = WORK_KNOWN,
                             .limit = 200,
                             .measures = WORK_PAIRS | WORK_PARTS };
    obligations found = { 0 };

    if (!work_find(c, &f, &found))
        return false;
    for (size_t i = 0; i < found.n; i++)
        if ((found.v[i].reported != 0) == reported) {
            if (x->found.n < LINES)
                *LIST_PUSH(c->arena, &x->found) = found.v[i];
            else
                x->more = true;
        }
    return true;
}

/* Results that wait, for this person to decide. */
static bool find_to_recognise(struct ctx *c, struct section *x)
{
    struct work_filter f = {
        .cls = "waiting", .on = c->today, .limit = 200, .measures = WORK_PAIRS | WORK_PARTS
    };
    obligations found = { 0 };

    if (!may(c, "task.recognise"))
        return true;
    if (!work_find(c, &f, &found))
        return false;
    for (size_t i = 0; i < found.n; i++) {
        if (!account_may_at(c, "task.recognise", found.v[i].creditor))
            continue;
        if (x->found.n < LINES)
            *LIST_PUSH(c->arena, &x->found) = found.v[i];
        else
            x->more = true;
    }
    return true;
}

static bool find_asked(struct ctx *c, struct section *x)
{
    task_mine_asked_rows rows = { 0 };

    if (!may(c, "task.recognise"))
        return true;
    if (!task_mine_asked(c, 0, c->actor->id, c->actor->everywhere, &rows))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct task_mine_asked_row *r = &rows.v[i];

        if (account_may_at(c, "task.recognise", r->creditor) && x->found.n < LINES)
            *LIST_PUSH(c->arena, &x->found) = (struct obligation){
                .id = r->id,
                .owner = r->owner,
                .creditor = r->creditor,
                .measures = r->measures,
                .title = r->title,
                .title_en = r->title_en,
                .title_de = r->title_de,
                .due_text = r->due_text,
                .due = r->due,
                .asked_due = r->asked_due,
                .reported = r->reported,
                .parts = r->parts,
                .parts_done = r->parts_done,
            };
    }
    return true;
}

static bool read_mine(struct ctx *c, struct mine *m)
{
    static const struct {
        const char *word, *title, *link;
    } names[SECTIONS] = {
        [TO_RECOGNISE] = { "to_recognise", N_("Results that wait for your recognition"),
                           "/tasks?class=waiting" },
        [ASKED] = { "extensions_asked", N_("Extensions that you are asked to decide"), "/my" },
        [OVERDUE] = { "overdue", N_("Overdue"), "/tasks?class=open_overdue" },
        [SOON] = { "due_soon", N_("Due in the next 10 working days"), "/tasks?class=open_in_time" },
        [WAITING] = { "waiting", N_("Reported, waiting for recognition"), "/tasks?class=waiting" },
    };
    struct calendar days;

    for (size_t i = 0; i < SECTIONS; i++) {
        m->section[i].word = names[i].word;
        m->section[i].title = names[i].title;
        m->section[i].link = names[i].link;
    }
    find_units(c, m);
    if (!work_calendar(c, &days) || !find_to_recognise(c, &m->section[TO_RECOGNISE]) ||
        !find_asked(c, &m->section[ASKED]))
        return false;
    for (size_t i = 0; i < m->units.n; i++)
        if (!find(c, &m->section[OVERDUE], m->units.v[i], "open_overdue", 0) ||
            !find(c, &m->section[SOON], m->units.v[i], "open_in_time",
                  calendar_add(&days, c->today, SOON_WORKING_DAYS)) ||
            !find(c, &m->section[WAITING], m->units.v[i], "waiting", 0))
            return false;
    return true;
}

static bool show_json(struct ctx *c, struct res *s, const struct mine *m)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    for (size_t i = 0; i < SECTIONS; i++) {
        json_open(&j, m->section[i].word, '[');
        for (size_t k = 0; k < m->section[i].found.n; k++)
            task_json(c, &j, NULL, &m->section[i].found.v[k], c->today);
        json_close(&j, ']');
    }
    json_close(&j, '}');
    return true;
}

bool task_get_mine(struct ctx *c, const struct req *q, struct res *s)
{
    struct mine m = { 0 };
    bool any = false;

    if (!read_mine(c, &m))
        return false;
    if (q->face == FACE_JSON)
        return show_json(c, s, &m);
    struct html h = page_begin(c, q, s, 200, T("My obligations"));

    mine_head_html(h, c, &m);
    for (size_t i = 0; i < SECTIONS; i++) {
        struct section *x = &m.section[i];

        task_lines_of(c, &x->found, c->today, &x->lines);
        if (x->lines.n)
            mine_lines_html(h, c, x);
        any = any || x->lines.n;
    }
    if (!any)
        mine_empty_html(h, c);
    return page_end(c, h);
}
