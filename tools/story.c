/*
 * story - plays stories against the real program, from outside.
 *
 *   story PROGRAM [--pg URL] FILE.story ...
 *
 * Each story gets an empty data folder, free ports and, with --pg, a second run on a database
 * of its own on that server. A line is one step; the first that fails ends the story.
 *
 *   only sqlite | only pg      the story is about one database
 *   only root                  it mounts a disk: left out, with a word, for others
 *   node NAME -start [FLAGS]   starts a node, waits until it answers; it is the current one
 *   node NAME -stop            SIGTERM; it must exit with 0
 *   node NAME -kill | -crash   SIGKILL to all its processes | to the serving child only
 *   node NAME -keep | -back    puts its data aside | takes them back as they were (not running)
 *   node NAME                  the current one from here on
 *   wait                       until the current node answers again
 *   run WORDS                  lienthong WORDS --data ... of the current node
 *   beside WORDS               the same, while the story goes on; -kill ends it, too
 *   as nobody | as NAME        without a name | by a token of that account
 *   as NAME PASSWORD           by signing in with the form
 *   GET PATH                   POST PATH a=b "c=d e"      JSON PATH {...}
 *   header NAME: VALUE         goes with the next request
 *   raw "BYTES" ...            with \r \n \0 \t \xHH; "..."*300 repeats; there may be no answer
 *   expect STATUS              or refused (400 to 499), exit N, closed, memory MB (at most)
 *   expect body has TEXT       or lacks, or is; of body, out, header (the whole head)
 *   expect json PATH VALUE     PATH: fields and numbers parted by dots
 *   let NAME json PATH         or header FIELD, or out; then $NAME anywhere; $PORT, $DATA
 *   sql STATEMENT              on the node's database, past the program; its first value is out
 *   await STATEMENT            until its first value is 1
 *   flip TEXT                  one bit of it, in the database file (SQLite; the node is stopped)
 *   pause LOW HIGH             a random time in between, in ms
 *   load PATH BODY CONNECTIONS SECONDS   begins writing, see tools/load.c; goes on beside
 *   load -end                  waits for it
 *   load -verify [AT_LEAST]    every record acknowledged since is there; all, and so many
 *   pg -kill | pg -again       the database server dies | comes back (needs LT_PG_DIR)
 *   idle N                     N connections that send half a request and then nothing
 *   disk SIZE                  the node's data lie on a disk of their own, as "24m"
 *   private                    nobody else may read or write the node's files
 *   fill | unfill              uses up all room there | frees it
 *   listen STATUS              a program beside that takes what the node sends, at port $HOOK
 *   heard N                    waits for its N-th message, which is the answer from here on
 *   signed SECRET              it bears the signature of this webhook secret
 *   pages PATH MEMBER          follows "next" to the end; out: how many members there were
 *   every N COLUMN PATH        each line of the CSV that came: PATH with its COLUMN for % is 200
 *   lines FILE N TEXT          N more lines in a file, {n} in them is their number, from 1
 *   repeat N ... end           the steps in between, N times
 *   repeat N ... until STATEMENT   at most N times, until its first value is 1
 */
#include "story.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

const char *program;
static const char *file;
char *folder, *identity;
static bool on_pg;
static int line_no;

struct node *node;
static struct node nodes[4];
struct answer answer;
static int exit_code;
static char *out = NULL, *cookies, *csrf, *headers;

static struct {
    char name[32];
    const char *value;
} lets[64];
static int n_lets;

bool wrong(const char *what, const char *got)
{
    printf("%s:%d (%s): %s\n", file, line_no, on_pg ? "postgresql" : "sqlite", what);
    if (got)
        printf("  got: %.1500s\n", got);
    return false;
}

/* ---- lines ---- */

static const char *value_of(const char *name, size_t n)
{
    for (int i = n_lets; i-- > 0;)
        if (strlen(lets[i].name) == n && strncmp(lets[i].name, name, n) == 0)
            return lets[i].value;
    return NULL;
}

/* $NAME, $PORT and $DATA of the current node. */
static char *expand(const char *line)
{
    char *all = format("%s", "");

    for (const char *s = line; *s;) {
        size_t n = *s == '$' ? strspn(s + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") : 0;
        const char *v = n ? value_of(s + 1, n) : NULL;

        if (n == 4 && strncmp(s + 1, "PORT", 4) == 0)
            v = format("%d", node ? node->port : 0);
        if (n == 4 && strncmp(s + 1, "DATA", 4) == 0)
            v = node ? node->data : "";
        all = v ? format("%s%s", all, v) : format("%s%.*s", all, (int)n + 1, s);
        s += n + 1;
    }
    return all;
}

/* Takes the first word; quotes hold it together. */
char *word(char **s)
{
    *s += strspn(*s, " ");
    char quote = **s == '"' || **s == '\'' ? *(*s)++ : 0, *from = *s;

    *s += quote ? strcspn(*s, (char[]){ quote, 0 }) : strcspn(*s, " ");
    if (**s)
        *(*s)++ = '\0';
    return from;
}

/* ---- nodes ---- */

static struct node *node_named(const char *name)
{
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        struct node *n = &nodes[i];

        if (strcmp(n->name, name) == 0)
            return n;
        if (*n->name)
            continue;
        snprintf(n->name, sizeof n->name, "%s", name);
        snprintf(n->data, sizeof n->data, "%s/%s", folder, name);
        if (on_pg)
            database_make(n);
        return n;
    }
    return NULL;
}

static bool do_node(char *s)
{
    node = node_named(word(&s));
    if (!node)
        return wrong("too many nodes", NULL);
    char *what = word(&s);
    if (!*what)
        return true;
    if (strcmp(what, "-start") == 0)
        return node_start(node, program, s) || wrong("the node did not start", NULL);
    if (strcmp(what, "-stop") == 0) {
        int status = node_stop(node);
        return status == 0 || wrong("the node did not stop well", format("exit status %d", status));
    }
    if (strcmp(what, "-kill") == 0) {
        node_kill(node);
        return true;
    }
    if (strcmp(what, "-crash") == 0)
        return node_kill_child(node) || wrong("there is no child", NULL);
    if (strcmp(what, "-keep") == 0)
        return node_keep(node);
    if (strcmp(what, "-back") == 0)
        return node_back(node);
    return wrong("a node can be started, stopped, killed, crashed, kept and taken back", what);
}

static bool do_wait(void)
{
    for (int i = 0; i < 500; i++) {
        if (http_ask(node->port, "GET", "/healthz", "", NULL, NULL).status == 200)
            return true;
        usleep(20000);
    }
    return wrong("the node does not answer", NULL);
}

static bool do_run(char *s)
{
    exit_code = node_run(node, program, s, &out);
    return true;
}

static bool do_beside(char *s)
{
    node_beside(node, program, s);
    return true;
}

/* ---- requests ---- */

/* Keeps "name=value" of each Set-Cookie. */
static void keep_cookies(void)
{
    for (const char *s = answer.head; (s = strcasestr(s, "\r\nset-cookie: ")) != NULL;) {
        s += 14;
        cookies = format("%s%s%.*s", cookies, *cookies ? "; " : "", (int)strcspn(s, ";\r"), s);
    }
    const char *at = strstr(answer.body, "name=\"csrf\" value=\"");
    if (at)
        csrf = format("%.*s", (int)strcspn(at + 19, "\""), at + 19);
}

static void ask(const char *method, const char *path, const char *type, const char *body)
{
    char *own =
        format("Origin: http://127.0.0.1:%d\r\nSec-Fetch-Site: same-origin\r\n", node->port);
    char *extra = format("%s%s%s%s%s%s", *identity ? identity : own, *cookies ? "Cookie: " : "",
                         cookies, *cookies ? "\r\n" : "", "Accept-Language: en\r\n", headers);

    answer = http_ask(node->port, method, path, extra, type, body);
    headers = format("%s", "");
    keep_cookies();
}

static char *encode(const char *s)
{
    char *all = calloc(1, strlen(s) * 3 + 1), *p = all;

    for (; *s; s++)
        if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~", *s))
            *p++ = *s;
        else
            p += snprintf(p, 4, "%%%02X", (unsigned char)*s);
    return all;
}

static bool do_post(char *s)
{
    char *path = word(&s), *body = *csrf ? format("csrf=%s", encode(csrf)) : format("%s", "");

    for (char *w = word(&s); *w; w = word(&s)) {
        char *eq = strchr(w, '=');

        if (!eq)
            return wrong("a form field is name=value", w);
        body = format("%s%s%.*s=%s", body, *body ? "&" : "", (int)(eq - w), w, encode(eq + 1));
    }
    ask("POST", path, "application/x-www-form-urlencoded", body);
    return true;
}

static bool do_as(char *s)
{
    char *name = word(&s), *password = word(&s);

    identity = cookies = csrf = format("%s", "");
    if (strcmp(name, "nobody") == 0)
        return true;
    if (!*password) {
        if (node_run(node, program, format("token --account %s", name), &out) != 0)
            return wrong("no token", out);
        char *end = out + strlen(out);
        while (end > out && end[-1] == '\n')
            *--end = '\0';
        char *last = strrchr(out, '\n');
        identity = format("Authorization: Bearer %s\r\n", last ? last + 1 : out);
        return true;
    }
    ask("GET", "/sign-in", NULL, NULL);
    do_post(format("/sign-in name=%s password=%s", name, password));
    if (answer.status != 303)
        return wrong("signing in did not work", answer.body);
    ask("GET", "/account", NULL, NULL); /* for the token of this session's forms */
    return true;
}

/* "\r\n", "\x00", "text"*300 */
static bool do_raw(const char *s)
{
    char *all = malloc(1 << 22);
    size_t n = 0;

    for (s += strspn(s, " "); *s == '"'; s += strspn(s, " ")) {
        size_t from = n;

        for (s++; *s && *s != '"'; s++) {
            unsigned hex;

            if (*s != '\\')
                all[n++] = *s;
            else if (*++s == 'x' && sscanf(s + 1, "%2x", &hex) == 1)
                all[n++] = (char)hex, s += 2;
            else
                all[n++] = *s == 'r'   ? '\r'
                           : *s == 'n' ? '\n'
                           : *s == 't' ? '\t'
                           : *s == '0' ? '\0'
                                       : *s;
        }
        s += *s == '"';
        long times = *s == '*' ? strtol(s + 1, (char **)&s, 10) : 1;
        for (size_t len = n - from; times > 1 && n + len < 1 << 22; times--, n += len)
            memcpy(all + n, all + from, len);
    }
    answer = http_raw(node->port, all, n, 3000);
    free(all);
    return true;
}

/* Harm past the program. */
static bool do_sql(const char *s)
{
    return node_sql(node, s, &out) || wrong("the statement did not work", out);
}

static bool do_flip(char *s)
{
    return node_flip(node, word(&s)) || wrong("the text is not in the file", NULL);
}

/* ---- expectations ---- */

static char *json_at(const char *text, size_t n, char *path)
{
    json_t *root = json_loadb(text, n, JSON_DECODE_ANY, NULL), *j = root;
    char *save = NULL;

    for (char *p = strtok_r(path, ".", &save); p && j; p = strtok_r(NULL, ".", &save))
        j = json_is_array(j) ? json_array_get(j, strtoul(p, NULL, 10)) : json_object_get(j, p);
    char *text_of = !j                  ? NULL
                    : json_is_string(j) ? format("%s", json_string_value(j))
                                        : json_dumps(j, JSON_ENCODE_ANY | JSON_COMPACT);
    json_decref(root);
    return text_of;
}

static char *json_of_answer(char *path)
{
    return answer.n_body ? json_at(answer.body, answer.n_body, path)
           : out         ? json_at(out, strlen(out), path)
                         : NULL;
}

static bool expect_text(const char *where, char *s)
{
    const char *text = where[0] == 'b'   ? answer.body
                       : where[0] == 'h' ? answer.head
                       : out             ? out
                                         : "";
    char *how = word(&s), *part = word(&s);
    bool has = strstr(text, part) != NULL;

    if (strcmp(how, "is") == 0)
        return strcmp(text, part) == 0 || wrong(format("%s is not \"%s\"", where, part), text);
    if (strcmp(how, "has") != 0 && strcmp(how, "lacks") != 0)
        return wrong("expect ... has, lacks or is", how);
    return has == (how[0] == 'h') ||
           wrong(format("%s %s \"%s\"", where, has ? "has" : "lacks", part), text);
}

static bool do_expect(char *s)
{
    char *what = word(&s);

    if (strspn(what, "0123456789") == strlen(what))
        return answer.status == (int)strtol(what, NULL, 10) ||
               wrong(format("the answer is %d, not %s", answer.status, what), answer.body);
    if (strcmp(what, "exit") == 0) {
        char *code = word(&s);
        return exit_code == (int)strtol(code, NULL, 10) ||
               wrong(format("exit status %d, not %s", exit_code, code), out);
    }
    if (strcmp(what, "refused") == 0)
        return (answer.status >= 400 && answer.status < 500) ||
               wrong(format("the answer is %d, not a refusal", answer.status), answer.body);
    if (strcmp(what, "closed") == 0)
        return answer.closed || wrong("the connection is still open", answer.head);
    if (strcmp(what, "memory") == 0) {
        long mb = node_memory_mb(node), most = strtol(word(&s), NULL, 10);
        return mb <= most || wrong(format("%ld MB are held", mb), NULL);
    }
    if (strcmp(what, "json") == 0) {
        char *path = word(&s), *want = word(&s), *got = json_of_answer(format("%s", path));
        return (got && strcmp(got, want) == 0) ||
               wrong(format("%s is %s, not %s", path, got ? got : "absent", want), answer.body);
    }
    return expect_text(what, s);
}

void let(const char *name, const char *value)
{
    snprintf(lets[n_lets].name, sizeof lets[n_lets].name, "%s", name);
    lets[n_lets++].value = format("%.*s", (int)strcspn(value, "\n"), value);
}

void say(char *text)
{
    out = text;
}

static bool do_let(char *s)
{
    char *name = word(&s), *from = word(&s), *of = word(&s);
    const char *value = strcmp(from, "json") == 0     ? json_of_answer(of)
                        : strcmp(from, "header") == 0 ? http_header(&answer, of)
                                                      : out;

    if (!value || !*value)
        return wrong(format("there is no %s %s", from, of), answer.body);
    let(name, value);
    return n_lets < 64 || wrong("too many names", NULL);
}

/* ---- one story ---- */

static bool step(const char *text)
{
    bool ok;
    char *line = expand(text), *s = line, *verb = word(&s);
    if (getenv("STORY_TRACE"))
        fprintf(stderr, "%s:%d %s\n", file, line_no, text);

    s += strspn(s, " ");
    if (strcmp(verb, "node") == 0)
        return do_node(s);
    if (!node)
        return wrong("a story begins with a node", verb);
    if (strcmp(verb, "wait") == 0)
        return do_wait();
    if (strcmp(verb, "run") == 0)
        return do_run(s);
    if (strcmp(verb, "beside") == 0)
        return do_beside(s);
    if (strcmp(verb, "as") == 0)
        return do_as(s);
    if (strcmp(verb, "sql") == 0)
        return do_sql(s);
    if (strcmp(verb, "await") == 0)
        return database_await(node, s, &out);
    if (strcmp(verb, "flip") == 0)
        return do_flip(s);
    if (world_step(verb, s, &ok) || listen_step(verb, s, &ok))
        return ok;
    if (strcmp(verb, "header") == 0)
        headers = format("%s%s\r\n", headers, s);
    else if (strcmp(verb, "GET") == 0)
        ask("GET", word(&s), NULL, NULL);
    else if (strcmp(verb, "POST") == 0)
        return do_post(s);
    else if (strcmp(verb, "JSON") == 0) {
        char *path = word(&s);
        ask("POST", path, "application/json", s);
    } else if (strcmp(verb, "raw") == 0)
        return do_raw(s);
    else if (strcmp(verb, "expect") == 0)
        return do_expect(s);
    else if (strcmp(verb, "let") == 0)
        return do_let(s);
    else
        return wrong("there is no such step", verb);
    return true;
}

static void show_logs(void)
{
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes && *nodes[i].name; i++) {
        printf("  log of node %s:\n", nodes[i].name);
        fflush(stdout);
        if (system(format("tail -n 8 '%s.log' | cut -c1-300 | sed 's/^/    /'", nodes[i].data)) !=
            0)
            printf("    (none)\n");
    }
}

/* The end of a round: goes back to its begin, or on. */
struct loop {
    long from, left;
    int line_no;
};

static bool turn(FILE *f, struct loop *l, const char *until)
{
    bool enough = until && database_says_yes(node, expand(until), &out);

    if (!enough && --l->left > 0 && fseek(f, l->from, SEEK_SET) == 0)
        line_no = l->line_no;
    else if (until && !enough)
        return wrong("it was never so", until);
    return true;
}

/* All lines, with what is repeated written out. line_no is that of the file. */
static bool play_lines(FILE *f)
{
    static char line[1 << 16];
    struct loop loop = { 0 };

    while (fgets(line, sizeof line, f)) {
        line_no++;
        line[strcspn(line, "\n")] = '\0';
        char *s = line + strspn(line, " ");
        bool ok = true;
        if (strncmp(s, "repeat ", 7) == 0)
            loop = (struct loop){ ftell(f), strtol(s + 7, NULL, 10), line_no };
        else if (strcmp(s, "end") == 0 || strncmp(s, "until ", 6) == 0)
            ok = turn(f, &loop, *s == 'u' ? s + 6 : NULL);
        else if (*s && *s != '#' && strncmp(s, "only ", 5) != 0)
            ok = step(s);
        if (!ok)
            return false;
    }
    return true;
}

static bool play(FILE *f)
{
    bool ok;

    folder = format("%s/lienthong-story.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (!mkdtemp(folder))
        abort();
    memset(nodes, 0, sizeof nodes);
    node = NULL;
    answer = (struct answer){ .head = format("%s", ""), .body = format("%s", "") };
    identity = cookies = csrf = headers = format("%s", "");
    n_lets = line_no = 0;
    ok = play_lines(f);
    http_drop_half();
    world_end();
    listen_end();
    if (!ok)
        show_logs();
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes && *nodes[i].name; i++) {
        node_kill(&nodes[i]);
        database_drop(&nodes[i]);
        if (nodes[i].disk)
            shell(format("umount -l '%s'", nodes[i].data), "the disk could not be unmounted");
    }
    if (system(format("rm -rf '%s'", folder)) != 0)
        abort();
    return ok;
}

/* "only sqlite" as the first step keeps a story to one database. */
static bool is_for(FILE *f, bool pg)
{
    char line[1000];
    bool yes = true;

    while (fgets(line, sizeof line, f))
        if (strcmp(line, "only root\n") == 0)
            yes = yes && (geteuid() == 0 || !printf("left out, as it needs root: %s\n", file));
        else if (strncmp(line, "only ", 5) == 0)
            yes = yes && (strncmp(line + 5, "pg", 2) == 0) == pg;
    rewind(f);
    return yes;
}

int main(int argc, char **argv)
{
    int passed = 0, failed = 0, first = 2;

    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc < 3)
        return 2;
    program = realpath(argv[1], NULL);
    if (strcmp(argv[2], "--pg") == 0) {
        pg_server = argv[3];
        first = 4;
    }
    srand((unsigned)getpid());
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (int i = first; i < argc; i++)
        for (int pg = 0; pg <= (pg_server != NULL); pg++) {
            FILE *f = fopen(argv[i], "r");

            file = argv[i];
            on_pg = pg;
            if (!f || !is_for(f, pg)) {
                failed += !f;
                continue;
            }
            bool ok = play(f);
            printf("%s %s (%s)\n", ok ? "ok     " : "FAILED ", file, pg ? "postgresql" : "sqlite");
            passed += ok;
            failed += !ok;
            fclose(f);
        }
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
