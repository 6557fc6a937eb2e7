/* The map by which an expression becomes a formula over the cells of the blank workbook, and the hidden cells beside
 * each form that such formulas read:
 *
 *     flags    what is to be said of the figure: 0 nothing, or a th_template_flag; its colour follows from it
 *     clean    the figure of a row of whole numbers or ranks as the program reads it: a number, or ""; of a row of
 *              có/không "Có", "Không" or ""
 *     of       of how many a rank is
 *     rules    what a rule of single rows comes to in this row
 */
#ifndef TH_REPORT_TEMPLATE_MAP_H
#define TH_REPORT_TEMPLATE_MAP_H

#include "draw/reference.h"
#include "report/template_plan.h"

enum {
    TH_HIDDEN_FLAGS = 0, /* of Năm trước, Kế hoạch, Năm nay, So sánh */
    TH_HIDDEN_CLEAN = 4, /* of the first three */
    TH_HIDDEN_OF = 7,    /* of Năm trước and Năm nay */
    TH_HIDDEN_RULES = 9,
    TH_MOST_ROW_RULES = 200
};

typedef enum th_template_flag {
    TH_FLAG_NOTHING = 0,
    TH_FLAG_RULE,     /* a rule is broken */
    TH_FLAG_BLANK,    /* it must be filled in */
    TH_FLAG_UNREAD,   /* a text, an error, or a fraction in a row of whole numbers */
    TH_FLAG_RANGE,    /* below Nhỏ nhất or above Lớn nhất */
    TH_FLAG_BARE,     /* a percentage below 1 */
    TH_FLAG_UNLISTED, /* a value that is not in the catalogue */
    TH_FLAG_NO_DAY,   /* a date that is none */
    TH_FLAG_NO_WORD   /* neither Có nor Không */
} th_template_flag;

/* Which column of a form's sheet holds a measure; TH_NONE: none does. */
uint32_t th_template_column_of(const th_template_form *place, th_measure measure);
/* Which hidden column holds the flags of a measure, the clean figure, of how many it is; TH_NONE: none does. */
uint32_t th_template_flag_column(const th_template_form *place, th_measure measure);
uint32_t th_template_clean_column(const th_template_form *place, th_measure measure);
uint32_t th_template_of_column(const th_template_form *place, th_measure measure);
/* Is the figure of this indicator read through its clean cell? */
bool th_template_is_cleaned(const th_indicator *ind, th_measure measure);
/* To how many decimals the cell shows its figure; -1: all. */
int th_template_shown(const th_definition *d, uint32_t indicator, th_measure measure);
/* The cells of a list column with the row below them, so that rows added at the end count. */
th_area th_template_list_area(const th_template_form *place, uint32_t shown_column);

/* Where a formula stands, and how it reads figures; it must stay while its map is used. */
typedef struct th_template_cells {
    th_arena *arena;
    const th_template_plan *plan;
    uint32_t form; /* on whose sheet the formula stands; TH_NONE: on none */
    bool printed;  /* figures rounded to what their cells show */
} th_template_cells;
th_excel th_template_map(th_template_cells *cells, uint32_t row_indicator);

#endif
