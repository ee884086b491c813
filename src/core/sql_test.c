/* Every statement of the program: can it be prepared, and does it find its rows by a key? */
#include <ctype.h>
#include <sqlite3.h>

#include "core/db_driver.h"
#include "core/test.h"

extern const struct sql *const __start_sql_list[], *const __stop_sql_list[];

/* ---- the tables that may grow to millions of rows ----
 * Those whose key begins with tenant, and those that a schema step names in a line of
 * its own:   --: large account_session */

typedef LIST(const char *) names;

static bool is_word_char(char ch)
{
    return isalnum((unsigned char)ch) || ch == '_';
}

static bool is_among(const names *l, const char *s, size_t n)
{
    for (size_t i = 0; i < l->n; i++)
        if (strlen(l->v[i]) == n && strncmp(l->v[i], s, n) == 0)
            return true;
    return false;
}

static void find_large(struct ctx *c, const char *step, names *ret)
{
    const char *table = "";

    for (const char *s = step; *s; s += strcspn(s, "\n"), s += *s == '\n') {
        const char *key = strstr(s, "PRIMARY KEY (tenant");
        size_t n = strcspn(s, "\n");

        if (strncmp(s, "--: large ", 10) == 0)
            *LIST_PUSH(c->arena, ret) = arena_strndup(c->arena, s + 10, strcspn(s + 10, " \n"));
        if (strncmp(s, "CREATE TABLE ", 13) == 0)
            table = arena_strndup(c->arena, s + 13, strcspn(s + 13, " (\n"));
        if (key && key < s + n)
            *LIST_PUSH(c->arena, ret) = table;
    }
}

static names large_tables(struct ctx *c)
{
    names all = { 0 };

    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_schema; i++)
            find_large(c, modules[m]->schema[i], &all);
    return all;
}

/* The table that a name in a plan stands for: "o" is the alias in "work_obligation o". */
static bool stands_for_large(const names *large, const char *sql, const char *name, size_t n)
{
    if (is_among(large, name, n))
        return true;
    for (const char *s = sql; (s = strstr(s, " ")); s++) {
        const char *alias = s + 1, *end = s;

        if (strncmp(alias, "AS ", 3) == 0)
            alias += 3;
        if (strncmp(alias, name, n) != 0 || is_word_char(alias[n]))
            continue;
        while (end > sql && is_word_char(end[-1]))
            end--;
        if (is_among(large, end, (size_t)(s - end)))
            return true;
    }
    return false;
}

/* ---- plans ---- */

/* What is wrong with the plan of a statement; "" for nothing. */
static const char *lite_fault(struct ctx *c, const struct sql *sql, const names *large)
{
    sqlite3_stmt *s = NULL;
    const char *text = arena_printf(c->arena, "EXPLAIN QUERY PLAN %s", sql->lite), *fault = "";

    if (sqlite3_prepare_v2(c->db->conn, text, -1, &s, NULL) != SQLITE_OK)
        return arena_strdup(c->arena, sqlite3_errmsg(c->db->conn));
    while (sqlite3_step(s) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(s, 3);
        /* An automatic index is made anew for each question, from the whole table. */
        bool scan = strncmp(detail, "SCAN ", 5) == 0 || strstr(detail, " AUTOMATIC ");
        const char *name = strchr(detail, ' ');

        /* "VIRTUAL TABLE INDEX 0:M1": full-text search by its words. */
        if (scan && !(strstr(detail, " VIRTUAL TABLE INDEX ") && strstr(detail, ":M")) &&
            stands_for_large(large, sql->lite, name + 1, strcspn(name + 1, " ")))
            fault = arena_printf(c->arena, "reads a whole table: %s", detail);
    }
    sqlite3_finalize(s);
    return fault;
}

/* Without rows PostgreSQL takes any index, so only a table without one that could serve is seen;
 * the plans of SQLite do not depend on how many rows there are. */
static const char *pg_plan_fault(struct ctx *c, const names *large, const char *plan)
{
    static const char scan[] = "Seq Scan on ";

    for (const char *s = plan; (s = strstr(s, scan)); s++) {
        const char *table = s + strlen(scan);
        size_t n = strcspn(table, " ");

        if (is_among(large, table, n))
            return arena_printf(c->arena, "reads a whole table: %.*s", (int)n, table);
    }
    return "";
}

static const char *pg_fault(struct ctx *c, const struct sql *sql, const names *large)
{
    struct buf make = { .arena = c->arena }, run = { .arena = c->arena },
               plan = { .arena = c->arena };
    struct sql *explain = NEW(c->arena, struct sql);
    int64_t n;

    buf_text(&make, "DEALLOCATE ALL; PREPARE p");
    buf_text(&run, "EXPLAIN EXECUTE p");
    for (size_t i = 0; sql->types[i]; i++) {
        buf_printf(&make, "%s%s", i ? ", " : "(",
                   sql->types[i] == 'i'   ? "bigint"
                   : sql->types[i] == 't' ? "text"
                                          : "bytea");
        buf_text(&run, i ? ", NULL" : "(NULL");
    }
    buf_printf(&make, "%s AS %s", sql->types[0] ? ")" : "", sql->pg);
    buf_text(&run, sql->types[0] ? ")" : "");
    if (c->db->driver->run(c->db, buf_str(&make)) != DB_OK)
        return c->db->driver->message(c->db);
    *explain = (struct sql){ "core", sql->name, "", buf_str(&run), "", false };
    struct stmt *s = db_stmt(c, explain);
    while (s && db_row(s))
        buf_printf(&plan, "%s\n", db_text(s, 0));
    if (!s || !db_done(s, &n))
        return c->err.detail;
    return pg_plan_fault(c, large, buf_str(&plan));
}

/* Statements of tables that tests make for themselves. */
static bool is_probe(const struct sql *sql)
{
    return !sql || strstr(sql->name, "_probe");
}

TEST(sql_every_statement_can_be_prepared)
{
    for (const struct sql *const *p = __start_sql_list; p < __stop_sql_list; p++) {
        if (!is_probe(*p) && !db_stmt(c, *p))
            test_failed(__FILE__, __LINE__, "%s: %s", (*p)->name, c->err.detail);
        c->err = (struct err){ 0 };
    }
}

static const char *fault(struct ctx *c, const struct sql *sql, const names *large)
{
    static const char by_key[] =
        "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";

    if (!db_is_pg(c->db))
        return lite_fault(c, sql, large);
    /* Without this an empty table is read whole though there is an index. */
    CHECK(c->db->driver->run(c->db, by_key) == DB_OK);
    return pg_fault(c, sql, large);
}

TEST(sql_every_statement_finds_its_rows_by_a_key)
{
    names large = large_tables(c);

    for (const struct sql *const *p = __start_sql_list; p < __stop_sql_list; p++) {
        const char *wrong = is_probe(*p) ? "" : fault(c, *p, &large);

        if (*wrong)
            test_failed(__FILE__, __LINE__, "%s: %s", (*p)->name, wrong);
    }
}

TEST(sql_a_statement_that_reads_a_whole_table_is_found)
{
    static const char *const steps[] = {
        "--: large probe\nCREATE TABLE probe (id INTEGER PRIMARY KEY, x TEXT);"
        "CREATE TABLE small (id INTEGER PRIMARY KEY, x TEXT);"
    };
    static const struct {
        const char *lite, *pg;
        bool bad;
    } t[] = {
        { "SELECT x FROM probe WHERE id = ?1", "SELECT x FROM probe WHERE id = $1", false },
        { "SELECT x FROM probe WHERE x <> '' AND id > ?1 ORDER BY id",
          "SELECT x FROM probe WHERE x <> '' AND id > $1 ORDER BY id", false },
        { "SELECT p.id FROM probe p WHERE p.x > 'a' AND ?1 > 0",
          "SELECT p.id FROM probe p WHERE p.x > 'a' AND $1 > 0", true },
        { "SELECT s.id FROM small s JOIN probe AS p ON p.x = s.x WHERE s.id > ?1",
          "SELECT s.id FROM small s JOIN probe AS p ON p.x = s.x WHERE s.id > $1", true },
        { "SELECT x FROM small WHERE x <> '' AND ?1 > 0",
          "SELECT x FROM small WHERE x <> '' AND $1 > 0", false },
        { "DELETE FROM probe WHERE x = 'a' AND ?1 > 0",
          "DELETE FROM probe WHERE x = 'a' AND $1 > 0", true },
    };
    names large = { 0 };

    CHECK_OK(c, db_migrate(c, "probe", steps, 1));
    find_large(c, steps[0], &large);
    for (size_t i = 0; i < COUNT(t); i++) {
        struct sql sql = { "probe", "probe", t[i].lite, t[i].pg, "i", false };
        const char *wrong = fault(c, &sql, &large);

        if (t[i].bad)
            CHECK_HAS(wrong, "reads a whole table");
        else
            CHECK_STR(wrong, "");
    }
}
