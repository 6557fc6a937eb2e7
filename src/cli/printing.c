/* What all commands print alike: findings, troubles, progress, wrong usage. */
#include "cli/cli.h"

#include "batch/process.h"
#include "text/utf8.h"

#include <stdlib.h>

#include "base/banned.h"

void th_print_field(FILE *to, th_str text)
{
    size_t from = 0;
    if (!text.len)
        return;
    for (size_t i = 0; i < text.len; i++) {
        const char *escape = th_field_escape(text.ptr[i]);
        if (!escape)
            continue;
        fwrite(text.ptr + from, 1, i - from, to);
        fputs(escape, to);
        from = i + 1;
    }
    fwrite(text.ptr + from, 1, text.len - from, to);
}

th_str th_cli_number(const th_cli *cli, th_arena *arena, const th_exact *number, int decimals)
{
    char *text = th_str_cstr(arena, th_exact_vi(arena, number, decimals, true));
    for (char *c = text; cli->english && *c; c++)
        if (*c == '.' || *c == ',')
            *c = *c == '.' ? ',' : '.';
    return th_str_of(text);
}

static void print_unit(FILE *to, const th_run *run, th_str code)
{
    uint32_t u = run->definition ? th_definition_unit(run->definition, code) : TH_NONE;
    th_print_escaped(to, u == TH_NONE ? code : run->definition->units[u].name);
}

/*  LỖI  KT-012  Cao Bằng · file.xlsx › B07_CCHC › G12
 *       Sentence.
 *       Cách sửa: what to do.                                  */
void th_print_finding(const th_cli *cli, FILE *to, const th_run *run, const th_finding *finding)
{
    th_arena *arena = run->arena;
    th_str level = th_text_upper(arena, cli->english ? th_finding_level_en(finding) : th_finding_level_vi(finding));
    fprintf(to, TH_FMT "  ", TH_ARG(level));
    th_print_escaped(to, finding->rule);
    fputs("  ", to);
    const th_str parts[] = {finding->place.file, finding->place.sheet,
                            th_cell_name(arena, finding->place.row, finding->place.col)};
    if (finding->place.unit.len)
        print_unit(to, run, finding->place.unit);
    else if (!finding->place.file.len && run->definition) /* of the cluster, or of a rule */
        th_print_escaped(to, run->definition->cluster);
    bool first = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].len)
            continue;
        if (!first)
            fputs(" › ", to);
        else if (finding->place.unit.len)
            fputs(" · ", to);
        th_print_escaped(to, parts[i]);
        first = false;
    }
    fputs("\n     ", to);
    th_print_escaped(to, cli->english && finding->en.len ? finding->en : finding->vi);
    if (finding->consequences) {
        const char *plural = finding->consequences == 1 ? "" : "s";
        if (cli->english)
            fprintf(to, " (%u consequence%s)", finding->consequences, plural);
        else
            fprintf(to, " (%u hệ quả)", finding->consequences);
    }
    th_str fix = cli->english ? finding->fix_en : finding->fix_vi;
    if (fix.len) {
        fprintf(to, "\n     %s", TH_SAY(cli, "Cách sửa: ", "To mend it: "));
        th_print_escaped(to, fix);
    }
    if (finding->mark.len && finding->level == TH_LEVEL_WARNING)
        fprintf(to, TH_SAY(cli, "\n     Mã giải trình: " TH_FMT, "\n     Mark for an explanation: " TH_FMT),
                TH_ARG(finding->mark));
    fputs("\n", to);
}

void th_print_written(const th_cli *cli)
{
    fputs(TH_SAY(cli, "Đã ghi ", "Written "), stdout);
    th_print_escaped(stdout, th_str_of(cli->out));
    puts("");
}

void th_print_consequences(const th_cli *cli, const th_run *run)
{
    if (th_findings_folded(&run->ds->findings))
        puts(TH_SAY(
            cli,
            "     (Hệ quả là chỗ khác lệch theo, thường tự hết khi sửa chỗ nêu trên; không tính vào số phát hiện.)\n",
            "     (Consequences are what follows elsewhere and mostly goes away with what is named above; they are "
            "not counted.)\n"));
}

void th_print_set_aside(const th_cli *cli, const th_run *run)
{
    for (size_t i = 0; i < run->faults.n; i++)
        th_print_finding(cli, stderr, run, &run->faults.at[i]);
}

th_str th_print_why(const th_cli *cli, FILE *to, const th_run *run)
{
    for (size_t i = 0; i < run->faults.n; i++)
        th_print_finding(cli, to, run, &run->faults.at[i]);
    if (!run->trouble.vi.len)
        return TH_STR("definition");
    th_print_trouble_on(to, cli, run->trouble);
    return TH_SAY(cli, run->trouble.vi, run->trouble.en);
}

void th_print_faults(const th_cli *cli, const th_run *run)
{
    if (!run) {
        fprintf(stderr, "tonghop: %s\n", TH_SAY(cli, "không đủ bộ nhớ", "out of memory"));
        return;
    }
    th_log_of_run(cli, run);
    th_log(cli, TH_LOG_OF_STOPPED, th_print_why(cli, stderr, run));
}

bool th_print_arrives(FILE *to)
{
    return fflush(to) == 0 && !ferror(to);
}

int th_cli_not_all_told(const th_cli *cli)
{
    fprintf(stderr, "%s",
            TH_SAY(cli, "tonghop: đã ghi kết quả, nhưng không in ra hết được\n",
                   "tonghop: the result is written, but not all could be printed\n"));
    clearerr(stdout); /* it is said, and not said again at the end */
    return TH_EXIT_ERRORS;
}

int th_cli_out_of_memory(const th_cli *cli)
{
    if (th_process_has_published())
        return th_cli_not_all_told(cli);
    th_print_faults(cli, NULL);
    return TH_EXIT_NOTHING;
}

static int64_t source_date_epoch(void)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    long value;
    return text && th_str_to_long(th_str_of(text), &value) && value >= 0 ? value : -1;
}

static void say_of_machine(void *ctx, th_trouble what)
{
    th_print_trouble(ctx, what);
}

th_run_options th_cli_run_options(const th_cli *cli)
{
    return (th_run_options){
        .definition = cli->definition,
        .ledger = cli->ledger,
        .inputs = cli->operands,
        .ninputs = cli->noperands,
        .records = cli->records,
        .nrecords = cli->nrecords,
        .last_year = cli->last_year,
        .as_of = cli->as_of,
        .guard = cli->guard,
        .allow_empty = cli->allow_empty,
        .source_links = cli->source_links,
        .edition = cli->edition,
        .jobs = cli->jobs,
        .timings = cli->timings,
        .checks = true,
        .limits = &cli->limits,
        .created = source_date_epoch(),
        .program = tonghop_version(),
        .progress = {(void *)(uintptr_t)cli, th_print_progress, say_of_machine},
    };
}

static int refer_to_help(const th_cli *cli)
{
    fprintf(stderr, "\n%s\n", TH_SAY(cli, "Gõ “tonghop --help” để xem hướng dẫn.", "Type “tonghop --help” for help."));
    return TH_EXIT_USAGE;
}

int th_cli_usage(const th_cli *cli, const char *vi, const char *en)
{
    fprintf(stderr, "tonghop: %s", TH_SAY(cli, vi, en));
    return refer_to_help(cli);
}

int th_cli_unknown(const th_cli *cli, const char *what, const char *typed, const char *dashes, const char *nearest)
{
    fprintf(stderr, "tonghop: %s “%s", what, dashes);
    th_print_escaped(stderr, th_str_of(typed));
    fputs("”", stderr);
    if (nearest)
        fprintf(stderr, TH_SAY(cli, "; có phải “%s%s”?", "; did you mean “%s%s”?"), dashes, nearest);
    return refer_to_help(cli);
}
