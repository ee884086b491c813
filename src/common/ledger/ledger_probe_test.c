#include "common/ledger/ledger_probe.h"

#include "core/test.h"

#include "ledger_probe_sql.h"

void ledger_probe_make(struct ctx *c)
{
    static const char *const steps[] = { "CREATE TABLE ledger_probe (\n"
                                         "    tenant INTEGER NOT NULL,\n"
                                         "    id INTEGER NOT NULL,\n"
                                         "    title TEXT,\n    due INTEGER,\n    proof BLOB,\n"
                                         "    PRIMARY KEY (tenant, id)\n) STRICT",
                                         "CREATE TABLE ledger_probe_past (\n"
                                         "    tenant INTEGER NOT NULL,\n"
                                         "    id INTEGER NOT NULL,\n"
                                         "    title TEXT,\n    due INTEGER,\n"
                                         "    PRIMARY KEY (tenant, id)\n) STRICT" };

    CHECK_OK(c, db_migrate(c, "ledger_probe", steps, COUNT(steps)));
}

static bool put(struct ctx *c, const struct ledger_probe *p)
{
    struct bytes proof = { "\x01\xff", 2 };

    return p->title ? ledger_probe_q_put(c, 1, p->id, p->title, p->due, proof)
                    : ledger_probe_q_drop(c, 1, p->id);
}

bool ledger_probe_change(struct ctx *c, void *arg)
{
    const struct ledger_probe *p = arg;

    return put(c, p) && ledger_probe_seal(c, 1, p->id);
}

/* An odd day: no proof. */
bool ledger_probe_insert(struct ctx *c, void *arg)
{
    const struct ledger_probe *p = arg;
    struct ledger_probe_sealed_row r = {
        .tenant = 1, .id = p->id, .title = p->title, .due = p->due
    };

    if (p->due % 2 == 0)
        r.proof = (struct bytes){ "\x01\xff\x00", (size_t)(p->due & 3) };
    return ledger_probe_insert_sealed(c, &r);
}

bool ledger_probe_change_in_past(struct ctx *c, void *arg)
{
    const struct ledger_probe *p = arg;
    struct sealed *past = NEW(c->arena, struct sealed);

    (void)ledger_probe_past_seal; /* it would seal under the other name */
    *past = ledger_probe_past_sealed;
    past->table = "ledger_probe";
    return put(c, p) && ledger_probe_q_past(c, 1, p->id, p->title, p->due) &&
           ledger_seal(c, past, (const int64_t[]){ 1, p->id });
}

void ledger_probe_tamper(struct ctx *c, const struct ledger_probe *p)
{
    CHECK_OK(c, put(c, p));
}

size_t ledger_probe_waiting(struct ctx *c, struct ledger_leaf *ret, size_t max)
{
    ledger_probe_q_new_rows rows = { 0 };

    CHECK_OK(c, ledger_probe_q_new(c, &rows));
    CHECK(rows.n <= max);
    for (size_t i = 0; i < rows.n && i < max; i++) {
        struct bytes body = { rows.v[i].body, strlen(rows.v[i].body) };

        CHECK(body.n <= 65535);
        CHECK(ledger_leaf_parse(c->arena, body, &ret[i]));
    }
    return rows.n;
}

void ledger_probe_forge(struct ctx *c, int64_t id, const char *body, const char *mac)
{
    CHECK_OK(c, ledger_probe_q_forge(c, id, body, (struct bytes){ mac, strlen(mac) }));
}

void ledger_probe_set_tile(struct ctx *c, int64_t level, int64_t n, struct bytes hashes)
{
    CHECK_OK(c, ledger_probe_q_tile(c, level, n, hashes));
}

const char *ledger_probe_body(struct ctx *c, int64_t idx)
{
    struct ledger_probe_q_body_row row = { .body = "" };

    CHECK_OK(c, ledger_probe_q_body(c, idx, &row));
    return row.body;
}

void ledger_probe_set_leaf(struct ctx *c, int64_t idx, const char *body)
{
    if (body)
        CHECK_OK(c, ledger_probe_q_leaf(c, idx, body));
    else
        CHECK_OK(c, ledger_probe_q_leaf_drop(c, idx));
}

void ledger_probe_move_leaf(struct ctx *c, int64_t idx, int64_t to)
{
    CHECK_OK(c, ledger_probe_q_leaf_move(c, idx, to));
}

void ledger_probe_drop_version(struct ctx *c, int64_t id, int64_t v)
{
    CHECK_OK(c, ledger_probe_q_version_drop(c, id, v));
}

void ledger_probe_drop_salt(struct ctx *c, int64_t id, int64_t v)
{
    CHECK_OK(c, ledger_probe_q_version_salt(c, id, v));
}

void ledger_probe_forge_version(struct ctx *c, const struct ledger_probe *p, int64_t v,
                                int64_t entry)
{
    static const unsigned char salt[LEDGER_SALT] = { 9 };
    const char *row = arena_printf(c->arena, "[1,%lld,\"%s\",%lld,\"01ff\"]", (long long)p->id,
                                   p->title, (long long)p->due);
    const struct bytes parts[] = { { salt, sizeof salt }, { row, strlen(row) } };
    unsigned char h[SHA256_SIZE];

    sha256(parts, COUNT(parts), h);
    CHECK_OK(c, ledger_probe_q_version_add(c, "ledger_probe", 1, p->id, v, entry,
                                           (struct bytes){ h, sizeof h }, parts[0]));
}

void ledger_probe_add_version(struct ctx *c, const char *table, int64_t key, int64_t v,
                              int64_t entry)
{
    static const unsigned char h[SHA256_SIZE] = { 0xab }, salt[LEDGER_SALT] = { 0xcd };
    bool there = v != 2; /* the second version: gone */

    CHECK_OK(c, ledger_probe_q_version_add(c, table, key, 0, v, entry,
                                           (struct bytes){ there ? h : NULL, sizeof h },
                                           (struct bytes){ there ? salt : NULL, sizeof salt }));
}

void ledger_probe_set_head(struct ctx *c, int64_t size, const char *note)
{
    CHECK_OK(c, ledger_probe_q_head(c, size, note));
}
