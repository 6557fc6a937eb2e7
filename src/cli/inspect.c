/* tonghop inspect FILE: what was read, one cell a line, tab-separated:
 * sheet, cell, type, value, font, flags.  Empty cells are left out. */
#include "cli/cli.h"

#include "batch/count.h"
#include "book/book.h"
#include "text/fold.h"

#include "base/banned.h"

static void print_field(th_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\\')
            fputs("\\\\", stdout);
        else if (c == '\t')
            fputs("\\t", stdout);
        else if (c == '\n')
            fputs("\\n", stdout);
        else if (c == '\r')
            fputs("\\r", stdout);
        else
            fputc(c, stdout);
    }
}

static void print_flags(const th_cell *cell)
{
    const char *separator = "";
    const struct {
        bool set;
        const char *name;
    } flags[] = {
        {cell->flags & TH_CELL_FORMULA, "formula"},
        {cell->flags & (TH_CELL_HIDDEN_ROW | TH_CELL_HIDDEN_COL), "hidden"},
        {cell->flags & TH_CELL_MERGED, "merged"},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].set) {
            printf("%s%s", separator, flags[i].name);
            separator = ",";
        }
    if (cell->type == TH_CELL_TEXT && cell->encoding != TH_ENC_UNICODE)
        printf("%slegacy:" TH_FMT, separator, TH_ARG(th_encoding_name((th_encoding)cell->encoding)));
}

static void print_cell(const th_cli *cli, th_arena *arena, const th_book *book, const th_sheet *sheet,
                       const th_cell *cell)
{
    if (cell->type == TH_CELL_PENDING)
        return;
    print_field(cli->raw ? sheet->raw_name : sheet->name);
    printf("\t" TH_FMT "\t%c\t", TH_ARG(th_cell_name(arena, cell->row, cell->col)), cell->type);
    print_field(cell->type == TH_CELL_TEXT && cli->raw ? cell->raw : th_cell_shown(arena, book, cell));
    fputc('\t', stdout);
    print_field(book->fonts[cell->font]);
    fputc('\t', stdout);
    print_flags(cell);
    fputc('\n', stdout);
}

static int inspect(const th_cli *cli, th_arena *arena)
{
    th_run run = {.arena = arena};
    th_inputs inputs = {0};
    th_str bytes;
    th_book *book = NULL;
    if (th_inputs_list(arena, cli->operands, 1, &inputs, &run.faults, &run.trouble) != TH_OK || inputs.n == 0 ||
        th_file_read(arena, &cli->limits, &inputs.at[0], &bytes, &run.faults) != TH_OK ||
        th_book_open(arena, &cli->limits, bytes, inputs.at[0].name, &book, &run.faults) >= TH_FAILED) {
        for (size_t i = 0; inputs.n && i < run.faults.n; i++)
            run.faults.at[i].place.file = inputs.at[0].name;
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    th_book_normalise(book);
    if (!cli->no_header)
        puts("sheet\tcell\ttype\tvalue\tfont\tflags");
    for (size_t s = 0; s < book->nsheets; s++) {
        const th_sheet *sheet = &book->sheets[s];
        if (cli->sheet && !th_fold_eq(arena, th_str_of(cli->sheet), sheet->name))
            continue;
        for (size_t i = 0; i < sheet->ncells; i++)
            print_cell(cli, arena, book, sheet, &sheet->cells[i]);
    }
    for (size_t i = 0; i < book->findings.n; i++) {
        book->findings.at[i].place.file = inputs.at[0].name;
        th_print_finding(cli, stderr, &run, &book->findings.at[i]);
    }
    return book->findings.n ? TH_EXIT_WARNINGS : TH_EXIT_CLEAN;
}

/* One line for all files together; figures, so the same in either language. */
static int count(const th_cli *cli, th_arena *arena)
{
    th_run run = {.arena = arena};
    th_inputs inputs = {0};
    th_count total;
    th_run_options options = th_cli_run_options(cli);
    if (th_inputs_list(arena, cli->operands, cli->noperands, &inputs, &run.faults, &run.trouble) != TH_OK ||
        th_count_run(arena, &cli->limits, &inputs, cli->jobs, &options.progress, &total, &run.faults) != TH_OK) {
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    for (size_t i = 0; i < run.faults.n; i++)
        th_print_finding(cli, stderr, &run, &run.faults.at[i]);
    printf("files=%zu errors=%zu cells=%zu nums=%zu strs=%zu bytes=%zu sum=" TH_FMT "\n", total.files, total.errors,
           total.cells, total.nums, total.strs, total.bytes, TH_ARG(th_double_text(arena, total.sum)));
    return total.errors == 0 ? TH_EXIT_CLEAN : total.errors < total.files ? TH_EXIT_ERRORS : TH_EXIT_NOTHING;
}

int th_cli_inspect(const th_cli *cli)
{
    if (cli->count ? cli->noperands == 0 : cli->noperands != 1)
        return th_cli_usage(cli, "inspect cần đúng một tệp (hoặc --count và các tệp, thư mục)",
                            "inspect needs exactly one file (or --count and files or folders)");
    th_arena *arena = th_arena_new(0);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        th_print_faults(cli, NULL);
        return TH_EXIT_NOTHING;
    }
    int code = cli->count ? count(cli, arena) : inspect(cli, arena);
    th_arena_free(arena);
    return code;
}
