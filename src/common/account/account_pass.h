/* account_pass - roles and homes pass to the successor of a unit that has ended. */
#ifndef ACCOUNT_ACCOUNT_PASS_H
#define ACCOUNT_ACCOUNT_PASS_H

struct unit_passing;
extern const struct unit_passing account_passing;

#endif
