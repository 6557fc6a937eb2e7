/* <sheetData>, as libxlsxwriter 1.1.4 prints it. */
#include "draw/sheet_data.h"

#include "draw/library.h"
#include "pack/zip_write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { PIECE = 64 * 1024, BLOCK_OF_ROWS = 16, LONGEST_NUMBER = 32, LONGEST_ADDRESS = 16 };

static const th_output *written;

void th_sheet_data_of(const th_output *output)
{
    written = output;
}

typedef struct placed_cell {
    const th_kept_cell *cell;
    uint32_t order;
} placed_cell;

typedef struct sheet_data {
    const th_rows *rows;
    th_zip_writer *writer;
    bool failed;
    size_t len;
    placed_cell *line; /* the cells of one row */
    size_t n, cap;
    uint32_t block; /* of sixteen rows; the columns from .. to hold all their cells */
    uint16_t from, to;
    char piece[PIECE];
} sheet_data;

/* ---- bytes ---- */

static void flush_piece(sheet_data *data)
{
    data->failed = data->failed || !th_zip_write_add(data->writer, (th_str){data->piece, data->len});
    data->len = 0;
}

static void put_bytes(sheet_data *data, const char *bytes, size_t len)
{
    if (data->len + len > PIECE)
        flush_piece(data);
    for (; len > PIECE; bytes += PIECE, len -= PIECE)
        data->failed = data->failed || !th_zip_write_add(data->writer, (th_str){bytes, PIECE});
    memcpy(data->piece + data->len, bytes, len);
    data->len += len;
}

#define PUT(data, literal) put_bytes((data), literal, sizeof(literal) - 1)

static void put_integer(sheet_data *data, uint64_t number)
{
    char digits[LONGEST_NUMBER];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    put_bytes(data, digits + at, sizeof digits - at);
}

/* Sixteen digits; of whole numbers below 10^15 they are the number itself. */
static void put_double(sheet_data *data, double number)
{
    char digits[LONGEST_NUMBER];
    bool whole = fabs(number) < 1e15 && number == floor(number) && !(number == 0 && signbit(number));
    if (whole && number < 0)
        PUT(data, "-");
    if (whole)
        put_integer(data, (uint64_t)fabs(number));
    else
        put_bytes(data, digits, (size_t)snprintf(digits, sizeof digits, "%.16G", number));
}

static void put_escaped(sheet_data *data, const char *text)
{
    while (*text) {
        size_t plain = strcspn(text, "&<>");
        put_bytes(data, text, plain);
        text += plain;
        if (*text == '&')
            PUT(data, "&amp;");
        else if (*text == '<')
            PUT(data, "&lt;");
        else if (*text == '>')
            PUT(data, "&gt;");
        text += *text != '\0';
    }
}

static void put_address(sheet_data *data, uint32_t row, uint32_t col)
{
    char letters[LONGEST_ADDRESS];
    size_t at = sizeof letters;
    for (uint32_t left = col + 1; left; left = (left - 1) / 26)
        letters[--at] = (char)('A' + (left - 1) % 26);
    put_bytes(data, letters + at, sizeof letters - at);
    put_integer(data, (uint64_t)row + 1);
}

/* ---- a cell ---- */

static void open_cell_element(sheet_data *data, uint32_t row, const th_kept_cell *cell)
{
    int32_t style = cell->format ? lxw_format_get_xf_index(cell->format) : 0;
    PUT(data, "<c r=\"");
    put_address(data, row, cell->col);
    PUT(data, "\"");
    if (style) {
        PUT(data, " s=\"");
        put_integer(data, (uint64_t)style);
        PUT(data, "\"");
    }
}

static void put_formula(sheet_data *data, const th_row_formula *formula)
{
    if (formula->text)
        PUT(data, " t=\"str\"");
    PUT(data, "><f>");
    put_escaped(data, formula->formula);
    PUT(data, "</f><v>");
    if (formula->text)
        put_escaped(data, formula->text);
    else
        put_double(data, formula->number);
    PUT(data, "</v></c>");
}

static void put_kept_cell(sheet_data *data, uint32_t row, const th_kept_cell *cell)
{
    open_cell_element(data, row, cell);
    switch ((th_kept_kind)cell->kind) {
    case TH_KEPT_TEXT:
        PUT(data, " t=\"s\"><v>");
        put_integer(data, cell->of.text->index);
        PUT(data, "</v></c>");
        break;
    case TH_KEPT_NUMBER:
        PUT(data, "><v>");
        put_double(data, cell->of.number);
        PUT(data, "</v></c>");
        break;
    case TH_KEPT_BOOL:
        PUT(data, " t=\"b\"><v>");
        put_integer(data, cell->of.number != 0);
        PUT(data, "</v></c>");
        break;
    case TH_KEPT_FORMULA: put_formula(data, cell->of.formula); break;
    case TH_KEPT_BLANK:
    case TH_KEPT_BY_LIBRARY: PUT(data, "/>"); break;
    }
}

/* A cell of the library's own table is a text or a blank; the file would lack another one, which is found when it is
 * read back. */
static void put_cell_of_library(sheet_data *data, lxw_row *line, uint32_t row, uint16_t col)
{
    const lxw_cell *cell = line ? lxw_worksheet_find_cell_in_row(line, col) : NULL;
    if (!cell || (cell->type != STRING_CELL && !(cell->type == BLANK_CELL && cell->format)))
        return;
    struct sst_element text = {.index = (uint32_t)cell->u.string_id};
    th_kept_cell kept = {.col = col, .kind = TH_KEPT_BLANK, .format = cell->format};
    if (cell->type == STRING_CELL) {
        kept.kind = TH_KEPT_TEXT;
        kept.of.text = &text;
    }
    put_kept_cell(data, row, &kept);
}

/* ---- a row ---- */

/* The cells of a row in their order; of those at one place the last one that came. */
static int by_column_and_order(const void *left, const void *right)
{
    const placed_cell *a = left, *b = right;
    if (a->cell->col != b->cell->col)
        return a->cell->col < b->cell->col ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void sort_line(sheet_data *data)
{
    size_t kept = 0;
    qsort(data->line, data->n, sizeof *data->line, by_column_and_order);
    for (size_t i = 0; i < data->n; i++)
        if (i + 1 == data->n || data->line[i].cell->col != data->line[i + 1].cell->col)
            data->line[kept++] = data->line[i];
    data->n = kept;
}

static void gather_line(sheet_data *data, const th_kept_line *line)
{
    bool in_order = true;
    data->n = 0;
    for (uint32_t at = line->first; at; at = th_kept_at(data->rows, at)->next) {
        const placed_cell placed = {th_kept_at(data->rows, at), (uint32_t)data->n};
        in_order = in_order && (!data->n || data->line[data->n - 1].cell->col < placed.cell->col);
        TH_PUSH(data->rows->output->texts, data->line, data->n, data->cap, placed);
    }
    if (!in_order)
        sort_line(data);
}

/* Sixteen rows share what they say of their first and last column. */
static void measure_block(sheet_data *data, uint32_t row)
{
    const th_rows *rows = data->rows;
    data->block = row / BLOCK_OF_ROWS;
    data->from = UINT16_MAX;
    data->to = 0;
    for (; row / BLOCK_OF_ROWS == data->block; row++)
        for (uint32_t at = th_kept_first(rows, row); at; at = th_kept_at(rows, at)->next) {
            uint16_t col = th_kept_at(rows, at)->col;
            data->from = col < data->from ? col : data->from;
            data->to = col > data->to ? col : data->to;
        }
}

static void put_look_of_row(sheet_data *data, const lxw_row *line)
{
    double height = line && line->height_changed ? line->height : data->rows->sheet->default_row_height;
    bool own = height != LXW_DEF_ROW_HEIGHT;
    if (own) {
        PUT(data, " ht=\"");
        put_double(data, height);
        PUT(data, "\"");
    }
    if (line && line->hidden)
        PUT(data, " hidden=\"1\"");
    if (own)
        PUT(data, " customHeight=\"1\"");
}

static void put_row_element(sheet_data *data, uint32_t row, const th_kept_line *line)
{
    lxw_row *of_library = NULL;
    gather_line(data, line);
    bool asked = line->by_library;
    for (size_t i = 0; i < data->n; i++)
        asked = asked || data->line[i].cell->kind == TH_KEPT_BY_LIBRARY;
    if (asked)
        of_library = lxw_worksheet_find_row(data->rows->sheet, row);
    PUT(data, "<row r=\"");
    put_integer(data, (uint64_t)row + 1);
    PUT(data, "\"");
    if (data->n) {
        if (data->block != row / BLOCK_OF_ROWS)
            measure_block(data, row);
        PUT(data, " spans=\"");
        put_integer(data, (uint64_t)data->from + 1);
        PUT(data, ":");
        put_integer(data, (uint64_t)data->to + 1);
        PUT(data, "\"");
    }
    put_look_of_row(data, of_library);
    if (!data->n) {
        PUT(data, "/>");
        return;
    }
    PUT(data, ">");
    for (size_t i = 0; i < data->n; i++) {
        const th_kept_cell *cell = data->line[i].cell;
        if (cell->kind == TH_KEPT_BY_LIBRARY)
            put_cell_of_library(data, of_library, row, cell->col);
        else
            put_kept_cell(data, row, cell);
    }
    PUT(data, "</row>");
}

/* ---- the sheet ---- */

static const th_rows *own_rows_of(const lxw_worksheet *sheet)
{
    for (size_t i = 0; written && i < written->ntabs; i++)
        if (written->tabs[i]->sheet == sheet)
            return written->tabs[i]->rows;
    return NULL;
}

static bool fill_in(const void *ctx, th_zip_writer *writer)
{
    const th_rows *rows = ctx;
    th_arena *arena = rows->output->texts;
    sheet_data *data = th_arena_alloc(arena, sizeof *data);
    *data = (sheet_data){.rows = rows, .writer = writer, .block = UINT32_MAX};
    bool any = false;
    for (size_t row = 0; (row = th_kept_row_from(rows, row)) != SIZE_MAX; row++) {
        const th_kept_line *line = th_kept_line_of(rows, row);
        if (!line || (!line->first && !line->by_library))
            continue;
        if (!any)
            PUT(data, "<sheetData>");
        any = true;
        put_row_element(data, (uint32_t)row, line);
    }
    if (any)
        PUT(data, "</sheetData>");
    else
        PUT(data, "<sheetData/>");
    flush_piece(data);
    bool done = !data->failed;
    th_arena_reset(arena);
    return done;
}

bool th_sheet_data_write(void *sheet)
{
    const lxw_worksheet *own = sheet;
    const th_rows *rows = own_rows_of(own);
    if (!rows)
        return false;
    fputs("<sheetData/>", own->file);
    th_zip_write_fill((th_zip_filling){TH_STR("<sheetData/>"), fill_in, rows});
    return true;
}

/* ---- links ---- */

static int by_place_and_order(const void *left, const void *right)
{
    const th_kept_link *const *a = left, *const *b = right;
    if ((*a)->row != (*b)->row)
        return (*a)->row < (*b)->row ? -1 : 1;
    if ((*a)->col != (*b)->col)
        return (*a)->col < (*b)->col ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

static void print_attribute(FILE *file, const char *text)
{
    while (*text) {
        size_t plain = strcspn(text, "&<>\"\n");
        fwrite(text, 1, plain, file);
        text += plain;
        switch (*text) {
        case '&': fputs("&amp;", file); break;
        case '<': fputs("&lt;", file); break;
        case '>': fputs("&gt;", file); break;
        case '"': fputs("&quot;", file); break;
        case '\n': fputs("&#xA;", file); break;
        default: break;
        }
        text += *text != '\0';
    }
}

static void print_link(FILE *file, th_arena *arena, const th_kept_link *link)
{
    th_str cell = th_cell_name(arena, link->row, link->col);
    fputs("<hyperlink ref=\"", file);
    fwrite(cell.ptr, 1, cell.len, file);
    fputs("\" location=\"", file);
    print_attribute(file, link->place);
    fputs("\" display=\"", file);
    print_attribute(file, link->shown);
    fputs("\"/>", file);
}

/* Prints the links in the order of their cells; of two at one cell, the later one counts. */
static void print_links(FILE *file, const th_rows *rows)
{
    th_arena *arena = th_arena_scratch(rows->output->arena), *names = th_arena_scratch(arena);
    const th_kept_link **links = th_arena_array(arena, rows->nlinks, sizeof *links);
    for (size_t i = 0; i < rows->nlinks; i++)
        links[i] = &rows->links[i];
    qsort(links, rows->nlinks, sizeof *links, by_place_and_order);
    fputs("<hyperlinks>", file);
    for (size_t i = 0; i < rows->nlinks; i++) {
        if (i + 1 < rows->nlinks && links[i + 1]->row == links[i]->row && links[i + 1]->col == links[i]->col)
            continue;
        print_link(file, names, links[i]);
        th_arena_reset(names);
    }
    fputs("</hyperlinks>", file);
    th_arena_free(arena);
}

bool th_sheet_links_write(void *sheet)
{
    const lxw_worksheet *own = sheet;
    const th_rows *rows = own_rows_of(own);
    if (!rows || rows->links_of_library)
        return false;
    if (rows->nlinks)
        print_links(own->file, rows);
    return true;
}

/* ---- what charts show ---- */

static const th_kept_cell *cell_at(const th_rows *rows, uint32_t row, uint32_t col)
{
    const th_kept_cell *found = NULL;
    for (uint32_t at = th_kept_first(rows, row); at; at = th_kept_at(rows, at)->next)
        if (th_kept_at(rows, at)->col == col)
            found = th_kept_at(rows, at);
    return found;
}

static void lend_cell(const th_rows *rows, uint32_t row, uint32_t col)
{
    const th_kept_cell *cell = cell_at(rows, row, col);
    uint32_t shared = rows->sheet->sst->string_count;
    if (!cell)
        return;
    if (cell->kind == TH_KEPT_TEXT)
        worksheet_write_string(rows->sheet, row, (lxw_col_t)col, cell->of.text->string, cell->format);
    else if (cell->kind == TH_KEPT_NUMBER)
        worksheet_write_number(rows->sheet, row, (lxw_col_t)col, cell->of.number, cell->format);
    else if (cell->kind == TH_KEPT_BOOL || cell->kind == TH_KEPT_FORMULA)
        worksheet_write_boolean(rows->sheet, row, (lxw_col_t)col, false, cell->format); /* neither is looked up */
    else if (cell->kind == TH_KEPT_BLANK)
        worksheet_write_blank(rows->sheet, row, (lxw_col_t)col, cell->format);
    rows->sheet->sst->string_count = shared;
}

void th_sheet_data_lend(const th_output *output)
{
    for (size_t i = 0; i < output->ncharted; i++) {
        const th_charted *charted = &output->charted[i];
        for (size_t k = 0; k < output->ntabs; k++) {
            const th_tab *tab = output->tabs[k];
            if (!tab->rows || !th_str_eq(tab->name, charted->sheet))
                continue;
            for (uint32_t row = charted->area.row1; row <= charted->area.row2; row++)
                for (uint32_t col = charted->area.col1; col <= charted->area.col2; col++)
                    lend_cell(tab->rows, row, col);
        }
    }
}
