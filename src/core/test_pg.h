/*
 * test_pg - tests on a real PostgreSQL: one schema for the process, migrated once
 * and put back to how it was migrated before each test.
 */
#ifndef CORE_TEST_PG_H
#define CORE_TEST_PG_H

#include "core/db.h"

/* Makes the schema; the address to open it by. Stops the process when there is no server. */
const char *test_pg_start(const char *url);
const char *test_pg_url(void);
void test_pg_stop(void);
/* After the steps were run: the first time notes the rows that they made, then restores them. */
MUST_USE bool test_pg_reset(struct ctx *c);

#endif
