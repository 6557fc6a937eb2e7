/* Writes CHUYỂN MÃ: which texts were converted, from which encoding, and on what evidence. */
#include "report/sheets.h"

#include "report/cells.h"
#include "text/encoding.h"

#include "base/banned.h"

enum { FILE_ = 0, SHEET, CELL, ENCODING, EVIDENCE, BEFORE, AFTER, COLUMNS, SUMMARY_HEAD = 4, MOST_ROWS = 1000000 };

/* Writes the summary, a row for each file and encoding that occur together.  Returns the first row below. */
static uint32_t summary(th_writer *writer)
{
    th_pen *p = &writer->pen;
    static const char *const labels[] = {"Tệp", "Đơn vị", "", "Bảng mã", "Số ô"};
    const th_report *r = writer->r;
    const th_dataset *ds = r->ds;
    size_t *counts = th_arena_array(r->arena, ds->nsources * TH_ENCODINGS, sizeof *counts);
    for (size_t i = 0; i < ds->nconversions; i++)
        counts[(size_t)ds->conversions[i].source * TH_ENCODINGS + ds->conversions[i].encoding % TH_ENCODINGS]++;
    uint32_t row = SUMMARY_HEAD;
    th_pen_text(p, row, FILE_, th_str_of(labels[0]), TH_LOOK_HEADER);
    th_pen_merge(p, th_across(row, SHEET, CELL), th_str_of(labels[1]), TH_LOOK_HEADER);
    th_pen_text(p, row, ENCODING, th_str_of(labels[3]), TH_LOOK_HEADER);
    th_pen_text(p, row++, EVIDENCE, th_str_of(labels[4]), TH_LOOK_HEADER);
    for (size_t source = 0; source < ds->nsources; source++)
        for (uint32_t encoding = 0; encoding < TH_ENCODINGS; encoding++) {
            size_t n = counts[source * TH_ENCODINGS + encoding];
            if (!n)
                continue;
            uint32_t unit = ds->sources[source].unit;
            th_pen_text(p, row, FILE_, ds->sources[source].file, TH_LOOK_CELL);
            th_pen_merge(p, th_across(row, SHEET, CELL), unit == TH_NONE ? (th_str){0} : r->d->units[unit].name,
                         TH_LOOK_CELL);
            th_pen_text(p, row, ENCODING, th_encoding_name((th_encoding)encoding), TH_LOOK_MIDDLE);
            th_pen_number(p, row++, EVIDENCE, (double)n, (th_style){TH_LOOK_FIGURE, "#,##0"});
        }
    return row;
}

static void conversion_row(th_writer *writer, uint32_t row, const th_conversion *conversion)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_look text = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, middle = text | TH_LOOK_CENTER;
    th_pen_text(p, row, FILE_, r->ds->sources[conversion->source].file, text);
    th_pen_text(p, row, SHEET, conversion->sheet, text);
    th_pen_text(p, row, CELL, th_cell_name(r->arena, conversion->row, conversion->col), middle);
    th_pen_text(p, row, ENCODING, th_encoding_name((th_encoding)(conversion->encoding % TH_ENCODINGS)), middle);
    th_pen_text(p, row, EVIDENCE,
                conversion->evidence < TH_EVIDENCES ? th_evidence_vi((th_evidence)conversion->evidence) : (th_str){0},
                text);
    th_pen_text(p, row, BEFORE, conversion->before, text);
    th_pen_text(p, row, AFTER, conversion->after, text);
}

void th_report_conversions(const th_report *r)
{
    static const char *const labels[COLUMNS] = {"Tệp", "Trang", "Ô", "Bảng mã", "Căn cứ", "Trước", "Sau"};
    static const double widths[COLUMNS] = {30, 15, 8, 14, 24, 50, 50};
    th_writer writer = th_writer_of(r, TH_SHEET_CONVERSIONS);
    th_pen *p = &writer.pen;
    size_t n = r->ds->nconversions, rows = n < MOST_ROWS ? n : MOST_ROWS;
    th_pen_widths(p, widths, COLUMNS);
    th_str below = TH_STR("Không ô nào phải chuyển: mọi chữ đã là Unicode dựng sẵn.");
    if (n)
        below = th_str_fmt(r->arena, "%zu ô được chuyển%s. Chữ đã là Unicode thì giữ nguyên.", n,
                           rows < n ? "; chỉ liệt kê một triệu ô đầu" : "");
    th_pen_heading(p, TH_STR("Chuyển mã chữ Việt sang Unicode"), below, COLUMNS - 1);
    uint32_t head = SUMMARY_HEAD;
    if (n)
        head = summary(&writer) + 1;
    th_pen_header(p, head, labels, COLUMNS);
    for (size_t i = 0; i < rows; i++)
        conversion_row(&writer, head + 1 + (uint32_t)i, &r->ds->conversions[i]);
    th_tab_filter(p->tab, (th_area){head, 0, head + (uint32_t)(rows ? rows : 1), COLUMNS - 1});
    th_pen_page(p, head, head, 0);
}
