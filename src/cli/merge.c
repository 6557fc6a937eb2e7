/* tonghop merge -d DEFINITION -o OUT.xlsx INBOX... */
#include "cli/cli.h"

#include "batch/decisions.h"
#include "batch/diversion.h"
#include "batch/feedback.h"
#include "batch/long_lists.h"
#include "batch/pdf.h"
#include "report/verdict.h"

#include <stdlib.h>

#include "base/banned.h"

enum { TOP_SHOWN = 3, POINT_DECIMALS = 2 };

static void print_units(const th_cli *cli, const th_run *run)
{
    const th_definition *d = run->definition;
    size_t received = 0, forms = 0, figures = 0;
    for (uint32_t u = 0; u < d->nunits; u++) {
        received += th_dataset_source(run->ds, u) != NULL;
        forms += th_dataset_unit_forms(run->ds, u);
    }
    for (size_t i = 0; i < run->ds->nfacts; i++)
        figures += run->ds->facts[i].value.state == TH_STATE_VALUE && run->ds->facts[i].value.num != NULL;
    printf(TH_SAY(cli, "Đã nhận      %zu/%zu đơn vị, %zu biểu\n", "Received     %zu/%zu units, %zu forms\n"), received,
           d->nunits, forms);
    printf(TH_SAY(cli, "Đã đọc       " TH_FMT " số liệu, chuyển mã " TH_FMT " ô chữ\n",
                  "Read         " TH_FMT " figures, converted " TH_FMT " text cells\n"),
           TH_ARG(th_cli_number(cli, run->arena, th_exact_int(run->arena, (long long)figures), 0)),
           TH_ARG(th_cli_number(cli, run->arena, th_exact_int(run->arena, (long long)run->ds->nconversions), 0)));
}

/* Names the units that have sent nothing and are not overdue; those that are overdue have errors instead. */
static void print_missing(const th_cli *cli, const th_run *run)
{
    bool any = false;
    for (size_t i = 0; i < run->ds->findings.n; i++) {
        const th_finding *finding = &run->ds->findings.at[i];
        if (finding->kind != TH_F_UNIT_DUE)
            continue;
        uint32_t unit = th_definition_unit(run->definition, finding->place.unit);
        printf("%s", any ? ", " : TH_SAY(cli, "Chưa nộp     ", "Not yet in   "));
        th_print_escaped(stdout, run->definition->units[unit].name);
        any = true;
    }
    if (any)
        puts("");
}

static void print_findings(const th_cli *cli, const th_run *run)
{
    const th_findings *findings = &run->ds->findings;
    printf(TH_SAY(cli, "Phát hiện    %zu chặn, %zu lỗi, %zu cảnh báo, %zu ghi chú\n",
                  "Findings     %zu blocked, %zu errors, %zu warnings, %zu notes\n"),
           th_findings_count(findings, TH_LEVEL_BLOCK), th_findings_count(findings, TH_LEVEL_ERROR),
           th_findings_count(findings, TH_LEVEL_WARNING), th_findings_count(findings, TH_LEVEL_NOTE));
    printf(TH_SAY(cli, "Kiểm tra     %zu đạt, %zu không đạt, %zu chưa xét được\n",
                  "Checks       %zu passed, %zu failed, %zu not evaluated\n"),
           run->checks.passed, run->checks.failed, run->checks.not_evaluated);
}

/* Prints the stage, such as "(TẠM TÍNH)".  Until every unit is in or closed it adds that there are no ranks yet, only
 * an order. */
static void print_stage(const th_cli *cli, const th_run *run)
{
    static const char *const stages[] = {[TH_STAGE_PROVISIONAL] = "PROVISIONAL",
                                         [TH_STAGE_READY] = "READY TO BE PRESENTED",
                                         [TH_STAGE_APPRAISED] = "APPRAISED",
                                         [TH_STAGE_RECOGNISED] = "RECOGNISED"};
    const th_readiness *readiness = &run->scores->readiness;
    const th_definition *d = run->definition;
    th_str stage = th_verdict_stage(run->arena, readiness);
    if (cli->english)
        printf(" (%s)", stages[readiness->stage]);
    else
        printf(" (" TH_FMT ")", TH_ARG(stage));
    if (readiness->complete)
        puts("");
    else if (cli->english)
        printf(": no ranks yet, an order for now among %u of %zu units\n", readiness->in, d->nunits);
    else
        printf(": chưa xếp thứ, thứ tự tạm trong %u/%zu " TH_FMT "\n", readiness->in, d->nunits,
               TH_ARG(d->unit_noun.len ? d->unit_noun : TH_STR("đơn vị")));
}

static void print_ranking(const th_cli *cli, const th_run *run)
{
    const th_definition *d = run->definition;
    for (size_t row = 0; row < d->nrankings; row++) {
        const th_standing *at = run->scores->standings[row];
        printf("%s", TH_SAY(cli, "Xếp hạng     ", "Ranking      "));
        th_print_escaped(stdout, d->rankings[row].name);
        print_stage(cli, run);
        for (size_t i = 0; i < d->nunits && i < TOP_SHOWN && at[i].ranked; i++) {
            if (run->scores->readiness.complete)
                printf("    %u. ", at[i].rank);
            else
                printf("    - ");
            th_print_escaped(stdout, d->units[at[i].unit].name);
            printf("  " TH_FMT "\n", TH_ARG(th_cli_number(cli, run->arena, at[i].value, POINT_DECIMALS)));
        }
    }
}

static void print_changes(const th_cli *cli, const th_run *run)
{
    const th_run_changes *changes = &run->changes;
    const size_t *findings = changes->nfindings_of;
    if (changes->previous)
        printf(
            TH_SAY(
                cli,
                "Thay đổi     so với lượt trước: %zu tệp, %zu biểu, %zu số liệu, %zu chỗ xếp hạng; phát hiện: %zu mới, "
                "%zu không còn (trang THAY ĐỔI)\n",
                "Changes      since the previous run: %zu files, %zu forms, %zu figures, %zu ranks; findings: %zu "
                "new, %zu gone (sheet “THAY ĐỔI”)\n"),
            changes->nfiles, changes->nforms, changes->nfigures, changes->nranks, findings[TH_FINDING_NEW],
            findings[TH_FINDING_MENDED]);
}

static void print_summary(const th_cli *cli, const th_run *run)
{
    const th_definition *d = run->definition;
    th_print_escaped(stdout, d->cluster);
    printf(TH_SAY(cli, ", kỳ %d\n", ", period %d\n"), d->period);
    print_units(cli, run);
    print_missing(cli, run);
    print_findings(cli, run);
    for (size_t i = 0; i < run->ds->findings.n; i++)
        if (run->ds->findings.at[i].level >= TH_LEVEL_WARNING && th_finding_is_open(&run->ds->findings.at[i])) {
            puts("");
            th_print_finding(cli, stdout, run, &run->ds->findings.at[i]);
        }
    puts("");
    th_print_consequences(cli, run);
    print_ranking(cli, run);
    print_changes(cli, run);
    printf("%s", TH_SAY(cli, "Xem tại      ", "Look at      "));
    th_print_escaped(stdout, th_str_of(th_diverted_to(cli->guard, cli->out)));
    printf("%s", TH_SAY(cli, " (trang MỤC LỤC)\n", " (sheet “MỤC LỤC”)\n"));
    if (cli->feedback)
        printf(TH_SAY(cli, "Phản hồi     %s/, mỗi đơn vị một phiếu\n", "Feedback     %s/, one workbook a unit\n"),
               cli->feedback);
}

/* Said even to those who asked for silence: what they typed is not in the workbook they will open. */
static void print_typed(const th_cli *cli, const th_run *run)
{
    const th_run_scores *typed = &run->typed;
    if (typed->proposals && !cli->quiet)
        printf(
            TH_SAY(
                cli,
                "Đề nghị      %zu dòng Cụm chấm từ “%s”, ghi ở %s; xem lại, điền Ai, Ngày rồi chép vào bộ biểu "
                "mẫu\n",
                "Proposed     %zu rows of “Cụm chấm” from “%s”, in %s; look through them, fill in “Ai” and “Ngày”, and "
                "copy them into the definition\n"),
            typed->proposed, cli->scores, typed->proposals);
    if (!typed->kept)
        return;
    FILE *to = cli->quiet ? stderr : stdout;
    fprintf(to,
            TH_SAY(cli,
                   "Điểm gõ tay  bảng cũ có %zu ô Cụm chấm gõ tay, chưa ghi ở trang Cụm chấm nên không có trong bảng "
                   "mới; bảng cũ giữ ở “%s”, ",
                   "Typed scores %zu cells were typed into the old workbook and are neither in sheet “Cụm chấm” nor in "
                   "the new one; the old one is kept as “%s”, "),
            typed->replaced, typed->kept);
    if (cli->decisions)
        fprintf(to,
                TH_SAY(cli, "dòng đề nghị ở “%s”: chép vào trang Cụm chấm nếu đúng\n",
                       "and they stand as proposed rows in “%s”: copy them into “Cụm chấm” if they hold\n"),
                cli->decisions);
    else
        fputs(TH_SAY(cli, "chạy lại với --scores và tên đó để có dòng đề nghị cho Cụm chấm\n",
                     "run again with --scores and that name to have them as proposed rows of “Cụm chấm”\n"),
              to);
}

/* The proposals of Giải trình, and where they are.  That a file somebody filled in was put aside, or could not be
 * replaced, is said to the quiet, too. */
static void print_reasons(const th_cli *cli, const th_run *run)
{
    const th_run_reasons *reasons = &run->reasons;
    FILE *loud = cli->quiet ? stderr : stdout;
    if (reasons->waiting && !cli->quiet)
        printf(
            TH_SAY(cli,
                   "Giải trình   %zu đề nghị giải trình chờ xem, ở trang ĐỀ NGHỊ GIẢI TRÌNH và %s; xem lại, điền Ai, "
                   "Ngày rồi chép vào trang Giải trình của bộ biểu mẫu\n",
                   "Explanations %zu proposals wait, on sheet “ĐỀ NGHỊ GIẢI TRÌNH” and in %s; look through them, fill "
                   "in “Ai” and “Ngày”, and copy them into sheet “Giải trình” of the definition\n"),
            reasons->waiting, reasons->path);
    if (reasons->kept)
        fprintf(loud,
                TH_SAY(cli, "             tệp cũ đã có người điền, giữ ở “%s”\n",
                       "             the old file was filled in by somebody and is kept as “%s”\n"),
                reasons->kept);
    if (reasons->trouble.vi.len)
        fprintf(loud,
                TH_SAY(cli, "             chưa ghi được tệp đề nghị: " TH_FMT "\n",
                       "             the file of proposals was not written: " TH_FMT "\n"),
                TH_ARG(TH_SAY(cli, reasons->trouble.vi, reasons->trouble.en)));
}

static void print_confirmations(const th_cli *cli, const th_run *run)
{
    const th_run_confirmations *confirmations = &run->confirmations;
    if (confirmations->waiting && !confirmations->trouble.vi.len && !cli->quiet)
        printf(
            TH_SAY(
                cli,
                "Xác nhận     %zu dòng “theo máy” ghi sẵn ở %s; xem lại rồi chép vào trang Cụm chấm của bộ biểu mẫu\n",
                "Confirm      %zu rows “theo máy” are ready in %s; look through them and copy them into sheet “Cụm "
                "chấm” of the definition\n"),
            confirmations->waiting, confirmations->path);
    if (confirmations->trouble.vi.len)
        fprintf(cli->quiet ? stderr : stdout,
                TH_SAY(cli, "             chưa ghi được dòng xác nhận: " TH_FMT "\n",
                       "             the rows to confirm were not written: " TH_FMT "\n"),
                TH_ARG(TH_SAY(cli, confirmations->trouble.vi, confirmations->trouble.en)));
}

/* What goes with the workbook wherever it is sent. */
static void print_beside(const th_cli *cli, const th_run *run)
{
    for (size_t id = 0; run->long_files && id < TH_LONG_LISTS; id++) {
        const th_long_file *file = &run->long_files->at[id];
        if (!file->path)
            continue;
        th_log(cli, TH_LOG_OF_WRITTEN, th_str_of(file->path));
        if (cli->quiet)
            continue;
        th_str sheet = th_long_list_sheet((th_long_list_id)id);
        printf(TH_SAY(cli, "Kèm theo     %zu dòng của " TH_FMT " ở tệp cạnh sổ: ",
                      "Beside it    %zu rows of “" TH_FMT "” stand in a file beside the workbook: "),
               file->rows, TH_ARG(sheet));
        th_print_escaped(stdout, th_str_of(file->path));
        puts("");
    }
}

/* With --quiet, which asks for errors only: says how many there are, and where they are listed. */
static void print_errors(const th_cli *cli, const th_run *run)
{
    size_t blocks = th_findings_count(&run->ds->findings, TH_LEVEL_BLOCK);
    size_t errors = th_findings_count(&run->ds->findings, TH_LEVEL_ERROR);
    if (blocks || errors)
        th_print_trouble(cli, cli->edition == TH_FOR_SENDING
                                  ? TH_TROUBLE(run->arena, "%zu chặn, %zu lỗi: xem bản làm việc",
                                               "%zu blocked, %zu errors: see the working edition", blocks, errors)
                                  : TH_TROUBLE(run->arena, "%zu chặn, %zu lỗi: xem trang KIỂM TRA của “%s”",
                                               "%zu blocked, %zu errors: see sheet “KIỂM TRA” of “%s”", blocks, errors,
                                               cli->out));
}

int th_cli_tell_of_run(const th_cli *cli, th_run *run)
{
    int code = th_run_exit_code(run);
    if ((run->typed.kept || run->reasons.kept || run->reasons.trouble.vi.len || run->confirmations.trouble.vi.len) &&
        code == TH_EXIT_CLEAN)
        code = TH_EXIT_WARNINGS;
    if (cli->quiet)
        print_errors(cli, run);
    else
        print_summary(cli, run);
    print_beside(cli, run);
    print_reasons(cli, run);
    print_confirmations(cli, run);
    print_typed(cli, run);
    th_log_of_run(cli, run);
    if (run->typed.kept)
        th_log(cli, TH_LOG_OF_KEPT, th_str_of(run->typed.kept));
    if (run->reasons.kept)
        th_log(cli, TH_LOG_OF_KEPT, th_str_of(run->reasons.kept));
    th_log(cli, TH_LOG_OF_WRITTEN, th_str_of(th_diverted_to(cli->guard, cli->out)));
    return code;
}

int th_cli_tell_diverted(const th_cli *cli, int code)
{
    const th_guard *guard = cli->guard;
    FILE *loud = cli->quiet ? stderr : stdout;
    /* The workbook was begun first, and is told last. */
    for (size_t i = guard->ndiverted; i > 0; i--) {
        const th_diverted *diverted = &guard->diverted[i - 1];
        th_print_escaped(loud, TH_SAY(cli, diverted->why.vi, diverted->why.en));
        fprintf(loud, "%s", TH_SAY(cli, "; kết quả ghi ở “", "; the result was written to “"));
        th_print_escaped(loud, th_str_of(diverted->instead));
        fputs("”\n", loud);
        th_log(cli, TH_LOG_OF_BESIDE, th_str_of(diverted->instead));
    }
    return guard->ndiverted && code < TH_EXIT_ERRORS ? TH_EXIT_BESIDE : code;
}

/* A .pdf that cannot be made is a warning: the workbook is written. */
static int print_on_paper(const th_cli *cli, th_run *run, const th_run_options *options, th_publication *pdf)
{
    const th_pdf_job job = {.workbook = th_diverted_to(cli->guard, cli->out),
                            .temporary = getenv("TMPDIR"),
                            .created = th_run_created(run, options),
                            .limits = &cli->limits};
    th_trouble why = {0};
    if (!cli->pdf)
        return TH_EXIT_CLEAN;
    if (th_pdf_finish(run->arena, pdf, &job, &why) != TH_OK) {
        th_print_trouble(cli, why);
        th_log(cli, TH_LOG_OF_SAID, TH_SAY(cli, why.vi, why.en));
        return TH_EXIT_WARNINGS;
    }
    if (!cli->quiet) {
        printf("%s", TH_SAY(cli, "Bản in       ", "On paper     "));
        th_print_escaped(stdout, th_str_of(th_diverted_to(cli->guard, cli->pdf)));
        puts("");
    }
    th_log(cli, TH_LOG_OF_WRITTEN, th_str_of(th_diverted_to(cli->guard, cli->pdf)));
    return TH_EXIT_CLEAN;
}

static int answer_and_tell(const th_cli *cli, th_run *run, const th_run_options *options, th_publication *pdf)
{
    th_trouble why = {0};
    if (cli->feedback && th_feedback_all(run, options, cli->feedback, &why) != TH_OK)
        th_print_trouble(cli, why);
    if (cli->decisions && !why.vi.len && th_decisions_publish(run, options, &why) != TH_OK)
        th_print_trouble(cli, why);
    int code = th_cli_tell_of_run(cli, run), printed = print_on_paper(cli, run, options, pdf);
    code = printed > code ? printed : code;
    return th_cli_tell_diverted(cli, why.vi.len ? TH_EXIT_ERRORS : code);
}

int th_cli_merge(const th_cli *cli)
{
    if (cli->dossier)
        return th_cli_repeat(cli);
    if (!cli->definition || !cli->out || cli->noperands + cli->nrecords == 0)
        return th_cli_usage(cli, "merge cần -d BỘ-BIỂU-MẪU, -o KẾT-QUẢ.xlsx và ít nhất một hộp thư",
                            "merge needs -d DEFINITION, -o OUT.xlsx and at least one inbox");
    th_run_options options = th_cli_run_options(cli);
    options.out = cli->out;
    options.decisions = cli->decisions;
    options.scores = cli->scores;
    options.previous = cli->previous;
    options.outcome = cli->outcome;
    options.complete = true;
    th_run *run = NULL;
    int code = TH_EXIT_NOTHING;
    th_trouble forbidden = {0};
    th_publication pdf = {.fd = -1};
    if ((cli->feedback && th_guard_allows_folder(cli->guard, cli->feedback, &forbidden) != TH_OK) ||
        (cli->pdf && th_pdf_begin(cli->guard, cli->pdf, &pdf, &forbidden) != TH_OK)) {
        th_print_trouble(cli, forbidden);
        return code;
    }
    cli->guard->diverts = true; /* workbooks; the last of these to be told is the first to be begun */
    if (th_run_do(&options, &run) == TH_OK) {
        /* then the workbook is written, but not all of it can be said */
        if (TH_ARENA_GUARD(run->arena)) {
            th_print_faults(cli, NULL);
            code = TH_EXIT_ERRORS;
        } else {
            code = answer_and_tell(cli, run, &options, &pdf);
        }
    } else {
        th_print_faults(cli, run);
    }
    th_publish_abandon(&pdf); /* where nobody finished it */
    th_run_free(run);
    return code;
}
