/*
 * test - unit tests and whole requests, each with its own empty database.
 *
 *   TEST(task_titles_are_escaped) { ... CHECK_HAS(ask(...).body.p, "&lt;"); }
 *
 * The day is 2025-08-28. LT_TEST_PG=postgresql://… runs the same tests on
 * PostgreSQL (in a schema that is put back before each). Every page is read by
 * html_check(). Slow tests (property tests) say TEST_SLOW.
 */
#ifndef CORE_TEST_H
#define CORE_TEST_H

#include <string.h>

#include "core/app.h"
#include "core/day.h"
#include "core/db.h"
#include "core/exec.h"
#include "core/web.h"

struct test {
    const char *name, *file;
    void (*run)(struct ctx *c);
    struct test *next;
};
void test_add(struct test *t);
void test_failed(const char *file, int line, const char *fmt, ...) PRINTF(3, 4);

/* Sends a request as someone who holds these rights everywhere ("" : nobody is
 * signed in); the path may end in "?a=1&b=2" (percent-encoded), which fills the
 * parameters of either method. ".json", ".csv" or ".xlsx" choose the face. */
struct res ask(struct ctx *c, const char *caps, enum method m, const char *path);
/* The same as a given actor (an account made by the test). */
struct res ask_as(struct ctx *c, const struct actor *who, enum method m, const char *path);
/* A POST that brings a file, which lies on the disk as the upload code leaves it. */
struct res ask_upload(struct ctx *c, const struct actor *who, const char *path,
                      const struct upload *u);
/* The same as nobody in particular: cookie, token, address ... say who it is. */
struct req test_req(enum method m);
struct res ask_req(struct ctx *c, struct req *q, const char *path);
/* Sends it again and again, with the first, the second ... statement failing: each time the
 * answer is a clean 500 or 503 and the database is as it was; the last time all goes well.
 * Returns how many statements there are. */
int test_each_failure(struct ctx *c, const char *caps, enum method m, const char *path);
int test_each_failure_as(struct ctx *c, const struct actor *who, enum method m, const char *path);
/* Its JSON is what the route says of it (see shape.h); ask() looks at each answer. */
void test_shape(struct ctx *c, const struct route *r, const struct res *s);
struct actor test_actor(struct ctx *c, const char *caps); /* who ask() acts as */
const char *test_database(struct ctx *c);                 /* every row of every table, to compare */
/* Runs fn as a write, settled and committed. */
bool test_write(struct ctx *c, bool (*fn)(struct ctx *c, void *arg), void *arg);

#define TEST(name)                                              \
    static void name(struct ctx *c);                            \
    __attribute__((constructor)) static void name##_add(void)   \
    {                                                           \
        static struct test t = { #name, __FILE__, name, NULL }; \
        test_add(&t);                                           \
    }                                                           \
    static void name(__attribute__((unused)) struct ctx *c)

#define CHECK(x) ((x) ? (void)0 : test_failed(__FILE__, __LINE__, "%s", #x))
#define CHECK_INT(got, want)                                                       \
    do {                                                                           \
        long long g_ = (long long)(got), w_ = (long long)(want);                   \
        if (g_ != w_)                                                              \
            test_failed(__FILE__, __LINE__, "%s is %lld, not %lld", #got, g_, w_); \
    } while (0)
#define CHECK_STR(got, want)                                                                      \
    do {                                                                                          \
        const char *g_ = (got), *w_ = (want);                                                     \
        if (!g_ || strcmp(g_, w_) != 0)                                                           \
            test_failed(__FILE__, __LINE__, "%s is \"%s\", not \"%s\"", #got, g_ ? g_ : "(null)", \
                        w_);                                                                      \
    } while (0)
#define CHECK_HAS(text, part)                                                           \
    do {                                                                                \
        const char *t_ = (text);                                                        \
        if (!t_ || !strstr(t_, (part)))                                                 \
            test_failed(__FILE__, __LINE__, "no \"%s\" in:\n%s", (part), t_ ? t_ : ""); \
    } while (0)
#define CHECK_HAS_NOT(text, part)                                                        \
    do {                                                                                 \
        const char *t_ = (text);                                                         \
        if (t_ && strstr(t_, (part)))                                                    \
            test_failed(__FILE__, __LINE__, "\"%s\" should not be in:\n%s", (part), t_); \
    } while (0)
/* The last action failed as it should; forgets the failure. */
#define CHECK_FAILED(c, k)             \
    do {                               \
        CHECK_INT((c)->err.kind, (k)); \
        (c)->err = (struct err){ 0 };  \
    } while (0)
#define CHECK_OK(c, call)                                          \
    do {                                                           \
        if (!(call))                                               \
            test_failed(__FILE__, __LINE__, "%s: %s (%s)", #call,  \
                        (c)->err.message ? (c)->err.message : "?", \
                        (c)->err.detail ? (c)->err.detail : "");   \
    } while (0)

#endif
