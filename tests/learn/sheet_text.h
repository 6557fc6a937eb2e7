/* Sheets written as text: a line is a row, bars part its cells.  A figure is a number; "30=F8+F9" is a figure that a
 * formula gave, "=F8+F9" a formula without a result, "@44670" a date; anything else is a text. */
#ifndef TH_TESTS_LEARN_SHEET_TEXT_H
#define TH_TESTS_LEARN_SHEET_TEXT_H

#include "book/book.h"

#include <stdlib.h>

static inline void sheet_text_cell(th_book *book, th_sheet *sheet, uint32_t row, uint32_t col, th_str text)
{
    th_cell cell = {.row = row, .col = col, .type = TH_CELL_TEXT, .raw = text, .format_decimals = -1};
    char *typed = th_str_cstr(book->arena, text), *end;
    double number = strtod(typed, &end);
    if (text.len == 0)
        return;
    if (*end == '=') {
        const th_formula formula = {.row = row, .col = col, .text = th_str_of(end + 1)};
        th_sheet_formula(book, sheet, &formula);
        cell.flags = TH_CELL_FORMULA;
        cell.type = end == typed ? TH_CELL_PENDING : TH_CELL_NUMBER;
    } else if (*end == '\0') {
        cell.type = TH_CELL_NUMBER;
    }
    if (*typed == '@') {
        cell.type = TH_CELL_DATE;
        cell.number = strtod(typed + 1, &end);
    } else {
        cell.number = cell.type == TH_CELL_NUMBER ? number : 0;
    }
    th_sheet_push(book, sheet, &cell);
}

/* The sheet is not sealed: further cells may be pushed. */
static inline th_sheet *sheet_of_text(th_book *book, const char *name, const char *lines)
{
    th_sheet *sheet = th_book_sheet(book, th_str_of(name), TH_VISIBLE);
    th_str rest = th_str_of(lines), line, cell;
    for (uint32_t row = 0; th_str_cut(&rest, '\n', &line); row++)
        for (uint32_t col = 0; th_str_cut(&line, '|', &cell); col++)
            sheet_text_cell(book, sheet, row, col, th_str_trim(cell));
    return sheet;
}

#endif
