/* tonghop check -d DEFINITION FILE...: what a department learns before it sends. */
#include "cli/cli.h"

#include "batch/feedback.h"

#include "base/banned.h"

/* All that is said of a run, and the feedback; the exit code. */
static int tell_of_check(const th_cli *cli, th_run *run, const th_run_options *options)
{
    const th_findings *findings = &run->ds->findings;
    int code = th_run_exit_code(run);
    th_log_of_run(cli, run);
    for (size_t i = 0; i < findings->n; i++)
        if (!findings->at[i].folded.len && (!cli->quiet || findings->at[i].level >= TH_LEVEL_ERROR)) {
            th_print_finding(cli, stdout, run, &findings->at[i]);
            puts("");
        }
    if (!cli->quiet)
        th_print_consequences(cli, run);
    th_trouble why = {0};
    if (cli->feedback && th_feedback_one(run, options, cli->feedback, &why) != TH_OK) {
        th_print_trouble(cli, why);
        code = TH_EXIT_NOTHING;
    } else if (cli->feedback && !cli->quiet) {
        printf(TH_SAY(cli, "Phiếu phản hồi: %s\n", "Feedback: %s\n"), cli->feedback);
    }
    if (!cli->quiet)
        printf(TH_SAY(cli,
                      "%zu chặn, %zu lỗi, %zu cảnh báo, %zu ghi chú; kiểm tra: %zu đạt, %zu không đạt, %zu chưa "
                      "xét được\n",
                      "%zu blocked, %zu errors, %zu warnings, %zu notes; checks: %zu passed, %zu failed, %zu not "
                      "evaluated\n"),
               th_findings_count(findings, TH_LEVEL_BLOCK), th_findings_count(findings, TH_LEVEL_ERROR),
               th_findings_count(findings, TH_LEVEL_WARNING), th_findings_count(findings, TH_LEVEL_NOTE),
               run->checks.passed, run->checks.failed, run->checks.not_evaluated);
    return code;
}

int th_cli_check(const th_cli *cli)
{
    if (!cli->definition || cli->noperands + cli->nrecords == 0)
        return th_cli_usage(cli, "check cần -d BỘ-BIỂU-MẪU và ít nhất một tệp",
                            "check needs -d DEFINITION and at least one file");
    if (cli->feedback && cli->noperands != 1)
        return th_cli_usage(cli, "--feedback cần đúng một tệp để phản hồi", "--feedback needs one file to reply to");
    th_run_options options = th_cli_run_options(cli);
    th_run *run = NULL;
    int code = TH_EXIT_NOTHING;
    th_trouble forbidden = {0};
    th_guard trial = *cli->guard; /* which forgets the name: it is taken when the workbook is written */
    if (cli->feedback && th_feedback_allowed(&trial, cli->feedback, &forbidden) != TH_OK) {
        th_print_trouble(cli, forbidden);
        return code;
    }
    if (th_run_do(&options, &run) == TH_OK) {
        if (TH_ARENA_GUARD(run->arena))
            th_print_faults(cli, NULL);
        else
            code = tell_of_check(cli, run, &options);
    } else {
        th_print_faults(cli, run);
    }
    th_run_free(run);
    return code;
}
