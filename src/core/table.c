#include "core/table.h"

#include <string.h>

#include "core/csv.h"
#include "core/text.h"
#include "core/tr.h"
#include "core/xlsx.h"

enum { ALIVE_EVERY = 1000 };

struct table {
    struct ctx *c;
    struct res *s;
    struct csv csv;
    struct xlsx *xlsx; /* NULL: CSV */
    int64_t rows;
};

bool table_asked(const struct req *q)
{
    return q->face == FACE_CSV || q->face == FACE_XLSX;
}

static bool begin_csv(struct ctx *c, struct table *t, const struct table_plan *p)
{
    t->csv = csv_doc(c, t->s, arena_printf(c->arena, "%s.csv", p->file));
    for (size_t i = 0; i < p->n; i++)
        csv_text(&t->csv, p->column[i].word ? p->column[i].word : T(p->column[i].head));
    csv_end(&t->csv);
    return true;
}

static bool begin_xlsx(struct ctx *c, struct table *t, const struct table_plan *p)
{
    struct xlsx_column *column = arena_alloc(c->arena, p->n * sizeof *column);
    struct xlsx_plan *plan = NEW(c->arena, struct xlsx_plan);

    for (size_t i = 0; i < p->n; i++)
        column[i] = (struct xlsx_column){ T(p->column[i].head), p->column[i].width };
    *plan = (struct xlsx_plan){ .sheet = T(p->sheet), .column = column, .n = p->n };
    t->s->status = 200;
    t->s->type = TABLE_XLSX;
    t->s->filename = arena_printf(c->arena, "%s.xlsx", p->file);
    return xlsx_begin(c, plan, &t->xlsx);
}

bool table_begin(struct ctx *c, const struct req *q, struct res *s, const struct table_plan *plan,
                 struct table **ret)
{
    struct table *t = *ret = NEW(c->arena, struct table);

    ASSERT(table_asked(q));
    *t = (struct table){ .c = c, .s = s };
    return q->face == FACE_CSV ? begin_csv(c, t, plan) : begin_xlsx(c, t, plan);
}

void table_text(struct table *t, const char *s)
{
    if (t->xlsx)
        xlsx_text(t->xlsx, s);
    else
        csv_text(&t->csv, s);
}

void table_number(struct table *t, const char *s)
{
    size_t n = strlen(s);
    int64_t v;

    /* 15 digits: what a spreadsheet keeps of a number */
    if (t->xlsx && n <= 15 && s[0] != '-' && (n == 1 || s[0] != '0') && int_parse(s, &v))
        xlsx_number(t->xlsx, (double)v);
    else
        table_text(t, s);
}

void table_word(struct table *t, const char *word, const char *name)
{
    table_text(t, t->xlsx ? name : word);
}

void table_day(struct table *t, int64_t d)
{
    if (t->xlsx)
        xlsx_day(t->xlsx, d);
    else
        csv_day(&t->csv, d);
}

bool table_row(struct table *t)
{
    if (!t->xlsx) {
        csv_end(&t->csv);
        return res_flush(t->c, t->s);
    }
    if (++t->rows % ALIVE_EVERY == 0 && !res_alive(t->c, t->s))
        return false;
    return xlsx_row(t->xlsx);
}

bool table_end(struct table *t)
{
    return !t->xlsx || xlsx_end(t->xlsx, &t->s->send_file);
}
