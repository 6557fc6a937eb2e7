/* Headers of printed forms, whatever the definition: texts over merged cells, rows that number the columns. */
#include "fact/printed.h"

#include "base/ascii.h"

#include "base/banned.h"

enum {
    LETTER_LENGTH = 9, /* "3=2/1" and the like are no longer than this */
    LEAST_LETTERS = 3  /* columns that must be numbered for a row to be a numbering */
};

th_str th_shown_at(th_arena *arena, const th_book *book, const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_merge *merge = th_sheet_merge_at(sheet, row, col);
    const th_cell *cell = merge ? th_sheet_at(sheet, merge->row1, merge->col1) : th_sheet_at(sheet, row, col);
    return cell ? th_cell_shown(arena, book, cell) : (th_str){0};
}

uint32_t th_header_last_col(const th_sheet *sheet, uint32_t row)
{
    uint32_t last = 0;
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row <= row + 1; i++)
        if (sheet->cells[i].col > last)
            last = sheet->cells[i].col;
    return last;
}

/* "A", "12", "(3)", "3=2/1" */
static bool numbers_a_column(th_str text)
{
    if (text.len > LETTER_LENGTH)
        return false;
    if (text.len == 1 && th_is_letter(text.ptr[0]))
        return true;
    if (text.ptr[0] != '(' && !th_is_digit(text.ptr[0]))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!th_is_digit(text.ptr[i]) && th_str_find(TH_STR("=/+-*x:() "), (th_str){text.ptr + i, 1}, 0) == SIZE_MAX)
            return false;
    return true;
}

bool th_is_column_numbering(th_arena *arena, const th_book *book, const th_sheet *sheet, uint32_t row)
{
    size_t n = 0;
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row == row; i++) {
        th_str text = th_str_trim(th_cell_shown(arena, book, &sheet->cells[i]));
        if (text.len && !numbers_a_column(text))
            return false;
        n += text.len > 0;
    }
    return n >= LEAST_LETTERS;
}
