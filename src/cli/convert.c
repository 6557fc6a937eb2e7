/* tonghop convert IN OUT, or IN... -o FOLDER: the same workbooks with every letter in Unicode. */
#include "cli/cli.h"

#include "batch/convert.h"
#include "batch/inbox.h"
#include "batch/process.h"
#include "batch/publish.h"
#include "text/utf8.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

#define REPORT_HEADER_VI "tệp\tnơi\tô\tloại\tbảng mã\tcăn cứ\ttrước\tsau\n"
#define REPORT_HEADER_EN "file\tplace\tcell\tkind\tencoding\tevidence\tbefore\tafter\n"

typedef struct conversion_job {
    const th_cli *cli;
    const th_input *input;
    const th_convert_options *options;
    FILE *to, *err, *report; /* of the clerk: what is told; the report may be NULL */
    th_cli_desk *desk;       /* of the principal, as is what follows */
    th_converted_output output;
} conversion_job;

/* ---- what was done ---- */

static void print_counts(const conversion_job *job, const th_changes *changes)
{
    bool english = job->cli->english;
    size_t kinds[TH_TEXT_KINDS] = {0}, readings[TH_ENCODINGS][TH_EVIDENCES] = {{0}};
    const char *separator = "     ";
    for (size_t i = 0; i < changes->n; i++) {
        kinds[changes->at[i].kind]++;
        readings[changes->at[i].encoding][changes->at[i].evidence]++;
    }
    for (unsigned k = 0; k < TH_TEXT_KINDS; k++)
        if (kinds[k]) {
            th_str name = english ? th_text_kind_en((th_text_kind)k) : th_text_kind_vi((th_text_kind)k);
            fprintf(job->to, "%s%zu " TH_FMT, separator, kinds[k], TH_ARG(name));
            separator = ", ";
        }
    fputs("\n", job->to);
    for (unsigned encoding = 0; encoding < TH_ENCODINGS; encoding++)
        for (unsigned evidence = 0; evidence < TH_EVIDENCES; evidence++)
            if (readings[encoding][evidence] && encoding != TH_ENC_UNICODE) {
                th_str why = english ? th_evidence_en((th_evidence)evidence) : th_evidence_vi((th_evidence)evidence);
                fprintf(job->to,
                        TH_SAY(job->cli, "     %zu từ " TH_FMT ", căn cứ " TH_FMT "\n",
                               "     %zu from " TH_FMT ", by " TH_FMT "\n"),
                        readings[encoding][evidence],
                        TH_ARG(th_words_in(th_encoding_words((th_encoding)encoding), english)), TH_ARG(why));
            }
}

static void print_conversion(const conversion_job *job, const th_converted *converted)
{
    if (job->cli->quiet)
        return;
    th_print_escaped(job->to, job->input->name);
    for (size_t i = 0; i < converted->outputs.n; i++) {
        fputs(i ? ", " : " → ", job->to);
        th_print_escaped(job->to, converted->outputs.at[i]);
    }
    fputs("\n", job->to);
    if (converted->what.changes.n)
        print_counts(job, &converted->what.changes);
    else
        fprintf(job->to, "     %s\n",
                converted->identical ? TH_SAY(job->cli, "không có chữ bảng mã cũ: kết quả giống hệt tệp gốc",
                                              "no legacy text: the result is the file itself")
                                     : TH_SAY(job->cli, "không có chữ bảng mã cũ", "no legacy text"));
    for (size_t i = 0; i < converted->what.fonts.n; i++) {
        fputs(i ? "; " : TH_SAY(job->cli, "     phông: ", "     fonts: "), job->to);
        th_print_escaped(job->to, converted->what.fonts.at[i]);
    }
    if (converted->what.fonts.n)
        fputs("\n", job->to);
}

static void report_field(FILE *to, th_str text, char end)
{
    th_print_field(to, text);
    fputc(end, to);
}

/* One line a text: what was changed, then what is doubtful. */
static void write_report(const conversion_job *job, th_arena *arena, const th_converted *converted)
{
    for (size_t i = 0; job->report && i < converted->what.changes.n; i++) {
        const th_change *change = &converted->what.changes.at[i];
        report_field(job->report, job->input->name, '\t');
        report_field(job->report, change->where, '\t');
        report_field(job->report, th_cell_name(arena, change->row, change->col), '\t');
        report_field(job->report, TH_SAY(job->cli, th_text_kind_vi(change->kind), th_text_kind_en(change->kind)), '\t');
        report_field(job->report, th_words_in(th_encoding_words(change->encoding), job->cli->english), '\t');
        report_field(job->report, TH_SAY(job->cli, th_evidence_vi(change->evidence), th_evidence_en(change->evidence)),
                     '\t');
        report_field(job->report, change->before, '\t');
        report_field(job->report, change->after, '\n');
    }
    for (size_t i = 0; job->report && i < converted->findings.n; i++) {
        const th_finding *finding = &converted->findings.at[i];
        report_field(job->report, job->input->name, '\t');
        report_field(job->report, finding->place.sheet, '\t');
        report_field(job->report, th_cell_name(arena, finding->place.row, finding->place.col), '\t');
        report_field(job->report, finding->rule, '\t');
        fputs("\t\t", job->report);
        report_field(job->report, TH_SAY(job->cli, finding->vi, finding->en), '\t');
        fputs("\n", job->report);
    }
}

/* What is told of a conversion; true where something is doubtful. */
static bool tell_conversion(const conversion_job *job, const th_run *run, const th_converted *converted)
{
    bool doubtful = false;
    write_report(job, run->arena, converted);
    for (size_t i = 0; i < converted->findings.n; i++) {
        const th_finding *finding = &converted->findings.at[i];
        doubtful = doubtful || finding->level >= TH_LEVEL_WARNING;
        if (!job->cli->quiet || finding->level > TH_LEVEL_NOTE)
            th_print_finding(job->cli, finding->level >= TH_LEVEL_BLOCK ? job->err : job->to, run, finding);
    }
    return doubtful;
}

/* Runs in a clerk (batch/clerk.h): converts one input. */
static int convert_input(void *ctx, th_clerk *clerk)
{
    conversion_job *job = ctx;
    th_converted converted;
    th_run run = {.arena = th_arena_new(job->cli->limits.memory_bytes)};
    if (!run.arena || TH_ARENA_GUARD(run.arena))
        return TH_PROCESS_NO_MEMORY;
    job->err = th_clerk_stream(clerk, TH_CLERK_ERR);
    job->to = job->options->csv_told ? job->err : th_clerk_stream(clerk, TH_CLERK_OUT);
    job->report = job->desk->report ? th_clerk_stream(clerk, TH_CLERK_REPORT) : NULL;
    th_status status = th_convert(run.arena, &(th_convert_job){job->input, job->options, clerk}, &converted);
    if (status == TH_OK)
        print_conversion(job, &converted);
    bool doubtful = tell_conversion(job, &run, &converted);
    fflush(job->to);
    fflush(job->err);
    if (job->report)
        fflush(job->report);
    th_arena_free(run.arena);
    if (status != TH_OK)
        return TH_EXIT_NOTHING;
    return doubtful ? TH_EXIT_WARNINGS : TH_EXIT_CLEAN;
}

static void take_words_of_conversion(void *ctx, th_clerk_channel channel, th_str text)
{
    const conversion_job *job = ctx;
    th_cli_take(job->desk, channel, text);
}

static th_clerk_reply take_converted(void *ctx, th_arena *arena, const th_handed *what)
{
    conversion_job *job = ctx;
    return th_converted_publish(&job->output, arena, what);
}

/* ---- which files ---- */

/* A clerk that did not finish. */
static int lost_clerk(const conversion_job *job, th_arena *arena, th_trouble why)
{
    th_run run = {.arena = arena};
    const th_place place = {.file = job->input->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble_add(&run.faults, arena, TH_F_FILE_WORKER, &place, why);
    th_print_faults(job->cli, &run);
    return TH_EXIT_NOTHING;
}

static int one(const th_cli *cli, th_arena *arena, conversion_job *job)
{
    th_trouble why;
    const th_commission commission = {.limits = &cli->limits,
                                      .work = convert_input,
                                      .told = take_words_of_conversion,
                                      .handed = take_converted,
                                      .ctx = job};
    job->output = (th_converted_output){.arena = arena, .input = job->input, .options = job->options};
    int code = th_clerk_do(arena, &commission, &why);
    bool lost = code < 0;
    if (lost)
        code = lost_clerk(job, arena, why);
    if (!job->output.outputs.n && !job->options->csv_told) /* whatever the clerk says */
        code = TH_EXIT_NOTHING;
    bool told = th_print_arrives(job->desk->out) && (!job->desk->report || th_print_arrives(job->desk->report));
    if (told && !(lost && job->output.outputs.n))
        return code;
    if (!job->output.outputs.n) /* it is said at the end */
        return TH_EXIT_NOTHING;
    return code == TH_EXIT_NOTHING && !lost ? code : th_cli_not_all_told(cli);
}

static int each(const th_cli *cli, th_arena *arena, const th_inputs *inputs, th_convert_options *options, FILE *report)
{
    size_t written = 0, lacking = 0; /* refused, or written and not all of it told */
    bool doubtful = false;
    th_cli_desk desk = {.cli = cli, .out = stdout, .report = report, .raw = options->csv_told};
    th_str *names = th_arena_array(arena, inputs->n, sizeof *names);
    options->taken = names; /* of two inputs that would get one name, the first has it */
    for (size_t i = 0; i < inputs->n; i++) {
        conversion_job job = {.cli = cli, .input = &inputs->at[i], .options = options, .desk = &desk};
        options->ntaken = options->folder ? i : 0;
        names[i] = th_convert_name(arena, inputs->at[i].name, options->to);
        int code = one(cli, arena, &job);
        written += code < TH_EXIT_NOTHING;
        lacking += code >= TH_EXIT_ERRORS;
        if (code < TH_EXIT_NOTHING && !options->csv_told)
            th_process_publishes();
        th_log_of_file(cli, inputs->at[i].name,
                       code < TH_EXIT_NOTHING ? TH_WORDS_ARE("đã chuyển", "converted")
                                              : TH_WORDS_ARE("không chuyển được", "not converted"));
        doubtful = doubtful || code == TH_EXIT_WARNINGS;
        if (inputs->n > 1)
            th_print_progress((void *)(uintptr_t)cli, &(th_progress_step){i + 1, inputs->n, inputs->at[i].name, 0});
    }
    if (inputs->n > 1 && !cli->quiet)
        printf(TH_SAY(cli, "Đã chuyển %zu/%zu tệp\n", "Converted %zu/%zu files\n"), written, inputs->n);
    if (written == 0)
        return TH_EXIT_NOTHING;
    if (lacking)
        return TH_EXIT_ERRORS;
    return doubtful ? TH_EXIT_WARNINGS : TH_EXIT_CLEAN;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Why nothing was converted. */
static int no_report(const th_cli *cli, th_arena *arena, th_trouble why)
{
    const th_run run = {.arena = arena, .trouble = why};
    th_print_faults(cli, &run);
    return TH_EXIT_NOTHING;
}

/* What is no file, such as a pipe or a terminal, is written to as it is. */
static bool is_stream(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static th_trouble not_written(th_arena *arena, const char *path, int code)
{
    return th_trouble_of_system(arena, TH_WORDS(arena, "không ghi được “%s”", "“%s” cannot be written", path), code);
}

static int with_report(const th_cli *cli, th_arena *arena, const th_inputs *inputs, th_convert_options *options)
{
    const th_outfile out = {.path = cli->report, .headers = {TH_STR(REPORT_HEADER_VI), TH_STR(REPORT_HEADER_EN)}};
    th_publication publication = {.fd = -1};
    th_trouble why = {0};
    if (!cli->report)
        return each(cli, arena, inputs, options, NULL);
    bool stream = is_stream(cli->report);
    if (!stream && th_publish_begin(arena, options->guard, &out, &publication, &why) != TH_OK)
        return no_report(cli, arena, why);
    FILE *report = fopen(stream ? cli->report : publication.part, "w");
    if (!report || fputs(TH_SAY(cli, REPORT_HEADER_VI, REPORT_HEADER_EN), report) < 0) {
        why = not_written(arena, cli->report, errno);
        th_publish_abandon(&publication);
        return no_report(cli, arena, why);
    }
    int code = each(cli, arena, inputs, options, report);
    if (fclose(report) != 0)
        why = not_written(arena, cli->report, errno);
    if (why.vi.len)
        th_publish_abandon(&publication);
    else if (!stream)
        th_publish_commit(arena, &publication, &why);
    return why.vi.len ? no_report(cli, arena, why) : code;
}

static int run(const th_cli *cli, th_arena *arena, th_convert_options *options, size_t ninputs)
{
    th_run run = {.arena = arena};
    th_inputs inputs = {0};
    if (options->folder && mkdir(options->folder, 0777) != 0 && !is_folder(options->folder)) {
        int why = errno;
        th_words what = TH_WORDS(arena, "không tạo được thư mục “%s”", "folder “%s” cannot be made", options->folder);
        run.trouble = th_trouble_of_system(arena, what, why);
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    const th_listing listing = {.paths = cli->operands, .npaths = ninputs, .flat = true};
    if (th_inbox_list(arena, &listing, &inputs, &run.faults, &run.trouble) != TH_OK || inputs.n == 0) {
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    return with_report(cli, arena, &inputs, options);
}

int th_cli_convert(const th_cli *cli)
{
    th_convert_options options = {.limits = &cli->limits,
                                  .to = cli->to,
                                  .sheet = cli->sheet,
                                  .fonts = cli->fonts,
                                  .folder = cli->out,
                                  .guard = cli->guard,
                                  .created = th_cli_run_options(cli).created};
    size_t n = cli->noperands;
    if (!cli->out && n == 2) {
        const char *out = cli->operands[1];
        if (strcmp(out, "-") == 0)
            options.csv_told = true;
        else if (is_folder(out))
            options.folder = out;
        else
            options.out = out;
        n = 1;
    }
    th_str name = th_str_of(options.out);
    bool known = !options.out || th_str_ends(name, TH_STR(".xlsx")) || th_str_ends(name, TH_STR(".xlsm")) ||
                 th_str_ends(name, TH_STR(".csv"));
    if (n == 0 || (!options.out && !options.folder && !options.csv_told))
        return th_cli_usage(cli, "convert cần TỆP và KẾT-QUẢ, hoặc các tệp và -o THƯ-MỤC",
                            "convert needs IN and OUT, or files and -o FOLDER");
    if (!known)
        return th_cli_usage(cli, "kết quả của convert là .xlsx, .xlsm, .csv, hoặc - để in ra .csv",
                            "convert writes .xlsx, .xlsm, .csv, or - for .csv on the terminal");
    if (options.out && is_folder(cli->operands[0]))
        return th_cli_usage(cli, "nhiều tệp thì cần -o THƯ-MỤC", "several files need -o FOLDER");
    th_arena *arena = th_arena_new(0);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return th_cli_out_of_memory(cli);
    }
    int code = run(cli, arena, &options, n);
    th_arena_free(arena);
    return code;
}
