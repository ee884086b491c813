/*
 * sql2c - turns the statements of a slice's .sql file into typed C functions.
 *
 *   sql2c task [definitions.sql ...] < src/systems/task/task.sql > build/asan/gen/task_sql.h
 *
 * A statement is introduced by one line that reads like a function:
 *
 *   --: rows task_list_by(agency text, page int) -> id int, title text
 *   SELECT id, title FROM task WHERE agency = :agency LIMIT :page;
 *
 * rows    any number of rows, as a list
 * row     exactly one, else "not found"
 * maybe   none or one; *ret_found says which
 * run     no result, any number of changes
 * touch   must change exactly one row, else "gone or changed"
 * sealed  a table under the ledger: --: sealed task(tenant int, id int) -> title text, due int
 *         (no SQL follows) makes task_seal(c, tenant, id), the constant task_sealed, and
 *         task_insert_sealed(c, &(struct task_sealed_row){ ... }) for a row whose key was never
 *         there before
 * define  a piece that statements share, also of other slices (in <slice>_defs.sql):
 *         --: define visible(o)
 *         EXISTS (SELECT 1 FROM reach r WHERE r.account = :me AND r.unit = o.unit);
 *         and, in a statement: WHERE @visible(t). Its :names must be declared there.
 *
 * @matches(col, :words) is the one piece that differs between the databases: col (an id)
 * is among the newest 500 rows of <table>_search whose words match; written
 * @matches(table, col, :words).
 * @search_insert(table, :rows) is the whole statement that fills it, from JSON rows
 * [[tenant, id, "words"], ...] in the order of ids: FTS5 writes once a statement; the schema
 * makes <table>_search for both (see core/db.h, "--! lite" and "--! pg" in schema steps).
 * A line of a header may go on in the next one, with --:+.
 * "like other_statement" instead of inputs or results takes those of one before it; with
 * results it is the same C type, so that several statements fill one list.
 *
 * The SQL text itself never leaves this tool as anything but a string literal,
 * so nothing a user sends can become SQL.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_VARS = 64, MAX_LINE = 8192, MAX_SQL = 1 << 16, MAX_DEFS = 64, MAX_SEEN = 256 };

struct vars {
    size_t n;
    struct var {
        char name[64], type[8];
    } v[MAX_VARS];
};

struct def {
    char name[64], *body;
    struct vars args; /* names only */
};

static const char *slice, *file;
static int line_no;
static struct def defs[MAX_DEFS];
static size_t n_defs;

_Noreturn static void die(const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", file, line_no, what);
    exit(1);
}

/* "agency text, page int" -> vars; without types for the arguments of a definition. */
static void read_vars(const char *s, struct vars *ret, int typed)
{
    int used;

    ret->n = 0;
    s += strspn(s, ", \n");
    while (*s && *s != ')') {
        struct var *v = &ret->v[ret->n];

        if (ret->n == MAX_VARS ||
            (typed ? sscanf(s, " %63[a-z_0-9] %7[a-z]%n", v->name, v->type, &used) != 2
                   : sscanf(s, " %63[a-z_0-9]%n", v->name, &used) != 1))
            die("expected: name int|text|blob, ...");
        if (typed && strcmp(v->type, "int") && strcmp(v->type, "text") && strcmp(v->type, "blob"))
            die("type must be int, text or blob");
        ret->n++;
        s += used;
        s += strspn(s, ", \n");
    }
}

static const char *c_type(const struct var *v)
{
    return !strcmp(v->type, "int") ? "int64_t "
           : *v->type == 't'       ? "const char *"
                                   : "struct bytes ";
}

static size_t word(const char *s)
{
    return strspn(s, "abcdefghijklmnopqrstuvwxyz_0123456789");
}

struct out {
    char *p;
    size_t n, cap;
};

static void add(struct out *o, const char *s, size_t n)
{
    if (o->n + n + 1 > o->cap && !(o->p = realloc(o->p, o->cap = (o->cap + n) * 2 + 256)))
        die("no memory");
    memcpy(o->p + o->n, s, n);
    o->n += n;
    o->p[o->n] = '\0';
}

/* The arguments of @name(a, b): pointers into s; returns behind the ')'. */
static const char *read_args(const char *s, const char **arg, size_t *len, size_t *n)
{
    int depth = 0;

    *n = 0;
    while (1) {
        s += strspn(s, " \n");
        arg[*n] = s;
        for (; *s && (depth || (*s != ',' && *s != ')')); s++)
            depth += (*s == '(') - (*s == ')');
        if (!*s || *n == 8)
            die("@name( without )");
        len[*n] = (size_t)(s - arg[*n]);
        (*n)++;
        if (*s++ == ')')
            return s;
    }
}

static void expand(struct out *o, const char *sql, int pg, int depth);

static void put_matches(struct out *o, const char **arg, const size_t *len, int pg)
{
    char t[512];

    snprintf(
        t, sizeof t,
        pg ? "%.*s IN (SELECT rowid_ FROM %.*s_search WHERE words @@ to_tsquery('simple', %.*s) "
             "ORDER BY rowid_ DESC LIMIT 500)"
           : "%.*s IN (SELECT rowid FROM %.*s_search WHERE %.*s_search MATCH %.*s "
             "ORDER BY rowid DESC LIMIT 500)",
        (int)len[1], arg[1], (int)len[0], arg[0], (int)len[pg ? 2 : 0], arg[pg ? 2 : 0],
        (int)len[2], arg[2]);
    expand(o, t, pg, 1);
}

static void put_search_insert(struct out *o, const char **arg, const size_t *len, int pg)
{
    char t[512];

    snprintf(t, sizeof t,
             pg ? "INSERT INTO %.*s_search (tenant, rowid_, words) SELECT CAST(v->>0 AS BIGINT), "
                  "CAST(v->>1 AS BIGINT), to_tsvector('simple', v->>2) "
                  "FROM jsonb_array_elements(CAST(%.*s AS JSONB)) v "
                  "ON CONFLICT (tenant, rowid_) DO UPDATE SET words = %.*s_search.words || "
                  "excluded.words"
                : "INSERT INTO %.*s_search (rowid, words) SELECT json_extract(value, '$[1]'), "
                  "json_extract(value, '$[2]') FROM json_each(%.*s)",
             (int)len[0], arg[0], (int)len[1], arg[1], (int)len[0], arg[0]);
    expand(o, t, pg, 1);
}

/* Puts a definition's body, its arguments replaced by what the caller wrote. */
static void put_def(struct out *o, const struct def *d, const char **arg, const size_t *len, int pg,
                    int depth)
{
    struct out body = { 0 };

    add(&body, "", 0);
    for (const char *s = d->body; *s;) {
        size_t n = word(s), i = 0;

        if (n == 0 ||
            (s > d->body && (s[-1] == ':' || s[-1] == '.' || isalnum((unsigned char)s[-1])))) {
            n = n ? n : 1;
            add(&body, s, n);
        } else {
            while (i < d->args.n &&
                   (strlen(d->args.v[i].name) != n || strncmp(s, d->args.v[i].name, n)))
                i++;
            if (i < d->args.n)
                add(&body, arg[i], len[i]);
            else
                add(&body, s, n);
        }
        s += n;
    }
    expand(o, body.p, pg, depth);
    free(body.p);
}

/* Replaces @name(...) everywhere. */
static void expand(struct out *o, const char *sql, int pg, int depth)
{
    if (depth > 8)
        die("a definition uses itself");
    while (*sql) {
        size_t n = *sql == '@' ? word(sql + 1) : 0, i = 0, len[9], n_args = 0;
        const char *arg[9], *after;

        if (n == 0 || sql[1 + n] != '(') {
            add(o, sql++, 1);
            continue;
        }
        after = read_args(sql + n + 2, arg, len, &n_args);
        if (n == 7 && !strncmp(sql + 1, "matches", 7)) {
            if (n_args != 3)
                die("@matches(table, column, :words)");
            put_matches(o, arg, len, pg);
        } else if (n == 13 && !strncmp(sql + 1, "search_insert", 13)) {
            if (n_args != 2)
                die("@search_insert(table, :rows)");
            put_search_insert(o, arg, len, pg);
        } else {
            while (i < n_defs && (strlen(defs[i].name) != n || strncmp(defs[i].name, sql + 1, n)))
                i++;
            if (i == n_defs)
                die("a definition that does not exist");
            if (n_args == 1 && len[0] == 0)
                n_args = 0;
            if (n_args != defs[i].args.n)
                die("wrong number of arguments of a definition");
            put_def(o, &defs[i], arg, len, pg, depth + 1);
        }
        sql = after;
    }
}

/* Prints the statement as a literal, with :name replaced by mark + position. */
static void put_sql(const char *raw, const struct vars *in, int pg)
{
    struct out o = { 0 };
    const char *sql;

    add(&o, "", 0);
    expand(&o, raw, pg, 0);
    sql = o.p;
    putchar('"');
    for (const char *s = sql; *s; s++) {
        if (*s == ':' && isalpha((unsigned char)s[1]) && (s == sql || s[-1] != ':')) {
            size_t len = word(s + 1), i = 0;

            while (i < in->n &&
                   (strlen(in->v[i].name) != len || strncmp(in->v[i].name, s + 1, len)))
                i++;
            if (i == in->n) {
                fprintf(stderr, ":%.*s\n", (int)len, s + 1);
                die("a :name in the statement is not declared");
            }
            printf("%c%zu", pg ? '$' : '?', i + 1);
            s += len;
        } else if (*s == '\n') {
            putchar(' ');
        } else if (pg && !strncmp(s, "INTEGER", 7)) {
            printf("BIGINT");
            s += 6;
        } else {
            if (*s == '"' || *s == '\\')
                putchar('\\');
            putchar(*s);
        }
    }
    putchar('"');
    free(o.p);
}

static void put_struct_sql(const char *var, const char *name, const char *sql,
                           const struct vars *in, int unanswered)
{
    printf("static const struct sql %s = { \"%s\", \"%s\",\n    ", var, slice, name);
    put_sql(sql, in, 0);
    printf(",\n    ");
    put_sql(sql, in, 1);
    printf(", \"");
    for (size_t i = 0; i < in->n; i++)
        putchar(in->v[i].type[0]);
    printf(
        "\", %d };\n"
        "__attribute__((section(\"sql_list\"), used)) static const struct sql *const %s_p = &%s;\n",
        unanswered, var, var);
}

static void put_head(const char *kind, const char *name, const struct vars *in)
{
    printf("MUST_USE static bool %s(struct ctx *c", name);
    for (size_t i = 0; i < in->n; i++)
        printf(", %s%s", c_type(&in->v[i]), in->v[i].name);
    if (!strcmp(kind, "rows"))
        printf(", %s_rows *ret", name);
    if (!strcmp(kind, "row") || !strcmp(kind, "maybe"))
        printf(", struct %s_row *ret", name);
    if (!strcmp(kind, "maybe"))
        printf(", bool *ret_found");
    printf(")\n{\n");
}

static struct seen {
    char name[64];
    int many;
    struct vars in, out;
} seen[MAX_SEEN];
static size_t n_seen;

/* "like name" -> that statement; NULL: it says its own. */
static const struct seen *like(const char *text)
{
    char name[64];

    if (sscanf(text, " like %63[a-z_0-9]", name) != 1)
        return NULL;
    for (size_t i = 0; i < n_seen; i++)
        if (!strcmp(seen[i].name, name))
            return &seen[i];
    die("like a statement that is not above");
}

static void put_row_type(const char *name, const struct vars *out, const struct seen *same)
{
    if (same) {
        printf("#define %s_row %s_row\n\n", name, same->name);
        return;
    }
    printf("struct %s_row {\n", name);
    for (size_t i = 0; i < out->n; i++)
        printf("    %s%s;\n", c_type(&out->v[i]), out->v[i].name);
    printf("};\n\n");
}

static void put_statement(const char *kind, const char *name, const struct vars *in,
                          const struct vars *out, const char *sql, const struct seen *same)
{
    int many = !strcmp(kind, "rows"), maybe = !strcmp(kind, "maybe");
    int one = !strcmp(kind, "row") || maybe, touch = !strcmp(kind, "touch");
    char var[80];

    if (!many && !one && !touch && strcmp(kind, "run") != 0)
        die("statement must start with rows, row, maybe, run or touch");
    if (strncmp(name, slice, strlen(slice)) != 0)
        die("the name must start with the slice's name");
    if ((many || one) != (out->n > 0))
        die("rows, row and maybe need results; run and touch have none");
    if (out->n)
        put_row_type(name, out, same);
    if (many && same && same->many)
        printf("typedef %s_rows %s_rows;\n\n", same->name, name);
    else if (many)
        printf("typedef LIST(struct %s_row) %s_rows;\n\n", name, name);
    snprintf(var, sizeof var, "%s_sql", name);
    put_struct_sql(var, name, sql, in, !strcmp(kind, "run"));
    put_head(kind, name, in);
    printf("    struct stmt *s = db_stmt(c, &%s);\n    int64_t changed;\n\n    if (!s)\n"
           "        return false;\n",
           var);
    for (size_t i = 0; i < in->n; i++)
        printf("    db_bind_%s(s, %zu, %s);\n", in->v[i].type, i + 1, in->v[i].name);
    if (many)
        printf("    while (db_row(s)) {\n        struct %s_row *r = LIST_PUSH(c->arena, ret);\n\n",
               name);
    else if (one)
        printf("    bool found = db_row(s);\n    if (found) {\n        struct %s_row *r = ret;\n\n",
               name);
    else
        printf("    db_row(s);\n");
    for (size_t i = 0; i < out->n; i++)
        printf("        r->%s = db_%s(s, %zu);\n", out->v[i].name, out->v[i].type, i);
    if (out->n)
        printf("    }\n");
    printf("    if (!db_done(s, &changed))\n        return false;\n");
    if (maybe)
        printf("    *ret_found = found;\n");
    else if (one)
        printf("    if (!found)\n        return fail(c, ERR_NOT_FOUND, \"there is no such "
               "record\");\n");
    if (touch)
        printf("    if (changed != 1)\n        return fail(c, ERR_CONFLICT, "
               "\"the record is gone or has changed\");\n");
    printf("    return true;\n}\n\n");
}

/* The row of a key, and the last version that the ledger knows of it: in one statement, because
 * each one is a way to the server and back. */
static void sealed_one(char *sql, size_t size, const char *table, const struct vars *key,
                       const char *columns)
{
    char where[512] = "", same[512] = "";

    for (size_t i = 0; i < 4; i++) {
        int there = i < key->n;

        snprintf(same + strlen(same), sizeof same - strlen(same), " AND lr.k%zu = %s%s", i + 1,
                 there ? ":" : "0", there ? key->v[i].name : "");
        if (there)
            snprintf(where + strlen(where), sizeof where - strlen(where), "%s%s = :%s",
                     i ? " AND " : "", key->v[i].name, key->v[i].name);
    }
    snprintf(sql, size,
             "SELECT %s, COALESCE((SELECT lr.v FROM ledger_row lr WHERE lr.tbl = '%s'%s "
             "ORDER BY lr.v DESC LIMIT 1), 0) FROM %s WHERE %s",
             columns, table, same, table, where);
}

static void put_seal(const char *table, const char *keys, const struct vars *key)
{
    printf("MUST_USE static inline bool %s_seal(struct ctx *c", table);
    for (size_t i = 0; i < key->n; i++)
        printf(", int64_t %s", key->v[i].name);
    printf(")\n{\n    return ledger_seal(c, &%s_sealed, (const int64_t[]){ %s });\n}\n\n", table,
           keys);
}

static void put_insert_sealed(const char *table, const struct vars *all)
{
    printf("struct %s_sealed_row {\n", table);
    for (size_t i = 0; i < all->n; i++)
        printf("    %s%s;\n", c_type(&all->v[i]), all->v[i].name);
    printf("};\nMUST_USE static inline bool %s_insert_sealed(struct ctx *c, "
           "const struct %s_sealed_row *r)\n{\n"
           "    return ledger_insert(c, &%s_sealed, (const union db_value[]){\n",
           table, table, table);
    for (size_t i = 0; i < all->n; i++)
        printf("        { .%s = r->%s },\n", *all->v[i].type == 'i' ? "n" : all->v[i].type,
               all->v[i].name);
    printf("    });\n}\n\n");
}

static void insert_one(char *sql, size_t size, const char *table, const char *columns,
                       const struct vars *all)
{
    snprintf(sql, size, "INSERT INTO %s (%s) VALUES (", table, columns);
    for (size_t i = 0; i < all->n; i++)
        snprintf(sql + strlen(sql), size - strlen(sql), "%s:%s", i ? ", " : "", all->v[i].name);
    snprintf(sql + strlen(sql), size - strlen(sql), ")");
}

static void put_sealed(const char *table, const struct vars *key, const struct vars *cols)
{
    char names[4096] = "", keys[256] = "", params[256] = "", columns[4400], sql[8192], var[80];
    struct vars in = *key, all = *key;

    for (size_t i = 0; i < key->n; i++) {
        if (strcmp(key->v[i].type, "int") || key->n > 4)
            die("the key of a sealed table is at most four integers");
        snprintf(keys + strlen(keys), sizeof keys - strlen(keys), "%s%s", i ? ", " : "",
                 key->v[i].name);
        snprintf(params + strlen(params), sizeof params - strlen(params), "%s:%s", i ? ", " : "",
                 key->v[i].name);
    }
    for (size_t i = 0; i < cols->n; i++) {
        if (all.n == MAX_VARS)
            die("too many columns");
        all.v[all.n++] = cols->v[i];
        snprintf(names + strlen(names), sizeof names - strlen(names), ", %s", cols->v[i].name);
    }
    printf("#include \"common/ledger/ledger.h\"\n");
    snprintf(columns, sizeof columns, "%s%s", keys, names);
    sealed_one(sql, sizeof sql, table, key, columns);
    snprintf(var, sizeof var, "%s_seal_one", table);
    put_struct_sql(var, var, sql, &in, 0);
    insert_one(sql, sizeof sql, table, columns, &all);
    snprintf(var, sizeof var, "%s_seal_insert", table);
    put_struct_sql(var, var, sql, &all, 1);
    snprintf(sql, sizeof sql, "SELECT %s FROM %s WHERE (%s) > (%s) ORDER BY %s LIMIT 1000", columns,
             table, keys, params, keys);
    snprintf(var, sizeof var, "%s_seal_page", table);
    put_struct_sql(var, var, sql, &in, 0);
    printf("const struct sealed %s_sealed = { \"%s\", %zu, %zu, \"%s\", &%s_seal_one, "
           "&%s_seal_insert, &%s_seal_page };\n",
           table, table, key->n, key->n + cols->n, columns, table, table, table);
    put_seal(table, keys, key);
    put_insert_sealed(table, &all);
}

static void finish(const char *kind, const char *name, const char *args, const char *results,
                   char *sql)
{
    static struct vars in, out;

    if (!strcmp(kind, "define")) {
        struct def *d = &defs[n_defs++];

        if (n_defs > MAX_DEFS)
            die("too many definitions");
        snprintf(d->name, sizeof d->name, "%s", name);
        read_vars(args, &d->args, 0);
        d->body = strdup(sql);
        return;
    }
    if (like(args))
        in = like(args)->in;
    else
        read_vars(args, &in, 1);
    if (like(results))
        out = like(results)->out;
    else
        read_vars(results, &out, 1);
    if (!strcmp(kind, "sealed")) {
        put_sealed(name, &in, &out);
        return;
    }
    put_statement(kind, name, &in, &out, sql, like(results));
    if (n_seen == MAX_SEEN)
        die("too many statements");
    snprintf(seen[n_seen].name, sizeof seen[n_seen].name, "%s", name);
    seen[n_seen].many = !strcmp(kind, "rows");
    seen[n_seen].in = in;
    seen[n_seen++].out = out;
}

static void read_file(FILE *f)
{
    static char line[MAX_LINE], head[MAX_LINE], sql[MAX_SQL];
    char kind[16] = "", name[64] = "", args[MAX_LINE] = "", results[MAX_LINE] = "";

    line_no = 0;
    head[0] = '\0';
    for (int more = 1; more;) {
        more = fgets(line, sizeof line, f) != NULL;
        line_no += more;
        if (more && !strncmp(line, "--:+", 4)) {
            head[strcspn(head, "\n")] = ' ';
            strncat(head, line + 4, sizeof head - strlen(head) - 1);
            continue;
        }
        if (head[0]) {
            args[0] = results[0] = sql[0] = '\0';
            if (sscanf(head, "--: %15[a-z] %63[a-z_0-9](%8000[^)])", kind, name, args) < 2)
                die("expected: --: kind name(inputs) -> results");
            if (strstr(head, "->"))
                snprintf(results, sizeof results, "%s", strstr(head, "->") + 2);
            results[strcspn(results, "\n")] = '\0';
            head[0] = '\0';
            if (!strcmp(kind, "sealed")) {
                finish(kind, name, args, results, sql);
                name[0] = '\0';
            }
        }
        if (!more)
            break;
        if (!strncmp(line, "--:", 3)) {
            if (name[0])
                die("the statement before this line has no end");
            snprintf(head, sizeof head, "%s", line);
        } else if (strncmp(line, "--", 2) != 0 && strspn(line, " \n") != strlen(line)) {
            if (!name[0] || strlen(sql) + strlen(line) >= sizeof sql)
                die("statement without a --: line, or too long");
            strcat(sql, line);
            if (strchr(line, ';')) {
                sql[strcspn(sql, ";")] = '\0';
                finish(kind, name, args, results, sql);
                name[0] = '\0';
            }
        }
    }
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 1;
    slice = argv[1];
    for (int i = 2; i < argc; i++) {
        FILE *f = fopen(file = argv[i], "r");

        if (!f)
            die("cannot be opened");
        read_file(f);
        fclose(f);
    }
    file = slice;
    printf("/* Written by tools/sql2c from %s.sql; do not edit. */\n#include \"core/db.h\"\n\n",
           slice);
    read_file(stdin);
    return 0;
}
