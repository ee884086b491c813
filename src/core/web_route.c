/* Rights and routes: the tables of all modules, read once, then constant. */
#include "core/web_route.h"

#include <string.h>

/* ---- rights ---- */

enum { MAX_CAPS = 64, MAX_ROUTES = 1024, MAX_NAVS = 64, BUCKETS = 256 };
static const char *caps[MAX_CAPS]; /* filled once by web_boot(), then constant */
static size_t n_caps;

uint64_t web_cap(const char *cap)
{
    for (size_t i = 0; i < n_caps; i++)
        if (strcmp(caps[i], cap) == 0)
            return (uint64_t)1 << i;
    return 0;
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *s = words; *s; s += strcspn(s, " "), s += strspn(s, " "))
        if (strcspn(s, " ") == n && strncmp(s, word, n) == 0)
            return true;
    return false;
}

uint64_t web_role_caps(const char *role)
{
    uint64_t all = 0;

    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_grants; i++)
            if (has_word(modules[m]->grants[i].roles, role))
                all |= web_cap(modules[m]->grants[i].cap);
    return all;
}

bool may(const struct ctx *c, const char *cap)
{
    if (strcmp(cap, CAP_PUBLIC) == 0)
        return true;
    if (strcmp(cap, CAP_SIGNED_IN) == 0)
        return c->actor->id != 0;
    return (c->actor->caps & web_cap(cap)) != 0;
}

bool may_not(struct ctx *c)
{
    if (!c->actor->id)
        return fail(c, ERR_SIGN_IN, "please sign in first");
    return fail(c, ERR_DENIED,
                "your roles do not include this; who administers your agency can give them");
}

static bool check_route(struct ctx *c, const struct route *r)
{
    if (!r->cap || !*r->cap || !r->doc || r->path[0] != '/' || r->path[1] == ':')
        return fail(c, ERR_SYSTEM, "route %s has no right or no description", r->path);
    if (strcmp(r->cap, CAP_PUBLIC) && strcmp(r->cap, CAP_SIGNED_IN) && !web_cap(r->cap))
        return fail(c, ERR_SYSTEM, "nobody is granted %s, the right of %s", r->cap, r->path);
    return true;
}

/* ---- finding the route ---- */

/* The routes by first segment, those with fewer parameters first, so that "/units/:owner/tasks" is
 * not taken for "/units/:system/:code"; among equals in the order of the tables. Most pages are
 * found at the first or second look, however many there are. */
static struct spot {
    const struct route *route;
    struct spot *next;
} spots[MAX_ROUTES];
static struct spot *buckets[BUCKETS];

/* Of "/tasks/:id": "tasks". */
static size_t bucket_of(const char *path)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    for (const char *s = path + 1; *s && *s != '/'; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h % BUCKETS;
}

/* Matches "/tasks/:id/finish": :id is digits, any other :name is one segment. */
static bool match(const char *pattern, const char *path)
{
    const char *p = pattern, *s = path;

    while (*p) {
        if (*p != ':') {
            if (*p++ != *s++)
                return false;
            continue;
        }
        size_t name = strcspn(++p, "/"), len = strcspn(s, "/");

        if (len == 0 || (name == 2 && !strncmp(p, "id", 2) && strspn(s, "0123456789") < len))
            return false;
        p += name;
        s += len;
    }
    return *s == '\0';
}

/* Path parameters must win over query and form: they are put first. */
void web_captures(struct ctx *c, const struct route *r, struct req *q)
{
    size_t had = q->params.n;
    struct param *old = q->params.v;
    const char *s = q->path;

    q->params.v = NULL;
    q->params.n = q->params.cap = 0;
    for (const char *p = r->path; *p; p++, s++) {
        if (*p != ':')
            continue;
        size_t name = strcspn(++p, "/"), len = strcspn(s, "/");

        *LIST_PUSH(c->arena, &q->params) =
            (struct param){ arena_strndup(c->arena, p, name), arena_strndup(c->arena, s, len) };
        p += name - 1;
        s += len - 1;
    }
    for (size_t i = 0; i < had; i++)
        *LIST_PUSH(c->arena, &q->params) = old[i];
}

const struct route *web_find(enum method method, const char *path, bool *ret_other_method)
{
    *ret_other_method = false;
    for (const struct spot *k = buckets[bucket_of(path)]; k; k = k->next) {
        if (!match(k->route->path, path))
            continue;
        if (k->route->method == method)
            return k->route;
        *ret_other_method = true;
    }
    return NULL;
}

/* ---- at the start ---- */

/* Would both answer the same address? "/units/:code" and "/units/:id" would. */
static bool collide(const struct route *a, const struct route *b)
{
    const char *p = a->path, *s = b->path;

    if (a->method != b->method)
        return false;
    while (*p && *s) {
        if ((*p == ':') != (*s == ':') || (*p != ':' && *p != *s))
            return false;
        if (*p == ':') {
            p += strcspn(p, "/");
            s += strcspn(s, "/");
        } else {
            p++;
            s++;
        }
    }
    return *p == *s;
}

static size_t parameters(const struct route *r)
{
    size_t n = 0;

    for (const char *s = r->path; (s = strchr(s, ':')); s++)
        n++;
    return n;
}

static bool add_route(struct ctx *c, const struct route *r, size_t n)
{
    struct spot **at = &buckets[bucket_of(r->path)];

    if (!check_route(c, r))
        return false;
    for (const struct spot *k = *at; k; k = k->next)
        if (collide(k->route, r))
            return fail(c, ERR_SYSTEM, "two routes have the address %s", r->path);
    while (*at && parameters((*at)->route) <= parameters(r))
        at = &(*at)->next;
    ASSERT(n < MAX_ROUTES);
    spots[n] = (struct spot){ r, *at };
    *at = &spots[n];
    return true;
}

static void read_grants(void)
{
    n_caps = 0;
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_grants; i++)
            if (!web_cap(modules[m]->grants[i].cap)) {
                ASSERT(n_caps < MAX_CAPS);
                caps[n_caps++] = modules[m]->grants[i].cap;
            }
}

/* ---- the menu ---- */

static const struct nav *navs[MAX_NAVS + 1];

const struct nav *web_nav(size_t i)
{
    return navs[i];
}

/* Those of one order stay in the order of the modules. */
static void read_navs(void)
{
    size_t n = 0;

    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_nav; i++) {
            const struct nav *v = &modules[m]->nav[i];
            size_t k = n++;

            ASSERT(n <= MAX_NAVS);
            for (; k > 0 && navs[k - 1]->order > v->order; k--)
                navs[k] = navs[k - 1];
            navs[k] = v;
        }
    navs[n] = NULL;
}

bool web_boot(struct ctx *c)
{
    size_t n = 0;

    read_grants();
    read_navs();
    memset(buckets, 0, sizeof buckets);
    for (size_t m = 0; m < n_modules; m++)
        for (size_t i = 0; i < modules[m]->n_routes; i++)
            if (!add_route(c, &modules[m]->routes[i], n++))
                return false;
    return true;
}
