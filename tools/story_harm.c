/* What somebody does to a node's database past the program. */
#include "story.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool pg_sql(const struct node *n, const char *sql, char **ret)
{
    PGconn *c = PQconnectdb(n->db);
    PGresult *r = PQexec(c, sql);
    bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;

    *ret = format("%s", !ok ? PQerrorMessage(c) : PQntuples(r) ? PQgetvalue(r, 0, 0) : "");
    PQclear(r);
    PQfinish(c);
    return ok;
}

static int keep_first(void *arg, int n, char **value, char **name)
{
    char **ret = arg;

    (void)name;
    if (!**ret && n > 0 && value[0])
        *ret = format("%s", value[0]);
    return 0;
}

bool node_sql(const struct node *n, const char *sql, char **ret)
{
    sqlite3 *db = NULL;
    char *why = NULL;

    if (*n->db)
        return pg_sql(n, sql, ret);
    *ret = format("%s", "");
    bool ok = sqlite3_open(format("%s/lienthong.db", n->data), &db) == SQLITE_OK &&
              sqlite3_exec(db, sql, keep_first, ret, &why) == SQLITE_OK;
    if (!ok)
        *ret = format("%s", why ? why : "the database cannot be opened");
    sqlite3_free(why);
    sqlite3_close(db);
    return ok;
}

bool node_flip(const struct node *n, const char *text)
{
    FILE *f = fopen(format("%s/lienthong.db", n->data), "r+b");
    size_t len = strlen(text), size;
    char *all, *at;

    if (!f)
        return false;
    fseek(f, 0, SEEK_END);
    size = (size_t)ftell(f);
    rewind(f);
    all = malloc(size + 1);
    at = fread(all, 1, size, f) == size ? memmem(all, size, text, len) : NULL;
    if (at) {
        fseek(f, at - all + (long)len - 1, SEEK_SET);
        fputc(at[len - 1] ^ 1, f);
    }
    free(all);
    return fclose(f) == 0 && at != NULL;
}
