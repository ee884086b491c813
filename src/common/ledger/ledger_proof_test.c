/* The tree against a plain recursion of the definitions in RFC 6962, and published figures. */
#include "core/test.h"

#include "common/ledger/ledger_leaf.h"
#include "common/ledger/ledger_proof.h"

enum { MOST = 70 };

struct leaves {
    struct ledger_hash h[MOST];
};

static struct ledger_hash mth(const struct ledger_hash *d, int64_t n)
{
    int64_t k = 1;

    if (n == 1)
        return d[0];
    while (2 * k < n)
        k *= 2;
    struct ledger_hash left = mth(d, k), right = mth(d + k, n - k);
    return ledger_hash_node(&left, &right);
}

static bool node(void *arg, int level, int64_t index, struct ledger_hash *ret)
{
    *ret = mth(((struct leaves *)arg)->h + (index << level), (int64_t)1 << level);
    return true;
}

static struct leaves numbered(void)
{
    struct leaves l;

    for (unsigned char i = 0; i < MOST; i++)
        l.h[i] = ledger_hash_leaf((struct bytes){ &i, 1 });
    return l;
}

TEST(every_leaf_of_every_tree_is_proved_and_no_other_leaf_is)
{
    struct leaves l = numbered();
    const struct ledger_nodes t = { node, &l };

    for (int64_t size = 1; size <= MOST; size++) {
        struct ledger_tree tree = { size, mth(l.h, size) };
        struct ledger_hash root;

        CHECK(ledger_root(&t, size, &root));
        CHECK(memcmp(&root, &tree.root, sizeof root) == 0);
        for (int64_t i = 0; i < size; i++) {
            ledger_hashes p = { 0 };

            CHECK(ledger_prove_inclusion(&t, c->arena, i, size, &p));
            CHECK(ledger_includes(&tree, i, &l.h[i], p.v, p.n));
            CHECK(!ledger_includes(&tree, i, &l.h[(i + 1) % MOST], p.v, p.n));
            CHECK(!ledger_includes(&tree, i + 1, &l.h[i], p.v, p.n));
            CHECK(p.n == 0 || !ledger_includes(&tree, i, &l.h[i], p.v, p.n - 1));
            if (p.n)
                p.v[p.n / 2].b[3] ^= 1;
            CHECK(p.n == 0 || !ledger_includes(&tree, i, &l.h[i], p.v, p.n));
        }
    }
}

TEST(every_tree_continues_every_smaller_one_and_no_other)
{
    struct leaves l = numbered();
    const struct ledger_nodes t = { node, &l };

    for (int64_t size = 0; size <= MOST; size++)
        for (int64_t old = 0; old <= size; old++) {
            struct ledger_tree now = { .size = size }, then = { .size = old };
            ledger_hashes p = { 0 };

            CHECK(ledger_root(&t, size, &now.root) && ledger_root(&t, old, &then.root));
            CHECK(ledger_prove_consistency(&t, c->arena, old, size, &p));
            CHECK(ledger_continues(&now, &then, p.v, p.n));
            if (old == 0)
                continue;
            then.root.b[0] ^= 1;
            CHECK(!ledger_continues(&now, &then, p.v, p.n));
            then.root.b[0] ^= 1;
            now.root.b[31] ^= 1;
            CHECK(!ledger_continues(&now, &then, p.v, p.n));
            now.root.b[31] ^= 1;
            then.size = old == 1 ? 2 : old - 1;
            CHECK(size == 1 || !ledger_continues(&now, &then, p.v, p.n));
            then.size = old;
            CHECK(p.n == 0 || !ledger_continues(&now, &then, p.v, p.n - 1));
        }
}

/* ---- the eight leaves of the Certificate Transparency tests (transparency-dev/merkle) ---- */

static struct ledger_hash hash(const char *hex)
{
    struct ledger_hash h;

    CHECK(ledger_unhex(hex, sizeof h.b, h.b));
    return h;
}

static struct leaves published(void)
{
    static const struct bytes entry[] = { { "", 0 },
                                          { "\x00", 1 },
                                          { "\x10", 1 },
                                          { "\x20\x21", 2 },
                                          { "\x30\x31", 2 },
                                          { "\x40\x41\x42\x43", 4 },
                                          { "\x50\x51\x52\x53\x54\x55\x56\x57", 8 },
                                          { "\x60\x61\x62\x63\x64\x65\x66\x67"
                                            "\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
                                            16 } };
    struct leaves l;

    for (size_t i = 0; i < COUNT(entry); i++)
        l.h[i] = ledger_hash_leaf(entry[i]);
    return l;
}

TEST(roots_are_those_published_for_certificate_transparency)
{
    static const char *const roots[] = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    };
    struct leaves l = published();
    const struct ledger_nodes t = { node, &l };

    for (size_t n = 0; n < COUNT(roots); n++) {
        struct ledger_hash root, want = hash(roots[n]);

        CHECK(ledger_root(&t, (int64_t)n, &root));
        CHECK(memcmp(&root, &want, sizeof root) == 0);
    }
}

struct published_proof {
    int64_t from, to;
    const char *path[4];
};

static void check_path(const ledger_hashes *got, const struct published_proof *want)
{
    size_t n = 0;

    for (; want->path[n]; n++) {
        struct ledger_hash h = hash(want->path[n]);

        CHECK(n < got->n && memcmp(&got->v[n], &h, sizeof h) == 0);
    }
    CHECK_INT((int64_t)got->n, (int64_t)n);
}

TEST(proofs_are_those_published_for_certificate_transparency)
{
    static const struct published_proof inclusion[] = {
        { 0,
          8,
          { "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" } },
        { 5,
          8,
          { "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" } },
        { 2, 3, { "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" } },
        { 1,
          5,
          { "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b" } },
    };
    static const struct published_proof consistency[] = {
        { 1, 1, { NULL } },
        { 1,
          8,
          { "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" } },
        { 6,
          8,
          { "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" } },
        { 2,
          5,
          { "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b" } },
        { 6,
          7,
          { "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" } },
    };
    struct leaves l = published();
    const struct ledger_nodes t = { node, &l };

    for (size_t i = 0; i < COUNT(inclusion); i++) {
        ledger_hashes p = { 0 };

        CHECK(ledger_prove_inclusion(&t, c->arena, inclusion[i].from, inclusion[i].to, &p));
        check_path(&p, &inclusion[i]);
    }
    for (size_t i = 0; i < COUNT(consistency); i++) {
        ledger_hashes p = { 0 };

        CHECK(ledger_prove_consistency(&t, c->arena, consistency[i].from, consistency[i].to, &p));
        check_path(&p, &consistency[i]);
    }
}
