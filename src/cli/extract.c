/* tonghop extract -d DEFINITION [-o RECORDS] FILE...: the record stream, to a file or to standard output. */
#include "cli/cli.h"

#include "batch/publish.h"
#include "fact/stream.h"

#include "base/banned.h"

static th_status print_records(th_str records)
{
    if (fwrite(records.ptr, 1, records.len, stdout) == records.len && fflush(stdout) == 0)
        return TH_OK;
    perror("tonghop");
    return TH_FAILED;
}

/* Without an output the publication is none. */
static th_status put_records(const th_cli *cli, const th_run *run, th_publication *publication, th_trouble *why)
{
    th_buf out;
    th_buf_init(&out, run->arena);
    th_stream_write(&out, run->ds);
    if (!cli->out)
        return print_records(th_buf_str(&out));
    if (th_publish_write(publication, th_buf_str(&out), run->arena, why) == TH_OK)
        return th_publish_commit(run->arena, publication, why);
    th_publish_abandon(publication);
    return TH_FAILED;
}

static int extract_to(const th_cli *cli, th_publication *publication)
{
    th_run_options options = th_cli_run_options(cli);
    options.checks = false;
    th_run *run = NULL;
    th_trouble why = {0};
    int code = TH_EXIT_NOTHING;
    if (th_run_do(&options, &run) != TH_OK) {
        th_print_faults(cli, run);
        th_publish_abandon(publication);
    } else if (TH_ARENA_GUARD(run->arena)) {
        th_print_faults(cli, NULL);
        th_publish_abandon(publication);
    } else if (put_records(cli, run, publication, &why) == TH_OK) {
        code = th_run_exit_code(run);
        th_log_of_run(cli, run);
        th_print_set_aside(cli, run); /* records are of units; these rows are not */
    }
    if (why.vi.len)
        th_print_trouble(cli, why);
    th_run_free(run);
    return code;
}

int th_cli_extract(const th_cli *cli)
{
    if (!cli->definition || cli->noperands + cli->nrecords == 0)
        return th_cli_usage(cli, "extract cần -d BỘ-BIỂU-MẪU và ít nhất một tệp",
                            "extract needs -d DEFINITION and at least one file");
    const th_outfile out = {.path = cli->out, .headers = {TH_STR(TH_STREAM_BEGINS)}};
    th_publication publication = {.fd = -1};
    th_trouble why = {0};
    if (cli->out && th_publish_begin(cli->guard->arena, cli->guard, &out, &publication, &why) != TH_OK) {
        th_print_trouble(cli, why);
        return TH_EXIT_NOTHING;
    }
    return extract_to(cli, &publication);
}
