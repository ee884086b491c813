#include "core/serve.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/app.h"
#include "core/cli.h"
#include "core/db.h"
#include "core/exec.h"
#include "core/http.h"
#include "core/log.h"
#include "core/pool.h"
#include "core/sandbox.h"

enum { EXIT_SETUP = 78, /* EX_CONFIG: starting again would not help */ SLOW_QUEUE = 256 };
enum { PAUSE_FIRST_MS = 100, PAUSE_MOST_MS = 10000, HEALTHY_MS = 30000, DRAIN_MS = 20000 };

/* ---- the child ---- */

/* What a process that was stopped left behind. */
static void clear_temporary(struct ctx *c, const char *data)
{
    const char *path = arena_printf(c->arena, "%s/tmp", data);
    DIR *dir = opendir(path);

    if (!dir)
        return;
    for (const struct dirent *e; (e = readdir(dir));)
        (void)unlinkat(dirfd(dir), e->d_name, 0); /* "." and ".." are no files */
    closedir(dir);
}

static void more_files(void)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) == 0 && r.rlim_cur < r.rlim_max) {
        r.rlim_cur = r.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &r); /* fewer connections, otherwise */
    }
}

static void say(const char *what, const struct ctx *c)
{
    fprintf(stderr, "%s: %s%s%s\n", what, c->err.message ? c->err.message : "?",
            c->err.detail ? ": " : "", c->err.detail ? c->err.detail : "");
}

static void wait_for_end(void)
{
    sigset_t set;
    int sig;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    while (sigwait(&set, &sig) != 0)
        ;
}

static int run_child(const struct conf *conf, int listener)
{
    struct app *app = app_new(conf);
    struct ctx c = app_ctx(app, (size_t)256 << 20);
    const char *why = NULL;

    c.lang = "en";
    more_files();
    if (!sandbox_files(&c, conf) || !cli_open(&c)) {
        say("lienthong could not start", &c);
        return c.err.kind == ERR_BUSY ? 1 : EXIT_SETUP; /* a database server may come later */
    }
    db_give(&c);
    clear_temporary(&c, conf->data);
    app->log = log_start(STDERR_FILENO);
    app->exec = exec_start(app);
    app->slow = pool_start((size_t)conf->slow_threads, SLOW_QUEUE);
    if (!http_start(app, listener, &why)) {
        fprintf(stderr, "lienthong could not start: %s\n", why);
        return EXIT_SETUP;
    }
    if (!sandbox_calls(&c, conf)) {
        say("lienthong could not give up its rights", &c);
        return EXIT_SETUP;
    }
    log_event(app->log, "serving", *conf->public_url ? conf->public_url : conf->listen);
    wait_for_end();
    log_event(app->log, "stopping", NULL);
    http_stop(&app->http, DRAIN_MS);
    pool_stop(&app->slow);
    exec_stop(&app->exec);
    log_event(app->log, "stopped", NULL);
    log_stop(&app->log);
    arena_free(&c.arena);
    app_free(&app);
    return 0;
}

/* ---- the parent ---- */

/* SIGTERM and SIGINT stay blocked in the child: its main thread waits for them. */
static pid_t start_child(const struct conf *conf, int listener)
{
    pid_t parent = getpid(), pid = fork();

    if (pid != 0)
        return pid;
    /* No orphan may go on writing beside a new parent's child. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    int code = run_child(conf, listener);
    fflush(NULL);
    _exit(code);
}

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Waits for the child's end; passes on a wish to stop, and then keeps no place in the queue
 * of connections. */
static int wait_child(pid_t pid, const sigset_t *set, int listener, bool *stopping)
{
    int status;

    while (waitpid(pid, &status, WNOHANG) != pid) {
        int sig = sigwaitinfo(set, NULL);

        if (sig == SIGTERM || sig == SIGINT) {
            if (!*stopping)
                close(listener);
            *stopping = true;
            kill(pid, SIGTERM);
        }
    }
    return status;
}

static void pause_before_restart(const sigset_t *set, int64_t ms, bool *stopping)
{
    struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
    int sig = sigtimedwait(set, NULL, &t);

    *stopping |= sig == SIGTERM || sig == SIGINT;
}

static int supervise(const struct conf *conf, int listener)
{
    sigset_t set;
    bool stopping = false;
    int64_t pause = PAUSE_FIRST_MS;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    while (!stopping) {
        int64_t began = now_ms();
        pid_t pid = start_child(conf, listener);

        if (pid < 0)
            return 1;
        int status = wait_child(pid, &set, listener, &stopping);
        if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SETUP)
            return EXIT_SETUP;
        if (stopping)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
        pause = now_ms() - began > HEALTHY_MS ? PAUSE_FIRST_MS : pause;
        fprintf(stderr, "event=child_died %s=%d restart_ms=%lld\n",
                WIFSIGNALED(status) ? "signal" : "status",
                WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), (long long)pause);
        pause_before_restart(&set, pause, &stopping);
        pause = pause * 2 < PAUSE_MOST_MS ? pause * 2 : PAUSE_MOST_MS;
    }
    return 0;
}

int serve(struct ctx *c)
{
    const struct conf *conf = c->app->conf;
    const char *why = NULL;
    int listener = http_listen(conf, &why);

    if (listener < 0) {
        fprintf(stderr, "lienthong could not listen on %s, port %d: %s\n", conf->listen,
                (int)conf->port, why);
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    return supervise(conf, listener);
}
