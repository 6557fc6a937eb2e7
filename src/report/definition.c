/* Writes a definition as a workbook: its tables with headings, drop-down lists and validation, and the sheet that
 * explains the columns. */
#include "report/definition.h"

#include "draw/style.h"
#include "draw/validation.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define WIDE_LETTERS 1.1 /* the width of a letter of Times New Roman, 11 points, in digits, with room for capitals */
enum { POINTS_OF_LINE = 15, SPARE_ROWS = 300, LONGEST_HELP = 255, LONGEST_TITLE = 32, NARROWEST = 8, WIDEST = 50 };

typedef struct sheet_writer {
    th_arena *arena;
    const th_layout *layout;
    th_output *output;
    th_tab *choices; /* the hidden sheet whose columns are the words of drop-down lists */
    uint32_t nchoices;
    int64_t created;
} sheet_writer;

static const th_cell_format *look_of(const sheet_writer *writer, th_look look)
{
    return th_style_get(writer->output, look, NULL);
}

/* Is the text a number, such as "0,5", "1000" or "-1"?  Anything else stays as it was typed. */
static bool as_number(const sheet_writer *writer, th_str text, double *out)
{
    char *digits = th_str_cstr(writer->arena, text), *end;
    char *comma = strchr(digits, ',');
    if (text.len == 0 || strspn(digits, "-0123456789,") != text.len || (comma && strchr(comma + 1, ',')))
        return false;
    if (comma)
        *comma = '.';
    *out = strtod(digits, &end);
    return *end == '\0';
}

typedef struct typed {
    th_str text;
    bool number; /* Are texts that are numbers written as numbers? */
    th_look look;
} typed;

static void put_typed(const sheet_writer *writer, th_tab *tab, uint32_t row, uint32_t col, typed cell)
{
    double value;
    /* The format is text, for otherwise Excel would make a date of "1/5" as soon as the cell is edited. */
    const char *format = cell.number ? NULL : "@";
    if (cell.number && as_number(writer, cell.text, &value))
        th_tab_number(tab, row, col, value, look_of(writer, cell.look | TH_LOOK_RIGHT));
    else if (cell.text.len)
        th_tab_text(tab, row, col, cell.text, th_style_get(writer->output, cell.look, format));
    else
        th_tab_blank(tab, row, col, th_style_get(writer->output, cell.look, format));
}

/* ---- drop-down lists ---- */

/* Puts the words that a column may take into a column of the hidden sheet, and gives the formula that names them. */
static th_str choice_range(sheet_writer *writer, const th_layout_column *column)
{
    for (size_t i = 0; i < column->choices.n; i++)
        th_tab_text(writer->choices, (uint32_t)i, writer->nchoices, column->choices.at[i], NULL);
    th_str name = th_cell_name(writer->arena, 0, writer->nchoices++);
    name.len--; /* "C1" loses its row. */
    return th_str_fmt(writer->arena, "='%s'!$" TH_FMT "$1:$" TH_FMT "$%zu", TH_LAYOUT_CHOICES, TH_ARG(name),
                      TH_ARG(name), column->choices.n);
}

static th_str code_range(const sheet_writer *writer, size_t target)
{
    const th_layout_sheet *to = &writer->layout->sheets[target];
    return th_str_fmt(writer->arena, "='" TH_FMT "'!$A$2:$A$%zu", TH_ARG(to->name), to->nrows + 1 + SPARE_ROWS);
}

/* The text, cut to `most` characters, which is what Excel takes. */
static th_str clipped(th_str s, size_t most)
{
    size_t at = 0;
    for (size_t n = 0; at < s.len && n < most; n++)
        th_utf8_next(s, &at);
    return th_str_sub(s, 0, at);
}

/* Offers what a column takes and tells its purpose.  Another value may be typed all the same, since some columns take
 * lists and expressions. */
static void offer(sheet_writer *writer, th_tab *tab, uint32_t col, const th_layout_sheet *sheet)
{
    const th_layout_column *column = &sheet->columns[col];
    th_validation valid = {.title = th_str_cstr(writer->arena, clipped(column->label, LONGEST_TITLE)),
                           .hint = th_str_cstr(writer->arena, clipped(column->help, LONGEST_HELP)),
                           .warning_title = "Giá trị lạ",
                           .warning = "Giá trị này không có trong danh sách. Vẫn ghi?"};
    if (column->choices.n)
        valid.source = choice_range(writer, column);
    else if (column->target != SIZE_MAX)
        valid.source = code_range(writer, column->target);
    if (valid.source.len)
        valid.kind = TH_VALID_OF_RANGE;
    if (valid.source.len || column->help.len)
        th_tab_validate(tab, th_down(col, 1, (uint32_t)(sheet->nrows + SPARE_ROWS)), &valid);
}

/* ---- sheets ---- */

static double width_of_texts(const th_layout_sheet *sheet, size_t col)
{
    size_t most = th_utf8_count(sheet->columns[col].label) + 3; /* The arrow of the filter takes room, too. */
    for (size_t i = 0; i < sheet->nrows; i++)
        if (col < sheet->rows[i].n && th_utf8_count(sheet->rows[i].at[col]) > most)
            most = th_utf8_count(sheet->rows[i].at[col]);
    if (most < NARROWEST)
        return NARROWEST;
    return most > WIDEST ? WIDEST : (double)most * WIDE_LETTERS + 2;
}

/* How many lines a wrapped text takes, when words that do not fit leave a tenth of each line empty. */
static size_t lines_of(th_str text, double width)
{
    size_t lines = 1;
    th_str rest = text, line;
    for (lines = 0; th_str_cut(&rest, '\n', &line);)
        lines += 1 + (size_t)((double)th_utf8_count(line) * WIDE_LETTERS / width);
    return lines ? lines : 1;
}

/* Rows get their height from us, because LibreOffice does not find that of wrapped text by itself. */
static void set_height(th_tab *tab, uint32_t row, size_t lines)
{
    if (lines > 1)
        th_tab_height(tab, row, (double)lines * POINTS_OF_LINE);
}

static void print_setup(th_tab *tab)
{
    th_tab_paper(tab);
    th_tab_repeat(tab, 0, 0);
    th_tab_footer(tab, TH_STR("&L&A&RTrang &P/&N"));
}

static bool write_known(sheet_writer *writer, const th_layout_sheet *sheet)
{
    th_tab *tab = th_output_add(writer->output, sheet->name);
    if (!tab)
        return false;
    double *widths = th_arena_array(writer->arena, sheet->ncolumns, sizeof *widths);
    for (uint32_t col = 0; col < sheet->ncolumns; col++) {
        th_look optional = TH_LOOK_CELL | TH_LOOK_CENTER | TH_FILL_GROUP;
        th_look look = sheet->columns[col].required ? (th_look)TH_LOOK_HEADER : optional;
        widths[col] = width_of_texts(sheet, col);
        th_tab_width(tab, col, col, widths[col], false);
        th_tab_text(tab, 0, col, sheet->columns[col].label, look_of(writer, look));
        offer(writer, tab, col, sheet);
    }
    for (size_t row = 0; row < sheet->nrows; row++) {
        size_t lines = 1;
        for (uint32_t col = 0; col < sheet->rows[row].n && col < sheet->ncolumns; col++) {
            size_t here = lines_of(sheet->rows[row].at[col], widths[col]);
            lines = here > lines ? here : lines;
            put_typed(writer, tab, (uint32_t)row + 1, col,
                      (typed){sheet->rows[row].at[col], sheet->columns[col].number, TH_LOOK_CELL | TH_LOOK_TOP});
        }
        set_height(tab, (uint32_t)row + 1, lines);
    }
    th_tab_freeze(tab, 1, 1);
    th_tab_filter(tab, (th_area){0, 0, (uint32_t)(sheet->nrows ? sheet->nrows : 1), (uint32_t)(sheet->ncolumns - 1)});
    print_setup(tab);
    return true;
}

/* Writes a sheet that the loader does not know as it stands, for somebody keeps it there, and it must not be lost. */
static bool write_other(sheet_writer *writer, const th_layout_sheet *sheet)
{
    th_tab *tab = th_output_add(writer->output, sheet->name);
    for (size_t row = 0; tab && row < sheet->nrows; row++)
        for (size_t col = 0; col < sheet->rows[row].n; col++)
            if (sheet->rows[row].at[col].len)
                put_typed(writer, tab, (uint32_t)row, (uint32_t)col,
                          (typed){.text = sheet->rows[row].at[col], .number = true});
    return tab != NULL;
}

static th_str choices_text(const sheet_writer *writer, const th_layout_column *column)
{
    th_buf out;
    th_buf_init(&out, writer->arena);
    for (size_t i = 0; i < column->choices.n; i++) {
        if (i)
            th_buf_add(&out, TH_STR("; "));
        th_buf_add(&out, column->choices.at[i]);
    }
    if (column->target != SIZE_MAX)
        th_buf_fmt(&out, "mã của trang " TH_FMT, TH_ARG(writer->layout->sheets[column->target].name));
    else if (column->number)
        th_buf_add(&out, TH_STR("số"));
    return th_buf_str(&out);
}

enum { HELP_SHEET = 0, HELP_COLUMN, HELP_REQUIRED, HELP_TAKES, HELP_PURPOSE, HELP_COLUMNS };
static const double help_widths[HELP_COLUMNS] = {14, 20, 10, 44, 70};

static void help_sheet_row(const sheet_writer *writer, th_tab *tab, uint32_t row, const th_layout_sheet *sheet)
{
    th_look bold = TH_LOOK_BOLD | TH_FILL_GROUP;
    const th_cell_format *group = look_of(writer, TH_LOOK_CELL | bold);
    const th_cell_format *link = look_of(writer, TH_LOOK_CELL | bold | TH_INK_LINK);
    th_str url = th_str_fmt(writer->arena, "internal:'" TH_FMT "'!A1", TH_ARG(sheet->name));
    th_tab_link(tab, row, HELP_SHEET, (th_link){.url = url}, link);
    th_tab_text(tab, row, HELP_SHEET, sheet->name, link);
    th_tab_blank(tab, row, HELP_COLUMN, group);
    th_tab_text(tab, row, HELP_REQUIRED, sheet->required ? TH_STR("Có") : TH_STR("Không"),
                look_of(writer, TH_LOOK_MIDDLE | bold));
    th_tab_merge(tab, th_across(row, HELP_TAKES, HELP_PURPOSE), sheet->help, group);
}

static void help_column_row(const sheet_writer *writer, th_tab *tab, uint32_t row, const th_layout_column *column)
{
    const th_cell_format *cell = look_of(writer, TH_LOOK_CELL | TH_LOOK_TOP);
    const th_cell_format *middle = look_of(writer, TH_LOOK_MIDDLE | TH_LOOK_TOP);
    th_str takes = choices_text(writer, column);
    size_t lines = lines_of(takes, help_widths[HELP_TAKES]), more = lines_of(column->help, help_widths[HELP_PURPOSE]);
    th_tab_blank(tab, row, HELP_SHEET, cell);
    th_tab_text(tab, row, HELP_COLUMN, column->label, cell);
    th_tab_text(tab, row, HELP_REQUIRED, column->required ? TH_STR("Có") : (th_str){0}, middle);
    set_height(tab, row, lines > more ? lines : more);
    th_tab_text(tab, row, HELP_TAKES, takes, cell);
    th_tab_text(tab, row, HELP_PURPOSE, column->help, cell);
}

/* How one of the two workbooks introduces itself. */
typedef struct introduction {
    th_mark mark;
    const char *title, *sheet, *heading;
    const char *lines[6]; /* the last is NULL */
} introduction;

static const introduction of_definition = {
    TH_MARK_DEFINITION,
    "Bộ biểu mẫu",
    TH_LAYOUT_HELP,
    "Bộ biểu mẫu: mỗi trang và cột để làm gì",
    {"Cột có tiêu đề đậm màu phải điền ở mọi dòng. Danh sách trong một ô cách nhau bằng dấu |. "
     "Số thập phân viết dấu phẩy hoặc dấu chấm. Trang và cột lạ được bỏ qua khi đọc."}};
static const introduction of_ledger = {
    TH_MARK_LEDGER,
    "Sổ ban thư ký",
    TH_LAYOUT_LEDGER,
    "Sổ ban thư ký: những gì Ban thư ký quyết định trong đợt",
    {"Mỗi dòng là một quyết định: ai, ngày nào, căn cứ gì. Ghi thêm dòng mới ở cuối trang; sửa hoặc xóa dòng cũ khi "
     "thôi quyết định ấy.",
     "Cột có tiêu đề đậm màu phải điền ở mọi dòng. Chọn trong danh sách của ô; số thập phân viết dấu phẩy.",
     "Chương trình chỉ đọc sổ này, không bao giờ ghi vào. Dòng ghi sai chưa có tác dụng, và được nêu ở đầu MỤC LỤC kèm "
     "trang và ô.",
     "Không thêm trang của bộ biểu mẫu (Chỉ tiêu, Đơn vị, Chấm điểm …) vào đây: sổ sẽ bị từ chối. Trang ghi chú riêng "
     "thì được.",
     "Lưu và đóng Excel trước giờ chạy; dòng chép từ bảng chờ quyết định phải điền Ai và Ngày."}};

static const introduction of_decisions = {
    TH_MARK_DECISIONS,
    "Chờ quyết định",
    "Chờ quyết định",
    "Những gì chờ Ban thư ký quyết định",
    {"Mỗi dòng ở các trang sau chờ một quyết định: xem lại, chép sang trang cùng tên của sổ ban thư ký, điền Ai, Ngày.",
     "Ở Sổ nhận điền thêm Quyết định: nhận, chờ hoặc rút. Bảng này được lập lại mỗi lượt; ghi vào đây không có tác "
     "dụng."}};

static void write_help(const sheet_writer *writer, const introduction *intro, th_tab *tab)
{
    static const char *const heads[HELP_COLUMNS] = {"Trang", "Cột", "Bắt buộc", "Nhận", "Để làm gì"};
    uint32_t row = 0;
    for (uint32_t col = 0; col < HELP_COLUMNS; col++)
        th_tab_width(tab, col, col, help_widths[col], false);
    th_tab_text(tab, row++, 0, th_str_of(intro->heading), look_of(writer, TH_LOOK_BOLD | TH_LOOK_LARGE));
    for (size_t i = 0; intro->lines[i]; i++)
        th_tab_text(tab, row++, 0, th_str_of(intro->lines[i]), look_of(writer, TH_LOOK_ITALIC));
    row++;
    for (uint32_t col = 0; col < HELP_COLUMNS; col++)
        th_tab_text(tab, row, col, th_str_of(heads[col]), look_of(writer, TH_LOOK_HEADER));
    th_tab_freeze(tab, ++row, 0);
    for (size_t i = 0; i < writer->layout->n; i++) {
        const th_layout_sheet *sheet = &writer->layout->sheets[i];
        if (!sheet->known)
            continue;
        help_sheet_row(writer, tab, row++, sheet);
        for (size_t k = 0; k < sheet->ncolumns; k++)
            help_column_row(writer, tab, row++, &sheet->columns[k]);
    }
    print_setup(tab);
}

/* `layout` holds the sheets; the bytes go to `to`. */
static th_status write_layout(sheet_writer writer, const introduction *intro, th_drawn *to, th_trouble *trouble)
{
    const th_layout *layout = writer.layout;
    writer.output = th_output_new(writer.arena, to->path, trouble);
    if (!writer.output)
        return TH_FAILED;
    th_output_describe(writer.output,
                       &(th_about){.mark = intro->mark, .title = intro->title, .created = writer.created});
    th_output_dress(writer.output, &(th_letterhead){0}); /* no pen is used: these sheets have no heading */
    th_tab *help = th_output_add(writer.output, th_str_of(intro->sheet));
    th_str refused = {0};
    writer.choices = th_output_add(writer.output, TH_STR(TH_LAYOUT_CHOICES));
    for (size_t i = 0; i < layout->n && !refused.len; i++) {
        const th_layout_sheet *sheet = &layout->sheets[i];
        if (!(sheet->known ? write_known(&writer, sheet) : write_other(&writer, sheet)))
            refused = sheet->name;
    }
    write_help(&writer, intro, help);
    th_tab_hide(writer.choices);
    th_tab_activate(help);
    if (refused.len) {
        *trouble = TH_TROUBLE(writer.arena, "không thêm được trang “" TH_FMT "”", "sheet “" TH_FMT "” cannot be added",
                              TH_ARG(refused));
        return TH_FAILED;
    }
    th_status status = th_output_close(writer.output, trouble);
    to->bytes = th_output_bytes(writer.output);
    return status;
}

th_status th_definition_write(th_arena *arena, const th_layout *layout, int64_t created, th_drawn *to,
                              th_trouble *trouble)
{
    const sheet_writer writer = {.arena = arena, .layout = layout, .created = created};
    return write_layout(writer, &of_definition, to, trouble);
}

/* A column of an entered sheet, in a workbook without the sheets that it refers to: their codes are its choices. */
static th_layout_column ledger_column(th_arena *arena, const th_layout *layout, th_layout_column column)
{
    if (column.target == SIZE_MAX)
        return column;
    const th_layout_sheet *to = &layout->sheets[column.target];
    for (size_t i = 0; i < to->nrows; i++)
        if (to->rows[i].n && to->rows[i].at[0].len)
            th_strs_add(&column.choices, arena, to->rows[i].at[0]);
    column.target = SIZE_MAX;
    return column;
}

static th_layout_sheet ledger_sheet(th_arena *arena, const th_layout *layout, th_layout_sheet sheet)
{
    bool rows = layout->entries;
    th_layout_column *columns = th_arena_array(arena, sheet.ncolumns, sizeof *columns);
    for (size_t col = 0; col < sheet.ncolumns; col++)
        columns[col] = ledger_column(arena, layout, sheet.columns[col]);
    sheet.columns = columns;
    sheet.nrows = rows ? sheet.nrows : 0;
    return sheet;
}

th_status th_ledger_write(th_arena *arena, const th_layout *layout, int64_t created, th_drawn *to, th_trouble *trouble)
{
    static const char *const sheets[] = {"Sổ nhận",   "Cụm chấm", "Điều chỉnh", "Giải trình", "Phiếu kín",
                                         "Kiến nghị", "Đóng",     "Trạng thái", "Chốt"};
    enum { SHEETS = sizeof sheets / sizeof *sheets };
    th_layout ledger = {.sheets = th_arena_array(arena, SHEETS, sizeof *ledger.sheets)};
    for (size_t i = 0; i < SHEETS; i++)
        for (size_t k = 0; k < layout->n; k++)
            if (layout->sheets[k].known && th_str_eq(layout->sheets[k].name, th_str_of(sheets[i])))
                ledger.sheets[ledger.n++] = ledger_sheet(arena, layout, layout->sheets[k]);
    const sheet_writer writer = {.arena = arena, .layout = &ledger, .created = created};
    return write_layout(writer, &of_ledger, to, trouble);
}

th_status th_decisions_write(th_arena *arena, const th_layout *layout, int64_t created, th_drawn *to,
                             th_trouble *trouble)
{
    const sheet_writer writer = {.arena = arena, .layout = layout, .created = created};
    return write_layout(writer, &of_decisions, to, trouble);
}
