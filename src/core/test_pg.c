#include "core/test_pg.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/db_driver.h"
#include "core/test.h"

/* ---- the schema of this process ---- */

static struct db *admin;
static char test_url[600], drop[80];

static void must(struct db *db, const char *sql)
{
    if (db->driver->run(db, sql) == DB_OK)
        return;
    printf("%s: %s\n", sql, db->driver->message(db));
    exit(1);
}

const char *test_pg_start(const char *url)
{
    const char *message = "";
    char make[80];

    admin = db_pg_open(url, false, &message);
    if (!admin) {
        printf("LT_TEST_PG: %s\n", message);
        exit(1);
    }
    snprintf(drop, sizeof drop, "DROP SCHEMA IF EXISTS lt_%d CASCADE", (int)getpid());
    snprintf(make, sizeof make, "CREATE SCHEMA lt_%d", (int)getpid());
    must(admin, drop);
    must(admin, make);
    snprintf(test_url, sizeof test_url, "%s%soptions=-csearch_path%%3Dlt_%d", url,
             strchr(url, '?') ? "&" : "?", (int)getpid());
    return test_url;
}

const char *test_pg_url(void)
{
    return test_url;
}

void test_pg_stop(void)
{
    must(admin, drop);
    db_close(&admin);
}

bool test_pg_reset(struct ctx *c)
{
    static const char reset[] =
        "DO $$ DECLARE r record; more boolean; BEGIN\n"
        "  IF to_regclass('lt_seed') IS NULL THEN\n"
        "    CREATE TABLE lt_seed (name text, filled boolean);\n"
        "    FOR r IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema()\n"
        "        AND tablename <> 'lt_seed' LOOP\n"
        "      EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', r.tablename) INTO more;\n"
        "      INSERT INTO lt_seed VALUES (r.tablename, more);\n"
        "      IF more THEN\n"
        "        EXECUTE format('CREATE TABLE %I AS TABLE %I', 'seed_' || r.tablename, "
        "r.tablename);\n"
        "      END IF;\n"
        "    END LOOP;\n"
        "  ELSE\n"
        "    PERFORM set_config('session_replication_role', 'replica', true);\n"
        "    FOR r IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema()\n"
        "        AND left(tablename, 5) <> 'seed_' AND tablename <> 'lt_seed'\n"
        "        AND NOT EXISTS (SELECT 1 FROM lt_seed s WHERE s.name = tablename) LOOP\n"
        "      EXECUTE format('DROP TABLE %I CASCADE', r.tablename);\n"
        "    END LOOP;\n"
        "    FOR r IN SELECT name FROM lt_seed LOOP\n"
        "      IF pg_relation_size(r.name::regclass) > 262144 THEN\n" /* or it swells */
        "        EXECUTE format('TRUNCATE %I CASCADE', r.name);\n"
        "      ELSE\n"
        "        EXECUTE format('DELETE FROM %I', r.name);\n"
        "      END IF;\n"
        "    END LOOP;\n"
        "    FOR r IN SELECT name FROM lt_seed WHERE filled LOOP\n"
        "      EXECUTE format('INSERT INTO %I TABLE %I', r.name, 'seed_' || r.name);\n"
        "    END LOOP;\n"
        "  END IF;\nEND $$;";

    if (c->db->driver->run(c->db, reset) == DB_OK)
        return true;
    return fail_system(c, c->db->driver->message(c->db), "could not open the database");
}
