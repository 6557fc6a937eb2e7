/* What all sheets have in common on paper: heading, header rows, page setup, signatures. */
#include "draw/pen.h"

#include "text/utf8.h"

#include "base/banned.h"

enum { PAPER_A4 = 9, MOST_FOOTER = 200 };

/* A footer's '&' starts a code; two stand for one. */
static th_str footer_text(th_arena *arena, th_str s)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0, n = 0; at < s.len && n < MOST_FOOTER / 2; n++) {
        uint32_t c = th_utf8_next(s, &at);
        if (c == '&')
            th_buf_byte(&out, '&');
        th_utf8_put(&out, c < 0x20 ? ' ' : c);
    }
    return th_buf_str(&out);
}

void th_pen_page(th_pen *p, uint32_t head_first, uint32_t head_last, uint32_t columns)
{
    const th_report *r = p->r;
    lxw_worksheet *s = p->sheet;
    for (uint32_t row = 0; row < p->nheights; row++)
        if (p->heights[row])
            worksheet_set_row(s, row, p->heights[row], NULL);
    worksheet_set_landscape(s);
    worksheet_set_paper(s, PAPER_A4);
    worksheet_set_margins(s, 0.4, 0.4, 0.5, 0.6);
    worksheet_center_horizontally(s);
    worksheet_fit_to_pages(s, 1, 0);
    worksheet_repeat_rows(s, head_first, head_last);
    worksheet_freeze_panes(s, head_last + 1, (lxw_col_t)columns);
    th_str face = TH_STR("&\"" TH_FACE ",Italic\"&9");
    th_str footer =
        th_str_fmt(r->arena, "&L" TH_FMT " " TH_FMT " · kỳ %d&C" TH_FMT " " TH_FMT "&R" TH_FMT " Trang &P/&N",
                   TH_ARG(face), TH_ARG(footer_text(r->arena, r->d->cluster)), r->d->period, TH_ARG(face),
                   TH_ARG(footer_text(r->arena, p->name)), TH_ARG(face));
    worksheet_set_footer(s, th_str_cstr(r->arena, footer));
    worksheet_gridlines(s, LXW_HIDE_ALL_GRIDLINES);
    worksheet_ignore_errors(s, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
    worksheet_ignore_errors(s, LXW_IGNORE_FORMULA_DIFFERS, "A1:XFD1048576");
    worksheet_ignore_errors(s, LXW_IGNORE_FORMULA_RANGE, "A1:XFD1048576");
    worksheet_ignore_errors(s, LXW_IGNORE_EMPTY_CELL_REFERENCE, "A1:XFD1048576");
}

void th_pen_width(th_pen *p, uint32_t first, uint32_t last, double width)
{
    if (last >= p->nwidths) {
        double *more = th_arena_array(p->r->arena, (size_t)last + 1, sizeof *more);
        for (uint32_t c = 0; c <= last; c++)
            more[c] = c < p->nwidths ? p->widths[c] : 9;
        p->widths = more;
        p->nwidths = last + 1;
    }
    for (uint32_t c = first; c <= last; c++)
        p->widths[c] = width;
    worksheet_set_column(p->sheet, (lxw_col_t)first, (lxw_col_t)last, width, NULL);
}

void th_pen_widths(th_pen *p, const double *widths, uint32_t n)
{
    for (uint32_t c = 0; c < n; c++)
        th_pen_width(p, c, c, widths[c]);
}

void th_pen_heading(th_pen *p, th_str title, th_str subtitle, uint32_t last_col)
{
    const th_report *r = p->r;
    th_pen_text(p, 0, 0, th_text_upper(r->arena, r->d->cluster), TH_LOOK_BOLD);
    th_pen_merge(p, 1, 0, 1, last_col, title, TH_LOOK_BOLD | TH_LOOK_HUGE | TH_LOOK_CENTER);
    th_pen_height(p, 1, 26);
    th_pen_merge(p, 2, 0, 2, last_col, subtitle, TH_LOOK_ITALIC | TH_LOOK_CENTER);
    if (!th_str_eq(p->name, r->names[TH_SHEET_CONTENTS])) {
        th_pen_link(p, 3, 0, r->names[TH_SHEET_CONTENTS], 0, 0);
        th_pen_text(p, 3, 0, TH_STR("← Mục lục"), TH_INK_LINK | TH_LOOK_SMALL);
    }
}

void th_pen_header(th_pen *p, uint32_t row, const char *const *labels, uint32_t n)
{
    for (uint32_t c = 0; c < n; c++)
        th_pen_text(p, row, c, th_str_of(labels[c]), TH_LOOK_HEADER);
    th_pen_height(p, row, 24);
}

void th_pen_signatures(th_pen *p, uint32_t row, uint32_t last_col)
{
    const th_report *r = p->r;
    int y, m, d;
    uint32_t half = last_col / 2;
    bool dated = th_date_parse(r->d->made_on, &y, &m, &d);
    th_str date = !dated ? TH_STR("Ngày      tháng      năm         ")
                  : m < 3
                      ? th_str_fmt(r->arena, "Ngày %02d tháng %02d năm %d", d, m, y) /* as official papers write it */
                      : th_str_fmt(r->arena, "Ngày %02d tháng %d năm %d", d, m, y);
    th_pen_merge(p, row, half + 1, row, last_col, date, TH_LOOK_ITALIC | TH_LOOK_CENTER);
    th_pen_merge(p, row + 1, 0, row + 1, half, TH_STR("NGƯỜI LẬP BIỂU"), TH_LOOK_BOLD | TH_LOOK_CENTER);
    th_str host = r->d->host.len ? th_text_upper(r->arena, r->d->host) : TH_STR("ĐƠN VỊ CHỦ TRÌ");
    th_pen_merge(p, row + 1, half + 1, row + 1, last_col, host, TH_LOOK_BOLD | TH_LOOK_CENTER);
    th_pen_merge(p, row + 2, 0, row + 2, half, TH_STR("(Ký, họ tên)"), TH_LOOK_ITALIC | TH_LOOK_CENTER);
    th_pen_merge(p, row + 2, half + 1, row + 2, last_col, TH_STR("(Ký, họ tên, đóng dấu)"),
                 TH_LOOK_ITALIC | TH_LOOK_CENTER);
}
