#include "core/exec.h"

#include <string.h>
#include <time.h>

#include "core/app.h"

static void forget(struct ctx *c)
{
    c->err = (struct err){ 0 };
    c->settled.n = 0;
}

/* One write; false: it failed and has left changes behind. */
static bool run_one(struct db *db, struct write *w, bool savepoint)
{
    int64_t before = db_changes(db);

    forget(w->c);
    w->c->db = db;
    w->ok = !savepoint || db_savepoint(w->c);
    if (!w->ok)
        return true;
    w->ok = w->run(w->c, w->arg) && (!savepoint || db_release(w->c));
    if (!w->ok && savepoint)
        db_rollback_to(w->c);
    return w->ok || savepoint || db_changes(db) == before;
}

/* The items of one kind, of all writes that went well, in order. */
static bool settle_kind(struct ctx *c, const struct settle *kind, struct write *const *w, size_t n)
{
    size_t count = 0;
    char *items;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; w[i]->ok && k < w[i]->c->settled.n; k++)
            count += w[i]->c->settled.v[k].kind == kind;
    items = arena_alloc(c->arena, count * kind->size + 1);
    count = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; w[i]->ok && k < w[i]->c->settled.n; k++)
            if (w[i]->c->settled.v[k].kind == kind)
                memcpy(items + kind->size * count++, w[i]->c->settled.v[k].item, kind->size);
    return kind->run(c, items, count);
}

static bool settle_all(struct ctx *c, struct write *const *w, size_t n)
{
    const struct settle *seen[16];
    size_t n_seen = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; w[i]->ok && k < w[i]->c->settled.n; k++) {
            const struct settle *kind = w[i]->c->settled.v[k].kind;
            size_t j = 0;

            while (j < n_seen && seen[j] != kind)
                j++;
            if (j < n_seen)
                continue;
            ASSERT(n_seen < COUNT(seen));
            seen[n_seen++] = kind;
            if (!settle_kind(c, kind, w, n))
                return false;
        }
    return true;
}

/* true: committed, or every write failed by itself. A savepoint for each write costs a copy of
 * each page that it changes, and hardly any write fails after its first change: so the
 * group is run without them first. */
static bool try_group(struct ctx *c, struct write *const *w, size_t n, bool savepoints)
{
    size_t good = 0;

    if (!db_begin(c, true))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!run_one(c->db, w[i], savepoints) && n > 1) {
            db_rollback(c);
            return try_group(c, w, n, true);
        }
        good += w[i]->ok;
    }
    if (good && settle_all(c, w, n) && db_commit(c))
        return true;
    db_rollback(c);
    return good == 0;
}

static void copy_err(struct ctx *to, const struct err *e)
{
    to->err = (struct err){ 0 };
    to->err.kind = e->kind;
    to->err.message = arena_strdup(to->arena, e->message);
    to->err.detail = e->detail ? arena_strdup(to->arena, e->detail) : NULL;
    to->err.file = e->file;
    to->err.line = e->line;
}

void exec_tell(struct write *w)
{
    w->c->db = NULL;
    if (w->done)
        w->done(w); /* may free it */
}

/* Two writes that locked each other would meet again; 1 to 16 ms, by chance, part them. */
static void give_way(struct ctx *c)
{
    long chance = (long)((uint64_t)new_id(c) * 0x9e3779b97f4a7c15u >> 60);
    struct timespec t = { .tv_nsec = (chance + 1) * 1000000 };

    nanosleep(&t, NULL);
}

void exec_carry_out(struct app *app, struct db *db, struct write *const *w, size_t n)
{
    struct ctx c = app_ctx(app, (size_t)256 << 20);

    c.db = db;
    bool ok = try_group(&c, w, n, false);
    for (int i = 0; i < 8 && n == 1 && db_may_again(db) && !(ok && w[0]->ok); i++) {
        give_way(&c);
        c.err = (struct err){ 0 };
        ok = try_group(&c, w, n, false);
    }
    if (!ok && n == 1) {
        w[0]->ok = false;
        if (c.err.kind != ERR_NONE)
            copy_err(w[0]->c, &c.err);
    }
    arena_free(&c.arena);
    for (size_t i = 0; i < n && !ok && n > 1; i++)
        exec_carry_out(app, db, &w[i], 1); /* finds out whose fault it is */
}

void exec_group(struct app *app, struct db *db, struct write *const *w, size_t n)
{
    exec_carry_out(app, db, w, n);
    for (size_t i = 0; i < n; i++)
        exec_tell(w[i]);
}

bool exec_now(struct ctx *c, bool (*run)(struct ctx *c, void *arg), void *arg)
{
    struct db *had = c->db;
    struct write w = { .c = c, .run = run, .arg = arg }, *one = &w;

    if (!had && !db_take(c, true))
        return false;
    struct db *db = c->db;
    exec_group(c->app, db, &one, 1);
    c->db = db;
    if (!had)
        db_give(c);
    return w.ok;
}
