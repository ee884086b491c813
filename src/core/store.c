#include "core/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <magic.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/app.h"
#include "core/conf.h"
#include "core/day.h"

enum { HASH_HEX = 64, CHUNK = 64 * 1024 };

static void close_later(void *fd)
{
    close((int)(intptr_t)fd);
}

bool store_failed(struct ctx *c, const char *what, const char *path)
{
    int e = errno;
    const char *detail = arena_printf(c->arena, "%s %s: %s", what, path, strerror(e));

    if (e == ENOSPC || e == EDQUOT || e == EFBIG)
        return fail_at(c, ERR_FULL, detail, __FILE__, __LINE__,
                       "there is no room on the disk; nothing was changed");
    return fail_system(c, detail, "a file could not be read or written");
}

/* -1: failed. Closed with the arena. */
static int open_file(struct ctx *c, const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        store_failed(c, "open", path);
    else
        arena_on_free(c->arena, close_later, (void *)(intptr_t)fd);
    return fd;
}

bool store_is_there(const char *path)
{
    return access(path, R_OK) == 0;
}

bool store_read(struct ctx *c, const char *path, size_t max, struct bytes *ret)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t n = 0;

    if (fd < 0)
        return store_failed(c, "open", path);
    arena_on_free(c->arena, close_later, (void *)(intptr_t)fd);
    if (fstat(fd, &st) != 0)
        return store_failed(c, "stat", path);
    if ((uint64_t)st.st_size > max)
        return fail(c, ERR_TOO_LARGE, "the file is larger than allowed");
    char *p = arena_alloc(c->arena, (size_t)st.st_size + 1);
    while (n < (size_t)st.st_size) {
        ssize_t got = read(fd, p + n, (size_t)st.st_size - n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return store_failed(c, "read", path);
        n += (size_t)got;
    }
    *ret = (struct bytes){ p, n };
    return true;
}

bool store_write(struct ctx *c, const char *path, struct bytes content)
{
    const char *fresh = arena_printf(c->arena, "%s.new", path);
    int fd = open_file(c, fresh, O_WRONLY | O_CREAT | O_TRUNC);

    if (fd < 0)
        return false;
    if (write(fd, content.p, content.n) != (ssize_t)content.n || fsync(fd) != 0)
        return store_failed(c, "write", fresh);
    return rename(fresh, path) == 0 || store_failed(c, "rename", path);
}

const char *store_temporary(struct ctx *c, const char *what)
{
    const char *data = c->app->conf->data, *dir = arena_printf(c->arena, "%s/tmp", data);

    (void)mkdir(data, 0700); /* whether they are there, who opens the file will see */
    (void)mkdir(dir, 0700);
    return arena_printf(c->arena, "%s/%s-%lld", dir, what, (long long)new_id(c));
}

const char *store_beside_program(struct ctx *c, const char *relative)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);

    while (n > 0 && self[n - 1] != '/')
        n--;
    return arena_printf(c->arena, "%.*s%s", (int)(n > 0 ? n : 0), self, relative);
}

/* ---- contents by hash ---- */

static bool is_hash(const char *s)
{
    return strlen(s) == HASH_HEX && strspn(s, "0123456789abcdef") == HASH_HEX;
}

const char *store_path(struct ctx *c, const char *sha256)
{
    ASSERT(is_hash(sha256));
    return arena_printf(c->arena, "%s/files/%.2s/%s", c->app->conf->data, sha256, sha256 + 2);
}

/* Makes a folder, and its name durable in the folder above. */
static bool make_folder(struct ctx *c, const char *path, const char *above)
{
    if (mkdir(path, 0700) == 0) {
        int fd = open_file(c, above, O_RDONLY | O_DIRECTORY);

        return fd >= 0 && (fsync(fd) == 0 || store_failed(c, "fsync", above));
    }
    return errno == EEXIST || store_failed(c, "mkdir", path);
}

static bool sync_path(struct ctx *c, const char *path, int flags)
{
    int fd = open_file(c, path, O_RDONLY | flags);

    return fd >= 0 && (fsync(fd) == 0 || store_failed(c, "fsync", path));
}

bool store_keep(struct ctx *c, const char *path, const char *sha256)
{
    const char *data = c->app->conf->data, *to = store_path(c, sha256);
    const char *files = arena_printf(c->arena, "%s/files", data);
    const char *folder = arena_printf(c->arena, "%s/%.2s", files, sha256);

    if (!make_folder(c, files, data) || !make_folder(c, folder, files))
        return false;
    if (!sync_path(c, path, 0))
        return false;
    if (chmod(path, 0400) != 0)
        return store_failed(c, "chmod", path);
    /* link, not rename: it never replaces what is there */
    if (link(path, to) != 0 && errno != EEXIST)
        return store_failed(c, "link", to);
    return sync_path(c, folder, O_DIRECTORY);
}

int64_t store_size(struct ctx *c, const char *sha256)
{
    struct stat st;

    if (!is_hash(sha256) || stat(store_path(c, sha256), &st) != 0)
        return -1;
    return st.st_size;
}

int64_t store_age(struct ctx *c, const char *sha256)
{
    struct stat st;

    if (!is_hash(sha256) || stat(store_path(c, sha256), &st) != 0)
        return -1;
    return clock_ms() / 1000 - st.st_ctime;
}

bool store_remove(struct ctx *c, const char *sha256)
{
    const char *path = store_path(c, sha256);

    return unlink(path) == 0 || errno == ENOENT || store_failed(c, "remove", path);
}

/* ---- type ---- */

static pthread_key_t magic_key;
static pthread_once_t magic_once = PTHREAD_ONCE_INIT;

static void close_magic(void *m)
{
    magic_close(m);
}

static void make_key(void)
{
    ASSERT(pthread_key_create(&magic_key, close_magic) == 0);
}

/* A handle is not for several threads, and costs 5 ms and 1 MB: one per thread. */
static magic_t thread_magic(void)
{
    pthread_once(&magic_once, make_key);
    magic_t m = pthread_getspecific(magic_key);

    if (m)
        return m;
    m = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF);
    if (m && magic_load(m, NULL) != 0) {
        magic_close(m);
        m = NULL;
    }
    pthread_setspecific(magic_key, m);
    return m;
}

const char *store_sniff(struct ctx *c, const char *path)
{
    magic_t m = thread_magic();
    const char *type = m ? magic_file(m, path) : NULL;

    /* libmagic says "inode/…" of what is not a file, and "cannot open" of what is not there */
    if (!type || !strchr(type, '/') || strchr(type, ' ') || strncmp(type, "inode/", 6) == 0)
        return "application/octet-stream";
    return arena_strdup(c->arena, type);
}

/* ---- checking ---- */

static bool hash_fd(EVP_MD_CTX *h, int fd, unsigned char *chunk)
{
    for (;;) {
        ssize_t n = read(fd, chunk, CHUNK);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        EVP_DigestUpdate(h, chunk, (size_t)n);
    }
}

bool store_hash(struct ctx *c, const char *path, const char **ret_sha256)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    EVP_MD_CTX *h = EVP_MD_CTX_new();
    unsigned char *chunk = arena_alloc(c->arena, CHUNK), sum[32];
    char hex[HASH_HEX + 1];

    ASSERT(h && EVP_DigestInit_ex(h, EVP_sha256(), NULL));
    bool ok = fd >= 0 && hash_fd(h, fd, chunk);

    if (ok)
        EVP_DigestFinal_ex(h, sum, NULL);
    EVP_MD_CTX_free(h);
    if (!ok)
        store_failed(c, "read", path);
    if (fd >= 0)
        close(fd);
    if (!ok)
        return false;
    for (size_t i = 0; i < sizeof sum; i++)
        snprintf(hex + 2 * i, 3, "%02x", sum[i]);
    *ret_sha256 = arena_strdup(c->arena, hex);
    return true;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_folder(struct ctx *c, const char *files, const char *two, store_names *ret)
{
    DIR *d = opendir(arena_printf(c->arena, "%s/%s", files, two));

    for (struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d)) {
        const char *name = arena_printf(c->arena, "%s%s", two, e->d_name);

        if (is_hash(name))
            *LIST_PUSH(c->arena, ret) = name;
    }
    if (d)
        closedir(d);
}

bool store_list(struct ctx *c, store_names *ret)
{
    const char *files = arena_printf(c->arena, "%s/files", c->app->conf->data);
    DIR *d = opendir(files);

    if (!d)
        return errno == ENOENT || store_failed(c, "read", files);
    for (struct dirent *e = readdir(d); e; e = readdir(d))
        if (strlen(e->d_name) == 2 && e->d_name[0] != '.')
            list_folder(c, files, arena_strdup(c->arena, e->d_name), ret);
    closedir(d);
    if (ret->n)
        qsort(ret->v, ret->n, sizeof *ret->v, compare);
    return true;
}
