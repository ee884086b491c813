/* Workbooks as spreadsheet programs write them, and as nobody should. */
#include <xlsxwriter.h>

#include "core/store.h"
#include "core/test.h"
#include "core/xlsx.h"
#include "core/xlsx_made.h"

static struct xlsx_table read_book(struct ctx *c, struct bytes file, const char *sheet)
{
    struct xlsx_wish wish = { sheet, 1000 };
    struct xlsx_table t = { 0 };

    CHECK_OK(c, xlsx_read(c, file, &wish, &t));
    return t;
}

static const char *fault(struct ctx *c, struct bytes file, const char *sheet)
{
    struct xlsx_wish wish = { sheet, 3 };
    struct xlsx_table t = { 0 };

    CHECK(!xlsx_read(c, file, &wish, &t));
    CHECK_INT(c->err.kind, ERR_INPUT);
    const char *message = c->err.fields.n ? c->err.fields.v[0].message : c->err.message;
    c->err = (struct err){ 0 };
    return message ? message : "";
}

static const char *cell(const struct xlsx_table *t, size_t line, size_t column)
{
    return line < t->lines.n && column < t->lines.v[line].n ? t->lines.v[line].field[column]
                                                            : "(none)";
}

#define ROWS(s) "<worksheet><sheetData>" s "</sheetData></worksheet>"

TEST(xlsx_that_we_write_is_read_again)
{
    static const struct xlsx_column columns[] = { { "TT", 6 }, { "Nhiệm vụ", 60 }, { "Hạn", 12 } };
    static const struct xlsx_plan plan = { "Phụ lục", columns, COUNT(columns), 0 };
    static const char *const text[] = { "=1+1", "_x0041_ b_x", "hai\ndòng", "<&>", "_x00e9_" };
    struct xlsx *x = NULL;
    struct bytes file = { 0 };
    const char *path;

    CHECK_OK(c, xlsx_begin(c, &plan, &x));
    for (size_t i = 0; i < COUNT(text); i++) {
        xlsx_number(x, (double)i);
        xlsx_text(x, text[i]);
        xlsx_day(x, day(2025, 8, 28) + (int64_t)i);
        CHECK_OK(c, xlsx_row(x));
    }
    CHECK_OK(c, xlsx_end(x, &path));
    CHECK_OK(c, store_read(c, path, 1 << 20, &file));
    CHECK(xlsx_is_one(file));
    struct xlsx_table t = read_book(c, file, "");
    CHECK_STR(t.sheet, "Phụ lục");
    CHECK_INT(t.lines.n, 1 + COUNT(text));
    CHECK_STR(cell(&t, 0, 1), "Nhiệm vụ");
    for (size_t i = 0; i < COUNT(text); i++) {
        CHECK_INT(t.lines.v[i + 1].line, (long long)i + 2);
        CHECK_STR(cell(&t, i + 1, 1), text[i]);
    }
    CHECK_STR(cell(&t, 2, 0), "1");
    CHECK_STR(cell(&t, 2, 2), "2025-08-29");
}

TEST(xlsx_of_a_spreadsheet_program_is_read_with_its_formulas_and_merged_cells)
{
    const char *path = store_temporary(c, "workbook");
    struct bytes file = { 0 };
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *s = workbook_add_worksheet(book, "Bảng");
    lxw_format *bold = workbook_add_format(book), *red = workbook_add_format(book);
    char of[] = "Bộ ", health[] = "Y tế";
    lxw_rich_string_tuple a = { bold, of }, b = { red, health }, *rich[] = { &a, &b, NULL };

    format_set_bold(bold);
    format_set_font_color(red, LXW_COLOR_RED);
    worksheet_merge_range(s, 0, 1, 0, 3, "PHỤ LỤC", NULL);
    worksheet_set_row_opt(s, 2, 15, NULL, &(lxw_row_col_options){ .hidden = 1 });
    worksheet_write_string(s, 2, 1, "ẩn", NULL);
    worksheet_write_formula_num(s, 2, 2, "=1+0.5", NULL, 1.5);
    worksheet_write_formula_str(s, 2, 3, "=\"a\"&\"b\"", NULL, "ab");
    worksheet_write_boolean(s, 4, 1, 1, NULL);
    worksheet_write_rich_string(s, 4, 2, rich, NULL);
    worksheet_write_blank(s, 5, 1, bold);
    workbook_add_worksheet(book, "Hai");
    CHECK_INT(workbook_close(book), LXW_NO_ERROR);
    CHECK_OK(c, store_read(c, path, 1 << 20, &file));
    remove(path);
    struct xlsx_table t = read_book(c, file, "");
    CHECK_INT(t.lines.n, 3);
    CHECK_STR(cell(&t, 0, 1), "PHỤ LỤC");
    CHECK_STR(cell(&t, 0, 2), "");
    CHECK_INT(t.lines.v[1].line, 3);
    CHECK_STR(cell(&t, 1, 0), "");
    CHECK_STR(cell(&t, 1, 1), "ẩn");
    CHECK_STR(cell(&t, 1, 2), "1.5");
    CHECK_STR(cell(&t, 1, 3), "ab");
    CHECK_STR(cell(&t, 2, 1), "TRUE");
    CHECK_STR(cell(&t, 2, 2), "Bộ Y tế");
    CHECK_INT(read_book(c, file, "Hai").lines.n, 0);
    CHECK_HAS(fault(c, file, "Ba"), "it has: Bảng, Hai");
}

TEST(xlsx_days_are_told_by_their_number_format_in_both_calendars)
{
    static const char styles[] =
        "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='dd/mm/yyyy'/>"
        "<numFmt numFmtId='171' formatCode='0.0\\d&quot;day&quot;[Red]'/>"
        "<numFmt numFmtId='172' formatCode='h:mm:ss'/></numFmts>"
        "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='171'/>"
        "<xf numFmtId='172'/></cellXfs></styleSheet>";
    struct made_book m = {
        .styles = styles,
        .sheet =
            ROWS("<row><c><v>45897</v></c><c s='1'><v>45897.75</v></c><c s='2'><v>45897</v></c>"
                 "<c s='3'><v>45897</v></c><c s='4'><v>45897.5</v></c>"
                 "<c t='d'><v>2025-08-28T00:00:00</v></c><c s='1'><v>59</v></c>"
                 "<c s='1'><v>60</v></c><c s='1'><v>-3</v></c></row>"),
    };
    struct xlsx_table t = read_book(c, made_workbook(c, &m), "");
    static const char *const want[] = { "45897",      "2025-08-28", "2025-08-28",
                                        "45897",      "45897.5",    "2025-08-28",
                                        "1900-02-28", "60",         "-3" };

    for (size_t i = 0; i < COUNT(want); i++)
        CHECK_STR(cell(&t, 0, i), want[i]);
    m.book = "<workbook xmlns:r='http://purl.oclc.org/ooxml/officeDocument/relationships'>"
             "<workbookPr date1904='1'/><sheets><sheet name='a' state='hidden' r:id='b'/>"
             "<sheet name='S' r:id='s'/></sheets></workbook>";
    t = read_book(c, made_workbook(c, &m), "");
    CHECK_STR(t.sheet, "S"); /* the hidden one is not the first */
    CHECK_STR(cell(&t, 0, 1), "2029-08-29");
}

TEST(xlsx_texts_are_shared_or_in_their_place_and_numbers_as_short_as_they_are)
{
    const struct made_book m = {
        .strings = "<sst><si><t> một </t></si><si><r><t>ha</t></r><rPh><t>xx</t></rPh><r><t>i</t>"
                   "</r></si><si/><si><t>a_x000D_b_x005F_x0041_</t></si></sst>",
        .sheet =
            ROWS("<row r='2'><c r='B2' t='s'><v>0</v></c><c t='s'><v>1</v></c>"
                 "<c t='s'><v>2</v></c><c t='s'><v>3</v></c></row>"
                 "<row r='4'/><row r='5'><c r='A5' t='inlineStr'><is><t>x</t></is></c>"
                 "<c r='AA5'><v>0.30000000000000004</v></c></row>"
                 "<row><c><v>1E+3</v></c><c><f>A1</f></c><c><v>123456789012345678</v></c></row>"),
    };
    struct xlsx_table t = read_book(c, made_workbook(c, &m), "");

    CHECK_INT(t.lines.n, 3);
    CHECK_INT(t.lines.v[0].n, 27);
    CHECK_STR(cell(&t, 0, 0), "");
    CHECK_STR(cell(&t, 0, 1), "một");
    CHECK_STR(cell(&t, 0, 2), "hai");
    CHECK_STR(cell(&t, 0, 3), "");
    CHECK_STR(cell(&t, 0, 4), "ab_x0041_");
    CHECK_INT(t.lines.v[1].line, 5);
    CHECK_STR(cell(&t, 1, 26), "0.3");
    CHECK_INT(t.lines.v[2].line, 6);
    CHECK_STR(cell(&t, 2, 0), "1000");
    CHECK_STR(cell(&t, 2, 2), "1.23456789012346e+17");
    CHECK_STR(xlsx_letters(c->arena, 26), "AA");
    CHECK_STR(xlsx_letters(c->arena, 701), "ZZ");
    CHECK_STR(xlsx_letters(c->arena, 702), "AAA");
}

TEST(xlsx_faults_name_sheet_row_and_column)
{
    static const struct {
        const char *rows, *says;
    } t[] = {
        { "<row r='7'><c r='C7' t='s'><v>5</v></c></row>",
          "sheet Phụ lục, row 7, column C: not re" },
        { "<row><c/><c><v>12x</v></c></row>", "row 1, column B: not readable" },
        { "<row><c t='e'><v>#REF!</v></c></row>", "row 1, column A: the formula has no result" },
        { "<row><c r='IW1'><v>1</v></c></row>", "column IW: too far to the right" },
        { "<row><c t='str'><v>a&#x85;</v></c></row>", "row 1, column A: not readable" },
        { "<row r='2'/><row r='1'/>", "cannot be read" },
        { "<row r='1048577'/>", "cannot be read" },
        { "<row><c r='XFE1'><v>1</v></c></row>", "cannot be read" },
        { "<row><c><v>1</v></c>", "cannot be read" },
        { "<row><c><v>1</v></c></row><row><c><v>1</v></c></row><row><c><v>1</v></c></row>"
          "<row><c><v>1</v></c></row>",
          "more than 3 lines" },
    };

    for (size_t i = 0; i < COUNT(t); i++) {
        const struct made_book m = { .sheet = arena_printf(c->arena, ROWS("%s"), t[i].rows) };

        CHECK_HAS(fault(c, made_workbook(c, &m), ""), t[i].says);
    }
}

TEST(xlsx_that_is_none_or_would_do_harm_is_refused)
{
    static const struct made_part document[] = { { "word/document.xml", "<x/>" }, { NULL, NULL } };
    struct buf laughs = { .arena = c->arena };
    struct made_book m = { .sheet = ROWS("") };
    struct bytes good = made_workbook(c, &m);

    CHECK_HAS(fault(c, (struct bytes){ "PK\3\4 and nothing", 15 }, ""), "cannot be read");
    CHECK_HAS(fault(c, (struct bytes){ good.p, good.n / 2 }, ""), "cannot be read");
    CHECK_HAS(fault(c, made_zip(c, document), ""), "not an XLSX workbook");
    m.book = "<workbook/>";
    CHECK_HAS(fault(c, made_workbook(c, &m), ""), "has no sheet");
    m.book = NULL;
    m.strings =
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><sst><si><t>&a;</t></si></sst>";
    CHECK_HAS(fault(c, made_workbook(c, &m), ""), "cannot be read");
    buf_text(&laughs, "<!DOCTYPE x [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 30; i++)
        buf_printf(&laughs, "<!ENTITY a%d '&a%d;&a%d;&a%d;'>", i, i - 1, i - 1, i - 1);
    buf_text(&laughs, "]><sst><si><t>&a29;</t></si></sst>");
    m.strings = laughs.p;
    CHECK_HAS(fault(c, made_workbook(c, &m), ""), "cannot be read");
}

/* 140 MB of comments are 140 KB in the ZIP. */
TEST(xlsx_that_unpacks_to_too_much_is_refused_before_it_is_unpacked)
{
    size_t n = (size_t)140 << 20;
    char *sheet = malloc(n + 1);
    const struct made_book m = { .sheet = sheet };

    ASSERT(sheet);
    memset(sheet, ' ', n);
    memcpy(sheet, "<worksheet>", 11);
    for (size_t i = 1; i < 140; i++) /* no piece is too large by itself */
        memcpy(sheet + (i << 20), "--><!--", 7);
    memcpy(sheet + 11, "<!--", 4);
    sheet[n] = '\0';
    struct bytes file = made_workbook(c, &m);
    free(sheet);
    CHECK(file.n < 1 << 20);
    size_t before = arena_used(c->arena);
    CHECK_HAS(fault(c, file, ""), "unpacks to more than 128 MB");
    CHECK(arena_used(c->arena) - before < 1 << 20);
}

TEST(csv_keeps_lines_of_another_form_with_their_numbers)
{
    const struct made_book m = { .sheet =
                                     ROWS("<row r='3'><c t='str'><v>a;\"b\"\n=c</v></c></row>"
                                          "<row r='9'><c r='C9' t='str'><v>=x</v></c></row>") };
    struct xlsx_table t = read_book(c, made_workbook(c, &m), "");
    csv_lines again = { 0 };

    CHECK_OK(c, csv_kept(c, csv_keep(c, &t.lines), 10, &again));
    CHECK_INT(again.n, 2);
    CHECK_INT(again.v[0].line, 3);
    CHECK_INT(again.v[1].line, 9);
    CHECK_INT(again.v[1].n, 3);
    CHECK_STR(again.v[0].field[0], "a;\"b\"\n=c");
    CHECK_STR(again.v[1].field[2], "=x");
}
