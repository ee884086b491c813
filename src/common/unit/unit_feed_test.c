/* Changes as they are told: the page, the feed (checked against RFC 4287), messages to webhooks. */
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "common/hook/hook.h"
#include "common/unit/unit_feed.h"
#include "core/test.h"

/* The state, a ministry, a province and a commune. */
static bool plant(struct ctx *c, void *arg)
{
    static const struct unit_draft drafts[] = {
        { .system = "agency", .code = "G12", .kind = "ministry", .name = "Bộ <Tài chính> & thuế" },
        { .system = "province",
          .code = "01",
          .kind = "province",
          .type = "tỉnh",
          .name = "Tỉnh Một" },
        { .system = "commune", .code = "00001", .kind = "commune", .type = "xã", .name = "Xã Mai" },
    };
    int64_t vn, above;

    (void)arg;
    if (!unit_load_state(c, &vn))
        return false;
    above = vn;
    for (size_t i = 0; i < COUNT(drafts); i++) {
        struct unit_draft d = drafts[i];

        d.parent = i == 2 ? above : vn;
        d.from = day(2025, 3, 1);
        if (!unit_add(c, &d, &above))
            return false;
    }
    return true;
}

/* One person writes a release, another one publishes it. */
static void publish(struct ctx *c)
{
    const char *may = "unit.read unit.write unit.approve";
    struct actor other = test_actor(c, may);
    struct res s =
        ask(c, may, POST, "/units/releases?title=Danh+m%E1%BB%A5c&day=2025-08-01&act=19%2F2025");

    other.id += 1;
    CHECK_INT(s.status, 303);
    const char *base = s.location;
    CHECK_INT(ask(c, may, POST,
                  arena_printf(c->arena,
                               "%s/line?op=fact&unit=commune:00001&type=ph%%C6%%B0%%E1%%BB%%9Dng"
                               "&name=Ph%%C6%%B0%%E1%%BB%%9Dng+Mai",
                               base))
                  .status,
              303);
    CHECK_INT(ask_as(c, &other, POST, arena_printf(c->arena, "%s/approve", base)).status, 303);
    CHECK_INT(ask_as(c, &other, POST, arena_printf(c->arena, "%s/publish", base)).status, 303);
}

/* A change by hand, as the page makes it. */
static void change(struct ctx *c, int i)
{
    const char *path =
        arena_printf(c->arena, "/units?parent=VN&kind=agency&name=Unit+%d&from=2025-08-01", i);

    CHECK_INT(ask(c, "unit.write", POST, path).status, 303);
}

/* ---- the feed, read as a reader does ---- */

struct feed {
    xmlDocPtr doc;
    size_t entries;
    const char *id[100], *next, *newest;
};

static const char *child(struct ctx *c, xmlNodePtr node, const char *name)
{
    const char *found = NULL;

    for (xmlNodePtr k = node->children; k; k = k->next) {
        if (strcmp((const char *)k->name, name) != 0)
            continue;
        CHECK(!found); /* each of these stands once */
        xmlChar *text = xmlNodeGetContent(k);
        found = arena_strdup(c->arena, (const char *)text);
        xmlFree(text);
    }
    return found ? found : "";
}

static const char *link_of(struct ctx *c, xmlNodePtr node, const char *rel)
{
    for (xmlNodePtr k = node->children; k; k = k->next) {
        xmlChar *r = xmlGetProp(k, (const xmlChar *)"rel");
        xmlChar *to = xmlGetProp(k, (const xmlChar *)"href");
        const char *found = r && to && strcmp((const char *)k->name, "link") == 0 &&
                                    strcmp((const char *)r, rel) == 0
                                ? arena_strdup(c->arena, (const char *)to)
                                : NULL;

        xmlFree(r);
        xmlFree(to);
        if (found)
            return found;
    }
    return NULL;
}

/* id, title and updated in each place (RFC 4287, 4.1.1 and 4.1.2); an author; no id twice. */
static struct feed read_feed(struct ctx *c, const char *path)
{
    struct feed f = { 0 };
    struct res s = ask(c, "", GET, path);
    const char *xml = buf_str(&s.body), *before = "9";

    CHECK_INT(s.status, 200);
    CHECK_STR(s.type, "application/atom+xml; charset=utf-8");
    f.doc = xmlReadMemory(xml, (int)strlen(xml), "feed", NULL, XML_PARSE_NONET);
    CHECK(f.doc);
    if (!f.doc)
        return f;
    xmlNodePtr root = xmlDocGetRootElement(f.doc);
    CHECK_STR((const char *)root->name, "feed");
    CHECK(root->ns && strcmp((const char *)root->ns->href, "http://www.w3.org/2005/Atom") == 0);
    CHECK(strncmp(child(c, root, "id"), "urn:uuid:", 9) == 0);
    CHECK(*child(c, root, "title") && *child(c, root, "author"));
    f.newest = child(c, root, "updated");
    CHECK_INT(strlen(f.newest), strlen("2025-08-28T00:00:00+07:00"));
    CHECK(link_of(c, root, "self"));
    f.next = link_of(c, root, "next");
    for (xmlNodePtr e = root->children; e; e = e->next) {
        if (strcmp((const char *)e->name, "entry") != 0)
            continue;
        const char *id = child(c, e, "id"), *updated = child(c, e, "updated");
        CHECK_INT(strlen(id), strlen("urn:uuid:00000000-0000-8000-8000-000000000000"));
        CHECK(*child(c, e, "title") && link_of(c, e, "alternate"));
        CHECK(strcmp(updated, before) <= 0); /* newest first */
        before = updated;
        for (size_t i = 0; i < f.entries; i++)
            CHECK(strcmp(f.id[i], id) != 0);
        f.id[f.entries++] = id;
    }
    xmlFreeDoc(f.doc);
    return f;
}

TEST(the_feed_of_units_is_atom_with_ids_that_stay)
{
    CHECK_OK(c, test_write(c, plant, NULL));
    CHECK_INT(read_feed(c, "/units/changes.atom").entries, 0);
    change(c, 1);
    publish(c);
    struct feed f = read_feed(c, "/units/changes.atom");
    CHECK_INT(f.entries, 2);
    CHECK(!f.next);
    struct res s = ask(c, "", GET, "/units/changes.atom");
    CHECK_HAS(s.body.p, "List no. 1, in force from 1 August 2025: Danh mục");
    CHECK_HAS(s.body.p, "/units/changes.json?release=");
    CHECK_HAS(s.body.p, "Unit 1: created");
    struct feed again = read_feed(c, "/units/changes.atom");
    CHECK_STR(again.id[0], f.id[0]);
    CHECK_INT(ask(c, "", GET, "/units/changes.atom?before=x").status, 422);
}

TEST(the_feed_of_units_is_paged_to_its_end_without_a_gap)
{
    CHECK_OK(c, test_write(c, plant, NULL));
    for (int i = 0; i < 55; i++)
        change(c, i);
    publish(c);
    struct feed f = read_feed(c, "/units/changes.atom");
    CHECK_INT(f.entries, 50);
    CHECK(f.next);
    if (!f.next)
        return;
    struct feed rest = read_feed(c, f.next);
    CHECK_INT(rest.entries, 6);
    CHECK(!rest.next);
    for (size_t i = 0; i < rest.entries; i++)
        for (size_t k = 0; k < f.entries; k++)
            CHECK(strcmp(rest.id[i], f.id[k]) != 0);
}

TEST(changes_of_units_are_listed_for_people_programs_and_spreadsheets)
{
    CHECK_OK(c, test_write(c, plant, NULL));
    CHECK_HAS(ask(c, "", GET, "/units/changes").body.p, "No change has been noted.");
    CHECK_INT(ask(c, "unit.write", POST, "/units/G12/rename?name=X&from=2025-08-20").status, 303);
    CHECK_INT(ask(c, "unit.write", POST, "/units/G12/close?until=2025-08-25").status, 303);
    const char *page = ask(c, "", GET, "/units/changes").body.p;
    CHECK_HAS(page, "renamed");
    CHECK_HAS(page, "dissolved");
    CHECK_HAS(page, "Bộ &lt;Tài chính&gt; &amp; thuế");
    CHECK_HAS_NOT(page, "href=\"/hooks\"");
    CHECK_HAS(ask(c, "hook.manage", GET, "/units/changes").body.p, "href=\"/hooks\"");
    const char *j = ask(c, "", GET, "/units/changes.json").body.p;
    CHECK_HAS(j, "\"what\":\"dissolved\"");
    CHECK_HAS(j, "\"next\":null");
    CHECK_HAS(ask(c, "", GET, "/units/changes.csv").body.p, "2025-08-20,renamed,agency,G12,");
    CHECK_INT(ask(c, "", GET, "/units/changes.xlsx").status, 200);
    CHECK_HAS_NOT(ask(c, "", GET, "/units/changes.json?release=77").body.p, "renamed");
    CHECK_INT(ask(c, "", GET, "/units/changes.json?release=x").status, 422);
}

TEST(a_change_of_units_is_told_to_webhooks_in_its_own_transaction)
{
    CHECK_OK(c, test_write(c, plant, NULL));
    CHECK_INT(ask(c, "hook.manage", POST, "/hooks?url=https://example.gov.vn/").status, 303);
    change(c, 1);
    publish(c);
    const char *all = test_database(c);
    CHECK_HAS(all, "unit.changed");
    CHECK_HAS(all, "Unit 1");
    CHECK_HAS(all, "unit.release");
    /* one that does not come about is not told */
    CHECK_INT(ask(c, "unit.write", POST, "/units/G12/close?until=2019-01-01").status, 422);
    CHECK_STR(test_database(c), all);
    CHECK(test_each_failure(c, "unit.write", POST, "/units/G12/rename?name=X&from=2025-08-20") >=
          8);
}
