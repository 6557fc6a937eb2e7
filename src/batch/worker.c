/* A process for each file, as many at a time as asked, and the pipe that its record stream comes through. */
#include "batch/worker.h"

#include "batch/outside_stream.h"
#include "batch/process.h"
#include "batch/reader.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

/* A worker ends itself; the parent does it GRACE seconds later where that fails. */
enum { GRACE = 5, PIECE = 65536, POLL_MS = 200 };
/* What is larger stays in the memory that it was received in. */
enum { NO_SECOND_COPY = 4 << 20 };
static const size_t stream_limit = (size_t)1 << 30;

typedef struct worker_job {
    size_t input;
    pid_t pid;
    int fd;
    th_arena *arena; /* of `out`, while it grows */
    th_buf out;
    th_limits limits; /* of its file */
    time_t deadline;
    long long began; /* milliseconds */
    unsigned interrupted;
    bool again; /* the second time, after a fault of the machine */
    bool timed_out, too_long, cut;
} worker_job;

typedef struct worker_pool {
    th_arena *arena;
    th_server *server;
    const th_limits *limits;
    const th_inputs *inputs;
    const th_progress *progress;
    const bool *left_out;
    worker_job *jobs;
    size_t njobs, running, next, done;
    size_t *again; /* files that are to be read once more */
    size_t nagain;
    th_streams *streams;
    th_taker taker;
} worker_pool;

static time_t now(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return moment.tv_sec;
}

static long long milliseconds(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return (long long)moment.tv_sec * 1000 + moment.tv_nsec / 1000000;
}

static th_limits limits_of_input(const th_limits *limits, const th_input *input)
{
    return input->records ? th_outside_stream_limits(limits, input->path.ptr) : *limits;
}

static bool start_worker(worker_pool *pool)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    bool again = pool->nagain > 0;
    size_t which = again ? pool->again[pool->nagain - 1] : pool->next;
    const th_order order = {&pool->inputs->at[which], again, ends[1]};
    pid_t pid = th_server_fork(pool->server, &order);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return false;
    }
    pool->next += !again;
    pool->nagain -= again;
    worker_job *job = &pool->jobs[pool->running++];
    th_arena *memory = job->arena;
    th_limits limits = limits_of_input(pool->limits, order.input);
    *job = (worker_job){.input = which,
                        .pid = pid,
                        .limits = limits,
                        .arena = memory,
                        .fd = ends[0],
                        .again = again,
                        .began = milliseconds(),
                        .deadline = now() + (time_t)th_reader_seconds(&limits) * TH_READER_WALL_FACTOR + GRACE};
    th_buf_init(&job->out, job->arena);
    if (order.input->records) /* it comes back as it lies there, unless it is packed */
        th_buf_reserve(&job->out, th_outside_stream_bytes(&limits, order.input->path.ptr) + 2 * (size_t)PIECE);
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
        return signal != SIGXCPU && signal != SIGALRM && signal != SIGPROF && signal != SIGSYS;
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
    return th_process_trouble(pool->arena, &job->limits, status, job->timed_out);
}

/* The last of the jobs takes its place; the memory of the finished one is used again. */
static void give_up_place(worker_pool *pool, size_t at)
{
    worker_job last = pool->jobs[--pool->running];
    th_arena *memory = pool->jobs[at].arena;
    th_arena_reset(memory);
    pool->jobs[pool->running].arena = memory;
    if (at != pool->running)
        pool->jobs[at] = last;
}

static void finish(worker_pool *pool, size_t at)
{
    worker_job *job = &pool->jobs[at];
    close(job->fd);
    int status = th_process_wait(job->pid);
    if (!job->again && may_be_the_machine(job, status)) {
        pool->again[pool->nagain++] = job->input;
        give_up_place(pool, at);
        return;
    }
    th_trouble trouble = trouble_of_worker(pool, job, status);
    if (pool->taker.take) {
        pool->taker.take(pool->taker.ctx, job->input, th_buf_str(&job->out), trouble);
    } else if (pool->inputs->at[job->input].records || job->out.len >= NO_SECOND_COPY) {
        pool->streams->records[job->input] = th_buf_str(&job->out);
        pool->streams->trouble[job->input] = trouble;
        job->arena = th_arena_scratch(pool->arena);
    } else {
        pool->streams->records[job->input] = th_str_copy(pool->arena, th_buf_str(&job->out));
        pool->streams->trouble[job->input] = trouble;
    }
    pool->done++;
    if (pool->progress && pool->progress->step) {
        const th_progress_step step = {pool->done, pool->inputs->n, th_input_shown(&pool->inputs->at[job->input]),
                                       milliseconds() - job->began};
        pool->progress->step(pool->progress->ctx, &step);
    }
    give_up_place(pool, at);
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

/* The next file to read for the first time, or the number of files. */
static size_t next_to_read(worker_pool *pool)
{
    while (pool->left_out && pool->next < pool->inputs->n && pool->left_out[pool->next])
        pool->next++;
    return pool->next;
}

static size_t count_left_out(const th_work *work)
{
    size_t n = 0;
    for (size_t i = 0; work->left_out && i < work->inputs->n; i++)
        n += work->left_out[i];
    return n;
}

th_status th_workers_run(th_arena *arena, const th_work *work, th_server *server, th_streams *streams)
{
    const th_inputs *inputs = work->inputs;
    unsigned jobs = work->jobs ? work->jobs : 1;
    worker_pool pool = {.arena = arena,
                        .server = server,
                        .limits = work->limits,
                        .inputs = inputs,
                        .progress = work->progress,
                        .left_out = work->left_out,
                        .streams = streams,
                        .taker = work->taker,
                        .done = count_left_out(work)};
    pool.njobs = jobs < inputs->n ? jobs : inputs->n;
    pool.jobs = th_arena_array(arena, pool.njobs + 1, sizeof *pool.jobs);
    pool.again = th_arena_array(arena, inputs->n, sizeof *pool.again);
    for (size_t i = 0; i < pool.njobs; i++)
        pool.jobs[i].arena = th_arena_scratch(arena);
    struct pollfd *fds = th_arena_array(arena, pool.njobs + 1, sizeof *fds);
    while (pool.done < inputs->n) {
        while (pool.running < pool.njobs && (pool.nagain || next_to_read(&pool) < inputs->n))
            if (!start_worker(&pool)) {
                if (pool.running == 0)
                    return TH_FATAL;
                break; /* tried again when a worker has ended */
            }
        wait_some(&pool, fds);
    }
    return TH_OK;
}
