#include "report/definition.h"

#include "draw/output.h"
#include "draw/style.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define WIDE_LETTERS 1.1 /* of Times New Roman at 11 points, in widths of a digit, with room for capitals */
enum { POINTS_OF_LINE = 15, SPARE_ROWS = 300, LONGEST_HELP = 255, LONGEST_TITLE = 32, NARROWEST = 8, WIDEST = 50 };

typedef struct sheet_writer {
    th_arena *arena;
    const th_layout *layout;
    lxw_workbook *book;
    th_styles *styles;
    lxw_worksheet *choices; /* columns of words, hidden */
    lxw_col_t nchoices;
} sheet_writer;

static char *cstr(const sheet_writer *w, th_str s)
{
    return th_str_cstr(w->arena, s);
}

/* "0,5", "1000", "-1" as a number; anything else stays as it was typed. */
static bool as_number(const sheet_writer *w, th_str text, double *out)
{
    char *s = th_str_cstr(w->arena, text), *end;
    char *comma = strchr(s, ',');
    if (text.len == 0 || strspn(s, "-0123456789,") != text.len || (comma && strchr(comma + 1, ',')))
        return false;
    if (comma)
        *comma = '.';
    *out = strtod(s, &end);
    return *end == '\0';
}

static void put(const sheet_writer *w, lxw_worksheet *sheet, uint32_t row, lxw_col_t col, th_str text, bool number,
                th_look look)
{
    double value;
    if (number && as_number(w, text, &value))
        worksheet_write_number(sheet, row, col, value, th_styles_get(w->styles, look | TH_LOOK_RIGHT, NULL));
    else if (text.len) /* as text, or Excel makes a date of "1/5" when the cell is edited */
        worksheet_write_string(sheet, row, col, cstr(w, text), th_styles_get(w->styles, look, number ? NULL : "@"));
    else
        worksheet_write_blank(sheet, row, col, th_styles_get(w->styles, look, number ? NULL : "@"));
}

/* ---- drop-down lists ---- */

/* The words of a column in a column of their own; the formula that names it. */
static th_str choice_range(sheet_writer *w, const th_layout_column *c)
{
    for (size_t i = 0; i < c->choices.n; i++)
        worksheet_write_string(w->choices, (lxw_row_t)i, w->nchoices, cstr(w, c->choices.at[i]), NULL);
    th_str name = th_cell_name(w->arena, 0, w->nchoices++);
    name.len--; /* "C1" without its row */
    return th_str_fmt(w->arena, "='%s'!$" TH_FMT "$1:$" TH_FMT "$%zu", TH_LAYOUT_CHOICES, TH_ARG(name), TH_ARG(name),
                      c->choices.n);
}

static th_str code_range(const sheet_writer *w, size_t target)
{
    const th_layout_sheet *to = &w->layout->sheets[target];
    return th_str_fmt(w->arena, "='" TH_FMT "'!$A$2:$A$%zu", TH_ARG(to->name), to->nrows + 1 + SPARE_ROWS);
}

/* At most `most` characters. */
static th_str clipped(th_str s, size_t most)
{
    size_t at = 0;
    for (size_t n = 0; at < s.len && n < most; n++)
        th_utf8_next(s, &at);
    return th_str_sub(s, 0, at);
}

/* What the column takes is offered, its purpose is told; another value may be typed all the same, since some columns
 * take lists and expressions. */
static void offer(sheet_writer *w, lxw_worksheet *sheet, lxw_col_t col, const th_layout_sheet *s)
{
    const th_layout_column *c = &s->columns[col];
    th_str source = c->choices.n ? choice_range(w, c) : c->target != SIZE_MAX ? code_range(w, c->target) : (th_str){0};
    lxw_data_validation v = {
        .validate = source.len ? LXW_VALIDATION_TYPE_LIST_FORMULA : LXW_VALIDATION_TYPE_ANY,
        .input_title = cstr(w, clipped(c->label, LONGEST_TITLE)),
        .input_message = cstr(w, clipped(c->help, LONGEST_HELP)),
        .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
        .error_title = cstr(w, TH_STR("Giá trị lạ")),
        .error_message = cstr(w, TH_STR("Giá trị này không có trong danh sách. Vẫn ghi?")),
        .ignore_blank = LXW_VALIDATION_ON,
    };
    if (source.len)
        v.value_formula = cstr(w, source);
    if (source.len || c->help.len)
        worksheet_data_validation_range(sheet, 1, col, (lxw_row_t)(s->nrows + SPARE_ROWS), col, &v);
}

/* ---- sheets ---- */

static double width_of(const th_layout_sheet *s, size_t col)
{
    size_t most = th_utf8_count(s->columns[col].label) + 3; /* the arrow of the filter */
    for (size_t i = 0; i < s->nrows; i++)
        if (col < s->rows[i].n && th_utf8_count(s->rows[i].at[col]) > most)
            most = th_utf8_count(s->rows[i].at[col]);
    return most < NARROWEST ? NARROWEST : most > WIDEST ? WIDEST : (double)most * WIDE_LETTERS + 2;
}

/* Lines of a wrapped text; a word that does not fit leaves a tenth of a line empty. */
static size_t lines_of(th_str text, double width)
{
    size_t lines = 1;
    th_str rest = text, line;
    for (lines = 0; th_str_cut(&rest, '\n', &line);)
        lines += 1 + (size_t)((double)th_utf8_count(line) * WIDE_LETTERS / width);
    return lines ? lines : 1;
}

/* LibreOffice does not find the height of wrapped text by itself. */
static void set_height(lxw_worksheet *sheet, uint32_t row, size_t lines)
{
    if (lines > 1)
        worksheet_set_row(sheet, row, (double)lines * POINTS_OF_LINE, NULL);
}

static void print_setup(lxw_worksheet *sheet)
{
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_set_footer(sheet, "&L&A&RTrang &P/&N");
}

static bool write_known(sheet_writer *w, const th_layout_sheet *s)
{
    lxw_worksheet *sheet = workbook_add_worksheet(w->book, cstr(w, s->name));
    if (!sheet)
        return false;
    double *widths = th_arena_array(w->arena, s->ncolumns, sizeof *widths);
    for (size_t c = 0; c < s->ncolumns; c++) {
        lxw_col_t col = (lxw_col_t)c;
        th_look optional = TH_LOOK_CELL | TH_LOOK_CENTER | TH_FILL_GROUP;
        th_look look = s->columns[c].required ? (th_look)TH_LOOK_HEADER : optional;
        widths[c] = width_of(s, c);
        worksheet_set_column(sheet, col, col, widths[c], NULL);
        worksheet_write_string(sheet, 0, col, cstr(w, s->columns[c].label), th_styles_get(w->styles, look, NULL));
        offer(w, sheet, col, s);
    }
    for (size_t r = 0; r < s->nrows; r++) {
        size_t lines = 1;
        for (size_t c = 0; c < s->rows[r].n && c < s->ncolumns; c++) {
            size_t here = lines_of(s->rows[r].at[c], widths[c]);
            lines = here > lines ? here : lines;
            put(w, sheet, (uint32_t)r + 1, (lxw_col_t)c, s->rows[r].at[c], s->columns[c].number,
                TH_LOOK_CELL | TH_LOOK_TOP);
        }
        set_height(sheet, (uint32_t)r + 1, lines);
    }
    worksheet_freeze_panes(sheet, 1, 1);
    worksheet_autofilter(sheet, 0, 0, (lxw_row_t)(s->nrows ? s->nrows : 1), (lxw_col_t)(s->ncolumns - 1));
    print_setup(sheet);
    return true;
}

/* What the loader does not know is kept as it stands. */
static bool write_other(sheet_writer *w, const th_layout_sheet *s)
{
    lxw_worksheet *sheet = workbook_add_worksheet(w->book, cstr(w, s->name));
    for (size_t r = 0; sheet && r < s->nrows; r++)
        for (size_t c = 0; c < s->rows[r].n; c++)
            if (s->rows[r].at[c].len)
                put(w, sheet, (uint32_t)r, (lxw_col_t)c, s->rows[r].at[c], true, 0);
    return sheet != NULL;
}

static th_str choices_text(const sheet_writer *w, const th_layout_column *c)
{
    th_buf out;
    th_buf_init(&out, w->arena);
    for (size_t i = 0; i < c->choices.n; i++) {
        if (i)
            th_buf_add(&out, TH_STR("; "));
        th_buf_add(&out, c->choices.at[i]);
    }
    if (c->target != SIZE_MAX)
        th_buf_fmt(&out, "mã của trang " TH_FMT, TH_ARG(w->layout->sheets[c->target].name));
    else if (c->number)
        th_buf_add(&out, TH_STR("số"));
    return th_buf_str(&out);
}

static void write_help(sheet_writer *w, lxw_worksheet *sheet)
{
    static const char *const heads[] = {"Trang", "Cột", "Bắt buộc", "Nhận", "Để làm gì"};
    static const double widths[] = {14, 20, 10, 44, 70};
    lxw_format *head = th_styles_get(w->styles, TH_LOOK_HEADER, NULL);
    lxw_format *title = th_styles_get(w->styles, TH_LOOK_BOLD | TH_LOOK_LARGE, NULL);
    lxw_format *group = th_styles_get(w->styles, TH_LOOK_CELL | TH_LOOK_BOLD | TH_FILL_GROUP, NULL);
    lxw_format *cell = th_styles_get(w->styles, TH_LOOK_CELL | TH_LOOK_TOP, NULL);
    lxw_format *middle = th_styles_get(w->styles, TH_LOOK_MIDDLE | TH_LOOK_TOP, NULL);
    lxw_format *link = th_styles_get(w->styles, TH_LOOK_CELL | TH_LOOK_BOLD | TH_FILL_GROUP | TH_INK_LINK, NULL);
    uint32_t row = 0;
    for (lxw_col_t c = 0; c < 5; c++)
        worksheet_set_column(sheet, c, c, widths[c], NULL);
    worksheet_write_string(sheet, row++, 0, "Bộ biểu mẫu: mỗi trang và cột để làm gì", title);
    worksheet_write_string(sheet, row++, 0,
                           "Cột có tiêu đề đậm màu phải điền ở mọi dòng. Danh sách trong một ô cách nhau bằng dấu |. "
                           "Số thập phân viết dấu phẩy hoặc dấu chấm. Trang và cột lạ được bỏ qua khi đọc.",
                           th_styles_get(w->styles, TH_LOOK_ITALIC, NULL));
    row++;
    for (lxw_col_t c = 0; c < 5; c++)
        worksheet_write_string(sheet, row, c, heads[c], head);
    worksheet_freeze_panes(sheet, ++row, 0);
    for (size_t i = 0; i < w->layout->n; i++) {
        const th_layout_sheet *s = &w->layout->sheets[i];
        if (!s->known)
            continue;
        worksheet_write_url(sheet, row, 0, cstr(w, th_str_fmt(w->arena, "internal:'" TH_FMT "'!A1", TH_ARG(s->name))),
                            link);
        worksheet_write_string(sheet, row, 0, cstr(w, s->name), link);
        worksheet_write_blank(sheet, row, 1, group);
        worksheet_write_string(sheet, row, 2, s->required ? "Có" : "Không",
                               th_styles_get(w->styles, TH_LOOK_MIDDLE | TH_LOOK_BOLD | TH_FILL_GROUP, NULL));
        worksheet_merge_range(sheet, row, 3, row, 4, cstr(w, s->help), group);
        row++;
        for (size_t c = 0; c < s->ncolumns; c++, row++) {
            worksheet_write_blank(sheet, row, 0, cell);
            worksheet_write_string(sheet, row, 1, cstr(w, s->columns[c].label), cell);
            worksheet_write_string(sheet, row, 2, s->columns[c].required ? "Có" : "", middle);
            th_str takes = choices_text(w, &s->columns[c]);
            size_t lines = lines_of(takes, widths[3]), more = lines_of(s->columns[c].help, widths[4]);
            set_height(sheet, row, lines > more ? lines : more);
            worksheet_write_string(sheet, row, 3, cstr(w, takes), cell);
            worksheet_write_string(sheet, row, 4, cstr(w, s->columns[c].help), cell);
        }
    }
    print_setup(sheet);
}

th_status th_definition_write(th_arena *arena, const th_layout *layout, int64_t created, const char *path,
                              th_str *trouble)
{
    th_output *output = th_output_new(arena, path, trouble);
    if (!output)
        return TH_FAILED;
    sheet_writer w = {.arena = arena, .layout = layout, .book = th_output_book(output)};
    lxw_doc_properties about = {.title = th_str_cstr(arena, TH_STR("Bộ biểu mẫu")),
                                .created = (time_t)(created > 0 ? created : 1)};
    workbook_set_properties(w.book, &about);
    w.styles = th_styles_new(arena, w.book);
    lxw_worksheet *help = workbook_add_worksheet(w.book, TH_LAYOUT_HELP);
    th_str refused = {0};
    w.choices = workbook_add_worksheet(w.book, TH_LAYOUT_CHOICES);
    for (size_t i = 0; i < layout->n && !refused.len; i++) {
        const th_layout_sheet *s = &layout->sheets[i];
        if (!(s->known ? write_known(&w, s) : write_other(&w, s)))
            refused = s->name;
    }
    write_help(&w, help);
    worksheet_hide(w.choices);
    worksheet_activate(help);
    if (refused.len) {
        *trouble = th_str_fmt(arena, "không thêm được trang “" TH_FMT "”", TH_ARG(refused));
        return TH_FAILED;
    }
    return th_output_close(arena, output, trouble);
}
