/* GET /tasks/months: agency x month x class, as of any day. */
#include <string.h>

#include "core/table.h"
#include "systems/task/task_pages.h"

enum { MONTHS = 12 };

struct months {
    struct task_query k;
    enum work_class cls; /* the one that the page shows; JSON gives all */
    const char *name;
    int64_t from;   /* first day of the first month */
    work_rows rows; /* n for each agency, one after the other */
    size_t n;
    int64_t largest; /* figure of the class that the page shows */
    int64_t sum[MONTHS];
};

static const char *month_name(struct ctx *c, const struct months *m, size_t k)
{
    struct civil d = day_civil(m->from);
    int month = d.month - 1 + (int)k;

    return arena_printf(c->arena, "%d/%d", month % 12 + 1, d.year + month / 12);
}

/* How dark a cell is, 0 to 4, among all that the table shows. */
static int shade(const struct months *m, int64_t n)
{
    return n == 0 || m->largest == 0 ? 0 : 1 + (int)((n - 1) * 4 / m->largest);
}

/* Is any month of the agency that begins at row i more than a dash? */
static bool has_any(const struct months *m, size_t i)
{
    for (size_t k = 0; k < m->n; k++)
        if (m->rows.v[i + k].f.n[m->cls])
            return true;
    return false;
}

/* What is left out, told below the table; "": nothing. */
static const char *rest_sentence(struct ctx *c, const struct months *m)
{
    int64_t rest = 0;

    for (size_t i = 0; i + m->n <= m->rows.n; i += m->n)
        rest += !has_any(m, i);
    if (rest == 0)
        return "";
    return rest == 1 ? T("One more agency has none in any of these months.")
                     : TF("%s more agencies have none in any of these months.", tr_count(c, rest));
}

static struct html_local row_page(struct ctx *c, const struct months *m, int64_t unit)
{
    const char *word = work_class_words[m->cls];

    if (m->k.units)
        return (struct html_local){ unit ? task_row_path(c, &m->k, unit) : NULL };
    return (struct html_local){ task_query_path(c, &m->k, word, unit_get(c, unit), m->k.list) };
}

#include "task_months.html.h"

static int64_t months_back(int64_t on, int n)
{
    struct civil d = day_civil(on);
    int month = d.year * 12 + d.month - 1 - n;

    return day(month / 12, month % 12 + 1, 1);
}

static bool read_months(struct ctx *c, const struct req *q, struct months *m)
{
    if (!task_query_read(c, q, &m->k))
        return false;
    task_query_own(c, &m->k);
    m->cls = WORK_OPEN_OVERDUE;
    for (int i = 0; i < WORK_CLASSES; i++)
        if (strcmp(work_class_words[i], m->k.class) == 0)
            m->cls = (enum work_class)i;
    m->name = work_class_name(m->cls);
    m->from = months_back(m->k.on, MONTHS - 1);
    const struct work_question ask = { .list = m->k.in.id,
                                       .unit = m->k.of ? m->k.of->id : 0,
                                       .measures = task_row_measures(c, &m->k),
                                       .view = m->k.seen,
                                       .on = m->k.on,
                                       .units = m->k.units };

    if (!work_months(c, &ask, m->from, &m->rows, &m->n))
        return false;
    for (size_t i = 0; i < m->rows.n; i++) {
        int64_t n = m->rows.v[i].f.n[m->cls];

        m->sum[i % m->n] += n;
        if (n > m->largest)
            m->largest = n;
    }
    return true;
}

static bool show_json(struct ctx *c, struct res *s, const struct months *m)
{
    struct json j = json_doc(s, 200);

    json_open(&j, NULL, '{');
    json_day(&j, "asof", m->k.on);
    json_text(&j, "view", task_view_word(m->k.seen));
    task_units_of_json(c, &j, &m->k);
    json_open(&j, "months", '[');
    for (size_t k = 0; k < m->n; k++)
        json_text(&j, NULL, month_name(c, m, k));
    json_close(&j, ']');
    json_open(&j, "agencies", '[');
    for (size_t i = 0; i + m->n <= m->rows.n; i += m->n) {
        json_open(&j, NULL, '{');
        task_row_json(c, &j, &m->k, &m->rows.v[i + m->n - 1]);
        json_open(&j, "months", '[');
        for (size_t k = 0; k < m->n; k++) {
            json_open(&j, NULL, '{');
            task_figures_json(&j, &m->rows.v[i + k].f);
            json_close(&j, '}');
        }
        json_close(&j, ']');
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return true;
}

/* Figures at the end of each month, and on the day for the last one. */
static bool show_file(struct ctx *c, const struct req *q, struct res *s, const struct months *m)
{
    int64_t end[MONTHS];

    for (size_t k = 0; k < m->n; k++)
        end[k] = k + 1 < m->n ? months_back(m->k.on, (int)(m->n - k) - 2) - 1 : m->k.on;
    return task_rows_file(c, q, s, &m->k, &(struct task_table){ &m->rows, end, m->n });
}

bool task_get_months(struct ctx *c, const struct req *q, struct res *s)
{
    struct months m = { 0 };

    if (!read_months(c, q, &m))
        return false;
    if (table_asked(q))
        return show_file(c, q, s, &m);
    if (q->face == FACE_JSON)
        return show_json(c, s, &m);
    struct html h = page_begin(c, q, s, 200, T("Agencies month by month"));

    months_head_html(h, c, q, &m);
    months_table_html(h, c, &m);
    return page_end(c, h);
}
