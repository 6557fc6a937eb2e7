/* tonghop extract -d DEFINITION [-o RECORDS] FILE...: the record stream, to a file or to standard output. */
#include "cli/cli.h"

#include "batch/publish.h"
#include "batch/share.h"
#include "fact/stream.h"

#include "base/banned.h"

/* Where the stream goes: to standard output piece by piece, into a file as a whole. */
typedef struct extraction {
    const th_cli *cli;
    th_publication publication;
    th_buf out;
} extraction;

static bool put_records(void *ctx, th_str records)
{
    extraction *to = ctx;
    if (to->cli->out) {
        th_buf_add(&to->out, records);
        return true;
    }
    return fwrite(records.ptr, 1, records.len, stdout) == records.len && fflush(stdout) == 0;
}

/* Publishes the records; without -o there is nothing to publish. */
static th_status publish_records(const th_run *run, extraction *to, th_trouble *why)
{
    if (!to->cli->out)
        return TH_OK;
    if (th_publish_write(&to->publication, th_buf_str(&to->out), run->arena, why) == TH_OK)
        return th_publish_commit(run->arena, &to->publication, why);
    th_publish_abandon(&to->publication);
    return TH_FAILED;
}

static int extract_to(extraction *to)
{
    const th_cli *cli = to->cli;
    const th_share share = {cli->shard, cli->shards, cli->inbox, put_records, to};
    th_run_options options = th_cli_run_options(cli);
    options.checks = false;
    options.share = &share;
    th_run *run = NULL;
    th_trouble why = {0};
    int code = TH_EXIT_NOTHING;
    if (th_run_do(&options, &run) != TH_OK) {
        th_print_faults(cli, run);
        th_publish_abandon(&to->publication);
    } else if (TH_ARENA_GUARD(run->arena)) {
        th_print_faults(cli, NULL);
        th_publish_abandon(&to->publication);
    } else if (publish_records(run, to, &why) == TH_OK) {
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
    if (!cli->definition || (cli->noperands + cli->nrecords == 0 && !cli->inbox))
        return th_cli_usage(cli, "extract cần -d BỘ-BIỂU-MẪU và ít nhất một tệp hoặc hộp thư",
                            "extract needs -d DEFINITION and at least one file or inbox");
    if (cli->inbox && cli->shards)
        return th_cli_usage(cli, "--shard chia cả hộp thư; --inbox kèm các tệp đã chọn: chỉ dùng một",
                            "--shard is of a whole inbox, --inbox of files that were chosen: give one of them");
    const th_outfile out = {.path = cli->out, .headers = {TH_STR(TH_STREAM_BEGINS)}};
    extraction to = {.cli = cli, .publication = {.fd = -1}};
    th_trouble why = {0};
    th_buf_init(&to.out, cli->guard->arena);
    if (cli->out && th_publish_begin(cli->guard->arena, cli->guard, &out, &to.publication, &why) != TH_OK) {
        th_print_trouble(cli, why);
        return TH_EXIT_NOTHING;
    }
    return extract_to(&to);
}
