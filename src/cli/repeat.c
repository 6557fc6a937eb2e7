/* tonghop merge --dossier DIR -o OUT.xlsx: a run repeated from its dossier, and whether it comes to the same bytes.
 * Nothing outside of the dossier is read.  Exit codes: 0 the same; 1 another version of the program made something
 * else; 2 this version did, which should not be; 3 the dossier is not as it was, and nothing was written. */
#include "cli/cli.h"
#include "cli/log.h"

#include "batch/dossier_read.h"

#include "base/banned.h"

/* The dossier names all that a run goes by. */
static bool names_anything_else(const th_cli *cli)
{
    return cli->definition || cli->ledger || cli->last_year || cli->previous || cli->outcome || cli->decisions ||
           cli->feedback || cli->pdf || cli->scores || cli->as_of || cli->nrecords || cli->noperands ||
           cli->allow_empty || cli->source_links;
}

static void print_trouble_of_repetition(const th_cli *cli, th_trouble why)
{
    th_print_trouble(cli, why);
    th_log(cli, TH_LOG_OF_STOPPED, TH_SAY(cli, why.vi, why.en));
}

static int tell_of_repetition(const th_cli *cli, th_arena *arena, const th_repetition *repetition, const th_run *run)
{
    bool same = th_repetition_is_same(arena, repetition, cli->edition, cli->out);
    th_str made_by = repetition->terms.program;
    bool same_program = th_str_eq(made_by, th_str_of(tonghop_version()));
    if (!cli->quiet) {
        printf(TH_SAY(cli, "Hồ sơ        %zu tệp, khớp SHA256SUMS\n", "Dossier      %zu files, as SHA256SUMS says\n"),
               repetition->sums.n);
        th_print_written(cli);
    }
    th_log_of_run(cli, run);
    th_log(cli, TH_LOG_OF_WRITTEN, th_str_of(cli->out));
    if (same) {
        if (!cli->quiet)
            puts(TH_SAY(cli, "Kết quả      trùng từng byte với bảng trong hồ sơ",
                        "Result       byte by byte the workbook of the dossier"));
        return TH_EXIT_CLEAN;
    }
    th_print_trouble(cli, TH_TROUBLE(arena, "khác bảng trong hồ sơ: chương trình trong hồ sơ là " TH_FMT ", đây là %s",
                                     "it differs from the workbook of the dossier, which " TH_FMT " made; this is %s",
                                     TH_ARG(made_by), tonghop_version()));
    return same_program ? TH_EXIT_ERRORS : TH_EXIT_WARNINGS;
}

static int repeat_in(const th_cli *cli, th_arena *arena)
{
    th_repetition *repetition = th_arena_alloc(arena, sizeof *repetition);
    th_run_options options = th_cli_run_options(cli);
    th_trouble why = {0};
    th_run *run = NULL;
    int code = TH_EXIT_NOTHING;
    if (th_repetition_open(arena, cli->dossier, repetition, &options, &why) != TH_OK) {
        print_trouble_of_repetition(cli, why);
        return code;
    }
    options.out = cli->out;
    options.alone = true;
    if (th_run_do(&options, &run) == TH_OK)
        code = tell_of_repetition(cli, arena, repetition, run);
    else
        th_print_faults(cli, run);
    th_run_free(run);
    return code;
}

int th_cli_repeat(const th_cli *cli)
{
    if (names_anything_else(cli) || !cli->out)
        return th_cli_usage(cli,
                            "merge --dossier HỒ-SƠ cần -o KẾT-QUẢ.xlsx, và không nhận hộp thư, -d hay tệp nào khác",
                            "merge --dossier DOSSIER needs -o OUT.xlsx, and takes no inbox, -d or other file");
    th_arena *arena = th_arena_new(0);
    int code = TH_EXIT_NOTHING;
    if (!arena || TH_ARENA_GUARD(arena))
        code = th_cli_out_of_memory(cli);
    else
        code = repeat_in(cli, arena);
    th_arena_free(arena);
    return code;
}
