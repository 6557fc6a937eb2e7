/* tonghop learn FORM.xlsx -o DEFINITION */
#include "cli/cli.h"

#include "batch/learn.h"
#include "batch/process.h"

#include <time.h>

#include "base/banned.h"

enum { YEAR_0 = 1900, MOST_SHOWN = 20 };

static void print_learned(const th_cli *cli, const th_learned *learned)
{
    printf(TH_SAY(cli, "Đã ghi %s: %zu biểu, %zu chỉ tiêu, %zu cột danh sách, %zu quy tắc từ công thức\n",
                  "Written %s: %zu forms, %zu indicators, %zu list columns, %zu rules from formulas\n"),
           cli->out, learned->forms, learned->indicators, learned->columns, learned->rules);
    if (!learned->year_stated)
        printf(TH_SAY(cli, "Kỳ báo cáo không ghi trong tệp, tạm lấy %d\n", "No year is stated; %d is assumed\n"),
               learned->year);
    for (size_t i = 0; i < learned->nnotes && i < MOST_SHOWN; i++) {
        fputs(TH_SAY(cli, "  chưa hiểu: ", "  not understood: "), stdout);
        th_print_escaped(stdout, th_words_in(learned->notes[i], cli->english));
        puts("");
    }
    if (learned->nnotes > MOST_SHOWN)
        printf(TH_SAY(cli, "  và %zu chỗ khác\n", "  and %zu more\n"), learned->nnotes - MOST_SHOWN);
    puts(TH_SAY(cli, "Đây là đề xuất: xem lại đơn vị, kiểu, quy tắc trước khi dùng.",
                "This is a proposal: look at units, types and rules before it is used."));
}

/* In a process of its own, like all that reads workbooks. */
static int learn(void *ctx)
{
    const th_cli *cli = ctx;
    time_t now = time(NULL);
    struct tm utc;
    th_run run = {.arena = th_arena_new(cli->limits.memory_bytes)};
    if (!run.arena || TH_ARENA_GUARD(run.arena))
        return th_process_has_published() ? th_cli_not_all_told(cli) : TH_PROCESS_NO_MEMORY;
    th_learned learned;
    const th_learn_options options = {.limits = &cli->limits,
                                      .input = cli->operands[0],
                                      .out = cli->out,
                                      .year = gmtime_r(&now, &utc) ? utc.tm_year + YEAR_0 : YEAR_0,
                                      .created = th_cli_run_options(cli).created,
                                      .guard = cli->guard};
    int code = TH_EXIT_CLEAN;
    if (th_learn_file(run.arena, &options, &learned, &run.faults, &run.trouble) != TH_OK) {
        th_print_faults(cli, &run);
        code = TH_EXIT_NOTHING;
    } else {
        th_process_survive_faults();
        if (!cli->quiet)
            print_learned(cli, &learned);
        code = th_print_arrives(stdout) ? TH_EXIT_CLEAN : th_cli_not_all_told(cli);
    }
    th_arena_free(run.arena);
    return code;
}

int th_cli_learn(const th_cli *cli)
{
    if (!cli->out || cli->noperands != 1)
        return th_cli_usage(cli, "learn cần một bảng tính và -o BỘ-BIỂU-MẪU",
                            "learn needs one workbook and -o DEFINITION");
    th_arena *arena = th_arena_new(0);
    th_trouble trouble = {0};
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return TH_EXIT_NOTHING;
    }
    int code = th_process_run(arena, &cli->limits, learn, (void *)(uintptr_t)cli, &trouble);
    if (trouble.vi.len)
        th_print_trouble(cli, trouble);
    else if (code < TH_EXIT_NOTHING)
        th_process_publishes();
    th_arena_free(arena);
    return code < 0 ? TH_EXIT_NOTHING : code;
}
