/*
 * test_listen - a program that listens on loopback, in a thread: for tests of what this node
 * sends. Each request is kept whole and answered with the status set last.
 */
#ifndef CORE_TEST_LISTEN_H
#define CORE_TEST_LISTEN_H

#include "core/base.h"

struct test_listener;
struct test_listener *test_listen(int status);
int test_listen_port(const struct test_listener *l);
void test_listen_answer(struct test_listener *l, int status); /* from the next request on */
/* Waits (at most a minute) until n requests have come; the newest, head and body. NULL: fewer. */
const char *test_listen_heard(struct test_listener *l, size_t n);
void test_listen_end(struct test_listener **l);

#endif
