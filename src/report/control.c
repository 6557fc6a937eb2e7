/* Writes SỐ KIỂM SOÁT: what each sheet said when the workbook was made, and whether it still says so. */
#include "report/sheets.h"

#include "draw/control.h"
#include "draw/formula.h"
#include "report/live_verdict.h"

#include "base/banned.h"

typedef struct control {
    th_pen p;
    const th_report *r;
} control;

static th_str here(const control *sheet, uint32_t row, uint32_t col)
{
    return th_ref_cell(sheet->r->arena, (th_str){0}, row, col);
}

static void compared_count(control *sheet, uint32_t row, uint32_t col, th_str formula, double result)
{
    th_pen_formula(&sheet->p, row, col, (th_live){formula, th_exact_double(sheet->r->arena, result)},
                   (th_style){TH_LOOK_FIGURE, col == TH_CONTROL_SUM_NOW ? "#,##0.##" : "#,##0"});
}

/* "khớp mã 7F3A-91C2", or what has happened since; and that rows stand in another order. */
static void state_cell(control *sheet, uint32_t row, const th_control_figures *figures)
{
    th_arena *arena = sheet->r->arena;
    th_str sorted = TH_STR("\"\"");
    if (figures->sorted_now.len)
        sorted =
            TH_FORMULA(arena, "IF({sorted}>0,\" · đã sắp xếp lại; liên kết đúng khi xếp theo cột Số thứ tự\",\"\")",
                       {"sorted", figures->sorted_now});
    th_str added = TH_FORMULA(arena, "ISNUMBER({sum}),ABS(N({now})-N({sum}))<=0.01+ABS(N({sum}))/10^12",
                              {"now", here(sheet, row, TH_CONTROL_SUM_NOW)}, {"sum", here(sheet, row, TH_CONTROL_SUM)});
    th_str code = TH_FORMULA(arena, "EXACT({code},\"{was}\")", {"code", here(sheet, row, TH_CONTROL_CODE)},
                             {"was", figures->code});
    th_str same =
        TH_FORMULA(arena, "{intact}={rows},{now}={cells}", {"intact", here(sheet, row, TH_CONTROL_INTACT)},
                   {"rows", here(sheet, row, TH_CONTROL_ROWS)}, {"now", here(sheet, row, TH_CONTROL_CELLS_NOW)},
                   {"cells", here(sheet, row, TH_CONTROL_CELLS)});
    th_str touched = here(sheet, row, TH_CONTROL_TOUCHED);
    th_str all = th_str_fmt(arena, TH_FMT "," TH_FMT "," TH_FMT "," TH_FMT "=0", TH_ARG(same), TH_ARG(added),
                            TH_ARG(code), TH_ARG(touched));
    th_str formula =
        TH_FORMULA(arena,
                   "IF(AND({all}),\"khớp mã \"&{code}&{sorted},"
                   "\"" TH_CONTROL_CHANGED "\"&IF({touched}>0,\": \"&{touched}&\" dòng\",\"\"))",
                   {"all", all}, {"touched", touched}, {"code", here(sheet, row, TH_CONTROL_CODE)}, {"sorted", sorted});
    th_pen_formula_text(&sheet->p, row, TH_CONTROL_STATE, (th_live_text){formula, th_control_says(arena, figures)},
                        TH_LOOK_CELL | TH_LOOK_BOLD);
}

static void named_cell(control *sheet, uint32_t row)
{
    bool first = row == TH_CONTROL_FIRST;
    th_str before = first ? TH_STR("\"\"") : here(sheet, row - 1, TH_CONTROL_NAMED);
    th_str name = here(sheet, row, TH_CONTROL_SHEET);
    th_str formula = TH_FORMULA(sheet->r->arena,
                                "IF(LEFT({state},4)=\"khớp\",{before},{before}&IF({before}=\"\",\"\",\", \")&{name})",
                                {"state", here(sheet, row, TH_CONTROL_STATE)}, {"before", before}, {"name", name});
    th_pen_formula_text(&sheet->p, row, TH_CONTROL_NAMED, (th_live_text){.formula = formula},
                        TH_LOOK_CELL | TH_LOOK_SMALL);
}

/* What is compared now is left out of the comparison of this sheet itself. */
static void tab_row(control *sheet, uint32_t row, const th_tab *tab)
{
    th_pen *p = &sheet->p;
    const th_control_figures *figures = th_control_figures_of(tab);
    if (!figures)
        return;
    th_style count = {TH_LOOK_FIGURE, "#,##0"};
    th_pen_link(p, row, TH_CONTROL_SHEET, (th_target){th_tab_name(tab), 0, 0});
    th_pen_text(p, row, TH_CONTROL_SHEET, th_tab_name(tab), TH_LOOK_CELL | TH_INK_LINK);
    th_pen_text(p, row, TH_CONTROL_CODE, figures->code, TH_LOOK_MIDDLE);
    th_pen_number(p, row, TH_CONTROL_ROWS, figures->rows, count);
    th_pen_number(p, row, TH_CONTROL_CELLS, figures->cells, count);
    th_pen_number(p, row, TH_CONTROL_SUM, figures->sum, (th_style){TH_LOOK_FIGURE, "#,##0.##"});
    if (th_str_eq(th_tab_name(tab), p->name)) /* nobody compares this row */
        th_pen_blank(p, row, TH_CONTROL_CHECK, TH_LOOK_MIDDLE);
    else
        th_pen_number(p, row, TH_CONTROL_CHECK, figures->check, (th_style){TH_LOOK_MIDDLE, "000000"});
    th_control_pause(p->tab, true);
    compared_count(sheet, row, TH_CONTROL_INTACT, figures->intact_now, figures->rows);
    compared_count(sheet, row, TH_CONTROL_TOUCHED, figures->changed_now, 0);
    compared_count(sheet, row, TH_CONTROL_CELLS_NOW, figures->cells_now, figures->cells);
    if (figures->sum_now.len)
        compared_count(sheet, row, TH_CONTROL_SUM_NOW, figures->sum_now, figures->sum);
    else
        th_pen_number(p, row, TH_CONTROL_SUM_NOW, 0, (th_style){TH_LOOK_FIGURE, "#,##0.##"});
    state_cell(sheet, row, figures);
    named_cell(sheet, row);
    th_control_pause(p->tab, false);
}

static void lead_row(control *sheet, uint32_t ntabs)
{
    th_pen *p = &sheet->p;
    th_str formula =
        TH_FORMULA(sheet->r->arena, "IF({named}=\"\",\"\",\"SỔ ĐÃ BỊ SỬA SAU KHI LẬP (trang \"&{named}&\"). \")",
                   {"named", here(sheet, TH_CONTROL_FIRST + ntabs - 1, TH_CONTROL_NAMED)});
    th_pen_text(p, TH_CONTROL_LEAD, TH_CONTROL_SHEET, TH_STR("Cả sổ"), TH_LOOK_CELL | TH_LOOK_BOLD);
    th_control_pause(p->tab, true);
    th_pen_merge_live(p, th_across(TH_CONTROL_LEAD, TH_CONTROL_STATE, TH_CONTROL_COLUMNS - 1),
                      (th_live_text){.formula = formula}, TH_LOOK_CELL | TH_LOOK_BOLD | TH_INK_RED);
    th_control_pause(p->tab, false);
}

/* What MỤC LỤC and XẾP HẠNG take from here; a verdict without a formula stands as it was. */
static void verdict_row(control *sheet, uint32_t row, const char *name, th_live_text said)
{
    th_pen *p = &sheet->p;
    th_area area = th_across(row, TH_CONTROL_STATE, TH_CONTROL_COLUMNS - 1);
    th_pen_text(p, row, TH_CONTROL_SHEET, th_str_of(name), TH_LOOK_CELL);
    th_pen_merge_live(p, area, said, TH_LOOK_CELL);
}

void th_report_control(const th_report *r)
{
    static const char *const labels[TH_CONTROL_COLUMNS] = {
        "Trang",           "Bây giờ",      "Mã kiểm soát",         "Số dòng",
        "Dòng còn nguyên", "Dòng đã sửa",  "Số ô có nội dung",     "Số ô bây giờ",
        "Tổng các số",     "Tổng bây giờ", "Số kiểm của các dòng", "Các trang đã sửa, tính đến dòng này"};
    static const double widths[TH_CONTROL_COLUMNS] = {22, 40, 13, 9, 10, 9, 11, 11, 22, 22, 12, 30};
    control sheet = {.p = th_pen_over(r->tabs[TH_SHEET_CONTROL]), .r = r};
    th_pen *p = &sheet.p;
    th_pen_widths(p, widths, TH_CONTROL_COLUMNS);
    bool watched = th_control_watched(p->tab);
    th_pen_heading(
        p, TH_STR("Số kiểm soát"),
        watched ? TH_STR("Mỗi dòng của mỗi trang được so với lúc lập sổ: chữ, số và kết quả công thức. Trang nào "
                         "không còn khớp thì MỤC LỤC nói trước tiên, dòng đã sửa có nền đỏ.")
                : TH_STR("Sổ có quá nhiều đơn vị để so lại trong bảng tính: các kết luận là của lúc lập sổ."),
        TH_CONTROL_COLUMNS - 1);
    th_pen_header(p, TH_CONTROL_HEAD, labels, TH_CONTROL_COLUMNS);
    uint32_t ntabs = 0;
    for (size_t id = 0; id < TH_SHEETS; id++) {
        for (uint32_t form = 0; id == TH_SHEET_FORMS && form < r->d->nforms; form++)
            tab_row(&sheet, TH_CONTROL_FIRST + ntabs++, r->forms[form].tab);
        if (r->tabs[id] && id != TH_SHEET_CONTROL)
            tab_row(&sheet, TH_CONTROL_FIRST + ntabs, r->tabs[id]);
        ntabs += r->tabs[id] != NULL;
    }
    uint32_t own = TH_CONTROL_FIRST + ntabs - 1;
    if (watched) {
        lead_row(&sheet, ntabs);
        verdict_row(&sheet, TH_CONTROL_FIGURES, "Số liệu",
                    th_live_figures(r, r->in->whole ? NULL : th_situations_of(r)));
        if (!r->in->whole)
            verdict_row(&sheet, TH_CONTROL_OPEN, "Xếp hạng: còn", th_live_open(r));
        th_control_pause(p->tab, true);
        th_pen_blanks(p, own, 0, TH_CONTROL_COLUMNS - 1, TH_LOOK_CELL);
        th_control_pause(p->tab, false);
    }
    th_pen_page(p, TH_CONTROL_HEAD, TH_CONTROL_HEAD, 1);
    th_tab_protect_figures(p->tab);
    tab_row(&sheet, own, p->tab); /* what it said is known once it is finished */
}
