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

/* Why a file was refused; `vi`, `en` and `sheet` follow.  It is written in one piece that the pipe does not
 * mix with those of others. */
typedef struct report {
    size_t input;
    th_finding_kind kind;
    size_t vi, en, sheet; /* lengths */
} report;
enum { MOST_TEXT = PIPE_BUF - sizeof(report) };

typedef struct
    shared { /* between the workers and the parent: a report for each of 2,000 files would cost more than a file */
    atomic_size_t next;     /* file nobody has taken */
    atomic_size_t done;     /* files that were read or refused */
    atomic_size_t *current; /* of each worker: the file it reads + 1 */
    th_count *counts;       /* of each file; files = 0: not known yet */
} shared;

typedef struct crew {
    th_arena *arena;
    const th_limits *limits;
    const th_inputs *inputs;
    const th_progress *progress;
    shared *shared;
    pid_t *pids;
    unsigned jobs;
    th_findings *findings; /* of each file */
} crew;

/* ---- in a worker ---- */

typedef struct tally {
    th_count count;
    double lost; /* what rounding took from the sum so far (Neumaier) */
} tally;

static void add(double *sum, double *lost, double x)
{
    double t = *sum + x;
    *lost += fabs(*sum) >= fabs(x) ? (*sum - t) + x : (x - t) + *sum;
    *sum = t;
}

static void count_cell(void *ctx, const th_book *book, size_t sheet, const th_cell *cell)
{
    tally *t = ctx;
    (void)book;
    (void)sheet;
    switch (cell->type) {
    case TH_CELL_NUMBER:
    case TH_CELL_DATE:
    case TH_CELL_BOOL:
        t->count.nums++;
        add(&t->count.sum, &t->lost, cell->number);
        break;
    case TH_CELL_TEXT:
        t->count.strs++;
        t->count.bytes += cell->raw.len;
        break;
    case TH_CELL_PENDING: return; /* a formula without a result holds nothing */
    default: break;
    }
    t->count.cells++;
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

static bool say(int fd, size_t input, const th_finding *why)
{
    char bytes[PIPE_BUF];
    const th_str parts[] = {fitting(why->vi, MOST_TEXT / 3), fitting(why->en, MOST_TEXT / 3),
                            fitting(why->place.sheet, MOST_TEXT / 3)};
    const report r = {input, why->kind, parts[0].len, parts[1].len, parts[2].len};
    size_t n = sizeof r;
    memcpy(bytes, &r, n);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len)
            memcpy(bytes + n, parts[i].ptr, parts[i].len);
        n += parts[i].len;
    }
    return th_process_write(fd, (th_str){bytes, n});
}

/* The figures of a file count as one, when it was read to its end. */
static void count_file(const crew *c, size_t which, int fd)
{
    th_arena *arena = th_arena_new(c->limits->memory_bytes);
    if (!arena || TH_ARENA_GUARD(arena))
        _exit(TH_PROCESS_NO_MEMORY);
    tally t = {.count.files = 1};
    const th_visitor visitor = {&t, count_cell};
    th_findings findings = {0};
    th_str bytes;
    th_book *book;
    const th_input *input = &c->inputs->at[which];
    if (th_file_read(arena, c->limits, input, &bytes, &findings) == TH_OK &&
        th_book_visit(arena, c->limits, &visitor, bytes, input->name, &book, &findings) < TH_FAILED) {
        t.count.sum += t.lost;
        c->shared->counts[which] = t.count;
    } else {
        if (findings.n && !say(fd, which, &findings.at[0]))
            _exit(1);
        c->shared->counts[which] = (th_count){.files = 1, .errors = 1};
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

static _Noreturn void work(const crew *c, unsigned slot, int fd)
{
    th_process_restrict(c->limits);
    /* Memory of one small workbook serves the next: getting pages anew costs as much as reading them. */
    mallopt(M_MMAP_THRESHOLD, KEPT_MEMORY);
    mallopt(M_TRIM_THRESHOLD, KEPT_MEMORY);
    for (;;) {
        size_t which = atomic_fetch_add(&c->shared->next, 1);
        if (which >= c->inputs->n)
            _exit(0);
        c->shared->current[slot] = which + 1;
        set_clock(c->limits->seconds);
        count_file(c, which, fd);
        c->shared->current[slot] = 0;
        atomic_fetch_add(&c->shared->done, 1);
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

static th_str read_text(crew *c, int fd, size_t n)
{
    char *text = th_arena_array(c->arena, n + 1, 1);
    return read_all(fd, text, n) ? (th_str){text, n} : (th_str){0};
}

/* False when the last worker has ended. */
static bool take_report(crew *c, int fd)
{
    report r;
    if (!read_all(fd, &r, sizeof r) || r.input >= c->inputs->n || r.vi + r.en + r.sheet > MOST_TEXT)
        return false;
    th_str vi = read_text(c, fd, r.vi), en = read_text(c, fd, r.en), sheet = read_text(c, fd, r.sheet);
    const th_place place = {.file = c->inputs->at[r.input].name, .sheet = sheet, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_finding *f = th_findings_add(&c->findings[r.input], c->arena, r.kind, &place, NULL, 0);
    f->vi = vi;
    f->en = en;
    return true;
}

static void watch(crew *c, int fd)
{
    for (;;) {
        struct pollfd readable = {.fd = fd, .events = POLLIN};
        size_t done = c->shared->done;
        int n = poll(&readable, 1, POLL_MS);
        if (n > 0 ? !take_report(c, fd) : n < 0 && errno != EINTR)
            return;
        if (c->progress && c->progress->step && done && done != c->shared->done)
            c->progress->step(c->progress->ctx, done, c->inputs->n, c->inputs->at[done - 1].name);
    }
}

static void lost_worker(crew *c, unsigned slot, int status)
{
    th_trouble why = th_process_trouble(c->arena, c->limits, status, false);
    if (!why.vi.len || c->shared->current[slot] == 0)
        return;
    size_t input = c->shared->current[slot] - 1;
    const th_place place = {.file = c->inputs->at[input].name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    if (c->findings[input].n == 0)
        th_trouble_add(&c->findings[input], c->arena, TH_F_FILE_WORKER, &place, why);
    c->shared->counts[input] = (th_count){.files = 1, .errors = 1};
    c->shared->current[slot] = 0;
    c->shared->done++;
}

/* All workers, until the last has ended; false when none can be started, or all ended without a word. */
static bool one_round(crew *c)
{
    int ends[2];
    unsigned started = 0;
    size_t before = c->shared->done;
    if (pipe(ends) != 0)
        return false;
    for (; started < c->jobs; started++) {
        pid_t pid = fork();
        if (pid < 0)
            break;
        if (pid == 0) {
            close(ends[0]);
            work(c, started, ends[1]);
        }
        c->pids[started] = pid;
    }
    close(ends[1]);
    watch(c, ends[0]);
    close(ends[0]);
    for (unsigned i = 0; i < started; i++)
        lost_worker(c, i, th_process_wait(c->pids[i]));
    return c->shared->done > before;
}

/* The workers may end before the files: each that is lost takes one file with it, so this ends. */
static th_status all_rounds(crew *c)
{
    while (c->shared->done < c->inputs->n)
        if (!one_round(c))
            return TH_FATAL;
    return TH_OK;
}

static shared *share(size_t nfiles, unsigned jobs, size_t *size)
{
    *size = sizeof(shared) + jobs * sizeof(atomic_size_t) + nfiles * sizeof(th_count);
    shared *s = mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (s == MAP_FAILED)
        return NULL;
    s->counts = (th_count *)(s + 1);
    s->current = (atomic_size_t *)(s->counts + nfiles);
    return s;
}

static void add_up(const crew *c, th_count *total, th_findings *findings)
{
    double lost = 0;
    *total = (th_count){0};
    for (size_t i = 0; i < c->inputs->n; i++) {
        const th_count *one = &c->shared->counts[i];
        total->files += one->files;
        total->errors += one->errors;
        total->cells += one->cells;
        total->nums += one->nums;
        total->strs += one->strs;
        total->bytes += one->bytes;
        add(&total->sum, &lost, one->sum);
        for (size_t k = 0; k < c->findings[i].n; k++)
            TH_PUSH(c->arena, findings->at, findings->n, findings->cap, c->findings[i].at[k]);
    }
    total->sum += lost;
}

th_status th_count_run(th_arena *arena, const th_limits *limits, const th_inputs *inputs, unsigned jobs,
                       const th_progress *progress, th_count *total, th_findings *findings)
{
    size_t size;
    crew c = {.arena = arena, .limits = limits, .inputs = inputs, .progress = progress};
    c.jobs = jobs == 0 ? 1 : jobs < inputs->n ? jobs : (unsigned)inputs->n;
    c.pids = th_arena_array(arena, c.jobs, sizeof *c.pids);
    c.findings = th_arena_array(arena, inputs->n, sizeof *c.findings);
    c.shared = share(inputs->n, c.jobs, &size);
    if (!c.shared)
        return TH_FATAL;
    th_status status = all_rounds(&c);
    add_up(&c, total, findings);
    munmap(c.shared, size);
    return status;
}
