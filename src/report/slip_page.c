/* The pages of slips. */
#include "report/slip_page.h"

#include "report/slip_plan.h"
#include "report/slip_line.h"
#include "report/way_words.h"

#include "base/banned.h"

enum { LINE = 13, HIDDEN = 1 };

/* Together what an upright page holds at three quarters of the size: the print is small, but can be read. */
static const double widths[TH_SLIP_SHOWN] = {6, 39, 8, 7, 7.2, 7.2, 7.2, 7.5, 22.5, 110};

void th_slip_page_columns(th_pen *p)
{
    th_pen_widths(p, widths, TH_SLIP_SHOWN);
}

void th_slip_page_header(th_pen *p, uint32_t row)
{
    static const char *const labels[TH_SLIP_SHOWN] = {
        "Mã",       "Tiêu chí (tối đa)", "Số liệu",   "Mục tiêu",        "Tự chấm",
        "Máy tính", "Cụm chấm",          "Đang tính", "Lý do (lúc lập)", "Cách tính (không âm, không quá tối đa)"};
    for (uint32_t c = 0; c < TH_SLIP_SHOWN; c++)
        th_pen_text(p, row, c, th_str_of(labels[c]), TH_LOOK_HEADER | TH_LOOK_SMALL);
}

void th_slip_page_hide(th_pen *p, uint32_t row)
{
    th_tab_hide_row(p->tab, row);
    th_pen_height(p, row, HIDDEN);
}

/* Every row gets its height: one line of small print where nobody asked for more. */
static void settle_heights(th_pen *p, uint32_t end)
{
    for (uint32_t row = 0; row < end; row++)
        if (row >= p->nheights || !p->heights[row])
            th_pen_height(p, row, LINE);
}

uint32_t th_slip_page_ways(th_pen *p, const th_definition *d, const uint32_t *order, uint32_t row)
{
    th_look look = TH_LOOK_BORDER | TH_LOOK_SMALL | TH_LOOK_WRAP;
    th_tab_break(p->tab, row);
    th_pen_merge(p, th_across(row, 0, TH_SLIP_PRINTED - 1),
                 TH_STR("CÁCH TÍNH ĐIỂM TỪNG TIÊU CHÍ (không âm, không quá tối đa)"),
                 TH_LOOK_BOLD | TH_LOOK_LARGE | TH_LOOK_CENTER);
    th_pen_text(p, ++row, TH_SLIP_CODE, TH_STR("Mã"), TH_LOOK_HEADER | TH_LOOK_SMALL);
    th_pen_text(p, row, TH_SLIP_TITLE, TH_STR("Tiêu chí (tối đa)"), TH_LOOK_HEADER | TH_LOOK_SMALL);
    th_pen_merge(p, th_across(row, TH_SLIP_DATA, TH_SLIP_PRINTED - 1), TH_STR("Cách tính"),
                 TH_LOOK_HEADER | TH_LOOK_SMALL);
    for (uint32_t i = 0; i < d->ncriteria; i++) {
        const th_criterion *asked = &d->criteria[order ? order[i] : i];
        if (!asked->leaf)
            continue;
        th_pen_text(p, ++row, TH_SLIP_CODE, asked->code, look & ~(th_look)TH_LOOK_WRAP);
        th_pen_text(p, row, TH_SLIP_TITLE, th_slip_title(p->arena, asked), look);
        th_pen_merge(p, th_across(row, TH_SLIP_DATA, TH_SLIP_PRINTED - 1), th_way_words(p->arena, d, asked), look);
    }
    return row + 1;
}

void th_slip_page_finish(th_pen *p, const uint32_t *tops, uint32_t n, uint32_t end)
{
    settle_heights(p, end);
    for (uint32_t row = 0; row < p->nheights; row++)
        if (p->heights[row] == HIDDEN)
            p->heights[row] = 0;
    for (uint32_t i = 1; i < n; i++)
        th_tab_break(p->tab, tops[i]);
    th_tab_print_area(p->tab, (th_area){0, 0, end - 1, TH_SLIP_PRINTED - 1});
    th_pen_page_upright(p);
}
