/*
 * story - the pieces of the story runner: nodes (processes) and HTTP as seen from outside.
 */
#ifndef TOOLS_STORY_H
#define TOOLS_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* ---- text: never freed, a story is short ---- */

char *format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ---- nodes ---- */

struct node {
    char name[32], data[300], db[300]; /* db: "" for SQLite */
    int port;
    bool disk;    /* data is a mount of its own */
    pid_t pid;    /* of the parent process, leader of its own group; 0: not running */
    pid_t beside; /* a command that was not waited for */
};

/* Starts and waits until it answers; false: it did not within ten seconds. */
bool node_start(struct node *n, const char *program, const char *flags);
int node_stop(struct node *n);             /* SIGTERM; its exit status */
void node_kill(struct node *n);            /* SIGKILL to all its processes, as a power cut */
bool node_kill_child(struct node *n);      /* only the serving child, as a crash */
long node_memory_mb(const struct node *n); /* resident, parent and child */
/* Runs the program with these words and the node's settings; its status, output in *ret. */
int node_run(const struct node *n, const char *program, const char *words, char **ret);
/* The same, going on while the story does; node_kill() ends it, too. */
void node_beside(struct node *n, const char *program, const char *words);

/* Past the program: one statement on its database (*ret: the first value, or what went
 * wrong); one bit of the last letter of this text, where it first stands in the file. */
bool node_sql(const struct node *n, const char *sql, char **ret);
bool node_flip(const struct node *n, const char *text);

/* ---- databases ---- */

extern const char *pg_server; /* where nodes get one of their own; NULL: they have SQLite */
void database_make(struct node *n);
void database_drop(const struct node *n);
/* Folder and database of a node that is not running: put aside, and as they were again. */
bool node_keep(const struct node *n);
bool node_back(const struct node *n);
/* Is the first value of this statement 1? And: waits until it is. */
bool database_says_yes(const struct node *n, const char *sql, char **ret);
bool database_await(const struct node *n, const char *sql, char **ret);

/* ---- HTTP ---- */

struct answer {
    int status;  /* 0: none */
    bool closed; /* the server closed the connection */
    char *head, *body;
    size_t n_body;
};

/* One request on a connection of its own. extra: header lines, each with CRLF. */
struct answer http_ask(int port, const char *method, const char *path, const char *extra,
                       const char *type, const char *body);
/* These bytes, and what comes back until it closes or is silent for wait_ms. */
struct answer http_raw(int port, const char *bytes, size_t n, int wait_ms);
bool http_half(int port); /* opens a connection, sends half a request, leaves it open */
void http_drop_half(void);
const char *http_header(const struct answer *a, const char *name); /* "" if absent */

/* ---- the story that is played ---- */

extern struct node *node;       /* the current one */
extern char *folder, *identity; /* its folder; the header line that says who asks */
extern const char *program;
bool wrong(const char *what, const char *got);     /* tells, and is false */
char *word(char **s);                              /* takes the first word of the line */
bool shell(const char *command, const char *what); /* what: said when it fails */
/* load, pause, lines, pg, disk, fill, unfill, idle; false: the verb is none of these. */
bool world_step(const char *verb, char *s, bool *ret_ok);
void world_end(void);
/* listen, heard, signed, pages, every: likewise. */
bool listen_step(const char *verb, char *s, bool *ret_ok);
void listen_end(void);
extern struct answer answer;                   /* the last */
void let(const char *name, const char *value); /* $NAME from here on */
void say(char *text);                          /* what "expect out" looks at */

#endif
