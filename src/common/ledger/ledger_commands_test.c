/* The command line, and the key that it shows. */
#include "core/test.h"

#include <stdio.h>

#include "core/conf.h"
#include "common/ledger/ledger_commands.h"
#include "common/ledger/ledger_log.h"
#include "common/ledger/ledger_probe.h"

static bool run(struct ctx *c, const char *name, const char *a, const char *b)
{
    char one[300], two[300];
    char *argv[] = { one, two, NULL };

    snprintf(one, sizeof one, "%s", a ? a : "");
    snprintf(two, sizeof two, "%s", b ? b : "");
    if (!b)
        argv[1] = NULL;
    if (!a)
        argv[0] = NULL;
    for (size_t i = 0; i < LEDGER_COMMANDS; i++)
        if (strcmp(ledger_commands[i].name, name) == 0)
            return ledger_commands[i].run(c, (a != NULL) + (b != NULL), argv);
    return false;
}

TEST(verify_and_ledger_are_commands_that_say_what_they_want)
{
    struct ledger_head h;

    ledger_probe_make(c);
    CHECK_OK(c, test_write(c, ledger_probe_change, &(struct ledger_probe){ 1, 1, "x" }));
    CHECK_OK(c, run(c, "ledger", "key", NULL));
    CHECK_OK(c, run(c, "verify", NULL, NULL) || c->err.kind == ERR_CONFLICT);
    c->err = (struct err){ 0 };
    CHECK_OK(c, run(c, "ledger", "seal", NULL));
    CHECK_OK(c, run(c, "ledger", "rekey", NULL));
    CHECK_OK(c, ledger_head_read(c, &h));
    CHECK_INT(h.tree.size, 1);
    CHECK(!run(c, "ledger", "fly", NULL));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!run(c, "ledger", "key", "more"));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!run(c, "verify", "--colour", NULL));
    CHECK_FAILED(c, ERR_MALFORMED);
    CHECK(!run(c, "verify", "--key", "rubbish"));
    CHECK_FAILED(c, ERR_INPUT);
    CHECK(!run(c, "verify", "--checkpoint", "no/such/file"));
    CHECK(c->err.kind != ERR_NONE);
    c->err = (struct err){ 0 };
    /* The probe is no table of the product: nothing of it is looked at, its versions count. */
    CHECK_OK(c, run(c, "verify", NULL, NULL));
    ledger_probe_set_leaf(c, 0, "{}");
    CHECK(!run(c, "verify", NULL, NULL));
    CHECK_FAILED(c, ERR_CONFLICT);
}

TEST(the_log_is_named_after_the_address_that_it_had_when_it_began)
{
    struct conf conf = *c->app->conf;

    ledger_key_stop(c->app);
    conf.public_url = "https://lienthong.example.vn/";
    c->app->conf = &conf;
    CHECK_OK(c, ledger_key_start(c));
    CHECK_HAS(ledger_key_of(c)->vkey, "lienthong.example.vn/ledger+");
    ledger_key_stop(c->app);
    conf.public_url = "";
    conf.data = "build/test-data/no/such";
    CHECK(!ledger_key_start(c));
    CHECK_FAILED(c, ERR_SYSTEM);
    c->app->conf = NULL; /* as before the database is open */
}
