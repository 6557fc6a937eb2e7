/* What all targets share: each input has an arena of its own and a limit on the CPU it may use, and at the end the
 * share of inputs is printed that got as far as the target is for.
 *
 * A target defines TARGET_MEGABYTES, the budget of that arena, includes this file and defines fuzz_try(). */
#ifndef TH_TESTS_TARGET_H
#define TH_TESTS_TARGET_H

#include "base/arena.h"
#include "base/str.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Did the input get as far as the target is for: was it read, or written?  What must never be calls abort(). */
static bool fuzz_try(th_arena *arena, th_str input);

/* Seconds of CPU, not of the clock: a machine that is busy with something else is no finding. */
enum { TARGET_SECONDS = 20 };

static size_t target_tried, target_reached;

static void target_report(void)
{
    double share = target_tried ? 100.0 * (double)target_reached / (double)target_tried : 0;
    fprintf(stderr, "reached: %zu of %zu inputs, %.1f %%\n", target_reached, target_tried, share);
}

static void target_too_slow(int signal_number)
{
    static const char words[] = "an input used more CPU than one may\n";
    (void)signal_number;
    if (write(STDERR_FILENO, words, sizeof words - 1) > 0)
        abort();
    abort();
}

static void target_begin(void)
{
    if (!target_tried++) {
        atexit(target_report);
        signal(SIGPROF, target_too_slow);
    }
    setitimer(ITIMER_PROF, &(struct itimerval){.it_value.tv_sec = TARGET_SECONDS}, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    target_begin();
    th_arena *arena = th_arena_new((size_t)TARGET_MEGABYTES * 1024 * 1024);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return 0;
    }
    if (fuzz_try(arena, (th_str){(const char *)data, size}))
        target_reached++;
    th_arena_free(arena);
    return 0;
}

#endif
