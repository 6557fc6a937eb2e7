/* Limits of a process that reads files of others, and the words for how it ended. */
#include "batch/process.h"

#include "base/sanitizer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

static void limit(int resource, rlim_t most)
{
    struct rlimit both = {most, most};
    setrlimit(resource, &both);
}

#if !TH_SANITIZED
/* What the process has from the one it was forked from: address space, not memory of its own. */
static rlim_t inherited(void)
{
    char said[64]; /* not by a stream: this is done once a file, and a stream costs more than the rest of it */
    int statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = statm < 0 ? 0 : read(statm, said, sizeof said - 1);
    if (statm >= 0)
        close(statm);
    said[n > 0 ? n : 0] = '\0';
    return (rlim_t)strtoul(said, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}
#endif

static void restrict_memory(const th_limits *limits)
{
    (void)limits;
    limit(RLIMIT_CORE, 0);
#if !TH_SANITIZED /* its shadow memory is larger than any limit of ours */
    enum { STACK_AND_LIBRARIES = 64 << 20 };
    limit(RLIMIT_AS, inherited() + (rlim_t)limits->memory_bytes + STACK_AND_LIBRARIES);
#endif
}

/* The soft limit ends by SIGXCPU, which says why; the hard one, by SIGKILL, would look like the memory killer.  It
 * leaves room for a second stage. */
static void limit_seconds(const th_limits *limits)
{
    const struct rlimit seconds = {limits->seconds, 2 * limits->seconds + 1};
    setrlimit(RLIMIT_CPU, &seconds);
}

void th_process_begin_stage(const th_limits *limits)
{
    struct rlimit seconds;
    struct timespec used;
    if (getrlimit(RLIMIT_CPU, &seconds) != 0 || clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0)
        return;
    rlim_t wanted = (rlim_t)used.tv_sec + 1 + limits->seconds;
    seconds.rlim_cur = wanted < seconds.rlim_max ? wanted : seconds.rlim_max;
    setrlimit(RLIMIT_CPU, &seconds);
}

void th_process_restrict(const th_limits *limits)
{
    signal(SIGPIPE, SIG_DFL);
    limit(RLIMIT_FSIZE, (rlim_t)limits->file_bytes);
    restrict_memory(limits);
}

/* The state of this process rather than of one call: memory and streams are the process's, and so is what their failure
 * means and what is done then. */
static bool ends_on_faults;
static bool has_published;

void th_process_end_on_faults(void)
{
    ends_on_faults = true;
}

void th_process_survive_faults(void)
{
    ends_on_faults = false;
}

void th_process_publishes(void)
{
    has_published = true;
}

bool th_process_has_published(void)
{
    return has_published;
}

void th_process_begin_reading(const th_limits *limits)
{
    th_process_end_on_faults();
    restrict_memory(limits);
    limit_seconds(limits);
}

bool th_process_ends_on_faults(void)
{
    return ends_on_faults;
}

void th_process_die_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it went before that was said */
        _exit(TH_PROCESS_FAULT + ESRCH);
}

bool th_process_interrupted(unsigned *tries)
{
    enum { MOST_TRIES = 1000 };
    return errno == EINTR && ++*tries < MOST_TRIES;
}

bool th_process_is_fault(int reason)
{
    static const int reasons[] = {EIO, ENOMEM, EMFILE, ENFILE, EINTR, EAGAIN, ENOSPC, EBUSY, ETIMEDOUT, ESTALE};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reason == reasons[i])
            return true;
    return false;
}

/* send() with MSG_NOSIGNAL is write() but for the signal. */
static bool put_all(int fd, th_str bytes, bool socket)
{
    unsigned tries = 0;
    while (bytes.len) {
        ssize_t n = socket ? send(fd, bytes.ptr, bytes.len, MSG_NOSIGNAL) : write(fd, bytes.ptr, bytes.len);
        if (n < 0 && th_process_interrupted(&tries))
            continue;
        if (n <= 0)
            return false;
        bytes = th_str_sub(bytes, (size_t)n, bytes.len);
    }
    return true;
}

bool th_process_write(int fd, th_str bytes)
{
    return put_all(fd, bytes, false);
}

bool th_process_send(int fd, th_str bytes)
{
    return put_all(fd, bytes, true);
}

th_trouble th_process_trouble(th_arena *arena, const th_limits *limits, int status, bool timed_out)
{
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (timed_out || signal == SIGXCPU || signal == SIGPROF || signal == SIGALRM)
        return TH_TROUBLE(arena, "quá %zu giây (giới hạn “seconds”)",
                          "it takes more than %zu seconds (limit “seconds”)", limits->seconds);
    if (WIFEXITED(status) && WEXITSTATUS(status) == TH_PROCESS_ARCHIVE_TIME)
        return TH_TROUBLE(arena, "quá %zu giây (giới hạn “archive-seconds”)",
                          "it takes more than %zu seconds (limit “archive-seconds”)", limits->archive_seconds);
    if (signal == SIGSYS)
        return TH_TROUBLE_IS("bộ đọc đòi một việc mà đọc tệp không cần, nên bị chặn: tệp có thể được làm ra để phá máy",
                             "the reader wanted what reading a file does not take, and was stopped: the file may be "
                             "made to do harm");
    if (signal == SIGKILL)
        return TH_TROUBLE_IS("bộ đọc bị hệ thống dừng, thường vì máy hết bộ nhớ",
                             "the reader was killed by the system, mostly because the machine has no memory left");
    if (signal)
        return TH_TROUBLE(arena, "bộ đọc dừng đột ngột (tín hiệu %d)", "the reader stopped abruptly (signal %d)",
                          signal);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    if (code > TH_PROCESS_FAULT && code != TH_PROCESS_FAULT + ENOMEM)
        return th_trouble_of_system(arena, TH_WORDS_ARE("máy báo lỗi", "the machine reports"), code - TH_PROCESS_FAULT);
    if (code == TH_PROCESS_NO_MEMORY || code == TH_PROCESS_FAULT + ENOMEM)
        return TH_TROUBLE(arena, "cần quá %zu MB bộ nhớ (giới hạn “memory-mb”)",
                          "it needs more than %zu MB of memory (limit “memory-mb”)", limits->memory_bytes >> 20);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return TH_TROUBLE(arena, "bộ đọc kết thúc bất thường (mã %d)", "the reader ended abnormally (code %d)",
                          WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return (th_trouble){0};
}

int th_process_wait(pid_t pid)
{
    int status = 0;
    unsigned tries = 0;
    pid_t ended;
    do
        ended = waitpid(pid, &status, 0);
    while (ended < 0 && th_process_interrupted(&tries));
    return ended == pid ? status : TH_PROCESS_UNKNOWN;
}

/* An allocation that fails under the limit of memory looks as one does that the machine refuses. */
static bool is_end_by_fault(int status)
{
    if (WIFEXITED(status))
        return WEXITSTATUS(status) > TH_PROCESS_FAULT;
    return !WIFSIGNALED(status) || WTERMSIG(status) == SIGKILL;
}

/* The status of the process, or TH_PROCESS_UNKNOWN and why there is none. */
static int run_once(th_arena *arena, const th_limits *limits, int (*job)(void *ctx), void *ctx, th_trouble *trouble)
{
    *trouble = (th_trouble){0};
    pid_t parent = getpid(), pid = fork();
    if (pid < 0) {
        *trouble = th_system_words(arena, errno);
        return TH_PROCESS_UNKNOWN;
    }
    if (pid == 0) {
        th_process_die_with(parent);
        th_process_begin_reading(limits);
        _exit(job(ctx));
    }
    int status = th_process_wait(pid);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE) /* whoever reads what we print has had enough */
        raise(SIGPIPE);
    return status;
}

int th_process_run(th_arena *arena, const th_limits *limits, int (*job)(void *ctx), void *ctx, th_trouble *trouble)
{
    int status = run_once(arena, limits, job, ctx, trouble);
    if (is_end_by_fault(status))
        status = run_once(arena, limits, job, ctx, trouble);
    if (WIFEXITED(status) && WEXITSTATUS(status) < TH_PROCESS_NO_MEMORY)
        return WEXITSTATUS(status);
    if (!trouble->vi.len)
        *trouble = th_process_trouble(arena, limits, status, false);
    if (WIFEXITED(status) && WEXITSTATUS(status) == TH_PROCESS_FAULT + ENOMEM)
        return TH_PROCESS_LIMITED;
    return is_end_by_fault(status) ? TH_PROCESS_FAILED : TH_PROCESS_LIMITED;
}
