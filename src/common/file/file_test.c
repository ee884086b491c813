/* Attachments: names that lie, contents that are the same, contents that go missing. */
#include "common/file/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/app.h"
#include "core/conf.h"
#include "core/test.h"

static const char *const folder = "build/test-data";

/* A file on the disk as the upload code leaves it. */
static struct upload upload(struct ctx *c, const char *name, const char *content, int64_t sparse)
{
    struct upload u = { .field = "file",
                        .name = name,
                        .path =
                            arena_printf(c->arena, "%s/tmp-%lld", folder, (long long)new_id(c)) };
    int fd;

    mkdir("build", 0700);
    mkdir(folder, 0700);
    fd = open(u.path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    CHECK(fd >= 0 && write(fd, content, strlen(content)) == (ssize_t)strlen(content));
    u.size = (int64_t)strlen(content) + sparse;
    CHECK(ftruncate(fd, u.size) == 0);
    close(fd);
    CHECK_OK(c, store_hash(c, u.path, &u.sha256));
    return u;
}

struct attaching {
    struct upload u;
    int64_t id;
};

static const struct file_place seven = { "task", 1, 7 };

static bool attach(struct ctx *c, void *arg)
{
    struct attaching *a = arg;

    return file_attach(c, &a->u, &seven, "product", &a->id);
}

static struct file attached(struct ctx *c, const char *name, const char *content)
{
    struct attaching a = { upload(c, name, content, 0), 0 };
    struct file f = { 0 };

    CHECK_OK(c, test_write(c, attach, &a));
    CHECK_OK(c, file_get(c, &seven, a.id, &f));
    unlink(a.u.path); /* as the end of the request does */
    return f;
}

TEST(an_attached_file_is_kept_listed_and_sent_as_an_attachment)
{
    struct file f = attached(c, "Báo cáo.pdf", "%PDF-1.4\n%test\n");
    struct res s = { .body.arena = c->arena };
    file_list l = { 0 };

    CHECK_STR(f.name, "Báo cáo.pdf");
    CHECK_STR(f.type, "application/pdf");
    CHECK_INT(f.size, 15);
    CHECK_OK(c, file_list_of(c, &seven, &l));
    CHECK_INT(l.n, 1);
    CHECK_STR(l.v[0].purpose, "product");
    CHECK_OK(c, file_send(c, &f, &s));
    CHECK_STR(s.filename, "Báo cáo.pdf");
    CHECK_STR(s.send_file, store_path(c, f.sha256));
    static const struct file_place others[] = { { "dossier", 1, 7 },
                                                { "task", 1, 8 },
                                                { "task", 2, 7 } };
    for (size_t i = 0; i < COUNT(others); i++) {
        CHECK(!file_get(c, &others[i], f.id, &f));
        CHECK_FAILED(c, ERR_NOT_FOUND);
    }
}

TEST(a_hostile_file_name_loses_its_path_its_controls_and_its_tricks)
{
    static const char *const names[][2] = {
        { "../../etc/passwd", "passwd" },
        { "C:\\Users\\a\\plan.docx", "plan.docx" },
        { "a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt" },
        { "..", "file" },
        { "", "file" },
        { "x/", "file" },
        { "\xff\xfe.pdf", "file" },
        { "ann\u202efdp.exe", "annfdp.exe" },
    };
    struct buf lengthy = { .arena = c->arena };

    for (size_t i = 0; i < COUNT(names); i++)
        CHECK_STR(attached(c, names[i][0], "x").name, names[i][1]);
    for (int i = 0; i < 300; i++)
        buf_text(&lengthy, "ắ");
    buf_text(&lengthy, ".xlsx");
    struct file f = attached(c, buf_str(&lengthy), "x");
    CHECK(strlen(f.name) <= 200 && strcmp(f.name + strlen(f.name) - 5, ".xlsx") == 0);
}

TEST(the_same_content_twice_is_kept_once)
{
    struct file a = attached(c, "a.txt", "the same words"),
                b = attached(c, "b.txt", "the same words");

    CHECK(a.id != b.id);
    CHECK_STR(a.sha256, b.sha256);
    CHECK_INT(store_size(c, a.sha256), 14);
}

static bool settle_badly(struct ctx *c, const void *items, size_t n)
{
    bool *const *failed = items;

    if (n != 1 || **failed)
        return true;
    **failed = true;
    return fail_system(c, "for the test", "could not settle");
}

static bool fail_once(struct ctx *c, void *arg)
{
    static const struct settle kind = { "bad", sizeof(bool *), settle_badly };
    bool *failed = arg;

    ctx_settle(c, &kind, &failed);
    return true;
}

/* The common end of a group fails for another's fault: each write is run again, alone. */
TEST(a_file_survives_when_its_write_is_run_a_second_time)
{
    const char *words = arena_printf(c->arena, "twice %lld", (long long)new_id(c));
    struct attaching a = { upload(c, "a.txt", words, 0), 0 };
    bool failed = false;
    struct ctx other = app_ctx(c->app, 16 << 20), mine = *c;
    struct write one = { .c = &mine, .run = attach, .arg = &a },
                 two = { .c = &other, .run = fail_once, .arg = &failed }, *both[] = { &one, &two };
    struct db *db = c->db;
    file_list l = { 0 };

    exec_group(c->app, db, both, 2);
    CHECK(failed && one.ok && two.ok);
    CHECK_OK(c, file_list_of(c, &seven, &l));
    CHECK_INT(l.n, 1);
    CHECK_INT(l.n ? l.v[0].id : 0, a.id);
    CHECK_INT(store_size(c, a.u.sha256), (int64_t)strlen(words));
    unlink(a.u.path);
    arena_free(&other.arena);
}

TEST(an_empty_file_is_refused_at_its_field)
{
    struct attaching a = { upload(c, "empty.pdf", "", 0), 0 };

    CHECK(!test_write(c, attach, &a));
    CHECK_STR(c->err.fields.v[0].name, "file");
    CHECK_FAILED(c, ERR_INPUT);
    unlink(a.u.path);
}

TEST(a_file_of_gigabytes_is_attached_without_being_read_into_memory)
{
    struct attaching a = { upload(c, "huge.bin", "head", (int64_t)1 << 28), 0 };
    size_t before = arena_used(c->arena);

    CHECK_OK(c, test_write(c, attach, &a));
    CHECK(arena_used(c->arena) - before < 1 << 20);
    unlink(a.u.path);
    chmod(store_path(c, a.u.sha256), 0600);
    unlink(store_path(c, a.u.sha256));
}

TEST(html_is_not_served_as_what_it_says_it_is)
{
    struct file f =
        attached(c, "page.png", "<!DOCTYPE html><html><script>alert(1)</script></html>");

    CHECK_STR(f.type, "text/html"); /* delivered as an attachment with nosniff, whatever it is */
}

TEST(the_check_names_contents_that_are_missing_or_changed_and_those_that_nobody_names)
{
    struct file f =
        attached(c, "a.txt", arena_printf(c->arena, "content %lld", (long long)new_id(c)));
    const char *path = store_path(c, f.sha256);
    struct buf good = { .arena = c->arena }, changed = good, missing = good;
    store_names orphans = { 0 };

    CHECK_OK(c, file_check(c, true, &good));
    CHECK_STR(buf_str(&good), "");
    CHECK_OK(c, file_orphans(c, &orphans)); /* those of other tests, not this one */
    for (size_t i = 0; i < orphans.n; i++)
        CHECK(strcmp(orphans.v[i], f.sha256) != 0);
    chmod(path, 0600);
    int fd = open(path, O_WRONLY);
    CHECK(fd >= 0 && pwrite(fd, "C", 1, 0) == 1);
    close(fd);
    CHECK_OK(c, file_check(c, false, &changed));
    CHECK_STR(buf_str(&changed), ""); /* the size is right: only a deep check sees it */
    CHECK_OK(c, file_check(c, true, &changed));
    CHECK_HAS(buf_str(&changed), "was changed");
    unlink(path);
    CHECK_OK(c, file_check(c, false, &missing));
    CHECK_HAS(buf_str(&missing), "is missing");
    struct res s = { .body.arena = c->arena };
    CHECK(!file_send(c, &f, &s));
    CHECK_FAILED(c, ERR_SYSTEM);
}

TEST(the_files_command_says_what_is_missing)
{
    char deep[] = "--deep", *argv[] = { deep, NULL };
    struct file f =
        attached(c, "a.txt", arena_printf(c->arena, "content %lld", (long long)new_id(c)));

    CHECK_OK(c, file_command(c, 1, argv));
    chmod(store_path(c, f.sha256), 0600);
    unlink(store_path(c, f.sha256));
    CHECK(!file_command(c, 0, argv));
    CHECK_FAILED(c, ERR_CONFLICT);
}
