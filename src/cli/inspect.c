/* tonghop inspect FILE: what was read, one cell a line, tab-separated:
 * sheet, cell, type, value, font, flags.  Empty cells are left out. */
#include "cli/cli.h"

#include "batch/count.h"
#include "batch/inbox.h"
#include "batch/process.h"
#include "book/book.h"
#include "text/fold.h"

#include <unistd.h>

#include "base/banned.h"

#define HEADER "sheet\tcell\ttype\tvalue\tfont\tflags"

static void print_flags(const th_cli *cli, FILE *to, const th_cell *cell)
{
    const char *separator = "";
    const struct {
        bool set;
        const char *name;
    } flags[] = {
        {cell->flags & TH_CELL_FORMULA, "formula"},
        {cell->flags & (TH_CELL_HIDDEN_ROW | TH_CELL_HIDDEN_COL), "hidden"},
        {cell->flags & TH_CELL_MERGED, "merged"},
        {cell->type == TH_CELL_TEXT && cell->doubtful, "doubtful"},
        {cell->type == TH_CELL_TEXT && cell->lost, "lost"},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].set) {
            fprintf(to, "%s%s", separator, flags[i].name);
            separator = ",";
        }
    if (cell->type == TH_CELL_TEXT && cell->encoding != TH_ENC_UNICODE)
        fprintf(to, "%slegacy:" TH_FMT, separator,
                TH_ARG(th_words_in(th_encoding_words((th_encoding)cell->encoding), cli->english)));
}

/* A cell as it is printed. */
typedef struct printed_cell {
    const th_book *book;
    const th_sheet *sheet;
    const th_cell *cell;
} printed_cell;

static void print_cell(const th_cli *cli, FILE *to, th_arena *arena, const printed_cell *printed)
{
    const th_book *book = printed->book;
    const th_cell *cell = printed->cell;
    if (cell->type == TH_CELL_PENDING)
        return;
    th_print_field(to, cli->raw ? printed->sheet->raw_name : printed->sheet->name);
    fprintf(to, "\t" TH_FMT "\t%c\t", TH_ARG(th_cell_name(arena, cell->row, cell->col)), cell->type);
    th_print_field(to, cell->type == TH_CELL_TEXT && cli->raw ? cell->raw : th_cell_shown(arena, book, cell));
    fputc('\t', to);
    th_print_field(to, book->fonts[cell->font]);
    fputc('\t', to);
    print_flags(cli, to, cell);
    fputc('\n', to);
}

typedef struct inspection_of_file {
    const th_cli *cli;
    th_arena *arena;
    const th_input *input;
    th_cli_desk desk; /* the principal's, as is `printed` */
    bool printed;
    FILE *out, *err; /* the clerk's */
    th_str bytes;
    th_run run;
    /* of the first reading, for --raw */
    th_book *known; /* sheets, merges, hidden spans */
    size_t cells;   /* how many there are */
    size_t sheet;   /* of the last cell */
    uint32_t row, col;
    bool in_order;
    th_arena *scratch; /* of the lines being printed */
} inspection_of_file;

/* Is there no sheet of the name that was asked for?  Then it is said, with the names that there are. */
static bool lacks_sheet(inspection_of_file *inspection, const th_book *book)
{
    th_buf names;
    if (!inspection->cli->sheet)
        return false;
    th_buf_init(&names, inspection->arena);
    for (size_t i = 0; i < book->nsheets; i++) {
        if (th_fold_eq(inspection->arena, th_str_of(inspection->cli->sheet), book->sheets[i].name))
            return false;
        th_buf_fmt(&names, "%s“" TH_FMT "”", i ? ", " : "", TH_ARG(book->sheets[i].name));
    }
    th_str there = th_buf_str(&names);
    inspection->run.trouble =
        TH_TROUBLE(inspection->arena, "không có trang “%s”; các trang của tệp: " TH_FMT,
                   "there is no sheet “%s”; the sheets of the file: " TH_FMT, inspection->cli->sheet, TH_ARG(there));
    return true;
}

static bool wanted(const inspection_of_file *inspection, th_arena *scratch, const th_sheet *sheet)
{
    return !inspection->cli->sheet || th_fold_eq(scratch, th_str_of(inspection->cli->sheet), sheet->name);
}

/* ---- --raw of a workbook that no grid holds: read twice, the cells go by ---- */

static void note_passing(void *ctx, const th_book *book, size_t sheet, const th_cell *cell)
{
    inspection_of_file *inspection = ctx;
    (void)book;
    bool later = sheet != inspection->sheet || cell->row > inspection->row ||
                 (cell->row == inspection->row && cell->col > inspection->col);
    inspection->in_order = inspection->in_order && (inspection->cells == 0 || later);
    inspection->cells++;
    inspection->sheet = sheet;
    inspection->row = cell->row;
    inspection->col = cell->col;
}

/* Memory for one cell that is printed: what is shown of all cells together need not fit beside the book. */
static th_arena *scratch_of(inspection_of_file *inspection)
{
    enum { MOST_SCRATCH = 1 << 20 };
    if (!inspection->scratch || th_arena_used(inspection->scratch) > MOST_SCRATCH) {
        th_arena_free(inspection->scratch);
        inspection->scratch = th_arena_new(0);
    }
    if (!inspection->scratch)
        _exit(TH_PROCESS_NO_MEMORY);
    return inspection->scratch;
}

static void print_passing(void *ctx, const th_book *book, size_t sheet, const th_cell *cell)
{
    inspection_of_file *inspection = ctx;
    th_cell shown = *cell;
    th_arena *scratch = scratch_of(inspection);
    if (!wanted(inspection, scratch, &inspection->known->sheets[sheet]))
        return;
    shown.flags |= th_sheet_flags(&inspection->known->sheets[sheet], cell->row, cell->col);
    print_cell(inspection->cli, inspection->out, scratch,
               &(printed_cell){book, &inspection->known->sheets[sheet], &shown});
}

static th_status visit(inspection_of_file *inspection, void (*see)(void *, const th_book *, size_t, const th_cell *),
                       th_book **book)
{
    const th_visitor visitor = {inspection, see};
    return th_book_open(
        inspection->arena, &inspection->cli->limits,
        &(th_book_file){.bytes = inspection->bytes, .name = inspection->input->name, .visitor = &visitor}, book,
        &inspection->run.faults);
}

/* True when the cells are too many for a grid, and come in an order that needs none. */
static bool must_pass(inspection_of_file *inspection)
{
    inspection->in_order = true;
    if (!inspection->cli->raw || visit(inspection, note_passing, &inspection->known) >= TH_FAILED)
        return false;
    th_book_normalise(inspection->known); /* the names of the sheets */
    return inspection->in_order && inspection->cells > inspection->cli->limits.cells;
}

/* ---- from the grid ---- */

static th_status print_grid(inspection_of_file *inspection, th_book **book)
{
    if (inspection->run.faults.n ||
        th_book_open(inspection->arena, &inspection->cli->limits,
                     &(th_book_file){.bytes = inspection->bytes, .name = inspection->input->name}, book,
                     &inspection->run.faults) >= TH_FAILED)
        return TH_FAILED;
    (*book)->ignore_fonts = inspection->cli->ignore_fonts;
    th_book_normalise(*book);
    if (lacks_sheet(inspection, *book))
        return TH_FAILED;
    if (!inspection->cli->no_header)
        fputs(HEADER "\n", inspection->out);
    for (size_t which = 0; which < (*book)->nsheets; which++) {
        const th_sheet *sheet = &(*book)->sheets[which];
        for (size_t k = 0, n = wanted(inspection, inspection->arena, sheet) ? sheet->ncells : 0; k < n; k++)
            print_cell(inspection->cli, inspection->out, scratch_of(inspection),
                       &(printed_cell){*book, sheet, &sheet->cells[k]});
    }
    return TH_OK;
}

/* Cells left out are said, once a sheet. */
static void note_pending(th_book *book)
{
    for (size_t which = 0; which < book->nsheets; which++) {
        const th_sheet *sheet = &book->sheets[which];
        const th_cell *first = NULL;
        size_t n = 0;
        for (size_t k = 0; k < sheet->ncells; k++)
            if (sheet->cells[k].type == TH_CELL_PENDING) {
                first = first ? first : &sheet->cells[k];
                n++;
            }
        if (!first)
            continue;
        const th_place place = {.sheet = sheet->name, .row = first->row, .col = first->col};
        th_findings_add(&book->findings, book->arena, TH_F_FILE_PENDING, &place,
                        TH_WITH(th_str_fmt(book->arena, "%zu", n), th_cell_name(book->arena, first->row, first->col)));
    }
}

static th_status print_stream(inspection_of_file *inspection, th_book **book)
{
    if (lacks_sheet(inspection, inspection->known))
        return TH_FAILED;
    if (!inspection->cli->no_header)
        fputs(HEADER "\n", inspection->out);
    return visit(inspection, print_passing, book);
}

static int refused(inspection_of_file *inspection, th_clerk *clerk)
{
    for (size_t k = 0; k < inspection->run.faults.n; k++)
        inspection->run.faults.at[k].place.file = inspection->input->name;
    fflush(inspection->out);
    th_cli_tell_faults(inspection->cli, clerk, inspection->err, &inspection->run);
    return TH_EXIT_NOTHING;
}

/* Runs in a clerk (batch/clerk.h): reads one file and prints what is in it. */
static int inspect(void *ctx, th_clerk *clerk)
{
    inspection_of_file *inspection = ctx;
    th_book *book = NULL;
    inspection->arena = inspection->run.arena = th_arena_new(inspection->cli->limits.memory_bytes);
    if (!inspection->arena || TH_ARENA_GUARD(inspection->arena))
        return TH_PROCESS_NO_MEMORY;
    inspection->out = th_clerk_stream(clerk, TH_CLERK_OUT);
    inspection->err = th_clerk_stream(clerk, TH_CLERK_ERR);
    if (th_file_read(inspection->arena, &inspection->cli->limits, inspection->input, &inspection->bytes,
                     &inspection->run.faults) != TH_OK)
        return refused(inspection, clerk);
    th_clerk_raise_walls(clerk);
    if ((must_pass(inspection) ? print_stream(inspection, &book) : print_grid(inspection, &book)) >= TH_FAILED)
        return refused(inspection, clerk);
    fflush(inspection->out);
    note_pending(book);
    bool doubtful = false;
    for (size_t k = 0; k < book->findings.n; k++) {
        book->findings.at[k].place.file = inspection->input->name;
        th_print_finding(inspection->cli, inspection->err, &inspection->run, &book->findings.at[k]);
        doubtful = doubtful || book->findings.at[k].level >= TH_LEVEL_WARNING;
    }
    fflush(inspection->err);
    th_arena_free(inspection->scratch);
    th_arena_free(inspection->arena);
    return doubtful ? TH_EXIT_WARNINGS : TH_EXIT_CLEAN;
}

static void take_inspection(void *ctx, th_clerk_channel channel, th_str text)
{
    inspection_of_file *inspection = ctx;
    inspection->printed = inspection->printed || (channel == TH_CLERK_OUT && text.len > 0);
    th_cli_take(&inspection->desk, channel, text);
}

static int inspect_one(const th_cli *cli, th_arena *arena)
{
    th_run run = {.arena = arena};
    th_inputs inputs = {0};
    th_trouble why;
    if (th_folder_list(arena, cli->operands[0], &inputs, &run.trouble) != TH_OK || inputs.n == 0) {
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    inspection_of_file inspection = {
        .cli = cli, .input = &inputs.at[0], .desk = {.cli = cli, .out = stdout, .raw = true}};
    const th_commission commission = {
        .limits = &cli->limits, .work = inspect, .told = take_inspection, .ctx = &inspection};
    int code = th_clerk_do(arena, &commission, &why);
    if (code >= 0)
        return code;
    const th_place place = {.file = inputs.at[0].name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble_add(&run.faults, arena, TH_F_FILE_WORKER, &place, why);
    th_print_faults(cli, &run);
    if (inspection.printed)
        th_print_trouble(cli, TH_TROUBLE_IS("các ô đã in ở trên chỉ là một phần của tệp, không dùng được",
                                            "the cells printed above are part of the file only, and of no use"));
    return TH_EXIT_NOTHING;
}

/* One line for all files together; figures, so the same in either language. */
static int count_inputs(const th_cli *cli, th_arena *arena)
{
    th_run run = {.arena = arena};
    th_inputs inputs = {0};
    th_count total;
    th_run_options options = th_cli_run_options(cli);
    const th_listing listing = {.paths = cli->operands, .npaths = cli->noperands, .limits = &cli->limits};
    const th_work work = {.inputs = &inputs, .limits = &cli->limits, .jobs = cli->jobs, .progress = &options.progress};
    if (th_inbox_list(arena, &listing, &inputs, &run.faults, &run.trouble) != TH_OK ||
        th_count_run(arena, &work, &total, &run.faults) != TH_OK) {
        th_print_faults(cli, &run);
        return TH_EXIT_NOTHING;
    }
    for (size_t i = 0; i < run.faults.n; i++)
        th_print_finding(cli, stderr, &run, &run.faults.at[i]);
    printf("files=%zu errors=%zu cells=%zu nums=%zu strs=%zu bytes=%zu sum=" TH_FMT "\n", total.files, total.errors,
           total.cells, total.nums, total.strs, total.bytes, TH_ARG(th_double_text(arena, total.sum)));
    if (total.errors == 0)
        return TH_EXIT_CLEAN;
    return total.errors < total.files ? TH_EXIT_ERRORS : TH_EXIT_NOTHING;
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
    int code = cli->count ? count_inputs(cli, arena) : inspect_one(cli, arena);
    th_arena_free(arena);
    return code;
}
