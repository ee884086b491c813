/*
 * log - lines for the operator, on one descriptor, written by one thread.
 *
 * Requests only add their line to a buffer in memory, so a slow disk or terminal
 * never delays an answer. Lines are key=value; a value holds numbers and ids, and
 * for failures the detail that the database or the system gave. When the reader is
 * slower than the requests for long, lines are dropped, and their number is said.
 */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include "core/buf.h"
#include "core/ctx.h"

struct log;

struct log *log_start(int fd);
void log_stop(struct log **l); /* writes what waits */
/* One line, without its end mark; l may be NULL: nothing is written. */
void log_line(struct log *l, const char *text, size_t n);
/* "at=2025-08-28T09:30:00.125Z": begins a line. */
void log_begin(struct buf *b, int64_t now_ms);
/* key="value", with quotes, end marks and control characters made harmless. */
void log_text(struct buf *b, const char *key, const char *value);
/* What a failure leaves for the operator: its kind, place and detail. */
void log_err(struct buf *b, const struct err *e);
/* A line about the process itself: start, reload, link lost. */
void log_event(struct log *l, const char *event, const char *detail);

#endif
