#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

#include "core/app.h"
#include "core/buf.h"
#include "core/conf.h"
#include "core/store.h"
#include "core/tr.h"
#include "core/xlsx.h"

/* What Excel takes in a cell, counted in UTF-16; and a sheet's XML, so that no part of the
 * ZIP needs its 64-bit form, which some readers do not know. */
enum { CELL_MAX = 32767, WIDE = 40, CHECK_EVERY = 1000, CELL_XML = 60 };
enum { LINE = 15 /* points */, LINES_MAX = 27 /* 409 points is the most */, ARROW = 3 };
static const int64_t SHEET_BYTES = (int64_t)3 << 30;

struct xlsx {
    struct ctx *c; /* while it is written; not when all is forgotten */
    struct app *app;
    const struct xlsx_plan *plan;
    lxw_workbook *book; /* NULL: none any more */
    lxw_worksheet *sheet;
    lxw_format *bold, *plain, *wide, *day;
    struct arena *cell; /* texts that are written otherwise than they are; of one row */
    const char *path;
    int64_t row, bytes; /* of this sheet */
    lxw_col_t col;
    int lines; /* that the row needs */
    int sheets;
    lxw_error wrong; /* the first fault of the library */
};

/* ---- begin and give up ---- */

static void close_book(struct xlsx *x)
{
    if (!x->book)
        return;
    for (lxw_worksheet *s = x->book->worksheets->stqh_first; s; s = s->list_pointers.stqe_next)
        if (s->optimize_tmpfile)
            fclose(s->optimize_tmpfile); /* the library leaves it open (1.1.4) */
    lxw_workbook_free(x->book);
    x->book = NULL;
    atomic_fetch_sub(&x->app->workbooks, 1);
}

static void forget(void *arg)
{
    struct xlsx *x = arg;

    close_book(x);
    (void)unlink(x->path);
    arena_free(&x->cell);
}

static void close_sheet(struct xlsx *x)
{
    if (x->sheet && x->row > 1)
        worksheet_autofilter(x->sheet, 0, 0, (lxw_row_t)x->row - 1, (lxw_col_t)(x->plan->n - 1));
}

/* As far as letters of one width tell: programs other than Excel do not look for themselves. */
static int lines_of(const char *s, int width)
{
    int lines = 1, letters = 0;

    for (; *s; s++) {
        letters += ((unsigned char)*s & 0xc0) != 0x80;
        if (*s == '\n' || letters > width) {
            lines++;
            letters = *s != '\n';
        }
    }
    return lines;
}

static void set_height(struct xlsx *x, lxw_row_t row)
{
    if (x->lines > 1)
        worksheet_set_row(x->sheet, row, x->lines < LINES_MAX ? x->lines * LINE : LINES_MAX * LINE,
                          NULL);
    x->lines = 1;
}

static void put_heads(struct xlsx *x)
{
    const struct xlsx_plan *p = x->plan;

    for (lxw_col_t i = 0; i < p->n; i++) {
        int width = p->column[i].width, lines = lines_of(p->column[i].head, width - ARROW);

        x->lines = lines > x->lines ? lines : x->lines;
        worksheet_set_column(x->sheet, i, i, width, width < WIDE ? x->plain : x->wide);
        worksheet_write_string(x->sheet, 0, i, p->column[i].head, x->bold);
    }
    set_height(x, 0);
    worksheet_freeze_panes(x->sheet, 1, 0);
    worksheet_repeat_rows(x->sheet, 0, 0); /* and on paper: A4 across, as wide as the page */
    worksheet_set_landscape(x->sheet);
    worksheet_set_paper(x->sheet, 9);
    worksheet_fit_to_pages(x->sheet, 1, 0);
}

static bool add_sheet(struct xlsx *x)
{
    const char *name = x->plan->sheet;

    close_sheet(x);
    if (x->sheets++)
        name = arena_printf(x->c->arena, "%s (%d)", name, x->sheets);
    ASSERT(workbook_validate_sheet_name(x->book, name) == LXW_NO_ERROR);
    errno = 0;
    x->sheet = workbook_add_worksheet(x->book, name);
    if (!x->sheet)
        return store_failed(x->c, "workbook", x->path);
    put_heads(x);
    x->row = 1;
    x->col = 0;
    x->bytes = 0;
    return true;
}

static lxw_format *add_format(struct xlsx *x)
{
    lxw_format *f = workbook_add_format(x->book);

    ASSERT(f);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    return f;
}

static void add_formats(struct ctx *c, struct xlsx *x)
{
    x->bold = add_format(x);
    format_set_bold(x->bold);
    format_set_text_wrap(x->bold);
    x->plain = add_format(x);
    x->wide = add_format(x);
    format_set_text_wrap(x->wide);
    x->day = add_format(x);
    format_set_num_format(x->day, T("d mmm yyyy"));
    format_set_align(x->day, LXW_ALIGN_LEFT);
}

bool xlsx_begin(struct ctx *c, const struct xlsx_plan *plan, struct xlsx **ret)
{
    struct xlsx *x = NEW(c->arena, struct xlsx);
    const char *path = store_temporary(c, "workbook");
    const char *dir = arena_printf(c->arena, "%s/tmp", c->app->conf->data);
    lxw_workbook_options how = { .constant_memory = LXW_TRUE, .tmpdir = (char *)(uintptr_t)dir };

    *x = (struct xlsx){ .c = c, .app = c->app, .plan = plan, .path = path };
    if (access(dir, W_OK | X_OK) != 0) /* the library would go on without a file */
        return store_failed(c, "open", dir);
    if (atomic_fetch_add(&c->app->workbooks, 1) >= XLSX_AT_ONCE) {
        atomic_fetch_sub(&c->app->workbooks, 1);
        return fail(c, ERR_BUSY,
                    "other workbooks are being made at the moment; try again in a minute, or "
                    "take the table as CSV");
    }
    x->book = workbook_new_opt(path, &how);
    ASSERT(x->book);
    x->cell = arena_new(16 << 20);
    arena_on_free(c->arena, forget, x);
    add_formats(c, x);
    *ret = x;
    return add_sheet(x);
}

/* ---- cells ---- */

static void note(struct xlsx *x, lxw_error e)
{
    if (!x->wrong)
        x->wrong = e;
    x->col++;
}

/* How much of s is one cell. */
static size_t cell_bytes(const char *s)
{
    size_t units = 0, i = 0;

    while (s[i]) {
        unsigned char lead = (unsigned char)s[i];
        size_t bytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

        units += bytes == 4 ? 2 : 1;
        if (units > CELL_MAX)
            break;
        i += bytes;
    }
    return i;
}

static bool is_code(const char *s)
{
    if (s[0] != '_' || s[1] != 'x')
        return false;
    for (int i = 2; i < 6; i++)
        if (!isxdigit((unsigned char)s[i]))
            return false;
    return s[6] == '_';
}

/* "_x0041_" would be read as "A" (ISO/IEC 29500-1, 22.9.2.19); the library lets it pass. */
static const char *guarded(struct xlsx *x, const char *s)
{
    const char *code = strstr(s, "_x");
    struct buf b = { .arena = x->cell };

    while (code && !is_code(code))
        code = strstr(code + 1, "_x");
    if (!code)
        return s;
    for (; *s; s++) {
        if (is_code(s))
            buf_text(&b, "_x005F");
        buf_put(&b, s, 1);
    }
    return b.p;
}

void xlsx_text(struct xlsx *x, const char *s)
{
    size_t n = strlen(s);

    ASSERT(x->col < x->plan->n);
    s = guarded(x, s);
    if (n > CELL_MAX)
        s = arena_strndup(x->cell, s, cell_bytes(s));
    x->bytes += (int64_t)n + CELL_XML;
    if (x->plan->column[x->col].width >= WIDE) {
        int lines = lines_of(s, x->plan->column[x->col].width);

        x->lines = lines > x->lines ? lines : x->lines;
    }
    note(x,
         n ? worksheet_write_string(x->sheet, (lxw_row_t)x->row, x->col, s, NULL) : LXW_NO_ERROR);
}

void xlsx_number(struct xlsx *x, double n)
{
    ASSERT(x->col < x->plan->n);
    x->bytes += CELL_XML;
    note(x, worksheet_write_number(x->sheet, (lxw_row_t)x->row, x->col, n, NULL));
}

void xlsx_day(struct xlsx *x, int64_t d)
{
    enum { EXCEL_1970 = 25569 /* days from its day 0 to 1 January 1970 */ };

    ASSERT(x->col < x->plan->n);
    x->bytes += CELL_XML;
    note(x, d ? worksheet_write_number(x->sheet, (lxw_row_t)x->row, x->col,
                                       (double)(d + EXCEL_1970), x->day)
              : LXW_NO_ERROR);
}

/* ---- rows, and the end ---- */

static bool library_failed(struct xlsx *x)
{
    if (errno != ENOSPC && errno != EDQUOT)
        errno = EIO;
    return store_failed(x->c, lxw_strerror(x->wrong), x->path);
}

static bool is_sound(struct xlsx *x)
{
    if (ferror(x->sheet->optimize_tmpfile)) { /* which the library does not look at */
        errno = ENOSPC;
        return store_failed(x->c, "write", x->path);
    }
    return !x->wrong || library_failed(x);
}

bool xlsx_row(struct xlsx *x)
{
    int64_t most = x->plan->rows ? x->plan->rows : XLSX_ROWS;

    set_height(x, (lxw_row_t)x->row);
    x->row++;
    x->col = 0;
    arena_reset(x->cell);
    if (x->row % CHECK_EVERY == 0 && !is_sound(x))
        return false;
    return (x->row < most && x->bytes < SHEET_BYTES) || (is_sound(x) && add_sheet(x));
}

/* While it makes the workbook the library cannot say that the disk is full, and a sheet would
 * only be short: there must be room before, and the sheet be all there after. */
static bool has_room(struct xlsx *x, const int64_t *size)
{
    struct statvfs disk;
    uint64_t need = 1 << 20;

    for (int i = 0; i < x->sheets; i++)
        need += (uint64_t)size[i] + (uint64_t)size[i] / 4;
    if (statvfs(x->c->app->conf->data, &disk) != 0)
        return store_failed(x->c, "statvfs", x->path);
    if ((uint64_t)disk.f_bavail * disk.f_frsize > need)
        return true;
    errno = ENOSPC;
    return store_failed(x->c, "make", x->path);
}

static bool is_whole(struct xlsx *x, const int64_t *size)
{
    zip_t *z = zip_open(x->path, ZIP_RDONLY, NULL);
    bool ok = z != NULL;

    for (int i = 0; ok && i < x->sheets; i++) {
        const char *name = arena_printf(x->c->arena, "xl/worksheets/sheet%d.xml", i + 1);
        zip_stat_t st;

        ok = zip_stat(z, name, 0, &st) == 0 && (st.valid & ZIP_STAT_SIZE) &&
             st.size > (uint64_t)size[i];
    }
    if (z)
        zip_discard(z);
    if (ok)
        return true;
    errno = ENOSPC;
    return store_failed(x->c, "make", x->path);
}

bool xlsx_end(struct xlsx *x, const char **ret_path)
{
    int64_t *size = arena_alloc(x->c->arena, (size_t)x->sheets * sizeof *size);
    int n = 0;

    close_sheet(x);
    if (!is_sound(x))
        return false;
    for (lxw_worksheet *s = x->book->worksheets->stqh_first; s; s = s->list_pointers.stqe_next) {
        if (fflush(s->optimize_tmpfile) != 0)
            return store_failed(x->c, "write", x->path);
        size[n++] = ftello(s->optimize_tmpfile);
    }
    if (!has_room(x, size))
        return false;
    lxw_workbook *book = x->book;
    x->book = NULL; /* closing frees it, whatever comes */
    errno = 0;
    x->wrong = workbook_close(book);
    atomic_fetch_sub(&x->c->app->workbooks, 1);
    if (x->wrong)
        return library_failed(x);
    *ret_path = x->path;
    return is_whole(x, size);
}
