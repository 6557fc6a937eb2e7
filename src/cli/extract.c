/* tonghop extract -d DEFINITION FILE...: the record stream, to standard output. */
#include "cli/cli.h"

#include "fact/stream.h"

#include "base/banned.h"

int th_cli_extract(const th_cli *cli)
{
    if (!cli->definition || cli->noperands == 0)
        return th_cli_usage(cli, "extract cần -d BỘ-BIỂU-MẪU và ít nhất một tệp",
                            "extract needs -d DEFINITION and at least one file");
    th_run_options options = th_cli_run_options(cli);
    options.checks = false;
    th_run *run = NULL;
    int code = TH_EXIT_NOTHING;
    if (th_run_do(&options, &run) == TH_OK) {
        th_buf out;
        th_buf_init(&out, run->arena);
        th_stream_write(&out, run->ds);
        code = th_run_exit_code(run);
        if (fwrite(out.ptr, 1, out.len, stdout) != out.len || fflush(stdout) != 0) {
            perror("tonghop");
            code = TH_EXIT_NOTHING;
        }
    } else {
        th_print_faults(cli, run);
    }
    th_run_free(run);
    return code;
}
