/* The list of noted cells, and the same from the rows of the sheet. */
#include "draw/noted.h"

#include "draw/library.h"
#include "pack/xstring.h"

#include <stdlib.h>

#include "base/banned.h"

static void note_cell(th_noted *noted, th_noted_cell cell)
{
    if (!noted || noted->rows)
        return;
    cell.order = noted->n;
    if (noted->loose && cell.kind == TH_NOTED_NUMBER)
        cell.kind = TH_NOTED_LOOSE;
    if (noted->paused)
        cell.kind = TH_NOTED_LEFT_OUT;
    if (noted->n && noted->at[noted->n - 1].row == cell.row && noted->at[noted->n - 1].col == cell.col)
        noted->n--;
    TH_PUSH(noted->arena, noted->at, noted->n, noted->cap, cell);
}

void th_noted_blank(th_noted *noted, uint32_t row, uint32_t col)
{
    note_cell(noted, (th_noted_cell){.row = row, .col = (uint16_t)col, .kind = TH_NOTED_BLANK});
}

void th_noted_number(th_noted *noted, uint32_t row, uint32_t col, double number)
{
    note_cell(noted, (th_noted_cell){.row = row, .col = (uint16_t)col, .kind = TH_NOTED_NUMBER, .number = number});
}

void th_noted_text(th_noted *noted, uint32_t row, uint32_t col, th_str text)
{
    if (noted && noted->rows)
        th_rows_say(noted->rows, row, col, text);
    else if (noted)
        note_cell(noted, (th_noted_cell){.row = row,
                                         .col = (uint16_t)col,
                                         .kind = TH_NOTED_TEXT,
                                         .text = th_str_copy(noted->arena, text)});
}

void th_noted_leave_out(th_noted *noted, uint32_t row, uint32_t col)
{
    noted->leaves_out = true;
    noted->out_row = row;
    noted->out_col = col;
}

static int by_noted_place(const void *left, const void *right)
{
    const th_noted_cell *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->col != b->col)
        return a->col < b->col ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void sort_cells(th_noted *noted)
{
    size_t kept = 0;
    bool in_order = true;
    for (size_t i = 1; in_order && i < noted->n; i++)
        in_order = by_noted_place(&noted->at[i - 1], &noted->at[i]) < 0;
    if (!in_order)
        qsort(noted->at, noted->n, sizeof *noted->at, by_noted_place);
    for (size_t i = 0; i < noted->n; i++)
        if (i + 1 == noted->n || noted->at[i].row != noted->at[i + 1].row || noted->at[i].col != noted->at[i + 1].col)
            noted->at[kept++] = noted->at[i];
    noted->n = kept;
}

/* Adds the cell of th_noted_leave_out() behind all others, so that it is the one that counts. */
static void add_left_out(th_noted *noted)
{
    const th_noted_cell cell = {
        .row = noted->out_row, .col = (uint16_t)noted->out_col, .kind = TH_NOTED_LEFT_OUT, .order = noted->n};
    TH_PUSH(noted->arena, noted->at, noted->n, noted->cap, cell);
}

void th_noted_settle(th_noted *noted)
{
    if (noted->rows)
        return;
    if (noted->leaves_out)
        add_left_out(noted);
    noted->leaves_out = false;
    sort_cells(noted);
}

/* ---- walking ---- */

static th_str text_of_library(th_arena *arena, const char *text)
{
    return th_xstring_read(arena, th_str_of(text));
}

static th_noted_cell noted_of_kept(th_noted *noted, const th_kept_cell *cell)
{
    th_noted_cell found = {.col = cell->col, .kind = TH_NOTED_BLANK};
    switch ((th_kept_kind)cell->kind) {
    case TH_KEPT_NUMBER:
        found.kind = TH_NOTED_NUMBER;
        found.number = cell->of.number;
        break;
    case TH_KEPT_TEXT:
        found.kind = TH_NOTED_TEXT;
        found.text = text_of_library(noted->arena, cell->of.text->string);
        break;
    case TH_KEPT_FORMULA:
        found.kind = cell->of.formula->text ? TH_NOTED_TEXT : TH_NOTED_NUMBER;
        found.number = cell->of.formula->number;
        if (cell->of.formula->text)
            found.text = text_of_library(noted->arena, cell->of.formula->text);
        break;
    case TH_KEPT_BY_LIBRARY:
        if (!cell->of.said)
            break;
        found.kind = TH_NOTED_TEXT;
        found.text = *cell->of.said;
        break;
    case TH_KEPT_BLANK:
    case TH_KEPT_BOOL: break;
    }
    if (cell->loose && found.kind == TH_NOTED_NUMBER)
        found.kind = TH_NOTED_LOOSE;
    if (cell->paused)
        found.kind = TH_NOTED_LEFT_OUT;
    return found;
}

static void gather_row(th_noted *noted, uint32_t row)
{
    const th_rows *rows = noted->rows;
    noted->n = 0;
    for (uint32_t at = th_kept_first(rows, row); at; at = th_kept_at(rows, at)->next) {
        if (th_kept_at(rows, at)->kind == TH_KEPT_BOOL)
            continue;
        th_noted_cell cell = noted_of_kept(noted, th_kept_at(rows, at));
        cell.row = row;
        cell.order = noted->n;
        TH_PUSH(noted->arena, noted->at, noted->n, noted->cap, cell);
    }
    if (noted->leaves_out && noted->out_row == row)
        add_left_out(noted);
    sort_cells(noted);
}

static bool next_kept_row(th_noted *noted, size_t *at, th_row_cells *row)
{
    for (; (*at = th_kept_row_from(noted->rows, *at)) != SIZE_MAX; ++*at) {
        gather_row(noted, (uint32_t)*at);
        if (!noted->n)
            continue;
        *row = (th_row_cells){(uint32_t)*at, noted->at, noted->n};
        ++*at;
        return true;
    }
    return false;
}

bool th_noted_next(th_noted *noted, size_t *at, th_row_cells *row)
{
    if (noted->rows)
        return next_kept_row(noted, at, row);
    size_t from = *at;
    while (*at < noted->n && noted->at[*at].row == noted->at[from].row)
        ++*at;
    if (*at > from)
        *row = (th_row_cells){noted->at[from].row, noted->at + from, *at - from};
    return *at > from;
}
