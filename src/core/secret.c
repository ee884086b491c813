#include "core/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/app.h"
#include "core/conf.h"

static bool read_secret(struct ctx *c, const char *path, int fd, unsigned char *ret, size_t n)
{
    struct stat st;

    if (fstat(fd, &st) != 0 || (st.st_mode & 077) != 0)
        return fail(c, ERR_SYSTEM, "%s may be read by others; chmod 600", path);
    if (st.st_size != (off_t)n || read(fd, ret, n) != (ssize_t)n)
        return fail(c, ERR_SYSTEM, "%s is damaged; put it back from the backup", path);
    return true;
}

/* Complete under another name first, then in place in one step: two programs that
 * start together agree on one secret, and a crash leaves all or nothing. */
static bool make_secret(struct ctx *c, const char *dir, const char *path, size_t n)
{
    const char *tmp = arena_printf(c->arena, "%s.%lld.tmp", path, (long long)new_id(c));
    unsigned char *fresh = arena_alloc(c->arena, n);

    mkdir(dir, 0700); /* it is there as a rule */
    randombytes_buf(fresh, n);
    int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail_system(c, strerror(errno), "could not write %s", path);
    bool ok = write(fd, fresh, n) == (ssize_t)n && fsync(fd) == 0;
    sodium_memzero(fresh, n);
    close(fd);
    ok = ok && (link(tmp, path) == 0 || errno == EEXIST);
    unlink(tmp);
    int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ok = ok && folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    return ok || fail_system(c, strerror(errno), "could not write %s", path);
}

bool secret_open(struct ctx *c, const char *name, unsigned char *ret, size_t n)
{
    const char *dir = c->app->conf->data;
    const char *path = arena_printf(c->arena, "%s/%s", dir, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 && errno == ENOENT) {
        if (!make_secret(c, dir, path, n))
            return false;
        fd = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (fd < 0)
        return fail_system(c, strerror(errno), "could not read %s", path);
    bool ok = read_secret(c, path, fd, ret, n);
    close(fd);
    return ok;
}
