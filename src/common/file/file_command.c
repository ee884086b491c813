/* `lienthong files`: the store looked through. */
#include "common/file/file.h"

#include <string.h>

#include "core/cli.h"
#include "core/db.h"
#include "core/store.h"

/* A write that is under way keeps its content a moment before its row is committed. */
enum { YOUNG_SECONDS = 3600 };

static bool name_orphans(struct ctx *c, bool remove, size_t *ret_n)
{
    store_names orphans = { 0 };

    if (!file_orphans(c, &orphans))
        return false;
    *ret_n = 0;
    for (size_t i = 0; i < orphans.n; i++) {
        if (store_age(c, orphans.v[i]) < YOUNG_SECONDS)
            continue;
        cli_out("%s belongs to no record%s\n", orphans.v[i], remove ? ", removed" : "");
        if (remove && !store_remove(c, orphans.v[i]))
            return false;
        (*ret_n)++;
    }
    return true;
}

static bool look(struct ctx *c, bool deep, bool remove)
{
    struct buf report = { .arena = c->arena };
    size_t orphans;

    if (!file_check(c, deep, &report) || !name_orphans(c, remove, &orphans))
        return false;
    cli_write(report.p, report.n);
    cli_out("%zu contents belong to no record\n", orphans);
    return report.n == 0 || fail(c, ERR_CONFLICT, "stored files are missing or changed");
}

bool file_command(struct ctx *c, int argc, char **argv)
{
    bool deep = cli_switch(&argc, argv, "deep"), remove = cli_switch(&argc, argv, "remove");

    if (!cli_rest(c, argc, argv, 0) || !db_begin(c, false))
        return false;
    bool ok = look(c, deep, remove);
    db_rollback(c);
    return ok;
}
