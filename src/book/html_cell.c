/* What the cells of a page hold.  A page says little of values: what it shows is text, as in a .csv, but for numbers
 * that can be read in one way only, and for what Excel, LibreOffice, Google and SheetJS state beside the text. */
#include "book/html.h"

#include "base/ascii.h"
#include "book/decimal.h"
#include "book/iso.h"
#include "book/refuse.h"

#include "base/banned.h"

enum { HTML_ROWS = 1048576, MOST_DIGITS = 15 };

bool th_html_is_plain_number(th_str text, double *number)
{
    size_t at = text.len && text.ptr[0] == '-', from = at, digits = 0, point = SIZE_MAX;
    for (; at < text.len; at++) {
        if (text.ptr[at] == '.' && point == SIZE_MAX && at > from)
            point = at;
        else if (th_is_digit(text.ptr[at]))
            digits++;
        else
            return false;
    }
    if (digits == 0 || digits > MOST_DIGITS)
        return false;
    size_t whole = (point == SIZE_MAX ? text.len : point) - from, decimals = text.len - from - whole;
    bool zero = text.ptr[from] == '0';
    if (zero && whole > 1) /* "0912": a telephone number, a code */
        return false;
    if (zero && from && decimals == 0)
        return false;
    /* "1.542" may be 1542; "1.10" would lose its zero */
    if (decimals && (decimals == 1 || (decimals == 4 && !zero) || text.ptr[text.len - 1] == '0'))
        return false;
    return th_decimal_read(text, number);
}

static bool is_error(th_str text)
{
    static const char *const errors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (th_str_eq(text, th_str_of(errors[i])))
            return true;
    return false;
}

static bool reads_truth(th_str text, double *number)
{
    *number = th_str_eq(text, TH_STR("TRUE")) || th_str_eq(text, TH_STR("1")) || th_str_eq(text, TH_STR("true"));
    return *number != 0 || th_str_eq(text, TH_STR("FALSE")) || th_str_eq(text, TH_STR("0")) ||
           th_str_eq(text, TH_STR("false"));
}

static void number_or_date(const th_book *book, th_cell *cell)
{
    bool date = cell->format == TH_FORMAT_DATE && th_serial_is_date(book, cell->number);
    cell->type = date ? TH_CELL_DATE : TH_CELL_NUMBER;
}

/* LibreOffice states TRUE and FALSE as 1 and 0, and errors as 0: only the text that is shown tells. */
static bool take_shown(th_str shown, th_cell *cell)
{
    if (th_str_eq(shown, TH_STR("TRUE")) || th_str_eq(shown, TH_STR("FALSE"))) {
        cell->type = TH_CELL_BOOL;
        return reads_truth(shown, &cell->number);
    }
    cell->type = TH_CELL_ERROR;
    cell->raw = shown;
    return is_error(shown);
}

/* Takes what the page states; where that fits nothing the text counts. */
static bool take_stated(const th_book *book, const th_html_cell *from, th_str shown, th_cell *cell)
{
    switch (from->stated) {
    case TH_CELL_NUMBER:
        if (take_shown(shown, cell))
            return true;
        cell->raw = (th_str){0};
        if (!th_decimal_read(from->value, &cell->number))
            return false;
        number_or_date(book, cell);
        return true;
    case TH_CELL_BOOL: cell->type = TH_CELL_BOOL; return reads_truth(from->value, &cell->number);
    case TH_CELL_DATE:
        if (!th_iso_date(from->value, &cell->number))
            return false;
        cell->format = TH_FORMAT_DATE;
        number_or_date(book, cell);
        return true;
    case TH_CELL_ERROR:
        cell->type = TH_CELL_ERROR;
        cell->raw = from->value;
        return is_error(from->value);
    default: return false;
    }
}

/* Digits in <sup> are the mark of a footnote, or a power, and none of a number's; others, in <s>, no longer hold. */
static bool says_more(const th_book *book, const th_cell *cell)
{
    for (uint32_t i = 0; i < cell->nruns; i++)
        if (book->faces[cell->runs[i].font].struck)
            return true;
    return cell->nruns && book->faces[cell->runs[cell->nruns - 1].font].raised;
}

/* False: the cell is empty. */
static bool take_text(const th_book *book, const th_html_cell *from, const th_html_part *part, th_cell *cell)
{
    cell->type = TH_CELL_TEXT;
    cell->raw = part->text;
    cell->runs = part->runs;
    cell->nruns = part->nruns;
    if (from->stated == TH_CELL_TEXT && from->value.len) {
        cell->raw = from->value;
        cell->nruns = 0;
    }
    if (from->stated != TH_CELL_TEXT && from->format != TH_FORMAT_TEXT && !says_more(book, cell) &&
        th_html_is_plain_number(cell->raw, &cell->number)) {
        cell->raw = (th_str){0};
        cell->nruns = 0;
        number_or_date(book, cell);
    } else if (from->formula.len && is_error(cell->raw)) {
        cell->type = TH_CELL_ERROR;
        cell->nruns = 0;
    }
    return cell->type != TH_CELL_TEXT || cell->raw.len > 0 || from->formula.len > 0;
}

static th_status push_text_part(th_book *book, const th_html_table *table, const th_html_cell *from,
                                const th_html_part *part, uint32_t row)
{
    th_sheet *sheet = &book->sheets[table->sheet];
    th_cell cell = {.row = row,
                    .col = table->col_at[from->col],
                    .font = from->font,
                    .format_code = from->format_code,
                    .format = from->format,
                    .format_decimals = from->decimals,
                    .look = from->look,
                    .flags = from->formula.len ? TH_CELL_FORMULA : 0};
    if (cell.row >= HTML_ROWS || cell.col >= TH_HTML_COLUMNS)
        return th_book_refuse(book, sheet, TH_F_FILE_LIMIT, TH_STR("quá nhiều dòng hoặc cột"),
                              TH_STR("too many rows or columns"));
    if (part->lines && part->text.len / 4 > book->limits->cell_chars)
        return th_book_unreadable(
            book, sheet, &cell, true,
            TH_TROUBLE_IS("chữ dài hơn mức cho phép của một ô", "its text is longer than a cell may hold"));
    if (!take_stated(book, from, part->text, &cell)) {
        cell.format = from->format;
        cell.raw = (th_str){0};
        if (!take_text(book, from, part, &cell))
            return TH_OK;
    }
    if (from->formula.len && th_sheet_keeps_formulas(book))
        th_sheet_formula(book, sheet, &(th_formula){.row = cell.row, .col = cell.col, .text = from->formula});
    return th_book_push(book, sheet, &cell);
}

static void merge_part(th_book *book, const th_html_table *table, const th_html_cell *from, uint32_t row, uint32_t last)
{
    uint32_t first_col = table->col_at[from->col], last_col = table->col_at[from->col + from->cols] - 1;
    if ((last > row || last_col > first_col) && last < HTML_ROWS && last_col < TH_HTML_COLUMNS)
        th_sheet_merge(book, &book->sheets[table->sheet], (th_merge){row, first_col, last, last_col});
}

/* A cell of one text is merged over all it spans; of several parts each has its own rows. */
static th_status push_cell_of_page(th_book *book, const th_html_table *table, const th_html_cell *from, bool root)
{
    const th_html_part none = {.lines = 1};
    uint32_t row = table->row_at[from->row], end = table->row_at[from->row + from->rows];
    if (from->nparts == 0 && from->stated && push_text_part(book, table, from, &none, row) >= TH_FAILED)
        return TH_FAILED;
    for (uint32_t i = 0; i < from->nparts; i++) {
        const th_html_part *part = &from->parts[i];
        if (part->table) {
            row = part->table->row_at[part->table->nrows];
            continue;
        }
        if (push_text_part(book, table, from, part, row) >= TH_FAILED)
            return TH_FAILED;
        if (!root)
            merge_part(book, table, from, row, from->nparts == 1 ? end - 1 : row + part->lines - 1);
        row += part->lines;
    }
    return TH_OK;
}

static void push_hidden(th_book *book, const th_html_table *table)
{
    th_sheet *sheet = &book->sheets[table->sheet];
    for (size_t i = 0; i < table->nhidden; i++)
        if (table->hidden_rows[i] < table->nrows)
            th_sheet_hide_rows(book, sheet, table->row_at[table->hidden_rows[i]],
                               table->row_at[table->hidden_rows[i] + 1] - 1);
    for (size_t i = 0; i < table->nhidden_cols; i++)
        if (table->hidden_cols[i].last < table->ncols)
            th_sheet_hide_cols(book, sheet, table->col_at[table->hidden_cols[i].first],
                               table->col_at[table->hidden_cols[i].last + 1] - 1);
}

th_status th_html_push_tables(th_book *book, th_html_table **tables, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool root = i == 0 || tables[i]->sheet != tables[i - 1]->sheet;
        for (size_t k = 0; k < tables[i]->ncells; k++)
            if (push_cell_of_page(book, tables[i], tables[i]->cells[k], root) >= TH_FAILED)
                return TH_FAILED;
        if (!root)
            push_hidden(book, tables[i]);
    }
    return TH_OK;
}
