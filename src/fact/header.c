/* Header rows: one or two, with merged cells.  A column is known by its label, by the label below a merged
 * one, or by both read together. */
#include "fact/reading.h"

#include "text/fold.h"

#include "base/banned.h"

enum { LETTER_LENGTH = 9, LEAST_LETTERS = 3 };

th_str th_shown_at(const th_reading *reading, const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_merge *merge = th_sheet_merge_at(sheet, row, col);
    const th_cell *cell = merge ? th_sheet_at(sheet, merge->row1, merge->col1) : th_sheet_at(sheet, row, col);
    return cell ? th_cell_shown(reading->arena, reading->book, cell) : (th_str){0};
}

static uint32_t last_header_col(const th_sheet *sheet, uint32_t row)
{
    uint32_t last = 0;
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row <= row + 1; i++)
        if (sheet->cells[i].col > last)
            last = sheet->cells[i].col;
    return last;
}

/* Does the column of the definition belong to this search?  Shared columns ("*") serve indicator blocks; a row
 * of the form itself comes before them. */
static bool belongs(const th_column *column, uint32_t form, bool list)
{
    bool is_list = column->role == TH_ROLE_VALUE || column->role == TH_ROLE_CRITERION ||
                   column->role == TH_ROLE_SELF_SCORE || (column->role == TH_ROLE_STT && column->code.len);
    if (list)
        return (column->form == form && is_list) || (column->form == TH_NONE && column->role == TH_ROLE_STT);
    return (column->form == form || column->form == TH_NONE) && !(is_list && column->form == form);
}

static uint32_t column_of_label(const th_reading *reading, uint32_t form, bool list, th_str text)
{
    if (text.len == 0)
        return TH_NONE;
    th_label label = th_label_of(reading->arena, text);
    uint32_t best = TH_NONE;
    int rank = 0; /* with diacritics before without, then the form's own row before the shared one */
    for (uint32_t c = 0; c < reading->d->ncolumns; c++) {
        th_fit fit =
            belongs(&reading->d->columns[c], form, list) ? th_label_fits(&reading->columns[c], &label) : TH_FIT_NONE;
        int here = fit == TH_FIT_NONE ? 0 : 2 * (int)fit + (reading->d->columns[c].form == form);
        if (here > rank) {
            rank = here;
            best = c;
        }
    }
    return best;
}

/* Matches the labels of rows `row` .. `row + rows - 1`; returns how many columns were found. */
static size_t match_header_rows(const th_reading *reading, const th_sheet *sheet, uint32_t form, bool list,
                                uint32_t row, uint32_t rows, uint32_t *column_at)
{
    size_t n = 0;
    for (uint32_t c = 0; c < reading->d->ncolumns; c++)
        column_at[c] = TH_NO_CELL;
    uint32_t last = last_header_col(sheet, row);
    for (uint32_t col = 0; col <= last; col++) {
        th_str top = th_shown_at(reading, sheet, row, col);
        th_str bottom = rows > 1 ? th_shown_at(reading, sheet, row + 1, col) : (th_str){0};
        const th_str tries[] = {bottom, th_str_fmt(reading->arena, TH_FMT " " TH_FMT, TH_ARG(top), TH_ARG(bottom)),
                                top};
        uint32_t found = TH_NONE;
        for (size_t k = 0; k < 3 && found == TH_NONE; k++)
            found = column_of_label(reading, form, list, tries[k]);
        if (found == TH_NONE || column_at[found] != TH_NO_CELL)
            continue;
        column_at[found] = col;
        n++;
    }
    return n;
}

static bool has_role(const th_reading *reading, const uint32_t *column_at, th_role role)
{
    for (uint32_t c = 0; c < reading->d->ncolumns; c++)
        if (column_at[c] != TH_NO_CELL && reading->d->columns[c].role == role)
            return true;
    return false;
}

static bool good_enough(const th_reading *reading, uint32_t form, bool list, const uint32_t *column_at, size_t matched)
{
    if (!list)
        return (has_role(reading, column_at, TH_ROLE_LABEL) || has_role(reading, column_at, TH_ROLE_CODE)) &&
               (has_role(reading, column_at, TH_ROLE_NOW) || matched >= 3);
    size_t required = 0, found = 0;
    for (uint32_t c = 0; c < reading->d->ncolumns; c++) {
        if (!belongs(&reading->d->columns[c], form, true) || !reading->d->columns[c].required)
            continue;
        required++;
        found += column_at[c] != TH_NO_CELL;
    }
    return matched >= 2 && found * 2 >= required;
}

/* "A | B | C | 1 | 2 | 3=2/1": a row that numbers the columns. */
static bool is_column_numbering(const th_reading *reading, const th_sheet *sheet, uint32_t row)
{
    size_t n = 0;
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row == row; i++) {
        th_str s = th_str_trim(th_cell_shown(reading->arena, reading->book, &sheet->cells[i]));
        if (s.len == 0)
            continue;
        if (s.len > LETTER_LENGTH)
            return false;
        bool letter = s.len == 1 && ((s.ptr[0] >= 'A' && s.ptr[0] <= 'Z') || (s.ptr[0] >= 'a' && s.ptr[0] <= 'z'));
        bool digits = s.ptr[0] == '(' || (s.ptr[0] >= '0' && s.ptr[0] <= '9');
        for (size_t k = 0; digits && k < s.len; k++)
            digits = (s.ptr[k] >= '0' && s.ptr[k] <= '9') ||
                     th_str_find(TH_STR("=/+-*x:() "), (th_str){s.ptr + k, 1}, 0) != SIZE_MAX;
        if (!letter && !digits)
            return false;
        n++;
    }
    return n >= LEAST_LETTERS;
}

/* Nothing stands in the row: a header of two rows does not begin there. */
static bool is_blank_row(const th_reading *reading, const th_sheet *sheet, uint32_t row)
{
    uint32_t last = last_header_col(sheet, row);
    for (uint32_t col = 0; col <= last; col++)
        if (th_shown_at(reading, sheet, row, col).len)
            return false;
    return true;
}

static th_block find_block(const th_reading *reading, const th_sheet *sheet, uint32_t form, bool list)
{
    th_block best = {.column_at = th_arena_array(reading->arena, reading->d->ncolumns, sizeof(uint32_t)),
                     .end = th_sheet_rows(sheet)};
    uint32_t *tried = th_arena_array(reading->arena, reading->d->ncolumns, sizeof *tried);
    uint32_t rows = th_sheet_rows(sheet), limit = list ? TH_HEADER_SEARCH : rows;
    for (uint32_t row = 0; row < rows && row < limit; row++) {
        for (uint32_t height = 1; height <= 2; height++) {
            size_t n = match_header_rows(reading, sheet, form, list, row, height, tried);
            if (n > best.matched && height > 1 && is_blank_row(reading, sheet, row))
                continue;
            if (n <= best.matched || !good_enough(reading, form, list, tried, n))
                continue;
            best.found = true;
            best.matched = n;
            best.header = row;
            best.data = row + height;
            for (uint32_t c = 0; c < reading->d->ncolumns; c++)
                best.column_at[c] = tried[c];
        }
        if (best.found && row > best.header + 1)
            break; /* the first header of this kind; a later repetition belongs to a printed page */
    }
    /* a label merged down over further rows: they are no data */
    for (uint32_t row = best.header; best.found && row < best.data; row++)
        for (uint32_t c = 0; c < reading->d->ncolumns; c++) {
            const th_merge *merge =
                best.column_at[c] == TH_NO_CELL ? NULL : th_sheet_merge_at(sheet, row, best.column_at[c]);
            if (merge && merge->row2 + 1 > best.data)
                best.data = merge->row2 + 1;
        }
    if (best.found && is_column_numbering(reading, sheet, best.data))
        best.data++;
    return best;
}

th_block th_find_indicator_block(const th_reading *reading, const th_sheet *sheet, uint32_t form)
{
    return find_block(reading, sheet, form, false);
}

th_block th_find_list_block(const th_reading *reading, const th_sheet *sheet, uint32_t form)
{
    return find_block(reading, sheet, form, true);
}
