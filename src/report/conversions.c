/* Writes CHUYỂN MÃ: which texts were converted, from which encoding, and on what evidence.  The same text of one sheet,
 * converted in the same way, is one row that names all of its cells. */
#include "report/sheets.h"

#include "report/conversion_rows.h"
#include "report/long_list.h"
#include "text/encoding.h"

#include "base/banned.h"

enum { MOST_ROWS = 1000000, PRINTED_ROWS = 20 };

/* Writes the summary, a row for each file and encoding that occur together.  Returns the first row below. */
static uint32_t summary(th_writer *writer, uint32_t row)
{
    th_pen *p = &writer->pen;
    static const char *const labels[] = {"Tệp", "Đơn vị", "", "Bảng mã", "Số ô"};
    const th_report *r = writer->r;
    const th_dataset *ds = r->ds;
    size_t *counts = th_arena_array(r->arena, ds->nsources * TH_ENCODINGS, sizeof *counts);
    for (size_t i = 0; i < ds->nconversions; i++)
        counts[(size_t)ds->conversions[i].source * TH_ENCODINGS + ds->conversions[i].encoding % TH_ENCODINGS]++;
    th_pen_text(p, row, TH_CONVERSION_FILE, th_str_of(labels[0]), TH_LOOK_HEADER);
    th_pen_merge(p, th_across(row, TH_CONVERSION_SHEET, TH_CONVERSION_CELL), th_str_of(labels[1]), TH_LOOK_HEADER);
    th_pen_text(p, row, TH_CONVERSION_ENCODING, th_str_of(labels[3]), TH_LOOK_HEADER);
    th_pen_text(p, row++, TH_CONVERSION_EVIDENCE, th_str_of(labels[4]), TH_LOOK_HEADER);
    for (size_t source = 0; source < ds->nsources; source++)
        for (uint32_t encoding = 0; encoding < TH_ENCODINGS; encoding++) {
            size_t n = counts[source * TH_ENCODINGS + encoding];
            if (!n)
                continue;
            uint32_t unit = ds->sources[source].unit;
            th_pen_text(p, row, TH_CONVERSION_FILE, ds->sources[source].file, TH_LOOK_CELL);
            th_pen_merge(p, th_across(row, TH_CONVERSION_SHEET, TH_CONVERSION_CELL),
                         unit == TH_NONE ? (th_str){0} : r->d->units[unit].name, TH_LOOK_CELL);
            th_pen_text(p, row, TH_CONVERSION_ENCODING, th_encoding_name((th_encoding)encoding), TH_LOOK_MIDDLE);
            th_pen_number(p, row++, TH_CONVERSION_EVIDENCE, (double)n, (th_style){TH_LOOK_FIGURE, "#,##0"});
        }
    return row;
}

static void conversion_row(th_writer *writer, uint32_t row, const th_conversion_rows *all, const th_conversion_row *one)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_conversion *conversion = one->first;
    th_look text = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, middle = text | TH_LOOK_CENTER;
    th_pen_text(p, row, TH_CONVERSION_FILE, r->ds->sources[conversion->source].file, text);
    th_pen_text(p, row, TH_CONVERSION_SHEET, conversion->sheet, text);
    th_pen_text(p, row, TH_CONVERSION_CELL, th_conversion_row_cells(r->arena, all, one), middle);
    th_pen_text(p, row, TH_CONVERSION_ENCODING, th_encoding_name((th_encoding)(conversion->encoding % TH_ENCODINGS)),
                middle);
    th_pen_text(p, row, TH_CONVERSION_EVIDENCE, th_conversion_row_evidence(one), text);
    th_pen_text(p, row, TH_CONVERSION_BEFORE, conversion->before, text);
    th_pen_text(p, row, TH_CONVERSION_AFTER, conversion->after, text);
    th_pen_number(p, row, TH_CONVERSION_TIMES, (double)one->n,
                  (th_style){TH_LOOK_FIGURE | TH_LOOK_TOP | TH_LOOK_SMALL, "#,##0"});
}

/* Where the rows stand in a file, the sheet says where, and has the summary alone. */
static uint32_t tell_of_file(th_writer *writer, size_t n)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t row = TH_LONG_FIRST + TH_LONG_TOLD;
    th_pen_heading(
        p, TH_STR("Chuyển mã chữ Việt sang Unicode"),
        th_str_fmt(r->arena, "%zu ô được chuyển, từng ô ghi ở tệp .csv đặt cạnh sổ này; dưới đây là số ô.", n),
        TH_CONVERSION_COLUMNS - 1);
    th_long_list_tell(writer, TH_LONG_CONVERSIONS, TH_CONVERSION_COLUMNS - 1);
    th_pen_merge(p, th_across(row, 0, TH_CONVERSION_COLUMNS - 1),
                 th_str_fmt(r->arena,
                            "Số dòng nhiều hơn số để được trong sổ (%zu, giới hạn “sheet-rows”), nên ở trong tệp .csv "
                            "nói trên, đặt cạnh sổ này: tên là tên sổ, rồi phần đuôi ấy. Gửi sổ cho ai thì gửi kèm "
                            "tệp. Mở bằng Excel: Dữ liệu › Từ văn bản/CSV, UTF-8, phân cách bằng dấu phẩy; lọc cột "
                            "Tệp. Chữ bắt đầu bằng = + - @ có thêm dấu ' ở trước.",
                            r->in->long_lists->most),
                 TH_LOOK_SMALL | TH_LOOK_WRAP | TH_LOOK_TOP);
    return row + 2;
}

void th_report_conversions(const th_report *r)
{
    static const double widths[TH_CONVERSION_COLUMNS] = {28, 15, 16, 12, 22, 46, 46, 7};
    th_writer writer = th_writer_of(r, TH_SHEET_CONVERSIONS);
    th_pen *p = &writer.pen;
    const th_conversion_rows *all = &r->conversions;
    size_t n = r->ds->nconversions, rows = all->n < MOST_ROWS ? all->n : MOST_ROWS;
    th_pen_widths(p, widths, TH_CONVERSION_COLUMNS);
    if (th_long_list_apart(r, TH_LONG_CONVERSIONS)) {
        uint32_t first = tell_of_file(&writer, n), end = summary(&writer, first);
        th_tab_print_area(p->tab, (th_area){0, 0, first + PRINTED_ROWS, TH_CONVERSION_COLUMNS - 1});
        th_tab_filter(p->tab, (th_area){first, 0, end - 1, TH_CONVERSION_EVIDENCE});
        th_pen_page(p, first, first, 0);
        return;
    }
    th_str below = TH_STR("Không ô nào phải chuyển: mọi chữ đã là Unicode dựng sẵn.");
    if (n)
        below = th_str_fmt(r->arena,
                           "%zu ô được chuyển%s; ô cùng một trang, cùng chữ thì chung một dòng. Chữ đã là Unicode thì "
                           "giữ nguyên. Khi in chỉ ra trang này.",
                           n, rows < all->n ? "; chỉ liệt kê một triệu dòng đầu" : "");
    th_pen_heading(p, TH_STR("Chuyển mã chữ Việt sang Unicode"), below, TH_CONVERSION_COLUMNS - 1);
    uint32_t head = TH_LONG_FIRST;
    if (n)
        head = summary(&writer, head) + 1;
    th_pen_header(p, head, th_conversion_labels, TH_CONVERSION_COLUMNS);
    th_tab_expect(p->tab, (rows + head + 1) * (TH_CONVERSION_COLUMNS + 1));
    for (size_t i = 0; i < rows; i++)
        conversion_row(&writer, head + 1 + (uint32_t)i, all, &all->at[i]);
    uint32_t printed = (uint32_t)(rows < PRINTED_ROWS ? rows : PRINTED_ROWS);
    th_tab_print_area(p->tab, (th_area){0, 0, head + (printed ? printed : 1), TH_CONVERSION_COLUMNS - 1});
    th_tab_filter(p->tab, (th_area){head, 0, head + (uint32_t)(rows ? rows : 1), TH_CONVERSION_COLUMNS - 1});
    th_pen_page(p, head, head, 0);
}
