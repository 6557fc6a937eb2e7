/* Finds the headers of a sheet, and what each heading says its column holds (headings.def). */
#include "base/ascii.h"
#include "fact/printed.h"
#include "learn/learning.h"
#include "text/fold.h"

#include "base/banned.h"

enum { MOST_ROWS = 200, LEAST_COLUMNS = 3, LEAST_HEADINGS = 2, LIST_GAPS = 2, MERGED_ROWS = 4, YEAR_DIGITS = 4 };

static const struct {
    th_role role;
    bool whole;
    th_str words;
} headings[] = {
#define TH_HEADING(role, whole, words) {TH_ROLE_##role, whole, {words, sizeof(words) - 1}},
#include "learn/headings.def"
#undef TH_HEADING
};

th_str th_learn_shown(const th_learning *learning, const th_sheet *sheet, uint32_t row, uint32_t col)
{
    return th_str_trim(th_shown_at(learning->arena, learning->book, sheet, row, col));
}

/* The year in a heading such as "Thực hiện năm 2021", or 0. */
static long year_of_heading(th_str text)
{
    for (size_t i = 0; i + YEAR_DIGITS <= text.len; i++) {
        long year;
        bool before = i > 0 && th_is_digit(text.ptr[i - 1]);
        bool after = i + YEAR_DIGITS < text.len && th_is_digit(text.ptr[i + YEAR_DIGITS]);
        if (!before && !after && th_str_to_long(th_str_sub(text, i, YEAR_DIGITS), &year) && th_learn_is_year(year))
            return year;
    }
    return 0;
}

static bool starts_with_one(th_str weak, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (th_str_starts(weak, th_str_of(words[i])))
            return true;
    return false;
}

static th_role role_of_words(th_str weak)
{
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (headings[i].whole ? th_str_eq(weak, headings[i].words) : th_str_starts(weak, headings[i].words))
            return headings[i].role;
    return TH_ROLES;
}

/* What a column holds by its heading; TH_ROLES says that the text is no heading.  A year in it decides between the
 * figures of this year, of the last and of the next, unless its words call the column a plan, a comparison or a remark,
 * since these name years too. */
static th_role role_of_heading(const th_learning *learning, th_str text)
{
    static const char *const plans[] = {"kh ", "ke hoach"}, *const figures[] = {"nam", "th ", "thuc hien", "ket qua"};
    th_str weak = th_fold_weak(learning->arena, text);
    long year = year_of_heading(weak);
    th_role role = role_of_words(weak);
    bool plan = role == TH_ROLE_PLAN || starts_with_one(weak, plans, sizeof plans / sizeof *plans);
    if (!year || plan || role == TH_ROLE_COMPARED || role == TH_ROLE_REMARK)
        return role;
    if (role == TH_ROLES && !starts_with_one(weak, figures, sizeof figures / sizeof *figures))
        return role;
    if (year == learning->year)
        return TH_ROLE_NOW;
    return year < learning->year ? TH_ROLE_PREVIOUS : TH_ROLE_PLAN;
}

const th_learn_column *th_learn_column_of(const th_learn_header *header, th_role role)
{
    for (size_t i = 0; i < header->n; i++)
        if (header->columns[i].role == role)
            return &header->columns[i];
    return NULL;
}

/* Moves the first row of data below headings that are merged downwards, and below a row that numbers the columns. */
static void find_data(const th_learning *learning, const th_sheet *sheet, th_learn_header *header)
{
    for (size_t i = 0; i < header->n; i++) {
        const th_merge *merge = th_sheet_merge_at(sheet, header->row, header->columns[i].col);
        if (merge && merge->row2 + 1 > header->data && merge->row2 < header->row + MERGED_ROWS)
            header->data = merge->row2 + 1;
    }
    if (th_is_column_numbering(learning->arena, learning->book, sheet, header->data))
        header->data++;
}

/* The header of figures that takes `rows` rows from `row` on: it has a label, figures, and three columns at least.  Two
 * of its headings must stand in the first row, for otherwise it really begins a row below. */
static th_learn_header figures_at(const th_learning *learning, const th_sheet *sheet, uint32_t row, uint32_t rows)
{
    th_learn_header header = {.row = row, .data = row + rows};
    uint32_t last = th_header_last_col(sheet, row), above = 0;
    for (uint32_t col = 0; col <= last; col++) {
        th_str top = th_learn_shown(learning, sheet, row, col), bottom = {0};
        if (rows > 1)
            bottom = th_learn_shown(learning, sheet, row + 1, col);
        const th_str tries[] = {bottom, top};
        above += top.len && role_of_heading(learning, top) != TH_ROLES;
        for (size_t k = 0; k < 2; k++) {
            th_role role = tries[k].len ? role_of_heading(learning, tries[k]) : TH_ROLES;
            if (role == TH_ROLES || th_learn_column_of(&header, role))
                continue;
            th_learn_column column = {.col = col, .role = role, .label = tries[k]};
            TH_PUSH(learning->arena, header.columns, header.n, header.cap, column);
            break;
        }
    }
    bool figures = th_learn_column_of(&header, TH_ROLE_NOW) || th_learn_column_of(&header, TH_ROLE_PREVIOUS);
    header.found =
        th_learn_column_of(&header, TH_ROLE_LABEL) && figures && header.n >= LEAST_COLUMNS && above >= LEAST_HEADINGS;
    return header;
}

th_learn_header th_learn_figures_header(const th_learning *learning, const th_sheet *sheet)
{
    uint32_t rows = th_sheet_rows(sheet);
    for (uint32_t row = 0; row < rows && row < MOST_ROWS; row++) {
        th_learn_header one = figures_at(learning, sheet, row, 1), two = figures_at(learning, sheet, row, 2);
        th_learn_header header = two.found && two.n > one.n ? two : one;
        if (!header.found)
            continue;
        find_data(learning, sheet, &header);
        return header;
    }
    return (th_learn_header){0};
}

/* The header of a list has at least three headings side by side.  So does many a table that is none, and therefore the
 * first must be a running number or the code of a criterion, or a row of letters must follow. */
static th_learn_header list_at(const th_learning *learning, const th_sheet *sheet, uint32_t row)
{
    th_learn_header header = {.row = row, .data = row + 1};
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row == row; i++) {
        const th_cell *cell = &sheet->cells[i];
        th_str text = cell->type == TH_CELL_TEXT ? th_str_trim(cell->text) : (th_str){0};
        if (!text.len)
            continue;
        th_role role = role_of_heading(learning, text);
        th_learn_column column = {.col = cell->col, .role = TH_ROLE_VALUE, .label = text, .type = TH_TYPE_TEXT};
        if (role == TH_ROLE_STT || (role != TH_ROLES && th_role_is_of_list(role)))
            column.role = role;
        TH_PUSH(learning->arena, header.columns, header.n, header.cap, column);
    }
    if (header.n < LEAST_COLUMNS || header.columns[header.n - 1].col - header.columns[0].col + 1 > header.n + LIST_GAPS)
        return header;
    th_role first = header.columns[0].role;
    find_data(learning, sheet, &header);
    header.found = first == TH_ROLE_STT || first == TH_ROLE_CRITERION || header.data > row + 1;
    return header;
}

th_learn_header th_learn_list_header(const th_learning *learning, const th_sheet *sheet, uint32_t end)
{
    for (uint32_t row = 0; row < end && row < MOST_ROWS; row++) {
        th_learn_header header = list_at(learning, sheet, row);
        if (header.found)
            return header;
    }
    return (th_learn_header){0};
}

bool th_learn_is_footer(const th_learning *learning, const th_sheet *sheet, uint32_t row)
{
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row == row; i++) {
        if (sheet->cells[i].type != TH_CELL_TEXT)
            continue;
        th_str weak = th_fold_weak(learning->arena, sheet->cells[i].text);
        if (th_is_date_line(weak) || th_is_signature(weak) || th_str_starts(weak, TH_STR("thu truong")))
            return true;
    }
    return false;
}
