/* The header of a block: columns read by their year, columns of another year, a header of last year, two columns with
 * one meaning. */
#include "fact/header_year.h"
#include "fact/reading.h"
#include "text/fold.h"
#include "text/number.h"

#include "base/banned.h"

/* The header of a block being judged. */
typedef struct judged_header {
    th_reading *reading;
    const th_sheet *sheet;
    uint32_t form;
    const th_block *block;
} judged_header;

static bool states_figures(th_role role)
{
    return role == TH_ROLE_NOW || role == TH_ROLE_PREVIOUS || role == TH_ROLE_PLAN || role == TH_ROLE_COMPARED;
}

static th_place place_of_header(const judged_header *header, uint32_t col)
{
    return th_place_of(header->reading, header->sheet, header->form, header->block->header, col);
}

static th_str column_letters(th_arena *arena, uint32_t col)
{
    th_str cell = th_cell_name(arena, 0, col);
    return th_str_sub(cell, 0, cell.len - 1);
}

static bool is_read(const judged_header *header, uint32_t col)
{
    for (uint32_t c = 0; c < header->reading->d->ncolumns; c++)
        if (header->block->columns[c].at == col || header->block->columns[c].second == col)
            return true;
    return false;
}

/* What stands above a column, the upper cell and the lower one. */
static th_str heading_of(const judged_header *header, uint32_t col)
{
    const th_reading *reading = header->reading;
    uint32_t row = header->block->header;
    th_str top = th_shown_at(reading->arena, reading->book, header->sheet, row, col), below = {0};
    if (row + 1 < header->block->data && !th_is_column_numbering(reading->arena, reading->book, header->sheet, row + 1))
        below = th_shown_at(reading->arena, reading->book, header->sheet, row + 1, col);
    th_str upper = th_fold_weak(reading->arena, top), lower = th_fold_weak(reading->arena, below);
    if (!below.len || th_str_eq(upper, lower))
        return top;
    if (th_str_starts(lower, upper)) /* "Thực hiện" above "Thực hiện năm 2021" */
        return below;
    return th_str_trim(th_str_fmt(reading->arena, TH_FMT " " TH_FMT, TH_ARG(top), TH_ARG(below)));
}

/* "; cột F “Kết quả 2024” chưa rõ là cột gì": the headings that mean nothing; empty where there are none. */
static th_words unknown_headings(const judged_header *header)
{
    enum { NAMED = 3 };
    th_arena *arena = header->reading->arena;
    uint32_t last = th_header_last_col(header->sheet, header->block->header);
    size_t n = 0;
    th_buf names;
    th_buf_init(&names, arena);
    for (uint32_t col = 0; col <= last && n < NAMED; col++) {
        th_str heading = is_read(header, col) ? (th_str){0} : heading_of(header, col);
        if (heading.len)
            th_buf_fmt(&names, "%s" TH_FMT " “" TH_FMT "”", n++ ? ", " : "", TH_ARG(column_letters(arena, col)),
                       TH_ARG(heading));
    }
    th_str named = th_buf_str(&names);
    if (!n)
        return (th_words){0};
    return TH_WORDS(arena, "; chưa rõ là cột gì: " TH_FMT, "; not known as a column: " TH_FMT, TH_ARG(named));
}

void th_say_missing_column(th_reading *reading, const th_spot *spot, const th_block *block, th_str label)
{
    const judged_header header = {reading, spot->sheet, spot->form, block};
    th_place place = th_place_of(reading, spot->sheet, spot->form, block->header, 0);
    th_raise(reading, TH_F_FORM_COLUMN_MISSING, &place,
             TH_WITH(reading->d->forms[spot->form].title, label, unknown_headings(&header)));
}

/* Does a cell hold what a column of the form might: a figure, in a list anything? */
static bool holds_content(const judged_header *header, const th_cell *cell, bool list)
{
    if (cell->type == TH_CELL_TEXT && !list)
        return th_numeral_read(header->reading->arena, cell->text).num != NULL;
    return cell->type != TH_CELL_TEXT || th_str_trim(cell->text).len > 0;
}

/* By sheet column up to `last`, such cells in the rows that figures were read from: each cell is looked at once. */
static size_t *count_cells_left(const judged_header *header, size_t first_fact, uint32_t last, bool list)
{
    const th_dataset *ds = header->reading->ds;
    const th_sheet *sheet = header->sheet;
    size_t *n = th_arena_array(header->reading->arena, (size_t)last + 1, sizeof *n);
    for (size_t i = first_fact; i < ds->nfacts; i++) {
        uint32_t row = ds->facts[i].row;
        if (i > first_fact && row == ds->facts[i - 1].row)
            continue;
        for (size_t k = th_sheet_row(sheet, row); k < sheet->ncells && sheet->cells[k].row == row; k++)
            if (sheet->cells[k].col <= last)
                n[sheet->cells[k].col] += holds_content(header, &sheet->cells[k], list);
    }
    return n;
}

/* Was the column, or in a block of indicators another one of its role, found? */
static bool is_found(const judged_header *header, uint32_t column, bool list)
{
    const th_definition *d = header->reading->d;
    for (uint32_t c = 0; c < d->ncolumns; c++)
        if (header->block->columns[c].at != TH_NO_CELL &&
            (list ? c == column : d->columns[c].role == d->columns[column].role))
            return true;
    return false;
}

/* May the form do without the column, and lacks it? */
static bool is_lacking(const judged_header *header, uint32_t column, bool list)
{
    const th_column *col = &header->reading->d->columns[column];
    if (col->required || is_found(header, column, list))
        return false;
    if (list)
        return col->form == header->form && col->code.len > 0;
    return (col->form == header->form || col->form == TH_NONE) && !col->code.len && states_figures(col->role);
}

void th_say_unknown_columns(th_reading *reading, const th_spot *spot, const th_block *block, size_t first_fact,
                            bool list)
{
    enum { NAMED = 3 };
    const judged_header header = {reading, spot->sheet, spot->form, block};
    uint32_t last = th_header_last_col(spot->sheet, block->header), first = TH_NO_CELL;
    size_t cells = 0, columns = 0, lacking = 0;
    th_buf headings, labels;
    th_buf_init(&headings, reading->arena);
    th_buf_init(&labels, reading->arena);
    for (uint32_t c = 0; c < reading->d->ncolumns && lacking < NAMED; c++)
        if (is_lacking(&header, c, list))
            th_buf_fmt(&labels, "%s“" TH_FMT "”", lacking++ ? ", " : "", TH_ARG(reading->d->columns[c].label));
    const size_t *left = lacking ? count_cells_left(&header, first_fact, last, list) : NULL;
    for (uint32_t col = 0; left && col <= last && columns < NAMED; col++) {
        if (!left[col] || is_read(&header, col))
            continue;
        th_str heading = heading_of(&header, col);
        if (list && !heading.len)
            continue;
        first = columns ? first : col;
        cells += left[col];
        th_buf_fmt(&headings, "%s" TH_FMT, columns++ ? ", " : "", TH_ARG(column_letters(reading->arena, col)));
        if (heading.len)
            th_buf_fmt(&headings, " “" TH_FMT "”", TH_ARG(heading));
    }
    if (!columns)
        return;
    th_place place = place_of_header(&header, first);
    th_raise(reading, TH_F_FORM_COLUMN_UNKNOWN, &place,
             TH_WITH(th_buf_str(&headings), th_str_fmt(reading->arena, "%zu", cells), th_buf_str(&labels)));
}

static th_str period_text(const judged_header *header)
{
    return th_str_fmt(header->reading->arena, "%d", header->reading->d->period);
}

/* All years that the header states are before this one, and none of its columns is this year's: last year's form with
 * its old header, or with last year's figures?  *column is the one with the latest year. */
static bool is_of_last_year(const judged_header *header, uint32_t *column)
{
    const th_definition *d = header->reading->d;
    long latest = 0;
    bool now = false, others_agree = true;
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        const th_header_column *found = &header->block->columns[c];
        th_role role = d->columns[c].role;
        if (found->at == TH_NO_CELL || !states_figures(role))
            continue;
        if (role == TH_ROLE_NOW && found->fit != TH_HEADER_OTHER_YEAR)
            return false;
        now = now || role == TH_ROLE_NOW;
        others_agree = others_agree && (role != TH_ROLE_PREVIOUS || found->fit == TH_HEADER_OTHER_YEAR);
        long year = th_year_in(found->text);
        if (year > latest) {
            latest = year;
            *column = c;
        }
    }
    return latest && latest < d->period && (!now || others_agree);
}

/* One question for the whole sheet; no figure below the header counts until it is answered. */
static void ask_about_sheet(const judged_header *header, uint32_t column, th_str *withheld)
{
    th_reading *reading = header->reading;
    const th_header_column *found = &header->block->columns[column];
    th_place place = place_of_header(header, found->at);
    th_raise(reading, TH_F_FORM_HEADERS_LAST_YEAR, &place, TH_WITH(found->text, period_text(header)))->raw =
        th_str_copy(reading->ds->arena, found->text);
    th_str why = th_str_fmt(reading->ds->arena, "tiêu đề ghi “" TH_FMT "”, kỳ này là %d", TH_ARG(found->text),
                            reading->d->period);
    for (size_t role = 0; role < TH_ROLES; role++)
        withheld[role] = states_figures((th_role)role) ? why : (th_str){0};
}

static void withhold_column(const judged_header *header, uint32_t column, th_str *withheld)
{
    th_reading *reading = header->reading;
    const th_header_column *found = &header->block->columns[column];
    th_place place = place_of_header(header, found->at);
    th_role role = reading->d->columns[column].role;
    th_str letters = column_letters(reading->arena, found->at);
    th_raise(reading, TH_F_FORM_HEADER_OTHER_YEAR, &place,
             TH_WITH(letters, found->text, period_text(header), reading->d->columns[column].label))
        ->raw = th_str_copy(reading->ds->arena, found->text);
    withheld[role] = th_str_fmt(reading->ds->arena, "cột " TH_FMT " ghi “" TH_FMT "”, kỳ này là %d", TH_ARG(letters),
                                TH_ARG(found->text), reading->d->period);
}

static void note_column_by_year(const judged_header *header, uint32_t column)
{
    th_reading *reading = header->reading;
    const th_header_column *found = &header->block->columns[column];
    th_place place = place_of_header(header, found->at);
    th_raise(reading, TH_F_FORM_HEADER_BY_YEAR, &place,
             TH_WITH(found->text, th_role_words(reading->d->columns[column].role)))
        ->raw = th_str_copy(reading->ds->arena, found->text);
}

/* Which of two columns is meant nobody can say: neither counts, whichever stands to the left. */
static void withhold_both(const judged_header *header, uint32_t column, uint32_t other, th_str *withheld)
{
    th_reading *reading = header->reading;
    th_role role = reading->d->columns[column].role;
    th_place place = place_of_header(header, other);
    th_str one = column_letters(reading->arena, header->block->columns[column].at),
           second = column_letters(reading->arena, other);
    th_raise(reading, TH_F_FORM_COLUMN_TWICE, &place, TH_WITH(one, second, reading->d->columns[column].label));
    withheld[role] = th_str_fmt(reading->ds->arena, "hai cột " TH_FMT " và " TH_FMT " cùng là “" TH_FMT "”",
                                TH_ARG(one), TH_ARG(second), TH_ARG(reading->d->columns[column].label));
}

/* Another sheet column that has the column's meaning: under the same row of the definition, or under one of the same
 * role; TH_NO_CELL: there is none. */
static uint32_t second_column(const judged_header *header, uint32_t column)
{
    const th_definition *d = header->reading->d;
    const th_header_column *found = &header->block->columns[column];
    if (!states_figures(d->columns[column].role))
        return TH_NO_CELL;
    for (uint32_t c = column + 1; found->second == TH_NO_CELL && c < d->ncolumns; c++) {
        const th_header_column *other = &header->block->columns[c];
        if (other->at != TH_NO_CELL && other->at != found->at && d->columns[c].role == d->columns[column].role &&
            other->fit != TH_HEADER_OTHER_YEAR)
            return other->at;
    }
    return found->second;
}

bool th_judge_header(th_reading *reading, const th_sheet *sheet, uint32_t form, const th_block *block, th_str *withheld)
{
    judged_header header = {reading, sheet, form, block};
    uint32_t latest = TH_NONE;
    if (is_of_last_year(&header, &latest)) {
        ask_about_sheet(&header, latest, withheld);
        return true;
    }
    for (uint32_t c = 0; c < reading->d->ncolumns; c++) {
        if (block->columns[c].at == TH_NO_CELL)
            continue;
        uint32_t second = second_column(&header, c);
        if (block->columns[c].fit == TH_HEADER_OTHER_YEAR)
            withhold_column(&header, c, withheld);
        else if (second != TH_NO_CELL)
            withhold_both(&header, c, second, withheld);
        else if (block->columns[c].fit == TH_HEADER_YEAR)
            note_column_by_year(&header, c);
    }
    return false;
}
