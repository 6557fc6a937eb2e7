/* What all sheets have in common on paper: heading, header rows, page setup, signatures. */
#include "draw/pen.h"

#include "draw/library.h"
#include "text/utf8.h"
#include "text/value.h"

#include "base/banned.h"

enum { MOST_CLUSTER = 40, MOST_FOOTING = 90, MOST_NAME = 31 };
enum { ROWS_WITH_SIGNATURE = 3 }; /* it never stands alone on a page */ /* the library takes 255 characters in all */

/* A footer's '&' starts a code; two stand for one. */
static th_str footer_text(th_arena *arena, th_str s, size_t most)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0, n = 0; at < s.len && n < most; n++) {
        uint32_t c = th_utf8_next(s, &at);
        if (c == '&')
            th_buf_byte(&out, '&');
        th_utf8_put(&out, c < 0x20 ? ' ' : c);
    }
    return th_buf_str(&out);
}

/* Left: whose, of when, and how far it has come.  Right: which sheet, and its control figure. */
static th_str footer_of(const th_pen *p)
{
    const th_control_figures *figures = th_control_figures_of(p->tab);
    const th_letterhead *letterhead = p->letterhead;
    th_arena *arena = p->arena;
    th_str face = TH_STR("&\"" TH_FACE ",Italic\"&8");
    th_str code = figures ? th_str_fmt(arena, "\nmã " TH_FMT, TH_ARG(figures->code)) : (th_str){0};
    th_str footing = footer_text(arena, letterhead->footing, MOST_FOOTING);
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_fmt(&out, "&L" TH_FMT " " TH_FMT " · kỳ %d", TH_ARG(face),
               TH_ARG(footer_text(arena, letterhead->cluster, MOST_CLUSTER)), letterhead->period);
    th_buf_fmt(&out, "%s" TH_FMT, footing.len ? "\n" : "", TH_ARG(footing));
    th_buf_fmt(&out, "&R" TH_FMT " " TH_FMT TH_FMT, TH_ARG(face), TH_ARG(footer_text(arena, p->name, MOST_NAME)),
               TH_ARG(code));
    return th_buf_str(&out);
}

static void set_page(th_pen *p, uint32_t columns)
{
    lxw_worksheet *sheet = p->tab->sheet;
    for (uint32_t row = 0; row < p->nheights; row++)
        if (p->heights[row])
            th_tab_height(p->tab, row, p->heights[row]);
    th_tab_settle_paper(p->tab, columns); /* before the control figures, which are not printed */
    th_control_finish(p->tab);
    worksheet_center_horizontally(sheet);
    th_tab_footer(p->tab, footer_of(p));
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
    worksheet_ignore_errors(sheet, LXW_IGNORE_FORMULA_DIFFERS, "A1:XFD1048576");
    worksheet_ignore_errors(sheet, LXW_IGNORE_FORMULA_RANGE, "A1:XFD1048576");
    worksheet_ignore_errors(sheet, LXW_IGNORE_EMPTY_CELL_REFERENCE, "A1:XFD1048576");
}

void th_pen_page(th_pen *p, uint32_t head_first, uint32_t head_last, uint32_t columns)
{
    th_tab_paper(p->tab);
    th_tab_repeat(p->tab, head_first, head_last);
    th_tab_freeze(p->tab, head_last + 1, columns);
    set_page(p, columns);
}

void th_pen_page_upright(th_pen *p)
{
    th_tab_upright(p->tab);
    set_page(p, 0);
}

static double width_of(const th_pen *p, uint32_t col)
{
    return col < p->nwidths ? p->widths[col] : TH_USUAL_WIDTH;
}

/* Puts "Phụ lục …" in the middle of the first row.  At its right there is room for the control figure, and as much is
 * left at its left. */
static void put_annex(th_pen *p, uint32_t last_col)
{
    static const double room = 20;
    th_str annex = th_str_fmt(p->arena, "Phụ lục " TH_FMT, TH_ARG(p->annex));
    uint32_t first = 0, last = last_col;
    double left = 0, right = 0;
    for (; last && right < room; last--)
        right += width_of(p, last);
    for (; first < last && left < room; first++)
        left += width_of(p, first);
    if (first < last)
        th_pen_merge(p, th_across(0, first, last), annex, TH_LOOK_BOLD | TH_LOOK_CENTER);
    else
        th_pen_text(p, 0, 0, annex, TH_LOOK_BOLD);
}

void th_pen_heading(th_pen *p, th_str title, th_str subtitle, uint32_t last_col)
{
    const th_letterhead *letterhead = p->letterhead;
    th_arena *arena = p->arena;
    th_look below = TH_LOOK_ITALIC | TH_LOOK_CENTER;
    if (p->annex.len) {
        put_annex(p, last_col);
        subtitle = th_str_fmt(arena, "(Kèm theo " TH_FMT ")\n" TH_FMT, TH_ARG(letterhead->attached), TH_ARG(subtitle));
        below |= TH_LOOK_WRAP;
    } else
        th_pen_text(p, 0, 0, th_text_upper(arena, letterhead->cluster), TH_LOOK_BOLD);
    th_pen_merge(p, th_across(1, 0, last_col), title, TH_LOOK_BOLD | TH_LOOK_HUGE | TH_LOOK_CENTER);
    th_pen_height(p, 1, 26);
    th_control_show(p->tab, last_col);
    th_pen_merge(p, th_across(2, 0, last_col), subtitle, below);
    if (!th_str_eq(p->name, letterhead->contents)) {
        th_pen_link(p, 3, 0, (th_target){letterhead->contents, 0, 0});
        th_pen_text(p, 3, 0, TH_STR("← Mục lục"), TH_INK_LINK | TH_LOOK_SMALL);
    }
}

void th_pen_first_page_only(th_pen *p, uint32_t head, uint32_t last_col)
{
    enum { PRINTED_ROWS = 20 };
    th_tab_print_area(p->tab, (th_area){0, 0, head + PRINTED_ROWS, last_col});
    if (head == 4) /* the heading alone stands above */
        th_pen_text(p, 3, 1, TH_STR(TH_FIRST_PAGE_ONLY), TH_LOOK_SMALL | TH_LOOK_ITALIC);
}

void th_pen_header(th_pen *p, uint32_t row, const char *const *labels, uint32_t n)
{
    for (uint32_t c = 0; c < n; c++)
        th_pen_text(p, row, c, th_str_of(labels[c]), TH_LOOK_HEADER);
    th_pen_height(p, row, 24);
}

/* "Sơn La, ngày 10 tháng 01 năm 2023", as official papers write it, or with room to write it by hand. */
static th_str place_and_date(th_arena *arena, const th_letterhead *letterhead)
{
    int year, month, day;
    th_str before = TH_STR("Ngày");
    if (letterhead->place.len)
        before = th_str_fmt(arena, TH_FMT ", ngày", TH_ARG(letterhead->place));
    if (letterhead->undated || !th_date_parse(letterhead->made_on, &year, &month, &day))
        return th_str_fmt(arena, TH_FMT "      tháng      năm         ", TH_ARG(before));
    return th_str_fmt(arena, month < 3 ? TH_FMT " %02d tháng %02d năm %d" : TH_FMT " %02d tháng %d năm %d",
                      TH_ARG(before), day, month, year);
}

void th_pen_signatures(th_pen *p, uint32_t row, uint32_t last_col)
{
    enum { ROOM_TO_SIGN = 54 };
    const th_letterhead *letterhead = p->letterhead;
    th_arena *arena = p->arena;
    uint32_t right = last_col / 2 + 1, at = row + 1;
    th_look bold = TH_LOOK_BOLD | TH_LOOK_CENTER, italic = TH_LOOK_ITALIC | TH_LOOK_CENTER;
    th_str who = letterhead->authority;
    if (!who.len)
        who = letterhead->host.len ? th_text_upper(arena, letterhead->host) : TH_STR("ĐƠN VỊ CHỦ TRÌ");
    th_pen_merge(p, th_across(row, right, last_col), place_and_date(arena, letterhead), italic);
    th_pen_merge(p, th_across(at, 0, right - 1), TH_STR("NGƯỜI LẬP BIỂU"), bold);
    th_pen_merge(p, th_across(at + 1, 0, right - 1), TH_STR("(Ký, họ tên)"), italic);
    th_pen_merge(p, th_across(at++, right, last_col), who, bold);
    if (letterhead->position.len)
        th_pen_merge(p, th_across(at++, right, last_col), letterhead->position, bold);
    th_str how = letterhead->signer.len ? TH_STR("(Ký, đóng dấu)") : TH_STR("(Ký, họ tên, đóng dấu)");
    th_pen_merge(p, th_across(at, right, last_col), how, italic);
    if (letterhead->signer.len) {
        th_pen_height(p, ++at, ROOM_TO_SIGN);
        th_pen_merge(p, th_across(++at, right, last_col), letterhead->signer, bold);
    }
    th_tab_tie(p->tab, row > ROWS_WITH_SIGNATURE ? row - ROWS_WITH_SIGNATURE : 0, at);
}
