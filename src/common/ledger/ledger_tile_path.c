#include "common/ledger/ledger_tile_path.h"

#include <string.h>

#include "common/ledger/ledger_tree.h"

/* A number without leading zeroes, of at most two or three digits. */
static bool small(const char **s, int64_t most, int64_t *ret)
{
    size_t n = strspn(*s, "0123456789");

    if (n == 0 || n > 3 || (**s == '0' && n > 1))
        return false;
    for (*ret = 0; n > 0; n--)
        *ret = *ret * 10 + (*(*s)++ - '0');
    return *ret <= most;
}

static bool three(const char **s, int64_t *n)
{
    if (strspn(*s, "0123456789") < 3)
        return false;
    for (int i = 0; i < 3; i++)
        *n = *n * 10 + (*(*s)++ - '0');
    return true;
}

bool ledger_tile_parse(const char *s, struct ledger_tile_address *ret)
{
    struct ledger_tile_address a = { .level = -1, .width = LEDGER_TILE };
    int groups = 0;

    if (strncmp(s, "entries/", 8) == 0)
        s += 7;
    else if (!small(&s, 63, &a.level))
        return false;
    if (*s++ != '/')
        return false;
    for (; *s == 'x' && groups < 5; groups++) { /* up to 10^18 tiles */
        s++;
        if (!three(&s, &a.n) || a.n == 0 || *s++ != '/')
            return false;
    }
    if (!three(&s, &a.n))
        return false;
    if (strncmp(s, ".p/", 3) == 0) {
        s += 3;
        if (!small(&s, LEDGER_TILE - 1, &a.width) || a.width == 0)
            return false;
    }
    if (*s)
        return false;
    *ret = a;
    return true;
}
