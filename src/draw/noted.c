/* The list of noted cells. */
#include "draw/noted.h"

#include <stdlib.h>

#include "base/banned.h"

static void note_cell(th_noted *noted, th_noted_cell cell)
{
    if (!noted)
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
    if (noted)
        note_cell(noted, (th_noted_cell){.row = row,
                                         .col = (uint16_t)col,
                                         .kind = TH_NOTED_TEXT,
                                         .text = th_str_copy(noted->arena, text)});
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

void th_noted_settle(th_noted *noted)
{
    size_t kept = 0;
    if (noted->n > 1)
        qsort(noted->at, noted->n, sizeof *noted->at, by_noted_place);
    for (size_t i = 0; i < noted->n; i++)
        if (i + 1 == noted->n || noted->at[i].row != noted->at[i + 1].row || noted->at[i].col != noted->at[i + 1].col)
            noted->at[kept++] = noted->at[i];
    noted->n = kept;
}
