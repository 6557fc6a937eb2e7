/* tonghop definition DEFINITION -o OUT.xlsx | -o FOLDER */
#include "cli/cli.h"

#include "batch/definition.h"

#include "base/banned.h"

static const char *path_of_definition(const th_cli *cli)
{
    if (cli->definition)
        return cli->definition;
    return cli->noperands == 1 ? cli->operands[0] : NULL;
}

int th_cli_definition(const th_cli *cli)
{
    const char *path = path_of_definition(cli);
    th_cli named = *cli;
    if (cli->ledger)
        named.out = cli->ledger;
    if (!path || !named.out || (cli->ledger && cli->out) || cli->noperands > 1)
        return th_cli_usage(cli, "definition cần BỘ-BIỂU-MẪU và -o KẾT-QUẢ.xlsx hoặc -o THƯ-MỤC",
                            "definition needs DEFINITION and -o OUT.xlsx or -o FOLDER");
    th_run run = {.arena = th_arena_new(0)};
    const th_definition_source source = {
        .path = path, .limits = &cli->limits, .faults = &run.faults, .trouble = &run.trouble};
    if (!run.arena || TH_ARENA_GUARD(run.arena)) {
        th_arena_free(run.arena);
        th_print_faults(cli, NULL);
        return TH_EXIT_NOTHING;
    }
    int code = TH_EXIT_CLEAN;
    const th_layout_target target = {.out = named.out, .created = th_cli_run_options(cli).created, .guard = cli->guard};
    th_status status = cli->ledger ? th_ledger_publish(run.arena, &source, &target)
                                   : th_definition_convert(run.arena, &source, &target);
    if (status >= TH_FAILED) {
        th_print_faults(cli, &run);
        code = TH_EXIT_NOTHING;
    } else {
        code = status == TH_OK ? TH_EXIT_CLEAN : TH_EXIT_ERRORS;
        th_print_set_aside(cli, &run);
        if (!cli->quiet)
            th_print_written(&named);
    }
    th_arena_free(run.arena);
    return code;
}
