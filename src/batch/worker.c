/* A process for each file, as many at a time as asked, and the pipe that its record stream comes through. */
#include "batch/worker.h"

#include "batch/archive.h"
#include "batch/one_file.h"
#include "batch/process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

/* A worker ends itself; the parent does it GRACE seconds later where that fails. */
enum { WALL_FACTOR = 3, GRACE = 5, PIECE = 65536, POLL_MS = 200 };
static const size_t stream_limit = (size_t)1 << 30;

typedef struct worker_job {
    size_t input;
    pid_t pid;
    int fd;
    th_buf out;
    time_t deadline;
    unsigned interrupted;
    bool again; /* the second time, after a fault of the machine */
    bool timed_out, too_long, cut;
} worker_job;

typedef struct worker_pool {
    th_arena *arena;
    const th_definition *definition;
    const th_limits *limits;
    const th_inputs *inputs;
    const th_progress *progress;
    worker_job *jobs;
    size_t njobs, running, next, done;
    size_t *again; /* files that are to be read once more */
    size_t nagain;
    th_str *records;
    th_trouble *trouble;
    bool last_try; /* in a worker: what is found now is said */
} worker_pool;

/* Seconds that a file, whatever it is, may take. */
static size_t longest(const th_limits *limits)
{
    return limits->seconds > limits->archive_seconds ? limits->seconds : limits->archive_seconds;
}

/* ---- in the worker ---- */

/* How long this process may run; beyond that it ends by a signal, or by `on_time` if there is one. */
static void allow_seconds(size_t seconds, void (*on_time)(int))
{
    struct rlimit cpu;
    if (on_time) {
        signal(SIGXCPU, on_time);
        signal(SIGALRM, on_time);
    }
    if (getrlimit(RLIMIT_CPU, &cpu) == 0) {
        cpu.rlim_cur = seconds;
        setrlimit(RLIMIT_CPU, &cpu);
    }
    alarm((unsigned)seconds * WALL_FACTOR);
}

static void end_of_archive_time(int signal)
{
    (void)signal;
    _exit(TH_PROCESS_ARCHIVE_TIME);
}

static bool write_part(void *ctx, th_str part)
{
    return th_process_write(*(const int *)ctx, part);
}

/* Not what a file, its name or its rights are the reason of. */
static bool is_fault_of_machine(int reason)
{
    static const int reasons[] = {EIO, ENOMEM, EMFILE, ENFILE, EINTR, EAGAIN, ENOSPC, EBUSY, ETIMEDOUT, ESTALE};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reason == reasons[i])
            return true;
    return false;
}

/* The stream of one file: of one that was named as a record stream its own, for the parent checks every record; of an
 * archive that of its members; of a workbook what book and fact make of it. */
static bool read_one(th_arena *arena, const worker_pool *pool, const th_input *input, int fd)
{
    th_findings findings = {0};
    th_one_file file = {.definition = pool->definition, .limits = pool->limits, .input = input};
    errno = 0;
    if (th_file_read(arena, pool->limits, input, &file.bytes, &findings) != TH_OK) {
        if (!pool->last_try && is_fault_of_machine(errno))
            _exit(TH_PROCESS_FAULT + errno);
        file.said = &findings;
        return th_process_write(fd, th_one_file_refused(arena, &file));
    }
    if (input->records)
        return th_process_write(fd, file.bytes);
    if (!th_archive_is(&file))
        return th_process_write(fd, th_one_file_read(arena, &file));
    allow_seconds(pool->limits->archive_seconds, end_of_archive_time);
    return th_archive_read_members(arena, &file, (th_part_sink){write_part, &fd});
}

static _Noreturn void read_in_worker(const worker_pool *pool, const th_input *input, int fd)
{
    th_process_restrict(pool->limits);
    th_process_end_on_faults();
    const struct rlimit seconds = {pool->limits->seconds, longest(pool->limits) + 1};
    setrlimit(RLIMIT_CPU, &seconds);
    allow_seconds(pool->limits->seconds, NULL);
    th_arena *arena = th_arena_new(pool->limits->memory_bytes);
    if (!arena || TH_ARENA_GUARD(arena))
        _exit(TH_PROCESS_NO_MEMORY); /* the parent words the finding */
    bool ok = read_one(arena, pool, input, fd);
    th_arena_free(arena);
    _exit(ok ? 0 : TH_PROCESS_FAULT + EPIPE);
}

/* ---- in the parent ---- */

static time_t now(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return moment.tv_sec;
}

static bool start_worker(worker_pool *pool)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    bool again = pool->nagain > 0;
    size_t which = again ? pool->again[pool->nagain - 1] : pool->next;
    pid_t parent = getpid(), pid = fork();
    if (pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (pid == 0) {
        th_process_die_with(parent);
        close(ends[0]);
        for (size_t i = 0; i < pool->running; i++)
            close(pool->jobs[i].fd);
        pool->last_try = again;
        read_in_worker(pool, &pool->inputs->at[which], ends[1]);
    }
    close(ends[1]);
    pool->next += !again;
    pool->nagain -= again;
    worker_job *job = &pool->jobs[pool->running++];
    *job = (worker_job){.input = which,
                        .pid = pid,
                        .fd = ends[0],
                        .again = again,
                        .deadline = now() + (time_t)longest(pool->limits) * WALL_FACTOR + GRACE};
    th_buf_init(&job->out, pool->arena);
    return true;
}

/* A signal or an exit that a file alone need not be the reason of.  Time and the budget of memory are the file's. */
static bool may_be_the_machine(const worker_job *job, int status)
{
    if (job->timed_out || job->too_long)
        return false;
    if (job->cut)
        return true;
    if (WIFSIGNALED(status)) {
        int signal = WTERMSIG(status);
        return signal != SIGXCPU && signal != SIGALRM && signal != SIGPROF;
    }
    if (!WIFEXITED(status))
        return true;
    int code = WEXITSTATUS(status);
    return code != 0 && code != TH_PROCESS_NO_MEMORY && code != TH_PROCESS_ARCHIVE_TIME;
}

static th_trouble trouble_of_worker(const worker_pool *pool, const worker_job *job, int status)
{
    if (job->too_long)
        return TH_TROUBLE_IS("kết quả đọc quá lớn", "what was read is too large");
    if (job->cut)
        return TH_TROUBLE_IS("không nhận đủ kết quả từ bộ đọc", "what the reader said did not arrive whole");
    return th_process_trouble(pool->arena, pool->limits, status, job->timed_out);
}

static void finish(worker_pool *pool, size_t at)
{
    worker_job *job = &pool->jobs[at];
    close(job->fd);
    int status = th_process_wait(job->pid);
    if (!job->again && may_be_the_machine(job, status)) {
        pool->again[pool->nagain++] = job->input;
        pool->jobs[at] = pool->jobs[--pool->running];
        return;
    }
    pool->records[job->input] = th_buf_str(&job->out);
    pool->trouble[job->input] = trouble_of_worker(pool, job, status);
    pool->done++;
    if (pool->progress && pool->progress->step)
        pool->progress->step(pool->progress->ctx, pool->done, pool->inputs->n, pool->inputs->at[job->input].name);
    pool->jobs[at] = pool->jobs[--pool->running];
}

/* False when the stream of the worker has ended. */
static bool drain(worker_job *job)
{
    if (job->out.len > stream_limit) {
        job->too_long = true;
        kill(job->pid, SIGKILL);
        return false;
    }
    th_buf_reserve(&job->out, PIECE);
    ssize_t n = read(job->fd, job->out.ptr + job->out.len, PIECE);
    if (n < 0) {
        job->cut = errno != EAGAIN && !th_process_interrupted(&job->interrupted);
        return !job->cut;
    }
    job->out.len += (size_t)n;
    return n > 0;
}

static void wait_some(worker_pool *pool, struct pollfd *fds)
{
    for (size_t i = 0; i < pool->running; i++)
        fds[i] = (struct pollfd){.fd = pool->jobs[i].fd, .events = POLLIN};
    /* Where poll itself fails, the pipes are read one after another, each until something comes. */
    if (poll(fds, (nfds_t)pool->running, POLL_MS) < 0)
        for (size_t i = 0; i < pool->running; i++)
            fds[i].revents = POLLIN;
    time_t at_now = now();
    for (size_t i = pool->running; i-- > 0;) {
        worker_job *job = &pool->jobs[i];
        if (at_now > job->deadline && !job->timed_out) {
            job->timed_out = true;
            kill(job->pid, SIGKILL);
        }
        if ((fds[i].revents & (POLLIN | POLLHUP | POLLERR)) && !drain(job))
            finish(pool, i);
    }
}

th_status th_workers_run(th_arena *arena, const th_work *work, const th_definition *definition, th_str **records,
                         th_trouble **trouble)
{
    const th_inputs *inputs = work->inputs;
    unsigned jobs = work->jobs ? work->jobs : 1;
    worker_pool pool = {
        .arena = arena, .definition = definition, .limits = work->limits, .inputs = inputs, .progress = work->progress};
    pool.njobs = jobs < inputs->n ? jobs : inputs->n;
    pool.jobs = th_arena_array(arena, pool.njobs + 1, sizeof *pool.jobs);
    pool.again = th_arena_array(arena, inputs->n, sizeof *pool.again);
    pool.records = *records = th_arena_array(arena, inputs->n, sizeof **records);
    pool.trouble = *trouble = th_arena_array(arena, inputs->n, sizeof **trouble);
    struct pollfd *fds = th_arena_array(arena, pool.njobs + 1, sizeof *fds);
    while (pool.done < inputs->n) {
        while (pool.running < pool.njobs && (pool.nagain || pool.next < inputs->n))
            if (!start_worker(&pool)) {
                if (pool.running == 0)
                    return TH_FATAL;
                break; /* tried again when a worker has ended */
            }
        wait_some(&pool, fds);
    }
    return TH_OK;
}
