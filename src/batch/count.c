/* Counting cells: workers behind walls that are handed one file after the other. */
#include "batch/count.h"

#include "batch/process.h"
#include "batch/walls.h"
#include "book/book.h"

#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

enum { WALL_FACTOR = 3, GRACE = 5, POLL_MS = 200, KEPT_MEMORY = 64 * 1024 * 1024, MOST_TEXT = 4096 };

/* What a worker says of a file; the bytes of `vi`, `en` and `sheet`, of why it was refused, follow. */
typedef struct count_report {
    th_count count;
    th_finding_kind kind;
    size_t vi, en, sheet; /* lengths; 0 each where it was not refused */
    bool unwalled;        /* the kernel has no walls to offer */
} count_report;

typedef struct counting_worker {
    pid_t pid; /* 0: none */
    int fd;
    size_t input; /* being read; SIZE_MAX: none */
    time_t deadline;
} counting_worker;

typedef struct worker_crew {
    th_arena *arena;
    const th_limits *limits;
    const th_inputs *inputs;
    const th_progress *progress;
    counting_worker *workers;
    struct pollfd *readable; /* of each, for one call of poll */
    unsigned jobs;
    size_t next, done; /* file that nobody has; how many were read or refused */
    bool unwalled;     /* and said */
    th_count *counts;  /* of each file */
    th_findings *findings;
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

static bool send_report(int fd, count_report *report, const th_finding *why)
{
    th_str parts[3] = {{0}};
    if (why) {
        report->kind = why->kind;
        parts[0] = fitting(why->vi, MOST_TEXT);
        parts[1] = fitting(why->en, MOST_TEXT);
        parts[2] = fitting(why->place.sheet, MOST_TEXT);
    }
    report->vi = parts[0].len;
    report->en = parts[1].len;
    report->sheet = parts[2].len;
    bool sent = th_process_write(fd, (th_str){(const char *)report, sizeof *report});
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        sent = sent && th_process_write(fd, parts[i]);
    return sent;
}

static bool read_all(int fd, void *to, size_t n)
{
    char *at = to;
    unsigned tries = 0;
    while (n) {
        ssize_t got = read(fd, at, n);
        if (got < 0 && th_process_interrupted(&tries))
            continue;
        if (got <= 0)
            return false;
        at += got;
        n -= (size_t)got;
    }
    return true;
}

/* The figures of a file count as one, when it was read to its end. */
static void count_file(const worker_crew *crew, th_str name, size_t len, count_report *report, int fd)
{
    th_arena *arena = th_arena_new(crew->limits->memory_bytes);
    if (!arena || TH_ARENA_GUARD(arena))
        _exit(TH_PROCESS_NO_MEMORY);
    running_tally tally = {.count.files = 1};
    const th_visitor visitor = {&tally, take_cell};
    th_findings findings = {0};
    th_book *book;
    char *bytes = th_arena_array(arena, len + 1, 1);
    if (!read_all(fd, bytes, len))
        _exit(0);
    const th_book_file file = {.bytes = {bytes, len}, .name = name, .visitor = &visitor};
    bool counted = th_book_open(arena, crew->limits, &file, &book, &findings) < TH_FAILED;
    tally.count.sum += tally.lost;
    report->count = counted ? tally.count : (th_count){.files = 1, .errors = 1};
    if (!send_report(fd, report, !counted && findings.n ? &findings.at[0] : NULL))
        _exit(1);
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

/* The walls are raised once: of a file, a worker only gets the bytes.  The names of the inputs it has from the fork. */
static _Noreturn void count_files(const worker_crew *crew, int fd)
{
    count_report report = {0};
    size_t head[2];
    th_process_restrict(crew->limits);
    /* Memory of one small workbook serves the next: getting pages anew costs as much as reading them. */
    mallopt(M_MMAP_THRESHOLD, KEPT_MEMORY);
    mallopt(M_TRIM_THRESHOLD, KEPT_MEMORY);
    report.unwalled = !th_walls_raise_here(fd);
    while (read_all(fd, head, sizeof head)) {
        set_clock(crew->limits->seconds);
        count_file(crew, crew->inputs->at[head[0]].name, head[1], &report, fd);
        set_clock(0);
    }
    _exit(0);
}

/* ---- in the parent ---- */

static time_t seconds_now(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return moment.tv_sec;
}

static bool start_counting(worker_crew *crew, counting_worker *worker)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        th_process_die_with(parent);
        close(ends[0]);
        count_files(crew, ends[1]);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return false;
    }
    /* One that takes nothing, or says half of something, is not waited for. */
    const struct timeval patience = {.tv_sec = (time_t)crew->limits->seconds + GRACE};
    setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    *worker = (counting_worker){.pid = pid, .fd = ends[0], .input = SIZE_MAX};
    return true;
}

static void step(worker_crew *crew, size_t input)
{
    crew->done++;
    if (crew->progress && crew->progress->step)
        crew->progress->step(crew->progress->ctx,
                             &(th_progress_step){crew->done, crew->inputs->n, crew->inputs->at[input].name, 0});
}

static void count_refused(worker_crew *crew, size_t input)
{
    crew->counts[input] = (th_count){.files = 1, .errors = 1};
    step(crew, input);
}

/* A worker that ends takes its file with it. */
static void lose_worker(worker_crew *crew, counting_worker *worker, bool timed_out)
{
    if (timed_out)
        kill(worker->pid, SIGKILL);
    close(worker->fd);
    int status = th_process_wait(worker->pid);
    size_t input = worker->input;
    *worker = (counting_worker){.fd = -1, .input = SIZE_MAX};
    if (input == SIZE_MAX)
        return;
    th_trouble why = th_process_trouble(crew->arena, crew->limits, status, timed_out);
    if (!why.vi.len)
        why = TH_TROUBLE_IS("bộ đọc kết thúc bất thường", "the reader ended abnormally");
    const th_place place = {.file = crew->inputs->at[input].name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble_add(&crew->findings[input], crew->arena, TH_F_FILE_WORKER, &place, why);
    count_refused(crew, input);
}

/* Notes a finding about an input.  It is copied, since it comes from another arena or from another process. */
static void note_refusal(worker_crew *crew, size_t input, const th_finding *said)
{
    const th_place place = {.file = crew->inputs->at[input].name,
                            .sheet = th_str_copy(crew->arena, said->place.sheet),
                            .row = TH_NO_CELL,
                            .col = TH_NO_CELL};
    th_finding *finding = th_findings_add(&crew->findings[input], crew->arena, said->kind, &place, TH_WITHOUT);
    finding->vi = th_str_copy(crew->arena, said->vi);
    finding->en = th_str_copy(crew->arena, said->en);
}

/* The next file that can be read at all, for a worker that waits. */
static void hand_next_file(worker_crew *crew, counting_worker *worker)
{
    while (worker->input == SIZE_MAX && crew->next < crew->inputs->n) {
        size_t input = crew->next++;
        th_findings findings = {0};
        th_str bytes;
        th_arena *scratch = th_arena_scratch(crew->arena);
        if (th_file_read(scratch, crew->limits, &crew->inputs->at[input], &bytes, &findings) == TH_OK) {
            const size_t head[2] = {input, bytes.len};
            worker->input = input;
            worker->deadline = seconds_now() + (time_t)crew->limits->seconds * WALL_FACTOR + GRACE;
            if (!th_process_send(worker->fd, (th_str){(const char *)head, sizeof head}) ||
                !th_process_send(worker->fd, bytes))
                lose_worker(crew, worker, errno == EAGAIN);
        } else {
            if (findings.n)
                note_refusal(crew, input, &findings.at[0]);
            count_refused(crew, input);
        }
        th_arena_free(scratch);
    }
}

static th_str read_reported(const worker_crew *crew, int fd, size_t n)
{
    char *text = th_arena_array(crew->arena, n + 1, 1);
    return read_all(fd, text, n) ? (th_str){text, n} : (th_str){0};
}

/* False: it is none that a worker of ours sends. */
static bool take_report(worker_crew *crew, const counting_worker *worker)
{
    count_report report;
    if (!read_all(worker->fd, &report, sizeof report) || report.vi > MOST_TEXT || report.en > MOST_TEXT ||
        report.sheet > MOST_TEXT || report.kind >= TH_FINDING_KINDS || report.count.files != 1 ||
        report.count.errors > 1)
        return false;
    if (report.unwalled && !crew->unwalled && crew->progress && crew->progress->say)
        crew->progress->say(crew->progress->ctx, th_walls_refused());
    crew->unwalled = crew->unwalled || report.unwalled;
    crew->counts[worker->input] = report.count;
    if (!report.vi)
        return true;
    th_finding said = {.kind = report.kind};
    said.vi = read_reported(crew, worker->fd, report.vi);
    said.en = read_reported(crew, worker->fd, report.en);
    said.place.sheet = read_reported(crew, worker->fd, report.sheet);
    note_refusal(crew, worker->input, &said);
    return true;
}

static void hear_worker(worker_crew *crew, counting_worker *worker)
{
    if (!take_report(crew, worker)) {
        lose_worker(crew, worker, errno == EAGAIN);
        return;
    }
    size_t input = worker->input;
    worker->input = SIZE_MAX;
    step(crew, input);
}

/* Every worker that waits gets a file, and there are as many as asked while files are left.  False: no process can be
 * started. */
static bool employ(worker_crew *crew)
{
    unsigned working = 0;
    for (unsigned i = 0; i < crew->jobs; i++) {
        counting_worker *worker = &crew->workers[i];
        if (!worker->pid && crew->next < crew->inputs->n && !start_counting(crew, worker))
            continue;
        if (worker->pid)
            hand_next_file(crew, worker);
        working += worker->input != SIZE_MAX;
    }
    return working || crew->next >= crew->inputs->n;
}

static void hear_all(worker_crew *crew)
{
    struct pollfd *readable = crew->readable;
    for (unsigned i = 0; i < crew->jobs; i++)
        readable[i] =
            (struct pollfd){.fd = crew->workers[i].input == SIZE_MAX ? -1 : crew->workers[i].fd, .events = POLLIN};
    int n = poll(readable, crew->jobs, POLL_MS);
    for (unsigned i = 0; i < crew->jobs; i++) {
        counting_worker *worker = &crew->workers[i];
        if (worker->input == SIZE_MAX)
            continue;
        if (n < 0 && errno != EINTR) /* it is waited for in the read */
            hear_worker(crew, worker);
        else if (n > 0 && readable[i].revents)
            hear_worker(crew, worker);
        else if (seconds_now() > worker->deadline)
            lose_worker(crew, worker, true);
    }
}

static th_status count_all(worker_crew *crew)
{
    while (crew->done < crew->inputs->n) {
        if (!employ(crew) && crew->done < crew->inputs->n)
            return TH_FATAL;
        hear_all(crew);
    }
    for (unsigned i = 0; i < crew->jobs; i++)
        if (crew->workers[i].pid)
            lose_worker(crew, &crew->workers[i], false);
    return TH_OK;
}

static void add_counts(const worker_crew *crew, th_count *total, th_findings *findings)
{
    double lost = 0;
    *total = (th_count){0};
    for (size_t i = 0; i < crew->inputs->n; i++) {
        const th_count *one = &crew->counts[i];
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
    const th_inputs *inputs = work->inputs;
    worker_crew crew = {.arena = arena, .limits = work->limits, .inputs = inputs, .progress = work->progress};
    crew.jobs = work->jobs < inputs->n ? work->jobs : (unsigned)inputs->n;
    if (work->jobs == 0)
        crew.jobs = 1;
    crew.workers = th_arena_array(arena, crew.jobs, sizeof *crew.workers);
    for (unsigned i = 0; i < crew.jobs; i++)
        crew.workers[i] = (counting_worker){.fd = -1, .input = SIZE_MAX};
    crew.readable = th_arena_array(arena, crew.jobs, sizeof *crew.readable);
    crew.counts = th_arena_array(arena, inputs->n, sizeof *crew.counts);
    crew.findings = th_arena_array(arena, inputs->n, sizeof *crew.findings);
    th_status status = count_all(&crew);
    add_counts(&crew, total, findings);
    return status;
}
