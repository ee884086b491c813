/* base.h - the few macros that every file may use. */
#ifndef CORE_BASE_H
#define CORE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE     __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define COUNT(a)     (sizeof(a) / sizeof((a)[0]))

/* Binary data at its place: not owned, not terminated. */
struct bytes {
    const void *p;
    size_t n;
};

/* States a programmer's belief. Stays on in production: a process that is wrong
 * about its own memory must stop before it writes to someone's record. Never
 * for input, never for the environment: those are failures, see fail(). */
#define ASSERT(x) ((x) ? (void)0 : assert_failed(#x, __FILE__, __LINE__))
_Noreturn void assert_failed(const char *belief, const char *file, int line);

#endif
