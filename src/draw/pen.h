/* The pen: writes one sheet.
 *
 * Text of an input is only ever a string: never a formula, never a link.  A string
 * longer than a cell can hold ends in a visible mark.  Links are counted:
 * libxlsxwriter drops those above 65,530 a sheet, so the caller says beforehand
 * how many it wants (th_pen_expect) and, where that is too many, only the first of
 * each row is made.
 */
#ifndef TH_DRAW_PEN_H
#define TH_DRAW_PEN_H

#include "report/plan.h"

enum { TH_MOST_LINKS = 65530 };

typedef struct th_pen {
    const th_report *r;
    lxw_worksheet *sheet;
    th_str name;
    uint32_t links;
    bool one_link_a_row;
    uint32_t linked_row; /* 1 + row of the last link */
    double *widths;      /* of the columns, in characters */
    uint32_t nwidths;
    uint16_t *heights; /* of the rows, in points, as far as wrapped text asks for more than one line */
    size_t nheights;
} th_pen;

th_pen th_pen_of(const th_report *r, th_sheet_id id);
th_pen th_pen_of_form(const th_report *r, uint32_t form);
void th_pen_expect(th_pen *p, size_t links);

void th_pen_text(th_pen *p, uint32_t row, uint32_t col, th_str text, th_look look);
void th_pen_number(th_pen *p, uint32_t row, uint32_t col, double number, th_look look, const char *format);
void th_pen_exact(th_pen *p, uint32_t row, uint32_t col, const th_exact *number, th_look look,
                  const char *format); /* NULL: blank */
void th_pen_blank(th_pen *p, uint32_t row, uint32_t col, th_look look);
void th_pen_blanks(th_pen *p, uint32_t row, uint32_t col1, uint32_t col2, th_look look);
/* One cell, or merged when the range is larger. */
void th_pen_merge(th_pen *p, uint32_t row1, uint32_t col1, uint32_t row2, uint32_t col2, th_str text, th_look look);
/* Formulas with the result they have; number NULL: the result is "". */
void th_pen_formula(th_pen *p, uint32_t row, uint32_t col, th_str formula, const th_exact *number, th_look look,
                    const char *format);
void th_pen_formula_text(th_pen *p, uint32_t row, uint32_t col, th_str formula, th_str text, th_look look);
/* Makes the cell a link inside the workbook; write its content afterwards. */
void th_pen_link(th_pen *p, uint32_t row, uint32_t col, th_str sheet, uint32_t to_row, uint32_t to_col);
/* LibreOffice shows a linked text on one line, whatever its format says: would this one need more? */
bool th_pen_wraps(const th_pen *p, uint32_t col, th_str text, th_look look);
void th_pen_comment(th_pen *p, uint32_t row, uint32_t col, th_str text);

/* The value of a fact with the number format that shows what was written ("trên 3.071", 5/63);
 * `decimals`: of the indicator, -1 when it says none. Unreadable: blank, or its raw text where `raw`. */
void th_pen_value(th_pen *p, uint32_t row, uint32_t col, const th_fact *f, th_type type, int decimals, bool raw,
                  th_look look);
/* Does th_pen_value write anything for it? */
bool th_pen_shows(const th_fact *f, th_type type);
/* Number format: decimals, words in front, "/63" behind. */
const char *th_pen_format(const th_report *r, int decimals, uint32_t qualifiers, const th_exact *of);
/* Decimals to show: those stated, else as many as the number needs, at most 2. */
int th_pen_decimals(int stated, const th_exact *number);

/* Heading of a sheet in rows 0 to 2, and a link back to MỤC LỤC in row 3. */
void th_pen_heading(th_pen *p, th_str title, th_str subtitle, uint32_t last_col);
/* Last call of a sheet.  Row heights for wrapped text.  Page: A4 landscape, one page wide, header rows repeated, footer, frozen panes.
 * `columns`: frozen at the left. */
void th_pen_page(th_pen *p, uint32_t head_first, uint32_t head_last, uint32_t columns);
/* Before the first text: heights follow from widths. */
void th_pen_widths(th_pen *p, const double *widths, uint32_t n);
void th_pen_width(th_pen *p, uint32_t first, uint32_t last, double width);
/* A row at least this high. */
void th_pen_height(th_pen *p, uint32_t row, double points);
void th_pen_header(th_pen *p, uint32_t row, const char *const *labels, uint32_t n);
/* Place, date and who signs, from column 0 to last_col; three rows. */
void th_pen_signatures(th_pen *p, uint32_t row, uint32_t last_col);

#endif
