/* Annex tables: each fault is named by line and column; nothing is imported in part. */
#include "core/store.h"
#include "systems/task/task_import.h"
#include "systems/task/task_test.h"

static struct task_report judge(struct ctx *c, const struct office *f, const char *csv)
{
    struct task_report r = { 0 };
    const struct task_import m = { .source = f->source,
                                   .creditor = f->vpcp,
                                   .authority = "Thủ tướng",
                                   .opened = day(2025, 4, 1),
                                   .csv = csv,
                                   .sheet = "" };

    CHECK_OK(c, task_import_judge(c, &m, &r));
    return r;
}

static const char *fault_at(const struct task_report *r, int64_t line, enum task_column column)
{
    for (size_t i = 0; i < r->faults.n; i++)
        if (r->faults.v[i].line == line && r->faults.v[i].column == column)
            return r->faults.v[i].reason;
    return "(none)";
}

static const char table[] =
    "TT,Tên nhiệm vụ,Cơ quan chủ trì,Cơ quan phối hợp,Kết quả,Thời gian hoàn thành,Ngày đến hạn\n"
    "I,Thể chế,,,,,\n"
    "1,Trình nghị định,Bộ Tài chính,\"BKHCN; các bộ liên quan\",Nghị định,30/9/2025,2025-09-30\n"
    "2,Báo cáo chung,Các bộ,,Báo cáo,30/9/2025,2025-09-30\n"
    "II,Hạ tầng,,,,,\n"
    "1,Nâng cấp,Thành phố Hà Nội,,Hệ thống,31/12/2025,2025-12-31\n";

TEST(import_reads_the_official_columns_and_the_headings_between_the_lines)
{
    struct office f;

    office_open(c, &f);
    struct task_report r = judge(c, &f, table);

    CHECK_INT(r.n_new, 3);
    CHECK_INT(r.n_refused, 0);
    CHECK_STR(r.lines.v[1].draft.section, "I");
    CHECK_STR(r.lines.v[4].draft.section, "II");
    CHECK_STR(r.head[COL_COORDINATING], "Cơ quan phối hợp");
    CHECK_INT(r.lines.v[2].plan.leads.n, 3);
    CHECK_INT(r.lines.v[1].plan.coordinating.n, 1);
}

TEST(import_names_the_columns_in_three_languages)
{
    static const struct {
        const char *head;
        enum task_column column;
    } heads[] = { { "STT", COL_NUMBER },         { "Kết quả / Sản phẩm", COL_RESULT },
                  { "Lead agency", COL_LEAD },   { "Co-ordinating", COL_COORDINATING },
                  { "Federführung", COL_LEAD },  { "Frist", COL_DUE_TEXT },
                  { "Cấp trình", COL_AUTHORITY } };

    for (size_t i = 0; i < COUNT(heads); i++)
        CHECK_INT(task_column_of(c, heads[i].head), heads[i].column);
    CHECK_INT(task_column_of(c, "Ghi chú"), COLUMNS);
    CHECK_INT(task_column_of(c, ""), COLUMNS);
}

TEST(import_names_line_column_and_reason_of_each_fault)
{
    struct office f;

    office_open(c, &f);
    struct task_report r = judge(c, &f,
                                 "no,task,lead,coordinating,result,deadline_text,deadline\n"
                                 "1,Good,BTC,,Report,by 30 September 2025,2025-09-30\n"
                                 "2,,BTC,,Report,by then,2025-09-30\n"
                                 "3,No lead,,,Report,by then,2025-09-30\n"
                                 "4,Who,Bộ Không Có,,Report,by then,2025-09-30\n"
                                 "5,No result,BTC,,,by then,2025-09-30\n"
                                 "1,Again,BTC,,Report,by then,2025-09-30\n"
                                 "7,Bad day,BTC,,Report,by then,2025-02-30\n"
                                 "8,Too early,BTC,,Report,by then,2024-01-01\n"
                                 ",No number,BTC,,Report,by then,2025-09-30\n");

    CHECK_INT(r.n_new, 1);
    CHECK_INT(r.n_refused, 8);
    CHECK_HAS(fault_at(&r, 3, COL_TITLE), "what is to be done");
    CHECK_HAS(fault_at(&r, 4, COL_LEAD), "who leads");
    CHECK_HAS(fault_at(&r, 5, COL_LEAD), "Bộ Không Có");
    CHECK_HAS(fault_at(&r, 6, COL_RESULT), "what the result is");
    CHECK_HAS(fault_at(&r, 7, COL_NUMBER), "line 2");
    CHECK_HAS(fault_at(&r, 8, COL_DUE), "2025-08-28");
    CHECK_HAS(fault_at(&r, 9, COL_DUE), "before");
    CHECK_HAS(fault_at(&r, 10, COL_NUMBER), "missing");
}

TEST(import_refuses_a_table_without_its_columns_or_without_lines)
{
    static const char *const wrong[] = { "TT,Tên nhiệm vụ\n1,x\n", "a,b,c\n", "" };
    struct office f;

    office_open(c, &f);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct task_report r = { 0 };

        CHECK(!task_import_judge(
            c, &(struct task_import){ .source = f.source, .csv = wrong[i], .sheet = "" }, &r));
        CHECK_FAILED(c, ERR_INPUT);
    }
}

/* The worker died of it: the memory of one write is bounded. */
TEST(import_of_more_tasks_than_one_write_can_carry_out_is_refused_at_the_file)
{
    struct buf b = { .arena = c->arena };
    struct task_report r = { 0 };
    struct office f;

    office_open(c, &f);
    buf_text(&b, "TT,Task,Lead,Result,Deadline\n");
    for (int i = 0; i <= TASK_IMPORT_TASKS / 4; i++) /* three ministries and the whole */
        buf_printf(&b, "%d,T,Các bộ,R,30/9/2025\n", i);
    const struct task_import m = { .source = f.source,
                                   .creditor = f.vpcp,
                                   .authority = "Thủ tướng",
                                   .opened = day(2025, 4, 1),
                                   .csv = b.p,
                                   .sheet = "" };
    CHECK(!task_import_judge(c, &m, &r));
    CHECK_INT((int64_t)c->err.fields.n, 1);
    CHECK_HAS(c->err.fields.v[0].message, "50004 tasks");
    CHECK_FAILED(c, ERR_INPUT);
}

/* ---- by requests ---- */

static const char *upload(struct ctx *c, const struct office *f, const char *csv)
{
    struct buf b = { .arena = c->arena };

    buf_printf(&b, "/tasks/import?source=%lld&csv=", (long long)f->source);
    html_path((struct html){ &b }, csv);
    return buf_str(&b);
}

TEST(import_shows_a_dry_run_first_and_then_carries_it_out_once)
{
    struct office f;

    office_open(c, &f);
    CHECK_INT(office_ask(c, &f, OFFICER, POST, upload(c, &f, table)).status, 403);
    struct res s = office_ask(c, &f, OVERSEER, POST, upload(c, &f, table));
    CHECK_INT(s.status, 303);
    const char *run = s.location;
    s = office_ask(c, &f, OVERSEER, GET, run);
    CHECK_HAS(s.body.p, "3 new, 0 already there, 0 refused");
    CHECK_HAS(s.body.p, "Trình nghị định");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, "/tasks/figures.json").body.p, "\"total\":0");
    CHECK_INT(office_ask(c, &f, HEAD, GET, run).status, 404); /* another person's */
    CHECK_INT(office_ask(c, &f, OFFICER, POST, run).status, 403);
    CHECK_INT(office_ask(c, &f, OFFICER, GET, run).status, 403);
    s = office_ask(c, &f, OVERSEER, POST, run);
    CHECK_INT(s.status, 303);
    CHECK_HAS(s.location, "/sources/");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, s.location).body.p, "II.1");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, "/tasks/figures.json").body.p, "\"total\":3");
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, run).status, 409);
}

TEST(import_of_the_same_file_again_changes_nothing)
{
    struct office f;

    office_open(c, &f);
    struct res s = office_ask(c, &f, OVERSEER, POST, upload(c, &f, table));
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, s.location).status, 303);
    s = office_ask(c, &f, OVERSEER, POST, upload(c, &f, table));
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, s.location).body.p, "0 new, 3 already there");
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, s.location).status, 303);
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, "/tasks/figures.json").body.p, "\"total\":3");
}

/* A million lines were read for each dry run (3.4 s and 900 MB) before the places were asked for.
 */
TEST(import_reads_of_its_document_only_the_places_that_the_file_names)
{
    enum { LINES = 200 };
    struct buf b = { .arena = c->arena };
    struct office f;

    office_open(c, &f);
    buf_text(&b, "TT,Task,Lead,Result,Deadline\n");
    for (int i = 1; i <= LINES; i++)
        buf_printf(&b, "%d,Report,BTC,Report,30/9/2025\n", i);
    struct res s = office_ask(c, &f, OVERSEER, POST, upload(c, &f, b.p));
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, s.location).status, 303);
    (void)db_rows(c->db);
    struct task_report r = judge(c, &f,
                                 "TT,Task,Lead,Result,Deadline\n"
                                 "7,Report,BTC,Report,30/9/2025\n"
                                 "201,Report,BTC,Report,30/9/2025\n");
    CHECK(db_rows(c->db) < LINES / 4);
    CHECK_INT(r.n_same, 1);
    CHECK_INT(r.n_new, 1);
}

TEST(import_of_other_words_at_a_place_that_is_taken_is_refused_whole)
{
    struct office f;

    office_open(c, &f);
    struct res s = office_ask(c, &f, OVERSEER, POST, upload(c, &f, table));
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, s.location).status, 303);
    s = office_ask(c, &f, OVERSEER, POST,
                   upload(c, &f,
                          "TT,Mục,Tên nhiệm vụ,Cơ quan chủ trì,Kết quả,Thời gian hoàn thành,due\n"
                          "1,I,Trình nghị định,Bộ Tài chính,Nghị định,31/12/2026,2026-12-31\n"
                          "9,I,Một việc mới,Bộ Tài chính,Báo cáo,31/12/2026,2026-12-31\n"));
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, s.location).body.p, "only an amending document");
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, s.location).status, 409);
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, "/tasks/figures.json").body.p, "\"total\":3");
}

TEST(import_without_a_file_or_with_a_broken_one_says_so_at_the_field)
{
    struct office f;

    office_open(c, &f);
    struct res s = office_ask(c, &f, OVERSEER, POST, "/tasks/import?source=1");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "id=\"file-error\"");
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, upload(c, &f, "TT,\"x\n")).status, 422);
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, upload(c, &f, "a,b\n1,2\n")).status, 422);
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, "/tasks/import?csv=x").status, 422);
    CHECK_INT(office_ask(c, &f, OVERSEER, GET, "/tasks/import/77").status, 404);
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, "/tasks/import/77").status, 404);
}

TEST(import_of_an_exported_annex_table_changes_nothing)
{
    struct office f;

    office_open(c, &f);
    struct task_draft d = office_draft(&f);
    CHECK(office_assign(c, &d) != 0);
    struct res s = office_ask(c, &f, OVERSEER, POST, upload(c, &f, table));
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, s.location).status, 303);
    d.section = "III";
    CHECK(office_assign(c, &d) != 0);
    s = office_ask(c, &f, OVERSEER, GET, office_path(c, "/sources/", f.source, ".csv"));
    CHECK_HAS(s.body.p, "TT,Task,Lead agency,Co-ordinating,Result,Deadline,");
    s = office_ask(c, &f, OVERSEER, POST, upload(c, &f, s.body.p));
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, s.location).body.p,
              "0 new, 5 already there, 0 refused");
}

/* ---- workbooks ---- */

enum { WIDTH = 7 };
static const struct {
    const char *cell[WIDTH - 1];
    int64_t due; /* the last column: a real day */
} annex[] = {
    { { "TT", "Tên nhiệm vụ", "Chủ trì", "Phối hợp", "Kết quả", "Thời hạn" }, 0 },
    { { "I", "Thể chế", "", "", "", "" }, 0 },
    { { "1", "Trình nghị định", "Bộ Tài chính", "", "Nghị định", "30/9/2025" }, 20361 },
    { { "2", "Báo cáo", "Bộ Không Có", "", "Báo cáo", "30/9/2025" }, 20361 },
    { { "3", "Báo cáo chung", "Bộ Tài chính; Bộ Khoa học và Công nghệ", "", "Báo cáo",
        "30/9/2025" },
      20361 },
};

/* Title above the heads; a line too many goes last. */
static struct upload workbook(struct ctx *c, const char *name, bool good)
{
    static const struct xlsx_column columns[WIDTH] = { { "PHỤ LỤC", 6 }, { "", 60 }, { "", 20 },
                                                       { "", 20 },       { "", 20 }, { "", 20 },
                                                       { "", 12 } };
    static const struct xlsx_plan plan = { "Phụ lục I", columns, WIDTH, 0 };
    struct upload u = { .field = "file", .name = name, .size = 1 };
    struct xlsx *x = NULL;

    CHECK_OK(c, xlsx_begin(c, &plan, &x));
    for (size_t i = 0; i < COUNT(annex); i++) {
        if (good && i == 3)
            continue;
        for (size_t k = 0; k + 1 < WIDTH; k++)
            xlsx_text(x, annex[i].cell[k]);
        if (i == 0)
            xlsx_text(x, "Ngày đến hạn");
        else
            xlsx_day(x, annex[i].due);
        CHECK_OK(c, xlsx_row(x));
    }
    CHECK_OK(c, xlsx_end(x, &u.path));
    CHECK_OK(c, store_hash(c, u.path, &u.sha256));
    return u;
}

static struct res send(struct ctx *c, const struct office *f, const struct upload *u,
                       const char *more)
{
    return ask_upload(
        c, &f->who[OVERSEER],
        arena_printf(c->arena, "/tasks/import?source=%lld%s", (long long)f->source, more), u);
}

TEST(import_takes_a_workbook_whatever_its_name_and_names_the_cells_of_its_faults)
{
    struct office f;

    office_open(c, &f);
    struct upload u = workbook(c, "phu luc.csv", false);
    struct res s = send(c, &f, &u, "");
    CHECK_INT(s.status, 303);
    const char *run = s.location;
    s = office_ask(c, &f, OVERSEER, GET, run);
    CHECK_HAS(s.body.p, "2 new, 0 already there, 1 refused");
    CHECK_HAS(s.body.p, "Sheet: Phụ lục I");
    CHECK_HAS(s.body.p, "<td class=\"num\">5</td><td>C (Chủ trì)</td>");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, arena_printf(c->arena, "%s.json", run)).body.p,
              "\"sheet\":\"Phụ lục I\"");
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, run).status, 409);
    u = workbook(c, "phu luc.xlsx", true);
    s = send(c, &f, &u, "&sheet=Ph%E1%BB%A5+l%E1%BB%A5c+I");
    CHECK_INT(s.status, 303);
    run = s.location;
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, run).body.p, "30 Sep 2025");
    s = office_ask(c, &f, OVERSEER, POST, run);
    CHECK_INT(s.status, 303);
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, s.location).body.p, "I.3");
    u = workbook(c, "again.xlsx", true);
    s = send(c, &f, &u, "");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, s.location).body.p, "0 new, 2 already there");
}

TEST(import_of_a_workbook_that_is_none_or_has_no_such_sheet_says_so_at_the_field)
{
    static const char *const bad[] = { "PK\3\4 torn", "\xd0\xcf\x11\xe0 an old .xls" };
    struct office f;

    office_open(c, &f);
    struct upload u = workbook(c, "a.xlsx", true);
    struct res s = send(c, &f, &u, "&sheet=Nowhere");
    CHECK_INT(s.status, 422);
    CHECK_HAS(s.body.p, "id=\"sheet-error\"");
    CHECK_HAS(s.body.p, "it has: Phụ lục I");
    for (size_t i = 0; i < COUNT(bad); i++) {
        u.path = store_temporary(c, "upload");
        CHECK_OK(c, store_write(c, u.path, (struct bytes){ bad[i], strlen(bad[i]) }));
        s = send(c, &f, &u, "");
        CHECK_INT(s.status, 422);
        CHECK_HAS(s.body.p, i ? "neither an XLSX workbook" : "the workbook cannot be read");
    }
}

TEST(import_of_an_annex_table_exported_as_a_workbook_changes_nothing)
{
    struct office f;

    office_open(c, &f);
    struct res s = office_ask(c, &f, OVERSEER, POST, upload(c, &f, table));
    CHECK_INT(office_ask(c, &f, OVERSEER, POST, s.location).status, 303);
    s = office_ask(c, &f, OVERSEER, GET, office_path(c, "/sources/", f.source, ".xlsx"));
    CHECK_INT(s.status, 200);
    struct upload u = { .field = "file", .name = s.filename, .path = s.send_file, .size = 1 };
    CHECK_OK(c, store_hash(c, u.path, &u.sha256));
    s = send(c, &f, &u, "");
    CHECK_HAS(office_ask(c, &f, OVERSEER, GET, s.location).body.p,
              "0 new, 3 already there, 0 refused");
}
