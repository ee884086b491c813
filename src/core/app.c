#include "core/app.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/random.h>

#include "core/conf.h"
#include "core/day.h"
#include "core/db.h"
#include "core/web.h"

/* What one piece of work has given back, the next one takes again: asking the system for it anew
 * each time, page by page, was a tenth of the writer's time. */
static void keep_memory(void)
{
    (void)mallopt(M_TRIM_THRESHOLD, 4 << 20);
    (void)mallopt(M_MMAP_THRESHOLD, 4 << 20);
    (void)mallopt(M_TOP_PAD, 1 << 18);
}

struct app *app_new(const struct conf *conf)
{
    struct app *app = calloc(1, sizeof *app);

    ASSERT(app);
    keep_memory();
    app->conf = conf;
    ASSERT(getrandom(&app->first_of_ms, sizeof app->first_of_ms, 0) == sizeof app->first_of_ms);
    app->first_of_ms &= 0x7ff;
    app->node = conf ? (int)conf->node : 0;
    if (conf && conf->today[0])
        ASSERT(day_parse(conf->today, &app->fixed_today)); /* conf_read has checked it */
    return app;
}

void app_free(struct app **papp)
{
    struct app *app = *papp;

    if (!app)
        return;
    for (size_t i = n_modules; i-- > 0;)
        if (modules[i]->stop)
            modules[i]->stop(app);
    db_pool_free(&app->db);
    free(app);
    *papp = NULL;
}

_Atomic(void *) *app_slot(struct app *app, const struct module *m)
{
    for (size_t i = 0; i < n_modules; i++)
        if (modules[i] == m) {
            ASSERT(i < APP_SLOTS);
            return &app->slot[i];
        }
    ASSERT(!"a module that is not in the list");
    return NULL;
}

struct ctx app_ctx(struct app *app, size_t arena_limit)
{
    return app_ctx_in(app, arena_new(arena_limit));
}

struct ctx app_ctx_in(struct app *app, struct arena *arena)
{
    static const struct actor nobody = { .name = "", .person = "", .csrf = "" };
    int64_t now = clock_ms();

    return (struct ctx){ .arena = arena,
                         .app = app,
                         .actor = &nobody,
                         .action = "system",
                         .lang = "vi",
                         .today = app->fixed_today ? app->fixed_today : day_of_ms(now),
                         .now_ms = now };
}
