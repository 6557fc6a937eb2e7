#include "batch/worker.h"

#include "base/digest.h"
#include "batch/process.h"
#include "book/book.h"
#include "fact/extract.h"
#include "fact/stream.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

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
    th_str *records;
    th_trouble *trouble;
} pool;

/* ---- in the worker ---- */

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
        source.format = th_book_format_name(arena, book);
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
    th_process_restrict(p->limits);
    const struct rlimit seconds = {p->limits->seconds, p->limits->seconds};
    setrlimit(RLIMIT_CPU, &seconds);
    th_arena *arena = th_arena_new(p->limits->memory_bytes);
    if (!arena || TH_ARENA_GUARD(arena))
        _exit(TH_PROCESS_NO_MEMORY); /* the parent words the finding */
    bool ok = th_process_write(fd, read_one(arena, p, input));
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

static void finish(pool *p, size_t at)
{
    job *j = &p->jobs[at];
    close(j->fd);
    int status = th_process_wait(j->pid);
    p->records[j->input] = th_buf_str(&j->out);
    p->trouble[j->input] = j->too_long ? TH_TROUBLE_IS("kết quả đọc quá lớn", "what was read is too large")
                                       : th_process_trouble(p->arena, p->limits, status, j->timed_out);
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
                         th_trouble **trouble)
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
