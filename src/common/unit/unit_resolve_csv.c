/* Many addresses at once: a CSV comes in and goes out with the units that they mean. */
#include <string.h>

#include "common/unit/unit_resolve.h"
#include "common/unit/unit_view.h"
#include "core/csv.h"
#include "core/day.h"
#include "core/text.h"

enum { LINE_MEMORY = 8 << 20, MOST_COLUMNS = 200 };

const struct input unit_resolve_file_inputs[UNIT_RESOLVE_FILE_INPUTS] = {
    { "file", N_("CSV file"), IN_FILE, 0, 1, 0, NULL },
    { "column", N_("Column with the address"), IN_TEXT, 0, 0, 200, NULL },
    { "on", N_("Day"), IN_DAY, 0, 0, 0, NULL },
};

struct many {
    struct csv_file *file;
    struct csv out;
    size_t column, columns; /* of the address; of the first line */
    int64_t on;
};

/* ---- which column ---- */

static bool is_same_text(struct ctx *c, const char *a, const char *b)
{
    return strcmp(text_fold(c->arena, a), text_fold(c->arena, b)) == 0;
}

static bool is_address_word(struct ctx *c, const char *title)
{
    static const char *const words[] = { "dia chi", "diachi",       "address",
                                         "adresse", "full address", "dia chi day du",
                                         "noi o",   "thuong tru",   "dia chi thuong tru" };
    const char *folded = text_fold(c->arena, title);

    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(folded, words[i]) == 0)
            return true;
    return false;
}

/* By its title or number (1 is the first); else by what such columns are called. */
static bool find_column(struct ctx *c, const char *said, const struct csv_line *head, size_t *ret)
{
    int64_t number;

    for (size_t i = 0; i < head->n; i++)
        if (*said ? is_same_text(c, said, head->field[i]) : is_address_word(c, head->field[i])) {
            *ret = i;
            return true;
        }
    *ret = 0;
    if (!*said && head->n == 1)
        return true;
    if (*said && int_parse(said, &number) && number >= 1 && (size_t)number <= head->n) {
        *ret = (size_t)number - 1;
        return true;
    }
    return fail_field(c, "column", "say which column holds the address: its title or its number");
}

/* ---- line by line ---- */

static void put_head(struct many *m, const struct csv_line *head)
{
    static const char *const titles[] = { "code", "name", "kind", "parent", "ambiguous", "why" };

    for (size_t i = 0; i < head->n; i++)
        csv_text(&m->out, head->field[i]);
    for (size_t i = 0; i < COUNT(titles); i++)
        csv_text(&m->out, titles[i]);
    csv_end(&m->out);
}

static void put_answer(struct ctx *c, struct many *m, const char *text)
{
    struct unit_answer a;

    unit_resolve_text(c, text, m->on, &a);
    const struct unit *u = a.units.n ? a.units.v[0].u : NULL;

    csv_text(&m->out, u ? u->code : "");
    csv_text(&m->out, u ? u->name : "");
    csv_text(&m->out, u ? unit_word(u) : "");
    csv_text(&m->out, u ? unit_parent_code(c, u, m->on) : "");
    csv_text(&m->out, a.ambiguous ? "1" : "0");
    csv_text(&m->out, unit_answer_why(c, &a));
}

/* A shorter line is filled up, so that the answer stands in its columns. */
static void put_line(struct ctx *c, struct many *m, const struct csv_line *l)
{
    for (size_t i = 0; i < l->n || i < m->columns; i++)
        csv_text(&m->out, i < l->n ? l->field[i] : "");
    put_answer(c, m, m->column < l->n ? l->field[m->column] : "");
    csv_end(&m->out);
}

static bool put_lines(struct ctx *c, struct many *m, struct res *s)
{
    struct ctx one = *c;
    struct csv_line l = { 0 };
    bool ok = true;

    one.arena = arena_new(LINE_MEMORY);
    do {
        arena_reset(one.arena);
        ok = csv_next(&one, m->file, &l);
        if (ok && l.n)
            put_line(&one, m, &l);
    } while (ok && l.n && (ok = res_flush(c, s)));
    if (one.err.kind != ERR_NONE) {
        c->err.kind = one.err.kind;
        c->err.message = arena_strdup(c->arena, one.err.message);
        c->err.file = one.err.file;
        c->err.line = one.err.line;
    }
    arena_free(&one.arena);
    return ok;
}

bool unit_post_resolve_file(struct ctx *c, const struct req *q, struct res *s)
{
    const struct upload *up = req_upload(q, "file");
    struct many m = { .on = c->today };
    struct csv_line head;

    if (!up)
        return fail_field(c, "file", "please choose a file");
    if (*req_text(q, "on") && !day_parse(req_text(q, "on"), &m.on))
        return fail_field(c, "on", "write the day like 2025-08-28");
    if (!csv_open(c, up->path, &m.file) || !csv_next(c, m.file, &head))
        return false;
    if (head.n == 0 || head.n > MOST_COLUMNS)
        return fail_field(c, "file", "the first line must name the columns, at most %d",
                          MOST_COLUMNS);
    if (!find_column(c, req_text(q, "column"), &head, &m.column))
        return false;
    m.columns = head.n;
    m.out = csv_doc(c, s, "addresses.csv");
    put_head(&m, &head);
    return put_lines(c, &m, s);
}
