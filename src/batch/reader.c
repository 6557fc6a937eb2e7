/* A worker: its limits, its one input, its walls, its answer. */
#define _GNU_SOURCE /* MAP_ANONYMOUS, MADV_HUGEPAGE */
#include "batch/reader.h"

#include "base/sanitizer.h"

#include "batch/archive.h"
#include "batch/outside_stream.h"
#include "batch/process.h"
#include "batch/timings.h"
#include "fact/extract.h"
#include "fact/stream.h"
#include "fact/stream_parts.h"
#include "pack/archive.h"
#include "text/codepage.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

size_t th_reader_seconds(const th_limits *limits)
{
    return limits->seconds > limits->archive_seconds ? limits->seconds : limits->archive_seconds;
}

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
    alarm((unsigned)seconds * TH_READER_WALL_FACTOR);
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

/* A stream goes on as it came, for its hashes are over its bytes, and the parent checks every field of what any worker
 * says.  It is read here first: what harms a reader harms this one.  What is not whole, or is wrong in a part, has a
 * byte too many, by which the parent does not take it apart and says what is wrong. */
static bool pass_stream(th_arena *arena, const th_one_file *file, int fd)
{
    th_str bytes = file->bytes, rest;
    th_findings said = {0};
    th_trouble why = {0};
    th_stream_part part = {0};
    bool whole = true;
    if (th_outside_stream_unpack(arena, file->limits, &bytes, &why) != TH_OK) {
        const th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
        const th_one_file refused = {.definition = file->definition, .input = file->input, .said = &said};
        th_trouble_add(&said, arena, TH_F_FILE_RECORDS, &place, why);
        return th_process_write(fd, th_one_file_refused(arena, &refused));
    }
    rest = bytes;
    th_arena *own = th_arena_scratch(arena);
    while (whole && th_stream_part_next(&rest, &part)) {
        whole = th_stream_read(th_dataset_new(own, file->definition), part.bytes, TH_STREAM_SUBMITTED, &why) == TH_OK;
        th_arena_reset(own);
    }
    th_arena_free(own);
    return th_process_write(fd, bytes) && ((whole && !rest.len) || th_process_write(fd, TH_STR("!")));
}

bool th_reader_parse(th_arena *arena, const th_one_file *file, int fd)
{
    if (file->input->records)
        return pass_stream(arena, file, fd);
    if (!th_archive_is(file))
        return th_one_file_pass(arena, file, (th_stream_sink){write_part, &fd});
    allow_seconds(file->limits->archive_seconds, end_of_archive_time);
    return th_archive_read_members(arena, file, (th_stream_sink){write_part, &fd});
}

/* The file is opened and its bytes are fetched first: what opens nothing behind the walls needs no way to open. */
static bool answer_order(th_arena *arena, const th_reader *reader, const th_order *order)
{
    th_findings findings = {0};
    th_one_file file = {.definition = reader->definition,
                        .labels = reader->labels,
                        .timings = reader->timings,
                        .limits = reader->limits,
                        .input = order->input};
    errno = 0;
    if (th_file_read(arena, reader->limits, order->input, &file.bytes, &findings) != TH_OK) {
        if (!order->last_try && th_process_is_fault(errno))
            _exit(TH_PROCESS_FAULT + errno);
        file.said = &findings;
        return th_process_write(order->fd, th_one_file_refused(arena, &file));
    }
    if (!th_walls_raise(&reader->walls, order->fd))
        _exit(TH_PROCESS_FAULT + errno);
    th_timings_work(reader->timings, TH_STEP_READ);
    bool ok = reader->parse(arena, &file, order->fd);
    th_timings_worked(reader->timings);
    return ok;
}

/* Memory for a file as files are, in huge pages where the system has them: a worker lives for some milliseconds, and
 * asking for each page alone would take it longer than reading does. */
static th_arena *arena_of_worker(const th_limits *limits)
{
    const size_t huge = (size_t)2 << 20, size = 8 * huge;
    if (TH_SANITIZED || limits->memory_bytes < 4 * size)
        return th_arena_new(limits->memory_bytes);
    char *region = mmap(NULL, size + huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (region == MAP_FAILED)
        return th_arena_new(limits->memory_bytes);
    region += (huge - (uintptr_t)region % huge) % huge;
    madvise(region, size, MADV_HUGEPAGE);
    return th_arena_new_over(limits->memory_bytes, region, size);
}

static void run_in_worker(void *ctx, const th_order *order)
{
    const th_reader *all = ctx;
    const th_limits limits =
        order->input->records ? th_outside_stream_limits(all->limits, order->input->path.ptr) : *all->limits;
    th_reader reader = *all;
    reader.limits = &limits;
    th_process_restrict(&limits);
    th_process_end_on_faults();
    const struct rlimit seconds = {limits.seconds, th_reader_seconds(&limits) + 1};
    setrlimit(RLIMIT_CPU, &seconds);
    allow_seconds(limits.seconds, NULL);
    th_arena *arena = arena_of_worker(&limits);
    if (!arena || TH_ARENA_GUARD(arena))
        _exit(TH_PROCESS_NO_MEMORY); /* the parent words the finding */
    bool ok = answer_order(arena, &reader, order);
    th_arena_free(arena);
    _exit(ok ? 0 : TH_PROCESS_FAULT + EPIPE);
}

/* What would be the same work in each worker.  Where there is no memory, each does it. */
static void fold_labels(th_reader *reader)
{
    th_arena *arena = th_arena_new(0);
    if (arena && TH_ARENA_GUARD(arena))
        th_arena_free(arena);
    else if (arena)
        reader->labels = th_extract_labels(arena, reader->definition);
}

/* What libraries open when they first need it, is opened here.  libarchive turns times of members, which nobody asks
 * for, into local ones: of a zone that needs no file. */
static void prepare_server(void *ctx)
{
    th_reader *reader = ctx;
    setenv("TZ", "UTC0", 1);
    tzset();
    th_codepages_open();
    th_archive_open_language();
    fold_labels(reader);
    if (!reader->unwalled && !th_walls_prepare(&reader->walls))
        _exit(TH_PROCESS_FAULT + errno); /* a server that ends is replaced */
}

bool th_reader_begin(th_reader *reader, th_server *server)
{
    reader->unwalled = !th_walls_hold();
    return th_server_start(server, (th_errand){prepare_server, run_in_worker, reader});
}
