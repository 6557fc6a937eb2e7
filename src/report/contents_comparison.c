/* Writes what MỤC LỤC says of figures and their sources: how many differ, which have none, and where the rows stand of
 * which there are too many for the workbook. */
#include "report/contents_comparison.h"

#include "draw/formula.h"
#include "report/gap.h"
#include "report/long_list.h"

#include "base/banned.h"

/* Cells in which figures of this year stand, as a formula; `gaps`: what has to be taken off, for words in their place.
 * Of many units TỔNG HỢP counts them, form by form. */
static th_str stated_cells(const th_report *r, th_str *gaps)
{
    uint32_t top = TH_SUMMARY_HEAD + 1, bottom = r->summary_end > top ? r->summary_end - 1 : top;
    th_str sheet = r->names[TH_SHEET_SUMMARY];
    *gaps = (th_str){0};
    if (r->many)
        return th_str_fmt(r->arena, "SUM(" TH_FMT ")",
                          TH_ARG(th_ref_area(r->arena, sheet, th_down(r->cluster_col + 1, top, bottom))));
    th_str area = th_ref_area(r->arena, sheet, (th_area){top, TH_SUMMARY_UNITS, bottom, r->cluster_col - 1});
    *gaps = th_str_fmt(r->arena, "-" TH_FMT, TH_ARG(th_gap_count(r, area)));
    return th_str_fmt(r->arena, "COUNTA(" TH_FMT ")", TH_ARG(area));
}

/* The files that go with the workbook; what stands in them no formula compares. */
static uint32_t files_beside(th_writer *writer, uint32_t row, uint32_t last_col)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    for (size_t id = 0; id < TH_LONG_LISTS; id++) {
        if (!th_long_list_apart(r, (th_long_list_id)id))
            continue;
        th_str sheet = r->names[id == TH_LONG_SOURCES ? TH_SHEET_SOURCES : TH_SHEET_CONVERSIONS];
        th_pen_text(p, row, 0, TH_STR("Tệp kèm theo sổ"), TH_LOOK_CELL | TH_LOOK_BOLD);
        th_pen_link(p, row, 1, (th_target){sheet, TH_LONG_FIRST, 1});
        th_pen_text(p, row, 1, TH_STR("xem ›"), TH_LOOK_MIDDLE | TH_INK_LINK);
        th_str ending = th_long_list_ending(r->arena, (th_long_list_id)id, r->in->long_lists->at[id].sha256);
        th_pen_merge(
            p, th_across(row++, 2, last_col),
            th_str_fmt(r->arena, "(tên của sổ này)" TH_FMT ": các dòng của " TH_FMT "%s", TH_ARG(ending), TH_ARG(sheet),
                       id == TH_LONG_SOURCES ? "; trong sổ không đếm được ô nào khác nguồn, dùng tonghop verify" : ""),
            TH_LOOK_CELL);
    }
    return row;
}

uint32_t th_contents_comparison(th_writer *writer, uint32_t row, uint32_t last_col)
{
    th_str stated, gaps;
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    row = files_beside(writer, row, last_col);
    if (r->source_ranges)
        return row + 1;
    size_t rows = r->ds->nfacts < TH_SOURCE_MOST ? r->ds->nfacts : TH_SOURCE_MOST;
    uint32_t last = TH_SOURCE_FIRST + (rows ? (uint32_t)rows - 1 : 0);
    th_str same = th_ref_area(r->arena, r->names[TH_SHEET_SOURCES], th_down(TH_SOURCE_SAME, TH_SOURCE_FIRST, last));
    th_pen_text(p, row, 0, TH_STR("Ô khác nguồn"), TH_LOOK_CELL | TH_LOOK_BOLD);
    th_pen_formula(
        p, row, 1,
        (th_live){th_str_fmt(r->arena, "COUNTIF(" TH_FMT ",\"KHÁC\")", TH_ARG(same)), th_exact_int(r->arena, 0)},
        (th_style){TH_LOOK_MIDDLE | TH_LOOK_BOLD, "#,##0"});
    th_pen_merge(p, th_across(row, 2, last_col),
                 r->many ? TH_STR("số ô của các biểu không còn đúng như NGUỒN SỐ LIỆU (đếm trực tiếp; 0 là khớp hết)")
                         : TH_STR("số ô của TỔNG HỢP không còn đúng như NGUỒN SỐ LIỆU (đếm trực tiếp; 0 là khớp hết)"),
                 TH_LOOK_CELL);
    row++;
    th_pen_text(p, row, 0, TH_STR("Ô không có nguồn"), TH_LOOK_CELL | TH_LOOK_BOLD);
    stated = stated_cells(r, &gaps);
    th_pen_formula(
        p, row, 1,
        (th_live){TH_FORMULA(r->arena, "MAX(0,{stated}-COUNTIF({same},\"khớp\")-COUNTIF({same},\"KHÁC\"){gaps})",
                             {"stated", stated}, {"same", same}, {"gaps", gaps}),
                  th_exact_int(r->arena, 0)},
        (th_style){TH_LOOK_MIDDLE | TH_LOOK_BOLD, "#,##0"});
    th_pen_merge(p, th_across(row, 2, last_col),
                 r->many ? TH_STR("số ô của các biểu có số liệu mà NGUỒN SỐ LIỆU không có dòng nào (gõ thêm bằng tay)")
                         : TH_STR("số ô của TỔNG HỢP có số liệu mà NGUỒN SỐ LIỆU không có dòng nào (gõ thêm bằng tay)"),
                 TH_LOOK_CELL);
    return row + 2;
}
