#include "batch/process.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/banned.h"

#ifdef __SANITIZE_ADDRESS__
#define ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif

static void limit(int resource, rlim_t most)
{
    struct rlimit r = {most, most};
    setrlimit(resource, &r);
}

void th_process_restrict(const th_limits *limits)
{
    signal(SIGPIPE, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, (rlim_t)limits->file_bytes); /* the copy in memory that the second reader opens */
#ifndef ADDRESS_SANITIZER                            /* its shadow memory is larger than any limit of ours */
    limit(RLIMIT_AS, (rlim_t)limits->memory_bytes * 2 + (rlim_t)limits->file_bytes);
#endif
}

bool th_process_write(int fd, th_str bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = th_str_sub(bytes, (size_t)n, bytes.len);
    }
    return true;
}

th_str th_process_trouble(th_arena *arena, const th_limits *limits, int status, bool timed_out)
{
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (timed_out || signal == SIGXCPU || signal == SIGKILL || signal == SIGPROF || signal == SIGALRM)
        return th_str_fmt(arena, "quá %u giây", limits->seconds);
    if (signal)
        return th_str_fmt(arena, "bộ đọc dừng đột ngột (tín hiệu %d)", signal);
    if (WIFEXITED(status) && WEXITSTATUS(status) == TH_PROCESS_NO_MEMORY)
        return th_str_fmt(arena, "cần quá %zu MB bộ nhớ", limits->memory_bytes >> 20);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return th_str_fmt(arena, "bộ đọc kết thúc bất thường (mã %d)", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return (th_str){0};
}

int th_process_wait(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}
