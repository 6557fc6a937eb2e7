/* tonghop export --store STORE -o FOLDER: the store as a folder of .csv. */
#include "cli/cli.h"

#include "batch/export.h"

#include "base/banned.h"

int th_cli_export(const th_cli *cli)
{
    if (!cli->store || !cli->out || cli->noperands)
        return th_cli_usage(cli, "export cần --store KHO.db và -o THƯ-MỤC",
                            "export needs --store STORE.db and -o FOLDER");
    th_export job = {.store = cli->store, .folder = cli->out, .guard = cli->guard, .english = cli->english};
    th_trouble why = {0};
    if (th_export_do(cli->guard->arena, &job, &why) != TH_OK) {
        th_print_trouble(cli, why);
        th_log(cli, TH_LOG_OF_STOPPED, TH_SAY(cli, why.vi, why.en));
        return TH_EXIT_NOTHING;
    }
    if (!cli->quiet) {
        th_print_written(cli);
        printf(TH_SAY(cli, "%zu bảng, %zu dòng; giải thích ở " TH_EXPORT_README "\n",
                      "%zu tables, %zu rows; explained in " TH_EXPORT_README "\n"),
               job.ntables, job.nrows);
    }
    return TH_EXIT_CLEAN;
}
