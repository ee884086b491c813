/* Figures by the units of another day: rows, marks, words, files, and who may see them. */
#include "systems/task/task_test.h"

#include "common/unit/unit_history.h"

#include <string.h>

struct merger {
    struct office f;
    int64_t hatay, phucxa, trucbach, cu, bavi, bavi_new, hongha;
};

static int64_t cut(void)
{
    return day(2025, 7, 1);
}

static bool place(struct ctx *c, const char *name, const char *code, int64_t above, int64_t from,
                  int64_t *ret)
{
    const char *kind = strlen(code) == 2 ? "province" : "commune";

    return unit_add(c,
                    &(struct unit_draft){ .system = kind,
                                          .code = code,
                                          .kind = kind,
                                          .name = name,
                                          .parent = above,
                                          .from = from },
                    ret);
}

static bool became(struct ctx *c, int64_t from, int64_t to, int64_t people)
{
    return unit_link(c, &(struct unit_change){ .day = cut(),
                                               .kind = people ? "split" : "merged",
                                               .from = from,
                                               .to = to,
                                               .whole = people == 0,
                                               .area = -1,
                                               .population = people ? people : -1,
                                               .act = "1656/NQ-UBTVQH15" });
}

static bool owe(struct ctx *c, const struct merger *m, int64_t owner, int n)
{
    for (int i = 0; i < n; i++) {
        struct obligation o = { .list = m->f.list,
                                .owner = owner,
                                .creditor = m->f.vpcp,
                                .title = "x",
                                .due = day(2030, 1, 1) };

        if (!work_open(c, &o, owner == m->hongha ? cut() : cut() - 60))
            return false;
    }
    return true;
}

/* Ba Đình takes in Phúc Xá and most of Trúc Bạch; Hà Nội takes in Hà Tây; one is dissolved. */
static bool merge(struct ctx *c, void *arg)
{
    struct merger *m = arg;
    int64_t old = day(2020, 1, 1), hanoi = m->f.hanoi, badinh = m->f.badinh;

    return place(c, "Tỉnh Hà Tây", "17", m->f.vn, old, &m->hatay) &&
           place(c, "Phường Phúc Xá", "00001", hanoi, old, &m->phucxa) &&
           place(c, "Phường Trúc Bạch", "00006", hanoi, old, &m->trucbach) &&
           place(c, "Phường Cũ", "00007", hanoi, old, &m->cu) &&
           place(c, "Xã Ba Vì", "09619", m->hatay, old, &m->bavi) && owe(c, m, m->phucxa, 2) &&
           owe(c, m, m->trucbach, 3) && owe(c, m, badinh, 1) && owe(c, m, m->bavi, 4) &&
           owe(c, m, m->cu, 1) && owe(c, m, m->f.btc, 5) && unit_close(c, m->phucxa, cut(), 0) &&
           unit_close(c, m->trucbach, cut(), 0) && unit_close(c, m->cu, cut(), 0) &&
           unit_close(c, m->bavi, cut(), 0) && unit_close(c, m->hatay, cut(), hanoi) &&
           place(c, "Xã Ba Vì", "09620", hanoi, cut(), &m->bavi_new) &&
           place(c, "Phường Hồng Hà", "00097", hanoi, cut(), &m->hongha) &&
           became(c, m->phucxa, badinh, 0) && became(c, m->trucbach, badinh, 700000) &&
           became(c, m->trucbach, m->hongha, 300000) && became(c, m->bavi, m->bavi_new, 0) &&
           became(c, m->hatay, hanoi, 0) && owe(c, m, m->hongha, 2);
}

static void open_merger(struct ctx *c, struct merger *m)
{
    *m = (struct merger){ 0 };
    office_open(c, &m->f);
    CHECK_OK(c, test_write(c, merge, m));
}

static const char *get(struct ctx *c, const struct merger *m, enum person p, const char *path)
{
    return office_ask(c, &m->f, p, GET, path).body.p;
}

#define ROW(name, attributed, total) \
    "\"name\":\"" name "\"},\"attributed\":" attributed ",\"total\":" total ","

TEST(figures_by_the_units_after_a_merger_add_up_what_the_former_ones_owed)
{
    struct merger m;

    open_merger(c, &m);
    const char *all = get(c, &m, OVERSEER, "/tasks/figures.json?units=2025-07-01");
    CHECK_HAS(all, "{\"total\":18,");
    CHECK_HAS(all, "\"units\":\"2025-07-01\"");
    CHECK_HAS(all, ROW("Thành phố Hà Nội", "0", "13"));
    CHECK_HAS(all, ROW("Ministry of Finance", "0", "5"));
    const char *hanoi = get(c, &m, OVERSEER, "/tasks/figures.json?unit=01&units=2025-07-01");
    CHECK_HAS(hanoi, "{\"total\":13,");
    CHECK_HAS(hanoi, ROW("Phường Ba Đình", "3", "6"));
    CHECK_HAS(hanoi, ROW("Xã Ba Vì", "0", "4"));
    CHECK_HAS(hanoi, "{\"unit\":null,\"attributed\":0,\"total\":1,");
    CHECK_HAS(hanoi, "Towards the past");
}

TEST(figures_by_the_units_before_a_merger_are_those_of_the_former_ones)
{
    struct merger m;

    open_merger(c, &m);
    const char *all = get(c, &m, OVERSEER, "/tasks/figures.json?units=2025-06-30");
    CHECK_HAS(all, "{\"total\":18,");
    CHECK_HAS(all, ROW("Thành phố Hà Nội", "0", "9"));
    CHECK_HAS(all, ROW("Tỉnh Hà Tây", "0", "4"));
    const char *hanoi = get(c, &m, OVERSEER, "/tasks/figures.json?unit=01&units=2025-06-30");
    CHECK_HAS(hanoi, "{\"total\":9,");
    CHECK_HAS(hanoi, ROW("Phường Trúc Bạch", "0", "5")); /* with what Hồng Hà owes now */
    CHECK_HAS(hanoi, ROW("Phường Ba Đình", "1", "1"));   /* it has more territory today */
}

TEST(a_unit_that_did_not_exist_yet_is_shown_by_what_it_was_made_of)
{
    struct merger m;

    open_merger(c, &m);
    const char *s =
        get(c, &m, OVERSEER, office_path(c, "/units/", m.hongha, "/tasks.json?units=2025-06-30"));
    CHECK_HAS(s, ROW("Phường Trúc Bạch", "0", "2"));
    CHECK(!strstr(s, "Ba Đình"));
}

TEST(the_pages_say_which_units_they_show_and_what_is_attributed)
{
    struct merger m;

    open_merger(c, &m);
    const char *s = get(c, &m, OVERSEER, "/");
    CHECK_HAS(s, "By the units of today");
    CHECK_HAS(s, "/?units=2025-06-30");
    s = get(c, &m, OVERSEER, "/?units=2025-06-30");
    CHECK_HAS(s, "Figures are shown by the units as they were on 30 June 2025.");
    CHECK_HAS(s, "Tỉnh Hà Tây</a>");
    CHECK_HAS(s, "All together</th><td class=\"num\">18</td>");
    CHECK_HAS(s, "Most overdue");
    s = get(c, &m, OVERSEER, office_path(c, "/units/", m.f.hanoi, "/tasks?units=2025-07-01"));
    CHECK_HAS(s, "<span class=\"tag\">3 attributed</span>");
    CHECK_HAS(s, "Not attributable");
    CHECK_HAS(s, "All together</th><td class=\"num\">13</td>");
    CHECK(!strstr(s, "Most overdue")); /* single tasks stay with the unit that owes them */
    s = get(c, &m, OVERSEER, "/tasks/months?class=open_in_time&units=2025-07-01");
    CHECK_HAS(s, "Thành phố Hà Nội</a>");
    s = get(c, &m, OVERSEER, "/tasks/months.json?unit=01&units=2025-07-01");
    CHECK_HAS(s, "\"name\":\"Phường Ba Đình\"},\"attributed\":3,");
}

TEST(where_the_list_of_units_never_changed_nothing_is_to_be_chosen)
{
    struct office f = { 0 };

    office_open(c, &f);
    CHECK(!strstr(office_ask(c, &f, OVERSEER, GET, "/").body.p, "name=\"units\""));
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, "/?units=2025-01-01").body.p, "name=\"units\"");
}

TEST(files_of_figures_carry_the_day_of_the_units)
{
    struct merger m;

    open_merger(c, &m);
    const char *s = get(c, &m, OVERSEER, "/tasks/figures.csv?unit=01&units=2025-07-01");
    CHECK_HAS(s, "asof,view,units,agency_code,agency,total,");
    CHECK_HAS(s, ",known,2025-07-01,00004,Phường Ba Đình,6,");
    CHECK_HAS(s, ",known,2025-07-01,,Not attributable,1,");
    s = get(c, &m, OVERSEER, "/tasks/months.csv?asof=2025-08-15&view=actual&units=2025-06-30");
    CHECK_HAS(s, "2025-06-30,actual,2025-06-30,17,Tỉnh Hà Tây,4,");
    CHECK_HAS(s, "2025-08-15,actual,2025-06-30,17,Tỉnh Hà Tây,4,");
    CHECK_HAS(get(c, &m, OVERSEER, "/tasks/figures.csv"), ",known,,17,Tỉnh Hà Tây,4,");
    CHECK_INT(office_ask(c, &m.f, OVERSEER, GET, "/tasks/figures.xlsx?units=2025-07-01").status,
              200);
    CHECK_INT(office_ask(c, &m.f, STRANGER, GET, "/tasks/figures.csv").status, 403);
}

TEST(who_holds_a_role_at_a_unit_of_today_sees_what_its_predecessors_owed_and_no_more)
{
    struct merger m;

    open_merger(c, &m);
    CHECK_HAS(get(c, &m, BADINH, "/tasks/figures.json"), "{\"total\":1,");
    const char *s = get(c, &m, BADINH, "/tasks/figures.json?units=2025-07-01");
    CHECK_HAS(s, "{\"total\":6,");
    CHECK_HAS(s, ROW("Phường Ba Đình", "3", "6"));
    s = get(c, &m, BADINH, "/tasks/figures.json?units=2025-06-30");
    CHECK_HAS(s, "{\"total\":6,");
    CHECK_HAS(s, ROW("Phường Phúc Xá", "0", "2"));
    CHECK_HAS(get(c, &m, HANOI, office_path(c, "/units/", m.hatay, "/tasks.json?units=2025-06-30")),
              "\"total\":4,");
    CHECK_INT(office_ask(c, &m.f, BADINH, GET,
                         office_path(c, "/units/", m.hatay, "/tasks?units=2025-06-30"))
                  .status,
              403);
    CHECK_INT(office_ask(c, &m.f, VIEWER, GET,
                         office_path(c, "/units/", m.f.hanoi, "/tasks?units=2025-07-01"))
                  .status,
              403);
}

TEST(a_day_before_the_list_is_known_is_refused_at_its_field)
{
    struct merger m;

    open_merger(c, &m);
    struct res s = office_ask(c, &m.f, OVERSEER, GET, "/?units=2019-12-31");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "the units are known from 1 January 2020 on");
    CHECK_INT(office_ask(c, &m.f, OVERSEER, GET, "/tasks/months?units=then").status, 422);
    CHECK_INT(office_ask(c, &m.f, OVERSEER, GET, "/?units=2050-01-01").status, 200);
    CHECK(test_each_failure(c, "task.read", GET, "/?units=2025-06-30") > 3);
    CHECK(test_each_failure(c, "task.read", GET, "/tasks/figures.csv?units=2025-06-30") > 1);
    CHECK(test_each_failure(c, "task.read", GET, "/tasks/months?units=2025-06-30") > 1);
}
