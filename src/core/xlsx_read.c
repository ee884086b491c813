/* Workbook -> which sheet, its strings and number formats -> rows of text. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/text.h"
#include "core/tr.h"
#include "core/xlsx.h"
#include "core/xlsx_part.h"

enum {
    NAME = 256,
    SHEETS_MAX = 200,
    STYLES_MAX = 70000,
    FORMATS_MAX = 1000, /* Excel itself stops at 65,490 and 250 */
    COLUMNS_MAX = 256,
    FIELDS_MAX = 4000000,
    STRINGS_MAX = 2000000,
    LETTERS_MAX = 16 << 20 /* of all cells together: as for a CSV file */
};

struct link { /* a relationship: which part an id of another part stands for */
    const char *id, *type, *target;
};
struct sheet {
    const char *name, *part;
};
struct cell {
    size_t column;
    const char *text;
};
struct book {
    struct xlsx_zip zip;
    struct ctx *c;
    const char *styles, *strings; /* parts; NULL: none */
    LIST(struct sheet) sheets;
    bool since_1904;
    LIST(bool) is_day; /* by style */
    LIST(const char *) string;
    const char *sheet;          /* the one that is read */
    int64_t row;                /* the present one, from 1 */
    size_t column, width, text; /* the present one, from 0; the most; bytes so far */
    struct buf buf;
    LIST(struct cell) cells; /* of all rows that are not empty, one after the other */
    LIST(size_t) first;      /* where the cells of a line begin */
};

bool xlsx_is_one(struct bytes file)
{
    return file.n > 4 && memcmp(file.p, "PK\3\4", 4) == 0;
}

const char *xlsx_letters(struct arena *a, size_t column)
{
    const char *rest = column < 26 ? "" : xlsx_letters(a, column / 26 - 1);

    return arena_printf(a, "%s%c", rest, (int)('A' + column % 26));
}

static bool wrong(struct book *b, const char *what)
{
    return fail(b->c, ERR_INPUT, "sheet %s, row %lld, column %s: %s", b->sheet, (long long)b->row,
                xlsx_letters(b->c->arena, b->column), tr(b->c->lang, what));
}

/* ---- parts and their links ---- */

/* "worksheets/sheet1.xml" seen from "xl/workbook.xml"; "/xl/…" from the root. */
static const char *part_path(struct ctx *c, const char *from, const char *target)
{
    const char *end = strrchr(from, '/');
    size_t n = end ? (size_t)(end - from) + 1 : 0;

    while (strncmp(target, "../", 3) == 0 && n > 0) {
        target += 3;
        for (n--; n > 0 && from[n - 1] != '/'; n--)
            ;
    }
    return *target == '/' ? arena_strdup(c->arena, target + 1)
                          : arena_printf(c->arena, "%.*s%s", (int)n, from, target);
}

typedef LIST(struct link) links;

static bool read_links(struct book *b, const char *of, links *ret)
{
    struct ctx *c = b->c;
    const char *end = strrchr(of, '/');
    size_t folder = end ? (size_t)(end - of) + 1 : 0;
    struct xlsx_part *p;
    char id[NAME], type[NAME], target[NAME];
    int rc = 0;

    if (!xlsx_part_open(
            &b->zip, arena_printf(c->arena, "%.*s_rels/%s.rels", (int)folder, of, of + folder), &p))
        return false;
    while (p && ret->n < SHEETS_MAX * 4 && (rc = xlsx_part_next(p)) == 1) {
        if (!xlsx_part_is(p, "Relationship"))
            continue;
        const char *kind = strrchr(xlsx_part_attr(p, "Type", type, NAME), '/');

        *LIST_PUSH(c->arena, ret) = (struct link){
            arena_strdup(c->arena, xlsx_part_attr(p, "Id", id, NAME)),
            arena_strdup(c->arena, kind ? kind + 1 : ""),
            part_path(c, of, xlsx_part_attr(p, "Target", target, NAME)),
        };
    }
    return rc >= 0;
}

static const char *by_type(const links *l, const char *type)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i].type, type) == 0)
            return l->v[i].target;
    return NULL;
}

/* A sheet that is a chart, or not shown, is none of ours. */
static void take_sheet(struct book *b, const struct xlsx_part *p, const links *l)
{
    struct ctx *c = b->c;
    char id[NAME], name[NAME], state[16];
    const char *clean;

    xlsx_part_id(p, id, NAME);
    xlsx_part_attr(p, "name", name, NAME);
    if (strstr(xlsx_part_attr(p, "state", state, sizeof state), "idden") ||
        b->sheets.n >= SHEETS_MAX || !text_clean(c->arena, name, strlen(name), &clean))
        return;
    for (size_t i = 0; i < l->n; i++)
        if (*id && strcmp(l->v[i].id, id) == 0 && strcmp(l->v[i].type, "worksheet") == 0)
            *LIST_PUSH(c->arena, &b->sheets) =
                (struct sheet){ *clean ? clean : "1", l->v[i].target };
}

static bool is_true(const char *s)
{
    return strcmp(s, "1") == 0 || strcmp(s, "true") == 0;
}

static bool read_book(struct book *b)
{
    struct xlsx_part *p;
    links top = { 0 }, l = { 0 };
    char word[16];
    int rc;

    if (!read_links(b, "", &top))
        return false;
    const char *name = by_type(&top, "officeDocument");
    if (!read_links(b, name ? name : "xl/workbook.xml", &l) ||
        !xlsx_part_open(&b->zip, name ? name : "xl/workbook.xml", &p))
        return false;
    if (!p)
        return fail(b->c, ERR_INPUT, "this is not an XLSX workbook; save the table as XLSX or CSV");
    while ((rc = xlsx_part_next(p)) == 1) {
        if (xlsx_part_is(p, "workbookPr"))
            b->since_1904 = is_true(xlsx_part_attr(p, "date1904", word, sizeof word));
        if (xlsx_part_is(p, "sheet"))
            take_sheet(b, p, &l);
    }
    b->styles = by_type(&l, "styles");
    b->strings = by_type(&l, "sharedStrings");
    return rc == 0;
}

/* ---- which number formats are days ---- */

/* Outside of "quoted", \x, _x, *x and [colour]: any of y and d, or m without h and s. */
static bool is_day_format(const char *s)
{
    bool day = false, month = false, time = false;

    for (; *s && *s != ';'; s++) {
        if (*s == '"' || *s == '[') {
            const char *end = strchr(s + 1, *s == '"' ? '"' : ']');

            if (!end)
                break;
            s = end;
        } else if (strchr("\\_*", *s)) {
            if (!*++s)
                break;
        } else {
            int letter = tolower((unsigned char)*s);

            day |= letter == 'y' || letter == 'd';
            month |= letter == 'm';
            time |= letter == 'h' || letter == 's';
        }
    }
    return day || (month && !time);
}

/* ISO/IEC 29500-1, 18.8.30, and what East Asian Excel adds. */
static bool is_built_in_day(int64_t id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

static int64_t number_attr(const struct xlsx_part *p, const char *name, int64_t none)
{
    char word[24];
    int64_t n;

    return int_parse(xlsx_part_attr(p, name, word, sizeof word), &n) ? n : none;
}

static bool read_styles(struct book *b)
{
    struct ctx *c = b->c;
    struct xlsx_part *p = NULL;
    LIST(int64_t) own = { 0 }; /* ids of formats that are days */
    bool in_cells = false;
    char code[NAME];
    int rc = 0;

    if (b->styles && !xlsx_part_open(&b->zip, b->styles, &p))
        return false;
    while (p && (rc = xlsx_part_next(p)) == 1) {
        if (xlsx_part_is(p, "numFmt") && own.n < FORMATS_MAX &&
            is_day_format(xlsx_part_attr(p, "formatCode", code, NAME)))
            *LIST_PUSH(c->arena, &own) = number_attr(p, "numFmtId", -1);
        if (xlsx_part_depth(p) == 1)
            in_cells = xlsx_part_is(p, "cellXfs");
        if (!in_cells || !xlsx_part_is(p, "xf") || b->is_day.n >= STYLES_MAX)
            continue;
        int64_t id = number_attr(p, "numFmtId", 0);
        bool day = is_built_in_day(id);

        for (size_t i = 0; i < own.n && !day; i++)
            day = own.v[i] == id;
        *LIST_PUSH(c->arena, &b->is_day) = day;
    }
    return rc >= 0;
}

/* ---- texts ---- */

static void put_code_point(struct buf *b, unsigned u)
{
    char s[3];
    size_t n = 0;

    if (u < 0x80) {
        s[n++] = (char)u;
    } else if (u < 0x800) {
        s[n++] = (char)(0xc0 | u >> 6);
        s[n++] = (char)(0x80 | (u & 0x3f));
    } else {
        s[n++] = (char)(0xe0 | u >> 12);
        s[n++] = (char)(0x80 | (u >> 6 & 0x3f));
        s[n++] = (char)(0x80 | (u & 0x3f));
    }
    buf_put(b, s, n);
}

/* "_x000D_" stands for a letter that XML cannot hold (ISO/IEC 29500-1, 22.9.2.19); control
 * characters and halves of pairs are left out. */
static const char *without_codes(struct book *b, const char *s)
{
    struct buf out = { .arena = b->c->arena };
    const char *code;

    while ((code = strstr(s, "_x")) != NULL) {
        unsigned u = 0;
        int i = 2;

        for (; i < 6 && isxdigit((unsigned char)code[i]); i++)
            u = u * 16 + (unsigned)(isdigit((unsigned char)code[i])
                                        ? code[i] - '0'
                                        : tolower((unsigned char)code[i]) - 'a' + 10);
        bool whole = i == 6 && code[6] == '_';

        buf_put(&out, s, (size_t)(code - s));
        if (!whole)
            buf_put(&out, code, 2);
        else if (u == '\n' || u == '\t' || (u >= ' ' && u != 0x7f && (u < 0xd800 || u > 0xdfff)))
            put_code_point(&out, u);
        s = code + (whole ? 7 : 2);
    }
    if (!out.n)
        return s;
    buf_text(&out, s);
    return out.p;
}

static const char *take_text(struct book *b)
{
    const char *s = b->buf.n ? without_codes(b, b->buf.p) : "", *clean;

    return text_clean(b->c->arena, s, strlen(s), &clean) ? clean : NULL;
}

/* <si> or <is>: all <t> in it, but for those that say how to pronounce it. */
static int read_runs(struct xlsx_part *p, struct buf *out)
{
    int depth = xlsx_part_depth(p), rc, spoken = 0;

    out->n = 0;
    while ((rc = xlsx_part_next(p)) == 1 && xlsx_part_depth(p) > depth) {
        if (spoken && xlsx_part_depth(p) <= spoken)
            spoken = 0;
        if (xlsx_part_is(p, "rPh"))
            spoken = xlsx_part_depth(p);
        else if (!spoken && xlsx_part_is(p, "t") && !xlsx_part_text(p, out))
            return -1;
    }
    return rc; /* 1: at the element behind */
}

static bool read_strings(struct book *b)
{
    struct ctx *c = b->c;
    struct xlsx_part *p = NULL;

    if (b->strings && !xlsx_part_open(&b->zip, b->strings, &p))
        return false;
    int rc = p ? xlsx_part_next(p) : 0;
    while (rc == 1) {
        if (!xlsx_part_is(p, "si")) {
            rc = xlsx_part_next(p);
            continue;
        }
        if (b->string.n >= STRINGS_MAX)
            return xlsx_damaged(c, "too many strings");
        rc = read_runs(p, &b->buf);
        *LIST_PUSH(c->arena, &b->string) = rc < 0 ? NULL : take_text(b);
    }
    return rc == 0;
}

/* ---- cells ---- */

/* Days of both calendars; Excel's has a 29 February 1900 that never was. */
static const char *day_of(struct book *b, double v)
{
    enum { LAST = 2958465 /* 31 December 9999 */ };
    int64_t n = (int64_t)floor(v);

    if (b->since_1904)
        n += 1462;
    if (n < 1 || n == 60 || n > LAST)
        return NULL;
    return day_text(b->c->arena, n - (n < 60 ? 25568 : 25569));
}

static const char *number_of(struct book *b, const char *s, int64_t style)
{
    char *end;
    double v = strtod(s, &end);
    bool day = style >= 0 && (size_t)style < b->is_day.n && b->is_day.v[style];

    if (end == s || *end || !isfinite(v))
        return NULL;
    const char *text = day && v >= 0 && v < 3e6 ? day_of(b, v) : NULL;
    if (text)
        return text;
    if (fabs(v) < 1e15 && v == floor(v))
        return arena_printf(b->c->arena, "%lld", (long long)v);
    return arena_printf(b->c->arena, "%.15g", v);
}

/* What a cell of this type ("t") says; NULL: it is not readable. */
static const char *text_of(struct book *b, const char *type, int64_t style)
{
    const char *s = b->buf.n ? b->buf.p : "";
    int64_t n;

    if (strcmp(type, "s") == 0)
        return int_parse(s, &n) && n >= 0 && (size_t)n < b->string.n ? b->string.v[n] : NULL;
    if (!*s || strcmp(type, "str") == 0 || strcmp(type, "inlineStr") == 0)
        return take_text(b);
    if (strcmp(type, "b") == 0)
        return is_true(s) ? "TRUE" : "FALSE";
    if (strcmp(type, "d") == 0) {
        s = arena_strndup(b->c->arena, s, strcspn(s, "T"));
        return day_parse(s, &n) ? s : NULL;
    }
    return strcmp(type, "n") == 0 || !*type ? number_of(b, s, style) : NULL;
}

/* "C" of "C5"; without one the cell follows the one before. */
static bool find_column(struct book *b, const char *at)
{
    size_t n = 0, i = 0;

    for (; at[i] >= 'A' && at[i] <= 'Z' && i < 4; i++)
        n = n * 26 + (size_t)(at[i] - 'A') + 1;
    if (n)
        b->column = n - 1;
    return b->column < 16384 || xlsx_damaged(b->c, "a column that no sheet has");
}

static bool keep_cell(struct book *b, const char *text)
{
    if (!text)
        return wrong(b, N_("not readable"));
    if (!*text)
        return true;
    if (b->column >= COLUMNS_MAX)
        return wrong(b, N_("too far to the right; a table has at most 256 columns"));
    b->text += strlen(text);
    if (b->text > LETTERS_MAX)
        return fail(b->c, ERR_INPUT, "the table holds more than %d MB of text; import it in parts",
                    LETTERS_MAX >> 20);
    if (b->column >= b->width)
        b->width = b->column + 1;
    *LIST_PUSH(b->c->arena, &b->cells) = (struct cell){ b->column, text };
    return true;
}

/* <c>: its value is in <v>, or in <is>. Formulas are not looked at: their last result is. */
static int read_cell(struct book *b, struct xlsx_part *p)
{
    int depth = xlsx_part_depth(p), rc;
    char type[16], at[16];
    int64_t style = number_attr(p, "s", 0);

    xlsx_part_attr(p, "t", type, sizeof type);
    if (!find_column(b, xlsx_part_attr(p, "r", at, sizeof at)))
        return -1;
    b->buf.n = 0;
    rc = xlsx_part_next(p);
    while (rc == 1 && xlsx_part_depth(p) > depth) {
        if (xlsx_part_is(p, "is")) {
            rc = read_runs(p, &b->buf);
            continue;
        }
        if (xlsx_part_is(p, "v") && !xlsx_part_text(p, &b->buf))
            return -1;
        rc = xlsx_part_next(p);
    }
    if (rc < 0)
        return rc;
    if (strcmp(type, "e") == 0)
        return wrong(b, N_("the formula has no result; correct it in the workbook")), -1;
    if (!keep_cell(b, text_of(b, type, style)))
        return -1;
    b->column++;
    return rc;
}

/* ---- the sheet ---- */

static bool begin_row(struct book *b, const struct xlsx_part *p)
{
    int64_t row = number_attr(p, "r", b->row + 1);

    if (row <= b->row || row > XLSX_ROWS)
        return xlsx_damaged(b->c, "rows out of order");
    b->row = row;
    b->column = 0;
    return true;
}

static bool end_row(struct book *b, size_t from, int64_t row, size_t max, csv_lines *ret)
{
    if (b->cells.n == from)
        return true;
    *LIST_PUSH(b->c->arena, &b->first) = from;
    *LIST_PUSH(b->c->arena, ret) = (struct csv_line){ .line = row };
    return ret->n <= max ||
           fail(b->c, ERR_INPUT, "the file has more than %lld lines", (long long)max);
}

static bool read_cells(struct book *b, const char *part, size_t max, csv_lines *ret)
{
    struct xlsx_part *p;
    size_t from = 0;

    if (!xlsx_part_open(&b->zip, part, &p))
        return false;
    int rc = p ? xlsx_part_next(p) : 0;
    while (rc == 1) {
        if (xlsx_part_is(p, "row")) {
            if (!end_row(b, from, b->row, max, ret) || !begin_row(b, p))
                return false;
            from = b->cells.n;
        } else if (xlsx_part_is(p, "c") && b->row) {
            rc = read_cell(b, p);
            continue;
        }
        rc = xlsx_part_next(p);
    }
    return rc == 0 && end_row(b, from, b->row, max, ret);
}

/* All lines as wide as the widest. */
static bool make_lines(struct book *b, csv_lines *ret)
{
    if (ret->n * b->width > FIELDS_MAX)
        return fail(b->c, ERR_INPUT, "the sheet %s is too large; import it in parts", b->sheet);
    for (size_t i = 0; i < ret->n; i++) {
        const char **field = arena_alloc(b->c->arena, b->width * sizeof *field);
        size_t end = i + 1 < ret->n ? b->first.v[i + 1] : b->cells.n;

        for (size_t k = 0; k < b->width; k++)
            field[k] = "";
        for (size_t k = b->first.v[i]; k < end; k++)
            field[b->cells.v[k].column] = b->cells.v[k].text;
        ret->v[i].n = b->width;
        ret->v[i].field = field;
    }
    return true;
}

static bool choose_sheet(struct book *b, const char *wanted, const struct sheet **ret)
{
    struct buf names = { .arena = b->c->arena };

    *ret = NULL;
    for (size_t i = 0; i < b->sheets.n && !*ret; i++) {
        if (!*wanted || strcmp(b->sheets.v[i].name, wanted) == 0)
            *ret = &b->sheets.v[i];
        buf_printf(&names, "%s%s", i ? ", " : "", b->sheets.v[i].name);
    }
    if (*ret)
        return true;
    return *wanted ? fail_field(b->c, "sheet", "the workbook has no such sheet; it has: %s",
                                buf_str(&names))
                   : fail(b->c, ERR_INPUT, "the workbook has no sheet");
}

bool xlsx_read(struct ctx *c, struct bytes file, const struct xlsx_wish *wish,
               struct xlsx_table *ret)
{
    struct book *b = NEW(c->arena, struct book);
    const struct sheet *sheet;

    b->c = c;
    b->buf.arena = c->arena;
    if (!xlsx_zip_open(c, file, &b->zip) || !read_book(b) ||
        !choose_sheet(b, wish->sheet, &sheet) || !read_styles(b) || !read_strings(b))
        return false;
    b->sheet = ret->sheet = sheet->name;
    return read_cells(b, sheet->part, wish->lines, &ret->lines) && make_lines(b, &ret->lines);
}
