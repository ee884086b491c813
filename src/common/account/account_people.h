/* account_people - units and people for tests of any slice; random ones for property tests. */
#ifndef ACCOUNT_ACCOUNT_PEOPLE_H
#define ACCOUNT_ACCOUNT_PEOPLE_H

#include "core/ctx.h"

/* Việt Nam - Ministry of Finance (BTC) - its tax department (THUE); Hà Nội (HN) - Ba Đình (BD).
 * Run by test_write(). */
struct account_people {
    int64_t vn, btc, tax, hanoi, badinh;
    int64_t admin, btc_admin, head, officer, auditor; /* nobody has a password */
};
bool account_people(struct ctx *c, void *people);

/* A random tree of units and people with random roles, some ended, some people closed.
 * The same seed gives the same crowd. Run by test_write(). */
enum { ACCOUNT_CROWD_UNITS = 40, ACCOUNT_CROWD_PEOPLE = 30 };
struct account_crowd {
    uint64_t seed;
    int64_t unit[ACCOUNT_CROWD_UNITS], person[ACCOUNT_CROWD_PEOPLE];
    bool closed[ACCOUNT_CROWD_PEOPLE];
};
bool account_crowd(struct ctx *c, void *crowd);
uint64_t account_random(uint64_t *seed, uint64_t below); /* splitmix64 */

/* c as this account: its rights and where they hold. */
struct ctx account_as(struct ctx *c, int64_t account);

#endif
