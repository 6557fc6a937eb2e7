/* Counting cells: workers that take one file after the other from shared memory. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "batch/count.h"

#include "batch/process.h"
#include "book/book.h"

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <math.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/banned.h"

enum { WALL_FACTOR = 3, POLL_MS = 200, KEPT_MEMORY = 64 * 1024 * 1024 };

/* Why a file was refused; the bytes of `vi`, `en` and `sheet` follow.  All of it fits into PIPE_BUF, so that the pipe
 * does not mix it with the reports of other workers. */
typedef struct refusal {
    size_t input;
    th_finding_kind kind;
    size_t vi, en, sheet; /* lengths */
} refusal;
enum { MOST_TEXT = PIPE_BUF - sizeof(refusal) };

/* Between the workers and the parent: a report for each of 2,000 files would cost more than reading a file. */
typedef struct shared_state {
    atomic_size_t next;     /* file nobody has taken */
    atomic_size_t done;     /* files that were read or refused */
    atomic_size_t *current; /* of each worker: the file it reads + 1 */
    th_count *counts;       /* of each file; files = 0: not known yet */
} shared_state;

typedef struct worker_crew {
    th_arena *arena;
    const th_limits *limits;
    const th_inputs *inputs;
    const th_progress *progress;
    shared_state *shared;
    pid_t *pids;
    unsigned jobs;
    th_findings *findings; /* of each file */
} worker_crew;

/* ---- in a worker ---- */

typedef struct running_tally {
    th_count count;
    double lost; /* what rounding took from the sum so far (Neumaier) */
} running_tally;

static void add_exactly(double *sum, double *lost, double value)
{
    double rounded = *sum + value;
    *lost += fabs(*sum) >= fabs(value) ? (*sum - rounded) + value : (value - rounded) + *sum;
    *sum = rounded;
}

static void take_cell(void *ctx, const th_book *book, size_t sheet, const th_cell *cell)
{
    running_tally *tally = ctx;
    (void)book;
    (void)sheet;
    switch (cell->type) {
    case TH_CELL_NUMBER:
    case TH_CELL_DATE:
    case TH_CELL_BOOL:
        tally->count.nums++;
        add_exactly(&tally->count.sum, &tally->lost, cell->number);
        break;
    case TH_CELL_TEXT:
        tally->count.strs++;
        tally->count.bytes += cell->raw.len;
        break;
    case TH_CELL_PENDING: return; /* a formula without a result holds nothing */
    default: break;
    }
    tally->count.cells++;
}

/* The longest part of `s` that fits and does not cut a character. */
static th_str fitting(th_str s, size_t room)
{
    if (s.len <= room)
        return s;
    while (room > 0 && ((unsigned char)s.ptr[room] & 0xC0) == 0x80)
        room--;
    return th_str_sub(s, 0, room);
}

static bool send_report(int fd, size_t input, const th_finding *why)
{
    char bytes[PIPE_BUF];
    const th_str parts[] = {fitting(why->vi, MOST_TEXT / 3), fitting(why->en, MOST_TEXT / 3),
                            fitting(why->place.sheet, MOST_TEXT / 3)};
    const refusal report = {input, why->kind, parts[0].len, parts[1].len, parts[2].len};
    size_t n = sizeof report;
    memcpy(bytes, &report, n);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len)
            memcpy(bytes + n, parts[i].ptr, parts[i].len);
        n += parts[i].len;
    }
    return th_process_write(fd, (th_str){bytes, n});
}

/* The figures of a file count as one, when it was read to its end. */
static void count_file(const worker_crew *crew, size_t which, int fd)
{
    th_arena *arena = th_arena_new(crew->limits->memory_bytes);
    if (!arena || TH_ARENA_GUARD(arena))
        _exit(TH_PROCESS_NO_MEMORY);
    running_tally tally = {.count.files = 1};
    const th_visitor visitor = {&tally, take_cell};
    th_findings findings = {0};
    th_str bytes;
    th_book *book;
    const th_input *input = &crew->inputs->at[which];
    if (th_file_read(arena, crew->limits, input, &bytes, &findings) == TH_OK &&
        th_book_open(arena, crew->limits, &(th_book_file){.bytes = bytes, .name = input->name, .visitor = &visitor},
                     &book, &findings) < TH_FAILED) {
        tally.count.sum += tally.lost;
        crew->shared->counts[which] = tally.count;
    } else {
        if (findings.n && !send_report(fd, which, &findings.at[0]))
            _exit(1);
        crew->shared->counts[which] = (th_count){.files = 1, .errors = 1};
    }
    th_arena_free(arena);
}

/* The clock of one file: processor time, and three times as much of the wall's. */
static void set_clock(size_t seconds)
{
    const struct itimerval cpu = {.it_value.tv_sec = (time_t)seconds},
                           wall = {.it_value.tv_sec = (time_t)seconds * WALL_FACTOR};
    setitimer(ITIMER_PROF, &cpu, NULL);
    setitimer(ITIMER_REAL, &wall, NULL);
}

static _Noreturn void count_files(const worker_crew *crew, unsigned slot, int fd)
{
    th_process_restrict(crew->limits);
    /* Memory of one small workbook serves the next: getting pages anew costs as much as reading them. */
    mallopt(M_MMAP_THRESHOLD, KEPT_MEMORY);
    mallopt(M_TRIM_THRESHOLD, KEPT_MEMORY);
    for (;;) {
        size_t which = atomic_fetch_add(&crew->shared->next, 1);
        if (which >= crew->inputs->n)
            _exit(0);
        crew->shared->current[slot] = which + 1;
        set_clock(crew->limits->seconds);
        count_file(crew, which, fd);
        crew->shared->current[slot] = 0;
        atomic_fetch_add(&crew->shared->done, 1);
    }
}

/* ---- in the parent ---- */

static bool read_all(int fd, void *to, size_t n)
{
    char *at = to;
    while (n) {
        ssize_t got = read(fd, at, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        n -= (size_t)got;
    }
    return true;
}

static th_str read_reported(worker_crew *crew, int fd, size_t n)
{
    char *text = th_arena_array(crew->arena, n + 1, 1);
    return read_all(fd, text, n) ? (th_str){text, n} : (th_str){0};
}

/* False when the last worker has ended. */
static bool take_report(worker_crew *crew, int fd)
{
    refusal report;
    if (!read_all(fd, &report, sizeof report) || report.input >= crew->inputs->n ||
        report.vi + report.en + report.sheet > MOST_TEXT)
        return false;
    th_str vi = read_reported(crew, fd, report.vi), en = read_reported(crew, fd, report.en),
           sheet = read_reported(crew, fd, report.sheet);
    const th_place place = {
        .file = crew->inputs->at[report.input].name, .sheet = sheet, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_finding *finding = th_findings_add(&crew->findings[report.input], crew->arena, report.kind, &place, TH_WITHOUT);
    finding->vi = vi;
    finding->en = en;
    return true;
}

static void watch(worker_crew *crew, int fd)
{
    for (;;) {
        struct pollfd readable = {.fd = fd, .events = POLLIN};
        size_t done = crew->shared->done;
        int n = poll(&readable, 1, POLL_MS);
        if (n > 0 ? !take_report(crew, fd) : n < 0 && errno != EINTR)
            return;
        if (crew->progress && crew->progress->step && done && done != crew->shared->done)
            crew->progress->step(crew->progress->ctx, done, crew->inputs->n, crew->inputs->at[done - 1].name);
    }
}

static void lost_worker(worker_crew *crew, unsigned slot, int status)
{
    th_trouble why = th_process_trouble(crew->arena, crew->limits, status, false);
    if (!why.vi.len || crew->shared->current[slot] == 0)
        return;
    size_t input = crew->shared->current[slot] - 1;
    const th_place place = {.file = crew->inputs->at[input].name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    if (crew->findings[input].n == 0)
        th_trouble_add(&crew->findings[input], crew->arena, TH_F_FILE_WORKER, &place, why);
    crew->shared->counts[input] = (th_count){.files = 1, .errors = 1};
    crew->shared->current[slot] = 0;
    crew->shared->done++;
}

/* All workers, until the last has ended.  False when none could be started, or all died before finishing a file. */
static bool one_round(worker_crew *crew)
{
    int ends[2];
    unsigned started = 0;
    size_t before = crew->shared->done;
    if (pipe(ends) != 0)
        return false;
    for (; started < crew->jobs; started++) {
        pid_t pid = fork();
        if (pid < 0)
            break;
        if (pid == 0) {
            close(ends[0]);
            count_files(crew, started, ends[1]);
        }
        crew->pids[started] = pid;
    }
    close(ends[1]);
    watch(crew, ends[0]);
    close(ends[0]);
    for (unsigned i = 0; i < started; i++)
        lost_worker(crew, i, th_process_wait(crew->pids[i]));
    return crew->shared->done > before;
}

/* Workers may die before all files are read.  Each takes one file with it, so this comes to an end. */
static th_status all_rounds(worker_crew *crew)
{
    while (crew->shared->done < crew->inputs->n)
        if (!one_round(crew))
            return TH_FATAL;
    return TH_OK;
}

static shared_state *share(size_t nfiles, unsigned jobs, size_t *size)
{
    *size = sizeof(shared_state) + jobs * sizeof(atomic_size_t) + nfiles * sizeof(th_count);
    shared_state *shared = mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return NULL;
    shared->counts = (th_count *)(shared + 1);
    shared->current = (atomic_size_t *)(shared->counts + nfiles);
    return shared;
}

static void add_counts(const worker_crew *crew, th_count *total, th_findings *findings)
{
    double lost = 0;
    *total = (th_count){0};
    for (size_t i = 0; i < crew->inputs->n; i++) {
        const th_count *one = &crew->shared->counts[i];
        total->files += one->files;
        total->errors += one->errors;
        total->cells += one->cells;
        total->nums += one->nums;
        total->strs += one->strs;
        total->bytes += one->bytes;
        add_exactly(&total->sum, &lost, one->sum);
        for (size_t k = 0; k < crew->findings[i].n; k++)
            TH_PUSH(crew->arena, findings->at, findings->n, findings->cap, crew->findings[i].at[k]);
    }
    total->sum += lost;
}

th_status th_count_run(th_arena *arena, const th_work *work, th_count *total, th_findings *findings)
{
    size_t size;
    const th_inputs *inputs = work->inputs;
    worker_crew crew = {.arena = arena, .limits = work->limits, .inputs = inputs, .progress = work->progress};
    crew.jobs = work->jobs < inputs->n ? work->jobs : (unsigned)inputs->n;
    if (work->jobs == 0)
        crew.jobs = 1;
    crew.pids = th_arena_array(arena, crew.jobs, sizeof *crew.pids);
    crew.findings = th_arena_array(arena, inputs->n, sizeof *crew.findings);
    crew.shared = share(inputs->n, crew.jobs, &size);
    if (!crew.shared)
        return TH_FATAL;
    th_status status = all_rounds(&crew);
    add_counts(&crew, total, findings);
    munmap(crew.shared, size);
    return status;
}
