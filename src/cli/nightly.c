/* tonghop nightly --check CONFIG | --init FOLDER [-d DEFINITION] */
#include "cli/cli.h"

#include "batch/nightly_check.h"
#include "batch/nightly_init.h"

#include "base/banned.h"

/* "tonghop.conf, dòng 7: …" */
static void print_config_faults(const th_cli *cli, th_arena *arena, const th_config_faults *faults)
{
    for (size_t i = 0; i < faults->n; i++) {
        const th_config_fault *fault = &faults->at[i];
        th_trouble what = fault->what;
        if (fault->line)
            what = TH_WORDS(arena, "%s, dòng %zu: " TH_FMT, "%s, line %zu: " TH_FMT, cli->operands[0], fault->line,
                            TH_ARG(TH_SAY(cli, fault->what.vi, fault->what.en)));
        th_print_trouble(cli, what);
        th_log(cli, "fault", TH_SAY(cli, what.vi, what.en));
    }
}

static int check_config(const th_cli *cli, th_arena *arena)
{
    const th_nightly_checking checking = {cli->operands[0], &cli->limits, cli->guard};
    th_config_faults faults = {0};
    th_nightly_disk disk = {0};
    bool usable = th_nightly_check(arena, &checking, &faults, &disk) == TH_OK;
    print_config_faults(cli, arena, &faults);
    if (!cli->quiet && disk.known)
        printf(TH_SAY(cli, "Ổ đĩa        còn %llu MB; một lượt chạy cần tới %llu MB\n",
                      "Disk         %llu MB free; a run takes up to %llu MB\n"),
               disk.free >> 20, (disk.needed >> 20) + 1);
    if (!cli->quiet && usable)
        printf(TH_SAY(cli, "Cấu hình     %s dùng được\n", "Config       %s can be used\n"), cli->operands[0]);
    return usable ? TH_EXIT_CLEAN : TH_EXIT_NOTHING;
}

static void print_next_steps(const th_cli *cli, const th_init_steps *steps)
{
    const char *folder = cli->operands[0];
    puts(TH_SAY(cli, "\nViệc tiếp theo:", "\nWhat to do next:"));
    if (!steps->has_definition)
        printf(TH_SAY(cli, "  - chép bộ biểu mẫu vào %s/dinh-nghia\n", "  - copy the definition into %s/dinh-nghia\n"),
               folder);
    printf(TH_SAY(cli,
                  "  - xem lại %s/" TH_CONFIG_FILE "; chép tệp của các đơn vị vào %s/hop-thu\n"
                  "  - tonghop nightly --check %s/" TH_CONFIG_FILE "\n",
                  "  - look through %s/" TH_CONFIG_FILE "; copy the units' files into %s/hop-thu\n"
                  "  - tonghop nightly --check %s/" TH_CONFIG_FILE "\n"),
           folder, folder, folder);
}

static int init_folder(const th_cli *cli, th_run *why)
{
    const th_init_options options = {cli->operands[0], cli->definition, &cli->limits, cli->english};
    th_init_steps steps = {0};
    th_status status = th_nightly_init(why->arena, &options, &steps, &why->faults, &why->trouble);
    for (size_t i = 0; i < steps.n && !cli->quiet; i++) {
        const char *what = TH_SAY(cli, "Giữ nguyên  ", "Was there   ");
        if (steps.at[i].made)
            what = TH_SAY(cli, "Đã tạo      ", "Made        ");
        printf("%s ", what);
        th_print_escaped(stdout, th_str_of(steps.at[i].path));
        puts("");
    }
    if (status != TH_OK) {
        th_print_faults(cli, why);
        return TH_EXIT_NOTHING;
    }
    if (!cli->quiet)
        print_next_steps(cli, &steps);
    return TH_EXIT_CLEAN;
}

int th_cli_nightly(const th_cli *cli)
{
    if (cli->noperands != 1 || cli->init == cli->check_only)
        return th_cli_usage(cli, "nightly cần --check CẤU-HÌNH, hoặc --init THƯ-MỤC",
                            "nightly needs --check CONFIG, or --init FOLDER");
    th_run why = {.arena = th_arena_new(0)};
    int code = TH_EXIT_NOTHING;
    if (!why.arena || TH_ARENA_GUARD(why.arena))
        th_print_faults(cli, NULL);
    else
        code = cli->init ? init_folder(cli, &why) : check_config(cli, why.arena);
    th_arena_free(why.arena);
    return code;
}
