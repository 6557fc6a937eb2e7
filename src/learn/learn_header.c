#include "learn/learn.h"

#include "text/fold.h"

#include "base/banned.h"

enum { MOST_ROWS = 200, LEAST_LIST = 3, LETTERS_LONG = 9 };

static const struct {
    th_role role;
    bool whole;
    th_str words;
} headings[] = {
#define TH_HEADING(role, whole, words) {TH_ROLE_##role, whole, {words, sizeof(words) - 1}},
#include "learn/headings.def"
#undef TH_HEADING
};

th_str th_learn_shown(const th_learning *l, const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_merge *m = th_sheet_merge_at(sheet, row, col);
    const th_cell *c = m ? th_sheet_at(sheet, m->row1, m->col1) : th_sheet_at(sheet, row, col);
    return c && c->type != TH_CELL_PENDING ? th_str_trim(th_cell_shown(l->arena, l->book, c)) : (th_str){0};
}

/* "Thực hiện năm 2021": which year; 0 for none. */
static long year_in(th_str text)
{
    for (size_t i = 0; i + 4 <= text.len; i++) {
        long year;
        bool before = i > 0 && text.ptr[i - 1] >= '0' && text.ptr[i - 1] <= '9';
        bool after = i + 4 < text.len && text.ptr[i + 4] >= '0' && text.ptr[i + 4] <= '9';
        if (!before && !after && th_str_to_long(th_str_sub(text, i, 4), &year) && year >= 1990 && year <= 2100)
            return year;
    }
    return 0;
}

static th_role role_of(const th_learning *l, th_str text)
{
    th_str weak = th_fold_weak(l->arena, text);
    long year = year_in(weak);
    th_role role = TH_ROLES;
    for (size_t i = 0; i < sizeof headings / sizeof *headings && role == TH_ROLES; i++)
        if (headings[i].whole ? th_str_eq(weak, headings[i].words) : th_str_starts(weak, headings[i].words))
            role = headings[i].role;
    bool plan = role == TH_ROLE_PLAN || th_str_starts(weak, TH_STR("kh ")) || th_str_starts(weak, TH_STR("ke hoach"));
    if (!year || plan || role == TH_ROLE_COMPARED || role == TH_ROLE_REMARK)
        return role;
    if (role == TH_ROLES && !th_str_starts(weak, TH_STR("nam")) && !th_str_starts(weak, TH_STR("th ")) &&
        !th_str_starts(weak, TH_STR("thuc hien")) && !th_str_starts(weak, TH_STR("ket qua")))
        return role;
    return year < l->year ? TH_ROLE_PREVIOUS : year == l->year ? TH_ROLE_NOW : TH_ROLE_PLAN;
}

static uint32_t last_col(const th_sheet *sheet, uint32_t row)
{
    uint32_t last = 0;
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row <= row + 1; i++)
        if (sheet->cells[i].col > last)
            last = sheet->cells[i].col;
    return last;
}

/* "A | B | 1 | 2 | 3=2/1" */
static bool is_letter_row(const th_learning *l, const th_sheet *sheet, uint32_t row)
{
    size_t n = 0;
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row == row; i++) {
        th_str s = th_str_trim(th_cell_shown(l->arena, l->book, &sheet->cells[i]));
        if (!s.len)
            continue;
        bool letter = s.len == 1 && ((s.ptr[0] >= 'A' && s.ptr[0] <= 'Z') || (s.ptr[0] >= 'a' && s.ptr[0] <= 'z'));
        bool digits = s.len <= LETTERS_LONG;
        for (size_t k = 0; k < s.len && digits; k++)
            digits = th_str_find(TH_STR("0123456789=/+-*x:() "), (th_str){s.ptr + k, 1}, 0) != SIZE_MAX;
        if (!letter && !digits)
            return false;
        n++;
    }
    return n >= LEAST_LIST;
}

const th_learn_column *th_learn_column_of(const th_learn_header *h, th_role role)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->columns[i].role == role)
            return &h->columns[i];
    return NULL;
}

/* Below the labels: merged down, then the letter row. */
static void find_data(const th_learning *l, const th_sheet *sheet, th_learn_header *h)
{
    for (size_t i = 0; i < h->n; i++) {
        const th_merge *m = th_sheet_merge_at(sheet, h->row, h->columns[i].col);
        if (m && m->row2 + 1 > h->data && m->row2 < h->row + 4)
            h->data = m->row2 + 1;
    }
    if (is_letter_row(l, sheet, h->data))
        h->data++;
}

static th_learn_header figures_at(const th_learning *l, const th_sheet *sheet, uint32_t row, uint32_t rows)
{
    th_learn_header h = {.row = row, .data = row + rows};
    uint32_t last = last_col(sheet, row), above = 0;
    for (uint32_t col = 0; col <= last; col++) {
        th_str top = th_learn_shown(l, sheet, row, col),
               bottom = rows > 1 ? th_learn_shown(l, sheet, row + 1, col) : (th_str){0};
        const th_str tries[] = {bottom, top};
        above += top.len && role_of(l, top) != TH_ROLES;
        for (size_t k = 0; k < 2; k++) {
            th_role role = tries[k].len ? role_of(l, tries[k]) : TH_ROLES;
            if (role == TH_ROLES || th_learn_column_of(&h, role))
                continue;
            th_learn_column c = {.col = col, .role = role, .label = tries[k]};
            TH_PUSH(l->arena, h.columns, h.n, h.cap, c);
            break;
        }
    }
    bool figures = th_learn_column_of(&h, TH_ROLE_NOW) || th_learn_column_of(&h, TH_ROLE_PREVIOUS);
    h.found = th_learn_column_of(&h, TH_ROLE_LABEL) && figures && h.n >= 3 &&
              above >= 2; /* else the header begins a row below */
    return h;
}

th_learn_header th_learn_figures_header(const th_learning *l, const th_sheet *sheet)
{
    uint32_t rows = th_sheet_rows(sheet);
    for (uint32_t row = 0; row < rows && row < MOST_ROWS; row++) {
        th_learn_header one = figures_at(l, sheet, row, 1), two = figures_at(l, sheet, row, 2);
        th_learn_header h = two.found && two.n > one.n ? two : one;
        if (!h.found)
            continue;
        find_data(l, sheet, &h);
        return h;
    }
    return (th_learn_header){0};
}

/* A list: at least three headings beside each other, the first a running number or a criterion's code, or letters below them. */
static th_learn_header list_at(const th_learning *l, const th_sheet *sheet, uint32_t row)
{
    th_learn_header h = {.row = row, .data = row + 1};
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row == row; i++) {
        const th_cell *c = &sheet->cells[i];
        th_str text = c->type == TH_CELL_TEXT ? th_str_trim(c->text) : (th_str){0};
        if (!text.len)
            continue;
        th_role role = role_of(l, text);
        th_learn_column column = {.col = c->col, .role = TH_ROLE_VALUE, .label = text, .type = TH_TYPE_TEXT};
        if (role == TH_ROLE_STT || role == TH_ROLE_CRITERION || role == TH_ROLE_SELF_SCORE)
            column.role = role;
        TH_PUSH(l->arena, h.columns, h.n, h.cap, column);
    }
    bool numbered = h.n && (h.columns[0].role == TH_ROLE_STT || h.columns[0].role == TH_ROLE_CRITERION);
    if (h.n < LEAST_LIST || h.columns[h.n - 1].col - h.columns[0].col + 1 > h.n + 2)
        return h;
    find_data(l, sheet, &h);
    h.found = numbered || h.data > row + 1;
    return h;
}

th_learn_header th_learn_list_header(const th_learning *l, const th_sheet *sheet, uint32_t end)
{
    for (uint32_t row = 0; row < end && row < MOST_ROWS; row++) {
        th_learn_header h = list_at(l, sheet, row);
        if (h.found)
            return h;
    }
    return (th_learn_header){0};
}

bool th_learn_is_footer(const th_learning *l, const th_sheet *sheet, uint32_t row)
{
    static const char *const words[] = {"nguoi lap", "(ky", "ky ten", "noi nhan", "xac nhan", "thu truong"};
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row == row; i++) {
        if (sheet->cells[i].type != TH_CELL_TEXT)
            continue;
        th_str weak = th_fold_weak(l->arena, sheet->cells[i].text);
        size_t day = th_str_find(weak, TH_STR("ngay "), 0);
        if (day != SIZE_MAX && th_str_find(weak, TH_STR(" thang "), day) != SIZE_MAX)
            return true;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (th_str_starts(weak, th_str_of(words[k])))
                return true;
    }
    return false;
}
