/* tonghop learn FORM.xlsx -o DEFINITION */
#include "cli/cli.h"

#include "batch/learn.h"
#include "batch/process.h"

#include <time.h>

#include "base/banned.h"

enum { YEAR_0 = 1900, MOST_SHOWN = 20 };

typedef struct learn_job {
    const th_cli *cli;
    th_learning learning;
    th_cli_desk desk;
} learn_job;

static void print_learned(const th_cli *cli, FILE *to, const th_learned *learned)
{
    fprintf(to,
            TH_SAY(cli, "Đã ghi %s: %zu biểu, %zu chỉ tiêu, %zu cột danh sách, %zu quy tắc từ công thức\n",
                   "Written %s: %zu forms, %zu indicators, %zu list columns, %zu rules from formulas\n"),
            cli->out, learned->forms, learned->indicators, learned->columns, learned->rules);
    if (!learned->year_stated)
        fprintf(to, TH_SAY(cli, "Kỳ báo cáo không ghi trong tệp, tạm lấy %d\n", "No year is stated; %d is assumed\n"),
                learned->year);
    for (size_t i = 0; i < learned->nnotes && i < MOST_SHOWN; i++) {
        fputs(TH_SAY(cli, "  chưa hiểu: ", "  not understood: "), to);
        th_print_escaped(to, th_words_in(learned->notes[i], cli->english));
        fputs("\n", to);
    }
    if (learned->nnotes > MOST_SHOWN)
        fprintf(to, TH_SAY(cli, "  và %zu chỗ khác\n", "  and %zu more\n"), learned->nnotes - MOST_SHOWN);
    fprintf(to, "%s\n",
            TH_SAY(cli, "Đây là đề xuất: xem lại đơn vị, kiểu, quy tắc trước khi dùng.",
                   "This is a proposal: look at units, types and rules before it is used."));
}

/* Runs in a clerk (batch/clerk.h): reads the form and proposes a definition. */
static int learn(void *ctx, th_clerk *clerk)
{
    const learn_job *job = ctx;
    th_run run = {.arena = th_arena_new(job->cli->limits.memory_bytes)};
    if (!run.arena || TH_ARENA_GUARD(run.arena))
        return TH_PROCESS_NO_MEMORY;
    th_learned learned;
    th_unlearnt unlearnt = {0};
    FILE *out = th_clerk_stream(clerk, TH_CLERK_OUT), *err = th_clerk_stream(clerk, TH_CLERK_ERR);
    int code = TH_EXIT_CLEAN;
    if (th_learn_file(run.arena, &job->learning, clerk, &learned, &unlearnt) != TH_OK) {
        run.faults = unlearnt.faults;
        run.trouble = unlearnt.trouble;
        th_cli_tell_faults(job->cli, clerk, err, &run);
        code = TH_EXIT_NOTHING;
    } else if (!job->cli->quiet) {
        print_learned(job->cli, out, &learned);
    }
    fflush(out);
    th_arena_free(run.arena);
    return code;
}

static void take_words_of_learning(void *ctx, th_clerk_channel channel, th_str text)
{
    learn_job *job = ctx;
    th_cli_take(&job->desk, channel, text);
}

static th_clerk_reply take_learnt(void *ctx, th_arena *arena, const th_handed *what)
{
    learn_job *job = ctx;
    (void)arena;
    return th_learn_take(&job->learning, what);
}

static int have_learnt(const th_cli *cli, th_arena *arena, const th_learn_options *options)
{
    th_run run = {.arena = arena};
    learn_job job = {.cli = cli, .desk = {.cli = cli, .out = stdout}};
    if (th_learn_begin(arena, options, &job.learning, &run.trouble) != TH_OK) {
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    const th_commission commission = {
        .limits = &cli->limits, .work = learn, .told = take_words_of_learning, .handed = take_learnt, .ctx = &job};
    th_trouble why;
    int code = th_clerk_do(arena, &commission, &why);
    if (code < 0)
        th_print_trouble(cli, why);
    if (!job.learning.published)
        return TH_EXIT_NOTHING;
    th_process_publishes();
    return code == TH_EXIT_CLEAN && th_print_arrives(stdout) ? TH_EXIT_CLEAN : th_cli_not_all_told(cli);
}

int th_cli_learn(const th_cli *cli)
{
    time_t now = time(NULL);
    struct tm utc;
    if (!cli->out || cli->noperands != 1)
        return th_cli_usage(cli, "learn cần một bảng tính và -o BỘ-BIỂU-MẪU",
                            "learn needs one workbook and -o DEFINITION");
    th_arena *arena = th_arena_new(0);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return th_cli_out_of_memory(cli);
    }
    const th_learn_options options = {.limits = &cli->limits,
                                      .input = cli->operands[0],
                                      .out = cli->out,
                                      .year = gmtime_r(&now, &utc) ? utc.tm_year + YEAR_0 : YEAR_0,
                                      .created = th_cli_run_options(cli).created,
                                      .guard = cli->guard};
    int code = have_learnt(cli, arena, &options);
    th_arena_free(arena);
    return code;
}
