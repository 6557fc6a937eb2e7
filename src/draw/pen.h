/* The pen: writes one sheet in the looks of draw/style.h.
 *
 * Text of an input is only ever a string: never a formula, never a link.  A string longer than a cell can hold ends in
 * a visible mark.  Links are counted: the library drops those above 65,530 a sheet, so the caller says beforehand how
 * many it wants (th_pen_expect) and, where that is too many, only the first of each row is made.
 */
#ifndef TH_DRAW_PEN_H
#define TH_DRAW_PEN_H

#include "draw/style.h"
#include "draw/tab.h"

enum { TH_MOST_LINKS = 65530 };

typedef struct th_pen {
    th_tab *tab;
    th_arena *arena; /* of the workbook */
    th_output *output;
    const th_letterhead *letterhead;
    th_str name;  /* of the sheet */
    th_str annex; /* its number, "II", set before the heading; empty: it is no annex */
    uint32_t links;
    bool one_link_a_row;
    uint32_t linked_row; /* 1 + row of the last link */
    double *widths;      /* of the columns, in characters */
    uint32_t nwidths;
    uint16_t *heights; /* of the rows, in points, as far as wrapped text asks for more than one line */
    size_t nheights;
} th_pen;

/* A look with its number format; NULL: General. */
typedef struct th_style {
    th_look look;
    const char *format;
} th_style;

typedef struct th_target {
    th_str sheet;
    uint32_t row, col;
} th_target;

/* The workbook is dressed (th_output_dress). */
th_pen th_pen_over(th_tab *tab);
void th_pen_expect(th_pen *p, size_t links);

void th_pen_text(th_pen *p, uint32_t row, uint32_t col, th_str text, th_look look);
void th_pen_text_in(th_pen *p, uint32_t row, uint32_t col, th_str text, th_style style); /* with a format of its own */
void th_pen_number(th_pen *p, uint32_t row, uint32_t col, double number, th_style style);
void th_pen_exact(th_pen *p, uint32_t row, uint32_t col, const th_exact *number, th_style style); /* NULL: blank */
void th_pen_blank(th_pen *p, uint32_t row, uint32_t col, th_look look);
void th_pen_blanks(th_pen *p, uint32_t row, uint32_t col1, uint32_t col2, th_look look);
/* One cell, or merged when the area is larger. */
void th_pen_merge(th_pen *p, th_area area, th_str text, th_look look);
/* The same with a formula, whose text gives the height of the row. */
void th_pen_merge_live(th_pen *p, th_area area, th_live_text live, th_look look);
/* A formula that is empty or too long for a cell is left out: its result stands there alone. */
void th_pen_formula(th_pen *p, uint32_t row, uint32_t col, th_live live, th_style style);
void th_pen_formula_text(th_pen *p, uint32_t row, uint32_t col, th_live_text live, th_look look);
void th_pen_formula_text_in(th_pen *p, uint32_t row, uint32_t col, th_live_text live, th_style style);
/* Makes the cell a link inside the workbook; write its content afterwards. */
void th_pen_link(th_pen *p, uint32_t row, uint32_t col, th_target to);
/* The same to a file: an address as a URI writes it, and the place in it; sheet "": the file. */
void th_pen_link_out(th_pen *p, uint32_t row, uint32_t col, th_str address, th_target to);
/* LibreOffice shows a linked text on one line, whatever its format says: would this one need more? */
bool th_pen_wraps(const th_pen *p, uint32_t col, th_str text, th_look look);
void th_pen_comment(th_pen *p, uint32_t row, uint32_t col, th_str text);

/* Heading of a sheet in rows 0 to 2, and a link back to the contents in row 3. */
void th_pen_heading(th_pen *p, th_str title, th_str subtitle, uint32_t last_col);
/* Last call of a sheet.  Row heights for wrapped text.  Page: A4 landscape, one page wide, header rows repeated,
 * footer, frozen panes.  `columns`: frozen at the left. */
void th_pen_page(th_pen *p, uint32_t head_first, uint32_t head_last, uint32_t columns);
/* The same of a sheet that is read as a letter: A4 upright, one page wide, no rows repeated and no panes frozen. */
void th_pen_page_upright(th_pen *p);
/* Before th_pen_page(): of a long list only the first page is printed, down to a few rows below the row `head` of its
 * column names; it is read on the screen.  Row 3 says so. */
void th_pen_first_page_only(th_pen *p, uint32_t head, uint32_t last_col);
#define TH_FIRST_PAGE_ONLY "Trang này để tra trên máy; khi in chỉ ra trang đầu."
/* Before the first text: heights follow from widths. */
void th_pen_widths(th_pen *p, const double *widths, uint32_t n);
void th_pen_width(th_pen *p, uint32_t first, uint32_t last, double width);
/* A row at least this high. */
void th_pen_height(th_pen *p, uint32_t row, double points);
void th_pen_header(th_pen *p, uint32_t row, const char *const *labels, uint32_t n);
/* Place, date and who signs, from column 0 to last_col; TH_SIGNATURE_ROWS at most. */
enum { TH_SIGNATURE_ROWS = 6 };
void th_pen_signatures(th_pen *p, uint32_t row, uint32_t last_col);

#endif
