/* Formulas of an .xls: tokens become text ([MS-XLS] 2.5.198), for those formulas that formula.h can read. */
#ifndef TH_BOOK_BIFF_FORMULA_H
#define TH_BOOK_BIFF_FORMULA_H

#include "book/biff.h"

/* Formulas of the sheet at hand that share their tokens.  The tokens may stand behind the cells that use them, so these
 * wait for the end of the sheet. */
typedef struct th_biff_formulas {
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
    uint32_t last_row, last_col; /* of the last FORMULA, to which a SHRFMLA behind it belongs */
} th_biff_formulas;

/* Tokens as they stand in a file, and the cell that they belong to. */
typedef struct th_biff_tokens {
    int version; /* 5, 8, or 12 for those of an .xlsb ([MS-XLSB] 2.2.2), whose rows and columns are wider */
    uint32_t row, col;
    const uint8_t *at;
    size_t len;
} th_biff_tokens;

/* The formula as text; "" when a token of it cannot be read. */
th_str th_biff_formula_text(th_arena *arena, const th_biff_tokens *tokens);

/* Keeps the formula of a FORMULA record; those before BIFF5 are ignored. */
void th_biff_formula(th_biff *biff, th_biff_formulas *formulas, const th_biff_record *record);
void th_biff_shared_formula(th_biff *biff, th_biff_formulas *formulas, const th_biff_record *record);
void th_biff_formulas_end(th_biff *biff, th_biff_formulas *formulas);

#endif
