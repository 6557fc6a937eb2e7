/* --timings: what the stages of a command cost, on standard error and in the log. */
#include "cli/cli.h"

#include "batch/timings.h"

#include "base/banned.h"

static const struct {
    const char *name, *vi, *en;
} stages[TH_STEPS] = {
#define TH_STEP(id, name, vi, en) {name, vi, en},
#include "batch/timings.def"
#undef TH_STEP
};

enum { A_MILLISECOND = 1000000, A_SECOND = 1000 };

static th_str seconds_in_words(const th_cli *cli, uint64_t nanoseconds)
{
    unsigned long long ms = (nanoseconds + A_MILLISECOND / 2) / A_MILLISECOND;
    return th_str_fmt(cli->guard->arena, "%llu%c%03llu", ms / A_SECOND, cli->english ? '.' : ',', ms % A_SECOND);
}

static void tell_stage(const th_cli *cli, const char *name, th_words shown, const th_step_cost *cost)
{
    th_arena *arena = cli->guard->arena;
    th_str passed = seconds_in_words(cli, cost->nanoseconds), cpu = seconds_in_words(cli, cost->cpu);
    th_words peak = {0};
    if (cost->peak)
        peak = TH_WORDS(arena, " · bộ nhớ %llu MiB", " · memory %llu MiB", (unsigned long long)cost->peak >> 10);
    th_words line = TH_WORDS(arena, TH_FMT ": " TH_FMT " giây · CPU " TH_FMT " giây" TH_FMT,
                             TH_FMT ": " TH_FMT " s · CPU " TH_FMT " s" TH_FMT, TH_ARG(TH_SAY(cli, shown.vi, shown.en)),
                             TH_ARG(passed), TH_ARG(cpu), TH_ARG(TH_SAY(cli, peak.vi, peak.en)));
    fprintf(stderr, "tonghop: " TH_FMT "\n", TH_ARG(TH_SAY(cli, line.vi, line.en)));
    const th_log_stage stage = {name, (long long)(cost->nanoseconds / A_MILLISECOND),
                                (long long)(cost->cpu / A_MILLISECOND), (long long)cost->peak};
    th_log_of_stage(cli, &stage, TH_SAY(cli, line.vi, line.en));
}

/* Workers read and extract side by side, and what passes for them is in collecting: the sum leaves them out. */
void th_cli_tell_timings(const th_cli *cli)
{
    th_step_cost costs[TH_STEPS], all = {0};
    if (!cli->timings)
        return;
    th_timings_tell(cli->timings, costs);
    for (int i = 0; i < TH_STEPS; i++) {
        bool of_workers = i == TH_STEP_READ || i == TH_STEP_EXTRACT;
        if (!costs[i].nanoseconds)
            continue;
        tell_stage(cli, stages[i].name, (th_words){th_str_of(stages[i].vi), th_str_of(stages[i].en)}, &costs[i]);
        all.nanoseconds += of_workers ? 0 : costs[i].nanoseconds;
        all.cpu += costs[i].cpu;
        all.peak = costs[i].peak > all.peak ? costs[i].peak : all.peak;
    }
    tell_stage(cli, "all", TH_WORDS_ARE("cả lệnh", "all"), &all);
}
