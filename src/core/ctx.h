/*
 * ctx - what a piece of work is done with: its memory, its database, who asks,
 * what day it is, and what went wrong.
 *
 * Every function that can fail takes a ctx first and returns bool. On false
 * the reason is already in c->err; the caller adds nothing and passes it on.
 * Only the edges (HTTP, CLI, jobs) log or show an error. HTTP requests, CLI
 * commands, jobs and tests all make a ctx, so rules are written once.
 */
#ifndef CORE_CTX_H
#define CORE_CTX_H

#include "core/arena.h"

enum err_kind {
    ERR_NONE,
    ERR_INPUT,     /* 422 the person must correct something */
    ERR_MALFORMED, /* 400 not understandable at all */
    ERR_SIGN_IN,   /* 401 nobody is signed in */
    ERR_DENIED,    /* 403 */
    ERR_NOT_FOUND, /* 404 */
    ERR_CONFLICT,  /* 409 the record is not (or no longer) as expected */
    ERR_TOO_LARGE, /* 413 */
    ERR_TOO_MANY,  /* 429 */
    ERR_SYSTEM,    /* 500 */
    ERR_BUSY,      /* 503 try again in a moment; nothing was changed */
    ERR_UNSURE,    /* 503 it took too long or was cut off: it may have been done */
    ERR_FULL,      /* 507 no room on the disk; nothing was changed */
    ERR_METHOD     /* 405 the address takes the other of GET and POST */
};

struct err_field {
    const char *name, *message;
};

struct err {
    enum err_kind kind;
    const char *message; /* for the person who asked, in their language: one short fact */
    const char *detail;  /* for the operator's log only */
    const char *file;    /* where it was found */
    int line;
    LIST(struct err_field) fields; /* what to correct */
    int retry_s;                   /* ERR_TOO_MANY: how long to wait; 0: a minute */
};

/* A role held at a unit reaches the units below it. What the roles are and who
 * holds them is account's; core only asks "may they?". */
struct held { /* one role: what it allows, and where */
    int64_t unit;
    uint64_t caps;
};
struct actor {
    int64_t id;              /* 0: nobody is signed in */
    const char *name;        /* the account's sign-in name, "" for nobody */
    const char *person;      /* the name to show */
    int64_t unit;            /* the unit that they act for; 0: none */
    uint64_t caps;           /* what they may do at all: one bit per right, see web_cap() */
    const struct held *held; /* ... and at which units */
    size_t n_held;
    bool everywhere;  /* a role at the root: sees every unit */
    bool by_token;    /* a program with a bearer token: needs no CSRF token */
    const char *csrf; /* what each form of this session must send back */
    const char *lang; /* chosen language, NULL: as the browser asks */
};

struct app;    /* what the process keeps between requests, see app.h */
struct db;     /* one connection, see db.h */
struct settle; /* see ctx_settle() */

struct ctx {
    struct arena *arena;
    struct app *app;
    struct db *db;
    const struct actor *actor; /* never NULL */
    const char *action;        /* what is done, for the ledger: "task.report" (the route's right) */
    const char *lang;          /* "vi", "en" or "de" */
    int64_t today;             /* days since 1970-01-01, so that tests choose the day */
    int64_t now_ms;            /* UTC; of one moment for the whole piece of work */
    struct err err;
    LIST(struct settled) settled; /* gathered by ctx_settle() */
};

/* Both return false, for "return fail(...)". The first failure wins: later
 * ones are consequences. The format is a key of the catalogue of texts. */
#define fail(c, kind, ...) fail_false(fail_at((c), (kind), NULL, __FILE__, __LINE__, __VA_ARGS__))
#define fail_system(c, detail, ...) \
    fail_false(fail_at((c), ERR_SYSTEM, (detail), __FILE__, __LINE__, __VA_ARGS__))
/* So that the compiler knows, too, that a failure is false. */
static inline bool fail_false(bool told)
{
    (void)told;
    return false;
}
bool fail_at(struct ctx *c, enum err_kind kind, const char *detail, const char *file, int line,
             const char *fmt, ...) PRINTF(6, 7);

/* Note one more input to correct; a form shows all of them together. */
bool fail_field(struct ctx *c, const char *name, const char *fmt, ...) PRINTF(3, 4);

/* A new 64-bit id: milliseconds since 2025-01-01 (41 bits), node (10), a count (12).
 * Ids rise with time and are unique in the process; unique among nodes by number. */
int64_t new_id(struct ctx *c);
int64_t id_ms(int64_t id); /* when it was made, UTC ms */

/*
 * Work that is gathered over a whole group of writes and carried out once, just
 * before their common commit: tallies, ledger leaves. Item is copied (size
 * bytes, plain data; pointers in it must live as long as c->arena). The items
 * of a write that fails are forgotten with it. run() gets the items of all
 * writes of the group, in order.
 */
struct settle {
    const char *name;
    size_t size;
    bool (*run)(struct ctx *c, const void *items, size_t n);
};
struct settled {
    const struct settle *kind;
    const void *item;
};
void ctx_settle(struct ctx *c, const struct settle *kind, const void *item);

#endif
