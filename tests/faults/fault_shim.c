/* A preloaded library that makes calls of the machine fail.
 *
 *   FAULT_CALL   the call that fails: open, write, malloc …  (the table below)
 *   FAULT_AT     which call of that name, in this process and those forked from it; 1: the first, 0: none
 *   FAULT_FORKED when set, only calls of processes forked from the first one are counted, and fail
 *   FAULT_FIRST  when set, only calls of the first process are counted, and fail
 *   FAULT_FOR    once (default) or ever: this call alone, or every later one too
 *   FAULT_ERRNO  a number; 0 with read, write, fread, fwrite: a short count instead of a failure
 *   FAULT_KILL   when set, the process is killed instead; with `later`, before the call after the one that failed
 *   FAULT_LOG    a file to which the first process appends at its end each name with the number of its calls; and each
 *                place that calls, which is three return addresses, with the numbers of four of its calls: the first,
 *                the second, one in the middle, the last
 *   FAULT_BAD    a path's ending: when a file of that name is closed, the byte at FAULT_OFFSET is flipped (from the end
 *                when negative), or, with FAULT_CUT, the file is cut there
 *   FAULT_WALLS  open, socket, fork, ptrace, write or read: tried by each process that has a line to another one and
 *                has just raised its walls, as a file might that has taken it over
 *
 * Counters lie in memory that is shared with the processes forked later, so that one number means one call of the run.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <unwind.h>

/* clang-format off */
#define CALLS(X) \
    X(open) X(rename) X(unlink) X(fsync) X(pipe) X(fork) X(poll) X(waitpid) \
    X(read) X(write) X(pwrite) X(close) X(fread) X(fwrite) X(fputs) X(fputc) \
    X(fflush) X(fopen) X(malloc) X(calloc) X(realloc) X(memfd_create) X(link) X(mkdir) \
    X(flock) X(ftruncate) X(clone) X(fdatasync) X(pread) X(socketpair) X(send) X(stat) X(lstat) X(opendir) \
    X(readdir)
/* clang-format on */

enum call {
#define ID(name) CALL_##name,
    CALLS(ID)
#undef ID
        CALLS_N
};

static const char *const names[] = {
#define NAME(name) #name,
    CALLS(NAME)
#undef NAME
};

enum { SITES = 8192, SKIPPED = 3, DEEP = 3 };

struct shared {
    unsigned long calls[CALLS_N];
    unsigned long failed;
    struct site {
        uint64_t place;
        unsigned long calls, first, second, middle, last; /* the others are numbers of calls of that name */
        int call;
    } sites[SITES];
};

static struct shared *shared;
static int wanted = -1, how;
static unsigned long wanted_at;
static bool for_ever, log_sites, forked_only, first_only, doomed;
static pid_t first_process;

static void *next_of(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

static void begin(void)
{
    static bool begun;
    if (begun)
        return;
    begun = true;
    const char *call = getenv("FAULT_CALL"), *at = getenv("FAULT_AT");
    first_process = getpid();
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        abort();
    for (int i = 0; call && i < CALLS_N; i++)
        if (strcmp(names[i], call) == 0)
            wanted = i;
    wanted_at = at ? strtoul(at, NULL, 10) : 0;
    for_ever = getenv("FAULT_FOR") && strcmp(getenv("FAULT_FOR"), "ever") == 0;
    how = getenv("FAULT_ERRNO") ? atoi(getenv("FAULT_ERRNO")) : EIO;
    log_sites = getenv("FAULT_LOG") != NULL;
    forked_only = getenv("FAULT_FORKED") != NULL;
    first_only = getenv("FAULT_FIRST") != NULL;
}

__attribute__((constructor)) static void at_start(void)
{
    begin();
}

__attribute__((destructor)) static void at_end(void)
{
    const char *path = getenv("FAULT_LOG");
    if (!path || getpid() != first_process)
        return;
    char line[128];
    int (*real_open)(const char *, int, ...) = (int (*)(const char *, int, ...))next_of("open");
    int fd = real_open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
    for (int i = 0; i < CALLS_N; i++) {
        int n = snprintf(line, sizeof line, "%s %lu\n", names[i], shared->calls[i]);
        if (shared->calls[i])
            (void)!((ssize_t(*)(int, const void *, size_t))next_of("write"))(fd, line, (size_t)n);
    }
    for (int i = 0; i < SITES; i++) {
        const struct site *site = &shared->sites[i];
        int n = snprintf(line, sizeof line, "site %s %lu %lu %lu %lu\n", names[site->call], site->first, site->second,
                         site->middle, site->last);
        if (site->calls)
            (void)!((ssize_t(*)(int, const void *, size_t))next_of("write"))(fd, line, (size_t)n);
    }
}

/* Addresses differ from run to run: what counts is how far into its library or program one lies. */
static uint64_t offset_of(void *address)
{
    Dl_info info;
    if (!address || !dladdr(address, &info))
        return 0;
    uint64_t name = 5381;
    for (const char *c = info.dli_fname; c && *c; c++)
        name = name * 33 + (unsigned char)*c;
    return ((uint64_t)((char *)address - (char *)info.dli_fbase)) ^ (name << 32);
}

/* Who called: three places up from the call, for the program has calls of its own in front of some of ours. */
struct callers {
    int seen;
    uint64_t place;
};

static _Unwind_Reason_Code add_caller(struct _Unwind_Context *context, void *of)
{
    struct callers *callers = of;
    if (callers->seen++ >= SKIPPED)
        callers->place = callers->place * 31 + offset_of((void *)_Unwind_GetIP(context));
    return callers->seen < SKIPPED + DEEP ? _URC_NO_REASON : _URC_END_OF_STACK;
}

static struct site *site_of(int call)
{
    struct callers callers = {0, (uint64_t)call + 1};
    _Unwind_Backtrace(add_caller, &callers);
    uint64_t place = callers.place | 1;
    for (uint64_t at = place % SITES, tried = 0; tried < SITES; tried++, at = (at + 1) % SITES) {
        struct site *site = &shared->sites[at];
        if (site->place == place)
            return site;
        if (!site->place) {
            site->place = place;
            site->call = call;
            return site;
        }
    }
    return NULL;
}

/* Does this call fail?  Then errno is set. */
static bool fails(int call)
{
    static __thread bool inside; /* dladdr may allocate */
    if (inside)
        return false;
    inside = true;
    begin();
    if (doomed)
        raise(SIGKILL);
    if ((forked_only && getpid() == first_process) || (first_only && getpid() != first_process)) {
        inside = false;
        return false;
    }
    unsigned long n = __atomic_add_fetch(&shared->calls[call], 1, __ATOMIC_SEQ_CST);
    struct site *site = log_sites ? site_of(call) : NULL;
    if (site) {
        unsigned long of_site = __atomic_add_fetch(&site->calls, 1, __ATOMIC_SEQ_CST);
        site->first = of_site == 1 ? n : site->first;
        site->second = of_site == 2 ? n : site->second;
        site->middle = (of_site & (of_site - 1)) == 0 ? n : site->middle;
        site->last = n;
    }
    inside = false;
    if (call != wanted || !wanted_at || !(n == wanted_at || (for_ever && n > wanted_at && n > 0)))
        return false;
    __atomic_add_fetch(&shared->failed, 1, __ATOMIC_SEQ_CST);
    const char *kills = getenv("FAULT_KILL");
    if (kills && strcmp(kills, "later") != 0)
        raise(SIGKILL);
    doomed = kills != NULL;
    errno = how;
    return true;
}

/* ---- files ---- */

static int open_any(const char *path, int flags, mode_t mode)
{
    static int (*real)(const char *, int, ...);
    if (!real)
        *(void **)&real = next_of("open");
    return fails(CALL_open) ? -1 : real(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_any(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_any(path, flags, mode);
}

int __open_2(const char *path, int flags)
{
    return open_any(path, flags, 0);
}

#define SIMPLE(type, bad, name, parameters, arguments)                                                                 \
    type name parameters                                                                                               \
    {                                                                                                                  \
        static type(*real) parameters;                                                                                 \
        if (!real)                                                                                                     \
            *(void **)&real = next_of(#name);                                                                          \
        return fails(CALL_##name) ? (bad) : real arguments;                                                            \
    }

SIMPLE(int, -1, rename, (const char *from, const char *to), (from, to))
SIMPLE(int, -1, unlink, (const char *path), (path))
SIMPLE(int, -1, fsync, (int fd), (fd))
SIMPLE(int, -1, fdatasync, (int fd), (fd))
SIMPLE(int, -1, pipe, (int ends[2]), (ends))
SIMPLE(pid_t, -1, fork, (void), ())
SIMPLE(int, -1, poll, (struct pollfd * fds, nfds_t n, int timeout), (fds, n, timeout))
SIMPLE(pid_t, -1, waitpid, (pid_t pid, int *status, int options), (pid, status, options))
SIMPLE(int, -1, memfd_create, (const char *name, unsigned flags), (name, flags))
SIMPLE(int, -1, link, (const char *from, const char *to), (from, to))
SIMPLE(int, -1, mkdir, (const char *path, mode_t mode), (path, mode))
SIMPLE(int, -1, flock, (int fd, int operation), (fd, operation))
SIMPLE(int, -1, ftruncate, (int fd, off_t length), (fd, length))

int ftruncate64(int fd, off64_t length)
{
    return ftruncate(fd, length);
}

SIMPLE(int, -1, socketpair, (int domain, int type, int protocol, int ends[2]), (domain, type, protocol, ends))
SIMPLE(ssize_t, -1, send, (int fd, const void *bytes, size_t n, int flags), (fd, bytes, n, flags))
SIMPLE(int, -1, stat, (const char *path, struct stat *st), (path, st))
SIMPLE(int, -1, lstat, (const char *path, struct stat *st), (path, st))
SIMPLE(DIR *, NULL, opendir, (const char *path), (path))
SIMPLE(struct dirent *, NULL, readdir, (DIR * dir), (dir))
SIMPLE(FILE *, NULL, fopen, (const char *path, const char *mode), (path, mode))
SIMPLE(int, EOF, fputs, (const char *text, FILE *stream), (text, stream))
SIMPLE(int, EOF, fputc, (int c, FILE *stream), (c, stream))
SIMPLE(int, EOF, fflush, (FILE * stream), (stream))

/* ---- what is tried behind walls ---- */

static bool has_line(void)
{
    struct stat st;
    for (int fd = STDERR_FILENO + 1; fd < 1024; fd++) {
        int type;
        socklen_t size = sizeof type;
        if (fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode) && getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
            type == SOCK_STREAM)
            return true;
    }
    return false;
}

static void attempt(const char *what)
{
    char byte = 'x';
    if (strcmp(what, "open") == 0)
        ((int (*)(const char *, int, ...))next_of("open"))("/etc/passwd", O_RDONLY);
    else if (strcmp(what, "socket") == 0)
        socket(AF_UNIX, SOCK_STREAM, 0);
    else if (strcmp(what, "fork") == 0)
        _exit(((pid_t(*)(void))next_of("fork"))() < 0);
    else if (strcmp(what, "ptrace") == 0)
        ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
    else if (strcmp(what, "write") == 0)
        (void)!((ssize_t(*)(int, const void *, size_t))next_of("write"))(STDOUT_FILENO, &byte, 1);
    else if (strcmp(what, "read") == 0)
        (void)!((ssize_t(*)(int, void *, size_t))next_of("read"))(STDIN_FILENO, &byte, 1);
}

int prctl(int option, ...)
{
    static int (*real)(int, unsigned long, unsigned long, unsigned long, unsigned long);
    const char *what = getenv("FAULT_WALLS");
    unsigned long given[4];
    va_list rest;
    va_start(rest, option);
    for (int i = 0; i < 4; i++)
        given[i] = va_arg(rest, unsigned long);
    va_end(rest);
    if (!real)
        *(void **)&real = next_of("prctl");
    bool tried = what && option == PR_SET_SECCOMP && has_line();
    int done = real(option, given[0], given[1], given[2], given[3]);
    if (tried && done == 0)
        attempt(what);
    return done;
}

/* Which is how a worker is forked. */
long syscall(long number, ...)
{
    static long (*real)(long, ...);
    long given[6];
    va_list rest;
    va_start(rest, number);
    for (int i = 0; i < 6; i++)
        given[i] = va_arg(rest, long);
    va_end(rest);
    if (!real)
        *(void **)&real = next_of("syscall");
    if (number == SYS_clone && fails(CALL_clone))
        return -1;
    return real(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}

/* A failed or a short count: with FAULT_ERRNO=0 half of what was asked, one byte at least. */
#define COUNTED(type, bad, name, parameters, shorter, arguments)                                                       \
    type name parameters                                                                                               \
    {                                                                                                                  \
        static type(*real) parameters;                                                                                 \
        if (!real)                                                                                                     \
            *(void **)&real = next_of(#name);                                                                          \
        if (fails(CALL_##name)) {                                                                                      \
            if (how)                                                                                                   \
                return (bad);                                                                                          \
            shorter = shorter > 1 ? shorter / 2 : shorter;                                                             \
        }                                                                                                              \
        return real arguments;                                                                                         \
    }

COUNTED(ssize_t, -1, read, (int fd, void *to, size_t n), n, (fd, to, n))
COUNTED(ssize_t, -1, write, (int fd, const void *from, size_t n), n, (fd, from, n))
COUNTED(ssize_t, -1, pwrite, (int fd, const void *from, size_t n, off_t at), n, (fd, from, n, at))
COUNTED(size_t, 0, fread, (void *to, size_t size, size_t n, FILE *from), n, (to, size, n, from))
COUNTED(size_t, 0, fwrite, (const void *from, size_t size, size_t n, FILE *to), n, (from, size, n, to))

ssize_t pwrite64(int fd, const void *from, size_t n, off_t at)
{
    return pwrite(fd, from, n, at);
}

/* Not pread, which this file calls. */
ssize_t pread64(int fd, void *to, size_t n, off_t at)
{
    if (fails(CALL_pread)) {
        if (how)
            return -1;
        n = n > 1 ? n / 2 : n;
    }
    return pread(fd, to, n, at);
}

/* ---- a file that goes bad between writing and reading ---- */

static void spoil(int fd)
{
    char link[64], path[4096];
    const char *ending = getenv("FAULT_BAD"), *offset = getenv("FAULT_OFFSET");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0 || (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDONLY)
        return;
    path[n] = '\0';
    if ((size_t)n < strlen(ending) || strcmp(path + n - strlen(ending), ending) != 0)
        return;
    int (*real_open)(const char *, int, ...) = (int (*)(const char *, int, ...))next_of("open");
    int again = real_open(path, O_RDWR);
    off_t size = lseek(again, 0, SEEK_END), at = offset ? strtol(offset, NULL, 10) : 0;
    unsigned char byte = 0;
    at = at < 0 ? size + at : at;
    if (getenv("FAULT_CUT"))
        (void)!((int (*)(int, off_t))next_of("ftruncate"))(again, at);
    else if (pread(again, &byte, 1, at) == 1) {
        byte ^= 0x10;
        (void)!((ssize_t(*)(int, const void *, size_t, off_t))next_of("pwrite"))(again, &byte, 1, at);
    }
    ((int (*)(int))next_of("close"))(again);
}

int close(int fd)
{
    static int (*real)(int);
    if (!real)
        *(void **)&real = next_of("close");
    if (getenv("FAULT_BAD"))
        spoil(fd);
    if (fails(CALL_close)) {
        real(fd);
        errno = how;
        return -1;
    }
    return real(fd);
}

/* ---- memory ---- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    return fails(CALL_malloc) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails(CALL_calloc) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
    return fails(CALL_realloc) ? NULL : __libc_realloc(old, size);
}
