#include "core/text.h"

#include <string.h>

bool int_parse(const char *s, int64_t *ret)
{
    bool minus = *s == '-';
    uint64_t v = 0, limit = (uint64_t)INT64_MAX + minus;

    s += minus;
    if (!*s || (s[0] == '0' && (s[1] || minus)))
        return false;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || v > (limit - (uint64_t)(*s - '0')) / 10)
            return false;
        v = v * 10 + (uint64_t)(*s - '0');
    }
    *ret = minus ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}

bool id_parse(const char *s, int64_t *ret)
{
    return *s != '-' && int_parse(s, ret) && *ret > 0;
}
