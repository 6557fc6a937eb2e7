/* Formulas of an .xls: tokens to text ([MS-XLS] 2.5.198), as far as formula.h reads them. */
#ifndef TH_BOOK_BIFF_FORMULA_H
#define TH_BOOK_BIFF_FORMULA_H

#include "book/biff.h"

typedef struct th_biff_formulas { /* of the sheet at hand: those that share their tokens wait for its end */
    struct th_biff_shared {
        uint32_t row, col;
        const uint8_t *tokens;
        size_t len;
    } * shared;
    size_t nshared, shared_cap;
    struct th_biff_sharer {
        uint32_t row, col, at_row, at_col;
    } * sharers;
    size_t nsharers, sharers_cap;
    uint32_t last_row, last_col; /* of the last FORMULA: its SHRFMLA follows */
} th_biff_formulas;

/* A FORMULA record of BIFF5 or later; others are not read. */
void th_biff_formula(th_biff *biff, th_biff_formulas *formulas, const th_biff_record *record);
void th_biff_shared_formula(th_biff *biff, th_biff_formulas *formulas, const th_biff_record *record);
void th_biff_formulas_end(th_biff *biff, th_biff_formulas *formulas);

#endif
