/* tonghop convert IN OUT, or IN... -o FOLDER: the same workbooks with every letter in Unicode. */
#include "cli/cli.h"

#include "batch/convert.h"
#include "batch/process.h"
#include "text/utf8.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

#define REPORT_HEADER_VI "tệp\tnơi\tô\tloại\tbảng mã\tcăn cứ\ttrước\tsau\n"
#define REPORT_HEADER_EN "file\tplace\tcell\tkind\tencoding\tevidence\tbefore\tafter\n"

typedef struct job {
    const th_cli *cli;
    const th_input *input;
    const th_convert_options *options;
    FILE *to, *report; /* what is told; the report may be NULL */
} job;

/* ---- what was done ---- */

static void print_counts(const job *j, const th_changes *changes)
{
    bool english = j->cli->english;
    size_t kinds[TH_TEXT_KINDS] = {0}, readings[TH_ENCODINGS][TH_EVIDENCES] = {{0}};
    const char *separator = "     ";
    for (size_t i = 0; i < changes->n; i++) {
        kinds[changes->at[i].kind]++;
        readings[changes->at[i].encoding][changes->at[i].evidence]++;
    }
    for (unsigned k = 0; k < TH_TEXT_KINDS; k++)
        if (kinds[k]) {
            th_str name = english ? th_text_kind_en((th_text_kind)k) : th_text_kind_vi((th_text_kind)k);
            fprintf(j->to, "%s%zu " TH_FMT, separator, kinds[k], TH_ARG(name));
            separator = ", ";
        }
    fputs("\n", j->to);
    for (unsigned e = 0; e < TH_ENCODINGS; e++)
        for (unsigned v = 0; v < TH_EVIDENCES; v++)
            if (readings[e][v] && e != TH_ENC_UNICODE) {
                th_str why = english ? th_evidence_en((th_evidence)v) : th_evidence_vi((th_evidence)v);
                fprintf(j->to,
                        TH_SAY(j->cli, "     %zu từ " TH_FMT ", căn cứ " TH_FMT "\n",
                               "     %zu from " TH_FMT ", by " TH_FMT "\n"),
                        readings[e][v], TH_ARG(th_encoding_name((th_encoding)e)), TH_ARG(why));
            }
}

static void print_conversion(const job *j, const th_converted *c)
{
    if (j->cli->quiet)
        return;
    th_print_escaped(j->to, j->input->name);
    for (size_t i = 0; i < c->outputs.n; i++) {
        fputs(i ? ", " : " → ", j->to);
        th_print_escaped(j->to, c->outputs.at[i]);
    }
    fputs("\n", j->to);
    if (c->what.changes.n)
        print_counts(j, &c->what.changes);
    else
        fprintf(j->to, "     %s\n",
                c->identical ? TH_SAY(j->cli, "không có chữ bảng mã cũ: kết quả giống hệt tệp gốc",
                                      "no legacy text: the result is the file itself")
                             : TH_SAY(j->cli, "không có chữ bảng mã cũ", "no legacy text"));
    for (size_t i = 0; i < c->what.fonts.n; i++) {
        fputs(i ? "; " : TH_SAY(j->cli, "     phông: ", "     fonts: "), j->to);
        th_print_escaped(j->to, c->what.fonts.at[i]);
    }
    if (c->what.fonts.n)
        fputs("\n", j->to);
}

static void put_field(FILE *to, th_str s, char end)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\\' || c == '\t' || c == '\n' || c == '\r')
            fputs(c == '\\' ? "\\\\" : c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r", to);
        else
            fputc(c, to);
    }
    fputc(end, to);
}

/* One line a text: what was changed, then what is doubtful. */
static void write_report(const job *j, th_arena *arena, const th_converted *c)
{
    for (size_t i = 0; j->report && i < c->what.changes.n; i++) {
        const th_change *change = &c->what.changes.at[i];
        put_field(j->report, j->input->name, '\t');
        put_field(j->report, change->where, '\t');
        put_field(j->report, th_cell_name(arena, change->row, change->col), '\t');
        put_field(j->report, TH_SAY(j->cli, th_text_kind_vi(change->kind), th_text_kind_en(change->kind)), '\t');
        put_field(j->report, th_encoding_name(change->encoding), '\t');
        put_field(j->report, TH_SAY(j->cli, th_evidence_vi(change->evidence), th_evidence_en(change->evidence)), '\t');
        put_field(j->report, change->before, '\t');
        put_field(j->report, change->after, '\n');
    }
    for (size_t i = 0; j->report && i < c->findings.n; i++) {
        const th_finding *f = &c->findings.at[i];
        put_field(j->report, j->input->name, '\t');
        put_field(j->report, f->place.sheet, '\t');
        put_field(j->report, th_cell_name(arena, f->place.row, f->place.col), '\t');
        put_field(j->report, f->rule, '\t');
        fputs("\t\t", j->report);
        put_field(j->report, TH_SAY(j->cli, f->vi, f->en), '\t');
        fputs("\n", j->report);
    }
}

/* In a process of its own. */
static int convert(void *ctx)
{
    const job *j = ctx;
    th_converted c;
    th_run run = {.arena = th_arena_new(j->cli->limits.memory_bytes)};
    if (!run.arena || TH_ARENA_GUARD(run.arena))
        return TH_PROCESS_NO_MEMORY;
    th_status status = th_convert(run.arena, j->input, j->options, &c);
    if (status == TH_OK)
        print_conversion(j, &c);
    write_report(j, run.arena, &c);
    bool doubtful = false;
    for (size_t i = 0; i < c.findings.n; i++) {
        doubtful = doubtful || c.findings.at[i].level >= TH_LEVEL_WARNING;
        if (!j->cli->quiet || c.findings.at[i].level > TH_LEVEL_NOTE)
            th_print_finding(j->cli, c.findings.at[i].level >= TH_LEVEL_BLOCK ? stderr : j->to, &run,
                             &c.findings.at[i]);
    }
    bool told = fflush(j->to) == 0 && (!j->report || fflush(j->report) == 0);
    th_arena_free(run.arena);
    return status != TH_OK || !told ? TH_EXIT_NOTHING : doubtful ? TH_EXIT_WARNINGS : TH_EXIT_CLEAN;
}

/* ---- which files ---- */

static int one(const th_cli *cli, th_arena *arena, job *j)
{
    th_trouble why;
    fflush(NULL); /* or the child writes it once more */
    int code = th_process_run(arena, &cli->limits, convert, j, &why);
    if (code >= 0)
        return code;
    th_run run = {.arena = arena};
    const th_place place = {.file = j->input->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble_add(&run.faults, arena, TH_F_FILE_WORKER, &place, why);
    th_print_faults(cli, &run);
    return TH_EXIT_NOTHING;
}

static int each(const th_cli *cli, th_arena *arena, const th_inputs *inputs, th_convert_options *options, FILE *report)
{
    size_t written = 0, refused = 0;
    bool doubtful = false;
    FILE *to = options->csv_to >= 0 ? stderr : stdout;
    th_str *names = th_arena_array(arena, inputs->n, sizeof *names);
    options->inputs = inputs;
    options->taken = names; /* of two inputs that would get one name, the first has it */
    for (size_t i = 0; i < inputs->n; i++) {
        job j = {cli, &inputs->at[i], options, to, report};
        options->ntaken = options->folder ? i : 0;
        names[i] = th_convert_name(arena, inputs->at[i].name, options->to);
        int code = one(cli, arena, &j);
        written += code < TH_EXIT_NOTHING;
        refused += code >= TH_EXIT_NOTHING;
        doubtful = doubtful || code == TH_EXIT_WARNINGS;
        if (inputs->n > 1)
            th_print_progress((void *)(uintptr_t)cli, i + 1, inputs->n, inputs->at[i].name);
    }
    if (inputs->n > 1 && !cli->quiet)
        fprintf(to, TH_SAY(cli, "Đã chuyển %zu/%zu tệp\n", "Converted %zu/%zu files\n"), written, inputs->n);
    return written == 0 ? TH_EXIT_NOTHING : refused ? TH_EXIT_ERRORS : doubtful ? TH_EXIT_WARNINGS : TH_EXIT_CLEAN;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int run(const th_cli *cli, th_arena *arena, th_convert_options *options, size_t ninputs)
{
    th_run run = {.arena = arena};
    th_inputs inputs = {0};
    if (options->folder && mkdir(options->folder, 0777) != 0 && !is_folder(options->folder)) {
        run.trouble = TH_TROUBLE(arena, "không tạo được thư mục “%s”: %s", "folder “%s” cannot be made: %s",
                                 options->folder, strerror(errno));
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    if (th_inputs_list(arena, cli->operands, ninputs, &inputs, &run.faults, &run.trouble) != TH_OK || inputs.n == 0) {
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    if (cli->report && th_is_input(&inputs, cli->report)) {
        run.trouble = TH_TROUBLE(arena, "“%s” chính là tệp gốc, không được ghi đè",
                                 "“%s” is the input, which is never written", cli->report);
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    FILE *report = cli->report ? fopen(cli->report, "w") : NULL;
    if (cli->report && (!report || fputs(TH_SAY(cli, REPORT_HEADER_VI, REPORT_HEADER_EN), report) < 0)) {
        run.trouble =
            TH_TROUBLE(arena, "không ghi được “%s”: %s", "“%s” cannot be written: %s", cli->report, strerror(errno));
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    int code = each(cli, arena, &inputs, options, report);
    if (report && fclose(report) != 0)
        code = TH_EXIT_NOTHING;
    return code;
}

int th_cli_convert(const th_cli *cli)
{
    th_convert_options options = {.limits = &cli->limits,
                                  .to = cli->to,
                                  .sheet = cli->sheet,
                                  .fonts = cli->fonts,
                                  .folder = cli->out,
                                  .csv_to = -1,
                                  .created = th_cli_run_options(cli).created};
    size_t n = cli->noperands;
    if (!cli->out && n == 2) {
        const char *out = cli->operands[1];
        if (strcmp(out, "-") == 0)
            options.csv_to = STDOUT_FILENO;
        else if (is_folder(out))
            options.folder = out;
        else
            options.out = out;
        n = 1;
    }
    th_str name = th_str_of(options.out);
    bool known = !options.out || th_str_ends(name, TH_STR(".xlsx")) || th_str_ends(name, TH_STR(".xlsm")) ||
                 th_str_ends(name, TH_STR(".csv"));
    if (n == 0 || (!options.out && !options.folder && options.csv_to < 0))
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
        th_print_faults(cli, NULL);
        return TH_EXIT_NOTHING;
    }
    int code = run(cli, arena, &options, n);
    th_arena_free(arena);
    return code;
}
