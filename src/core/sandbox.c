#include "core/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { CHECKED_BUILD = 1 }; /* the checker itself needs calls that serving does not */
#else
enum { CHECKED_BUILD = 0 };
#endif

/* ---- files ---- */

/* Newer than Debian 12's header. */
#define TRUNCATE (1ULL << 14) /* LANDLOCK_ACCESS_FS_TRUNCATE, version 3 */

static const uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t writing = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER;
static const uint64_t never = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                              LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                              LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

static bool allow(int rules, const char *path, uint64_t what)
{
    struct landlock_path_beneath_attr rule = { .allowed_access = what };
    struct stat st;

    rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0)
        return true; /* what is not there needs no permission */
    if (fstat(rule.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
        rule.allowed_access &= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;
    long rc = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent_fd);
    return rc == 0;
}

/* Started as root it keeps nothing of that but, where the data is somebody else's, to write it. */
static bool drop_root(struct ctx *c, const char *data)
{
    struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct keep[2] = { 0 };
    struct stat st;

    if (geteuid() == 0 && stat(data, &st) == 0 && st.st_uid != 0)
        keep[0].effective = keep[0].permitted = 1u << CAP_DAC_OVERRIDE | 1u << CAP_FOWNER;
    return syscall(SYS_capset, &head, keep) == 0 ||
           fail_system(c, strerror(errno), "the rights of root could not be given up");
}

bool sandbox_files(struct ctx *c, const struct conf *conf)
{
    static const char *const read_only[] = {
        "/usr", "/etc", "/lib", "/lib64", "/proc/self", "/dev", "/sys/devices/system/cpu",
        /* where /etc/resolv.conf points to on many machines: webhooks ask for names */
        "/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager"
    };
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    bool pg = *conf->db != '\0';

    if (!conf->sandbox || CHECKED_BUILD)
        return true;
    if (mkdir(conf->data, 0700) != 0 && errno != EEXIST)
        return fail_system(c, strerror(errno), "the data folder %s could not be made", conf->data);
    if (!drop_root(c, conf->data))
        return false;
    /* Version 1 forbids moving a file between two folders, which storing needs. */
    if (version < 2)
        return true;
    uint64_t write = writing | (version >= 3 ? TRUNCATE : 0);
    /* libpq reads keys and passwords where the operator has put them. */
    struct landlock_ruleset_attr attr = { .handled_access_fs = write | never | (pg ? 0 : reading) };
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    bool ok = rules >= 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;

    ok = ok && allow(rules, conf->data, write | (pg ? 0 : reading));
    ok = ok && allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE);
    for (size_t i = 0; ok && !pg && i < COUNT(read_only); i++)
        ok = allow(rules, read_only[i], reading);
    ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    int why = errno;
    if (rules >= 0)
        close(rules);
    return ok || fail_system(c, strerror(why), "Landlock could not be set up");
}

/* ---- calls ---- */

/* By use; what one kernel does not have is passed over. */
static const char *const calls[] = {
    /* memory, threads, time */
    "mmap",
    "munmap",
    "mremap",
    "mprotect",
    "madvise",
    "brk",
    "futex",
    "set_robust_list",
    "rseq",
    "sched_yield",
    "sched_getaffinity",
    "clock_gettime",
    "clock_nanosleep",
    "nanosleep",
    "gettimeofday",
    "time",
    "getrandom",
    "exit",
    "exit_group",
    "gettid",
    "getpid",
    "getuid",
    "geteuid",
    "getgid",
    "getegid",
    "uname",
    "sysinfo",
    "getrusage",
    "prlimit64",
    "getrlimit",
    "restart_syscall",
    "membarrier",
    "getcpu",
    "set_tid_address",
    "arch_prctl",
    "mlock",
    "munlock",
    /* signals: ASSERT ends by abort() */
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "rt_sigtimedwait",
    "rt_sigpending",
    "sigaltstack",
    "tgkill",
    /* files */
    "read",
    "write",
    "readv",
    "writev",
    "pread64",
    "pwrite64",
    "preadv",
    "pwritev",
    "open",
    "openat",
    "close",
    "stat",
    "fstat",
    "lstat",
    "newfstatat",
    "statx",
    "lseek",
    "access",
    "faccessat",
    "faccessat2",
    "fcntl",
    "flock",
    "fsync",
    "fdatasync",
    "ftruncate",
    "truncate",
    "fallocate",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "getdents",
    "getdents64",
    "readlink",
    "readlinkat",
    "getcwd",
    "chmod",
    "fchmod",
    "fchmodat",
    "fchown",
    "utimensat",
    "fadvise64",
    "sync_file_range",
    "statfs",
    "fstatfs",
    "copy_file_range",
    "dup",
    "dup2",
    "dup3",
    "umask",
    "ioctl",
    /* sockets and waiting */
    "accept",
    "accept4",
    "socket",
    "socketpair",
    "connect",
    "bind",
    "getsockname",
    "getpeername",
    "getsockopt",
    "setsockopt",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "recvfrom",
    "recvmsg",
    "recvmmsg",
    "shutdown",
    "sendfile",
    "epoll_create1",
    "epoll_ctl",
    "epoll_wait",
    "epoll_pwait",
    "poll",
    "ppoll",
    "select",
    "pselect6",
    "eventfd2",
    "pipe",
    "pipe2",
};

bool sandbox_calls(struct ctx *c, const struct conf *conf)
{
    if (!conf->sandbox || CHECKED_BUILD)
        return true;
    /* "Not there" rather than an end: libraries then take their older way. */
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    int rc = f ? 0 : -ENOMEM;

    for (size_t i = 0; rc == 0 && i < COUNT(calls); i++) {
        int number = seccomp_syscall_resolve_name(calls[i]);

        if (number >= 0)
            rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, number, 0);
    }
    if (rc == 0) /* threads, but no processes */
        rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                              SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    if (rc == 0)
        rc = seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1); /* all threads, not only this */
    if (rc == 0)
        rc = seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    if (rc == 0)
        rc = seccomp_load(f);
    seccomp_release(f);
    return rc == 0 || fail_system(c, strerror(-rc), "seccomp could not be set up");
}
