#include "batch/worker.h"

#include "book/book.h"
#include "fact/extract.h"
#include "fact/stream.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

#ifdef __SANITIZE_ADDRESS__
#define ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif

enum { WALL_FACTOR = 3, PIECE = 65536, POLL_MS = 200 };
static const size_t stream_limit = (size_t)1 << 30;

typedef struct job {
    size_t input;
    pid_t pid;
    int fd;
    th_buf out;
    time_t deadline;
    bool timed_out, too_long;
} job;

typedef struct pool {
    th_arena *arena;
    const th_definition *definition;
    const th_limits *limits;
    const th_inputs *inputs;
    const th_progress *progress;
    job *jobs;
    size_t njobs, running, next, done;
    th_str *records, *trouble;
} pool;

/* ---- in the worker ---- */

static void limit(int resource, rlim_t most)
{
    struct rlimit r = {most, most};
    setrlimit(resource, &r);
}

static void restrict_self(const th_limits *limits)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, (rlim_t)limits->file_bytes); /* the copy in memory that the second reader opens */
    limit(RLIMIT_CPU, limits->seconds);
#ifndef ADDRESS_SANITIZER /* its shadow memory is larger than any limit of ours */
    limit(RLIMIT_AS, (rlim_t)limits->memory_bytes * 2 + (rlim_t)limits->file_bytes);
#endif
}

static bool write_all(int fd, th_str bytes)
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

/* A file that was refused: one source, one finding that names it. */
static void reject(th_dataset *ds, th_source *source, th_findings *findings)
{
    source->status = TH_SOURCE_REJECTED;
    source->unit = TH_NONE;
    for (size_t i = 0; i < findings->n; i++) {
        th_finding *f = &findings->at[i];
        f->place.file = source->file;
        if (!source->reason.len || f->level == TH_LEVEL_BLOCK)
            source->reason = f->vi;
        TH_PUSH(ds->arena, ds->findings.at, ds->findings.n, ds->findings.cap, *f);
    }
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, *source);
}

static th_str format_name(th_arena *arena, const th_book *book)
{
    switch (book->format) {
    case TH_BOOK_XLSX: return TH_STR("xlsx");
    case TH_BOOK_XLS: return th_str_fmt(arena, "xls (BIFF%d)", book->biff);
    case TH_BOOK_ODS: return TH_STR("ods");
    case TH_BOOK_CSV: return TH_STR("csv");
    case TH_BOOK_UNKNOWN:
    default: return (th_str){0};
    }
}

static void take_findings(th_dataset *ds, const th_findings *findings, th_str file)
{
    for (size_t i = 0; i < findings->n; i++) {
        th_finding f = findings->at[i];
        f.place.file = file;
        TH_PUSH(ds->arena, ds->findings.at, ds->findings.n, ds->findings.cap, f);
    }
}

/* The stream of one file: a record stream as it is, a workbook through book and fact. */
static th_str read_one(th_arena *arena, const pool *p, const th_input *input)
{
    th_dataset *ds = th_dataset_new(arena, p->definition);
    th_source source = {.file = input->name, .unit = TH_NONE, .period = p->definition->period};
    th_findings findings = {0};
    th_str bytes = {0};
    th_buf out;
    th_buf_init(&out, arena);
    if (th_file_read(arena, p->limits, input, &bytes, &findings) != TH_OK) {
        reject(ds, &source, &findings);
        th_stream_write(&out, ds);
        return th_buf_str(&out);
    }
    if (th_stream_is(bytes))
        return bytes;
    source.bytes = bytes.len;
    source.sha256 = th_sha256(arena, bytes);
    th_book *book = NULL;
    if (th_book_open(arena, p->limits, bytes, input->name, &book, &findings) >= TH_FAILED) {
        reject(ds, &source, &findings);
    } else {
        source.format = format_name(arena, book);
        th_book_normalise(book);
        if (book->format == TH_BOOK_XLS)
            th_book_second_reading(arena, book, bytes, &findings);
        take_findings(ds, &book->findings, input->name);
        take_findings(ds, &findings, input->name);
        th_extract(ds, book, &source);
    }
    th_stream_write(&out, ds);
    return th_buf_str(&out);
}

static _Noreturn void work(const pool *p, const th_input *input, int fd)
{
    signal(SIGPIPE, SIG_DFL);
    restrict_self(p->limits);
    th_arena *arena = th_arena_new(p->limits->memory_bytes);
    if (!arena || TH_ARENA_GUARD(arena))
        _exit(3); /* out of its budget: the parent words the finding */
    bool ok = write_all(fd, read_one(arena, p, input));
    th_arena_free(arena);
    _exit(ok ? 0 : 1);
}

/* ---- in the parent ---- */

static time_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static bool start(pool *p)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    size_t which = p->next;
    pid_t pid = fork();
    if (pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (pid == 0) {
        close(ends[0]);
        for (size_t i = 0; i < p->running; i++)
            close(p->jobs[i].fd);
        work(p, &p->inputs->at[which], ends[1]);
    }
    close(ends[1]);
    p->next++;
    job *j = &p->jobs[p->running++];
    *j = (job){.input = which, .pid = pid, .fd = ends[0], .deadline = now() + (time_t)p->limits->seconds * WALL_FACTOR};
    th_buf_init(&j->out, p->arena);
    return true;
}

static th_str trouble_of(const pool *p, const job *j, int status)
{
    if (j->too_long)
        return TH_STR("kết quả đọc quá lớn");
    if (j->timed_out || (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)))
        return th_str_fmt(p->arena, "quá %u giây", p->limits->seconds);
    if (WIFSIGNALED(status))
        return th_str_fmt(p->arena, "bộ đọc dừng đột ngột (tín hiệu %d)", WTERMSIG(status));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 3)
        return th_str_fmt(p->arena, "cần quá %zu MB bộ nhớ", p->limits->memory_bytes >> 20);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return th_str_fmt(p->arena, "bộ đọc kết thúc bất thường (mã %d)", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return (th_str){0};
}

static void finish(pool *p, size_t at)
{
    job *j = &p->jobs[at];
    int status = 0;
    close(j->fd);
    while (waitpid(j->pid, &status, 0) < 0 && errno == EINTR)
        ;
    p->records[j->input] = th_buf_str(&j->out);
    p->trouble[j->input] = trouble_of(p, j, status);
    p->done++;
    if (p->progress && p->progress->step)
        p->progress->step(p->progress->ctx, p->done, p->inputs->n, p->inputs->at[j->input].name);
    p->jobs[at] = p->jobs[--p->running];
}

/* False when the stream of the worker has ended. */
static bool drain(job *j)
{
    if (j->out.len > stream_limit) {
        j->too_long = true;
        kill(j->pid, SIGKILL);
        return false;
    }
    th_buf_reserve(&j->out, PIECE);
    ssize_t n = read(j->fd, j->out.ptr + j->out.len, PIECE);
    if (n < 0)
        return errno == EINTR || errno == EAGAIN;
    j->out.len += (size_t)n;
    return n > 0;
}

static void wait_some(pool *p, struct pollfd *fds)
{
    for (size_t i = 0; i < p->running; i++)
        fds[i] = (struct pollfd){.fd = p->jobs[i].fd, .events = POLLIN};
    if (poll(fds, (nfds_t)p->running, POLL_MS) < 0 && errno != EINTR)
        return;
    time_t t = now();
    for (size_t i = p->running; i-- > 0;) {
        job *j = &p->jobs[i];
        if (t > j->deadline && !j->timed_out) {
            j->timed_out = true;
            kill(j->pid, SIGKILL);
        }
        if ((fds[i].revents & (POLLIN | POLLHUP | POLLERR)) && !drain(j))
            finish(p, i);
    }
}

th_status th_workers_run(th_arena *arena, const th_definition *definition, const th_limits *limits,
                         const th_inputs *inputs, unsigned jobs, const th_progress *progress, th_str **records,
                         th_str **trouble)
{
    if (jobs == 0)
        jobs = 1;
    pool p = {.arena = arena, .definition = definition, .limits = limits, .inputs = inputs, .progress = progress};
    p.njobs = jobs < inputs->n ? jobs : inputs->n;
    p.jobs = th_arena_array(arena, p.njobs + 1, sizeof *p.jobs);
    p.records = *records = th_arena_array(arena, inputs->n, sizeof **records);
    p.trouble = *trouble = th_arena_array(arena, inputs->n, sizeof **trouble);
    struct pollfd *fds = th_arena_array(arena, p.njobs + 1, sizeof *fds);
    while (p.done < inputs->n) {
        while (p.running < p.njobs && p.next < inputs->n)
            if (!start(&p)) {
                if (p.running == 0)
                    return TH_FATAL;
                break; /* tried again when a worker has ended */
            }
        wait_some(&p, fds);
    }
    return TH_OK;
}
