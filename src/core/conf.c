/* The settings: one table, from which flags, environment and help are made. */
#include "core/conf.h"

#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/text.h"

extern char **environ;

struct setting {
    const char *name;
    enum setting_type { TEXT, INT, BOOL, DAY } type;
    size_t offset;
    const char *standard;
    int64_t min, max; /* of a number */
    bool secret;      /* its value is never shown */
    const char *doc;
};

#define AT(field) offsetof(struct conf, field)
/* clang-format off */
static const struct setting settings[] = {
    { "data", TEXT, AT(data), "data", 0, 0, false, "folder of the database, the files and the keys" },
    { "db", TEXT, AT(db), "", 0, 0, true, "postgresql://... for a database server; otherwise SQLite in the data folder" },
    { "listen", TEXT, AT(listen), "127.0.0.1", 0, 0, false, "address to listen on" },
    { "port", INT, AT(port), "8080", 0, 65535, false, "port to listen on" },
    { "public-url", TEXT, AT(public_url), "", 0, 0, false, "address under which people reach the node" },
    { "threads", INT, AT(threads), "0", 0, 256, false, "threads that answer requests; 0: one for each core" },
    { "slow-threads", INT, AT(slow_threads), "4", 1, 64, false, "threads for exports, passwords and other long work" },
    { "connections", INT, AT(connections), "8000", 8, 1000000, false, "connections at the same time, about 13 KB each" },
    { "connections-per-address", INT, AT(connections_per_address), "256", 0, 1000000, false, "of them from one address; 0: any number" },
    { "idle-seconds", INT, AT(idle_seconds), "60", 1, 3600, false, "after which a silent connection is closed" },
    { "request-seconds", INT, AT(request_seconds), "30", 1, 3600, false, "after which a waiting request is answered with 503" },
    { "session-idle-minutes", INT, AT(session_idle_minutes), "60", 1, 10080, false, "without a click, then sign in again" },
    { "session-hours", INT, AT(session_hours), "12", 1, 720, false, "after signing in, then sign in again" },
    { "upload-mb", INT, AT(upload_mb), "100", 1, 10240, false, "largest file that may be sent" },
    { "node", INT, AT(node), "0", 0, 1023, false, "number of this node, part of each id" },
    { "today", DAY, AT(today), "", 0, 0, false, "for rehearsals: the day that is taken as today" },
    { "trust-proxy", BOOL, AT(trust_proxy), "no", 0, 0, false, "believe X-Forwarded-For and X-Forwarded-Proto" },
    { "hooks-local", BOOL, AT(hooks_local), "no", 0, 0, false, "webhooks may also go to this machine and to private networks" },
    { "sandbox", BOOL, AT(sandbox), "yes", 0, 0, false, "give up all rights that serving does not need" },
    { "log", BOOL, AT(log), "yes", 0, 0, false, "write one line for each request to standard error" },
};
/* clang-format on */

static const char prefix[] = "LIENTHONG_";

static const struct setting *find(const char *name, size_t n)
{
    for (size_t i = 0; i < COUNT(settings); i++)
        if (strlen(settings[i].name) == n && strncmp(settings[i].name, name, n) == 0)
            return &settings[i];
    return NULL;
}

/* Single-letter changes between two words (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
    size_t row[64], n = strlen(b);

    if (n >= COUNT(row))
        return n;
    for (size_t k = 0; k <= n; k++)
        row[k] = k;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t above = row[0];

        row[0] = i;
        for (size_t k = 1; k <= n; k++) {
            size_t swap = above + (a[i - 1] != b[k - 1]);
            size_t least = row[k] < row[k - 1] ? row[k] + 1 : row[k - 1] + 1;

            above = row[k];
            row[k] = least < swap ? least : swap;
        }
    }
    return row[n];
}

bool conf_unknown(struct ctx *c, const char *flag, const char *const *own, size_t n_own)
{
    const char *name = arena_strndup(c->arena, flag, strcspn(flag, "=")), *nearest = "help";
    size_t least = SIZE_MAX;

    name += strspn(name, "-");
    for (size_t i = 0; i < COUNT(settings) + n_own; i++) {
        const char *other = i < n_own ? own[i] : settings[i - n_own].name;
        size_t d = distance(name, other);

        if (d < least) {
            least = d;
            nearest = other;
        }
    }
    return fail(c, ERR_INPUT, "there is no setting --%s; did you mean --%s?", name, nearest);
}

static bool read_bool(const char *text, bool *ret)
{
    static const char *const yes[] = { "yes", "1", "true", "on", NULL };
    static const char *const no[] = { "no", "0", "false", "off", NULL };

    for (size_t i = 0; yes[i]; i++)
        if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
            *ret = strcmp(text, yes[i]) == 0;
            return true;
        }
    return false;
}

static bool set(struct ctx *c, const struct setting *s, const char *text, struct conf *f)
{
    char *at = (char *)f + s->offset;
    int64_t n;
    bool b;

    switch (s->type) {
    case DAY:
        if (*text && !day_parse(text, &n))
            return fail(c, ERR_INPUT, "--%s needs a day like 2025-08-28", s->name);
        __attribute__((fallthrough));
    case TEXT: memcpy(at, &text, sizeof text); return true;
    case BOOL:
        if (!read_bool(text, &b))
            return fail(c, ERR_INPUT, "--%s needs yes or no", s->name);
        memcpy(at, &b, sizeof b);
        return true;
    case INT:
        if (!int_parse(text, &n) || n < s->min || n > s->max)
            return fail(c, ERR_INPUT, "--%s needs a whole number from %lld to %lld", s->name,
                        (long long)s->min, (long long)s->max);
        memcpy(at, &n, sizeof n);
        return true;
    }
    return false;
}

/* "LIENTHONG_SLOW_THREADS=8" -> slow-threads, 8. */
static bool read_environment(struct ctx *c, struct conf *f)
{
    for (char **e = environ; *e; e++) {
        if (strncmp(*e, prefix, sizeof prefix - 1) != 0)
            continue;
        const char *given = *e + sizeof prefix - 1;
        size_t n = strcspn(given, "=");
        struct buf name = { .arena = c->arena };

        for (size_t i = 0; i < n; i++) {
            char ch = given[i] == '_'                      ? '-'
                      : given[i] >= 'A' && given[i] <= 'Z' ? (char)(given[i] + 32)
                                                           : given[i];
            buf_put(&name, &ch, 1);
        }
        const struct setting *s = find(buf_str(&name), n);
        if (!s)
            return conf_unknown(c, buf_str(&name), NULL, 0);
        if (given[n] == '=' && !set(c, s, given + n + 1, f))
            return false;
    }
    return true;
}

/* One flag; *ret_taken: how many words of the command line it used, 0: not a setting. */
static bool read_flag(struct ctx *c, const char *word, const char *next, struct conf *f,
                      int *ret_taken)
{
    const char *name = word + 2;
    size_t n = strcspn(name, "=");
    const struct setting *s = find(name, n);

    *ret_taken = 0;
    if (!s && n > 3 && strncmp(name, "no-", 3) == 0) {
        s = find(name + 3, n - 3);
        if (!s || s->type != BOOL || name[n])
            return true;
        *ret_taken = 1;
        return set(c, s, "no", f);
    }
    if (!s)
        return true;
    *ret_taken = 1;
    if (name[n] == '=')
        return set(c, s, name + n + 1, f);
    if (s->type == BOOL) {
        bool said = next && (strcmp(next, "yes") == 0 || strcmp(next, "no") == 0);

        *ret_taken = said ? 2 : 1;
        return set(c, s, said ? next : "yes", f);
    }
    if (!next)
        return fail(c, ERR_INPUT, "--%s needs a value", s->name);
    *ret_taken = 2;
    return set(c, s, next, f);
}

bool conf_read(struct ctx *c, int *argc, char **argv, struct conf *ret)
{
    struct conf f = { 0 };
    int kept = 0;

    for (size_t i = 0; i < COUNT(settings); i++)
        ASSERT(set(c, &settings[i], settings[i].standard, &f));
    if (!read_environment(c, &f))
        return false;
    for (int i = 0; i < *argc;) {
        int taken = 0;

        if (i > 0 && strncmp(argv[i], "--", 2) == 0 &&
            !read_flag(c, argv[i], i + 1 < *argc ? argv[i + 1] : NULL, &f, &taken))
            return false;
        if (!taken)
            argv[kept++] = argv[i];
        i += taken ? taken : 1;
    }
    argv[kept] = NULL;
    *argc = kept;
    *ret = f;
    return true;
}

void conf_help(struct buf *out)
{
    for (size_t i = 0; i < COUNT(settings); i++) {
        const struct setting *s = &settings[i];

        buf_printf(out, "  --%-24s %s", s->name, s->doc);
        if (s->type == INT)
            buf_printf(out, " (%lld to %lld)", (long long)s->min, (long long)s->max);
        if (*s->standard)
            buf_printf(out, " [%s]", s->standard);
        buf_text(out, "\n");
    }
    buf_text(out, "\nEach can also be given in the environment: --slow-threads 8 is\n"
                  "LIENTHONG_SLOW_THREADS=8. Flags win. All are read once, at the start.\n");
}

const char *conf_database(struct ctx *c, const struct conf *f)
{
    return *f->db ? f->db : arena_printf(c->arena, "%s/lienthong.db", f->data);
}
