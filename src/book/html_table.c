/* Where the cells of a page stand.  The rules are those of LibreOffice, which are nearly Excel's: columns and rows of a
 * table are as many of the sheet as their widest and highest cell needs. */
#include "book/html.h"

#include <string.h>

#include "base/banned.h"

th_html_table *th_html_table_new(th_arena *arena, size_t sheet)
{
    th_html_table *table = th_arena_alloc(arena, sizeof *table);
    table->sheet = sheet;
    return table;
}

void th_html_row_open(th_html_table *table)
{
    th_html_row_close(table);
    table->col = 0;
    table->in_row = true;
}

void th_html_row_close(th_html_table *table)
{
    table->in_cell = false;
    if (!table->in_row)
        return;
    table->row++;
    table->in_row = false;
}

static void make_room_for_columns(th_arena *arena, th_html_table *table, uint32_t cols)
{
    size_t cap = table->busy_cap ? table->busy_cap : 16;
    while (cap < cols)
        cap *= 2;
    if (cap == table->busy_cap)
        return;
    uint32_t *busy = th_arena_array(arena, cap, sizeof *busy);
    th_html_cell **above = th_arena_array(arena, cap, sizeof *above);
    for (size_t i = 0; i < table->busy_cap; i++) {
        busy[i] = table->busy[i];
        above[i] = table->above[i];
    }
    table->busy = busy;
    table->above = above;
    table->busy_cap = cap;
}

/* A cell that reaches into the span of one above it ends that span; the span is shortened, as browsers do not. */
static void cover_columns(th_html_table *table, th_html_cell *cell)
{
    for (uint32_t col = cell->col; col < cell->col + cell->cols; col++) {
        th_html_cell *over = table->busy[col] > cell->row ? table->above[col] : NULL;
        if (over)
            over->rows = cell->row - over->row;
        for (uint32_t i = over ? over->col : 0; over && i < over->col + over->cols; i++)
            table->busy[i] = table->above[i] == over ? cell->row : table->busy[i];
        table->busy[col] = cell->row + cell->rows;
        table->above[col] = cell;
    }
}

th_html_cell *th_html_cell_open(th_arena *arena, th_html_table *table, uint32_t rows, uint32_t cols)
{
    if (!table->in_row)
        th_html_row_open(table);
    while (table->col < table->busy_cap && table->busy[table->col] > table->row)
        table->col++;
    if (table->col >= TH_HTML_COLUMNS)
        return NULL;
    if (cols > TH_HTML_COLUMNS - table->col)
        cols = TH_HTML_COLUMNS - table->col;
    th_html_cell *cell = th_arena_alloc(arena, sizeof *cell);
    *cell = (th_html_cell){.row = table->row, .rows = rows, .col = table->col, .cols = cols, .decimals = -1};
    make_room_for_columns(arena, table, cell->col + cols);
    cover_columns(table, cell);
    table->col += cols;
    table->in_cell = true;
    if (table->ncols < table->col)
        table->ncols = table->col;
    if (table->nrows < table->row + rows)
        table->nrows = table->row + rows;
    TH_PUSH(arena, table->cells, table->ncells, table->cells_cap, cell);
    return cell;
}

void th_html_add_part(th_arena *arena, th_html_cell *cell, const th_html_part *part)
{
    size_t cap = cell->parts_cap;
    cell->parts = th_arena_grow(arena, cell->parts, cell->nparts, &cap, sizeof *cell->parts);
    cell->parts[cell->nparts++] = *part;
    cell->parts_cap = (uint32_t)cap;
}

/* ---- sizes ---- */

static uint32_t rows_of_part(const th_html_part *part)
{
    return part->table ? part->table->row_at[part->table->nrows] : part->lines;
}

/* How many rows and columns of the sheet the cell needs. */
static void need_of(const th_html_cell *cell, uint32_t *rows, uint32_t *cols)
{
    *rows = 0;
    *cols = 1;
    for (uint32_t i = 0; i < cell->nparts; i++) {
        const th_html_table *inner = cell->parts[i].table;
        *rows += rows_of_part(&cell->parts[i]);
        if (inner && inner->col_at[inner->ncols] > *cols)
            *cols = inner->col_at[inner->ncols];
    }
    *rows = *rows ? *rows : 1;
}

/* What the columns or rows before the last of a span leave is the need of the last one. */
static void widen_span(uint32_t *sizes, uint32_t first, uint32_t span, uint32_t need)
{
    uint32_t last = first + span - 1;
    for (uint32_t i = first; need > 1 && i < last; i++)
        need = need > sizes[i] ? need - sizes[i] : 1;
    if (sizes[last] < need)
        sizes[last] = need;
}

static void add_up(uint32_t *sizes, uint32_t n)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t size = sizes[i];
        sizes[i] = at;
        at += size;
    }
    sizes[n] = at;
}

/* The tables inside have been measured.  Single columns and rows come first, then spans. */
static void measure(th_arena *arena, th_html_table *table)
{
    table->row_at = th_arena_array(arena, (size_t)table->nrows + 1, sizeof *table->row_at);
    table->col_at = th_arena_array(arena, (size_t)table->ncols + 1, sizeof *table->col_at);
    for (uint32_t i = 0; i < table->nrows; i++)
        table->row_at[i] = 1;
    for (uint32_t i = 0; i < table->ncols; i++)
        table->col_at[i] = 1;
    for (int spanned = 0; spanned <= 1; spanned++)
        for (size_t i = 0; i < table->ncells; i++) {
            const th_html_cell *cell = table->cells[i];
            uint32_t rows, cols;
            need_of(cell, &rows, &cols);
            if (cols > 1 && (cell->cols > 1) == spanned)
                widen_span(table->col_at, cell->col, cell->cols, cols);
            if (rows > 1 && (cell->rows > 1) == spanned)
                widen_span(table->row_at, cell->row, cell->rows, rows);
        }
    add_up(table->row_at, table->nrows);
    add_up(table->col_at, table->ncols);
}

static void shift_places(uint32_t *at, uint32_t n, uint32_t by)
{
    for (uint32_t i = 0; by && i <= n; i++)
        at[i] += by;
}

static void place_inner_tables(const th_html_table *table)
{
    for (size_t i = 0; i < table->ncells; i++) {
        const th_html_cell *cell = table->cells[i];
        uint32_t row = table->row_at[cell->row];
        for (uint32_t k = 0; k < cell->nparts; k++) {
            th_html_table *inner = cell->parts[k].table;
            uint32_t rows = inner ? inner->row_at[inner->nrows] : cell->parts[k].lines;
            if (inner) {
                shift_places(inner->row_at, inner->nrows, row);
                shift_places(inner->col_at, inner->ncols, table->col_at[cell->col]);
            }
            row += rows;
        }
    }
}

void th_html_place(th_arena *arena, th_html_table **tables, size_t n)
{
    for (size_t i = n; i-- > 0;)
        measure(arena, tables[i]);
    for (size_t i = 0; i < n; i++)
        place_inner_tables(tables[i]);
}
