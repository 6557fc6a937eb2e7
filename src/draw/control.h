/* Control figures of a sheet: does it still say what was written into it?
 *
 * While a sheet is written its cells are noted.  At its end every row that says anything gets one cell more, at the
 * right of the others: a formula that holds, as a constant, what the row said, and compares it with what the row says
 * now.  It gives the number of the row, from 1, or -1 where the row has changed.  It names no cell, only a defined name
 * that looks at the row it stands in, so that it goes along when rows are sorted, inserted and deleted.  In a list (a
 * sheet with a filter) that column is seen, as Số thứ tự; elsewhere it is hidden.
 *
 * What a row says: its texts, one after the other; how many numbers and how many cells; and a check number over its
 * numbers, each as an integer (rounded at one digit for the row) times a weight of its column, modulo a prime, so that
 * every step is exact in doubles.  Rows are counted, cells are counted, so that a row that was deleted, inserted or
 * typed below shows as well.  A formula counts by its result.
 *
 * Cells written while a tab is paused are left out: those that show the outcome of the comparison.
 */
#ifndef TH_DRAW_CONTROL_H
#define TH_DRAW_CONTROL_H

#include "draw/tab.h"

/* Where the outcome of each sheet stands: on the sheet `sheet`, of the first tab in row `first`, the others below. */
typedef struct th_control_place {
    th_str sheet;
    uint32_t first, col;
} th_control_place;

/* What a sheet came to, and formulas of what it comes to now, which may stand on any other sheet. */
typedef struct th_control_figures {
    uint32_t rows;  /* that are compared */
    uint32_t cells; /* that hold something */
    double sum;     /* of all numbers, to two decimals; where some are loose, none */
    uint32_t check; /* check number of the rows */
    th_str code;    /* "7F3A-91C2" */
    th_str intact_now, changed_now, cells_now, sum_now;
    th_str sorted_now; /* 1 and more: rows stand in another order; empty where the sheet is no list */
} th_control_figures;

/* Before the first sheet is added: all that follow are watched. */
void th_control_watch(th_output *output, th_control_place place);
void th_control_pause(th_tab *tab, bool paused);
/* Numbers written meanwhile must stay numbers, but may change: that of a row that is looked up. */
void th_control_loosen(th_tab *tab, bool loose);
bool th_control_watched(const th_tab *tab);
/* The column in which the sheet says of itself what its state is, in row 0. */
void th_control_show(th_tab *tab, uint32_t col);
/* A cell that is left out, because it shows the outcome: the state that the sheet shows says that it was changed where
 * its text is not that of the formula, which it was given. */
typedef struct th_compared {
    uint32_t row, col;
    th_str formula;
} th_compared;
void th_control_compare(th_tab *tab, th_compared cell);
/* Once all cells are written; th_pen_page() does it.  Does nothing on a sheet that is not watched. */
void th_control_finish(th_tab *tab);
/* The control figures of a sheet that is finished; NULL: it is not watched. */
const th_control_figures *th_control_figures_of(const th_tab *tab);
/* "khớp mã 7F3A-91C2" */
th_str th_control_says(th_arena *arena, const th_control_figures *figures);
/* A text as a formula has it, whatever its length: "…"&"…". */
th_str th_control_literal(th_arena *arena, th_str text);
#define TH_CONTROL_CHANGED "ĐÃ SỬA SAU KHI LẬP"

#endif
