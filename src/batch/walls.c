/* The home of libseccomp: which calls of the system a reader needs. */
#define _GNU_SOURCE /* close_range, MAP_ANONYMOUS */
#include "batch/walls.h"

#include "base/sanitizer.h"
#include "batch/process.h"
#include "pack/archive.h"
#include "text/codepage.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

#if TH_SANITIZED || defined TH_WALLS_WIDE
#define WIDE 1
#else
#define WIDE 0
#endif

/* In the program that all share these stand for the process that raises it and for its descriptor. */
enum { OWN_PROCESS = 0x5EC0FD01, OWN_FD = 0x5EC0FD02 };
enum { STANDARD = 3, MOST_INSTRUCTIONS = 1024, REFUSED = 1 };

typedef struct named_calls {
    uint32_t action;
    const int *at;
    size_t n;
} named_calls;
#define CALLS(action, list)                                                                                            \
    {                                                                                                                  \
        action, list, sizeof(list) / sizeof *(list)                                                                    \
    }

#if WIDE
#define OTHERS SCMP_ACT_ALLOW

static const int dangers[] = {SCMP_SYS(socket),   SCMP_SYS(connect), SCMP_SYS(bind),     SCMP_SYS(execve),
                              SCMP_SYS(execveat), SCMP_SYS(fork),    SCMP_SYS(vfork),    SCMP_SYS(clone),
                              SCMP_SYS(clone3),   SCMP_SYS(ptrace),  SCMP_SYS(kill),     SCMP_SYS(unlink),
                              SCMP_SYS(unlinkat), SCMP_SYS(rename),  SCMP_SYS(renameat), SCMP_SYS(renameat2)};
static const named_calls lists[] = {CALLS(SCMP_ACT_KILL_PROCESS, dangers)};

static bool rule_arguments(scmp_filter_ctx filter)
{
    (void)filter;
    return true;
}

static bool rule_own(scmp_filter_ctx filter)
{
    (void)filter;
    return true;
}
#else
#define OTHERS SCMP_ACT_KILL_PROCESS

/* Memory; its own clocks, signals and limits, which it can lower; its end. */
static const int needed[] = {
    SCMP_SYS(brk),          SCMP_SYS(munmap),       SCMP_SYS(mremap),         SCMP_SYS(madvise),
    SCMP_SYS(futex),        SCMP_SYS(close),        SCMP_SYS(exit),           SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(alarm),
    SCMP_SYS(setitimer),    SCMP_SYS(getrlimit),    SCMP_SYS(setrlimit),      SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday), SCMP_SYS(time),         SCMP_SYS(getpid),         SCMP_SYS(gettid),
    SCMP_SYS(sysinfo),      SCMP_SYS(getrandom),    SCMP_SYS(restart_syscall)};
/* Asked by what goes on without an answer: the C library, which says on standard error why it ends a process. */
static const int refused[] = {SCMP_SYS(writev), SCMP_SYS(readlink)};
static const named_calls lists[] = {CALLS(SCMP_ACT_ALLOW, needed), CALLS(SCMP_ACT_ERRNO(EACCES), refused)};

/* Memory that is never code and never a file's; limits of no other process. */
static bool rule_arguments(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                            SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) ==
               0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0, 0)) == 0;
}

/* What only this process may do: end itself by a signal, as abort() does; write into its descriptor; and read from it,
 * where that is a line over which it gets replies (batch/clerk.h). */
static bool rule_own(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, SCMP_A0(SCMP_CMP_EQ, OWN_FD, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, OWN_PROCESS, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0(SCMP_CMP_EQ, OWN_FD, 0)) == 0;
}
#endif

static bool rule_calls(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (size_t k = 0; k < lists[i].n; k++)
            if (seccomp_rule_add(filter, lists[i].action, lists[i].at[k], 0) != 0)
                return false;
    return seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 && rule_arguments(filter) &&
           rule_own(filter);
}

/* The library writes its program into a file only; a pipe holds it, also where no file may grow. */
static bool read_program(scmp_filter_ctx filter, th_walls *walls)
{
    int ends[2] = {-1, -1};
    const size_t most = MOST_INSTRUCTIONS * sizeof *walls->program;
    walls->program = pipe(ends) == 0 ? malloc(most) : NULL;
    int why = walls->program ? -seccomp_export_bpf(filter, ends[1]) : ENOMEM;
    ssize_t got = why == 0 ? read(ends[0], walls->program, most) : -1;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends[i] >= 0)
            close(ends[i]);
    walls->n = got > 0 ? (size_t)got / sizeof *walls->program : 0;
    if (walls->n > 0 && walls->n < MOST_INSTRUCTIONS)
        return true;
    free(walls->program);
    walls->program = NULL;
    errno = why ? why : EIO;
    return false;
}

static bool make_program(th_walls *walls)
{
    scmp_filter_ctx filter = seccomp_init(OTHERS);
    *walls = (th_walls){0};
    errno = EINVAL; /* libseccomp does not say why; memory that is refused ends the process */
    bool made = filter && rule_calls(filter) && read_program(filter, walls);
    int why = errno;
    if (filter)
        seccomp_release(filter);
    errno = why;
    return made;
}

/* Where memory is refused to libseccomp 2.5.4 while it writes its program, it asks again for ever. */
bool th_walls_prepare(th_walls *walls)
{
    bool ended = th_process_ends_on_faults();
    th_process_end_on_faults();
    bool made = make_program(walls);
    if (!ended)
        th_process_survive_faults();
    return made;
}

/* The program with what is this process' own in it. */
static bool load_program(const th_walls *walls, int fd)
{
    struct sock_filter own[MOST_INSTRUCTIONS];
    const struct sock_fprog program = {(unsigned short)walls->n, own};
    for (size_t i = 0; i < walls->n; i++) {
        own[i] = walls->program[i];
        if (own[i].k == OWN_PROCESS)
            own[i].k = (uint32_t)getpid();
        else if (own[i].k == OWN_FD)
            own[i].k = (uint32_t)fd; /* -1 is no descriptor */
    }
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

/* Closes all descriptors but the standard ones and `fd`. */
static void close_others(int fd)
{
    unsigned kept = fd < STANDARD ? STANDARD - 1 : (unsigned)fd;
    if (kept > STANDARD)
        close_range(STANDARD, kept - 1, 0);
    close_range(kept + 1, ~0U, 0);
}

/* No file, no process, not a byte into a file that somebody left open.  A sanitizer has files of its own. */
static void limit_to_nothing(void)
{
    static const int resources[] = {RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_FSIZE, RLIMIT_CORE};
    const struct rlimit none = {0, 0};
    for (size_t i = 0; !WIDE && i < sizeof resources / sizeof *resources; i++)
        setrlimit((__rlimit_resource_t)resources[i], &none);
}

bool th_walls_raise(const th_walls *walls, int fd)
{
    close_others(fd);
    limit_to_nothing();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    return !walls->program || load_program(walls, fd);
}

bool th_walls_hold(void)
{
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        th_walls walls;
        th_process_die_with(parent);
        if (th_walls_prepare(&walls) && th_walls_raise(&walls, -1))
            _exit(0);
        _exit(th_process_is_fault(errno) ? TH_PROCESS_FAULT + errno : REFUSED);
    }
    int status = pid < 0 ? 0 : th_process_wait(pid);
    return !WIFEXITED(status) || WEXITSTATUS(status) != REFUSED;
}

th_trouble th_walls_refused(void)
{
    return TH_TROUBLE_IS("máy này không cho giới hạn lệnh gọi của bộ đọc (seccomp): mỗi tệp vẫn được đọc trong tiến "
                         "trình riêng, nhưng không có tường chặn",
                         "this machine does not let the calls of a reader be limited (seccomp): each file is still "
                         "read in a process of its own, but without walls around it");
}

/* Times that libraries make local ones of are of a zone that needs no file. */
bool th_walls_raise_here(int fd)
{
    th_walls walls;
    setenv("TZ", "UTC0", 1);
    tzset();
    th_codepages_open();
    th_archive_open_language();
    bool prepared = th_walls_prepare(&walls);
    int why = errno;
    bool raised = th_walls_raise(&walls, fd);
    if (prepared)
        why = errno;
    if (!(prepared && raised) && th_process_is_fault(why))
        _exit(TH_PROCESS_FAULT + why);
    return prepared && raised;
}
