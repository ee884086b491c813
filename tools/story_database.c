/* The databases of nodes: made, dropped, put aside and taken back; what is in them. */
#include "story.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { AWAIT_MS = 30000, POLL_MS = 2 };

const char *pg_server;

/* ---- a database for each node ---- */

static const char *name_of(const struct node *n)
{
    return strrchr(n->db, '/') + 1;
}

/* "does not exist, skipping" */
static void ignore_notice(void *arg, const PGresult *r)
{
    (void)arg;
    (void)r;
}

/* On the server itself: a database cannot be made or dropped from inside. */
static bool on_server(const char *sql)
{
    PGconn *c = PQconnectdb(pg_server);
    PQsetNoticeReceiver(c, ignore_notice, NULL);
    PGresult *r = PQexec(c, sql);
    bool ok = PQresultStatus(r) == PGRES_COMMAND_OK;

    PQclear(r);
    PQfinish(c);
    return ok;
}

void database_make(struct node *n)
{
    static int made;

    snprintf(n->db, sizeof n->db, "%.*s/story_%d_%d", (int)(strrchr(pg_server, '/') - pg_server),
             pg_server, (int)getpid(), ++made);
    on_server(format("CREATE DATABASE %s", name_of(n)));
}

void database_drop(const struct node *n)
{
    if (!*n->db)
        return;
    on_server(format("DROP DATABASE IF EXISTS %s WITH (FORCE)", name_of(n)));
    on_server(format("DROP DATABASE IF EXISTS %s_kept WITH (FORCE)", name_of(n)));
}

/* The server makes a copy as soon as the last connection to the database has ended. */
static bool copy_database(const char *from, const char *to)
{
    on_server(format("DROP DATABASE IF EXISTS %s WITH (FORCE)", to));
    for (int i = 0; i < 500; i++) {
        if (on_server(format("CREATE DATABASE %s TEMPLATE %s", to, from)))
            return true;
        usleep(20000);
    }
    return wrong("the database cannot be copied", from);
}

static bool copy_folder(const char *from, const char *to)
{
    return shell(format("rm -rf '%s' && cp -a '%s' '%s'", to, from, to), "no copy of the folder");
}

bool node_keep(const struct node *n)
{
    return copy_folder(n->data, format("%s.kept", n->data)) &&
           (!*n->db || copy_database(name_of(n), format("%s_kept", name_of(n))));
}

bool node_back(const struct node *n)
{
    return copy_folder(format("%s.kept", n->data), n->data) &&
           (!*n->db || copy_database(format("%s_kept", name_of(n)), name_of(n)));
}

/* ---- what is in them ---- */

bool database_says_yes(const struct node *n, const char *sql, char **ret)
{
    return node_sql(n, sql, ret) && strcmp(*ret, "1") == 0;
}

bool database_await(const struct node *n, const char *sql, char **ret)
{
    for (int ms = 0; ms < AWAIT_MS; ms += POLL_MS) {
        if (database_says_yes(n, sql, ret))
            return true;
        usleep(POLL_MS * 1000);
    }
    return wrong("this did not come true", format("%s: %s", sql, *ret));
}
