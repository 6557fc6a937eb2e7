/* A process for each file, as many at a time as asked, and the pipe that its record stream comes through. */
#include "batch/worker.h"

#include "base/digest.h"
#include "batch/process.h"
#include "batch/returned.h"
#include "book/book.h"
#include "fact/extract.h"
#include "fact/stream.h"
#include "report/recognise.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

enum { WALL_FACTOR = 3, PIECE = 65536, POLL_MS = 200 };
static const size_t stream_limit = (size_t)1 << 30;

typedef struct worker_job {
    size_t input;
    pid_t pid;
    int fd;
    th_buf out;
    time_t deadline;
    bool timed_out, too_long;
} worker_job;

typedef struct worker_pool {
    th_arena *arena;
    const th_definition *definition;
    const th_limits *limits;
    const th_inputs *inputs;
    const th_progress *progress;
    worker_job *jobs;
    size_t njobs, running, next, done;
    th_str *records;
    th_trouble *trouble;
} worker_pool;

/* ---- in the worker ---- */

static void add_findings_of_file(th_dataset *ds, const th_findings *findings, th_str file)
{
    for (size_t i = 0; i < findings->n; i++) {
        th_finding finding = findings->at[i];
        finding.place.file = file;
        TH_PUSH(ds->arena, ds->findings.at, ds->findings.n, ds->findings.cap, finding);
    }
}

/* A file that was refused: one source, one finding that names it. */
static void reject(th_dataset *ds, th_source *source, const th_findings *findings)
{
    size_t first = ds->findings.n;
    add_findings_of_file(ds, findings, source->file);
    source->unit = TH_NONE;
    th_extract_refuse(ds, source, first);
}

static bool holds_figures(const th_dataset *ds)
{
    for (size_t i = 0; i < ds->nfacts; i++)
        if (ds->facts[i].measure == TH_NOW && ds->facts[i].value.state != TH_STATE_BLANK)
            return true;
    return false;
}

/* A workbook of ours that is nobody's submission: a result, a feedback workbook, a definition, a template that nobody
 * filled in.  What it is is said, and no figure of it is taken; of a feedback workbook what was written in it is. */
static bool is_set_aside(th_dataset *ds, th_mark mark)
{
    switch (mark) {
    case TH_MARK_RESULT:
    case TH_MARK_FEEDBACK:
    case TH_MARK_DEFINITION: return true;
    case TH_MARK_TEMPLATE: return !holds_figures(ds);
    case TH_MARK_NONE:
    case TH_MARK_CONVERTED:
    case TH_MARKS:
    default: return false;
    }
}

static th_dataset *named_only(const th_definition *definition, th_source source, const th_book *book, th_mark mark)
{
    th_arena *arena = book->arena;
    int year = 0;
    th_dataset *ds = mark == TH_MARK_FEEDBACK ? th_returned_dataset(definition, source, book, &year) : NULL;
    if (ds)
        return ds;
    ds = th_dataset_new(arena, definition);
    th_place place = {.file = source.file, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_words name = {th_mark_vi(mark), th_mark_en(mark)};
    if (year)
        name = (th_words){th_str_fmt(arena, TH_FMT " của năm %d", TH_ARG(name.vi), year),
                          th_str_fmt(arena, TH_FMT " of %d", TH_ARG(name.en), year)};
    th_finding *finding = th_findings_add(&ds->findings, arena, TH_F_FILE_OURS, &place, TH_WITH(name));
    source.status = TH_SOURCE_ASIDE;
    source.reason = finding->vi;
    TH_PUSH(arena, ds->sources, ds->nsources, ds->sources_cap, source);
    return ds;
}

/* The stream of one file: a record stream as it is, a workbook through book and fact. */
static th_str read_one(th_arena *arena, const worker_pool *pool, const th_input *input)
{
    th_dataset *ds = th_dataset_new(arena, pool->definition);
    th_source source = {.file = input->name,
                        .unit = TH_NONE,
                        .period = pool->definition->period,
                        .base_alone = input->base_alone,
                        .loose_alone = input->loose_alone,
                        .loose_base_alone = input->loose_base_alone,
                        .receipt = TH_NONE};
    th_findings findings = {0};
    th_str bytes = {0};
    th_buf out;
    th_buf_init(&out, arena);
    if (th_file_read(arena, pool->limits, input, &bytes, &findings) != TH_OK) {
        reject(ds, &source, &findings);
        th_stream_write(&out, ds);
        return th_buf_str(&out);
    }
    if (th_stream_is(bytes))
        return bytes;
    source.bytes = bytes.len;
    source.sha256 = th_sha256(arena, bytes);
    th_book *book = NULL;
    if (th_book_open(arena, pool->limits, &(th_book_file){.bytes = bytes, .name = input->name}, &book, &findings) >=
        TH_FAILED) {
        reject(ds, &source, &findings);
    } else {
        source.format = th_book_format_name(arena, book);
        th_book_normalise(book);
        if (book->format == TH_BOOK_XLS)
            th_book_second_reading(arena, book, bytes, &findings);
        size_t first = ds->findings.n;
        add_findings_of_file(ds, &book->findings, input->name);
        add_findings_of_file(ds, &findings, input->name);
        th_extract(ds, book, &source, first);
        th_mark mark = th_report_recognise(book);
        if (is_set_aside(ds, mark))
            ds = named_only(pool->definition, source, book, mark);
    }
    th_stream_write(&out, ds);
    return th_buf_str(&out);
}

static _Noreturn void read_in_worker(const worker_pool *pool, const th_input *input, int fd)
{
    th_process_restrict(pool->limits);
    const struct rlimit seconds = {pool->limits->seconds, pool->limits->seconds};
    setrlimit(RLIMIT_CPU, &seconds);
    th_arena *arena = th_arena_new(pool->limits->memory_bytes);
    if (!arena || TH_ARENA_GUARD(arena))
        _exit(TH_PROCESS_NO_MEMORY); /* the parent words the finding */
    bool ok = th_process_write(fd, read_one(arena, pool, input));
    th_arena_free(arena);
    _exit(ok ? 0 : 1);
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
    size_t which = pool->next;
    pid_t pid = fork();
    if (pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (pid == 0) {
        close(ends[0]);
        for (size_t i = 0; i < pool->running; i++)
            close(pool->jobs[i].fd);
        read_in_worker(pool, &pool->inputs->at[which], ends[1]);
    }
    close(ends[1]);
    pool->next++;
    worker_job *job = &pool->jobs[pool->running++];
    *job = (worker_job){
        .input = which, .pid = pid, .fd = ends[0], .deadline = now() + (time_t)pool->limits->seconds * WALL_FACTOR};
    th_buf_init(&job->out, pool->arena);
    return true;
}

static void finish(worker_pool *pool, size_t at)
{
    worker_job *job = &pool->jobs[at];
    close(job->fd);
    int status = th_process_wait(job->pid);
    pool->records[job->input] = th_buf_str(&job->out);
    pool->trouble[job->input] = job->too_long ? TH_TROUBLE_IS("kết quả đọc quá lớn", "what was read is too large")
                                              : th_process_trouble(pool->arena, pool->limits, status, job->timed_out);
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
    if (n < 0)
        return errno == EINTR || errno == EAGAIN;
    job->out.len += (size_t)n;
    return n > 0;
}

static void wait_some(worker_pool *pool, struct pollfd *fds)
{
    for (size_t i = 0; i < pool->running; i++)
        fds[i] = (struct pollfd){.fd = pool->jobs[i].fd, .events = POLLIN};
    if (poll(fds, (nfds_t)pool->running, POLL_MS) < 0 && errno != EINTR)
        return;
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
    pool.records = *records = th_arena_array(arena, inputs->n, sizeof **records);
    pool.trouble = *trouble = th_arena_array(arena, inputs->n, sizeof **trouble);
    struct pollfd *fds = th_arena_array(arena, pool.njobs + 1, sizeof *fds);
    while (pool.done < inputs->n) {
        while (pool.running < pool.njobs && pool.next < inputs->n)
            if (!start_worker(&pool)) {
                if (pool.running == 0)
                    return TH_FATAL;
                break; /* tried again when a worker has ended */
            }
        wait_some(&pool, fds);
    }
    return TH_OK;
}
