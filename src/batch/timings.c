/* Reading clocks between the stages of a run. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include "batch/timings.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

#include "base/banned.h"

/* What workers add to; nobody else writes there while they are at work. */
typedef struct shared_costs {
    _Atomic uint64_t nanoseconds[TH_STEPS], cpu[TH_STEPS];
} shared_costs;

typedef struct clock_readings {
    uint64_t passed, own, children;
} clock_readings;

struct th_timings {
    shared_costs *shared;
    th_step_cost costs[TH_STEPS];
    th_step stage;
    bool under_way;
    clock_readings began;
};

static const uint64_t a_second = 1000000000, a_microsecond = 1000;

static uint64_t clock_of(clockid_t which)
{
    struct timespec moment = {0};
    clock_gettime(which, &moment);
    return (uint64_t)moment.tv_sec * a_second + (uint64_t)moment.tv_nsec;
}

static uint64_t cpu_of(const struct rusage *usage)
{
    return ((uint64_t)usage->ru_utime.tv_sec + (uint64_t)usage->ru_stime.tv_sec) * a_second +
           ((uint64_t)usage->ru_utime.tv_usec + (uint64_t)usage->ru_stime.tv_usec) * a_microsecond;
}

static uint64_t peak_of(int who)
{
    struct rusage usage = {0};
    getrusage(who, &usage);
    return (uint64_t)usage.ru_maxrss;
}

static clock_readings read_clocks(void)
{
    struct rusage children = {0};
    getrusage(RUSAGE_CHILDREN, &children);
    return (clock_readings){clock_of(CLOCK_MONOTONIC), clock_of(CLOCK_PROCESS_CPUTIME_ID), cpu_of(&children)};
}

/* Zeroed memory that stays as long as the process; `sharing`: do its children write into the same? */
static void *map_zeros(size_t size, int sharing)
{
    void *mapped = mmap(NULL, size, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1, 0);
    return mapped == MAP_FAILED ? NULL : mapped;
}

th_timings *th_timings_new(void)
{
    th_timings *timings = map_zeros(sizeof *timings, MAP_PRIVATE);
    if (timings)
        timings->shared = map_zeros(sizeof *timings->shared, MAP_SHARED);
    return timings && timings->shared ? timings : NULL;
}

static void end_stage(th_timings *timings, const clock_readings *now)
{
    th_step_cost *cost = &timings->costs[timings->stage];
    if (!timings->under_way)
        return;
    uint64_t own = peak_of(RUSAGE_SELF), children = peak_of(RUSAGE_CHILDREN);
    cost->nanoseconds += now->passed - timings->began.passed;
    cost->cpu += now->own - timings->began.own + now->children - timings->began.children;
    cost->peak = own > children ? own : children;
}

void th_timings_enter(th_timings *timings, th_step stage)
{
    if (!timings)
        return;
    const clock_readings now = read_clocks();
    end_stage(timings, &now);
    timings->stage = stage;
    timings->under_way = true;
    timings->began = now;
}

static void end_work(th_timings *timings)
{
    uint64_t passed = clock_of(CLOCK_MONOTONIC), own = clock_of(CLOCK_PROCESS_CPUTIME_ID);
    atomic_fetch_add(&timings->shared->nanoseconds[timings->stage], passed - timings->began.passed);
    atomic_fetch_add(&timings->shared->cpu[timings->stage], own - timings->began.own);
    timings->began.passed = passed;
    timings->began.own = own;
}

void th_timings_work(th_timings *timings, th_step stage)
{
    if (!timings)
        return;
    /* A worker is forked in the middle of a stage of the run, which is none of its own. */
    if (timings->stage == TH_STEP_READ || timings->stage == TH_STEP_EXTRACT)
        end_work(timings);
    timings->stage = stage;
    timings->began.passed = clock_of(CLOCK_MONOTONIC);
    timings->began.own = clock_of(CLOCK_PROCESS_CPUTIME_ID);
}

void th_timings_worked(th_timings *timings)
{
    if (!timings)
        return;
    end_work(timings);
    timings->stage = TH_STEP_LIST;
}

void th_timings_tell(th_timings *timings, th_step_cost costs[TH_STEPS])
{
    uint64_t workers = 0;
    th_timings_enter(timings, timings->stage);
    for (int i = 0; i < TH_STEPS; i++) {
        costs[i] = timings->costs[i];
        costs[i].nanoseconds += atomic_load(&timings->shared->nanoseconds[i]);
        costs[i].cpu += atomic_load(&timings->shared->cpu[i]);
        workers += atomic_load(&timings->shared->cpu[i]);
    }
    th_step_cost *collected = &costs[TH_STEP_COLLECT];
    collected->cpu -= workers < collected->cpu ? workers : collected->cpu;
    costs[TH_STEP_READ].peak = costs[TH_STEP_EXTRACT].peak = 0;
}
