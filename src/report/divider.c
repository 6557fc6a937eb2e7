/* Writes PHẦN KIỂM TRA, which parts what is read and signed from what is checked with. */
#include "report/sheets.h"

#include "base/banned.h"

void th_report_divider(const th_report *r)
{
    enum { HEAD = 4, LAST = 2 };
    static const char *const labels[] = {"Trang", "Có gì"};
    static const double widths[] = {26, 80, 20};
    th_writer writer = th_writer_of(r, TH_SHEET_DIVIDER);
    th_pen *p = &writer.pen;
    uint32_t row = HEAD;
    th_pen_widths(p, widths, LAST + 1);
    th_pen_heading(p, TH_STR("Phần kiểm tra"),
                   TH_STR("Các trang trước để đọc và ký; các trang sau để kiểm tra, đối chiếu, tra cứu."), LAST);
    th_pen_header(p, row, labels, 1);
    th_pen_merge(p, th_across(row++, 1, LAST), th_str_of(labels[1]), TH_LOOK_HEADER);
    for (th_sheet_id id = TH_SHEET_DIVIDER + 1; id < TH_SHEETS; id++) {
        if (!th_plan_has(r, id))
            continue;
        th_pen_link(p, row, 0, (th_target){r->names[id], 0, 0});
        th_pen_text(p, row, 0, r->names[id], TH_LOOK_CELL | TH_INK_LINK);
        th_pen_merge(p, th_across(row++, 1, LAST), th_plan_sheet_text(r, id), TH_LOOK_CELL);
    }
    th_pen_page(p, HEAD, HEAD, 0);
}
