/* tonghop template -d DEFINITION -o OUT.xlsx [--unit CODE], or --all -o FOLDER */
#include "cli/cli.h"

#include "batch/template.h"

#include "base/banned.h"

int th_cli_template(const th_cli *cli)
{
    if (!cli->definition || !cli->out || cli->noperands)
        return th_cli_usage(cli, "template cần -d BỘ-BIỂU-MẪU và -o MẪU.xlsx (hoặc --all -o THƯ-MỤC)",
                            "template needs -d DEFINITION and -o OUT.xlsx (or --all -o FOLDER)");
    if (cli->all && cli->unit)
        return th_cli_usage(cli, "template: chỉ một trong --all và --unit", "template: only one of --all and --unit");
    if (cli->last_year && cli->store)
        return th_cli_usage(cli, "template: chỉ một trong --last-year và --store",
                            "template: only one of --last-year and --store");
    if ((cli->last_year || cli->store) && !cli->all && !cli->unit)
        return th_cli_usage(cli, "template: số liệu năm trước là của từng đơn vị, cần thêm --unit hoặc --all",
                            "template: last year's figures are of a unit, so --unit or --all is needed");
    th_run run = {.arena = th_arena_new(0)};
    if (!run.arena || TH_ARENA_GUARD(run.arena)) {
        th_arena_free(run.arena);
        th_print_faults(cli, NULL);
        return TH_EXIT_NOTHING;
    }
    const th_template_options options = {.limits = &cli->limits,
                                         .definition = cli->definition,
                                         .out = cli->out,
                                         .unit = cli->unit,
                                         .all = cli->all,
                                         .last_year = cli->last_year,
                                         .store = cli->store,
                                         .program = tonghop_version(),
                                         .guard = cli->guard,
                                         .created = th_cli_run_options(cli).created};
    int code = TH_EXIT_CLEAN;
    th_words without = {0};
    if (th_template(run.arena, &options, &run.faults, &without, &run.trouble) != TH_OK) {
        th_print_faults(cli, &run);
        code = TH_EXIT_NOTHING;
    } else {
        th_print_set_aside(cli, &run);
        if (run.faults.n)
            code = TH_EXIT_WARNINGS;
        if (!cli->quiet) {
            th_print_written(cli);
            if (without.vi.len) {
                th_print_escaped(stdout, TH_SAY(cli, without.vi, without.en));
                puts("");
            }
        }
    }
    th_arena_free(run.arena);
    return code;
}
