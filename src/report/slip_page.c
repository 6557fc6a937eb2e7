/* Fits the pages of slips. */
#include "report/slip_page.h"

#include "report/slip_plan.h"

#include "base/banned.h"

/* A4 without the margins of our pages, in points, less what printers and programs differ in. */
enum { PAGE_WIDE = 530, PAGE_HIGH = 745, LINE = 13, LEAST_SCALE = 42, MOST_SCALE = 100, HIDDEN = 1 };
#define CHARACTER 5.8 /* of a column's width, in points: the widest of what programs make of it */

static const double widths[TH_SLIP_SHOWN] = {7.5, 43, 8.5, 7.5, 64, 8, 8, 8, 8.5, 27};

void th_slip_page_columns(th_pen *p)
{
    th_pen_widths(p, widths, TH_SLIP_SHOWN);
}

void th_slip_page_header(th_pen *p, uint32_t row)
{
    static const char *const labels[TH_SLIP_SHOWN] = {
        "Mã",      "Tiêu chí (tối đa)", "Số liệu",  "Mục tiêu",  "Cách tính (không âm, không quá tối đa)",
        "Tự chấm", "Máy tính",          "Cụm chấm", "Đang tính", "Lý do (lúc lập)"};
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

static double height_of_row(const th_pen *p, uint32_t row)
{
    return row < p->nheights && p->heights[row] != HIDDEN ? p->heights[row] : 0;
}

static double tallest_block(const th_pen *p, const uint32_t *tops, uint32_t n, uint32_t end)
{
    double tallest = 0;
    for (uint32_t i = 0; i < n; i++) {
        double height = 0;
        uint32_t last = i + 1 < n ? tops[i + 1] : end;
        for (uint32_t row = tops[i]; row < last; row++)
            height += height_of_row(p, row);
        tallest = height > tallest ? height : tallest;
    }
    return tallest;
}

static double width_of_page(void)
{
    double wide = 0;
    for (uint32_t c = 0; c < TH_SLIP_SHOWN; c++)
        wide += widths[c] * CHARACTER;
    return wide;
}

void th_slip_page_finish(th_pen *p, const uint32_t *tops, uint32_t n, uint32_t end)
{
    settle_heights(p, end);
    double across = 100 * PAGE_WIDE / width_of_page(), down = 100 * PAGE_HIGH / tallest_block(p, tops, n, end);
    uint32_t scale = (uint32_t)(across < down || down < LEAST_SCALE ? across : down);
    scale = scale > MOST_SCALE ? MOST_SCALE : scale;
    for (uint32_t row = 0; row < p->nheights; row++)
        if (p->heights[row] == HIDDEN)
            p->heights[row] = 0;
    th_pen_page_upright(p);
    th_tab_scale(p->tab, scale < LEAST_SCALE ? LEAST_SCALE : scale);
    th_tab_breaks(p->tab, tops + 1, n - 1);
    th_tab_print_area(p->tab, (th_area){0, 0, end - 1, TH_SLIP_SHOWN - 1});
}
