/* Where in the file the figures of each indicator stand. */
#include "report/source_index.h"

#include "report/figure_key.h"
#include "report/long_list.h"
#include "report/writer.h"

#include "base/banned.h"

enum { EXCEL_ROWS = 1048576 }; /* of a sheet */

static th_source_range *range_of_fact(const th_report *r, const th_fact *f)
{
    return &r->source_ranges[f->item ? r->d->nindicators + f->indicator : f->indicator];
}

/* The cells of a list stand together, row by row: all of its columns have the same rows of the file. */
static void place_lists(th_report *r)
{
    th_source_range *of_form = th_arena_array(r->arena, r->d->nforms, sizeof *of_form);
    for (size_t i = 0; i < r->ds->nfacts; i++) {
        const th_fact *f = &r->ds->facts[i];
        if (!f->item)
            continue;
        th_source_range *list = &of_form[r->d->columns[f->indicator].form];
        if (!list->last || r->source_row[i] < list->first)
            list->first = r->source_row[i];
        if (r->source_row[i] + 1 > list->last)
            list->last = r->source_row[i] + 1;
    }
    for (uint32_t c = 0; c < r->d->ncolumns; c++) {
        th_source_range *range = &r->source_ranges[r->d->nindicators + c];
        const th_source_range *list = &of_form[r->d->columns[c].form];
        if (range->n)
            range->first = list->first, range->last = list->last;
    }
}

void th_source_index_place(th_report *r)
{
    size_t most = r->d->nindicators + r->d->ncolumns;
    uint32_t row = TH_INDEX_FIRST;
    r->source_ranges = th_arena_array(r->arena, most + 1, sizeof *r->source_ranges);
    for (size_t i = 0; i < r->ds->nfacts; i++) {
        const th_fact *f = &r->ds->facts[i];
        th_source_range *range = range_of_fact(r, f);
        if (!range->n++)
            range->fact = (uint32_t)i, range->first = r->source_row[i];
        if (r->source_row[i] < range->first)
            range->first = r->source_row[i];
        if (r->source_row[i] + 1 > range->last)
            range->last = r->source_row[i] + 1;
    }
    place_lists(r);
    for (size_t i = 0; i < most; i++)
        if (r->source_ranges[i].n)
            r->source_ranges[i].row = row++;
    r->source_index_end = row;
}

th_str th_source_index_column(const th_report *r, uint32_t col)
{
    uint32_t last = r->source_index_end > TH_INDEX_FIRST ? r->source_index_end - 1 : TH_INDEX_FIRST;
    return th_ref_area(r->arena, r->names[TH_SHEET_SOURCES], th_down(col, TH_INDEX_FIRST, last));
}

static void range_row(th_writer *writer, const th_source_range *range)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_fact *f = &r->ds->facts[range->fact];
    const th_column *column = f->item ? &r->d->columns[f->indicator] : NULL;
    const th_indicator *ind = column ? NULL : &r->d->indicators[f->indicator];
    uint32_t row = range->row, home_row, home_col;
    const th_style number = {TH_LOOK_FIGURE | TH_LOOK_TOP, "#,##0"};
    th_look text = TH_LOOK_CELL | TH_LOOK_TOP, middle = text | TH_LOOK_CENTER;
    th_str home, code, label;
    uint32_t form = column ? column->form : ind->form;
    code = column ? column->code : ind->code;
    label = column ? column->label : ind->label;
    th_plan_fact_home(r, f, &home, &home_row, &home_col);
    if (home_row != TH_NONE && home_col != TH_NONE)
        th_pen_link(p, row, TH_INDEX_CODE, (th_target){home, home_row, home_col});
    th_pen_text(p, row, TH_INDEX_CODE, code, TH_LOOK_BORDER | TH_LOOK_TOP | TH_INK_LINK);
    th_pen_text(p, row, TH_INDEX_LABEL, label, text);
    th_pen_text(p, row, TH_INDEX_FORM, r->d->forms[form].code, middle);
    th_pen_text(p, row, TH_INDEX_KIND, column ? TH_STR("Danh sách") : TH_STR("Số liệu"), middle);
    th_pen_number(p, row, TH_INDEX_N, (double)range->n, number);
    th_pen_number(p, row, TH_INDEX_FROM, (double)range->first + TH_INDEX_FILE_FIRST, number);
    th_pen_number(p, row, TH_INDEX_TO, (double)range->last - 1 + TH_INDEX_FILE_FIRST, number);
    th_pen_text(p, row, TH_INDEX_KEY,
                th_str_fmt(r->arena, "(đơn vị)" TH_KEY_BETWEEN TH_FMT TH_KEY_BETWEEN "%s", TH_ARG(code),
                           column ? "Dòng 1, 2…" : "Năm nay, Năm trước…"),
                text);
}

static th_str how_to_look_up(const th_report *r)
{
    const th_long_list *list = &r->in->long_lists->at[TH_LONG_SOURCES];
    th_str key = r->ds->nfacts ? th_figure_key(r, &r->ds->facts[0]) : (th_str){0};
    return th_str_fmt(
        r->arena,
        "Số liệu nhiều hơn số dòng để được trong sổ (%zu, giới hạn “sheet-rows”), nên các dòng nguồn ở trong tệp .csv "
        "nói trên, đặt cạnh sổ này: tên là tên sổ, rồi phần đuôi ấy. Gửi sổ cho ai thì gửi kèm tệp. Tra một số: bấm "
        "vào số ở TỔNG HỢP hay ở trang biểu là tới dòng của mã ấy ở bảng dưới; mở tệp (Excel: Dữ liệu › Từ văn "
        "bản/CSV, UTF-8, phân cách bằng dấu phẩy), tới các dòng ghi ở bảng, hoặc tìm (Ctrl+F) khóa, ví dụ “" TH_FMT
        "”: dòng ấy ghi tệp, trang, ô và nguyên văn đơn vị đã ghi. Chữ bắt đầu bằng = + - @ có thêm dấu ' ở trước.%s",
        r->in->long_lists->most, TH_ARG(key),
        list->rows + TH_INDEX_FILE_FIRST > EXCEL_ROWS
            ? " Excel chỉ mở được 1.048.576 dòng đầu của một tệp: khi nạp chọn Chuyển đổi dữ liệu và lọc cột Khóa."
            : "");
}

void th_source_index_draw(const th_report *r)
{
    static const char *const labels[TH_INDEX_COLUMNS] = {"Mã",      "Chỉ tiêu", "Biểu",     "Loại",
                                                         "Số dòng", "Từ dòng",  "Đến dòng", "Khóa để tìm"};
    static const double widths[TH_INDEX_COLUMNS] = {13, 66, 10, 12, 11, 11, 11, 44};
    th_writer writer = th_writer_of(r, TH_SHEET_SOURCES);
    th_pen *p = &writer.pen;
    size_t figures = 0, most = r->d->nindicators + r->d->ncolumns;
    for (size_t i = 0; i < r->ds->nfacts; i++)
        figures += th_plan_is_figure(&r->ds->facts[i]);
    th_pen_expect(p, most + 1);
    th_pen_widths(p, widths, TH_INDEX_COLUMNS);
    th_str subtitle = th_str_fmt(r->arena, "%zu số liệu và %zu ô chữ, ghi ở tệp .csv đặt cạnh sổ này.", figures,
                                 r->ds->nfacts - figures);
    th_pen_heading(p, TH_STR("Nguồn số liệu"), subtitle, TH_INDEX_COLUMNS - 1);
    th_long_list_tell(&writer, TH_LONG_SOURCES, TH_INDEX_COLUMNS - 1);
    th_pen_merge(p, th_across(TH_LONG_FIRST + TH_LONG_TOLD, 0, TH_INDEX_COLUMNS - 1), how_to_look_up(r),
                 TH_LOOK_SMALL | TH_LOOK_WRAP | TH_LOOK_TOP);
    th_pen_header(p, TH_INDEX_HEAD, labels, TH_INDEX_COLUMNS);
    for (size_t i = 0; i < most; i++)
        if (r->source_ranges[i].n)
            range_row(&writer, &r->source_ranges[i]);
    uint32_t last = r->source_index_end > TH_INDEX_FIRST ? r->source_index_end - 1 : TH_INDEX_FIRST;
    th_tab_filter(p->tab, (th_area){TH_INDEX_HEAD, 0, last, TH_INDEX_COLUMNS - 1});
    th_pen_first_page_only(p, TH_INDEX_HEAD, TH_INDEX_COLUMNS - 1);
    th_pen_page(p, TH_INDEX_HEAD, TH_INDEX_HEAD, TH_INDEX_LABEL + 1);
}
