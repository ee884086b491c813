#include "story.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

char *format(const char *fmt, ...)
{
    char *s = NULL;
    va_list ap;

    va_start(ap, fmt);
    if (vasprintf(&s, fmt, ap) < 0)
        abort();
    va_end(ap);
    return s;
}

static int free_port(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof a;
    int s = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(s, (struct sockaddr *)&a, n) != 0 || getsockname(s, (struct sockaddr *)&a, &n) != 0)
        abort();
    close(s);
    return ntohs(a.sin_port);
}

/* Words parted by blanks; "a b" and 'a b' are one word. */
static char **split(const char *line)
{
    char **v = calloc(64, sizeof *v), *copy = format("%s", line);
    int n = 0;

    for (char *s = copy + strspn(copy, " "); v && *s && n < 60; s += strspn(s, " ")) {
        char quote = *s == '"' || *s == '\'' ? *s : 0;
        size_t len = quote ? strcspn(++s, (char[]){ quote, 0 }) : strcspn(s, " ");
        char end = s[len];

        s[len] = '\0';
        v[n++] = s;
        s += len + (end != '\0');
    }
    return v;
}

static pid_t spawn(const char *program, const char *words, int out, int err)
{
    char **argv = split(words);
    pid_t pid = fork();

    if (pid != 0)
        return pid;
    setpgid(0, 0);
    int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    dup2(out, 1);
    dup2(err, 2);
    char *all[66] = { format("%s", program) };
    for (int i = 0; i < 64 && argv[i]; i++)
        all[i + 1] = argv[i];
    execv(program, all);
    _exit(127);
}

static char *with_settings(const struct node *n, const char *words)
{
    return format("%s --data %s%s%s", words, n->data, *n->db ? " --db " : "", n->db);
}

bool node_start(struct node *n, const char *program, const char *flags)
{
    int log = open(format("%s.log", n->data), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

    if (!n->port)
        n->port = free_port();
    n->pid =
        spawn(program, with_settings(n, format("serve --port %d %s", n->port, flags)), log, log);
    setpgid(n->pid, n->pid);
    close(log);
    for (int i = 0; i < 500; i++) {
        if (http_ask(n->port, "GET", "/healthz", "", NULL, NULL).status == 200)
            return true;
        if (waitpid(n->pid, NULL, WNOHANG) == n->pid) {
            n->pid = 0;
            return false;
        }
        usleep(20000);
    }
    node_kill(n);
    return false;
}

static int ended(pid_t pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0)
        if (kill(pid, 0) != 0)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int node_stop(struct node *n)
{
    if (!n->pid)
        return -1;
    kill(n->pid, SIGTERM);
    int status = ended(n->pid);
    n->pid = 0;
    return status;
}

static void kill_all(pid_t *pid)
{
    if (!*pid)
        return;
    kill(-*pid, SIGKILL);
    kill(*pid, SIGKILL);
    ended(*pid);
    *pid = 0;
}

void node_kill(struct node *n)
{
    kill_all(&n->pid);
    kill_all(&n->beside);
}

bool node_kill_child(struct node *n)
{
    char *path = format("/proc/%d/task/%d/children", n->pid, n->pid), text[200] = "";
    FILE *f = fopen(path, "r");
    int child = f && fgets(text, sizeof text, f) ? (int)strtol(text, NULL, 10) : 0;

    if (f)
        fclose(f);
    return child > 0 && kill(child, SIGKILL) == 0;
}

static long resident_kb(int pid)
{
    char line[200];
    long kb = 0;
    FILE *f = fopen(format("/proc/%d/status", pid), "r");

    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmRSS:", 6) == 0)
            kb = strtol(line + 6, NULL, 10);
    if (f)
        fclose(f);
    return kb;
}

long node_memory_mb(const struct node *n)
{
    char text[200] = "";
    FILE *f = fopen(format("/proc/%d/task/%d/children", n->pid, n->pid), "r");
    long kb = resident_kb(n->pid);

    if (f && fgets(text, sizeof text, f))
        kb += resident_kb((int)strtol(text, NULL, 10));
    if (f)
        fclose(f);
    return kb / 1024;
}

void node_beside(struct node *n, const char *program, const char *words)
{
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

    kill_all(&n->beside);
    n->beside = spawn(program, with_settings(n, words), null, null);
    setpgid(n->beside, n->beside);
    close(null);
}

int node_run(const struct node *n, const char *program, const char *words, char **ret)
{
    char *path = format("%s.out", n->data);
    int out = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int status = ended(spawn(program, with_settings(n, words), out, out));
    off_t size = lseek(out, 0, SEEK_END);

    *ret = calloc(1, (size_t)size + 1);
    if (pread(out, *ret, (size_t)size, 0) != size)
        abort();
    close(out);
    unlink(path);
    return status;
}
