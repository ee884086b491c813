/*
 * web - requests, responses, routes and modules: one operation, three faces.
 *
 * A module's route table drives dispatch, rights, OpenAPI, `lienthong help`
 * and the rights matrix. Handlers are plain blocking functions that know
 * nothing of sockets: a GET runs in a read-only snapshot, a POST in the write
 * executor inside one transaction, answered after the commit.
 *
 * How a POST goes: route, actor, right, CSRF token, idempotency key, inputs ->
 * prepare() in the slow pool, if the route has one (passwords, parsing of large
 * files) -> handler() in the executor -> answer. On a failure nothing is
 * written, and for HTML the route's form() shows the page again with
 * q->problem: status 422, every mistake at its field, values kept. A POST that changes
 * nothing (ROUTE_READS) goes like a slow GET.
 */
#ifndef CORE_WEB_H
#define CORE_WEB_H

#include "core/buf.h"
#include "core/ctx.h"
#include "core/html.h"
#include "core/json.h"

enum method { GET, POST };
enum face { FACE_HTML, FACE_JSON, FACE_CSV, FACE_XLSX };

struct param {
    const char *name, *value;
};

/* An uploaded file: already on disk, complete, hashed. Deleted with the request
 * unless file_keep() takes it. */
struct upload {
    const char *field, *name; /* form field; the file's name as sent, last part only */
    const char *path;         /* where it lies */
    int64_t size;
    const char *sha256; /* 64 hex digits */
};

struct req {
    enum method method;
    const char *path;  /* without .json, .csv or .xlsx */
    const char *query; /* the raw query string, "" if none: to come back to this page */
    enum face face;
    LIST(struct param) params; /* path, query and form together, in this order */
    LIST(struct upload) uploads;
    const char *cookie, *authorization; /* raw header values, "" if absent */
    const char *accept_language, *if_none_match, *idempotency_key, *address, *user_agent;
    bool same_origin;          /* Origin / Sec-Fetch-Site say that our own page sent it */
    bool secure;               /* it came over TLS, here or at the proxy in front */
    void *prepared;            /* what the route's prepare() made */
    const struct err *problem; /* the page is shown again because of this */
    const struct route *route; /* set by web_open() */
};

struct res {
    int status;
    const char *type, *location, *etag, *filename, *cache; /* NULL: none; cache: no-store */
    LIST(struct param) headers;                            /* Set-Cookie and the like */
    struct buf body;
    const char *send_file; /* send this file of the disk instead of the body */
    /* Exports: hand over what is in body, blocks until there is room; false: nobody
     * listens any more. With an empty body it only says that the work goes on: the deadline
     * of the request begins anew. NULL in tests: the body just grows. */
    bool (*flush)(struct res *s);
    void *flush_arg;
};

/* Hands the body over when it has grown past 64 KB. Exports call it after each row. */
MUST_USE bool res_flush(struct ctx *c, struct res *s);
MUST_USE bool res_alive(struct ctx *c, struct res *s); /* nothing yet, but does anybody wait? */
/* Does the asker have what s->etag names already? Then s is the answer 304, and nothing more
 * needs to be made; what is sent whole is looked at again by http. */
bool web_unchanged(struct ctx *c, const struct req *q, struct res *s);
void res_header(struct ctx *c, struct res *s, const char *name, const char *value);

const char *req_text(const struct req *q, const char *name); /* "" if absent; the first */
const char *req_last(const struct req *q, const char *name); /* the last: form over query */
int64_t req_id(const struct req *q);                         /* the :id of the path; 0: none */
int64_t req_int(const struct req *q, const char *name);      /* 0 if absent or not a number */
const struct upload *req_upload(const struct req *q, const char *field); /* NULL: none */
const char *req_cookie(struct ctx *c, const struct req *q, const char *name);
/* This page's address with one parameter set (value NULL: dropped), others kept. */
struct html_local req_with(struct ctx *c, const struct req *q, const char *name, const char *value);
/* The sentence for a field of a form that is shown again; NULL: none. */
const char *req_problem(const struct req *q, const char *field);

/* The form of a route: one row per input, read into a struct of the slice.
 * The same rows drive validation, the OpenAPI document and the CLI flags. */
struct input {
    const char *name, *label; /* label is a key of the catalogue */
    enum input_type { IN_TEXT, IN_DAY, IN_INT, IN_ID, IN_CHOICE, IN_FILE } type;
    size_t offset;
    size_t min, max;     /* text: bytes; int: bounds. min 0: may be empty (0 or "") */
    const char *choices; /* IN_CHOICE: "open_overdue done_late ..." */
};
/* clang-format off */
#define TEXT_INPUT(st, f, label, min, max) { #f, label, IN_TEXT, TYPED_OFFSET(st, f, const char *), min, max, NULL }
#define DAY_INPUT(st, f, label, min)       { #f, label, IN_DAY, TYPED_OFFSET(st, f, int64_t), min, 0, NULL }
#define INT_INPUT(st, f, label, min, max)  { #f, label, IN_INT, TYPED_OFFSET(st, f, int64_t), min, max, NULL }
#define ID_INPUT(st, f, label, min)        { #f, label, IN_ID, TYPED_OFFSET(st, f, int64_t), min, 0, NULL }
#define CHOICE_INPUT(st, f, label, min, c) { #f, label, IN_CHOICE, TYPED_OFFSET(st, f, const char *), min, 0, c }
#define FILE_INPUT(field, label, min)      { field, label, IN_FILE, 0, min, 0, NULL }
/* clang-format on */
#define TYPED_OFFSET(st, f, type) \
    (offsetof(st, f) + 0 * sizeof(char[_Generic(((st *)0)->f, type : 1)]))
/* Reads all, collects all mistakes. Text arrives NFC, trimmed. */
MUST_USE bool req_read(struct ctx *c, const struct req *q, const struct input *in, size_t n,
                       void *ret);

enum route_flags {
    ROUTE_SLOW = 1,    /* GET in the slow pool: long reports; tables are made there, anyway */
    ROUTE_UPLOAD = 2,  /* takes files, streamed to disk */
    ROUTE_LARGE = 4,   /* takes a body of up to 16 MB (imports); otherwise 256 KB */
    ROUTE_SIGN_IN = 8, /* POST without a session: no CSRF token, but same origin */
    ROUTE_SECRET = 16, /* takes or shows a secret: nothing of it is kept for a repetition */
    ROUTE_TABLE = 32,  /* GET also as .csv and .xlsx, of any size, see table.h */
    ROUTE_READS = 64,  /* a POST that changes nothing: answered like an export, streamed */
    ROUTE_ETAG = 128,  /* a GET whose data have an ETag; no other answer may have one */
};

/* A member that is an array, with its length: LISTED(inputs, page_inputs). */
#define LISTED(member, array) .member = (array), .n_##member = COUNT(array)

struct route {
    enum method method;
    const char *path;
    bool (*handler)(struct ctx *c, const struct req *q, struct res *s);
    const char *cap; /* the right the actor must hold, or CAP_PUBLIC or CAP_SIGNED_IN */
    const char *doc; /* one line, shown in the API description and by help */
    const char *cmd; /* the command line's name for it: "task list"; NULL: none */
    unsigned flags;
    const struct input *inputs;
    size_t n_inputs;
    bool (*form)(struct ctx *c, const struct req *q, struct res *s);
    bool (*prepare)(struct ctx *c, struct req *q);
};
#define CAP_PUBLIC    "public"
#define CAP_SIGNED_IN "signed-in"

struct grant {
    const char *cap, *roles; /* "task.assign", "head overseer" */
};
struct nav {
    const char *label, *path, *cap;
    int order; /* small first */
};
struct shape { /* "GET /tasks": of its answer as JSON; "Task": for use in others; see shape.h */
    const char *name, *is;
};
struct command { /* a command that is not a route: "check", "token" */
    const char *name, *args, *doc;
    bool (*run)(struct ctx *c, int argc, char **argv); /* output by cli_out(), see cli.h */
};

struct sealed;
struct unit_passing;
struct module {
    const char *name;
    const struct route *routes;
    size_t n_routes;
    const char *const *schema; /* migration steps, oldest first, never edited */
    size_t n_schema;
    const struct sealed *const *sealed; /* tables under the ledger, see common/ledger */
    size_t n_sealed;
    const struct grant *grants;
    size_t n_grants;
    const struct nav *nav;
    size_t n_nav;
    const struct command *commands;
    size_t n_commands;
    const struct shape *shapes;
    size_t n_shapes;
    bool (*start)(struct ctx *c); /* once the schema is there; fills the module's app slot */
    void (*stop)(struct app *app);
    bool (*tick)(struct ctx *c); /* about once a second, as a write in the executor; NULL: none */
    bool (*check)(struct ctx *c, struct buf *report); /* `lienthong check`: one line a difference */
    bool (*metrics)(struct ctx *c, struct buf *out);  /* Prometheus lines */
    const struct unit_passing *passing; /* what passes to the successor of a closed unit */
};
extern const struct module *const modules[]; /* written by the Makefile, ground first */
extern const size_t n_modules;

/* Who is this? Set by account; core knows no accounts. */
extern bool (*web_identify)(struct ctx *c, const struct req *q, struct actor *ret);
/* What is the person of this account called? Set by account, for floors below it; NULL in
 * tests of those. */
extern const char *(*web_person)(struct ctx *c, int64_t account);

/* Resolves rights to bits; false with a sentence when a route has no right, a
 * right has no grant, or two routes collide. Call once, before any request. */
MUST_USE bool web_boot(struct ctx *c);
uint64_t web_cap(const char *cap); /* its bit; 0: no such right */
uint64_t web_role_caps(const char *role);
bool may(const struct ctx *c, const char *cap);
bool may_not(struct ctx *c); /* false, with what helps: to sign in, or another role */

/* Before the body is read: the flags of the route (0: none), and may they send it at all? */
unsigned web_flags(const struct req *q);
MUST_USE bool web_admit(struct ctx *c, struct req *q);
/* Sets c->lang: the language last clicked, the account's, the browser's. */
void web_speak(struct ctx *c, const struct req *q);
/* The steps, for http.c and cli.c; web_handle() does them all in this thread. Each
 * shows a failure in s by itself. c->db: a reader for open, read, problem. */
MUST_USE bool web_open(struct ctx *c, struct req *q, struct res *s); /* false: s is the answer */
void web_read(struct ctx *c, struct req *q, struct res *s);
bool web_write(struct ctx *c, void *web_call);                 /* as exec's run */
void web_problem(struct ctx *c, struct req *q, struct res *s); /* after a failed write */
void web_handle(struct ctx *c, struct req *q, struct res *s);
struct web_call {
    struct req *q;
    struct res *s;
};

bool web_see_other(struct res *s, const char *path); /* JSON: 200 and {"location":…} */

#endif
