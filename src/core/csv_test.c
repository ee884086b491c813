#include "core/conf.h"
#include "core/csv.h"
#include "core/store.h"
#include "core/test.h"

static csv_lines read_text(struct ctx *c, const char *s)
{
    csv_lines all = { 0 };

    CHECK_OK(c, csv_read(c, s, strlen(s), 100, &all));
    return all;
}

static const char *fault(struct ctx *c, const char *s, size_t n)
{
    csv_lines all = { 0 };

    CHECK(!csv_read(c, s, n, 3, &all));
    CHECK_INT(c->err.kind, ERR_INPUT);
    const char *message = c->err.message;
    c->err = (struct err){ 0 };
    return message ? message : "";
}

TEST(csv_fields_are_read_with_quotes_and_line_numbers)
{
    csv_lines all = read_text(c, "\xef\xbb\xbfTT,Nhiệm vụ,Hạn\r\n"
                                 "1,\"Trình \"\"Nghị định\"\",\r\nsửa đổi\",2025-08-28\r\n"
                                 "\r\n"
                                 "2,,\r\n");

    CHECK_INT((long long)all.n, 3);
    CHECK_INT((long long)all.v[1].n, 3);
    CHECK_STR(all.v[0].field[0], "TT");
    CHECK_STR(all.v[1].field[1], "Trình \"Nghị định\",\nsửa đổi");
    CHECK_INT(all.v[1].line, 2);
    CHECK_INT(all.v[2].line, 5);
    CHECK_STR(all.v[2].field[1], "");
    CHECK_STR(all.v[2].field[2], "");
}

TEST(csv_the_separator_is_found_from_the_header)
{
    CHECK_STR(read_text(c, "a;b,c;d\n1;2;3\n").v[1].field[2], "3");
    CHECK_STR(read_text(c, "\"x;y;z\",b\n1,2").v[1].field[1], "2");
    CHECK_STR(read_text(c, "a\tb\n1\t2\n").v[1].field[1], "2");
    CHECK_INT((long long)read_text(c, "one\ntwo\n").v[1].n, 1);
    CHECK_INT((long long)read_text(c, "").n, 0);
}

TEST(csv_faults_name_line_and_column)
{
    static const struct {
        const char *s, *says;
    } t[] = {
        { "a,b\n1,x\"y\n", "line 2, column 2: a quotation mark inside" },
        { "a,b\n1,\"x\"y\n", "line 2, column 2: there is text after" },
        { "a,b\n\"1\n2\",\"x", "line 2, column 2: the quotation mark" },
        { "a,b\n1,\xff\n", "line 2, column 2: not readable" },
        { "a,b\n1\x01,2\n", "line 2, column 1: not readable" },
        { "a,b\n1,2,3\n", "line 2 has 3 columns, but the first line has 2" },
        { "a,b\n1\n", "line 2 has 1 columns" },
        { "a\n1\n2\n3\n", "more than 3 lines" },
        { "PK\3\4", "save it as CSV UTF-8" },
    };

    for (size_t i = 0; i < COUNT(t); i++)
        CHECK_HAS(fault(c, t[i].s, strlen(t[i].s)), t[i].says);
    CHECK_HAS(fault(c,
                    "\xff\xfe"
                    "a\0",
                    4),
              "save it as CSV UTF-8");
    CHECK_HAS(fault(c, "a,b\n1,\0\n", 8), "line 2, column 2: not readable");
}

TEST(csv_written_is_read_again_and_no_formula_runs)
{
    static const char *const field[] = { "=1+1",  "+84",   "-5 %", "@x",    "'=x",       "''-",
                                         "'text", "a\"b;", "a\nb", "plain", "a, b và c", "\tx" };
    struct res s = { .body.arena = c->arena };
    struct csv v = csv_doc(c, &s, "tasks.csv");

    for (size_t i = 0; i < COUNT(field); i++)
        csv_text(&v, field[i]);
    csv_int(&v, -5);
    csv_day(&v, day(2025, 8, 28));
    csv_day(&v, 0);
    csv_end(&v);
    CHECK_STR(s.filename, "tasks.csv");
    CHECK_STR(s.type, "text/csv; charset=utf-8");
    CHECK_HAS(s.body.p, "\xef\xbb\xbf\"'=1+1\",\"'+84\",");
    CHECK_HAS(s.body.p, ",-5,2025-08-28,\r\n");
    csv_lines all = read_text(c, s.body.p);
    CHECK_INT((long long)all.n, 1);
    CHECK_INT((long long)all.v[0].n, COUNT(field) + 3);
    for (size_t i = 0; i + 1 < COUNT(field) && all.n; i++)
        CHECK_STR(all.v[0].field[i], field[i]);
}

TEST(csv_a_table_of_many_days_takes_no_memory_but_its_text)
{
    struct res s = { .body.arena = c->arena };
    struct csv v = csv_doc(c, &s, "days.csv");
    struct arena *own = arena_new(16 << 20);
    size_t before = arena_used(c->arena);

    for (int64_t d = 1; d <= 100000; d++) {
        s.body.n = 0; /* as when it is sent, part by part */
        csv_day(&v, d);
        csv_end(&v);
        if (d % 997 == 0)
            CHECK_STR(s.body.p, arena_printf(own, "%s\r\n", day_text(own, d)));
    }
    arena_free(&own);
    CHECK(arena_used(c->arena) - before < 64 * 1024);
}

/* ---- from a file ---- */

static const char *file_of(struct ctx *c, const char *s, size_t n)
{
    const char *path =
        arena_printf(c->arena, "%s/lines-%lld.csv", c->app->conf->data, (long long)new_id(c));

    CHECK_OK(c, store_write(c, path, (struct bytes){ s, n }));
    return path;
}

TEST(a_file_is_read_line_by_line_like_a_text)
{
    static const char text[] = "\xef\xbb\xbf"
                               "a;b\r\n\n\"x\ny\";2\nlast";
    struct csv_file *f;
    struct csv_line l;

    CHECK_OK(c, csv_open(c, file_of(c, text, sizeof text - 1), &f));
    CHECK_OK(c, csv_next(c, f, &l));
    CHECK(l.n == 2 && l.line == 1 && strcmp(l.field[0], "a") == 0);
    CHECK_OK(c, csv_next(c, f, &l));
    CHECK(l.n == 2 && l.line == 3 && strcmp(l.field[0], "x\ny") == 0);
    CHECK_OK(c, csv_next(c, f, &l));
    CHECK(l.n == 1 && l.line == 5 && strcmp(l.field[0], "last") == 0);
    CHECK_OK(c, csv_next(c, f, &l));
    CHECK_INT(l.n, 0);
    CHECK_OK(c, csv_next(c, f, &l));
    CHECK_INT(l.n, 0);
}

TEST(a_file_longer_than_memory_would_like_is_read_to_its_end)
{
    struct buf b = { .arena = c->arena };
    struct ctx line = *c;
    struct csv_file *f;
    struct csv_line l;
    int64_t n = 0;

    for (int i = 0; i < 100000; i++)
        buf_printf(&b, "%d,\"dòng %d\"\n", i, i);
    CHECK_OK(c, csv_open(c, file_of(c, b.p, b.n), &f));
    line.arena = arena_new(1 << 20);
    for (;; n++) {
        arena_reset(line.arena);
        CHECK_OK(&line, csv_next(&line, f, &l));
        if (l.n == 0)
            break;
        if (strcmp(l.field[0], arena_printf(line.arena, "%lld", (long long)n)) != 0)
            test_failed(__FILE__, __LINE__, "line %lld begins with %s", (long long)n, l.field[0]);
    }
    arena_free(&line.arena);
    CHECK_INT(n, 100000);
}

TEST(a_line_without_end_is_refused_with_its_number)
{
    char *text = arena_alloc(c->arena, 600000);
    struct csv_file *f;
    struct csv_line l;

    memset(text, 'x', 600000);
    memcpy(text, "a\n", 2);
    CHECK_OK(c, csv_open(c, file_of(c, text, 600000), &f));
    CHECK_OK(c, csv_next(c, f, &l));
    CHECK(!csv_next(c, f, &l));
    CHECK_HAS(c->err.message, "line 2");
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!csv_open(c, "/nowhere/x.csv", &f));
    CHECK_FAILED(c, ERR_SYSTEM);
}
