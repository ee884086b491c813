/* The steps of a story that befall the machine: load, a full disk, a dead database server. */
#include "story.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t load_pid;

bool shell(const char *command, const char *what)
{
    fflush(stdout);
    return system(command) == 0 || wrong(what, command);
}

static bool do_load(char *s)
{
    char *tool = format("%.*s/tools/load", (int)(strrchr(program, '/') - program), program),
         *path = word(&s);
    char *acked = format("%s/acked", folder);
    const char *token = strlen(identity) > 22
                            ? format("%.*s", (int)strcspn(identity + 22, "\r"), identity + 22)
                            : "-";

    if (strcmp(path, "-end") == 0) {
        int status = -1;
        if (load_pid <= 0 || waitpid(load_pid, &status, 0) != load_pid)
            return wrong("no load is going on", NULL);
        load_pid = 0;
        return status == 0 || wrong("the load did not run", NULL);
    }
    if (strcmp(path, "-verify") ==
        0) { /* those since the last time; all, if a number is asked for */
        char *all = format("%s.all", acked);
        return shell(format("touch '%s'; cat '%s' >> '%s'; %s verify %d '%s' '%s' %s && rm -f '%s'",
                            acked, acked, all, tool, node->port, token, *s ? all : acked, s, acked),
                     "acknowledged records are gone");
    }
    char *body = word(&s), *connections = word(&s), *seconds = word(&s);
    fflush(stdout);
    load_pid = fork();
    if (load_pid == 0) {
        execl(tool, tool, "write", format("%d", node->port), token, path, body, connections,
              seconds, acked, NULL);
        _exit(127);
    }
    return true;
}

static bool do_pause(char *s)
{
    long low = strtol(word(&s), NULL, 10), high = strtol(word(&s), NULL, 10);

    usleep((useconds_t)(low + (high > low ? rand() % (high - low) : 0)) * 1000);
    return true;
}

/* TEXT with the number for each {n} */
static void put_line(FILE *f, const char *text, long number)
{
    for (const char *at; (at = strstr(text, "{n}")); text = at + 3)
        fprintf(f, "%.*s%ld", (int)(at - text), text, number);
    fprintf(f, "%s\n", text);
}

static bool do_lines(char *s)
{
    FILE *f = fopen(word(&s), "a");
    long n = strtol(word(&s), NULL, 10);
    const char *text = word(&s);

    for (long i = 1; f && i <= n; i++)
        put_line(f, text, i);
    return (f && fclose(f) == 0) || wrong("the file cannot be written", NULL);
}

static bool do_pg(char *s)
{
    const char *dir = getenv("LT_PG_DIR"), *what = word(&s);

    if (!dir)
        return wrong("LT_PG_DIR does not say where the server is", NULL);
    return shell(format("tools/pg.sh %s %s", what + (*what == '-'), dir),
                 "the database server did not obey");
}

static bool do_disk(char *s)
{
    node->disk = true;
    return shell(format("mkdir -p '%s' && mount -t tmpfs -o size=%s,mode=700 tmpfs '%s'",
                        node->data, word(&s), node->data),
                 "the disk could not be mounted");
}

/* They stay open until the story ends. */
static bool do_idle(char *s)
{
    long n = strtol(word(&s), NULL, 10);

    for (long i = 0; i < n; i++)
        if (!http_half(node->port))
            return wrong("a connection was refused", format("after %ld", i));
    return true;
}

static bool do_fill(bool full)
{
    return full ? shell(format("dd if=/dev/zero of='%s/filler' bs=4k 2>/dev/null || true",
                               node->data),
                        "no filler")
                : shell(format("rm -f '%s/filler'", node->data), "no filler");
}

static bool do_private(char *s)
{
    (void)s;
    return shell(format("! find '%s' -type f -perm /077 | grep .", node->data),
                 "others may read or write this file");
}

bool world_step(const char *verb, char *s, bool *ret_ok)
{
    static const struct {
        const char *verb;
        bool (*run)(char *s);
    } steps[] = { { "load", do_load },      { "pause", do_pause }, { "lines", do_lines },
                  { "pg", do_pg },          { "disk", do_disk },   { "idle", do_idle },
                  { "private", do_private } };

    if (strcmp(verb, "fill") == 0 || strcmp(verb, "unfill") == 0) {
        *ret_ok = do_fill(verb[0] == 'f');
        return true;
    }
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(steps[i].verb, verb) == 0) {
            *ret_ok = steps[i].run(s);
            return true;
        }
    return false;
}

void world_end(void)
{
    if (load_pid > 0)
        kill(load_pid, SIGKILL);
    load_pid = 0;
}
