/* Header rows: one or two, with merged cells.  A column is known by its label, by the label below a merged one, or by
 * both read together. */
#include "fact/bare_label.h"
#include "fact/header_year.h"
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
    bool is_list = th_role_is_of_list(column->role) || (column->role == TH_ROLE_STT && column->code.len);
    if (search->list)
        return (column->form == search->form && is_list) || (column->form == TH_NONE && column->role == TH_ROLE_STT);
    return (column->form == search->form || column->form == TH_NONE) && !(is_list && column->form == search->form);
}

/* Which labels a search admits: a year in the header and the year of the role agree, or do not. */
typedef enum year_rule { YEARS_AGREE, YEARS_DIFFER } year_rule;

/* The year is that of the header; `named`: the label itself says it.  A plan may be that of a later year, where the
 * definition names that year in the label ("Kế hoạch năm {Kỳ+1}"). */
static bool is_admitted(const header_search *search, const th_column *column, long year, bool named, year_rule rule)
{
    long of_role = th_year_of_role(search->d, column->role);
    bool later = named && column->role == TH_ROLE_PLAN && year > of_role;
    bool differ = year && of_role && year != of_role && !later;
    return belongs(search, column) && differ == (rule == YEARS_DIFFER);
}

/* The column that a label means: with diacritics before without, then the form's own column before the shared one. */
static uint32_t column_of_label(const header_search *search, th_str text, long year, year_rule rule)
{
    if (text.len == 0)
        return TH_NONE;
    th_label label = th_label_of(search->reading->arena, text);
    uint32_t best = TH_NONE;
    int rank = 0;
    bool named = year && th_year_in(text) == year;
    for (uint32_t i = 0; i < search->d->ncolumns; i++) {
        const th_column *column = &search->d->columns[i];
        if (!is_admitted(search, column, year, named, rule))
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

/* "Năm nay" and "cùng kỳ" name a year by themselves: another year beside them contradicts them. */
static bool is_relative(th_arena *arena, th_str text)
{
    static const char *const words[] = {"nam nay", "nam truoc", "ki nay", "ki truoc", "cung ki"};
    th_str weak = th_fold_weak(arena, text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (th_str_find(weak, th_str_of(words[i]), 0) != SIZE_MAX)
            return true;
    return false;
}

/* Does the text fit a label of the column but for the years in both? */
static bool fits_but_for_years(const header_search *search, uint32_t column, th_str rest)
{
    th_arena *arena = search->reading->arena;
    const th_labels *names = &search->reading->columns[column];
    for (size_t i = 0; i < names->n; i++)
        if (th_str_eq(rest, th_fold_weak(arena, th_without_years(arena, names->at[i].weak))))
            return true;
    return false;
}

/* The folded text without its years and the words "năm" before them. */
static th_str words_but_years(const header_search *search, th_str text)
{
    th_arena *arena = search->reading->arena;
    th_str words = th_without_year_words(arena, th_fold_weak(arena, text));
    return th_fold_weak(arena, th_without_years(arena, words));
}

/* The column whose role is of the year, and whose label, or that of the other role of figures, is the text but for the
 * years in both: "Thực hiện 2022" is năm trước in 2023, whatever year an alias says. */
static uint32_t column_of_year(const header_search *search, th_str text, long year)
{
    if (!year || is_relative(search->reading->arena, text))
        return TH_NONE;
    th_str rest = words_but_years(search, text);
    if (!rest.len)
        return TH_NONE;
    uint32_t of_year = TH_NONE;
    bool fits = false;
    for (uint32_t i = 0; i < search->d->ncolumns; i++) {
        const th_column *column = &search->d->columns[i];
        bool figures = column->role == TH_ROLE_NOW || column->role == TH_ROLE_PREVIOUS;
        if (!belongs(search, column) || !th_year_of_role(search->d, column->role) ||
            !fits_but_for_years(search, i, rest))
            continue;
        if (!figures) /* a plan is a plan of its own year only */
            return th_year_of_role(search->d, column->role) == year ? i : TH_NONE;
        fits = true;
    }
    for (uint32_t i = 0; i < search->d->ncolumns && fits; i++) {
        const th_column *column = &search->d->columns[i];
        bool figures = column->role == TH_ROLE_NOW || column->role == TH_ROLE_PREVIOUS;
        if (figures && belongs(search, column) && th_year_of_role(search->d, column->role) == year &&
            (of_year == TH_NONE || column->form == search->form))
            of_year = i;
    }
    return of_year;
}

/* What may be the label of a sheet column: the lower cell, both cells together, the upper one.  A year of the upper
 * cell goes for the lower one too. */
enum { HEADER_TEXTS = 3 };
typedef struct header_texts {
    th_str at[HEADER_TEXTS];
    long year[HEADER_TEXTS];
} header_texts;

/* A heading may be merged over a whole sheet; labels are looked for below its first columns. */
static uint32_t last_below(const th_merge *merge)
{
    enum { WIDEST = 64 };
    return merge->col2 - merge->col1 < WIDEST ? merge->col2 : merge->col1 + WIDEST;
}

/* A year above several columns is of each of them, unless the labels below it tell years apart themselves. */
static long year_above(const header_search *search, uint32_t row, uint32_t col)
{
    const th_reading *reading = search->reading;
    long year = th_year_in(th_shown_at(reading->arena, reading->book, search->sheet, row, col)), below = 0;
    const th_merge *merge = year ? th_sheet_merge_at(search->sheet, row, col) : NULL;
    for (uint32_t i = merge ? merge->col1 : col; merge && i <= last_below(merge); i++) {
        th_str label = th_shown_at(reading->arena, reading->book, search->sheet, row + 1, i);
        uint32_t found = column_of_label(search, label, 0, YEARS_AGREE);
        long here = found == TH_NONE ? 0 : th_year_of_role(search->d, search->d->columns[found].role);
        if (here && below && here != below)
            return 0;
        below = here ? here : below;
    }
    return year;
}

/* A label merged over several columns that have labels of their own below names none of them by itself. */
static bool heads_several(const header_search *search, uint32_t row, uint32_t col)
{
    const th_merge *merge = th_sheet_merge_at(search->sheet, row, col);
    size_t below = 0;
    for (uint32_t i = merge ? merge->col1 : 1; merge && below < 2 && i <= last_below(merge); i++) {
        const th_cell *cell = th_sheet_at(search->sheet, merge->row2 + 1, i);
        below += cell && cell->type == TH_CELL_TEXT && th_str_trim(cell->text).len > 0;
    }
    return below > 1;
}

/* Is the cell at `row` a heading of columns, and no title of the sheet: over figures only, little more than a year? */
static bool is_heading_of_year(const header_search *search, uint32_t row, uint32_t col, th_str text)
{
    enum { HEADING_BYTES = 40 };
    const th_merge *merge = th_sheet_merge_at(search->sheet, row, col);
    uint32_t first = 0, left = merge ? merge->col1 : col;
    while (first < left &&
           !th_shown_at(search->reading->arena, search->reading->book, search->sheet, row + 1, first).len)
        first++;
    th_str weak = th_fold_weak(search->reading->arena, text);
    return text.len <= HEADING_BYTES && first < left && !th_is_date_line(weak) &&
           (th_str_starts(weak, TH_STR("nam ")) || th_str_find(weak, TH_STR(" nam "), 0) != SIZE_MAX);
}

/* "Năm nay" below a year is that year; whether "năm trước" below it is the year before, nobody can say. */
static long year_of_relative(const header_search *search, uint32_t row, uint32_t col, th_str bottom)
{
    const th_reading *reading = search->reading;
    th_str top = th_shown_at(reading->arena, reading->book, search->sheet, row, col);
    th_str weak = th_fold_weak(reading->arena, bottom);
    bool this_year =
        th_str_find(weak, TH_STR("nam nay"), 0) != SIZE_MAX || th_str_find(weak, TH_STR("ki nay"), 0) != SIZE_MAX;
    return this_year && is_heading_of_year(search, row, col, top) ? th_year_in(top) : 0;
}

static th_str both_texts(th_arena *arena, th_str top, th_str bottom)
{
    if (!top.len || !bottom.len)
        return th_str_trim(top.len ? top : bottom);
    th_buf both;
    th_buf_init(&both, arena);
    th_buf_add(&both, top);
    th_buf_byte(&both, ' ');
    th_buf_add(&both, bottom);
    return th_str_trim(th_buf_end(&both));
}

static header_texts texts_of_column(const header_search *search, uint32_t row, uint32_t height, uint32_t col)
{
    const th_reading *reading = search->reading;
    th_str top = th_shown_at(reading->arena, reading->book, search->sheet, row, col);
    th_str bottom = height > 1 ? th_shown_at(reading->arena, reading->book, search->sheet, row + 1, col) : (th_str){0};
    header_texts texts = {.at = {bottom, both_texts(reading->arena, top, bottom), top}};
    for (size_t i = 0; i < HEADER_TEXTS; i++)
        texts.year[i] = th_year_in(texts.at[i]);
    if (heads_several(search, row, col)) {
        texts.at[2] = (th_str){0};
        if (!bottom.len)
            texts.at[1] = (th_str){0};
    }
    if (bottom.len && !texts.year[0])
        texts.year[0] = is_relative(reading->arena, bottom) ? year_of_relative(search, row, col, bottom)
                                                            : year_above(search, row, col);
    return texts;
}

/* The column whose label the text is; a year may stand beside "năm nay" and the like, and must then be theirs, or with
 * YEARS_DIFFER another. */
static uint32_t column_of_text(const header_search *search, th_str text, long year, year_rule rule)
{
    uint32_t found = column_of_label(search, text, year, rule);
    if (found == TH_NONE && year && is_relative(search->reading->arena, text))
        found = column_of_label(search, th_without_years(search->reading->arena, text), year, rule);
    return found;
}

static bool has_role(const th_definition *d, const th_header_column *columns, th_role role)
{
    for (uint32_t i = 0; i < d->ncolumns; i++)
        if (columns[i].at != TH_NO_CELL && d->columns[i].role == role)
            return true;
    return false;
}

static uint32_t column_but_for_footnotes(const header_search *search, th_str text, long year)
{
    th_str rest = th_without_footnotes(text);
    return rest.len < text.len ? column_of_text(search, rest, year, YEARS_AGREE) : TH_NONE;
}

/* Does a label, without any year, tell of figures beside the role? */
static bool figures_are_known(const header_search *search, const th_header_column *columns, th_role beside)
{
    for (uint32_t i = 0; i < search->d->ncolumns; i++) {
        th_role role = search->d->columns[i].role;
        if (columns[i].at != TH_NO_CELL && columns[i].fit <= TH_HEADER_FOOTNOTE && !th_year_in(columns[i].text) &&
            role != beside && (role == TH_ROLE_NOW || role == TH_ROLE_PREVIOUS))
            return true;
    }
    return false;
}

/* A column of figures that nothing else in the header is, whose label the text is but for the years in both: in 2022,
 * "Thực hiện năm 2021" beside "Năm trước" stands where "Thực hiện năm 2022" should. */
static uint32_t missing_column_but_for_year(const header_search *search, const th_header_column *columns, th_str text,
                                            long year)
{
    if (search->list || !year)
        return TH_NONE;
    th_str rest = words_but_years(search, text);
    if (!rest.len)
        return TH_NONE;
    for (uint32_t i = 0; i < search->d->ncolumns; i++) {
        th_role role = search->d->columns[i].role;
        long of_role = th_year_of_role(search->d, role);
        if (of_role && of_role != year && belongs(search, &search->d->columns[i]) &&
            !has_role(search->d, columns, role) && figures_are_known(search, columns, role) &&
            fits_but_for_years(search, i, rest))
            return i;
    }
    return TH_NONE;
}

static uint32_t column_as(const header_search *search, const th_header_column *columns, th_header_fit fit, th_str text,
                          long year)
{
    switch (fit) {
    case TH_HEADER_LABEL: return column_of_text(search, text, year, YEARS_AGREE);
    case TH_HEADER_FOOTNOTE: return column_but_for_footnotes(search, text, year);
    case TH_HEADER_YEAR: return column_of_year(search, text, year);
    case TH_HEADER_OTHER_YEAR: break;
    }
    uint32_t found = year ? column_of_text(search, text, year, YEARS_DIFFER) : TH_NONE;
    return found == TH_NONE ? missing_column_but_for_year(search, columns, text, year) : found;
}

/* The column that one of the texts means, as `fit` asks; TH_NONE: none. */
static uint32_t column_of_texts(const header_search *search, const th_header_column *columns, const header_texts *texts,
                                th_header_fit fit, th_str *text)
{
    for (size_t i = 0; i < HEADER_TEXTS; i++) {
        uint32_t found = column_as(search, columns, fit, texts->at[i], texts->year[i]);
        if (found != TH_NONE) {
            bool from_above = i == 0 && texts->year[0] && !th_year_in(texts->at[0]);
            *text = texts->at[from_above ? 1 : i];
            return found;
        }
    }
    return TH_NONE;
}

static bool has_meaning(const header_search *search, const th_header_column *columns, uint32_t col)
{
    for (uint32_t i = 0; i < search->d->ncolumns; i++)
        if (columns[i].at == col)
            return true;
    return false;
}

/* Is the label of both columns one merged cell?  A heading merged above their own labels is none. */
static bool are_one_cell(const header_search *search, uint32_t row, uint32_t height, const th_header_column *known,
                         uint32_t other)
{
    const th_reading *reading = search->reading;
    for (uint32_t i = row; i < row + height; i++) {
        const th_merge *merge = th_sheet_merge_at(search->sheet, i, known->at);
        if (merge && other >= merge->col1 && other <= merge->col2 &&
            th_str_eq(known->text, th_shown_at(reading->arena, reading->book, search->sheet, i, known->at)))
            return true;
    }
    return false;
}

/* Is the sheet column one of two with the same role, the other of which names no year? */
static bool is_one_of_two(const header_search *search, const th_header_column *columns, uint32_t col)
{
    for (uint32_t i = 0; i < search->d->ncolumns; i++)
        for (uint32_t k = 0; columns[i].at == col && k < search->d->ncolumns; k++)
            if (columns[k].at != TH_NO_CELL && columns[k].at != col && !th_year_in(columns[k].text) &&
                search->d->columns[k].role == search->d->columns[i].role)
                return true;
    return false;
}

/* What is taken for a column with the year of another is not that other as well. */
static void leave_to_other_year(const header_search *search, th_header_column *columns)
{
    for (uint32_t k = 0; k < search->d->ncolumns; k++)
        for (uint32_t i = 0; columns[k].fit == TH_HEADER_OTHER_YEAR && i < search->d->ncolumns; i++) {
            if (columns[i].second == columns[k].at)
                columns[i].second = TH_NO_CELL;
            if (i != k && columns[i].at == columns[k].at)
                columns[i] = (th_header_column){.at = TH_NO_CELL, .second = TH_NO_CELL};
        }
}

/* Matches the labels of `height` rows from `row` on; returns how many columns were found.  What fits by its label comes
 * before what fits by its year, and both before a label with the year of another role. */
static size_t match_header_rows(const header_search *search, uint32_t row, uint32_t height, th_header_column *columns)
{
    size_t n = 0;
    for (uint32_t i = 0; i < search->d->ncolumns; i++)
        columns[i] = (th_header_column){.at = TH_NO_CELL, .second = TH_NO_CELL};
    uint32_t last = th_header_last_col(search->sheet, row);
    bool any_year = false;
    for (th_header_fit fit = TH_HEADER_LABEL; fit <= TH_HEADER_OTHER_YEAR; fit++) {
        if (fit == TH_HEADER_YEAR && (search->list || !any_year))
            break;
        for (uint32_t col = 0; col <= last; col++) {
            bool known = fit != TH_HEADER_LABEL && has_meaning(search, columns, col);
            if (known && (fit != TH_HEADER_OTHER_YEAR || !is_one_of_two(search, columns, col)))
                continue;
            th_str text = {0};
            header_texts texts = texts_of_column(search, row, height, col);
            any_year = any_year || texts.year[0] || texts.year[2];
            uint32_t found = column_of_texts(search, columns, &texts, fit, &text);
            if (found == TH_NONE)
                continue;
            if (columns[found].at == TH_NO_CELL) {
                columns[found] = (th_header_column){.at = col, .second = TH_NO_CELL, .fit = fit, .text = text};
                n++;
            } else if (fit == columns[found].fit && fit <= TH_HEADER_FOOTNOTE &&
                       !are_one_cell(search, row, height, &columns[found], col)) {
                columns[found].second = col;
            }
        }
    }
    leave_to_other_year(search, columns);
    return n;
}

/* Are the columns that were found enough to be sure that this is the header? */
static bool is_good_enough(const header_search *search, const th_header_column *columns, size_t matched)
{
    const th_definition *d = search->d;
    if (!search->list)
        return (has_role(d, columns, TH_ROLE_LABEL) || has_role(d, columns, TH_ROLE_CODE)) &&
               (has_role(d, columns, TH_ROLE_NOW) || matched >= 3);
    size_t required = 0, found = 0;
    for (uint32_t i = 0; i < d->ncolumns; i++) {
        if (!belongs(search, &d->columns[i]) || !d->columns[i].required)
            continue;
        required++;
        found += columns[i].at != TH_NO_CELL;
    }
    return matched >= 2 && found * 2 >= required;
}

/* Does nothing stand in the row?  Then a header of two rows does not begin there. */
static bool is_blank_row(const th_reading *reading, const th_sheet *sheet, uint32_t row)
{
    uint32_t last = th_header_last_col(sheet, row);
    for (uint32_t col = 0; col <= last; col++)
        if (th_shown_at(reading->arena, reading->book, sheet, row, col).len)
            return false;
    return true;
}

/* How many columns are known by their labels. */
static size_t labels_among(const header_search *search, const th_header_column *columns)
{
    size_t n = 0;
    for (uint32_t i = 0; i < search->d->ncolumns; i++)
        n += columns[i].at != TH_NO_CELL && columns[i].fit <= TH_HEADER_FOOTNOTE;
    return n;
}

/* More columns make the better header.  Where two that begin in one row have as many, a label says more than a year; a
 * row further down does not count again what is merged down to it. */
static bool is_better_header(const th_block *best, uint32_t row, size_t columns, size_t labels)
{
    return columns > best->matched || (columns == best->matched && row == best->header && labels > best->labels);
}

static void try_header(const header_search *search, uint32_t row, uint32_t height, th_header_column *tried,
                       th_block *best)
{
    size_t n = match_header_rows(search, row, height, tried), labels = labels_among(search, tried);
    if (!is_better_header(best, row, n, labels) || (height > 1 && is_blank_row(search->reading, search->sheet, row)) ||
        !is_good_enough(search, tried, n))
        return;
    best->found = true;
    best->matched = n;
    best->labels = labels;
    best->header = row;
    best->data = row + height;
    for (uint32_t i = 0; i < search->d->ncolumns; i++)
        best->columns[i] = tried[i];
}

/* A label that is merged down over further rows, or a row that numbers the columns: these are no data. */
static void skip_to_data(const header_search *search, th_block *block)
{
    for (uint32_t row = block->header; row < block->data; row++)
        for (uint32_t i = 0; i < search->d->ncolumns; i++) {
            uint32_t col = block->columns[i].at;
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
    th_block best = {.columns = th_arena_array(arena, search->d->ncolumns, sizeof(th_header_column)), .end = rows};
    th_header_column *tried = th_arena_array(arena, search->d->ncolumns, sizeof *tried);
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
