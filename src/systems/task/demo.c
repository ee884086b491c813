/* `lienthong demo`: units, people, documents, tasks, and the day on which it stands. */
#include "systems/task/demo.h"

#include <string.h>

#include "common/account/account.h"
#include "common/ledger/ledger.h"
#include "core/app.h"
#include "core/cli.h"
#include "core/conf.h"
#include "core/db.h"
#include "core/exec.h"
#include "core/store.h"
#include "core/tr.h"

/* For the demo only; whoever starts a real system begins with `lienthong migrate`. */
static const char password[] = "lienthong-demo-2025";

/* ---- people ---- */

static const struct person {
    const char *name, *person, *unit, *role, *at, *does;
} people[] = {
    { "vpcp.overseer", "Trần Minh Đức (Văn phòng Chính phủ)", "VPCP", "overseer", "VN",
      N_("Office of the Government: assigns and recognises, sees everything") },
    { "btc.head", "Lê Thu Hà (Bộ Tài chính)", "BTC", "head", "BTC",
      N_("Ministry of Finance, head: splits tasks, asks for extensions") },
    { "btc.officer", "Phạm Quốc Anh (Bộ Tài chính)", "BTC", "officer", "BTC",
      N_("Ministry of Finance, officer: reports") },
    { "bkhcn.officer", "Nguyễn Thị Lan (Bộ Khoa học và Công nghệ)", "BKHCN", "officer", "BKHCN",
      N_("Ministry of Science and Technology, officer: reports") },
    { "hanoi.officer", "Hoàng Văn Nam (UBND thành phố Hà Nội)", "H26", "officer", "H26",
      N_("City of Hà Nội, officer: reports") },
    { "badinh.officer", "Đỗ Thị Mai (phường Ba Đình)", "00004", "officer", "00004",
      N_("Ba Đình ward, officer: reports") },
    { "auditor", "Vũ Hải Yến (kiểm tra)", "TTCP", "auditor", "VN",
      N_("reads everything, changes nothing") },
    { "admin", "Quản trị hệ thống", "VPCP", "admin", "VN", N_("people, roles and units") },
    { "so.theo.doi", "Sổ theo dõi nhiệm vụ (nhập bổ sung)", "VPCP", NULL, NULL, NULL },
};

static const struct unit *by_code(struct ctx *c, const char *code)
{
    const struct unit *u = unit_by_code(c, code, task_demo_today());

    ASSERT(u); /* of this file's own tables; the lists are loaded */
    return u;
}

static bool add_person(struct ctx *c, const struct person *p, int64_t *ret)
{
    struct account_draft d = { .name = p->name,
                               .person = p->person,
                               .lang = "",
                               .hash = p->role ? account_hash(c, password) : "",
                               .unit = by_code(c, p->unit)->id };

    return account_add(c, &d, ret) &&
           (!p->role || account_grant(c, *ret, p->role, by_code(c, p->at)->id));
}

static bool add_people(struct ctx *c, struct demo_people *ret)
{
    int64_t id[COUNT(people)];

    for (size_t i = 0; i < COUNT(people); i++)
        if (!add_person(c, &people[i], &id[i]))
            return false;
    *ret = (struct demo_people){ .overseer = id[0],
                                 .btc_head = id[1],
                                 .btc = id[2],
                                 .bkhcn = id[3],
                                 .hanoi = id[4],
                                 .badinh = id[5],
                                 .register_ = id[COUNT(people) - 1] };
    return account_actor(c, ret->overseer, &ret->assigner);
}

struct actor task_demo_actor(struct ctx *c, const struct demo_people *p, int64_t unit)
{
    struct actor a = p->assigner; /* its rights: who reports was asked when it was reported */

    a.unit = unit;
    a.id = unit == by_code(c, "BTC")->id     ? p->btc
           : unit == by_code(c, "BKHCN")->id ? p->bkhcn
           : unit == by_code(c, "H26")->id   ? p->hanoi
           : unit == by_code(c, "00004")->id ? p->badinh
                                             : p->register_;
    return a;
}

/* ---- documents ---- */

static const struct work_list lists[] = {
    { 0, "NQ71", "Nhiệm vụ theo Nghị quyết số 71/NQ-CP", "Tasks of Resolution 71/NQ-CP",
      "Aufgaben der Resolution 71/NQ-CP" },
    { 0, "KLTW", "Nhiệm vụ theo kết luận của Ban Chỉ đạo Trung ương",
      "Tasks of the conclusions of the Central Steering Committee",
      "Aufgaben der Schlussfolgerungen des Zentralen Lenkungsausschusses" },
};

static bool add_lists(struct ctx *c, int64_t ret[2])
{
    return work_list_add(c, &lists[0], &ret[0]) && work_list_add(c, &lists[1], &ret[1]);
}

enum { NQ71, KLTW, TB315, SOURCES };

static bool add_sources(struct ctx *c, const int64_t list[2], int64_t ret[SOURCES])
{
    int64_t state = unit_state(c);
    struct task_source s[SOURCES] = {
        { .issued = day(2025, 4, 1),
          .issuer = state,
          .list = list[0],
          .kind = "resolution",
          .number = "71/NQ-CP",
          .title =
              "Sửa đổi, bổ sung Chương trình hành động của Chính phủ thực hiện Nghị quyết số "
              "57-NQ/TW về "
              "đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia",
          .title_en =
              "The Government's amended action programme on Resolution 57-NQ/TW: breakthroughs in "
              "science, technology, innovation and national digital transformation",
          .title_de =
              "Geändertes Aktionsprogramm der Regierung zur Resolution 57-NQ/TW: Durchbrüche in "
              "Wissenschaft, Technologie, Innovation und nationalem digitalem Wandel" },
        { .issued = day(2025, 3, 3),
          .issuer = by_code(c, "BCDTW")->id,
          .list = list[1],
          .kind = "conclusion",
          .number = "KLTW",
          .title = "Danh mục tổng hợp nhiệm vụ theo các kết luận của Ban Chỉ đạo Trung ương",
          .title_en = "Collected tasks of the conclusions of the Central Steering Committee",
          .title_de =
              "Gesammelte Aufgaben der Schlussfolgerungen des Zentralen Lenkungsausschusses" },
        { .issued = day(2025, 6, 23),
          .issuer = by_code(c, "VPCP")->id,
          .list = list[1],
          .kind = "conclusion",
          .number = "315/TB-VPCP",
          .title = "Thông báo kết luận về thực hiện Nghị quyết số 57-NQ/TW và Kế hoạch 02-KH/BCĐTW",
          .title_en =
              "Notice of conclusions on carrying out Resolution 57-NQ/TW and Plan 02-KH/BCĐTW",
          .title_de =
              "Bekanntmachung der Schlussfolgerungen zur Umsetzung der Resolution 57-NQ/TW und des "
              "Plans 02-KH/BCĐTW" },
    };

    for (size_t i = 0; i < SOURCES; i++)
        if (!task_source_add(c, &s[i], &ret[i]))
            return false;
    return true;
}

/* ---- all of it ---- */

static bool check_empty(struct ctx *c)
{
    return !unit_state(c) ||
           fail(c, ERR_CONFLICT,
                "there is something in this database already; the demo needs an empty one");
}

static bool add_tasks(struct ctx *c, const struct demo_people *p, bool show)
{
    int64_t list[2], source[SOURCES];
    demo_tasks all = { 0 };

    return add_lists(c, list) && add_sources(c, list, source) &&
           task_demo_registers(c, source[NQ71], source[KLTW], &all) &&
           task_demo_notice(c, source[TB315], &all) && task_demo_play(c, p, &all, show);
}

bool task_demo_build(struct ctx *c, const char *address, bool show)
{
    struct demo_people p;
    const struct actor *before = c->actor;
    const char *action = c->action;

    if (!check_empty(c) || !unit_load_vietnam(c, address) || !add_people(c, &p))
        return false;
    c->actor = &p.assigner;
    c->action = "demo";
    bool ok = add_tasks(c, &p, show) && task_set_demo(c, task_demo_today(), task_demo_clock());
    c->actor = before;
    c->action = action;
    return ok;
}

/* A process over a demo's database lives by its clock, unless a day was set. */
bool task_demo_start(struct ctx *c)
{
    int64_t opens;

    if (!task_clock(c, &opens))
        return false;
    if (opens && !c->app->fixed_today)
        c->app->fixed_today = c->today;
    return true;
}

/* ---- the command ---- */

static bool run(struct ctx *c, void *address)
{
    const char *const *path = address;

    return task_demo_build(c, *path, true);
}

/* Some 10 MB of leaves: what serves the demo should not begin with them. */
static bool seal(struct ctx *c, void *arg)
{
    (void)arg;
    return ledger_seal_now(c);
}

static bool tell(struct ctx *c)
{
    struct buf b = { .arena = c->arena };
    const char *path = arena_printf(c->arena, "%s/demo-sign-ins.txt", c->app->conf->data);

    buf_printf(&b, "%s %s\n\n", T("Sign in with one of these names and the password"), password);
    for (size_t i = 0; i < COUNT(people); i++)
        if (people[i].role)
            buf_printf(&b, "  %-16s %s\n", people[i].name, T(people[i].does));
    buf_printf(&b, "\n%s\n",
               T("The demo opens on 28 August 2025. Documents, figures of that day and the "
                 "words of Notice 315 are real; people and the progress of single tasks are "
                 "made up."));
    cli_write(b.p, b.n);
    return store_write(c, path, (struct bytes){ b.p, b.n });
}

bool task_demo_command(struct ctx *c, int argc, char **argv)
{
    const char *address = NULL;

    if (!cli_flag(c, &argc, argv, "address", &address) || !cli_rest(c, argc, argv, 0) ||
        !unit_address_file(c, &address))
        return false;
    return exec_now(c, run, &address) && exec_now(c, seal, NULL) && unit_reload(c) && tell(c);
}
