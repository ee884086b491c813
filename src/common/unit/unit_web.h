/*
 * unit_web - the directory as a public service: addresses of units, and what is told of one.
 *
 *   /units/commune/00004?on=2025-06-30   what the code meant on that day; for ever the same unit
 *   /units/commune/00004                 one unit if it has meant only one; else 300 and all
 *   /units/7312…                         by id
 *
 * All of it is for everybody: answers for programs are the same for whoever asks, may be kept
 * by caches between, and are asked for anew with their ETag (revision, day, language). The
 * pages carry none: their frame shows who is signed in.
 */
#ifndef UNIT_UNIT_WEB_H
#define UNIT_UNIT_WEB_H

#include "common/unit/unit_view.h"

/* The address of a unit: with its code and this day if the code was its on that day, else with
 * the first day of the code. By id for units without a code. */
struct html_local unit_web_path(struct ctx *c, const struct unit *u, int64_t on);
struct html_local unit_web_stable(struct ctx *c, const struct unit *u); /* always the first day */
/* Its code on a day; a province that was renumbered had another one before. */
const char *unit_web_code(struct ctx *c, const struct unit *u, int64_t on);

/* "on=" of the request, today if there is none. */
MUST_USE bool unit_web_day(struct ctx *c, const struct req *q, int64_t *ret);
/* Sets ETag and Cache-Control of an answer about a day, in this form (NULL: that of the
 * request; a page has none). True: the asker has it already, and the answer is the 304 that s
 * now is. */
bool unit_web_same(struct ctx *c, const struct req *q, struct res *s, int64_t on, const char *form);
/* An address that has data only: who looks with a browser is led to this page, same question. */
bool unit_web_page(struct ctx *c, const struct req *q, struct res *s, const char *path);

/* What a list, a link and a whole answer tell of a unit. A NULL unit is null. */
void unit_web_put(struct ctx *c, struct json *j, const char *name, const struct unit *u,
                  int64_t on);
void unit_web_put_ref(struct ctx *c, struct json *j, const char *name, const struct unit *u,
                      int64_t on);
/* Names, codes, parents and changes of its whole life, what it was made of and what it became. */
MUST_USE bool unit_web_put_all(struct ctx *c, struct json *j, const struct unit *u, int64_t on);
void unit_web_put_change(struct ctx *c, struct json *j, const char *name,
                         const struct unit_change *h);
void unit_web_put_parts(struct ctx *c, struct json *j, const char *name, const unit_parts *p,
                        int64_t on);
void unit_web_put_meanings(struct ctx *c, struct json *j, const unit_meanings *m);

/* A unit as it was on a day, as page or JSON; of a code with what it has meant, or NULL. */
MUST_USE bool unit_show(struct ctx *c, const struct req *q, struct res *s, const struct unit *u,
                        int64_t on);

/* The whole of a list. */
MUST_USE bool unit_list_table(struct ctx *c, const struct req *q, struct res *s,
                              const struct unit_list_view *v);
MUST_USE bool unit_list_geojson(struct ctx *c, struct res *s, const struct unit_list_view *v);

struct table;
/* Three cells: whole or part, the share of the area and of the people in percent. */
void unit_table_extent(struct ctx *c, struct table *t, int64_t whole, int64_t area,
                       int64_t population);

/* Routes. */
bool unit_get_code(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_all(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_geojson(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_mapping(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_changes(struct ctx *c, const struct req *q, struct res *s);
bool unit_get_atom(struct ctx *c, const struct req *q, struct res *s);

#endif
