#include "core/db_driver.h"

struct db *db_pg_open(const char *url, bool readonly, const char **ret_message)
{
    (void)url, (void)readonly;
    *ret_message = "not yet";
    return NULL;
}
