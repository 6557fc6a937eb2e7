/* Header rows: one or two, with merged cells.  A column is known by its label, by the label below a merged one, or by
 * both read together. */
#include "fact/reading.h"

#include "text/fold.h"

#include "base/banned.h"

/* The header of one kind of block being looked for. */
typedef struct header_search {
    const th_reading *reading;
    const th_definition *d;
    const th_sheet *sheet;
    uint32_t form;
    bool list; /* the block is a list, else one of indicators */
} header_search;

/* Does the column of the definition belong to this search?  Shared columns ("*") serve indicator blocks; a row of the
 * form itself comes before them. */
static bool belongs(const header_search *search, const th_column *column)
{
    bool is_list = column->role == TH_ROLE_VALUE || column->role == TH_ROLE_CRITERION ||
                   column->role == TH_ROLE_SELF_SCORE || (column->role == TH_ROLE_STT && column->code.len);
    if (search->list)
        return (column->form == search->form && is_list) || (column->form == TH_NONE && column->role == TH_ROLE_STT);
    return (column->form == search->form || column->form == TH_NONE) && !(is_list && column->form == search->form);
}

/* The column that a label means: with diacritics before without, then the form's own column before the shared one. */
static uint32_t column_of_label(const header_search *search, th_str text)
{
    if (text.len == 0)
        return TH_NONE;
    th_label label = th_label_of(search->reading->arena, text);
    uint32_t best = TH_NONE;
    int rank = 0;
    for (uint32_t i = 0; i < search->d->ncolumns; i++) {
        const th_column *column = &search->d->columns[i];
        if (!belongs(search, column))
            continue;
        th_fit fit = th_label_fits(&search->reading->columns[i], &label);
        int here = fit == TH_FIT_NONE ? 0 : 2 * (int)fit + (column->form == search->form);
        if (here > rank) {
            rank = here;
            best = i;
        }
    }
    return best;
}

/* Matches the labels of `height` rows from `row` on; returns how many columns were found. */
static size_t match_header_rows(const header_search *search, uint32_t row, uint32_t height, uint32_t *column_at)
{
    const th_reading *reading = search->reading;
    size_t n = 0;
    for (uint32_t i = 0; i < search->d->ncolumns; i++)
        column_at[i] = TH_NO_CELL;
    uint32_t last = th_header_last_col(search->sheet, row);
    for (uint32_t col = 0; col <= last; col++) {
        th_str top = th_shown_at(reading->arena, reading->book, search->sheet, row, col);
        th_str bottom =
            height > 1 ? th_shown_at(reading->arena, reading->book, search->sheet, row + 1, col) : (th_str){0};
        const th_str tries[] = {bottom, th_str_fmt(reading->arena, TH_FMT " " TH_FMT, TH_ARG(top), TH_ARG(bottom)),
                                top};
        uint32_t found = TH_NONE;
        for (size_t k = 0; k < sizeof tries / sizeof *tries && found == TH_NONE; k++)
            found = column_of_label(search, tries[k]);
        if (found == TH_NONE || column_at[found] != TH_NO_CELL)
            continue;
        column_at[found] = col;
        n++;
    }
    return n;
}

static bool has_role(const th_definition *d, const uint32_t *column_at, th_role role)
{
    for (uint32_t i = 0; i < d->ncolumns; i++)
        if (column_at[i] != TH_NO_CELL && d->columns[i].role == role)
            return true;
    return false;
}

/* Are the columns that were found enough to be sure that this is the header? */
static bool is_good_enough(const header_search *search, const uint32_t *column_at, size_t matched)
{
    const th_definition *d = search->d;
    if (!search->list)
        return (has_role(d, column_at, TH_ROLE_LABEL) || has_role(d, column_at, TH_ROLE_CODE)) &&
               (has_role(d, column_at, TH_ROLE_NOW) || matched >= 3);
    size_t required = 0, found = 0;
    for (uint32_t i = 0; i < d->ncolumns; i++) {
        if (!belongs(search, &d->columns[i]) || !d->columns[i].required)
            continue;
        required++;
        found += column_at[i] != TH_NO_CELL;
    }
    return matched >= 2 && found * 2 >= required;
}

/* Nothing stands in the row: a header of two rows does not begin there. */
static bool is_blank_row(const th_reading *reading, const th_sheet *sheet, uint32_t row)
{
    uint32_t last = th_header_last_col(sheet, row);
    for (uint32_t col = 0; col <= last; col++)
        if (th_shown_at(reading->arena, reading->book, sheet, row, col).len)
            return false;
    return true;
}

/* Takes the rows from `row` on as the header if more columns are found there than in the best one so far. */
static void try_header(const header_search *search, uint32_t row, uint32_t height, uint32_t *tried, th_block *best)
{
    size_t n = match_header_rows(search, row, height, tried);
    if (n <= best->matched || (height > 1 && is_blank_row(search->reading, search->sheet, row)) ||
        !is_good_enough(search, tried, n))
        return;
    best->found = true;
    best->matched = n;
    best->header = row;
    best->data = row + height;
    for (uint32_t i = 0; i < search->d->ncolumns; i++)
        best->column_at[i] = tried[i];
}

/* A label that is merged down over further rows, or a row that numbers the columns: these are no data. */
static void skip_to_data(const header_search *search, th_block *block)
{
    for (uint32_t row = block->header; row < block->data; row++)
        for (uint32_t i = 0; i < search->d->ncolumns; i++) {
            uint32_t col = block->column_at[i];
            const th_merge *merge = col == TH_NO_CELL ? NULL : th_sheet_merge_at(search->sheet, row, col);
            if (merge && merge->row2 + 1 > block->data)
                block->data = merge->row2 + 1;
        }
    if (th_is_column_numbering(search->reading->arena, search->reading->book, search->sheet, block->data))
        block->data++;
}

static th_block find_block(const header_search *search)
{
    th_arena *arena = search->reading->arena;
    uint32_t rows = th_sheet_rows(search->sheet), limit = search->list ? TH_HEADER_SEARCH : rows;
    th_block best = {.column_at = th_arena_array(arena, search->d->ncolumns, sizeof(uint32_t)), .end = rows};
    uint32_t *tried = th_arena_array(arena, search->d->ncolumns, sizeof *tried);
    for (uint32_t row = 0; row < rows && row < limit; row++) {
        try_header(search, row, 1, tried, &best);
        try_header(search, row, 2, tried, &best);
        if (best.found && row > best.header + 1)
            break; /* the first header of this kind; a later repetition belongs to a printed page */
    }
    if (best.found)
        skip_to_data(search, &best);
    return best;
}

th_block th_find_indicator_block(const th_reading *reading, const th_sheet *sheet, uint32_t form)
{
    return find_block(&(header_search){.reading = reading, .d = reading->d, .sheet = sheet, .form = form});
}

th_block th_find_list_block(const th_reading *reading, const th_sheet *sheet, uint32_t form)
{
    return find_block(
        &(header_search){.reading = reading, .d = reading->d, .sheet = sheet, .form = form, .list = true});
}
