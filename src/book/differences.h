/* Where a workbook differs from another one that should be the same: cell by cell, whoever saved it since.
 *
 * Compared are the cells: constants by value, formulas by their cached result, or by their text where the saving
 * program dropped it.  A formula that became a value is a difference, as is a sheet that was added, removed or renamed.
 * Looks, widths, links, comments and the order of sheets are not compared.
 *
 * Rows are matched by what stands in them, so that a sheet that was sorted, or into which blank rows were put, is the
 * same; what is said of a row that has no match is said of the one most like it. */
#ifndef TH_BOOK_DIFFERENCES_H
#define TH_BOOK_DIFFERENCES_H

#include "book/grid.h"

typedef enum th_difference_kind {
    TH_DIFFERENT_VALUE = 0,
    TH_DIFFERENT_FORMULA, /* another formula, whatever it comes to */
    TH_FORMULA_LOST,      /* a value stands in its place */
    TH_FORMULA_CAME,      /* where a value stood */
    TH_SHEET_LOST,
    TH_SHEET_CAME,
    TH_SHEET_RENAMED /* what it is called and what it was called are in found and expected */
} th_difference_kind;

typedef struct th_difference {
    th_difference_kind kind;
    th_str sheet;            /* of the saved book; of a sheet that was lost, of the other one */
    uint32_t row, col;       /* in the saved book, or where the row would stand */
    th_str found, expected;  /* as people read them; "": blank */
    bool computed;           /* the same formula in both, which comes to something else */
    uint32_t saved, derived; /* index of the rows in th_differences.rows; TH_NO_ROW: there is none */
} th_difference;

#define TH_NO_ROW UINT32_MAX

/* A row of one of the books, for whoever asks what else stands in it. */
typedef struct th_difference_row {
    const th_sheet *sheet;
    uint32_t row;
} th_difference_row;

typedef struct th_differences {
    th_difference *at; /* by sheet and row; all of them, up to a limit */
    size_t n, cap;
    size_t total;      /* also beyond the limit */
    th_strs sorted;    /* sheets of which rows stand elsewhere */
    size_t cells;      /* that were compared */
    size_t uncomputed; /* formulas without a result, which were compared by their text */
    th_difference_row *rows;
    size_t nrows, rows_cap;
} th_differences;

/* Both books were opened with grids; they are compared as they are stored, and need not be normalised. */
void th_book_differences(th_arena *arena, const th_book *saved, const th_book *derived, th_differences *out);

#endif
