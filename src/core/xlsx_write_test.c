/* What is written is taken apart again by other libraries: the ZIP by libzip, sheets as text. */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include "core/app.h"
#include "core/table.h"
#include "core/test.h"
#include "core/xlsx.h"

static const struct xlsx_column columns[] = { { "TT", 6 }, { "Nhiệm vụ", 60 }, { "Hạn", 12 } };

static const char *part(struct ctx *c, const char *path, const char *name)
{
    zip_t *z = zip_open(path, ZIP_RDONLY, NULL);
    zip_file_t *f = z ? zip_fopen(z, name, 0) : NULL;
    char *text = arena_alloc(c->arena, 1 << 20);

    if (f) {
        CHECK(zip_fread(f, text, (1 << 20) - 1) >= 0);
        zip_fclose(f);
    }
    if (z)
        zip_discard(z);
    return text;
}

/* Files that lie under tmp and will not go by themselves. */
static int left_over(void)
{
    DIR *d = opendir("build/test-data/tmp");
    int n = 0;

    for (const struct dirent *e; d && (e = readdir(d));)
        n += strncmp(e->d_name, "workbook-", 9) == 0 || strncmp(e->d_name, "tmp.", 4) == 0;
    if (d)
        closedir(d);
    return n;
}

static struct xlsx *begin(struct ctx *c, int64_t rows)
{
    struct xlsx_plan *plan = NEW(c->arena, struct xlsx_plan);
    struct xlsx *x = NULL;

    *plan = (struct xlsx_plan){ "Nhiệm vụ", columns, COUNT(columns), rows };
    CHECK_OK(c, xlsx_begin(c, plan, &x));
    return x;
}

static void row(struct ctx *c, struct xlsx *x, double n, const char *text, int64_t d)
{
    xlsx_number(x, n);
    xlsx_text(x, text);
    xlsx_day(x, d);
    CHECK_OK(c, xlsx_row(x));
}

TEST(xlsx_days_are_days_numbers_numbers_and_texts_never_formulas)
{
    struct xlsx *x = begin(c, 0);
    const char *path, *xml;

    row(c, x, 1, "=HYPERLINK(\"http://x\")", day(2025, 8, 28));
    row(c, x, 2.5, " a < b & \"c\"\n_x0041_ ", 0);
    row(c, x, 3, "", day(2000, 1, 1));
    CHECK_OK(c, xlsx_end(x, &path));
    xml = part(c, path, "xl/worksheets/sheet1.xml");
    CHECK_HAS(xml, "<c r=\"C2\" s=\"4\"><v>45897</v></c>"); /* days since 30 December 1899 */
    CHECK_HAS(xml, "<c r=\"C4\" s=\"4\"><v>36526</v></c>");
    CHECK_HAS(xml, "<c r=\"A3\" s=\"2\"><v>2.5</v></c>");
    CHECK_HAS(xml, "t=\"inlineStr\"><is><t>=HYPERLINK(");
    CHECK_HAS_NOT(xml, "<f>");
    CHECK_HAS(xml, "<t xml:space=\"preserve\"> a &lt; b &amp; \"c\"\n_x005F_x0041_ </t>");
    CHECK_HAS(xml, "topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"");
    CHECK_HAS(xml, "<autoFilter ref=\"A1:C4\"/>");
    CHECK_HAS(xml, "<c r=\"B1\" s=\"1\"");
    CHECK_HAS(part(c, path, "xl/workbook.xml"), "<sheet name=\"Nhiệm vụ\" sheetId=\"1\"");
    CHECK_HAS(part(c, path, "xl/styles.xml"), "formatCode=\"d mmm yyyy\"");
    CHECK_HAS(part(c, path, "xl/styles.xml"), "<b/>");
}

TEST(xlsx_rows_that_one_sheet_cannot_hold_go_on_in_the_next)
{
    struct xlsx *x = begin(c, 3); /* head and two */
    const char *path, *xml;

    for (int i = 1; i <= 5; i++)
        row(c, x, i, "Việc", 0);
    CHECK_OK(c, xlsx_end(x, &path));
    CHECK_HAS(part(c, path, "xl/workbook.xml"), "<sheet name=\"Nhiệm vụ (3)\"");
    xml = part(c, path, "xl/worksheets/sheet1.xml");
    CHECK_HAS(xml, "<autoFilter ref=\"A1:C3\"/>");
    CHECK_HAS_NOT(xml, "<v>3</v>");
    xml = part(c, path, "xl/worksheets/sheet3.xml");
    CHECK_HAS(xml, "<c r=\"B1\" s=\"1\"");
    CHECK_HAS(xml, "<c r=\"A2\" s=\"2\"><v>5</v></c>");
}

TEST(xlsx_rows_are_as_high_as_their_longest_text_needs)
{
    struct xlsx *x = begin(c, 0);
    const char *path, *xml;

    row(c, x, 1, "one line", 0);
    row(c, x, 2, "two\nlines", 0);
    row(c, x, 3, "Rà soát, sửa đổi, bổ sung các văn bản quy phạm pháp luật về khoa học", 0);
    CHECK_OK(c, xlsx_end(x, &path));
    xml = part(c, path, "xl/worksheets/sheet1.xml");
    CHECK_HAS(xml, "<row r=\"2\">");
    CHECK_HAS(xml, "<row r=\"3\" ht=\"30\" customHeight=\"1\">");
    CHECK_HAS(xml, "<row r=\"4\" ht=\"30\" customHeight=\"1\">");
}

TEST(xlsx_a_text_longer_than_a_cell_is_cut_between_letters)
{
    struct xlsx *x = begin(c, 0);
    struct buf b = { .arena = c->arena };
    const char *path, *end;

    buf_text(&b, "a");
    for (int i = 0; i < 20000; i++)
        buf_text(&b, "😀"); /* two units each */
    row(c, x, 1, b.p, 0);
    CHECK_OK(c, xlsx_end(x, &path));
    end = strstr(part(c, path, "xl/worksheets/sheet1.xml"), "😀</t>");
    CHECK(end != NULL);
}

TEST(xlsx_leaves_no_file_and_no_place_behind_whether_it_ended_or_not)
{
    struct ctx one = *c, two = *c, three = *c;
    const struct xlsx_plan plan = { "S", columns, COUNT(columns), 0 };
    struct xlsx *x;
    const char *path;
    int before = left_over();

    one.arena = arena_new(32 << 20);
    two.arena = arena_new(32 << 20);
    three.arena = arena_new(32 << 20);
    row(&one, begin(&one, 2), 1, "x", 0);
    x = begin(&two, 0);
    CHECK(!xlsx_begin(&three, &plan, &x));
    CHECK_FAILED(&three, ERR_BUSY);
    arena_free(&one.arena); /* given up in the middle of its second sheet */
    x = begin(&three, 0);
    CHECK_OK(&three, xlsx_end(x, &path)); /* no row at all */
    CHECK_INT(access(path, R_OK), 0);
    arena_free(&three.arena);
    CHECK(access(path, R_OK) != 0);
    arena_free(&two.arena);
    CHECK_INT(left_over(), before);
    CHECK_INT(c->app->workbooks, 0);
}

/* ---- by table.h ---- */

static struct res table_of(struct ctx *c, enum face face)
{
    static const struct table_column wanted[] = { { "TT", NULL, 6 }, { "State", "class", 20 } };
    static const struct table_plan plan = { "x", "Tasks", wanted, COUNT(wanted) };
    static const char *const number[] = { "7", "007", "II", "-3", "1234567890123456", "0" };
    struct req q = { .face = face };
    struct res s = { .body.arena = c->arena };
    struct table *t = NULL;

    CHECK_OK(c, table_begin(c, &q, &s, &plan, &t));
    for (size_t i = 0; i < COUNT(number); i++) {
        table_number(t, number[i]);
        table_word(t, "open_overdue", "not done, overdue");
        CHECK_OK(c, table_row(t));
    }
    CHECK_OK(c, table_end(t));
    CHECK_INT(s.status, 200);
    return s;
}

TEST(table_is_for_programs_as_csv_and_for_people_as_xlsx)
{
    struct res s = table_of(c, FACE_CSV);
    CHECK_STR(s.filename, "x.csv");
    CHECK_STR(s.body.p, "\xef\xbb\xbfTT,class\r\n7,open_overdue\r\n007,open_overdue\r\n"
                        "II,open_overdue\r\n\"'-3\",open_overdue\r\n"
                        "1234567890123456,open_overdue\r\n0,open_overdue\r\n");
    s = table_of(c, FACE_XLSX);
    CHECK_STR(s.filename, "x.xlsx");
    CHECK_STR(s.type, TABLE_XLSX);
    const char *xml = part(c, s.send_file, "xl/worksheets/sheet1.xml");
    CHECK_HAS(xml, "<t>State</t>");
    CHECK_HAS(xml, "<c r=\"A2\" s=\"2\"><v>7</v></c>");
    CHECK_HAS(xml, "<t>007</t>");
    CHECK_HAS(xml, "<t>1234567890123456</t>");
    CHECK_HAS(xml, "<c r=\"A7\" s=\"2\"><v>0</v></c>");
    CHECK_HAS(xml, "<t>not done, overdue</t>");
}
